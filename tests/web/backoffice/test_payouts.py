"""Payouts by hand: what is due, a batch and its road, a returned order, held rewards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import BIC, NOON, client_of, partner, payment
from tests.make.requisites import with_key
from tests.web.backoffice.conftest import EVERYTHING
from tests.world import World, assert_books_balance, owed
from zabota.connectors.bank.translate import read_statement
from zabota.domain.partners.models import BankDetails, Partner, PartnerStatus
from zabota.domain.payouts.models import Batch, BatchStatus, Payout, PayoutStatus
from zabota.domain.rewards.models import Hold, Reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import payout_taken_out
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
DUE = "/office/payouts/"
Toasts = Callable[..., list[str]]


def step(visitor: Visitor, batch: Batch, name: str) -> Any:
    """Press a button of the batch's page and see what follows."""
    return visitor.post(reverse(f"office:{name}", args=[batch.pk]), follow=name != "batch_orders")


def sent(visitor: Visitor, batch: Batch) -> Payout:
    """The batch's only payout, on its way."""
    step(visitor, batch, "approve_batch")
    step(visitor, batch, "batch_orders")
    return batch.payouts.get()


def test_what_is_due_and_who_cannot_be_paid(finance: Visitor, earned: Partner) -> None:
    bare = partner("Без Реквизитов", "ГОЛЫЙ", bank_details=False)
    payments_received([payment(client_of(bare, "Икс"), 200_000)], at=NOON)
    page = finance.get(DUE)
    shown = page.context["shown"]
    assert (shown.payouts, shown.total) == (1, "400\u202f₽")
    assert (shown.left_out, shown.left_total) == (1, "800\u202f₽")
    assert "There are no bank details" in page.content.decode()
    only = finance.get(f"{DUE}?cannot=1").context["page"].object_list
    assert [one.partner.name for one in only] == ["Без Реквизитов"]
    lines = finance.get(f"{DUE}?as=csv").content.decode("utf-8-sig").splitlines()
    assert "There are no bank details" in "".join(lines)
    assert len(lines) == 3


def test_the_horizon_of_the_list_is_the_horizon_of_the_batch(
    finance: Visitor, earned: Partner, monkeypatch: pytest.MonkeyPatch, toasts: Toasts
) -> None:
    monkeypatch.setattr("zabota.web.backoffice.views.payouts.now", lambda: NOON)
    assert finance.get(f"{DUE}?by=today").context["shown"].payouts == 0
    refused = finance.post("/office/payouts/form/", {"by": "today"}, follow=True)
    assert toasts(refused) == ["Nobody can be paid by that day yet: there is nothing to form."]
    page = finance.get(f"{DUE}?by=three")
    dialog = page.content.decode().split('id="form-batch"')[1].split("</dialog>")[0]
    assert 'value="three" checked' in dialog
    assert 'value="today"' not in dialog
    assert page.context["shown"].total == "400\u202f₽"
    finance.post("/office/payouts/form/", {"by": "three"})
    assert Batch.objects.get().due_before < NOON + timedelta(days=4)


def test_from_the_list_to_the_orders(finance: Visitor, earned: Partner, toasts: Toasts) -> None:
    answer = finance.post("/office/payouts/form/", {"by": "all"}, follow=True)
    batch = Batch.objects.get()
    assert answer.redirect_chain[-1][0] == f"/office/batches/{batch.pk}/"
    assert toasts(answer) == ["The batch is formed. Look it through and approve it."]
    assert batch.formed_by == "Ольга"

    assert "400" in step(finance, batch, "approve_batch").content.decode()
    orders = step(finance, batch, "batch_orders")
    assert orders["Content-Disposition"] == f"attachment; filename*=UTF-8''orders-{batch.pk}.txt"
    file = read_statement(orders.content)
    assert [(one.amount, one.payee.inn) for one in file.documents] == [(40_000, earned.inn)]
    batch.refresh_from_db()
    assert (batch.status, batch.sent_by) == (BatchStatus.SENT, "Ольга")
    assert step(finance, batch, "batch_orders").content == orders.content
    assert_books_balance()


def test_orders_do_not_leave_before_approval(
    finance: Visitor, formed: Batch, toasts: Toasts
) -> None:
    answer = finance.post(reverse("office:batch_orders", args=[formed.pk]), follow=True)
    assert toasts(answer) == ["Approve the batch first: orders leave only after that."]
    formed.refresh_from_db()
    assert formed.status == BatchStatus.FORMED


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "1"}, "the account, the BIC, the INN or the KPP is wrong"),
        ({"holder": "ООО «Радуга» 🌈"}, "the payee's name is longer"),
        ({"purpose": "вознаграждение 😀. Без НДС."}, "the purpose or the bank's name"),
    ],
)
def test_an_order_the_bank_would_refuse_leaves_the_batch_as_it_was(
    finance: Visitor, formed: Batch, toasts: Toasts, wrong: dict[str, str], said: str
) -> None:
    """It is said whose order it is; without it the others leave."""
    step(finance, formed, "approve_batch")
    formed.payouts.update(**wrong)
    BankDetails.objects.update(**{name: wrong[name] for name in wrong if name == "account"})
    answer = finance.post(reverse("office:batch_orders", args=[formed.pk]), follow=True)
    number = formed.payouts.get().order_number
    assert toasts(answer)[0].startswith(f"The bank would not take order No. {number}, ")
    assert said in toasts(answer)[0]
    formed.refresh_from_db()
    assert formed.status == BatchStatus.APPROVED


def test_a_cancelled_batch_gives_everything_back(
    finance: Visitor, formed: Batch, earned: Partner, toasts: Toasts
) -> None:
    answer = step(finance, formed, "cancel_batch")
    assert toasts(answer) == ["The batch is cancelled: its rewards are due again."]
    assert owed(earned) == 40_000
    refused = step(finance, formed, "approve_batch")
    assert len(toasts(refused)) == 1
    assert "approved" not in toasts(refused)[0] or "cannot" in toasts(refused)[0]
    assert_books_balance()


def test_the_dialogs_repeat_the_figures(finance: Visitor, formed: Batch) -> None:
    page = finance.get(reverse("office:batch", args=[formed.pk])).content.decode()
    for name in ("approve", "cancel"):
        dialog = page.split(f'id="{name}"')[1].split("</dialog>")[0]
        assert "1 payout for 400" in dialog


def test_a_returned_order_by_hand_needs_a_reason(
    finance: Visitor, formed: Batch, earned: Partner, toasts: Toasts
) -> None:
    payout = sent(finance, formed)
    address = reverse("office:fail_payout", args=[payout.pk])
    refused = finance.post(address, {"reason": " "}, follow=True)
    assert toasts(refused) == ["Say why: the reason stays in the history."]
    said = finance.post(address, {"reason": "счёт закрыт"}, follow=True)
    assert "is due to the partner again" in toasts(said)[-1]
    assert "счёт закрыт" in said.content.decode()
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.FAILED
    assert owed(earned) == 40_000
    assert_books_balance()


def test_lists_find_filter_and_are_taken_away(finance: Visitor, formed: Batch) -> None:
    number = formed.payouts.get().order_number
    for address, wish, count in [
        ("/office/payouts/all/", {"q": "иван"}, 1),
        ("/office/payouts/all/", {"q": str(number)}, 1),
        ("/office/payouts/all/", {"q": "нет такого"}, 0),
        ("/office/payouts/all/", {"state": "settled"}, 0),
        ("/office/payouts/all/", {"from": "2026-11-20", "to": "2026-11-20"}, 1),
        ("/office/payouts/all/", {"to": "9999-12-31", "from": "0001-01-01"}, 1),
        ("/office/batches/", {"q": "ольга"}, 1),
        ("/office/batches/", {"state": "cancelled"}, 0),
    ]:
        assert len(finance.get(address, wish).context["page"].object_list) == count, wish
        lines = finance.get(address, {**wish, "as": "csv"}).content.decode().splitlines()
        assert len(lines) == count + 1
    orders = finance.get(f"/office/batches/{formed.pk}/?as=csv").content.decode()
    assert "400,00" in orders


def test_a_held_reward_is_let_go_with_a_reason(
    finance: Visitor, world: World, toasts: Toasts
) -> None:
    payments_received([payment(world.acme, payer_inn=world.ivan.inn)], at=NOON)
    reward = Reward.objects.get()
    assert reward.hold == Hold.SELF_PAYMENT
    page = finance.get("/office/rewards/held/?hold=self_payment")
    assert [row.pk for row in page.context["page"]] == [reward.pk]
    said = finance.post(
        reverse("office:release_reward", args=[reward.pk]), {"reason": "проверено"}, follow=True
    )
    assert toasts(said)[0].startswith("Released: 400")
    reward.refresh_from_db()
    assert (reward.hold, reward.released_by) == (Hold.NONE, "Ольга")
    again = finance.post(
        reverse("office:release_reward", args=[reward.pk]), {"reason": "проверено"}, follow=True
    )
    assert toasts(again) == ["This reward is not held."]


def test_a_reward_is_held_by_hand_and_returns_to_its_page(
    finance: Visitor, earned: Partner
) -> None:
    reward = Reward.objects.get()
    form = {"reason": "ждём договор", "next": "/office/payouts/all/"}
    answer = finance.post(reverse("office:hold_reward", args=[reward.pk]), form)
    assert answer["Location"] == "/office/payouts/all/"
    reward.refresh_from_db()
    assert (reward.hold, reward.hold_note) == (Hold.BY_HAND, "ждём договор")
    away = finance.post(
        reverse("office:release_reward", args=[reward.pk]),
        {"reason": "x", "next": "//evil.example/"},
    )
    assert away["Location"] == "/office/rewards/held/"


@pytest.mark.parametrize("hold", ["", "1"])
def test_one_payout_is_taken_out_with_a_reason(
    finance: Visitor, formed: Batch, earned: Partner, toasts: Toasts, hold: str
) -> None:
    payout = formed.payouts.get()
    where = reverse("office:take_out_payout", args=[payout.pk])
    assert where in finance.get(reverse("office:payout", args=[payout.pk])).content.decode()
    assert "Say why" in toasts(finance.post(where, {"reason": ""}, follow=True))[0]
    said = finance.post(where, {"reason": "спросить Ивана", "hold": hold}, follow=True)
    assert ("are held" if hold else "are due again") in toasts(said)[-1]
    assert "спросить Ивана" in said.content.decode()
    assert where not in said.content.decode()
    assert Reward.objects.get().hold == (Hold.BY_HAND if hold else Hold.NONE)
    assert owed(earned) == 40_000
    assert_books_balance()


def test_what_must_not_leave_is_shown_and_goes_out_by_one_press(
    finance: Visitor, formed: Batch, earned: Partner, toasts: Toasts
) -> None:
    where = reverse("office:batch", args=[formed.pk])
    out = reverse("office:take_out_stale", args=[formed.pk])
    assert out not in finance.get(where).content.decode()
    Partner.objects.filter(pk=earned.pk).update(status=PartnerStatus.PAUSED)
    page = finance.get(where).content.decode()
    assert "The payouts of the partner are paused" in page
    assert out in page
    assert "1 payout was taken out" in toasts(finance.post(out, follow=True))[0]
    assert formed.payouts.get().status == PayoutStatus.CANCELLED
    assert_books_balance()


@pytest.mark.parametrize(
    "name", ["approve_batch", "cancel_batch", "batch_orders", "take_out_stale"]
)
def test_support_looks_at_a_batch_and_touches_nothing(
    support: Visitor, formed: Batch, name: str
) -> None:
    page = support.get(reverse("office:batch", args=[formed.pk]))
    assert page.content.count(b"<dialog") == 1, "Only the search of every page."
    assert step(support, formed, name).status_code == 403
    formed.refresh_from_db()
    assert formed.status == BatchStatus.FORMED


def test_support_forms_fails_and_releases_nothing(support: Visitor, formed: Batch) -> None:
    payout = formed.payouts.get()
    assert support.get(reverse("office:payout", args=[payout.pk])).status_code == 200
    for address in (
        "/office/payouts/form/",
        reverse("office:fail_payout", args=[payout.pk]),
        reverse("office:take_out_payout", args=[payout.pk]),
        reverse("office:release_reward", args=[Reward.objects.get().pk]),
        reverse("office:hold_reward", args=[Reward.objects.get().pk]),
    ):
        assert support.post(address, {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("address", "most"),
    [(DUE, 19), ("/office/payouts/all/", 8), ("/office/batches/", 8), ("/office/rewards/held/", 8)],
)
def test_lists_ask_the_same_however_long(
    finance: Visitor,
    world: World,
    django_assert_max_num_queries: Any,
    address: str,
    most: int,
) -> None:
    for number in range(4):
        someone = partner(f"Партнёр {number}", f"КОД{number}")
        one = client_of(someone, f"Клиент {number}")
        payments_received([payment(one), payment(one, payer_inn=someone.inn)], at=NOON)
        if number < 2:
            finance.post("/office/payouts/form/", {"by": "all"})
    with django_assert_max_num_queries(most):
        assert len(finance.get(address).context["page"].object_list) >= 2


def test_who_is_paid_where_it_came_back_from_is_pointed_out(
    finance: Visitor, formed: Batch, earned: Partner
) -> None:
    """The account is closed, and the details are the same: it would come back every day."""
    payout = sent(finance, formed)
    assert "came back the last time" not in finance.get(DUE).content.decode()
    finance.post(reverse("office:fail_payout", args=[payout.pk]), {"reason": "счёт закрыт"})
    page = finance.get(DUE).content.decode()
    assert f"№ {payout.order_number}</a>: счёт закрыт" in page
    again = batch_formed(before=EVERYTHING, at=NOON + timedelta(hours=2), by="Ольга").batch
    page = finance.get(reverse("office:batch", args=[again.pk])).content.decode()
    assert "The last payouts to these accounts came back" in page
    assert "счёт закрыт" in page

    payout_taken_out(again.payouts.get(), reason="ждём счёт", at=NOON, by="Ольга")
    earned.bank_details.update(account=with_key("40702810000000777777", BIC))
    assert "came back the last time" not in finance.get(DUE).content.decode()


def test_a_batch_says_how_its_rail_takes_it(finance: Visitor, formed: Batch) -> None:
    for rail, said in (("yookassa", "sent to YooKassa"), ("manual", "being paid by hand")):
        Batch.objects.filter(pk=formed.pk).update(rail=rail, status=BatchStatus.SENT)
        Payout.objects.update(status=PayoutStatus.SENT)
        page = finance.get("/office/batches/").content.decode()
        assert said in page
        assert "orders downloaded</span>" not in page


def test_a_proposal_whose_cut_off_has_passed_says_so(finance: Visitor, formed: Batch) -> None:
    where = reverse("office:batch", args=[formed.pk])
    for hours, said in ((1, "the bank takes orders until"), (-1, "the bank took orders until")):
        moment = now() + timedelta(hours=hours)
        Batch.objects.filter(pk=formed.pk).update(proposed=True, cut_off_at=moment)
        assert said in finance.get(where).content.decode()
