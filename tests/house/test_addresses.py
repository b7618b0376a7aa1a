"""Nobody enters without a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

WITHOUT_A_RULE = {
    "account_login": "a stranger asks for a code here",
    "account_request_login_code": "the same page by its long address",
    "account_confirm_login_code": "a stranger proves the code here; allauth counts the attempts",
    "account_logout": "harmless to a stranger; asks by POST",
    "account_inactive": "says that a person was switched off, to whoever comes",
}


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield address, pattern


def rule_of(view: Any) -> str | None:
    return getattr(view, "access_rule", None) or getattr(
        getattr(view, "view_class", None), "access_rule", None
    )


def test_every_address_has_an_access_rule() -> None:
    open_doors = [
        f"/{address} ({pattern.callback.__module__}.{pattern.callback.__name__})"
        for address, pattern in addresses(get_resolver().url_patterns)
        if pattern.name not in WITHOUT_A_RULE and not rule_of(pattern.callback)
    ]
    assert not open_doors, (
        "These pages do not say who may open them. Put a rule of the site's access.py on the view; "
        "open_to_all if strangers are welcome:\n  " + "\n  ".join(open_doors)
    )


def test_the_list_of_exceptions_is_not_longer_than_needed() -> None:
    names = {pattern.name for _, pattern in addresses(get_resolver().url_patterns)}
    assert not set(WITHOUT_A_RULE) - names, "An exception for a page that is no longer there."
