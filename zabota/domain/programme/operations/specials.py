"""Verbs of special terms and campaigns: drafting, publishing, joining, ending early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Func, Value

from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.programme.events import CampaignJoined, SpecialTermsEnded, SpecialTermsPublished
from zabota.domain.programme.models import Audience, Clause, Entitlement, SpecialTerms, TermsStatus
from zabota.domain.programme.operations.terms import TermsRefused
from zabota.kit.clock import local_date
from zabota.kit.events.announce import publish

# Reasons of entitlements: a word, then figures, told in the reader's language where they are shown.
NAMED = "named"
JOINED_IN = "joined"


@transaction.atomic
def draft_special(*, clauses: Sequence[Clause], **fields: Any) -> SpecialTerms:
    """A draft of special terms with its clauses; `fields` as the model names them."""
    special = SpecialTerms.objects.create(**fields)
    _write_clauses(special, clauses)
    return special


@transaction.atomic
def change_special(special: SpecialTerms, *, clauses: Sequence[Clause], **fields: Any) -> None:
    """Replace what a draft says; refused once it is published."""
    draft = _locked_draft(special)
    for name, value in fields.items():
        setattr(draft, name, value)
        setattr(special, name, value)
    draft.save(update_fields=list(fields))
    draft.clauses.all().delete()
    _write_clauses(draft, clauses)


@transaction.atomic
def delete_special(special: SpecialTerms) -> None:
    """Throw a draft away; refused once it is published."""
    draft = _locked_draft(special)
    draft.clauses.all().delete()
    draft.delete()


@transaction.atomic
def publish_special(special: SpecialTerms, *, at: datetime, by: str) -> None:
    """Publish for good; refused without clauses or with a beginning in the past.

    Those that were to begin earlier today begin at once. Whom a segment entitles is a later step
    of the same story (`specials_renewed`).
    """
    draft = _locked_draft(special)
    if draft.starts_at < at and local_date(draft.starts_at) == local_date(at):
        draft.starts_at = at
    if not draft.clauses.exists():
        raise TermsRefused("Without a clause they would give nothing. Add a clause.")
    if draft.starts_at < at:
        raise TermsRefused(
            "The beginning is in the past: payments made since then are priced already. "
            "Choose a later one."
        )
    if draft.is_campaign and draft.ends_at is None:
        raise TermsRefused("A campaign needs an end: say until which day it runs.")
    for row in (draft, special):
        row.status, row.published_at, row.published_by = TermsStatus.PUBLISHED, at, by
    special.starts_at = draft.starts_at
    draft.save(update_fields=["starts_at", "status", "published_at", "published_by"])
    if draft.audience == Audience.PARTNER and draft.partner_id:
        entitle(
            draft,
            {draft.partner_id: NAMED},
            since=draft.starts_at,
            until=draft.ends_at,
            at=at,
        )
    publish(SpecialTermsPublished(at=at, by=by, special_id=draft.pk, partner_id=draft.partner_id))


@transaction.atomic
def end_special(special: SpecialTerms, *, why: str, at: datetime, by: str) -> None:
    """End them now, or call them off before they begin; what was earned by them stays.

    Refused when they are over already.
    """
    row = SpecialTerms.objects.select_for_update().get(pk=special.pk)
    if row.status != TermsStatus.PUBLISHED or (row.ends_at is not None and row.ends_at <= at):
        raise TermsRefused("These special terms are over already.")
    row.ends_at, row.ended_by, row.ended_why = max(at, row.starts_at), by, why[:200]
    row.save(update_fields=["ends_at", "ended_by", "ended_why"])
    publish(SpecialTermsEnded(at=at, by=by, special_id=row.pk, partner_id=row.partner_id))


@transaction.atomic
def join_campaign(special: SpecialTerms, *, partner: Partner, at: datetime, by: str) -> None:
    """The partner takes part from now on; twice is once. Refused when it is not open to join."""
    row = SpecialTerms.objects.select_for_update().get(pk=special.pk)
    is_open = row.status == TermsStatus.PUBLISHED and row.audience == Audience.JOINED
    if not is_open or (row.ends_at is not None and row.ends_at <= at):
        raise TermsRefused("One can no longer join this campaign.")
    if partner.status != PartnerStatus.ACTIVE:
        raise TermsRefused("Campaigns are for partners who sell now. Write to us to come back.")
    if row.entitlements.filter(partner=partner).exists():
        return
    since = max(at, row.starts_at)
    entitle(row, {partner.pk: JOINED_IN}, since=since, until=row.ends_at, at=at)
    publish(CampaignJoined(at=at, by=by, special_id=row.pk, partner_id=partner.pk))


def entitle(
    special: SpecialTerms,
    reasons: Mapping[int, str],
    *,
    since: datetime,
    until: datetime | None,
    at: datetime,
) -> None:
    """These partners (id → reason) may use the special terms in [since, until)."""
    Entitlement.objects.bulk_create(
        [
            Entitlement(
                special=special,
                partner_id=partner_id,
                during=(since, until),
                reason=reason[:200],
                recorded_at=at,
            )
            for partner_id, reason in sorted(reasons.items())
        ]
    )


def close_entitlements(special: SpecialTerms, partner_ids: Sequence[int], *, at: datetime) -> None:
    """These partners may use the special terms no longer; what was earned by them stays."""
    Entitlement.objects.filter(
        special=special, partner_id__in=partner_ids, during__contains=at, during__startswith__lt=at
    ).update(
        during=Func(
            Func(F("during"), function="lower"), Value(at), Value("[)"), function="tstzrange"
        )
    )


def _locked_draft(special: SpecialTerms) -> SpecialTerms:
    draft = SpecialTerms.objects.select_for_update().filter(pk=special.pk).first()
    if draft is None or draft.status != TermsStatus.DRAFT:
        raise TermsRefused("Published special terms never change. End them and make new ones.")
    return draft


def _write_clauses(special: SpecialTerms, clauses: Sequence[Clause]) -> None:
    for position, clause in enumerate(clauses, start=1):
        clause.pk, clause.version, clause.special, clause.position = None, None, special, position
    Clause.objects.bulk_create(clauses)
