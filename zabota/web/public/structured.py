"""What pages say to machines: schema.org values for the data block of a page (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.leads.models import Profile
from zabota.domain.stories.models import Wording
from zabota.kit.markdown import to_plain
from zabota.web.public.integrators import Integrator
from zabota.web.public.questions import Answered

Thing = dict[str, Any]
SCHEMA = "https://schema.org"


def absolute(name: str, *args: object) -> str:
    """The full address of a public page."""
    return settings.PUBLIC_URL + reverse(f"public:{name}", args=args)


def crumbs(*trail: tuple[str, str]) -> Thing:
    """Where the page stands: (name, full address) from the first page down to this one."""
    rows = [(_("Partner programme"), absolute("landing")), *trail]
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(rows, 1)
        ],
    }


def integrator(card: Integrator) -> Thing:
    """A partner as a business: where he is, what he knows, in which languages."""
    profile = card.profile
    address = absolute("profile", profile.slug)
    thing: Thing = {
        "@context": SCHEMA,
        "@type": "LocalBusiness" if profile.city else "Organization",
        "@id": address,
        "url": address,
        "name": profile.partner.name,
        "image": absolute("profile_card", profile.slug),
        "knowsLanguage": list(profile.tongues),
        "knowsAbout": list(card.connects),
    }
    if profile.about:
        thing["description"] = to_plain(profile.about)
    if profile.city:
        thing["address"] = {"@type": "PostalAddress", "addressLocality": profile.city}
    if card.has_logo:
        thing["logo"] = absolute("profile_logo", profile.slug)
    if profile.site:
        thing["sameAs"] = [profile.site]
    return thing


def listed(profiles: Sequence[Profile], *, first: int, total: int) -> Thing:
    """A page of the directory; `first` is the place of its first row in the whole list."""
    return {
        "@context": SCHEMA,
        "@type": "ItemList",
        "numberOfItems": total,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": one.partner.name,
                "url": absolute("profile", one.slug),
            }
            for place, one in enumerate(profiles, first)
        ],
    }


def article(words: Wording, *, profile: Profile | None) -> Thing:
    """A published story: whose it is and since when."""
    slug, partner = words.story.slug, words.story.partner
    author: Thing = {"@type": "Organization", "name": partner.name}
    if profile is not None:
        author["url"] = absolute("profile", profile.slug)
    published = words.story.published_at
    return {
        "@context": SCHEMA,
        "@type": "Article",
        "headline": words.title,
        "description": words.summary,
        "image": absolute("story_card", slug),
        "mainEntityOfPage": absolute("story", slug),
        "datePublished": published.isoformat() if published else "",
        "author": author,
        "publisher": {"@type": "Organization", "name": settings.VENDOR["name"]},
    }


def answered(questions: Iterable[Answered]) -> Thing:
    """Questions of the first page with their answers."""
    return {
        "@context": SCHEMA,
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": one.asked,
                "acceptedAnswer": {"@type": "Answer", "text": str(one.answer)},
            }
            for one in questions
        ],
    }
