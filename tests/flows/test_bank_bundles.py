"""Orders of ours as the bank books them: a batch as one sum, returns less a fee, roubles of old."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.connectors.bank.camt import balance, camt, details, entry, party, record
from tests.flows.test_bank_road import OURS, bring, credit, statement
from tests.flows.test_rails import THEIRS, WEEK, euros, swift
from tests.make.money import NOON
from tests.world import World, assert_books_balance, owed
from zabota.connectors.bank.models import StatementLine
from zabota.connectors.bank.operations.days import find_days_that_differ
from zabota.connectors.bank.operations.open_lines import (
    fail_by_line,
    list_open_lines,
    pay_by_line,
)
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Batch, Payout, PayoutStatus
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_sent
from zabota.kit.errors import Refusal
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db


def sent(world: World) -> Batch:
    """Rita's 400 euros are on their way."""
    batch = euros(world)
    batch_sent(batch, at=NOON, by="Ольга")
    return batch


def as_one_sum(batch: Batch, amount: str, *, closing: str) -> list[bytes]:
    """One sum for a whole file of orders, as camt and as SWIFT tell it."""
    inside = f"<NtryDtls><Btch><PmtInfId>ZABOTA-{batch.pk}</PmtInfId><NbOfTxs>1</NbOfTxs></Btch></NtryDtls>"
    ends = balance("OPBD", "1000.00"), balance("CLBD", closing)
    out = entry(amount, mark="DBIT", ref="SUM", extra=inside)
    words = f":86:191?00SEPA-UEBERW?20KREF+ZABOTA-{batch.pk}?21SVWZ+SAMMLER"
    line = f":61:2611201120D{amount.replace('.', ',')}NTRFNONREF//SUM"
    return [
        camt(record(ends[0], out, ends[1])),
        swift(line, words, closing=f"C261120EUR{closing.replace('.', ',')}"),
    ]


@pytest.mark.parametrize("form", [0, 1], ids=["camt", "mt940"])
def test_a_batch_booked_as_one_sum_settles_its_payouts(world: World, form: int) -> None:
    batch = sent(world)
    raw = as_one_sum(batch, "400.00", closing="600.00")[form]
    bring(raw)
    assert Payout.objects.get().status == PayoutStatus.SETTLED
    assert not list_open_lines().exists()
    bring(raw + b"\n")
    assert not list_open_lines().exists()
    assert_books_balance()


def test_a_batch_in_another_sum_waits_until_a_person_says_it_is_it(world: World) -> None:
    batch = sent(world)
    bring(as_one_sum(batch, "402.00", closing="598.00")[0])
    assert Payout.objects.get().status == PayoutStatus.SENT
    (line,) = list_open_lines()
    assert line.reason == "our_batch"

    pay_by_line(line, batch=batch, at=NOON, by="Ольга")
    assert Payout.objects.get().status == PayoutStatus.SETTLED
    assert not list_open_lines().exists()
    line.refresh_from_db()
    assert (line.cleared_by, line.cleared_note) == ("Ольга", "batch")
    assert_books_balance()


def test_a_sum_far_from_the_batch_is_not_it(world: World) -> None:
    batch = sent(world)
    bring(as_one_sum(batch, "500.00", closing="500.00")[0])
    (line,) = list_open_lines()
    with pytest.raises(Refusal):
        pay_by_line(line, batch=batch, at=NOON, by="Ольга")
    assert Payout.objects.get().status == PayoutStatus.SENT


def test_an_outgoing_bundle_that_does_not_add_up_waits(world: World) -> None:
    key = sent(world).payouts.get().attempts.get().key
    inside = [
        details(party(iban=THEIRS, role="Cdtr"), amount=amount, e2e=name)
        for amount, name in (("400.00", key), ("55.00", "OTHER"))
    ]
    out = entry("460.00", *inside, mark="DBIT", ref="BUNDLE")
    ends = balance("OPBD", "1000.00"), balance("CLBD", "540.00")
    bring(camt(record(ends[0], out, ends[1])))
    (line,) = list_open_lines()
    assert (line.reason, line.amount_minor) == ("details_differ", 46_000)
    assert Payout.objects.get().status == PayoutStatus.SENT


def test_an_order_of_ours_in_another_sum_waits_and_in_its_own_does_not(world: World) -> None:
    key = sent(world).payouts.get().attempts.get().key
    words = f":86:177?20EREF+{key}?21SVWZ+Agency fee"
    bring(swift(":61:2611201120D390,00NTRFNONREF//B1", words, closing="C261120EUR610,00"))
    assert [line.reason for line in list_open_lines()] == ["our_key"]
    bring(swift(":61:2611201120D400,00NTRFNONREF//B2", words, closing="C261120EUR600,00"))
    assert list_open_lines().count() == 1
    assert Payout.objects.get().status == PayoutStatus.SETTLED
    bring(swift(":61:2611211121D400,00NTRFNONREF//B3", words, closing="C261121EUR600,00"))
    assert list_open_lines().count() == 2, "paid twice is for a person to see"


@pytest.mark.parametrize("came", ["395,00", "360,00"])
def test_a_return_less_an_unsaid_fee_is_settled_by_our_key(world: World, came: str) -> None:
    key = sent(world).payouts.get().attempts.get().key
    out = [":61:2611201120D400,00NTRFNONREF//B1", f":86:177?20EREF+{key}?21SVWZ+Agency fee"]
    bring(swift(*out, closing="C261120EUR600,00"))
    closing = f"C261121EUR{1000 + int(came[:3])},00"
    back = [f":61:2611211121C{came}NTRFNONREF//B2", f":86:RETURN OF FUNDS {key} ACCOUNT CLOSED"]
    bring(swift(*back, closing=closing))
    payout = Payout.objects.get()
    assert payout.status == PayoutStatus.FAILED
    assert not list_open_lines().exists()
    again = batch_formed(before=WEEK, at=NOON, by="Ольга").batch
    assert again.payouts.get().amount_minor == 40_000, "the fee is not the partner's"
    assert_books_balance()


def test_half_of_a_payout_that_came_back_is_not_a_return_less_a_fee(world: World) -> None:
    payout = sent(world).payouts.get()
    words = f":86:RETURN OF FUNDS {payout.attempts.get().key} ACCOUNT CLOSED"
    bring(swift(":61:2611211121C200,00NTRFNONREF//B2", words, closing="C261121EUR1200,00"))
    (line,) = list_open_lines()
    with pytest.raises(Refusal):
        fail_by_line(line, payout=payout, at=NOON, by="Ольга")


def test_a_return_less_a_fee_that_names_nothing_is_tied_by_a_person(world: World) -> None:
    payout = sent(world).payouts.get()
    words = ":86:RETURN OF FUNDS ACCOUNT CLOSED"
    bring(swift(":61:2611211121C385,00NTRFNONREF//B2", words, closing="C261121EUR1385,00"))
    (line,) = list_open_lines()
    fail_by_line(line, payout=payout, at=NOON, by="Ольга")
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.FAILED
    assert_books_balance()


def in_roubles(word: str) -> bytes:
    return f""":20:X
:25:{OURS}
:28C:1
:60F:C261119{word}0,00
:61:2611201120C1000,00NTRF15
:86:INN 7701000001 OOO ROMASHKA 40702810299993174021
OPLATA
:62F:C261120{word}1000,00
-
""".encode()


def test_a_statement_imported_as_rur_is_not_counted_anew_as_rub(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once RUR stayed RUR and made another key; the same line came again under the new one."""
    for place in ("mt940_reader", "mt940_fields", "own"):
        monkeypatch.setattr(f"zabota.connectors.bank.translate.{place}.currency_named", str.upper)
    monkeypatch.setattr(
        "zabota.connectors.bank.translate.own.russian_number", lambda text: text.strip()
    )
    bring(in_roubles("RUR"))
    monkeypatch.undo()
    assert [line.currency for line in StatementLine.objects.all()] == ["RUR"]
    bring(in_roubles("RUR") + b"\n")
    bring(in_roubles("RUB"))
    assert StatementLine.objects.count() == Payment.objects.count() == 1


def test_good_lines_go_through_and_the_bad_one_waits_with_its_reason(world: World) -> None:
    bad = credit(50_000, "За услуги", inn=world.acme.inn, number="78").replace("500.00", "пятьсот")
    good = credit(100_000, "За услуги", inn=world.acme.inn)
    read = bring(statement(good, bad, incoming=1_500))
    assert (read.status, read.recorded, owed(world.ivan)) == ("imported", 1, 40_000)
    assert [one["code"] for one in read.unreadable] == ["amount_unreadable"]
    assert "sum_short" in [odd["code"] for odd in read.oddities]
    day = datetime(2026, 11, 20, tzinfo=UTC).date()
    (differs,) = find_days_that_differ(day, day)
    assert (differs.stated, differs.held) == (150_000, 100_000)

    mended = bring(statement(good, bad.replace("пятьсот", "500.00"), incoming=1_500))
    assert (mended.recorded, mended.known) == (1, 1)
    assert owed(world.ivan) == 60_000
    assert find_days_that_differ(day, day) == []
    assert_books_balance()


def test_a_sum_that_a_bad_line_cannot_explain_still_keeps_everything_out(world: World) -> None:
    bad = credit(50_000, "За услуги", inn=world.acme.inn, number="78").replace("500.00", "пятьсот")
    good = credit(100_000, "За услуги", inn=world.acme.inn)
    assert bring(statement(good, bad, incoming=900)).status == "refused"


def swift_of(day: str, purpose: str, *, number: str = "NONREF") -> bytes:
    """Acme's 100 roubles as SWIFT tells it."""
    return f""":20:X
:25:{OURS}
:28C:1
:60F:C261119RUB0,00
:61:{day}C1000,00NTRF{number}
:86:ИНН 7701000001 40702810900000000123
{purpose}
:62F:C{day[:6]}RUB1000,00
-
""".encode()


def test_one_payer_pays_the_same_sum_on_two_days(world: World) -> None:
    """Each day was told in another format; the payer alone made them one, and a payment was lost."""
    bring(statement(credit(100_000, "Оплата за октябрь", inn="7701000001"), incoming=1_000))
    bring(swift_of("2611211121", "Оплата за ноябрь"))
    assert Payment.objects.count() == 2


def test_a_movement_that_another_day_tells_in_the_same_words_is_one(world: World) -> None:
    bring(statement(credit(100_000, "Оплата за октябрь", inn="7701000001"), incoming=1_000))
    bring(swift_of("2611211121", "Оплата за октябрь", number="77"))
    assert Payment.objects.count() == 1


def test_two_invoices_of_one_sum_paid_in_one_day_are_two(world: World) -> None:
    """One was told by the 1C file only, the other by SWIFT only; our own numbers hold them apart."""
    first, second = (
        issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
        for _ in range(2)
    )
    bring(statement(credit(100_000, first.purpose, inn="7701000001"), incoming=1_000))
    bring(swift_of("2611201120", second.purpose))
    assert Payment.objects.count() == 2
