"""The journal: everything that happened, found by words, kind, person and days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.people.queries import list_staff
from zabota.domain.people.rules import Right
from zabota.kit.events.models import Event
from zabota.ui.columns import Column, Table
from zabota.ui.lists import A_PAGE, MOST_LINES, csv_of, during, wants_csv, word
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.journal import JournalRow, rows_of, runs_of
from zabota.web.backoffice.words.kinds import KINDS, kinds
from zabota.web.backoffice.words.numbers import list_numbered

# The same expression as of the index `events_words`.
_WORDS = "events_words(events_event.by, events_event.payload)"
MOST_NAMES = 200  # partners and clients that a word may mean
SYSTEM = "-"


@staff_page(Right.READ)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Newest or oldest first, page by page by key: the last page comes as quickly as the first."""
    table = Table(request, columns(), order="-when")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        header = [_("When"), _("Who"), _("What"), _("About whom"), _("Why")]
        return csv_of("journal", header, _pieces(rows), _line)
    past = word(request, "past")
    events = list(_past(rows, past, older=table.order == "-when")[: A_PAGE + 1])
    more = len(events) > A_PAGE
    shown = events[:A_PAGE]
    return page(
        request,
        "journal.html",
        section="journal",
        runs=runs_of(rows_of(shown)),
        following=_address(request, past=_key(shown[-1])) if more else "",
        first=_address(request) if past else "",
        oldest_first=table.order == "when",
        kinds=kinds(),
        people=[str(one) for one in list_staff()],
        system=SYSTEM,
        table=table,
        shelf=views.of(request, "journal", table),
    )


def columns() -> list[Column]:
    """What the journal may show; it is put in order by time alone, for it is long."""
    return [
        Column("what", _("What"), fixed=True),
        Column("about", _("About whom")),
        Column("who", _("Who")),
        Column("why", _("Why"), first=False),
        Column("when", _("When"), by="at"),
    ]


def _found(request: HttpRequest) -> QuerySet[Event]:
    rows = during(request, Event.objects.all(), "at")
    if (kind := word(request, "kind")) in KINDS:
        rows = rows.filter(name__in=KINDS[kind])
    if by := word(request, "by"):
        rows = rows.filter(by="" if by == SYSTEM else by)
    if about := word(request, "about"):
        rows = rows.filter(about__contains=[about])
    if words := word(request):
        rows = rows.annotate(words=RawSQL(_WORDS, [], output_field=SearchVectorField())).filter(  # noqa: S611 — a constant
            Q(words=SearchQuery(words, config="russian", search_type="websearch"))
            | Q(about__overlap=_subjects(words))
        )
    return rows


def _subjects(words: str) -> list[str]:
    """What the words may mean as subjects of events: a number of ours, partners and clients by their name."""
    numbered = [subject for subject, _row in list_numbered(words)]
    return numbered + [
        f"{kind}:{pk}"
        for kind, model in (("partner", Partner), ("client", Client))
        for pk in model._default_manager.filter(name__icontains=words).values_list("pk", flat=True)[
            :MOST_NAMES
        ]
    ]


def _past(rows: QuerySet[Event], key: str, *, older: bool) -> QuerySet[Event]:
    """What is older or newer than the event of this key; nonsense begins anew."""
    moment, _sign, pk = key.partition("_")
    at = _moment(moment)
    if at is None or not (pk.isascii() and pk.isdigit() and len(pk) < 16):
        return rows
    if older:
        return rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=int(pk)), at__lte=at)
    return rows.filter(Q(at__gt=at) | Q(at=at, pk__lt=int(pk)), at__gte=at)


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _key(event: Event) -> str:
    return f"{event.at.isoformat()}_{event.pk}"


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("past", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _pieces(rows: QuerySet[Event], size: int = 2000) -> Iterator[JournalRow]:
    events = list(rows[:MOST_LINES])
    for start in range(0, len(events), size):
        yield from rows_of(events[start : start + size])


def _line(row: JournalRow) -> list[object]:
    about = ", ".join(label for label, _url in row.subjects)
    return [row.at, row.by, row.what, about, row.why]
