"""Payments: finding them, tying those that wait, setting aside, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON, client_of, partner, payment, refund
from tests.web.backoffice.conftest import sign_in
from tests.world import World, assert_books_balance, owed
from zabota.domain.clients.models import Payer
from zabota.domain.invoices.models import InvoiceStatus
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.people.models import Role
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
LIST, QUEUE = "/office/payments/", "/office/payments/waiting/"
Toasts = Callable[..., list[str]]


@pytest.fixture
def alike(world: World) -> Payment:
    """A thousand roubles from somebody with a name like Acme's, as much as Acme's open invoice."""
    issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    fact = payment(None, payer_name="ТД «Акме»", payer_inn="7701000001", purpose="за лицензию")
    payments_received([fact], at=NOON)
    return Payment.objects.get(external_id=fact.external_id)


def address(name: str, one: Payment) -> str:
    return reverse(f"office:{name}", args=[one.pk])


def test_lists_find_filter_and_are_taken_away(
    finance: Visitor, world: World, alike: Payment
) -> None:
    paid = payment(world.acme, 200_000, payer_name="Акме", at=NOON - timedelta(days=2))
    payments_received([paid, payment(world.zero, 5_000, at=NOON - timedelta(days=9))], at=NOON)
    payments_refunded([refund(paid, 50_000)], at=NOON)
    for wish, count in [
        ({}, 3),
        ({"q": "акме"}, 2),
        ({"q": "7701000001"}, 1),
        ({"q": "за лицензию"}, 1),
        ({"state": "tied"}, 2),
        ({"state": "waiting"}, 1),
        ({"state": "aside"}, 0),
        ({"state": "unrewarded"}, 1),
        ({"state": "refunded"}, 1),
        ({"state": "held"}, 0),
        ({"by": "client"}, 2),
        ({"by": "person"}, 0),
        ({"client": str(world.acme.pk)}, 1),
        ({"partner": str(world.ivan.pk)}, 1),
        ({"partner": "x", "state": "x", "by": "x", "sort": "x", "page": "x", "q": "\x00"}, 3),
        ({"from": "2026-11-18", "to": "2026-11-18"}, 1),
    ]:
        assert len(finance.get(LIST, wish).context["page"].object_list) == count, wish
        lines = finance.get(LIST, {**wish, "as": "csv"}).content.decode().splitlines()
        assert len(lines) == count + 1, wish
    amounts = [one.amount_minor for one in finance.get(LIST, {"sort": "-amount"}).context["page"]]
    assert amounts == sorted(amounts, reverse=True)
    first = finance.get(LIST, {"sort": "-amount"}).content.decode()
    assert "returned 500" in first
    assert "3 payments" in first


def test_one_payment_explains_its_reward(finance: Visitor, earned: Partner) -> None:
    page = finance.get(address("payment", Payment.objects.get())).content.decode()
    assert "Terms v4, in force when the client paid: 40\u202f% of each payment." in page
    assert earned.name in page
    assert reverse("office:client", args=[Payment.objects.get().client_id]) in page


def test_the_queue_suggests_with_reasons_and_figures(finance: Visitor, alike: Payment) -> None:
    (offer,) = finance.get(QUEUE).context["offers"]
    (choice,) = offer.choices
    assert choice.client.name == "Акме"
    assert choice.signs[0] == "the name is alike"
    assert choice.signs[1].startswith("the sum is that of open invoice")
    assert choice.brings.startswith("Иван и Ко gets 400\u202f₽ by ")
    assert "It will wait for your look" in choice.brings
    assert (choice.may_learn, choice.learn) == (True, False)
    lines = finance.get(f"{QUEUE}?as=csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith(";Акме")


def test_tied_in_one_click_with_its_invoice_and_payer(
    finance: Visitor, world: World, alike: Payment, toasts: Toasts
) -> None:
    invoice = world.acme.invoices.get()
    form = {
        "client": str(world.acme.pk),
        "invoice": str(invoice.pk),
        "remember": "1",
        "next": QUEUE,
    }
    answer = finance.post(address("match", alike), form, follow=True)
    assert answer.redirect_chain[-1][0] == QUEUE
    assert toasts(answer) == ["The payment is Акме's now: 400\u202f₽ to Иван и Ко."]
    alike.refresh_from_db()
    invoice.refresh_from_db()
    assert (alike.client, invoice.status) == (world.acme, InvoiceStatus.PAID)
    assert Payer.objects.get().learned_by == "Ольга"
    assert owed(world.ivan) == 40_000
    assert "The payment was tied to Акме" in finance.get(address("payment", alike)).content.decode()
    again = finance.post(address("match", alike), form, follow=True)
    assert toasts(again) == ["This payment no longer waits: somebody has decided it."]
    assert_books_balance()


def test_another_client_is_looked_for_and_nonsense_is_refused(
    finance: Visitor, world: World, alike: Payment, toasts: Toasts
) -> None:
    for who in ("зер", world.zero.inn):
        (found,) = finance.get(address("payment", alike), {"who": who}).context["others"]
        assert found.client == world.zero
        assert found.brings.startswith("Nobody is rewarded")
    assert (
        "No client is known"
        in finance.get(address("payment", alike), {"who": "нет такого"}).content.decode()
    )
    for client in ("", "0", "99999999999999999999", "x"):
        answer = finance.post(address("match", alike), {"client": client}, follow=True)
        assert toasts(answer) == ["Choose a client first."]
    alike.refresh_from_db()
    assert alike.client is None


def test_set_aside_with_a_reason_and_taken_back(
    finance: Visitor, alike: Payment, toasts: Toasts
) -> None:
    refused = finance.post(address("set_aside", alike), {"reason": " "}, follow=True)
    assert toasts(refused) == ["Say why: the reason stays in the history."]
    dialog = finance.get(QUEUE).content.decode().split(f'id="aside-{alike.pk}"')[1]
    assert "1,000\u202f₽" in dialog.split("</dialog>")[0]
    answer = finance.post(
        address("set_aside", alike), {"reason": "заём", "next": QUEUE}, follow=True
    )
    assert toasts(answer)[0].startswith("1,000\u202f₽ is set aside")
    assert address("take_back", alike) in answer.content.decode()
    assert not answer.context["offers"]
    shown = finance.get("/office/payments/aside/")
    assert [one.set_aside_reason for one in shown.context["page"]] == ["заём"]
    assert "заём" in finance.get("/office/payments/aside/?as=csv").content.decode()
    finance.post(address("take_back", alike))
    assert len(finance.get(QUEUE).context["offers"]) == 1
    told = finance.get(address("payment", alike)).content.decode()
    assert "It was put back into the queue" in told


def test_support_looks_and_ties_nothing(support: Visitor, alike: Payment, world: World) -> None:
    for page in (LIST, QUEUE, "/office/payments/aside/", address("payment", alike)):
        answer = support.get(page)
        assert answer.status_code == 200
        assert answer.content.count(b"<dialog") == 1, "Only the search of every page."
        assert address("match", alike).encode() not in answer.content
    for name in ("match", "set_aside", "take_back"):
        form = {"client": str(world.acme.pk), "reason": "x"}
        assert support.post(address(name, alike), form).status_code == 403
    alike.refresh_from_db()
    assert alike.client is None


@pytest.mark.parametrize("page", [LIST, QUEUE, "/office/payments/aside/"])
def test_who_may_come(stranger: Visitor, member: Visitor, page: str) -> None:
    assert "login" in stranger.get(page)["Location"]
    assert member.get(page).status_code == 403


def test_in_russian(world: World, alike: Payment) -> None:
    visitor = sign_in(Role.FINANCE, "ru")
    page = visitor.get(QUEUE).content.decode()
    assert "Похожее название, сумма как в неоплаченном счёте" in page
    assert "получит 400\u202f₽" in page


@pytest.mark.parametrize(("page", "most"), [(LIST, 12), (QUEUE, 19)])
def test_lists_ask_the_same_however_long(
    finance: Visitor, world: World, django_assert_max_num_queries: Any, page: str, most: int
) -> None:
    for number in range(9):
        one = client_of(partner(f"Партнёр {number}", f"КОД{number}"), f"Ромашка {number}")
        waits = payment(None, payer_name=f"Ромашка {number}", payer_inn="1", purpose="счёт 12")
        payments_received([payment(one), waits], at=NOON)
    with django_assert_max_num_queries(most):
        assert len(finance.get(page).context["page"].object_list) >= 5


def test_euros_are_nowhere_shown_as_roubles(finance: Visitor, world: World) -> None:
    told = payment(world.acme, 12_000, currency="EUR", fee_minor=345, vat_minor=678)
    payments_received([told], at=NOON)
    payments_refunded([refund(told, 2_300)], at=NOON)
    paid = Payment.objects.get(currency="EUR")
    shown = {
        address("payment", paid): ("23", "3.45", "6.78"),
        LIST: ("23",),
        reverse("office:client", args=[world.acme.pk]): ("23",),
    }
    for page, sums in shown.items():
        text = re.sub(r"<[^>]+>|\s", "", finance.get(page).content.decode())
        for amount in sums:
            cents = "" if "." in amount else "(?:.00)?"
            assert re.search(rf"(?<!\d){re.escape(amount)}{cents}€", text), (page, amount)
            assert not re.search(rf"(?<!\d){re.escape(amount)}{cents}₽", text), (page, amount)
