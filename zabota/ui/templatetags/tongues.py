"""Words that people typed, on a page of another language: `{% load tongues %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zabota.kit.tongues import language_of, twin_of

register = template.Library()


@register.filter
def twin(thing: Any, name: str = "name") -> str:
    """A field of a row that may have an English twin (`name`, `name_english`), for this reader."""
    return "" if thing is None else twin_of(thing, name)


@register.filter
def spoken(text: Any) -> SafeString:
    """The text, marked with its language where the page speaks another one."""
    tongue = _foreign(str(text))
    if not tongue:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', tongue, text)


@register.filter
def lang_attribute(text: Any) -> SafeString:
    """` lang="ru"` for the element that holds a text of another language than the page's; or nothing."""
    tongue = _foreign(str(text))
    return format_html(' lang="{}"', tongue) if tongue else SafeString("")


def _foreign(text: str) -> str:
    tongue = language_of(text)
    return "" if tongue == _reads() else tongue


def _reads() -> str:
    return (get_language() or "ru")[:2]
