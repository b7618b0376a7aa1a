"""What every page knows about its looks."""

from __future__ import annotations

from django.http import HttpRequest

THEMES = ("auto", "light", "dark")


def chosen_theme(request: HttpRequest) -> str:
    """The theme from the person's cookie; "auto" follows the device."""
    theme = request.COOKIES.get("theme", "auto")
    return theme if theme in THEMES else "auto"


def looks(request: HttpRequest) -> dict[str, str]:
    """Context processor: `theme` for `<html data-theme>`, `address` to come back to after a switch."""
    return {"theme": chosen_theme(request), "address": request.get_full_path()}
