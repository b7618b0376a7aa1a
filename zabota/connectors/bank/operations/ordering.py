"""Payment orders out: an approved batch as a file that every Russian bank imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from zabota.connectors.bank.facts import Side
from zabota.connectors.bank.translate import (
    OrderFileHeader,
    OrderRefused,
    PaymentOrder,
    write_payment_orders,
)
from zabota.domain.payouts.facts import RailFile
from zabota.domain.payouts.models import Batch, BatchStatus, Payout, PayoutStatus, Rail
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal


class NotApproved(Refusal):
    """Orders leave only after a person has approved the batch."""

    code = "not_approved"


class AnotherRail(Refusal):
    """This batch does not leave by payment orders of the client bank."""

    code = "another_rail"


def payment_orders(batch: Batch, *, at: datetime) -> bytes:
    """The orders of a batch as 1CClientBankExchange v1.03 (cp1251, CRLF).

    Raises NotApproved before approval and after cancelling, AnotherRail for a batch of another rail; OrderRefused when a field does not
    fit the format. The same batch always gives the same orders.
    """
    if batch.status not in (BatchStatus.APPROVED, BatchStatus.SENT):
        raise NotApproved("Approve the batch first: orders leave only after that.")
    if batch.rail != Rail.ONE_C:
        raise AnotherRail(
            "This batch does not leave by the client bank: there are no orders for it."
        )
    wanted = [PayoutStatus.APPROVED, PayoutStatus.SENT, PayoutStatus.SETTLED]
    payouts = batch.payouts.filter(status__in=wanted).order_by("order_number")
    header = OrderFileHeader(payer=_vendor(), created_at=localtime(batch.approved_at or at))
    return write_payment_orders([_order(payout, batch) for payout in payouts], header)


def one_c_file(batch: Batch, at: datetime, form: str) -> RailFile:
    """The file of payment orders, as a rail prepares it; a Refusal says what does not fit."""
    try:
        content = payment_orders(batch, at=at)
    except OrderRefused as refused:
        raise _explained(refused, batch) from refused
    return RailFile(
        name=f"orders-{batch.pk}.txt",
        content=content,
        media_type="text/plain; charset=windows-1251",
    )


_OF_THE_PAYEE = {
    "name": _(
        "The bank would not take order No. %(order)s, %(payee)s: the payee's name is longer than 160 "
        "signs or has a sign that banks cannot read. Take the payout out of the batch; once the "
        "name is put right, the next batch pays it."
    ),
    "numbers": _(
        "The bank would not take order No. %(order)s, %(payee)s: the account, the BIC, the INN or the KPP "
        "is wrong. Take the payout out of the batch; once the partner has put his details right, the "
        "next batch pays it."
    ),
    "text": _(
        "The bank would not take order No. %(order)s, %(payee)s: the purpose or the bank's name is too "
        "long or has a sign that banks cannot read. Take the payout out of the batch."
    ),
}


def _explained(refused: OrderRefused, batch: Batch) -> Refusal:
    """The first thing amiss in the words of finance: whose order, what, and what to do."""
    if refused.code == "nothing_to_write":
        return Refusal("There is nothing in this batch to pay.", code="order_refused")
    payout = batch.payouts.filter(order_number=int(refused.params.get("order", 0))).first()
    whose, _dot, what = refused.field.partition(".")
    if payout is None or whose == "payer":
        return Refusal(
            "The bank would not take these orders: our own requisites are wrong (%(field)s). Whoever "
            "runs this installation puts them right.",
            code="order_refused",
            field=refused.field,
        )
    kind = "name" if what == "name" else "text" if what in ("bank", "city", "") else "numbers"
    return Refusal(
        _OF_THE_PAYEE[kind], code="order_refused", order=payout.order_number, payee=payout.holder
    )


def _vendor() -> Side:
    vendor: dict[str, Any] = settings.VENDOR
    return Side(
        name=vendor["name"],
        inn=vendor["inn"],
        kpp=vendor["kpp"],
        account=vendor["accounts"][0],
        bic=vendor["bic"],
        bank=vendor["bank_name"],
        corr_account=vendor["correspondent_account"],
    )


def _order(payout: Payout, batch: Batch) -> PaymentOrder:
    return PaymentOrder(
        number=payout.order_number,
        on=local_date(batch.approved_at or payout.formed_at),
        amount=payout.amount_minor,
        payee=Side(
            name=payout.holder,
            inn=payout.inn,
            kpp=payout.kpp,
            account=payout.account,
            bic=payout.bic,
            bank=payout.bank_name,
            corr_account=payout.corr_account,
        ),
        purpose=payout.purpose,
        purpose_code=payout.purpose_code,
    )
