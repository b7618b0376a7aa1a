"""What a partner's export holds: a table for every kind of thing we keep about him, and his cards' files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zabota.domain.academy.models import Certificate
from zabota.domain.attribution.models import Attribution
from zabota.domain.cards.models import Card, CardFile, CardNote
from zabota.domain.community.models import ChatMessage
from zabota.domain.papers.models import Paper
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout
from zabota.domain.rewards.models import Reward
from zabota.kit.money import Money


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV of the export: its name, its columns, its rows read a few at a time."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def tables_of(partner: Partner) -> list[Table]:
    """Every table of a partner's export; rows are read when they are written."""
    return [
        Table("partner", ("field", "value"), _about(partner)),
        Table(
            "clients",
            ("client", "inn", "status", "since", "until", "source", "withdrawn"),
            _clients(partner),
        ),
        Table(
            "payments",
            ("payment", "source", "client", "paid_at", "amount", "currency"),
            _payments(partner),
        ),
        Table(
            "rewards",
            ("reward", "payment", "client", "amount", "currency", "rate_percent", "due_at",
             "earned_at", "cancelled_at", "held"),
            _rewards(partner),
        ),
        Table(
            "payouts",
            ("payout", "amount", "currency", "status", "formed_at", "settled_at", "failed_at",
             "failure", "account"),
            _payouts(partner),
        ),
        Table("papers", ("number", "kind", "on", "status", "sent_at"), _papers(partner)),
        Table("messages", ("room", "at", "author", "text"), _messages(partner)),
        Table("cards", ("client", "step", "step_by", "tags"), _cards(partner)),
        Table("notes", ("client", "at", "by", "text"), _notes(partner)),
        Table("files", ("client", "at", "by", "name", "bytes", "in_this_zip"), _files(partner)),
        Table(
            "invoices",
            ("number", "client", "amount", "paid", "returned", "currency", "purpose", "status",
             "issued_at", "due_on", "cancelled_at"),
            _invoices(partner),
        ),
        Table(
            "leads",
            ("company", "person", "email", "phone", "city", "text", "status", "made_at",
             "closed_at", "closed_why"),
            _leads(partner),
        ),
        Table(
            "claims",
            ("client", "since", "text", "made_at", "made_by", "status", "decided_at", "answer"),
            _claims(partner),
        ),
        Table(
            "reservations",
            ("company", "inn", "domain", "email", "phone", "text", "made_at", "expires_at",
             "status"),
            _reservations(partner),
        ),
        Table("offers", ("offer", "accepted_at", "by", "address", "sha256"), _offers(partner)),
        Table(
            "certificates",
            ("code", "person", "course", "issued_at", "withdrawn_at"),
            _certificates(partner),
        ),
    ]  # fmt: skip


def _about(partner: Partner) -> Iterator[Sequence[Any]]:
    for name in ("name", "legal_form", "inn", "kpp", "ogrn", "email", "phone", "city", "joined_at"):
        yield name, getattr(partner, name)
    for code in partner.promo_codes.order_by("pk"):
        yield "promo_code", code.code
    for member in partner.members.select_related("person").order_by("pk"):
        yield "member", f"{member.person.name} <{member.person.email}>, {member.role}"
    for details in partner.bank_details.order_by("pk"):
        yield "bank_details", f"{details.account} {details.bic} {details.valid_from:%Y-%m-%d}"


def _clients(partner: Partner) -> Iterator[Sequence[Any]]:
    rows = Attribution.objects.filter(partner=partner).select_related("client").order_by("pk")
    for row in rows.iterator(500):
        client = row.client
        yield (client.name, client.inn, client.status, row.during.lower, row.during.upper,
               row.source, row.withdrawn_at)  # fmt: skip


def _payments(partner: Partner) -> Iterator[Sequence[Any]]:
    mine = Reward.objects.filter(partner=partner).values("payment")
    rows = Payment.objects.filter(pk__in=mine).select_related("client").order_by("pk")
    for row in rows.iterator(500):
        amount = Money(row.amount_minor, row.currency)
        yield (row.external_id, row.source, row.client.name if row.client else "", row.paid_at,
               amount, row.currency)  # fmt: skip


def _rewards(partner: Partner) -> Iterator[Sequence[Any]]:
    rows = partner.rewards.select_related("payment__client").order_by("pk")
    for row in rows.iterator(500):
        rate = "" if row.rate_bp is None else row.rate_bp / 100
        yield (row.pk, row.payment.external_id, str(row.payment.client or ""),
               Money(row.amount_minor, row.currency), row.currency, rate, row.due_at,
               row.earned_at, row.cancelled_at, row.hold)  # fmt: skip


def _payouts(partner: Partner) -> Iterator[Sequence[Any]]:
    rows: Any = Payout.objects.filter(partner=partner).order_by("pk")
    for row in rows.iterator(500):
        yield (row.order_number, Money(row.amount_minor, row.currency), row.currency, row.status,
               row.formed_at, row.settled_at, row.failed_at, row.failure, row.account)  # fmt: skip


def _papers(partner: Partner) -> Iterator[Sequence[Any]]:
    rows = Paper.objects.filter(partner=partner).defer("pdf", "content").order_by("pk")
    for row in rows.iterator(500):
        yield row.number, row.kind, row.on, row.status, row.sent_at


def _messages(partner: Partner) -> Iterator[Sequence[Any]]:
    """What his people wrote anywhere, and everything on the direct line with us."""
    rows = ChatMessage.objects.filter(deleted_at=None).select_related("room", "author")
    people = partner.members.values("person")
    mine = rows.filter(author__in=people) | rows.filter(room__partner=partner)
    for row in mine.order_by("pk").iterator(500):
        yield row.room.name, row.at, str(row.author or ""), row.text


def _cards(partner: Partner) -> Iterator[Sequence[Any]]:
    rows = Card.objects.filter(partner=partner).select_related("client").order_by("pk")
    for row in rows.iterator(500):
        yield row.client.name, row.step, row.step_on, ", ".join(row.tags)


def _notes(partner: Partner) -> Iterator[Sequence[Any]]:
    rows = CardNote.objects.filter(card__partner=partner, removed_at=None)
    for row in rows.select_related("card__client").order_by("pk").iterator(500):
        yield row.card.client.name, row.at, row.by, row.words


def files_of(partner: Partner) -> QuerySet[CardFile]:
    """Files on his cards, those taken off left out; without their bytes."""
    rows = CardFile.objects.filter(card__partner=partner, removed_at=None)
    return rows.select_related("card__client").defer("content").order_by("pk")


def name_in_zip(file: CardFile) -> str:
    """Where a file lies in the export; two of one name lie apart."""
    return f"files/{file.pk}-{file.name}"


def _files(partner: Partner) -> Iterator[Sequence[Any]]:
    for row in files_of(partner).iterator(500):
        yield row.card.client.name, row.at, row.by, row.name, row.size, name_in_zip(row)


def _invoices(partner: Partner) -> Iterator[Sequence[Any]]:
    rows = partner.invoices.select_related("client").order_by("pk")
    for row in rows.iterator(500):
        amount, paid, returned = (
            Money(minor, row.currency)
            for minor in (row.amount_minor, row.paid_minor, row.returned_minor)
        )
        yield (row.number, row.client.name, amount, paid, returned, row.currency, row.purpose,
               row.status, row.issued_at, row.due_on, row.cancelled_at)  # fmt: skip


def _leads(partner: Partner) -> Iterator[Sequence[Any]]:
    for row in partner.leads.order_by("pk").iterator(500):
        yield (row.company, row.person, row.email, row.phone, row.city, row.words, row.status,
               row.made_at, row.closed_at, row.closed_why)  # fmt: skip


def _claims(partner: Partner) -> Iterator[Sequence[Any]]:
    """By the words he knew the client by: whose client it is, is told by the answer alone."""
    for row in partner.claims.order_by("pk").iterator(500):
        yield (row.said, row.since, row.words, row.made_at, row.made_by, row.status,
               row.decided_at, row.reason)  # fmt: skip


def _reservations(partner: Partner) -> Iterator[Sequence[Any]]:
    for row in partner.reservations.order_by("pk").iterator(500):
        yield (row.name, row.inn, row.domain, row.email, row.phone, row.words, row.made_at,
               row.expires_at, row.status)  # fmt: skip


def _offers(partner: Partner) -> Iterator[Sequence[Any]]:
    rows = partner.acceptances.select_related("offer", "person").order_by("pk")
    for row in rows.iterator(500):
        yield row.offer.number, row.at, str(row.person), row.address, row.sha256


def _certificates(partner: Partner) -> Iterator[Sequence[Any]]:
    for row in Certificate.objects.filter(partner=partner).order_by("pk").iterator(500):
        yield row.code, row.person_name, row.course_title, row.issued_at, row.withdrawn_at
