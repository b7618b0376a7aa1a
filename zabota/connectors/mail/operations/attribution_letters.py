"""What is said of whose client it is: codes, claims, corrections, servicing levels, reservations."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import day_of, link, sums_of
from zabota.domain.attribution.models import ClaimStatus, Correction, PromoCodeStatus, Reservation
from zabota.domain.clients.models import Client
from zabota.domain.programme.models import Servicing
from zabota.domain.rewards.models import Reward
from zabota.kit.events.models import Event


def servicing_changed(event: Event) -> list[Message]:
    """To the partner: the level, since when and why; every counted payment is in the cabinet."""
    correction = Correction.objects.select_related("client").get(pk=event.payload["correction_id"])
    if correction.to_partner_id is None:
        return []

    def compose() -> tuple[str, str]:
        words = {
            "client": correction.client.name,
            "level": Servicing(correction.servicing).label,
            "since": day_of(correction.since),
            "reason": correction.reason,
            "count": event.payload["repriced"],
            "link": link(f"/cabinet/clients/{correction.client_id}/"),
        }
        return (
            _("%(client)s: %(level)s") % words,
            _(
                'Since %(since)s the client %(client)s has the level "%(level)s": %(reason)s\n'
                "Payments counted anew: %(count)s. Every line is here: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=correction.to_partner_id)]


def reservation_ending(event: Event) -> list[Message]:
    """To the partner: a company is kept for him for a few days more, and what he can do."""
    one = Reservation.objects.get(pk=event.payload["reservation_id"])

    def compose() -> tuple[str, str]:
        words = {
            "company": one.name,
            "till": day_of(one.expires_at),
            "link": link("/cabinet/named/"),
        }
        return (
            _("%(company)s is kept for you till %(till)s") % words,
            _("If the company needs more time, keep it longer, once: %(link)s") % words,
        )

    return [Message(compose, partner_id=one.partner_id)]


def promo_code_decided(event: Event) -> list[Message]:
    """To the partner: his code is approved, rejected or retired."""
    status, code = event.payload["status"], event.payload["code"]

    def compose() -> tuple[str, str]:
        words = {"code": code, "reason": event.payload["reason"], "link": link("/cabinet/links/")}
        if status == PromoCodeStatus.APPROVED:
            return (
                _("Your promo code %(code)s is approved") % words,
                _("The promo code %(code)s is yours for good. Your links: %(link)s") % words,
            )
        if status == PromoCodeStatus.REJECTED:
            return (
                _("Your promo code %(code)s is rejected") % words,
                _(
                    "The promo code %(code)s no longer brings new clients: %(reason)s\n"
                    "Clients it has brought stay yours. Choose another one: %(link)s"
                )
                % words,
            )
        return (
            _("Your promo code %(code)s is retired") % words,
            _(
                "The promo code %(code)s no longer brings new clients; those it has brought stay yours."
            )
            % words,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]


def attribution_corrected(event: Event) -> list[Message]:
    """To both partners: whose the client is now, and what it means in roubles."""
    client = Client.objects.get(pk=event.payload["client_id"])
    correction = Correction.objects.get(pk=event.payload["correction_id"])
    gained, lost = event.payload["partner_id"], event.payload["from_partner_id"]
    new = Reward.objects.filter(
        partner=gained, payment__client=client, cancelled_at=None, counts_from=event.at
    )
    added = Counter[str]()
    for reward in new:
        added[reward.currency] += reward.amount_minor

    def to_gainer() -> tuple[str, str]:
        words = {
            "client": client.name,
            "since": day_of(correction.since),
            "amount": sums_of(added),
            "link": link("/cabinet/rewards/"),
        }
        count = len(new)
        payments = ngettext(
            "%(count)s payment is priced anew", "%(count)s payments are priced anew", count
        ) % {"count": count}
        return (
            _("%(client)s is your client") % words,
            _("The client %(client)s is yours since %(since)s.") % words
            + (f" {payments}: " + _("%(amount)s are added. %(link)s") % words if count else ""),
        )

    def to_loser() -> tuple[str, str]:
        words = {"client": client.name, "link": link("/cabinet/rewards/")}
        borne = correction.bearer == "vendor"
        return (
            _("%(client)s: the attribution is corrected") % words,
            _(
                "It turned out that another partner had brought the client %(client)s. Your rewards "
                "for its payments since then that were not paid yet are taken back."
            )
            % words
            + " "
            + (
                _("What you were paid stays with you.")
                if borne
                else _("What you were paid for them is netted from your next payouts.")
            )
            + "\n"
            + _("Every line is here: %(link)s If we are wrong, answer your manager.") % words,
        )

    messages = []
    if gained:
        messages.append(Message(to_gainer, partner_id=gained))
    if lost and lost != gained:
        messages.append(Message(to_loser, partner_id=lost))
    return messages


def claim_decided(event: Event) -> list[Message]:
    """To the partner whose claim was declined; an approved one is told by the correction."""
    if event.payload["status"] != ClaimStatus.DECLINED:
        return []
    client = Client.objects.get(pk=event.payload["client_id"])

    def compose() -> tuple[str, str]:
        words = {"client": client.name, "reason": event.payload["reason"]}
        return (
            _("%(client)s stays where it is") % words,
            _("We looked into your claim for the client %(client)s and declined it: %(reason)s")
            % words,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]
