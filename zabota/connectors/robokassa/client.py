"""The one question we ask of Robokassa: OpStateExt, what became of a payment."""

from __future__ import annotations

from zabota.connectors.connections.facts import Keys
from zabota.kit.outside import outside

API_URL = "https://auth.robokassa.ru/Merchant/WebService/Service.asmx/"


def ask_state(keys: Keys, number: str, *, signature: str) -> bytes:
    """Their XML; whatever leaves the answer open is an httpx.HTTPError."""
    asked = {"MerchantLogin": keys["login"], "InvoiceID": number, "Signature": signature}
    with outside(keys["api_url"] or API_URL) as client:
        answer = client.get("OpStateExt", params=asked)
    answer.raise_for_status()
    return answer.content
