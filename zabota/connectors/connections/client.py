"""One call to a processor, and what its answer means: the truth, a no, or nothing certain."""

from __future__ import annotations

from typing import Any

import httpx

from zabota.connectors.connections.facts import KeysRefused, ProcessorRefused

Json = dict[str, Any]


def ask(client: httpx.Client, method: str, path: str, **options: Any) -> Json | None:
    """Their JSON answer, or None when they know nothing of it (404).

    Raises KeysRefused (401, 403), ProcessorRefused with their words (other 4xx); whatever leaves
    the outcome open (429, 5xx, no answer, no JSON) is an httpx.HTTPError.
    """
    answer = client.request(method, path, **options)
    if answer.status_code == 404:
        return None
    if answer.status_code in (401, 403):
        raise KeysRefused("The processor does not accept the keys: check them.")
    if answer.status_code in (202, 408, 425, 429) or answer.status_code >= 500:
        raise httpx.HTTPStatusError(
            f"{answer.status_code}", request=answer.request, response=answer
        )
    if answer.status_code >= 400:
        raise ProcessorRefused("The processor refused: %(said)s", said=_words(answer))
    return read_json(answer)


def there(answer: Json | None) -> Json:
    """An answer that has to be there: an address or a thing they know nothing of leaves all open."""
    if answer is None:
        raise httpx.DecodingError("they know nothing of it")
    return answer


def read_json(answer: httpx.Response) -> Json:
    """The JSON object of an answer; a page in its place (a proxy's, a guard's) is no answer."""
    try:
        said = answer.json()
    except ValueError as fault:
        raise httpx.DecodingError("not JSON", request=answer.request) from fault
    if not isinstance(said, dict):
        raise httpx.DecodingError("not an object", request=answer.request)
    return said


def _words(answer: httpx.Response) -> str:
    try:
        said = answer.json()
    except ValueError:
        return str(answer.status_code)
    nested = said.get("error") if isinstance(said, dict) else None
    if isinstance(nested, dict):  # Stripe's way
        said = nested
    for name in ("description", "Message", "message", "Details"):
        if isinstance(said, dict) and said.get(name):
            return str(said[name])[:200]
    return str(answer.status_code)
