"""Attempts: prepared with a key, handed over or called under it, and moved only by what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from django.db.models import F, Max
from django.db.models.functions import Coalesce

from zabota.domain.payouts.events import PayoutRepeated
from zabota.domain.payouts.facts import RailWord
from zabota.domain.payouts.models import (
    ASKED_ABOUT,
    ATTEMPT_MOVES,
    OPEN_ATTEMPTS,
    PAYOUT_MOVES,
    AttemptStatus,
    Batch,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations.late import ENDED, hear_late, proof_of
from zabota.domain.payouts.operations.settling import fail_payout, settle_payout
from zabota.domain.payouts.operations.staleness import refuse_stale_again
from zabota.domain.payouts.queries.carriers import get_carrier
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move

SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)
SAME_KEY = timedelta(hours=23)  # so long a rail knows a key again
_PAYOUT_AFTER = {
    "sent": PayoutStatus.SENT,
    "unknown": PayoutStatus.UNKNOWN,
    "refused": PayoutStatus.APPROVED,
}


class NothingToRepeat(Refusal):
    """Only what was refused for certain is sent anew."""

    code = "nothing_to_repeat"


def prepare_attempts(payouts: Sequence[Payout], *, rail: str, at: datetime) -> None:
    """A new attempt with a key of its own for each payout that has none under way."""
    ids = [payout.pk for payout in payouts]
    known = PayoutAttempt.objects.filter(payout__in=ids)
    busy = set(known.filter(status__in=OPEN_ATTEMPTS).values_list("payout_id", flat=True))
    last = dict(known.values_list("payout_id").annotate(Max("number")))
    numbers = {pk: last.get(pk, 0) + 1 for pk in ids}
    PayoutAttempt.objects.bulk_create(
        PayoutAttempt(
            payout=payout,
            number=numbers[payout.pk],
            rail=rail,
            key=_key(payout.order_number, numbers[payout.pk]),
            prepared_at=at,
        )
        for payout in payouts
        if payout.pk not in busy
    )


def _key(order_number: int, attempt: int) -> str:
    """At most 20 plain characters: it is the EndToEndId in a file and the idempotence key of a call.

    The random end keeps apart two installations, or one and its restored copy.
    """
    return f"Z{order_number:06d}-{attempt}-{token_hex(4).upper()}"


def let_attempts_leave(batch: Batch, *, at: datetime) -> None:
    """The prepared attempts of a batch go: a file is handed over, a call is due at once."""
    rows = PayoutAttempt.objects.filter(
        payout__batch=batch, payout__status=PayoutStatus.SENT, status=AttemptStatus.PREPARED
    )
    if get_carrier(batch.rail).manner == "calls":
        rows.update(next_ask_at=at)
    else:
        rows.update(status=AttemptStatus.SENT, sent_at=at)


def drop_attempts(payouts: Sequence[Payout], *, reason: str, at: datetime) -> None:
    """They never left: the attempts are over with their payouts."""
    rows = PayoutAttempt.objects.filter(payout__in=payouts, status=AttemptStatus.PREPARED)
    rows.update(status=AttemptStatus.REFUSED, reason=reason, ended_at=at, next_ask_at=None)


def note_call(attempt: PayoutAttempt, *, at: datetime) -> bool:
    """Written before the rail is called: whatever happens now, it may have been made there.

    False when the attempt has ended meanwhile and must not be called about.
    """
    pause = min(max(SOONEST, (at - (attempt.sent_at or at)) / 4), LATEST)
    rows = PayoutAttempt.objects.filter(pk=attempt.pk, status__in=ASKED_ABOUT)
    called = rows.update(sent_at=Coalesce(F("sent_at"), at), asked_at=at, next_ask_at=at + pause)
    rows.filter(status=AttemptStatus.PREPARED).update(status=AttemptStatus.UNKNOWN)
    attempt.refresh_from_db()
    return bool(called)


def knows_key(attempt: PayoutAttempt, *, at: datetime) -> bool:
    """Whether the rail may be called with the attempt's key once more without a second payout.

    One that a person gave up is only asked about: it must not be made now.
    """
    if attempt.status == AttemptStatus.GIVEN_UP:
        return False
    return attempt.sent_at is None or at - attempt.sent_at < SAME_KEY


def hear_word(attempt: PayoutAttempt, word: RailWord, *, at: datetime, by: str = "") -> None:
    """Bring what the rail says to the attempt and its payout; a late or a second word changes nothing.

    The caller holds the books alone.
    """
    attempt.refresh_from_db()
    if attempt.external_id and word.external_id not in ("", attempt.external_id):
        word = RailWord(end="unknown", reason=f"{word.external_id}?")
    if word.end == "settled" and attempt.status in ENDED:
        hear_late(attempt, word, at=at)
        return
    if word.end not in ATTEMPT_MOVES[attempt.status]:
        _note_reason(attempt, word)
        return
    ends = word.end not in OPEN_ATTEMPTS
    move(
        attempt,
        word.end,
        allowed=ATTEMPT_MOVES,
        reason=word.reason[:300],
        external_id=word.external_id or attempt.external_id,
        ended_at=at if ends else None,
        next_ask_at=None if ends else attempt.next_ask_at,
    )
    payout = Payout.objects.get(pk=attempt.payout_id)
    if payout.status == PayoutStatus.FAILED:
        return  # a person had given it up, and was right
    if word.end == "settled":
        proof = proof_of(attempt)
        settle_payout(payout, settled_at=word.at or at, proof=proof, at=at, by=by)
    elif word.end == "failed":
        fail_payout(payout, reason=word.reason, at=at, by=by)
    elif payout.status != _PAYOUT_AFTER[word.end]:
        move(payout, _PAYOUT_AFTER[word.end], allowed=PAYOUT_MOVES)


def _note_reason(attempt: PayoutAttempt, word: RailWord) -> None:
    """No move, but the newest trouble is worth reading."""
    if word.reason and attempt.status in ASKED_ABOUT:
        PayoutAttempt.objects.filter(pk=attempt.pk).update(reason=word.reason[:300])


def repeat_payout(payout: Payout, *, at: datetime, by: str) -> PayoutAttempt:
    """A new attempt under a new key, only after the rail has said that nothing was made.

    Refused when what it says is no longer true, or the tax service has not said yes today.
    """
    last = payout.attempts.order_by("-number").first()
    refused = last is not None and last.status == AttemptStatus.REFUSED
    if payout.status != PayoutStatus.APPROVED or not refused:
        raise NothingToRepeat("Only a payout that the rail has refused is sent again.")
    refuse_stale_again(payout, at=at)
    prepare_attempts([payout], rail=payout.batch.rail, at=at)
    move(payout, PayoutStatus.SENT, allowed=PAYOUT_MOVES)
    PayoutAttempt.objects.filter(payout=payout, status=AttemptStatus.PREPARED).update(
        next_ask_at=at
    )
    publish(PayoutRepeated(at=at, by=by, payout_id=payout.pk))
    return payout.attempts.get(status=AttemptStatus.PREPARED)
