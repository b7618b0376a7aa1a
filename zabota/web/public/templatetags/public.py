"""What templates of the public site ask: the way to work, and the demo's sign-ins."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zabota.domain.people.models import Person
from zabota.web.public.accounts import CABINET, OFFICE, address_of_work

register = template.Library()

DOMAIN = "demo.zabota.example"
ROLES = {
    "partner": (_("Partner"), _("cabinet, owner"), "partner"),
    "member": (_("Partner's member"), _("cabinet, without bank details"), "person"),
    "owner": (_("Owner"), _("back office, everything"), "star"),
    "manager": (_("Partner manager"), _("partners, clients, corrections"), "chat"),
    "finance": (_("Finance"), _("statements, payouts"), "bank"),
    "support": (_("Support"), _("looks, changes nothing"), "eye"),
}
PLACES = {OFFICE: _("Back office"), CABINET: _("Cabinet")}


@register.inclusion_tag("public/demo_sign_ins.html", takes_context=True)
def demo_sign_ins(context: template.Context) -> dict[str, Any]:
    """Buttons that sign in at once; nothing outside the demo."""
    roles = [(role, *words) for role, words in ROLES.items()] if settings.DEMO else []
    return {
        "roles": roles,
        "csrf_token": context.get("csrf_token"),
        "next": context["request"].GET.get("next", ""),
    }


@register.inclusion_tag("public/way_to_work.html")
def way_to_work(user: Any) -> dict[str, Any]:
    """A link to where the signed-in person works; nothing for others."""
    address = address_of_work(user) if isinstance(user, Person) else ""
    return {"address": address, "label": PLACES.get(address, "")}
