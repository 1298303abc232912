"""The coach's rules, as numbers.

★ marks the coach's own rules: `Etiquette` refuses values that would break them. Everything else is a default of ours
and may be set in the settings. Sources: `docs/etiquette.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from agent.core.workdays import Workdays

MOST_INQUIRIES = 2
"""★ Ask once and wait; never more than two inquiries in one candidacy, whatever the settings say."""

LATEST_THANKS = timedelta(hours=48)
"""★ A thank-you is written within 24 to 48 hours, or not at all."""

SHORTEST_WAIT = timedelta(days=14)
"""★ If no date was agreed, wait two weeks."""

_HOURS = 24

BETWEEN_THE_YEARS = frozenset({(12, day) for day in range(24, 32)} | {(1, 1)})
"""24 December to 1 January: nobody decides, and nobody is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Etiquette:
    """How long, how often, how soon. Durations are real time; `*_workdays` are business days."""

    ask_when_you_will_hear: bool = True
    ask_when_before: timedelta = timedelta(minutes=30)
    assumed_length: timedelta = timedelta(minutes=60)

    notes_after: timedelta = timedelta(minutes=10)
    notes_again_after: timedelta = timedelta(minutes=90)

    thanks_not_before: timedelta = timedelta(hours=1)
    thanks_without_notes_after: timedelta = timedelta(hours=2)
    thanks_remind_until: timedelta = timedelta(hours=24)
    thanks_last_call_after: timedelta = timedelta(hours=40)
    thanks_within: timedelta = LATEST_THANKS  # ★
    most_letters_for_one_panel: int = 6

    ask_at_hour: int = 9
    day_ends_at_hour: int = 18
    grace_workdays: int = 1
    wait_without_a_date: timedelta = SHORTEST_WAIT  # ★
    second_wait_workdays: int = 10
    inquiries: int = MOST_INQUIRIES  # ★
    draft_lies_workdays: int = 5
    assume_no_workdays: int = 10
    after_their_return_workdays: int = 2
    after_a_hold_workdays: int = 5
    after_our_reply_workdays: int = 10
    question_stands: timedelta = timedelta(days=5)

    def __post_init__(self) -> None:
        """Hold the coach's rules against any setting."""
        if not 0 <= self.inquiries <= MOST_INQUIRIES:
            raise ValueError(f"inquiries must be 0, 1 or {MOST_INQUIRIES}: more than two push")
        if self.thanks_within > LATEST_THANKS:
            raise ValueError("a thank-you is written within 48 hours or not at all")
        if self.wait_without_a_date < SHORTEST_WAIT:
            raise ValueError("with no date agreed the wait is two weeks or longer")
        if min(self.thanks_not_before, self.notes_after, self.assumed_length) < timedelta(0):
            raise ValueError("nothing is written, and nothing is asked, before the interview is over")
        if not 0 <= self.ask_at_hour < self.day_ends_at_hour < _HOURS:
            raise ValueError("the hours of a day run from 0 to 23, and its end comes after its morning")
        if self.grace_workdays < 1:
            raise ValueError("an inquiry waits at least one business day past the agreed date")
        if min(self.second_wait_workdays, self.assume_no_workdays, self.draft_lies_workdays) < 1:
            raise ValueError("waits are at least one business day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything the agenda needs besides a candidacy: the numbers, the business days, the user's home zone."""

    etiquette: Etiquette = field(default_factory=Etiquette)
    workdays: Workdays = field(default_factory=lambda: Workdays(quiet=BETWEEN_THE_YEARS))
    home: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
