"""Verbs of the terms: drafting, changing a draft, publishing, recalling before the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zabota.domain.programme.events import TermsPublished, TermsRecalled
from zabota.domain.programme.models import Clause, TermsStatus, TermsVersion
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


class TermsRefused(Refusal):
    """The terms cannot be published or changed as they stand."""

    code = "terms_refused"


@transaction.atomic
def draft_terms(
    *,
    title: str,
    effective_from: datetime,
    clauses: Sequence[Clause],
    number: int | None = None,
    payout_days: int = 3,
    **fields: Any,
) -> TermsVersion:
    """A draft version with its clauses, in the order given; `fields` as the model names them."""
    if number is None:
        number = (TermsVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    version = TermsVersion.objects.create(
        number=number, title=title, effective_from=effective_from, payout_days=payout_days, **fields
    )
    _write_clauses(version, clauses)
    return version


@transaction.atomic
def change_terms(version: TermsVersion, *, clauses: Sequence[Clause], **fields: Any) -> None:
    """Replace what a draft says; refused once it is published."""
    draft = _locked_draft(version)
    for name, value in fields.items():
        setattr(draft, name, value)
        setattr(version, name, value)
    draft.save(update_fields=list(fields))
    draft.clauses.all().delete()
    _write_clauses(draft, clauses)


@transaction.atomic
def delete_draft(version: TermsVersion) -> None:
    """Throw a draft away; refused once it is published."""
    draft = _locked_draft(version)
    draft.clauses.all().delete()
    draft.delete()


@transaction.atomic
def publish_terms(version: TermsVersion, *, at: datetime, by: str) -> None:
    """Publish a draft for good; it starts by itself at its moment, which is not in the past.

    Refused without clauses, with a beginning already taken, or with a past one: payments made
    since would have been priced by other terms.
    """
    if version.status == TermsStatus.PUBLISHED:
        return
    if not version.clauses.exists():
        raise TermsRefused("A version without clauses would pay nobody. Add a clause.")
    published = TermsVersion.objects.filter(status=TermsStatus.PUBLISHED)
    if published.filter(effective_from=version.effective_from).exists():
        raise TermsRefused("Another version begins at this very moment. Choose another one.")
    if version.effective_from < at and published.exists():
        raise TermsRefused(
            "The beginning is in the past: payments made since then are priced already. "
            "Choose a later one."
        )
    version.status = TermsStatus.PUBLISHED
    version.published_at = at
    version.published_by = by
    version.recalled_at = None
    version.save(update_fields=["status", "published_at", "published_by", "recalled_at"])
    publish(TermsPublished(at=at, by=by, number=version.number))


@transaction.atomic
def recall_terms(version: TermsVersion, *, at: datetime, by: str) -> None:
    """Make a version that has not begun a draft again; refused from its beginning on."""
    row = TermsVersion.objects.select_for_update().get(pk=version.pk)
    if row.status != TermsStatus.PUBLISHED or row.effective_from <= at:
        raise TermsRefused("Only a version that has not begun can be recalled.")
    row.status, row.recalled_at = TermsStatus.DRAFT, at
    row.save(update_fields=["status", "recalled_at"])
    publish(TermsRecalled(at=at, by=by, number=row.number))


def _locked_draft(version: TermsVersion) -> TermsVersion:
    draft = TermsVersion.objects.select_for_update().filter(pk=version.pk).first()
    if draft is None or draft.status != TermsStatus.DRAFT:
        raise TermsRefused("A published version never changes. Make a new draft from it.")
    return draft


def _write_clauses(version: TermsVersion, clauses: Sequence[Clause]) -> None:
    for position, clause in enumerate(clauses, start=1):
        clause.pk, clause.version, clause.special, clause.position = None, version, None, position
    Clause.objects.bulk_create(clauses)
