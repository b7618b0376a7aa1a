"""Rails on the pages of a batch and a payout: the file, the next step, proofs by hand, who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_rails import abroad, our_iban
from tests.make.money import NOON, client_of, payment
from tests.web.backoffice.conftest import EVERYTHING
from tests.world import World, assert_books_balance
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.facts import FOUR_EYES, PAY_INDIVIDUALS, RailWord
from zabota.domain.payouts.models import (
    AttemptStatus,
    Batch,
    BatchStatus,
    HandProof,
    Payout,
    PayoutAttempt,
    PayoutStatus,
    Rail,
)
from zabota.domain.payouts.operations.individuals import to_transfer
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.settings.operations import set_option
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_sent import attempt_told

pytestmark = pytest.mark.django_db
Toasts = Callable[..., list[str]]
PAPER = b"%PDF-1.7 a payment order with the stamp of the bank"


@pytest.fixture
def euros(world: World) -> Batch:
    """Rita abroad has 400 euros in an approved batch; her firm has a Cyrillic name."""
    abroad(world.rita)
    our_iban()
    world.rita.bank_details.filter(kind="iban").update(holder="Рита Софт")
    payments_received([payment(client_of(world.rita, "Groot"), currency="EUR")], at=NOON)
    batch = batch_formed(before=EVERYTHING, at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    return batch


@pytest.fixture
def by_hand(world: World) -> Payout:
    """Ivan is a private person with 400 roubles in an approved batch."""
    set_option(PAY_INDIVIDUALS, True, at=NOON, by="Виктор")
    type(world.ivan).objects.filter(pk=world.ivan.pk).update(legal_form=LegalForm.PERSON)
    payments_received([payment(world.acme)], at=NOON)
    batch = batch_formed(before=EVERYTHING, at=NOON + timedelta(hours=1), by="Ольга").batch
    assert batch.rail == Rail.MANUAL
    batch_approved(batch, at=NOON + timedelta(hours=1), by="Ольга")
    return batch.payouts.get()


def prove(visitor: Visitor, payout: Payout, **changed: object) -> object:
    """Send the form of a payment by hand."""
    form = {
        "on": "2026-11-20", "amount": f"{to_transfer(payout) / 100:.2f}", "reference": "п/п 77",
        "proof": SimpleUploadedFile("платёжка.pdf", PAPER), **changed,
    }  # fmt: skip
    return visitor.post(reverse("office:give_proof", args=[payout.pk]), form, follow=True)


def look(payout: Payout) -> tuple[str, str]:
    """The payout and its batch."""
    payout.refresh_from_db()
    payout.batch.refresh_from_db()
    return payout.status, payout.batch.status


def test_the_file_says_beforehand_what_it_writes_in_latin(finance: Visitor, euros: Batch) -> None:
    page = finance.get(reverse("office:batch", args=[euros.pk])).content.decode()
    assert "Рита Софт → Rita Soft" in page
    where = reverse("office:batch_orders", args=[euros.pk])
    old = finance.post(where, {"format": "pain.001.001.03"})
    new = finance.post(where)
    assert (old["Content-Type"], new["X-Content-Type-Options"]) == ("application/xml", "nosniff")
    assert b"pain.001.001.03" in old.content
    assert b"pain.001.001.09" in new.content
    assert finance.post(where).content == new.content
    euros.refresh_from_db()
    assert euros.status == BatchStatus.SENT
    page = finance.get(reverse("office:payout", args=[euros.payouts.get().pk])).content.decode()
    assert euros.payouts.get().attempts.get().key in page
    assert "€" in page


def test_no_file_and_why(finance: Visitor, euros: Batch, toasts: Toasts) -> None:
    euros.payouts.update(holder="株式会社")
    page = finance.get(reverse("office:batch", args=[euros.pk])).content.decode()
    assert "cannot be written in Latin letters" in page
    assert "Download the file" not in page
    answer = finance.post(reverse("office:batch_orders", args=[euros.pk]), follow=True)
    assert "cannot be written in Latin letters" in toasts(answer)[0]
    euros.refresh_from_db()
    assert euros.status == BatchStatus.APPROVED
    for form in ("pain.001.001.99", "x\x00"):
        again = finance.post(reverse("office:batch_orders", args=[euros.pk]), {"format": form})
        assert again.status_code == 302


def test_paid_by_hand_with_a_proof(finance: Visitor, by_hand: Payout, toasts: Toasts) -> None:
    where = reverse("office:payout", args=[by_hand.pk])
    assert "Pay it by hand, then give the proof here" in finance.get(where).content.decode()
    for changed, said in (
        ({"amount": "399,99"}, "Pay and enter the exact sum"),
        ({"amount": "много"}, "as a number"),
        ({"on": "2026-11-19"}, "The day lies between"),
        ({"on": "вчера"}, "Give the day"),
        ({"reference": " "}, "Name the payment"),
        ({"proof": SimpleUploadedFile("x.txt", b"paid")}, "PDF, a JPEG or a PNG"),
        ({"proof": ""}, "Choose a file"),
    ):
        assert said in toasts(prove(finance, by_hand, **changed))[0]
    assert look(by_hand) == (PayoutStatus.APPROVED, BatchStatus.APPROVED)
    prove(finance, by_hand)
    assert look(by_hand) == (PayoutStatus.SETTLED, BatchStatus.SENT)
    proof = HandProof.objects.get()
    file = finance.get(reverse("office:proof_file", args=[by_hand.pk, proof.pk]))
    assert (file.content, file["X-Content-Type-Options"]) == (PAPER, "nosniff")
    assert "lies here already" not in toasts(prove(finance, by_hand))[0]
    assert_books_balance()

    finance.post(reverse("office:fail_payout", args=[by_hand.pk]), {"reason": "вернулось"})
    assert look(by_hand)[0] == PayoutStatus.FAILED
    assert_books_balance()


def test_with_four_eyes_another_one_confirms(
    finance: Visitor, by_hand: Payout, toasts: Toasts
) -> None:
    set_option(FOUR_EYES, True, at=NOON, by="Виктор")
    prove(finance, by_hand)
    proof = HandProof.objects.get()
    confirm = reverse("office:confirm_proof", args=[by_hand.pk, proof.pk])
    assert "another person has to confirm" in toasts(finance.post(confirm, follow=True))[0]
    assert look(by_hand)[0] == PayoutStatus.APPROVED
    assert "lies here already" in toasts(prove(finance, by_hand))[0]
    withdraw = reverse("office:withdraw_proof", args=[by_hand.pk, proof.pk])
    finance.post(withdraw)
    prove(finance, by_hand, reference="п/п 78")
    second = HandProof.objects.get(withdrawn_at=None)

    vera = add_person(email="vera@example.com", name="Вера", language="en")
    give_role(vera, role=Role.FINANCE)
    other = Visitor(headers={"accept-language": "en"})
    other.force_login(vera, backend="allauth.account.auth_backends.AuthenticationBackend")
    other.post(reverse("office:confirm_proof", args=[by_hand.pk, proof.pk]))
    assert look(by_hand)[0] == PayoutStatus.APPROVED, "a proof taken back does not count"
    other.post(reverse("office:confirm_proof", args=[by_hand.pk, second.pk]))
    assert look(by_hand) == (PayoutStatus.SETTLED, BatchStatus.SENT)
    assert (
        "counts already"
        in toasts(
            other.post(reverse("office:withdraw_proof", args=[by_hand.pk, second.pk]), follow=True)
        )[-1]
    )
    assert_books_balance()


def test_an_order_of_the_bank_is_not_proved_by_hand(
    finance: Visitor, formed: Batch, toasts: Toasts
) -> None:
    batch_approved(formed, at=NOON, by="Ольга")
    payout = formed.payouts.get()
    assert "not paid by hand" in toasts(prove(finance, payout))[0]
    assert (
        "Paid by hand"
        not in finance.get(reverse("office:payout", args=[payout.pk])).content.decode()
    )


def test_the_unknown_says_what_to_do(finance: Visitor, formed: Batch, toasts: Toasts) -> None:
    """Without a connection there is nobody to ask, and it says so; a proof settles it at last."""
    Batch.objects.filter(pk=formed.pk).update(rail=Rail.YOOKASSA)
    formed.refresh_from_db()
    batch_approved(formed, at=NOON, by="Ольга")
    sending = reverse("office:send_batch", args=[formed.pk])
    assert "the owner sets one up" in toasts(finance.post(sending, follow=True))[0]
    batch_sent(formed, at=NOON, by="Ольга")
    Payout.objects.update(status=PayoutStatus.UNKNOWN)
    PayoutAttempt.objects.update(status=AttemptStatus.UNKNOWN, sent_at=NOON, reason="ReadTimeout")
    payout = Payout.objects.get()
    assert "Stuck payouts" in finance.get(reverse("office:desk")).content.decode()
    stuck = finance.get(f"{reverse('office:payouts')}?state=stuck").context["page"].object_list
    assert list(stuck) == [payout]
    assert "YooKassa" in finance.get(reverse("office:batches")).content.decode()
    page = finance.get(reverse("office:payout", args=[payout.pk])).content.decode()
    assert "Nobody knows whether it was made" in page
    assert "Ask again" in page
    assert "ReadTimeout" in page
    answer = finance.post(reverse("office:ask_payout", args=[payout.pk]), follow=True)
    assert toasts(answer) == ["There is nobody to ask about this payout now."]
    repeated = finance.post(reverse("office:repeat_payout", args=[payout.pk]), follow=True)
    assert "Only a payout that the rail has refused" in toasts(repeated)[0]
    assert "Where the money left" in page
    prove(finance, payout, source="balance")
    assert look(payout)[0] == PayoutStatus.SETTLED
    assert get_account_balance("vendor:yookassa") == -payout.amount_minor
    page = finance.get(reverse("office:payout", args=[payout.pk])).content.decode()
    assert "from the balance at YooKassa" in page
    # The rail may still pay it too: it is asked about for a while, and an alarm would be raised.
    assert PayoutAttempt.objects.get().status == AttemptStatus.GIVEN_UP
    assert_books_balance()


def given_up(finance: Visitor, formed: Batch) -> Payout:
    """YooKassa was called about Ivan's payout, and Olga does not wait for its word."""
    Batch.objects.filter(pk=formed.pk).update(rail=Rail.YOOKASSA)
    formed.refresh_from_db()
    batch_approved(formed, at=NOON, by="Ольга")
    batch_sent(formed, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    PayoutAttempt.objects.update(sent_at=NOON)
    finance.post(reverse("office:fail_payout", args=[payout.pk]), {"reason": "не дошло"})
    return payout


def test_what_was_paid_after_all_is_booked_by_hand(
    finance: Visitor, formed: Batch, toasts: Toasts
) -> None:
    """Another batch has its rewards: the page says what to do first."""
    payout = given_up(finance, formed)
    address = reverse("office:payout", args=[payout.pk])
    assert "We ask about it for a month" in finance.get(address).content.decode()
    book = reverse("office:book_payout", args=[payout.pk])
    assert "has not said that it paid" in toasts(finance.post(book, follow=True))[0]
    second = batch_formed(before=EVERYTHING, at=NOON, by="Ольга").batch
    attempt_told(PayoutAttempt.objects.get(), RailWord(end="settled", external_id="po-1"), at=NOON)
    assert "Paid after all" in finance.get(reverse("office:desk")).content.decode()
    assert "Book it as paid" in finance.get(address).content.decode()
    assert "Cancel that batch" in toasts(finance.post(book, follow=True))[0]
    batch_cancelled(second, at=NOON, by="Ольга")
    assert toasts(finance.post(book, follow=True)) == ["The payout is booked as paid."]
    assert look(payout)[0] == PayoutStatus.SETTLED
    assert_books_balance()


def test_what_was_paid_twice_is_booked_as_an_advance(
    finance: Visitor, formed: Batch, toasts: Toasts
) -> None:
    """The other batch has left: one click, and the next payout of Ivan is smaller."""
    payout = given_up(finance, formed)
    address = reverse("office:payout", args=[payout.pk])
    second = batch_formed(before=EVERYTHING, at=NOON, by="Ольга").batch
    batch_approved(second, at=NOON, by="Ольга")
    batch_sent(second, at=NOON, by="Ольга")
    word = RailWord(end="settled", external_id="po-1")
    attempt_told(payout.attempts.get(), word, at=NOON)
    assert "Book it as an advance" in finance.get(address).content.decode()
    booked = finance.post(reverse("office:book_payout", args=[payout.pk]), follow=True)
    assert "as an advance" in toasts(booked)[0]
    assert "is an advance" in booked.content.decode()
    assert "Paid after all" not in finance.get(reverse("office:desk")).content.decode()
    assert_books_balance()
    client = client_of(payout.partner, "Сигма")
    payments_received([payment(client, 250_000)], at=NOON)
    third = batch_formed(before=EVERYTHING, at=NOON, by="Ольга").batch.payouts.get()
    assert third.amount_minor == 60_000
    assert (
        "advance, netted" in finance.get(reverse("office:payout", args=[third.pk])).content.decode()
    )
    assert_books_balance()


def test_only_finance_touches_a_payout(
    support: Visitor, keeper: Visitor, member: Visitor, stranger: Visitor, by_hand: Payout,
    finance: Visitor,
) -> None:  # fmt: skip
    set_option(FOUR_EYES, True, at=NOON, by="Виктор")
    prove(finance, by_hand)
    proof = HandProof.objects.get()
    posts = [
        reverse(f"office:{name}", args=[by_hand.pk])
        for name in ("ask_payout", "repeat_payout", "book_payout", "give_proof")
    ] + [
        reverse("office:confirm_proof", args=[by_hand.pk, proof.pk]),
        reverse("office:withdraw_proof", args=[by_hand.pk, proof.pk]),
        reverse("office:send_batch", args=[by_hand.batch_id]),
    ]
    for address in posts:
        assert support.post(address).status_code == 403
        assert keeper.post(address).status_code == 403
        assert member.post(address).status_code in (302, 403, 404)
        assert stranger.post(address).status_code == 302
    file = reverse("office:proof_file", args=[by_hand.pk, proof.pk])
    assert support.get(file).status_code == 200
    assert stranger.get(file).status_code == 302
    assert member.get(file).status_code in (302, 403, 404)
    assert (
        finance.get(reverse("office:proof_file", args=[by_hand.pk + 1, proof.pk])).status_code
        == 404
    )
    assert look(by_hand)[0] == PayoutStatus.APPROVED
