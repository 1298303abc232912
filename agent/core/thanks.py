"""Thank-you letters: one to each interviewer, within 24 to 48 hours (the coach), never before the interview is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from agent.core.candidacy import Candidacy
from agent.core.contacts import days_written_to, to_thank
from agent.core.correspondence import Letter, State
from agent.core.etiquette import Rules
from agent.core.facts import Purpose
from agent.core.interview import Interview, short
from agent.core.moments import day_of, morning
from agent.core.people import Person
from agent.core.steps import AnyStep, ReplaceDraft, Why, WriteDraft


def thank_yous(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """A draft for everyone who is still to be thanked, or a better one where notes came after it."""
    if candidacy.ending or candidacy.held_up:
        return
    for interview in candidacy.standing:
        for person in to_thank(candidacy, interview, rules):
            if not thanked(candidacy, interview, person):
                yield from _letter(candidacy, interview, person, rules)


def thank_key(interview: Interview, person: Person) -> str:
    """The key of one thank-you: it hangs on the interview and the person, never on a company or role as read."""
    return f"{interview.id}/thank/{short(person.address or person.name or '')}"


def thanked(candidacy: Candidacy, interview: Interview, person: Person) -> bool:
    """Whether the user took this thank-you into their own hands: sent, edited or deleted ours, or wrote one alone."""
    letter = candidacy.letter(thank_key(interview, person))
    return bool(letter and letter.settled) or any(_thanks_for(own, interview, person) for own in candidacy.letters)


def thanks_due(interview: Interview, rules: Rules) -> datetime:
    """At the notes, but not before an hour after the end; without notes two hours after it."""
    end = interview.end(rules.etiquette.assumed_length)
    earliest = end + rules.etiquette.thanks_not_before
    without_notes = max(earliest, end + rules.etiquette.thanks_without_notes_after)
    if interview.notes_at is None:
        return without_notes
    return min(without_notes, max(earliest, interview.notes_at))


def _on_a_free_day(due: datetime, written: frozenset[date], rules: Rules) -> datetime:
    """No two letters to one person on one day: the second waits for the morning after the last of them."""
    last = max(written, default=date.min)
    return due if last < day_of(due, rules) else morning(last + timedelta(days=1), rules)


def _thanks_for(letter: Letter, interview: Interview, person: Person) -> bool:
    return (
        letter.purpose is Purpose.THANK_YOU
        and letter.sent_at is not None
        and letter.sent_at >= interview.start
        and letter.interview in {None, interview.id}
        and (person.address or "").casefold() in map(str.casefold, letter.to)
    )


def _letter(candidacy: Candidacy, interview: Interview, person: Person, rules: Rules) -> Iterator[AnyStep]:
    key = thank_key(interview, person)
    letter = candidacy.letter(key)
    latest = letter.latest if letter else None
    expires = interview.end(rules.etiquette.assumed_length) + rules.etiquette.thanks_within
    revision = latest.revision + 1 if latest else 1
    if latest is None or latest.state is State.WITHDRAWN:
        written = days_written_to(candidacy, person, key, rules)
        yield WriteDraft(
            key=key,
            due=_on_a_free_day(thanks_due(interview, rules), written, rules),
            expires=expires,
            why=Why(text="A thank-you is written within 24 to 48 hours of the interview."),
            purpose=Purpose.THANK_YOU,
            to=(person,),
            interview=interview.id,
            revision=revision,
        )
    elif latest.state is State.PRESENT and interview.notes_at and latest.at < interview.notes_at < expires:
        yield ReplaceDraft(
            key=key,
            due=max(interview.notes_at, thanks_due(interview, rules)),
            expires=expires,
            why=Why(text="Your notes came after the draft, and nobody has touched it: a better one takes its place."),
            purpose=Purpose.THANK_YOU,
            to=(person,),
            interview=interview.id,
            revision=revision,
        )
