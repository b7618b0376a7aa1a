"""One partner for every rail beside the client bank: abroad, by phone, and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from zabota.config.demo import names
from zabota.config.demo.programme import DOMAIN
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.yookassa.operations.paying import CODE
from zabota.domain.clients.facts import ClientFact
from zabota.domain.partners.operations import set_bank_details, set_requisites
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payouts.facts import PAY_INDIVIDUALS, RailWord
from zabota.domain.payouts.models import Batch, MoveKind, Payout, Rail
from zabota.domain.payouts.operations import KeyedSettlement
from zabota.domain.payouts.operations.attempts import note_call
from zabota.domain.payouts.operations.balances import MoveFact, note_balance
from zabota.domain.payouts.operations.by_hand import Evidence
from zabota.domain.payouts.operations.individuals import to_transfer
from zabota.domain.payouts.queries.balances import get_books_balance
from zabota.domain.programme.models import Offer
from zabota.domain.settings.operations import set_option
from zabota.flows.balance_moved import balance_moved
from zabota.flows.client_registered import clients_registered
from zabota.flows.partner_joined import partner_joined
from zabota.flows.payout_by_hand import proof_given
from zabota.flows.payouts_sent import attempt_told
from zabota.flows.payouts_settled import payouts_settled
from zabota.kit.clock import local_date
from zabota.kit.money import Money

DAYS_AGO = (24, 12, 3)  # the last one is on its way


@dataclass(frozen=True, slots=True)
class Payee:
    """A partner, what he is paid to, and what his client pays each time."""

    name: str
    legal_form: str
    code: str
    details: dict[str, str]
    client: str
    amount_minor: int
    currency: str = "RUB"


def _bank(number: int) -> dict[str, str]:
    bic, bank_name, corr_account = names.BANKS[0]
    return {
        "holder": "Орлов Пётр Ильич", "account": names.account("40817", 39_000_000 + number, bic),
        "bic": bic, "bank_name": bank_name, "corr_account": corr_account,
    }  # fmt: skip


PAYEES = (
    Payee(
        "Nordwind Systems B.V.", "foreign", "NORDWIND",
        {"kind": "iban", "holder": "Nordwind Systems B.V.", "account": "NL91ABNA0417164300",
         "bic": "ABNANL2A", "bank_name": "ABN AMRO", "corr_account": ""},
        "Groot Handel B.V.", 35_000, "EUR",
    ),
    Payee(
        "Нина Светлова", "npd", "НИНА26",
        {"kind": "sbp", "holder": "Светлова Нина Павловна", "account": "79160000026",
         "bic": "100000000111", "bank_name": "Сбербанк", "corr_account": ""},
        "Пекарня на углу", 590_000,
    ),
    Payee("Пётр Орлов", "person", "ОРЛОВ26", _bank(26), "Мастерская Орешек", 299_000),
)  # fmt: skip


def settle_abroad(offer: Offer, *, at: datetime, by: str) -> None:
    """The three join with their clients; individuals are allowed, and YooKassa is connected.

    The address of its API leads nowhere, so the demo calls nobody.
    """
    joined_at = at - timedelta(days=200)
    set_option(PAY_INDIVIDUALS, True, at=joined_at, by=by)
    add_connection(
        kind=CODE,
        name="Выплаты самозанятым",
        settings={"agent_id": "500123", "api_url": "https://payouts.invalid/v3/"},
        secrets={"secret_key": "demo"},
        at=joined_at,
        by=by,
    )
    top_up = MoveFact(
        rail=Rail.YOOKASSA, kind=MoveKind.TOP_UP, amount_minor=1_000_000, currency="RUB",
        on=local_date(joined_at), note="Пополнение баланса выплат по договору НВ.500123",
    )  # fmt: skip
    balance_moved([top_up], at=joined_at, by=by)
    for number, payee in enumerate(PAYEES):
        _join(payee, number, offer=offer, at=joined_at)


def _join(payee: Payee, number: int, *, offer: Offer, at: datetime) -> None:
    joined = partner_joined(
        name=payee.name,
        email=f"rail{number}@{DOMAIN}",
        legal_form=payee.legal_form,
        wished_code=payee.code,
        offer=offer,
        at=at,
        address="192.0.2.10",
        user_agent="demo",
    )
    inn = "" if payee.legal_form == "foreign" else names.person_inn(300_000 + number)
    set_requisites(joined.partner, inn=inn, kpp="", ogrn="")
    set_bank_details(joined.partner, **payee.details, at=at, by=payee.name)
    fact = ClientFact(
        name=payee.client, at=at + timedelta(days=1), inn=names.company_inn(700_000 + number),
        external_id=_client_id(number), promo=payee.code,
    )  # fmt: skip
    clients_registered([fact])


def _client_id(number: int) -> str:
    return f"rail{number}"


def rail_payments(*, today: datetime) -> list[PaymentFact]:
    """Their clients pay three times within the last month."""
    return [
        PaymentFact(
            source="shop",
            external_id=f"rail-{number}-{days}",
            amount_minor=payee.amount_minor,
            currency=payee.currency,
            paid_at=today - timedelta(days=days, minutes=-30 - number),
            client_external_id=_client_id(number),
        )
        for days in DAYS_AGO
        for number, payee in enumerate(PAYEES)
    ]


def end_on_its_rail(batch: Batch, *, at: datetime, settled: bool, by: str) -> None:
    """What the rail says of a batch that has left; of the last one YooKassa has said nothing yet."""
    payouts = list(batch.payouts.all())
    match batch.rail:
        case Rail.PAIN if settled:
            payouts_settled([], keyed=[_line(payout, at) for payout in payouts], at=at)
        case Rail.YOOKASSA:
            _answer(payouts, at=at, settled=settled)
        case Rail.MANUAL if settled:
            for payout in payouts:
                proof_given(payout, _evidence(payout, at), at=at, by=by)


def _line(payout: Payout, at: datetime) -> KeyedSettlement:
    key = payout.attempts.get().key
    proof = f"bank:demo-{payout.order_number}"
    return KeyedSettlement(key, payout.amount_minor, payout.currency, at, proof)


def _answer(payouts: Sequence[Payout], *, at: datetime, settled: bool) -> None:
    for payout in payouts:
        attempt = payout.attempts.get()
        note_call(attempt, at=at)
        word = (
            RailWord(end="settled", external_id=f"po-demo-{payout.order_number}", at=at)
            if settled
            else RailWord(end="unknown", reason="ReadTimeout: The read operation timed out")
        )
        attempt_told(attempt, word, at=at)
    note_balance(Rail.YOOKASSA, Money(get_books_balance(Rail.YOOKASSA)), at=at)


def _evidence(payout: Payout, at: datetime) -> Evidence:
    return Evidence(
        on=local_date(at),
        amount_minor=to_transfer(payout),
        reference=f"п/п {payout.order_number}",
        name="платёжка.png",
        content=_scan(payout),
    )


def _scan(payout: Payout) -> bytes:
    drawn, picture = BytesIO(), Image.new("RGB", (420, 160), (250, 250, 246))
    words = f"No. {payout.order_number}   {to_transfer(payout) / 100:.2f}   DEMO"
    ImageDraw.Draw(picture).text((30, 70), words, fill=(30, 40, 60))
    picture.save(drawn, "PNG")
    return drawn.getvalue()
