"""The frame around every page of the back office: navigation, the person, what he may do."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.connectors.bank.operations.open_lines import list_open_lines
from zabota.connectors.connections.models import Connection
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.queries.claims import list_waiting_claims
from zabota.domain.community.queries.rooms import list_unread
from zabota.domain.leads.models import Lead, LeadStatus
from zabota.domain.notices.queries import list_unread_notices
from zabota.domain.payments.queries import list_waiting
from zabota.domain.people.models import Role
from zabota.domain.people.queries import list_roles
from zabota.domain.people.rules import Right
from zabota.domain.scrutiny.models import Finding
from zabota.domain.stories.models import Story, StoryStatus
from zabota.kit.clock import now
from zabota.ui.parts import NavItem
from zabota.web.backoffice.access import rights_of
from zabota.web.bell.site import bell_of

ONLY_FOR = {  # lines not shown to all staff
    "overview": Right.SETTINGS,
    "moving": Right.PARTNERS,
    "connections": Right.CONNECTIONS,
    "keys": Right.KEYS,
    "settings": Right.SETTINGS,
    "staff": Right.STAFF,
}


def page(
    request: HttpRequest, template: str, *, section: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the back office; `section` is the marked line of the navigation.

    Templates ask `may.payouts` and the like before they show a button.
    """
    waiting = _waiting(request)
    own = {
        "nav_items": _nav(request, section, waiting),
        "home_url": reverse("office:desk"),
        "person_name": str(request.user),
        "person_role": _roles(request),
        "may": {right.value: True for right in rights_of(request)},
        "now": now(),
        "bell": bell_of("office", unread=waiting["bell"]),
        "search_url": reverse("office:search"),
        "search_hint": _("Partner, client, INN, invoice, payout, payment, code or page"),
    }
    path = template if template.startswith("ui/") else f"backoffice/{template}"
    return render(request, path, {**own, **context}, status=status)


def part(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a region of a page for htmx."""
    own = {"may": {right.value: True for right in rights_of(request)}, "now": now()}
    return render(request, f"backoffice/{template}", {**own, **context}, status=status)


def _roles(request: HttpRequest) -> str:
    words = dict(Role.choices)
    return ", ".join(str(words[role]) for role in list_roles(request.user))  # type: ignore[arg-type]


def list_pages(request: HttpRequest) -> list[NavItem]:
    """The pages this person may open by name, for the search."""
    return _nav(request, "", Counter())


def _nav(request: HttpRequest, section: str, wait: Counter[str]) -> list[NavItem]:
    """The pages there are, in the order of a day's work; a page only for some is shown to them."""
    money, network, machines = _("Money"), _("Network"), _("Machinery")
    items = (
        ("desk", "office:desk", _("Today"), "desk", "", 0),
        ("overview", "office:overview", _("At a glance"), "scales", "", 0),
        ("statements", "office:statements", _("Statements"), "bank", money, 0),
        (
            "lines",
            "office:lines",
            _("Lines to explain"),
            "question",
            money,
            wait["lines"],
        ),
        ("reconciliation", "office:reconciliation", _("Reconciliation"), "check", money, 0),
        ("payments", "office:payments", _("Payments"), "wallet", money, wait["payments"]),
        ("invoices", "office:invoices", _("Invoices"), "file", money, 0),
        ("payouts", "office:due", _("Payouts"), "payout", money, wait["checks"]),
        ("papers", "office:papers", _("Papers"), "file", money, 0),
        ("figures", "office:figures", _("Figures"), "chart", money, 0),
        ("partners", "office:partners", _("Partners"), "partner", network, wait["codes"]),
        ("clients", "office:clients", _("Clients"), "client", network, wait["claims"]),
        ("leads", "office:leads", _("Leads"), "inbox", network, wait["leads"]),
        ("chat", "office:chat", _("Chat"), "chat", network, wait["chat"]),
        ("bulletins", "office:bulletins", _("Bulletins"), "send", network, 0),
        ("academy", "office:materials", _("Academy"), "cap", network, 0),
        ("stories", "office:stories", _("Stories"), "pencil", network, wait["stories"]),
        ("rating", "office:rating", _("Rating"), "cup", network, 0),
        ("terms", "office:terms", _("Terms"), "book", network, 0),
        ("inbox", "office:inbox", _("Inbox"), "inbox", machines, wait["inbox"]),
        (
            "connections",
            "office:connections",
            _("Connections"),
            "link",
            machines,
            wait["connections"],
        ),
        ("moving", "office:moving", _("Moving in"), "upload", machines, 0),
        ("journal", "office:journal", _("Journal"), "clock", machines, 0),
        ("staff", "office:staff", _("Staff"), "person", machines, 0),
        ("keys", "office:keys", _("API keys"), "lock", machines, 0),
        ("settings", "office:settings", _("Settings"), "settings", machines, 0),
    )
    return [
        NavItem(reverse(name), label, icon, key == section, count, group)
        for key, name, label, icon, group, count in items
        if ONLY_FOR.get(key, Right.READ) in rights_of(request)
    ]


def _waiting(request: HttpRequest) -> Counter[str]:
    """How much waits for a person behind each line; one statement."""
    asked: dict[str, QuerySet[Any]] = {
        "stories": Story.objects.filter(status=StoryStatus.PROPOSED),
        "inbox": InboundEvent.objects.filter(status=InboundStatus.FAILED),
        "connections": Connection.objects.filter(enabled=True).exclude(trouble=""),
        "lines": list_open_lines(),
        "payments": list_waiting(),
        "codes": PromoCode.objects.filter(status=PromoCodeStatus.PENDING),
        "claims": list_waiting_claims(),
        "checks": Finding.objects.filter(cleared_at=None),
        "leads": Lead.objects.filter(status=LeadStatus.NOBODY),
        "chat": list_unread(request.user, partner=None),  # type: ignore[arg-type]
        "bell": list_unread_notices(request.user),  # type: ignore[arg-type]
    }
    first, *others = (
        rows.order_by()
        .values(behind=Value(line, output_field=CharField()))
        .annotate(n=Count("pk"))
        .values_list("behind", "n")
        for line, rows in asked.items()
    )
    return Counter(dict(first.union(*others, all=True)))
