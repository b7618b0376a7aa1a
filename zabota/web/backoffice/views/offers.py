"""The offer: its versions, the editor, and who accepted which with what evidence."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.people.rules import Right
from zabota.domain.programme.models import Acceptance, Offer
from zabota.domain.programme.operations import (
    change_offer,
    delete_offer,
    draft_offer,
    publish_draft,
)
from zabota.domain.programme.queries import find_current_offer, find_needed_offer
from zabota.kit.clock import local_date, now
from zabota.ui.acting import refusals_said
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.meanwhile import refuse_unseen
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.offers import OfferForm, offer_as_typed
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.words.terms import terms_tabs
from zabota.web.wording.offer_changes import compare_texts
from zabota.web.wording.offers import offer_heading, offer_paper
from zabota.web.wording.texts import text_html

NAMED = 100  # so many who have not accepted are named; of the rest one reads how many they are


@staff_page(Right.READ)
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """All versions, drafts first, then the newest; how many have accepted each."""
    at = now()
    rows = Offer.objects.annotate(accepted=Count("acceptances")).order_by(
        F("number").desc(nulls_first=True), "-pk"
    )
    return page(
        request,
        "offers/list.html",
        section="terms",
        tabs=terms_tabs("offers"),
        offers=[(one, offer_heading(one)) for one in rows],
        current=find_current_offer(at),
        needed=find_needed_offer(at),
        waiting=_unaccepting(find_needed_offer(at)).count(),
    )


def _unaccepting(needed: Offer | None) -> Any:
    """Partners who may not be paid because they have not accepted what is needed."""
    least = (needed.number or 0) if needed else 0
    accepted = Acceptance.objects.filter(offer__number__gte=least).values("partner_id")
    return (
        Partner.objects.exclude(status=PartnerStatus.LEFT)
        .exclude(pk__in=accepted)
        .order_by("name", "pk")
    )


@staff_page(Right.READ)
@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its text, what it changes, who has accepted it and who has not."""
    shown = get_object_or_404(Offer, pk=pk)
    rows = shown.acceptances.select_related("partner", "person").order_by("-at")
    if found := word(request):
        rows = rows.filter(Q(partner__name__icontains=found) | Q(partner__inn=found))
    if wants_csv(request):
        header = [_("Partner"), _("INN"), _("Who"), _("E-mail"), _("When"), _("Address"),
                  _("Browser"), "SHA-256"]  # fmt: skip
        return csv_of(f"offer-{shown.number or 'draft'}-acceptances", header, rows, _evidence)
    before = _before(shown)
    partners = Partner.objects.exclude(status=PartnerStatus.LEFT).count()
    without = _unaccepting(shown)
    left = without.count()
    return page(
        request,
        "offers/offer.html",
        section="terms",
        offer=shown,
        stamp=OfferForm(initial=offer_as_typed(shown)).mark,
        heading=offer_heading(shown),
        text=text_html(shown.text),
        current=find_current_offer(now()),
        before=before,
        late=shown.needed_from is not None and shown.needed_from <= now(),
        stretches=compare_texts(before.text, shown.text) if before else [],
        page=one_page(request, rows),
        without=[] if shown.is_draft else list(without[:NAMED]),
        more=max(left - NAMED, 0),
        partners=partners,
        accepted=partners - left,
    )


def _before(shown: Offer) -> Offer | None:
    earlier = Offer.objects.exclude(number=None)
    if shown.number is not None:
        earlier = earlier.filter(number__lt=shown.number)
    return earlier.order_by("-number").first()


def _evidence(one: Acceptance) -> list[Any]:
    return [one.partner.name, one.partner.inn, one.person.name, one.person.email, one.at,
            one.address or "", one.user_agent, one.sha256]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as a PDF, a draft too."""
    return offer_paper(get_object_or_404(Offer, pk=pk))


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft, beginning with the current text."""
    if request.method == "POST":
        return _save(request, None)
    current = find_current_offer(now())
    return _editor(request, None, OfferForm(initial=offer_as_typed(current) if current else None))


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; a published version has no such page."""
    draft = get_object_or_404(Offer, pk=pk, published_at=None)
    if request.method == "POST":
        return _save(request, draft)
    return _editor(request, draft, OfferForm(initial=offer_as_typed(draft)))


def _save(request: HttpRequest, draft: Offer | None) -> HttpResponse:
    form = OfferForm(request.POST, initial=offer_as_typed(draft) if draft else None)
    if not form.is_valid():
        return _editor(request, draft, form, status=422)
    fields = form.fields_of_offer(local_date(now()))
    with refusals_said(request):
        if draft is None:
            draft = draft_offer(**fields)
        else:
            change_offer(draft, **fields)
        say(request, _("Saved as a draft. Nobody sees it yet."), tone="info")
    return redirect("office:offer", draft.pk) if draft else redirect("office:offers")


def _editor(
    request: HttpRequest, draft: Offer | None, form: OfferForm, *, status: int = 200
) -> HttpResponse:
    return page(request, "offers/edit.html", section="terms", status=status, draft=draft, form=form)


@staff_page(Right.TERMS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, as partners will read it; nothing is saved."""
    form = OfferForm(request.POST)
    form.is_valid()
    return part(
        request,
        "offers/preview.html",
        title=form.cleaned_data.get("title", ""),
        text=text_html(form.cleaned_data.get("text", "")),
    )


@staff_page(Right.TERMS)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish for good; partners are told by letter and in the cabinet."""
    draft = get_object_or_404(Offer, pk=pk)
    with refusals_said(request):
        refuse_unseen(OfferForm(initial=offer_as_typed(draft)), request.POST.get("seen", ""))
        publish_draft(draft, at=now(), by=str(request.user))
        say(request, _("Published. Partners get a letter."))
    return redirect("office:offer", pk)


@staff_page(Right.TERMS)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    with refusals_said(request):
        delete_offer(get_object_or_404(Offer, pk=pk))
        say(request, _("The draft is gone."), tone="info")
    return redirect("office:offers")
