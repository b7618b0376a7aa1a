"""The bank's cut-off: what is handed in before it leaves that day; banks rest on days off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zabota.domain.payouts.facts import CUT_OFF, CUT_OFF_ZONE, PROPOSE_AT
from zabota.kit.workdays import is_workday

LAST_CALL = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BankDay:
    """When payouts are proposed and by when the bank must have them, where the bank is."""

    propose_at: time
    cut_off: time
    zone: ZoneInfo

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> BankDay:
        """From the values of the three settings."""
        return cls(
            time.fromisoformat(str(settings[PROPOSE_AT.name])),
            time.fromisoformat(str(settings[CUT_OFF.name])),
            ZoneInfo(str(settings[CUT_OFF_ZONE.name])),
        )

    def day_of(self, at: datetime) -> date:
        """The bank's calendar day of a moment."""
        return at.astimezone(self.zone).date()

    def starts_on(self, day: date) -> datetime:
        """The bank's midnight."""
        return datetime.combine(day, time(), self.zone)

    def proposal_on(self, day: date) -> datetime:
        """The moment from which payouts are proposed on a working day."""
        return datetime.combine(day, self.propose_at, self.zone)

    def cut_off_on(self, day: date) -> datetime:
        """The last moment of a working day for the bank to take orders."""
        return datetime.combine(day, self.cut_off, self.zone)

    def coming_cut_off(self, at: datetime) -> datetime:
        """The first cut-off of a working day after the moment."""
        day = self.day_of(at)
        if not is_workday(day) or self.cut_off_on(day) <= at:
            day = next_workday(day)
        return self.cut_off_on(day)

    def horizon(self, day: date) -> datetime:
        """What falls due before this moment cannot wait for the next working day's cut-off."""
        return self.cut_off_on(next_workday(day))


def next_workday(day: date) -> date:
    """The first working day after this one."""
    day += timedelta(days=1)
    while not is_workday(day):
        day += timedelta(days=1)
    return day
