"""Payouts through YooKassa: asked for under the attempt's key, asked about, and heard of by a call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from zabota.connectors.connections.facts import Denied, NotCertain, Noted, NotKnown, Told
from zabota.connectors.connections.facts import ProcessorRefused as TheyRefused
from zabota.connectors.connections.models import Connection, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.yookassa.client import YooKassa
from zabota.connectors.yookassa.translate.payments import money, read_notification
from zabota.connectors.yookassa.translate.payouts import (
    EVENTS,
    body_of,
    destination,
    key_of,
    word_of,
)
from zabota.domain.payouts.facts import AttemptEnd, RailFile, RailWord
from zabota.domain.payouts.models import Batch, Payout, PayoutAttempt, PayoutStatus
from zabota.flows.payouts_sent import attempt_told
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money

CODE = "yookassa_payouts"
AROUND = timedelta(hours=1)  # their clock and ours


def find_gateway() -> Connection | None:
    """The connection that pays, if there is one that is on and not a test."""
    rows = Connection.objects.filter(kind=CODE, enabled=True, test_mode=False)
    return rows.order_by("pk").first()


def can_pay() -> bool:
    """Whether the owner has connected a gateway."""
    return find_gateway() is not None


def check_batch(batch: Batch, at: datetime, form: str) -> RailFile | None:
    """Refused when a payout of the batch does not go by this rail; there is no file."""
    for payout in batch.payouts.exclude(status=PayoutStatus.CANCELLED):
        try:
            destination(kind=payout.details_kind, account=payout.account, bank=payout.bic)
        except KeyError:
            raise Refusal(
                "%(whose)s: YooKassa pays to a phone number or a wallet only.",
                code="another_rail",
                whose=payout.holder,
            ) from None
    return None


def submit(attempt: PayoutAttempt, at: datetime) -> RailWord:
    """Ask for the payout; the same key again is the same payout there.

    Their no counts as nothing made only at the first call: later, an earlier call may have made it.
    """
    payout = attempt.payout
    try:
        with _open() as gateway:
            made = gateway.create_payout(_body(payout, attempt.key), key=attempt.key)
    except TheyRefused as refused:
        end: AttemptEnd = "refused" if attempt.sent_at == attempt.asked_at else "unknown"
        return RailWord(end=end, reason=str(refused))
    return word_of(made, amount=_amount(payout))


def status(attempt: PayoutAttempt, at: datetime) -> RailWord:
    """Their payout as it is now, by its number, or found in their list by our key."""
    with _open() as gateway:
        if attempt.external_id:
            found = gateway.payout(attempt.external_id)
        else:
            since = (attempt.sent_at or attempt.prepared_at) - AROUND
            listed = gateway.payouts(since, at + AROUND)
            found = next((one for one in listed if key_of(one) == attempt.key), None)
    if found is None:
        return RailWord(end="unknown", reason="в ЮKassa такой выплаты не видно")
    return word_of(found, amount=_amount(attempt.payout))


def balance() -> Money:
    """How much is left on the balance of payouts, as YooKassa says."""
    with _open() as gateway:
        said = gateway.shop() or {}
    if "payout_balance" not in said:
        raise Refusal("YooKassa does not tell the balance of this gateway.", code="no_balance")
    return money(said["payout_balance"])


def hear_payout(notice: Notice) -> Sequence[Told]:
    """A notification is a hint: their payout is asked for, and only that is brought to ours."""
    event, said = read_notification(bytes(notice.event.raw))
    if event not in EVENTS or notice.test:
        return [NotKnown()]
    with YooKassa(keys_of(notice.connection)) as gateway:
        found = gateway.payout(str(said["id"]))
    if found is None:
        return [Denied()]
    attempt = PayoutAttempt.objects.filter(key=key_of(found)).select_related("payout").first()
    if attempt is None:
        return [NotKnown()]
    word = word_of(found, amount=_amount(attempt.payout))
    attempt_told(attempt, word, at=now())
    if word.end == "sent":
        raise NotCertain(f"payout {found['id']} is {found['status']}")
    return [Noted("", False, -attempt.payout.amount_minor, attempt.payout.currency)]


def check_keys(connection: Connection) -> None:
    """Ask whose keys these are."""
    keys = keys_of(connection)
    with YooKassa(keys) as asked:
        gateway = asked.shop()
    if gateway is None or str(gateway.get("account_id")) != keys["agent_id"]:
        raise Refusal("The secret key belongs to another gateway.", code="other_shop")
    if bool(gateway.get("test")) != connection.test_mode:
        raise Refusal(
            "A test shop needs the test mode, and a real one must not have it: change the connection.",
            code="mode_differs",
        )


def _open() -> YooKassa:
    connection = find_gateway()
    if connection is None:
        raise Refusal("No connection to YooKassa payouts is on.", code="no_gateway")
    return YooKassa(keys_of(connection))


def _body(payout: Payout, key: str) -> dict[str, object]:
    return body_of(
        key=key,
        order_number=payout.order_number,
        amount=_amount(payout),
        kind=payout.details_kind,
        account=payout.account,
        bank=payout.bic,
    )


def _amount(payout: Payout) -> Money:
    return Money(payout.amount_minor, payout.currency)
