"""What a reward says of money is never edited: a correction is a new row."""

from typing import ClassVar

from django.db import migrations

SEAL = """
CREATE FUNCTION rewards_reward_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the money of a reward is final; write a new row'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rewards_reward_is_final
    BEFORE UPDATE OF amount_minor, base_minor, rate_bp, clause_id, partner_id, payment_id,
        due_at, counts_from ON rewards_reward
    FOR EACH STATEMENT EXECUTE FUNCTION rewards_reward_is_final();
"""

UNSEAL = """
DROP TRIGGER rewards_reward_is_final ON rewards_reward;
DROP FUNCTION rewards_reward_is_final();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rewards", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(SEAL, UNSEAL)]
