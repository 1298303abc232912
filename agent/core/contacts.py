"""Who is written to. Only people of the candidacy; directly only those who were in the interview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agent.core.candidacy import Candidacy
from agent.core.correspondence import Letter, State
from agent.core.etiquette import Rules
from agent.core.facts import Purpose
from agent.core.findings import Format
from agent.core.interview import Interview
from agent.core.moments import day_of
from agent.core.people import Part, Person

_HOSTS = (Part.AGENCY, Part.RECRUITER, Part.COORDINATOR, Part.HIRING_MANAGER, Part.INTERVIEWER)


def agency(candidacy: Candidacy) -> Person | None:
    """The agency's recruiter, if there is one: then the agency speaks with the employer, not the user (rule 19)."""
    return next((p for p in candidacy.everyone if p.part is Part.AGENCY and _writable(candidacy, p)), None)


def host(candidacy: Candidacy) -> Person | None:
    """Who answers for the process: agency, recruiter, coordinator; else whoever wrote last and can be replied to."""
    people = [p for p in candidacy.everyone if _writable(candidacy, p)]
    for part in _HOSTS[:3]:
        for person in people:
            if person.part is part:
                return person
    writers = [h.sender for h in candidacy.heads if h.reachable and _writable(candidacy, h.sender)]
    if writers:
        return next((p for p in people if p.is_the_same_as(writers[-1])), writers[-1])
    return next((p for p in people if p.part in _HOSTS), None)


def to_thank(candidacy: Candidacy, interview: Interview, rules: Rules) -> tuple[Person, ...]:
    """Who gets a thank-you for this interview: each interviewer; or one person who is asked to pass it on.

    One-way video has nobody to thank (rule 21). With an agency, with too many people for letters of their own, or with
    no address, the letter goes to the host (rules 4 and 19).
    """
    if interview.format is Format.ASYNC:
        return ()
    met = tuple(p for p in interview.everyone if p.met and _writable(candidacy, p))
    if met and len(met) <= rules.etiquette.most_letters_for_one_panel and agency(candidacy) is None:
        return tuple(p for p in met if not _met_again(candidacy, interview, p, rules))
    passes_on = agency(candidacy) or host(candidacy)
    if passes_on is None or _was_elsewhere(interview, passes_on):
        return ()
    later = _later_that_day(candidacy, interview, rules)
    return () if any(passes_on in to_thank(candidacy, part, rules) for part in later) else (passes_on,)


def days_written_to(candidacy: Candidacy, person: Person, apart_from: str, rules: Rules) -> frozenset[date]:
    """The user's days on which a letter to this person left, or one of ours was drafted, but the one with this key."""
    address = (person.address or "").casefold()
    letters = [x for x in candidacy.letters if x.key != apart_from and address in map(str.casefold, x.to)]
    return frozenset(day for letter in letters for day in _days_of(letter, rules))


def _days_of(letter: Letter, rules: Rules) -> Iterator[date]:
    if letter.sent_at:
        yield day_of(letter.sent_at, rules)
    elif letter.purpose in (Purpose.THANK_YOU, Purpose.INQUIRY):
        yield from (day_of(copy.at, rules) for copy in letter.copies if copy.state is not State.WITHDRAWN)


def _writable(candidacy: Candidacy, person: Person) -> bool:
    """Whether a letter can reach this person: an address, not the user's, and none that a letter came back from."""
    known = person.address is not None and person.part is not Part.USER
    return known and (person.address or "").casefold() not in candidacy.gone


def _met_again(candidacy: Candidacy, interview: Interview, person: Person, rules: Rules) -> bool:
    """Whether a later part of the same day meets this person again: one letter thanks for both."""
    later = _later_that_day(candidacy, interview, rules)
    return any(p.met and p.is_the_same_as(person) for part in later for p in part.everyone)


def _later_that_day(candidacy: Candidacy, interview: Interview, rules: Rules) -> tuple[Interview, ...]:
    """The parts of the same day, as the user's calendar has it, that come after this one."""
    day = day_of(interview.start, rules)
    after = (interview.start, interview.id)
    return tuple(i for i in candidacy.standing if (i.start, i.id) > after and day_of(i.start, rules) == day)


def _was_elsewhere(interview: Interview, person: Person) -> bool:
    """Whether this is an interviewer of another round: nobody's messenger."""
    return person.met and not any(person.is_the_same_as(p) for p in interview.everyone)
