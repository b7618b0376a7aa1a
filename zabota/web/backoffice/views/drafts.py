"""One version of the terms: written as a draft, shown in sentences, compared, published, recalled."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.payments.models import Payment
from zabota.domain.people.rules import Right
from zabota.domain.programme.models import Clause, TermsStatus, TermsVersion
from zabota.domain.programme.operations import (
    change_terms,
    delete_draft,
    draft_terms,
    publish_terms,
    recall_terms,
)
from zabota.domain.programme.queries import find_version_at
from zabota.kit.clock import local_date, now
from zabota.ui.acting import refusals_said
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
from zabota.web.backoffice.forms.terms import PeriodForm, VersionForm, last_year
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.words.terms import beside_of, difference
from zabota.web.wording.terms import lines_of

MOST_PRODUCTS = 50


@staff_page(Right.READ)
@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what it says, what it changes against the one before, what was tried."""
    at = now()
    shown = get_object_or_404(TermsVersion, pk=pk)
    before = _before(shown)
    return page(
        request,
        "terms/version.html",
        section="terms",
        version=shown,
        before=before,
        lines=difference(lines_of(before) if before else [], lines_of(shown)),
        in_force=find_version_at(at) == shown,
        to_come=shown.status == TermsStatus.PUBLISHED and shown.effective_from > at,
        is_draft=shown.status == TermsStatus.DRAFT,
        stamp=_form(shown).mark,
        late=shown.effective_from < at,
        trials=shown.trials.order_by("-pk")[:10],
        period=PeriodForm(initial=last_year()),
    )


def _before(shown: TermsVersion) -> TermsVersion | None:
    """The version it follows: for a draft the one in force when it begins."""
    return (
        TermsVersion.objects.filter(
            status=TermsStatus.PUBLISHED, effective_from__lt=shown.effective_from
        )
        .exclude(pk=shown.pk)
        .order_by("-effective_from")
        .first()
    )


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft, beginning with what the version in force says."""
    if request.method != "POST":
        model = find_version_at(now())
        tomorrow = local_date(now()) + timedelta(days=1)
        start: dict[str, object] = {"payout_days": 3, "lead_days": 60}
        if model is not None:
            start = _as_typed(model) | {"title": "", "note": ""}
        form = VersionForm(initial={**start, "effective_from": tomorrow})
        return _editor(request, None, form, _clauses_of(model.clauses.all() if model else None))
    return _save(request, None)


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; a published version has no such page."""
    draft = get_object_or_404(TermsVersion, pk=pk, status=TermsStatus.DRAFT)
    if request.method != "POST":
        return _editor(request, draft, _form(draft), _clauses_of(draft.clauses.all()))
    return _save(request, draft)


def _as_typed(model: TermsVersion) -> dict[str, object]:
    start: dict[str, object] = {
        name: getattr(model, name) for name in VersionForm.base_fields if name != "effective_from"
    }
    return start | {"effective_from": local_date(model.effective_from)}


def _form(draft: TermsVersion) -> VersionForm:
    form = VersionForm(initial=_as_typed(draft))
    form.beside = _beside(draft)
    return form


def _beside(draft: TermsVersion | None) -> dict[str, str]:
    """Its clauses in words: they are saved by the same press."""
    return beside_of(draft.clauses.order_by("position")) if draft else {}


def _clauses_of(rows: QuerySet[Clause] | None) -> Clauses:
    typed = clauses_as_typed(rows.order_by("position")) if rows is not None else []
    return ClauseSet(prefix="clause", initial=typed or None)


def _save(request: HttpRequest, draft: TermsVersion | None) -> HttpResponse:
    if "add" in request.POST:
        form = VersionForm(initial=as_posted(request.POST, VersionForm))
        form.carried = request.POST.get(form.seen_name, "")
        return _editor(request, draft, form, one_more(request.POST))
    form = VersionForm(request.POST, initial=_as_typed(draft) if draft else None)
    form.beside = _beside(draft)
    clauses = ClauseSet(request.POST, prefix="clause")
    if not (form.is_valid() and clauses.is_valid()):
        return _editor(request, draft, form, clauses, status=422)
    with refusals_said(request):
        if draft is None:
            draft = draft_terms(clauses=clauses.clauses(), **form.fields_of_version())
        else:
            change_terms(draft, clauses=clauses.clauses(), **form.fields_of_version())
        say(request, _("Saved as a draft. Nobody is priced by it yet."), tone="info")
    return redirect("office:version", draft.pk) if draft else redirect("office:terms")


def _editor(
    request: HttpRequest,
    draft: TermsVersion | None,
    form: VersionForm,
    clauses: Clauses,
    *,
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        "terms/edit.html",
        section="terms",
        status=status,
        draft=draft,
        form=form,
        clauses=clauses,
        products=list_products(),
        preview_url="office:preview_terms",
    )


def list_products() -> list[str]:
    """Names of products that clients have paid for, to choose from."""
    names = (
        Payment.objects.exclude(product="").order_by("product").values_list("product", flat=True)
    )
    return list(names.distinct()[:MOST_PRODUCTS])


@staff_page(Right.TERMS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, as sentences and against the version in force; nothing is saved."""
    form, clauses = VersionForm(request.POST), ClauseSet(request.POST, prefix="clause")
    form.fields["title"].required = False
    if not (form.is_valid() and clauses.is_valid()):
        return part(request, "terms/preview.html", lines=[])
    typed = TermsVersion(**form.fields_of_version())
    before = find_version_at(typed.effective_from)
    return part(
        request,
        "terms/preview.html",
        lines=difference(lines_of(before) if before else [], lines_of(typed, clauses.clauses())),
        before=before,
    )


@staff_page(Right.TERMS)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish for good; partners are told by letter."""
    draft = get_object_or_404(TermsVersion, pk=pk)
    with refusals_said(request):
        refuse_unseen(_form(draft), request.POST.get("seen", ""))
        publish_terms(draft, at=now(), by=str(request.user))
        say(request, _("Published. Partners get a letter; the version starts by itself."))
    return redirect("office:version", pk)


@staff_page(Right.TERMS)
@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a version that has not begun a draft again."""
    with refusals_said(request):
        recall_terms(get_object_or_404(TermsVersion, pk=pk), at=now(), by=str(request.user))
        say(request, _("Recalled: it is a draft again. Partners get a letter."), tone="info")
    return redirect("office:version", pk)


@staff_page(Right.TERMS)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    draft = TermsVersion.objects.filter(pk=pk).first()
    if draft is None:
        raise Http404
    with refusals_said(request):
        delete_draft(draft)
        say(request, _("The draft is gone."), tone="info")
    return redirect("office:terms")
