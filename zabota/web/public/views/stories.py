"""Stories for anybody: the list, a page of each, its picture and the card for networks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.leads.queries import list_profiles
from zabota.domain.stories.models import Story, StoryKind, StoryStatus, Wording
from zabota.domain.stories.queries import list_published
from zabota.ui.lists import one_page
from zabota.web.public.access import open_to_all
from zabota.web.public.structured import absolute, article, crumbs
from zabota.web.wording.texts import text_html

PAGE = 12


@open_to_all
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """What partners did for their clients, the newest first; by kind and by words."""
    kind, asked = (
        request.GET.get("kind", ""),
        request.GET.get("q", "").replace("\x00", "").strip()[:80],
    )
    kind = kind if kind in StoryKind.values else ""
    rows = list_published(kind=kind, asked=asked)
    return render(
        request,
        "public/stories/list.html",
        {
            "page": one_page(request, rows, PAGE),
            "kinds": [
                ("", _("All")),
                (StoryKind.CASE, _("Cases")),
                (StoryKind.INTERVIEW, _("Interviews")),
            ],
            "kind": kind,
            "asked": asked,
        },
    )


def _words(slug: str) -> Wording:
    return get_object_or_404(list_published(), story__slug=slug[:70])


@open_to_all
@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """One story, whose it is, and what else he told."""
    words = _words(slug)
    partner = words.story.partner
    profile = list_profiles().filter(partner=partner).first()
    address = absolute("story", slug)
    has_picture = Story.objects.filter(pk=words.story_id).exclude(picture=None).exists()
    return render(
        request,
        "public/stories/story.html",
        {
            "words": words,
            "partner": partner,
            "text": text_html(words.text),
            "has_picture": has_picture,
            "profile": profile,
            "address": address,
            "shared": {
                "address": address,
                "picture": absolute("story_card", slug),
                "kind": "article",
            },
            "things": [
                article(words, profile=profile),
                crumbs((_("Stories of integrators"), absolute("stories")), (words.title, address)),
            ],
            "more": list_published(partner).exclude(pk=words.pk)[:3],
        },
    )


def _shown(slug: str) -> Story:
    return get_object_or_404(Story, slug=slug[:70], status=StoryStatus.PUBLISHED)


def _png(picture: bytes | memoryview[int] | None) -> HttpResponse:
    if picture is None:
        raise Http404
    answer = HttpResponse(bytes(picture), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@open_to_all
@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture above a published story."""
    del request
    return _png(_shown(slug).picture)


@open_to_all
@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """What networks show beside the link."""
    del request
    return _png(_shown(slug).card)
