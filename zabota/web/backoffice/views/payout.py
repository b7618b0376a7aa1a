"""One payout: what it is made of, its attempts, and what staff do about them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.connectors.npd.operations import ask_if_unknown
from zabota.connectors.rails.operations.asking import ask_attempt
from zabota.domain.papers.queries.lists import find_notice
from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.models import (
    OPEN_ATTEMPTS,
    AttemptStatus,
    HandProof,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations.by_hand import (
    Evidence,
    is_by_hand,
    keeps_balance,
    may_be_by_hand,
)
from zabota.domain.payouts.operations.individuals import tax_of
from zabota.domain.payouts.operations.late import becomes_advance, find_rivals
from zabota.domain.payouts.operations.taking_out import find_taking_out, may_be_taken_out
from zabota.domain.payouts.queries.carriers import get_carrier
from zabota.domain.payouts.queries.individuals import get_contributions
from zabota.domain.people.rules import Right
from zabota.flows.batch_stepped import payout_taken_out
from zabota.flows.payout_by_hand import proof_confirmed, proof_given, proof_withdrawn
from zabota.flows.payouts_sent import payout_paid_after_all, payout_repeated
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import reason_of, refusals_said
from zabota.ui.amounts import money_text
from zabota.ui.columns import Table
from zabota.ui.lists import csv_of, one_page, wants_csv
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.typed import amount_of
from zabota.web.backoffice.words.rails import next_step
from zabota.web.wording.files import attachment, upload_of
from zabota.web.wording.individuals import contributions_words
from zabota.web.wording.payout_items import item_columns, item_header, item_line, items_of

MAY_FAIL = (PayoutStatus.SENT, PayoutStatus.SETTLED, PayoutStatus.UNKNOWN)


@staff_page(Right.READ)
@require_safe
def payout(request: HttpRequest, pk: int) -> HttpResponse:
    """One payout: what it is made of, where it went, and the bank's own lines about it."""
    shown = get_object_or_404(Payout.objects.select_related("partner", "batch"), pk=pk)
    table = Table(request, item_columns(), order="-amount")
    items = table.sorted(items_of(shown))
    if wants_csv(request):
        return csv_of(
            f"payout-{shown.order_number}", item_header(), items.select_related("payout"), item_line
        )
    waits = shown.hand_proofs.filter(withdrawn_at=None, confirmed_at=None).exists()
    attempts = list(shown.attempts.order_by("number"))
    late = [one for one in attempts if one.late_at and one.late_booked_at is None]
    rivals = find_rivals(shown) if late and shown.status == PayoutStatus.FAILED else []
    return page(
        request,
        "payouts/payout.html",
        section="payouts",
        payout=shown,
        page=one_page(request, items),
        table=table,
        lines=shown.statement_lines.select_related("statement").order_by("on", "pk"),
        may_fail=shown.status in MAY_FAIL or _was_refused(shown, attempts),
        late=late,
        rivals=rivals,
        as_advance=becomes_advance(shown, rivals),
        proved_by_hand=is_by_hand(shown),
        advances=shown.advances.order_by("pk"),
        may_take_out=may_be_taken_out(shown),
        taken_out=find_taking_out(shown),
        may_repeat=_was_refused(shown, attempts),
        may_ask=bool(attempts) and _may_ask(attempts[-1]),
        by_hand=may_be_by_hand(shown),
        keeps_balance=keeps_balance(shown),
        waiting_proof=waits,
        attempts=attempts,
        proofs=shown.hand_proofs.defer("body").order_by("pk"),
        tax=tax_of(shown),
        contributions=contributions_words(get_contributions(at=shown.formed_at)),
        next_step=next_step(
            shown.status, shown.batch.rail, attempts[-1] if attempts else None, proof=waits
        ),
        notice=find_notice(shown),
    )


def _was_refused(payout: Payout, attempts: list[PayoutAttempt]) -> bool:
    refused = bool(attempts) and attempts[-1].status == AttemptStatus.REFUSED
    return payout.status == PayoutStatus.APPROVED and refused


def _may_ask(attempt: PayoutAttempt) -> bool:
    """Whether somebody can be asked what became of it."""
    called = get_carrier(attempt.rail).manner == "calls" and attempt.sent_at is not None
    return called and attempt.status in OPEN_ATTEMPTS


@staff_page(Right.PAYOUTS)
@require_POST
def fail(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by hand that the bank returned the order; its rewards are due again.

    Where the rail can be asked it is asked first: what it has paid is not given up.
    """
    shown = get_object_or_404(Payout, pk=pk)
    with refusals_said(request):
        attempt = shown.attempts.filter(status__in=OPEN_ATTEMPTS, sent_at__isnull=False).first()
        if attempt and ask_attempt(attempt, at=now(), by=str(request.user)):
            shown.refresh_from_db()
            if shown.status not in MAY_FAIL or shown.status == PayoutStatus.SETTLED:
                _say_outcome(request, shown)
                return redirect("office:payout", pk)
        payout_failed(shown, reason=reason_of(request), at=now(), by=str(request.user))
        say(
            request,
            _("The payout is marked as returned: %(sum)s is due to the partner again.")
            % {"sum": money_text(Money(shown.amount_minor, shown.currency))},
        )
    return redirect("office:payout", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of a batch that has not left, with a reason; its rewards may be held at once."""
    payout = get_object_or_404(Payout, pk=pk)
    hold_them = bool(request.POST.get("hold"))
    with refusals_said(request):
        payout_taken_out(
            payout, reason=reason_of(request), at=now(), by=str(request.user), hold_them=hold_them
        )
        if hold_them:
            say(
                request,
                _("Taken out of the batch. Its rewards are held until somebody releases them."),
            )
        else:
            say(request, _("Taken out of the batch: its rewards are due again."))
    return redirect("office:payout", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the rail now what became of it, under the same key."""
    payout = get_object_or_404(Payout, pk=pk)
    with refusals_said(request):
        attempt = payout.attempts.filter(status__in=OPEN_ATTEMPTS).first()
        if attempt is None or not ask_attempt(attempt, at=now(), by=str(request.user)):
            raise Refusal("There is nobody to ask about this payout now.", code="nobody_to_ask")
        _say_outcome(request, payout)
    return redirect("office:payout", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def book_after_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Book what the rail paid although it had been given up."""
    payout = get_object_or_404(Payout, pk=pk)
    with refusals_said(request):
        payout_paid_after_all(payout, at=now(), by=str(request.user))
        if payout.advances.exists():
            say(request, _("It is booked as an advance: the next payouts are smaller by it."))
        else:
            say(request, _("The payout is booked as paid."))
    return redirect("office:payout", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Send anew what the rail refused for certain."""
    payout = get_object_or_404(Payout, pk=pk)
    with refusals_said(request):
        if payout.legal_form == LegalForm.NPD:
            ask_if_unknown(payout.inn, at=now(), clock=now)
        attempt = payout_repeated(payout, at=now(), by=str(request.user))
        ask_attempt(attempt, at=now(), by=str(request.user))
        _say_outcome(request, payout)
    return redirect("office:payout", pk)


def _say_outcome(request: HttpRequest, payout: Payout) -> None:
    payout.refresh_from_db()
    words = {"state": payout.get_status_display()}
    tone = {"settled": "good", "sent": "good", "failed": "late"}.get(payout.status, "wait")
    say(request, _("The rail has answered. The payout: %(state)s.") % words, tone=tone)


@staff_page(Right.PAYOUTS)
@require_POST
def give_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """It was paid by hand: the day, the sum, the reference and the paper."""
    payout = get_object_or_404(Payout, pk=pk)
    with refusals_said(request):
        name, content = upload_of(request, "proof")
        evidence = Evidence(
            on=_day(request),
            amount_minor=amount_of(request, payout.currency),
            reference=request.POST.get("reference", "").replace("\x00", ""),
            name=name,
            content=content,
            from_balance=request.POST.get("source") == "balance",
        )
        given = proof_given(
            payout, evidence, at=now(), by=str(request.user), person=request.user  # type: ignore[arg-type]
        )  # fmt: skip
        given.refresh_from_db()
        if given.confirmed_at:
            say(request, _("The payout is paid, and the proof is kept."))
        else:
            say(request, _("The proof is kept. Another person has to confirm it."), tone="wait")
    return redirect("office:payout", pk)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Refusal("Give the day on which it was paid.", code="no_day") from None


@staff_page(Right.PAYOUTS)
@require_POST
def confirm_proof(request: HttpRequest, pk: int, proof_pk: int) -> HttpResponse:
    """A second person has looked at the paper."""
    proof = get_object_or_404(HandProof, pk=proof_pk, payout=pk)
    with refusals_said(request):
        proof_confirmed(proof, at=now(), by=str(request.user), person=request.user)  # type: ignore[arg-type]
        say(request, _("The payout is paid, and the proof is kept."))
    return redirect("office:payout", pk)


@staff_page(Right.PAYOUTS)
@require_POST
def withdraw_proof(request: HttpRequest, pk: int, proof_pk: int) -> HttpResponse:
    """The proof was entered by mistake."""
    proof = get_object_or_404(HandProof, pk=proof_pk, payout=pk)
    with refusals_said(request):
        proof_withdrawn(proof, at=now(), by=str(request.user))
        say(request, _("The proof is taken back."))
    return redirect("office:payout", pk)


@staff_page(Right.READ)
@require_safe
def proof_file(request: HttpRequest, pk: int, proof_pk: int) -> HttpResponse:
    """The paper, as it was uploaded."""
    proof = get_object_or_404(HandProof, pk=proof_pk, payout=pk)
    return attachment(proof.name, bytes(proof.body), proof.media_type)
