"""Invoices of the cabinet: a partner's to clients who are his now."""

from __future__ import annotations

from django.http import HttpRequest

from zabota.web.billing.desk import Desk
from zabota.web.billing.site import InvoicePages
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page


def desk_of(request: HttpRequest) -> Desk:
    """The partner's own desk."""
    return Desk(by=str(request.user), partner=partner_of(request))


invoices = InvoicePages(
    site="cabinet", looks=members_page, writes=members_page, frame=page, desk_of=desk_of
)
