"""The one question we ask of Robokassa: OpStateExt, what became of a payment."""

from __future__ import annotations

import httpx

from zabota.connectors.connections.facts import Keys, KeysRefused
from zabota.connectors.robokassa.translate import read_state, signature_of
from zabota.kit.outside import outside

API_URL = "https://auth.robokassa.ru/Merchant/WebService/Service.asmx/"
_KNOWN, _WRONG_KEYS, _NOT_THERE = 0, frozenset({1, 2}), 3


def state_of(keys: Keys, number: str, algorithm: str) -> int | None:
    """Their code of the payment's state; None when nobody has opened its page yet.

    Raises KeysRefused; whatever leaves the answer open is an httpx.HTTPError.
    """
    signature = signature_of([keys["login"], number, keys["password2"]], {}, algorithm)
    asked = {"MerchantLogin": keys["login"], "InvoiceID": number, "Signature": signature}
    with outside(keys["api_url"] or API_URL) as client:
        answer = client.get("OpStateExt", params=asked)
    answer.raise_for_status()
    try:
        verdict, state = read_state(answer.content)
    except ValueError as fault:
        raise httpx.DecodingError(str(fault), request=answer.request) from fault
    if verdict in _WRONG_KEYS:
        raise KeysRefused("The processor does not accept the keys: check them.")
    if verdict not in (_KNOWN, _NOT_THERE):
        raise httpx.DecodingError(f"their code {verdict}", request=answer.request)
    return state
