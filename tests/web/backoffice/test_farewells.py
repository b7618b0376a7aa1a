"""Saying goodbye on a page: the figures first, the day, the way back, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import payment
from tests.web.jobs import run_jobs
from tests.world import World
from zabota.domain.partners.models import Farewell, FarewellStatus, PartnerStatus
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date, now

pytestmark = pytest.mark.django_db


def wish(days: int = 7, **other: str) -> dict[str, str]:
    day = local_date(now()) + timedelta(days=days)
    return {"on": day.isoformat(), "clients_go": "vendor", "reason": "не отвечает"} | other


@pytest.fixture
def goodbye(world: World) -> str:
    """Where Marina says goodbye to Ivan, who earned 400 roubles a week ago."""
    at = now()
    payments_received([payment(world.acme, at=at - timedelta(days=7))], at=at)
    return reverse("office:farewell", args=[world.ivan.pk])


def test_the_figures_first_then_the_day_and_the_way_back(
    keeper: Visitor, world: World, goodbye: str
) -> None:
    meaning = " ".join(keeper.get(goodbye, wish()).context["meaning"])
    assert meaning.count("400") == 2, "what is to be paid, and what his client brought"
    assert not Farewell.objects.exists()
    keeper.post(goodbye, wish())
    farewell = Farewell.objects.get()
    run_jobs()
    assert "не отвечает" in mail.outbox[-1].body
    shown = keeper.get(goodbye).content.decode()
    assert "не отвечает" in shown
    keeper.post(reverse("office:withdraw_farewell", args=[farewell.pk]), {"reason": "помирились"})
    farewell.refresh_from_db()
    assert farewell.status == FarewellStatus.TAKEN_BACK
    history = keeper.get(reverse("office:partner_part", args=[world.ivan.pk, "history"]))
    assert "помирились" in history.content.decode()


def test_today_is_at_once_and_told_once(keeper: Visitor, world: World, goodbye: str) -> None:
    keeper.post(goodbye, wish(days=0))
    world.ivan.refresh_from_db()
    assert world.ivan.status == PartnerStatus.LEFT
    run_jobs()
    assert len(mail.outbox) == 1
    assert keeper.get(goodbye).status_code == 200


@pytest.mark.parametrize(
    ("fault", "field"),
    [({"days": -1}, "on"), ({"clients_go": "partner"}, "to"), ({"reason": ""}, "reason"),
     ({"clients_go": "nowhere"}, "clients_go"), ({"on": "нет"}, "on")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(
    keeper: Visitor, goodbye: str, fault: dict[str, str], field: str
) -> None:
    answer = keeper.post(goodbye, wish(**fault))  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Farewell.objects.exists()


def test_only_those_who_may(
    finance: Visitor, support: Visitor, member: Visitor, stranger: Visitor, goodbye: str
) -> None:
    for visitor, status in ((finance, 403), (support, 403), (member, 403), (stranger, 302)):
        assert visitor.get(goodbye).status_code == status
        assert visitor.post(goodbye, wish()).status_code == status
    assert not Farewell.objects.exists()


def test_the_partner_reads_it_at_home(
    keeper: Visitor, member: Visitor, world: World, goodbye: str
) -> None:
    keeper.post(goodbye, wish())
    assert "не отвечает" in member.get(reverse("cabinet:home")).content.decode()
