"""Till slips (54-ФЗ): every processor's till takes ours, to the kopeck, and says no to a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.connections.shops import SETTINGS, connected
from tests.emulators.running import Running, running
from tests.make.invoices import bill, line, vat
from tests.make.money import client
from zabota.connectors.connections.facts import ProcessorRefused
from zabota.connectors.connections.models import Checkout, CheckoutStatus, Connection
from zabota.connectors.connections.operations.checkouts import begin_checkout, open_checkout
from zabota.connectors.connections.operations.till import NoEmail
from zabota.connectors.connections.translate.till import SlipLine, TillSlip, slip_lines, vat_of_day
from zabota.connectors.robokassa.operations.receiving import begin as begin_at_robokassa
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import issue_invoice, note_invoices_paid
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.kit.vat import VatKind

BACK = "https://x.example/"


@pytest.fixture(scope="module")
def programs() -> Iterator[dict[str, Running]]:
    with ExitStack() as stack:
        yield {kind: stack.enter_context(running(kind)) for kind in SETTINGS}


@pytest.fixture
def tills(programs: dict[str, Running], db: None, settings: Any) -> dict[str, Connection]:
    """A connection to each processor, which sends slips of the simplified tax system."""
    settings.OUTSIDE_TRUSTED = frozenset(one.address for one in programs.values())
    for program in programs.values():
        program.play("forget")
    programs["yookassa"].play("config", till=True)
    programs["tbank"].play("config", till=True)
    return {kind: connected(kind, programs[kind]) for kind in SETTINGS}


def billed(*, email: str = "acme@example.com", kind: str = "22") -> Invoice:
    """Three licences, a course at an odd price, and a gift: 15 000,07 ₽."""
    vat(kind)
    words = (line("Лицензия", 499_000, 3, period="ноябрь 2026"), line("Обучение", 3_007),
             line("Подарок", 0, 2))  # fmt: skip
    return bill(client("Акме", email=email), *words, at=now())


def charge(till: Connection, invoice: Invoice, **more: str) -> Checkout:
    return begin_checkout(till, invoice, return_url=BACK, at=now(), **more)


@pytest.mark.django_db
def test_each_till_takes_the_lines_of_the_invoice(
    programs: dict[str, Running], tills: dict[str, Connection]
) -> None:
    invoice = billed()
    for till in tills.values():
        assert charge(till, invoice).status == CheckoutStatus.OPEN

    (theirs,) = programs["yookassa"].play("truth")["payments"]
    assert theirs["amount"]["value"] == "15000.07"
    assert theirs["_receipt"]["tax_system_code"] == 2
    assert theirs["_receipt"]["customer"] == {"email": "acme@example.com"}
    assert [
        (item["description"], item["quantity"], item["amount"]["value"], item["vat_code"])
        for item in theirs["_receipt"]["items"]
    ] == [("Лицензия, ноябрь 2026", "3.000", "4990.00", 11), ("Обучение", "1.000", "30.07", 11)]

    (receipt,) = programs["tbank"].play("truth")["receipts"].values()
    assert (receipt["Taxation"], receipt["Email"]) == ("usn_income", "acme@example.com")
    assert [(item["Amount"], item["Tax"]) for item in receipt["Items"]] == [
        (1_497_000, "vat22"), (3_007, "vat22"),
    ]  # fmt: skip
    assert receipt["Items"][0]["PaymentMethod"] == "full_payment"

    (receipt,) = programs["cloudpayments"].play("truth")["receipts"].values()
    assert (receipt["taxationSystem"], receipt["amounts"]) == (1, {"electronic": 15000.07})
    assert [(item["amount"], item["vat"]) for item in receipt["Items"]] == [
        (14970, 22),
        (30.07, 22),
    ]

    posted = Checkout.objects.get(connection=tills["robokassa"])
    assert (posted.pay_url, posted.pay_form["Email"]) == (
        "https://auth.robokassa.ru/Merchant", "acme@example.com",
    )  # fmt: skip
    programs["robokassa"].play("pay", form=posted.pay_form, state="5")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["none", "software", "0", "5", "7", "10", "20"])
def test_every_vat_regime_has_its_code(
    programs: dict[str, Running], tills: dict[str, Connection], kind: str
) -> None:
    codes = {"none": (1, "none", None), "software": (1, "none", None), "0": (2, "vat0", 0),
             "5": (7, "vat5", 5), "7": (8, "vat7", 7), "10": (3, "vat10", 10),
             "20": (11, "vat22", 22)}  # fmt: skip
    if kind == "20":  # billed while it was in force, paid after the law has changed
        invoice = billed()
        invoice.frozen["vat"]["kind"] = kind
        invoice.save(update_fields=["frozen"])
    else:
        invoice = billed(kind=kind)
    for till in tills.values():
        charge(till, invoice)
    (theirs,) = programs["yookassa"].play("truth")["payments"]
    (bank,) = programs["tbank"].play("truth")["receipts"].values()
    (cloud,) = programs["cloudpayments"].play("truth")["receipts"].values()
    assert codes[kind] == (
        theirs["_receipt"]["items"][0]["vat_code"],
        bank["Items"][0]["Tax"],
        cloud["Items"][0]["vat"],
    )


@pytest.mark.django_db
def test_a_part_of_one_is_a_single_piece_of_its_sum(
    programs: dict[str, Running], tills: dict[str, Connection]
) -> None:
    vat()
    hours = line("Настройка", 333_333, Decimal("1.5"), unit="ч")
    invoice = bill(client("Акме", email="a@example.com"), hours, line("Обучение", 1), at=now())
    assert invoice.amount_minor == 500_001
    for till in tills.values():
        assert charge(till, invoice).status == CheckoutStatus.OPEN
    (theirs,) = programs["yookassa"].play("truth")["payments"]
    assert [
        (item["description"], item["quantity"], item["amount"]["value"])
        for item in theirs["_receipt"]["items"]
    ] == [("Настройка (1,5 ч)", "1.000", "5000.00"), ("Обучение", "1.000", "0.01")]


@pytest.mark.django_db
def test_what_is_left_is_one_line_and_an_advance_says_so(
    programs: dict[str, Running], tills: dict[str, Connection]
) -> None:
    invoice = billed(kind="5")
    note_invoices_paid({invoice.pk: 1_000_001})
    invoice.refresh_from_db()
    advance = {"till_method": "full_prepayment", "till_subject": "intellectual_activity"}
    for kind, program in programs.items():
        charge(connected(kind, program, **advance), invoice)
    (theirs,) = programs["yookassa"].play("truth")["payments"]
    assert theirs["_receipt"]["items"] == [
        {"description": f"Доплата по счёту {invoice.number}", "quantity": "1.000",
         "measure": "piece", "amount": {"value": "5000.06", "currency": "RUB"}, "vat_code": 9,
         "payment_mode": "prepayment", "payment_subject": "intellectual_activity"}
    ]  # fmt: skip
    (receipt,) = programs["tbank"].play("truth")["receipts"].values()
    assert [(one["Tax"], one["PaymentMethod"]) for one in receipt["Items"]] == [
        ("vat105", "prepayment")
    ]
    (receipt,) = programs["cloudpayments"].play("truth")["receipts"].values()
    assert [(one["vat"], one["method"], one["object"]) for one in receipt["Items"]] == [(105, 2, 9)]


@pytest.mark.django_db
def test_a_slip_that_does_not_add_up_is_refused_in_their_words(
    programs: dict[str, Running], tills: dict[str, Connection]
) -> None:
    invoice = billed()
    words = {"yookassa": "Receipt is missing", "tbank": "Сумма всех позиций",
             "cloudpayments": "CustomerReceipt"}  # fmt: skip
    for kind, said in words.items():
        checkout = wrong(tills[kind], invoice)
        with pytest.raises(ProcessorRefused, match=said):
            open_checkout(checkout, at=now())
        checkout.refresh_from_db()
        assert (checkout.status, said in checkout.refusal) == (CheckoutStatus.REFUSED, True)
    started = begin_at_robokassa(tills["robokassa"], wrong(tills["robokassa"], invoice))
    with pytest.raises((AssertionError, OSError)):
        programs["robokassa"].play("pay", form=dict(started.form))
    tills["tbank"].settings["till"] = "off"
    tills["tbank"].save()
    with pytest.raises(ProcessorRefused, match="Receipt не должно быть пустым"):
        charge(tills["tbank"], invoice)


def wrong(till: Connection, invoice: Invoice) -> Checkout:
    """A checkout whose slip has lost a kopeck."""
    slip = TillSlip(email="a@b.ru", taxation="osn", method="full_payment", subject="service",
                    vat=VatKind.NONE, lines=(SlipLine(words="Лицензия", quantity=1,
                                                      price_minor=invoice.amount_minor - 1),))  # fmt: skip
    return Checkout.objects.create(
        connection=till, invoice=invoice, key=f"wrong-{till.kind}", begun_at=now(), moved_at=now(),
        amount_minor=invoice.amount_minor, slip=slip.kept(), return_url=BACK,
    )  # fmt: skip


@pytest.mark.django_db
def test_who_has_no_address_is_asked_and_an_invoice_made_elsewhere_has_one_line(
    programs: dict[str, Running], tills: dict[str, Connection]
) -> None:
    vat("10")
    invoice = issue_invoice(client("Акме"), amount=Money(70_000), subject="Лицензия", at=now())
    till = tills["yookassa"]
    for typed in ("", "nobody", f"{'a' * 64}@example.com"):
        with pytest.raises(NoEmail):
            charge(till, invoice, email=typed)
    assert not Checkout.objects.exists()
    first = charge(till, invoice, email=" rita@example.com ")
    assert charge(till, invoice, email="rita@example.com") == first
    assert charge(till, invoice, email="other@example.com") != first, "the slip goes elsewhere"
    sent = [one["_receipt"] for one in programs["yookassa"].play("truth")["payments"]]
    assert [one["customer"]["email"] for one in sent] == ["rita@example.com", "other@example.com"]
    assert [one["vat_code"] for one in sent[0]["items"]] == [3]
    assert sent[0]["items"][0]["description"].startswith(f"Оплата по счёту {invoice.number}")

    invoice.email = "known@example.com"
    invoice.save()
    assert charge(till, invoice, email="rita@example.com").slip["email"] == "known@example.com"


@pytest.mark.django_db
def test_without_the_option_nothing_of_it_is_sent(
    programs: dict[str, Running], tills: dict[str, Connection]
) -> None:
    programs["yookassa"].play("config", till=False)
    programs["tbank"].play("config", till=False)
    for kind, program in programs.items():
        charge(connected(kind, program, till="off"), billed())
    assert programs["yookassa"].play("truth")["payments"][0]["_receipt"] is None
    assert programs["cloudpayments"].play("truth")["receipts"].popitem()[1] is None
    assert all(not one.slip and not one.pay_form for one in Checkout.objects.all())
    link = Checkout.objects.get(connection__kind="robokassa").pay_url
    assert len(link) > 500, "a purpose in Russian makes a long link, and it is kept whole"
    programs["robokassa"].play("pay", url=link, state="5")


lots = st.lists(
    st.builds(SlipLine, words=st.text(min_size=1, max_size=200), quantity=st.integers(1, 10**6),
              price_minor=st.integers(0, 10**8)),
    min_size=1, max_size=50,
)  # fmt: skip


@given(lines=lots, charged=st.integers(1, 10**14), whole=st.booleans())
def test_lines_are_always_what_is_charged(lines: list[SlipLine], charged: int, whole: bool) -> None:
    total = sum(one.amount_minor for one in lines)
    wanted = total if whole and total else charged
    made = slip_lines(lines, charged_minor=wanted, otherwise="Доплата")
    assert sum(one.amount_minor for one in made) == wanted
    assert all(one.price_minor and 0 < len(one.words) <= 128 for one in made)
    slip = TillSlip(email="a@b.ru", taxation="osn", method="full_payment", subject="service",
                    vat=VatKind.RATE_5, lines=made)  # fmt: skip
    assert TillSlip.of(slip.kept()) == slip


def test_twenty_per_cent_ended_with_its_year() -> None:
    assert vat_of_day(VatKind.RATE_20, date(2025, 12, 31)) == VatKind.RATE_20
    assert vat_of_day(VatKind.RATE_20, date(2026, 1, 1)) == VatKind.RATE_22
    assert vat_of_day(VatKind.RATE_5, date(2026, 1, 1)) == VatKind.RATE_5
    assert TillSlip.of({}) is None
