"""What we ask of Robokassa: what became of a payment, a refund, a second slip and what became of them."""

from __future__ import annotations

from zabota.connectors.connections.client import Json, read_json
from zabota.connectors.connections.facts import Keys
from zabota.kit.outside import outside

API_URL = "https://auth.robokassa.ru/Merchant/WebService/Service.asmx/"
REFUNDS_URL = "https://services.robokassa.ru/RefundService/Refund/"
TILL_URL = "https://ws.roboxchange.com/RoboFiscal/Receipt/"


def ask_state(keys: Keys, number: str, *, signature: str) -> bytes:
    """Their XML; whatever leaves the answer open is an httpx.HTTPError."""
    asked = {"MerchantLogin": keys["login"], "InvoiceID": number, "Signature": signature}
    with outside(keys["api_url"] or API_URL) as client:
        answer = client.get("OpStateExt", params=asked)
    answer.raise_for_status()
    return answer.content


def create_refund(keys: Keys, token: str) -> Json:
    """Ask for a refund by a signed token; they know no key, so it is never asked twice."""
    with outside(keys["refunds_url"] or REFUNDS_URL) as client:
        answer = client.post("Create", content=token, headers={"Content-Type": "text/plain"})
    answer.raise_for_status()
    return read_json(answer)


def refund_state(keys: Keys, number: str) -> Json:
    """What became of a refund."""
    with outside(keys["refunds_url"] or REFUNDS_URL) as client:
        answer = client.get("GetState", params={"id": number})
    answer.raise_for_status()
    return read_json(answer)


def second_slip(keys: Keys, method: str, signed: str) -> Json:
    """Send the second slip (Attach), or ask what became of it (Status)."""
    with outside(keys["till_url"] or TILL_URL) as client:
        answer = client.post(method, content=signed, headers={"Content-Type": "text/plain"})
    answer.raise_for_status()
    return read_json(answer)
