"""Tags and filters that the lists of all signed-in sites share; a site's own library takes them in."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zabota.kit.money import Money
from zabota.ui.columns import Table
from zabota.ui.lists import address_with
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
def in_currency(minor: int | None, currency: str) -> Money | None:
    """Minor units as money of this currency."""
    return None if minor is None else Money(int(minor), currency)


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
def saved_views(context: Context, shelf: Shelf) -> dict[str, Any]:
    """The kept views of a list, with a way to keep the present one; stands inside the region."""
    shown = next((one for one in shelf.saved if one.active), None)
    return {"shelf": shelf, "shown": shown, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/heads.html", takes_context=True)
def heads(context: Context, table: Table) -> dict[str, Any]:
    """The head of a table: its shown columns, those that can be sorted by as links."""
    return {"table": table, "request": context.get("request")}


@register.inclusion_tag("ui/parts/sort_header.html", takes_context=True)
def sort_header(
    context: Context, label: str, field: str, current: str, numeric: bool = False
) -> dict[str, Any]:
    """A column header that sorts through `?sort=field` and `?sort=-field`."""
    direction = {field: "ascending", f"-{field}": "descending"}.get(current, "")
    following = f"-{field}" if direction == "ascending" else field
    url = address_with(context["request"].GET, sort=following, page=None, past=None)
    return {"label": label, "direction": direction, "url": url, "numeric": numeric}


@register.tag
def cell(parser: Parser, token: Token) -> Node:
    """A cell of the page's `table`, nothing when its column is hidden: `{% cell "paid" "cell-side" %}…{% endcell %}`.

    The column says whether it holds numbers, and names the cell on a phone unless it has no head.
    """
    _name, *given = token.split_contents()
    if not 1 <= len(given) <= 2:
        raise template.TemplateSyntaxError("cell needs the key of a column and perhaps classes")
    inside = parser.parse(("endcell",))
    parser.delete_first_token()
    return _Cell([parser.compile_filter(one) for one in given], inside)


class _Cell(Node):
    def __init__(self, given: list[FilterExpression], nodelist: NodeList) -> None:
        self.given = given
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The cell, or nothing; what a hidden one would hold is not even asked for."""
        key, *css = (one.resolve(context) for one in self.given)
        table: Table = context["table"]
        if key not in table.shown:
            return SafeString("")
        column = table.column(key)
        names = " ".join([*css, "num"] if column.numeric else css)
        inside = self.nodelist.render(context)
        if not column.head:
            return format_html('<td class="{}">{}</td>', names, inside)
        return format_html('<td class="{}" data-label="{}">{}</td>', names, column.label, inside)


@register.filter
def badge_in(key: str, badges: Any) -> SafeString:
    """The badge of a key among badges: `badges.get(key)` is its word and tone."""
    return badge(*badges.get(key))
