"""Credit transfers out: an approved batch as an ISO 20022 file for the bank's internet office."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from zabota.connectors.bank.operations.ordering import AnotherRail, NotApproved
from zabota.connectors.bank.translate.pain_writer import (
    PAIN_FORMATS,
    CreditTransfer,
    Debtor,
    PainHeader,
    TransferRefused,
    write_credit_transfers,
)
from zabota.domain.invoices.models import Letterhead
from zabota.domain.payouts.facts import RailFile
from zabota.domain.payouts.models import (
    AttemptStatus,
    Batch,
    BatchStatus,
    Payout,
    PayoutAttempt,
    Rail,
)
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.workdays import first_bank_day


class FileRefused(Refusal):
    """The bank would not take the file, with what to do."""

    code = "file_refused"


def has_iban() -> bool:
    """Whether the owner has given the account that is paid from."""
    return Letterhead.objects.exclude(iban="").exists()


def credit_transfers(batch: Batch, at: datetime, form: str) -> RailFile:
    """The transfers of a batch as pain.001; the same batch gives the same file all day.

    A later day asks the bank for that day: none would carry out yesterday's order.

    Raises NotApproved before approval and after cancelling, FileRefused for what does not fit.
    """
    if batch.status not in (BatchStatus.APPROVED, BatchStatus.SENT):
        raise NotApproved("Approve the batch first: orders leave only after that.")
    if batch.rail != Rail.PAIN:
        raise AnotherRail("This batch does not leave by an ISO 20022 file.")
    form = form or PAIN_FORMATS[0]
    try:
        written = write_credit_transfers(_transfers(batch), _header(batch, at), form=form)
    except TransferRefused as refused:
        raise _explained(refused) from refused
    notes = tuple(f"{ours} → {theirs}" for ours, theirs in written.written_over)
    return RailFile(
        name=f"payouts-{batch.pk}-{form}.xml",
        content=written.content,
        media_type="application/xml",
        notes=notes,
    )


def _transfers(batch: Batch) -> list[CreditTransfer]:
    wanted = [AttemptStatus.PREPARED, AttemptStatus.SENT, AttemptStatus.SETTLED]
    attempts = PayoutAttempt.objects.filter(payout__batch=batch, status__in=wanted)
    rows = attempts.select_related("payout").order_by("payout__order_number")
    return [_transfer(attempt.payout, attempt.key) for attempt in rows]


def _transfer(payout: Payout, key: str) -> CreditTransfer:
    return CreditTransfer(
        key=key,
        amount=payout.amount_minor,
        name=payout.holder,
        iban=payout.account,
        bic=payout.bic,
        text=payout.purpose,
    )


def _header(batch: Batch, at: datetime) -> PainHeader:
    letterhead = Letterhead.objects.exclude(iban="").first()
    if letterhead is None:
        raise FileRefused(
            "We do not know from which account to pay: the owner gives the IBAN in the settings."
        )
    approved = batch.approved_at or at
    return PainHeader(
        message_id=f"ZABOTA-{batch.pk}",
        made_at=localtime(approved),
        execute_on=first_bank_day(
            local_date(max(approved, at)), country=letterhead.iban[:2], currency=batch.currency
        ),
        currency=batch.currency,
        debtor=Debtor(name=letterhead.english_name, iban=letterhead.iban, bic=letterhead.swift),
    )


def _explained(refused: TransferRefused) -> FileRefused:
    params = {"whose": refused.whose, "field": refused.field, "detail": refused.detail}
    if refused.code == "too_long":
        return FileRefused(
            "%(whose)s: the bank takes no text that long (%(field)s, %(detail)s), and we cut "
            "nothing. Take the payout out of the batch; shortened, it goes into the next one.",
            **params,
        )
    if refused.code == "sign":
        return FileRefused(
            "%(whose)s: the sign “%(detail)s” cannot be written in Latin letters (%(field)s). "
            "Take the payout out of the batch; put right, it goes into the next one.",
            **params,
        )
    if refused.code == "nothing_to_write":
        return FileRefused("There is nothing in this batch to pay.")
    return FileRefused(
        "%(whose)s: the bank would not take it, %(field)s is wrong (%(reason)s). Take the "
        "payout out of the batch; put right, it goes into the next one.",
        reason=refused.code,
        **params,
    )
