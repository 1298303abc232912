"""Wall-clock times for the tests of the reader: what a text says before anybody knows in which zone."""

from __future__ import annotations

from datetime import date, datetime, time


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A local time without zone."""
    return datetime.combine(date(year, month, day), time(hour, minute))
