"""What each event says, to whom: one small function an event, and here the table of all."""

from __future__ import annotations

from collections.abc import Callable

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.attribution_letters import (
    attribution_corrected,
    claim_decided,
    promo_code_decided,
    reservation_ending,
    servicing_changed,
)
from zabota.connectors.mail.operations.books_letters import books_checked, deadlines_missed
from zabota.connectors.mail.operations.chat_letters import (
    chat_message_posted,
    partner_admitted,
    unread_gathered,
)
from zabota.connectors.mail.operations.check_letters import finding_made
from zabota.connectors.mail.operations.earning_letters import (
    digest_gathered,
    invoice_not_repeated,
    invoices_paid,
    notice_undelivered,
    reward_held,
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
from zabota.connectors.mail.operations.settled_letters import (
    payout_failed,
    payout_taken_out,
    payouts_settled,
)
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
from zabota.kit.events.models import Event

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
    "finding.made": finding_made,
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
    "payout_taken.out": payout_taken_out,
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
