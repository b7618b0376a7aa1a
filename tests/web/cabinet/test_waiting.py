"""What waits says why, and a lateness that the partner can end is not called ours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import BIC, NOON, client_of, payment, self_employed
from tests.make.npd import NINA_INN, OCTOBER, earn, paid
from tests.make.requisites import with_key
from tests.web.cabinet.conftest import enter
from tests.world import World
from zabota.domain.partners.operations.keeping import set_bank_details
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.hurdles import HURDLES, Hurdle
from zabota.flows.payments_received import payments_received
from zabota.web.cabinet.words.waiting import need_of

pytestmark = pytest.mark.django_db
HOME, PAYOUTS = "home", "payouts"


def look(visitor: Visitor, name: str, at: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page at a moment."""
    monkeypatch.setattr(f"zabota.web.cabinet.views.{name}.now", lambda: at)
    return visitor.get(reverse(f"cabinet:{name}")).content.decode()


def test_a_receipt_that_he_owes_is_not_our_lateness(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    paid(nina, at=OCTOBER)
    earn(nina, at=NOON)
    visitor, later = enter(nina.members.get().person), NOON + timedelta(days=9)
    page = look(visitor, HOME, later, monkeypatch)
    assert "It cannot be paid yet" in page
    assert "we are late" not in page
    assert ">waits<" in page
    assert page.count("Enter the receipts for what we paid") == 1
    page = look(visitor, PAYOUTS, later, monkeypatch)
    assert "The next payout waits for them." in page
    assert reverse("cabinet:receipts") in page


def test_changed_details_count_down_where_he_looks(
    world: World, ivan: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    payments_received([payment(world.acme)], at=NOON)
    known = find_bank_details(world.ivan)
    assert known
    set_bank_details(
        world.ivan, holder=known.holder, account=with_key("40702810000000777777", BIC), bic=BIC,
        bank_name="ПАО СБЕРБАНК", corr_account=known.corr_account, at=NOON, by="Иван",
    )  # fmt: skip
    hour = timedelta(hours=1)
    for name in (HOME, PAYOUTS):
        page = look(ivan, name, NOON + hour, monkeypatch)
        assert page.count("Payouts wait after your bank details were changed") == 1
        assert "countdown__bar" in page
        assert "after your bank details" not in look(ivan, name, NOON + 49 * hour, monkeypatch)


def test_late_without_a_reason_is_ours(
    world: World, ivan: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    payments_received([payment(world.acme)], at=NOON)
    page = look(ivan, HOME, NOON + timedelta(days=9), monkeypatch)
    assert "A part of it is late" in page
    assert "It cannot be paid yet" not in page


def test_what_is_due_to_one_is_what_the_list_of_all_says(world: World) -> None:
    payments_received([payment(world.acme), payment(client_of(world.rita, "Бета"))], at=NOON)
    everybody = list_due(before=NOON + timedelta(days=9))
    assert len(everybody) == 2
    for one in (world.ivan, world.rita):
        mine = list_due(before=NOON + timedelta(days=9), partner_id=one.pk)
        assert mine == [row for row in everybody if row.partner_id == one.pk]


def test_every_obstacle_has_words() -> None:
    """Names of obstacles are the names of their functions, but for the status of the self-employed."""
    names = {one.__name__ for one in HURDLES} - {"npd_not_confirmed"} | {"npd_lost", "npd_unknown"}
    ours = {"no_rail", "paid_late"}
    general = need_of(Hurdle("something")).title
    for name in names:
        said = need_of(Hurdle(name))
        assert (said.title == general) == (name in ours), name
