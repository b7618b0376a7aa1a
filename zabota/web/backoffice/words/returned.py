"""What refunds in a history say of themselves, and how the story of a payment begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from zabota.domain.payments.models import Payment, Refund, RefundKind
from zabota.domain.rewards.models import Reward
from zabota.kit.events.models import Event
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Entry

MOST = 3  # refunds of one event that are told one by one; a batch of a bank's file is not


class Returned:
    """The refunds that events speak of; one statement."""

    def __init__(self, events: Sequence[Event]) -> None:
        ids = {pk for event in events for pk in _ids(event)}
        self._refunds = (
            Refund.objects.select_related("payment").in_bulk(ids) if ids else {}
        )  # most pages have none

    def told(self, event: Event) -> str:
        """That money went back, how much, and who took it."""
        found = self._of(event)
        if not found:
            return _("Money went back to the client")
        sums = ", ".join(money_text(Money(one.amount_minor, one.payment.currency)) for one in found)
        if all(one.kind == RefundKind.CHARGEBACK for one in found):
            return _("The client's bank took %(sum)s back") % {"sum": sums}
        return _("%(sum)s went back to the client") % {"sum": sums}

    def why(self, event: Event) -> str:
        """The reasons that were given."""
        return "; ".join(dict.fromkeys(one.reason for one in self._of(event) if one.reason))

    def _of(self, event: Event) -> list[Refund]:
        return [self._refunds[pk] for pk in _ids(event) if pk in self._refunds]


def _ids(event: Event) -> list[int]:
    ids = event.payload.get("refund_ids", [])
    return ids if event.name == "payments.refunded" and len(ids) <= MOST else []


def beginning_of(payment: Payment, rewards: Iterable[Reward]) -> list[Entry]:
    """How it began, newest first: the rewards that were counted, and the client who paid."""
    counted = [
        Entry(
            one.earned_at,
            _("A reward was counted: %(partner)s, %(sum)s")
            % {"partner": one.partner, "sum": money_text(Money(one.amount_minor, one.currency))},
            "",
            "reward",
            "good",
        )
        for one in rewards
    ]
    counted.sort(key=lambda entry: str(entry.when), reverse=True)
    paid = money_text(Money(payment.amount_minor, payment.currency))
    return [
        *counted,
        Entry(payment.paid_at, _("The client paid %(sum)s") % {"sum": paid}, "", "wallet"),
    ]
