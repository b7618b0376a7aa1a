"""What each event says, to whom: one small function an event, all of them in `LETTERS`."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.attribution_letters import (
    reservation_ending,
    servicing_changed,
)
from zabota.connectors.mail.operations.chat_letters import (
    chat_message_posted,
    partner_admitted,
    unread_gathered,
)
from zabota.connectors.mail.operations.earning_letters import (
    digest_gathered,
    invoice_not_repeated,
    invoices_paid,
    notice_undelivered,
    rewards_gathered,
)
from zabota.connectors.mail.operations.inbox_letters import events_stuck
from zabota.connectors.mail.operations.invoice_letters import invoice_reminded, invoice_sent
from zabota.connectors.mail.operations.lead_letters import lead_proposed, lead_unclaimed
from zabota.connectors.mail.operations.leaving_letters import (
    farewell_said,
    farewell_withdrawn,
    partner_standing_changed,
)
from zabota.connectors.mail.operations.member_letters import (
    member_invited,
    member_joined,
    member_removed,
    member_role_changed,
)
from zabota.connectors.mail.operations.offer_letters import offer_awaited, offer_published
from zabota.connectors.mail.operations.papers_letters import (
    paper_replaced,
    paper_signed,
    papers_sent,
    scan_returned,
    signature_awaited,
)
from zabota.connectors.mail.operations.payout_letters import PAYOUT_LETTERS
from zabota.connectors.mail.operations.rating_letters import level_changed, rating_published
from zabota.connectors.mail.operations.staff_letters import staff_invited
from zabota.connectors.mail.operations.story_letters import STORY_LETTERS
from zabota.connectors.mail.operations.tax_letters import TAX_LETTERS
from zabota.connectors.mail.operations.terms_letters import (
    entitlements_renewed,
    special_terms_ended,
    special_terms_published,
    terms_begin_soon,
    terms_published,
    terms_recalled,
)
from zabota.connectors.mail.operations.wording import day_of, link, sum_of
from zabota.domain.attribution.models import ClaimStatus, Correction, PromoCodeStatus
from zabota.domain.clients.models import Client
from zabota.domain.payouts.models import Payout
from zabota.domain.people.models import Role
from zabota.domain.rewards.models import Reward
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
    added = sum(reward.amount_minor for reward in new)

    def to_gainer() -> tuple[str, str]:
        words = {
            "client": client.name,
            "since": day_of(correction.since),
            "amount": sum_of(added),
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


def reward_held(event: Event) -> list[Message]:
    """To the partner: one reward waits for a person, and why."""
    reward = Reward.objects.select_related("payment__client").get(pk=event.payload["reward_id"])

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(reward.amount_minor, reward.currency),
            "client": reward.payment.client.name if reward.payment.client else "",
            "reason": event.payload["reason"],
        }
        return (
            _("A reward of %(amount)s waits") % words,
            _("The reward of %(amount)s for a payment of %(client)s waits for a check: %(reason)s")
            % words,
        )

    return [Message(compose, partner_id=reward.partner_id, path=f"/cabinet/rewards/{reward.pk}/")]


def books_checked(event: Event) -> list[Message]:
    """To finance and the owner, only if something does not agree."""
    if event.payload["ok"]:
        return []

    def compose() -> tuple[str, str]:
        faults = "\n".join(event.payload["faults"])
        return (
            _("The books do not agree"),
            _("The check of the books found faults:\n%(faults)s\n%(link)s")
            % {"faults": faults, "link": link("/office/")},
        )

    return [Message(compose, roles=(Role.FINANCE, Role.OWNER))]


def deadlines_missed(event: Event) -> list[Message]:
    """To finance and the owner: rewards that should have been paid by now."""
    payload = event.payload

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(payload["amount_minor"], payload.get("currency", "RUB")),
            "partners": payload["partners"],
            "since": payload["oldest"],
            "link": link("/office/payouts/"),
        }
        return (
            _("Overdue: %(amount)s") % words,
            _(
                "The promised three days have passed for %(amount)s, partners: %(partners)s, the "
                "oldest deadline was on %(since)s. Form a batch today: %(link)s"
            )
            % words,
        )

    return [Message(compose, roles=(Role.FINANCE, Role.OWNER))]


LETTERS: dict[str, Callable[[Event], list[Message]]] = {
    **TAX_LETTERS,
    **PAYOUT_LETTERS,
    **STORY_LETTERS,
    "attribution.corrected": attribution_corrected,
    "books.checked": books_checked,
    "chat_message.posted": chat_message_posted,
    "claim.decided": claim_decided,
    "deadlines.missed": deadlines_missed,
    "entitlements.renewed": entitlements_renewed,
    "digest.gathered": digest_gathered,
    "events.stuck": events_stuck,
    "invoice.reminded": invoice_reminded,
    "invoice.sent": invoice_sent,
    "invoice_not.repeated": invoice_not_repeated,
    "invoices.paid": invoices_paid,
    "lead.proposed": lead_proposed,
    "lead.unclaimed": lead_unclaimed,
    "level.changed": level_changed,
    "member.invited": member_invited,
    "member.joined": member_joined,
    "member.removed": member_removed,
    "member_role.changed": member_role_changed,
    "farewell.said": farewell_said,
    "farewell.withdrawn": farewell_withdrawn,
    "partner.admitted": partner_admitted,
    "partner_standing.changed": partner_standing_changed,
    "paper.replaced": paper_replaced,
    "paper.signed": paper_signed,
    "papers.sent": papers_sent,
    "notice.undelivered": notice_undelivered,
    "offer.awaited": offer_awaited,
    "offer.published": offer_published,
    "payout.failed": payout_failed,
    "payouts.settled": payouts_settled,
    "promo_code.decided": promo_code_decided,
    "rating.published": rating_published,
    "reservation.ending": reservation_ending,
    "reward.held": reward_held,
    "rewards.gathered": rewards_gathered,
    "servicing.changed": servicing_changed,
    "scan.returned": scan_returned,
    "signature.awaited": signature_awaited,
    "special_terms.ended": special_terms_ended,
    "special_terms.published": special_terms_published,
    "staff.invited": staff_invited,
    "terms_begin.soon": terms_begin_soon,
    "terms.published": terms_published,
    "terms.recalled": terms_recalled,
    "unread.gathered": unread_gathered,
}
