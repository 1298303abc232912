"""One walk over a text that meets its days, clocks, lengths and zones, each for itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from agent.reading.almanac import Almanac
from agent.reading.calendar_date import calendar_follows
from agent.reading.clock import Clock, clock_at
from agent.reading.day import Day, day_at
from agent.reading.hour import Half
from agent.reading.setting import Setting
from agent.reading.spoken import Heard, clear_zone_at, zone_at, zone_behind, zone_triggers
from agent.reading.tokens import Token, at, leading_to
from agent.reading.weekday import weekday_at

MOST_FINDS = 400
"""Days and clocks that are looked at in one text."""
_LENGTHS = range(15, 8 * 60 + 1)
_NEAR = 12
_FURTHEST_CORE = 4


class Length(NamedTuple):
    """`45 minutes`, and where it is said."""

    minutes: int
    first: int
    end: int


class Scan:
    """What one walk over the tokens met."""

    def __init__(self) -> None:
        self.days: list[Day] = []
        self.clocks: list[Clock] = []
        self.lengths: list[Length] = []
        self.vague: list[tuple[int, int]] = []
        self.halves: dict[int, Half] = {}  # a day's first token → the half of the day said with it
        self.zones: dict[int, Heard] = {}  # a day's first token → the zone said behind it
        self.zone: Heard | None = None  # "time zone: America/Chicago"
        self.loose_zones: list[Heard] = []  # "(Pacific Time)", not beside a time


def scanned(row: Sequence[Token], setting: Setting) -> Scan:
    """Everything that a text names, in its order."""
    scan, words = Scan(), setting.words
    triggers, leads = _triggers(words), leading_to(row, _cores(words), _FURTHEST_CORE)
    index = 0
    while index < len(row) and len(scan.days) + len(scan.clocks) < MOST_FINDS:
        if not leads[index] or (row[index].value is None and row[index].fold not in triggers):
            index += 1
        else:
            index = max(index + 1, _step(row, index, setting, scan))
    return scan


@cache
def _cores(words: Almanac) -> frozenset[str]:
    """The words without which nothing names a day, an hour or a zone."""
    days, hours = words.days, words.hours
    sayings = (
        words.relative, days.next_week, days.this_week, days.week_after_next, hours.noon, hours.midnight,
        hours.zone_label, words.units.half_hour, words.units.three_quarters, words.units.hour, words.units.minute,
    )  # fmt: skip
    named = frozenset(words.months) | frozenset(words.months_short) | frozenset(words.weekdays)
    named |= frozenset(words.weekdays_short) | zone_triggers()
    named |= {number for number in words.numbers if len(number) > 2}  # "a" and "un" alone begin nothing
    return named.union(*(each.lasts for each in sayings))


@cache
def _triggers(words: Almanac) -> frozenset[str]:
    """The words that can begin a day, an hour or a zone."""
    days, hours = words.days, words.hours
    sayings = (
        words.relative, days.next, days.coming, days.this, days.last, days.following, days.next_week, days.this_week,
        days.week_after_next, days.in_, hours.at, hours.between, hours.noon, hours.midnight, hours.half_to,
        hours.half_past, hours.quarter_past, hours.quarter_to, hours.zone_label, words.units.half_hour,
        words.units.three_quarters,
    )  # fmt: skip
    named = frozenset(words.months) | frozenset(words.months_short) | frozenset(words.weekdays) | words.the
    named |= frozenset(words.weekdays_short) | frozenset(words.numbers)
    return named.union(zone_triggers(), *(each.firsts for each in sayings))


def _step(row: Sequence[Token], index: int, setting: Setting, scan: Scan) -> int:
    """Take what begins at `index`; the index behind it."""
    words = setting.words
    if day := day_at(row, index, setting):
        if end := _through_the_week(row, day, words):
            return end
        if scan.days and _names_again(row, scan.days[-1], day):
            scan.days.pop()
        scan.days.append(day)
        return _behind_day(row, day, words, scan)
    if length := _length(row, index, words):
        scan.lengths.append(length)
        return length.end
    half = scan.halves.get(scan.days[-1].first, "?") if scan.days and index - scan.days[-1].end < _NEAR else "?"
    behind_a_day = bool(scan.days) and scan.days[-1].end == index
    if clock := clock_at(row, index, words, half, behind_a_day=behind_a_day):
        scan.clocks.append(clock)
        return clock.end
    if end := _labelled_zone(row, index, words, scan):
        return end
    if place := clear_zone_at(row, index, words):
        scan.loose_zones.append(place.heard)
        return place.end
    for sayings in (words.days.next_week, words.days.this_week, words.days.week_after_next):
        if found := sayings.match(row, index):
            scan.vague.append((index, found[1]))
            return found[1]
    return index + 1


def _through_the_week(row: Sequence[Token], day: Day, words: Almanac) -> int | None:
    """The index behind `Monday to Friday`, which names no day."""
    found = words.hours.to.match(row, day.end) if day.weekday is not None else None
    other = weekday_at(row, found[1], words) if found else None
    if other is None or calendar_follows(row, other.end, words):
        return None
    return other.end


def _names_again(row: Sequence[Token], had: Day, new: Day) -> bool:
    """`Day: Friday / Date: March 13`: the same day in two lines, once by its weekday alone."""
    between = row[had.end : new.first]
    if had.weekday is None or new.weekday is not None or new.date.weekday() != had.weekday or len(between) > 4:
        return False
    return all(token.fold in {"\n", ":", ",", "|", "-"} or token.fold.isalpha() for token in between) and any(
        token.fold in {"\n", "|", "-"} for token in between
    )


def _behind_day(row: Sequence[Token], day: Day, words: Almanac, scan: Scan) -> int:
    end = day.end
    for sayings, half in ((words.hours.before_noon, "am"), (words.hours.after_noon, "pm")):
        if found := sayings.match(row, end):
            scan.halves[day.first] = "am" if half == "am" else "pm"
            end = found[1]
    if found := words.afternoons.match(row, day.first):
        scan.halves[day.first] = "pm" if found[0] else "am"
    for ending, half in words.halves.items():
        if row[day.end - 1].fold.endswith(ending):
            scan.halves[day.first] = "am" if half == "am" else "pm"
    if place := zone_behind(row, end, words, direct=False):
        scan.zones[day.first] = place.heard
        return place.end
    return end


def _labelled_zone(row: Sequence[Token], index: int, words: Almanac, scan: Scan) -> int | None:
    """`All times are Pacific`, `Time zone: America/Chicago`."""
    found = words.hours.zone_label.match(row, index)
    if found is None:
        return None
    start = found[1] + (at(row, found[1]).fold == ":")
    start += at(row, start).fold == "("
    start = start + 1 if at(row, start).fold in words.the else start
    place = zone_at(row, start, words, alone=True, direct=True)
    if place:
        scan.zone = scan.zone or place.heard
    return place.end if place else None


def _length(row: Sequence[Token], index: int, words: Almanac) -> Length | None:
    """`45 minutes`, `a 30-minute call`, `half an hour`, `1.5 hours`, `une heure`."""
    units = words.units
    if found := units.half_hour.match(row, index):
        return Length(30, index, found[1])
    if found := units.hour_and_half.match(row, index):
        return Length(90, index, found[1])
    if found := units.three_quarters.match(row, index):
        return Length(45, index, found[1])
    number, end = _number(row, index, words)
    if number is None or number > _LENGTHS[-1] or units.no_length_before.ends_at(row, index):
        return None
    tenths = 0
    if at(row, end).fold in {".", ","} and at(row, end + 1).text in {"5", "25", "75"}:
        tenths, end = int(at(row, end + 1).text.ljust(2, "0")), end + 2
    end += at(row, end).fold == "-"
    if found := units.minute.match(row, end):
        meant = number in _LENGTHS and not _of_something_else(row, found[1], words)
        return Length(number, index, found[1]) if meant else None
    found = units.hour.match(row, end)
    if found is None or _of_something_else(row, found[1], words) or _may_be_a_clock(row, index, end, words):
        return None
    minutes = number * 60 + tenths * 60 // 100
    return Length(minutes, index, found[1]) if minutes in _LENGTHS else None


def _may_be_a_clock(row: Sequence[Token], index: int, unit: int, words: Almanac) -> bool:
    """`Um 2 Uhr`, `à 2 heures`: the word for the unit is the word for the hour too."""
    if words.hours.length_before.ends_at(row, index):
        return False
    told = words.hours.at.ends_at(row, index)
    return told or (row[index].value is not None and words.hours.o_clock.match(row, unit) is not None)


def _number(row: Sequence[Token], index: int, words: Almanac) -> tuple[int | None, int]:
    """`45`, `fifty`, `forty-five`, and the index behind."""
    number = words.number(row[index])
    if number is None or number not in {20, 30, 40, 50} or row[index].value is not None:
        return number, index + 1
    behind = index + 1 + (at(row, index + 1).fold == "-" or bool(words.hours.and_.match(row, index + 1)))
    more = words.number(at(row, behind)) if behind > index + 1 else None
    return (number, index + 1) if more is None or more >= 10 else (number + more, behind + 1)


def _of_something_else(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """`A 20-minute exercise`, `an hour earlier`: not how long the meeting is."""
    return any(words.units.not_the_meeting.match(row, index + ahead) for ahead in range(3))
