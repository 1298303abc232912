"""Times and zones in prose: `moments` finds every day, time and range that a text names.

Days and clocks are found apart and then brought together: a clock belongs to the day in its own clause, then to the one
in its line, then to the one above it (a table, "Date: … / Time: …"). What cannot be known stays unknown: no zone in the
text means a local time without zone; two statements that disagree are a contradiction, which is asked, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from agent.reading import zones
from agent.reading.almanac import almanac
from agent.reading.day import Day
from agent.reading.finds import Finds, Timed, found_in
from agent.reading.setting import YEARS, Setting
from agent.reading.spoken import Heard
from agent.reading.tokens import tokens

LONGEST_QUOTE = 300
MOST_MOMENTS = 200


class Sort(StrEnum):
    """What a moment is: a point in time, a range, a day, a time without a day, or something vaguer (`next week`)."""

    INSTANT = "instant"
    RANGE = "range"
    DATE = "date"
    CLOCK = "clock"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time that a text names, with the words that say it.

    `span` is their place in the text, `hour_span` that of the hour alone, whose day may stand further up.

    `start` and `end` are aware UTC when `zone` (an IANA name) is known and naive local time when it is not. A DATE has
    its midnight as `start`, a CLOCK has none. `window` is a range within which something happens (`between 2 and 4`).
    """

    sort: Sort
    start: datetime | None = None
    end: datetime | None = None
    zone: str | None = None
    clock: time | None = None
    quote: str = ""
    span: tuple[int, int] = (0, 0)
    hour_span: tuple[int, int] = (0, 0)
    ambiguous: bool = False
    contradiction: str | None = None
    window: bool = False

    @property
    def date_only(self) -> bool:
        """Whether a day is known and no hour."""
        return self.sort is Sort.DATE

    @property
    def sure(self) -> bool:
        """Whether day, hour and zone are known and nothing speaks against them."""
        return (
            self.sort in {Sort.INSTANT, Sort.RANGE} and bool(self.zone) and not (self.ambiguous or self.contradiction)
        )


def moments(text: str, base: datetime, zone: str | None, language: str) -> tuple[Moment, ...]:
    """Every moment of a text in the order of its words.

    `base` is when it was written, in the writer's own clock; `zone` the reader's, for `your time` and for abbreviations
    that several zones share. A text without any time in its own language is read as English too: mail is often mixed.
    """
    if base.year not in YEARS:
        return ()
    found = _moments(text, base, zone, language)
    if almanac(language).language != "en" and not any(m.sort in {Sort.INSTANT, Sort.RANGE} for m in found):
        english = _moments(text, base, zone, "en")
        return english if any(m.sort in {Sort.INSTANT, Sort.RANGE} for m in english) else found
    return found


def _moments(text: str, base: datetime, zone: str | None, language: str) -> tuple[Moment, ...]:
    setting = Setting(base, almanac(language), zone if zones.known(zone) else None)
    finds = found_in(tokens(text), setting)
    read = _Reader(text, setting, finds)
    told = [(timed.first, read.timed(timed)) for timed in finds.timed]
    dates = {moment.start.date() for _, moment in told if moment.start and not moment.zone} | _local_dates(told)
    told += [(day.first, read.date(day)) for day in finds.days_alone if day.date not in dates]
    told += [(first, read.vague(first, end)) for first, end in finds.vague]
    return tuple(moment for _, moment in sorted(told, key=lambda entry: entry[0])[:MOST_MOMENTS])


def _local_dates(told: list[tuple[int, Moment]]) -> set[object]:
    return {
        moment.start.astimezone(zones.info(moment.zone)).date() for _, moment in told if moment.start and moment.zone
    }


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns what was found into moments."""

    text: str
    setting: Setting
    finds: Finds

    def timed(self, timed: Timed) -> Moment:
        clock, day = timed.clock, timed.day
        heard = timed.zone or self.finds.zone
        if day is None:
            zone = self._zone(heard, datetime.combine(self.setting.today, clock.start))
            return replace(self._said(timed.first, timed.end), sort=Sort.CLOCK, clock=clock.start, zone=zone)
        local = datetime.combine(day.date, clock.start)
        zone = self._zone(heard, local)
        end = self._end(timed, day, local)
        told = replace(
            self._said(timed.first, timed.end),
            sort=Sort.RANGE if end else Sort.INSTANT,
            zone=zone,
            clock=clock.start,
            hour_span=(self.finds.row[clock.first].start, self.finds.row[clock.end - 1].end),
            ambiguous=day.ambiguous or clock.ambiguous,
            contradiction=day.contradiction or self._disagreement(timed, local, zone, end),
            window=clock.window,
        )
        return replace(told, start=_in_utc(local, zone), end=_in_utc(end, zone) if end else None)

    def _zone(self, heard: Heard | None, local: datetime) -> str | None:
        return heard.settled(local, self.setting.mine, self.setting.words.language) if heard else None

    def _end(self, timed: Timed, day: Day, local: datetime) -> datetime | None:
        if timed.clock.finish is not None:
            return datetime.combine(timed.end_day.date if timed.end_day else day.date, timed.clock.finish)
        return local + timedelta(minutes=timed.minutes) if timed.minutes else None

    def _disagreement(self, timed: Timed, local: datetime, zone: str | None, end: datetime | None) -> str | None:
        if end is not None and end <= local:
            return "the end is not after the start"
        for other in timed.others:
            other_local = datetime.combine(local.date(), other.start)
            other_zone = self._zone(other.zone, other_local)
            if zone and other_zone and not _same_clock(local, zone, other_local, other_zone):
                return f"{local:%H:%M} {zone} is not {other.start:%H:%M} {other_zone}"
        return None

    def date(self, day: Day) -> Moment:
        return replace(
            self._said(day.first, day.end),
            sort=Sort.DATE,
            start=datetime.combine(day.date, time()),
            ambiguous=day.ambiguous,
            contradiction=day.contradiction,
        )

    def vague(self, first: int, end: int) -> Moment:
        return self._said(first, end)

    def _said(self, first: int, end: int) -> Moment:
        start, stop = self.finds.row[first].start, self.finds.row[end - 1].end
        return Moment(sort=Sort.VAGUE, quote=self.text[start : min(stop, start + LONGEST_QUOTE)], span=(start, stop))


def _in_utc(local: datetime, zone: str | None) -> datetime:
    return zones.utc(local, zone) if zone else local


def _same_clock(local: datetime, zone: str, other: datetime, other_zone: str) -> bool:
    """Whether two wall clocks show one instant, whatever day it is there."""
    apart = zones.utc(local, zone) - zones.utc(other, other_zone).astimezone(UTC)
    return apart % timedelta(days=1) == timedelta()
