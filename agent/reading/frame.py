"""What limits are counted from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from agent.core.workdays import Workdays
from agent.reading.almanac import Almanac
from agent.reading.setting import Setting

Limit = Literal["", "by", "before", "within", "on"]


class Due(NamedTuple):
    """A limit that a text names: the latest day that fits, the tokens from `first` to before `end`.

    `wide` says that a period or a count is named and not a day.
    """

    date: date
    first: int
    end: int
    limit: Limit = ""
    wide: bool = False

    @property
    def closes(self) -> bool:
        """Whether it sets an end to something (`by Friday`, `within a week`, `next week`), and is not just a day."""
        return self.wide or self.limit in {"by", "before", "within"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The setting of a text, the business days, and the last limit named before (`the week after` counts from it)."""

    setting: Setting
    workdays: Workdays
    anchor: date | None = None

    def after(self, day: date) -> Frame:
        """The frame for what is said after a day was named."""
        return replace(self, anchor=day)

    @property
    def words(self) -> Almanac:
        """The words of the language."""
        return self.setting.words

    @property
    def today(self) -> date:
        """The day of the statement."""
        return self.setting.today
