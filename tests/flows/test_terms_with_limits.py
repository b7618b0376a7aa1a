"""Caps, months, floors and special terms on the live road, in the books."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.make.money import LONG_AGO, NOON, client_of, partner, payment, refund, terms
from tests.world import assert_books_balance, owed
from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Audience, Clause, SpecialTerms
from zabota.domain.programme.operations import (
    TermsRefused,
    draft_special,
    draft_terms,
    end_special,
    join_campaign,
    publish_special,
    publish_terms,
    recall_terms,
)
from zabota.domain.rewards.models import Reward
from zabota.flows.client_placed import attribution_corrected, correction_undone
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded

NOVEMBER = NOON.replace(day=1)


@pytest.fixture
def ivan(db: None) -> Partner:
    return partner("Иван и Ко", "ИВАН10")


def special(*clauses: Clause, **fields: object) -> SpecialTerms:
    """Published special terms for everybody since November, unless said otherwise."""
    given = {"name": "Осень", "starts_at": NOVEMBER} | fields
    made = draft_special(clauses=clauses, **given)
    publish_special(made, at=NOVEMBER, by="Viktor")
    return made


def test_a_cap_holds_over_batches_and_gives_back_what_was_refunded(ivan: Partner) -> None:
    terms(clauses=[Clause(rate_bp=4000, cap_minor=50_000, cap_per="client")])
    acme = client_of(ivan, "Акме")
    first, second = payment(acme, 100_000), payment(acme, 100_000, at=NOON + timedelta(hours=1))
    payments_received([first], at=NOON)
    payments_received([second], at=NOON)
    assert owed(ivan) == 50_000
    assert list(Reward.objects.order_by("pk").values_list("bound_by", flat=True)) == ["", "cap"]
    payments_received([payment(acme)], at=NOON)
    assert Reward.objects.count() == 2, "nothing is left of the cap"
    payments_refunded([refund(first, 100_000)], at=NOON + timedelta(days=1))
    payments_received([payment(acme, at=NOON + timedelta(days=2))], at=NOON + timedelta(days=2))
    assert owed(ivan) == 50_000
    assert_books_balance()


def test_one_batch_uses_up_a_cap_like_many(ivan: Partner) -> None:
    terms(clauses=[Clause(rate_bp=4000, cap_minor=50_000, cap_per="partner_month")])
    clients = [client_of(ivan, name) for name in ("А", "Б", "В")]
    payments_received([payment(one) for one in clients], at=NOON)
    assert owed(ivan) == 50_000
    assert_books_balance()


def test_a_late_refund_is_the_vendors_loss(ivan: Partner) -> None:
    version = draft_terms(
        title="v4",
        effective_from=LONG_AGO,
        clauses=[Clause(rate_bp=4000)],
        refund_floor_days=30,
    )
    publish_terms(version, at=LONG_AGO, by="Viktor")
    acme = client_of(ivan, "Акме")
    paid = payment(acme)
    payments_received([paid], at=NOON)
    payments_refunded([refund(paid, 25_000, days=30)], at=NOON + timedelta(days=30))
    assert owed(ivan) == 30_000
    payments_refunded([refund(paid, 75_000, days=31)], at=NOON + timedelta(days=31))
    assert owed(ivan) == 30_000
    assert_books_balance()


def test_a_floor_holds_for_the_rightful_partner_too(ivan: Partner) -> None:
    rita = partner("Рита Софт", "РИТА")
    version = draft_terms(
        title="v4",
        effective_from=LONG_AGO,
        clauses=[Clause(rate_bp=4000)],
        refund_floor_days=10,
    )
    publish_terms(version, at=LONG_AGO, by="Viktor")
    acme = client_of(rita, "Акме")
    paid = payment(acme)
    payments_received([paid], at=NOON)
    payments_refunded([refund(paid, 50_000, days=20)], at=NOON + timedelta(days=20))
    correction = attribution_corrected(
        acme,
        to=ivan,
        since=NOON - timedelta(days=1),
        bearer="partner",
        reason="Забыли промокод",
        at=NOON + timedelta(days=21),
        by="Marina",
    )
    assert (owed(ivan), owed(rita)) == (40_000, 0)
    correction_undone(correction, reason="Ошиблись", at=NOON + timedelta(days=22), by="Marina")
    assert (owed(ivan), owed(rita)) == (0, 40_000)
    assert_books_balance()


def test_a_campaign_overlaps_special_terms_and_the_best_wins(ivan: Partner) -> None:
    terms()
    rita = partner("Рита Софт", "РИТА")
    special(Clause(rate_bp=4500), name="Ивану", audience=Audience.PARTNER, partner=ivan)
    campaign = special(
        Clause(rate_bp=6000, first_payments=1),
        name="Осенний набор",
        is_campaign=True,
        newcomers_only=True,
        audience=Audience.JOINED,
        ends_at=NOON + timedelta(days=10),
    )
    join_campaign(campaign, partner=ivan, at=NOVEMBER, by="Ivan")
    join_campaign(campaign, partner=ivan, at=NOON, by="Ivan")
    his, hers = client_of(ivan, "Акме"), client_of(rita, "Вега")
    payments_received([payment(his), payment(hers)], at=NOON)
    later = NOON + timedelta(days=1)
    payments_received([payment(his, at=later), payment(hers, at=later)], at=later)
    assert owed(ivan) == 60_000 + 45_000, "the campaign once, then his own terms"
    assert owed(rita) == 80_000, "she has not joined"
    assert_books_balance()


def test_ending_special_terms_takes_nothing_back(ivan: Partner) -> None:
    terms()
    acme = client_of(ivan, "Акме")
    autumn = special(Clause(rate_bp=5000))
    payments_received([payment(acme)], at=NOON)
    end_special(autumn, why="Хватит", at=NOON + timedelta(hours=1), by="Viktor")
    late = payment(acme, at=NOON + timedelta(minutes=30))
    after = payment(acme, at=NOON + timedelta(hours=2))
    payments_received([late, after], at=NOON + timedelta(hours=3))
    assert owed(ivan) == 50_000 + 50_000 + 40_000
    with pytest.raises(TermsRefused):
        end_special(autumn, why="Ещё раз", at=NOON + timedelta(hours=4), by="Viktor")
    assert_books_balance()


def test_a_scheduled_version_starts_by_itself_and_may_be_recalled_before(ivan: Partner) -> None:
    terms()
    acme = client_of(ivan, "Акме")
    december = NOON.replace(month=12, day=1)
    version = draft_terms(title="v5", effective_from=december, clauses=[Clause(rate_bp=5000)])
    publish_terms(version, at=NOON, by="Viktor")
    payments_received([payment(acme), payment(acme, at=december)], at=december)
    assert owed(ivan) == 40_000 + 50_000
    with pytest.raises(TermsRefused):
        recall_terms(version, at=december, by="Viktor")
    later = draft_terms(
        title="v6",
        effective_from=december + timedelta(days=30),
        clauses=[Clause(rate_bp=1000)],
    )
    publish_terms(later, at=december, by="Viktor")
    recall_terms(later, at=december, by="Viktor")
    payments_received([payment(acme, at=december + timedelta(days=31))], at=december)
    assert owed(ivan) == 40_000 + 50_000 + 50_000
    assert_books_balance()


def test_terms_do_not_begin_in_the_past(ivan: Partner) -> None:
    terms()
    back = draft_terms(title="v5", effective_from=NOVEMBER, clauses=[Clause(rate_bp=5000)])
    with pytest.raises(TermsRefused):
        publish_terms(back, at=NOON, by="Viktor")
    late = draft_special(name="Задним числом", starts_at=NOVEMBER, clauses=[Clause(rate_bp=5000)])
    with pytest.raises(TermsRefused):
        publish_special(late, at=NOON, by="Viktor")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programme_specialterms SET exclusive = true WHERE id = %s",
        "UPDATE programme_specialterms SET ends_at = 'infinity' WHERE id = %s",
        "UPDATE programme_clause SET rate_bp = 1 WHERE special_id = %s",
        "DELETE FROM programme_clause WHERE special_id = %s",
    ],
)
def test_the_database_keeps_published_special_terms(db: None, statement: str) -> None:
    made = special(Clause(rate_bp=5000), ends_at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [made.pk])
