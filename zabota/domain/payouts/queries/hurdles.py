"""Why a partner with money due cannot be paid now: every reason is one function in `HURDLES`.

To add a reason: a function from `Seen` to hurdles by (partner, currency), its place in the tuple (the
first one found is the one shown first), and its sentence in the words of the back office and the
cabinet (`words/reasons.py` of each).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zabota.domain.partners.models import (
    DetailsKind,
    LegalForm,
    PartnerStatus,
)
from zabota.domain.partners.queries import list_vat_gone
from zabota.domain.payouts.facts import ASK_NPD, FREEZE_HOURS, PAY_INDIVIDUALS
from zabota.domain.payouts.queries import Due
from zabota.domain.payouts.queries.carriers import is_open
from zabota.domain.payouts.queries.receipts import list_annulled, list_unreceipted, sum_of_year
from zabota.domain.payouts.queries.seen import Key, Seen
from zabota.domain.payouts.queries.stuck import list_late
from zabota.domain.payouts.rules.npd import over_limit
from zabota.domain.payouts.rules.rails import WALLET_A_MONTH, too_little_for, too_much_for
from zabota.kit.clock import local_date


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One reason (a code), a note that belongs to it, and since and until when what ends by itself runs."""

    reason: str
    until: datetime | None = None
    note: str = ""
    since: datetime | None = None


Found = Mapping[Key, Hurdle]


def _each(seen: Seen, reason: str, holds: Callable[[Due], bool]) -> Found:
    return {(row.partner_id, row.currency): Hurdle(reason) for row in seen.due if holds(row)}


def paused(seen: Seen) -> Found:
    """Staff paused the payouts of this partner."""
    return _each(
        seen, "paused", lambda row: seen.partners[row.partner_id].status == PartnerStatus.PAUSED
    )


def offer_not_accepted(seen: Seen) -> Found:
    """He has never accepted the offer."""
    reason = "offer_not_accepted"
    return _each(seen, reason, lambda row: seen.unaccepted.get(row.partner_id) == reason)


def offer_changed(seen: Seen) -> Found:
    """He has accepted only offers earlier than the one that payouts need by now."""
    reason = "offer_changed"
    return _each(seen, reason, lambda row: seen.unaccepted.get(row.partner_id) == reason)


def legal_form_off(seen: Seen) -> Found:
    """Individuals without a regime are paid only where the owner has switched it on."""
    if seen.settings[PAY_INDIVIDUALS.name]:
        return {}
    person = LegalForm.PERSON
    return _each(
        seen, "legal_form_off", lambda row: seen.partners[row.partner_id].legal_form == person
    )


def no_bank_details(seen: Seen) -> Found:
    """He has told us nowhere to pay in this currency."""
    return _each(
        seen,
        "no_bank_details",
        lambda row: seen.details(row) is None and not seen.has_only_iban(row),
    )


def only_iban(seen: Seen) -> Found:
    """He gave an IBAN, and this is another currency than his IBAN takes."""
    return _each(seen, "only_iban", seen.has_only_iban)


def no_rail(seen: Seen) -> Found:
    """Nothing we have takes this currency to such details."""

    return _each(
        seen,
        "no_rail",
        lambda row: seen.details(row) is not None and not is_open(seen.rail(row)),
    )


def over_rail_limit(seen: Seen) -> Found:
    """It is more than its rail takes in one payout."""
    return _each(
        seen, "over_rail_limit", lambda row: too_much_for(seen.rail(row), row.amount_minor)
    )


def under_rail_limit(seen: Seen) -> Found:
    """It is less than its rail takes in one payout."""
    return _each(
        seen, "under_rail_limit", lambda row: too_little_for(seen.rail(row), row.amount_minor)
    )


def over_wallet_month(seen: Seen) -> Found:
    """With this payout his wallet would get more in the month than YooKassa brings there."""

    def holds(row: Due) -> bool:
        details = seen.details(row)
        if details is None or details.kind != DetailsKind.WALLET:
            return False
        return seen.wallets_month.get(details.account, 0) + row.amount_minor > WALLET_A_MONTH

    return _each(seen, "over_wallet_month", holds)


def details_frozen(seen: Seen) -> Found:
    """Bank details were replaced a while ago: time for the partner to say that it was not him."""
    hours = timedelta(hours=int(seen.settings[FREEZE_HOURS.name]))
    found = {}
    for row in seen.due:
        key = (row.partner_id, row.currency)
        details = seen.details(row)
        if details and len(seen.all_details[key]) > 1 and details.valid_from + hours > seen.at:
            found[key] = Hurdle(
                "details_frozen", until=details.valid_from + hours, since=details.valid_from
            )
    return found


def npd_not_confirmed(seen: Seen) -> Found:
    """The tax service has not said today that he is self-employed, or has said that he is not."""
    if not seen.settings[ASK_NPD.name]:
        return {}
    found = {}
    for row in seen.self_employed:
        check = seen.npd_checks.get(seen.partners[row.partner_id].inn)
        if check is None or check.standing != "yes":
            lost = check is not None and check.standing == "no"
            reason = "npd_lost" if lost else "npd_unknown"
            found[row.partner_id, row.currency] = Hurdle(reason)
    return found


def receipt_overdue(seen: Seen) -> Found:
    """A receipt for an earlier payout is past its 9th."""
    ids = [row.partner_id for row in seen.self_employed]
    today = local_date(seen.at)
    late = {
        one.payout.partner_id: one.due_on
        for one in reversed(list_unreceipted(ids) if ids else [])
        if one.due_on < today
    }
    return {
        (row.partner_id, row.currency): Hurdle("receipt_overdue", note=f"{late[row.partner_id]}")
        for row in seen.self_employed
        if row.partner_id in late
    }


def receipt_annulled(seen: Seen) -> Found:
    """He annulled a receipt of an earlier payout and has made no other one."""
    ids = [row.partner_id for row in seen.self_employed]
    orders = {
        one.payout.partner_id: one.payout.order_number
        for one in reversed(list_annulled(ids) if ids else [])
    }
    return {
        (row.partner_id, row.currency): Hurdle("receipt_annulled", note=f"{orders[row.partner_id]}")
        for row in seen.self_employed
        if row.partner_id in orders
    }


def npd_over_limit(seen: Seen) -> Found:
    """With this payout his income of the year from us alone would leave the regime."""
    ids = [row.partner_id for row in seen.self_employed]
    paid = sum_of_year(ids, year=local_date(seen.at).year) if ids else {}
    return {
        (row.partner_id, row.currency): Hurdle("npd_over_limit")
        for row in seen.self_employed
        if over_limit(paid.get(row.partner_id, 0) + row.amount_minor)
    }


def vat_gone(seen: Seen) -> Found:
    """The law does not know his VAT rate today: an order must not name it."""
    today = local_date(seen.at)
    gone = {one.pk for one in list_vat_gone(on=today)}
    return _each(seen, "vat_gone", lambda row: row.partner_id in gone)


def paid_late(seen: Seen) -> Found:
    """YooKassa paid him after all what was given up here: first it is booked, so nothing is paid twice."""
    partners = set(list_late().values_list("payout__partner", flat=True))
    return _each(seen, "paid_late", lambda row: row.partner_id in partners)


HURDLES: tuple[Callable[[Seen], Found], ...] = (
    paused,
    paid_late,
    offer_not_accepted,
    offer_changed,
    legal_form_off,
    no_bank_details,
    only_iban,
    no_rail,
    over_rail_limit,
    under_rail_limit,
    over_wallet_month,
    details_frozen,
    npd_not_confirmed,
    receipt_overdue,
    receipt_annulled,
    npd_over_limit,
    vat_gone,
)


def find_hurdles(seen: Seen) -> dict[Key, list[Hurdle]]:
    """(partner, currency) → every reason against paying him now, the weightiest first."""
    found: dict[Key, list[Hurdle]] = defaultdict(list)
    if seen.due:
        for hurdle_of in HURDLES:
            for key, hurdle in hurdle_of(seen).items():
                found[key].append(hurdle)
    return dict(found)
