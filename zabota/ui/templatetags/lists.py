"""Tags and filters that the lists of all signed-in sites share; a site's own library takes them in."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from zabota.kit.money import Money
from zabota.ui.columns import Column
from zabota.ui.parts import Shelf
from zabota.ui.templatetags.ui import badge, money

register = template.Library()


def take_in(library: template.Library) -> None:
    """Make everything here a part of a site's own library."""
    library.filters.update(register.filters)
    library.tags.update(register.tags)


@register.filter
def amount(row: Any) -> Money | None:
    """The amount of a row with `amount_minor` and perhaps `currency`."""
    return None if row is None else Money(row.amount_minor, getattr(row, "currency", "RUB"))


@register.simple_tag
def money_of(minor: int, currency: str) -> SafeString | str:
    """Minor units of a currency as money."""
    return money(Money(minor, currency))


@register.filter
def roubles(minor: int | None) -> Money | None:
    """Kopecks as money."""
    return None if minor is None else Money(int(minor))


@register.filter
def masked(account: str) -> str:
    """The last four digits of an account."""
    return f"…{account[-4:]}" if account else ""


@register.simple_tag(takes_context=True)
def as_csv(context: Context) -> str:
    """The address of the same list as a file."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["as"] = "csv"
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def chosen(context: Context, name: str, value: Any) -> str:
    """`selected` when the address has this value for the filter."""
    return "selected" if context["request"].GET.get(name, "") == str(value) else ""


@register.inclusion_tag("ui/parts/saved_views.html", takes_context=True)
def saved_views(context: Context, shelf: Shelf, may_save: bool = True) -> dict[str, Any]:
    """The kept views of a list, with a way to keep the present one; stands inside the region."""
    shown = next((one for one in shelf.saved if one.active), None)
    token = context.get("csrf_token")
    return {"shelf": shelf, "shown": shown, "may_save": may_save, "csrf_token": token}


@register.inclusion_tag("ui/parts/column_choice.html")
def column_choice(columns: Iterable[Column], shown: Container[str]) -> dict[str, Any]:
    """Which columns a list shows; stands in its filter bar."""
    return {"columns": columns, "shown": shown}


@register.filter
def badge_in(key: str, badges: Any) -> SafeString:
    """The badge of a key among badges: `badges.get(key)` is its word and tone."""
    return badge(*badges.get(key))
