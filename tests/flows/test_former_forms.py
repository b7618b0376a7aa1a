"""A month in which a partner became something else: each part has its own papers, and they add up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from tests.flows.test_papers import DECEMBER, NOVEMBER, make_papers, text_of
from tests.make.money import client_of, payment, refund, self_employed
from tests.make.npd import NINA_INN, earn, paid
from tests.world import World, assert_books_balance
from zabota.domain.papers.models import ErrandKind, Paper, PaperKind, PaperStatus
from zabota.domain.papers.operations.errands import run_errand, start_errand
from zabota.domain.papers.operations.replacing import replace_papers
from zabota.domain.papers.queries.registers import REGISTERS
from zabota.domain.partners.models import FormerForm, LegalForm, Partner
from zabota.domain.partners.operations.vat import set_partner_vat
from zabota.flows.legal_form_changed import legal_form_changed
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
EARLY = datetime(2026, 10, 5, 9, tzinfo=UTC)
MIDDLE = date(2026, 10, 15)
LATE = datetime(2026, 10, 20, 9, tzinfo=UTC)
COMPANY_INN = "7707083893"


def become(
    partner: Partner, to: LegalForm, *, at: datetime, since: date | None = None, inn: str = NINA_INN
) -> None:
    """Olga changes the form, from a day on."""
    partner.refresh_from_db()
    legal_form_changed(
        partner, to=to, inn=inn, kpp="", ogrn="", reason="так теперь", at=at, by="Ольга",
        since=since,
    )  # fmt: skip


def kinds_of(partner: Partner) -> list[tuple[str, str, int]]:
    """His papers that count: what, of which last day, what it comes to in roubles."""
    rows = Paper.objects.filter(partner=partner, payout=None).exclude(status=PaperStatus.REPLACED)
    return [
        (one.kind, one.content["last_on"][5:], one.amount_minor // 100) for one in rows.order_by("pk")
    ]  # fmt: skip


def register_of(partner: Partner) -> list[list[object]]:
    """His rows in the accountant's register of papers."""
    rows = REGISTERS["papers"].rows(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    return [row for row in rows if row[3] == partner.pk]


def test_the_papers_of_an_old_month_keep_the_form_of_then(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, at=EARLY)
    become(nina, LegalForm.OOO, at=NOVEMBER, inn=COMPANY_INN)
    make_papers()
    act = Paper.objects.get(partner=nina)
    assert act.kind == PaperKind.SERVICES_ACT
    said = text_of(act)
    assert "налог на профессиональный доход" in said
    assert NINA_INN in said
    assert COMPANY_INN not in said
    assert [row[5:8] for row in register_of(nina)] == [[NINA_INN, "", "npd"]]
    assert_books_balance()


def test_a_month_cut_in_two_adds_up(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, 100_000, at=EARLY)
    earn(nina, 300_000, at=LATE)
    become(nina, LegalForm.IP, at=LATE + timedelta(days=2), since=MIDDLE)
    set_partner_vat(
        Partner.objects.get(pk=nina.pk), valid_from=MIDDLE, kind="5", at=LATE, by="Ольга"
    )
    errand = make_papers()
    assert (errand.made, errand.faults) == (3, [])
    assert kinds_of(nina) == [
        ("services_act", "10-14", 400), ("agent_report", "10-31", 1200), ("agency_act", "10-31", 1200),
    ]  # fmt: skip
    before, report, act = Paper.objects.filter(partner=nina).order_by("pk")
    assert "за период с 01.10.2026 по 14.10.2026" in text_of(before)
    assert before.content["vat_minor"] == 0
    assert "агента №" in text_of(act)
    assert report.number in text_of(act)
    assert act.content["vat_minor"] == 57_14
    assert make_papers().made == 0, "Again makes nothing new."
    assert_books_balance()


def test_a_debt_of_one_part_is_carried_into_the_other_and_no_further(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    client = client_of(nina, "Ромашка")
    september = datetime(2026, 9, 7, 9, tzinfo=UTC)
    old = payment(client, 500_000, at=september)
    payments_received([old], at=september)
    payments_received([payment(client, 100_000, at=EARLY)], at=EARLY)
    payments_refunded([refund(old, 500_000, days=31)], at=EARLY)  # −2 000 against +400
    payments_received([payment(client, 900_000, at=LATE)], at=LATE)  # +3 600
    late = NOVEMBER + timedelta(days=1)
    payments_received([payment(client, 100_000, at=late)], at=late)
    become(nina, LegalForm.IP, at=LATE + timedelta(days=2), since=MIDDLE)
    for month in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)):
        make_papers(at=DECEMBER, first=month)
    acts = [one for one in kinds_of(nina) if one[0] != "agent_report"]
    assert acts == [
        ("services_act", "09-30", 2000), ("agency_act", "10-31", 2000), ("agency_act", "11-30", 400),
    ]  # fmt: skip
    assert sum(act[2] for act in acts) == 2000 + 400 - 2000 + 3600 + 400
    assert_books_balance()


def test_what_was_written_by_the_wrong_form_is_not_doubled_but_made_anew(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, 100_000, at=EARLY)
    earn(nina, 300_000, at=LATE)
    make_papers()
    whole = Paper.objects.get(partner=nina)
    become(nina, LegalForm.IP, at=NOVEMBER, since=MIDDLE)
    errand = make_papers()
    assert (errand.made, {fault["why"] for fault in errand.faults}) == (0, {"other_form"})
    assert kinds_of(nina) == [("services_act", "10-31", 1600)]

    made = replace_papers(whole, reason="с 15-го ИП", at=NOVEMBER, by="Ольга")
    assert [one.replaces_id for one in made] == [whole.pk, None, None]
    assert kinds_of(nina) == [
        ("services_act", "10-14", 400), ("agent_report", "10-31", 1200), ("agency_act", "10-31", 1200),
    ]  # fmt: skip
    back = replace_papers(made[0], reason="ещё раз", at=NOVEMBER, by="Ольга")
    assert [one.replaces for one in back] == made
    assert_books_balance()


def test_an_error_called_off_the_same_day_leaves_no_trace_in_papers(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, at=EARLY)
    earn(nina, at=LATE)
    become(nina, LegalForm.IP, at=LATE)
    become(nina, LegalForm.NPD, at=LATE + timedelta(hours=1))
    make_papers()
    assert kinds_of(nina) == [("services_act", "10-31", 800)]
    with pytest.raises(Refusal, match=r"20\.10\.2026"):
        become(nina, LegalForm.IP, at=LATE, since=MIDDLE)
    with pytest.raises(Refusal, match="not come yet"):
        become(nina, LegalForm.IP, at=LATE, since=date(2026, 10, 21))
    assert_books_balance()


def test_a_notice_says_to_whom_the_money_left(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    payout = paid(nina)
    become(nina, LegalForm.OOO, at=LATE, inn=COMPANY_INN)
    errand = start_errand(ErrandKind.NOTIFY, first_on=date(2026, 10, 1), at=NOVEMBER, by="Ольга")
    run_errand(errand.pk, at=NOVEMBER)
    notice = Paper.objects.get(payout=payout)
    assert notice.content["legal_form"] == "npd"
    assert notice.content["partner"]["inn"] == NINA_INN
    assert "ООО" not in notice.content["partner"]["name"]
    assert_books_balance()


def test_registers_say_the_inn_of_the_day(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, at=EARLY)
    become(nina, LegalForm.OOO, at=LATE, since=MIDDLE, inn=COMPANY_INN)
    client = client_of(nina, "Ромашка")
    payments_received([payment(client, at=LATE)], at=LATE)
    rows = REGISTERS["rewards"].rows(first_on=date(2026, 10, 1), last_on=date(2026, 10, 31))
    assert [row[6] for row in rows if row[4] == nina.pk] == [NINA_INN, COMPANY_INN]


def test_former_forms_are_filled_from_the_events(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    paid(nina)
    become(nina, LegalForm.OOO, at=LATE, inn=COMPANY_INN)
    kept = FormerForm.objects.values("legal_form", "until", "inn", "kpp", "entered_at").get()
    FormerForm.objects.all().delete()
    filling = import_module("zabota.domain.papers.migrations.0003_fill_former_forms")
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(filling.FILL, ["Europe/Moscow"])
    found = FormerForm.objects.values("legal_form", "until", "inn", "kpp", "entered_at").get()
    assert found == kept
