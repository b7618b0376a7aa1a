"""Figures in words: what each is made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zabota.domain.papers.queries.figures import Coming, MonthFigures, Owed, OwedBesides
from zabota.kit.money import Money
from zabota.ui.amounts import grouped, point, sums_text
from zabota.ui.parts import Line

FIRM = "\u00a0"


def percent(bp: int | None, *, cut: bool = False) -> str:
    """Basis points as "39,8 %"; `cut` never rounds up, so 99,96 is not shown as 100."""
    if bp is None:
        return "—"
    tenths = bp // 10 if cut else (bp + 5) // 10
    whole, rest = divmod(tenths, 10)
    return f"{whole}{point()}{rest}{FIRM}%" if rest else f"{whole}{FIRM}%"


def besides(rows: Sequence[OwedBesides], *, late: bool = False) -> str:
    """What is owed in other currencies, as the line under the roubles; empty when nothing is."""
    sums = [Money(one.late if late else one.minor, one.currency) for one in rows]
    said = sums_text(money for money in sums if money.minor > 0)
    return _("and %(sum)s besides") % {"sum": said} if said else ""


def deadline_words() -> list[str]:
    """The parts of what we owe, by deadline."""
    return [_("late"), _("today"), _("tomorrow"), _("in a week"), _("later")]


def age_words() -> list[str]:
    """The parts of what we owe, by age of the client's payment."""
    return [_("1 day"), _("2 days"), _("3 days"), _("7 days"), _("older")]


def owed_lines(owed: Owed) -> list[Line]:
    """What we owe, part by part, against the books."""
    parts = zip(deadline_words(), owed.by_deadline, strict=True)
    return [
        *(Line(word[:1].upper() + word[1:], Money(minor)) for word, minor in parts),
        Line(_("Held for a check"), Money(owed.held)),
        Line(_("Together"), Money(owed.total), "total"),
        Line(_("By the books: accounts of partners"), Money(owed.books)),
    ]


def owed_table(owed: Owed) -> list[tuple[str, str, Money]]:
    """What we owe as a table: by deadline, by age, what is held, and what the books say."""
    deadlines = zip(deadline_words(), owed.by_deadline, strict=True)
    ages = zip(age_words(), owed.by_age, strict=True)
    return [
        *((_("by deadline"), word, Money(minor)) for word, minor in deadlines),
        *((_("by days since the payment"), word, Money(minor)) for word, minor in ages),
        (_("held for a check"), "", Money(owed.held)),
        (_("together"), "", Money(owed.total)),
        (_("by the books"), "", Money(owed.books)),
    ]


def ahead_of(coming: Sequence[Coming], *, late: int) -> Money:
    """What the days to come will cost: what is late already, what is known, what is usual."""
    return Money(max(late, 0) + sum(day.known + day.expected for day in coming))


def forecast_lines(coming: Sequence[Coming], *, late: int) -> list[Line]:
    """What is late, what is known and what is only usual."""
    known, usual = sum(day.known for day in coming), sum(day.expected for day in coming)
    return [
        Line(_("Late already: to be paid first"), Money(max(late, 0))),
        Line(_("Earned already, by deadline"), Money(known)),
        Line(_("Missing to the average of the last eight same weekdays"), Money(usual)),
        Line(_("Together"), ahead_of(coming, late=late), "total"),
    ]


def kept_lines(one: MonthFigures) -> list[Line]:
    """The share paid on time, counted."""
    return [
        Line(_("Rewards paid by their deadline"), grouped(one.on_time)),
        Line(_("Rewards paid after it"), grouped(one.late)),
        Line(_("Deadline passed, not paid yet"), grouped(one.unpaid)),
        Line(_("On time ÷ all"), percent(one.kept_bp, cut=True), "total"),
    ]


def rate_lines(one: MonthFigures) -> list[Line]:
    """The effective rate, counted."""
    return [
        Line(_("Rewards for the payments of the month"), Money(one.earned)),
        Line(_("All payments of the month"), Money(one.paid)),
        Line(_("… of them with a reward"), Money(one.rewarded)),
        Line(_("Rewards ÷ payments"), percent(one.rate_bp), "total"),
    ]
