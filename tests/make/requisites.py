"""Valid requisites for tests: the check digit is the one that the check accepts."""

from __future__ import annotations

from zabota.kit.requisites import check_account, check_inn


def make_inn(nine: str) -> str:
    """A company's ИНН from its first nine digits."""
    return next(inn for d in range(10) if check_inn(inn := f"{nine}{d}") is None)


def with_key(account: str, bic: str) -> str:
    """The account with the right control key in its ninth digit."""
    keyed = (f"{account[:8]}{digit}{account[9:]}" for digit in range(10))
    return next(found for found in keyed if check_account(found, bic) is None)
