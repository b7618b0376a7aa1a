"""Refunds and chargebacks by hand: the consequence first, then the deed, and the way back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON, payment
from tests.world import World, assert_books_balance, owed
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment, Refund
from zabota.flows.payments_received import payments_received

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(earned: Partner) -> str:
    """Where Acme's thousand roubles can be given back."""
    return reverse("office:record_refund", args=[Payment.objects.get().pk])


def wish(**other: str) -> dict[str, str]:
    return {"kind": "refund", "amount": "250", "day": "2026-11-21", "reason": "передумали",
            "key": str(uuid4())} | other  # fmt: skip


def test_the_consequence_is_said_before_it_is_done(
    finance: Visitor, world: World, form: str
) -> None:
    shown = finance.get(form, wish())
    told = shown.context["consequence"]
    assert "100" in told
    assert "300" in told
    assert "Иван и Ко" in told
    assert not Refund.objects.exists()
    sent = wish()
    for _twice in range(2):
        finance.post(form, sent)
    assert Refund.objects.count() == 1
    assert owed(world.ivan) == 30_000
    assert_books_balance()


@pytest.mark.parametrize(
    "fault", [{"amount": "1000.01"}, {"amount": "0"}, {"day": "2026-11-19"}, {"reason": ""}]
)
def test_what_cannot_be_is_said_at_its_field(
    finance: Visitor, form: str, fault: dict[str, str]
) -> None:
    answer = finance.post(form, wish(**fault))
    assert answer.status_code == 422
    assert not Refund.objects.exists()
    assert set(answer.context["form"].errors) == set(fault)


def test_a_chargeback_is_won(finance: Visitor, world: World, form: str) -> None:
    finance.post(form, wish(kind="chargeback", amount="1000"))
    refund = Refund.objects.get()
    assert owed(world.ivan) == 0
    back = reverse("office:undo_refund", args=[refund.pk])
    finance.post(back, {})
    assert owed(world.ivan) == 0, "a reason is asked for"
    finance.post(back, {"reason": "спор выигран"})
    assert owed(world.ivan) == 40_000
    shown = finance.get(reverse("office:payment", args=[refund.payment_id])).content.decode()
    assert "спор выигран" in shown
    assert "Ольга" in shown
    assert_books_balance()


def test_a_payment_in_euros_is_returned_in_euros(finance: Visitor, world: World) -> None:
    payments_received([payment(world.acme, currency="EUR")], at=NOON)
    page = finance.get(reverse("office:record_refund", args=[Payment.objects.get().pk]))
    html = page.content.decode()
    assert "€" in html
    assert "₽" not in html.split("<main")[1].split("</main")[0]


def test_only_those_who_may(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, form: str
) -> None:
    for visitor, status in ((keeper, 403), (support, 403), (member, 403), (stranger, 302)):
        assert visitor.get(form).status_code == status
        assert visitor.post(form, wish()).status_code == status
    assert not Refund.objects.exists()


def test_what_the_bank_said_is_not_taken_back_by_hand(finance: Visitor, world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    said = Refund.objects.create(
        payment=Payment.objects.get(), source="bank", external_id="1", amount_minor=5,
        refunded_at=NOON, recorded_at=NOON,
    )  # fmt: skip
    finance.post(reverse("office:undo_refund", args=[said.pk]), {"reason": "ой"})
    said.refresh_from_db()
    assert said.undone_at is None
