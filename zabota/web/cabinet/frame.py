"""The frame around every page of the cabinet: navigation, the person, his partner."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.domain.community.queries.rooms import list_unread
from zabota.domain.news.queries import find_fresh_news, words_for
from zabota.domain.news.rules import fill_in
from zabota.domain.notices.queries import list_unread_notices
from zabota.domain.papers.operations.sending import list_unsigned
from zabota.domain.partners.models import LegalForm
from zabota.domain.partners.rules import MemberRight
from zabota.domain.payouts.queries.receipts import list_unreceipted
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.ui.parts import NavItem
from zabota.web.bell.site import bell_of
from zabota.web.cabinet.access import member_rights, partner_of
from zabota.web.visiting import visit_of

MOST_COUNTED = 100
ONLY_FOR = {"details": MemberRight.DETAILS}  # lines not shown to everybody


def page(
    request: HttpRequest, template: str, *, section: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the cabinet; `section` is the marked line of the navigation."""
    waiting = _waiting(request)
    own = {
        "nav_items": _nav(request, section, waiting),
        "home_url": reverse("cabinet:home"),
        "person_name": str(request.user),
        "person_role": partner_of(request).name,
        "partner": partner_of(request),
        "may": {right.value: True for right in member_rights(request)},
        "person_links": _links(request),
        "now": now(),
        "bar": "cabinet/parts/visit.html",
        "visit": visit_of(request),
        "fresh_news": _fresh_news(request) if section == "home" else None,
        "bell": None if visit_of(request) else bell_of("cabinet", unread=waiting["bell"]),
        "search_url": reverse("cabinet:search"),
        "search_hint": _("Client, INN, invoice, payout, payment, code or page"),
    }
    path = template if template.startswith("ui/") else f"cabinet/{template}"
    return render(request, path, {**own, **context}, status=status)


def _fresh_news(request: HttpRequest) -> dict[str, Any] | None:
    """What the first page shows of the newest bulletin, until the person has opened it."""
    person, partner = request.user, partner_of(request)
    assert isinstance(person, Person)
    found = find_fresh_news(person, partner, at=now())
    if found is None:
        return None
    title, _text = words_for(found, (get_language() or "ru")[:2])
    return {"pk": found.pk, "title": fill_in(title, {"name": str(person), "partner": partner.name})}


def _links(request: HttpRequest) -> list[dict[str, str]]:
    """Lines of the person's own menu."""
    links = [{"url": reverse("cabinet:tour"), "label": _("What is where"), "icon": "question"}]
    if MemberRight.DATA in member_rights(request):
        takeout = reverse("cabinet:takeout")
        links.append({"url": takeout, "label": _("Your data"), "icon": "download"})
    return links


def _waiting(request: HttpRequest) -> Counter[str]:
    """How much waits for him behind a line of the navigation, at most a hundred; one statement."""
    partner = partner_of(request)
    asked: dict[str, QuerySet[Any]] = {
        "chat": list_unread(request.user, partner=partner),  # type: ignore[arg-type]
        "leads": partner.proposals.filter(answer=""),
        "papers": list_unsigned().filter(partner=partner),
        "bell": list_unread_notices(request.user),  # type: ignore[arg-type]
    }
    first, *others = (
        rows.order_by()
        .annotate(behind=Value(line, output_field=CharField()))
        .values_list("behind", flat=True)[:MOST_COUNTED]
        for line, rows in asked.items()
    )
    waiting = Counter(first.union(*others, all=True))
    if partner.legal_form == LegalForm.NPD:
        waiting["receipts"] = len(list_unreceipted([partner.pk]))
    return waiting


def list_pages(request: HttpRequest) -> list[NavItem]:
    """The pages of the partner's cabinet by name, for the search."""
    return _nav(request, "", Counter())


def _nav(request: HttpRequest, section: str, waiting: Counter[str]) -> list[NavItem]:
    money, work, we = _("Money"), _("Work"), _("About us")
    hidden = {key for key, right in ONLY_FOR.items() if right not in member_rights(request)}
    if partner_of(request).legal_form != LegalForm.NPD:
        hidden.add("receipts")
    items = (
        ("home", "cabinet:home", _("Home"), "home", ""),
        ("history", "cabinet:history", _("History"), "clock", ""),
        ("rewards", "cabinet:rewards", _("Rewards"), "reward", money),
        ("payouts", "cabinet:payouts", _("Payouts"), "payout", money),
        ("receipts", "cabinet:receipts", _("Receipts"), "check", money),
        ("papers", "cabinet:papers", _("Papers"), "file", money),
        ("statement", "cabinet:statement", _("Statement"), "book", money),
        ("clients", "cabinet:clients", _("Clients"), "client", work),
        ("invoices", "cabinet:invoices", _("Invoices"), "file", work),
        ("leads", "cabinet:leads", _("Leads"), "inbox", work),
        ("links", "cabinet:links", _("Codes and links"), "link", work),
        ("reservations", "cabinet:reservations", _("Named beforehand"), "calendar", work),
        ("claims", "cabinet:claims", _("Forgotten code"), "question", work),
        ("chat", "cabinet:chat", _("Chat"), "chat", work),
        ("news", "cabinet:news", _("News"), "bell", work),
        ("academy", "cabinet:materials", _("Academy"), "cap", work),
        ("stories", "cabinet:stories", _("Stories"), "pencil", work),
        ("rating", "cabinet:rating", _("Rating"), "cup", work),
        ("terms", "cabinet:terms", _("Terms and campaigns"), "star", work),
        ("details", "cabinet:bank_details", _("Bank details"), "bank", we),
        ("offer", "cabinet:offer", _("Offer"), "file", we),
        ("members", "cabinet:members", _("People"), "person", we),
    )
    return [
        NavItem(reverse(name), label, icon, key == section, waiting[key], group)
        for key, name, label, icon, group in items
        if key not in hidden
    ]
