"""Who is written to. Only people of the candidacy; directly only those who were in the interview."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from agent.core.candidacy import Candidacy
from agent.core.findings import Format
from agent.core.interview import Interview
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
        return writers[-1]
    return next((p for p in people if p.part in _HOSTS), None)


def to_thank(candidacy: Candidacy, interview: Interview, most: int) -> tuple[Person, ...]:
    """Who gets a thank-you for this interview: each interviewer; or one person who is asked to pass it on.

    One-way video has nobody to thank (rule 21). With an agency, with more than `most` people, or with no address,
    the letter goes to the host (rules 4 and 19).
    """
    if interview.format is Format.ASYNC:
        return ()
    met = tuple(p for p in interview.everyone if p.met and _writable(candidacy, p))
    if met and len(met) <= most and agency(candidacy) is None:
        return tuple(p for p in met if not _met_again(candidacy, interview, p))
    passes_on = agency(candidacy) or host(candidacy)
    if passes_on is None or _was_elsewhere(interview, passes_on):
        return ()
    again = any(passes_on in to_thank(candidacy, later, most) for later in _later_that_day(candidacy, interview))
    return () if again else (passes_on,)


def _writable(candidacy: Candidacy, person: Person) -> bool:
    """Whether a letter can reach this person: an address, not the user's, and none that a letter came back from."""
    known = person.address is not None and person.part is not Part.USER
    return known and (person.address or "").casefold() not in candidacy.gone


def _met_again(candidacy: Candidacy, interview: Interview, person: Person) -> bool:
    """Whether a later part of the same day meets this person again: one letter thanks for both."""
    later = _later_that_day(candidacy, interview)
    return any(p.met and p.is_the_same_as(person) for part in later for p in part.everyone)


def _later_that_day(candidacy: Candidacy, interview: Interview) -> tuple[Interview, ...]:
    day = _day(interview)
    return tuple(i for i in candidacy.standing if i.start > interview.start and _day(i) == day)


def _day(interview: Interview) -> date:
    """The day of an interview where it takes place."""
    return interview.start.astimezone(ZoneInfo(interview.zone)).date()


def _was_elsewhere(interview: Interview, person: Person) -> bool:
    """Whether this is an interviewer of another round: nobody's messenger."""
    return person.met and not any(person.is_the_same_as(p) for p in interview.everyone)
