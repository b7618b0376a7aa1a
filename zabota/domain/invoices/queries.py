"""Questions about invoices."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import (
    OPEN,
    Invoice,
    InvoiceStatus,
    Letterhead,
    Product,
    Schedule,
    VatRegime,
)
from zabota.kit.errors import Refusal
from zabota.kit.vat import FIRM, Vat, exists_on, rate_of, regime_on

# What lists filter by: the statuses, and what days and moments make of them.
STATES = (
    "issued", "viewed", "overdue", "part_paid", "paid", "expired", "returned", "cancelled",
)  # fmt: skip


class NoVatRegime(Refusal):
    """Nobody has said yet how the vendor pays VAT on that day."""

    code = "no_vat_regime"


class VatRateGone(NoVatRegime):
    """The law does not know the vendor's rate on that day any more."""

    code = "vat_rate_gone"


def get_vat(day: date) -> Vat:
    """The vendor's regime in force on a day; refused without one, and when its rate is no more."""
    begun = VatRegime.objects.filter(valid_from__lte=day).order_by("-valid_from")[:1]
    found = regime_on([row.vat for row in begun], day)
    if found is None:
        raise NoVatRegime("Say first how the vendor pays VAT: the owner does, under Invoices.")
    if not exists_on(found.kind, day):
        raise VatRateGone(
            "The law does not know VAT of %(rate)s on %(day)s: no invoice is issued by it. The owner sets the rate of that day under Invoices, VAT.",
            rate=f"{rate_of(found.kind)}{FIRM}%",
            day=f"{day:%d.%m.%Y}",
        )  # fmt: skip
    return found


def find_vat_trouble(day: date) -> NoVatRegime | None:
    """Why no invoice can be issued on a day for want of a VAT regime; None where one can."""
    try:
        get_vat(day)
    except NoVatRegime as trouble:
        return trouble
    return None


def find_basis(client: Client, *, currency: str = "RUB") -> str:
    """The contract or the offer that a client is billed by: as his last invoice with one says.

    Before there was one, what the letterhead says; it is in Russian, so of roubles only.
    """
    billed = Invoice.objects.filter(client=client, currency=currency, frozen__has_key="basis")
    last = billed.exclude(frozen__basis="").order_by("-pk").values_list("frozen", flat=True).first()
    if last:
        return str(last["basis"])
    letterhead = Letterhead.objects.first()
    return letterhead.basis if letterhead and currency == "RUB" else ""


def state_of(invoice: Invoice, *, today: date) -> str:
    """What a person calls the state: returned, overdue and expired go before viewed and issued."""
    if invoice.status not in OPEN:
        return invoice.status
    if invoice.is_returned:
        return "returned"
    if invoice.valid_until and invoice.valid_until < today and not invoice.paid_minor:
        return "expired"
    if invoice.due_on and invoice.due_on < today:
        return "overdue"
    if invoice.status == InvoiceStatus.ISSUED and invoice.viewed_at:
        return "viewed"
    return invoice.status


def is_payable(invoice: Invoice, *, today: date) -> bool:
    """Whether it is to be paid now: open, not expired, something is left, and none of it was given back."""
    left = invoice.amount_minor - invoice.paid_minor
    state = state_of(invoice, today=today)
    return invoice.status in OPEN and left > 0 and state not in ("expired", "returned")


def list_in_state(rows: QuerySet[Invoice], state: str, *, today: date) -> QuerySet[Invoice]:
    """Invoices whose `state_of` is this."""
    expired = Q(valid_until__lt=today, paid_minor__lte=0)
    overdue = Q(due_on__lt=today)
    gone_back = Q(status__in=OPEN, returned_minor__gt=0, reminders=False)
    if state == "returned":
        return rows.filter(gone_back)
    unpaid = rows.filter(status__in=OPEN).exclude(gone_back)
    match state:
        case "expired":
            return unpaid.filter(expired)
        case "overdue":
            return unpaid.exclude(expired).filter(overdue)
        case "viewed":
            still = unpaid.exclude(expired).exclude(overdue)
            return still.filter(status=InvoiceStatus.ISSUED, viewed_at__isnull=False)
        case "issued":
            return (
                unpaid.exclude(expired)
                .exclude(overdue)
                .filter(status=InvoiceStatus.ISSUED, viewed_at=None)
            )
        case "part_paid":
            return unpaid.filter(status=state).exclude(overdue)
        case _:
            return rows.filter(status=state) if state in InvoiceStatus.values else rows


def find_by_token(token: str) -> Invoice | None:
    """The invoice behind a public address."""
    return (
        Invoice.objects.select_related("client", "partner", "replaced_by")
        .filter(token=token)
        .first()
    )


def list_products() -> QuerySet[Product]:
    """What may be sold by invoice."""
    return Product.objects.filter(offered=True).order_by("name")


def trouble_of(schedule: Schedule) -> str:
    """Why this month's invoice of a schedule could not be issued, in the language of the reader."""
    told = schedule.trouble
    if not told:
        return ""
    text = gettext(str(told["message"]))
    return text % told["params"] if told["params"] else text
