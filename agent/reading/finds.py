"""Days, clocks, lengths and zones of a text, brought together: which clock belongs to which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from agent.reading import zones
from agent.reading.almanac import Almanac
from agent.reading.clock import Clock, clock_at
from agent.reading.day import Day
from agent.reading.hour import Half
from agent.reading.scan import Length, Scan, scanned
from agent.reading.sentence import ends_sentence
from agent.reading.setting import Setting
from agent.reading.spoken import Heard
from agent.reading.tokens import Token

_FURTHEST_DAY_ABOVE = 160
_FURTHEST_LENGTH = 60
_SAME_INSTANT = frozenset({"/", "(", "|", "=", ")", "·"})
_MAYBE_SAME_INSTANT = frozenset({",", "or", "and", "\n", "ou", "oder", "o", "of", ";"})
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Timed:
    """A clock with its day, the tokens from `first` to before `end`; `others` tell the same instant in other zones."""

    clock: Clock
    day: Day | None
    zone: Heard | None
    minutes: int | None = None
    others: tuple[Clock, ...] = ()
    end_day: Day | None = None

    @property
    def first(self) -> int:
        """The first token of the words that say it."""
        near = self.day and abs(self.day.first - self.clock.first) <= _FURTHEST_LENGTH
        return min(self.clock.first, self.day.first) if self.day and near else self.clock.first

    @property
    def end(self) -> int:
        """The index behind the last token."""
        near = self.day and abs(self.day.first - self.clock.first) <= _FURTHEST_LENGTH
        return max(self.clock.end, self.day.end) if self.day and near else self.clock.end


@dataclass(frozen=True, slots=True)
class Finds:
    """What a text names. `zone` is the one that holds for every clock without a zone of its own."""

    row: Sequence[Token]
    timed: tuple[Timed, ...]
    days_alone: tuple[Day, ...]
    vague: tuple[tuple[int, int], ...]
    zone: Heard | None


def found_in(row: Sequence[Token], setting: Setting) -> Finds:
    """Everything that `row` says about days and hours."""
    scan = scanned(row, setting)
    timed = _joined(row, scan, setting)
    timed = _with_lengths(timed, scan.lengths)
    used = {t.day.first for t in timed if t.day} | {t.end_day.first for t in timed if t.end_day}
    alone = tuple(day for day in scan.days if day.first not in used)
    return Finds(row, timed, alone, tuple(scan.vague), scan.zone or _only_zone(timed, scan))


def _only_zone(timed: Sequence[Timed], scan: Scan) -> Heard | None:
    """The zone that a text speaks of, when it speaks of one only."""
    heard = [each.zone for each in timed if each.zone] + scan.loose_zones
    said = {_name_of(each): each for each in heard if not each.whose}
    return next(iter(said.values())) if len(said) == 1 else None


def _name_of(heard: Heard) -> str:
    return heard.saying.zones[0] if heard.saying else str(heard.minutes)


class _Gap(NamedTuple):
    """What lies between two finds."""

    tokens: int
    lines: int
    sentences: int
    words: tuple[str, ...]

    @property
    def near(self) -> bool:
        """Whether the two stand side by side."""
        return self.tokens <= _NEAR

    @property
    def in_one_clause(self) -> bool:
        """Whether neither a line nor a sentence ends between them."""
        return not self.lines and not self.sentences


def _gap(row: Sequence[Token], start: int, end: int, words: Almanac) -> _Gap:
    if end - start > _FURTHEST_DAY_ABOVE:  # not worth counting, and counting it for every find would be quadratic
        return _Gap(end - start, _FURTHEST_DAY_ABOVE, _FURTHEST_DAY_ABOVE, ())
    between = row[start:end]
    lines = sum(token.fold == "\n" for token in between)
    sentences = sum(ends_sentence(row, index, words) for index in range(start, end))
    return _Gap(len(between), lines, sentences, tuple(token.fold for token in between[:_NEAR]))


def _joined(row: Sequence[Token], scan: Scan, setting: Setting) -> tuple[Timed, ...]:
    timed: list[Timed] = []
    used: set[int] = set()
    for clock in scan.clocks:
        day = _day_of(row, clock, scan, setting, used)
        new = _timed(row, clock, day, scan, setting.words)
        used |= {day.first} if day else set()
        merged = _merged(row, timed[-1], new, setting) if timed else None
        timed[len(timed) - bool(merged) :] = [merged or new]
    return tuple(timed)


def _timed(row: Sequence[Token], clock: Clock, day: Day | None, scan: Scan, words: Almanac) -> Timed:
    if day is None:
        return Timed(clock, None, clock.zone)
    clock = _in_half_of_day(row, clock, scan.halves.get(day.first, "?"), words)
    return Timed(clock, day, clock.zone or scan.zones.get(day.first))


def _in_half_of_day(row: Sequence[Token], clock: Clock, half: Half, words: Almanac) -> Clock:
    return clock if half == "?" else clock_at(row, clock.first, words, half, behind_a_day=True) or clock


def _day_of(row: Sequence[Token], clock: Clock, scan: Scan, setting: Setting, used: set[int]) -> Day | None:
    """The day a clock belongs to: in its clause, its line, below it, above it."""
    words = setting.words
    above = next((day for day in reversed(scan.days) if day.end <= clock.first), None)
    below = next((day for day in scan.days if day.first >= clock.end), None)
    to_above = _gap(row, above.end, clock.first, words) if above else None
    to_below = _gap(row, clock.end, below.first, words) if below else None
    taken = above is None or above.first in used or not (to_above and to_above.in_one_clause and to_above.near)
    if below and to_below and _leads_to(to_below, words) and taken:
        return below
    if above and to_above and to_above.in_one_clause:
        return above
    aside = (
        above is not None
        and to_above is not None
        and to_above.lines <= 2
        and to_below is not None
        and "(" in to_below.words
    )
    if below and to_below and to_below.in_one_clause and to_below.tokens <= 3 * _NEAR and not aside:
        return below
    far = above is None or to_above is None or above.date < setting.today or to_above.lines > 3
    if below and to_below and far and _is_the_line_below(row, below, to_below, scan):
        return below
    if above and to_above and to_above.tokens <= _FURTHEST_DAY_ABOVE and above.date >= setting.today:
        return above
    return None


def _leads_to(gap: _Gap, words: Almanac) -> bool:
    """`2 PM on Tuesday`, `2 PM (Tuesday)`, `14 Uhr am Dienstag`: nothing but a preposition between."""
    if not gap.in_one_clause or gap.tokens > 4:
        return False
    return all(
        word in words.days.on.firsts or word in words.the or word in words.of or word in {"(", "-", "|"}
        for word in gap.words
    )


def _is_the_line_below(row: Sequence[Token], below: Day, gap: _Gap, scan: Scan) -> bool:
    if gap.lines != 1 or gap.tokens > 3 * _NEAR:
        return False
    line_end = next((i for i in range(below.end, min(below.end + 40, len(row))) if row[i].fold == "\n"), below.end + 40)
    return not any(below.end <= clock.first < line_end for clock in scan.clocks)


def _merged(row: Sequence[Token], had: Timed, new: Timed, setting: Setting) -> Timed | None:
    """Two clocks that are one moment: its end, or the same instant for another zone."""
    between = row[had.end : new.first] if new.first >= had.end else row[had.clock.end : new.clock.first]
    if len(between) > _NEAR + 2:
        return None
    return _with_end(row, had, new, setting.words) or _same_instant(had, new, tuple(t.fold for t in between), setting)


def _with_end(row: Sequence[Token], had: Timed, new: Timed, words: Almanac) -> Timed | None:
    """`Start: … End: …`, `10 March 14:00 - 10 March 14:45`."""
    if had.clock.finish or new.clock.finish or not (had.day and new.day):
        return None
    new_first = new.clock.first if new.day is had.day else new.first
    if had.end > new_first:
        return None
    later = datetime.combine(new.day.date, new.clock.start) > datetime.combine(had.day.date, had.clock.start)
    if not later or (new.day.date - had.day.date).days > 1:
        return None
    between = range(had.end, new.clock.first)
    labelled = any(words.hours.end.match(row, index) for index in between)
    only_to = new_first > had.end and words.hours.to.skip(row, had.end) == new_first
    if not (labelled or only_to) or any(row[i].fold == "\n" and row[i - 1].fold == "\n" for i in between):
        return None
    clock = replace(had.clock, finish=new.clock.start, end=new.end)
    return replace(had, clock=clock, zone=had.zone or new.zone, end_day=new.day if new.day != had.day else None)


def _same_instant(had: Timed, new: Timed, between: tuple[str, ...], setting: Setting) -> Timed | None:
    if not between or (new.day is not None and had.day is not None and new.day.date != had.day.date):
        return None
    sure = all(word in _SAME_INSTANT for word in between)
    if not sure and not all(word in _SAME_INSTANT | _MAYBE_SAME_INSTANT for word in between):
        return None
    one = had.clock.start == new.clock.start and (had.clock.zone is None or new.clock.zone is None)
    if one and sure:
        return replace(had, zone=had.zone or new.zone, clock=replace(had.clock, end=new.clock.end))
    if had.clock.zone is None or new.clock.zone is None or had.clock.zone == new.clock.zone:
        return None
    if not sure and not _agree(had, new, setting):
        return None
    return replace(
        had, others=(*had.others, new.clock), clock=replace(had.clock, end=new.clock.end), day=had.day or new.day
    )


def _agree(had: Timed, new: Timed, setting: Setting) -> bool:
    day = had.day.date if had.day else setting.today
    instants = []
    for timed in (had, new):
        local = datetime.combine(day, timed.clock.start)
        zone = timed.clock.zone.settled(local, setting.mine, setting.words.language) if timed.clock.zone else None
        if zone is None:
            return False
        instants.append(local - zones.offset(local, zone))
    return (instants[0] - instants[1]).total_seconds() % 86400 == 0


def _with_lengths(timed: tuple[Timed, ...], lengths: Sequence[Length]) -> tuple[Timed, ...]:
    return tuple(_with_length(each, lengths) for each in timed)


def _with_length(timed: Timed, lengths: Sequence[Length]) -> Timed:
    """The only length said near a time without an end is its length."""
    if timed.clock.finish or timed.minutes:
        return timed
    near = {
        length.minutes
        for length in lengths
        if min(abs(length.first - timed.end), abs(timed.first - length.end)) <= _FURTHEST_LENGTH
    }
    return replace(timed, minutes=near.pop()) if len(near) == 1 else timed
