"""What a partner finds by Ctrl+K: only what is his."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.academy.models import Course, Material
from zabota.domain.attribution.models import Attribution
from zabota.domain.clients.models import Client
from zabota.domain.news.queries import list_news_of
from zabota.domain.partners.models import Partner
from zabota.domain.payments.queries.finding import list_by_reference
from zabota.domain.programme.queries import list_open_campaigns
from zabota.domain.rewards.models import Reward
from zabota.domain.stories.queries import list_stories
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Hit, Hits
from zabota.ui.searching import LEAST, MOST, filled


def find_own(partner: Partner, asked: str) -> list[Hits]:
    """His clients, invoices, payouts, payments and codes for these words."""
    if len(asked) < LEAST and not asked.isdecimal():
        return []
    return filled(
        [
            Hits(_("Clients"), "client", _clients(partner, asked)),
            Hits(_("Invoices"), "file", _invoices(partner, asked)),
            Hits(_("Payouts"), "payout", _payouts(partner, asked)),
            Hits(_("Payments"), "reward", _payments(partner, asked)),
            Hits(_("Promo codes"), "tag", _codes(partner, asked)),
            Hits(_("Papers"), "file", _papers(partner, asked)),
            Hits(_("Academy"), "cap", _academy(asked)),
            Hits(_("Stories"), "pencil", _stories(partner, asked)),
            Hits(_("News and campaigns"), "bell", _news(partner, asked)),
        ]
    )


def _clients(partner: Partner, asked: str) -> list[Hit]:
    mine = Attribution.objects.filter(partner=partner, withdrawn_at=None).values("client")
    known = Q(name__icontains=asked) | Q(inn__startswith=asked) | Q(domain__icontains=asked)
    rows = Client.objects.filter(known, pk__in=mine).order_by("name", "pk")[:MOST]
    return [Hit(row.name, reverse("cabinet:client", args=[row.pk]), row.inn) for row in rows]


def _invoices(partner: Partner, asked: str) -> list[Hit]:
    rows = partner.invoices.filter(number__icontains=asked).select_related("client")
    return [
        Hit(row.number, reverse("cabinet:invoice", args=[row.pk]), str(row.client))
        for row in rows.order_by("-pk")[:MOST]
    ]


def _payouts(partner: Partner, asked: str) -> list[Hit]:
    number = asked.lstrip("№# ")
    if not number.isdecimal() or len(number) > 9:
        return []
    rows = partner.payouts.filter(order_number=int(number))
    return [
        Hit(
            _("Payout № %(number)d") % {"number": row.order_number},
            reverse("cabinet:payout", args=[row.pk]),
            money_text(Money(row.amount_minor, row.currency)),
        )
        for row in rows
    ]


def _payments(partner: Partner, asked: str) -> list[Hit]:
    ids = list_by_reference(asked, most=MOST)
    if not ids:
        return []
    rows = Reward.objects.filter(payment__in=ids, partner=partner).select_related("payment__client")
    return [
        Hit(
            f"{row.payment.external_id}, {row.payment.client}",
            reverse("cabinet:reward", args=[row.pk]),
            money_text(Money(row.payment.amount_minor, row.payment.currency)),
        )
        for row in rows.order_by("-pk")[:MOST]
    ]


def _codes(partner: Partner, asked: str) -> list[Hit]:
    rows = partner.promo_codes.filter(code__istartswith=asked).order_by("code")[:MOST]
    return [Hit(row.code, reverse("cabinet:links"), row.get_status_display()) for row in rows]


def _papers(partner: Partner, asked: str) -> list[Hit]:
    rows = partner.papers.filter(number__icontains=asked)
    return [
        Hit(row.number, reverse("cabinet:paper_pdf", args=[row.pk]), row.get_kind_display())
        for row in rows.defer("content", "pdf").order_by("-pk")[:MOST]
    ]


def _academy(asked: str) -> list[Hit]:
    materials = Material.objects.exclude(published_at=None).filter(title__icontains=asked)
    courses = Course.objects.exclude(published_at=None).filter(title__icontains=asked)
    found = [
        Hit(
            row.title, f"{reverse('cabinet:materials')}?{urlencode({'q': row.title})}", row.category
        )
        for row in materials.order_by("title")[:MOST]
    ]
    return found + [
        Hit(row.title, reverse("cabinet:course", args=[row.pk]), _("Course"))
        for row in courses.order_by("title")[:MOST]
    ]


def _stories(partner: Partner, asked: str) -> list[Hit]:
    rows = list_stories(partner).filter(title__icontains=asked)  # type: ignore[misc]
    return [
        Hit(
            row.title,  # type: ignore[attr-defined]
            reverse("cabinet:story", args=[row.pk]),
            row.get_status_display(),
        )
        for row in rows[:MOST]
    ]


def _news(partner: Partner, asked: str) -> list[Hit]:
    told = Q(title__icontains=asked) | Q(title_en__icontains=asked)
    news = [
        Hit(row.title, reverse("cabinet:one_news", args=[row.pk]))
        for row in list_news_of(partner).filter(told)[:MOST]
    ]
    races = list_open_campaigns(at=now()).filter(name__icontains=asked)
    return news + [
        Hit(row.name, f"{reverse('cabinet:terms')}#campaign-{row.pk}", _("Campaign"))
        for row in races[:MOST]
    ]
