"""Limits in prose: `by Friday`, `before the end of the month`, `after Easter` → the latest day that fits.

The later reading of an ambiguous phrase counts: asking too early is what the etiquette punishes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from agent.reading import feast
from agent.reading.almanac import Almanac
from agent.reading.clock import clock_at
from agent.reading.count import count_at, few_at, one_unit_at, unit_at, week_from_a_day
from agent.reading.day import day_at
from agent.reading.frame import Due, Frame, Limit
from agent.reading.period import (
    edge_of_a_period,
    friday_of,
    in_week,
    monday_of,
    month_end,
    period_at,
    week_at,
    year_end,
)
from agent.reading.tokens import Token, at

_Named = Callable[[Sequence[Token], int, "Frame"], "Due | None"]


def due_at(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """The limit that is named from `index` on, its preposition included."""
    spans = frame.words.spans
    if _long_ago(row, index, frame.words):
        return None
    if found := spans.before.match(row, index):
        return _before(row, index, found[1] + (at(row, found[1]).fold == ":"), frame)
    if found := spans.after.match(row, index):
        after = _after(row, index, found[1], frame)
        if after:
            return after
    for limit, sayings in (("by", spans.by), ("within", spans.within), ("on", spans.on)):
        if found := sayings.match(row, index):
            behind = found[1] + (at(row, found[1]).fold == ":")
            due = _named(row, behind, frame, within=limit == "within") or _clock(row, behind, frame)
            if due:
                return due._replace(first=index, limit=_limit(limit))
    return _named(row, index, frame, within=False)


def _limit(name: str) -> Limit:
    return "by" if name == "by" else "within" if name == "within" else "on"


def _long_ago(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """`over the last two weeks`, `vor zwei Wochen`."""
    found = words.spans.ago_before.match(row, index)
    return bool(found and words.number(at(row, found[1])) is not None and unit_at(row, found[1] + 1, words))


def _named(row: Sequence[Token], index: int, frame: Frame, *, within: bool) -> Due | None:
    """The day or period at `index`, whatever stands before it."""
    wide: tuple[_Named, ...] = (week_from_a_day, edge_of_a_period, _closing, few_at, count_at)
    narrow: tuple[_Named, ...] = (_following, _day, _new_year, _feast)
    starts = (index, index + 1) if at(row, index).fold in frame.words.the else (index,)
    for start in starts:
        if within and (due := one_unit_at(row, start, frame)):
            return due._replace(wide=True)
        for reading in wide + narrow:
            if due := reading(row, start, frame):
                return due._replace(wide=reading in wide)
        if due := period_at(row, start, frame):
            return due._replace(wide=True)
    return None


def _clock(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`By 5 PM on Friday`, and `by 3pm` for today."""
    clock = clock_at(row, index, frame.words)
    if clock is None or not clock.strong:
        return None
    start = frame.words.days.on.skip(row, clock.end + (at(row, clock.end).fold == ","))
    day = _day(row, start, frame)
    return day._replace(first=index) if day else Due(frame.today, index, clock.end)


def _before(row: Sequence[Token], first: int, index: int, frame: Frame) -> Due | None:
    """`Before Friday` may still mean Friday; `before Thanksgiving` ends on its eve, `before next week` with this."""
    behind_article = index + (at(row, index).fold in frame.words.the)
    ended = edge_of_a_period(row, index, frame) or edge_of_a_period(row, behind_article, frame)
    if ended := ended or _closing(row, index, frame):
        return ended._replace(first=first, limit="before")
    if count_at(row, index, frame):
        return None  # "vor zwei Wochen": two weeks ago
    due = _day(row, index, frame) or _eve(row, index, frame)
    due = due or _until_a_period(row, index, frame) or _until_a_period(row, behind_article, frame)
    return due._replace(first=first, limit="before") if due else None


def _until_a_period(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """The last business day before a week or a weekend."""
    if found := frame.words.spans.weekend.match(row, index):
        return Due(friday_of(monday_of(frame.today), frame.today), index, found[1])
    week = week_at(row, index, frame)
    return Due(week[0] - timedelta(days=3), index, week[1]) if week else None


def _after(row: Sequence[Token], first: int, index: int, frame: Frame) -> Due | None:
    """`After the holidays`: the Friday of the first full week behind them. After a weekend: early in the week."""
    if found := frame.words.feasts.match(row, index):
        name = frame.words.feast_names[found[0]]
        return Due(feast.week_after(name, frame.today, frame.workdays), first, found[1], "by")
    if found := frame.words.spans.weekend.match(row, index):
        monday = frame.today + timedelta(days=7 - frame.today.weekday())
        return Due(in_week(monday, "early", frame.today), first, found[1], "by")
    return None


def _feast(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`By Christmas` is the day before it, `by Thanksgiving` the day itself."""
    found = frame.words.feasts.match(row, index)
    if found is None:
        return None
    name = frame.words.feast_names[found[0]]
    return Due(_feast_day(name, frame.today) - timedelta(days=name in {"christmas", "year"}), index, found[1])


def _feast_day(name: str, today: date) -> date:
    return feast.next_feast("christmas" if name == "year" else name, today)


def _eve(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`Before Thanksgiving`."""
    found = frame.words.feasts.match(row, index)
    if found is None:
        return None
    return Due(_feast_day(frame.words.feast_names[found[0]], frame.today) - timedelta(days=1), index, found[1])


def _new_year(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`In the new year`: some time in January."""
    found = frame.words.spans.new_year.match(row, index)
    return Due(date(frame.today.year + 1, 1, 31), index, found[1]) if found else None


def _day(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """A day by name. A day without a month or year lies ahead; `Friday` said on a Friday is the next one."""
    day = day_at(row, index, frame.setting)
    if day is None or day.date < frame.today:
        return None
    return Due(day.date, index, day.end)


def _following(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`The following Monday`: counted from the limit named before it."""
    found = frame.words.days.following.match(row, index)
    weekday = frame.words.weekday(at(row, found[1])) if found else None
    if found is None or weekday is None:
        return None
    start = frame.anchor or frame.today
    return Due(start + timedelta(days=(weekday - start.weekday()) % 7 or 7), index, found[1] + 1)


def _closing(row: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`EOD`, `close of business Monday`: the day named behind it, or today; `EOW`, `EOM`, `year end`."""
    spans = frame.words.spans
    if found := spans.end_of_week.match(row, index):
        behind = week_at(row, found[1], frame)
        monday, end = behind or (monday_of(frame.today), found[1])
        return Due(friday_of(monday, frame.today), index, end)
    if found := spans.end_of_month.match(row, index):
        return None if _names_a_month(row, found[1], frame) else Due(month_end(frame.today), index, found[1])
    if found := spans.end_of_year.match(row, index):
        return Due(year_end(frame.today.year, frame.workdays), index, found[1])
    found = spans.end_of_day.match(row, index)
    if found is None:
        return None
    start = frame.words.days.on.skip(row, found[1] + (at(row, found[1]).fold in {",", "("}))
    start = start + 1 if at(row, start).fold in frame.words.of else start
    day = _day(row, start, frame)
    return Due(day.date if day else frame.today, index, day.end if day else found[1])


def _names_a_month(row: Sequence[Token], index: int, frame: Frame) -> bool:
    return at(row, index).fold in frame.words.of and frame.words.month(at(row, index + 1)) is not None
