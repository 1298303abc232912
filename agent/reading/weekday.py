"""Weekdays and what says which one: `next Friday`, `mardi prochain`, `Tuesday of next week`, `Friday week`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from agent.reading.almanac import Almanac
from agent.reading.piece import Piece, Week
from agent.reading.sayings import Sayings
from agent.reading.tokens import Token, at


def weekday_at(row: Sequence[Token], index: int, words: Almanac) -> Piece | None:
    """A weekday with what says which one: `next`, `prochain`, `of next week`, `Friday week`."""
    days = words.days
    for week, sayings in _weeks(words):
        if (found := sayings.match(row, index)) and (piece := _weekday_behind(row, found[1], words)):
            return piece._replace(week=week)
    weekday = words.weekday(row[index])
    if weekday is None or not _means_a_weekday(row, index, words):
        return None
    end = index + 1 + (at(row, index + 1).fold == "." and row[index].fold in words.weekdays_short)
    on = days.on.skip(row, end + (at(row, end).fold == ","))
    behind: tuple[tuple[Week, Sayings], ...] = (
        ("week after next", days.week_after_next),
        ("next week", days.next_week),
        ("this week", days.this_week),
        ("next", days.next_behind),
        ("coming", days.coming_behind),
        ("last", days.last_behind),
        ("+week", days.week_behind),
    )
    for week, sayings in behind:
        for start in (end, on):
            if found := sayings.match(row, start):
                return Piece("weekday", found[1], weekday=weekday, week=week)
    return Piece("weekday", end, weekday=weekday)


def _weeks(words: Almanac) -> tuple[tuple[Week, Sayings], ...]:
    days = words.days
    return (
        ("week after next", days.week_after_next),
        ("next week", days.next_week),
        ("this week", days.this_week),
        ("following", days.following),
        ("coming", days.coming),
        ("next", days.next),
        ("last", days.last),
        ("this", days.this),
    )


def _weekday_behind(row: Sequence[Token], index: int, words: Almanac) -> Piece | None:
    index += at(row, index).fold == ","
    index = words.days.on.skip(row, index)
    weekday = words.weekday(at(row, index))
    return None if weekday is None else Piece("weekday", index + 1, weekday=weekday)


def _means_a_weekday(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """`Sun`, `sat`, `do` and `mer` are words too: short forms need a day's company."""
    token = row[index]
    if token.fold in words.weekdays:
        return True
    if words.days.on.ends_at(row, index) or words.spans.by.ends_at(row, index):
        return True
    behind = at(row, index + 1)
    if behind.fold in {".", ",", "/", ")", "@"} or behind.value is not None or words.month(behind) is not None:
        return token.text[0].isupper() or at(row, index + 2).value is not None or behind.value is not None
    return token.text[0].isupper() and bool(words.hours.at.match(row, index + 1)) and token.fold not in words.also_words


def of_weekday(weekday: int, week: Week, today: date) -> tuple[date, bool]:
    """Which Friday? `next Friday` said on a Wednesday is the later of the two, and doubtful."""
    monday = today - timedelta(days=today.weekday())
    if week in {"this week", "next week", "week after next"}:
        weeks = ("this week", "next week", "week after next").index(week)
        return monday + timedelta(days=weekday, weeks=weeks), False
    ahead = (weekday - today.weekday()) % 7
    if week == "last":
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7), False
    if week == "this" and ahead == 0:
        return today, False
    nearest = today + timedelta(days=ahead or 7)
    if week == "+week":
        return nearest + timedelta(weeks=1), False
    in_this_week = nearest - monday < timedelta(days=7)
    if week == "next" and in_this_week:
        return nearest + timedelta(weeks=1), True
    return nearest, ahead == 0 and not week
