"""A browser is remembered as a digest: a partner who brings himself shows, an honest one does not."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from tests.make.money import NOON, payment
from tests.web.public.asking import company
from tests.web.public.test_sign_in import sign_in
from tests.web.public.test_visits import browser
from tests.world import World
from zabota.domain.attribution.models import Device
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import MemberRole, Partner
from zabota.domain.partners.operations import add_member
from zabota.domain.people.operations import add_person
from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.flows.payments_received import payments_received
from zabota.flows.rewards_examined import rewards_examined
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone) Safari/19"


def signs_in(visitor: Browser, partner: Partner) -> None:
    """Somebody of the partner's people, by a code from a letter."""
    email = f"member{partner.pk}@example.com"
    person = add_person(email=email, name="Полина")
    add_member(partner, person=person, at=NOON, role=MemberRole.MANAGER)
    assert sign_in(visitor, email) == "/cabinet/"


def registers_and_pays(visitor: Browser, world: World, **said: str) -> list[str]:
    """A company leaves itself from this browser and pays; the rules that found something."""
    visitor.post("/company/", {**company(), **said})
    [client], at = Client.objects.filter(name="ООО «Север»"), now()
    assert payments_received([payment(client, at=at)], at=at).reward_ids, "Ivan's client"
    rewards_examined(at=at)
    return list(Finding.objects.values_list("rule", flat=True))


def test_a_partner_who_opens_his_own_link_is_seen(world: World) -> None:
    """He has signed in before, and out again; the link is opened in the same browser."""
    his = browser()
    signs_in(his, world.ivan)
    his.post("/accounts/logout/")
    his.get("/p/ИВАН10/", follow=True)
    assert registers_and_pays(his, world) == [RuleName.CLIENT_DEVICE]


def test_a_partner_who_types_his_code_while_signed_in_is_seen(world: World) -> None:
    """His cookies are thrown away before; today's address and browser are the same."""
    signs_in(browser(), world.ivan)
    assert registers_and_pays(browser(), world, promo="ИВАН10") == [RuleName.CLIENT_DEVICE]


def test_another_browser_and_a_rivals_are_not_suspected(world: World) -> None:
    signs_in(browser(), world.ivan)
    signs_in(browser(PHONE), world.rita)
    anna = browser(PHONE)
    anna.get("/p/ИВАН10/", follow=True)
    assert registers_and_pays(anna, world) == []


def test_only_a_digest_is_kept_and_no_machine(world: World) -> None:
    signs_in(Browser(), world.rita)
    assert not Device.objects.exists(), "who says no browser is a machine"
    signs_in(browser(), world.ivan)
    [one] = Device.objects.all()
    assert (one.partner, len(one.visitor), "Mozilla" in one.visitor) == (world.ivan, 32, False)
