"""What becomes of slips after the first: asked, heard, asked again, and said by a person."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import httpx
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from zabota.connectors.connections.events import SlipSettled
from zabota.connectors.connections.facts import OutcomeUnknown, SlipWord
from zabota.connectors.connections.models import (
    UNDER_WAY,
    LaterSlip,
    SlipKind,
    SlipStatus,
)
from zabota.connectors.connections.operations.checkouts import OTHER_SHAPE
from zabota.connectors.connections.operations.kinds import SAME_KEY, Kind, get_kind
from zabota.connectors.connections.operations.receiving import keep
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish

_log = logging.getLogger(__name__)
PATIENCE = timedelta(days=4)  # YooKassa tries to print a slip for three


class NotThere(Refusal):
    """This cannot be done through the processor."""

    code = "not_there"


def needs_somebody() -> Q:
    """Slips that a person has to look at, as the row itself says."""
    return Q(status=SlipStatus.UNKNOWN) | (~Q(refusal="") & Q(seen_at=None))


def send_slip(slip: LaterSlip, *, at: datetime, first: bool) -> LaterSlip:
    """Ask the processor. Its no counts only at the first call: later, an earlier one may have done it."""
    connection = slip.checkout.connection
    kind = get_kind(connection.kind)
    ask = kind.give_back if slip.kind == SlipKind.REFUND else kind.close_advance
    if ask is None:
        raise NotThere("This cannot be done through the processor.")
    try:
        word = ask(connection, slip)
    except Refusal as refused:
        to = SlipStatus.REFUSED if first else SlipStatus.UNKNOWN
        _move(slip, to, at=at, refusal=_words_of(refused), next_ask_at=None)
        raise
    except (httpx.HTTPError, *OTHER_SHAPE) as fault:
        _log.warning("slip %s: %r", slip.key, fault)
        if kind.knows_again.get(slip.kind) is None:
            _move(slip, SlipStatus.UNKNOWN, at=at, next_ask_at=None)
        raise OutcomeUnknown(
            "The processor did not answer, so it is not known whether it was taken. Look under Till slips: nothing is done twice."
        ) from fault
    _heard(slip, kind, word, at=at)
    return LaterSlip.objects.select_related("checkout").get(pk=slip.pk)


def _words_of(refused: Refusal) -> str:
    """Their own words, or ours in the language of who asks."""
    said = refused.params.get("said")
    return (str(said) if said else gettext(refused.message))[:300]


def _heard(slip: LaterSlip, kind: Kind, word: SlipWord, *, at: datetime) -> None:
    """What they said moves the row, and what went back comes by the road of their own calls."""
    if word.found is not None:
        keep(slip.checkout.connection, kind, word.found.accepted, word.found.raw, at=at)
    to = {"open": SlipStatus.OPEN, "done": SlipStatus.DONE, "refused": SlipStatus.REFUSED}[word.end]
    again = (word.end == "open" or word.more) and at - slip.asked_at < PATIENCE
    if word.end == "open" and not again:
        to = SlipStatus.UNKNOWN
    _move(
        slip,
        to,
        at=at,
        refusal=word.reason[:300],
        next_ask_at=at + max(timedelta(minutes=2), (at - slip.asked_at) / 4) if again else None,
        **({"external_id": word.external_id[:120]} if word.external_id else {}),
    )


def _move(slip: LaterSlip, to: SlipStatus, *, at: datetime, **changes: object) -> bool:
    """Only forward: what is done or refused stays so, but for a late word about its slip."""
    open_ones = Q(status__in=UNDER_WAY) | Q(status=SlipStatus.DONE, next_ask_at__isnull=False)
    if to != SlipStatus.DONE:
        open_ones = Q(status__in=UNDER_WAY)
    return bool(
        LaterSlip.objects.filter(open_ones, pk=slip.pk).update(status=to, moved_at=at, **changes)
    )


def ask_about_slips(*, at: datetime, most: int = 200) -> int:
    """Ask what became of slips that are not finished; how many were asked about."""
    due = LaterSlip.objects.filter(next_ask_at__lte=at)
    off = due.filter(checkout__connection__enabled=False, asked_at__lt=at - SAME_KEY)
    off.filter(status__in=UNDER_WAY).update(
        status=SlipStatus.UNKNOWN, next_ask_at=None, moved_at=at
    )  # nobody will ask any more
    due = due.filter(checkout__connection__enabled=True)
    rows = due.select_related("checkout__connection", "checkout__payment", "checkout__invoice")
    listed = list(rows.order_by("next_ask_at")[:most])
    for slip in listed:
        pause = max(timedelta(minutes=2), (at - slip.asked_at) / 4)
        again = at + pause if at - slip.asked_at < PATIENCE else None
        LaterSlip.objects.filter(pk=slip.pk).update(next_ask_at=again)
        _ask(slip, get_kind(slip.checkout.connection.kind), at=at)
    return len(listed)


def _ask(slip: LaterSlip, kind: Kind, *, at: datetime) -> None:
    try:
        if slip.status == SlipStatus.ASKED:
            known_for = kind.knows_again.get(slip.kind)
            if known_for is None or at - slip.asked_at > known_for:
                _move(slip, SlipStatus.UNKNOWN, at=at, next_ask_at=None)
                return
            send_slip(slip, at=at, first=False)
        elif ask := kind.ask_first_slip if slip.kind == SlipKind.PAYMENT else kind.ask_slip:
            _heard(slip, kind, ask(slip.checkout.connection, slip), at=at)
    except (Refusal, httpx.HTTPError, *OTHER_SHAPE) as fault:
        _log.warning("slip %s could not be asked about: %r", slip.key, fault)


@transaction.atomic
def settle_slip(slip: LaterSlip, *, taken: bool, reason: str, at: datetime, by: str) -> None:
    """A person has looked into the processor's cabinet: it was taken there, or it was not."""
    to = SlipStatus.DONE if taken else SlipStatus.REFUSED
    said = {"refusal": "" if taken else reason[:300], "next_ask_at": None, "moved_at": at}
    unknown = LaterSlip.objects.filter(pk=slip.pk, status=SlipStatus.UNKNOWN)
    if not unknown.update(status=to, seen_at=at, **said):
        raise Refusal("Its outcome is known by now.", code="known")
    if slip.checkout.payment_id is not None:
        settled = SlipSettled(
            at=at, by=by, payment_id=slip.checkout.payment_id, what=slip.kind, taken=taken, reason=reason
        )  # fmt: skip
        publish(settled)


def see_slip(slip: LaterSlip, *, at: datetime) -> None:
    """Somebody has taken note of what went wrong: it needs nobody any more."""
    LaterSlip.objects.filter(pk=slip.pk, seen_at=None).exclude(refusal="").update(seen_at=at)
