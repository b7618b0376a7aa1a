"""A partner's VAT by days: orders say what holds on their day, acts on theirs, the written stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.flows.test_papers import make_papers, text_of
from tests.make.money import client_of, payment, self_employed
from tests.make.npd import NINA_INN
from tests.world import World, assert_books_balance
from zabota.domain.papers.models import Paper, PaperKind
from zabota.domain.papers.operations.replacing import replace_papers
from zabota.domain.partners.events import PartnerVatSet
from zabota.domain.partners.models import Partner, PartnerVat, VatStanding
from zabota.domain.partners.operations.vat import (
    VatRefused,
    confirm_partner_vat,
    decline_partner_vat,
    forget_partner_vat,
    propose_partner_vat,
    set_partner_vat,
)
from zabota.domain.partners.queries import find_vat
from zabota.domain.payouts.models import Payout
from zabota.flows.batch_formed import batch_formed
from zabota.flows.payments_received import payments_received
from zabota.kit.events.models import Event
from zabota.kit.states import ImpossibleMove
from zabota.kit.vat import VatKind

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 10, 5, 9, tzinfo=UTC)
MIDDLE = date(2026, 10, 15)
NOVEMBER = datetime(2026, 11, 3, 9, tzinfo=UTC)


def paid_on(world: World, at: datetime) -> Payout:
    """Ivan's payout of 420 roubles, formed that day."""
    payments_received([payment(world.acme, 105_000, at=at)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    return batch.payouts.get()


def put(partner: Partner, kind: VatKind, since: date, *, at: datetime = FIRST) -> PartnerVat:
    """Staff set a regime."""
    return set_partner_vat(partner, valid_from=since, kind=kind, at=at, by="Марина")


def kind_on(partner: Partner, day: date) -> VatKind | None:
    found = find_vat(partner.pk, on=day)
    return found.kind if found else None


def test_a_change_in_the_middle_of_a_month(world: World) -> None:
    put(world.ivan, VatKind.NONE, date(2026, 1, 1))
    put(world.ivan, VatKind.RATE_5, MIDDLE)
    days = [FIRST, FIRST + timedelta(days=9), FIRST + timedelta(days=10)]
    before, eve, after = (paid_on(world, at) for at in days)
    assert before.purpose.endswith("Без НДС.")
    assert eve.purpose.endswith("Без НДС."), "The 14th is the former regime's."
    assert after.purpose.endswith("В т.ч. НДС 5% - 20.00.")

    make_papers()
    act = Paper.objects.get(kind=PaperKind.AGENCY_ACT)
    assert act.content["vat_minor"] == 60_00, (
        "The act is of the month's last day, and of all of it."
    )
    assert "В том числе НДС 5 % — 60,00" in text_of(act)
    assert_books_balance()


def test_what_is_written_stays_until_it_is_replaced(world: World) -> None:
    payout = paid_on(world, FIRST)
    make_papers()
    act = Paper.objects.get(kind=PaperKind.AGENCY_ACT)
    frozen = bytes(act.pdf)
    put(world.ivan, VatKind.RATE_7, date(2026, 10, 1), at=NOVEMBER)

    act.refresh_from_db()
    payout.refresh_from_db()
    assert (bytes(act.pdf), act.content["vat_text"]) == (frozen, "Без НДС.")
    assert payout.purpose.endswith("Без НДС.")
    assert make_papers().made == 0

    replace_papers(act, reason="НДС с 1 октября", at=NOVEMBER, by="Ольга")
    anew = Paper.objects.filter(kind=PaperKind.AGENCY_ACT).order_by("pk").last()
    assert anew is not None
    assert anew.content["vat_minor"] == 27_48  # 420 x 7 / 107
    assert_books_balance()


def test_the_partner_proposes_and_staff_decide(world: World) -> None:
    first = propose_partner_vat(world.ivan, valid_from=MIDDLE, kind="5", at=FIRST, by="Иван")
    assert kind_on(world.ivan, MIDDLE) is None, "A proposal is not in force."
    second = propose_partner_vat(world.ivan, valid_from=MIDDLE, kind="7", at=FIRST, by="Иван")
    with pytest.raises(ImpossibleMove):
        confirm_partner_vat(PartnerVat.objects.get(pk=first.pk), at=FIRST, by="Марина")
    confirm_partner_vat(second, at=FIRST, by="Марина")
    with pytest.raises(ImpossibleMove):
        confirm_partner_vat(PartnerVat.objects.get(pk=second.pk), at=FIRST, by="Ольга")
    assert kind_on(world.ivan, MIDDLE) == VatKind.RATE_7
    assert kind_on(world.ivan, MIDDLE - timedelta(days=1)) is None
    assert Event.objects.filter(name=PartnerVatSet.wire_name()).count() == 1

    third = propose_partner_vat(world.ivan, valid_from=MIDDLE, kind="22", at=FIRST, by="Иван")
    with pytest.raises(VatRefused):
        decline_partner_vat(third, reason=" ", at=FIRST, by="Марина")
    decline_partner_vat(third, reason="в уведомлении 7 %", at=FIRST, by="Марина")
    assert kind_on(world.ivan, MIDDLE) == VatKind.RATE_7


def test_the_same_day_is_replaced_and_one_can_be_taken_away(world: World) -> None:
    put(world.ivan, VatKind.RATE_5, date(2026, 1, 1))
    wrong = put(world.ivan, VatKind.RATE_22, MIDDLE)
    right = put(world.ivan, VatKind.RATE_7, MIDDLE)
    wrong.refresh_from_db()
    assert wrong.status == VatStanding.REPLACED
    assert kind_on(world.ivan, MIDDLE) == VatKind.RATE_7
    forget_partner_vat(right, at=FIRST, by="Марина")
    assert kind_on(world.ivan, MIDDLE) == VatKind.RATE_5
    assert PartnerVat.objects.count() == 3, "Everything stays as history."


def test_a_regime_of_another_year_or_form_is_refused(world: World) -> None:
    with pytest.raises(VatRefused, match="does not know this rate"):
        put(world.ivan, VatKind.RATE_22, date(2025, 12, 31))
    nina = self_employed("Нина", inn=NINA_INN)
    with pytest.raises(VatRefused, match="Only companies"):
        put(nina, VatKind.RATE_5, MIDDLE)
    with pytest.raises(VatRefused):
        propose_partner_vat(nina, valid_from=MIDDLE, kind="5", at=FIRST, by="Нина")


def test_others_are_not_touched(world: World) -> None:
    put(world.ivan, VatKind.RATE_22, date(2026, 1, 1))
    client = client_of(world.rita, "Бета")
    payments_received([payment(client, at=FIRST), payment(world.acme, at=FIRST)], at=FIRST)
    batch_formed(before=FIRST + timedelta(days=9), at=FIRST, by="Ольга")
    said = dict(Payout.objects.values_list("partner", "purpose"))
    assert "НДС 22%" in said[world.ivan.pk]
    assert said[world.rita.pk].endswith("Без НДС.")
    assert_books_balance()
