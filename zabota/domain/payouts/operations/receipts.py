"""Receipts of the self-employed: entered, checked as far as they tell, reminded of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.events import (
    ReceiptAccepted,
    ReceiptEntered,
    ReceiptReturned,
    ReceiptsAwaited,
)
from zabota.domain.payouts.models import (
    RECEIPT_MOVES,
    Payout,
    PayoutStatus,
    Receipt,
    ReceiptStatus,
)
from zabota.domain.payouts.queries.receipts import Awaited, list_unreceipted
from zabota.domain.payouts.rules.npd import REMIND_ON, ReceiptSaid, read_receipt
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.events.models import Event
from zabota.kit.states import move


class ReceiptRefused(Refusal):
    """What was entered is not the receipt of this payout."""

    code = "receipt_refused"


def enter_receipt(payout: Payout, *, said: str, at: datetime, by: str) -> None:
    """Take the link or number of a receipt for a paid payout; the same one again is once."""
    for refusal in enter_receipts({payout.pk: said}, at=at, by=by).values():
        raise refusal


@transaction.atomic
def enter_receipts(said: Mapping[int, str], *, at: datetime, by: str) -> dict[int, ReceiptRefused]:
    """Take receipts for many payouts at once, by payout id; what could not be taken, and why.

    One that staff have not looked at yet may be replaced by the right one.
    """
    payouts = Payout.objects.select_for_update(of=("self",)).filter(pk__in=said).order_by("pk")
    wanted = {payout.pk: (payout, read_receipt(said[payout.pk])) for payout in payouts}
    numbers = [read.number for _payout, read in wanted.values() if read]
    rows = Receipt.objects.filter(Q(payout__in=wanted) | Q(number__in=numbers))
    known = list(rows.select_related("payout"))
    refused: dict[int, ReceiptRefused] = {}
    fresh: dict[int, Receipt] = {}
    for payout, read in wanted.values():
        try:
            taken = _taken(payout, read, known)
        except ReceiptRefused as refusal:
            refused[payout.pk] = refusal
            continue
        if taken is not None:
            taken.entered_at, taken.entered_by = at, by
            fresh[payout.pk] = taken
            known.append(taken)
    replaced = [one.pk for one in known if one.pk and one.payout_id in fresh and _waits(one)]
    Receipt.objects.filter(pk__in=replaced).delete()
    Receipt.objects.bulk_create(fresh.values())
    publish_all(
        [
            ReceiptEntered(
                at=at, by=by, payout_id=pk, partner_id=wanted[pk][0].partner_id, number=one.number
            )
            for pk, one in fresh.items()
        ]
    )
    return refused


def _waits(receipt: Receipt) -> bool:
    return receipt.status == ReceiptStatus.ENTERED


def _taken(payout: Payout, read: ReceiptSaid | None, known: Sequence[Receipt]) -> Receipt | None:
    """The new receipt of a payout; None when it is there already, refused when it is not its own."""
    received = payout.status == PayoutStatus.SETTLED or payout.advances.exists()
    if payout.legal_form != LegalForm.NPD or not received:
        raise ReceiptRefused("A receipt is entered for a payout that the bank has paid.")
    if read is None:
        raise ReceiptRefused(
            "This is neither a link to a receipt nor its number. In “My tax” open the receipt, press "
            "“Send” and copy the link: it begins with https://lknpd.nalog.ru/."
        )
    if read.inn and read.inn != payout.inn:
        raise ReceiptRefused(
            "This receipt was made by ИНН %(found)s, and the payout went to ИНН %(wanted)s.",
            found=read.inn,
            wanted=payout.inn,
        )
    for one in known:
        if one.number == read.number:
            if one.payout_id == payout.pk and one.status != ReceiptStatus.RETURNED:
                return None
            _refuse_known(one, payout)
    if any(one.payout_id == payout.pk and one.status == ReceiptStatus.ACCEPTED for one in known):
        raise ReceiptRefused(
            "The receipt of this payout is accepted already. If you annulled it, write to your manager."
        )
    return Receipt(payout=payout, number=read.number, link=read.link)


def _refuse_known(one: Receipt, payout: Payout) -> None:
    if one.payout_id == payout.pk:
        raise ReceiptRefused(
            "This receipt was given back: %(reason)s. Enter the new one.", reason=one.decided_why
        )
    if one.status != ReceiptStatus.RETURNED:
        raise ReceiptRefused(
            "This receipt is entered for payment order %(number)s already. Each payout has its own.",
            number=one.payout.order_number,
        )


@transaction.atomic
def accept_receipts(receipt_ids: Sequence[int], *, at: datetime, by: str) -> int:
    """Staff looked at them: the person, the sum and the day are right. How many were waiting."""
    waiting = Receipt.objects.select_for_update(of=("self",)).filter(
        pk__in=receipt_ids, status=ReceiptStatus.ENTERED
    )
    taken = list(waiting.select_related("payout").order_by("pk"))
    Receipt.objects.filter(pk__in=[one.pk for one in taken]).update(
        status=ReceiptStatus.ACCEPTED, decided_at=at, decided_by=by
    )
    publish_all(
        [
            ReceiptAccepted(at=at, by=by, payout_id=one.payout_id, partner_id=one.payout.partner_id)
            for one in taken
        ]
    )
    return len(taken)


def return_receipt(receipt: Receipt, *, reason: str, at: datetime, by: str) -> None:
    """It is not right: the payout waits for another one, and the partner is told."""
    _undo(receipt, reason=reason, annulled=False, at=at, by=by)


def annul_receipt(receipt: Receipt, *, reason: str, at: datetime, by: str) -> None:
    """He annulled it in the tax service: as if none had come, and the next payout waits at once.

    An accepted one may be annulled too: what he told the tax service then is no longer told.
    """
    _undo(receipt, reason=reason, annulled=True, at=at, by=by)


@transaction.atomic
def _undo(receipt: Receipt, *, reason: str, annulled: bool, at: datetime, by: str) -> None:
    reason = reason.strip()
    if not reason:
        raise ReceiptRefused("Write what is wrong with it: the partner reads it.")
    move(
        receipt,
        ReceiptStatus.RETURNED,
        allowed=RECEIPT_MOVES,
        decided_at=at,
        decided_by=by,
        decided_why=reason[:300],
        annulled=annulled,
    )
    payout = receipt.payout
    publish(
        ReceiptReturned(
            at=at,
            by=by,
            payout_id=payout.pk,
            partner_id=payout.partner_id,
            reason=reason[:300],
            annulled=annulled,
        )
    )


@transaction.atomic
def remind_of_receipts(*, at: datetime) -> int:
    """On the 1st, 5th and 8th, and once when it is overdue: a letter to each partner who owes one."""
    today = local_date(at)
    awaited: dict[int, list[Awaited]] = defaultdict(list)
    for one in list_unreceipted():
        if _is_time(one.due_on, today):
            awaited[one.payout.partner_id].append(one)
    told = Event.objects.filter(
        name=ReceiptsAwaited.wire_name(), at__gte=start_of_day(today)
    ).values_list("payload__partner_id", flat=True)
    fresh = {pk: rows for pk, rows in awaited.items() if pk not in set(told)}
    for partner_id, rows in fresh.items():
        due_on = min(row.due_on for row in rows)
        publish(
            ReceiptsAwaited(
                at=at,
                partner_id=partner_id,
                payout_ids=tuple(row.payout.pk for row in rows),
                due_on=due_on,
                overdue=due_on < today,
            )
        )
    return len(fresh)


def _is_time(due_on: date, today: date) -> bool:
    if due_on < today:
        return (today - due_on).days == 1 or today.day in REMIND_ON
    return (today.year, today.month) == (due_on.year, due_on.month) and today.day in REMIND_ON
