"""When two bank details are one account, however they are written."""

from __future__ import annotations

from zabota.kit.sql import fetch

# An IBAN, a phone number and a wallet name one account by themselves. A number of an account does so
# together with its bank: the БИК, or the first eight letters of a BIC; a foreign one may lack it.
DETAILS = r"""details AS MATERIALIZED (
    SELECT partner_id, account, valid_from, replaced_at,
        regexp_replace(upper(account), '[^0-9A-Z]', '', 'g') AS folded,
        kind IN ('iban', 'sbp', 'wallet') OR regexp_replace(upper(account), '[^0-9A-Z]', '', 'g')
            ~ '^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$' AS alone,
        CASE WHEN bic ~ '^[0-9]{9}$' THEN bic ELSE left(upper(bic), 8) END AS bank
    FROM partners_bankdetails
)"""

SAME_ACCOUNT = """his.folded = mine.folded AND his.folded <> ''
    AND his.partner_id <> mine.partner_id
    AND (mine.alone OR his.bank = mine.bank OR '' IN (his.bank, mine.bank))"""

_MOVED = f"""
WITH {DETAILS}, fresh AS (
    SELECT * FROM details WHERE valid_from >= coalesce(
        (SELECT at FROM scrutiny_examined WHERE id = 1), '-infinity')
)
SELECT partner_id FROM fresh
UNION SELECT his.partner_id FROM fresh AS mine JOIN details AS his ON {SAME_ACCOUNT}
"""


def list_moved_partners() -> list[int]:
    """Partners whose bank details came after the last full examination, and who shares an account."""
    return sorted(partner for (partner,) in fetch(_MOVED, []))
