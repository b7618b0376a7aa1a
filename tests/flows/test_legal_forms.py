"""Legal forms: changed between batches, a foreign company in euros and English, individuals off and on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.flows.test_papers import make_papers, text_of
from tests.flows.test_rails import our_iban
from tests.make.money import LONG_AGO, client_of, offer, payment, self_employed
from tests.make.npd import NINA_INN, OCTOBER, earn, paid
from tests.world import World, assert_books_balance
from zabota.domain.papers.models import Paper
from zabota.domain.partners.models import BankDetails, LegalForm, Partner
from zabota.domain.partners.operations import RequisitesRefused, set_bank_details
from zabota.domain.payouts.facts import (
    CONTRIBUTIONS_LIMIT,
    PAY_INDIVIDUALS,
    REDUCED_CONTRIBUTIONS,
)
from zabota.domain.payouts.models import Payout, Rail
from zabota.domain.payouts.operations.by_hand import Evidence, ProofRefused
from zabota.domain.payouts.operations.individuals import IndividualsOff, tax_of, to_transfer
from zabota.domain.payouts.operations.staleness import StaleConfirmation, StaleForm
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.hurdles import find_hurdles
from zabota.domain.payouts.queries.individuals import sum_as_individuals
from zabota.domain.payouts.queries.receipts import list_unreceipted, sum_before
from zabota.domain.payouts.queries.seen import Seen
from zabota.domain.settings.operations import set_option
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.flows.legal_form_changed import legal_form_changed
from zabota.flows.partner_joined import partner_joined
from zabota.flows.payments_received import payments_received
from zabota.flows.payout_by_hand import proof_given
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"
LATER = OCTOBER + timedelta(days=20)


def change(partner: Partner, to: LegalForm, *, inn: str = NINA_INN, ogrn: str = "") -> None:
    """Olga changes the form."""
    legal_form_changed(
        partner, to=to, inn=inn, kpp="", ogrn=ogrn, reason="стал ИП", at=LATER, by="Ольга"
    )


def prove(payout: Payout, minor: int) -> None:
    """Olga paid by hand and shows the paper."""
    paper = Evidence(
        on=local_date(LATER), amount_minor=minor, reference="№ 17", name="платёжка.pdf",
        content=b"%PDF-1.7 paid",
    )  # fmt: skip
    proof_given(Payout.objects.get(pk=payout.pk), paper, at=LATER, by="Ольга", person=None)


def reasons(at: datetime) -> dict[int, list[str]]:
    """Partner → what stands against his payout."""
    found = find_hurdles(Seen(list_due(before=at + timedelta(days=9)), at))
    return {pk: [one.reason for one in rows] for (pk, _currency), rows in found.items()}


def test_self_employed_becomes_a_proprietor(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    payout = paid(nina)
    change(nina, LegalForm.IP)
    nina.refresh_from_db()
    assert nina.legal_form == LegalForm.IP
    assert BankDetails.objects.get(partner=nina).replaced_at == LATER, (
        "40817 is no account of an IP."
    )
    assert Event.objects.get(name="legal_form.changed").payload["details_retired"] is True

    earn(nina, at=LATER)
    assert reasons(LATER)[nina.pk][0] == "no_bank_details"
    assert "npd_unknown" not in reasons(LATER + timedelta(days=1))[nina.pk]
    payout.refresh_from_db()
    assert payout.legal_form == LegalForm.NPD
    assert len(list_unreceipted([nina.pk])) == 1, (
        "What was paid to the self-employed wants a receipt."
    )
    with pytest.raises(Refusal, match="already"):
        change(nina, LegalForm.IP)
    assert_books_balance()


def test_the_requisites_must_suit(world: World) -> None:
    with pytest.raises(RequisitesRefused) as refusal:
        change(world.ivan, LegalForm.NPD, inn="7704123450")
    assert set(refusal.value.params["faults"]) == {"inn"}
    world.ivan.refresh_from_db()
    assert world.ivan.legal_form == LegalForm.OOO
    assert BankDetails.objects.get(partner=world.ivan).replaced_at is None


def test_a_foreign_company_in_euros_and_in_english(world: World) -> None:
    hans = partner_joined(
        name="Hans Software GmbH", email="hans@example.com", legal_form=LegalForm.FOREIGN,
        wished_code="HANS", offer=offer(), at=LONG_AGO,
    ).partner  # fmt: skip
    with pytest.raises(RequisitesRefused) as refusal:
        set_bank_details(
            hans, holder="Hans Software GmbH", account=f"{IBAN[:-1]}1", bic="DEUTDE", bank_name="",
            corr_account="", at=LONG_AGO, by="Hans", kind="iban",
        )  # fmt: skip
    assert refusal.value.params["faults"] == {"account": "check_digit", "bic": "swift"}
    set_bank_details(
        hans, holder="Hans Software GmbH", account=IBAN, bic="DEUTDEFF", bank_name="Deutsche Bank",
        corr_account="", at=LONG_AGO, by="Hans", kind="iban",
    )  # fmt: skip
    our_iban()
    at = datetime(2026, 10, 5, 9, tzinfo=UTC)
    payments_received([payment(client_of(hans, "Acme GmbH"), 50_000, at=at, currency="EUR")], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    payout = batch.payouts.get()
    assert (batch.rail, payout.currency, payout.amount_minor) == (Rail.PAIN, "EUR", 20_000)
    assert payout.purpose.startswith("Fee for services under public offer No. 1")
    assert payout.purpose.isascii()

    make_papers()
    said = text_of(Paper.objects.get(partner=hans))
    assert "Act of Services Rendered" in said
    assert "VAT is not charged." in said
    assert_books_balance()


def test_individuals_are_refused_until_switched_on(world: World) -> None:
    words = {
        "name": "Пётр Простой", "email": "petr@example.com", "legal_form": LegalForm.PERSON,
        "wished_code": "ПЁТР", "offer": offer(), "at": LATER,
    }  # fmt: skip
    with pytest.raises(IndividualsOff, match="self-employed"):
        partner_joined(**words)  # type: ignore[arg-type]
    assert not Partner.objects.filter(name="Пётр Простой").exists()
    nina = self_employed("Нина", inn=NINA_INN)
    with pytest.raises(IndividualsOff):
        change(nina, LegalForm.PERSON)

    set_option(PAY_INDIVIDUALS, True, at=LATER, by="Виктор")
    change(nina, LegalForm.PERSON)
    earn(nina, at=LATER)
    earn(nina, 300_000, at=LATER)
    batch = batch_formed(before=LATER + timedelta(days=9), at=LATER, by="Ольга").batch
    payout = batch.payouts.get()
    assert (batch.rail, payout.legal_form) == (Rail.MANUAL, LegalForm.PERSON)
    assert payout.purpose.startswith("Оплата услуг")
    assert payout.purpose_code == "1"
    assert (payout.amount_minor, to_transfer(payout), sum_before(payout)) == (160_000, 139_200, 0)

    tax = tax_of(payout)
    assert tax is not None
    assert (tax.on_top, sum_as_individuals([nina.pk], at=LATER)) == (48_000, {})
    later = LATER + timedelta(minutes=1)
    assert sum_as_individuals([nina.pk], at=later) == {nina.pk: 160_000}
    set_option(CONTRIBUTIONS_LIMIT, 1_000_00, at=LATER - timedelta(days=1), by="Виктор")
    set_option(REDUCED_CONTRIBUTIONS, True, at=later, by="Виктор")
    changed = tax_of(payout)
    assert changed is not None
    assert changed.on_top == 300_00 + 90_60, "What is set later is of later payouts."

    batch_approved(batch, at=LATER, by="Виктор")
    with pytest.raises(ProofRefused, match="Pay and enter"):
        prove(payout, payout.amount_minor)
    prove(payout, 139_200)
    payout.refresh_from_db()
    assert payout.status == "settled"

    set_option(PAY_INDIVIDUALS, False, at=LATER + timedelta(hours=1), by="Виктор")
    earn(nina, at=LATER + timedelta(hours=2))
    assert reasons(LATER + timedelta(hours=3))[nina.pk] == ["legal_form_off"]
    assert Payout.objects.count() == 1
    assert_books_balance()


def test_an_act_that_is_written_keeps_its_form(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, at=datetime(2026, 10, 5, 9, tzinfo=UTC))
    make_papers()
    act = Paper.objects.get(partner=nina)
    change(nina, LegalForm.IP)
    act.refresh_from_db()
    assert "налог на профессиональный доход" in act.content["vat_text"]
    assert act.on == date(2026, 10, 31)


@pytest.mark.parametrize("approved", [False, True])
def test_an_order_of_a_former_form_does_not_leave(world: World, approved: bool) -> None:
    """Nina becomes a proprietor while her order waits: it would name the regime that she has left."""
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, at=LATER)
    batch = batch_formed(before=LATER + timedelta(days=9), at=LATER, by="Ольга").batch
    if approved:
        batch_approved(batch, at=LATER, by="Виктор")
    change(nina, LegalForm.IP)
    step = batch_sent if approved else batch_approved
    with pytest.raises(StaleForm, match="Нина"):
        step(batch, at=LATER, by="Виктор")
    batch_cancelled(batch, at=LATER, by="Ольга")
    assert list_due(before=LATER + timedelta(days=9)), "It is due again."
    assert_books_balance()


def test_a_yes_of_yesterday_does_not_let_an_approved_order_leave(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, at=LATER)
    batch = batch_formed(before=LATER + timedelta(days=9), at=LATER, by="Ольга").batch
    batch_approved(batch, at=LATER, by="Виктор")
    with pytest.raises(StaleConfirmation, match="Нина"):
        batch_sent(batch, at=LATER + timedelta(days=1), by="Ольга")
    batch_sent(batch, at=LATER, by="Ольга")
    batch_sent(batch, at=LATER + timedelta(days=1), by="Ольга")  # the same file once more
    assert_books_balance()
