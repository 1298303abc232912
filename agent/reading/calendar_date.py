"""Dates with their month: `March 10th, 2026`, `10. März`, `10/03/2026`, `2026-03-10`.

Numbers are dates only where nothing beside them says otherwise: a score, a version, a price and a phone number are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent.reading.almanac import Almanac
from agent.reading.piece import Piece
from agent.reading.setting import Setting
from agent.reading.tokens import Token, at, glued

_YEARS_AROUND = 5
_MARKS_OF_LONGER_NUMBERS = frozenset("./:-+#,_@=&%$€£'")


def calendar_at(row: Sequence[Token], index: int, setting: Setting, *, behind_a_day: bool = False) -> Piece | None:
    """A date with its month, in digits or in words."""
    token = row[index]
    if token.value is None:
        return _month_day(row, index, setting) if setting.words.month(token) else None
    if part_of_a_longer_number(row, index):
        return None
    return _digits(row, index, setting, behind_a_day=behind_a_day) or _day_month(row, index, setting)


def calendar_follows(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """Whether a date stands there, behind a comma perhaps: `Monday - Friday, March 13`."""
    index += at(row, index).fold == ","
    return words.month(at(row, index)) is not None or at(row, index).value is not None


def part_of_a_longer_number(row: Sequence[Token], index: int) -> bool:
    """Whether the number at `index` is the later part of a phone number, a price, a version or a word."""
    before = at(row, index - 1)
    if not before.text or not glued(before, row[index]):
        return False
    return before.fold in _MARKS_OF_LONGER_NUMBERS or before.text[-1].isalnum()


def _digits(row: Sequence[Token], index: int, setting: Setting, *, behind_a_day: bool) -> Piece | None:
    first, mark, second = row[index], at(row, index + 1), at(row, index + 2)
    if mark.fold not in {".", "/", "-"} or second.value is None or not (glued(first, mark) and glued(mark, second)):
        return None
    other, third = at(row, index + 3), at(row, index + 4)
    if other.fold == mark.fold and third.value is not None and glued(second, other) and glued(other, third):
        return _three(row, index, setting)
    return _two(row, index, setting, behind_a_day=behind_a_day)


def _three(row: Sequence[Token], index: int, setting: Setting) -> Piece | None:
    first, mark, second, third = row[index], row[index + 1].fold, row[index + 2], row[index + 4]
    end = index + 5
    if not number_ends(row, end):
        return None
    if len(first.text) == 4:
        return _checked(setting, end, first.value, second.value, third.value)
    if len(third.text) not in {2, 4} or (mark == "-" and len(third.text) == 2):
        return None
    year = (third.value or 0) + (2000 if len(third.text) == 2 else 0)
    day_first = mark == "." or setting.words.day_first
    return _ordered(setting, end, year, (first.value or 0, second.value or 0), day_first=day_first)


def _two(row: Sequence[Token], index: int, setting: Setting, *, behind_a_day: bool) -> Piece | None:
    """`3/10` or `10.3.` need something beside them that says they are a day: they could be a score or a version."""
    first, mark, second = row[index].value or 0, row[index + 1].fold, row[index + 2]
    end = index + 3
    closed = mark == "." and at(row, end).fold == "." and glued(second, row[end])
    if mark == "-" or len(second.text) > 2 or (first, second.value) == (24, 7):
        return None
    end += closed
    if not number_ends(row, end) or not (behind_a_day or _looks_like_a_day(row, index, end, setting.words)):
        return None
    return _ordered(setting, end, None, (first, second.value or 0), day_first=mark != "/")


def _looks_like_a_day(row: Sequence[Token], index: int, end: int, words: Almanac) -> bool:
    before, behind, closed = at(row, index - 1), at(row, end), row[end - 1].fold == "."
    if (
        words.days.on.ends_at(row, index)
        or words.spans.by.ends_at(row, index)
        or words.spans.before.ends_at(row, index)
    ):
        return closed or row[index + 1].fold == "/" or not words.hours.o_clock.match(row, end)
    if row[index + 1].fold == "." and not closed:
        return False
    beside = before.fold in {":", "(", "-", "*", "•", "\n", "", "–", ","} and behind.fold not in {"", "\n"}
    return bool(beside and (words.hours.at.match(row, end) or a_clock_follows(row, end, words)))


def a_clock_follows(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """Whether a time of day stands there, behind a mark perhaps."""
    if at(row, index).fold in {",", ":", "(", "-"}:
        index += 1
    hour, mark = at(row, index), at(row, index + 1)
    follows = mark.fold in {":", "am", "pm", "h", "u"} or bool(words.hours.o_clock.match(row, index + 1))
    return hour.value is not None and follows


def number_ends(row: Sequence[Token], end: int) -> bool:
    """Whether nothing is glued behind a number that would make it another one."""
    behind = at(row, end)
    if not behind.text or not glued(at(row, end - 1), behind):
        return True
    if behind.fold == "t" and len(behind.text) == 1:  # ISO 8601: 2026-03-10T14:00
        return True
    if behind.fold in {"/", "-", ":", "."} and at(row, end + 1).text[:1].isalnum():
        return not glued(behind, at(row, end + 1))
    return not behind.text[0].isalnum() and behind.fold not in {"%", "$", "€", "£"}


def _ordered(
    setting: Setting, end: int, year: int | None, numbers: tuple[int, int], *, day_first: bool
) -> Piece | None:
    """Both orders of two numbers; unless the day is known to be first, the reader's country decides."""
    month_day = _checked(setting, end, year, numbers[0], numbers[1])
    day_month = _checked(setting, end, year, numbers[1], numbers[0])
    if day_first:
        return day_month
    if month_day is None or day_month is None or numbers[0] == numbers[1]:
        return month_day or day_month
    return (month_day if setting.month_first else day_month)._replace(either=True)


def _checked(setting: Setting, end: int, year: int | None, month: int | None, day: int | None) -> Piece | None:
    if not (month and day) or (year is not None and abs(year - setting.base.year) > _YEARS_AROUND):
        return None
    try:
        date(2024 if year is None else year, month, day)
    except ValueError:
        return None
    return Piece("calendar", end, year, month, day)


def _day_month(row: Sequence[Token], index: int, setting: Setting) -> Piece | None:
    """`10 March 2026`, `10th of March`, `10. März`, `1er avril`, `10 de marzo de 2026`."""
    words, end = setting.words, behind_mark(row, index, setting.words)
    for _ in range(2):
        end += at(row, end).fold in words.of or (at(row, end).fold == "-" and glued(row[end - 1], row[end]))
    month = words.month(at(row, end))
    if month is None or not _means_a_month(row, end, index, words):
        return None
    year, end = _year(row, end + 1, words)
    return _checked(setting, end, year, month, row[index].value)


def _month_day(row: Sequence[Token], index: int, setting: Setting) -> Piece | None:
    """`March 10th, 2026`, `Mar. 10`, `marzo 10`."""
    words, number = setting.words, index + 1
    number += at(row, number).fold == "."
    number += at(row, number).fold in words.the
    glued_on = at(row, number).value is not None and part_of_a_longer_number(row, number)
    if at(row, number).value is None or (glued_on and at(row, number - 1).fold != "."):
        return None
    end = behind_mark(row, number, words)
    if at(row, end).fold == ":" and glued(row[end - 1], row[end]) and at(row, end + 1).value is not None:
        return None
    if not number_ends(row, end) or not _means_a_month(row, index, number, words):
        return None
    year, end = _year(row, end, words)
    return _checked(setting, end, year, words.month(row[index]), row[number].value)


def _means_a_month(row: Sequence[Token], month: int, number: int, words: Almanac) -> bool:
    """`may` in small letters is a verb unless an ordinal or a preposition says otherwise."""
    token = row[month]
    if token.fold not in words.also_words or not token.text.islower():
        return True
    first = min(month, number)
    marked = behind_mark(row, number, words) > number + 1
    return marked or words.days.on.ends_at(row, first) or words.spans.by.ends_at(row, first)


def behind_mark(row: Sequence[Token], index: int, words: Almanac) -> int:
    """The index behind a number and its ordinal mark: 10th, 1er, 10."""
    behind = at(row, index + 1)
    return index + 1 + (glued(row[index], behind) and (behind.fold in words.ordinal_marks))


def _year(row: Sequence[Token], index: int, words: Almanac) -> tuple[int | None, int]:
    start = index
    for _ in range(2):
        index += at(row, index).fold in {",", ".", "'", "-"} or at(row, index).fold in words.of
    token = at(row, index)
    if len(token.text) == 4 and 2000 <= (token.value or 0) < 2100 and at(row, index + 1).fold not in {"hrs", "h"}:
        return token.value, index + 1
    if at(row, index - 1).fold == "'" and len(token.text) == 2 and token.value is not None:
        return 2000 + token.value, index + 1
    return None, start
