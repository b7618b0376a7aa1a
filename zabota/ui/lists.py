"""Lists: search words, periods, pages and CSV, all from the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from zabota.kit.clock import day_typed, end_of_day, start_of_day
from zabota.kit.sheets import csv_pieces

A_PAGE = 50
PLACES = ("page", "past", "as")  # where in a list one is, and in which form
MOST_LINES = 100_000  # of one CSV; beyond that the filters must narrow


def one_page(
    request: HttpRequest, rows: Sequence[Any] | QuerySet[Any], size: int = A_PAGE
) -> Page[Any]:
    """The page of a list that the address asks for; nonsense gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def word(request: HttpRequest, name: str = "q") -> str:
    """A search word of the address, without zero bytes that PostgreSQL refuses."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:200]


def whole(request: HttpRequest, name: str) -> int | None:
    """A number of the address, None when there is none."""
    text = word(request, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def picked(given: Iterable[str]) -> list[int]:
    """The numbers of rows that were ticked; what is no number is none of them."""
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 16]


def during(request: HttpRequest, rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    """Rows between the days `from` and `to` of the address, both included."""
    first, last = day_typed(word(request, "from")), day_typed(word(request, "to"))
    if first:
        rows = rows.filter(**{f"{field}__gte": start_of_day(first)})
    if last:
        rows = rows.filter(**{f"{field}__lt": end_of_day(last)})
    return rows


def address_with(query: QueryDict, **changes: Any) -> str:
    """The query of an address with some words changed; None takes one away."""
    changed = query.copy()
    for key, value in changes.items():
        changed.pop(key, None)
        if value is not None:
            changed[key] = str(value)
    return f"?{changed.urlencode()}"


def told_by(query: QueryDict, *, usual: str = "") -> set[str]:
    """Which words of an address say something about the list: not empty, no page, not `usual`."""
    return {
        name
        for name, values in query.lists()
        for value in values
        if name not in PLACES and value and f"{name}={value}" != usual
    }


def wants_csv(request: HttpRequest) -> bool:
    """Whether the address asks for the list as a file."""
    return request.GET.get("as") == "csv"


def csv_of(
    name: str, header: Sequence[str], rows: Iterable[Any], line: Callable[[Any], Sequence[Any]]
) -> HttpResponse:
    """The list as a file that a Russian Excel opens by itself: semicolons, BOM, decimal comma."""
    cut = rows[:MOST_LINES] if isinstance(rows, QuerySet | list) else rows
    body = b"".join(csv_pieces(header, (line(row) for row in cut)))
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def pdf_of(name: str, raw: bytes) -> HttpResponse:
    """A paper as a file to keep."""
    answer = HttpResponse(raw, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
