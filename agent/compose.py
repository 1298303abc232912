"""A step and its candidacy → the bytes that go into the world: letters, reminders, forms and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.contacts import agency
from agent.core.findings import Envelope
from agent.core.interview import Interview
from agent.core.moments import day_of
from agent.core.people import Part, Person
from agent.core.steps import Ask, AskForNotes, PlaceReminder, Tell, WriteDraft
from agent.core.waiting import promise
from agent.desk import Desk
from agent.writing import draft as drafts
from agent.writing import event, letters, notes
from agent.writing.brief import Brief

_ANNOUNCEMENT = re.compile(
    r"(?:updated |cancell?ed |aktualisierte |mise à jour ?: )?"
    r"(?:invitation|event|einladung|invitación|uitnodiging)\b.*[:@]",
    re.IGNORECASE,
)
"""Subjects that calendars make ("Invitation: … @ …"): a letter under them would look like a calendar's."""


NOTE_SUBJECT = "Afterword: a note"


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter, ready to be appended."""

    content: bytes
    message_id: str
    subject: str
    references: tuple[str, ...]


def draft(desk: Desk, candidacy: Candidacy, step: WriteDraft) -> Composed:
    """The letter of a step, as it will lie in Drafts. The same step always gives the same Message-ID."""
    parent = answered_mail(candidacy, step)
    letter = letters.letter(brief(desk, candidacy, step))
    message_id = drafts.message_id(step.key, step.revision, desk.journal.secret, desk.domain)
    content = drafts.message(
        letter,
        sender=Person(name=desk.persona.name, address=written_to(desk, candidacy)),
        to=step.to,
        parent=parent,
        message_id=message_id,
        date=desk.clock.now(),
    )
    return Composed(content, message_id, letter.subject, drafts.references(parent) if parent else ())


def brief(desk: Desk, candidacy: Candidacy, step: WriteDraft) -> Brief:
    """What a letter is made from."""
    interview = _interview(candidacy, step)
    recipient = step.to[0]
    parent = answered_mail(candidacy, step)
    promised = promise(candidacy, interview.end(desk.rules.etiquette.assumed_length))
    return Brief(
        purpose=step.purpose,
        persona=desk.persona,
        recipient=recipient,
        start=interview.start,
        zone=interview.zone,
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
        language=_language(candidacy),
        agency=agency(candidacy) is not None,
        thanked=_thanked_before(candidacy, interview, recipient),
    )


def answered_mail(candidacy: Candidacy, step: WriteDraft) -> Envelope | None:
    """The mail that a letter replies to: the recipient's own last one; never a calendar's announcement."""
    address = (step.to[0].address or "").casefold()
    theirs = [head for head in candidacy.heads if (head.sender.address or "").casefold() == address]
    return next((head for head in reversed(theirs) if not _ANNOUNCEMENT.match(head.subject)), None)


def written_to(desk: Desk, candidacy: Candidacy) -> str:
    """The identity the employer wrote to, if it is one of the user's; else the first."""
    for head in reversed(candidacy.heads):
        for person in head.to:
            if person.address and desk.me.has(person.address):
                return person.address
    return desk.persona.address


def reminder_uid(desk: Desk, key: str) -> str:
    """The UID of a reminder: from the step's key, the same for ever, guessable by nobody."""
    return event.uid(key, desk.journal.secret)


def reminder(desk: Desk, candidacy: Candidacy, step: PlaceReminder) -> bytes:
    """A reminder as an iCalendar object."""
    interview = candidacy.interview(step.interview)
    form = _form(desk, candidacy, interview).text if interview else ""
    entry = event.Entry(
        uid=reminder_uid(desk, step.key),
        errand=step.errand,
        company=candidacy.company,
        start=step.start,
        end=step.end,
        sequence=step.sequence,
        details=(step.why.text, form) if step.errand is f.Errand.NOTES else (step.why.text,),
        language=desk.persona.languages[0],
    )
    return event.reminder(entry, desk.clock.now())


def placed(desk: Desk, candidacy: Candidacy, step: PlaceReminder, content: bytes, etag: str) -> f.ReminderPlaced:
    """The fact that a reminder lies in the calendar as composed."""
    return f.ReminderPlaced(
        **desk.deed(candidacy.id, step.key),
        key=step.key,
        errand=step.errand,
        uid=reminder_uid(desk, step.key),
        start=step.start,
        end=step.end,
        etag=etag,
        digest=event.digest(content),
        interview=step.interview,
        sequence=step.sequence,
    )


def notes_form(desk: Desk, candidacy: Candidacy, step: AskForNotes) -> tuple[str, bytes]:
    """The notes form as a mail to the user, and its Message-ID."""
    interview = candidacy.interview(step.interview)
    message_id = notes.message_id(step.key, desk.journal.secret, desk.domain)
    form = _form(desk, candidacy, interview, again=step.ordinal > 1) if interview else notes.form(None, step.due.date())
    return message_id, notes.message(form, to=_user(desk), message_id=message_id, date=desk.clock.now())


def _form(desk: Desk, candidacy: Candidacy, interview: Interview, *, again: bool = False) -> notes.Form:
    return notes.form(
        candidacy.company,
        day_of(interview.start, desk.rules),
        tuple(p for p in interview.everyone if p.met),
        language=desk.persona.languages[0],
        america=desk.rules.home.key.startswith("America/"),
        again=again,
    )


def daily_note(desk: Desk, told: Sequence[tuple[Candidacy, Tell | Ask]]) -> tuple[str, bytes]:
    """One note with everything that is due to be told or asked, employer by employer."""
    key = "|".join(sorted(step.key for _, step in told))
    message_id = drafts.message_id(key, 1, desk.journal.secret, desk.domain)
    lines: list[str] = []
    for name, group in groupby(sorted(told, key=lambda entry: _name(entry[0])), key=lambda entry: _name(entry[0])):
        lines.append(name)
        lines.extend(_sentence(step) for _, step in group)
        lines.append("")
    content = notes.note(NOTE_SUBJECT, lines, to=_user(desk), message_id=message_id, date=desk.clock.now())
    return message_id, content


def _user(desk: Desk) -> Person:
    return Person(name=desk.persona.name, address=desk.persona.address)


def _sentence(step: Tell | Ask) -> str:
    if isinstance(step, Ask):
        choices = " / ".join(step.choices)
        return f"- {step.text} ({choices}; answer with: afterword answer {step.key} …)"
    return f"- {step.text}"


def _name(candidacy: Candidacy) -> str:
    return ", ".join(filter(None, (candidacy.company, candidacy.role))) or "In general"


def _interview(candidacy: Candidacy, step: WriteDraft) -> Interview:
    """The interview a letter speaks of: its own; for an inquiry the last one that stands."""
    named = candidacy.interview(step.interview)
    if named:
        return named
    known = candidacy.standing or tuple(sorted(candidacy.interviews, key=lambda i: i.start))
    if known:
        return known[-1]
    return Interview(id="", start=step.due, ends=None, zone="UTC", version=(0, datetime.min.replace(tzinfo=UTC)))


def _language(candidacy: Candidacy) -> str:
    theirs = [head.language for head in candidacy.heads if head.sender.part is not Part.USER]
    return theirs[-1] if theirs else "en"


def _thanked_before(candidacy: Candidacy, interview: Interview, person: Person) -> bool:
    return any(
        letter.purpose is f.Purpose.THANK_YOU
        and letter.sent
        and letter.interview != interview.id
        and person.address in letter.to
        for letter in candidacy.letters
    )
