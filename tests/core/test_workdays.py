"""Business days."""

from __future__ import annotations

from datetime import date

import pytest

from agent.core.etiquette import BETWEEN_THE_YEARS
from agent.core.workdays import Workdays
from tests.core.telling import WORKDAYS


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 4), True),
        (date(2026, 3, 7), False),  # Saturday
        (date(2026, 3, 8), False),  # Sunday
        (date(2026, 5, 25), False),  # Memorial Day
        (date(2026, 12, 23), True),
        (date(2026, 12, 24), False),  # the quiet period begins
        (date(2027, 1, 1), False),  # and ends
        (date(2027, 1, 4), True),
    ],
)
def test_a_business_day_is_no_weekend_no_holiday_and_no_quiet_day(day: date, works: bool) -> None:
    """Monday to Friday without the days that are handed in."""
    assert WORKDAYS.works(day) is works


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 7), date(2026, 3, 9), date(2026, 3, 6)),
        (date(2026, 5, 24), date(2026, 5, 26), date(2026, 5, 22)),
        (date(2026, 12, 26), date(2027, 1, 4), date(2026, 12, 23)),
    ],
)
def test_the_nearest_business_day(day: date, after: date, before: date) -> None:
    """On or after, on or before."""
    assert WORKDAYS.on_or_after(day) == after
    assert WORKDAYS.on_or_before(day) == before


@pytest.mark.parametrize(
    ("count", "day"),
    [(0, date(2026, 5, 22)), (1, date(2026, 5, 26)), (4, date(2026, 5, 29)), (5, date(2026, 6, 1))],
)
def test_so_many_business_days_later(count: int, day: date) -> None:
    """From the Friday before Memorial Day."""
    assert WORKDAYS.after(date(2026, 5, 22), count) == day


def test_none_is_the_day_itself_even_on_a_weekend() -> None:
    """Zero business days after a Saturday is that Saturday."""
    assert WORKDAYS.after(date(2026, 3, 7), 0) == date(2026, 3, 7)


def test_a_year_without_business_days_does_not_hang() -> None:
    """Every day quiet: the search gives up after sixty days."""
    never = Workdays(quiet=frozenset((month, day) for month in range(1, 13) for day in range(1, 32)))
    assert never.on_or_after(date(2026, 3, 4)) == date(2026, 5, 3)
    assert never.on_or_before(date(2026, 3, 4)) == date(2026, 1, 3)


def test_without_data_only_weekends_are_free() -> None:
    """By default nothing is a holiday and nothing is quiet."""
    assert Workdays().works(date(2026, 12, 25))
    assert WORKDAYS.quiet == BETWEEN_THE_YEARS
