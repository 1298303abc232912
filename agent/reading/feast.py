"""Feasts that people count from: Easter, Thanksgiving, the turn of the year. Computed, not listed."""

from __future__ import annotations

from datetime import date, timedelta

from agent.core.workdays import Workdays

_THURSDAY = 3
_WEEKS_TO_SEARCH = 10


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm; Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114
    return date(year, n // 31, n % 31 + 1)


def _last_day(feast: str, year: int) -> date:
    if feast == "easter":
        return easter(year)
    if feast == "pentecost":
        return easter(year) + timedelta(days=49)
    if feast == "thanksgiving":
        return _nth(year, 11, _THURSDAY, 4)
    if feast == "labor day":
        return _nth(year, 9, 0, 1)
    if feast == "memorial day":
        return _nth(year, 6, 0, 1) - timedelta(days=7)
    if feast == "epiphany":
        return date(year, 1, 6)
    return date(year, 12, 25) if feast == "christmas" else date(year, 1, 1)


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=count - 1)


def next_feast(feast: str, today: date) -> date:
    """The feast's next day, today included; `year` is the turn of the year."""
    day = _last_day(feast, today.year)
    return day if day >= today else _last_day(feast, today.year + 1)


def week_after(feast: str, today: date, workdays: Workdays) -> date:
    """`After the holidays`: the Friday of the first full week of business days behind the feast."""
    day = next_feast("year" if feast == "christmas" else feast, today)
    monday = day + timedelta(days=(-day.weekday()) % 7 or 7) if day.weekday() else day + timedelta(days=7)
    for _ in range(_WEEKS_TO_SEARCH):
        if all(workdays.works(monday + timedelta(days=ahead)) for ahead in range(5)):
            break
        monday += timedelta(days=7)
    return monday + timedelta(days=4)
