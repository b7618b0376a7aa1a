"""Letters about taxes: receipts of the self-employed, the limit of their regime, a partner's VAT."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import day_of, link, sum_of
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.rules.npd import YEARLY_LIMIT_MINOR
from zabota.domain.people.models import Role
from zabota.kit.events.models import Event

FINANCE = (Role.FINANCE, Role.OWNER)


def receipts_awaited(event: Event) -> list[Message]:
    """To a self-employed partner: receipts that we wait for, by when, and what happens after."""
    payouts = Payout.objects.filter(pk__in=event.payload["payout_ids"]).order_by("settled_at")

    def compose() -> tuple[str, str]:
        due_on = date.fromisoformat(event.payload["due_on"])
        words = {"day": date_format(due_on, "j E"), "link": link("/cabinet/receipts/")}
        lines = "\n".join(
            f"• {sum_of(payout.amount_minor, payout.currency)}, {day_of(payout.settled_at)}"
            for payout in payouts
            if payout.settled_at
        )
        late = event.payload["overdue"]
        subject = (
            _("A receipt is overdue: the next payout waits for it")
            if late
            else _("We wait for your receipts until %(day)s") % words
        )
        body = ngettext(
            "Please make a receipt in “My tax” for this payout and enter its link: %(link)s",
            "Please make receipts in “My tax” for these payouts and enter their links: %(link)s",
            len(payouts),
        )
        return subject, f"{body % words}\n{lines}"

    return [Message(compose, partner_id=event.payload["partner_id"])]


def receipt_returned(event: Event) -> list[Message]:
    """To a self-employed partner: what is wrong with his receipt."""
    payout = Payout.objects.get(pk=event.payload["payout_id"])

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(payout.amount_minor, payout.currency),
            "day": day_of(payout.settled_at) if payout.settled_at else "",
            "reason": event.payload["reason"],
            "link": link("/cabinet/receipts/"),
        }
        if event.payload.get("annulled"):
            return (
                _("A receipt was annulled: %(amount)s") % words,
                _(
                    "Your receipt for %(amount)s of %(day)s is annulled in “My tax”: %(reason)s. Please make "
                    "a new one and enter its link; the next payout waits for it: %(link)s"
                )
                % words,
            )
        return (
            _("A receipt is not right yet: %(amount)s") % words,
            _(
                "Your receipt for %(amount)s of %(day)s was given back: %(reason)s. "
                "Please enter the right one: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]


def npd_income_nears(event: Event) -> list[Message]:
    """To the partner and to finance: 80 % of what the regime allows in a year."""
    payload = event.payload
    partner = Partner.objects.get(pk=payload["partner_id"])

    def words() -> dict[str, object]:
        return {
            "partner": partner.name,
            "amount": sum_of(payload["amount_minor"]),
            "limit": sum_of(YEARLY_LIMIT_MINOR),
            "year": payload["year"],
        }

    def to_partner() -> tuple[str, str]:
        return (
            _("Your income nears the limit of the self-employed"),
            _(
                "In %(year)s we have paid you %(amount)s. The regime ends at %(limit)s a year from all "
                "sources. Think of becoming a sole proprietor: tell us, and nothing stops."
            )
            % words(),
        )

    def to_finance() -> tuple[str, str]:
        return (
            _("%(partner)s nears the limit of the self-employed") % words(),
            _("%(partner)s: %(amount)s paid in %(year)s, the limit is %(limit)s.") % words(),
        )

    return [
        Message(to_partner, partner_id=partner.pk),
        Message(to_finance, roles=FINANCE),
    ]


def vat_proposed(event: Event) -> list[Message]:
    """To finance: a partner says how he pays VAT, and somebody has to confirm it."""
    partner = Partner.objects.get(pk=event.payload["partner_id"])

    def compose() -> tuple[str, str]:
        words = {
            "partner": partner.name,
            "said": event.payload["said"],
            "link": link(f"/office/partners/{partner.pk}/taxes/"),
        }
        return (
            _("%(partner)s says how he pays VAT") % words,
            _("%(partner)s: %(said)s. Confirm or decline it: %(link)s") % words,
        )

    return [Message(compose, roles=FINANCE)]


def vat_set(event: Event) -> list[Message]:
    """To the partner: what orders and acts say from a day on."""
    payload = event.payload
    if payload["taken_away"]:
        return []

    def compose() -> tuple[str, str]:
        day = date.fromisoformat(payload["valid_from"])
        words = {
            "said": payload["said"],
            "day": date_format(day, "j E Y"),
            "link": link("/cabinet/bank-details/"),
        }
        return (
            _("Your VAT from %(day)s: %(said)s") % words,
            _(
                "Our payment orders and acts of %(day)s and later say: %(said)s. The reward is the same, "
                "VAT is inside it. If this is not right, tell us: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=payload["partner_id"])]


def vat_declined(event: Event) -> list[Message]:
    """To the partner: why what he said of his VAT does not hold."""
    payload = event.payload

    def compose() -> tuple[str, str]:
        words = {
            "said": payload["said"],
            "reason": payload["reason"],
            "link": link("/cabinet/bank-details/"),
        }
        return (
            _("We could not confirm your VAT") % words,
            _("You said “%(said)s”. It was declined: %(reason)s. Say it anew: %(link)s") % words,
        )

    return [Message(compose, partner_id=payload["partner_id"])]


def legal_form_changed(event: Event) -> list[Message]:
    """To the partner: what he is for us from now on, and what he has to do."""
    payload = event.payload

    def compose() -> tuple[str, str]:
        words = {
            "form": LegalForm(payload["after"]).label,
            "reason": payload["reason"],
            "link": link("/cabinet/bank-details/"),
        }
        body = _("From now on payments and papers follow it. Why: %(reason)s.") % words
        if payload["details_retired"]:
            body += " " + _(
                "Your former account does not suit this form: enter another one, payouts wait for it. "
                "%(link)s"
            ) % words  # fmt: skip
        return _("Your legal form with us: %(form)s") % words, body

    return [Message(compose, partner_id=payload["partner_id"])]


TAX_LETTERS: dict[str, Callable[[Event], list[Message]]] = {
    "legal_form.changed": legal_form_changed,
    "npd_income.nears": npd_income_nears,
    "partner_vat.declined": vat_declined,
    "partner_vat.proposed": vat_proposed,
    "partner_vat.set": vat_set,
    "receipt.returned": receipt_returned,
    "receipts.awaited": receipts_awaited,
}
