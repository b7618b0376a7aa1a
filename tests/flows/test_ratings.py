"""The monthly rating: counted by itself, sealed once, and nobody cheats it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.make.money import client_of, payment, refund
from tests.world import World, assert_books_balance
from zabota.domain.programme.models import Audience, Clause, Entitlement
from zabota.domain.programme.operations import draft_special
from zabota.domain.ratings.facts import Measured, Weights
from zabota.domain.ratings.models import Badge, Rating, Standing
from zabota.domain.ratings.operations import RatingRefused, set_level, set_rule
from zabota.domain.ratings.queries import get_levels_at, list_hall_of_fame
from zabota.domain.ratings.queries.measuring import sealing_moment
from zabota.domain.ratings.rules import rate
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.operations import run_trial, start_trial
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.rating_sealed import rating_counted, rating_sealed
from zabota.flows.specials_renewed import special_published
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
TENTH = datetime(2026, 10, 10, 9, tzinfo=UTC)
SEALING = sealing_moment(OCTOBER)
WEIGHTS = Weights(revenue=70, newcomers=20, retention=10, training=0)


@pytest.fixture(autouse=True)
def ruled(world: World) -> None:
    set_rule(WEIGHTS, from_month=date(2026, 1, 1), at=TENTH, by="Viktor")


def places(rating: Rating | None) -> dict[str, tuple[int, int]]:
    assert rating is not None
    rows = rating.standings.select_related("partner").order_by("place")
    return {one.partner.name: (one.place, one.revenue_minor) for one in rows}


def test_a_month_runs_is_sealed_by_itself_and_stays(world: World) -> None:
    beta = client_of(world.rita, "Бета")
    payments_received([payment(world.acme, 1000_00, at=TENTH)], at=TENTH)
    assert places(rating_counted(OCTOBER, training={}, at=TENTH)) == {world.ivan.name: (1, 1000_00)}
    payments_received([payment(beta, 3000_00, at=TENTH)], at=TENTH)
    assert rating_sealed(OCTOBER, training={}, at=SEALING - timedelta(minutes=1)) is None

    sealed = rating_sealed(OCTOBER, training={}, at=SEALING)
    assert places(sealed) == {world.rita.name: (1, 3000_00), world.ivan.name: (2, 1000_00)}
    assert sealed is not None
    digest = sealed.digest
    rating_sealed(OCTOBER, training={}, at=SEALING + timedelta(days=3))
    rating_counted(OCTOBER, training={}, at=SEALING + timedelta(days=3))
    assert Rating.objects.get(month=OCTOBER).digest == digest
    assert Event.objects.filter(name="rating.published").count() == 1
    assert set(Badge.objects.filter(partner=world.rita).values_list("kind", flat=True)) == {
        "best_of_month", "podium", "first_client",
    }  # fmt: skip
    assert list(list_hall_of_fame()) == [world.rita, world.ivan]
    assert_books_balance()


def test_anybody_counts_the_sealed_month_again_from_its_facts(world: World) -> None:
    payments_received([payment(world.acme, 777_77, at=TENTH)], at=TENTH)
    payments_received([payment(client_of(world.rita, "Бета"), 333_33, at=TENTH)], at=TENTH)
    sealed = rating_sealed(OCTOBER, training={world.rita.pk: 2}, at=SEALING)
    assert sealed is not None
    facts = [
        Measured(one.partner_id, one.partner.joined_at, one.revenue_minor, one.newcomers,
                 one.retained, one.retained_of, one.training)
        for one in sealed.standings.select_related("partner")
    ]  # fmt: skip
    again = [(one.measured.partner_id, one.place, one.score) for one in rate(facts, WEIGHTS)]
    kept = sealed.standings.order_by("place").values_list("partner_id", "place", "score")
    assert again == list(kept)


def test_a_refund_after_the_seal_counts_in_the_month_it_came(world: World) -> None:
    bought = payment(world.acme, 1000_00, at=TENTH)
    payments_received([bought], at=TENTH)
    rating_sealed(OCTOBER, training={}, at=SEALING)
    later = SEALING + timedelta(days=5)
    payments_refunded([refund(bought, 400_00)], at=later)
    payments_received([payment(world.acme, 900_00, at=later)], at=later)

    november = rating_sealed(NOVEMBER, training={}, at=sealing_moment(NOVEMBER))
    assert places(november) == {world.ivan.name: (1, 500_00)}
    assert places(Rating.objects.get(month=OCTOBER)) == {world.ivan.name: (1, 1000_00)}
    standing = Standing.objects.get(rating=november)
    assert (standing.retained, standing.retained_of) == (1, 1)
    assert_books_balance()


def test_money_known_late_counts_once_and_history_never(world: World) -> None:
    rating_sealed(OCTOBER, training={}, at=SEALING)
    later = SEALING + timedelta(days=2)
    payments_received([payment(world.acme, 100_00, at=TENTH)], at=later)
    payments_received([payment(world.acme, 999_00, at=TENTH - timedelta(days=60))], at=later)
    assert places(Rating.objects.get(month=OCTOBER)) == {}
    november = rating_sealed(NOVEMBER, training={}, at=sealing_moment(NOVEMBER))
    assert places(november) == {world.ivan.name: (1, 100_00)}


def test_who_pays_himself_gains_nothing(world: World) -> None:
    own = payment(world.acme, 9000_00, at=TENTH, payer_inn=world.ivan.inn)
    payments_received([own], at=TENTH)
    assert places(rating_sealed(OCTOBER, training={}, at=SEALING)) == {}


def test_levels_come_with_the_seal(world: World) -> None:
    set_level(name="Золото", least_score=8000, privileges="+5 %", needs_training=False)
    gold = set_level(name="Платина", least_score=9000, privileges="", needs_training=True)
    with pytest.raises(RatingRefused):
        set_level(name="золото", least_score=1, privileges="", needs_training=False)
    payments_received([payment(world.acme, 100_00, at=TENTH)], at=TENTH)
    assert get_levels_at(SEALING) == {}
    rating_sealed(OCTOBER, training={}, at=SEALING)
    assert get_levels_at(SEALING) == {world.ivan.pk: "Золото"}, "gold asks for a course"
    later = SEALING + timedelta(days=5)
    payments_received([payment(world.acme, 100_00, at=later)], at=later)
    rating_sealed(NOVEMBER, training={world.ivan.pk: 1}, at=sealing_moment(NOVEMBER))
    told = Event.objects.filter(name="level.changed").order_by("pk")
    assert [(one.payload["before"], one.payload["after"]) for one in told] == [
        ("", "Золото"),
        ("Золото", ""),
    ]
    assert gold.standings.count() == 0


def test_a_level_asks_for_what_is_required_not_for_any_course(world: World) -> None:
    set_level(name="Золото", least_score=8000, privileges="", needs_training=True)
    payments_received([payment(world.acme, 100_00, at=TENTH)], at=TENTH)
    some = {world.ivan.pk: 1}
    rating_counted(OCTOBER, training=some, trained=frozenset(), at=TENTH)
    assert Standing.objects.get().level is None
    rating_counted(OCTOBER, training=some, trained={world.ivan.pk}, at=TENTH)
    level = Standing.objects.get().level
    assert level is not None
    assert level.name == "Золото"


def test_weights_make_a_hundred_and_never_change_a_sealed_month(world: World) -> None:
    with pytest.raises(RatingRefused, match="90"):
        set_rule(Weights(50, 20, 10, 10), from_month=NOVEMBER, at=TENTH, by="Viktor")
    rating_sealed(OCTOBER, training={}, at=SEALING)
    with pytest.raises(RatingRefused):
        set_rule(WEIGHTS, from_month=OCTOBER, at=SEALING, by="Viktor")
    assert set_rule(WEIGHTS, from_month=NOVEMBER, at=SEALING, by="Viktor")


def test_special_terms_of_a_level_begin_and_end_with_the_seals(world: World) -> None:
    set_level(name="Золото", least_score=8000, privileges="+5 %", needs_training=False)
    gold = draft_special(
        name="Золотым", audience=Audience.LEVEL, word="золото", starts_at=TENTH,
        clauses=[Clause(rate_bp=4500)],
    )  # fmt: skip
    special_published(gold, at=TENTH, by="Виктор", levels=get_levels_at(TENTH))
    payments_received([payment(world.acme, 100_00, at=TENTH)], at=TENTH)
    assert not Entitlement.objects.exists(), "Nobody has a level yet."

    rating_sealed(OCTOBER, training={}, at=SEALING)
    mine = Entitlement.objects.get()
    assert (mine.partner, mine.reason, mine.during.lower) == (world.ivan, "level:золото", SEALING)
    day = SEALING + timedelta(days=1)
    payments_received([payment(world.acme, 100_00, at=day)], at=day)
    sums = Reward.objects.order_by("pk").values_list("amount_minor", flat=True)
    assert list(sums) == [40_00, 45_00], "What was earned before stays."

    rating_sealed(NOVEMBER, training={}, at=sealing_moment(NOVEMBER))
    assert get_levels_at(sealing_moment(NOVEMBER)) == {}
    mine.refresh_from_db()
    assert mine.during.upper == sealing_moment(NOVEMBER), "A weaker month ends it."
    assert_books_balance()


def test_special_terms_of_a_level_published_later_find_who_has_it(world: World) -> None:
    set_level(name="Золото", least_score=8000, privileges="+5 %", needs_training=False)
    payments_received([payment(world.acme, 100_00, at=TENTH)], at=TENTH)
    rating_sealed(OCTOBER, training={}, at=SEALING)
    day = SEALING + timedelta(days=1)
    gold = draft_special(
        name="Золотым", audience=Audience.LEVEL, word="Золото", starts_at=day,
        clauses=[Clause(rate_bp=4500)],
    )  # fmt: skip
    trial = run_trial(
        start_trial(
            special=gold, since=TENTH - timedelta(days=1), until=day, at=day, by="Виктор",
            levels=get_levels_at(day),
        ).pk,
        at=day,
    )  # fmt: skip
    assert (trial.before_minor, trial.after_minor) == (40_00, 45_00)
    special_published(gold, at=day, by="Виктор", levels=get_levels_at(day))
    assert Entitlement.objects.get().partner == world.ivan


def test_other_currencies_count_at_the_rate_of_the_rule(world: World) -> None:
    abroad = client_of(world.rita, "Nordwind")
    before = TENTH - timedelta(days=20)
    payments_received([payment(abroad, 10_00, at=before, currency="EUR")], at=before)
    euros = payment(abroad, 100_00, at=TENTH, currency="EUR")
    yen = payment(client_of(world.rita, "Sakura"), 1000, at=TENTH, currency="JPY")
    payments_received([payment(world.acme, 5000_00, at=TENTH), euros, yen], at=TENTH)
    without = rating_counted(OCTOBER, training={}, at=TENTH)
    assert places(without)[world.rita.name] == (2, 0), "the clients count, the sums do not"
    kept = Standing.objects.get(rating=without, partner=world.rita)
    assert (kept.newcomers, kept.retained, kept.retained_of) == (1, 1, 1)

    rates = {"EUR": 98_4512, "JPY": 6000}
    set_rule(WEIGHTS, from_month=OCTOBER, at=TENTH, by="Viktor", rates=rates)
    counted = rating_counted(OCTOBER, training={}, at=TENTH)
    assert places(counted)[world.rita.name] == (1, 9845_12 + 600_00)
    payments_refunded([refund(euros, 50_00)], at=TENTH)
    counted = rating_counted(OCTOBER, training={}, at=TENTH)
    assert places(counted)[world.rita.name] == (1, 9845_12 - 4922_56 + 600_00)
    set_rule(WEIGHTS, from_month=NOVEMBER, at=TENTH, by="Viktor", rates={"EUR": 50_0000})
    sealed = rating_sealed(OCTOBER, training={}, at=SEALING)
    assert places(sealed)[world.rita.name] == (1, 5522_56), "a rate is dated by its rule"
