"""Business days. Holidays and quiet periods are handed in as data: the core looks nothing up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_LONGEST_BREAK = 60
"""Days after which a calendar without any business day is taken at its word and given up on."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """Monday to Friday without `holidays` and without the `quiet` period between the years.

    `holidays` is the union of the user's and the employer's public holidays. `quiet` are (month, day) pairs on which
    nobody decides anything, by default none; `etiquette` sets 24 December to 1 January.
    """

    holidays: frozenset[date] = frozenset()
    quiet: frozenset[tuple[int, int]] = frozenset()

    def works(self, day: date) -> bool:
        """Whether people can be expected at their desks."""
        return day.weekday() < _SATURDAY and day not in self.holidays and (day.month, day.day) not in self.quiet

    def on_or_after(self, day: date) -> date:
        """The first business day that is not before `day`."""
        for _ in range(_LONGEST_BREAK):
            if self.works(day):
                return day
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The last business day that is not after `day`."""
        for _ in range(_LONGEST_BREAK):
            if self.works(day):
                return day
            day -= timedelta(days=1)
        return day

    def after(self, day: date, count: int) -> date:
        """The `count`-th business day after `day`; `day` itself for 0."""
        for _ in range(count):
            day = self.on_or_after(day + timedelta(days=1))
        return day
