"""Questions about the terms and the offer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import (
    Acceptance,
    Audience,
    Clause,
    Entitlement,
    Offer,
    SiteQuestion,
    SpecialTerms,
    TermsStatus,
    TermsVersion,
)
from zabota.domain.programme.rules import ClauseTerms, Special, Timetable, VersionTerms
from zabota.domain.programme.rules.pricing import Period
from zabota.kit.sql import fetch

_TIMETABLE = """
SELECT v.number, v.effective_from, v.payout_days, v.banking_days, v.refund_floor_days,
    s.id, s.starts_at, s.ends_at, s.audience = 'everyone', s.newcomers_only, s.exclusive,
    c.id, c.position, c.kind, c.rate_bp, c.fixed_minor, c.base, c.servicing, c.product,
    c.from_month, c.to_month, c.least_minor, c.most_minor, c.cap_minor, c.cap_per,
    c.first_payments
FROM programme_clause AS c
LEFT JOIN programme_termsversion AS v ON v.id = c.version_id
LEFT JOIN programme_specialterms AS s ON s.id = c.special_id
WHERE v.status = 'published' OR s.status = 'published'
ORDER BY v.number, s.id, c.position
"""

_ENTITLED = """
SELECT special_id, partner_id, lower(during), upper(during) FROM programme_entitlement
WHERE partner_id = ANY(%s::bigint[]) ORDER BY special_id, partner_id, during
"""


def get_timetable(partner_ids: Sequence[int] = ()) -> Timetable:
    """Everything published, ready to price payments of these partners; one or two statements."""
    versions, specials = list_published()
    entitled = list_entitled(partner_ids) if any(not s.for_everyone for s in specials) else {}
    return Timetable(versions, specials, entitled)


def list_published() -> tuple[list[VersionTerms], list[Special]]:
    """Every published version and all special terms with their clauses, in one statement."""
    versions: dict[tuple[Any, ...], list[ClauseTerms]] = defaultdict(list)
    specials: dict[tuple[Any, ...], list[ClauseTerms]] = defaultdict(list)
    for row in fetch(_TIMETABLE):
        clause = ClauseTerms(*row[11:])
        if row[0] is not None:
            versions[row[:5]].append(clause)
        else:
            specials[row[5:11]].append(clause)
    return (
        [
            VersionTerms(number, start, days, tuple(found), banking, floor)
            for (number, start, days, banking, floor), found in versions.items()
        ],
        [
            Special(pk, start, end, everyone, newcomers, exclusive, tuple(found))
            for (pk, start, end, everyone, newcomers, exclusive), found in specials.items()
        ],
    )


def read_version(version: TermsVersion) -> VersionTerms:
    """A version as pricing sees it, a draft too."""
    return VersionTerms(
        number=version.number,
        effective_from=version.effective_from,
        payout_days=version.payout_days,
        clauses=_read_clauses(version.clauses.order_by("position")),
        banking_days=version.banking_days,
        refund_floor_days=version.refund_floor_days,
    )


def read_special(special: SpecialTerms) -> Special:
    """Special terms as pricing sees them, a draft too."""
    return Special(
        id=special.pk,
        starts_at=special.starts_at,
        ends_at=special.ends_at,
        for_everyone=special.audience == Audience.EVERYONE,
        newcomers_only=special.newcomers_only,
        exclusive=special.exclusive,
        clauses=_read_clauses(special.clauses.order_by("position")),
    )


def _read_clauses(clauses: Iterable[Clause]) -> tuple[ClauseTerms, ...]:
    names = [field.name for field in fields(ClauseTerms)]
    return tuple(ClauseTerms(*(getattr(clause, name) for name in names)) for clause in clauses)


def list_entitled(partner_ids: Sequence[int]) -> dict[tuple[int, int], list[Period]]:
    """(special terms, partner) → the periods in which he may use them."""
    entitled: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for special_id, partner_id, lower, upper in fetch(_ENTITLED, [list(partner_ids)]):
        entitled[special_id, partner_id].append((lower, upper))
    return entitled


def find_version_at(at: datetime) -> TermsVersion | None:
    """The published version in force at a moment."""
    return (
        TermsVersion.objects.filter(status=TermsStatus.PUBLISHED, effective_from__lte=at)
        .order_by("-effective_from")
        .first()
    )


def find_next_version(at: datetime) -> TermsVersion | None:
    """The published version that begins next after a moment."""
    return (
        TermsVersion.objects.filter(status=TermsStatus.PUBLISHED, effective_from__gt=at)
        .order_by("effective_from")
        .first()
    )


def list_specials_of(partner: Partner, *, at: datetime) -> list[tuple[SpecialTerms, str]]:
    """Special terms that the partner may use at a moment or later, each with why ("" = for all)."""
    alive = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    published = SpecialTerms.objects.filter(alive, status=TermsStatus.PUBLISHED)
    reasons = {
        entitlement.special_id: entitlement.reason
        for entitlement in Entitlement.objects.filter(
            Q(during__endswith=None) | Q(during__endswith__gt=at), partner=partner
        )
    }
    mine = published.filter(Q(audience=Audience.EVERYONE) | Q(pk__in=reasons))
    rows = mine.select_related("partner").order_by("starts_at", "pk")
    return [(special, reasons.get(special.pk, "")) for special in rows]


def list_open_campaigns(*, at: datetime) -> QuerySet[SpecialTerms]:
    """Campaigns that are announced and not over, the next to end first."""
    return SpecialTerms.objects.filter(
        status=TermsStatus.PUBLISHED, is_campaign=True, ends_at__gt=at
    ).order_by("ends_at", "pk")


def list_public_campaigns(*, at: datetime) -> QuerySet[SpecialTerms]:
    """Campaigns that strangers may read about, over ones too; the last to end first.

    Those for a named partner or for a tag are nobody else's business.
    """
    return (
        SpecialTerms.objects.filter(
            status=TermsStatus.PUBLISHED, is_campaign=True, published_at__lte=at
        )
        .exclude(audience__in=[Audience.PARTNER, Audience.TAG])
        .order_by("-ends_at", "-pk")
    )


def find_current_offer(at: datetime) -> Offer | None:
    """The newest offer published by that moment."""
    return Offer.objects.filter(published_at__lte=at).order_by("-number").first()


def find_needed_offer(at: datetime) -> Offer | None:
    """The newest offer whose acceptance payouts need at that moment."""
    return (
        Offer.objects.filter(published_at__lte=at, needed_from__lte=at).order_by("-number").first()
    )


def list_unaccepted(partner_ids: Sequence[int], *, at: datetime) -> dict[int, str]:
    """Partners who may not be paid for want of an acceptance, and why.

    "offer_not_accepted": never any; "offer_changed": only versions earlier than the needed one.
    """
    needed = find_needed_offer(at)
    newest = dict(
        Acceptance.objects.filter(partner__in=partner_ids)
        .values_list("partner_id")
        .annotate(newest=Max("offer__number"))
        .order_by()
    )
    least = (needed.number or 0) if needed else 0
    return {
        pk: "offer_changed" if pk in newest else "offer_not_accepted"
        for pk in partner_ids
        if pk not in newest or newest[pk] < least
    }


def find_offer_to_accept(partner: Partner, *, at: datetime) -> Offer | None:
    """A published offer whose acceptance payouts need, now or later, and the partner has not given."""
    accepted = Acceptance.objects.filter(partner=partner).aggregate(newest=Max("offer__number"))
    return (
        Offer.objects.filter(
            published_at__lte=at, needed_from__isnull=False, number__gt=accepted["newest"] or 0
        )
        .order_by("-number")
        .first()
    )


@dataclass(frozen=True, slots=True)
class OfferDuty:
    """What the offer asks of a partner: the word of `list_unaccepted`, and what he has yet to accept."""

    unaccepted: str
    to_accept: Offer | None
    exists: bool


def get_offer_duty(partner: Partner, *, at: datetime) -> OfferDuty:
    """`list_unaccepted` and `find_offer_to_accept` of one partner, in one statement."""
    mine = Acceptance.objects.filter(partner=partner, offer=OuterRef("pk"))
    offers = list(
        Offer.objects.filter(Q(published_at__lte=at) | Exists(mine))
        .annotate(accepted=Exists(mine))
        .defer("text", "changes")
        .order_by("-number")
    )
    newest = max((offer.number or 0 for offer in offers if offer.accepted), default=None)
    named = [offer for offer in offers if offer.needed_from and offer.published_at]
    named = [offer for offer in named if offer.published_at and offer.published_at <= at]
    needed = max(
        (offer.number or 0 for offer in named if offer.needed_from and offer.needed_from <= at),
        default=0,
    )
    word = "offer_not_accepted" if newest is None else "offer_changed" if newest < needed else ""
    later = (offer for offer in named if (offer.number or 0) > (newest or 0))
    return OfferDuty(word, next(later, None), bool(offers))


def list_site_questions(language: str) -> list[SiteQuestion]:
    """What is asked and answered on the first page in a language, in order."""
    rows = SiteQuestion.objects.filter(language=language, shown=True)
    return list(rows.order_by("position", "pk"))
