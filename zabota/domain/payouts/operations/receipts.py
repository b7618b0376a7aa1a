"""Receipts of the self-employed: entered, checked as far as they tell, reminded of."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.events import NpdIncomeNears, ReceiptEntered, ReceiptsAwaited
from zabota.domain.payouts.facts import NpdAnswer
from zabota.domain.payouts.models import NpdCheck, Payout, PayoutStatus, Receipt
from zabota.domain.payouts.queries.receipts import Awaited, list_unreceipted, sum_of_year
from zabota.domain.payouts.rules.npd import REMIND_ON, nears_limit, read_receipt
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.events.models import Event


class ReceiptRefused(Refusal):
    """What was entered is not the receipt of this payout."""

    code = "receipt_refused"


@transaction.atomic
def enter_receipt(payout: Payout, *, said: str, at: datetime, by: str) -> Receipt:
    """Take the link or number of a receipt for a paid payout; the same one again is once."""
    if payout.legal_form != LegalForm.NPD or payout.status != PayoutStatus.SETTLED:
        raise ReceiptRefused("A receipt is entered for a payout that the bank has paid.")
    read = read_receipt(said)
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
    known = Receipt.objects.filter(number=read.number).first()
    if known is not None and known.payout_id != payout.pk:
        raise ReceiptRefused(
            "This receipt is entered for payment order %(number)s already. Each payout has its own.",
            number=known.payout.order_number,
        )
    if known is not None:
        return known
    values = {"number": read.number, "link": read.link, "entered_at": at, "entered_by": by}
    receipt, _ = Receipt.objects.update_or_create(payout=payout, defaults=values)
    publish(
        ReceiptEntered(
            at=at, by=by, payout_id=payout.pk, partner_id=payout.partner_id, number=read.number
        )
    )
    return receipt


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


@transaction.atomic
def warn_of_npd_limit(*, at: datetime) -> int:
    """Tell once a year each self-employed partner whom we have paid 80 % of the limit."""
    year = local_date(at).year
    ids = list(
        Payout.objects.filter(
            legal_form=LegalForm.NPD, formed_at__gte=start_of_day(date(year, 1, 1))
        )
        .order_by()
        .values_list("partner", flat=True)
        .distinct()
    )
    told = set(
        Event.objects.filter(name=NpdIncomeNears.wire_name(), payload__year=year).values_list(
            "payload__partner_id", flat=True
        )
    )
    near = {
        pk: minor
        for pk, minor in sum_of_year(ids, year=year).items()
        if nears_limit(minor) and pk not in told
    }
    for partner_id, minor in sorted(near.items()):
        publish(NpdIncomeNears(at=at, partner_id=partner_id, year=year, amount_minor=minor))
    return len(near)


def record_npd_answer(answer: NpdAnswer) -> NpdCheck:
    """Keep what the tax service said of an ИНН on a day; a yes or no is not replaced by silence."""
    check, made = NpdCheck.objects.get_or_create(
        inn=answer.inn,
        on=answer.on,
        defaults={
            "standing": answer.standing,
            "asked_at": answer.asked_at,
            "words": answer.words[:300],
        },
    )
    if not made and (answer.standing != "unknown" or check.standing == "unknown"):
        check.standing, check.asked_at = answer.standing, answer.asked_at
        check.words = answer.words[:300]
        check.save(update_fields=["standing", "asked_at", "words"])
    return check
