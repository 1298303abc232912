"""Moments of the plan: a day and an hour where the user lives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from agent.core.candidacy import Candidacy
from agent.core.etiquette import Rules
from agent.core.people import Person

NEVER_TOO_LATE = timedelta(days=90)
"""How long tidying up stays worth doing: every step expires."""


def morning(day: date, rules: Rules) -> datetime:
    """The hour of a day at which inquiries are drafted, in the user's zone, as aware UTC."""
    return datetime.combine(day, time(rules.etiquette.ask_at_hour), rules.home).astimezone(UTC)


def evening(day: date, rules: Rules) -> datetime:
    """The end of a day's window, in the user's zone, as aware UTC."""
    return datetime.combine(day, time(rules.etiquette.day_ends_at_hour), rules.home).astimezone(UTC)


def day_of(moment: datetime, rules: Rules) -> date:
    """The user's calendar day of a moment."""
    return moment.astimezone(rules.home).date()


def days_written_to(candidacy: Candidacy, person: Person, rules: Rules) -> frozenset[date]:
    """The user's days on which a letter to this person left."""
    address = (person.address or "").casefold()
    sent = (letter for letter in candidacy.letters if address in map(str.casefold, letter.to))
    return frozenset(day_of(letter.sent_at, rules) for letter in sent if letter.sent_at)


def next_evening(moment: datetime, rules: Rules) -> datetime:
    """When the daily note goes out after a moment."""
    today = evening(day_of(moment, rules), rules)
    return today if moment <= today else evening(day_of(moment, rules) + timedelta(days=1), rules)
