"""Integrators for clients: a directory, a page of each, and "recommend me one"."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zabota.domain.academy.queries import find_logo, list_certificates
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import LeadSource, Profile
from zabota.domain.leads.queries import get_rule, list_cities, list_profiles
from zabota.domain.programme.queries import list_public_campaigns
from zabota.domain.stories.queries import list_published
from zabota.flows.lead_handed import lead_taken
from zabota.kit.clock import now
from zabota.ui.lists import one_page
from zabota.web.public.access import open_to_all
from zabota.web.public.forms.lead import DirectoryForm, LeadForm
from zabota.web.public.integrators import (
    crm_labels,
    find_integrators,
    integrator_cards,
    messenger_labels,
)
from zabota.web.public.patience import is_patient
from zabota.web.public.pictures import share_card
from zabota.web.public.structured import absolute, crumbs, integrator, listed
from zabota.web.wording.leads import answer_time
from zabota.web.wording.texts import text_html

PAGE = 24


@open_to_all
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Published integrators by what they can; the higher of the last rating first."""
    at = now()
    form = DirectoryForm(request.GET, cities=list_cities())
    wanted = form.chosen()
    found, asked = dict(wanted), bool(wanted)
    level = form.levels.get(wanted.pop("level", ""))
    page = one_page(request, find_integrators(wanted, level=level, at=at), PAGE)
    return render(
        request,
        "public/directory.html",
        {
            "filters": form.offered(),
            "page": page,
            "cards": integrator_cards(list(page), at=at),
            "asked": asked,
            "passed_on": urlencode(wanted),
            "things": [listed(list(page), first=page.start_index(), total=page.paginator.count)],
            "shared": {"address": _address(found, page.number)},
        },
    )


def _address(wanted: Mapping[str, str], number: int) -> str:
    """The one address of these filters and this page of theirs, without what was left empty."""
    query = urlencode({**wanted, "page": str(number)} if number > 1 else wanted)
    return absolute("directory") + (f"?{query}" if query else "")


def _profile(slug: str) -> Profile:
    return get_object_or_404(list_profiles(), slug=slug[:60])


@open_to_all
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """One integrator: what he can, whom he taught, and a form that goes to him."""
    shown = _profile(slug)
    address = absolute("profile", slug)
    (card,) = integrator_cards([shown], at=now())
    return render(
        request,
        "public/profile.html",
        {
            "profile": shown,
            "about": about_html(shown),
            "card": card,
            "shared": {
                "address": address,
                "picture": absolute("profile_card", slug),
                "kind": "profile",
            },
            "things": [
                integrator(card),
                crumbs((_("Integrators"), absolute("directory")), (shown.partner.name, address)),
            ],
            "certificates": list_certificates(shown.partner)[:12],
            "crms": crm_labels(shown.crms),
            "messengers": messenger_labels(shown.messengers),
            "tongues": card.tongues,
            "stories": list_published(shown.partner)[:3],
        },
    )


def about_html(shown: Profile) -> SafeString:
    """His own words: plain formatting, nothing that runs."""
    return text_html(shown.about)


@open_to_all
@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The logo of a published integrator."""
    del request
    picture = find_logo(_profile(slug).partner)
    if picture is None:
        return HttpResponse(status=404)
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@open_to_all
@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """What networks show beside a link to an integrator."""
    del request
    shown = _profile(slug)
    (card,) = integrator_cards([shown], at=now())
    return share_card(
        above=" · ".join(filter(None, (_("Integrator"), shown.city, card.level))),
        headline=shown.partner.name,
        line=", ".join(card.connects),
        logo=find_logo(shown.partner),
    )


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest) -> HttpResponse:
    """ "Recommend me an integrator": the lead goes to who fits best, or first to whom one wished."""
    slug = (request.POST.get("wished") or request.GET.get("to", ""))[:60]
    wished = list_profiles().filter(slug=slug).first() if slug else None
    form = LeadForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if form.is_bound and form.is_valid():
        if is_patient(request, "leave_company"):
            lead_taken(
                LeadFact(
                    source=LeadSource.DIRECTORY if wished else LeadSource.FORM,
                    wished_id=wished.partner_id if wished else None,
                    **form.cleaned_data,
                ),
                at=now(),
                by=form.cleaned_data["email"],
            )
            return redirect("public:recommended")
        form.add_error(None, _("Too many requests from here. Please try again in ten minutes."))
    return render(
        request,
        "public/recommend.html",
        {"form": form, "wished": wished, "answer_in": _answer_in()},
        status=422 if form.is_bound else 200,
    )


@open_to_all
@require_safe
def recommended(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "public/recommended.html", {"answer_in": _answer_in()})


def _answer_in() -> str:
    return answer_time(get_rule(now()).answer_hours)


@open_to_all
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """What search engines may read."""
    del request
    names = ("landing", "directory", "stories", "recommend", "join", "offer", "campaigns")
    addresses = [
        *(reverse(f"public:{name}") for name in names),
        *(reverse("public:story", args=[one.story.slug]) for one in list_published()),
        *(reverse("public:profile", args=[one.slug]) for one in list_profiles()),
        *(reverse("public:campaign", args=[c.pk]) for c in list_public_campaigns(at=now())),
    ]
    places = "".join(
        f"<url><loc>{escape(settings.PUBLIC_URL + address)}</loc></url>" for address in addresses
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    )
    return HttpResponse(text, content_type="application/xml")


@open_to_all
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where search engines need not go: what a secret link opens. The rest asks to sign in."""
    del request
    lines = ["User-agent: *", "Disallow: /pay/", "Disallow: /i/",
             f"Sitemap: {settings.PUBLIC_URL}{reverse('public:sitemap')}", ""]  # fmt: skip
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
