"""Forming batches: what is due becomes one payout per partner, by rail and currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.payouts.events import BatchFormed
from zabota.domain.payouts.models import Batch, Rail
from zabota.domain.payouts.operations.drawing import Ready, draw_payouts
from zabota.domain.payouts.queries import Due, Item, list_due, list_payable_items
from zabota.domain.payouts.queries.hurdles import Hurdle, find_hurdles
from zabota.domain.payouts.queries.seen import Seen
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


class NothingDue(Refusal):
    """There is nobody to pay by that moment."""

    code = "nothing_due"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A partner with money due whom the batch could not include, and why (a reason code)."""

    partner_id: int
    amount_minor: int
    reason: str
    currency: str = "RUB"
    hurdles: tuple[Hurdle, ...] = ()


@dataclass(frozen=True, slots=True)
class Formed:
    """Batches, one a rail and currency, and those they had to leave out."""

    batches: list[Batch]
    left_out: list[LeftOut]

    @property
    def batch(self) -> Batch:
        """The first of the batches: mostly the only one."""
        return self.batches[0]


def form_batch(
    *,
    before: datetime,
    at: datetime,
    by: str,
    person: Person | None = None,
    cut_off_at: datetime | None = None,
) -> Formed:
    """One payout for every partner with a reward due before the moment, net of reversals.

    With `cut_off_at` it is a proposal that a person has to approve by then. The caller holds the
    books alone. Raises NothingDue when nobody can be paid.
    """
    ready, left_out = split_ready(list_due(before=before), at=at)
    if not ready:
        raise NothingDue("Nobody can be paid by that day yet: there is nothing to form.")
    items: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for item in list_payable_items([one.partner.pk for one in ready]):
        items[item.partner_id, item.currency].append(item)
    batches = []
    for rail, currency in sorted({(one.rail, one.due.currency) for one in ready}, key=_order):
        batch = Batch.objects.create(
            rail=rail, currency=currency, formed_at=at, formed_by=by, formed_person=person,
            due_before=before, proposed=cut_off_at is not None, cut_off_at=cut_off_at,
        )  # fmt: skip
        taken = [one for one in ready if (one.rail, one.due.currency) == (rail, currency)]
        mine = {one.partner.pk: items[one.partner.pk, currency] for one in taken}
        payouts = draw_payouts(batch, taken, mine, at=at)
        ids = tuple(payout.pk for payout in payouts)
        publish(BatchFormed(at=at, by=by, batch_id=batch.pk, payout_ids=ids))
        batches.append(batch)
    return Formed(batches, left_out)


def _order(key: tuple[str, str]) -> tuple[int, str]:
    return list(Rail.values).index(key[0]), key[1]


def split_ready(due: Sequence[Due], *, at: datetime) -> tuple[list[Ready], list[LeftOut]]:
    """Who can be paid, with all that the payout needs, and who cannot, with every reason."""
    seen = Seen(due, at)
    hurdles = find_hurdles(seen)
    ready: list[Ready] = []
    left_out: list[LeftOut] = []
    for row in due:
        against = hurdles.get((row.partner_id, row.currency), [])
        details = seen.details(row)
        if against or details is None:
            left_out.append(
                LeftOut(
                    row.partner_id, row.amount_minor, against[0].reason, row.currency,
                    tuple(against),
                )
            )  # fmt: skip
            continue
        partner = seen.partners[row.partner_id]
        check = seen.npd_checks.get(partner.inn) if row in seen.self_employed else None
        acceptance = seen.acceptances[row.partner_id]
        ready.append(Ready(row, partner, details, acceptance, seen.rail(row), check))
    return ready, left_out
