"""Components for page writers: `{% load ui %}`. Usage with examples: docs/howto/add-a-page.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    Form,
    RadioSelect,
)
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zabota.kit import clock
from zabota.ui import amounts, charts, moments
from zabota.ui.assets import linked_assets
from zabota.ui.columns import NAME, SORT, Table
from zabota.ui.lists import address_with, told_by
from zabota.ui.parts import Bar, Entry, Line, NavItem, Stack, Step, Tab, made
from zabota.ui.toasts import undo_address

register = template.Library()

NOTHING = "—"
NARROWED = "narrowed"  # whether the filters above leave something out
SHAPES = {"quiet": "ring", "good": "check", "wait": "half", "late": "triangle", "info": "dot"}


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("ui/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A drawing from our sprite; silent unless `label` says what it means. `size`: "small", "large"."""
    css = f"icon icon--{size}" if size else "icon"
    if label:
        shape = '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>'
        return format_html(shape, css, label, _sprite(), name)
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, _sprite(), name
    )


@register.simple_tag
def money(
    amount: amounts.Amount | None, short: bool = False, plus: bool = False
) -> SafeString | str:
    """An amount with small kopecks; `short` drops ",00", `plus` shows the sign of a gain."""
    if amount is None:
        return NOTHING
    sign, whole, fraction, symbol = amounts.digits(amount, plus=plus)
    if short and not fraction.strip(".,0"):
        fraction = ""
    css = (
        "money money--minus"
        if amount.minor < 0
        else "money money--zero"
        if not amount.minor
        else "money"
    )
    return format_html(
        '<data class="{}" value="{}" title="{}">{}{}<span class="money__minor">{}</span>{}'
        '<span class="money__symbol">{}</span></data>',
        css,
        amount.minor,
        amounts.money_text(amount, short=False, plus=plus),
        sign,
        whole,
        fraction,
        amounts.THIN,
        symbol,
    )


@register.filter(name="money")
def money_words(amount: amounts.Amount | None) -> str:
    """An amount as plain text for sentences and titles: "12 400 ₽"."""
    return NOTHING if amount is None else amounts.money_text(amount)


@register.filter
def number(value: int | None) -> str:
    """A whole number with thousands apart."""
    return NOTHING if value is None else amounts.grouped(value)


@register.filter
def rate(basis_points: int | None) -> str:
    """Basis points as per cent: 4000 is "40 %"."""
    if basis_points is None:
        return NOTHING
    text = f"{basis_points / 100:.2f}".rstrip("0").rstrip(".")
    return f"{text.replace('.', amounts.point())}{amounts.THIN}%"


@register.filter
def moment(when: datetime | date | None, now: datetime | None = None) -> SafeString | str:
    """A moment as people say it, the exact one in the title."""
    if when is None:
        return NOTHING
    words = moments.moment_text(when, now=now or clock.now())
    exact = moments.exact_text(when)
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), exact, words)


@register.filter
def moment_words(when: datetime | date | None, now: datetime | None = None) -> str:
    """A moment as plain text for sentences."""
    return NOTHING if when is None else moments.moment_text(when, now=now or clock.now())


@register.simple_tag
def countdown(
    start: datetime, due: datetime, now: datetime | None = None, done: datetime | None = None
) -> SafeString:
    """A promise in time: a thin bar that fills, the moment beside it, what is left in words."""
    at = now or clock.now()
    percent, state, words = moments.count_down(start=start, due=due, now=at, done=done)
    return format_html(
        '<span class="countdown countdown--{}"><progress class="countdown__bar" value="{}" max="100" '
        'aria-label="{}">{}</progress><span class="countdown__due">{}</span> '
        '<span class="countdown__left">{}</span></span>',
        state, percent, _("Deadline"), words, moment(done or due, at), words,
    )  # fmt: skip


@register.simple_tag
def badge(text: str, tone: str = "quiet", shape: str = "") -> SafeString:
    """A status: a word and a shape. Tones: quiet, good, wait, late, info."""
    sign = shape or SHAPES[tone]
    return format_html(
        '<span class="badge badge--{}"><svg class="badge__shape" aria-hidden="true">'
        '<use href="{}#shape-{}"/></svg>{}</span>',
        tone, _sprite(), sign, text,
    )  # fmt: skip


@register.simple_tag
def code(text: str) -> SafeString:
    """A promo code, a number or an account that people copy by eye."""
    return format_html('<code class="code">{}</code>', text)


@register.inclusion_tag("ui/parts/copy.html")
def copy(text: str, label: str = "", shown: bool = True) -> dict[str, Any]:
    """A line with a copy button; `shown=False` leaves only the button."""
    return {"text": text, "label": label or _("Copy"), "shown": shown}


@register.inclusion_tag("ui/parts/stat.html")
def stat(label: str, amount: Any, hint: str = "", tone: str = "", url: str = "") -> dict[str, Any]:
    """A tile with one figure: Money, a number or ready text."""
    return {
        "label": label,
        "amount": amount,
        "is_money": hasattr(amount, "minor"),
        "hint": hint,
        "tone": tone,
        "url": url,
    }


@register.inclusion_tag("ui/parts/empty.html", takes_context=True)
def empty(
    context: Context,
    title: str,
    text: str = "",
    action_url: str = "",
    action_label: str = "",
    sign: str = "book",
    always: bool = False,
) -> dict[str, str]:
    """An empty list: what will appear here and how to make it; or, under filters, how to see all.

    `always` says the same under filters too.
    """
    if context.render_context.get(NARROWED) and not always:
        title, text = _("Nothing found"), _("Nothing in this list is like that.")
        action_url, action_label = context["request"].path, _("Take the filters away")
    return {"title": title, "text": text, "url": action_url, "action": action_label, "sign": sign}


@register.inclusion_tag("ui/parts/why.html")
def why(sentence: str, lines: Iterable[Any] = (), label: str = "") -> dict[str, Any]:
    """An explanation where the figure stands: one sentence, then the arithmetic as `parts.Line`s."""
    rows = made(Line, lines)
    return {"sentence": sentence, "lines": rows, "label": label or _("Why this much")}


@register.inclusion_tag("ui/parts/stepper.html")
def stepper(steps: Iterable[Any], label: str = "") -> dict[str, Any]:
    """A road in stages, from `parts.Step`s."""
    return {"steps": made(Step, steps), "label": label or _("Stages")}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened and when, from `parts.Entry`s."""
    return {"entries": made(Entry, entries)}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Tabs over a list, from `parts.Tab`s; each is a link."""
    return {"tabs": made(Tab, items), "label": label or _("Sections")}


@register.inclusion_tag("ui/parts/nav.html")
def nav_list(items: Iterable[Any] | None) -> dict[str, Any]:
    """The side navigation from `parts.NavItem`s."""
    return {"items": made(NavItem, items)}


@register.inclusion_tag("ui/parts/bars.html")
def bars(series: Iterable[Any], title: str, height: int = 180) -> dict[str, Any]:
    """A column chart from `parts.Bar`s with a table twin for screen readers."""
    return {"chart": charts.columns(made(Bar, series), height=height), "title": title}


@register.inclusion_tag("ui/parts/stacks.html")
def stacks(
    series: Iterable[Any],
    title: str,
    legend: Sequence[str],
    height: int = 180,
    *,
    worse: bool = False,
) -> dict[str, Any]:
    """Stacked columns from `parts.Stack`s with a legend and a table twin for screen readers.

    `worse` where the second part is worse than the first, and not only less certain.
    """
    chart = charts.stacked(made(Stack, series), legend=legend, height=height)
    return {"chart": chart, "title": title, "worse": worse}


@register.inclusion_tag("ui/parts/sparkline.html")
def sparkline(values: Iterable[Any], title: str) -> dict[str, Any]:
    """A tiny line of a value over time; `title` says in words what it shows."""
    return {"line": charts.spark(values), "title": title}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], target: str = "") -> dict[str, Any]:
    """Pages of a list, keeping the query string; `target` swaps only that region through htmx."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, _address(context, page=n)) if isinstance(n, int) else (n, "") for n in numbers]
    return {
        "page": page,
        "links": links,
        "target": target,
        "previous": _address(context, page=page.previous_page_number())
        if page.has_previous()
        else "",
        "next": _address(context, page=page.next_page_number()) if page.has_next() else "",
    }


def _address(context: Context, **changes: Any) -> str:
    return address_with(context["request"].GET, **changes) if "request" in context else "?"


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound: BoundField, hint: str = "", suffix: str = "", label: str = "", needed: bool = False
) -> dict[str, Any]:
    """A form field whole: label, hint, control, its error told to screen readers as well.

    `needed` marks one that only some other choice asks for: it is not called optional.
    """
    widget = bound.field.widget
    kind = (
        "choices" if isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
        else "check" if isinstance(widget, CheckboxInput)
        else "drop" if isinstance(widget, FileInput)
        else "line"
    )  # fmt: skip
    told = [f"{bound.auto_id}_hint"] if hint or bound.help_text else []
    told += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(told)} if told else {}
    attrs |= {"aria-invalid": "true"} if bound.errors else {}
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=attrs),
        "hint": hint or bound.help_text,
        "label": label or bound.label,
        "suffix": suffix,
        "optional": not (needed or bound.field.required),
        "multiple": getattr(widget, "allow_multiple_selected", False),
    }


@register.inclusion_tag("ui/parts/errors.html")
def errors(form: Form) -> dict[str, Any]:
    """What stops a form, above it, each error a link to its field; and what its reader has seen."""
    fields = [form[name] for name in form.errors if name in form.fields] if form.is_bound else []
    general = form.non_field_errors() if form.is_bound else []
    return {"general": general, "fields": fields, "form": form}


@register.simple_block_tag(takes_context=True)
def card(
    context: Context, content: str, title: str = "", tone: str = "", url: str = ""
) -> SafeString:
    """A sheet of paper with an optional heading."""
    return _render(context, "ui/parts/card.html", content=content, title=title, tone=tone, url=url)


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, name: str, title: str) -> SafeString:
    """A native dialog, opened by any button with data-dialog="name"."""
    return _render(context, "ui/parts/dialog.html", content=content, name=name, title=title)


@register.simple_block_tag(takes_context=True)
def filters(
    context: Context,
    content: str,
    target: str = "#list",
    table: Table | None = None,
    usual: str = "",
) -> SafeString:
    """A filter bar: a GET form remembered in the address, swapping only `target` through htmx.

    With a `table` it offers the choice of columns and the order as well. It can be reset once something
    is set: what is not empty and not `usual`, as in "status=waiting".
    """
    told = told_by(context["request"].GET, usual=usual) - (table.untold if table else set())
    context.render_context[NARROWED] = bool(told - {SORT, NAME})
    return _render(
        context,
        "ui/parts/filters.html",
        content=content,
        target=target,
        arranged=table,
        reset=f"{target.removeprefix('#')}-reset",
        is_set=bool(told),
    )


def _render(context: Context, template_name: str, /, **values: Any) -> SafeString:
    assert context.template  # a tag runs inside one
    with context.push(**values):
        return context.template.engine.get_template(template_name).render(context)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """The content of a block a second time: the page's title is also its heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context) if block else ""


@register.filter
def undo_url(message: Any) -> str:
    """The address that takes back what a toast tells of."""
    return undo_address(message.extra_tags)


@register.filter
def initials(name: Any) -> str:
    """Up to two capital letters of a name."""
    words = re.findall(r"\w+", str(name))
    return "".join(word[0] for word in words[:2]).upper()


@register.inclusion_tag("ui/parts/assets.html")
def assets() -> dict[str, Any]:
    """Links to styles, scripts and fonts: one file of each, or all of them while DEBUG."""
    return linked_assets()
