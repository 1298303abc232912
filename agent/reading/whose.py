"""Whose date is it? Of the words before a limit in its sentence, the nearest decide.

`We will let you know by Friday`, `please reply by Friday`, `the interview on Friday`. When nothing stands before it,
the words behind it in the same clause do (`By Friday you will hear from us`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from agent.reading.almanac import Almanac
from agent.reading.clock import clock_at
from agent.reading.frame import Due, Frame
from agent.reading.sayings import Sayings
from agent.reading.sentence import sentences
from agent.reading.span import due_at
from agent.reading.tokens import Token, at, leading_to

_FURTHEST_CORE = 5
_DUES_A_SENTENCE = 12
_OPENING_WORDS = 4


class Whose(StrEnum):
    """What the words beside a date make of it."""

    OURS = "ours"  # the employer's word
    WEAK = "weak"  # the employer's word if the sentence speaks of an outcome
    SOFT = (
        "soft"  # something announced: the employer's word if the text speaks of an outcome, and nothing clearer is said
    )
    YOURS = "yours"  # the user's task, if the date is a limit
    FIRM = "firm"  # the user's task, whatever stands before the date
    FINISHING = "finishing"  # the end of the interviews, after which they decide
    RETURNING = "returning"  # somebody's return, after which they decide
    ELSEWHERE = "elsewhere"  # an interview, a start date, a holiday


_ORDER = (
    Whose.FIRM, Whose.YOURS, Whose.FINISHING, Whose.RETURNING, Whose.ELSEWHERE, Whose.OURS, Whose.WEAK, Whose.SOFT
)  # fmt: skip
"""Which list a saying counts for when it stands in two."""


class _Cue(NamedTuple):
    whose: Whose
    first: int
    end: int


class Dated(NamedTuple):
    """A limit with whose it is, the sentence it stands in (a range of tokens), and whether it is denied."""

    due: Due
    whose: Whose
    sentence: range
    denied: bool


def dated_in(row: Sequence[Token], frame: Frame, *, expecting: bool) -> Iterator[Dated]:
    """Every limit of a text that is somebody's, in the order of the text.

    `expecting` says that the text is known to speak of the decision, whatever its words are.
    """
    words = frame.words
    leads = leading_to(row, due_cores(words), _FURTHEST_CORE)
    spoken_of = any(words.promise.news.match(row, index) for index in range(len(row)))
    looks_back = any(words.spans.that_day.match(row, index) for index in range(len(row)))
    for sentence in sentences(row, words):
        part = row[sentence.start : sentence.stop]
        cues = tuple(_cues(part, words))
        if not (cues or looks_back or expecting):
            continue
        said = _Sentence(part, cues, words, spoken_of or expecting, expecting)
        for due in limits_in(part, frame, leads[sentence.start : sentence.stop]):
            frame = frame.after(due.date)
            if whose := said.whose(due):
                yield Dated(due, whose, sentence, said.denies(due))


def limits_in(part: Sequence[Token], frame: Frame, leads: Sequence[bool]) -> Iterator[Due]:
    """Every limit that is named in one sentence, whoever's it is. `leads`: where looking is worth it."""
    triggers, index, found = due_triggers(frame.words), 0, 0
    while index < len(part) and found < _DUES_A_SENTENCE:
        told = leads[index] and (part[index].value is not None or part[index].fold in triggers)
        due = (_that_day(part, index, frame) or due_at(part, index, frame)) if told else None
        if due and due.date >= frame.today:
            found, frame = found + 1, frame.after(due.date)
            yield due
        index = due.end if due else index + 1


def _that_day(part: Sequence[Token], index: int, frame: Frame) -> Due | None:
    """`You will hear from us that day`: the last day named before, in this sentence or an earlier one."""
    found = frame.words.spans.that_day.match(part, index)
    return Due(frame.anchor, index, found[1], "on") if found and frame.anchor else None


@cache
def due_cores(words: Almanac) -> frozenset[str]:
    """The words without which nothing names a limit."""
    spans, units = words.spans, words.units
    sayings = [
        spans.few_days, spans.few_weeks, spans.this_week, spans.next_week, spans.that_week, spans.that_day,
        spans.weekend, spans.this_month, spans.next_month, spans.this_quarter, spans.next_quarter, spans.this_year,
        spans.end_of_day, spans.end_of_week, spans.end_of_month, spans.end_of_year,
        spans.new_year, spans.week_number, words.relative, words.feasts, units.week, units.month, units.day,
        units.business_day, units.fortnight, units.hour,
    ]  # fmt: skip
    named = frozenset(words.months) | frozenset(words.months_short) | frozenset(words.weekdays)
    return named.union(words.weekdays_short, *(each.lasts for each in sayings))


@cache
def due_triggers(words: Almanac) -> frozenset[str]:
    """The words that a limit can begin with."""
    spans, days = words.spans, words.days
    behind = {"or_", "or_so", "from_day", "from_that", "ago", "more"}
    sayings: list[Sayings] = [getattr(spans, each.name) for each in fields(spans) if each.name not in behind]
    sayings += [words.relative, words.feasts, words.units.fortnight]
    sayings += [days.next, days.this, days.coming, days.following, days.next_week, days.in_, days.week_after_next]
    named = frozenset(words.months) | frozenset(words.months_short) | frozenset(words.weekdays) | words.the
    return named.union(words.weekdays_short, words.numbers, words.ordinals, *(each.firsts for each in sayings))


# ── cues ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cues(part: Sequence[Token], words: Almanac) -> Iterator[_Cue]:
    table, index = _cue_table(words), 0
    while index < len(part):
        found = table.match(part, index)
        if found is None and part[index].fold.startswith(words.promise_stems):
            found = _ORDER.index(Whose.OURS), index + 1
        if found is None:
            index += 1
            continue
        whose = _ORDER[found[0]]
        yield _Cue(whose, index, found[1])
        index = index + 1 if whose is Whose.SOFT else found[1]


@cache
def _cue_table(words: Almanac) -> Sayings:
    said = words.promise
    ours = _ORDER.index(Whose.OURS)
    lists = (said.firm, said.yours, said.finishing, said.returning, said.elsewhere, said.ours, said.weak, said.soft)
    return Sayings.of(reversed([(ours, said.grant), *enumerate(lists), (ours, said.deciding)]))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence with its cues. `spoken_of`: its text speaks of a decision; `expecting`: it is about nothing else."""

    part: Sequence[Token]
    cues: tuple[_Cue, ...]
    words: Almanac
    spoken_of: bool
    expecting: bool

    def whose(self, due: Due) -> Whose | None:
        """Whose date it is, or None when nothing here makes it anybody's."""
        whose = self._beside(due) or (Whose.SOFT if self.expecting and due.closes else None)
        if whose is Whose.ELSEWHERE and self._has(Whose.RETURNING) and self._has(Whose.OURS):
            return Whose.RETURNING
        if whose is Whose.RETURNING:
            return whose if self._has(Whose.OURS) else None
        if whose is Whose.WEAK:
            return Whose.OURS if self.spoken_of and not self._names_an_hour() else None
        if whose is Whose.SOFT:
            return whose if self.spoken_of and self._speaks_of_the_decision() else None
        if whose is Whose.OURS and (self._asks() or self._in_passing(due)):
            return None
        return whose

    def denies(self, due: Due) -> bool:
        """`We will not be able to decide by Friday`; not `if you do not hear from us by Friday`."""
        said, start = self.words.promise, due.first
        ends = said.but.firsts | self.words.hours.and_.firsts | {",", ";"}
        while start > 0 and self.part[start - 1].fold not in ends:
            start -= 1
        denied = any(said.not_.match(self.part, index) for index in range(start, due.first))
        until = due.limit == "by" and self.part[due.first].fold in {"until", "till", "til"}
        return denied and not until and not any(said.if_.match(self.part, index) for index in range(due.first))

    def _has(self, whose: Whose) -> bool:
        return any(cue.whose is whose for cue in self.cues)

    def _beside(self, due: Due) -> Whose | None:
        """What the nearest words before a date make of it, or those behind it in its clause."""
        before = [cue for cue in self.cues if cue.first < due.first]
        if before and before[-1].whose is Whose.ELSEWHERE and self._clause_ends(before[-1].end, due.first):
            before = []
        if before and before[-1].whose is not Whose.SOFT:
            return before[-1].whose
        behind = next((cue for cue in self.cues if cue.end > due.end and cue.whose is not Whose.SOFT), None)
        if behind and self._reaches(due, behind):
            return behind.whose
        if any(cue.whose is Whose.OURS for cue in before):
            return Whose.OURS
        return before[-1].whose if before else None

    def _reaches(self, due: Due, cue: _Cue) -> bool:
        """Whether a cue behind a date speaks of it: the date opens the sentence, or no clause ends between the two."""
        opens = due.first <= _OPENING_WORDS and at(self.part, due.end).fold not in {"was", "were", "war"}
        return opens or not self._clause_ends(due.end, cue.first)

    def _clause_ends(self, start: int, end: int) -> bool:
        ends = self.words.hours.and_.firsts | self.words.promise.but.firsts | {",", ";", ":", "(", ")", "."}
        return any(token.fold in ends for token in self.part[start:end])

    def _speaks_of_the_decision(self) -> bool:
        """Whether nothing in the sentence says that something else is announced."""
        business = self.words.promise.other_business
        elsewhere = any(business.match(self.part, index) for index in range(len(self.part)))
        return not (elsewhere or self._asks() or self._names_an_hour())

    def _asks(self) -> bool:
        """Whether the sentence is a question; `could you give us until Friday?` is a promise nevertheless."""
        granted = any(self.words.promise.grant.match(self.part, index) for index in range(len(self.part)))
        return self.part[-1].fold == "?" and not granted

    def _names_an_hour(self) -> bool:
        """`I will call you on Tuesday at 2`: that is an appointment."""
        numbers = (index for index, token in enumerate(self.part) if token.value is not None)
        clocks = (clock_at(self.part, index, self.words) for index in numbers)
        return any(clock is not None and clock.strong for clock in clocks)

    def _in_passing(self, due: Due) -> bool:
        """`They decided today`: a bare word for today is no limit."""
        bare = not due.limit and due.end == due.first + 1
        return bare and self.words.relative.match(self.part, due.first) == (0, due.end)
