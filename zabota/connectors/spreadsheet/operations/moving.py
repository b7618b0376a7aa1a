"""Good rows move in, a part at a time; what moved before changes nothing, the rest waits with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import F

from zabota.connectors.spreadsheet.facts import Kind, Row
from zabota.connectors.spreadsheet.models import MOVES, MovedRow, MovingIn, MovingInStatus
from zabota.connectors.spreadsheet.operations.checking import SheetRefused, judge_rows
from zabota.connectors.spreadsheet.operations.references import (
    SOURCE,
    find_clients,
    find_moved,
    find_partners,
)
from zabota.domain.attribution.models import PromoCodeStatus, Source
from zabota.domain.attribution.operations import choose_code, decide_code
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payments.facts import PaymentFact
from zabota.flows.client_placed import client_attributed
from zabota.flows.client_registered import clients_registered
from zabota.flows.partner_moved_in import partner_moved_in
from zabota.flows.payments_received import payments_received
from zabota.flows.rewards_paid_elsewhere import rewards_paid_elsewhere
from zabota.kit.errors import Refusal
from zabota.kit.queue import defer
from zabota.kit.states import move
from zabota.kit.tables import read_table

JOB = "spreadsheet.move_in"
PART = 1000

Moved = dict[str, int]
Refused = list[tuple[int, str, str]]


def start_moving(moving: MovingIn, *, paid_until: datetime | None, at: datetime, by: str) -> None:
    """Queue the moving in of the good rows; a stopped one goes on where it stopped."""
    if moving.rows == len({number for number, *_ in moving.faults}):
        raise SheetRefused("Not one row of this table can move in as it is.")
    move(
        moving,
        MovingInStatus.RUNNING,
        allowed=MOVES,
        paid_until=paid_until,
        started_at=at,
        started_by=by,
        finished_at=None,
        done=0,
    )
    defer(JOB, moving_id=moving.pk)


def stop_moving(moving: MovingIn) -> None:
    """Stop after the part that is under way; what has moved stays."""
    move(moving, MovingInStatus.STOPPED, allowed=MOVES)


def move_in(moving_id: int, *, at: datetime) -> MovingIn:
    """Move the good rows in, part by part, until done or stopped. Repeating it is harmless."""
    moving = MovingIn.objects.select_related("event").get(pk=moving_id)
    good, faults = judge_rows(moving, read_table(bytes(moving.event.raw)))
    moved = find_moved(Kind(moving.kind), [row.key for row in good])
    fresh = [row for row in good if row.key not in moved]
    rows = MovingIn.objects.filter(pk=moving_id)
    rows.update(known=len(good) - len(fresh), done=len(good) - len(fresh), faults=faults)
    for part in _parts(fresh):
        if not rows.filter(status=MovingInStatus.RUNNING).exists():
            break
        done, refused = _MOVERS[Kind(moving.kind)](part, moving, at)
        if moving.kind != Kind.PAYMENTS:
            MovedRow.objects.bulk_create(
                [MovedRow(kind=moving.kind, key=key, object_id=pk) for key, pk in done.items()],
                ignore_conflicts=True,
            )
        faults += refused
        rows.update(done=F("done") + len(part), moved=F("moved") + len(done), faults=faults)
    else:
        _finish(moving, at=at)
    moving.refresh_from_db()
    return moving


def _finish(moving: MovingIn, *, at: datetime) -> None:
    if moving.kind == Kind.PAYMENTS and moving.paid_until:
        rewards_paid_elsewhere(
            source=SOURCE,
            paid_before=moving.paid_until,
            proof=f"{SOURCE}:{moving.pk}",
            at=at,
            by=moving.started_by,
        )
    rows = MovingIn.objects.filter(pk=moving.pk, status=MovingInStatus.RUNNING)
    rows.update(status=MovingInStatus.DONE, finished_at=at)


def _parts(rows: Sequence[Row]) -> Iterable[list[Row]]:
    rest = iter(rows)
    while part := list(islice(rest, PART)):
        yield part


def _partners(rows: list[Row], moving: MovingIn, at: datetime) -> tuple[Moved, Refused]:
    known = find_partners({row["inn"] for row in rows if row["inn"]})
    moved: Moved = {row.key: known[row["inn"]] for row in rows if row["inn"] in known}
    refused: Refused = []
    for row in rows:
        if row.key in moved:
            continue
        try:
            moved[row.key] = partner_moved_in(
                name=row["name"],
                email=row["email"],
                legal_form=row["legal_form"] or _form_by_inn(row["inn"]),
                code=row["promo"],
                since=row.at or at,
                at=at,
                by=moving.started_by,
                inn=row["inn"],
                kpp=row["kpp"],
                ogrn=row["ogrn"],
                phone=row["phone"],
                city=row["city"],
            ).pk
        except Refusal as reason:
            refused.append((row.number, "", reason.params.get("fault") or reason.code))
    return moved, refused


def _form_by_inn(inn: str) -> str:
    return "ip" if len(inn) == 12 else "ooo"


def _clients(rows: list[Row], moving: MovingIn, at: datetime) -> tuple[Moved, Refused]:
    facts = [
        ClientFact(
            name=row["name"][:160],
            at=row.at or at,
            inn=row["inn"],
            email=row["email"],
            phone=row["phone"][:30],
            external_id=row["external_id"][:80],
            promo="" if row["partner"] else row["promo"],
        )
        for row in rows
    ]
    clients = clients_registered(facts, source=Source.IMPORT, by=moving.started_by)
    partners = _partners_of(rows)
    for row, client in zip(rows, clients, strict=True):
        if row["partner"]:
            _attribute(client, partners[row["partner"]], row, moving, at)
    return {row.key: client.pk for row, client in zip(rows, clients, strict=True)}, []


def _partners_of(rows: list[Row]) -> dict[str, Partner]:
    ids = find_partners({row["partner"] for row in rows if row["partner"]})
    partners = Partner.objects.in_bulk(ids.values())
    return {word: partners[pk] for word, pk in ids.items()}


def _attribute(client: Client, partner: Partner, row: Row, moving: MovingIn, at: datetime) -> bool:
    return client_attributed(
        client,
        partner=partner,
        since=row.at or at,
        source=Source.IMPORT,
        at=at,
        by=moving.started_by,
        servicing=row["servicing"] or "full",
    )


def _codes(rows: list[Row], moving: MovingIn, at: datetime) -> tuple[Moved, Refused]:
    moved: Moved = {}
    refused: Refused = []
    partners = _partners_of(rows)
    for row in rows:
        try:
            code = choose_code(
                partners[row["partner"]], wished=row["promo"], at=at, by=moving.started_by
            )
        except Refusal as reason:
            refused.append((row.number, "promo", f"code_{reason.params.get('fault', 'taken')}"))
            continue
        decide_code(code, status=PromoCodeStatus.APPROVED, at=at, by=moving.started_by)
        moved[row.key] = code.pk
    return moved, refused


def _attributions(rows: list[Row], moving: MovingIn, at: datetime) -> tuple[Moved, Refused]:
    moved: Moved = {}
    refused: Refused = []
    partners = _partners_of(rows)
    ids = find_clients({row["client"] for row in rows})
    clients = Client.objects.in_bulk(ids.values())
    for row in rows:
        client = clients[ids[row["client"]]]
        if _attribute(client, partners[row["partner"]], row, moving, at):
            moved[row.key] = client.pk
        else:
            refused.append((row.number, "client", "somebodys_already"))
    return moved, refused


def _payments(rows: list[Row], moving: MovingIn, at: datetime) -> tuple[Moved, Refused]:
    clients = find_clients({row["client"] for row in rows})
    received = payments_received(
        [
            PaymentFact(
                source=SOURCE,
                external_id=row.key,
                amount_minor=row.amount_minor,
                currency=row["currency"] or "RUB",
                paid_at=row.at or at,
                client_id=clients[row["client"]],
                product=row["product"][:60],
                purpose=row["purpose"],
            )
            for row in rows
        ],
        at=at,
    )
    moved = {key: pk for (_, key), pk in received.payment_ids.items()}
    contradicting = {fact.external_id for fact in received.contradicting}
    refused = [(row.number, "amount", "contradicts") for row in rows if row.key in contradicting]
    return moved, refused


_MOVERS = {
    Kind.PARTNERS: _partners,
    Kind.CLIENTS: _clients,
    Kind.CODES: _codes,
    Kind.ATTRIBUTIONS: _attributions,
    Kind.PAYMENTS: _payments,
}
