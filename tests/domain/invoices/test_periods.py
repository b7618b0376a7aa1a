"""The period of a line that repeats: its month moves on, what is no month stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.make.invoices import AT, bill, line, vat
from tests.make.money import client
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import issue_scheduled, repeat_invoice, stop_schedule
from zabota.domain.invoices.rules.periods import later_period, months_between


@pytest.mark.parametrize(
    ("period", "months", "later"),
    [
        ("ноябрь 2026", 1, "декабрь 2026"),
        ("Ноябрь 2026", 2, "Январь 2027"),
        ("november 2026", 14, "january 2028"),
        ("01.11.2026–30.11.2026", 1, "01.12.2026–31.12.2026"),
        ("15.12.2026–14.01.2027", 1, "15.01.2027–14.02.2027"),
        ("31.01.2027", 1, "28.02.2027"),
        ("октябрь 2026 — декабрь 2026", 3, "январь 2027 — март 2027"),
        ("1 год", 5, "1 год"),
        ("99.99.2026", 1, "99.99.2026"),
        ("", 1, ""),
        ("ноябрь 2026", 0, "ноябрь 2026"),
    ],
)
def test_the_month_moves_on(period: str, months: int, later: str) -> None:
    assert later_period(period, months) == later


def test_months_are_counted_by_their_names() -> None:
    assert months_between(date(2026, 11, 30), date(2027, 1, 1)) == 2


@pytest.mark.django_db
def test_a_repeated_invoice_stands_for_its_own_month_and_names_the_next() -> None:
    vat()
    first = bill(client("Акме"), line(period="ноябрь 2026"), email="acme@example.com")
    schedule = repeat_invoice(first, day_of_month=5, at=AT + timedelta(days=1), by="Ольга")
    assert issue_scheduled(at=AT + timedelta(days=5)) == []
    (december,) = issue_scheduled(at=AT + timedelta(days=20))
    (january,) = issue_scheduled(at=AT + timedelta(days=51))
    assert [one.frozen["lines"][0]["period"] for one in (december, january)] == [
        "декабрь 2026",
        "январь 2027",
    ]
    stop_schedule(schedule, at=AT + timedelta(days=52))
    assert issue_scheduled(at=AT + timedelta(days=90)) == []
    assert Invoice.objects.count() == 3
