"""What is known of a partner's road from joining to the first payout, asked in one statement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.attribution.models import Attribution, PromoCode
from zabota.domain.partners.models import BankDetails, Farewell, FarewellStatus, Partner
from zabota.domain.partners.rules import MemberRight
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.rewards.models import Reward


class Facts(NamedTuple):
    """What there is already, the payout that the bank returned and nobody has mended yet, and since
    when other bank details than the first ones hold."""

    has_code: bool
    has_details: bool
    has_client: bool
    has_reward: bool
    was_paid: bool
    leaves: bool
    failed_reason: str
    failed: bool
    moved_at: datetime | None


def get_facts(partner: Partner) -> Facts:
    """Every fact of the first page that is a yes or no."""
    details = BankDetails.objects.filter(partner=OuterRef("pk"), replaced_at=None)
    failed = Payout.objects.filter(partner=OuterRef("pk"), status=PayoutStatus.FAILED).order_by(
        "-failed_at"
    )
    settled = Payout.objects.filter(partner=OuterRef("pk"), status=PayoutStatus.SETTLED)
    row = (
        Partner.objects.filter(pk=partner.pk)
        .annotate(
            has_code=Exists(PromoCode.objects.filter(partner=OuterRef("pk"))),
            details_from=Subquery(details.order_by("-currency").values("valid_from")[:1]),
            had_details=Exists(
                BankDetails.objects.filter(partner=OuterRef("pk"), replaced_at__isnull=False)
            ),
            has_client=Exists(Attribution.objects.filter(partner=OuterRef("pk"), withdrawn_at=None)),
            has_reward=Exists(Reward.objects.filter(partner=OuterRef("pk"))),
            was_paid=Exists(settled),
            leaves=Exists(Farewell.objects.filter(partner=OuterRef("pk"), status=FarewellStatus.WAITING)),
            failed_at=Subquery(failed.values("failed_at")[:1]),
            failure=Coalesce(Subquery(failed.values("failure")[:1]), Value("")),
            settled_at=Subquery(settled.order_by("-settled_at").values("settled_at")[:1]),
        )
        .values(
            "has_code", "details_from", "had_details", "has_client", "has_reward", "was_paid", "leaves",
            "failed_at", "failure", "settled_at",
        )
        .get()
    )  # fmt: skip
    return Facts(
        row["has_code"],
        row["details_from"] is not None,
        row["has_client"],
        row["has_reward"],
        row["was_paid"],
        row["leaves"],
        row["failure"],
        _unmended(row["failed_at"], row["details_from"], row["settled_at"]),
        row["details_from"] if row["had_details"] else None,
    )


def _unmended(
    failed_at: datetime | None, details_from: datetime | None, settled_at: datetime | None
) -> bool:
    """Whether nothing was paid and no bank details were changed since the return."""
    if failed_at is None or details_from is None or details_from > failed_at:
        return False
    return settled_at is None or settled_at <= failed_at


class Task(NamedTuple):
    """A step of the road: what, whether it is done, where it is done (by whom may do it)."""

    label: str
    done: bool
    url: str
    why: str


def list_tasks(
    facts: Facts, *, accepted: bool, rights: Collection[MemberRight] = frozenset(MemberRight)
) -> list[Task]:
    """The road from joining to the first payout; each step is done when the facts say so."""
    return [
        Task(_("Offer accepted"), accepted, reverse("cabinet:offer"),
             _("Read it and accept it: payouts need it.")),
        Task(_("Promo code chosen"), facts.has_code, reverse("cabinet:links"),
             _("A word of up to eight letters and digits.")),
        Task(_("Bank details"), facts.has_details,
             reverse("cabinet:bank_details") if MemberRight.DETAILS in rights else "",
             _("Where we pay to.")),
        Task(_("First client"), facts.has_client, reverse("cabinet:links"),
             _("Give him your code or link, or name the company beforehand.")),
        Task(_("First payment"), facts.has_reward, reverse("cabinet:invoices"),
             _("An invoice from here is recognized by itself when it is paid.")),
        Task(_("First payout"), facts.was_paid, reverse("cabinet:payouts"),
             _("Comes by itself, by the deadline of the first reward.")),
    ]  # fmt: skip
