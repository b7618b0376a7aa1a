"""A partner takes everything we keep about him: clients, money, papers and words, as tables in a ZIP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from zabota.domain.attribution.models import Attribution
from zabota.domain.community.models import ChatMessage
from zabota.domain.papers.models import Paper
from zabota.domain.partners.models import Partner, Takeout, TakeoutPiece, TakeoutStatus
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout
from zabota.domain.rewards.models import Reward
from zabota.kit.flow import flow
from zabota.kit.money import Money
from zabota.kit.queue import defer
from zabota.kit.sheets import csv_pieces
from zabota.kit.zipping import GrowingZip

KEPT = timedelta(days=3)
A_PIECE = 4 * 1024 * 1024
GOING = (TakeoutStatus.WAITING, TakeoutStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV of the export: its name, its columns, its rows read a few at a time."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


@flow
def takeout_asked(partner: Partner, *, at: datetime, by: str) -> Takeout:
    """Put an export in the queue; the one under way is given instead of a second."""
    try:
        with transaction.atomic():
            export = Takeout.objects.create(partner=partner, asked_at=at, asked_by=by)
            defer("config.pack_takeout", takeout_id=export.pk)
    except IntegrityError:
        return Takeout.objects.get(partner=partner, status__in=GOING)
    return export


def pack_takeout(takeout_id: int, *, at: datetime) -> None:
    """Put an export together from its beginning, a table at a time; a finished one is left alone."""
    going = Takeout.objects.filter(pk=takeout_id, status__in=GOING)
    if not going.update(status=TakeoutStatus.RUNNING, counted=0):
        return
    export = Takeout.objects.select_related("partner").get(pk=takeout_id)
    export.pieces.all().delete()
    tables = _tables(export.partner)
    going.update(total=len(tables))
    growing, digest, held, size, position = GrowingZip(at=at), sha256(), bytearray(), 0, 0
    for pieces in _files(growing, tables):
        for piece in pieces:
            held += piece
            while len(held) >= A_PIECE:
                position, size = _lay(export, bytes(held[:A_PIECE]), digest, position, size)
                del held[:A_PIECE]
        going.update(counted=len(growing.packed))
    _, size = _lay(export, bytes(held), digest, position, size)
    going.update(
        status=TakeoutStatus.DONE,
        finished_at=at,
        expires_at=at + KEPT,
        file_bytes=size,
        sha256=digest.hexdigest(),
    )


def fail_takeout(takeout_id: int, *, error: str, at: datetime) -> None:
    """Note why an export broke off."""
    Takeout.objects.filter(pk=takeout_id, status__in=GOING).update(
        status=TakeoutStatus.FAILED, error=error[:300], finished_at=at
    )


@flow
def takeouts_expired(*, at: datetime) -> int:
    """Throw away what could have been downloaded long enough; how many."""
    old = Takeout.objects.filter(status=TakeoutStatus.DONE, expires_at__lte=at)
    TakeoutPiece.objects.filter(takeout__in=old.values("pk")).delete()
    return old.update(status=TakeoutStatus.EXPIRED, file_bytes=0)


def takeout_pieces(export: Takeout) -> Iterator[bytes]:
    """The packed file, piece by piece."""
    for position in range(export.pieces.count()):
        yield bytes(export.pieces.get(position=position).body)


def _lay(export: Takeout, body: bytes, digest: Any, position: int, size: int) -> tuple[int, int]:
    digest.update(body)
    TakeoutPiece.objects.create(takeout=export, position=position, body=body)
    return position + 1, size + len(body)


def _files(growing: GrowingZip, tables: Sequence[Table]) -> Iterator[Iterator[bytes]]:
    for table in tables:
        yield growing.put(f"{table.name}.csv", csv_pieces(table.columns, table.rows))
    yield growing.end()


def _tables(partner: Partner) -> list[Table]:
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
