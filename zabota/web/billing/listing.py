"""The list of invoices: what the address narrows it to, its sums, its lines in a file."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zabota.domain.invoices.models import OPEN, Invoice
from zabota.domain.invoices.queries import list_in_state, state_of
from zabota.domain.invoices.rules import number_key
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.columns import Column
from zabota.ui.lists import during, whole, word
from zabota.web.wording.invoices import STATE_WORDS, look_of

A_CARD = 10  # invoices on the card of a client
WHOLE_KEY = 8  # signs of a number by which it is found in any spelling


def found_by(request: HttpRequest, rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Invoices that the address asks for."""
    if found := word(request):
        key = number_key(found)
        sought = Q(number__icontains=found) | Q(purpose__icontains=found)
        sought |= Q(client__name__icontains=found) | Q(client__inn=found)
        if len(key) >= WHOLE_KEY:  # a number as somebody dictated it, without dashes
            sought |= Q(number_key__contains=key)
        rows = rows.filter(sought)
    state = word(request, "state")
    rows = list_in_state(rows, state, today=local_date(now()))
    if state == "draft":  # drafts stand above the list, and have no number yet
        rows = rows.none()
    for field in ("client", "partner", "schedule"):
        if pk := whole(request, field):
            rows = rows.filter(**{field: pk})
    return during(request, rows, "issued_at")


def columns(*, of_one: bool) -> list[Column]:
    """What the list may show; the invoices `of_one` partner do not name him."""
    return [
        Column("number", _("Number"), by="number", fixed=True),
        Column("client", _("Client"), by="client__name"),
        *([] if of_one else [Column("partner", _("Partner"), by="partner__name", sparse=True)]),
        Column("issued", _("Issued"), by="issued_at"),
        Column("due", _("To be paid by"), by="due_on"),
        Column("state", _("State")),
        Column("sent", _("Sent"), first=False, by="sent_at", sparse=True),
        Column("viewed", _("Viewed"), first=False, by="viewed_at", sparse=True),
        Column("purpose", _("Purpose"), first=False),
        Column("paid", _("Paid"), first=False, by="paid_minor", numeric=True),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def sums_of(rows: QuerySet[Invoice]) -> list[tuple[Money, Money]]:
    """By currency what was billed and what is still to come; cancelled ones count in neither, and what
    was given back is not to come."""
    live = rows.exclude(status="cancelled").order_by()
    asked = Q(status__in=OPEN) & ~Q(returned_minor__gt=0, reminders=False)
    billed = live.values("currency").annotate(
        sum=Sum("amount_minor"),
        left=Sum(F("amount_minor") - F("paid_minor"), filter=asked, default=0),
    )
    return [
        (Money(row["sum"], row["currency"]), Money(max(row["left"], 0), row["currency"]))
        for row in billed.order_by("-sum")
    ]


def row_of(one: Invoice) -> tuple[Any, ...]:
    """An invoice with its sum and the marks of its state."""
    return (one, Money(one.amount_minor, one.currency), *look_of(one, today=local_date(now())))


def csv_header() -> list[str]:
    """The columns of the file."""
    return [
        _("Number"), _("Client"), _("INN"), _("Partner"), _("Issued"), _("To be paid by"),
        _("Amount"), _("Paid"), _("Currency"), _("State"), _("Sent"), _("Viewed"), _("Purpose"),
    ]  # fmt: skip


def csv_line(one: Invoice) -> list[Any]:
    """One invoice as a line of the file."""
    return [
        one.number, one.client.name, one.client.inn, one.partner and one.partner.name,
        one.issued_at, one.due_on, Money(one.amount_minor, one.currency),
        Money(one.paid_minor, one.currency), one.currency,
        str(STATE_WORDS[state_of(one, today=local_date(now()))]), one.sent_at, one.viewed_at,
        one.purpose,
    ]  # fmt: skip


def latest_of(rows: QuerySet[Invoice]) -> list[tuple[Any, ...]]:
    """The last invoices of a client, for his card."""
    shown = rows.select_related("client", "partner").order_by("-issued_at", "-pk")[:A_CARD]
    return [row_of(one) for one in shown]
