"""What a page says of itself to search engines and networks: in its head, seen by no reader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.web.public.structured import Thing, absolute

register = template.Library()

LOCALES = {"ru": "ru_RU", "en": "en_US"}
# Inside a script element only "<" ends it or begins a comment; the other two as json_script has them.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def structured(things: Sequence[Thing] | None) -> SafeString:
    """Data blocks (JSON-LD) of a page. The only inline scripts of the site: browsers never run them."""
    return format_html_join(
        "\n",
        '<script type="application/ld+json">{}</script>',
        ((_harmless(one),) for one in things or ()),
    )


def _harmless(thing: Thing) -> SafeString:
    """JSON that cannot leave its element, whatever people typed."""
    text = json.dumps(thing, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(text)  # noqa: S308


@register.simple_tag(takes_context=True)
def share(context: Context, title: str, description: str) -> SafeString:
    """OpenGraph of a page and its one address. What differs from the plain page says `shared`.

    `shared` of the context: `address` and `picture` (full, 1200 × 630), `kind`, `title`.
    """
    request: HttpRequest = context["request"]
    said: dict[str, Any] = context.get("shared") or {}
    language = (get_language() or "ru")[:2]
    address = said.get("address") or settings.PUBLIC_URL + request.path
    rows = [
        ("og:site_name", _("Zabota")),
        ("og:type", said.get("kind", "website")),
        ("og:title", _plain(said.get("title") or title)),
        ("og:description", _plain(description)),
        ("og:url", address),
        ("og:locale", LOCALES.get(language, LOCALES["ru"])),
        ("og:image", said.get("picture") or absolute("share_card")),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
    ]
    metas = format_html_join("\n  ", '<meta property="{}" content="{}">', rows)
    return format_html(
        '<link rel="canonical" href="{}">\n  {}\n  <meta name="twitter:card" content="summary_large_image">',
        address, metas,
    )  # fmt: skip


def _plain(html: str) -> str:
    """The words of a block, whether it was escaped already or not."""
    return " ".join(unescape(html).split())
