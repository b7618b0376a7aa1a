"""Certificates: who passed what, found and exported; one can be withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.academy.models import Certificate
from zabota.domain.academy.operations.courses import withdraw_certificate
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.ui.acting import reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.academy import academy_tabs
from zabota.web.backoffice.views.saved import views


@staff_page(Right.READ)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Who passed what; a certificate can be withdrawn."""
    rows = during(request, Certificate.objects.all(), "issued_at")
    if found := word(request):
        rows = rows.filter(person_name__icontains=found) | rows.filter(
            partner_name__icontains=found
        )
    if state := word(request, "state"):
        rows = rows.filter(withdrawn_at__isnull=state != "withdrawn")
    table = Table(request, columns(), order="-issued")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [
            _("Certificate code"),
            _("Name"),
            _("Partner"),
            _("Course"),
            _("Issued on"),
            _("Withdrawn"),
        ]
        return csv_of("certificates", header, rows, lambda one: [
            one.code, one.person_name, one.partner_name, one.course_title, one.issued_at,
            one.withdrawn_at])  # fmt: skip
    return page(
        request,
        "academy/certificates.html",
        section="academy",
        tabs=academy_tabs("certificates"),
        page=one_page(request, rows),
        table=table,
        shelf=views.of(request, "certificates", table),
    )


def columns() -> list[Column]:
    """What the list of certificates may show."""
    return [
        Column("name", _("Name"), by="person_name", fixed=True),
        Column("partner", _("Partner"), by="partner_name"),
        Column("course", _("Course"), by="course_title"),
        Column("code", _("Certificate code"), by="code"),
        Column("issued", _("Issued on"), by="issued_at"),
        Column("withdrawn", _("Withdrawn"), first=False, by="withdrawn_at", sparse=True),
        Column("deed", _("Deed"), fixed=True, head=False),
    ]


@staff_page(Right.PARTNERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A certificate is valid no more."""
    shown = get_object_or_404(Certificate, pk=pk)
    with refusals_said(request):
        withdraw_certificate(shown, why=reason_of(request)[:200], at=now(), by=str(request.user))
        say(request, _("The certificate is withdrawn; its public page says so."))
    return redirect("office:certificates")
