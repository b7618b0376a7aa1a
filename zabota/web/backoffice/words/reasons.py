"""Codes of holds, doubts and payout obstacles as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _


def left_out_sentence(reason: str) -> str:
    """Why a partner with money due cannot be paid now."""
    return {
        "paused": _("Payouts are paused for this partner"),
        "paid_late": _("YooKassa paid him after all what was given up here"),
        "offer_not_accepted": _("The partner has not accepted the offer"),
        "offer_changed": _("The partner has not accepted the new offer"),
        "legal_form_off": _("Individuals are not paid: you would become the tax agent"),
        "no_bank_details": _("There are no bank details"),
        "only_iban": _("An IBAN takes euros only; this money is in another currency"),
        "no_rail": _("There is no way to pay this currency to these details"),
        "over_rail_limit": _("It is more than YooKassa pays in one payout: 500 000 ₽"),
        "under_rail_limit": _("It is less than YooKassa pays in one payout: 1 ₽"),
        "over_wallet_month": _("YooKassa brings 600 000 ₽ a month to a wallet; this would be more"),
        "details_frozen": _("The bank details were changed a short while ago"),
        "npd_unknown": _("The tax service has not confirmed the self-employed status today"),
        "npd_lost": _("The tax service says: not self-employed any more"),
        "receipt_annulled": _("A receipt for an earlier payout was annulled"),
        "receipt_overdue": _("A receipt for an earlier payout is overdue"),
        "vat_gone": _(
            "His VAT rate is no more: the order would name a rate that the law does not know"
        ),
        "npd_over_limit": _("The year's income would pass the limit of the self-employed"),
    }.get(reason, reason)


def way_out(reason: str) -> str:
    """What helps against an obstacle, and who has to do it."""
    return {
        "paused": _("A partner manager lets the payouts go on, on the partner's page."),
        "paid_late": _("Finance books that payout: under Payouts, Needs a look."),
        "offer_not_accepted": _("The partner accepts the offer in his cabinet."),
        "offer_changed": _("The partner accepts the new offer in his cabinet."),
        "legal_form_off": _(
            "The owner may switch it on in the settings; better, the partner becomes self-employed."
        ),
        "no_bank_details": _("The partner enters them in his cabinet."),
        "only_iban": _("The partner adds details for this currency, or agree with him on euros."),
        "no_rail": _(
            "The partner enters details that we can pay to, or the owner connects a rail."
        ),
        "over_rail_limit": _("The partner enters a bank account, which takes any sum."),
        "under_rail_limit": _("It waits for the next reward; a bank account takes any sum."),
        "over_wallet_month": _(
            "The partner enters a bank account, or it waits for the next month."
        ),
        "details_frozen": _(
            "It ends by itself. If the partner says it was not him, pause his payouts."
        ),
        "npd_unknown": _("It is asked again by itself; nothing to do."),
        "npd_lost": _("Agree on another legal form with the partner before he is paid."),
        "receipt_annulled": _("The partner makes a new receipt and enters it in his cabinet."),
        "receipt_overdue": _(
            "The partner enters the receipt in his cabinet; he has been reminded."
        ),
        "vat_gone": _("Finance sets how he pays VAT now, on his page under Taxes."),
        "npd_over_limit": _("Agree on another legal form with the partner before he is paid."),
    }.get(reason, "")


def doubt_sentence(reason: str) -> str:
    """Why a line that looks like a client's payment was left to a person."""
    return {
        "mentions_processor": _("The purpose speaks of a payment processor"),
        "mentions_return": _("The purpose speaks of a return"),
        "mentions_fee": _("The purpose speaks of a bank's fee"),
        "loan": _("The purpose speaks of a loan"),
        "through_bank": _("The money came through the bank's transit account"),
        "bank_order": _("The bank itself made this document"),
        "details_differ": _("A bundle whose payments do not come to its sum"),
    }.get(reason, reason)
