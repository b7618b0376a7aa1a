"""Codes of obstacles to a payout as the partner reads them: what waits, why, and what ends it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.partners.rules import MemberRight
from zabota.domain.payouts.queries.hurdles import Hurdle
from zabota.web.cabinet.words.needs import Need

# What the first page tells of anyway, with more words.
TOLD_ANYWAY = frozenset(
    {"paused", "offer_not_accepted", "offer_changed", "no_bank_details", "receipt_overdue", "npd_lost"}
)  # fmt: skip


def need_of(hurdle: Hurdle) -> Need:
    """What the partner has to know of an obstacle, and where he goes about it."""
    title, why, where, button = _words_of(hurdle.reason)
    return Need(
        title, why, reverse(f"cabinet:{where}"), button, "wait", hurdle.reason, hurdle.since, hurdle.until,
        right=MemberRight.DETAILS if where == "bank_details" else None,
    )  # fmt: skip


def _words_of(reason: str) -> tuple[str, str, str, str]:
    details = ("bank_details", _("Bank details"))
    ours = ("rewards", _("Rewards"))
    receipts = ("receipts", _("Receipts"))
    words: dict[str, tuple[str, str, str, str]] = {
        "paused": (_("Payouts are paused"), _("Your manager knows more. Rewards go on growing."), *ours),
        "offer_not_accepted": (
            _("Accept the offer"), _("You earn already; without the offer we may not pay."),
            "offer", _("Read and accept"),
        ),
        "offer_changed": (
            _("Accept the new offer"),
            _("You go on earning; what you earn is paid as soon as you have accepted it."),
            "offer", _("Read and accept"),
        ),
        "no_bank_details": (
            _("Enter your bank details"), _("You earn already; we only need to know where to pay."),
            *details,
        ),
        "details_frozen": (
            _("Payouts wait after your bank details were changed"),
            _("It is for the safety of your money and ends by itself. If it was not you who changed "
              "them, write to us at once."),
            *details,
        ),
        "only_iban": (
            _("An IBAN takes euros only"),
            _("A part of your rewards is in another currency. Agree with your manager how to be paid."),
            *details,
        ),
        "over_rail_limit": (
            _("It is more than goes in one payout by phone number or to a wallet"),
            _("Enter a bank account: it takes any sum."), *details,
        ),
        "under_rail_limit": (
            _("It is less than goes in one payout by phone number or to a wallet"),
            _("It waits for the next reward; a bank account takes any sum."), *details,
        ),
        "over_wallet_month": (
            _("A wallet takes 600 000 ₽ a month"),
            _("Enter a bank account, or the rest waits for the next month."), *details,
        ),
        "legal_form_off": (
            _("Individuals are not paid yet: your rewards grow and wait"),
            _("The self-employed are paid; to register takes minutes in “My tax”. Then tell your manager."),
            *details,
        ),
        "npd_unknown": (
            _("The tax service has not confirmed your status today"),
            _("We ask it again by ourselves; as soon as it answers, the payout leaves."), *receipts,
        ),
        "npd_lost": (
            _("The tax service says you are not self-employed today"),
            _("Payouts wait. If you have become a sole proprietor, tell your manager."), *receipts,
        ),
        "npd_over_limit": (
            _("The year's limit of the self-employed would be passed"),
            _("Payouts wait: agree on another legal form with your manager."), *receipts,
        ),
        "receipt_overdue": (
            _("Enter the receipts for what we paid"), _("The next payout waits for them."), *receipts,
        ),
        "receipt_annulled": (
            _("A receipt of yours was annulled"),
            _("Make a new one in “My tax” and enter it: the next payout waits for it."), *receipts,
        ),
        "vat_gone": (
            _("Your VAT rate is no more"),
            _("Tell us how you pay VAT now: the payment order has to name it."), *details,
        ),
    }  # fmt: skip
    return words.get(
        reason,
        (
            _("We are clearing up how to pay you"),
            _("It depends on us; finance sees it. There is nothing you have to do."),
            *ours,
        ),
    )
