"""What the living page draws charts, calendars and finds with: a year of one imagined partner."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.moments import day_text
from zabota.ui.parts import Bar, Curve, Day, Hit, Hits, Stack

WEEKS = 26
IN = (310, 340, 420, 380, 460, 520, 610, 480, 700, 655, 840, 910)
OUT = (120, 130, 160, 150, 180, 205, 240, 190, 280, 260, 330, 360)


def pictures(today: date) -> dict[str, Any]:
    """Every chart's material, the same on every day of the year."""
    months = [today - timedelta(days=30 * (11 - n)) for n in range(12)]
    return {
        "curves": [
            Curve(_("Money in"), [Money(n * 100_000) for n in IN]),
            Curve(_("Rewards"), [Money(n * 100_000) for n in OUT]),
        ],
        "curve_labels": [day_text(day, today=today) for day in months],
        "stacks": [
            Stack(day_text(day, today=today), (n, n // 3, n // 9))
            for day, n in zip(months, IN, strict=True)
        ],
        "stack_legend": [_("On time"), _("Within a day"), _("Late")],
        "stages": [
            Bar(_("Visitors"), 1_240),
            Bar(_("Registered"), 96),
            Bar(_("Began to pay"), 41),
        ],
        "squares": [
            Day(day, (day.toordinal() * 37) % 11 - 2 if day.weekday() < 5 else 0)
            for day in (today - timedelta(days=n) for n in range(7 * WEEKS))
        ],
        "wall": [
            Day(today - timedelta(days=6), Money(1_240_000), _("paid to you"), "good", "#charts"),
            Day(today, Money(96_000), _("late"), "late"),
            Day(today + timedelta(days=2), Money(4_810_000), _("by this day"), "wait"),
        ],
        "groups": [
            Hits(_("Clients"), "client", [Hit("ООО «Ромашка»", "#charts", "7707083893")]),
            Hits(_("Payouts"), "payout", [Hit("№ 128", "#charts", money_text(Money(1_240_000)))]),
        ],
    }
