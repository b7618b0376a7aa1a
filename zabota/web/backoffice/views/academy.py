"""The academy for staff: materials with their files and how often they are taken."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.academy.models import Material, MaterialKind, MaterialVersion
from zabota.domain.academy.operations.materials import (
    add_version,
    hide_material,
    keep_material,
    publish_material,
)
from zabota.domain.academy.queries import list_materials
from zabota.domain.academy.queries.downloads import get_downloads
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.uploads import take_upload
from zabota.ui.acting import refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.parts import Bar, Tab
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.academy import MaterialForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views

WORDS = ("category", "title", "about", "headline", "text", "position")


def academy_tabs(chosen: str) -> list[Tab]:
    """Materials, courses, certificates."""
    return [
        Tab("/office/academy/", _("Materials"), chosen == "materials"),
        Tab("/office/academy/courses/", _("Courses"), chosen == "courses"),
        Tab("/office/academy/certificates/", _("Certificates"), chosen == "certificates"),
    ]


@staff_page(Right.READ)
@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """All materials, drafts too, with how often they were taken."""
    rows = list_materials(drafts=True)
    if found := word(request):
        rows = rows.filter(Q(title__icontains=found) | Q(category__icontains=found))
    if state := word(request, "state"):
        rows = rows.filter(published_at__isnull=state != "shown")
    table = Table(request, columns(), usual=_("By category"))
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Category"), _("Title"), _("Kind"), _("Published"), _("Downloads")]
        return csv_of("materials", header, rows, lambda one: [
            one.category, one.title, one.get_kind_display(), one.published_at,
            one.downloads_count])  # fmt: skip
    return page(
        request,
        "academy/materials.html",
        section="academy",
        tabs=academy_tabs("materials"),
        page=one_page(request, rows),
        table=table,
        shelf=views.of(request, "materials", table),
    )


def columns() -> list[Column]:
    """What the list of materials may show."""
    return [
        Column("title", _("Title"), by="title", fixed=True),
        Column("category", _("Category"), by="category"),
        Column("kind", _("Kind"), by="kind"),
        Column("state", _("State")),
        Column("published", _("Published"), first=False, by="published_at", sparse=True),
        Column("taken", _("Downloads"), by="downloads_count", numeric=True),
    ]


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new material; its file comes next."""
    form = MaterialForm(request.POST or None)
    if form.is_bound and form.is_valid():
        material = keep_material(**form.cleaned_data, made_at=now(), made_by=str(request.user))
        return redirect("office:material", material.pk)
    status = 422 if form.is_bound else 200
    return page(request, "academy/material.html", section="academy", form=form, status=status)


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """Its words, its versions, published or not."""
    shown = get_object_or_404(Material, pk=pk)
    form = MaterialForm(
        request.POST or None, initial={name: getattr(shown, name) for name in WORDS}
    )
    form.fields.pop("kind")
    if form.is_bound and form.is_valid():
        keep_material(shown, **form.cleaned_data)
        say(request, _("Saved."))
        return redirect("office:material", pk)
    taken = get_downloads(shown, at=now())
    return page(
        request,
        "academy/material.html",
        section="academy",
        material=shown,
        is_file=shown.kind == MaterialKind.FILE,
        taken=taken,
        months=[Bar(f"{month:%m.%y}", n) for month, n in taken.months],
        form=form,
        versions=[
            (one, taken.versions.get(one.number, 0))
            for one in shown.versions.defer("content", "preview").order_by("-number")
        ],
        status=422 if form.is_bound else 200,
    )


@staff_page(Right.PARTNERS)
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A newer file."""
    shown = get_object_or_404(Material, pk=pk)
    with refusals_said(request):
        sent = request.FILES.get("file")
        if sent is None:
            raise Http404
        add_version(
            shown,
            upload=take_upload(sent.name or "", sent.read()),
            note=request.POST.get("note", "")[:200],
            at=now(),
            by=str(request.user),
        )
        say(request, _("The file is kept."))
    return redirect("office:material", pk)


@staff_page(Right.PARTNERS)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it to partners, or hide it again."""
    shown = get_object_or_404(Material, pk=pk)
    with refusals_said(request):
        if shown.published_at is None:
            publish_material(shown, at=now(), by=str(request.user))
            say(request, _("Partners see it now."))
        else:
            hide_material(shown)
            say(request, _("Partners see it no more."), tone="info")
    return redirect("office:material", pk)


@staff_page(Right.READ)
@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a material, also a former one."""
    shown = get_object_or_404(MaterialVersion, pk=pk)
    answer = HttpResponse(bytes(shown.content), content_type=shown.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, shown.name) or "attachment"
    return answer
