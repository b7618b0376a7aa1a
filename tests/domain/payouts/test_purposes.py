"""What payment orders say of VAT: by legal form, by the partner's own regime, never cut."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.domain.partners.rules import PARTNER_VAT, fault_in_vat, simplified_basis
from zabota.domain.payouts.rules import LONGEST_PURPOSE, purpose_code_for, purpose_for
from zabota.kit.money import Money
from zabota.kit.vat import Vat, VatKind, regime_on

DAY = date(2026, 11, 20)


def purpose(form: str, kind: VatKind | None = None, minor: int = 1_220_00) -> str:
    """The purpose of an order of 1 220 roubles."""
    regime = Vat(kind=kind, valid_from=DAY) if kind else None
    return purpose_for(
        legal_form=form, offer_number=3, offer_on=date(2025, 3, 5), from_on=date(2026, 11, 1),
        to_on=DAY, total=Money(minor), regime=regime,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "kind", "end"),
    [
        ("ooo", None, "Без НДС."),
        ("ip", VatKind.NONE, "Без НДС."),
        ("ooo", VatKind.RATE_22, "В т.ч. НДС 22% - 220.00."),
        ("ip", VatKind.RATE_5, "В т.ч. НДС 5% - 58.10."),
        ("ip", VatKind.RATE_7, "В т.ч. НДС 7% - 79.81."),
        ("npd", VatKind.RATE_22, "НДС не облагается (НПД)."),
        ("person", VatKind.RATE_22, "Без НДС."),
        ("foreign", VatKind.RATE_22, "VAT is not charged."),
    ],
)
def test_the_word_on_vat(form: str, kind: VatKind | None, end: str) -> None:
    assert purpose(form, kind).endswith(end)


def test_who_is_an_agent_and_who_is_not() -> None:
    assert purpose("ip").startswith("Агентское вознаграждение по договору-оферте № 3 от 05.03.2025")
    assert purpose("npd").startswith("Оплата услуг по договору-оферте")
    assert purpose("person").startswith("Оплата услуг")
    assert purpose("foreign").startswith("Fee for services under public offer No. 3")
    assert purpose("foreign").isascii()
    assert [purpose_code_for(form) for form in ("ooo", "ip", "npd", "person")] == ["", "", "1", "1"]


@given(
    minor=st.integers(1, 10**13),
    kind=st.sampled_from(PARTNER_VAT),
    form=st.sampled_from(["ooo", "ip"]),
)
def test_the_vat_is_inside_and_the_order_is_not_cut(minor: int, kind: VatKind, form: str) -> None:
    said = purpose(form, kind, minor)
    assert len(said) <= LONGEST_PURPOSE
    said.encode("cp1251")
    if kind is not VatKind.NONE:
        vat = round(float(said.rsplit(" ", 1)[1].rstrip(".")) * 100) if minor < 10**9 else None
        rate = int(kind)
        if vat is not None:
            assert abs(vat * (100 + rate) - minor * rate) * 2 <= 100 + rate, (
                "Half a kopeck at most."
            )


def test_the_longest_ground_fits() -> None:
    regime = Vat(kind=VatKind.NONE, valid_from=DAY, basis=simplified_basis(DAY))
    said = purpose_for(
        legal_form="ip", offer_number=999, offer_on=DAY, from_on=date(2026, 1, 1), to_on=DAY,
        total=Money(1), regime=regime,
    )  # fmt: skip
    assert said.endswith("Без НДС (УСН, п. 1 ст. 145 НК РФ).")
    assert len(said) <= LONGEST_PURPOSE


@pytest.mark.parametrize(
    ("form", "kind", "day", "fault"),
    [
        ("ooo", "22", date(2026, 1, 1), None),
        ("ooo", "22", date(2025, 12, 31), "rate"),
        ("ooo", "20", date(2025, 12, 31), None),
        ("ooo", "20", date(2026, 1, 1), "rate"),
        ("ip", "5", date(2025, 1, 1), None),
        ("ip", "5", date(2024, 12, 31), "rate"),
        ("ip", "software", DAY, "kind"),
        ("ip", "0", DAY, "kind"),
        ("npd", "none", DAY, "form"),
        ("foreign", "none", DAY, "form"),
    ],
)
def test_who_may_have_which_regime(form: str, kind: str, day: date, fault: str | None) -> None:
    assert fault_in_vat(legal_form=form, kind=kind, on=day) == fault


@given(days=st.lists(st.dates(date(2025, 1, 1), date(2027, 1, 1)), unique=True, max_size=5))
def test_the_latest_that_has_begun_holds(days: list[date]) -> None:
    regimes = [Vat(kind=VatKind.RATE_5, valid_from=day) for day in days]
    found = regime_on(regimes, DAY)
    begun = sorted(day for day in days if day <= DAY)
    assert (found.valid_from if found else None) == (begun[-1] if begun else None)
