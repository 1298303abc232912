"""Moments of the plan: a day and an hour where the user lives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from agent.core.etiquette import Rules

WORTH_CLOSING = timedelta(days=90)
"""How long a no is still assumed after its day: every step expires, and an old mailbox is history."""

NEVER_TOO_LATE = timedelta(days=3650)
"""How long what we wrote ourselves is taken back: every step expires, but no draft of ours outlives the end."""


def morning(day: date, rules: Rules) -> datetime:
    """The hour of a day at which inquiries are drafted, in the user's zone, as aware UTC."""
    return datetime.combine(day, time(rules.etiquette.ask_at_hour), rules.home).astimezone(UTC)


def evening(day: date, rules: Rules) -> datetime:
    """The end of a day's window, in the user's zone, as aware UTC."""
    return datetime.combine(day, time(rules.etiquette.day_ends_at_hour), rules.home).astimezone(UTC)


def day_of(moment: datetime, rules: Rules) -> date:
    """The user's calendar day of a moment."""
    return moment.astimezone(rules.home).date()


def next_evening(moment: datetime, rules: Rules) -> datetime:
    """When the daily note goes out after a moment."""
    today = evening(day_of(moment, rules), rules)
    return today if moment <= today else evening(day_of(moment, rules) + timedelta(days=1), rules)
