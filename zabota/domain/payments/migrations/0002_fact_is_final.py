"""What a payment says of money is never edited: a correction is a new row."""

from typing import ClassVar

from django.db import migrations

SEAL = """
CREATE FUNCTION payments_payment_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the money of a payment is final; write a new row'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payments_payment_is_final
    BEFORE UPDATE OF amount_minor, currency, paid_at, source, external_id ON payments_payment
    FOR EACH STATEMENT EXECUTE FUNCTION payments_payment_is_final();
"""

UNSEAL = """
DROP TRIGGER payments_payment_is_final ON payments_payment;
DROP FUNCTION payments_payment_is_final();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(SEAL, UNSEAL)]
