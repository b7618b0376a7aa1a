"""The owner's desk: figures that tie to what happened, and only for the owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor

from tests.make.money import NOON, client_of, payment
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.partners.models import Mood
from zabota.domain.partners.operations import note_partner
from zabota.domain.people.models import Role
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date

pytestmark = pytest.mark.django_db
OVERVIEW = "/office/overview/"


def test_the_owner_sees_how_the_business_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zabota.web.backoffice.views.overview.now", lambda: NOON)
    payments_received([payment(world.acme), payment(world.acme, 50_000)], at=NOON)
    note_partner(world.rita, words="Ждёт ответа третью неделю", mood=Mood.BAD, at=NOON, by="Анна")

    shown = sign_in(Role.OWNER).get(OVERVIEW).context

    assert (shown["paid"].minor, shown["earned"].minor, shown["owed"].minor) == (
        150_000, 60_000, 60_000,
    )  # fmt: skip
    assert shown["ties"]
    assert shown["partners"] == 2
    assert {str(word): count for word, count, _ in shown["moods"]} == {
        "content": 0, "even": 0, "displeased": 1,
    }  # fmt: skip
    assert shown["unknown"] == 1
    by_day = {one.day: one.value.minor for one in shown["days"]}
    assert by_day[local_date(NOON)] == 150_000
    assert by_day[local_date(NOON - timedelta(days=1))] == 0
    assert len(by_day) == 26 * 7
    assert [curve.values[-1] for curve in shown["partner_curves"]] == [2, 1]


def test_euros_stand_beside_the_roubles(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Owed in time, then late, with no rouble late at all: the owner sees them in both places."""
    client = client_of(world.rita, "Groot")
    payments_received([payment(client, currency="EUR", at=NOON)], at=NOON)
    for page in ("overview", "figures"):
        for at, late in ((NOON, ""), (NOON + timedelta(days=9), "and 400\u202f€ besides")):
            monkeypatch.setattr(f"zabota.web.backoffice.views.{page}.now", lambda at=at: at)
            shown = sign_in(Role.OWNER).get(f"/office/{page}/")
            assert shown.context["owed_besides"] == "and 400\u202f€ besides"
            assert shown.context["late_besides"] == late
            assert shown.context["ties"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FINANCE, Role.SUPPORT])
def test_nobody_else_does(role: Role, db: None) -> None:
    assert sign_in(role).get(OVERVIEW).status_code == 403


def test_strangers_sign_in(db: None) -> None:
    assert Visitor().get(OVERVIEW).status_code == 302
