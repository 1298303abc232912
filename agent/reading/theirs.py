"""Mail that others wrote: from its calendar objects, its times and its clauses to one kind, one verdict, one Reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.core.findings import Evidence, InterviewFound, Kind, Reading, Where
from agent.core.people import Me, Part, Person, joined
from agent.errors import Unreadable
from agent.reading import markup
from agent.reading.about import About, addressed, is_reply
from agent.reading.attendance import completed
from agent.reading.clauses import clauses
from agent.reading.company import company_of
from agent.reading.event import Event
from agent.reading.intent import ENDS, Meaning, meaning, votes
from agent.reading.invite import invitations
from agent.reading.letter import Letter
from agent.reading.machine import Automaton, Machine
from agent.reading.mail import CalendarPart, Mail
from agent.reading.people import named_interviewers, sender_of
from agent.reading.promise import Promise, deadline_for_user, promised
from agent.reading.prose import Told, told_in
from agent.reading.role import role_of
from agent.reading.scheduled import contradiction, scheduled, words_of, zoned
from agent.reading.second import second_opinion
from agent.reading.trust import signs, standing
from agent.reading.verdict import verdict_of

_INTERVIEWS = frozenset({Kind.INTERVIEW_INVITE, Kind.INTERVIEW_MOVED, Kind.INTERVIEW_CANCELLED})
_PROMISES = frozenset(
    {Kind.DECIDING, Kind.INFO_REQUEST, Kind.AVAILABILITY_REQUEST, Kind.NEXT_ROUND, Kind.ON_HOLD, *_INTERVIEWS}
)
"""Kinds beside which a day of decision means anything."""
_DEADLINES = frozenset({*_PROMISES, Kind.OFFER, Kind.ASSESSMENT, Kind.REJECTION})
"""Kinds that may ask for an answer by a day."""
_TELLING = 2
"""Sentences that must speak of a candidacy where no word of hiring does."""
_SHORT = 60
"""Words of a covering note above a letter that is passed on."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a mail was found to mean, before people and verdict are added. `words` is what its calendar objects say."""

    kind: Kind
    also: tuple[Kind, ...] = ()
    interviews: tuple[InterviewFound, ...] = ()
    sure: bool = True
    doubt: str = ""
    evidence: tuple[Evidence, ...] = ()


def theirs(mail: Mail, machine: Machine | None, me: Me) -> Reading:
    """What a mail says that somebody else wrote."""
    events = events_in(mail, me)
    letter = Letter(mail, me, machine, more=words_of(events))
    promise = _promise(letter)
    found = _found(letter, events, promise)
    return _reading(letter, events, found, promise)


def events_in(mail: Mail, me: Me) -> tuple[Event, ...]:
    """The events of the calendar parts that can be read; without any, those of the markup."""
    found = tuple(event for part in mail.calendars for event in _readable(part, me))
    return found or markup.events(mail.markup, me)


def _readable(part: CalendarPart, me: Me) -> Iterator[Event]:
    try:
        yield from invitations(part, me)
    except Unreadable:
        return  # a broken attachment beside readable words: the words count


def _promise(letter: Letter) -> Promise | None:
    if letter.topic.about is About.ELSEWHERE or letter.day is None:
        return None
    me = letter.me
    return promised(letter.mail.text, letter.day, me.workdays, letter.language, zone=me.zone)


# ── what it means ────────────────────────────────────────────────────────────────────────────────────────────────────


def _found(letter: Letter, events: tuple[Event, ...], promise: Promise | None) -> _Found:
    if letter.topic.about is About.ELSEWHERE:
        return _Found(Kind.OTHER)
    dated = promise is not None and promise.by is not None
    words = meaning(letter.votes, reply=is_reply(letter.mail), dated=dated, words=letter.count)
    told = _times(letter)
    if events:
        held = _held(letter, events, words, told)
        if held:
            return held
        if words.kind is None or words.kind not in ENDS:
            return _Found(Kind.OTHER)
    if _invites(told, words, letter):
        return _told(told, words, letter)
    words = second_opinion(_passed_on(words, letter), letter)
    return _from_words(words, letter)


def _held(letter: Letter, events: tuple[Event, ...], words: Meaning, told: Told) -> _Found | None:
    """What the calendar objects mean, if they are an interview of the user's."""
    mail = letter.mail
    set_up = scheduled(events, letter.me, letter.topic, letter.votes, mail=mail, hiring=letter.by_a_hiring_system)
    if set_up.kind is None:
        return None
    interviews = zoned(set_up.interviews, told.interviews)
    cancelled = set_up.kind is Kind.INTERVIEW_CANCELLED
    if cancelled and words.kind in {Kind.POSITION_CLOSED, Kind.REJECTION} and words.sure:
        return _Found(words.kind, evidence=words.evidence)
    doubt = set_up.doubt or ("" if cancelled else contradiction(interviews, told.interviews))
    because = replace(set_up.evidence[0], of="kind") if set_up.evidence else None
    evidence = (*((because,) if because else ()), *set_up.evidence)
    return _Found(set_up.kind, interviews=interviews, doubt=doubt, evidence=evidence)


def _from_words(words: Meaning, letter: Letter) -> _Found:
    if words.kind is None:
        quiet = words.silent or (letter.machine is not None and letter.machine.kind is not Automaton.AUTO_REPLY)
        nobody_asked = letter.topic.about is About.PERHAPS and not is_reply(letter.mail)
        return _Found(Kind.OTHER if quiet or nobody_asked else Kind.UNCLEAR, evidence=words.evidence)
    known = letter.topic.about is About.CANDIDACY or (is_reply(letter.mail) and addressed(letter.mail, letter.me))
    if not known and words.kind not in ENDS and letter.votes.spoken < _TELLING:
        return _Found(Kind.OTHER, evidence=words.evidence)
    return _Found(words.kind, words.also, sure=words.sure and known, evidence=words.evidence)


def _passed_on(words: Meaning, letter: Letter) -> Meaning:
    """The meaning of a letter that somebody passed on with a word or two of their own: asked, never acted on."""
    forwarded = letter.mail.forwarded
    if words.kind not in {None, Kind.ACKNOWLEDGEMENT} or not forwarded or letter.count > _SHORT:
        return words
    theirs_too = meaning(votes(letter.words.said(clauses(forwarded)), ()), reply=True, dated=False, words=letter.count)
    return replace(theirs_too, sure=False) if theirs_too.kind else words


# ── times in the words ───────────────────────────────────────────────────────────────────────────────────────────────


def _times(letter: Letter) -> Told:
    sent, written = letter.mail.envelope.date, letter.written
    if sent is None or written is None:
        return Told()
    moved = letter.votes.has("interview_moved") or letter.votes.titled("interview_moved")
    text = f"{letter.mail.envelope.subject}\n\n{letter.mail.text}"
    told = told_in(text, written, sent, letter.me, letter.language, moved=moved)
    if told.interviews or not letter.mail.forwarded or letter.count > _SHORT:
        return told
    return told_in(_without_heads(letter.mail.forwarded), written, sent, letter.me, letter.language, moved=moved)


def _without_heads(forwarded: str) -> str:
    """A forwarded text without its header blocks: the time it was sent is no interview."""
    return re.sub(
        r"^(?:From|Sent|Date|To|Cc|Subject|Von|Gesendet|An|Betreff|De|Envoyé|À|Objet|Enviado|Para|Asunto|Van|Verzonden|Aan|Onderwerp)\s?:.*$",
        "",
        forwarded,
        flags=re.MULTILINE | re.IGNORECASE,
    )


_NOT_BESIDE = frozenset({*ENDS, Kind.RECRUITER_OUTREACH})
_MEETING = re.compile(
    r"interview|\bcall\b|\bmeet|speak|conversation|\bchat|screen|zoom|\bvisit|\btalk|come in|come by|on-?site|superday|panel|you are booked|you're booked"
    r"|gespräch|kennenlern|treffen|hospit|probe|entretien|rencontr|échang|entrevista|reunión|charla|gesprek|kennismak|afspraak",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(
    r"interview|screen\b|vorstellungsgespräch|gespräch|kennenlern|entretien|entrevista|gesprek|kennismak", re.IGNORECASE
)
_ALONE = re.compile(
    r"\bno call\b|on your own|one-way|record(?:ed)? (?:your|the|a)|at your convenience|at any time", re.IGNORECASE
)
_TEST = re.compile(r"\b(?:test|assessment|exercise|challenge)\b", re.IGNORECASE)


def _invites(told: Told, words: Meaning, letter: Letter) -> bool:
    """Whether the times are an interview's: the words speak of meeting, and of nothing that outweighs it."""
    if not told.interviews or words.silent or words.kind in _NOT_BESIDE:
        return False
    said = f"{letter.mail.envelope.subject}\n{letter.mail.text}\n{letter.mail.forwarded}"
    if words.kind is Kind.ASSESSMENT:
        tested = any(_TEST.search(evidence.quote) for evidence in told.evidence)
        return not tested and bool(_INTERVIEW.search(said)) and not _ALONE.search(said)
    if words.kind in {Kind.INFO_REQUEST, Kind.DECIDING, Kind.APPLICATION_RECEIVED}:
        return bool(_INTERVIEW.search(said))
    if letter.topic.hiring < _ENOUGH_OF_HIRING and not is_reply(letter.mail):
        return bool(_INTERVIEW.search(said))
    return bool(_MEETING.search(said))


_ENOUGH_OF_HIRING = 3
_ACTS_ON = 4
"""What words of hiring must weigh before a time in mere words is acted on: "interview" alone is said of podcasts, too."""
_NEW = re.compile(
    r"would like to reschedule|reschedul|instead|new (?:time|date)|ersatztermin|stattdessen|neuer termin|plutôt|nouvelle date|nueva fecha|nieuwe datum",
    re.IGNORECASE,
)


def _told(told: Told, words: Meaning, letter: Letter) -> _Found:
    """An interview whose time only the words tell: new, moved, or called off."""
    kind = Kind.INTERVIEW_INVITE
    if words.kind is Kind.INTERVIEW_MOVED:
        kind = Kind.INTERVIEW_MOVED
    elif words.kind is Kind.INTERVIEW_CANCELLED:
        if not _NEW.search(letter.mail.text):
            return _Found(words.kind, sure=words.sure, evidence=words.evidence)
        kind = Kind.INTERVIEW_MOVED
    unknown = any(one.zone is None for one in told.interviews)
    doubt = told.doubt or ("the time zone is not known" if unknown else "")
    enough = letter.topic.hiring >= _ACTS_ON or is_reply(letter.mail) or letter.by_a_hiring_system
    evidence = (*words.evidence, *(replace(one, of="kind") for one in told.evidence[:1]), *told.evidence)
    return _Found(kind, interviews=told.interviews, sure=enough, doubt=doubt, evidence=evidence)


# ── the reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _reading(letter: Letter, events: tuple[Event, ...], found: _Found, promise: Promise | None) -> Reading:
    mail, me = letter.mail, letter.me
    warnings = signs(mail, me, interviews=tuple(event.interview for event in events))
    known = standing(mail, me)
    verdict, why = verdict_of(found.kind, sure=found.sure, doubt=found.doubt, warnings=warnings, standing=known)
    reading = Reading(
        envelope=mail.envelope,
        kind=found.kind,
        verdict=verdict,
        also=found.also,
        warnings=warnings,
        evidence=(*found.evidence, *why),
        automatic=letter.machine is not None,
        standing=known,
    )
    return reading if found.kind is Kind.OTHER else _with_names(_with_days(reading, letter, promise), letter, found)


def _with_days(reading: Reading, letter: Letter, promise: Promise | None) -> Reading:
    """The reading with the day of their decision and of the user's own deadline, where its kind has such days."""
    evidence = reading.evidence
    decision = deadline = None
    if promise and reading.kind in _PROMISES:
        decision = promise.by
        evidence = (
            *evidence,
            Evidence(of="decision_by", where=Where.BODY, quote=promise.quote[:300], rule=promise.rule),
        )
    if letter.day and reading.kind in _DEADLINES:
        me = letter.me
        deadline = deadline_for_user(letter.mail.text, letter.day, me.workdays, letter.language, zone=me.zone)
    return replace(reading, decision_by=decision, reply_wanted_by=deadline, evidence=evidence)


def _with_names(reading: Reading, letter: Letter, found: _Found) -> Reading:
    """The reading with company, role and people."""
    mail, me = letter.mail, letter.me
    known = tuple(person.name for person in (*mail.envelope.to, mail.envelope.sender) if person.name)
    company = company_of(mail, summary=letter.more)
    role = role_of(mail, summary=letter.more, company=company.name if company else None, names=known)
    names = tuple(each.name for each in (company, role) if each)
    sender = sender_of(mail, me)
    interviews = found.interviews
    if interviews:
        met = named_interviewers(mail, me, extra=letter.more, excluded=names)
        interviews = completed(interviews, mail, letter.more, met, sender)
        interviews = tuple(
            replace(one, company=company.name if company else None, role=role.name if role else None)
            for one in interviews
        )
    people = joined((sender,) if sender else (), tuple(p for one in interviews for p in one.people))
    return replace(
        reading,
        interviews=interviews,
        company=company.name if company else None,
        role=role.name if role else None,
        people=_parts_told(people, interviews),
        evidence=(*reading.evidence, *(each.evidence for each in (company, role) if each)),
    )


def _parts_told(people: tuple[Person, ...], interviews: tuple[InterviewFound, ...]) -> tuple[Person, ...]:
    """Who is met in an interview is an interviewer, whatever else the signature says."""
    met = [person for one in interviews for person in one.people]
    return tuple(
        replace(person, part=Part.INTERVIEWER)
        if person.part is Part.OTHER and any(person.is_the_same_as(each) for each in met)
        else person
        for person in people
    )
