"""What is done to many partners of the list at once: first told how many it changes, then done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zabota.domain.news.queries import narrow
from zabota.domain.partners.models import BankDetails, Partner, PartnerStatus
from zabota.domain.partners.operations import assign_curator, change_tags, tag_of
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import back, refusals_said
from zabota.ui.lists import csv_of, picked
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partners import header, line, with_figures
from zabota.web.backoffice.words.segments import find_curator, list_curators, posted_filters

MOST_CHOSEN = 500
MOST_NAMED = 20  # names on the page that asks once more


Steps = list[tuple[str, str]]  # the way back, as the tail of an address


class Deed(NamedTuple):
    """What a deed would do: a question with how many, whom it changes, how it is done, and taken back."""

    question: str
    changes: QuerySet[Partner]
    do: Callable[[list[int]], int]
    back: Callable[[list[int]], Steps]


@staff_page(Right.PARTNERS)
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """A tag given or taken off, a manager, a letter or a file for the chosen partners."""
    with refusals_said(request):
        chosen = _chosen(request)
        deed = request.POST.get("deed", "")
        if deed == "csv":
            return csv_of("partners", header(), with_figures(chosen, now()).order_by("name"), line)
        if deed == "bulletin":
            return _write(chosen)
        if deed == "details":
            return _ask_for_details(chosen)
        return _ask_or_do(request, _deed(request, deed, chosen))
    return back(request, "office:partners")


def _chosen(request: HttpRequest) -> QuerySet[Partner]:
    """Those who are ticked, or all whom the list shows."""
    if request.POST.get("all"):
        chosen = narrow(Partner.objects.all(), posted_filters(request.POST), at=now())
    else:
        chosen = Partner.objects.filter(pk__in=picked(request.POST.getlist("partner")))
    count = chosen.count()
    if not count:
        raise Refusal("Choose partners in the list first.", code="none_chosen")
    if count > MOST_CHOSEN:
        raise Refusal("Choose five hundred partners at most.", code="too_many")
    return chosen


def _write(chosen: QuerySet[Partner]) -> HttpResponse:
    """To the page of a new bulletin: there it is said how many it reaches, and templates are offered."""
    query = [("partner", pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)]
    return redirect(f"{reverse('office:new_bulletin')}?{urlencode(query)}")


def _ask_for_details(chosen: QuerySet[Partner]) -> HttpResponse:
    """A letter to those of them who cannot be paid: no bank details of theirs are in force."""
    live = BankDetails.objects.filter(partner=OuterRef("pk"), replaced_at=None)
    lacking = chosen.exclude(Exists(live)).exclude(status=PartnerStatus.LEFT)
    if not lacking.exists():
        raise Refusal("All of them have given bank details.", code="nothing_lacks")
    return _write(lacking)


def _deed(request: HttpRequest, deed: str, chosen: QuerySet[Partner]) -> Deed:
    said = {"at": now(), "by": str(request.user)}
    tag = tag_of(request.POST.get("new_tag", ""))
    if deed in ("tag", "untag") and not tag:
        raise Refusal("Write the tag.", code="no_tag")
    having = chosen.filter(tags__contains=[tag])
    if deed == "tag":
        return Deed(
            _("Give the tag “%(tag)s”?") % {"tag": tag},
            chosen.exclude(pk__in=having.values("pk")),
            lambda ids: change_tags(ids, add=[tag], **said),  # type: ignore[arg-type]
            lambda ids: [("tag", tag), ("drop", _joined(ids))],
        )
    if deed == "untag":
        return Deed(
            _("Take the tag “%(tag)s” off?") % {"tag": tag},
            having,
            lambda ids: change_tags(ids, drop=[tag], **said),  # type: ignore[arg-type]
            lambda ids: [("tag", tag), ("add", _joined(ids))],
        )
    if deed == "curator":
        person = find_curator(request.POST.get("new_curator", ""))
        return Deed(
            _("Assign %(person)s?") % {"person": person},
            chosen.exclude(curator=person),
            lambda ids: assign_curator(ids, curator=person, **said),  # type: ignore[arg-type]
            lambda ids: [("from", str(person.pk)), *_curators_of(ids)],
        )
    raise Refusal("Choose what to do with them.", code="no_deed")


def _ask_or_do(request: HttpRequest, deed: Deed) -> HttpResponse:
    ids = list(deed.changes.order_by("name").values_list("pk", flat=True))
    if not ids:
        raise Refusal("That would change nothing for them.", code="nothing_changes")
    if request.POST.get("sure"):
        address = f"{reverse('office:undo_together')}?{urlencode([*deed.back(ids), ('next', _where(request.POST))])}"
        changed = deed.do(ids)
        words = ngettext("Done for %(n)s partner.", "Done for %(n)s partners.", changed)
        say(request, words % {"n": changed}, undo_url=address)
        return back(request, "office:partners")
    return page(
        request,
        "partners/together.html",
        section="partners",
        question=deed.question,
        count=len(ids),
        named=deed.changes.order_by("name")[:MOST_NAMED],
        more=max(0, len(ids) - MOST_NAMED),
        ids=ids,
        given={key: request.POST.get(key, "") for key in ("deed", "new_tag", "new_curator")},
        where=_where(request.POST),
    )


def _joined(ids: Iterable[int]) -> str:
    return ".".join(map(str, ids))


def _curators_of(ids: list[int]) -> Steps:
    """Who looks after these partners now: each person with his partners, 0 for nobody."""
    rows = Partner.objects.filter(pk__in=ids).values_list("curator", "pk").order_by("curator", "pk")
    grouped = groupby(rows, key=lambda row: row[0])
    return [("to", f"{who or 0}.{_joined(pk for _who, pk in mine)}") for who, mine in grouped]


@staff_page(Right.PARTNERS)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just done to many: only with those who are still as it left them."""
    with refusals_said(request):
        changed = _take_back(request.GET, at=now(), by=str(request.user))
        words = ngettext("Taken back for %(n)s partner.", "Taken back for %(n)s partners.", changed)
        say(request, words % {"n": changed}, tone="info")
    return redirect(_where(request.GET))


def _take_back(steps: QueryDict, **said: Any) -> int:
    changed, tag = 0, tag_of(steps.get("tag", ""))
    if tag:
        add, drop = (_ids(steps.get(name, "")) for name in ("add", "drop"))
        changed = change_tags(add, add=[tag], **said) + change_tags(drop, drop=[tag], **said)
    for step in steps.getlist("to"):
        who, *ids = _ids(step) or [0]
        left = Partner.objects.filter(pk__in=ids, curator__in=_ids(steps.get("from", "")))
        former = list_curators().filter(pk=who).first()
        changed += assign_curator(list(left.values_list("pk", flat=True)), curator=former, **said)
    return changed


def _ids(joined: str) -> list[int]:
    return picked(joined.split("."))[: MOST_CHOSEN + 1]


def _where(given: QueryDict) -> str:
    """Where one came from, on this site."""
    wish = given.get("next", "")
    listed = reverse("office:partners")
    return wish if wish.startswith(listed) else listed
