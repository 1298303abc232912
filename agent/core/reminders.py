"""Reminders in the calendar: what should lie there is computed, and compared with what does.

Each spans the time in which something can be done, because calendar programs drop alarms whose event is over
(field guide, finding 21). What is over is taken out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.core.candidacy import Candidacy
from agent.core.candidacy import Reminder as Placed
from agent.core.contacts import host, to_thank
from agent.core.etiquette import Rules
from agent.core.facts import Errand
from agent.core.findings import Format
from agent.core.inquiries import inquiry_key, let_go_on
from agent.core.interview import Interview
from agent.core.moments import NEVER_TOO_LATE, evening, morning
from agent.core.steps import AnyStep, MoveReminder, PlaceReminder, RemoveReminder, Why
from agent.core.thanks import thank_key, thanked
from agent.core.waiting import wait

NOTES_STAY_FRESH = timedelta(hours=4)
"""How long the notes reminder stands: after that the memory is not worth an alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A reminder that should lie in the calendar from `since` on."""

    key: str
    errand: Errand
    since: datetime
    start: datetime
    end: datetime
    why: str
    interview: str | None = None


def reminding(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """Place what is wanted, move what moved, remove what is over or not wanted any more."""
    since = candidacy.known_since
    if since is None:
        return
    wanted = {reminder.key: reminder for reminder in wanted_reminders(candidacy, since, rules)}
    for reminder in wanted.values():
        yield from _kept_up(candidacy.reminder(reminder.key), reminder)
    for placed in candidacy.reminders:
        if placed.placed and placed.ours and placed.key not in wanted:
            yield _remove(placed, since, "There is nothing left to do about it.")


def wanted_reminders(candidacy: Candidacy, since: datetime, rules: Rules) -> Iterator[Wanted]:
    """Everything that should lie in the calendar, over the whole plan, with no regard to what time it is."""
    if candidacy.ending:
        return
    for interview in candidacy.standing:
        yield from _around(candidacy, interview, since, rules)
    yield from _about_the_answer(candidacy, rules)


def _around(candidacy: Candidacy, interview: Interview, known: datetime, rules: Rules) -> Iterator[Wanted]:
    numbers = rules.etiquette
    end = interview.end(numbers.assumed_length)

    def wanted(errand: Errand, since: datetime, span: tuple[datetime, datetime], why: str, name: str = "") -> Wanted:
        key = f"{interview.id}/remind/{name or errand.value}"
        return Wanted(key=key, errand=errand, since=since, start=span[0], end=span[1], why=why, interview=interview.id)

    if interview.format is Format.ASYNC:
        return
    if numbers.ask_when_you_will_hear:
        span = (interview.start - numbers.ask_when_before, interview.start)
        yield wanted(Errand.ASK_WHEN, known, span, "Before it ends, find out when you will hear.")
    if interview.notes is None:
        span = (end + numbers.notes_after, end + NOTES_STAY_FRESH)
        yield wanted(Errand.NOTES, known, span, "Take notes while you still remember.")
    people = to_thank(candidacy, interview, rules)
    if any(not thanked(candidacy, interview, person) for person in people):
        span = (end + numbers.thanks_not_before, end + min(numbers.thanks_remind_until, numbers.thanks_within))
        yield wanted(Errand.THANK, known, span, "A thank-you is due within 24 to 48 hours.")
        last = end + numbers.thanks_last_call_after
        drafted = any(candidacy.letter(thank_key(interview, person)) for person in people)
        if drafted and numbers.thanks_last_call_after < numbers.thanks_within:
            why = "Last call: after 48 hours a thank-you is too late."
            yield wanted(Errand.THANK, last, (last, end + numbers.thanks_within), why, "last_call")


def _about_the_answer(candidacy: Candidacy, rules: Rules) -> Iterator[Wanted]:
    waited = wait(candidacy, rules)
    if waited is None or host(candidacy) is None:
        return
    number, day, since = waited.ordinal, waited.until, waited.since
    if number <= rules.etiquette.inquiries:
        letter = candidacy.letter(inquiry_key(candidacy, number))
        if letter is None or not letter.settled:
            key = f"{candidacy.id}/remind/inquire/{number}"
            span = (morning(day, rules), evening(day, rules))
            yield Wanted(key=key, errand=Errand.INQUIRE, since=since, start=span[0], end=span[1], why=waited.why.text)
    else:
        day = let_go_on(candidacy, waited, rules)
        span = (morning(day, rules), evening(day, rules))
        key = f"{candidacy.id}/remind/move-on"
        yield Wanted(key=key, errand=Errand.MOVE_ON, since=since, start=span[0], end=span[1], why=waited.why.text)


def _kept_up(had: Placed | None, wanted: Wanted) -> Iterator[AnyStep]:
    if had is None:
        yield _place(PlaceReminder, wanted, 0)
    elif had.ours and not had.placed and _may_come_back(had, wanted):
        yield _place(PlaceReminder, wanted, had.sequence + 1)
    elif had.ours and had.placed and _waits_anew(had, wanted):
        yield _remove(had, had.start - NEVER_TOO_LATE, "What it reminds of begins anew, later.")
    elif had.ours and had.placed and (had.start, had.end) != (wanted.start, wanted.end):
        yield _place(MoveReminder, wanted, had.sequence + 1)
    elif had.ours and had.placed:
        yield _remove(had, had.end, "Its time is over.")


def _may_come_back(had: Placed, wanted: Wanted) -> bool:
    """Whether a reminder that was taken out may lie there again: at another time, or because its own is not over."""
    return (had.start, had.end) != (wanted.start, wanted.end) or (had.removed is not None and had.removed < had.end)


def _waits_anew(had: Placed, wanted: Wanted) -> bool:
    """Whether its day would come before the new one may even be placed: a next round was set in the meantime."""
    return (had.start, had.end) != (wanted.start, wanted.end) and wanted.since > had.start


def _place(kind: type[PlaceReminder], wanted: Wanted, sequence: int) -> PlaceReminder:
    return kind(
        key=wanted.key,
        due=wanted.since,
        expires=wanted.end,
        why=Why(text=wanted.why),
        errand=wanted.errand,
        start=wanted.start,
        end=wanted.end,
        interview=wanted.interview,
        sequence=sequence,
    )


def _remove(placed: Placed, due: datetime, text: str) -> RemoveReminder:
    return RemoveReminder(
        key=f"{placed.key}/remove",
        due=due,
        expires=placed.end + NEVER_TOO_LATE,
        why=Why(text=text),
        reminder=placed.key,
    )
