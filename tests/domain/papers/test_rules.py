"""What papers say, without a database: kinds, carrying over, VAT, sentences, many pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from zabota.domain.papers.rules.accounts import account_name
from zabota.domain.papers.rules.content import (
    Month,
    Party,
    RewardLine,
    TakenLine,
    legal_name,
    month_content,
)
from zabota.domain.papers.rules.kinds import amount_of, carried_after, monthly_kinds
from zabota.domain.papers.rules.printing import printed, template_of
from zabota.domain.papers.rules.vat import vat_said
from zabota.kit.money import Money
from zabota.kit.typesetting import typeset
from zabota.kit.vat import Vat, VatKind

VENDOR = Party("ООО «Мост»", "7704123450", "770401001", "1027700123450")
MONTH = Month(
    partner_id=1, legal_form="ooo", party=Party("ООО «Север»", "7701234567", "770101001"),
    offer_number=1, accepted_on=date(2025, 3, 5), first_on=date(2026, 10, 1),
    last_on=date(2026, 10, 31), currency="RUB", lines=(), taken=(), paid=(), carried_minor=0,
)  # fmt: skip


def lines(count: int) -> list[RewardLine]:
    """So many payments of 1 000 roubles at 40 %."""
    day = date(2026, 10, 1)
    return [
        RewardLine(n, day + timedelta(days=n % 30), f"Клиент {n}", "", 100_000, 100_000, 4000, 40_000)
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "amount", "kinds"),
    [
        ("ooo", 1, ("agent_report", "agency_act")),
        ("ip", 0, ("agent_report",)),
        ("npd", 1, ("services_act",)),
        ("person", 1, ("services_act",)),
        ("foreign", 1, ("services_act",)),
        ("npd", 0, ()),
    ],
)
def test_the_legal_form_decides(form: str, amount: int, kinds: tuple[str, ...]) -> None:
    assert monthly_kinds(form, amount_minor=amount) == kinds


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=24))
def test_acts_add_up_to_what_is_owed(months: list[tuple[int, int]]) -> None:
    nets = [earned - taken for earned, taken in months]
    acts = [
        amount_of(earned=earned, taken=taken, carried=carried_after(nets[:n]))
        for n, (earned, taken) in enumerate(months)
    ]
    assert sum(acts) + carried_after(nets) == sum(nets)
    assert all(act >= 0 for act in acts)


def test_vat_is_said_by_the_partners_own_regime() -> None:
    total = Money(122_000)
    regime = Vat(kind=VatKind.RATE_22, valid_from=date(2026, 1, 1))
    said = vat_said(legal_form="ooo", regime=regime, total=total)
    assert said.minor == 22_000
    assert "220,00" in said.text
    assert vat_said(legal_form="ooo", regime=None, total=total).text == "Без НДС."
    for form in ("npd", "person", "foreign"):
        assert vat_said(legal_form=form, regime=regime, total=total).minor == 0


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("Север", "ooo", "ООО «Север»"),
        ("ООО «Север»", "ooo", "ООО «Север»"),
        ("Иванов И. И.", "ip", "ИП Иванов И. И."),
        ("Иванов И. И.", "npd", "Иванов И. И."),
        ("Nord AS", "foreign", "Nord AS"),
    ],
)
def test_names_with_their_form(name: str, form: str, said: str) -> None:
    assert legal_name(name, form) == said


def test_two_hundred_lines_over_several_pages() -> None:
    month = replace(MONTH, lines=lines(200))
    content = month_content(
        month, kind="agent_report", number="ОА-2026-1", on=month.last_on, vendor=VENDOR,
        amount_minor=8_000_000,
    )  # fmt: skip
    pages = PdfReader(BytesIO(typeset(template_of(content), printed(content)))).pages
    assert 4 <= len(pages) <= 7
    texts = [page.extract_text() for page in pages]
    assert sum("Вознагр." in text for text in texts) >= len(pages) - 1, "The head is repeated."
    assert f"Страница 1 из {len(pages)}" in texts[0]
    assert "80 000,00" in "".join(texts).replace("\u00a0", " ")


def test_what_came_back_stands_as_a_minus_of_what_was_taken() -> None:
    """A dispute that was won puts back what it had taken: the sums still add up."""
    back = TakenLine(1, date(2026, 10, 9), date(2026, 9, 9), "Акме", "undone", -5_000)
    month = replace(MONTH, lines=lines(1), taken=[back])
    content = month_content(
        month, kind="agent_report", number="ОА-2026-1", on=month.last_on, vendor=VENDOR,
        amount_minor=45_000,
    )  # fmt: skip
    values = printed(content)
    assert values["total"] == "450,00\u00a0₽"
    assert [figure for _, figure in values["sums"]] == ["400,00", "50,00"]


def test_accounts_have_names() -> None:
    assert account_name("partner:7:owed", {7: "Север"}) == "Задолженность перед партнёром: Север"
    assert account_name("vendor:bank", {}) == "Расчётный счёт"
    assert account_name("vendor:new", {}) == "vendor:new"


def test_a_replacing_paper_has_one_full_stop_and_an_english_day_cannot_be_misread() -> None:
    content = month_content(
        replace(MONTH, lines=lines(1)), kind="agency_act", number="АА-2026-2",
        on=date(2026, 11, 2), vendor=VENDOR, amount_minor=40_000,
    )  # fmt: skip
    said = printed(content | {"replaces": "АА-2026-1", "replaced_on": "2026-10-31"})
    assert said["under_title"].endswith("2026\u00a0г. Заменяет № АА-2026-1 от 31.10.2026")
    assert said["total"] == "400,00\u00a0₽"
    english = month_content(
        replace(MONTH, legal_form="foreign", currency="EUR", lines=lines(1)), kind="services_act",
        number="АУ-2026-1", on=date(2026, 10, 31), vendor=VENDOR, amount_minor=40_000,
    )  # fmt: skip
    assert printed(english)["lines"][0][1] == "1\u00a0Oct\u00a02026"
    assert printed(english)["heads"]["lines"][3] == "Payment, EUR"


def test_of_nothing_no_vat_is_said() -> None:
    regime = Vat(kind=VatKind.RATE_22, valid_from=date(2026, 1, 1))
    assert vat_said(legal_form="ooo", regime=regime, total=Money(0)).text == ""
