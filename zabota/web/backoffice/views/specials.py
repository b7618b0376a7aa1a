"""Special terms and campaigns: a list, one with who may use it and what it brought, the editor."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.programme.models import Audience, Clause, SpecialTerms, TermsStatus
from zabota.domain.programme.operations import (
    change_special,
    delete_special,
    draft_special,
    end_special,
)
from zabota.domain.programme.queries import list_public_campaigns
from zabota.domain.ratings.queries import get_levels_at
from zabota.domain.rewards.queries.standings import list_standings
from zabota.flows.specials_renewed import special_published
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.acting import reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.meanwhile import refuse_unseen
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.clauses import (
    Clauses,
    ClauseSet,
    as_posted,
    clauses_as_typed,
    one_more,
)
from zabota.web.backoffice.forms.terms import PeriodForm, SpecialForm, last_year
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.views.drafts import list_products
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.terms import Line, beside_of, special_states, terms_tabs
from zabota.web.wording.clauses import clause_sentence
from zabota.web.wording.terms import entitled_because, for_whom, special_lines, state_of

LEADING = 50  # of the standings on the page; the file has all of them


@staff_page(Right.READ)
@require_safe
def specials(request: HttpRequest) -> HttpResponse:
    """All special terms and campaigns, the newest first."""
    table = Table(request, columns(), order="-begins")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("Name"), _("State"), _("For whom"), _("First day"), _("Last day"), _("Clauses")]
        return csv_of("special-terms", header, rows, _line)
    shown = one_page(request, rows)
    return page(
        request,
        "terms/specials.html",
        section="terms",
        page=shown,
        rows=[
            {
                "special": one,
                "whom": for_whom(one),
                "first_day": local_date(one.starts_at),
                "state": state_of(one, at=now()),
                "clauses": [clause_sentence(clause) for clause in one.clauses.all()],
            }
            for one in shown
        ],
        states=special_states(),
        table=table,
        shelf=views.of(request, "specials", table),
        tabs=terms_tabs("specials"),
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("name", _("Name"), by="name", fixed=True),
        Column("whom", _("For whom"), by="audience"),
        Column("clauses", _("What they give")),
        Column("state", _("State")),
        Column("begins", _("First day"), by="starts_at"),
        Column("ends", _("Last day"), by="ends_at", sparse=True),
    ]


def _found(request: HttpRequest) -> QuerySet[SpecialTerms]:
    at = now()
    rows = SpecialTerms.objects.select_related("partner").prefetch_related(
        Prefetch("clauses", Clause.objects.order_by("position"))
    )
    published = Q(status=TermsStatus.PUBLISHED)
    open_end = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    by_state = {
        "draft": Q(status=TermsStatus.DRAFT),
        "running": published & Q(starts_at__lte=at) & open_end,
        "to_come": published & Q(starts_at__gt=at) & open_end,
        "over": published & Q(ends_at__lte=at),
    }
    if (state := word(request, "state")) in by_state:
        rows = rows.filter(by_state[state])
    if (kind := word(request, "kind")) in {"campaign", "special"}:
        rows = rows.filter(is_campaign=kind == "campaign")
    if found := word(request):
        rows = rows.filter(Q(name__icontains=found) | Q(partner__name__icontains=found))
    return rows


def _line(one: SpecialTerms) -> list[Any]:
    return [
        one.name, dict(special_states())[state_of(one, at=now())], for_whom(one), local_date(one.starts_at), one.last_day,
        "; ".join(clause_sentence(clause) for clause in one.clauses.all()),
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def special(request: HttpRequest, pk: int) -> HttpResponse:
    """One: what it says, who may use it and why, who has earned by it."""
    at = now()
    shown = get_object_or_404(SpecialTerms.objects.select_related("partner"), pk=pk)
    standings = list_standings(shown)
    if wants_csv(request):
        header = [_("Place"), _("Partner"), _("Clients"), _("Payments"), _("Reward")]
        return csv_of("standings", header, standings, lambda row: [
            row.place, row.partner, row.clients, row.payments, Money(row.amount_minor)])  # fmt: skip
    entitled = shown.entitlements.select_related("partner")
    entitled_page = one_page(request, entitled.order_by("-during", "partner__name"))
    return page(
        request,
        "terms/special.html",
        section="terms",
        special=shown,
        lines=[Line(text) for text in special_lines(shown)],
        state=state_of(shown, at=at),
        is_draft=shown.status == TermsStatus.DRAFT,
        stamp=_form(shown).mark,
        page=entitled_page,
        entitled=[(one, entitled_because(one.reason)) for one in entitled_page],
        public_url=_public_url(shown),
        audience_is_open=shown.audience == Audience.EVERYONE,
        standings=standings[:LEADING],
        behind=max(0, len(standings) - LEADING),
        trials=shown.trials.order_by("-pk")[:10],
        period=PeriodForm(initial=last_year()),
    )


def _public_url(shown: SpecialTerms) -> str:
    """The campaign's page on the public site, "" when it has none."""
    if not list_public_campaigns(at=now()).filter(pk=shown.pk).exists():
        return ""
    return reverse("public:campaign", args=[shown.pk])


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """New special terms, or with `?campaign` a campaign."""
    is_campaign = "campaign" in request.GET
    if request.method == "POST":
        return _save(request, None, is_campaign=is_campaign)
    start = {
        "audience": Audience.JOINED if is_campaign else Audience.PARTNER,
        "partner": word(request, "partner"),
        "starts_on": local_date(now()),
    }
    return _editor(
        request,
        None,
        SpecialForm(is_campaign=is_campaign, initial=start),
        ClauseSet(prefix="clause"),
    )


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    draft = get_object_or_404(SpecialTerms, pk=pk, status=TermsStatus.DRAFT)
    if request.method == "POST":
        return _save(request, draft, is_campaign=draft.is_campaign)
    typed = clauses_as_typed(draft.clauses.order_by("position"))
    return _editor(request, draft, _form(draft), ClauseSet(prefix="clause", initial=typed or None))


def _as_typed(draft: SpecialTerms) -> dict[str, Any]:
    dated = {"starts_on", "ends_on"}
    start = {n: getattr(draft, n) for n in SpecialForm.base_fields if n not in dated}
    return start | {"starts_on": local_date(draft.starts_at), "ends_on": draft.last_day}


def _form(draft: SpecialTerms) -> SpecialForm:
    form = SpecialForm(is_campaign=draft.is_campaign, initial=_as_typed(draft))
    form.beside = _beside(draft)
    return form


def _beside(draft: SpecialTerms | None) -> dict[str, str]:
    """The clauses in words: they are saved by the same press."""
    return beside_of(draft.clauses.order_by("position")) if draft else {}


def _save(request: HttpRequest, draft: SpecialTerms | None, *, is_campaign: bool) -> HttpResponse:
    if "add" in request.POST:
        typed = as_posted(request.POST, SpecialForm)
        form = SpecialForm(is_campaign=is_campaign, initial=typed)
        form.carried = request.POST.get(form.seen_name, "")
        return _editor(request, draft, form, one_more(request.POST))
    start = _as_typed(draft) if draft else None
    form = SpecialForm(request.POST, is_campaign=is_campaign, initial=start)
    form.beside = _beside(draft)
    clauses = ClauseSet(request.POST, prefix="clause")
    if not (form.is_valid() and clauses.is_valid()):
        return _editor(request, draft, form, clauses, status=422)
    with refusals_said(request):
        if draft is None:
            draft = draft_special(clauses=clauses.clauses(), **form.fields_of_special())
        else:
            change_special(draft, clauses=clauses.clauses(), **form.fields_of_special())
        say(request, _("Saved as a draft. Nobody is priced by it yet."), tone="info")
    return redirect("office:special", draft.pk) if draft else redirect("office:specials")


def _editor(
    request: HttpRequest,
    draft: SpecialTerms | None,
    form: SpecialForm,
    clauses: Clauses,
    *,
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        "terms/edit_special.html",
        section="terms",
        status=status,
        draft=draft,
        form=form,
        clauses=clauses,
        products=list_products(),
        preview_url="office:preview_special",
    )


@staff_page(Right.TERMS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, as sentences; nothing is saved."""
    form = SpecialForm(request.POST, is_campaign=False)
    form.fields["name"].required = False
    clauses = ClauseSet(request.POST, prefix="clause")
    if not (form.is_valid() and clauses.is_valid()):
        return part(request, "terms/preview.html", lines=[])
    typed = SpecialTerms(**form.fields_of_special())
    told = special_lines(typed, clauses.clauses())
    return part(request, "terms/preview.html", lines=[Line(text) for text in told])


@staff_page(Right.TERMS)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish for good; those who may use them are told by letter."""
    draft = get_object_or_404(SpecialTerms, pk=pk)
    with refusals_said(request):
        refuse_unseen(_form(draft), request.POST.get("seen", ""))
        at = now()
        special_published(draft, at=at, by=str(request.user), levels=get_levels_at(at))
        say(request, _("Published. Those whom it concerns get a letter."))
    return redirect("office:special", pk)


@staff_page(Right.TERMS)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End them now; what was earned by them stays."""
    shown = get_object_or_404(SpecialTerms, pk=pk)
    with refusals_said(request):
        end_special(shown, why=reason_of(request), at=now(), by=str(request.user))
        say(request, _("Ended. What was earned by them stays."), tone="info")
    return redirect("office:special", pk)


@staff_page(Right.TERMS)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    with refusals_said(request):
        delete_special(get_object_or_404(SpecialTerms, pk=pk))
        say(request, _("The draft is gone."), tone="info")
    return redirect("office:specials")
