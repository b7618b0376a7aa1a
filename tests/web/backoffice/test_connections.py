"""Connections: set up by finance, keys never shown again, what came and what was turned away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.connectors.yookassa.conftest import THEIR_ADDRESS
from tests.make.money import NOON
from zabota.connectors.connections.models import Connection, Notice
from zabota.connectors.connections.operations.keeping import add_connection, keys_of
from zabota.connectors.connections.operations.till import sends_slips
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Карты на сайте", "shop_id": "100500", "secret_key": "live_secret",
         "api_url": "https://api.yookassa.ru/v3", "till": "off", "taxation": "",
         "till_method": "full_payment", "till_subject": "service"}  # fmt: skip


@pytest.fixture
def shop(db: None) -> Connection:
    return add_connection(
        kind="yookassa", name="Карты", settings={"shop_id": "100500"},
        secrets={"secret_key": "live_secret"}, at=NOON, by="Ольга",
    )  # fmt: skip


def text_of(visitor: Visitor, shop: Connection, **query: str) -> str:
    return visitor.get(reverse("office:connection", args=[shop.pk]), query).content.decode()


def test_finance_connects_a_shop_and_reads_the_address(finance: Visitor) -> None:
    assert "YooKassa" in finance.get(reverse("office:choose_connection")).content.decode()
    answer = finance.post(reverse("office:new_connection", args=["yookassa"]), GIVEN, follow=True)
    made = Connection.objects.get()
    page = answer.content.decode()
    assert f"/hooks/yookassa/{made.token}/" in page
    assert "live_secret" not in page
    assert keys_of(made)["secret_key"] == "live_secret"
    assert made.settings["api_url"] == "https://api.yookassa.ru/v3/"
    assert made.added_by == "Ольга"
    assert not sends_slips(made)
    assert "What is sold" not in page, "of slips that are not sent nothing is told"
    edit = reverse("office:edit_connection", args=[made.pk])
    finance.post(edit, {**GIVEN, "till": "on", "taxation": "usn_income"})
    made.refresh_from_db()
    assert (sends_slips(made), made.settings["taxation"]) == (True, "usn_income")


def test_each_notification_of_cloudpayments_has_its_exact_address(finance: Visitor) -> None:
    given = {"name": "Сайт", "public_id": "pk_1234", "api_secret": "secret", "strangers": "allow",
             "api_url": "https://api.cloudpayments.ru/", "till": "off", "taxation": "",
             "till_method": "full_payment", "till_subject": "service"}  # fmt: skip
    made_at = reverse("office:new_connection", args=["cloudpayments"])
    page = finance.post(made_at, given, follow=True).content.decode()
    token = Connection.objects.get().token
    for kind in ("pay", "refund", "check", "confirm", "cancel", "fail"):
        assert f"/hooks/cloudpayments/{token}/?kind={kind}<" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"shop_id": "shop"}, "copy it once more"),
        ({"secret_key": ""}, "required"),
        ({"api_url": "http://127.0.0.1:9/"}, "must begin with https://"),
        ({"api_url": "https://[::1"}, "not an address"),
        ({"till": "on"}, "needed now"),
    ],
)
def test_wrong_settings_are_named_and_nothing_is_made(
    finance: Visitor, wrong: dict[str, str], said: str
) -> None:
    answer = finance.post(reverse("office:new_connection", args=["yookassa"]), {**GIVEN, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Connection.objects.exists()


def test_settings_change_and_keys_are_only_replaced(
    finance: Visitor, shop: Connection, toasts: Callable[..., list[str]]
) -> None:
    edit = reverse("office:edit_connection", args=[shop.pk])
    assert "live_secret" not in finance.get(edit).content.decode()
    finance.post(edit, {**GIVEN, "name": "Карты 2", "test_mode": "on", "secret_key": "x"})
    shop.refresh_from_db()
    assert (shop.name, shop.test_mode, keys_of(shop)["secret_key"]) == (
        "Карты 2",
        True,
        "live_secret",
    )
    keys = reverse("office:connection_keys", args=[shop.pk])
    assert toasts(finance.post(keys, follow=True))[-1] == "Give at least one new key."
    finance.post(keys, {"secret_key": "new_secret"})
    shop.refresh_from_db()
    assert keys_of(shop)["secret_key"] == "new_secret"


def test_what_came_and_what_was_turned_away(
    finance: Visitor, shop: Connection, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    hook = reverse("hook", args=["yookassa", shop.token])
    told = '{"event":"payment.canceled","object":{"id":"<b>p1</b>","status":"canceled"}}'
    for address in (THEIR_ADDRESS, THEIR_ADDRESS, "203.0.113.9"):
        Visitor().post(hook, told, content_type="application/json",
                       headers={"x-forwarded-for": address})  # fmt: skip
    page = text_of(finance, shop)
    assert "came 1 more time" in page
    assert "Called from an address that is not theirs." in page
    assert "<b>p1" not in page
    assert "Nothing found" in text_of(finance, shop, fate="recorded")
    assert "payment.canceled" in text_of(finance, shop, q="canceled")
    csv = finance.get(reverse("office:connection", args=[shop.pk]), {"as": "csv"})
    assert "payment.canceled" in csv.content.decode()
    assert Notice.objects.get().repeats == 1


def test_the_journal_tells_what_was_changed_and_no_key(finance: Visitor, shop: Connection) -> None:
    finance.post(reverse("office:connection_keys", args=[shop.pk]), {"secret_key": "new_secret"})
    for on in ("no", "no", "yes"):
        finance.post(reverse("office:switch_connection", args=[shop.pk]), {"on": on})
    finance.post(reverse("office:move_connection", args=[shop.pk]))
    finance.post(reverse("office:edit_connection", args=[shop.pk]), GIVEN)
    told = Event.objects.filter(name__startswith="connection.").order_by("pk")
    assert [one.payload.get("what") for one in told] == [
        None, "keys", "off", "on", "address", "settings",
    ]  # fmt: skip
    assert {one.by for one in told} == {"Ольга"}
    assert "secret" not in str([one.payload for one in told])
    page = finance.get("/office/journal/", {"kind": "staff"}).content.decode()
    assert "Карты: keys replaced" in page


def test_switching_off_moving_and_trying(
    finance: Visitor, shop: Connection, toasts: Callable[..., list[str]]
) -> None:
    finance.post(reverse("office:switch_connection", args=[shop.pk]), {"on": "no"})
    assert "switched off" in text_of(finance, shop)
    finance.post(reverse("office:switch_connection", args=[shop.pk]), {"on": "yes"})
    before = shop.token
    finance.post(reverse("office:move_connection", args=[shop.pk]))
    shop.refresh_from_db()
    assert (shop.enabled, shop.token == before) == (True, False)
    Connection.objects.update(settings={"shop_id": "1", "api_url": "http://127.0.0.1:9/"})
    said = toasts(finance.post(reverse("office:try_connection", args=[shop.pk]), follow=True))
    assert said[-1].startswith("The processor does not answer at its address (PrivateAddress)")


def test_a_kind_that_is_gone_still_shows_what_came(finance: Visitor, shop: Connection) -> None:
    Connection.objects.update(kind="gone")
    assert "gone" in text_of(finance, shop)
    assert finance.get(reverse("office:new_connection", args=["gone"])).status_code == 404


def test_only_finance_and_owners_enter(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, shop: Connection
) -> None:
    pages = [("connections", []), ("choose_connection", []), ("new_connection", ["yookassa"]),
             ("connection", [shop.pk]), ("edit_connection", [shop.pk])]  # fmt: skip
    deeds = ["connection_keys", "try_connection", "switch_connection", "move_connection"]
    for visitor, status in [(keeper, 403), (support, 403), (member, 403), (stranger, 302)]:
        for name, args in pages:
            assert visitor.get(reverse(f"office:{name}", args=args)).status_code == status, name
        for name in deeds:
            answer = visitor.post(reverse(f"office:{name}", args=[shop.pk]))
            assert answer.status_code == status, name
    token = shop.token
    shop.refresh_from_db()
    assert (shop.enabled, shop.token) == (True, token)
