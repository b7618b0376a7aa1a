"""How often one address may do what writes something, so that nobody fills our books with noise."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

RATES = {
    "join": "10/10m/ip",
    "accept": "10/10m/ip",
    "leave_company": "20/10m/ip",
    "pay": "20/10m/ip",
}


def is_patient(request: HttpRequest, deed: str) -> bool:
    """Counts this deed; False when the address has done it too often lately."""
    return bool(consume(request, app="public", action=deed, config=RATES))


def address_of(request: HttpRequest) -> str:
    """The visitor's own address, behind a proxy too when allauth is told to trust it."""
    return str(get_adapter(request).get_client_ip(request))
