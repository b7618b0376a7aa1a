"""Invoices of the last weeks in every state: the vendor's letterhead, products, bills to clients."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from math import sin

from PIL import Image, ImageDraw

from zabota.config.demo.cast import Cast
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice, InvoiceStatus
from zabota.domain.invoices.operations import (
    bill_client,
    cancel_invoice,
    change_letterhead,
    issue_invoice_again,
    keep_draft,
    note_invoice_viewed,
    put_product,
    remind_of_invoices,
    repeat_invoice,
    send_invoice,
    set_vat_regime,
)
from zabota.domain.invoices.rules.lines import Line
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.clock import local_date
from zabota.kit.money import Money
from zabota.kit.vat import VatKind
from zabota.kit.wording import MONTH_NAMES

OWNER = "Виктор Дубов"
LICENCE = "Лицензия «Мост», 1 месяц"


def set_up_invoices(*, at: datetime) -> None:
    """How the vendor pays VAT, who signs, what is sold."""
    year = local_date(at).year
    set_vat_regime(valid_from=date(year - 1, 1, 1), kind=VatKind.SOFTWARE, at=at, by=OWNER)
    change_letterhead(
        pictures={"signature": ("signature.png", _scribble())},
        address="119021, Москва, ул. Льва Толстого, 5",
        basis="Оферта на предоставление лицензии «Мост» от 01.03.2026",
        signer="Дубов В. И.",
        signer_title="Генеральный директор",
        english_name="Svyaznoy Most LLC",
        english_address="5 Lva Tolstogo St., Moscow 119021",
        iban="DE89370400440532013000",
        swift="COBADEFFXXX",
        remind_before=[3],
        remind_after=[1, 7],
    )
    for name, price, unit, code in (
        (LICENCE, Money(299_000), "мес.", "bridge"),
        ("Лицензия «Мост», год", Money(2_990_000), "год", "bridge"),
        ("Подключение мессенджера", Money(150_000), "шт.", ""),
        ("Bridge licence, one month", Money(3_500, "EUR"), "month", "bridge"),
    ):
        put_product(name=name, price=price, unit=unit, code=code)


def licence(months: int = 1, *, period: str = "") -> Line:
    """What nearly everybody buys."""
    return Line(
        title=LICENCE, price_minor=299_000, quantity=months, unit="мес.", period=period,
        product="bridge",
    )  # fmt: skip


def bill(cast: Cast, client: Client, *lines: Line, at: datetime, days: int = 7) -> Invoice:
    """An invoice of the demo partner's, to be paid within so many days."""
    return bill_client(
        client,
        lines=lines or [licence()],
        at=at,
        by=cast.demo_partner.name,
        partner=cast.demo_partner,
        due_on=local_date(at) + timedelta(days=days),
        email=client.email or f"buh-{client.pk}@client.example",
    )


def bill_clients(cast: Cast, *, today: datetime, at: datetime) -> None:
    """One invoice in each state, a monthly one, one in euros and a draft."""
    clients, by = cast.clients[0], cast.demo_partner.name
    days = [today - timedelta(days=back, hours=-11) for back in range(40)]
    ages = (1, 2, 4, 10, 5, 6, 9, 30, 12)
    sent, viewed, part, late, gone, wrong, monthly, old, given = (
        bill(cast, clients[-1 - n % len(clients)], at=days[age]) for n, age in enumerate(ages)
    )
    for one in (sent, viewed, part, late, monthly, old):
        send_invoice(one, email=one.email, at=one.issued_at + timedelta(minutes=4), by=by)
    for one in (viewed, part, late):
        note_invoice_viewed(one, at=one.issued_at + timedelta(hours=3))
    cancel_invoice(gone, at=gone.issued_at + timedelta(hours=1), by=by)
    issue_invoice_again(wrong, lines=[licence(2)], at=wrong.issued_at + timedelta(hours=2), by=by)
    _pay(part, 100_000, at=part.issued_at + timedelta(days=1))
    assert part.status == InvoiceStatus.PART_PAID
    _pay_and_give_back(given, at=given.issued_at + timedelta(days=1))
    month = f"{MONTH_NAMES[local_date(at).month - 1]} {local_date(at).year}"
    repeat_invoice(monthly, day_of_month=10, at=at, by=by)
    keep_draft(
        clients[3], lines=[licence(12, period=month)], at=at - timedelta(hours=5), by=by,
        partner=cast.demo_partner,
    )  # fmt: skip
    _bill_in_euros(clients[4], at=days[3])
    for back in range(12, -1, -1):
        remind_of_invoices(at=days[back] if back else at)


def _pay(invoice: Invoice, minor: int, *, at: datetime) -> PaymentFact:
    fact = PaymentFact(
        source="bank",
        external_id=f"demo-part-{invoice.pk}",
        amount_minor=minor,
        paid_at=at,
        payer_inn=invoice.client.inn,
        payer_name=f"ООО «{invoice.client.name}»",
        purpose=invoice.purpose,
    )
    payments_received([fact], at=at)
    invoice.refresh_from_db()
    return fact


def _pay_and_give_back(invoice: Invoice, *, at: datetime) -> None:
    """The client changed his mind a day after he had paid."""
    paid = _pay(invoice, invoice.amount_minor, at=at)
    refund = RefundFact(
        source=paid.source,
        external_id=f"demo-back-{invoice.pk}",
        payment_source=paid.source,
        payment_external_id=paid.external_id,
        amount_minor=paid.amount_minor,
        refunded_at=at + timedelta(days=1),
        reason="Клиент передумал",
    )
    payments_refunded([refund], at=at + timedelta(days=1))


def _bill_in_euros(client: Client, *, at: datetime) -> None:
    bill_client(
        client,
        lines=[
            Line(
                title="Bridge licence, one month", price_minor=3_500, quantity=3, unit="month",
                product="bridge",
            )
        ],
        at=at,
        by=OWNER,
        currency="EUR",
    )  # fmt: skip


def _scribble() -> bytes:
    """A signature such as people make, on a transparent ground."""
    drawn, picture = BytesIO(), Image.new("RGBA", (360, 150), (0, 0, 0, 0))
    points = [
        (20 + step * 1.6, 75 + 38 * sin(step / 9) * (1 - step / 260) + 16 * sin(step / 3.1))
        for step in range(200)
    ]
    ImageDraw.Draw(picture).line(points, fill=(24, 46, 120, 255), width=4, joint="curve")
    picture.save(drawn, "PNG")
    return drawn.getvalue()
