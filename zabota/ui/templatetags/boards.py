"""Boards: `{% load boards %}`. Usage with examples: docs/howto/add-a-page.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from zabota.ui.parts import Lane, made

register = template.Library()


@register.inclusion_tag("ui/parts/kanban.html", takes_context=True)
def kanban(
    context: Context, lanes: Iterable[Any], label: str, movable: bool = True
) -> dict[str, Any]:
    """A board of `parts.Lane`s with `parts.Ticket`s that move by drag, by keys and by a select."""
    return _board(context, made(Lane, lanes), label=label, movable=movable)


@register.inclusion_tag("ui/parts/kanban_tickets.html", takes_context=True)
def kanban_more(
    context: Context, lane: Lane, lanes: Iterable[Any], movable: bool = True
) -> dict[str, Any]:
    """The next cards of a lane, for htmx to put in the place of its "more"."""
    return _board(context, made(Lane, lanes), lane=lane, movable=movable)


@register.inclusion_tag("ui/parts/kanban_heads.html")
def kanban_heads(lanes: Iterable[Any]) -> dict[str, Any]:
    """The heads of lanes after a move, each swapped into its place."""
    return {"lanes": made(Lane, lanes), "oob": True}


def _board(context: Context, lanes: list[Lane], **more: Any) -> dict[str, Any]:
    targets = [lane for lane in lanes if not lane.closed]
    return {"lanes": lanes, "targets": targets, "csrf_token": context.get("csrf_token"), **more}
