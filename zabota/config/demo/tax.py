"""The self-employed of the demo: the tax service's answers, their receipts, and two who are late.

The people are made up, so nobody outside is asked: the answers are put down here, day by day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payouts.facts import NpdAnswer, Standing
from zabota.domain.payouts.models import Payout, PayoutStatus, Receipt, ReceiptStatus
from zabota.domain.payouts.operations.npd import record_npd_answers
from zabota.domain.payouts.operations.receipts import (
    accept_receipts,
    enter_receipts,
    return_receipt,
)
from zabota.domain.payouts.rules.npd import overdue_before
from zabota.kit.clock import local_date, start_of_day

LOST, FORGETFUL, ACCOUNTANT = 1, 2, "Ольга Зимина"
NO_LONGER = "Снят с учёта в качестве плательщика налога на профессиональный доход"


def answer_for(at: datetime, *, lost: bool = False) -> None:
    """What the tax service said that day; with `lost` one of them is self-employed no longer."""
    inns = list(_self_employed().values_list("inn", flat=True))
    record_npd_answers([_answer(inn, at, lost=lost and n == LOST) for n, inn in enumerate(inns)])


def answer_today(at: datetime) -> None:
    """The answers of a running demo."""
    answer_for(at, lost=True)


def _answer(inn: str, at: datetime, *, lost: bool) -> NpdAnswer:
    standing: Standing = "no" if lost else "yes"
    words = NO_LONGER if lost else f"{inn} является плательщиком налога на профессиональный доход"
    return NpdAnswer(inn=inn, on=local_date(at), standing=standing, asked_at=at, words=words)


def _self_employed() -> QuerySet[Partner]:
    return Partner.objects.filter(legal_form=LegalForm.NPD).order_by("pk")


def bring_receipts(*, at: datetime, today: datetime) -> None:
    """Receipts for what was paid until two days ago; one of the partners has stopped bringing them."""
    forgetful = list(_self_employed()[FORGETFUL : FORGETFUL + 1])
    live = Receipt.objects.filter(payout=OuterRef("pk")).exclude(status=ReceiptStatus.RETURNED)
    paid = Payout.objects.filter(
        ~Exists(live),
        legal_form=LegalForm.NPD,
        status=PayoutStatus.SETTLED,
        settled_at__lt=at - timedelta(days=2),
    ).exclude(partner__in=forgetful, settled_at__gte=start_of_day(_overdue_since(today)))
    said = {payout.pk: _link(payout) for payout in paid}
    enter_receipts(said, at=at, by="Zabota")


def _overdue_since(at: datetime) -> date:
    """The first day of the last month whose receipts are overdue."""
    return (overdue_before(local_date(at)) - timedelta(days=1)).replace(day=1)


def _link(payout: Payout) -> str:
    number = f"2{payout.pk:05d}{payout.order_number:04x}"
    return f"https://lknpd.nalog.ru/api/v1/receipt/{payout.inn}/{number}/print"


def look_at_receipts(*, at: datetime) -> None:
    """Finance has looked at all but the last week's, and gave one back."""
    old = Receipt.objects.filter(entered_at__lt=at - timedelta(days=7))
    accept_receipts(list(old.values_list("pk", flat=True)), at=at, by=ACCOUNTANT)
    wrong = Receipt.objects.filter(status=ReceiptStatus.ENTERED).order_by("pk").first()
    if wrong is not None:
        reason = "сумма в чеке меньше выплаты"
        return_receipt(wrong, reason=reason, at=at, by=ACCOUNTANT)
