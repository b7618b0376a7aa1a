"""The cabinet's home of a partner with very many payments, beside that of one with a thousand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zabota.domain.attribution.models import Attribution
from zabota.domain.partners.models import LegalForm, Member, Partner
from zabota.domain.payouts.models import Batch, Payout, PayoutStatus
from zabota.domain.people.operations import add_person
from zabota.domain.programme.models import Clause
from zabota.domain.rewards.postings import owed

FEW, YEARS, LOOKS, GOAL = 1_000, 5, 40, 1.5

_PAID = """
INSERT INTO payments_payment (source, external_id, client_id, amount_minor, currency, fee_minor,
    vat_minor, paid_at, recorded_at, payer_inn, payer_account, payer_name, purpose, product,
    matched_by, doubtful, set_aside_reason)
SELECT 'bench', %(name)s || n, %(client)s, 100000, 'RUB', 0, 0, at, at, '', '', '', '', '',
    'client', '', ''
FROM (SELECT n, %(now)s::timestamptz - %(span)s::interval * n / %(count)s AS at
      FROM generate_series(1, %(count)s) AS n) AS made
"""
_EARNED = """
INSERT INTO rewards_reward (payment_id, partner_id, attribution_id, clause_id, origin, amount_minor,
    base_minor, rate_bp, currency, servicing, counts_from, due_at, earned_at, hold, hold_note,
    released_by, bound_by, borne_by_vendor)
SELECT p.id, %(partner)s, %(attribution)s, %(clause)s, '', 40000, 100000, 4000, 'RUB', 'full',
    p.paid_at, p.paid_at + interval '3 days', p.paid_at, '', '', '', '', false
FROM payments_payment AS p WHERE p.source = 'bench' AND p.client_id = %(client)s
"""
_ITEMS = """
INSERT INTO payouts_payoutitem (payout_id, reward_id, amount_minor, live)
SELECT o.id, w.id, w.amount_minor, true FROM rewards_reward AS w
JOIN payouts_payout AS o ON o.partner_id = w.partner_id
    AND w.due_at >= o.due_at AND w.due_at < o.due_at + interval '1 day'
WHERE w.partner_id = %(partner)s
"""
_SUMS = """
UPDATE payouts_payout AS o SET amount_minor = i.sum FROM (
    SELECT payout_id, sum(amount_minor) AS sum FROM payouts_payoutitem GROUP BY 1) AS i
WHERE i.payout_id = o.id AND o.partner_id = %(partner)s
"""
_OWED = """
INSERT INTO ledger_balance (account_id, amount_minor)
SELECT a.id, -(SELECT coalesce(sum(w.amount_minor), 0) FROM rewards_reward AS w
    WHERE w.partner_id = %(partner)s AND NOT EXISTS (
        SELECT 1 FROM payouts_payoutitem AS i WHERE i.reward_id = w.id))
FROM ledger_account AS a WHERE a.code = %(account)s
"""


def report_home(many: int) -> None:
    """Both homes looked at in turns; prints milliseconds, statements and the ratio."""
    now = datetime.now(UTC)
    homes = [_lived(count, now) for count in (FEW, many)]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    took: list[list[float]] = [[], []]
    for _ in range(LOOKS):
        for visitor, times in zip(homes, took, strict=True):
            started = perf_counter()
            answer = visitor.get(reverse("cabinet:home"))
            times.append(perf_counter() - started)
            if answer.status_code != 200:
                raise RuntimeError(answer.status_code)
    with CaptureQueriesContext(connection) as asked:
        homes[1].get(reverse("cabinet:home"))
    few, much = (median(times[5:]) for times in took)
    ratio = much / few
    verdict = "reached" if ratio <= GOAL else "MISSED"
    print(
        f"{f'home with {many} payments beside {FEW}':46} {much * 1000:8.1f} ms {few * 1000:8.1f} ms"
        f"  {ratio:6.3f} x, {len(asked)} statements  goal {GOAL}: {verdict}"
    )


def _lived(count: int, now: datetime) -> Visitor:
    """A partner whose clients made so many payments in five years, paid every day but the last three."""
    client = Attribution.objects.order_by("pk")[0 if count == FEW else 1]
    partner = client.partner
    person = add_person(email=f"home{count}@example.com", name="Bench")
    Member.objects.create(partner=partner, person=person, since=now)
    clause = Clause.objects.first()
    assert clause is not None
    values = {
        "name": f"{count}-", "client": client.client_id, "now": now, "count": count,
        "span": timedelta(days=365 * YEARS), "partner": partner.pk, "attribution": client.pk,
        "clause": clause.pk, "account": owed(partner.pk),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PAID, values)
        cursor.execute(_EARNED, values)
        _pay_out(partner, now)
        for statement in (_ITEMS, _SUMS, _OWED):
            cursor.execute(statement, values)
    visitor = Visitor(headers={"host": "localhost"})
    visitor.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return visitor


def _pay_out(partner: Partner, now: datetime) -> None:
    first = Payout.objects.count() + 1
    days = [now - timedelta(days=n) for n in range(1, 365 * YEARS + 3)]
    batches = Batch.objects.bulk_create(
        Batch(formed_at=day, formed_by="bench", due_before=day, status="sent") for day in days
    )
    Payout.objects.bulk_create(
        Payout(
            batch=batches[n], partner=partner, order_number=first + n, amount_minor=1, currency="RUB",
            status=PayoutStatus.SETTLED, due_at=day, formed_at=day, settled_at=day,
            legal_form=LegalForm.OOO, holder=partner.name, account="4" * 20, bic="044525225",
            purpose="bench", proof=f"bench:{partner.pk}:{n}",
        )
        for n, day in enumerate(days)
    )  # fmt: skip
