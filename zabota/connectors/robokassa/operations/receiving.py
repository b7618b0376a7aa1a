"""The road of one result, the link by which a client pays, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

import httpx

from zabota.connectors.connections.facts import (
    Accepted,
    Answer,
    Call,
    Found,
    Keys,
    KeysRefused,
    NotAccepted,
    PaymentTold,
    RefundTold,
    Started,
    Told,
)
from zabota.connectors.connections.models import Checkout, Connection, LaterSlip, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.connections.translate.till import TillSlip
from zabota.connectors.robokassa.client import ask_state
from zabota.connectors.robokassa.translate.results import (
    HASHES,
    KNOWN,
    NOT_THERE,
    PAID,
    REFUND,
    WRONG_KEYS,
    State,
    accepted_of,
    is_signed,
    order_of,
    payment_fact,
    read_result,
    read_state,
    receipt_of,
    refund_fact,
    signature_of,
)
from zabota.kit.money import Money


def algorithm_of(keys: Keys) -> str:
    """The digest that signs, as it is chosen in the cabinet."""
    chosen = keys["hash"]
    return chosen if chosen in HASHES else "md5"


def receive(call: Call, keys: Keys) -> Accepted:
    """Proved by password 2, over the sum as it was written; by GET or by POST."""
    try:
        said = read_result(call.body if call.method == "POST" else call.query.encode())
    except ValueError:
        raise NotAccepted("unreadable") from None
    if not is_signed(said, keys["password2"], algorithm_of(keys)):
        raise NotAccepted("signature")
    return accepted_of(said)


def answer(call: Call, accepted: Accepted, connection: Connection) -> Answer:
    """What ends their repeats."""
    return Answer(f"OK{accepted.subject}")


def read_notice(notice: Notice) -> Sequence[Told]:
    """A result is sent only when the money is certain. Of refunds only we ourselves tell, having asked."""
    said = read_result(bytes(notice.event.raw))
    if notice.found_by_us and REFUND in said:
        back = refund_fact(said, shop=_prefix(notice.connection), at=notice.came_at)
        return [RefundTold(back, "RUB")]
    fact = payment_fact(said, shop=_prefix(notice.connection), at=notice.came_at)
    return [PaymentTold(fact, order_of(said))]


def _prefix(connection: Connection) -> str:
    """Of the first shop the bare number is the identity, as in Robokassa's registers; others add theirs."""
    first = Connection.objects.filter(kind=connection.kind).order_by("pk").first()
    login = str(connection.settings["login"])
    return "" if first is None or first.settings["login"] == login else login


def _number_of(checkout: Checkout) -> str:
    """The order's number in the shop, the same each time it is asked for.

    Other sites of the same shop count from one; ours start somewhere of their own, below 2³¹.
    """
    return _counted(checkout.connection.token, checkout.pk)


def number_of_slip(slip: LaterSlip) -> str:
    """The number of a second slip: they start somewhere else than orders, below 2³¹ too."""
    return _counted(f"{slip.checkout.connection.token} slips", slip.pk)


def _counted(word: str, pk: int) -> str:
    start = int.from_bytes(sha256(word.encode()).digest()[:8])
    return str(100_000_000 + start % 1_900_000_000 + pk)


def begin(connection: Connection, checkout: Checkout) -> Started:
    """The signed link; no call is made, so nothing can be unknown.

    With a till slip it is a form to be posted: lines in Russian, encoded twice, outgrow a link.
    """
    keys = keys_of(connection)
    amount, number = Money(checkout.amount_minor).plain(), _number_of(checkout)
    ours = {"Shp_checkout": checkout.key}
    slip = TillSlip.of(checkout.slip)
    receipt = {"Receipt": receipt_of(slip)} if slip else {}
    parts = [keys["login"], amount, number, *receipt.values(), keys["password1"]]
    said = {
        "MerchantLogin": keys["login"],
        "OutSum": amount,
        "InvId": number,
        "Description": checkout.invoice.purpose[:100],
        "SignatureValue": signature_of(parts, ours, algorithm_of(keys)),
        **receipt,
        **ours,
    }
    page = keys["pay_url"].rstrip("/")
    if slip:
        return Started(number, page, {**said, "Email": slip.email})
    return Started(number, f"{page}?{urlencode(said)}")


def state_of(keys: Keys, number: str) -> State:
    """What they say of the payment; without a code of state when nobody has opened its page yet."""
    signature = signature_of([keys["login"], number, keys["password2"]], {}, algorithm_of(keys))
    try:
        state = read_state(ask_state(keys, number, signature=signature))
    except ValueError as fault:
        raise httpx.DecodingError(str(fault)) from fault
    if state.verdict in WRONG_KEYS:
        raise KeysRefused("The processor does not accept the keys: check them.")
    if state.verdict not in (KNOWN, NOT_THERE):
        raise httpx.DecodingError(f"their code {state.verdict}")
    return state


def ask_about(connection: Connection, checkout: Checkout) -> Found | None:
    """What they say of a payment begun here, as if they had told of it, once its money is certain.

    Their answer bears no fee. A number is unique in the shop, not among the sites that share it:
    only what names our checkout is believed, and the sum is theirs.
    """
    state = state_of(keys_of(connection), checkout.external_id)
    said = {
        "OutSum": state.out_sum,
        "InvId": checkout.external_id,
        "SignatureValue": "asked",
        **state.ours,
    }
    if state.code != PAID or not state.out_sum or order_of(said) != checkout.key:
        return None
    return Found(accepted_of(said), urlencode(said).encode())


def check_keys(connection: Connection) -> None:
    """Ask for a payment that is not there: a wrong password 2 is told apart from that."""
    state_of(keys_of(connection), "1")


def sample(keys: Keys, at: datetime) -> Call:
    """A result such as they send."""
    said = {"OutSum": "10.000000", "InvId": f"{int(at.timestamp())}", "IsTest": "1"}
    parts = [said["OutSum"], said["InvId"], keys["password2"]]
    said["SignatureValue"] = signature_of(parts, said, algorithm_of(keys)).upper()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Call(body=urlencode(said).encode(), headers=headers, at=at)
