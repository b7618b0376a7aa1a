"""What went back of invoices before they counted it themselves."""

from __future__ import annotations

from django.db import migrations

RETURNED = """
UPDATE invoices_invoice AS i SET returned_minor = back.sum
FROM (
    SELECT p.invoice_id, sum(r.amount_minor) AS sum
    FROM payments_refund AS r JOIN payments_payment AS p ON p.id = r.payment_id
    WHERE r.undone_at IS NULL AND p.invoice_id IS NOT NULL GROUP BY 1
) AS back WHERE back.invoice_id = i.id
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_undone_refunds"), ("invoices", "0007_returned")]

    operations = [migrations.RunSQL(RETURNED, migrations.RunSQL.noop)]
