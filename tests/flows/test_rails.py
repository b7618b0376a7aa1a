"""Each rail takes a payout out and tells what became of it; what is not known is never repeated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.connectors.bank.camt import (
    OUR_IBAN,
    balance,
    camt,
    charge,
    charges,
    details,
    entry,
    party,
    record,
)
from tests.flows.test_bank_road import bring
from tests.make.money import NOON, client_of, payment
from tests.world import World, assert_books_balance
from zabota.domain.invoices.operations.settings import change_letterhead
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.partners.operations import RequisitesRefused, set_bank_details
from zabota.domain.payouts.models import AttemptStatus, Batch, Payout, PayoutStatus, Rail
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.payouts.queries.carriers import get_carrier
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
WEEK = NOON + timedelta(days=7)
THEIRS = "NL91ABNA0417164300"


def abroad(partner: Partner, *, account: str = THEIRS) -> None:
    """The partner is a foreign company and gave his IBAN."""
    Partner.objects.filter(pk=partner.pk).update(legal_form=LegalForm.FOREIGN)
    partner.refresh_from_db()
    partner.bank_details.update(replaced_at=NOON - timedelta(days=60))
    set_bank_details(
        partner, kind="iban", holder="Acme Integrations B.V.", account=account, bic="ABNANL2A",
        bank_name="ABN AMRO", corr_account="", at=NOON - timedelta(days=30), by="Jan",
    )  # fmt: skip


def our_iban() -> None:
    """The owner has told from where euros are paid."""
    change_letterhead(pictures={}, english_name="Zabota LLC", iban=OUR_IBAN, swift="COBADEFFXXX")


def euros(world: World) -> Batch:
    """Rita is paid 400 euros: her batch, approved."""
    abroad(world.rita)
    our_iban()
    client = client_of(world.rita, "Groot")
    payments_received([payment(client, currency="EUR")], at=NOON)
    batch = batch_formed(before=WEEK, at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    return batch


def movement(amount: str, key: str, *, mark: str, extra: str = "") -> bytes:
    """A statement of our euro account with one movement."""
    inside = details(party(iban=THEIRS, role="Cdtr"), e2e=key, text="Agency fee")
    closing = "600.00" if mark == "DBIT" else "1400.00"
    return camt(
        record(
            balance("OPBD", "1000.00"),
            balance("CLBD", closing),
            entry(amount, inside, mark=mark, ref=f"B{mark}", extra=extra),
        )
    )


def test_euros_leave_in_a_file_and_come_back_by_their_key(world: World) -> None:
    batch = euros(world)
    assert (batch.rail, batch.currency) == (Rail.PAIN, "EUR")
    carrier = get_carrier(batch.rail)
    files = [carrier.prepare(batch, NOON, form) for form in carrier.formats]
    batch_sent(batch, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    attempt = payout.attempts.get()
    assert all(file and attempt.key.encode() in file.content for file in files)
    assert carrier.prepare(batch, NOON, carrier.formats[0]) == files[0], "again is the same file"
    assert (payout.status, attempt.status) == (PayoutStatus.SENT, AttemptStatus.SENT)

    wrong = bring(movement("399.99", attempt.key, mark="DBIT").replace(b"600.00", b"600.01"))
    assert wrong.settled == 0, "another amount is not it"
    assert bring(movement("400.00", attempt.key, mark="DBIT")).settled == 1
    payout.refresh_from_db()
    attempt.refresh_from_db()
    assert (payout.status, attempt.status) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert_books_balance()

    bring(movement("400.00", attempt.key, mark="CRDT", extra="<RvslInd>true</RvslInd>"))
    payout.refresh_from_db()
    attempt.refresh_from_db()
    assert (payout.status, attempt.status) == (PayoutStatus.FAILED, AttemptStatus.FAILED)
    again = batch_formed(before=WEEK, at=NOON, by="Ольга").batch
    assert again.payouts.get().amount_minor == 40_000
    assert_books_balance()


def test_a_return_less_the_banks_fee_is_the_payout_and_says_why(world: World) -> None:
    """400 went out with 2 on top; 397 came back, because the account is closed."""
    batch = euros(world)
    batch_sent(batch, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    key = payout.attempts.get().key
    gone = details(party(iban=THEIRS, role="Cdtr"), amount="400.00", e2e=key)
    back = details(
        party(iban=THEIRS, role="Cdtr")
        + "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" + charges(charge("3.00", included="true")),
        text=f"RETURN {key}",
    )  # fmt: skip
    on_top = charges(charge("2.00", included="true"))
    out, home = entry("402.00", gone, mark="DBIT", ref="O", extra=on_top), entry("397.00", back)
    ends = balance("OPBD", "1000.00"), balance("CLBD", "995.00")
    statement = bring(camt(record(ends[0], out, home, ends[1])))
    assert (statement.settled, statement.status) == (1, "imported")
    payout.refresh_from_db()
    assert (payout.status, payout.failure) == (PayoutStatus.FAILED, "счёт получателя закрыт (AC04)")
    assert batch_formed(before=WEEK, at=NOON, by="Ольга").batch.payouts.get().amount_minor == 40_000
    assert_books_balance()


def swift(*lines: str, closing: str) -> bytes:
    """A SWIFT statement of our euro account that opened with 1000."""
    head = [":20:REF", f":25:{OUR_IBAN}", ":28C:1/1", ":60F:C261119EUR1000,00"]
    return "\r\n".join([*head, *lines, f":62F:{closing}", "-"]).encode()


@pytest.mark.parametrize(
    "words",
    [
        "159?00RETOURE?20EREF+{key}?21SVWZ+Agency fee?22MTLG:Konto erloschen",
        "166?00GUTSCHRIFT?20RETURN OF PAYMENT?21{key} AC04",
        "RETURN OF FUNDS {key} ACCOUNT CLOSED",
    ],
)
def test_a_payout_that_a_bank_returns_in_its_own_words_is_due_again(
    world: World, words: str
) -> None:
    """The key was lost behind the words before it, and the return stood as a client's payment."""
    batch = euros(world)
    batch_sent(batch, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    key = payout.attempts.get().key
    out = [":61:2611201120D400,00NTRFNONREF//B1", f":86:177?20EREF+{key}?21SVWZ+Agency fee"]
    assert bring(swift(*out, closing="C261120EUR600,00")).settled == 1
    back = [":61:2611201120C400,00NTRFNONREF//B2", f":86:{words.format(key=key)}"]
    read = bring(swift(*back, closing="C261120EUR1400,00"))
    assert (read.recorded, read.waiting) == (0, 0)
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.FAILED
    assert batch_formed(before=WEEK, at=NOON, by="Ольга").batch.payouts.get().amount_minor == 40_000
    assert_books_balance()


@pytest.mark.parametrize("form", ["pain.001.001.09", "pain.001.001.03"])
def test_a_file_asks_for_a_day_when_the_bank_works(world: World, form: str) -> None:
    """Approved on Friday the 20th; what is downloaded later is for that later day."""
    batch = euros(world)
    for now, day in (
        (datetime(2026, 11, 20, 9, tzinfo=UTC), "2026-11-20"),
        (datetime(2026, 11, 20, 21, 30, tzinfo=UTC), "2026-11-23"),  # Saturday already, in Moscow
        (datetime(2026, 11, 22, 12, tzinfo=UTC), "2026-11-23"),
        (datetime(2026, 12, 24, 12, tzinfo=UTC), "2026-12-24"),
        (datetime(2026, 12, 25, 12, tzinfo=UTC), "2026-12-28"),
        (datetime(2027, 3, 26, 12, tzinfo=UTC), "2027-03-30"),  # Good Friday, Easter Monday
    ):
        file = get_carrier(batch.rail).prepare(batch, now, form)
        assert file is not None
        assert f">{day}<".encode() in file.content.partition(b"ReqdExctnDt")[2][:60]


def test_without_our_iban_euros_wait(world: World) -> None:
    abroad(world.rita)
    payments_received([payment(client_of(world.rita, "Groot"), currency="EUR")], at=NOON)
    with pytest.raises(NothingDue):
        batch_formed(before=WEEK, at=NOON, by="Ольга")
    our_iban()
    payments_received([payment(world.acme)], at=NOON)
    formed = batch_formed(before=WEEK, at=NOON, by="Ольга")
    assert [(one.rail, one.currency) for one in formed.batches] == [
        (Rail.ONE_C, "RUB"), (Rail.PAIN, "EUR"),
    ]  # fmt: skip


def test_roubles_are_not_paid_to_an_iban(world: World) -> None:
    abroad(world.rita)
    payments_received([payment(client_of(world.rita, "Рубль")), payment(world.acme)], at=NOON)
    formed = batch_formed(before=WEEK, at=NOON, by="Ольга")
    assert [(one.partner_id, one.reason) for one in formed.left_out] == [
        (world.rita.pk, "only_iban")
    ]
    with pytest.raises(RequisitesRefused):
        abroad(world.ivan, account="NL92ABNA0417164300")


def test_a_file_that_does_not_fit_leaves_nothing_behind(world: World) -> None:
    abroad(world.rita)
    our_iban()
    world.rita.bank_details.update(holder="株式会社")
    payments_received([payment(client_of(world.rita, "Groot"), currency="EUR")], at=NOON)
    batch = batch_formed(before=WEEK, at=NOON, by="Ольга").batch
    with pytest.raises(Refusal, match="Approve"):
        get_carrier(batch.rail).prepare(batch, NOON, "")
    batch_approved(batch, at=NOON, by="Ольга")
    with pytest.raises(Refusal, match="Latin"):
        get_carrier(batch.rail).prepare(batch, NOON, "")
    batch_cancelled(batch, at=NOON, by="Ольга")
    assert Payout.objects.get().attempts.get().status == AttemptStatus.REFUSED
    assert_books_balance()


def test_a_payout_has_one_attempt_under_way(world: World) -> None:
    batch = euros(world)
    batch_approved(batch, at=NOON, by="Ольга")
    assert Payout.objects.get().attempts.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'payouts_one_open_attempt'"
        )
        assert "UNIQUE" in cursor.fetchone()[0]
