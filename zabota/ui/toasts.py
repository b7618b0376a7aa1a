"""Say what happened on the next page, with a way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

LEVELS = {
    "good": messages.SUCCESS,
    "info": messages.INFO,
    "wait": messages.WARNING,
    "late": messages.ERROR,
}
_UNDO = "undo:"


def say(request: HttpRequest, text: str, *, tone: str = "good", undo_url: str = "") -> None:
    """Queue a toast; `undo_url` receives a POST when the person takes the step back."""
    tags = f"{_UNDO}{undo_url}" if undo_url else ""
    messages.add_message(request, LEVELS[tone], text, extra_tags=tags)


def undo_address(extra_tags: str | None) -> str:
    """The address hidden in a message's tags, or an empty string."""
    tags = extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
