"""One time of day in prose: `2:30 PM`, `14h30`, `halb drei`, `noon`.

A number is a time only with something beside it that says so: a colon, am or pm, a word for the hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from agent.reading.almanac import Almanac
from agent.reading.calendar_date import part_of_a_longer_number
from agent.reading.tokens import Token, at, glued

Half = Literal["am", "pm", "24", "?"]
EARLIEST_BARE_HOUR = 7
_WORD_HOURS = range(1, 25)
_WORD_MINUTES = frozenset({10, 15, 20, 30, 40, 45, 50})


class Hour(NamedTuple):
    """One time of day as it stands there: `half` is the half of the day, `strong` says that it can be nothing else."""

    hour: int
    minute: int
    half: Half
    end: int
    strong: bool


def hour_at(row: Sequence[Token], index: int, words: Almanac, *, behind_a_dash: bool = False) -> Hour | None:
    """The time of day that stands at `index`, or None. `behind_a_dash`: the end of a range such as 2-3pm."""
    if index >= len(row):
        return None
    if not behind_a_dash and part_of_a_longer_number(row, index) and not is_iso(row, index):
        return None
    return _named(row, index, words) or _with_half(row, index, words) or _numbered(row, index, words)


def _named(row: Sequence[Token], index: int, words: Almanac) -> Hour | None:
    if found := words.hours.noon.match(row, index):
        return Hour(12, 0, "24", found[1], strong=True)
    found = words.hours.midnight.match(row, index)
    return Hour(0, 0, "24", found[1], strong=True) if found else None


def _with_half(row: Sequence[Token], index: int, words: Almanac) -> Hour | None:
    """`half past two`, `halb drei`, `viertel vor vier`, `kwart over tien`."""
    hours = words.hours
    for sayings, back, minute in (
        (hours.half_past, 0, 30),
        (hours.half_to, 1, 30),
        (hours.quarter_past, 0, 15),
        (hours.quarter_to, 1, 45),
    ):
        if found := sayings.match(row, index):
            number = words.number(at(row, found[1]))
            if number is not None and 1 <= number <= 12:
                hour = (number - back) or 12
                return _closed(row, Hour(hour, minute, "?", found[1] + 1, strong=True), words)
    return None


def _numbered(row: Sequence[Token], index: int, words: Almanac) -> Hour | None:
    token = row[index]
    if token.value is None:
        number = words.numbers.get(token.fold)
        if number is None or number not in _WORD_HOURS or len(token.fold) < 3:
            return None
        if number > 12 and not words.hours.o_clock.match(row, index + 1):  # "quatorze heures", not "fourteen people"
            return None
        return _in_words(row, Hour(number, 0, "?", index + 1, strong=False), words)
    if len(token.text) == 4:
        return _army(row, index, words)
    if len(token.text) > 2 or token.value > 24:
        return None
    written = _with_minutes(row, index, words)
    if written is None or _goes_on(row, written.end):
        return None
    if written.hour == 24 and not (written.strong and written.minute == 0 and written.end > index + 1):
        return None
    return None if _a_length(row, index, written, words) else _closed(row, written, words)


def _in_words(row: Sequence[Token], hour: Hour, words: Almanac) -> Hour | None:
    """`Une heure` is a length unless a preposition makes it a time (`à une heure`)."""
    closed = _closed(row, hour, words)
    a_length = words.units.hour.match(row, hour.end) is not None and closed is not None and not closed.minute
    return closed._replace(strong=False) if closed and a_length and closed.half == "?" else closed


def is_iso(row: Sequence[Token], index: int) -> bool:
    """The T of 2026-03-10T14:00 stands in front."""
    before = at(row, index - 1)
    return before.text == "T" and at(row, index - 2).value is not None and glued(at(row, index - 2), before)


def _army(row: Sequence[Token], index: int, words: Almanac) -> Hour | None:
    number = row[index].value or 0
    found = words.hours.army.match(row, index + 1)
    if found is None and at(row, index + 1).fold == "-" and len(at(row, index + 2).text) == 4:  # 1400-1445 hrs
        found = (0, index + 1) if words.hours.army.match(row, index + 3) else None
    if found is None or number // 100 > 23 or number % 100 > 59:
        return None
    return Hour(number // 100, number % 100, "24", found[1], strong=True)


def _with_minutes(row: Sequence[Token], index: int, words: Almanac) -> Hour | None:
    token, mark, minutes = row[index], at(row, index + 1), at(row, index + 2)
    hour = token.value or 0
    half: Half = "24" if hour > 12 or hour == 0 or token.text.startswith("0") else "?"
    two = len(minutes.text) == 2 and minutes.value is not None and minutes.value < 60
    tight = glued(token, mark) and glued(mark, minutes)
    if mark.fold == ":":
        return (
            _behind_seconds(row, Hour(hour, minutes.value or 0, half, index + 3, strong=True))
            if two and tight
            else None
        )
    if words.hours.h.match(row, index + 1) and two and (glued(token, mark) == glued(mark, minutes)):
        return Hour(hour, minutes.value or 0, "24", index + 3, strong=True)
    if mark.fold == "." and two and tight and _dotted(row, index, words):
        return Hour(hour, minutes.value or 0, half, index + 3, strong=True)
    if mark.fold == "." and minutes.value is not None and tight:
        return None
    if words.hours.h.match(row, index + 1) and words.hours.bare_h:
        return Hour(hour, 0, "24" if hour > 6 else "?", index + 2, strong=True)
    return Hour(hour, 0, half, index + 1, strong=False)


def _behind_seconds(row: Sequence[Token], hour: Hour) -> Hour:
    mark, seconds = at(row, hour.end), at(row, hour.end + 1)
    if mark.fold == ":" and glued(row[hour.end - 1], mark) and len(seconds.text) == 2 and (seconds.value or 0) < 60:
        return hour._replace(end=hour.end + 2)
    return hour


def _dotted(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """`14.30` is a time behind `um`, and before `Uhr`, `pm` or another such time."""
    end = index + 3
    if words.hours.o_clock.match(row, end) or _marker(row, end, words) or words.hours.at.ends_at(row, index):
        return True
    if _is_dotted_range(row, index):
        return True
    if any(said.ends_at(row, index) for said in (words.hours.between, words.hours.and_, words.hours.to)):
        return True
    behind = words.hours.to.skip(row, end)
    other = at(row, behind)
    return behind > end and other.value is not None and (
        bool(words.hours.o_clock.match(row, behind + 3)) or _marker(row, behind + 3, words) is not None
        or bool(words.hours.o_clock.match(row, behind + 1))
    )  # fmt: skip


def _is_dotted_range(row: Sequence[Token], index: int) -> bool:
    """`16.00-16.45`: two dotted numbers with minutes that nothing but times have, and a dash between."""
    return any(
        at(row, first + 1).fold == "." and at(row, first + 3).fold in {"-", "–"} and at(row, first + 5).fold == "."
        and all(at(row, first + ahead).text in _ROUND for ahead in (2, 6))
        for first in (index, index - 4)
        if first >= 0
    )  # fmt: skip


_ROUND = frozenset({"00", "10", "15", "20", "25", "30", "40", "45", "50"})


def _goes_on(row: Sequence[Token], end: int) -> bool:
    """Whether more of a number, an address or a percentage is glued behind."""
    last, behind, next_one = row[end - 1], at(row, end), at(row, end + 1)
    if not behind.text or not glued(last, behind):
        return False
    if behind.fold in {"%", "€", "$", "£", "+", "k"} and next_one.value is None:
        return True
    if behind.fold in {":", "/", "."} and glued(behind, next_one) and next_one.text[:1].isalnum():
        return True
    return behind.fold in {"st", "nd", "rd", "th"}


def _a_length(row: Sequence[Token], index: int, hour: Hour, words: Almanac) -> bool:
    """`un entretien de 2 heures`, `48 uur per week`: how long, not when."""
    if hour.strong and hour.minute:
        return False
    unit = words.units.hour.match(row, hour.end - (hour.end > index + 1)) or words.units.hour.match(row, hour.end)
    if unit is None:
        return bool(words.units.minute.match(row, hour.end) or words.units.day.match(row, hour.end))
    behind_range = words.hours.to.ends_at(row, index) or words.hours.and_.ends_at(row, index)
    before_range = words.hours.to.match(row, unit[1])
    told = words.hours.length_before.ends_at(row, index) and not (behind_range or before_range)
    clock_word = words.hours.o_clock.match(row, unit[1] - 1) or words.hours.h.match(row, unit[1] - 1)
    return told or not clock_word or at(row, unit[1]).fold in {"per", "par", "por", "pro"}


def _closed(row: Sequence[Token], hour: Hour, words: Almanac) -> Hour | None:
    """What may stand behind the number: o'clock, am or pm, `in the morning`, `et demie`."""
    o_clock = words.hours.o_clock.match(row, hour.end)
    if o_clock:
        hour = _minutes_behind(row, hour._replace(end=o_clock[1], strong=True), words)
    for sayings, add in (
        (words.hours.half_behind, 30),
        (words.hours.quarter_behind, 15),
        (words.hours.quarter_less_behind, -15),
    ):
        if found := sayings.match(row, hour.end):
            total = hour.hour * 60 + hour.minute + add
            hour = Hour(total // 60 or 12, total % 60, hour.half, found[1], strong=True)
    if (marker := _marker(row, hour.end, words)) and not (o_clock and words.language == "de" and marker[0] == "am"):
        return _marked(hour, marker[0], marker[1])
    for sayings, half in ((words.hours.before_noon, "am"), (words.hours.after_noon, "pm")):
        if found := sayings.match(row, hour.end):
            return _marked(hour, half, found[1])
    noon = words.hours.noon.match(row, hour.end)
    return hour._replace(end=noon[1]) if noon and hour.hour == 12 else hour


def _marked(hour: Hour, half: str, end: int) -> Hour | None:
    if hour.hour > 12 or hour.hour == 0:  # "14:00 pm", "15 Uhr nachmittags"
        return hour._replace(half="24", end=end, strong=True)
    return hour._replace(half="am" if half == "am" else "pm", end=end, strong=True)


def _minutes_behind(row: Sequence[Token], hour: Hour, words: Almanac) -> Hour:
    """`13 Uhr 30`, `quatorze heures trente`."""
    minutes, behind = at(row, hour.end), at(row, hour.end + 1)
    spoken = words.numbers.get(minutes.fold)
    if not hour.minute and spoken in _WORD_MINUTES and spoken is not None:
        return hour._replace(minute=spoken, end=hour.end + 1)
    if hour.minute or len(minutes.text) != 2 or minutes.value is None or minutes.value >= 60:
        return hour
    another_number = behind.fold in {":", ".", "h", "min"} and glued(minutes, behind)
    return hour if another_number else hour._replace(minute=minutes.value, end=hour.end + 1)


def _marker(row: Sequence[Token], index: int, words: Almanac) -> tuple[str, int] | None:
    """am, PM, a.m., p. m."""
    token = at(row, index)
    if token.fold in {"am", "pm"}:
        if words.language == "de" and token.fold == "am" and _begins_a_day(row, index + 1, words):
            return None
        return token.fold, index + 1
    if token.fold not in {"a", "p"}:
        return None
    if token.fold == "p" and glued(at(row, index - 1), token) and at(row, index + 1).start > token.end:
        return "pm", index + 1
    middle = index + 1 + (at(row, index + 1).fold == ".")
    if at(row, middle).fold != "m" or (middle == index + 1 and not glued(at(row, index - 1), token)):
        return None
    end = middle + 1
    dotted = at(row, end).fold == "." and glued(row[middle], row[end]) and middle > index + 1
    return f"{token.fold}m", end + dotted


def _begins_a_day(row: Sequence[Token], index: int, words: Almanac) -> bool:
    token = at(row, index)
    days = words.days
    return (
        token.value is not None
        or words.weekday(token) is not None
        or any(sayings.match(row, index) for sayings in (days.coming, days.next, days.this, days.last))
    )
