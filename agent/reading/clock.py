"""Times of day in prose: `2:00–2:45 PM ET`, `14h30`, `halb drei`, `at 3` → a clock, with the zone said behind it.

A number is a time only with something beside it that says so: a colon, am or pm, a word for the hour, a preposition.
Without am or pm an hour of 1 to 6 is taken for the afternoon: nobody interviews before seven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from agent.reading.almanac import Almanac
from agent.reading.hour import EARLIEST_BARE_HOUR, Half, Hour, hour_at, is_iso
from agent.reading.spoken import Heard, Place, iso_offset, zone_behind
from agent.reading.tokens import Token, at, glued


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day or a range, the tokens from `first` to before `end`. `window`: some time between the two."""

    first: int
    end: int
    start: time
    finish: time | None = None
    zone: Heard | None = None
    ambiguous: bool = False
    window: bool = False
    strong: bool = True


def clock_at(
    row: Sequence[Token], index: int, words: Almanac, half: Half = "?", *, behind_a_day: bool = False
) -> Clock | None:
    """The time or range that begins at `index`, its preposition included.

    `half` is known from `tomorrow morning`; `behind_a_day` makes a bare number sure enough (`tomorrow at 3 works`).
    """
    window = words.hours.between.match(row, index) is not None
    start = words.hours.between.skip(row, index)
    if not window:
        start = words.hours.at.skip(row, words.hours.at.skip(row, index))
    hour = hour_at(row, start, words)
    if hour is None:
        return None
    if is_iso(row, start) and (shifted := iso_offset(row, hour.end)):
        return Clock(index, shifted.end, _time(hour, "24"), zone=shifted.heard)
    here = _Here(row, index, words, half, told=start > index, window=window)
    return here.range(hour) if here.second(hour) else here.single(hour, behind_a_day=behind_a_day)


@dataclass(frozen=True, slots=True)
class _Here:
    """A place where a clock begins: behind a preposition (`told`), behind `between` (`window`)."""

    row: Sequence[Token]
    first: int
    words: Almanac
    half: Half
    told: bool
    window: bool

    def second(self, first: Hour) -> Hour | None:
        """The other end of a range, if there is one."""
        hours = self.words.hours
        zone = self._zone(first) if first.strong else None
        start = zone.end if zone else first.end
        found = (self.window and hours.and_.match(self.row, start)) or hours.to.match(self.row, start)
        if not found:
            return None
        behind_a_dash = self.row[found[1] - 1].fold == "-"
        return hour_at(self.row, hours.at.skip(self.row, found[1]), self.words, behind_a_dash=behind_a_dash)

    def range(self, first: Hour) -> Clock | None:
        """The clock from `first` to its other end; a bare number at an end may count no noun."""
        second = self.second(first)
        if second is None or not (first.strong or second.strong or self.told):
            return None
        if not second.strong and not _stands_free(self.row, second.end, self.words):
            return None
        early = self._zone(first) if first.strong else None
        late = self._zone(second)
        start, finish = _halves(_in_half(first, self.half), _in_half(second, self.half))
        return Clock(
            self.first,
            late.end if late else second.end,
            start,
            finish,
            zone=early.heard if early else late.heard if late else None,
            ambiguous=second.half == "?" and self._doubtful(first),
            window=self.window,
            strong=first.strong or second.strong,
        )

    def single(self, hour: Hour, *, behind_a_day: bool) -> Clock | None:
        """The clock of one time; a bare number needs a preposition, and no noun behind it."""
        free = _stands_free(self.row, hour.end, self.words)
        free = free or (behind_a_day and _no_noun(self.row, hour.end, self.words))
        if self.window or not (hour.strong or (self.told and free)):
            return None
        place, hour = self._zone(hour), _in_half(hour, self.half)
        return Clock(
            self.first,
            place.end if place else hour.end,
            _time(hour, hour.half),
            zone=place.heard if place else None,
            ambiguous=self._doubtful(hour),
            strong=hour.strong,
        )

    def _zone(self, hour: Hour) -> Place | None:
        return zone_behind(self.row, hour.end, self.words)

    def _doubtful(self, hour: Hour) -> bool:
        """Whether morning and evening are as likely: seven, where people count to twelve."""
        seven = _in_half(hour, self.half).half == "?" and hour.hour == EARLIEST_BARE_HOUR
        return seven and self.words.language == "en"


def _in_half(hour: Hour, half: Half) -> Hour:
    return hour._replace(half=half) if hour.half == "?" and half in {"am", "pm"} else hour


def _halves(first: Hour, second: Hour) -> tuple[time, time]:
    """`11:30-12:15 PM` begins before noon, `2-3 PM` after it: the nearest start before the end."""
    if first.half == "?" and second.half in {"am", "pm"}:
        finish = _time(second, second.half)
        same, other = _time(first, second.half), _time(first, "am" if second.half == "pm" else "pm")
        return (same if same < finish else other), finish
    start = _time(first, first.half)
    if second.half != "?":
        return start, _time(second, second.half)
    ends = [end for end in (_time(second, "am"), _time(second, "pm"), _time(second, "24")) if end > start]
    return start, min(ends, default=_time(second, "?"))


def _time(hour: Hour, half: Half) -> time:
    number = hour.hour
    if half == "pm" and number < 12:
        number += 12
    elif half == "am" and number == 12:
        number = 0
    elif half == "?" and 0 < number < EARLIEST_BARE_HOUR:
        number += 12
    return time(number % 24, hour.minute)


def _no_noun(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """Whether the word there is neither a name nor a unit."""
    token, units = at(row, index), words.units
    counted = any(unit.match(row, index) for unit in (units.minute, units.hour, units.day, units.week, units.month))
    return token.text.isalpha() and token.text.islower() and not counted


def _stands_free(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """Whether no noun follows that a bare number could count (`at 3 companies`, `by 10 Downing Street`)."""
    token = at(row, index)
    if not token.text:
        return True
    if not token.text[0].isalnum():
        return token.fold in {".", ",", ";", "!", "?", ")", "\n", ":", "/", "(", "-", "|"} and not (
            token.fold in {".", ",", "/", "-"} and glued(row[index - 1], token) and at(row, index + 1).value is not None
        )
    days = words.days
    followers = (days.joins, days.on, words.hours.at, words.relative, words.hours.your_time, words.hours.my_time)
    more = (days.next, days.coming, words.hours.to, words.hours.and_, words.hours.before_noon, words.hours.after_noon)
    if any(sayings.match(row, index) for sayings in followers + more):
        return True
    return words.weekday(token) is not None or zone_behind(row, index, words) is not None
