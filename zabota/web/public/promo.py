"""The promo code a visitor came with: the first one counts and is remembered for ninety days."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.queries import find_working_code

COOKIE = "promo"
SALT = "zabota.promo"
NINETY_DAYS = 90 * 24 * 3600
LONGEST_TYPED = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose code counts for this visitor, and what of the address does not.

    `later` is another working code that came after the remembered one; `unknown` is a word that
    is no code of ours.
    """

    code: PromoCode | None
    is_new: bool
    later: PromoCode | None = None
    unknown: str = ""


def read_visit(request: HttpRequest) -> Visit:
    """The remembered code if there is one, else that of the address (`?promo=`)."""
    kept = find_remembered(request)
    typed = request.GET.get("promo", "").replace("\0", "").strip()[:LONGEST_TYPED]
    named = find_working_code(typed) if typed else None
    unknown = typed if named is None else ""
    if kept is None:
        return Visit(named, is_new=named is not None, unknown=unknown)
    later = named if named is not None and named.partner_id != kept.partner_id else None
    return Visit(kept, is_new=False, later=later, unknown=unknown)


def find_remembered(request: HttpRequest) -> PromoCode | None:
    """The code of the cookie if it still works; a forged or old cookie is no code."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=NINETY_DAYS)
    if not kept or not kept.isdigit():
        return None
    return (
        PromoCode.objects.select_related("partner")
        .filter(pk=int(kept), status__in=[PromoCodeStatus.PENDING, PromoCodeStatus.APPROVED])
        .first()
    )


def remember(response: HttpResponse, code: PromoCode) -> None:
    """Keep the code in the visitor's browser; only our signature makes it count."""
    response.set_signed_cookie(
        COOKIE,
        str(code.pk),
        salt=SALT,
        max_age=NINETY_DAYS,
        httponly=True,
        samesite="Lax",
        secure=settings.PRODUCTION,
    )
