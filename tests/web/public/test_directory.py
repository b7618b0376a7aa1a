"""The directory: found by level, CRM, messenger, city and language, at an address one can send."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.make.money import client_of, partner, payment
from tests.make.profiles import show
from tests.world import World
from zabota.domain.partners.models import Partner
from zabota.domain.ratings.facts import Weights
from zabota.domain.ratings.models import Level
from zabota.domain.ratings.operations import hide_partner, set_level, set_rule
from zabota.domain.ratings.queries.measuring import sealing_moment
from zabota.flows.payments_received import payments_received
from zabota.flows.rating_sealed import rating_sealed
from zabota.kit.clock import former_month, local_date, now

pytestmark = pytest.mark.django_db
DIRECTORY = "/integrators/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def levels(world: World) -> dict[str, Level]:
    """Rita is golden, Ivan silver, Vera has no level; all three want to be found."""
    month = former_month(local_date(now()))
    middle = datetime(month.year, month.month, 12, 9, tzinfo=UTC)
    set_rule(Weights(100, 0, 0, 0), from_month=date(2026, 1, 1), at=middle, by="Viktor")
    made = {
        name: set_level(name=name, least_score=score, privileges="", needs_training=False)
        for name, score in (("Серебро", 2000), ("Золото", 8000))
    }
    beta = client_of(world.rita, "Бета")
    payments_received(
        [payment(world.acme, 1000_00, at=middle), payment(beta, 3000_00, at=middle)], at=middle
    )
    rating_sealed(month, training={}, at=sealing_moment(month))
    show(world.ivan)
    show(world.rita, city="Москва", tongues=["ru", "en"], crms=["bitrix24"])
    show(partner("Вера", "ВЕРА"), city="")
    return made


def found(browser: Browser, **asked: object) -> list[str]:
    """The names on the cards, in their order."""
    page = browser.get(DIRECTORY, asked)
    assert page.status_code == 200
    return [str(one.profile.partner) for one in page.context["cards"]]


def test_a_level_is_asked_for_with_those_above_it(
    world: World, levels: dict[str, Level], client: Browser
) -> None:
    ivan, rita = world.ivan.name, world.rita.name
    assert found(client) == [rita, ivan, "Вера"]
    assert found(client, level=levels["Золото"].pk) == [rita]
    assert found(client, level=levels["Серебро"].pk) == [rita, ivan]
    assert found(client, level=levels["Серебро"].pk, city="казань") == [ivan]
    assert found(client, level="0") == found(client, level="х") == [rita, ivan, "Вера"]
    page = client.get(DIRECTORY, {"level": levels["Серебро"].pk}, headers=ENGLISH).content.decode()
    assert "Серебро and above" in page
    assert f'<option value="{levels["Серебро"].pk}" selected>' in page, "the address is remembered"
    assert "2 integrators found" in page


def test_who_hides_in_the_rating_hides_his_level(
    world: World, levels: dict[str, Level], client: Browser
) -> None:
    hide_partner(world.rita, at=now(), by="Рита")
    assert found(client, level=levels["Серебро"].pk) == [world.ivan.name]
    assert "Золото" not in client.get(f"{DIRECTORY}rita-soft/").content.decode()
    assert "Серебро" in client.get(f"{DIRECTORY}ivan-i-ko/").content.decode()


def test_clients_are_counted_where_the_partner_lets_them(
    world: World, levels: dict[str, Level], client: Browser
) -> None:
    client_of(world.rita, "Молчит")  # his, and has never paid
    assert [one.clients for one in client.get(DIRECTORY).context["cards"]] == [None, None, None]
    show(world.rita, shows_clients=True)
    assert [one.clients for one in client.get(DIRECTORY).context["cards"]] == [1, None, None]
    assert "<dt>Clients</dt><dd>1</dd>" in client.get(
        f"{DIRECTORY}rita-soft/", headers=ENGLISH
    ).content.decode()  # fmt: skip


def test_a_card_says_what_he_connects_in_his_own_words(world: World, client: Browser) -> None:
    show(world.ivan, about="# Мы\n\nВнедряем **быстро**. <b>Да</b>\n\n- раз", tongues=["ru", "kk"])
    (card,) = client.get(DIRECTORY, headers={"accept-language": "ru"}).context["cards"]
    assert card.line == "Внедряем быстро. <b>Да</b>"
    assert card.connects == ["amoCRM", "WhatsApp"]
    assert card.tongues == ["Русский", "казахский"]
    assert "&lt;b&gt;Да&lt;/b&gt;" in client.get(DIRECTORY).content.decode()


def test_nobody_found_says_what_to_do(world: World, client: Browser) -> None:
    empty = client.get(DIRECTORY, headers=ENGLISH).content.decode()
    assert "The first integrators are on their way" in empty
    show(world.ivan)
    asked = {"crm": "bitrix24", "city": "Казань\x00"}
    assert found(client, **asked) == []
    page = client.get(DIRECTORY, {"crm": "bitrix24", "city": "Омск"}, headers=ENGLISH)
    assert "Nobody like this yet" in page.content.decode()
    onward = reverse("public:recommend") + "?crm=bitrix24&amp;city=%D0%9E%D0%BC%D1%81%D0%BA"
    assert onward in page.content.decode(), "what was asked for goes along"
    form = client.get(onward.replace("&amp;", "&")).content.decode()
    assert 'value="Омск"' in form


def test_the_number_of_questions_does_not_grow(
    world: World, levels: dict[str, Level], client: Browser, django_assert_max_num_queries: object
) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(100) as asked:  # type: ignore[operator]
            client.get(DIRECTORY)
        return len(asked)

    few = cost()
    for number in range(5):
        show(named(f"Партнёр {number}"), shows_clients=True)
    assert cost() <= few + 1, "the clients of those who show them are asked for once"


def named(name: str) -> Partner:
    """One more partner."""
    return partner(name, f"П{name[-1]}А")
