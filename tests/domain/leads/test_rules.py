"""Who gets a lead, by hand and a thousand times."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zabota.domain.leads.rules import Candidate, Wanted, choose

ALL = frozenset({"amocrm", "bitrix24"})


def one(partner_id: int, **facts: object) -> Candidate:
    plain = Candidate(
        partner_id, ALL, frozenset({"whatsapp"}), frozenset({"ru"}), "Казань", 0, 3, 0, 90
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def who(wanted: Wanted, *candidates: Candidate, **more: object) -> int | None:
    chosen = choose(wanted, candidates, **more)  # type: ignore[arg-type]
    return chosen.partner_id if chosen else None


def test_skills_are_a_must() -> None:
    deaf = one(1, messengers=frozenset[str]())
    assert who(Wanted(messenger="whatsapp"), deaf, one(2)) == 2
    assert who(Wanted(crm="amocrm"), one(1, crms=frozenset({"bitrix24"}))) is None
    assert who(Wanted(tongue="en"), one(1)) is None


def test_wish_then_city_then_turn() -> None:
    far = one(1, city="Омск")
    assert who(Wanted(city="казань"), far, one(2)) == 2
    assert who(Wanted(city="Казань", wished_id=1), far, one(2)) == 1
    assert who(Wanted(city="Сочи"), far, one(2, given=1)) == 1


def test_who_is_full_asked_or_untrained_is_left_out() -> None:
    assert who(Wanted(), one(1, open=3), one(2, given=9)) == 2
    assert who(Wanted(), one(1), one(2, given=9), asked=[1]) == 2
    assert who(Wanted(), one(1, trained=False), one(2, given=9), needs_training=True) == 2
    assert who(Wanted(), one(1, open=3)) is None


def test_a_newcomer_is_not_flooded_and_a_level_counts_for_more() -> None:
    newcomer = one(1, given=1, days=2)
    assert who(Wanted(), newcomer, one(2, given=9, days=90)) == 2
    assert who(Wanted(), one(1, given=2), one(2, given=3, weight=150)) == 2


def test_a_thousand_leads_are_shared_fairly() -> None:
    given: Counter[int] = Counter()
    for _ in range(1000):
        crowd = [one(pk, given=given[pk]) for pk in range(1, 9)]
        given[who(Wanted(), *crowd) or 0] += 1
    assert max(given.values()) - min(given.values()) <= 1
    assert len(given) == 8, "nobody starves"


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 50), st.sampled_from(["Казань", "Омск", ""])),
        min_size=1,
        max_size=12,
    )
)
def test_never_over_the_limit_and_always_the_same(rows: list[tuple[int, int, str]]) -> None:
    crowd = [one(pk, open=o, given=g, city=c) for pk, (o, g, c) in enumerate(rows, 1)]
    chosen = choose(Wanted(city="Омск"), crowd)
    assert chosen == choose(Wanted(city="Омск"), list(reversed(crowd)))
    if chosen is None:
        assert all(o >= 3 for o, _g, _c in rows)
    else:
        assert rows[chosen.partner_id - 1][0] < 3
