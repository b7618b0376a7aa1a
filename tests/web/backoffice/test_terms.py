"""Terms: every version in plain sentences, the one in force marked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Visitor

from tests.make.money import four_terms, offer
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Role
from zabota.domain.programme.models import Clause, ClauseBase, ClauseKind
from zabota.domain.programme.operations import draft_terms
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
TERMS = "/office/terms/"


def test_the_versions_of_the_story(support: Visitor) -> None:
    four_terms()
    offer()
    draft_terms(
        number=5,
        title="Проба",
        effective_from=now(),
        clauses=[
            Clause(kind=ClauseKind.FIXED, fixed_minor=50_000, product="crm"),
            Clause(rate_bp=1550, base=ClauseBase.NET_OF_VAT),
            Clause(rate_bp=1000, base=ClauseBase.NET_OF_FEE),
        ],
        payout_days=1,
    )
    answer = support.get(TERMS)
    assert [one["version"].number for one in answer.context["versions"]] == [5, 4, 3, 2, 1]
    assert answer.context["current"].number == 4
    page = answer.content.decode()
    for sentence in (
        "40\u202f% of each payment.",
        "30\u202f% of each payment, if the partner looks after the client in full.",
        "15\u202f% of each payment, if the partner only brought the client.",
        "500\u202f₽ for each payment, for “crm” only.",
        "15.5\u202f% of each payment, VAT is not counted.",
        "10\u202f% of each payment, less the processor",
        "paid within 1 day",
    ):
        assert sentence in page
    assert page.count("in force</span>") == 4  # one in force, three that were
    assert len(support.get(f"{TERMS}?state=draft").context["versions"]) == 1
    assert len(support.get(f"{TERMS}?q=про").context["versions"]) == 1
    assert len(support.get(f"{TERMS}?as=csv").content.splitlines()) == 6


def test_what_a_version_has_brought(support: Visitor, earned: Partner) -> None:
    (one,) = support.get(TERMS).context["versions"]
    assert (one["rewards"], one["sum"].minor) == (1, 40_000)
    assert "1 reward, 400" in support.get(TERMS).content.decode()


def test_in_russian(earned: Partner) -> None:
    page = sign_in(Role.OWNER, "ru").get(TERMS).content.decode()
    assert "40\u202f% с каждой оплаты." in page
    assert "выплата за 3 дня" in page


def test_who_may_come(stranger: Visitor, member: Visitor, world: World) -> None:
    assert "login" in stranger.get(TERMS)["Location"]
    assert member.get(TERMS).status_code == 403


def test_without_terms_it_says_so(support: Visitor) -> None:
    assert "nobody earns anything" in support.get(TERMS).content.decode()


def test_it_asks_the_same_however_many(
    support: Visitor, django_assert_max_num_queries: Any
) -> None:
    four_terms()
    with django_assert_max_num_queries(11):
        assert len(support.get(TERMS).context["versions"]) == 4
