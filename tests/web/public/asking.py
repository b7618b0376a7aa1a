"""What visitors send, filled in well; a test changes what its story is about."""

from __future__ import annotations

from tests.make.money import inn, offer


def company(**changes: str) -> dict[str, str]:
    """A company that leaves itself with us."""
    filled = {"name": "ООО «Север»", "inn": inn(), "email": "sever@example.com", "phone": ""}
    return filled | changes


def joining(**changes: str) -> dict[str, str]:
    """A sole proprietor who joins with the code ВЕСНА."""
    filled = {
        "name": "Вера Лескова",
        "email": "vera@example.com",
        "legal_form": "ip",
        "code": "весна",
        "accepted": "on",
        "offer_number": str(offer().number),
    }
    return filled | changes
