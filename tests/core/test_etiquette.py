"""The coach's numbers, and the bounds that no setting can cross."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent.core.etiquette import BETWEEN_THE_YEARS, Etiquette, Rules


def test_the_defaults_are_the_table_of_times() -> None:
    """As the rulings have them."""
    numbers = Etiquette()
    assert numbers.ask_when_before == timedelta(minutes=30)
    assert (numbers.notes_after, numbers.notes_again_after) == (timedelta(minutes=10), timedelta(minutes=90))
    assert numbers.thanks_not_before == timedelta(minutes=60)
    assert numbers.thanks_without_notes_after == timedelta(hours=2)
    assert numbers.thanks_remind_until == timedelta(hours=24)
    assert numbers.thanks_last_call_after == timedelta(hours=40)
    assert numbers.thanks_within == timedelta(hours=48)
    assert (numbers.ask_at_hour, numbers.grace_workdays) == (9, 1)
    assert numbers.wait_without_a_date == timedelta(days=14)
    assert (numbers.inquiries, numbers.second_wait_workdays, numbers.assume_no_workdays) == (2, 10, 10)
    assert numbers.draft_lies_workdays == 5
    assert (numbers.after_their_return_workdays, numbers.after_a_hold_workdays) == (2, 5)
    assert numbers.after_our_reply_workdays == 10
    assert numbers.most_letters_for_one_panel == 6


@pytest.mark.parametrize(
    "number",
    [
        {"inquiries": 3},
        {"inquiries": -1},
        {"thanks_within": timedelta(hours=48, seconds=1)},
        {"wait_without_a_date": timedelta(days=13, hours=23)},
        {"grace_workdays": 0},
        {"second_wait_workdays": 0},
        {"assume_no_workdays": 0},
        {"draft_lies_workdays": 0},
        {"thanks_not_before": timedelta(minutes=-1)},
        {"ask_at_hour": 24},
        {"ask_at_hour": -1},
    ],
)
def test_no_setting_breaks_a_rule_of_the_coach(number: dict[str, Any]) -> None:
    """More than two inquiries, before the agreed date, before two weeks, after 48 hours, before the interview is over."""
    with pytest.raises(ValueError, match=r"\w"):
        Etiquette(**number)


@pytest.mark.parametrize(
    "number",
    [
        {"inquiries": 0},
        {"inquiries": 1},
        {"thanks_within": timedelta(hours=47)},
        {"wait_without_a_date": timedelta(days=21)},
        {"grace_workdays": 2},
        {"second_wait_workdays": 1},
        {"assume_no_workdays": 1},
        {"draft_lies_workdays": 1},
        {"thanks_not_before": timedelta()},
    ],
)
def test_within_the_bounds_the_user_decides(number: dict[str, Any]) -> None:
    """Fewer, later, longer are the user's."""
    assert Etiquette(**number) != Etiquette()


def test_between_the_years_nobody_is_asked() -> None:
    """24 December to 1 January, unless other business days are handed in."""
    assert len(BETWEEN_THE_YEARS) == 9
    assert Rules().workdays.quiet == BETWEEN_THE_YEARS
