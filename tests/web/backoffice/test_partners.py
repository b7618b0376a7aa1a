"""Partners: finding them, their page, promo codes decided, standing changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_rails import abroad
from tests.make.money import NOON, client_of, partner, payment
from tests.web.backoffice.conftest import sign_in
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.payouts.models import Batch
from zabota.domain.people.models import Role
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
LIST, CODES = "/office/partners/", "/office/codes/"
PARTS = ("clients", "rewards", "payouts", "history")
Toasts = Callable[..., list[str]]


def part(one: Partner, name: str = "") -> str:
    return f"/office/partners/{one.pk}/{name}/" if name else f"/office/partners/{one.pk}/"


def test_lists_find_sort_and_are_taken_away(keeper: Visitor, world: World, earned: Partner) -> None:
    Partner.objects.filter(pk=world.rita.pk).update(city="Казань", status=PartnerStatus.PAUSED)
    for wish, names in [
        ({}, ["Иван и Ко", "Рита Софт"]),
        ({"q": "рита"}, ["Рита Софт"]),
        ({"q": "иван10"}, ["Иван и Ко"]),
        ({"q": earned.inn}, ["Иван и Ко"]),
        ({"q": "казань"}, ["Рита Софт"]),
        ({"state": "paused"}, ["Рита Софт"]),
        ({"sort": "-name"}, ["Рита Софт", "Иван и Ко"]),
        ({"sort": "earned"}, ["Рита Софт", "Иван и Ко"]),
        ({"sort": "-clients"}, ["Иван и Ко", "Рита Софт"]),
        ({"to": "2000-01-01"}, []),
        ({"sort": "x", "state": "x"}, []),
    ]:
        assert [one.name for one in keeper.get(LIST, wish).context["page"]] == names, wish
        lines = keeper.get(LIST, {**wish, "as": "csv"}).content.decode().splitlines()
        assert len(lines) == len(names) + 1
    first = keeper.get(LIST).context["page"][0]
    assert (first.clients, first.earned) == (1, 40_000)


def test_his_page_tells_money_codes_and_papers(
    keeper: Visitor, earned: Partner, formed: Batch
) -> None:
    page = keeper.get(part(earned)).content.decode()
    for told in ("ИВАН10", earned.inn, "ПАО СБЕРБАНК", "Offer No. 1 accepted", "Joined the"):
        assert told in page
    assert keeper.get(part(earned)).context["balance"]["on_the_way"].minor == 40_000
    assert "Акме" in keeper.get(part(earned, "clients")).content.decode()
    assert "in a batch" in keeper.get(part(earned, "rewards")).content.decode()
    assert "400" in keeper.get(part(earned, "payouts")).content.decode()
    assert "Joined the programme" in keeper.get(part(earned, "history")).content.decode()
    assert keeper.get(part(earned, "nonsense")).status_code == 404
    for name in ("clients", "rewards", "payouts"):
        csv = keeper.get(part(earned, name) + "?as=csv").content.decode().splitlines()
        assert len(csv) == 2
        assert "400,00" in csv[1]


def test_parts_are_filtered(keeper: Visitor, earned: Partner) -> None:
    for name, wish, count in [
        ("clients", {"q": "акме"}, 1),
        ("clients", {"q": "нет"}, 0),
        ("clients", {"sort": "-earned"}, 1),
        ("rewards", {"hold": "by_hand"}, 0),
        ("rewards", {"q": "акме", "sort": "due"}, 1),
        ("rewards", {"to": "2020-01-01"}, 0),
        ("payouts", {"from": "2020-01-01"}, 0),
    ]:
        page = keeper.get(part(earned, name), wish)
        assert len(page.context["page"].object_list) == count, (name, wish)


@pytest.mark.parametrize("status", ["approved", "rejected", "retired"])
def test_a_code_is_decided_and_the_decision_taken_back(
    keeper: Visitor, world: World, toasts: Toasts, status: str
) -> None:
    code = world.ivan.promo_codes.get()
    address = reverse("office:decide_code", args=[code.pk])
    answer = keeper.post(
        address, {"status": status, "reason": "похож на чужой", "next": CODES}, follow=True
    )
    assert toasts(answer)[0].startswith("ИВАН10 is ")
    code.refresh_from_db()
    assert (code.status, code.decided_by) == (status, "Марина")
    undo = f"{address}?to=pending"
    assert undo in answer.content.decode()
    assert toasts(keeper.post(undo, follow=True)) == ["ИВАН10 works and waits for approval again."]
    code.refresh_from_db()
    assert code.status == PromoCodeStatus.PENDING


def test_rejecting_a_code_needs_a_reason_and_repeats_the_figures(
    keeper: Visitor, world: World, toasts: Toasts
) -> None:
    code = world.ivan.promo_codes.get()
    address = reverse("office:decide_code", args=[code.pk])
    dialog = keeper.get(CODES).content.decode().split(f'id="reject-{code.pk}"')[1]
    assert "The 1 client it has brought stays" in dialog.split("</dialog>")[0]
    assert toasts(keeper.post(address, {"status": "rejected"}, follow=True)) == [
        "Say why: the reason stays in the history."
    ]
    assert toasts(keeper.post(address, {"status": "x"}, follow=True)) == [
        "Choose what to do with the code."
    ]
    code.refresh_from_db()
    assert code.status == PromoCodeStatus.PENDING


def test_codes_that_wait_stand_first(keeper: Visitor, world: World) -> None:
    PromoCode.objects.filter(partner=world.rita).update(status=PromoCodeStatus.APPROVED)
    assert [str(code) for code in keeper.get(CODES).context["page"]] == ["ИВАН10", "РИТА"]
    for wish, count in [
        ({"status": "approved"}, 1),
        ({"q": "ivan"}, 0),
        ({"q": "рит"}, 1),
        ({"q": "иван и"}, 1),
        ({"sort": "-clients"}, 2),
    ]:
        assert len(keeper.get(CODES, wish).context["page"].object_list) == count, wish
        assert len(keeper.get(CODES, {**wish, "as": "csv"}).content.splitlines()) == count + 1


def test_standing_changes_with_a_reason_and_a_way_back(
    keeper: Visitor, earned: Partner, toasts: Toasts
) -> None:
    address = reverse("office:change_standing", args=[earned.pk])
    dialog = keeper.get(part(earned)).content.decode().split('id="standing"')[1]
    assert "400\u202f₽ stays his" in dialog.split("</dialog>")[0]
    for form, said in [
        ({"to": "paused"}, "Say why: the reason stays in the history."),
        ({"reason": "x"}, "Choose a standing first."),
        ({"to": "x", "reason": "x"}, "Choose a standing first."),
    ]:
        assert toasts(keeper.post(address, form, follow=True)) == [said]
    answer = keeper.post(address, {"to": "paused", "reason": "проверяем жалобу"}, follow=True)
    assert toasts(answer) == ["Иван и Ко: payouts paused. Nothing earned is touched."]
    page = answer.content.decode()
    assert "проверяем жалобу" in page
    assert f"{address}?to=active" in page
    assert owed(earned) == 40_000
    keeper.post(f"{address}?to=active")
    earned.refresh_from_db()
    assert earned.status == PartnerStatus.ACTIVE
    told = keeper.get(part(earned, "history")).content.decode()
    assert "Standing: active → payouts paused" in told
    assert_books_balance()


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.FINANCE])
def test_others_look_and_change_nothing(world: World, role: Role) -> None:
    visitor = sign_in(role)
    code = world.ivan.promo_codes.get()
    for page in (LIST, CODES, part(world.ivan), *(part(world.ivan, name) for name in PARTS)):
        answer = visitor.get(page)
        assert answer.status_code == 200
        assert b'<dialog class="dialog"' not in answer.content, (
            "But for the search, which is everybody's."
        )
    for address in (
        reverse("office:decide_code", args=[code.pk]),
        reverse("office:change_standing", args=[world.ivan.pk]),
    ):
        form = {"status": "rejected", "to": "left", "reason": "x"}
        assert visitor.post(address, form).status_code == 403
        assert visitor.post(f"{address}?to=left").status_code == 403
    world.ivan.refresh_from_db()
    assert world.ivan.status == PartnerStatus.ACTIVE


def test_who_may_come(stranger: Visitor, member: Visitor, world: World) -> None:
    for page in (LIST, CODES, part(world.ivan), part(world.ivan, "rewards")):
        assert "login" in stranger.get(page)["Location"]
        assert member.get(page).status_code == 403


def test_in_russian(earned: Partner) -> None:
    visitor = sign_in(Role.MANAGER, "ru")
    assert "Промокоды" in visitor.get(part(earned)).content.decode()
    assert (
        "Условия v4 на момент оплаты: 40\u202f% с каждой оплаты."
        in visitor.get(part(earned, "rewards")).content.decode()
    )


def test_pages_ask_the_same_however_long(
    keeper: Visitor, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        partner(f"Партнёр {number}", f"КОД{number}")
        one = client_of(world.ivan, f"Клиент {number}")
        payments_received([payment(one), payment(one, 5_000)], at=NOON)
    for page, most in [
        (LIST, 18),
        (CODES, 10),
        (part(world.ivan), 26),
        (part(world.ivan, "clients"), 16),
        (part(world.ivan, "rewards"), 16),
        (part(world.ivan, "payouts"), 13),
        (part(world.ivan, "history"), 15),
    ]:
        with django_assert_max_num_queries(most):
            assert keeper.get(page).status_code == 200


def test_a_partner_abroad_is_shown_in_euros(keeper: Visitor, world: World) -> None:
    abroad(world.rita)
    fact = payment(client_of(world.rita, "Groot"), currency="EUR", at=now())
    payments_received([fact], at=now())
    page = keeper.get(part(world.rita))
    assert page.context["balance"]["pending"] == Money(40_000, "EUR")
    assert page.context["coming"] == Money(40_000, "EUR")
    assert "€" in page.content.decode()
