"""Payouts on every rail, at the moments when a person has something to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from tests.flows.test_rails import abroad, our_iban
from tests.make.money import client_of, partner, payment
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payouts.facts import FOUR_EYES, PAY_INDIVIDUALS
from zabota.domain.payouts.models import AttemptStatus, Batch, Payout, PayoutStatus, Rail
from zabota.domain.payouts.operations.by_hand import Evidence
from zabota.domain.payouts.operations.individuals import to_transfer
from zabota.domain.settings.operations import set_option
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payout_by_hand import proof_given
from zabota.kit.clock import local_date


def _approved(at: datetime, *, rail: Rail | None = None) -> Batch:
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batches[-1]
    if rail:
        Batch.objects.filter(pk=batch.pk).update(rail=rail)
        batch.refresh_from_db()
    batch_approved(batch, at=at, by="Виктор")
    return batch


def euros(at: datetime) -> Batch:
    """An approved batch in euros, its payee's name to be written over."""
    nordwind = partner("Нордвинд", "НОРД")
    abroad(nordwind)
    our_iban()
    nordwind.bank_details.filter(kind="iban").update(holder="Нордвинд Системс")
    payments_received([payment(client_of(nordwind, "Гроот"), currency="EUR", at=at)], at=at)
    return _approved(at)


def unknown(at: datetime) -> Payout:
    """YooKassa has not answered."""
    nina = partner("Нина Петрова", "НИНА")
    payments_received([payment(client_of(nina, "Вектор"), at=at)], at=at)
    batch = _approved(at, rail=Rail.YOOKASSA)
    batch_sent(batch, at=at, by="Ольга")
    payout = batch.payouts.get()
    payout.attempts.update(
        status=AttemptStatus.UNKNOWN, sent_at=at, asked_at=at, reason="ReadTimeout: timed out"
    )
    batch.payouts.update(status=PayoutStatus.UNKNOWN)
    return payout


def by_hand(at: datetime) -> tuple[Payout, Payout]:
    """Two private persons: one to be paid, one whose proof waits for a second person."""
    for option in (PAY_INDIVIDUALS, FOUR_EYES):
        set_option(option, True, at=at, by="Виктор")
    for name, code in (("Пётр Ильин", "ПЁТР"), ("Анна Орлова", "АННА")):
        person = partner(name, code)
        Partner.objects.filter(pk=person.pk).update(legal_form=LegalForm.PERSON)
        payments_received([payment(client_of(person, f"Клиент {code}"), at=at)], at=at)
    batch = _approved(at)
    first, second = batch.payouts.order_by("pk")
    evidence = Evidence(
        on=local_date(at), amount_minor=to_transfer(second), reference="п/п 77",
        name="платёжка.pdf", content=b"%PDF-1.7 paid",
    )  # fmt: skip
    proof_given(second, evidence, at=at, by="Ольга")
    return first, second


def addresses(at: datetime) -> list[str]:
    """The pages of all of them."""
    batch, asked, (first, second) = euros(at), unknown(at), by_hand(at)
    return [
        reverse("office:batch", args=[batch.pk]),
        reverse("office:batch", args=[first.batch_id]),
        *(reverse("office:payout", args=[one.pk]) for one in (asked, first, second)),
        reverse("office:new_connection", args=["yookassa_payouts"]),
    ]
