"""When somebody is back: the day of return in an automatic reply, in English, German, French, Spanish and Dutch.

A small grammar of its own: a day, and the words beside it that say whether it is the day of return ("back on Monday"),
the last day away ("bis 6. März"), or a day away. Days are resolved from the day the reply was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agent.core.workdays import Workdays
from agent.reading.bounce import words

_TEXT_LIMIT = 5_000
_BEFORE = 48
"""Characters before a day in which the word that explains it must stand."""
_BEHIND = 32
_PAST = timedelta(days=180)
"""A day without a year that lies further back than this is meant for next year."""
_FURTHEST = timedelta(days=550)


@dataclass(frozen=True, slots=True)
class Return:
    """The day somebody is back, and the words that say so."""

    day: date
    quote: str


def return_in(text: str, sent: date, language: str = "en", workdays: Workdays | None = None) -> Return | None:
    """The day of return that a reply sent on `sent` names, or None. Of several equally clear ones the latest counts."""
    text = " ".join(text[:_TEXT_LIMIT].split())
    found = sorted(_days(text, sent, day_first=language != "en"), key=lambda day: day.start)
    clear: dict[int, list[Return]] = {}
    for index, day in enumerate(found):
        if not sent - timedelta(days=7) <= day.day <= sent + _FURTHEST:
            continue
        rank, back = _meaning(text, day, found[index - 1] if index else None, workdays or Workdays())
        clear.setdefault(rank, []).append(Return(back, _around(text, day)))
    if not clear:
        return None
    rank = min(clear)
    if rank == _UNEXPLAINED and (len({item.day for item in clear[rank]}) > 1 or clear[rank][0].day <= sent):
        return None
    return max(clear[rank], key=lambda item: item.day)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day named at a place in the text; `dated` when by its date, not by a weekday alone, `last` of "July 10-31"."""

    day: date
    start: int
    end: int
    dated: bool = True
    last: bool = False


_BACK, _UNTIL, _AWAY, _UNEXPLAINED = range(4)


def _meaning(text: str, day: _Day, previous: _Day | None, workdays: Workdays) -> tuple[int, date]:
    """How clearly the words beside a day make it a day of return, and which day that then is."""
    start = max(previous.end if previous else 0, day.start - _BEFORE)
    before = _SENTENCE.split(text[start : day.start].lower())[-1]
    behind = _SENTENCE.split(text[day.end : day.end + _BEHIND].lower())[0]
    after = workdays.on_or_after(day.day + timedelta(days=1))
    if _CUES["back"].search(before) or _CUES["then_back"].search(behind):
        return _BACK, day.day
    if day.last or _CUES["through"].search(before):
        return _UNTIL, after
    if previous and day.start - previous.end < _BEHIND and _CUES["range"].fullmatch(before.strip().partition(" ")[0]):
        return _UNTIL, after
    if _CUES["until"].search(before):
        return _UNTIL, day.day
    if _CUES["away"].search(before):
        return _AWAY, after
    return (_UNEXPLAINED if day.dated else _UNEXPLAINED + 1), day.day


def _around(text: str, day: _Day) -> str:
    return " ".join(text[max(0, day.start - _BEFORE) : day.end + _BEHIND].split())


def _days(text: str, sent: date, *, day_first: bool) -> Iterator[_Day]:
    """Every day that the text names."""
    folded = text.lower()
    taken: list[tuple[int, int]] = []
    for pattern in (_DAY_MONTH, _MONTH_DAY, _ISO, _NUMERIC):
        for found in pattern.finditer(folded):
            named = "month" in found.re.groupindex
            day = _by_name(found, sent) if named else _by_number(found, sent, day_first=day_first)
            if day and not any(start < found.end() and found.start() < end for start, end in taken):
                taken.append(found.span())
                yield _Day(day, *found.span(), last=named and found["last"] is not None)
    for found in _WEEKDAY.finditer(folded):
        if not any(start < found.end() and found.start() < end for start, end in taken):
            yield _Day(_next(_WEEKDAYS[found[1]], sent), *found.span(), dated=False)
    for found in _TOMORROW.finditer(folded):
        yield _Day(sent + timedelta(days=1), *found.span(), dated=False)
    for found in _NEXT_WEEK.finditer(folded):
        yield _Day(_next(0, sent), *found.span(), dated=False)


def _by_name(found: re.Match[str], sent: date) -> date | None:
    return _dated(found["year"], _MONTHS[found["month"]], int(found["last"] or found["day"]), sent)


def _by_number(found: re.Match[str], sent: date, *, day_first: bool) -> date | None:
    first, second = int(found["one"]), int(found["two"])
    if found["year"] and len(found["year"]) == len("2026") and found.start("year") < found.start("one"):
        return _dated(found["year"], first, second, sent)
    monthly = first > 12 or (second <= 12 and day_first)
    return _dated(found["year"], second if monthly else first, first if monthly else second, sent)


def _dated(year: str | None, month: int, day: int, sent: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == len("26") else 0), month, day)
        this_year = date(sent.year, month, day)
        return this_year if this_year >= sent - _PAST else date(sent.year + 1, month, day)
    except ValueError:
        return None


def _next(weekday: int, sent: date) -> date:
    return sent + timedelta(days=(weekday - sent.weekday() - 1) % 7 + 1)


# ── the words, from machine.toml ────────────────────────────────────────────────────────────────────────────────────

_TABLE = words()
_MONTHS = {name: int(number) for number, names in _TABLE["months"].items() for name in names}
_WEEKDAYS = {name: int(number) for number, names in _TABLE["weekdays"].items() for name in names}


def _one_of(names: list[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _whole(names: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_one_of(names)})(?!\w)")


_CUES = {name: _whole(names) for name, names in _TABLE["cues"].items()}
_SENTENCE = re.compile(r"[.!?] ")
_MONTH = rf"(?P<month>{_one_of(list(_MONTHS))})(?!\w)\.?"
_YEAR = r"(?:,? (?:de )?(?P<year>20\d\d))?"
_LAST = r"(?: ?[-–] ?(?P<last>\d{1,2})(?:st|nd|rd|th|\.)?(?![\d:]))?"
_WEEKDAY_BEFORE = rf"(?:(?:{_one_of(list(_WEEKDAYS))})[.,]{{0,2}} (?:the |den |dem |le |el |op )?)?"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_DAY_MONTH = re.compile(rf"(?<![\w:./]){_WEEKDAY_BEFORE}{_NUMBER}{_LAST} (?:of |de )?{_MONTH}{_YEAR}")
_MONTH_DAY = re.compile(rf"(?<!\w){_WEEKDAY_BEFORE}{_MONTH} (?:the )?{_NUMBER}{_LAST}(?![\d:.]\d){_YEAR}")
_ISO = re.compile(r"(?<![\w-])(?P<year>20\d\d)-(?P<one>\d\d)-(?P<two>\d\d)(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\w./:-])(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?:(?P=mark)(?P<year>20\d\d|\d\d))?(?![\w/])"
)
_WEEKDAY = re.compile(rf"(?<!\w)({_one_of([name for name in _WEEKDAYS if len(name) > 4])})(?!\w)")
_TOMORROW = re.compile(rf"(?<!\w)(?<!guten )(?<!goede)(?<!la )(?:{_one_of(_TABLE['cues']['tomorrow'])})(?!\w)")
_NEXT_WEEK = _whole(_TABLE["cues"]["next_week"])
