"""Pictures that networks show beside a link: typeset once, then kept for an hour."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.kit.typesetting import typeset_pictures

KEPT = 3600  # seconds, here and by whoever asked


def share_card(*, above: str, headline: str, line: str, logo: bytes | None = None) -> HttpResponse:
    """1200 × 630 pixels, PNG, in the language of the request."""
    data: dict[str, Any] = {
        "above": above,
        "headline": headline,
        "line": line,
        "brand": _("Zabota"),
        "language": (get_language() or "ru")[:2],
        "logo": list(logo) if logo else None,
    }
    key = "share-card-" + sha256(json.dumps(data).encode()).hexdigest()
    picture = cache.get(key)
    if picture is None:
        picture = typeset_pictures("share_card", data, ppi=72)[0]
        cache.set(key, picture, KEPT)
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = f"public, max-age={KEPT}"
    return answer
