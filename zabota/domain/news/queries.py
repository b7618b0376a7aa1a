"""Questions about segments and bulletins: who belongs, whom it reaches, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.rules import fold_code
from zabota.domain.news.models import Bulletin, BulletinStatus, BulletinTemplate, DeliveryStatus
from zabota.domain.news.rules import (
    EARNING_DAYS,
    QUIET_DAYS,
    SEGMENTS,
    fields_of,
    filters_in,
    sum_in_words,
)
from zabota.domain.notices.models import Notice
from zabota.domain.partners.models import Member, Partner, PartnerNote, PartnerStatus
from zabota.domain.payouts.queries import get_partner_balance
from zabota.domain.people.models import Language, Person, SavedView
from zabota.domain.ratings.queries import get_levels_at
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import day_typed, end_of_day, local_date, start_of_day


def list_segments(*, also_of: Person | None = None) -> list[tuple[SavedView, dict[str, str]]]:
    """Views of partners for everybody that filter somebody, with their filters, by name.

    With a person, his own views as well.
    """
    whose = Q(person=None) if also_of is None else Q(person=None) | Q(person=also_of)
    views = SavedView.objects.filter(whose, place=SEGMENTS).order_by("name", "pk")
    told = [(view, filters_in(view.query)) for view in views]
    return [(view, filters) for view, filters in told if filters]


def list_partners_in(filters: Mapping[str, str], *, at: datetime) -> QuerySet[Partner]:
    """Partners who answer to all the filters; without any, everybody we work with."""
    rows = Partner.objects.all()
    if not filters.get("state"):
        rows = rows.exclude(status=PartnerStatus.LEFT)
    return narrow(rows, filters, at=at)


def narrow(
    rows: QuerySet[Partner], filters: Mapping[str, str], *, at: datetime
) -> QuerySet[Partner]:
    """Those of the partners who answer to all the filters; `from` and `to` are days of joining."""
    if word := filters.get("q"):
        rows = _found(rows, word)
    if first := day_typed(filters.get("from", "")):
        rows = rows.filter(joined_at__gte=start_of_day(first))
    if last := day_typed(filters.get("to", "")):
        rows = rows.filter(joined_at__lt=end_of_day(last))
    if state := filters.get("state"):
        rows = rows.filter(status=state)
    if tag := filters.get("tag"):
        rows = rows.filter(tags__contains=[tag.lower()])
    if city := filters.get("city"):
        rows = rows.filter(city__icontains=city)
    if level := filters.get("level"):
        of_level = [pk for pk, name in get_levels_at(at).items() if name == level]
        rows = rows.filter(pk__in=of_level)
    if mood := filters.get("mood"):
        notes = PartnerNote.objects.filter(partner=OuterRef("pk")).exclude(mood="")
        rows = rows.alias(felt=Subquery(notes.order_by("-at", "-pk").values("mood")[:1]))
        rows = rows.filter(felt=mood)
    if (curator := filters.get("curator", "")).isdecimal():
        rows = rows.filter(curator=int(curator))
    return _active(rows, filters.get("activity", ""), at=at)


def _found(rows: QuerySet[Partner], word: str) -> QuerySet[Partner]:
    spelled = PromoCode.objects.filter(partner=OuterRef("pk"), folded=fold_code(word))
    return rows.filter(
        Q(name__icontains=word)
        | Q(inn=word)
        | Q(email__icontains=word)
        | Q(city__icontains=word)
        | Exists(spelled)
    )


def _active(rows: QuerySet[Partner], activity: str, *, at: datetime) -> QuerySet[Partner]:
    rewards = Reward.objects.filter(partner=OuterRef("pk"), cancelled_at=None)
    if activity == "earning":
        return rows.filter(Exists(rewards.filter(earned_at__gte=at - timedelta(days=EARNING_DAYS))))
    if activity == "quiet":
        lately = rewards.filter(earned_at__gte=at - timedelta(days=QUIET_DAYS))
        return rows.filter(Exists(rewards)).exclude(Exists(lately))
    if activity == "never":
        return rows.exclude(Exists(rewards))
    return rows


def list_recipients(bulletin: Bulletin, *, at: datetime) -> QuerySet[Member]:
    """Everybody whom it would reach now, by partner."""
    partners = list_partners_in(bulletin.filters, at=at)
    if bulletin.partner_ids:
        partners = partners.filter(pk__in=bulletin.partner_ids)
    rows = Member.objects.filter(partner__in=partners, person__is_active=True)
    return rows.select_related("person", "partner").order_by("partner", "pk")


def get_progress(bulletin: Bulletin) -> dict[str, int]:
    """How many letters stand in each state."""
    rows = bulletin.deliveries.order_by().values("status").annotate(n=Count("pk"))
    counts = dict.fromkeys(DeliveryStatus.values, 0)
    counts.update(dict(rows.values_list("status", "n")))
    return counts


def list_news_of(partner: Partner) -> QuerySet[Bulletin]:
    """What this partner was told, the newest first."""
    rows = Bulletin.objects.exclude(status=BulletinStatus.DRAFT).filter(deliveries__partner=partner)
    return rows.distinct().order_by("-started_at", "-pk")


def find_fresh_news(person: Person, partner: Partner, *, at: datetime) -> Bulletin | None:
    """What stands on his first page: the newest that is shown still and that he has not opened."""
    rows = list_news_of(partner).filter(shown_until__gte=local_date(at))
    read = Notice.objects.filter(event=OuterRef("event"), person=person, read_at__isnull=False)
    return rows.exclude(Exists(read)).first()


def get_words(
    bulletin: Bulletin | BulletinTemplate, *, name: str, partner: Partner, at: datetime
) -> dict[str, str]:
    """What stands in the fields of a bulletin for a partner; asked is only for what it has."""
    texts = (bulletin.title, bulletin.text, bulletin.title_en, bulletin.text_en)
    wanted = fields_of(*texts)
    words = {"name": name, "partner": partner.name}
    if "code" in wanted:
        live = (PromoCodeStatus.APPROVED, PromoCodeStatus.PENDING)  # both work; "approved" is first
        codes = partner.promo_codes.filter(status__in=live).order_by("status", "pk")
        words["code"] = str(codes.first() or "—")
    if "due" in wanted:
        words["due"] = _coming_to(partner, at=at)
    return words


def _coming_to(partner: Partner, *, at: datetime) -> str:
    """What he has earned and not been paid yet, of every currency; nothing is nothing of roubles."""
    rewards = Reward.objects.filter(partner=partner, cancelled_at=None).order_by()
    sums = []
    for currency in sorted({*rewards.values_list("currency", flat=True).distinct()}, reverse=True):
        balance = get_partner_balance(partner.pk, before=at, currency=currency)
        coming = balance.due + balance.pending + balance.on_the_way
        if coming > 0:
            sums.append(sum_in_words(coming, currency))
    return ", ".join(sums) or sum_in_words(0, "RUB")


def words_for(bulletin: Bulletin | BulletinTemplate, language: str) -> tuple[str, str]:
    """Title and text in this language, or in Russian where there is no other."""
    if language == Language.EN and bulletin.title_en and bulletin.text_en:
        return bulletin.title_en, bulletin.text_en
    return bulletin.title, bulletin.text
