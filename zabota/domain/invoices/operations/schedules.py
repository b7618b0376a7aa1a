"""Verbs of invoices that repeat: a schedule, its monthly invoice, its end."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet

from zabota.domain.clients.models import Client
from zabota.domain.invoices.events import InvoiceNotRepeated
from zabota.domain.invoices.models import Invoice, InvoiceStatus, Schedule
from zabota.domain.invoices.operations.issuing import (
    InvoiceRefused,
    bill_client,
    lines_of,
    send_invoice,
)
from zabota.domain.invoices.rules.lines import Line, line_of, total_of
from zabota.domain.invoices.rules.periods import months_between
from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date, next_month
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


@transaction.atomic
def schedule_invoices(
    client: Client,
    *,
    lines: Sequence[Line],
    day_of_month: int,
    at: datetime,
    by: str,
    partner: Partner | None = None,
    until: date | None = None,
    email: str = "",
    currency: str = "RUB",
    basis: str | None = None,
) -> Schedule:
    """From now on the same invoice every month; on the 31st means on the last day of a shorter one."""
    total_of(lines, currency)
    if not 1 <= day_of_month <= 31:
        raise InvoiceRefused("A day of the month is from 1 to 31.")
    if until is not None and until < local_date(at):
        raise InvoiceRefused("The last day has passed already.")
    return Schedule.objects.create(
        client=client,
        partner=partner,
        lines=[line.frozen() for line in lines],
        currency=currency,
        basis=basis if basis is None else basis.strip()[:200],
        email=email or client.email,
        day_of_month=day_of_month,
        since=local_date(at),
        until=until,
        made_by=by[:120],
    )


@transaction.atomic
def repeat_invoice(
    invoice: Invoice, *, day_of_month: int, at: datetime, by: str, until: date | None = None
) -> Schedule:
    """From now on the same invoice every month; this one stands for the month it was issued in."""
    invoice = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if invoice.status == InvoiceStatus.CANCELLED:
        raise InvoiceRefused("A cancelled invoice is not repeated.")
    if invoice.schedule is not None and invoice.schedule.stopped_at is None:
        raise InvoiceRefused("This invoice is repeated every month already.")
    month = local_date(invoice.issued_at).replace(day=1)
    gone = months_between(month, local_date(at))
    schedule = schedule_invoices(
        invoice.client,
        lines=[line.later(gone) for line in lines_of(invoice)],
        day_of_month=day_of_month,
        at=at,
        by=by,
        partner=invoice.partner,
        until=until,
        email=invoice.email,
        currency=invoice.currency,
        basis=invoice.frozen.get("basis"),
    )
    Invoice.objects.filter(pk=invoice.pk).update(schedule=schedule, month=month)
    return schedule


def stop_schedule(schedule: Schedule, *, at: datetime) -> None:
    """No further invoices; those issued stay."""
    Schedule.objects.filter(pk=schedule.pk, stopped_at=None).update(stopped_at=at, trouble={})


def next_of(schedule: Schedule, *, today: date) -> date | None:
    """The day of its next invoice; None when there is none any more.

    This month's counts while it has not been issued, even after its day. Ask of `list_schedules`.
    """
    if schedule.stopped_at is not None:
        return None
    month = today.replace(day=1)
    if schedule.last_month and schedule.last_month >= month:  # type: ignore[attr-defined]
        month = next_month(month)
    day = _begins_on(schedule, month)
    if day == date.max:
        day = _begins_on(schedule, next_month(month))
    return None if schedule.until and day > schedule.until else day


def list_schedules() -> QuerySet[Schedule]:
    """All schedules with `last_month`, the newest month an invoice stands for."""
    return Schedule.objects.annotate(last_month=Max("invoices__month"))


def hand_schedules(client: Client, *, to: Partner | None) -> None:
    """The client has moved: his monthly invoices go on in the name of whose he is now."""
    Schedule.objects.filter(client=client, stopped_at=None).update(partner=to)


def issue_scheduled(*, at: datetime) -> list[Invoice]:
    """Issue what schedules have for this month and send it; each once a month, however often asked."""
    today = local_date(at)
    month = today.replace(day=1)
    live = Schedule.objects.filter(Q(until=None) | Q(until__gte=today), stopped_at=None)
    waiting = live.exclude(invoices__month=month).select_related("client", "partner")
    due = [one for one in waiting.order_by("pk") if _begins_on(one, month) <= today]
    return [made for one in due if (made := _issue(one, month=month, at=at))]


def _begins_on(schedule: Schedule, month: date) -> date:
    last = monthrange(month.year, month.month)[1]
    day = month.replace(day=min(schedule.day_of_month, last))
    return day if day >= schedule.since else date.max


def _issue(schedule: Schedule, *, month: date, at: datetime) -> Invoice | None:
    gone = months_between(schedule.since, month)
    try:
        with transaction.atomic():
            invoice = bill_client(
                schedule.client,
                lines=[line_of(line).later(gone) for line in schedule.lines],
                at=at,
                by=schedule.made_by,
                partner=schedule.partner,
                email=schedule.email,
                currency=schedule.currency,
                basis=schedule.basis,
                schedule=schedule,
                month=month,
            )
            if schedule.email:
                send_invoice(invoice, email=schedule.email, at=at, by=schedule.made_by)
            Schedule.objects.filter(pk=schedule.pk).exclude(trouble={}).update(trouble={})
            return invoice
    except IntegrityError:  # another worker was quicker; its number went back with the rollback
        return None
    except Refusal as refused:  # one that cannot be issued does not stop the others; asked tomorrow
        _tell_trouble(schedule, refused, at=at)
        return None


@transaction.atomic
def _tell_trouble(schedule: Schedule, refused: Refusal, *, at: datetime) -> None:
    """Kept on the schedule; announced only when it is new, not every morning."""
    trouble = {"message": refused.message, "params": refused.params}
    if schedule.trouble == trouble:
        return
    Schedule.objects.filter(pk=schedule.pk).update(trouble=trouble)
    publish(
        InvoiceNotRepeated(
            at=at,
            schedule_id=schedule.pk,
            client_id=schedule.client_id,
            partner_id=schedule.partner_id,
        )
    )
