"""The page of the balance at YooKassa: ours, theirs, booked by hand and undone; who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.world import World, assert_books_balance
from zabota.domain.payouts.models import BalanceMove
from zabota.domain.payouts.operations.balances import note_balance
from zabota.domain.payouts.queries.balances import get_books_balance
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
BALANCE = "/office/balance/"
Toasts = Callable[..., list[str]]


def book(who: Visitor, **words: str) -> None:
    said = {"kind": "top_up", "amount": "1 000,50", "on": local_date(now()).isoformat(), **words}
    assert who.post(reverse("office:book_move"), said).status_code == 302


def test_a_top_up_is_booked_and_undone_by_hand(
    finance: Visitor, world: World, toasts: Toasts
) -> None:
    assert "Nothing has changed the balance yet" in finance.get(BALANCE).content.decode()
    book(finance, note="за неделю")
    assert get_books_balance("yookassa") == 100_050
    page = finance.get(BALANCE).content.decode()
    assert "за неделю" in page
    assert "за неделю" in finance.get(f"{BALANCE}?as=csv").content.decode()
    finance.post(reverse("office:undo_move", args=[BalanceMove.objects.get().pk]))
    assert get_books_balance("yookassa") == 0
    assert_books_balance()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"amount": "много"}, "Give the sum as a number"),
        ({"amount": "-5"}, "above zero"),
        ({"on": "вчера"}, "Give the day"),
        ({"on": "2999-01-01"}, "has not come yet"),
        ({"kind": "gift"}, "Say what changed"),
    ],
)
def test_what_makes_no_sense_is_refused(
    finance: Visitor, world: World, toasts: Toasts, words: dict[str, str], said: str
) -> None:
    told = {"kind": "top_up", "amount": "5", "on": local_date(now()).isoformat(), **words}
    answer = finance.post(reverse("office:book_move"), told, follow=True)
    assert said in toasts(answer)[0]
    assert not BalanceMove.objects.exists()


def test_a_difference_is_shown_and_listed(finance: Visitor, world: World, toasts: Toasts) -> None:
    asked = finance.post(reverse("office:ask_balance"), follow=True)
    assert "has not told its balance" in toasts(asked)[0]
    note_balance("yookassa", Money(50_000), at=now())
    assert "do not agree" in finance.get(BALANCE).content.decode()
    listed = finance.get(f"{reverse('office:reconciliation')}?kind=balance_differs")
    (found,) = listed.context["page"].object_list
    assert (found.ours, found.theirs) == (Money(0), Money(50_000))
    book(finance, amount="500")
    note_balance("yookassa", Money(50_000), at=now())
    assert "do not agree" not in finance.get(BALANCE).content.decode()


def test_only_finance_touches_it(
    support: Visitor, keeper: Visitor, member: Visitor, stranger: Visitor, finance: Visitor,
    world: World,
) -> None:  # fmt: skip
    book(finance)
    posts = [reverse("office:ask_balance"), reverse("office:book_move")]
    posts.append(reverse("office:undo_move", args=[BalanceMove.objects.get().pk]))
    for address in posts:
        assert support.post(address).status_code == 403
        assert keeper.post(address).status_code == 403
        assert member.post(address).status_code in (302, 403, 404)
        assert stranger.post(address).status_code == 302
    assert support.get(BALANCE).status_code == 200
    assert "Book a top-up" not in support.get(BALANCE).content.decode()
    assert stranger.get(BALANCE).status_code == 302
    assert member.get(BALANCE).status_code in (302, 403, 404)
