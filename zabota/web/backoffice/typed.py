"""What staff type into small forms, read or refused."""

from __future__ import annotations

from django.http import HttpRequest

from zabota.kit.errors import Refusal
from zabota.kit.money import Money


def amount_of(request: HttpRequest, currency: str) -> int:
    """The posted `amount` in minor units; refused when it is no sum."""
    try:
        return Money.parse(request.POST.get("amount", ""), currency).minor
    except ValueError:
        raise Refusal("Give the sum as a number, like 1234.56.", code="no_amount") from None
