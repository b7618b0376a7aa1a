"""Whose names and posts stand on papers, in which currency, under which offer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.flows.test_papers import make_papers, self_employed, text_of
from tests.make.money import LONG_AGO, client_of, inn, offer, payment, refund
from tests.world import World, assert_books_balance
from zabota.domain.invoices.operations.settings import change_letterhead
from zabota.domain.papers.models import Paper, PaperKind
from zabota.domain.papers.rules.content import legal_name
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payments.models import Refund
from zabota.domain.programme.operations import accept_offer
from zabota.flows.partner_moved_in import partner_moved_in
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded, refund_undone

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def _letterhead(db: None) -> None:
    change_letterhead(
        pictures={}, signer="Мостовой В. С.", signer_title="Генеральный директор",
        english_name="Svyaznoy Most LLC", iban="DE89370400440532013000", swift="COBADEFF",
    )  # fmt: skip


@pytest.mark.usefixtures("_letterhead")
def test_who_signs_for_us_is_named_with_his_post(world: World) -> None:
    """ч. 2 ст. 9 402-ФЗ wants the position and the name; the partner writes his by hand."""
    payments_received([payment(world.acme, at=OCTOBER)], at=OCTOBER)
    make_papers()
    for paper in Paper.objects.all():
        said = text_of(paper)
        assert "Генеральный директор, Мостовой В. С." in said
        assert "должность, подпись, фамилия и инициалы" in said


@pytest.mark.usefixtures("_letterhead")
def test_a_self_employed_person_has_no_position_and_a_foreigner_reads_our_english_name(
    world: World,
) -> None:
    npd = self_employed("Нина Самозанятая")
    nord = self_employed("Nordlys AS", LegalForm.FOREIGN)
    facts = [payment(client_of(one, f"Клиент {one.pk}"), at=OCTOBER) for one in (npd, nord)]
    payments_received(facts, at=OCTOBER)
    make_papers()
    assert "должность, подпись" not in text_of(Paper.objects.get(partner=npd))
    english = text_of(Paper.objects.get(partner=nord))
    assert "Svyaznoy Most LLC" in english
    assert "Мост" not in english
    assert "Payment, RUB" in english


def test_euros_are_not_headed_as_roubles(world: World) -> None:
    payments_received([payment(world.acme, 30_000, currency="EUR", at=OCTOBER)], at=OCTOBER)
    make_papers()
    for paper in Paper.objects.all():
        said = text_of(paper)
        assert "₽" not in said
        assert "Сто двадцать евро 00 центов" in said
    assert "Оплата, €" in text_of(Paper.objects.get(kind=PaperKind.AGENT_REPORT))


def test_a_refund_that_was_undone_is_put_back_in_its_own_month(world: World) -> None:
    fact = payment(world.acme, 100_000, at=OCTOBER)
    payments_received([fact], at=OCTOBER)
    payments_refunded([refund(fact, 50_000)], at=OCTOBER)
    refund_undone(Refund.objects.get(), reason="спор выигран", at=NOVEMBER, by="Ольга")
    december = datetime(2026, 12, 1, 9, tzinfo=UTC)
    make_papers()
    make_papers(at=december, first=NOVEMBER.date())
    then, later = Paper.objects.filter(kind=PaperKind.AGENT_REPORT).order_by("since")
    assert "возврат клиенту" in text_of(then)
    assert (later.taken_minor, later.amount_minor) == (-20_000, 20_000)
    assert "возврат отменён" in text_of(later)
    assert "Восстановлено: возвраты отменены 200,00" in text_of(later)
    assert_books_balance()


def moved_in(name: str, code: str) -> Partner:
    """From a former system: he earns at once and has yet to accept the offer."""
    return partner_moved_in(
        name=name, email=f"{code.lower()}@example.com", legal_form=LegalForm.OOO, code=code,
        since=LONG_AGO, at=LONG_AGO, by="Ольга", inn=inn(), kpp="770101001",
    )  # fmt: skip


@pytest.mark.usefixtures("world")
def test_an_offer_accepted_afterwards_covers_what_went_before() -> None:
    """The papers bear its day: nobody acts under an offer that is younger than his act."""
    mover = moved_in("Переезд", "DVIG")
    payments_received([payment(client_of(mover, "Дельта"), at=OCTOBER)], at=OCTOBER)
    assert [fault["why"] for fault in make_papers().faults] == ["no_offer"]

    late = NOVEMBER - timedelta(hours=3)
    person = mover.members.get().person
    accept_offer(mover, offer=offer(), person=person, at=late, address=None, user_agent="")
    errand = make_papers()
    assert (errand.made, errand.faults) == (2, [])
    act = Paper.objects.get(kind=PaperKind.AGENCY_ACT)
    assert act.on == late.date()
    assert "принятый 2 ноября 2026 г." in text_of(act)
    assert_books_balance()


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("Север", "ooo", "ООО «Север»"),
        ("«Север»", "ooo", "ООО «Север»"),
        ('"Север"', "ooo", "ООО «Север»"),
        ("ООО «Север»", "ooo", "ООО «Север»"),
        ('ООО"Север"', "ooo", 'ООО"Север"'),
        ("АО «Север»", "ooo", "АО «Север»"),
        ("Аоста", "ooo", "ООО «Аоста»"),
        ("Общество с ограниченной ответственностью «Север»", "ooo",
         "Общество с ограниченной ответственностью «Север»"),
        ("Иванов Пётр Ильич", "ip", "ИП Иванов Пётр Ильич"),
        ("Индивидуальный предприниматель Иванов П. И.", "ip",
         "Индивидуальный предприниматель Иванов П. И."),
        ("Нина Самозанятая", "npd", "Нина Самозанятая"),
    ],
)  # fmt: skip
def test_a_name_says_its_form_once(name: str, form: str, said: str) -> None:
    assert legal_name(name, form) == said
