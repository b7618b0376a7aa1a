"""Letters about payouts: proposals and alarms to finance, changed details to partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link, sum_of, sums_of
from zabota.domain.partners.models import BankDetails, Partner
from zabota.domain.payouts.facts import FREEZE_HOURS
from zabota.domain.payouts.models import Batch, BatchStatus, Payout
from zabota.domain.payouts.operations.by_hand import is_by_hand
from zabota.domain.people.models import Role
from zabota.domain.settings.queries import get_whole
from zabota.kit.events.models import Event

FINANCE = (Role.FINANCE, Role.OWNER)
MOST_NAMES = 15


def payouts_proposed(event: Event) -> list[Message]:
    """To finance: what to approve before the cut-off, and who cannot be paid and why."""
    payload = event.payload
    payouts = Payout.objects.filter(batch__in=payload["batch_ids"])
    totals: Counter[str] = Counter()
    for currency, minor in payouts.values_list("currency", "amount_minor"):
        totals[currency] += minor
    names = Partner.objects.in_bulk([one[0] for one in payload["left_out"]])

    def compose() -> tuple[str, str]:
        amount = sums_of(totals)
        by = _clock(payload["cut_off_at"])
        parts = []
        if payload["batch_ids"]:
            parts.append(
                _(
                    "%(amount)s are due and cannot wait. Approve the batch and send it before %(by)s."
                )
                % {"amount": amount, "by": by}
            )
            parts += [link(f"/office/batches/{pk}/") for pk in payload["batch_ids"]]
        if payload["left_out"]:
            parts.append(_("Cannot be paid yet:"))
            parts += [
                f"• {names[pk].name}, {sum_of(minor, currency)}: {reason_in_letter(reason)}"
                for pk, minor, currency, reason in payload["left_out"][:MOST_NAMES]
            ]
            parts.append(link("/office/payouts/?cannot=1"))
        subject = (
            _("Payouts for today: %(amount)s, by %(by)s") % {"amount": amount, "by": by}
            if payload["batch_ids"]
            else _("Partners who cannot be paid today: %(n)s") % {"n": len(payload["left_out"])}
        )
        return subject, "\n".join(parts)

    return [Message(compose, roles=FINANCE)]


def reason_in_letter(reason: str) -> str:
    """Why a partner cannot be paid, as the end of a line."""
    return {
        "paused": _("payouts are paused"),
        "paid_late": _("paid after all by a payout given up here, which is to be booked"),
        "offer_not_accepted": _("the offer is not accepted"),
        "offer_changed": _("the new offer is not accepted"),
        "legal_form_off": _("individuals are not paid"),
        "no_bank_details": _("no bank details"),
        "only_iban": _("only an IBAN, which takes euros"),
        "no_rail": _("no way to pay there"),
        "over_rail_limit": _("more than YooKassa pays at once"),
        "under_rail_limit": _("less than YooKassa pays at once"),
        "over_wallet_month": _("more than YooKassa brings to a wallet in a month"),
        "details_frozen": _("bank details were changed a short while ago"),
        "npd_unknown": _("the tax service has not answered about the self-employed status"),
        "npd_lost": _("no longer self-employed, says the tax service"),
        "receipt_annulled": _("a receipt was annulled"),
        "receipt_overdue": _("a receipt is overdue"),
        "vat_gone": _("a VAT rate that is no more: set how he pays now"),
        "npd_over_limit": _("the yearly limit of the self-employed"),
    }.get(reason, reason)


def batch_waits(event: Event) -> list[Message]:
    """To finance and the owner: the cut-off is near, the money is not on its way."""
    batch = Batch.objects.get(pk=event.payload["batch_id"])
    payouts = Payout.objects.filter(batch=batch)
    total = sum(payouts.values_list("amount_minor", flat=True))

    def compose() -> tuple[str, str]:
        words = {
            "number": batch.pk,
            "amount": sum_of(total, batch.currency),
            "by": _clock(event.payload["cut_off_at"]),
            "link": link(f"/office/batches/{batch.pk}/"),
        }
        what = (
            _("It is not approved yet.")
            if event.payload["status"] == BatchStatus.FORMED
            else _("It is approved, and its orders have not left.")
        )
        return (
            _("Batch %(number)s has to leave by %(by)s") % words,
            _("Batch %(number)s, %(amount)s: the bank takes orders until %(by)s.") % words
            + f" {what}\n{words['link']}",
        )

    return [Message(compose, roles=FINANCE)]


def batch_half_approved(event: Event) -> list[Message]:
    """To finance and the owner: a batch over a limit waits for a second person."""

    def compose() -> tuple[str, str]:
        words = {
            "number": event.payload["batch_id"],
            "by": event.by,
            "link": link(f"/office/batches/{event.payload['batch_id']}/"),
        }
        return (
            _("Batch %(number)s waits for a second yes") % words,
            _("%(by)s has approved batch %(number)s. It is over a limit, so another person has to.")
            % words
            + f"\n{words['link']}",
        )

    return [Message(compose, roles=FINANCE)]


def payout_paid_after_all(event: Event) -> list[Message]:
    """To finance and the owner: what a person had given up was paid by its rail."""
    payout = Payout.objects.select_related("partner").get(pk=event.payload["payout_id"])

    def compose() -> tuple[str, str]:
        words = {
            "number": payout.order_number,
            "partner": payout.partner.name,
            "amount": sum_of(payout.amount_minor, payout.currency),
            "link": link(f"/office/payouts/{payout.pk}/"),
        }
        said = _("%(amount)s to %(partner)s had been given up, and YooKassa paid them.")
        if event.payload["booked"]:
            what = _("It is booked as paid, and nothing else need be done.")
        elif is_by_hand(payout):
            said = _(
                "%(amount)s to %(partner)s had been proved by hand, and YooKassa paid them too."
            )
            what = _(
                "The partner has the money twice. Book it on its page as an advance; until then he is "
                "in no new batch."
            )
        else:
            what = _(
                "Its rewards are in another payout meanwhile. Book it on its page; until then the "
                "partner is in no new batch."
            )
        return (
            _("Payout No. %(number)s was paid after all") % words,
            f"{said % words} {what}\n{words['link']}",
        )

    return [Message(compose, roles=FINANCE)]


def advance_booked(event: Event) -> list[Message]:
    """To the partner: he has the money twice, and what follows from it."""
    payout = Payout.objects.get(pk=event.payload["payout_id"])
    path = f"/cabinet/payouts/{payout.pk}/"

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(event.payload["amount_minor"], event.payload["currency"]),
            "number": payout.order_number,
        }
        return (
            _("You have been paid %(amount)s twice") % words,
            _(
                "Payout No. %(number)s reached you after we had taken it for lost and paid the same "
                "rewards another way. Your next payouts are smaller by %(amount)s; you need not do "
                "anything."
            )
            % words
            + f"\n{link(path)}",
        )

    return [Message(compose, partner_id=payout.partner_id, path=path)]


def deadlines_at_risk(event: Event) -> list[Message]:
    """To finance and the owner: deadlines that fall on days off."""
    payload = event.payload

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(payload["amount_minor"], payload.get("currency", "RUB")),
            "partners": payload["partners"],
            "until": _moment(payload["cut_off_at"]),
            "link": link("/office/payouts/"),
        }
        return (
            _("Deadlines before the bank works again: %(amount)s") % words,
            _(
                "Partners: %(partners)s. These rewards fall due before %(until)s, when the bank takes "
                "orders again. If it takes them today after all, form a batch now: %(link)s"
            )
            % words,
        )

    return [Message(compose, roles=FINANCE)]


def bank_details_changed(event: Event) -> list[Message]:
    """To all members and to the partner's own address: the details were replaced, and by whom."""
    if event.payload.get("first", True):
        return []
    partner = Partner.objects.get(pk=event.payload["partner_id"])
    members = set(partner.members.values_list("person__email", flat=True))
    until = event.at + timedelta(hours=get_whole(FREEZE_HOURS, at=event.at))
    details = BankDetails.objects.filter(pk=event.payload["details_id"]).first()

    def compose() -> tuple[str, str]:
        words = {
            "by": event.by,
            "account": event.payload["account_end"],
            "bank": details.bank_name if details else "",
            "until": _moment(until.isoformat()),
        }
        return (
            _("Your bank details were changed"),
            _("%(by)s has changed where we pay to: the account …%(account)s, %(bank)s.") % words
            + " "
            + _("So that nobody can take your money this way, payouts wait until %(until)s.")
            % words
            + "\n"
            + _("If it was not you, tell your manager at once: nothing has left yet."),
        )

    also = tuple(sorted({partner.email} - members - {""}))
    return [Message(compose, partner_id=partner.pk, addresses=also)]


def _at(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return localtime(found)


def _clock(text: str) -> str:
    return date_format(_at(text), "H:i")


def _moment(text: str) -> str:
    return date_format(_at(text), "j E, H:i")


PAYOUT_LETTERS: dict[str, Callable[[Event], list[Message]]] = {
    "advance.booked": advance_booked,
    "bank_details.changed": bank_details_changed,
    "batch_half.approved": batch_half_approved,
    "batch.waits": batch_waits,
    "deadlines_at.risk": deadlines_at_risk,
    "payout_paid_after.all": payout_paid_after_all,
    "payouts.proposed": payouts_proposed,
}
