"""Periods as limits: `early next week`, `mid-March`, `the week of March 16`, `Q2`, `the end of the year`.

Weeks are Monday to Friday. `Early` ends on Wednesday or the 10th, `mid` on Thursday or the 20th.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from agent.core.workdays import Workdays
from agent.reading.almanac import Almanac
from agent.reading.count import months_later
from agent.reading.day import day_at
from agent.reading.frame import Due, Frame
from agent.reading.sayings import Sayings
from agent.reading.tokens import Token, at

Edge = Literal["early", "middle", "late", "whole", "first half", "second half"]
_WEEKDAY_OF = {"early": 2, "first half": 2, "middle": 3, "late": 4, "whole": 4, "second half": 4}
_DAY_OF = {"early": 10, "first half": 15, "middle": 20}
_FRIDAY = 4


def edge_of_a_period(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`End of next week`, `mid-March`, `early in Q2`, `sometime in April`, `first half of May`."""
    spans = frame.words.spans
    edges: tuple[tuple[Edge, Sayings], ...] = (
        ("first half", spans.first_half),
        ("second half", spans.second_half),
        ("early", spans.early),
        ("middle", spans.middle),
        ("late", spans.late),
        ("whole", spans.whole),
    )
    for edge, sayings in edges:
        if found := sayings.match(row, index):
            plain, behind = found[1], _behind_small_words(row, found[1], frame.words)
            due = _in_period(row, plain, frame, edge) or _in_period(row, behind, frame, edge)
            if due:
                return due._replace(first=index)
    return _nth_week(row, index, frame)


def _behind_small_words(row: Sequence[Token], index: int, words: Almanac) -> int:
    for _ in range(2):
        token = at(row, index)
        if token.fold in words.of or token.fold in words.the or token.fold in {"-", "in", "im", "en", "d", "'"}:
            index += 1
    return index


def period_at(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """A period said without its edge: all of it. A bare month needs `in` before it (`We march on`)."""
    if found := frame.words.spans.weekend.match(row, index):
        saturday = monday_of(frame.today) + timedelta(days=5)
        return Due(saturday if saturday > frame.today else saturday + timedelta(weeks=1), index, found[1])
    month = frame.words.month(at(row, index)) is not None
    return None if month else _in_period(row, index, frame, "whole")


def _in_period(row: Sequence[Token], index: int, frame: Frame, edge: Edge) -> Due | None:
    if week := week_at(row, index, frame):
        return Due(in_week(week[0], edge, frame.today), index, week[1])
    return (
        _in_month(row, index, frame, edge) or _in_quarter(row, index, frame, edge) or _in_year(row, index, frame, edge)
    )


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def friday_of(monday: date, today: date) -> date:
    """The Friday of a week; of the next one when today is that Friday or later."""
    friday = monday + timedelta(days=_FRIDAY)
    return friday if friday > today else friday + timedelta(days=7)


def in_week(monday: date, edge: Edge, today: date) -> date:
    """The last day of a part of a week; where that has passed, the next Friday."""
    day = monday + timedelta(days=_WEEKDAY_OF[edge])
    return day if day > today else friday_of(monday, today)


def week_at(row: Sequence[Token], index: int, frame: Frame) -> tuple[date, int] | None:
    """The Monday of a week that is named, and the index behind its name."""
    spans, monday = frame.words.spans, monday_of(frame.today)
    if found := spans.week_of.match(row, index):
        day = day_at(row, _behind_small_words(row, found[1], frame.words), frame.setting)
        if day:
            return monday_of(day.date), day.end
    if at(row, index).value is not None and at(row, index + 1).fold in frame.words.ordinal_marks:
        found = spans.week_number.match(row, index + 2)
        if found and 0 < (at(row, index).value or 0) <= 53:
            return _numbered_week(at(row, index).value or 1, frame.today), found[1]
    if found := spans.week_number.match(row, index):
        number = at(row, found[1]).value
        if number and number <= 53 and not frame.words.units.day.match(row, found[1] + 1):
            return _numbered_week(number, frame.today), found[1] + 1
    if found := spans.that_week.match(row, index):
        return monday_of(frame.anchor or frame.today), found[1]
    if found := spans.week_after_next.match(row, index):
        return monday + timedelta(weeks=2), found[1]
    if found := spans.week_after.match(row, index):
        return monday_of(frame.anchor or frame.today) + timedelta(weeks=1), found[1]
    if found := spans.next_week.match(row, index):
        return monday + timedelta(weeks=1), found[1]
    found = spans.this_week.match(row, index)
    return (monday, found[1]) if found else None


def _numbered_week(number: int, today: date) -> date:
    """The Monday of a week by its ISO 8601 number, not before this one."""
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if monday >= monday_of(today):
            return monday
    return monday_of(today)


def _nth_week(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`The second week of April`: a week belongs to the month its Thursday lies in, as in ISO 8601."""
    words = frame.words
    index += at(row, index).fold in words.the
    count = words.ordinals.get(at(row, index).fold)
    unit = words.units.week.match(row, index + 1) if count else None
    if count is None or unit is None:
        return None
    month = _month(row, _behind_small_words(row, unit[1], words), frame)
    if month is None:
        return None
    year, number, end = month
    first = date(year, number, 1)
    monday = monday_of(first) if first.weekday() <= 3 else monday_of(first) + timedelta(weeks=1)
    friday = monday + timedelta(weeks=count - 1, days=_FRIDAY)
    return Due(min(friday, month_end(first)), index, end)


def _month(row: Sequence[Token], index: int, frame: Frame) -> tuple[int, int, int] | None:
    """Year, month and the index behind: the next such month, this one included."""
    spans, today = frame.words.spans, frame.today
    if found := spans.next_month.match(row, index):
        later = months_later(today.replace(day=1), 1)
        return later.year, later.month, found[1]
    if found := spans.this_month.match(row, index):
        return today.year, today.month, found[1]
    number = frame.words.month(at(row, index))
    if number is None or (at(row, index).fold in frame.words.also_words and at(row, index).text.islower()):
        return None
    end = index + 1 + (at(row, index + 1).fold == "." and at(row, index).fold not in frame.words.months)
    if (
        at(row, end).value is not None
        and len(at(row, end).text) == 4
        and at(row, end).value in {today.year, today.year + 1}
    ):
        return at(row, end).value or today.year, number, end + 1
    return today.year + (number < today.month), number, end


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _in_month(row: Sequence[Token], index: int, frame: Frame, edge: Edge) -> Due | None:
    month = _month(row, index, frame)
    if month is None:
        return None
    end = month_end(date(month[0], month[1], 1))
    day = end.replace(day=min(_DAY_OF.get(edge, end.day), end.day))
    return Due(day if day >= frame.today else end, index, month[2])


def _in_quarter(row: Sequence[Token], index: int, frame: Frame, edge: Edge) -> Due | None:
    """`Q2`: until the last business day of June; early in it: until the end of April."""
    spans, today = frame.words.spans, frame.today
    quarter, year, end = (today.month - 1) // 3, today.year, index
    if found := spans.next_quarter.match(row, index):
        quarter, end = quarter + 1, found[1]
    elif found := spans.this_quarter.match(row, index):
        end = found[1]
    elif (found := spans.quarter.match(row, index)) and at(row, found[1]).value in {1, 2, 3, 4}:
        named = (at(row, found[1]).value or 1) - 1
        year, quarter, end = year + (named < quarter), named, found[1] + 1
        if at(row, end).value in {today.year, today.year + 1}:
            year, end = at(row, end).value or year, end + 1
    else:
        return None
    months = {"early": 1, "middle": 2, "first half": 2}.get(edge, 3)
    first = months_later(date(year, 1, 1), quarter * 3 + months - 1)
    return Due(frame.workdays.on_or_before(month_end(first)), index, end)


def _in_year(row: Sequence[Token], index: int, frame: Frame, edge: Edge) -> Due | None:
    if found := frame.words.spans.new_year.match(row, index):
        day = {"early": 10, "first half": 15, "middle": 20}.get(edge, 31)
        return Due(date(frame.today.year + 1, 1, day), index, found[1])
    found = frame.words.spans.this_year.match(row, index)
    return Due(year_end(frame.today.year, frame.workdays), index, found[1]) if found else None


def year_end(year: int, workdays: Workdays) -> date:
    """The last day of the year on which anybody works: the quiet days between the years are not counted on."""
    return workdays.on_or_before(date(year, 12, 31))
