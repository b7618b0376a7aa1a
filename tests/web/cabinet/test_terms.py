"""Terms and campaigns in the cabinet: what is paid to me, why, and what I may join."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import payment, refund, terms
from tests.world import World, assert_books_balance, owed
from zabota.domain.programme.models import Audience, Clause
from zabota.domain.programme.operations import draft_special, draft_terms, publish_terms
from zabota.domain.rewards.models import Reward
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.specials_renewed import special_published
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
TERMS = "/cabinet/terms/"


def announce(
    audience: Audience, rate_bp: int, *, is_campaign: bool = False, **fields: object
) -> int:
    """Special terms from now on, published; their number."""
    special = draft_special(
        name="Марафон" if is_campaign else "Особые", audience=audience, starts_at=now(),
        ends_at=now() + timedelta(days=30), is_campaign=is_campaign,
        clauses=[Clause(rate_bp=rate_bp)], **fields,
    )  # fmt: skip
    special_published(special, at=now(), by="Виктор")
    return special.pk


def test_terms_in_force_and_to_come(world: World, ivan: Visitor) -> None:
    terms(5, since=now() + timedelta(days=5), clauses=[Clause(rate_bp=5500)])
    page = ivan.get(TERMS)
    assert page.context["lines"][0] == "40\u202f% of each payment."
    assert page.context["coming_lines"][0] == "55\u202f% of each payment."
    assert "No campaign is running" in page.content.decode()


def test_special_terms_say_why_they_are_mine(world: World, ivan: Visitor, rita: Visitor) -> None:
    announce(Audience.PARTNER, 4500, partner=world.ivan)
    (_special, why, lines), *_ = ivan.get(TERMS).context["specials"]
    assert (why, lines[0]) == ("named in the terms", "45\u202f% of each payment.")
    assert rita.get(TERMS).context["specials"] == []


def test_a_campaign_is_joined_earned_by_and_over(
    world: World, ivan: Visitor, rita: Visitor, clerk: Visitor
) -> None:
    pk = announce(Audience.JOINED, 6000, is_campaign=True)
    join = reverse("cabinet:join_campaign", args=[pk])
    assert clerk.post(join).status_code == 403
    assert "The owner of your cabinet can join it" in clerk.get(TERMS).content.decode()
    assert Visitor().post(join).status_code == 302
    assert ivan.get(TERMS).context["campaigns"][0].may_join
    assert "You take part" in ivan.post(join, follow=True).content.decode()
    payments_received([payment(world.acme, at=now())], at=now())
    assert owed(world.ivan) == 60_000
    assert "they give the most" in ivan.get("/cabinet/rewards/").content.decode()
    part = ivan.get(TERMS).context["campaigns"][0]
    assert (part.takes_part, part.may_join, part.race.mine.place) == (True, False, 1)
    assert rita.get(TERMS).context["campaigns"][0].race.mine is None
    special = announce(Audience.EVERYONE, 1000)
    assert rita.post(reverse("cabinet:join_campaign", args=[special])).status_code == 404
    assert_books_balance()


def test_a_late_refund_is_the_vendors(ivan: Visitor, world: World) -> None:
    start = now() - timedelta(days=60)
    version = draft_terms(
        title="С границей", effective_from=start, clauses=[Clause(rate_bp=4000)],
        refund_floor_days=10,
    )  # fmt: skip
    publish_terms(version, at=start, by="Виктор")
    paid = payment(world.acme, at=now() - timedelta(days=30))
    payments_received([paid], at=now())
    payments_refunded([refund(paid, 50_000, days=20)], at=now())
    page = ivan.get(reverse("cabinet:reward", args=[Reward.objects.get().pk]))
    assert page.context["borne"].minor == 50_000
    assert "your reward stays whole" in page.content.decode()
    assert owed(world.ivan) == 40_000
    assert_books_balance()
