"""A partner's statement on paper: letterhead, opening balance, lines, closing balance."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.domain.ledger.queries import AccountStatement, get_account_statement
from zabota.domain.partners.models import Partner
from zabota.domain.rewards.postings import owed
from zabota.kit.clock import end_of_day, start_of_day
from zabota.kit.money import DEFAULT_CURRENCY, SYMBOLS, Money
from zabota.kit.typesetting import typeset
from zabota.ui.amounts import digits
from zabota.web.wording.statement import StatementRow, rows_of


def statement_paper(
    partner: Partner, *, first: date, last: date, at: datetime, currency: str = DEFAULT_CURRENCY
) -> bytes:
    """The PDF of what we owed, every line and what we owe; both days included, in one currency."""
    found = get_account_statement(
        owed(partner.pk), since=start_of_day(first), before=end_of_day(last), currency=currency
    )
    sign = SYMBOLS.get(currency, currency)
    vendor = settings.VENDOR
    return typeset(
        "statement",
        {
            "language": get_language() or "ru",
            "of": _("of"),
            "page_word": _("Page"),
            "title": _("Statement of account, %(partner)s") % {"partner": partner.name},
            "vendor": vendor["name"],
            "vendor_ids": _("INN %(inn)s, KPP %(kpp)s") % vendor,
            "made": _("Made on %(day)s") % {"day": _moment(at)},
            "facts": _facts(partner, found, first, last, currency),
            "head": [
                _("Date"),
                _("What"),
                _("About"),
                _("Change, %(sign)s") % {"sign": sign},
                _("Balance, %(sign)s") % {"sign": sign},
            ],
            "lines": [_cells(row, currency) for row in rows_of(found)],
            "totals": [
                [_("Owed to the partner at the end"), _sum(-found.closing_minor, currency)],
            ],
            "note": _("Below zero it is the partner's debt, netted from his next rewards."),
        },
    )


def _facts(
    partner: Partner, found: AccountStatement, first: date, last: date, currency: str
) -> list[list[str]]:
    facts = [
        [_("Partner"), partner.name],
        [_("INN"), partner.inn],
        [_("Period"), f"{_day(first)} — {_day(last)}"],
        [_("Currency"), currency if currency != DEFAULT_CURRENCY else ""],
        [_("Owed to the partner at the beginning"), _sum(-found.opening_minor, currency)],
    ]
    return [fact for fact in facts if fact[1]]


def _cells(row: StatementRow, currency: str) -> list[str]:
    return [
        _day(localtime(row.at).date()),
        row.what,
        row.about,
        _sum(row.change_minor, currency),
        _sum(row.balance_minor, currency),
    ]


def _sum(minor: int, currency: str) -> str:
    """With all minor digits, as papers have them; the sign stands in the head of the column."""
    sign, whole, fraction, _symbol = digits(Money(minor, currency))
    return f"{sign}{whole}{fraction}"


def _day(day: date) -> str:
    return date_format(day, "d.m.Y")


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "d.m.Y H:i")
