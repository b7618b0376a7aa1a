"""Robokassa's results and answers → facts, and its signatures. The sum is text, exactly as it came."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, quote
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zabota.connectors.connections.facts import Accepted
from zabota.connectors.connections.translate.till import TillSlip, json_roubles
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.kit.money import Money

SOURCE = "robokassa"
PAID = 100  # of the states 5, 10, 20, 50, 60, 80, 100: the money is certain only in the last
KNOWN, WRONG_KEYS, NOT_THERE = 0, frozenset({1, 2}), 3  # their verdicts on a question
NAMESPACE = "{http://merchant.roboxchange.com/WebService/}"
REFUND = "Zabota_refund"  # in what we tell ourselves of a refund: they do not call about them
HASHES = ("md5", "sha1", "sha256", "sha384", "sha512")

Said = Mapping[str, str]


def read_result(raw: bytes) -> Said:
    """The parameters; ValueError for anything else."""
    pairs = parse_qs(raw.decode(), strict_parsing=True, keep_blank_values=True)
    said = {name: values[-1] for name, values in pairs.items()}
    if not {"OutSum", "InvId", "SignatureValue"} <= said.keys() or not said["InvId"].isdigit():
        raise ValueError("not a result of Robokassa")
    return said


def receipt_of(slip: TillSlip) -> str:
    """The Receipt, encoded once: so it is signed, so it stands in a form, so they read it."""
    said = {
        "sno": slip.taxation,
        "items": [
            {
                "name": line.words,
                "quantity": line.quantity,
                "sum": json_roubles(line.amount_minor),
                "payment_method": slip.method,
                "payment_object": slip.subject,
                "tax": slip.vat_word,
            }
            for line in slip.lines
        ],
    }
    return quote(json.dumps(said, ensure_ascii=False, separators=(",", ":")), safe="")


def signature_of(parts: list[str], said: Said, algorithm: str) -> str:
    """The digest of the parts and of all Shp_ parameters in the order of their names."""
    ours = sorted(name for name in said if name.lower().startswith("shp_"))
    text = ":".join([*parts, *(f"{name}={said[name]}" for name in ours)])
    return hashlib.new(algorithm, text.encode()).hexdigest()


def is_signed(said: Said, password: str, algorithm: str) -> bool:
    """Whether the result is signed by password 2; case does not matter, time to compare neither."""
    wanted = signature_of([said["OutSum"], said["InvId"], password], said, algorithm)
    return hmac.compare_digest(said["SignatureValue"].lower().encode(), wanted.encode())


@dataclass(frozen=True)
class State:
    """Their answer about a payment: their verdict on the question, its state, the sum as they wrote it, our Shp_."""

    verdict: int
    code: int | None = None
    out_sum: str = ""
    operation: str = ""  # its OpKey, by which money is returned
    ours: Mapping[str, str] = field(default_factory=dict)


def read_state(raw: bytes) -> State:
    """The answer to OpStateExt; ValueError for anything else. Source: docs.robokassa.ru, XML interfaces."""
    try:
        root = fromstring(raw)
        verdict = int(_text(root, "Result", "Code"))
        code = _text(root, "State", "Code")
        return State(
            verdict=verdict,
            code=int(code) if code else None,
            out_sum=_text(root, "Info", "OutSum"),
            operation=_text(root, "Info", "OpKey"),
            ours=dict(_fields_of(root)),
        )
    except (DefusedXmlException, SyntaxError, ValueError) as fault:
        raise ValueError("not an answer of Robokassa") from fault


def _text(root: Element, *path: str) -> str:
    return (root.findtext("/".join(f"{NAMESPACE}{name}" for name in path)) or "").strip()


def _fields_of(root: Element) -> Iterator[tuple[str, str]]:
    """What we gave with the link, under its Shp_ name, whether they repeat the prefix or not."""
    for one in root.iterfind(f"{NAMESPACE}UserField/{NAMESPACE}Field"):
        name = _text(one, "Name")
        yield name if name.lower().startswith("shp_") else f"Shp_{name}", _text(one, "Value")


def accepted_of(said: Said) -> Accepted:
    """An order is paid once."""
    number = said["InvId"]
    return Accepted(
        external_id=f"result:{number}", word="result", subject=number,
        test=said.get("IsTest") == "1",
    )  # fmt: skip


def refund_said(number: str, order: str, out_sum: str) -> dict[str, str]:
    """A refund that they say is finished, in the shape of their results."""
    return {"OutSum": out_sum, "InvId": order, "SignatureValue": "asked", REFUND: number}


def refund_accepted(said: Said) -> Accepted:
    """A refund is finished once."""
    return Accepted(external_id=f"refund:{said[REFUND]}", word="refund", subject=said["InvId"])


def refund_fact(said: Said, *, shop: str, at: datetime) -> RefundFact:
    """Money that went back, of the payment of this number."""
    return RefundFact(
        source=SOURCE,
        external_id=said[REFUND][:120],
        payment_source=SOURCE,
        payment_external_id=f"{shop}:{said['InvId']}"[:120] if shop else said["InvId"],
        amount_minor=_money(said["OutSum"]).minor,
        refunded_at=at,
    )


def payment_fact(said: Said, *, shop: str, at: datetime) -> PaymentFact:
    """A result is money; numbers are unique only within a shop."""
    amount = _money(said["OutSum"])
    invoice = _ours(said, "invoice") or ("" if _ours(said, "checkout") else said["InvId"])
    return PaymentFact(
        source=SOURCE,
        external_id=f"{shop}:{said['InvId']}"[:120] if shop else said["InvId"],
        amount_minor=amount.minor,
        fee_minor=_money(said["Fee"]).minor if said.get("Fee") else 0,
        paid_at=at,
        client_external_id=_ours(said, "client")[:120],
        purpose=f"Оплата по счёту {invoice}".strip()[:500] if invoice else "",
    )


def order_of(said: Said) -> str:
    """The key of our checkout."""
    return _ours(said, "checkout")


def _ours(said: Said, name: str) -> str:
    return next((said[key] for key in said if key.lower() == f"shp_{name}"), "")


def _money(text: str) -> Money:
    """ "100.000000" is a hundred roubles; anything finer than a kopeck is refused."""
    whole, _, fraction = text.partition(".")
    kept = fraction[:2] + fraction[2:].rstrip("0")
    return Money.parse(f"{whole}.{kept}" if kept else whole)
