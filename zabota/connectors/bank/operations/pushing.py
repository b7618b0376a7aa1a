"""What banks push: proved, kept as a line like any other, and told once."""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any

import jwt
from django.conf import settings
from django.utils.timezone import localtime

from zabota.connectors.bank.facts import StatementFile
from zabota.connectors.bank.models import LineKind
from zabota.connectors.bank.operations.importing import bring_lines, own_accounts
from zabota.connectors.bank.operations.stories import fact_of
from zabota.connectors.bank.translate import foreign_accounts, with_our_names
from zabota.connectors.bank.translate.pushes import Push, PushUnreadable, read_tbank, read_tochka
from zabota.connectors.connections.facts import (
    Accepted,
    Call,
    Keys,
    NotAccepted,
    Noted,
    NotKnown,
    PaymentTold,
    Told,
)
from zabota.connectors.connections.models import Connection, Notice
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal

TOCHKA, TBANK = "tochka", "tbank_feed"


def receive_tochka(call: Call, keys: Keys) -> Accepted:
    """The body is a JWT signed by the bank (RS256); nothing else is believed."""
    try:
        said = _opened(call.body, keys["public_key"])
        push = read_tochka(said, came_on=local_date(call.at))
    except PushUnreadable:
        raise NotAccepted("unreadable") from None
    number = push.number or sha256(call.body).hexdigest()[:40]
    return Accepted(external_id=f"{push.word}:{number}", word=push.word or "?", subject=number)


def _opened(body: bytes, public_key: str) -> dict[str, Any]:
    """What one of the bank's keys proves; a set has several while they are being changed."""
    try:
        keys = _keys(public_key, named=_key_named(body))
    except (ValueError, TypeError, AttributeError):
        raise NotAccepted("signature") from None
    for key in keys:
        try:
            jwt.decode(
                body.strip(),
                key,
                algorithms=["RS256"],
                options={"verify_aud": False, "verify_iat": False},
            )
        except (jwt.InvalidSignatureError, jwt.InvalidKeyError):
            continue
        except jwt.ExpiredSignatureError:
            raise NotAccepted("stale") from None
        except (jwt.InvalidTokenError, ValueError, TypeError):
            raise NotAccepted("signature") from None
        return _payload(body)
    raise NotAccepted("signature")


def _payload(body: bytes) -> dict[str, Any]:
    """What a token says, its amounts by their digits; the caller has proved it."""
    found = jwt.PyJWS().decode_complete(body.strip(), options={"verify_signature": False})
    return _json(found["payload"])


def _key_named(body: bytes) -> str:
    try:
        return str(jwt.get_unverified_header(body.strip()).get("kid") or "")
    except jwt.InvalidTokenError:
        raise NotAccepted("signature") from None


def _keys(text: str, *, named: str = "") -> list[Any]:
    """The bank's public keys: PEM, or the JSON (JWK, or a set of them) that it publishes.

    The key that the token names comes first; those of another kind prove nothing and are left out.
    """
    if not text.lstrip().startswith("{"):
        return [_pem(text)]
    said = json.loads(text)
    found = list(said.get("keys") or [said])
    found.sort(key=lambda one: not named or one.get("kid") != named)
    keys = []
    for one in found:
        with suppress(jwt.PyJWTError):
            keys.append(jwt.PyJWK(one, algorithm="RS256").key)
    return keys


def check_tochka_key(connection: Connection) -> None:
    """Refused when the public key cannot be used to prove anything."""
    algorithm = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)
    try:
        usable = [algorithm.prepare_key(key) for key in _keys(keys_of(connection)["public_key"])]
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        usable = []
    if not usable:
        raise Refusal(
            "The public key cannot be read: paste it whole, as Tochka publishes it.",
            code="public_key",
        )


def _pem(text: str) -> str:
    """PEM whose line breaks were lost in an input of one line."""
    match = re.fullmatch(r"\s*(-----BEGIN [^-]+-----)(.*)(-----END [^-]+-----)\s*", text, re.DOTALL)
    if match is None:
        return text
    return "\n".join([match[1], "".join(match[2].split()), match[3], ""])


def receive_tbank(call: Call, keys: Keys) -> Accepted:
    """T-Bank shows the secret that was given to it, as Bearer or as Basic."""
    given = call.headers.get("authorization", "").encode()
    secret = keys["secret"]
    wanted = [f"Bearer {secret}".encode(), b"Basic " + b64encode(secret.encode())]
    wanted.append(f"Basic {secret}".encode())
    known = [hmac.compare_digest(given, one) for one in wanted]
    if not secret or not any(known):
        raise NotAccepted("signature")
    try:
        push = read_tbank(_json(call.body), came_at=call.at)
    except PushUnreadable:
        raise NotAccepted("unreadable") from None
    return Accepted(
        external_id=f"{push.number}:{push.word}".lower(), word=push.word, subject=push.number
    )


def _without_zeros(said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.replace("\x00", " ") if isinstance(value, str) else value
        for name, value in said.items()
    }


def _json(body: bytes) -> dict[str, Any]:
    try:
        # Amounts by their digits; a zero byte has no place in a database.
        said = json.loads(body, parse_float=str, object_hook=_without_zeros)
    except (ValueError, RecursionError):
        raise PushUnreadable("JSON") from None
    if not isinstance(said, dict):
        raise PushUnreadable("JSON")
    return said


def read_push(notice: Notice) -> Sequence[Told]:
    """The movement into its line; a payment of a client is told, everything else is noted."""
    push = _push_of(notice)
    if push.file is None:
        return [Noted() if notice.event.source == TBANK else NotKnown()]
    document = push.file.documents[0]
    noted = Noted(
        amount_minor=document.amount if document.credited_on else -document.amount,
        currency=document.currency,
    )
    own = own_accounts()
    file = with_our_names(push.file, own)
    if notice.test or foreign_accounts(file, own) or not file.own_accounts:
        return [noted]
    return _brought(notice, file) or [noted]


def _brought(notice: Notice, file: StatementFile) -> list[Told]:
    _statement, kept = bring_lines(notice.event, file, at=now())
    return [PaymentTold(fact_of(line)) for line in kept if line.kind == LineKind.CLIENT_PAYMENT]


def _push_of(notice: Notice) -> Push:
    raw = bytes(notice.event.raw)
    if notice.event.source == TOCHKA:
        return read_tochka(_payload(raw), came_on=localtime(notice.came_at).date())
    return read_tbank(_json(raw), came_at=notice.came_at)


def sample_of_tbank(keys: Keys, at: datetime) -> Call:
    """An operation such as they send, on our own account, to try the road."""
    operation = {
        "operationId": f"zabota-test-{at:%Y%m%d%H%M%S%f}",
        "operationStatus": "transaction",
        "typeOfOperation": "Credit",
        "operationDate": at.isoformat(),
        "accountNumber": settings.VENDOR["accounts"][0],
        "accountAmount": 10,
        "accountCurrencyDigitalCode": "643",
        "documentNumber": "1",
        "payer": {"acct": "40702810900000000001", "inn": "7707083893", "name": "ООО Проверка"},
        "payPurpose": "Проверка подключения",
    }
    body = json.dumps(operation, ensure_ascii=False).encode()
    headers = {"authorization": f"Bearer {keys['secret']}", "content-type": "application/json"}
    return Call(body=body, headers=headers, at=at)
