"""Calendar objects that lie in the user's calendar: interviews of the user's among them, one reading each."""

from __future__ import annotations

from dataclasses import replace

from agent.core.findings import Envelope, InterviewFound, Kind, Method, Reading, Standing, Verdict
from agent.core.people import Me, Person
from agent.reading.attendance import round_of
from agent.reading.clauses import clauses
from agent.reading.company import company_in
from agent.reading.event import Event
from agent.reading.invite import invitations
from agent.reading.language import language_of
from agent.reading.lexicon import Hit, Of, lexicon
from agent.reading.mail import CalendarPart
from agent.reading.role import role_in
from agent.reading.scheduled import doubt_about, evidence_of, is_another_thing, once, speaks_of_interviews
from agent.reading.venue import format_told
from agent.reading.verdict import verdict_of


def items_in(raw: bytes, me: Me) -> tuple[Reading, ...]:
    """One reading for each event of a calendar object. Raises `Unreadable`."""
    return tuple(_reading(event, me) for event in once(invitations(CalendarPart(method=None, content=raw), me)))


def item_id(uid: str, recurrence_id: str | None = None) -> str:
    """By what an event is known again, as a mail is by its Message-ID."""
    return f"<{uid}{'/' + recurrence_id if recurrence_id else ''}@calendar>"


def _reading(event: Event, me: Me) -> Reading:
    one = event.interview
    words = f"{event.summary}\n{event.description}"
    if not _is_an_interview(event, words, me):
        return Reading(envelope=_envelope(event), kind=Kind.OTHER, verdict=Verdict.IGNORE, interviews=(one,))
    cancelled = one.method is Method.CANCEL
    kind = Kind.INTERVIEW_CANCELLED if cancelled else Kind.INTERVIEW_INVITE
    doubt = doubt_about(event, cancelled=cancelled)
    verdict, why = verdict_of(kind, sure=True, doubt=doubt, warnings=(), standing=Standing.UNKNOWN)
    company = company_in(words, event.organizer)
    role = role_in(words, company=company, names=_names(event))
    found = replace(
        one,
        company=company,
        role=role,
        format=one.format or format_told(words, event.links),
        round=one.round or round_of(words),
    )
    return Reading(
        envelope=_envelope(event),
        kind=kind,
        verdict=verdict,
        interviews=(found,),
        company=company,
        role=role,
        people=found.people,
        evidence=(replace(evidence_of(event), of="kind"), evidence_of(event), *why),
    )


def _names(event: Event) -> tuple[str, ...]:
    people = (*event.attendees, *((event.organizer,) if event.organizer else ()))
    return tuple(person.name for person in people if person.name)


def _is_an_interview(event: Event, words: str, me: Me) -> bool:
    """Whether an event is an interview of the user's: it says so itself, and speaks of nothing else."""
    if event.method in {"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"} or is_another_thing(event, me):
        return False
    told = clauses(words[:3_000])
    hits = lexicon(language_of(words) or "en").said(told, Of.ABOUT)
    return speaks_of_interviews(event.summary, event.description[:1_000]) and not _is_elsewhere(hits)


def _is_elsewhere(hits: tuple[Hit, ...]) -> bool:
    return any(hit.topic == "elsewhere" and hit.sure for hit in hits)


def _envelope(event: Event) -> Envelope:
    """The head that an event has instead of a mail's: known again by its UID, sent by its organiser."""
    one: InterviewFound = event.interview
    stamp = one.stamp
    return Envelope(
        message_id=item_id(one.uid or "event", one.recurrence_id),
        subject=event.summary,
        sender=event.organizer or Person(),
        date=stamp,
        reachable=event.organizer is not None and event.organizer.address is not None,
        language=language_of(f"{event.summary} {event.description}") or "en",
        mail=False,
    )
