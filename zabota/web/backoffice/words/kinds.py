"""Kinds of events: the filter of histories and of the journal."""

from __future__ import annotations

from django.utils.translation import gettext as _

KINDS: dict[str, tuple[str, ...]] = {
    "standing": (
        "partner.joined", "partner.noted", "partner.tagged", "curator.assigned", "offer.accepted", "partner_standing.changed", "farewell.said",
        "farewell.withdrawn", "bank_details.changed", "partner_vat.proposed", "legal_form.changed", "former_form.corrected",
        "partner_vat.set", "partner_vat.declined", "promo_code.chosen", "promo_code.decided",
        "member.invited", "invitation.revoked", "member.joined", "member_role.changed", "member.removed",
        "profile.changed", "offer.awaited", "telegram.linked", "telegram.unlinked", "npd_income.nears",
    ),
    "clients": (
        "client.registered", "client_status.changed", "working_statuses.set", "client.noted",
        "step.planned", "step.done", "card.noted", "card.filed", "card.cleared", "client.attributed", "client_handed.over",
        "attribution.corrected", "client.claimed", "claim.decided", "servicing.changed",
        "company.reserved", "reservation.ending", "clients_began.paying",
    ),
    "money": (
        "invoice.issued", "payment.matched", "payment_set.aside", "payment_taken.back",
        "payments.refunded", "refund.undone", "slip.asked", "slip.settled", "reward.held", "reward.released",
        "finding.made", "finding.cleared", "payments.received", "rewards.gathered", "invoices.paid",
        "invoice.sent", "invoice.viewed", "invoice.reminded", "invoice.cancelled", "invoice_not.repeated",
    ),
    "payouts": (
        "batch.formed", "batch.approved", "batch.sent", "batch.cancelled", "payouts.settled",
        "payout.failed", "payout_taken.out", "payout_paid_after.all", "rewards_paid.elsewhere",
        "payouts.proposed", "batch.waits", "batch_half.approved", "payout.repeated", "advance.booked",
        "balance.moved", "balance_move.undone", "hand_proof.given", "hand_proof.withdrawn",
        "deadlines_at.risk", "deadlines.missed",
    ),
    "programme": (
        "terms.published", "terms.recalled", "special_terms.published", "special_terms.ended",
        "entitlements.renewed", "campaign.joined", "rating_rule.changed", "level.changed",
        "terms_begin.soon", "offer.published", "rating.published", "badge.given",
    ),
    "leads": ("lead.taken", "lead.proposed", "lead.answered", "lead.unclaimed", "lead.closed", "lead_rule.changed"),
    "talk": (
        "bulletin.started", "bulletin.stopped", "news.declined", "digest.gathered", "unread.gathered",
        "notice.undelivered", "partner.admitted", "chat_message.posted", "chat_message.changed",
        "chat_message.removed", "person.silenced",
    ),
    "academy": ("material.published", "course.published", "course.passed", "certificate.withdrawn"),
    "stories": (
        "story.proposed", "story.returned", "story.declined", "story.published", "story.withdrawn",
    ),
    "papers": (
        "papers.made", "papers.sent", "paper.signed", "scan.returned", "paper.replaced",
        "signature.awaited", "signature.withdrawn", "receipts.awaited", "receipt.entered",
        "receipt.accepted", "receipt.returned",
    ),
    "staff": (
        "staff.invited", "role.given", "role.taken", "role_rights.changed", "setting.changed", "setting_plan.dropped", "rule.changed",
        "cabinet.entered", "cabinet.left", "books.checked", "key.made", "key.revoked",
        "connection.added", "connection.changed", "events.stuck",
    ),
}  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """The filter of a history."""
    return [
        ("standing", _("joining, standing, details")),
        ("clients", _("clients and attributions")),
        ("money", _("payments and rewards")),
        ("payouts", _("batches and payouts")),
        ("programme", _("terms, campaigns, levels")),
        ("leads", _("leads")),
        ("papers", _("papers")),
        ("talk", _("bulletins, chat, letters")),
        ("academy", _("academy")),
        ("stories", _("stories")),
        ("staff", _("staff, keys, settings")),
    ]
