"""One partner: everything about him on one page, and the parts of it that are long."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.community.queries.rooms import find_last_word, get_answering
from zabota.domain.partners.models import Mood, Partner
from zabota.domain.partners.operations import assign_curator, change_tags
from zabota.domain.partners.queries import find_farewell, find_mood, list_tags
from zabota.domain.partners.rules import home_currency
from zabota.domain.payouts.queries import get_partner_balance
from zabota.domain.people.rules import Right
from zabota.kit.clock import end_of_day, local_date, now
from zabota.kit.money import Money
from zabota.ui.acting import back, refusals_said
from zabota.ui.lists import csv_of, wants_csv
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partner_parts import LISTS, PARTS, clients_of, papers_of
from zabota.web.backoffice.views.partners import brought, clients_now
from zabota.web.backoffice.words.history import folded, story_of
from zabota.web.backoffice.words.partners import page_tabs, sections, standings
from zabota.web.backoffice.words.segments import find_curator, list_curators
from zabota.web.wording.statuses import Working

ON_THE_CARD = 6  # of each list; the rest is behind its heading
ANSWERS = timedelta(days=90)


@staff_page(Right.READ)
@require_safe
def partner(request: HttpRequest, pk: int, part: str = "") -> HttpResponse:
    """One partner: the overview, or one part of his page."""
    at = now()
    shown = get_object_or_404(Partner.objects.select_related("curator"), pk=pk)
    if part and part not in PARTS:
        raise Http404(part)
    if wants_csv(request) and part in LISTS:
        header, line, rows = LISTS[part](request, shown)
        return csv_of(f"{part}-{pk}", header, rows, line)
    currency = home_currency(shown.legal_form)
    balance = get_partner_balance(pk, before=end_of_day(local_date(at)), currency=currency)
    counts = _count_clients(shown, at)
    return page(
        request,
        f"partners/{part or 'overview'}.html",
        section="partners",
        partner=shown,
        balance={name: Money(minor, currency) for name, minor in asdict(balance).items()},
        coming=Money(balance.pending + balance.due, currency),
        tabs=page_tabs(shown, part, clients=sum(counts.values())),
        standings=standings(shown),
        farewell=find_farewell(shown),
        mood=find_mood(shown),
        suspicions=shown.findings.filter(cleared_at=None).count(),
        **(PARTS[part](request, shown) if part else _overview(request, shown, counts, at)),
    )


def _count_clients(shown: Partner, at: datetime) -> dict[str, int]:
    """Working status → how many of his clients have it."""
    rows = clients_now(at).filter(partner=shown.pk).order_by()
    return dict(rows.values_list("client__status").annotate(n=Count("pk")))


def _overview(
    request: HttpRequest, shown: Partner, counts: dict[str, int], at: datetime
) -> dict[str, Any]:
    """The card: a constant number of statements, however much there is of each."""
    working = Working()
    ranks = {one.key: place for place, one in enumerate(working.every)}
    return {
        "sections": sections(),
        "working": working,
        "counts": sorted(counts.items(), key=lambda one: ranks.get(one[0], len(ranks))),
        "clients": clients_of(shown)[:ON_THE_CARD],
        "papers": papers_of(shown)[:ON_THE_CARD],
        "notes": shown.notes.order_by("-at", "-pk")[:3],
        "moods": Mood.choices,
        "all_tags": list_tags(),
        "curators": list_curators(),
        "codes": shown.promo_codes.annotate(brought=brought()).order_by("pk"),
        "members": shown.members.select_related("person").order_by("pk"),
        "details": shown.bank_details.order_by("-valid_from"),
        "acceptances": shown.acceptances.select_related("offer", "person").order_by("-at"),
        "history": folded(story_of(f"partner:{shown.pk}"), ON_THE_CARD),
        **_line(shown, at),
    }


def _line(shown: Partner, at: datetime) -> dict[str, Any]:
    """His direct line: the last word on it, and how quickly we answer there."""
    last = find_last_word(shown)
    if last is None:
        return {"last_word": None}
    return {
        "last_word": last,
        "answering": get_answering([last.room_id], since=at - ANSWERS),
        "waited": None if last.by_staff else at - last.at,
    }


@staff_page(Right.PARTNERS)
@require_POST
def tags(request: HttpRequest, pk: int) -> HttpResponse:
    """Give tags (`add`, parted by commas) or take one off (`drop`); the address takes a change back."""
    shown = get_object_or_404(Partner, pk=pk)
    given = {key: request.POST.get(key) or request.GET.get(key, "") for key in ("add", "drop")}
    with refusals_said(request):
        changed = change_tags(
            [shown.pk],
            add=given["add"].split(","),
            drop=[given["drop"]],
            at=now(),
            by=str(request.user),
        )
        if changed and given["drop"]:
            say(
                request,
                _("The tag “%(tag)s” is taken off.") % {"tag": given["drop"]},
                undo_url=f"{reverse('office:tag_partner', args=[pk])}?{urlencode({'add': given['drop']})}",
            )
        else:
            say(request, _("Tags: written down.") if changed else _("He has this tag already."))
    return back(request, "office:partner", pk)


@staff_page(Right.PARTNERS)
@require_POST
def curator(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of us looks after him from now on; an empty choice is nobody."""
    shown = get_object_or_404(Partner, pk=pk)
    with refusals_said(request):
        wish = request.POST.get("curator", "")
        chosen = find_curator(wish) if wish else None
        assign_curator([shown.pk], curator=chosen, at=now(), by=str(request.user))
        say(
            request,
            _("%(person)s looks after him now.") % {"person": chosen}
            if chosen
            else _("Nobody looks after him now."),
        )
    return back(request, "office:partner", pk)
