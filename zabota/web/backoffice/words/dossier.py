"""The dossier of a payout: the evidence behind every rouble of it, on one paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.domain.attribution.models import Attribution
from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.payouts.models import Payout
from zabota.domain.rewards.models import Reward
from zabota.kit.money import Money
from zabota.kit.typesetting import typeset
from zabota.ui.amounts import money_text
from zabota.web.backoffice.words.checks import found_sentence
from zabota.web.backoffice.words.history import events_of, told_of
from zabota.web.backoffice.words.rewards import explained, taken_for

Pair = list[str]


def dossier_of(payout: Payout, *, at: datetime) -> bytes:
    """The PDF: payments, rewards, attributions, acceptance, details, checks; what was known at `at`."""
    rewards = _rewards(payout)
    title = _("Dossier of payout No. %(number)s") % {"number": payout.order_number}
    sections = (
        (_("Payments and rewards"), _earned(rewards)),
        (_("What was taken back or put back"), _taken(payout)),
        (_("Whose clients they are, and why"), _attributions(rewards)),
        (_("Acceptance of the offer"), _acceptances(payout)),
        (_("Bank details of the partner"), _details(payout)),
        (_("Papers and receipts"), _papers(payout, rewards)),
        (_("Checks, holds and releases"), _checks(payout, rewards)),
        (_("The road of the payout"), _road(payout)),
    )
    return typeset(
        "dossier",
        {
            "language": get_language() or "ru",
            "of": _("of"),
            "page_word": _("Page"),
            "title": title,
            "made": _("Put together on %(day)s") % {"day": _moment(at)},
            "nothing": _("Nothing."),
            "facts": _facts(payout),
            "sections": [{"title": name, "lines": lines} for name, lines in sections],
        },
    )


def _facts(payout: Payout) -> list[Pair]:
    return [
        [_("Partner"), f"{payout.partner}, {payout.inn}"],
        [_("Amount"), _sum(payout.amount_minor, payout.currency)],
        [_("State"), str(payout.get_status_display())],
        [_("Formed on"), _moment(payout.formed_at)],
        [_("Paid"), _moment(payout.settled_at)],
        [_("Payment order"), f"{payout.order_number}: {payout.purpose}"],
        [_("Account"), f"{payout.account}, {payout.bank_name}"],
        [_("Proof"), payout.proof or "—"],
    ]


def _rewards(payout: Payout) -> list[Reward]:
    return list(
        Reward.objects.filter(payout_items__payout=payout)
        .select_related(
            "clause__version", "clause__special", "payment__client", "attribution__promo_code"
        )
        .order_by("payment__paid_at", "pk")
    )


def _earned(rewards: Iterable[Reward]) -> list[Pair]:
    return [
        [
            f"{reward.payment.client}: {_sum(reward.amount_minor, reward.currency)}",
            _("Paid %(day)s: %(sum)s, %(source)s %(id)s, payer %(payer)s. %(why)s")
            % {
                "day": _moment(reward.payment.paid_at),
                "sum": _sum(reward.payment.amount_minor, reward.payment.currency),
                "source": reward.payment.source,
                "id": reward.payment.external_id,
                "payer": reward.payment.payer_name or reward.payment.payer_inn or "—",
                "why": explained(reward),
            },
        ]
        for reward in rewards
    ]


def _taken(payout: Payout) -> list[Pair]:
    items = payout.items.filter(reversal__isnull=False).select_related(
        "reversal__refund", "reversal__reward__payment__client"
    )
    ahead = payout.items.filter(advance__isnull=False).select_related("advance__payout")
    return [
        [
            f"{item.reversal.reward.payment.client}: {_sum(item.amount_minor, payout.currency)}",
            f"{taken_for(item.reversal)}, {_moment(item.reversal.at)}",
        ]
        for item in items.order_by("pk")
        if item.reversal is not None
    ] + [
        [
            f"{item.advance.payout}: {_sum(item.amount_minor, payout.currency)}",
            _("Advance paid %(day)s, %(proof)s")
            % {"day": _moment(item.advance.paid_at), "proof": item.advance.proof},
        ]
        for item in ahead.order_by("pk")
        if item.advance is not None
    ]


def _attributions(rewards: Iterable[Reward]) -> list[Pair]:
    periods: dict[int, tuple[Any, Attribution]] = {
        reward.attribution_id: (reward.payment.client, reward.attribution) for reward in rewards
    }
    return [
        [
            str(client),
            ". ".join(
                part
                for part in (
                    _("since %(day)s, %(source)s")
                    % {"day": _moment(one.during.lower), "source": one.get_source_display()},
                    str(one.promo_code or ""),
                    one.evidence,
                    one.recorded_by,
                )
                if part
            ),
        ]
        for client, one in periods.values()
    ]


def _acceptances(payout: Payout) -> list[Pair]:
    rows = payout.partner.acceptances.select_related("offer", "person").order_by("at")
    return [
        [
            _("Offer No. %(number)s") % {"number": one.offer.number},
            f"{_moment(one.at)}, {one.person}, {one.address or '—'}, SHA-256 {one.sha256}",
        ]
        for one in rows
    ]


def _details(payout: Payout) -> list[Pair]:
    return [
        [
            f"{one.holder}, {one.account}",
            _("since %(day)s, entered by %(by)s")
            % {"day": _moment(one.valid_from), "by": one.entered_by},
        ]
        for one in payout.partner.bank_details.order_by("valid_from")
    ]


def _papers(payout: Payout, rewards: list[Reward]) -> list[Pair]:
    """His notice, the reports and acts of the months the rewards are of, the receipts, the status."""
    months = Q(pk__in=[])
    for at in {reward.earned_at for reward in rewards}:
        months |= Q(since__lte=at, until__gt=at)
    about = (
        Q(payout=payout) | Q(payout=None, partner=payout.partner, currency=payout.currency) & months
    )
    papers = Paper.objects.filter(about).exclude(status=PaperStatus.REPLACED)
    check = payout.npd_check
    return [
        *(
            [
                f"{_title(one)} № {one.number}",
                f"{_day(one.on)}, {_sum(one.amount_minor, one.currency)}, "
                f"{one.get_status_display()}, SHA-256 {one.sha256}",
            ]
            for one in papers.defer("pdf", "content").order_by("on", "pk")
        ),
        *(
            [
                _("Receipt No. %(number)s") % {"number": one.number},
                ", ".join(
                    part
                    for part in (
                        str(one.get_status_display()),
                        _("annulled") if one.annulled else "",
                        _moment(one.entered_at),
                        one.link,
                        one.decided_why,
                    )
                    if part
                ),
            ]
            for one in payout.receipts.order_by("pk")
        ),
        *(
            [
                [
                    _("Status of the self-employed"),
                    f"{check.inn}, {_day(check.on)}: {check.standing}. {check.words}",
                ]
            ]
            if check is not None
            else []
        ),
    ]


def _title(paper: Paper) -> str:
    kind = str(paper.get_kind_display())
    return f"{kind[:1].upper()}{kind[1:]}"


def _checks(payout: Payout, rewards: list[Reward]) -> list[Pair]:
    findings = payout.partner.findings.filter(suspects__reward__in=rewards).distinct()
    found = [
        [str(one.get_rule_display()), f"{found_sentence(one)} {one.cleared_why} {one.cleared_by}"]
        for one in findings.order_by("pk")
    ]
    names = ("reward.held", "reward.released", "finding.cleared")
    about = [f"reward:{reward.pk}" for reward in rewards]
    events = events_of(*about).filter(name__in=names) if about else []
    return [
        *found,
        *([one.title, f"{_moment(one.when)} {one.body}"] for one in told_of(list(events))),
    ]


def _road(payout: Payout) -> list[Pair]:
    events = events_of(f"payout:{payout.pk}", f"batch:{payout.batch_id}")
    return [[one.title, f"{_moment(one.when)} {one.body}"] for one in told_of(list(events)[::-1])]


def _sum(minor: int, currency: str) -> str:
    return money_text(Money(minor, currency))


def _day(on: date) -> str:
    return date_format(on, "d.m.Y")


def _moment(at: Any) -> str:
    return date_format(localtime(at), "d.m.Y H:i") if at else "—"
