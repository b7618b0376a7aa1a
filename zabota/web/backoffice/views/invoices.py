"""Invoices of the back office: everybody's, and those staff issue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from zabota.domain.people.rules import Right
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.invoices import invoice_tabs
from zabota.web.billing.desk import Desk
from zabota.web.billing.site import InvoicePages


def desk_of(request: HttpRequest) -> Desk:
    """Staff's desk: all invoices; to write them is a right."""
    return Desk(by=str(request.user), may_write=Right.INVOICES in rights_of(request))


def frame(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of invoices with the tabs above the list."""
    return page(
        request, template, tabs=invoice_tabs("invoices", rights=rights_of(request)), **context
    )


invoices = InvoicePages(
    site="office",
    looks=staff_page(Right.READ),
    writes=staff_page(Right.INVOICES),
    frame=frame,
    desk_of=desk_of,
    shelf_of=views.of,
)
