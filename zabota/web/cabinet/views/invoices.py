"""Invoices of the cabinet: a partner's to clients who are his now."""

from __future__ import annotations

from django.http import HttpRequest

from zabota.domain.partners.rules import MemberRight
from zabota.web.billing.desk import Desk
from zabota.web.billing.site import InvoicePages
from zabota.web.cabinet.access import may_write, members_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.saved import views


def desk_of(request: HttpRequest) -> Desk:
    """The partner's own desk."""
    return Desk(by=str(request.user), partner=partner_of(request), may_write=may_write(request))


invoices = InvoicePages(
    site="cabinet",
    looks=members_page,
    writes=partner_page(MemberRight.CLIENTS),
    frame=page,
    desk_of=desk_of,
    shelf_of=views.of,
)
