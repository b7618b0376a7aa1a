"""A client turns out to be another partner's after the papers of the month were made and signed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.flows.test_papers import make_papers, pay_out, text_of
from tests.make.money import LONG_AGO, payment
from tests.world import World, assert_books_balance
from zabota.domain.attribution.models import Bearer
from zabota.domain.papers.models import Paper, PaperKind
from zabota.domain.papers.operations.replacing import replace_papers
from zabota.flows.client_placed import attribution_corrected
from zabota.flows.payments_received import payments_received

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 5, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)


def corrected(world: World, bearer: str) -> None:
    """Acme paid Ivan's reward in October; in November it is Rita's since long ago."""
    payments_received([payment(world.acme, 100_000, at=OCTOBER)], at=OCTOBER)
    pay_out(OCTOBER + timedelta(days=1))
    make_papers(at=NOVEMBER)
    attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=bearer, reason="забыли код",
        at=NOVEMBER, by="Марина",
    )  # fmt: skip
    make_papers(at=DECEMBER, first=NOVEMBER.date())


def test_a_debt_of_the_partner_is_taken_on_the_papers_of_its_own_month(world: World) -> None:
    corrected(world, Bearer.PARTNER)
    then, later = Paper.objects.filter(partner=world.ivan, kind="agent_report").order_by("since")
    assert (then.earned_minor, then.amount_minor, then.status) == (40_000, 40_000, "made")
    assert (later.earned_minor, later.taken_minor, later.amount_minor) == (0, 40_000, 0)
    said = text_of(later)
    assert "исправление закрепления" in said
    assert "Переходит на следующий период −400,00" in said
    assert not Paper.objects.filter(
        partner=world.ivan, kind="agency_act", since__gte=NOVEMBER.replace(day=1)
    )
    his = Paper.objects.get(partner=world.rita, kind=PaperKind.AGENCY_ACT)
    assert (his.on, his.amount_minor) == (date(2026, 11, 30), 40_000)
    assert_books_balance()


def test_what_the_vendor_bears_stays_on_the_partners_papers(world: World) -> None:
    corrected(world, Bearer.VENDOR)
    report = Paper.objects.get(partner=world.ivan, kind=PaperKind.AGENT_REPORT)
    assert report.amount_minor == 40_000
    assert Paper.objects.get(partner=world.rita, kind=PaperKind.AGENCY_ACT).amount_minor == 40_000
    made = replace_papers(report, reason="КПП", at=DECEMBER, by="Ольга")
    assert [one.amount_minor for one in made] == [40_000, 40_000], "made anew it says the same"
    assert_books_balance()
