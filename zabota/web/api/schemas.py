"""What goes in and out. Every text has a bound and no NUL, which PostgreSQL cannot keep."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Field, Schema
from pydantic import AfterValidator, AliasChoices, AwareDatetime, BeforeValidator, StringConstraints

from zabota.kit.requisites import is_inn

Minor = Annotated[int, Field(ge=0, le=10**15)]


def _clean(value: str) -> str:
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError("has characters that are no text")
    return value.strip()


def _inn(value: str) -> str:
    if value and not is_inn(value):
        raise ValueError("is no INN: 10 or 12 digits with a right check digit")
    return value


def _some(value: str) -> str:
    if not value:
        raise ValueError("is empty")
    return value


def _whole(value: object) -> object:
    if isinstance(value, bool | float):
        raise ValueError("is a whole number of minor units")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("is a number")
    return value


def _email(value: str) -> str:
    if value:
        try:
            validate_email(value)
        except ValidationError:
            raise ValueError("is no e-mail address") from None
    return value


Text = Annotated[str, AfterValidator(_clean)]
Word = Annotated[Text, StringConstraints(max_length=80)]
Name = Annotated[Text, StringConstraints(max_length=160), AfterValidator(_some)]
Id = Annotated[Text, StringConstraints(min_length=1, max_length=80), AfterValidator(_some)]
Email = Annotated[Text, StringConstraints(max_length=254), AfterValidator(_email)]
Inn = Annotated[Text, StringConstraints(max_length=12), AfterValidator(_inn)]


class ClientIn(Schema):
    """A company that has registered with the vendor."""

    name: Name
    external_id: Word = ""
    inn: Inn = ""
    email: Annotated[Text, StringConstraints(max_length=254)] = ""
    phone: Annotated[Text, StringConstraints(max_length=30)] = ""
    domain: Annotated[Text, StringConstraints(max_length=120)] = ""
    # `promo` is what many write: a code that is passed over in silence would cost a partner a client.
    promo_code: Annotated[Text, StringConstraints(max_length=20)] = Field(
        "", validation_alias=AliasChoices("promo_code", "promo")
    )
    came_by: Annotated[Text, StringConstraints(max_length=2000)] = ""


class ClientOut(Schema):
    """A client: who he is, his working status, whose he is now."""

    id: int
    external_id: str
    name: str
    inn: str
    status: str
    partner: str | None
    promo_code: str | None
    created_at: datetime
    first_paid_at: datetime | None
    paid_until: date | None
    connection: str
    notice: str = ""


class HealthIn(Schema):
    """What the vendor's systems know of a client's service; what is left out stays as it was."""

    paid_until: date | None = None
    connection: Literal["", "works", "trouble", "broken"] | None = None
    words: Annotated[Text, StringConstraints(max_length=200)] = ""


class CodeOut(Schema):
    """Whether a promo code brings new clients, and how we write it."""

    code: str
    known: bool
    works: bool


class PaymentIn(Schema):
    """A payment that the vendor has received for certain; sums in minor units."""

    source: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,15}$")]
    external_id: Annotated[
        Text, StringConstraints(min_length=1, max_length=120), AfterValidator(_some)
    ]
    amount_minor: Annotated[int, BeforeValidator(_whole), Field(gt=0, le=10**15)]
    paid_at: AwareDatetime
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "RUB"
    fee_minor: Minor = 0
    vat_minor: Minor = 0
    client_external_id: Word = ""
    payer_inn: Inn = ""
    payer_name: Annotated[Text, StringConstraints(max_length=300)] = ""
    purpose: Annotated[Text, StringConstraints(max_length=500)] = ""
    product: Annotated[Text, StringConstraints(max_length=60)] = ""


class PaymentsIn(Schema):
    """Up to a thousand payments; each is known by its source and external id, and counted once."""

    payments: Annotated[list[PaymentIn], Field(min_length=1, max_length=1000)]


class Accepted(Schema):
    """The batch is kept; the worker records it within seconds."""

    event_id: int
    payments: int
    known_batch: bool


class LeadIn(Schema):
    """A company that looks for an integrator; "" does not matter or was not said."""

    external_id: Id
    company: Name
    person: Annotated[Text, StringConstraints(max_length=120)] = ""
    email: Annotated[Text, StringConstraints(max_length=254)] = ""
    phone: Annotated[Text, StringConstraints(max_length=30)] = ""
    inn: Inn = ""
    city: Word = ""
    crm: Annotated[Text, StringConstraints(max_length=12)] = ""
    messenger: Annotated[Text, StringConstraints(max_length=12)] = ""
    tongue: Annotated[Text, StringConstraints(max_length=4)] = "ru"
    words: Annotated[Text, StringConstraints(max_length=2000)] = ""


class LeadOut(Schema):
    """A lead: how far it has come, and who is asked or has it."""

    id: int
    external_id: str
    status: str
    partner: str | None


class InvoiceLineIn(Schema):
    """A line: a product of the price list by its code, or title and price; VAT is inside."""

    title: Annotated[Text, StringConstraints(max_length=120)] = ""
    product: Annotated[Text, StringConstraints(max_length=60)] = ""
    price_minor: Annotated[Minor | None, BeforeValidator(_whole)] = None
    quantity: Annotated[
        Decimal, BeforeValidator(_number), Field(gt=0, le=1_000_000, decimal_places=3)
    ] = Decimal(1)
    unit: Annotated[Text, StringConstraints(max_length=20)] = ""
    period: Annotated[Text, StringConstraints(max_length=60)] = ""


class InvoiceIn(Schema):
    """An invoice to issue; the client is named by our id, by yours or by his INN."""

    external_id: Id
    client_id: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    client_external_id: Word = ""
    client_inn: Inn = ""
    lines: Annotated[list[InvoiceLineIn], Field(min_length=1, max_length=50)]
    currency: Literal["RUB", "EUR"] = "RUB"
    due_on: date | None = None
    basis: Annotated[Text, StringConstraints(max_length=200)] | None = None
    email: Email = ""
    send: bool = False


class InvoiceOut(Schema):
    """An invoice: its number, what it is for, how far it has come, where its client reads it."""

    id: int
    external_id: str
    number: str
    client_id: int
    partner: str | None
    state: str
    amount_minor: int
    paid_minor: int
    returned_minor: int
    currency: str
    vat: str
    basis: str
    purpose: str
    issued_at: datetime
    due_on: date | None
    valid_until: date | None
    sent_at: datetime | None
    viewed_at: datetime | None
    cancelled_at: datetime | None
    url: str
    pdf_url: str | None


class InvoicesAsked(Schema):
    """What a list of invoices is narrowed to."""

    external_id: Word = ""
    client_id: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    state: Annotated[Text, StringConstraints(max_length=20)] = ""
    before: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None


class InvoicesOut(Schema):
    """A page of invoices."""

    invoices: list[InvoiceOut]
    next_before: int | None
