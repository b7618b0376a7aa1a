"""The year turns, a rate ends: nothing is issued, written or paid by a rate that is no more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.flows.test_papers import make_papers
from tests.make.invoices import bill, vat
from tests.make.money import payment
from tests.world import World, assert_books_balance
from zabota.domain.invoices.models import Invoice, NumberSeries
from zabota.domain.invoices.queries import NoVatRegime, VatRateGone, find_vat_trouble, get_vat
from zabota.domain.papers.models import Paper, PaperKind
from zabota.domain.partners.models import Partner
from zabota.domain.partners.operations.vat import set_partner_vat
from zabota.domain.partners.queries import list_vat_gone
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.hurdles import find_hurdles
from zabota.domain.payouts.queries.seen import Seen
from zabota.flows.batch_formed import batch_formed
from zabota.flows.payments_received import payments_received
from zabota.kit.errors import Refusal
from zabota.kit.vat import VatKind

pytestmark = pytest.mark.django_db
LAST_YEAR = date(2025, 1, 1)
EVE, NEW_YEAR = date(2025, 12, 31), date(2026, 1, 1)
JANUARY = datetime(2026, 1, 12, 9, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 2, 9, tzinfo=UTC)


def put(partner: Partner, kind: VatKind, since: date) -> None:
    """Staff say how he pays VAT."""
    set_partner_vat(partner, valid_from=since, kind=kind, at=JANUARY, by="Ольга")


def test_no_invoice_by_a_rate_that_is_no_more(world: World) -> None:
    vat("20", since=LAST_YEAR)
    old = bill(world.acme, at=datetime(2025, 12, 31, 9, tzinfo=UTC))
    assert old.frozen["vat"]["words"] == "НДС 20\u00a0%"
    with pytest.raises(VatRateGone, match=r"20\s% on 12\.01\.2026"):
        bill(world.acme, at=JANUARY)
    assert Invoice.objects.count() == 1
    assert NumberSeries.objects.filter(year=2026).count() == 0, "No number is lost."
    assert find_vat_trouble(EVE) is None
    assert isinstance(find_vat_trouble(NEW_YEAR), VatRateGone)
    vat("22", since=NEW_YEAR)
    assert bill(world.acme, at=JANUARY).frozen["vat"]["words"] == "НДС 22\u00a0%"
    with pytest.raises(NoVatRegime):
        get_vat(date(2024, 12, 31))


def test_a_partners_papers_and_payout_wait_until_his_rate_is_told(world: World) -> None:
    put(world.ivan, VatKind.RATE_20, LAST_YEAR)
    put(world.rita, VatKind.RATE_5, LAST_YEAR)
    payments_received([payment(world.acme, 122_000, at=JANUARY)], at=JANUARY)
    assert list_vat_gone(on=EVE) == []
    assert list_vat_gone(on=NEW_YEAR) == [world.ivan]

    due = list_due(before=JANUARY + timedelta(days=9))
    (hurdles,) = find_hurdles(Seen(due, JANUARY)).values()
    assert [one.reason for one in hurdles] == ["vat_gone"]
    with pytest.raises(Refusal):
        batch_formed(before=JANUARY + timedelta(days=9), at=JANUARY, by="Ольга")
    assert not Payout.objects.exists()
    faults = make_papers(at=FEBRUARY, first=NEW_YEAR).faults
    assert [fault["why"] for fault in faults] == ["vat_gone"]
    assert not Paper.objects.exists()

    put(world.ivan, VatKind.RATE_22, NEW_YEAR)
    assert list_vat_gone(on=NEW_YEAR) == []
    batch = batch_formed(before=JANUARY + timedelta(days=9), at=JANUARY, by="Ольга").batch
    assert "НДС 22%" in batch.payouts.get().purpose
    assert make_papers(at=FEBRUARY, first=NEW_YEAR).made == 2
    assert Paper.objects.get(kind=PaperKind.AGENCY_ACT).content["vat_minor"] == 88_00
    assert_books_balance()
