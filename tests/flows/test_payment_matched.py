"""Waiting money finds its client with a person's help: suggestions, tying, setting aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.make.money import NOON, client, payment
from tests.world import World, assert_books_balance, owed
from zabota.domain.clients.operations import learn_payer
from zabota.domain.invoices.models import Invoice, InvoiceStatus
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import MatchedBy, Payment
from zabota.domain.payments.operations import set_payment_aside, take_payment_back
from zabota.domain.payments.queries import list_set_aside, list_waiting, suggest_clients
from zabota.domain.payments.rules import likeness
from zabota.domain.rewards.operations import foresee_rewards
from zabota.flows.payment_matched import payment_matched, to_price
from zabota.flows.payments_received import payments_received
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db


def waits(**fields: Any) -> Payment:
    """A payment that nobody could be found for."""
    fact = payment(None, fields.pop("minor", 100_000), **fields)
    assert payments_received([fact], at=NOON).waiting == 1
    return Payment.objects.get(external_id=fact.external_id)


def bill(world: World, minor: int = 100_000) -> Invoice:
    return issue_invoice(
        world.acme, amount=Money(minor), subject="Лицензия", at=NOON - timedelta(days=2)
    )


def signs(one: Payment) -> list[tuple[str, list[str]]]:
    (found,) = suggest_clients([one])
    return [(s.client.name, [sign.kind for sign in s.signs]) for s in found]


def test_the_payers_own_inn_or_a_remembered_one(world: World) -> None:
    learn_payer(world.zero, inn="7701000001", name="Касса Зеро", at=NOON, by="Ольга")
    own = waits(payer_inn=world.acme.inn, doubtful="loan")
    other = waits(payer_inn="7701000001", doubtful="loan")
    assert signs(own) == [("Акме", ["inn"])]
    assert signs(other) == [("Зеро", ["payer"])]


def test_an_alike_name_an_equal_amount_and_both(world: World) -> None:
    invoice = bill(world, 123_400)
    assert signs(waits(minor=123_400)) == [("Акме", ["amount"])]
    both = waits(minor=123_400, payer_name='ООО "АКМЕ"')
    assert signs(both) == [("Акме", ["name", "amount"])]
    assert suggest_clients([both])[0][0].invoice_id == invoice.pk
    assert signs(waits(payer_name="ИП Совсем Другой", minor=5)) == []


def test_an_amount_that_everybody_has_says_nothing_alone(world: World) -> None:
    for number in range(4):
        issue_invoice(
            client(f"Клиент {number}"), amount=Money(299_000), subject="Лицензия", at=NOON
        )
    bill(world, 299_000)
    assert signs(waits(minor=299_000)) == []
    assert signs(waits(minor=299_000, payer_name="Акме ООО")) == [("Акме", ["name", "amount"])]


def test_an_invoice_named_in_the_purpose_although_the_amount_differs(world: World) -> None:
    invoice = bill(world)
    one = waits(purpose=f"По счёту {invoice.number}", minor=5_000, doubtful="loan")
    assert signs(one) == [("Акме", ["number"])]


def test_suggestions_ask_the_same_however_many(
    world: World, django_assert_max_num_queries: Any
) -> None:
    bill(world)
    many = [waits(payer_name="Акме", payer_inn="1", purpose="счёт 5") for _ in range(12)]
    with django_assert_max_num_queries(5):
        assert all(suggest_clients(many))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("ООО «Василёк»", "Василек", True),
        ("Общество с ограниченной ответственностью «Василёк Плюс»", "ООО Василёк", True),
        ("ИП Рогов А. В.", "Рогов Алексей", True),
        ("ООО Ромашка", "ООО Василёк", False),
        ("ООО", "ИП", False),
        ("ООО Телекомсервис", "Телекомсервиз", True),
        ("Альфа Банк Северный Дом", "Альфа", False),
    ],
)
def test_names_of_one_company(one: str, other: str, alike: bool) -> None:
    assert bool(likeness(one, other)) is alike
    assert bool(likeness(other, one)) is alike


def test_the_name_itself_before_its_namesakes(world: World) -> None:
    for name in ("Добрый дом Балтика", "Добрый дом Волга", "Добрый дом Дон", "Добрый дом Плюс"):
        client(name)
    assert signs(waits(payer_name="ТД «Добрый дом Плюс», АО")) == [("Добрый дом Плюс", ["name"])]


def test_tied_to_an_invoice_it_is_paid(world: World) -> None:
    invoice = bill(world)
    one = waits()
    payment_matched(
        one, client=world.acme, invoice=invoice, remember_payer=False, at=NOON, by="Ольга"
    )
    one.refresh_from_db()
    invoice.refresh_from_db()
    assert (one.invoice_id, one.matched_by) == (invoice.pk, MatchedBy.PERSON)
    assert (invoice.status, invoice.paid_minor) == (InvoiceStatus.PAID, 100_000)
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_another_clients_invoice_is_refused_and_nothing_changes(world: World) -> None:
    one = waits()
    with pytest.raises(Refusal):
        payment_matched(
            one, client=world.zero, invoice=bill(world), remember_payer=True, at=NOON, by="Ольга"
        )
    assert list(list_waiting()) == [one]


def test_what_tying_would_bring_is_what_it_brings(world: World) -> None:
    one = waits(payer_inn="7701000002")
    wanted = [to_price(one, world.acme), to_price(one, world.zero)]
    acme, zero = foresee_rewards(wanted)
    assert zero is None
    assert acme is not None
    assert (acme.partner_id, acme.amount_minor, acme.hold) == (
        world.ivan.pk, 40_000, "third_party",
    )  # fmt: skip
    payment_matched(one, client=world.acme, remember_payer=False, at=NOON, by="Ольга")
    reward = one.rewards.get()
    assert (reward.amount_minor, reward.due_at, reward.hold) == (40_000, acme.due_at, acme.hold)


def test_set_aside_and_taken_back_leave_a_trace(world: World) -> None:
    one = waits()
    set_payment_aside(one, reason="заём учредителя", at=NOON, by="Ольга")
    assert list(list_set_aside()) == [one]
    for _ in range(2):
        take_payment_back(one, at=NOON, by="Ольга")
    assert list(list_waiting()) == [one]
    names = Event.objects.filter(about__contains=[f"payment:{one.pk}"]).order_by("pk")
    assert [event.name for event in names] == ["payment_set.aside", "payment_taken.back"]
