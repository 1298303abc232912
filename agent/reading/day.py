"""Calendar days in prose: `Tuesday, March 10th`, `10.03.`, `mardi prochain`, `tomorrow` → a date.

A weekday that disagrees with its date is not mended but told: a contradiction is asked, never guessed. A year that is
not written is the one that brings the day nearest to the future.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from agent.reading.almanac import Almanac
from agent.reading.calendar_date import a_clock_follows, calendar_at, number_ends, part_of_a_longer_number
from agent.reading.piece import Piece, Week
from agent.reading.setting import Setting
from agent.reading.tokens import Token, at, glued
from agent.reading.weekday import of_weekday, weekday_at

REMEMBERED = timedelta(days=60)
"""A day without a year is taken for a past one only as far back as this."""
_SAME_DAY_NEXT_MONTH = 62
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Day(NamedTuple):
    """A day that a text names: the tokens from `first` to before `end`."""

    date: date
    first: int
    end: int
    ambiguous: bool = False
    contradiction: str | None = None
    week: Week = ""
    weekday: int | None = None


def day_at(row: Sequence[Token], index: int, setting: Setting) -> Day | None:
    """The day named from `index` on, however many ways it is named at once: `tomorrow (Thursday, March 5)`."""
    pieces: list[Piece] = []
    at_index = index
    while len(pieces) < 4 and (piece := _piece(row, at_index, setting, pieces)):
        pieces.append(piece)
        at_index = _behind_separators(row, piece.end, setting.words)
    if not pieces:
        return None
    end = pieces[-1].end
    if at(row, end).fold == ")" and any(token.fold == "(" for token in row[index:end]):
        end += 1
    return _resolved(pieces, index, end, setting)


def _behind_separators(row: Sequence[Token], index: int, words: Almanac) -> int:
    for _ in range(3):
        token = at(row, index)
        if token.fold in {",", "(", "-"} or token.fold in words.the or (token.fold == "." and len(token.text) == 1):
            index += 1
    return index


def _piece(row: Sequence[Token], index: int, setting: Setting, had: Sequence[Piece]) -> Piece | None:
    kinds = {piece.kind for piece in had}
    if index >= len(row):
        return None
    if (
        "calendar" not in kinds
        and "ordinal" not in kinds
        and (piece := calendar_at(row, index, setting, behind_a_day=bool(had)))
    ):
        return piece
    if not kinds & {"relative"} and (piece := _relative(row, index, setting.words)):
        return piece
    if "weekday" not in kinds and (piece := weekday_at(row, index, setting.words)):
        return piece
    return (
        None
        if kinds & {"calendar", "ordinal"}
        else _ordinal(row, index, setting.words, behind_a_weekday="weekday" in kinds)
    )


def _relative(row: Sequence[Token], index: int, words: Almanac) -> Piece | None:
    if found := words.relative.match(row, index):
        said_of_the_morning = words.days.not_behind.ends_at(row, index)
        return None if said_of_the_morning else Piece("relative", found[1], days=found[0])
    if found := words.days.in_.match(row, index):
        number = words.number(at(row, found[1]))
        unit = words.units.day.match(row, found[1] + 1)
        if number and unit and number <= 14:
            return Piece("relative", unit[1], days=number)
    return None


def _ordinal(row: Sequence[Token], index: int, words: Almanac, *, behind_a_weekday: bool) -> Piece | None:
    """`the 11th`, `mardi 10`: a day whose month nobody says."""
    start = index + (row[index].fold in words.the)
    number, behind = at(row, start), at(row, start + 1)
    article = start > index or at(row, index - 1).fold in words.the
    if number.value is None or not 0 < number.value <= 31 or part_of_a_longer_number(row, start):
        return None
    marked = glued(number, behind) and (behind.fold in words.ordinal_marks)
    end = start + 1 + marked
    if marked and (article or behind_a_weekday) and behind.fold != ".":
        return Piece("ordinal", end, day=number.value) if _stands_alone(row, end, words) else None
    if not words.day_first or not (article or behind_a_weekday) or not number_ends(row, start + 1):
        return None
    if words.language == "de" and not marked:
        return None
    alone = _stands_alone(row, end, words) and not a_clock_follows(row, start, words)
    return Piece("ordinal", end, day=number.value) if alone else None


def _stands_alone(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """Whether no noun follows that the ordinal could belong to (`the 2nd round`)."""
    behind = at(row, index)
    if not behind.text or not behind.text[0].isalnum():
        return behind.fold not in {"%", "€", "$", "£", "+"}
    return bool(
        words.days.joins.match(row, index) or words.hours.at.match(row, index) or words.hours.to.match(row, index)
    )


def _resolved(pieces: Sequence[Piece], first: int, end: int, setting: Setting) -> Day | None:
    by_kind = {piece.kind: piece for piece in pieces}
    weekday = by_kind.get("weekday")
    day, ambiguous = None, False
    if calendar := by_kind.get("calendar"):
        day, ambiguous = _of_calendar(calendar, weekday, setting)
    elif relative := by_kind.get("relative"):
        day = setting.today + timedelta(days=relative.days)
    elif ordinal := by_kind.get("ordinal"):
        day = _of_ordinal(ordinal.day, weekday, setting.today)
    elif weekday:
        day, ambiguous = of_weekday(weekday.weekday, weekday.week, setting.today)
    if day is None:
        return None
    relative_piece = by_kind.get("relative")
    return Day(
        day,
        first,
        end,
        ambiguous,
        _contradiction(day, weekday, relative_piece, setting),
        weekday.week if weekday else "",
        weekday.weekday if weekday and len(pieces) == 1 else None,
    )


def _contradiction(day: date, weekday: Piece | None, relative: Piece | None, setting: Setting) -> str | None:
    if weekday and day.weekday() != weekday.weekday:
        return f"{day.isoformat()} is a {_NAMES[day.weekday()]}, not a {_NAMES[weekday.weekday]}"
    if relative and day != setting.today + timedelta(days=relative.days):
        return f"{day.isoformat()} is not {relative.days} days after {setting.today.isoformat()}"
    return None


def _of_calendar(piece: Piece, weekday: Piece | None, setting: Setting) -> tuple[date, bool]:
    day = _with_year(piece, weekday, setting.today)
    if not piece.either:
        return day, False
    other = _with_year(piece._replace(month=piece.day, day=piece.month), weekday, setting.today)
    if weekday and (day.weekday() == weekday.weekday) != (other.weekday() == weekday.weekday):
        return (day if day.weekday() == weekday.weekday else other), False
    if min(day, other) < setting.today <= max(day, other):  # a date that is written down lies ahead
        return max(day, other), False
    if setting.month_first is not None:
        return day, False
    near = max(day, other) - min(day, other) <= REMEMBERED
    return (max(day, other) if near else min(day, other)), True


def _with_year(piece: Piece, weekday: Piece | None, today: date) -> date:
    """The nearest such day, a little into the past allowed; a weekday that fits next year's outranks a past one."""
    if piece.year is not None:
        return date(piece.year, piece.month, piece.day)
    days = [day for year in range(today.year - 1, today.year + 5) if (day := _date(year, piece.month, piece.day))]
    day = next(day for day in days if day >= today - REMEMBERED)
    if day < today and weekday and day.weekday() != weekday.weekday:
        later = next((other for other in days if other > today), day)
        return later if later.weekday() == weekday.weekday else day
    return day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _of_ordinal(number: int, weekday: Piece | None, today: date) -> date | None:
    """The next such day of a month; with a weekday, of one of the next two months that has it."""
    days = [today + timedelta(days=ahead) for ahead in range(_SAME_DAY_NEXT_MONTH + 31)]
    fitting = [day for day in days if day.day == number]
    if weekday:
        for day in fitting:
            if day.weekday() == weekday.weekday and (day - today).days <= _SAME_DAY_NEXT_MONTH:
                return day
    return fitting[0] if fitting else None
