"""Former legal forms of partners, from the events of their changes.

The events do not say the requisites of then: the last payout or paper in that form does. A person's
ИНН stays his own through НПД, ИП and individual, so there the present one holds. What nobody wrote
down stays empty, and the papers of such days ask for it.
"""

from typing import ClassVar

from django.db import migrations

from zabota.kit.zone import ZONE

FILL = """
INSERT INTO partners_formerform
    (partner_id, legal_form, until, name, inn, kpp, ogrn, entered_at, entered_by)
SELECT p.id, e.payload->>'before', (e.at AT TIME ZONE %s::text)::date, p.name,
    coalesce(nullif(o.inn, ''), nullif(d.content->'partner'->>'inn', ''), CASE
        WHEN e.payload->>'before' IN ('npd', 'ip', 'person')
            AND p.legal_form IN ('npd', 'ip', 'person') THEN p.inn ELSE '' END),
    coalesce(nullif(o.kpp, ''), d.content->'partner'->>'kpp', ''),
    coalesce(d.content->'partner'->>'ogrn', ''), e.at, left(e.by, 120)
FROM events_event AS e
JOIN partners_partner AS p ON p.id = (e.payload->>'partner_id')::bigint
LEFT JOIN LATERAL (
    SELECT o.inn, o.kpp FROM payouts_payout AS o
    WHERE o.partner_id = p.id AND o.legal_form = e.payload->>'before' AND o.formed_at < e.at
    ORDER BY o.formed_at DESC, o.id DESC LIMIT 1
) AS o ON true
LEFT JOIN LATERAL (
    SELECT d.content FROM papers_paper AS d
    WHERE d.partner_id = p.id AND d.content->>'legal_form' = e.payload->>'before'
        AND d.made_at < e.at
    ORDER BY d.made_at DESC, d.id DESC LIMIT 1
) AS d ON true
WHERE e.name = 'legal_form.changed' AND NOT EXISTS (
    SELECT 1 FROM partners_formerform AS f WHERE f.partner_id = p.id AND f.entered_at = e.at
)
ORDER BY e.at, e.id
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("papers", "0002_papers_are_final"),
        ("partners", "0011_former_forms"),
        ("payouts", "0009_balances"),
        ("events", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.RunSQL([(FILL, [str(ZONE)])], migrations.RunSQL.noop),
    ]
