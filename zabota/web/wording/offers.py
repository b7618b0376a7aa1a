"""The offer as people read it: a page, a paper, and what a new version changes."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.domain.programme.models import Offer
from zabota.kit.clock import local_date
from zabota.kit.markdown import to_blocks
from zabota.kit.typesetting import typeset
from zabota.ui.templatetags.ui import moment_words

KEPT = 16  # papers that are kept ready: the public may ask for them as often as it likes


def offer_heading(offer: Offer) -> str:
    """Title and number, or that it is a draft."""
    if offer.number is None:
        return _("%(title)s (draft)") % {"title": offer.title}
    return f"{offer.title} № {offer.number}"


def offer_paper(offer: Offer) -> HttpResponse:
    """The offer as a PDF to keep."""
    published = moment_words(offer.published_at) if offer.published_at else _("not yet")
    paper = _typeset(
        offer_heading(offer), offer.text, offer.sha256, published, (get_language() or "ru")[:2]
    )
    name = f"offer-{offer.number or 'draft'}"
    if offer.published_at:
        name += f"-{local_date(offer.published_at)}"
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


@lru_cache(maxsize=KEPT)
def _typeset(heading: str, text: str, sha256: str, published: str, language: str) -> bytes:
    return typeset(
        "offer",
        {
            "heading": heading,
            "language": language,
            "of": _("of"),
            "page": _("Page"),
            "facts": [[_("Published"), published]],
            "blocks": to_blocks(text),
            "digest": _("Checksum of the text, SHA-256: %(sha256)s") % {"sha256": sha256},
        },
    )
