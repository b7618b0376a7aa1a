"""Banks that tell at once, over real HTTP; the statement of the next day tells the same."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings as site
from hypothesis import given
from hypothesis import strategies as st

from tests.emulators.running import Running, running
from tests.flows.test_bank_road import credit, debit, statement
from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.bank.models import LineEcho, StatementLine
from zabota.connectors.bank.operations import import_statement, receive_statement
from zabota.connectors.bank.operations.pushing import check_tochka_key, receive_tbank
from zabota.connectors.bank.translate.pushes import PushUnreadable, read_tbank, read_tochka
from zabota.connectors.connections.facts import Call, NotAccepted
from zabota.connectors.connections.models import Connection, Fate, Notice, RefusedCall
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.rehearsing import address_of, rehearse
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.kit.errors import Refusal

__all__ = ["world"]
pytestmark = pytest.mark.django_db(transaction=True)
OURS = site.VENDOR["accounts"][0]
PAYER = "40702810900000000123"
BANKS = ["tochka", "tbank"]


@pytest.fixture(scope="module")
def program() -> Iterator[Running]:
    with running("bank") as started:
        yield started


@pytest.fixture
def banks(program: Running, world: World, settings: Any, live_server: Any) -> Running:
    """Both banks, calling our site."""
    settings.PUBLIC_URL = live_server.url
    settings.OUTSIDE_TRUSTED = frozenset({live_server.url.removeprefix("http://")})
    program.play("forget")
    key = program.play("key")["pem"]
    tochka = add_connection(
        kind="tochka",
        name="Точка",
        settings={"public_key": " ".join(key.split("\n"))},
        secrets={},
        at=NOON,
    )
    tbank = add_connection(
        kind="tbank_feed", name="Т-Банк", settings={}, secrets={"secret": "s3cret"}, at=NOON
    )
    program.play("config", tochka=address_of(tochka), tbank=address_of(tbank), secret="s3cret")
    return program


def move(bank: str, inn: str, **changed: Any) -> dict[str, Any]:
    """A client's transfer of 10 000 roubles."""
    return {
        "bank": bank, "own": OURS, "amount": "10000.00", "number": "77", "name": "ООО Плательщик",
        "inn": inn, "account": PAYER, "purpose": "Оплата по договору", "on": "2026-11-20",
        "at": "2026-11-20T14:05:00+03:00", **changed,
    }  # fmt: skip


def tell(banks: Running, bank: str, inn: str, **changed: Any) -> None:
    banks.play("move", **move(bank, inn, **changed))
    banks.settle()
    run_jobs()


def bring(raw: bytes) -> Any:
    event, _ = receive_statement(raw, name="выписка.txt", at=NOON, by="Ольга")
    return import_statement(event.pk, at=NOON)


@pytest.mark.parametrize("bank", BANKS)
def test_a_push_then_the_statement(banks: Running, world: World, bank: str) -> None:
    tell(banks, bank, world.acme.inn)
    assert owed(world.ivan) == 400_000
    payment = Payment.objects.get()
    assert (payment.source, payment.client) == ("bank", world.acme)
    assert Notice.objects.get(fate=Fate.RECORDED).payment == payment
    words = credit(1_000_000, "Оплата по договору", inn=world.acme.inn)
    read = bring(statement(words, incoming=10_000))
    assert (read.recorded, read.known) == (0, 1)
    assert (StatementLine.objects.count(), LineEcho.objects.count()) == (1, 1)
    assert owed(world.ivan) == 400_000
    assert_books_balance()


@pytest.mark.parametrize("bank", BANKS)
def test_the_statement_then_the_push(banks: Running, world: World, bank: str) -> None:
    words = credit(1_000_000, "Оплата по договору", inn=world.acme.inn)
    bring(statement(words, incoming=10_000))
    tell(banks, bank, world.acme.inn)
    assert Payment.objects.count() == 1
    assert owed(world.ivan) == 400_000
    assert Notice.objects.filter(fate=Fate.RECORDED).count() == 1
    assert_books_balance()


@pytest.mark.parametrize("bank", BANKS)
def test_two_payments_alike_are_two(banks: Running, world: World, bank: str) -> None:
    tell(banks, bank, world.acme.inn)
    tell(banks, bank, world.acme.inn, number="78")
    twins = [
        credit(1_000_000, "Оплата по договору", inn=world.acme.inn, number=number)
        for number in ("77", "78")
    ]
    read = bring(statement(*twins, incoming=20_000))
    assert (read.recorded, read.known, Payment.objects.count()) == (0, 2, 2)
    assert owed(world.ivan) == 800_000


def test_a_storm_counts_each_movement_once(banks: Running, world: World) -> None:
    banks.play("knobs", duplicate=0.6, delay=0.6, forge=0.4, renumber=0.7, seed=7)
    for number in range(8):
        for bank in BANKS:
            amount = f"{100 + number}.{bank == 'tbank':02d}"
            banks.play("move", **move(bank, world.acme.inn, amount=amount, number=str(number + 1)))
    state = banks.settle()
    run_jobs()
    amounts = sorted(Payment.objects.values_list("amount_minor", flat=True))
    assert amounts == sorted(
        [*(10_000 + 100 * n for n in range(8)), *(10_001 + 100 * n for n in range(8))]
    )
    assert state["forged"] > 0
    refused = RefusedCall.objects.filter(reason="signature").values_list("count", flat=True)
    assert sum(refused) == state["forged"]
    assert_books_balance()


def test_the_night_changes_number_and_day_of_tbank(banks: Running, world: World) -> None:
    tell(banks, "tbank", world.acme.inn, at="2026-11-20T23:50:00+03:00", id="before")
    tell(banks, "tbank", world.acme.inn, at="2026-11-21T00:20:00+03:00", id="after")
    assert Payment.objects.count() == 1


def test_an_authorisation_is_no_money(banks: Running, world: World) -> None:
    tell(banks, "tbank", world.acme.inn)
    words = list(Notice.objects.order_by("pk").values_list("word", "fate"))
    assert ("Авторизация", Fate.NOTED) in words
    assert ("Транзакция", Fate.RECORDED) in words


@pytest.mark.parametrize("bank", BANKS)
def test_somebody_elses_account_and_our_own_transfer(
    banks: Running, world: World, bank: str
) -> None:
    tell(banks, bank, world.acme.inn, own="40702810900000000999")
    tell(banks, bank, "7704123450", account=site.VENDOR["accounts"][1], number="9")
    assert not Payment.objects.exists()
    assert [line.kind for line in StatementLine.objects.all()] == ["own_transfer"]


@pytest.mark.parametrize("bank", BANKS)
def test_our_order_that_has_left_settles_its_payout(
    banks: Running, world: World, bank: str
) -> None:
    tell(banks, bank, world.acme.inn)
    batch = batch_formed(before=NOON.replace(year=2027), at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    tell(
        banks, bank, payout.inn, incoming=False, amount=f"{payout.amount_minor / 100:.2f}",
        number=str(payout.order_number), account=payout.account, purpose=payout.purpose,
    )  # fmt: skip
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.SETTLED
    both = [credit(1_000_000, "Оплата по договору", inn=world.acme.inn), debit(payout)]
    read = bring(statement(*both, incoming=10_000, outgoing=4_000))
    assert (read.recorded, read.faults) == (0, [])
    assert_books_balance()


def test_tochkas_published_key_and_the_banks_test_event(banks: Running, world: World) -> None:
    jwk = banks.play("key")["jwk"]
    connection = add_connection(
        kind="tochka", name="Ещё", settings={"public_key": str(jwk).replace("'", '"')}, secrets={},
        at=NOON,
    )  # fmt: skip
    banks.play("config", tochka=address_of(connection))
    tell(banks, "tochka", world.acme.inn)
    assert Payment.objects.count() == 1
    feed = add_connection(
        kind="tbank_feed", name="Т-Банк", settings={}, secrets={"secret": "other"}, at=NOON
    )
    assert rehearse(feed, at=NOON).entrance_called
    run_jobs()
    assert Notice.objects.get(connection=feed).fate == Fate.TEST
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("kid", ["present", "former", "new", ""])
def test_any_key_of_tochkas_set_may_have_signed(banks: Running, world: World, kid: str) -> None:
    """Also while the bank changes keys, and whatever kinds of keys lie beside; kopecks are exact."""
    jwks = json.dumps(banks.play("key")["jwks"])
    connection = _with_key(jwks)
    check_tochka_key(connection)
    banks.play("config", tochka=address_of(connection))
    tell(banks, "tochka", world.acme.inn, kid=kid, as_number=True, amount="1234567.89")
    assert Payment.objects.get().amount_minor == 123_456_789
    assert not RefusedCall.objects.exists()


def test_a_key_outside_of_tochkas_set_has_not_signed(banks: Running, world: World) -> None:
    others = {"keys": banks.play("key")["jwks"]["keys"][:1]}
    banks.play("config", tochka=address_of(_with_key(json.dumps(others))))
    banks.play("move", **move("tochka", world.acme.inn))
    until = time.monotonic() + 30  # the bank would repeat it for half a minute: once is enough
    while not RefusedCall.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    banks.play("forget")
    assert RefusedCall.objects.get().reason == "signature"
    assert not Payment.objects.exists()


def test_a_key_that_proves_nothing_is_refused(banks: Running) -> None:
    for key in (banks.play("key")["pem"], str(banks.play("key")["jwk"]).replace("'", '"')):
        check_tochka_key(_with_key(key))
    for key in ("", "abc", "{}", '{"kty": "RSA"}', "-----BEGIN PUBLIC KEY----- AAAA -----END"):
        with pytest.raises(Refusal, match="public key"):
            check_tochka_key(_with_key(key))


def _with_key(key: str) -> Connection:
    return add_connection(
        kind="tochka", name="Точка", settings={"public_key": key}, secrets={}, at=NOON
    )


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20),
    st.sampled_from(["Транзакция", "transaction", "Credit", "Debit", "643", "10.00", OURS]),
)  # fmt: skip
NAMES = st.sampled_from(
    ["operationId", "operationStatus", "typeOfOperation", "accountNumber", "accountAmount", "payer",
     "payPurpose", "documentNumber", "operationDate", "SidePayer", "SideRecipient", "purpose", "date",
     "paymentId", "webhookType", "accountCurrencyDigitalCode", "amount", "counterParty"]
)  # fmt: skip


inner = st.dictionaries(
    st.sampled_from(["account", "acct", "inn", "name", "amount", "currency"]), scalars, max_size=4
)


@given(st.dictionaries(NAMES, scalars | inner, max_size=10))
def test_no_payload_crashes_a_reader(said: dict[str, Any]) -> None:
    for read in (
        lambda: read_tochka(said, came_on=date(2026, 11, 20)),
        lambda: read_tbank(said, came_at=datetime(2026, 11, 20, tzinfo=UTC)),
    ):
        try:
            read()
        except PushUnreadable:
            continue


@pytest.mark.parametrize(
    "changed",
    [
        {"counterParty": "ООО Клиент", "payer": None},
        {"counterParty": ["ООО Клиент"], "payer": "он"},
        {"operationDate": "0001-01-01T00:00:00+14:00"},
        {"operationDate": "9999-12-31T23:59:59-12:00"},
        {"operationDate": {"of": "no kind"}},
    ],
)
def test_a_field_in_another_shape_is_done_without(changed: dict[str, Any]) -> None:
    said = {
        "operationId": "1", "operationStatus": "transaction", "typeOfOperation": "Credit",
        "operationDate": "2026-11-20T10:00:00Z", "accountNumber": OURS, "accountAmount": "10.00",
        "payer": {"name": "ООО Клиент"}, **changed,
    }  # fmt: skip
    file = read_tbank(said, came_at=datetime(2026, 11, 20, tzinfo=UTC)).file
    assert file is not None
    assert file.documents[0].amount == 1_000


def test_a_zero_byte_in_a_push_keeps_no_payment_out(banks: Running, world: World) -> None:
    tell(banks, "tbank", world.acme.inn, purpose="Оплата\x00по договору")
    assert StatementLine.objects.get().purpose == "Оплата по договору"
    assert owed(world.ivan) == 400_000


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 200_000, b"\xff", b"null"])
def test_json_that_is_none_is_refused(world: World, body: bytes) -> None:
    call = Call(body=body, headers={"authorization": "Bearer s3cret"}, at=NOON)
    with pytest.raises(NotAccepted):
        receive_tbank(call, {"secret": "s3cret"})
