"""The journal: everything in words, found by words, kind, person and days, page by key."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON
from tests.world import World
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import LeadSource
from zabota.domain.leads.operations import record_lead
from zabota.domain.partners.models import PartnerStatus
from zabota.domain.partners.operations import change_standing
from zabota.domain.payouts.facts import BATCH_LIMIT, FOUR_EYES
from zabota.domain.payouts.models import Batch, Payout
from zabota.domain.settings.operations import set_option
from zabota.kit.clock import now
from zabota.kit.events.announcement import Announcement
from zabota.kit.events.models import Event
from zabota.web.backoffice.words.events import TITLES
from zabota.web.backoffice.words.history import _TOLD
from zabota.web.backoffice.words.kinds import KINDS, kinds

pytestmark = pytest.mark.django_db
JOURNAL = "/office/journal/"


@pytest.fixture
def paused(world: World) -> None:
    change_standing(
        world.ivan, to=PartnerStatus.PAUSED, reason="Ждём скан паспорта", at=NOON, by="Марина"
    )


def test_every_event_has_words(db: None) -> None:
    def kinds(parent: type[Announcement]) -> list[type[Announcement]]:
        return [*parent.__subclasses__(), *(k for c in parent.__subclasses__() for k in kinds(c))]

    ours = {one.wire_name() for one in kinds(Announcement) if one.__module__.startswith("zabota.")}
    assert ours - set(_TOLD) - set(TITLES) == set()


def test_every_event_is_of_one_kind_that_can_be_chosen(db: None) -> None:
    kept = Counter(name for names in KINDS.values() for name in names)
    assert (set(_TOLD) | set(TITLES)) - set(kept) == set()
    assert [name for name, times in kept.items() if times > 1] == []
    assert {value for value, _words in kinds()} == set(KINDS)


def test_a_lead_has_its_link_and_a_setting_its_name(support: Visitor, world: World) -> None:
    set_option(FOUR_EYES, True, at=now(), by="Виктор")
    lead, _new = record_lead(
        LeadFact(source=LeadSource.STAFF, company="Звонок"), at=now(), by="Марина"
    )
    page = support.get(JOURNAL).content.decode()
    assert reverse("office:lead", args=[lead.pk]) in page
    assert "Four eyes: off → on" in page


@pytest.mark.parametrize(
    "wish",
    [{"q": "паспорт"}, {"by": "Марина"}, {"q": "Иван и", "by": "Марина"}, {"q": "марина скан"},
     {"kind": "standing", "from": "2026-11-01", "by": "Марина"}],
)  # fmt: skip
def test_it_is_found(support: Visitor, paused: None, wish: dict[str, str]) -> None:
    ((row, _alike),) = support.get(JOURNAL, wish).context["runs"]
    assert row.what == "Standing: active → payouts paused"
    assert (row.by, row.subjects[0][0]) == ("Марина", "Иван и Ко")


@pytest.mark.parametrize("wish", [{"q": "загранпаспорт"}, {"by": "Пётр"}, {"to": "1999-01-01"}])
def test_what_is_not_there_is_not_found(
    support: Visitor, paused: None, wish: dict[str, str]
) -> None:
    page = support.get(JOURNAL, wish).content.decode()
    assert "Nothing found" in page
    assert f'href="{JOURNAL}">Take the filters away' in page


@pytest.mark.parametrize("order", ["-when", "when"])
def test_pages_go_by_key_and_miss_nothing(support: Visitor, order: str) -> None:
    Event.objects.all().delete()
    Event.objects.bulk_create(
        Event(name="books.checked", at=NOON - timedelta(minutes=n // 3)) for n in range(120)
    )
    seen, address = [], f"{JOURNAL}?sort={order}&by=-"
    while address:
        context = support.get(address).context
        seen += [one.at for row, alike in context["runs"] for one in (row, *alike)]
        assert context["following"] == "" or "by=-" in context["following"]
        address = context["following"] and JOURNAL + context["following"]
    assert len(seen) == 120
    assert seen == sorted(seen, reverse=order == "-when")
    for nonsense in ("x", "2026-13-45T00:00:00Z_1", "2026-11-01T00:00:00_1", "_"):
        ((_row, alike),) = support.get(JOURNAL, {"past": nonsense}).context["runs"]
        assert len(alike) == 49


def test_alike_ones_in_a_row_are_one_line(support: Visitor, world: World) -> None:
    Event.objects.all().delete()
    hands = ["", "", "", "", "", "Марина", "Марина", "", ""]
    Event.objects.bulk_create(
        Event(
            name="client.registered", about=[f"client:{world.acme.pk}"], by=by,
            payload={"client_id": world.acme.pk}, at=NOON - timedelta(minutes=n),
        )
        for n, by in enumerate(hands)
    )  # fmt: skip
    page = support.get(JOURNAL)
    assert [(row.by, len(alike)) for row, alike in page.context["runs"]] == [
        ("", 4), ("Марина", 0), ("Марина", 0), ("", 0), ("", 0),
    ]  # fmt: skip
    assert "and 4 more alike" in page.content.decode()
    assert page.content.decode().count("Акме</a>") == len(hands)


def test_columns_are_chosen(support: Visitor, paused: None) -> None:
    page = support.get(JOURNAL, {"by": "Марина", "columns": ["why"]}).content.decode()
    assert 'data-label="Why">Ждём скан паспорта' in page
    assert 'data-label="Who"' not in page


def test_as_a_table(support: Visitor, paused: None) -> None:
    body = support.get(JOURNAL, {"as": "csv", "by": "Марина"}).content.decode("utf-8-sig")
    assert "Ждём скан паспорта" in body
    assert len(body.splitlines()) == 2


def test_only_staff(member: Visitor, stranger: Visitor) -> None:
    assert [who.get(JOURNAL).status_code for who in (member, stranger)] == [403, 302]


def test_what_a_row_calls_by_a_number_is_found_by_it(support: Visitor, formed: Batch) -> None:
    payout = formed.payouts.get()
    Payout.objects.filter(pk=payout.pk).update(order_number=40_337)
    for words in (
        f"реестр {formed.pk}",
        f"Реестру № {formed.pk}",
        f"batch {formed.pk}",
        str(formed.pk),
    ):
        page = support.get(JOURNAL, {"q": words}).content.decode()
        assert reverse("office:batch", args=[formed.pk]) in page, words
    page = support.get(JOURNAL, {"q": "выплата № 40337"}).content.decode()
    assert "payout 40337" in page, "as it stands on its page and in the order, not by its row"
    assert "Nothing" in support.get(JOURNAL, {"q": "оплата 999999"}).content.decode()
    assert support.get(JOURNAL, {"q": "реестр 99999999999999999999"}).status_code == 200


def test_a_setting_is_told_as_its_page_shows_it(support: Visitor) -> None:
    set_option(FOUR_EYES, True, at=now(), by="Виктор")
    set_option(BATCH_LIMIT, 150_000_00, at=now(), by="Виктор")
    page = support.get(JOURNAL).content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert "Four eyes: off → on" in page
    assert re.search(r"Limit of a batch, ₽: no limit → \D?150\D000", page)


def test_the_file_has_moments_that_a_spreadsheet_understands(
    support: Visitor, paused: None
) -> None:
    lines = support.get(JOURNAL, {"as": "csv"}).content.decode().splitlines()
    told = next(line for line in lines if "Марина" in line)
    assert re.match(r"\d\d\.\d\d\.\d{4} \d\d:\d\d;", told), told
