"""What staff find by Ctrl+K: partners, clients, money by its numbers, codes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.academy.models import Course, Material
from zabota.domain.attribution.models import PromoCode
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.leads.models import Lead
from zabota.domain.papers.models import Paper
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.payments.queries.finding import list_by_reference
from zabota.domain.payouts.models import Batch, Payout
from zabota.domain.people.models import Person
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Hit, Hits
from zabota.ui.searching import LEAST, MOST, filled
from zabota.web.backoffice.words.numbers import list_numbered


def find_anything(asked: str) -> list[Hits]:
    """Whatever these words may mean, a few of each kind."""
    if len(asked) < LEAST and not asked.isdecimal():
        return []
    return filled(
        [
            Hits(_("Partners"), "partner", _partners(asked)),
            Hits(_("Clients"), "client", _clients(asked)),
            Hits(_("Invoices"), "file", _invoices(asked)),
            Hits(_("Payouts"), "payout", _payouts(asked)),
            Hits(_("Payments"), "wallet", _payments(asked)),
            Hits(_("Promo codes"), "tag", _codes(asked)),
            Hits(_("Papers"), "file", _papers(asked)),
            Hits(_("Leads"), "inbox", _leads(asked)),
            Hits(_("Academy"), "cap", _academy(asked)),
            Hits(_("Staff"), "person", _staff(asked)),
        ]
    )


def _partners(asked: str) -> list[Hit]:
    rows = Partner.objects.filter(inn__startswith=asked)
    if "@" in asked:
        rows = Partner.objects.filter(email__istartswith=asked)
    elif not asked.isdecimal():
        rows = _named(Partner.objects.all(), asked)
    return [
        Hit(row.name, reverse("office:partner", args=[row.pk]), row.inn or row.email)
        for row in rows.order_by("name", "pk")[:MOST]
    ]


def _clients(asked: str) -> list[Hit]:
    rows = Client.objects.filter(inn__startswith=asked)
    if not asked.isdecimal():
        rows = _named(Client.objects.all(), asked)
    return [
        Hit(row.name, reverse("office:client", args=[row.pk]), row.inn)
        for row in rows.order_by("name", "pk")[:MOST]
    ]


def _named(rows: QuerySet[Any], asked: str) -> QuerySet[Any]:
    """Those with the words anywhere in their name, by the index of trigrams."""
    return rows.annotate(folded=Upper("name")).filter(folded__contains=asked.upper())


def _invoices(asked: str) -> list[Hit]:
    rows = Invoice.objects.filter(number__startswith=asked.upper()).select_related("client")
    return [
        Hit(row.number, reverse("office:client", args=[row.client_id]), str(row.client))
        for row in rows.order_by("number")[:MOST]
    ]


def _numbered(asked: str, model: type[Model]) -> list[Any]:
    """Things that people call by a number."""
    return [one.row for one in list_numbered(asked) if isinstance(one.row, model)]


def _payouts(asked: str) -> list[Hit]:
    batches = [
        Hit(
            _("Batch No. %(number)d") % {"number": row.pk},
            reverse("office:batch", args=[row.pk]),
            row.get_status_display(),
        )
        for row in _numbered(asked, Batch)
    ]
    return batches + [
        Hit(
            _("Payout № %(number)d") % {"number": row.order_number},
            reverse("office:payout", args=[row.pk]),
            f"{row.partner}, {money_text(Money(row.amount_minor, row.currency))}",
        )
        for row in _numbered(asked, Payout)
    ]


def _payments(asked: str) -> list[Hit]:
    ids = list_by_reference(asked, most=MOST)
    rows = Payment.objects.filter(pk__in=ids).select_related("client") if ids else []
    return [
        Hit(
            f"{row.source}, {row.external_id}",
            reverse("office:payment", args=[row.pk]),
            money_text(Money(row.amount_minor, row.currency)),
        )
        for row in rows
    ]


def _codes(asked: str) -> list[Hit]:
    rows = PromoCode.objects.filter(code__istartswith=asked).select_related("partner")
    return [
        Hit(row.code, reverse("office:partner", args=[row.partner_id]), str(row.partner))
        for row in rows.order_by("code")[:MOST]
    ]


def _papers(asked: str) -> list[Hit]:
    rows = Paper.objects.filter(number__startswith=asked.upper()).select_related("partner")
    return [
        Hit(row.number, reverse("office:paper", args=[row.pk]), str(row.partner))
        for row in rows.defer("content", "pdf").order_by("number")[:MOST]
    ]


def _leads(asked: str) -> list[Hit]:
    named = Lead.objects.filter(Q(company__icontains=asked) | Q(email__istartswith=asked))
    rows = [*_numbered(asked, Lead), *named.order_by("-pk")[:MOST]]
    return [
        Hit(row.company, reverse("office:lead", args=[row.pk]), row.get_status_display())
        for row in rows
    ]


def _academy(asked: str) -> list[Hit]:
    materials = Material.objects.filter(title__icontains=asked).order_by("title")[:MOST]
    courses = Course.objects.filter(title__icontains=asked).order_by("title")[:MOST]
    found = [
        Hit(row.title, reverse("office:material", args=[row.pk]), row.category) for row in materials
    ]
    return found + [
        Hit(row.title, reverse("office:course", args=[row.pk]), _("Course")) for row in courses
    ]


def _staff(asked: str) -> list[Hit]:
    named = Q(name__icontains=asked) | Q(email__istartswith=asked)
    rows = Person.objects.filter(named, staff_roles__isnull=False).distinct()
    return [
        Hit(str(row), f"{reverse('office:journal')}?{urlencode({'by': str(row)})}", row.email)
        for row in rows.order_by("name")[:MOST]
    ]
