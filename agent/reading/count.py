"""Counted limits: `within 7-10 business days`, `a couple of weeks`, `a week from Friday`; a few days are five."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from agent.core.workdays import Workdays
from agent.reading.almanac import Almanac
from agent.reading.day import day_at
from agent.reading.frame import Due, Frame
from agent.reading.sayings import Sayings
from agent.reading.tokens import Token, at, glued
from agent.reading.weekday import of_weekday

FEW_DAYS = 5
"""Business days in `a few days`."""
FEW_WEEKS = 4
_LONGEST_COUNT = 120
_FEWEST_HOURS = 12


class _Unit(NamedTuple):
    name: Literal["hour", "day", "business day", "week", "month", "fortnight"]
    end: int


def unit_at(row: Sequence[Token], index: int, words: Almanac) -> _Unit | None:
    """The unit that is counted at `index` (`more business days`), and the index behind it."""
    index = words.spans.more.skip(row, index)
    index += at(row, index).fold in words.of  # "une dizaine de jours"
    index += at(row, index).fold == "-"
    units = words.units
    table: tuple[tuple[Literal["hour", "day", "business day", "week", "month", "fortnight"], Sayings], ...] = (
        ("business day", units.business_day),
        ("fortnight", units.fortnight),
        ("week", units.week),
        ("day", units.day),
        ("month", units.month),
        ("hour", units.hour),
    )
    for name, sayings in table:
        if found := sayings.match(row, index):
            return _Unit(name, found[1])
    return None


def few_at(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`The next few days`, `a few weeks`."""
    spans = frame.words.spans
    if found := spans.few_weeks.match(row, index):
        return _counted(FEW_WEEKS, _Unit("week", found[1]), row, index, frame)
    found = spans.few_days.match(row, index)
    return _counted(FEW_DAYS, _Unit("business day", found[1]), row, index, frame) if found else None


def count_at(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`5 business days`, `7-10 days`, `a couple of weeks`, `a week or two`, `48 hours`, `a fortnight`."""
    words = frame.words
    if found := words.spans.couple_of.match(row, index):
        unit = unit_at(row, found[1], words)
        return _counted(2, unit, row, index, frame) if unit else None
    if found := words.units.fortnight.match(row, index):
        return _counted(1, _Unit("fortnight", found[1]), row, index, frame)
    if found := words.days.next.match(row, index):
        index = found[1]
    number = _number(row, index, words)
    if number is None:
        return None
    if row[index].value is None and row[index + 1 : index + 2] and row[index + 1].fold in words.numbers:
        index, number = index + 1, words.numbers[row[index + 1].fold]  # "une dizaine", "a couple"
    count, end = _larger(row, index, number, words)
    unit = unit_at(row, end, words)
    if unit is None or words.spans.ago.match(row, unit.end):
        return None
    if unit.name == "hour" and count < _FEWEST_HOURS and not words.spans.within.ends_at(row, index):
        return None  # "we will need an hour": how long something is
    more, end = _or_more(row, unit.end, count, words)
    return _counted(more, unit._replace(end=end), row, index, frame)


def one_unit_at(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`Within the next month`, `within the week`: one of them, unless it is named (`in the week of March 16`)."""
    spans = frame.words.spans
    numbered = spans.week_number.match(row, index) and at(row, index + 1).value is not None
    if spans.week_of.match(row, index) or numbered:
        return None
    unit = unit_at(row, index, frame.words)
    if unit is None or unit.name in {"hour", "day"} or at(row, unit.end).fold in frame.words.of:
        return None
    return _counted(1, unit, row, index, frame)


def _number(row: Sequence[Token], index: int, words: Almanac) -> int | None:
    token = at(row, index)
    number = words.number(token)
    if number is None or number > _LONGEST_COUNT:
        return None
    before = at(row, index - 1)
    part_of_another = token.value is not None and before.text and glued(before, token) and before.fold != "("
    return None if part_of_another else number


def _larger(row: Sequence[Token], index: int, number: int, words: Almanac) -> tuple[int, int]:
    """The larger end of `7-10`, `two to three`, `3 or 4`, and the index behind it."""
    end = index + 1
    found = words.spans.or_.match(row, end)
    second = words.number(at(row, found[1])) if found else None
    if found and second is not None and second <= _LONGEST_COUNT:
        return max(number, second), found[1] + 1
    return number, end


def _or_more(row: Sequence[Token], index: int, count: int, words: Almanac) -> tuple[int, int]:
    """`A week or two`, `a week or so`."""
    if found := words.spans.or_so.match(row, index):
        return count + 1 if count > 1 else 2, found[1]
    found = words.spans.or_.match(row, index)
    second = words.number(at(row, found[1])) if found else None
    if found and second is not None and row[found[1] - 1].fold != "-" and unit_at(row, found[1] + 1, words) is None:
        return max(count, second), found[1] + 1
    return count, index


def _start(row: Sequence[Token], index: int, frame: Frame) -> tuple[date, int]:
    """Where a count begins: today, the day named behind it (`from Monday`), the last limit named (`after that`)."""
    spans = frame.words.spans
    if found := spans.from_that.match(row, index):
        return frame.anchor or frame.today, found[1]
    if found := spans.from_day.match(row, index):
        day = day_at(row, found[1], frame.setting)
        if day and day.date >= frame.today:
            return day.date, day.end
    return frame.today, index


def _counted(count: int, unit: _Unit, row: Sequence[Token], index: int, frame: Frame) -> Due:
    """The last day of so many units, from today or from the day named behind (`two weeks from Monday`)."""
    start, end = _start(row, unit.end, frame)
    return Due(_later(start, count, unit.name, frame.workdays), index, end)


def _later(start: date, count: int, unit: str, workdays: Workdays) -> date:
    if unit == "business day":
        return workdays.after(start, count)
    if unit == "month":
        return months_later(start, count)
    days = {"hour": -(-count // 24), "day": count, "week": 7 * count, "fortnight": 14 * count}[unit]
    return start + timedelta(days=days)


def months_later(start: date, count: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def week_from_a_day(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`A week from Friday`: Friday is the nearest one."""
    number = _number(row, index, frame.words)
    unit = frame.words.units.week.match(row, index + 1) if number else None
    found = (
        (frame.words.spans.from_day.match(row, unit[1]) or frame.words.days.on.match(row, unit[1])) if unit else None
    )
    if number is None or found is None:
        return None
    weekday = frame.words.weekday(at(row, found[1]))
    if weekday is None:
        return None
    return Due(of_weekday(weekday, "", frame.today)[0] + timedelta(weeks=number), index, found[1] + 1)
