"""Inquiries: ask once and wait, at most once more, then let go (the coach)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from agent.core.candidacy import Candidacy
from agent.core.contacts import days_written_to, host
from agent.core.correspondence import Letter, State
from agent.core.etiquette import Rules
from agent.core.facts import Ending, Purpose
from agent.core.moments import WORTH_CLOSING, day_of, evening, morning
from agent.core.steps import AnyStep, Close, WriteDraft
from agent.core.waiting import Wait, wait


def inquiries(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """The next inquiry, as long as one is left to ask."""
    waited = wait(candidacy, rules)
    person = host(candidacy)
    if waited is None or person is None or candidacy.held_up or waited.ordinal > rules.etiquette.inquiries:
        return
    key = inquiry_key(candidacy, waited.ordinal)
    letter = candidacy.letter(key)
    if letter and (letter.settled or (letter.latest and letter.latest.state is not State.WITHDRAWN)):
        return
    written = days_written_to(candidacy, person, key, rules)
    due = morning(_on_a_free_day(waited.until, written, rules), rules)
    yield WriteDraft(
        key=key,
        due=due,
        expires=lies_until(due, rules),
        why=waited.why,
        purpose=Purpose.INQUIRY,
        to=(person,),
        ordinal=waited.ordinal,
        revision=letter.latest.revision + 1 if letter and letter.latest else 1,
    )


def _on_a_free_day(day: date, written: frozenset[date], rules: Rules) -> date:
    """No two letters to one person on one day: the inquiry waits for the business day after the last of them."""
    last = max(written, default=date.min)
    return day if last < day else rules.workdays.after(last, 1)


def letting_go(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """After the last inquiry, or one that the user chose not to send, a no is assumed."""
    waited = wait(candidacy, rules)
    if waited is None or candidacy.held_up:
        return
    let_go = morning(let_go_on(candidacy, waited, rules), rules)
    yield Close(
        key=f"{candidacy.id}/let-go",
        due=let_go,
        expires=let_go + WORTH_CLOSING,
        why=waited.why,
        ending=Ending.ASSUMED_NO,
    )


def let_go_on(candidacy: Candidacy, waited: Wait, rules: Rules) -> date:
    """The day on which nothing more is to be hoped for."""
    numbers, days = rules.etiquette, rules.workdays
    if waited.ordinal > numbers.inquiries:
        return waited.until
    unsent = day_of(lies_until(_drafted_at(candidacy, waited, rules), rules), rules)
    return days.after(unsent, numbers.assume_no_workdays)


def inquiry_key(candidacy: Candidacy, ordinal: int) -> str:
    """The key of an inquiry: it hangs on the candidacy and the budget, so that there can never be a third."""
    return f"{candidacy.id}/inquiry/{ordinal}"


def lies_until(written: datetime, rules: Rules) -> datetime:
    """Until when an unsent inquiry lies: five business days, then it has expired as a step."""
    return evening(rules.workdays.after(day_of(written, rules), rules.etiquette.draft_lies_workdays), rules)


def _drafted_at(candidacy: Candidacy, waited: Wait, rules: Rules) -> datetime:
    letter: Letter | None = candidacy.letter(inquiry_key(candidacy, waited.ordinal))
    due = morning(waited.until, rules)
    return max(due, letter.latest.at) if letter and letter.latest else due
