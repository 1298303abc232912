"""A candidacy and a step → the brief of a letter: everything that the letter may be made from, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core.candidacy import Candidacy, Promise
from agent.core.contacts import agency
from agent.core.findings import Envelope, Kind
from agent.core.interview import Interview
from agent.core.people import Part, Person
from agent.core.steps import WriteDraft
from agent.core.waiting import promise
from agent.desk import Desk
from agent.writing.brief import Brief
from agent.writing.clean import name
from agent.writing.salutation import parted

LATE = timedelta(hours=24)
"""From here on a thank-you does not read as if it came straight from the interview."""
SIGNED_SO = 2
"""Times that somebody writes "Hi Robin" and signs "Priya" before a letter calls them Priya (field guide, rule 9)."""

_ANNOUNCEMENT = re.compile(
    r"(?:updated |cancell?ed |aktualisierte |mise à jour ?: )?"
    r"(?:invitation|event|einladung|invitación|uitnodiging)\b.*[:@]",
    re.IGNORECASE,
)
"""Subjects that calendars make ("Invitation: … @ …"): a letter under them would look like a calendar's."""

_AUTOMATIC = frozenset({Kind.OUT_OF_OFFICE, Kind.ADDRESS_GONE})


def brief(desk: Desk, candidacy: Candidacy, step: WriteDraft, everyone: Iterable[Candidacy] = ()) -> Brief:
    """What a letter is made from. `everyone` are all of the user's candidacies."""
    interview = interview_of(candidacy, step)
    recipient = step.to[0]
    parent = answered_mail(candidacy, step)
    end = interview.end(desk.rules.etiquette.assumed_length)
    promised = promise(candidacy, end, desk.rules)
    return Brief(
        purpose=step.purpose,
        persona=desk.persona,
        recipient=recipient,
        start=interview.start,
        zone=_zone(desk, interview),
        key=step.key,
        ordinal=step.ordinal,
        revision=step.revision,
        company=candidacy.company or interview.company,
        role=interview.role or candidacy.role,
        format=interview.format,
        round=interview.round,
        panel=tuple(p for p in interview.everyone if p.met),
        notes=interview.notes,
        promised=promised.by if promised else None,
        thread=parent.subject if parent else None,
        language=language_of(candidacy),
        agency=agency(candidacy) is not None,
        late=step.purpose is f.Purpose.THANK_YOU and desk.clock.now() - end >= LATE,
        short=desk.persona.short_letters or _decided_at_once(desk, step, interview, promised),
        thanked=_thanked_before(candidacy, interview, recipient),
        elsewhere=any(c.ending is f.Ending.ACCEPTED for c in everyone if c.id != candidacy.id),
        honorific=_honorific(candidacy, recipient),
        first_names=_first_names(desk, candidacy, recipient),
    )


def answered_mail(candidacy: Candidacy, step: WriteDraft) -> Envelope | None:
    """The mail that a letter replies to: the recipient's own last one; no calendar's announcement, no machine's "I am
    away".
    """
    automatic = {answer.source.id for answer in candidacy.answers if answer.kind in _AUTOMATIC}
    theirs = [head for head in _mails_of(candidacy, step.to[0]) if head.message_id not in automatic]
    return next((head for head in reversed(theirs) if not _ANNOUNCEMENT.match(head.subject)), None)


def written_to(desk: Desk, candidacy: Candidacy) -> str:
    """The identity the employer wrote to, if it is one of the user's; else the first."""
    for head in reversed(candidacy.heads):
        for person in head.to:
            if person.address and desk.me.has(person.address):
                return person.address
    return desk.persona.address


def interview_of(candidacy: Candidacy, step: WriteDraft) -> Interview:
    """The interview a letter speaks of: its own; for an inquiry the last one that stands."""
    named = candidacy.interview(step.interview)
    if named:
        return named
    known = candidacy.standing or tuple(sorted(candidacy.interviews, key=lambda i: i.start))
    if known:
        return known[-1]
    return Interview(id="", start=step.due, ends=None, zone="UTC", version=(0, datetime.min.replace(tzinfo=UTC)))


def _zone(desk: Desk, interview: Interview) -> str:
    """Where the day of an interview is named: many calendars write UTC, where nobody lives; then at the user's home."""
    return desk.rules.home.key if interview.zone.upper() in _NOWHERE else interview.zone


_NOWHERE = frozenset({"UTC", "ETC/UTC", "ETC/GMT", "GMT", "ZULU", "Z"})


def _mails_of(candidacy: Candidacy, person: Person) -> tuple[Envelope, ...]:
    address = (person.address or "").casefold()
    mails = (head for head in candidacy.heads if head.mail)
    return tuple(head for head in mails if (head.sender.address or "").casefold() == address)


def language_of(candidacy: Candidacy) -> str:
    """The language in which they wrote last: the letter answers in it."""
    theirs = [head.language for head in candidacy.heads if head.sender.part is not Part.USER]
    return theirs[-1] if theirs else "en"


def _decided_at_once(desk: Desk, step: WriteDraft, interview: Interview, promised: Promise | None) -> bool:
    """Whether they decide on the day of the interview: short thanks are read before they do (field guide 5.1)."""
    if step.purpose is not f.Purpose.THANK_YOU or promised is None or promised.by is None:
        return False
    return promised.by <= interview.start.astimezone(ZoneInfo(_zone(desk, interview))).date()


def _thanked_before(candidacy: Candidacy, interview: Interview, person: Person) -> bool:
    return any(
        letter.purpose is f.Purpose.THANK_YOU
        and letter.sent
        and letter.interview != interview.id
        and person.address in letter.to
        for letter in candidacy.letters
    )


def _honorific(candidacy: Candidacy, person: Person) -> str | None:
    """The title that this person, or whoever introduced them, puts before the name ("Dr."); never a guess."""
    written = (parted(known) for text in _names_of(candidacy, person) if (known := name(text)))
    return next((title for title, _ in written if title), None)


def _names_of(candidacy: Candidacy, person: Person) -> Iterator[str]:
    for head in reversed(_mails_of(candidacy, person)):
        yield head.signed
        yield head.sender.name or ""
    yield from (p.name or "" for p in candidacy.everyone if p.is_the_same_as(person))


def _first_names(desk: Desk, candidacy: Candidacy, person: Person) -> bool:
    """Whether they write to the user by first name and sign with theirs. Only English has one word for "you" to all."""
    known = name(person.name)
    if not known or language_of(candidacy) != "en":
        return False
    _, bare = parted(known)
    mine, theirs = desk.persona.name.casefold().split()[:1], bare.casefold().split()[0]
    mails = _mails_of(candidacy, person)
    so = [m for m in mails if m.signed.casefold() == theirs and m.greeting.casefold().split()[-1:] == mine]
    return len(so) >= SIGNED_SO
