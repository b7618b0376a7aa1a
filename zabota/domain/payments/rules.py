"""The matching ladder: which client a payment is tied to, and by what. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from zabota.domain.payments.facts import PaymentFact

CLIENT = "client"
REFERENCE = "reference"
NUMBER = "number"
INN = "inn"

# How much a sign says about whose a waiting payment is; two weak ones make a fair guess.
_WEIGHTS = {"inn": 8, "payer": 8, "number": 6, "name": 3, "amount": 2}

_LEGAL_FORMS = re.compile(
    r"\b(?:общество с ограниченной ответственностью|индивидуальный предприниматель"
    r"|(?:(?:не)?публичное |открытое |закрытое )?акционерное общество|самозанятый"
    r"|ооо|оао|зао|пао|ао|нао|ип|чуп|тоо|llc|ltd|inc)\b"
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a payment is tied to; without a client it waits for a person."""

    client_id: int | None = None
    invoice_id: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice as matching sees it; `key` is its folded number, `left_minor` what is unpaid."""

    id: int
    key: str
    client_id: int
    client_inn: str
    amount_minor: int
    left_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the house knows about a batch: invoices by key, clients by ИНН and by external id."""

    invoices: Mapping[str, OpenInvoice]
    by_inn: Mapping[str, int]
    by_external_id: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Clues:
    """What a purpose says: keys of our own references, keys of any other invoice numbers."""

    references: Sequence[str] = ()
    numbers: Sequence[str] = ()


def match_payment(fact: PaymentFact, clues: Clues, known: Known) -> Match:
    """First hit wins: named by the source → our reference → number, ИНН and amount → ИНН."""
    if fact.client_id is not None:
        return Match(fact.client_id, _invoice_of(fact.client_id, clues.references, known), CLIENT)
    if client_id := known.by_external_id.get(fact.client_external_id):
        return Match(client_id, None, CLIENT)
    if fact.doubtful:
        return Match()
    return (
        _by_reference(fact, clues, known) or _by_number(fact, clues, known) or _by_inn(fact, known)
    )


def _invoice_of(client_id: int, keys: Iterable[str], known: Known) -> int | None:
    found = (known.invoices[key] for key in keys if key in known.invoices)
    return next((invoice.id for invoice in found if invoice.client_id == client_id), None)


def _by_reference(fact: PaymentFact, clues: Clues, known: Known) -> Match | None:
    """Our check digit vouches for the number; two clients in one purpose are for a person."""
    found = [known.invoices[key] for key in clues.references if key in known.invoices]
    found = [invoice for invoice in found if invoice.currency == fact.currency]
    if not found or len({invoice.client_id for invoice in found}) > 1:
        return None
    exact = [invoice for invoice in found if invoice.left_minor == fact.amount_minor]
    chosen = (exact or found)[0]
    return Match(chosen.client_id, chosen.id, REFERENCE)


def _by_number(fact: PaymentFact, clues: Clues, known: Known) -> Match | None:
    """A number alone proves nothing: the payer and the amount must agree with the invoice."""
    found = [known.invoices[key] for key in clues.numbers if key in known.invoices]
    agreeing = [
        invoice
        for invoice in found
        if fact.payer_inn
        and known.by_inn.get(fact.payer_inn) == invoice.client_id
        and fact.amount_minor in (invoice.amount_minor, invoice.left_minor)
        and fact.currency == invoice.currency
    ]
    if len(agreeing) != 1:
        return None
    return Match(agreeing[0].client_id, agreeing[0].id, NUMBER)


def _by_inn(fact: PaymentFact, known: Known) -> Match:
    client_id = known.by_inn.get(fact.payer_inn) if fact.payer_inn else None
    return Match(client_id, None, INN) if client_id else Match()


def sign_weight(kind: str) -> int:
    """How much a sign speaks for a client."""
    return _WEIGHTS[kind]


def name_words(name: str) -> list[str]:
    """The telling words of a company's name: no legal form, quotes, initials; figures stay, ё is е."""
    bare = _LEGAL_FORMS.sub(" ", name.casefold().replace("ё", "е"))
    return [word for word in re.findall(r"\w+", bare) if len(word) > 2 or word.isdigit()]


def name_stems(name: str) -> list[str]:
    """Beginnings of the telling words, to look for in other names."""
    return [word[:4] for word in name_words(name) if not word.isdigit()]


def likeness(one: str, other: str) -> int:
    """How much two names are alike, in percent of their words; 0 when it may be chance.

    Endings and slips are forgiven; most words of the shorter name must be in the longer one.
    """
    words, others = name_words(one), name_words(other)
    if not words or not others:
        return 0
    shared = sum(any(_same_word(word, another) for another in others) for word in words)
    shortest, longest = sorted((len(words), len(others)))
    if 3 * shared < 2 * shortest or 3 * shared < longest:
        return 0
    return min(100, 200 * shared // (shortest + longest))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 5:
        return False
    return SequenceMatcher(None, one, other).ratio() >= 0.85
