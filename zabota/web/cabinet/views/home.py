"""Home: what he gets and when, what needs him, what is new."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import Attribution, PromoCode
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.payouts.queries import get_partner_balance, list_payable_items
from zabota.domain.programme.queries import (
    find_current_offer,
    find_offer_to_accept,
    list_unaccepted,
)
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.parts import Step
from zabota.ui.templatetags.ui import moment_words
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.rows import rewards_of, rows_of
from zabota.web.cabinet.words.leaving import find_notice
from zabota.web.cabinet.words.needs import Need, receipt_needs

LATEST = 6
DAYS = 7


class Coming(NamedTuple):
    """What is to be paid by a day."""

    day: date
    total: Money
    late: bool


@members_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The partner's first page; the number of questions does not grow with his payments."""
    partner, at = partner_of(request), now()
    balance = get_partner_balance(partner.pk, before=at)
    coming = _coming(partner, at)
    total = Money(sum(one.total.minor for one in coming))
    details = find_bank_details(partner)
    unaccepted = list_unaccepted([partner.pk], at=at).get(partner.pk, "")
    latest = rows_of(rewards_of(partner).order_by("-payment__paid_at", "-pk")[:LATEST])
    failed = (
        Payout.objects.filter(partner=partner, status=PayoutStatus.FAILED)
        .order_by("-failed_at")
        .first()
    )
    steps = _steps(
        partner,
        accepted=unaccepted != "offer_not_accepted",
        has_details=details is not None,
        earned=bool(latest),
    )
    return page(
        request,
        "home.html",
        section="home",
        balance=balance,
        pending=Money(balance.pending),
        due=Money(balance.due),
        held=Money(balance.held),
        way=Money(balance.on_the_way),
        paid=Money(balance.paid),
        owes=Money(-(balance.pending + balance.due)),
        coming=coming[:DAYS],
        total=total,
        first=coming[0].day if coming else None,
        last=coming[-1].day if coming else None,
        notice=find_notice(partner),
        needs=_needs(partner, unaccepted, details is not None, failed, at),
        latest=latest,
        steps=[] if all(step.state == "done" for step in steps) else steps,
    )


def _coming(partner: Partner, at: datetime) -> list[Coming]:
    """What is payable by the day of its deadline, net of what is carried over."""
    days: dict[date, int] = defaultdict(int)
    for item in list_payable_items([partner.pk]):
        if item.currency == "RUB":
            days[local_date(item.due_at)] += item.amount_minor
    today = local_date(at)
    return [Coming(day, Money(days[day]), day < today) for day in sorted(days) if days[day] > 0]


def _needs(
    partner: Partner, unaccepted: str, has_details: bool, failed: Payout | None, at: datetime
) -> list[Need]:
    needs = [*_offer_needs(partner, unaccepted, at), *receipt_needs(partner, at)]
    if not has_details:
        needs.append(
            Need(
                _("Enter your bank details"),
                _("You earn already; we only need to know where to pay."),
                reverse("cabinet:bank_details"),
                _("Enter"),
            )
        )
    elif failed is not None and _unsolved(partner, failed):
        needs.append(
            Need(
                _("The bank returned a payout"),
                _("%(reason)s. Check your bank details, and the payout leaves with the next batch.")
                % {"reason": failed.failure},
                reverse("cabinet:bank_details"),
                _("Check the details"),
                "late",
            )
        )
    if partner.status == PartnerStatus.PAUSED:
        needs.append(
            Need(
                _("Payouts are paused"),
                partner.status_reason or _("Your manager knows more. Rewards go on growing."),
                reverse("cabinet:rewards"),
                _("Rewards"),
            )
        )
    return needs


def _offer_needs(partner: Partner, unaccepted: str, at: datetime) -> list[Need]:
    """The offer that payouts need now or will need, if he has not accepted it."""
    if unaccepted == "offer_not_accepted" and not find_current_offer(at):
        return []
    title, why = _("Accept the offer"), _("You earn already; without the offer we may not pay.")
    if unaccepted == "offer_changed":
        title = _("Accept the new offer")
        why = _("You go on earning; what you earn is paid as soon as you have accepted it.")
    elif not unaccepted:
        coming = find_offer_to_accept(partner, at=at)
        if coming is None or coming.needed_from is None:
            return []
        title = _("Accept the new offer")
        why = _("From %(day)s on we may pay only by the new offer.") % {
            "day": moment_words(coming.needed_from)
        }
    return [Need(title, why, reverse("cabinet:offer"), _("Read and accept"))]


def _unsolved(partner: Partner, failed: Payout) -> bool:
    """Whether nothing was paid and no bank details were changed since the return."""
    details = find_bank_details(partner)
    since = failed.failed_at
    if details is None or since is None or details.valid_from > since:
        return False
    return not Payout.objects.filter(
        partner=partner, status=PayoutStatus.SETTLED, settled_at__gt=since
    ).exists()


def _steps(partner: Partner, *, accepted: bool, has_details: bool, earned: bool) -> list[Step]:
    """The road from joining to the first payout."""
    has_code = PromoCode.objects.filter(partner=partner).exists()
    has_client = Attribution.objects.filter(partner=partner, withdrawn_at=None).exists()
    paid = Payout.objects.filter(partner=partner, status=PayoutStatus.SETTLED).exists()
    done = [
        (_("Offer accepted"), accepted),
        (_("Promo code chosen"), has_code),
        (_("Bank details"), has_details),
        (_("First client"), has_client),
        (_("First payment"), earned),
        (_("First payout"), paid),
    ]
    first_open = next((n for n, (_label, is_done) in enumerate(done) if not is_done), len(done))
    return [
        Step(label, "done" if is_done else "now" if n == first_open else "later")
        for n, (label, is_done) in enumerate(done)
    ]
