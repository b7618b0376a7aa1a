"""Codes of holds, doubts and payout obstacles as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _


def left_out_sentence(reason: str) -> str:
    """Why a partner with money due cannot be paid now."""
    return {
        "paused": _("Payouts are paused for this partner"),
        "offer_not_accepted": _("The partner has not accepted the offer"),
        "no_bank_details": _("There are no bank details"),
    }.get(reason, reason)


def doubt_sentence(reason: str) -> str:
    """Why a line that looks like a client's payment was left to a person."""
    return {
        "mentions_processor": _("The purpose speaks of a payment processor"),
        "mentions_return": _("The purpose speaks of a return"),
        "loan": _("The purpose speaks of a loan"),
        "through_bank": _("The money came through the bank's transit account"),
        "bank_order": _("The bank itself made this document"),
    }.get(reason, reason)
