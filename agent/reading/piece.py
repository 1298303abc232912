"""One way of naming a day, before it is settled which day is meant."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["calendar", "weekday", "relative", "ordinal"]
Week = Literal["", "next", "coming", "this", "last", "following", "this week", "next week", "week after next", "+week"]


class Piece(NamedTuple):
    """One way of naming a day; several beside each other name the same one."""

    kind: Kind
    end: int
    year: int | None = None
    month: int = 0
    day: int = 0
    weekday: int = 0
    week: Week = ""
    days: int = 0
    either: bool = False  # 3/4: month and day could be the other way round
