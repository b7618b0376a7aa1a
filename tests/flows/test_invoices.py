"""From a bill to a reward: a monthly invoice, its transfer by the reference, whose name it goes on in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.invoices import bill, line, vat
from tests.make.money import LONG_AGO, NOON, payment, refund
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.mail.models import Letter
from zabota.domain.attribution.models import Bearer
from zabota.domain.invoices.models import Invoice, Schedule, VatRegime
from zabota.domain.invoices.operations import issue_scheduled, repeat_invoice
from zabota.flows.client_placed import attribution_corrected, correction_undone
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded

pytestmark = pytest.mark.django_db


def test_each_month_is_billed_paid_by_its_number_and_rewarded(world: World) -> None:
    vat()
    first = bill(
        world.acme, line(minor=100_000, period="ноябрь 2026"), at=NOON, partner=world.ivan,
        email="buh@acme.example",
    )  # fmt: skip
    repeat_invoice(first, day_of_month=5, at=NOON, by="Иван")
    (second,) = issue_scheduled(at=NOON + timedelta(days=16))
    for one in (first, second):
        told = payment(None, one.amount_minor, at=one.issued_at, purpose=one.purpose.lower())
        payments_received([told], at=one.issued_at)
    assert set(Invoice.objects.values_list("status", flat=True)) == {"paid"}
    assert second.sent_at is not None
    assert owed(world.ivan) == 80_000
    assert_books_balance()


def test_what_went_back_is_to_be_paid_again(world: World) -> None:
    vat()
    one = bill(world.acme, line(minor=100_000), at=NOON, partner=world.ivan)
    told = payment(None, 100_000, at=NOON, purpose=one.purpose)
    payments_received([told], at=NOON)
    payments_refunded([refund(told, 40_000)], at=NOON + timedelta(days=1))
    one.refresh_from_db()
    assert (one.status, one.paid_minor) == ("part_paid", 60_000)
    assert not one.reminders, "nobody is pressed for what he was given back"
    assert owed(world.ivan) == 24_000
    assert_books_balance()


def test_monthly_invoices_go_on_in_the_name_of_whose_client_it_is(world: World) -> None:
    vat()
    first = bill(world.acme, at=NOON, partner=world.ivan)
    schedule = repeat_invoice(first, day_of_month=5, at=NOON, by="Иван")
    moved = attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=Bearer.VENDOR, reason="забыли код",
        at=NOON, by="Марина",
    )  # fmt: skip
    schedule.refresh_from_db()
    assert schedule.partner == world.rita
    (made,) = issue_scheduled(at=NOON + timedelta(days=16))
    assert made.partner == world.rita
    correction_undone(moved, reason="ошибка", at=NOON + timedelta(days=17), by="Марина")
    assert Schedule.objects.get().partner == world.ivan
    assert_books_balance()


def test_a_monthly_invoice_that_cannot_be_issued_is_told_once_and_issued_later(
    world: World,
) -> None:
    """The vendor's VAT has ended: Ivan is told why, once; when it is put right, the invoice goes."""
    vat()
    first = bill(world.acme, at=NOON, partner=world.ivan, email="buh@acme.example")
    repeat_invoice(first, day_of_month=5, at=NOON, by="Иван")
    VatRegime.objects.all().delete()
    day = NOON + timedelta(days=16)
    for n in range(3):
        assert issue_scheduled(at=day + timedelta(days=n)) == []
    run_jobs()
    letter = Letter.objects.get(event__name="invoice_not.repeated")
    assert letter.person == world.ivan.members.get().person
    assert "VAT" in Schedule.objects.get().trouble["message"]
    vat()
    (made,) = issue_scheduled(at=day + timedelta(days=3))
    assert (made.amount_minor, Schedule.objects.get().trouble) == (first.amount_minor, {})
    assert_books_balance()
