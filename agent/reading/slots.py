"""Time tables in prose: a row for each conversation. Rows of one day that follow each other are one interview."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agent.reading.when import Moment, Sort, moments

LONGEST_ROW = 400
"""Characters behind a time that can belong to its row."""

_LONGEST_BREAK = timedelta(minutes=120)
_NAME = re.compile(
    r"(?<![\w@.])[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24}(?:[ \t](?:(?:de|da|del|della|di|van|von|der|den|la|le|bin|al|y)[ \t]){0,2}"
    r"[A-ZÀ-ÖØ-Þ][\w'’-]{0,24}){1,3}(?![\w@])"
)
_NO_NAME = frozenset({
    "account", "analyst", "architect", "associate", "backend", "board", "break", "business", "call", "case",
    "center", "centre", "chat", "chief", "coding", "coffee", "committee", "conference", "conversation", "culture",
    "customer", "data", "date", "day", "debrief", "demo", "design", "developer", "director", "discussion", "dinner",
    "duration", "eastern", "engineer", "engineering", "executive", "final", "finance", "fit", "floor", "founder",
    "frontend", "friday", "google", "head", "hiring", "hr", "human", "interview", "interviewer", "introduction",
    "lead", "leadership", "location", "lunch", "manager", "march", "marketing", "meet", "meeting", "microsoft",
    "monday", "mountain", "office", "officer", "onsite", "operations", "pacific", "panel", "partner", "people",
    "phone", "platform", "presentation", "principal", "problem", "product", "program", "project", "qa", "questions",
    "recruiter", "recruiting", "research", "resources", "round", "sales", "scientist", "screen", "security",
    "senior", "session", "software", "staff", "standard", "start", "street", "suite", "system", "systems", "talent",
    "team", "teams", "technical", "test", "the", "thursday", "time", "title", "tour", "tuesday", "video", "vice",
    "president", "virtual", "wednesday", "welcome", "with", "wrap", "zoom", "bereich", "gespräch", "leiter",
    "leiterin", "leitung", "mittagspause", "pause", "personal", "technik", "uhr", "vorstellung", "directeur",
    "directrice", "entretien", "responsable", "déjeuner", "directora", "entrevista", "jefe", "jefa", "almuerzo",
    "gesprek", "leidinggevende", "lunchpauze",
})  # fmt: skip
"""Capitalised words of titles and time tables that are in no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One row: when, with whom (None for a break), and the words of the row without the time."""

    moment: Moment
    name: str | None
    text: str


def slots(text: str, base: datetime, zone: str | None, language: str) -> tuple[Slot, ...]:
    """The rows of a time table, in the order of the text; a text with fewer than two times has none."""
    timed = [moment for moment in moments(text, base, zone, language) if moment.sort in {Sort.INSTANT, Sort.RANGE}]
    if len(timed) < 2:
        return ()
    return tuple(_slot(text, timed, index) for index in range(len(timed)))


def spanning(rows: Sequence[Slot]) -> Moment | None:
    """The one interview that the rows make up: of one day, one behind the other, each with something of its own.

    None when they are times to choose from: on several days, overlapping, or with nothing that tells them apart.
    """
    starts = [row.moment.start for row in rows]
    told = {(row.name or row.text).casefold() for row in rows}
    if len(rows) < 2 or len(told - {""}) < 2 or not any(row.name for row in rows) or None in starts:
        return None
    if len({row.moment.zone for row in rows}) > 1:
        return None
    ordered = sorted(rows, key=lambda row: (row.moment.start is None, row.moment.start))
    if not all(map(_follows, ordered, ordered[1:])):
        return None
    first, last = ordered[0].moment, ordered[-1].moment
    doubts = [row.moment.contradiction for row in rows if row.moment.contradiction]
    return replace(
        first,
        sort=Sort.RANGE,
        end=last.end,
        ambiguous=any(row.moment.ambiguous for row in rows),
        contradiction=doubts[0] if doubts else None,
        span=(min(row.moment.span[0] for row in rows), max(row.moment.span[1] for row in rows)),
    )


def _follows(one: Slot, other: Slot) -> bool:
    """Whether a row begins when the one before it has ended, or after a break."""
    start, then = one.moment.start, other.moment.start
    if start is None or then is None or one.moment.zone != other.moment.zone:
        return False
    until = one.moment.end or start
    return until <= then <= until + _LONGEST_BREAK and then > start


def _slot(text: str, timed: Sequence[Moment], index: int) -> Slot:
    moment = timed[index]
    start, end = _row(text, timed, index)
    first, behind = moment.span if moment.span[0] >= start else moment.hour_span
    said = " ".join(f"{text[start:first]} {text[behind:end]}".split())
    return Slot(moment=moment, name=next(_names(said), None), text=said.strip(" -–|:•*,;·"))


def _row(text: str, timed: Sequence[Moment], index: int) -> tuple[int, int]:
    """From the beginning of the time's line to the next time or its line, at most to an empty line."""
    start, end = timed[index].hour_span
    line = max(text.rfind("\n", 0, start) + 1, start - LONGEST_ROW)
    if index and timed[index - 1].hour_span[1] > line:
        line = max(timed[index - 1].hour_span[1], min(timed[index].span[0], start))
    behind = min(end + LONGEST_ROW, len(text))
    if index + 1 < len(timed):
        following = timed[index + 1]
        begins = following.span[0] if following.span[0] >= end else following.hour_span[0]
        broken = text.rfind("\n", end, following.hour_span[0])
        behind = min(behind, max(begins, end) if broken < 0 else max(broken, end))
    empty = text.find("\n\n", end, behind)
    return line, behind if empty < 0 else empty


def _names(said: str) -> Iterator[str]:
    """What looks like a person's name: two to four capitalised words, none of them of the office."""
    for found in _NAME.finditer(said):
        words = found.group().split()
        while words and words[-1].casefold().strip(".'’") in _NO_NAME:
            words.pop()
        while words and words[0].casefold().strip(".'’") in _NO_NAME:
            words.pop(0)
        if len(words) >= 2 and not any(word.casefold().strip(".'’") in _NO_NAME for word in words):
            yield " ".join(words)
