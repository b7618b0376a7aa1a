"""Writing one paper down: its number without a gap, its content, its PDF, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from zabota.domain.invoices.operations.settings import ask_letterhead
from zabota.domain.papers.models import Paper, PaperSeries
from zabota.domain.papers.rules.content import Party, vendor_party
from zabota.domain.papers.rules.kinds import language_of, paper_number
from zabota.domain.papers.rules.printing import printed, template_of
from zabota.kit.typesetting import typeset

Compose = Callable[[str], dict[str, Any]]


def our_side(legal_form: str = "") -> Party:
    """The vendor as papers name him today, and who signs for him by the letterhead.

    Papers in English take the name in English; a Russian position and name stay out of them.
    """
    letterhead = ask_letterhead()
    if language_of(legal_form) == "en":
        return vendor_party(settings.VENDOR, name=letterhead.english_name)
    return vendor_party(
        settings.VENDOR, signer=letterhead.signer, signer_title=letterhead.signer_title
    )


def take_series(kind: str, *, on: date) -> PaperSeries:
    """The series of a kind and year, locked to the end of the transaction."""
    PaperSeries.objects.get_or_create(kind=kind, year=on.year)
    return PaperSeries.objects.select_for_update().get(kind=kind, year=on.year)


def write_paper(
    series: PaperSeries, compose: Compose, *, on: date, at: datetime, by: str, **columns: Any
) -> Paper:
    """Give the next number of a taken series, print the content under it and keep both.

    `compose` gets the number and gives the content. If anything fails the number is not used.
    """
    series.last += 1
    number = paper_number(series.kind, year=series.year, last=series.last)
    content = compose(number)
    pdf = print_content(content)
    series.save(update_fields=["last"])
    return Paper.objects.create(
        kind=series.kind,
        number=number,
        on=on,
        content=content,
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        made_at=at,
        made_by=by,
        **columns,
    )


def print_content(content: Mapping[str, Any]) -> bytes:
    """The PDF/A of a paper's frozen content."""
    return typeset(template_of(content), printed(content))
