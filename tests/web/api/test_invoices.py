"""The vendor's own systems issue invoices and ask what became of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.make.invoices import bill, vat
from tests.make.money import NOON, payment
from tests.web.api.test_api import Machine
from tests.world import World, assert_books_balance
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import offer_product, put_product
from zabota.domain.people.rules import KeyRight
from zabota.flows.payments_received import payments_received
from zabota.kit.events.models import Event
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
INVOICES = "/api/v1/invoices"


@pytest.fixture
def machine(world: World) -> Machine:
    vat()
    Client.objects.filter(pk=world.acme.pk).update(external_id="acc-1", email="buh@acme.example")
    return Machine(KeyRight.INVOICES_ADD, KeyRight.INVOICES_READ)


def wish(**more: Any) -> dict[str, Any]:
    lines = [{"title": "Лицензия", "price_minor": 499_000, "quantity": 2}]
    return {"external_id": "bill-1", "client_external_id": "acc-1", "lines": lines, **more}


def test_issued_once_and_the_same_call_answers_the_same(machine: Machine, world: World) -> None:
    first, again = (machine.post(INVOICES, wish(send=True)) for _ in range(2))
    assert first.status_code == again.status_code == 200
    told = first.json()
    assert {**again.json(), "sent_at": told["sent_at"]} == told
    one = Invoice.objects.get()
    assert (one.partner, one.issued_by, one.amount_minor) == (world.ivan, "API: Сайт", 998_000)
    assert told["url"].endswith(f"/i/{one.token}/")
    assert told["vat"] == "НДС 22\u00a0%"
    assert Event.objects.filter(name="invoice.sent").count() == 1
    assert machine.visitor.get(f"{INVOICES}/{one.pk}").json()["number"] == one.number
    assert_books_balance()


def test_the_basis_is_written_and_told(machine: Machine, world: World) -> None:
    asked = wish(basis="Договор № 12 от 05.10.2026")
    assert machine.post(INVOICES, asked).json()["basis"] == "Договор № 12 от 05.10.2026"
    assert machine.post(INVOICES, asked).status_code == 200
    assert machine.post(INVOICES, wish(basis="Другой")).status_code == 409
    usual = machine.post(INVOICES, wish(external_id="bill-2")).json()
    assert usual["basis"] == "Договор № 12 от 05.10.2026"
    assert machine.post(INVOICES, wish(external_id="bill-3", basis="")).json()["basis"] == ""


@pytest.mark.parametrize("quantity", [1.5, "1.5", "1.500"])
def test_parts_of_one_are_billed_exactly(
    machine: Machine, world: World, quantity: float | str
) -> None:
    line = {"title": "Настройка", "price_minor": 333_333, "unit": "ч"}
    for said in (quantity, 1.5):
        answer = machine.post(INVOICES, wish(lines=[{**line, "quantity": said}]))
        assert answer.status_code == 200
    one = Invoice.objects.get()
    assert (one.amount_minor, one.frozen["lines"][0]["quantity"]) == (500_000, "1.5")


@pytest.mark.parametrize("quantity", [0, -1, 1.0005, True, "много", 1_000_001])
def test_what_is_no_quantity_is_refused(machine: Machine, world: World, quantity: object) -> None:
    line = {"title": "Настройка", "price_minor": 333_333, "quantity": quantity}
    assert machine.post(INVOICES, wish(lines=[line])).status_code == 422
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"lines": [{"title": "Другое", "price_minor": 1}]}, {"due_on": "2036-01-01"},
     {"currency": "EUR"}, {"client_external_id": "", "client_id": "zero"}],
)  # fmt: skip
def test_another_wish_under_the_same_name_is_refused(
    machine: Machine, world: World, change: dict[str, Any]
) -> None:
    machine.post(INVOICES, wish())
    change = {k: world.zero.pk if v == "zero" else v for k, v in change.items()}
    answer = machine.post(INVOICES, wish(**change))
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert Invoice.objects.count() == 1


def test_a_line_may_name_a_product(machine: Machine) -> None:
    product = put_product(name="Мост", price=Money(299_000), unit="мес.", code="bridge")
    machine.post(INVOICES, wish(lines=[{"product": "bridge", "quantity": 3}]))
    one = Invoice.objects.get()
    assert (one.amount_minor, one.product) == (897_000, "bridge")
    assert one.frozen["lines"][0]["unit"] == "мес."
    offer_product(product, on=False)
    hidden = machine.post(INVOICES, wish(external_id="2", lines=[{"product": "bridge"}]))
    assert hidden.status_code == 422


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"lines": []}, 422),
        ({"lines": [{"title": "А", "price_minor": 1.5}]}, 422),
        ({"lines": [{"title": "А", "price_minor": 1, "quantity": 0}]}, 422),
        ({"lines": [{"title": "А", "price_minor": 0}]}, 409),
        ({"lines": [{"title": "А", "price_minor": 10**15, "quantity": 10**6}]}, 409),
        ({"client_external_id": "nobody"}, 422),
        ({"client_external_id": ""}, 422),
        ({"email": "не почта"}, 422),
        ({"due_on": "2020-01-01"}, 409),
        ({"currency": "USD"}, 422),
        ({"currency": "EUR"}, 409),
        ({"external_id": ""}, 422),
    ],
)
def test_what_cannot_be_issued_is_a_problem_and_takes_no_number(
    machine: Machine, change: dict[str, Any], status: int
) -> None:
    answer = machine.post(INVOICES, wish(**change))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]
    assert not Invoice.objects.exists()
    machine.post(INVOICES, wish(external_id="good"))
    assert Invoice.objects.get().number[6:12] == "000001"


def test_without_an_address_nothing_is_sent_and_nothing_is_issued(machine: Machine) -> None:
    Client.objects.update(email="")
    assert machine.post(INVOICES, wish(send=True)).status_code == 409
    assert not Invoice.objects.exists()


def test_lists_are_narrowed_and_go_on(machine: Machine, world: World) -> None:
    machine.post(INVOICES, wish())
    other = bill(world.zero)
    ask = machine.visitor.get

    def ids(query: str) -> list[int]:
        return [one["id"] for one in ask(f"{INVOICES}?{query}").json()["invoices"]]

    (mine,) = ids("external_id=bill-1")
    assert ids("") == [other.pk, mine]
    assert ids(f"before={other.pk}") == [mine]
    assert ids(f"client_id={world.zero.pk}") == [other.pk]
    assert ids("state=paid") == []
    assert ask(f"{INVOICES}?state=nonsense").status_code == 422
    assert ask(f"{INVOICES}/999999").status_code == 404
    assert ask(f"{INVOICES}/{'9' * 40}").status_code == 404


def test_cancelled_once_and_never_after_money_came(machine: Machine, world: World) -> None:
    made = machine.post(INVOICES, wish()).json()
    address = f"{INVOICES}/{made['id']}/cancel"
    answers = [machine.post(address, {}).json() for _ in range(2)]
    assert [one["state"] for one in answers] == ["cancelled"] * 2
    assert Event.objects.filter(name="invoice.cancelled").count() == 1
    assert Invoice.objects.get().cancelled_by == "API: Сайт"
    paid = bill(world.acme)
    payments_received([payment(None, paid.amount_minor, purpose=paid.purpose)], at=NOON)
    refused = machine.post(f"{INVOICES}/{paid.pk}/cancel", {})
    assert refused.status_code == 409
    assert "возврат" in refused.json()["detail"]
    assert machine.post(f"{INVOICES}/999999/cancel", {}).status_code == 404
    assert_books_balance()


def test_each_right_opens_its_own_door(world: World) -> None:
    vat()
    one = bill(world.acme)
    adds, reads = Machine(KeyRight.INVOICES_ADD), Machine(KeyRight.INVOICES_READ)
    assert reads.post(INVOICES, wish()).status_code == 403
    assert reads.post(f"{INVOICES}/{one.pk}/cancel", {}).status_code == 403
    for address in (INVOICES, f"{INVOICES}/{one.pk}"):
        assert adds.visitor.get(address).status_code == 403
        assert reads.visitor.get(address).status_code == 200
