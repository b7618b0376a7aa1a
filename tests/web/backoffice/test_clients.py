"""Clients: finding them, their page, corrections with the effect first, claims answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_claims import rita_claims
from tests.flows.test_corrections import pay_everything
from tests.make.money import NOON, client_of, payment
from tests.web.backoffice.conftest import sign_in
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Attribution, Claim, ClaimStatus, Correction, Source
from zabota.domain.attribution.operations.claims import claim_client, decline_claim
from zabota.domain.clients.models import Client, ClientStatus
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Role
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
LIST, CLAIMS = "/office/clients/", "/office/claims/"
Toasts = Callable[..., list[str]]


def address(name: str, pk: int) -> str:
    return reverse(f"office:{name}", args=[pk])


def place(to: Partner | None, **more: str) -> dict[str, str]:
    """The form of a correction: this partner's since long ago."""
    chosen = str(to.pk) if to else "nobody"
    return {"to": chosen, "since": "2021-01-01", "servicing": "full", **more}


def test_lists_find_filter_and_are_taken_away(
    keeper: Visitor, world: World, earned: Partner
) -> None:
    Client.objects.filter(pk=world.zero.pk).update(domain="zero.ru", status=ClientStatus.TRIAL)
    for wish, names in [
        ({}, ["Акме", "Зеро"]),
        ({"q": "акм"}, ["Акме"]),
        ({"q": world.zero.inn}, ["Зеро"]),
        ({"q": "zero.ru"}, ["Зеро"]),
        ({"state": "trial"}, ["Зеро"]),
        ({"nobody": "1"}, ["Зеро"]),
        ({"partner": str(earned.pk)}, ["Акме"]),
        ({"sort": "-paid"}, ["Акме", "Зеро"]),
        ({"sort": "paid"}, ["Зеро", "Акме"]),
        ({"to": "2000-01-01"}, []),
    ]:
        assert [one.name for one in keeper.get(LIST, wish).context["page"]] == names, wish
        lines = keeper.get(LIST, {**wish, "as": "csv"}).content.decode().splitlines()
        assert len(lines) == len(names) + 1
    assert "1000,00" in keeper.get(f"{LIST}?as=csv").content.decode()


def test_his_page_tells_whose_he_is_and_was(keeper: Visitor, earned: Partner, world: World) -> None:
    page = keeper.get(address("client", world.acme.pk)).content.decode()
    for told in ("Client of", "Иван и Ко", "promo code", "ИВАН10", "Иван и Ко: 400"):
        assert told in page
    nobodys = keeper.get(address("client", world.zero.pk)).content.decode()
    assert "Nobody&#x27;s client" in nobodys or "Nobody's client" in nobodys
    assert "Give to a partner" in nobodys


def test_the_working_status_and_its_undo(keeper: Visitor, world: World, toasts: Toasts) -> None:
    url = address("client_status", world.acme.pk)
    assert toasts(keeper.post(url, {}, follow=True)) == ["Choose a working status first."]
    assert "no such working status" in toasts(keeper.post(url, {"to": "x"}, follow=True))[0]
    answer = keeper.post(url, {"to": "at_risk"}, follow=True)
    assert toasts(answer) == ["Акме: at risk."]
    assert f"{url}?to=lead" in answer.content.decode()
    keeper.post(f"{url}?to=lead")
    world.acme.refresh_from_db()
    assert world.acme.status == ClientStatus.LEAD
    assert "lead → at risk" in keeper.get(address("client", world.acme.pk)).content.decode()


def test_the_effect_in_roubles_before_anything_is_done(
    keeper: Visitor, earned: Partner, world: World
) -> None:
    url = address("correct", world.acme.pk)
    empty = keeper.get(url)
    assert empty.context["effect"] is None
    answer = keeper.get(url, place(world.rita))
    effect = answer.context["effect"]
    assert effect.changes == ["Иван и Ко \u2212400\u202f₽", "Рита Софт +400\u202f₽"]
    assert [(row.loser, row.winner, row.was_paid) for row in effect.rows] == [
        (world.ivan, world.rita, False)
    ]
    assert "1 payment is counted anew." in answer.content.decode()
    assert (owed(world.ivan), owed(world.rita), Correction.objects.count()) == (40_000, 0, 0)
    same = {**place(world.ivan), "since": "2022-01-01"}
    assert keeper.get(url, same).context["refused"] == (
        "The client is this partner's since then already."
    )
    for wrong in ({"since": "3021-01-01"}, {"since": "x"}, {"to": "999"}, {"to": ""}):
        refused = keeper.get(url, {**place(world.rita), **wrong})
        assert refused.context["effect"] is None
        assert b'role="alert"' in refused.content


def test_corrected_and_undone_to_the_kopeck(
    keeper: Visitor, earned: Partner, world: World, toasts: Toasts
) -> None:
    url = address("correct", world.acme.pk)
    assert keeper.post(url, place(world.rita)).status_code == 422
    assert keeper.post(url, place(world.rita, reason="  ")).status_code == 422
    answer = keeper.post(url, place(world.rita, reason="забыли код"), follow=True)
    assert toasts(answer) == [
        "The client is in his place: Иван и Ко \u2212400\u202f₽, Рита Софт +400\u202f₽."
    ]
    correction = Correction.objects.get()
    undo = address("undo_correction", correction.pk)
    page = answer.content.decode()
    assert "забыли код" in page
    dialog = page.split(f'id="undo-{correction.pk}"')[1].split("</dialog>")[0]
    assert "Рита Софт \u2212400\u202f₽, Иван и Ко +400\u202f₽" in dialog
    assert (owed(world.ivan), owed(world.rita)) == (0, 40_000)
    assert toasts(keeper.post(undo, {"reason": " "}, follow=True)) == [
        "Say why: the reason stays in the history."
    ]
    back = keeper.post(undo, {"reason": "ошиблись клиентом"}, follow=True)
    assert toasts(back) == ["The correction is undone: the client is Иван и Ко's as before."]
    assert (owed(world.ivan), owed(world.rita)) == (40_000, 0)
    again = keeper.post(undo, follow=True)
    assert toasts(again) == ["This correction has been undone already."]
    assert f'id="undo-{correction.pk}"' not in back.content.decode()
    assert_books_balance()


@pytest.mark.parametrize(("bearer", "debt"), [("vendor", 0), ("partner", -40_000)])
def test_who_bears_what_was_paid(
    keeper: Visitor, earned: Partner, world: World, bearer: str, debt: int
) -> None:
    pay_everything()
    url = address("correct", world.acme.pk)
    shown = keeper.get(url, place(world.rita))
    assert shown.context["effect"].paid.minor == 40_000
    assert b'name="bearer"' in shown.content
    keeper.post(url, place(world.rita, reason="забыли код", bearer=bearer))
    assert (owed(world.ivan), owed(world.rita)) == (debt, 40_000)
    told = keeper.get(address("client", world.acme.pk)).content.decode()
    assert ("at our expense" in told) == (bearer == "vendor")
    assert_books_balance()


def test_taken_from_everybody(keeper: Visitor, earned: Partner, world: World) -> None:
    keeper.post(address("correct", world.acme.pk), place(None, reason="клиент пришёл сам"))
    assert owed(world.ivan) == 0
    assert Correction.objects.get().to_partner is None
    assert_books_balance()


def test_a_client_of_nobody_is_given_to_a_partner(
    keeper: Visitor, world: World, toasts: Toasts
) -> None:
    payments_received([payment(world.zero)], at=NOON)
    url = address("correct", world.zero.pk)
    assert b'value="nobody"' not in keeper.get(url).content
    assert keeper.get(url, place(world.rita)).context["effect"].changes == ["Рита Софт +400\u202f₽"]
    answer = keeper.post(url, place(world.rita, reason="передан по заявке"), follow=True)
    assert toasts(answer) == ["Зеро is his client now."]
    given = Attribution.objects.get(client=world.zero)
    assert (given.partner, given.source) == (world.rita, Source.STAFF)
    assert (given.evidence, given.recorded_by) == ("передан по заявке", "Марина")
    assert owed(world.rita) == 40_000
    assert_books_balance()


def test_a_claim_shows_evidence_and_effect_and_is_approved(
    keeper: Visitor, earned: Partner, world: World, toasts: Toasts
) -> None:
    claim = rita_claims(world)
    assert [one.pk for one in keeper.get(CLAIMS).context["page"]] == [claim.pk]
    assert (
        "Рита Софт says the client is his"
        in keeper.get(address("client", world.acme.pk)).content.decode()
    )
    page = keeper.get(address("claim", claim.pk))
    assert page.context["rightful"] == world.ivan
    assert page.context["effect"].changes == [
        "Иван и Ко \u2212400\u202f₽", "Рита Софт +400\u202f₽",
    ]  # fmt: skip
    since = f"{NOON + timedelta(days=1):%Y-%m-%d}"
    assert keeper.get(address("claim", claim.pk), {"since": since}).status_code == 200
    approve = address("approve_claim", claim.pk)
    assert keeper.post(approve, {"since": "x"}).status_code == 422
    answer = keeper.post(approve, {"since": "2021-01-02", "reason": ""}, follow=True)
    assert toasts(answer)[0].startswith("The client is in his place: Иван и Ко")
    claim.refresh_from_db()
    assert (claim.status, claim.decided_by) == (ClaimStatus.APPROVED, "Марина")
    assert address("undo_correction", claim.correction_id) in answer.content.decode()
    assert owed(world.rita) == 40_000
    assert_books_balance()


def test_two_claims_stand_side_by_side_and_one_click_answers_both(
    keeper: Visitor, earned: Partner, world: World, toasts: Toasts
) -> None:
    payments_received([payment(world.zero, 50_000)], at=NOON)
    ivans, ritas = (
        claim_client(
            partner, said=world.zero.inn, since=NOON - timedelta(days=1), words="Внедряли мы",
            at=NOON + timedelta(hours=n), by=partner.name,
        )
        for n, partner in enumerate((world.ivan, world.rita))
    )  # fmt: skip
    assert "two claim it" in keeper.get(CLAIMS).content.decode()
    page = keeper.get(address("claim", ritas.pk))
    assert [(one.claim, one.first, one.payments) for one in page.context["sides"]] == [
        (ivans, True, 1), (ritas, False, 1),
    ]  # fmt: skip
    assert [one.effect.changes for one in page.context["sides"]] == [
        ["Иван и Ко +200\u202f₽"], ["Рита Софт +200\u202f₽"],
    ]  # fmt: skip
    assert sign_in(Role.SUPPORT).get(address("claim", ritas.pk)).status_code == 200
    alone = keeper.get(address("claim", ritas.pk), {"alone": "1"}).content.decode()
    assert "See both side by side" in alone
    approve, since = address("approve_claim", ritas.pk), f"{local_date(ritas.since):%Y-%m-%d}"
    assert keeper.post(approve, {"since": since, "to_rivals": " "}).status_code == 422
    answer = keeper.post(approve, {"since": since, "to_rivals": "Код у Риты"}, follow=True)
    assert toasts(answer) == ["The client is in his place: Рита Софт +200\u202f₽."]
    ivans.refresh_from_db()
    assert (ivans.status, ivans.reason) == (ClaimStatus.DECLINED, "Код у Риты")
    assert_books_balance()


def test_a_claim_is_declined_with_an_answer(
    keeper: Visitor, earned: Partner, world: World, toasts: Toasts
) -> None:
    claim = rita_claims(world)
    decline = address("decline_claim", claim.pk)
    assert toasts(keeper.post(decline, follow=True)) == [
        "Say why: the reason stays in the history."
    ]
    answer = keeper.post(decline, {"reason": "код был назван"}, follow=True)
    assert toasts(answer) == ["Declined. Рита Софт reads your answer."]
    assert "код был назван" in answer.content.decode()
    assert owed(world.ivan) == 40_000
    for wish, count in [({}, 0), ({"status": "declined"}, 1), ({"status": "all", "q": "рит"}, 1)]:
        assert len(keeper.get(CLAIMS, wish).context["page"].object_list) == count
        assert len(keeper.get(CLAIMS, {**wish, "as": "csv"}).content.splitlines()) == count + 1


def test_chosen_claims_are_declined_with_one_answer(
    keeper: Visitor, earned: Partner, world: World, toasts: Toasts
) -> None:
    first = rita_claims(world)
    second = claim_client(
        world.ivan, said=world.zero.inn, since=NOON, words="Мы", at=NOON, by="Иван"
    )
    together = reverse("office:claims_together")
    page = keeper.get(CLAIMS).content.decode()
    assert f'name="claim" value="{first.pk}"' in page
    for wish, sentence in (
        ({"reason": "нет"}, "Choose claims in the list first."),
        ({"claim": first.pk}, "Say why: the reason stays in the history."),
    ):
        assert toasts(keeper.post(together, wish, follow=True)) == [sentence]
    assert Claim.objects.filter(status="waiting").count() == 2
    decline_claim(second, reason="Раньше", at=NOON, by="Марина")
    answer = keeper.post(together, {"claim": [first.pk, second.pk], "reason": "нет"}, follow=True)
    assert toasts(answer) == ["1 claim is declined: the partner reads your answer."]
    assert list(Claim.objects.order_by("pk").values_list("status", "reason", "decided_by")) == [
        ("declined", "нет", "Марина"), ("declined", "Раньше", "Марина"),
    ]  # fmt: skip
    again = keeper.post(together, {"claim": first.pk, "reason": "нет"}, follow=True)
    assert toasts(again) == ["These claims have been decided already."]
    told = Event.objects.filter(name="claim.decided", payload__claim_id=first.pk)
    assert told.get().payload["reason"] == "нет"
    assert (
        f'name="claim" value="{first.pk}"'
        not in keeper.get(CLAIMS, {"status": "all"}).content.decode()
    )


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.FINANCE])
def test_others_look_and_correct_nothing(world: World, earned: Partner, role: Role) -> None:
    visitor = sign_in(role)
    claim = rita_claims(world)
    for page in (LIST, CLAIMS, address("client", world.acme.pk), address("claim", claim.pk)):
        answer = visitor.get(page)
        assert answer.status_code == 200
        assert answer.content.count(b"<dialog") == 1, "Only the search of every page."
        assert b'method="post" action="/office' not in answer.content
    assert visitor.get(address("correct", world.acme.pk)).status_code == 403
    for url in (
        address("correct", world.acme.pk),
        address("client_status", world.acme.pk),
        address("approve_claim", claim.pk),
        address("decline_claim", claim.pk),
        reverse("office:claims_together"),
    ):
        form = {**place(world.rita, reason="x"), "to": "left"}
        assert visitor.post(url, form).status_code == 403
    assert owed(world.ivan) == 40_000


def test_who_may_come(stranger: Visitor, member: Visitor, world: World) -> None:
    for page in (LIST, CLAIMS, address("client", world.acme.pk), address("correct", 1)):
        assert "login" in stranger.get(page)["Location"]
        assert member.get(page).status_code == 403


def test_in_russian(earned: Partner, world: World) -> None:
    visitor = sign_in(Role.MANAGER, "ru")
    page = visitor.get(address("correct", world.acme.pk), place(world.rita)).content.decode()
    assert "Пересчитывается 1 оплата." in page
    assert "Рита Софт +400\u202f₽" in page


def test_pages_ask_the_same_however_long(
    keeper: Visitor, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        client_of(world.ivan, f"Клиент {number}")
    payments_received([payment(world.acme, 10_000 + n) for n in range(6)], at=NOON)
    for _ in range(2):
        for to in (world.rita, world.ivan):
            keeper.post(address("correct", world.acme.pk), place(to, reason="туда и обратно"))
    claim = rita_claims(world)
    for page, most in [
        (LIST, 12),
        (CLAIMS, 9),
        (address("client", world.acme.pk), 27),
        (address("correct", world.acme.pk), 14),
        (address("claim", claim.pk), 58),
    ]:
        with django_assert_max_num_queries(most):
            assert keeper.get(page).status_code == 200
