"""Letters to partners about where their money is: left, or returned by the bank."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link, sum_of
from zabota.domain.payouts.models import Payout
from zabota.kit.events.models import Event


def payouts_settled(event: Event) -> list[Message]:
    """To each partner: his money has left."""
    payouts = Payout.objects.filter(pk__in=event.payload["payout_ids"])
    return [
        Message(
            _settled(payout), partner_id=payout.partner_id, path=f"/cabinet/payouts/{payout.pk}/"
        )
        for payout in payouts
    ]


def _settled(payout: Payout) -> Callable[[], tuple[str, str]]:
    def compose() -> tuple[str, str]:
        amount = sum_of(payout.amount_minor, payout.currency)
        return (
            _("Paid out: %(amount)s") % {"amount": amount},
            _(
                "%(amount)s have left for your account …%(account)s, payment order %(number)s.\n"
                "What the payout is made of: %(link)s"
            )
            % {
                "amount": amount,
                "account": payout.account[-4:],
                "number": payout.order_number,
                "link": link("/cabinet/payouts/"),
            },
        )

    return compose


def payout_taken_out(event: Event) -> list[Message]:
    """To the partner, when its rewards wait for a person: one letter, however many they are."""
    if not event.payload["held"]:
        return []
    payout = Payout.objects.get(pk=event.payload["payout_id"])

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(payout.amount_minor, payout.currency),
            "reason": event.payload["reason"],
            "link": link(f"/cabinet/payouts/{payout.pk}/"),
        }
        return (
            _("A payout of %(amount)s waits") % words,
            _(
                "The payout of %(amount)s waits for a check: %(reason)s\nWhat it is made of: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=payout.partner_id, path=f"/cabinet/payouts/{payout.pk}/")]


def payout_failed(event: Event) -> list[Message]:
    """To the partner: the bank returned the order, and what to do."""
    payout = Payout.objects.get(pk=event.payload["payout_id"])

    def compose() -> tuple[str, str]:
        return (
            _("The bank returned your payout"),
            _(
                "The bank returned %(amount)s: %(reason)s\n"
                "The money is safe and due to you again. Check your bank details, and the payout "
                "leaves with the next batch: %(link)s"
            )
            % {
                "amount": sum_of(payout.amount_minor, payout.currency),
                "reason": event.payload["reason"],
                "link": link("/cabinet/bank-details/"),
            },
        )

    return [Message(compose, partner_id=payout.partner_id)]
