"""The road of one result, and the link by which a client pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from zabota.connectors.connections.facts import (
    Accepted,
    Answer,
    Call,
    Keys,
    NotAccepted,
    PaymentTold,
    Started,
    Told,
)
from zabota.connectors.connections.models import Checkout, Connection, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.robokassa.translate import (
    HASHES,
    accepted_of,
    is_signed,
    order_of,
    payment_fact,
    read_result,
    signature_of,
)
from zabota.kit.money import Money


def _algorithm(keys: Keys) -> str:
    chosen = keys["hash"]
    return chosen if chosen in HASHES else "md5"


def receive(call: Call, keys: Keys) -> Accepted:
    """Proved by password 2, over the sum as it was written; by GET or by POST."""
    try:
        said = read_result(call.body if call.method == "POST" else call.query.encode())
    except ValueError:
        raise NotAccepted("unreadable") from None
    if not is_signed(said, keys["password2"], _algorithm(keys)):
        raise NotAccepted("signature")
    return accepted_of(said)


def answer(call: Call, accepted: Accepted, connection: Connection) -> Answer:
    """What ends their repeats."""
    return Answer(f"OK{accepted.subject}")


def read_notice(notice: Notice) -> Sequence[Told]:
    """A result is sent only when the money is certain."""
    said = read_result(bytes(notice.event.raw))
    fact = payment_fact(said, shop=_prefix(notice.connection), at=notice.came_at)
    return [PaymentTold(fact, order_of(said))]


def _prefix(connection: Connection) -> str:
    """Of the first shop the bare number is the identity, as in Robokassa's registers; others add theirs."""
    first = Connection.objects.filter(kind=connection.kind).order_by("pk").first()
    login = str(connection.settings["login"])
    return "" if first is None or first.settings["login"] == login else login


def begin(connection: Connection, checkout: Checkout) -> Started:
    """The signed link; no call is made, so nothing can be unknown."""
    keys = keys_of(connection)
    amount, number = Money(checkout.amount_minor).plain(), str(checkout.pk)
    ours = {"Shp_checkout": checkout.key}
    parts = [keys["login"], amount, number, keys["password1"]]
    said = {
        "MerchantLogin": keys["login"],
        "OutSum": amount,
        "InvId": number,
        "Description": checkout.invoice.purpose[:100],
        "SignatureValue": signature_of(parts, ours, _algorithm(keys)),
        **ours,
    }
    page = keys["pay_url"].rstrip("/")
    return Started(number, f"{page}?{urlencode(said)}")


def sample(keys: Keys, at: datetime) -> Call:
    """A result such as they send."""
    said = {"OutSum": "10.000000", "InvId": f"{int(at.timestamp())}", "IsTest": "1"}
    parts = [said["OutSum"], said["InvId"], keys["password2"]]
    said["SignatureValue"] = signature_of(parts, said, _algorithm(keys)).upper()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Call(body=urlencode(said).encode(), headers=headers, at=at)
