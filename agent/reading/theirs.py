"""Mail that others wrote: from its calendar objects, its times and its clauses to one kind, one verdict, one Reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.core.findings import Evidence, InterviewFound, Kind, Reading, Where
from agent.core.people import Me, Part, Person, joined
from agent.errors import Unreadable
from agent.reading import markup
from agent.reading.about import About, addressed, is_reply
from agent.reading.attendance import completed
from agent.reading.clauses import LONGEST_QUOTE, clauses
from agent.reading.company import company_of
from agent.reading.event import Event
from agent.reading.intent import ENDS, Meaning, meaning, votes
from agent.reading.invite import invitations
from agent.reading.letter import Letter
from agent.reading.machine import Automaton, Machine
from agent.reading.mail import CalendarPart, Mail
from agent.reading.model import MOST_WORDS, Opinion
from agent.reading.people import named_interviewers, sender_of
from agent.reading.promise import Promise, deadline_for_user, promised
from agent.reading.prose import Told
from agent.reading.role import role_of
from agent.reading.scheduled import contradiction, scheduled, words_of, zoned
from agent.reading.second import nothing_said, opinion_on, second_opinion
from agent.reading.timed import Found, invites, times, told_of
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
_HARDLY, _SELDOM, _SURELY_NOTHING = 0.05, 0.3, 0.6
"""How likely the model may hold it that a mail is about nothing, where the words alone do not say what it is about."""
_SHORT = 60
"""Words of a covering note above a letter that is passed on."""


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


def _found(letter: Letter, events: tuple[Event, ...], promise: Promise | None) -> Found:
    if letter.topic.about is About.ELSEWHERE and not _sounds_like_one(letter):
        return Found(Kind.OTHER, evidence=_elsewhere(letter))
    view = opinion_on(letter)
    dated = promise is not None and promise.by is not None
    rules = meaning(letter.votes, reply=is_reply(letter.mail), dated=dated, words=letter.count)
    words = second_opinion(_passed_on(rules, letter), letter, view, dated=dated)
    told = times(letter)
    if events:
        held = _held(letter, events, rules, told)
        if held:
            doubted = rules.silent and view.of(Kind.OTHER) >= _SURELY_NOTHING and not letter.by_a_hiring_system
            return replace(held, sure=held.sure and not doubted)
        if words.kind is None or words.kind not in ENDS:
            return Found(Kind.OTHER, evidence=words.evidence)
    if invites(told, words if words.kind else rules, letter):
        return told_of(told, words, letter, view)
    return _from_words(words, letter, view)


def _sounds_like_one(letter: Letter) -> bool:
    """Whether an answer in a correspondence sounds so much like one about a candidacy that a stray word may be wrong."""
    mine = is_reply(letter.mail) and addressed(letter.mail, letter.me) and letter.count <= MOST_WORDS
    return mine and opinion_on(letter).of(Kind.OTHER) <= _HARDLY


def _elsewhere(letter: Letter) -> tuple[Evidence, ...]:
    """Why a mail is about something else altogether."""
    rule = f"about something else: {letter.topic.elsewhere} against {letter.topic.hiring}"
    begins = letter.mail.text[:LONGEST_QUOTE].strip().partition("\n")[0]
    return (Evidence(of="kind", where=Where.BODY, quote=begins, rule=rule),)


def _held(letter: Letter, events: tuple[Event, ...], words: Meaning, told: Told) -> Found | None:
    """What the calendar objects mean, if they are an interview of the user's."""
    mail = letter.mail
    set_up = scheduled(events, letter.me, letter.topic, letter.votes, mail=mail, hiring=letter.by_a_hiring_system)
    if set_up.kind is None:
        return None
    interviews = zoned(set_up.interviews, told.interviews)
    cancelled = set_up.kind is Kind.INTERVIEW_CANCELLED
    if cancelled and words.kind in {Kind.POSITION_CLOSED, Kind.REJECTION} and words.sure:
        return Found(words.kind, evidence=words.evidence)
    doubt = set_up.doubt or ("" if cancelled else contradiction(interviews, told.interviews))
    because = replace(set_up.evidence[0], of="kind") if set_up.evidence else None
    evidence = (*((because,) if because else ()), *set_up.evidence)
    return Found(set_up.kind, interviews=interviews, doubt=doubt, evidence=evidence)


def _from_words(words: Meaning, letter: Letter, view: Opinion) -> Found:
    if words.kind is None:
        quiet = words.silent or (letter.machine is not None and letter.machine.kind is not Automaton.AUTO_REPLY)
        nobody_asked = letter.topic.about is About.PERHAPS and not is_reply(letter.mail)
        return Found(Kind.OTHER if quiet or nobody_asked else Kind.UNCLEAR, evidence=words.evidence)
    known = letter.topic.about is About.CANDIDACY or (is_reply(letter.mail) and addressed(letter.mail, letter.me))
    likely = addressed(letter.mail, letter.me) and view.of(Kind.OTHER) <= _SELDOM
    if not known and not likely and words.kind not in ENDS and letter.votes.spoken < _TELLING:
        return Found(Kind.OTHER, evidence=words.evidence)
    return Found(words.kind, words.also, sure=words.sure and known, evidence=words.evidence)


def _passed_on(words: Meaning, letter: Letter) -> Meaning:
    """The meaning of a letter that somebody passed on with a word or two of their own: asked, never acted on."""
    forwarded = letter.mail.forwarded
    if words.kind not in {None, Kind.ACKNOWLEDGEMENT} or not forwarded or letter.count > _SHORT:
        return words
    theirs_too = meaning(votes(letter.words.said(clauses(forwarded)), ()), reply=True, dated=False, words=letter.count)
    return replace(theirs_too, sure=False) if theirs_too.kind else words


# ── the reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _reading(letter: Letter, events: tuple[Event, ...], found: Found, promise: Promise | None) -> Reading:
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
        evidence=(*(found.evidence or (nothing_said(letter),)), *why),
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


def _with_names(reading: Reading, letter: Letter, found: Found) -> Reading:
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
