"""The English words of papers, for foreign companies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zabota.domain.papers.rules.kinds import PAYOUT_NOTICE, is_whole_month
from zabota.kit.money import Money
from zabota.kit.wording import amount_in_words

Content = Mapping[str, Any]

OF, PAGE = "of", "Page"
HEADS = {
    "lines": ["No.", "Paid on", "Client", "Payment, {}", "Base, {}", "Rate", "Fee, {}"],
    "taken": ["No.", "Date", "Client", "Payment of", "Why", "Taken back, {}"],
    "paid": ["Payment order", "Date", "Amount, {}"],
    "lines_title": "Payments of clients",
    "taken_title": "Taken back: refunds and corrections",
    "paid_title": "Paid out in the period",
    "sums_title": "Totals of the period",
    "total": "Total",
    "details_title": "How the fee was calculated",
    "nothing": "There were no payments in the period.",
    "sign_here": "position, name, signature",
}
WHY = {
    "refund": "refund to the client",
    "correction": "corrected attribution",
    "undone": "refund undone",
}


def title_of(content: Content) -> str:
    """The name of the paper with its number."""
    name = "Payout Notice" if content["kind"] == PAYOUT_NOTICE else "Act of Services Rendered"
    return f"{name} No. {content['number']}"


def under_title_of(content: Content) -> str:
    """The day of the paper, and the month it is about."""
    if content["kind"] == PAYOUT_NOTICE:
        return _day(content["on"])
    first, last = (date.fromisoformat(content[key]) for key in ("first_on", "last_on"))
    span = f"{first:%B %Y}" if is_whole_month(first, last) else f"{first:%-d}–{last:%-d %B %Y}"
    said = f"{_day(content['on'])}, for {span}"
    if "replaces" in content:
        said += f". Replaces No. {content['replaces']} of {_day(content['replaced_on'])}"
    return said


def sides_of(content: Content) -> list[list[str]]:
    """Who is who."""
    notice = content["kind"] == PAYOUT_NOTICE
    ours, theirs = ("Payer", "Payee") if notice else ("Customer", "Contractor")
    sides = [[ours, _party(content["vendor"])], [theirs, _party(content["partner"])]]
    if not notice:
        accepted = _day(content["accepted_on"])
        sides.append(
            ["Under", f"Public offer No. {content['offer_number']}, accepted on {accepted}"]
        )
    return sides


def _party(party: Content) -> str:
    numbers = (("Tax ID", "inn"), ("Reg. No.", "ogrn"))
    known = [f"{word}\u00a0{party[key]}" for word, key in numbers if party[key]]
    return ", ".join([party["name"], *known])


def intro_of(content: Content) -> str:
    """The first sentence: what this paper states."""
    if content["kind"] == PAYOUT_NOTICE:
        return "Your fee has been transferred. It is made of the amounts below."
    return (
        f"From {_day(content['first_on'])} to {_day(content['last_on'])} the Contractor brought "
        "and assisted clients for the Customer, and the Customer accepted these services."
    )


def sums_of(content: Content) -> list[tuple[str, int]]:
    """The lines that lead to the total, minor units."""
    sums = [(f"Fee for payments of clients ({len(content['lines'])})", content["earned_minor"])]
    if (taken := content["taken_minor"]) > 0:
        sums.append(("Taken back for refunds and corrections", -taken))
    elif taken < 0:
        sums.append(("Put back: refunds were undone", -taken))
    if content.get("carried_minor"):
        sums.append(("Withheld for former periods", content["carried_minor"]))
    return sums


def total_label_of(content: Content) -> str:
    """The word before the total."""
    return "Transferred" if content["kind"] == PAYOUT_NOTICE else "Fee for the services"


def in_words(content: Content) -> str:
    """The total in words."""
    return f"{amount_in_words(Money(content['amount_minor'], content['currency']), 'en')}."


def closing_of(content: Content) -> list[str]:
    """What follows from the paper."""
    if content["kind"] == PAYOUT_NOTICE:
        return [f"Details of payment: {content['purpose']}"]
    return ["The services were rendered in full and on time. Neither side has claims."]


def signers_of(content: Content) -> list[list[str]]:
    """Who signs: the role, the side, what stands under the line. Nobody signs a notice."""
    if content["kind"] == PAYOUT_NOTICE:
        return []
    sides = [("Customer", content["vendor"]), ("Contractor", content["partner"])]
    return [
        [role, party["name"], party["signer"] or str(HEADS["sign_here"])] for role, party in sides
    ]


def facts_of(content: Content) -> list[list[str]]:
    """Facts of a payout: the order, the day, where it went."""
    if content["kind"] != PAYOUT_NOTICE:
        return []
    account = f"…{content['account_end']}" if content["account_end"] else "—"
    bank = f", {content['bank_name']}" if content["bank_name"] else ""
    return [
        ["Payment order", f"No. {content['order_number']}"],
        ["Date", _day(content["paid_on"])],
        ["Account", f"{account}{bank}"],
    ]


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
