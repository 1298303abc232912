"""What a text is read against: when it was written, in which language, and where its reader lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from agent.reading.almanac import Almanac

_MONTH_FIRST = frozenset({
    "New_York", "Chicago", "Denver", "Los_Angeles", "Phoenix", "Anchorage", "Detroit", "Boise", "Juneau", "Menominee",
    "Nome", "Sitka", "Toronto", "Vancouver", "Halifax", "Winnipeg", "Edmonton", "Regina", "St_Johns", "Moncton",
    "Whitehorse", "Puerto_Rico", "Honolulu", "Indianapolis", "Louisville", "Adak",
})  # fmt: skip
"""Where 3/4 is March 4: the cities that name the zones of the United States and Canada."""

YEARS = range(1980, 2200)
"""Years of mail: any other Date header is a lie, and nothing is counted from it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is read against: when it was written (on the writer's clock), its language, the reader's zone.

    `month_first` says what 3/4 means: March 4 (True), 3 April (False), or nobody knows (None).
    """

    base: datetime
    words: Almanac
    mine: str | None = None

    @property
    def today(self) -> date:
        """The writer's day."""
        return self.base.date()

    @property
    def month_first(self) -> bool | None:
        """The order of 3/4, from the language and where the reader lives."""
        if self.words.day_first:
            return False
        if self.mine is None or self.mine == "UTC":
            return None
        return self.mine.rpartition("/")[2] in _MONTH_FIRST
