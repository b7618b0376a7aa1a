"""What waits for the partner on his first page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zabota.domain.cards.queries import list_steps
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.partners.rules import MemberRight
from zabota.domain.payouts.models import NpdCheck
from zabota.domain.payouts.queries.receipts import list_unreceipted
from zabota.kit.clock import local_date

MOST_STEPS = 99


class Need(NamedTuple):
    """Something that waits for the partner: what, why, where to do it, and the button's word.

    What ends by itself says since when it runs and when that is; `reason` is the code of an obstacle.
    `right` is what doing it takes; `read` is the button's word for whoever lacks it and may look.
    """

    title: str
    why: str
    url: str
    button: str
    tone: str = "wait"
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    right: MemberRight | None = None
    read: str = ""


def needs_of(rights: Collection[MemberRight], needs: Iterable[Need]) -> list[Need]:
    """The same for a person of these rights: what he may not do leads nowhere, and says whom to ask."""
    whom_to_ask = _("Your role cannot do it: please tell the owner of the account.")
    return [
        need
        if need.right is None or need.right in rights
        else need._replace(
            why=f"{need.why} {whom_to_ask}",
            url=need.url if need.read else "",
            button=need.read,
        )
        for need in needs
    ]


def receipt_needs(partner: Partner, at: datetime) -> list[Need]:
    """Receipts that he owes, and the status that the tax service no longer sees."""
    if partner.legal_form != LegalForm.NPD:
        return []
    needs = []
    today = local_date(at)
    if NpdCheck.objects.filter(inn=partner.inn, on=today, standing="no").exists():
        needs.append(
            Need(
                _("The tax service says you are not self-employed today"),
                _("Payouts wait. If you have become a sole proprietor, tell your manager."),
                reverse("cabinet:receipts"),
                _("Receipts"),
                "late",
            )
        )
    if owed := list_unreceipted([partner.pk]):
        due_on = owed[0].due_on
        late = due_on < today
        why = (
            _("It was due by %(day)s. The next payout waits for it.")
            if late
            else _("The tax law gives you time until %(day)s; then payouts would wait.")
        )
        needs.append(
            Need(
                _("Enter the receipts for what we paid"),
                why % {"day": date_format(due_on, "j E")},
                reverse("cabinet:receipts"),
                _("Enter"),
                "late" if late else "wait",
                right=MemberRight.PAPERS,
                read=_("Look"),
            )
        )
    return needs


def step_needs(partner: Partner, at: datetime) -> list[Need]:
    """Steps with his clients whose day has passed; the oldest is named."""
    late = list(list_steps(partner, by=local_date(at) - timedelta(days=1), at=at)[: MOST_STEPS + 1])
    if not late:
        return []
    first = late[0]
    assert first.step_on is not None  # asked for by its day
    why = _("%(client)s: %(step)s, by %(day)s") % {
        "client": first.client,
        "step": first.step,
        "day": date_format(first.step_on, "j E"),
    }
    if len(late) == 1:
        url = reverse("cabinet:client", args=[first.client_id])
        return [Need(_("A step with a client is overdue"), why, url, _("Look"))]
    many = f"{MOST_STEPS}+" if len(late) > MOST_STEPS else str(len(late))
    title = _("Steps with clients are overdue: %(count)s") % {"count": many}
    return [Need(title, why, f"{reverse('cabinet:clients')}?step=late", _("Look"))]
