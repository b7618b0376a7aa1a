"""A client, who signs in nowhere, gets his invoice by letter and is reminded of it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core import mail

from tests.make.invoices import AT, DAY, bill, line, vat
from tests.make.money import client
from tests.web.jobs import run_jobs
from zabota.domain.invoices.models import Invoice, Paper
from zabota.domain.invoices.operations import (
    cancel_invoice,
    change_letterhead,
    issue_scheduled,
    note_invoices_paid,
    remind_of_invoices,
    schedule_invoices,
    send_invoice,
    set_reminders,
)
from zabota.domain.invoices.rules.lines import Line
from zabota.kit import clock

pytestmark = pytest.mark.django_db
DUE = DAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker reads the clock of the story, so that its news is fresh."""
    monkeypatch.setattr("zabota.connectors.mail.jobs.now", lambda: AT)


def sent(name: str = "Акме", *lines: Line, **more: Any) -> Invoice:
    """An invoice due in five days that has left for its client."""
    invoice = bill(client(name), *lines, due_on=DUE, **more)
    send_invoice(invoice, email="acme@example.com", at=AT, by="Olga")
    run_jobs()
    return invoice


def days_reminded(over: int = 20) -> list[int]:
    """Let the mornings pass, each asked twice: the days from the day to pay by of what was sent."""
    made = [
        reminder.days
        for day in range(over)
        for _ in range(2)
        for reminder in remind_of_invoices(at=AT + timedelta(days=day))
    ]
    run_jobs()
    return made


def test_the_invoice_leaves_once_with_its_paper() -> None:
    vat()
    invoice = sent()
    run_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["acme@example.com"]
    assert f"/i/{invoice.token}/" in letter.body
    assert "21 ноября" in letter.body
    assert letter.subject == f"Счёт {invoice.number} на 4\u202f990\u00a0₽"
    ((name, body, _),) = letter.attachments
    assert name == f"{invoice.number}.pdf"
    assert sha256(body).hexdigest() == Paper.objects.get().sha256


def test_euros_are_asked_for_in_english() -> None:
    vat("none")
    change_letterhead(english_name="Bridge LLC", iban="DE89370400440532013000", pictures={})
    sent("Bridge GmbH", line("Licence", 4950), currency="EUR")
    assert mail.outbox[0].subject.startswith("Invoice SCH-26-000001")
    assert "Please pay by 21 November 2026" in mail.outbox[0].body


def test_reminded_before_and_after_each_once() -> None:
    vat()
    sent()
    assert days_reminded() == [-3, 1, 7]
    assert len(mail.outbox) == 4
    assert "4\u202f990\u00a0₽" in mail.outbox[1].subject


def test_days_are_the_vendors_and_may_be_none() -> None:
    vat()
    change_letterhead(remind_before=[1], remind_after=[], pictures={})
    sent()
    assert days_reminded() == [-1]
    change_letterhead(remind_before=[], pictures={})
    sent("Нуль")
    assert days_reminded() == []


@pytest.mark.parametrize("how", ["paid", "cancelled", "switched off"])
def test_nobody_is_reminded_any_more(how: str) -> None:
    vat()
    invoice = sent()
    if how == "paid":
        note_invoices_paid({invoice.pk: invoice.amount_minor})
    elif how == "cancelled":
        cancel_invoice(invoice, at=AT, by="Olga")
    else:
        set_reminders(invoice, on=False)
    assert days_reminded() == []
    assert len(mail.outbox) == 1


def test_paid_between_the_reminder_and_its_letter() -> None:
    vat()
    invoice = sent()
    assert remind_of_invoices(at=AT + timedelta(days=2))
    note_invoices_paid({invoice.pk: invoice.amount_minor})
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_worker_that_stood_still_sends_no_heap() -> None:
    vat()
    sent()
    assert [one.days for one in remind_of_invoices(at=AT + timedelta(days=30))] == []


def test_a_monthly_invoice_leaves_by_itself_and_a_refused_one_stops_no_other() -> None:
    vat()
    change_letterhead(english_name="Bridge LLC", iban="DE89370400440532013000", pictures={})
    more: dict[str, Any] = {"lines": [line()], "day_of_month": 17, "at": AT, "by": "Olga"}
    schedule_invoices(client("Bridge GmbH"), currency="EUR", **more)
    schedule_invoices(client("Акме", email="acme@example.com"), **more)
    change_letterhead(english_name="", iban="", pictures={})
    at = clock.noon_of(DAY + timedelta(days=1))
    assert len(issue_scheduled(at=at)) == 1
    assert issue_scheduled(at=at) == []
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["acme@example.com"]]
