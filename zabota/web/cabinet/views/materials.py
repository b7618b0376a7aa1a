"""Materials to sell with: as files, and as papers with the partner's own name, logo and code."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.academy.models import Material, MaterialKind
from zabota.domain.academy.operations.materials import (
    note_download,
    remove_logo,
    set_logo,
    switch_favourite,
)
from zabota.domain.academy.operations.printing import print_material
from zabota.domain.academy.queries import find_logo, find_version, list_materials
from zabota.domain.partners.rules import MemberRight
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.uploads import take_upload
from zabota.ui.acting import back, refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.parts import Tab
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, own_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views

PNG = "image/png"
A_PAGE = 24  # cards on the shelf, whole rows of two, three and four


def academy_tabs(chosen: str) -> list[Tab]:
    """Materials beside courses."""
    return [
        Tab("/cabinet/academy/", _("Materials"), chosen == "materials"),
        Tab("/cabinet/academy/courses/", _("Courses"), chosen == "courses"),
    ]


@members_page
@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """The library: by category, searched, one's own favourites."""
    rows = list_materials(person=request.user)  # type: ignore[arg-type]
    categories = sorted({row.category for row in rows})
    if found := word(request):
        rows = rows.filter(title__icontains=found) | rows.filter(about__icontains=found)
    if category := word(request, "category"):
        rows = rows.filter(category=category)
    if word(request, "kept"):
        rows = rows.filter(favourites__person=request.user)  # type: ignore[misc]
    table = Table(request, columns(), usual=_("By category"))
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Category"), _("Title"), _("Kind"), _("About"), _("Published")]
        return csv_of("materials", header, rows, lambda one: [
            one.category, one.title, one.get_kind_display(), one.about, one.published_at])  # fmt: skip
    shown = one_page(request, rows, A_PAGE)
    return page(
        request,
        "academy/materials.html",
        section="academy",
        tabs=academy_tabs("materials"),
        page=shown,
        groups=_groups(list(shown), by_category=not table.order),
        table=table,
        shelf=views.of(request, "materials", table),
        categories=categories,
        has_logo=find_logo(partner_of(request)) is not None,
    )


def columns() -> list[Column]:
    """By what the shelf may be arranged; what stands on a card is not chosen."""
    return [
        Column("title", _("Title"), by="title", fixed=True),
        Column("published", _("Published"), by="published_at", fixed=True),
        Column("taken", _("Downloads"), by="downloads_count", fixed=True),
    ]


def _groups(shown: list[Material], *, by_category: bool) -> list[tuple[str, list[Material]]]:
    """The cards under their categories, or in one row where another order is asked for."""
    if not by_category:
        return [("", shown)] if shown else []
    return [(name, list(some)) for name, some in groupby(shown, key=lambda one: one.category)]


def _material(pk: int) -> Material:
    return get_object_or_404(Material.objects.exclude(published_at=None), pk=pk)


@members_page
@require_safe
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, or the paper made anew for this partner."""
    material, partner = _material(pk), partner_of(request)
    version = find_version(material)
    try:
        if material.kind == MaterialKind.FILE:
            if version is None:
                raise Http404
            content, kind, name = bytes(version.content), version.content_type, version.name
        else:
            ending = "png" if material.kind == MaterialKind.CARD else "pdf"
            content = print_material(material, partner=partner)
            kind = PNG if ending == "png" else "application/pdf"
            name = f"{material.title}.{ending}"
    except Refusal as refusal:
        say(request, sentence_of(refusal), tone="wait")
        return redirect("cabinet:materials")
    note_download(material, version=version, person=request.user, partner=partner, at=now())  # type: ignore[arg-type]
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@members_page
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What it looks like, small."""
    material = _material(pk)
    if material.kind == MaterialKind.FILE:
        version = find_version(material)
        if version is None or not version.preview:
            raise Http404
        return HttpResponse(bytes(version.preview), content_type=PNG)
    try:
        picture = print_material(material, partner=partner_of(request), picture=True)
    except Refusal as refusal:
        raise Http404 from refusal
    return HttpResponse(picture, content_type=PNG)


@own_page
@require_POST
def favourite(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it at hand, or not."""
    switch_favourite(_material(pk), person=request.user)  # type: ignore[arg-type]
    return back(request, "cabinet:materials")


@partner_page(MemberRight.FRONT)
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: HttpRequest) -> HttpResponse:
    """The partner's logo for his papers."""
    partner = partner_of(request)
    if request.method == "POST":
        with refusals_said(request):
            if "remove" in request.POST:
                remove_logo(partner)
                say(request, _("The logo is gone; papers carry your name."), tone="info")
            elif sent := request.FILES.get("logo"):
                upload = take_upload(sent.name or "", sent.read())
                set_logo(partner, upload=upload, at=now(), by=str(request.user))
                say(request, _("The logo is on your papers from now on."))
            else:
                say(request, _("Choose a picture first."), tone="wait")
        return redirect("cabinet:logo")
    return page(
        request, "academy/logo.html", section="academy", has_logo=find_logo(partner) is not None
    )


@members_page
@require_safe
def logo_picture(request: HttpRequest) -> HttpResponse:
    """The logo itself."""
    picture = find_logo(partner_of(request))
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type=PNG)
