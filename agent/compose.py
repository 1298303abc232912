"""A step and its candidacy → the bytes that go into the world: letters, reminders, forms and notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from agent.briefing import answered_mail, brief, written_to
from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.interview import Interview
from agent.core.moments import day_of
from agent.core.people import Person
from agent.core.steps import Ask, AskForNotes, PlaceReminder, Tell, WriteDraft
from agent.desk import Desk
from agent.wording import worded
from agent.writing import draft as drafts
from agent.writing import event, notes

NOTE_SUBJECT = "Afterword: a note"


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter, ready to be appended, and what is to be noted about its wording."""

    content: bytes
    message_id: str
    subject: str
    references: tuple[str, ...]
    remarks: tuple[f.Fact, ...] = ()


def draft(desk: Desk, candidacy: Candidacy, step: WriteDraft, everyone: Iterable[Candidacy] = ()) -> Composed:
    """The letter of a step, as it will lie in Drafts. The same step always gives the same Message-ID.

    `everyone` are the user's candidacies: an offer accepted in another one is the reason of a withdrawal.
    """
    parent = answered_mail(candidacy, step)
    letter, remarks = worded(desk, candidacy, step, brief(desk, candidacy, step, everyone))
    message_id = drafts.message_id(step.key, step.revision, desk.journal.secret, desk.domain)
    content = drafts.message(
        letter,
        sender=Person(name=desk.persona.name, address=written_to(desk, candidacy)),
        to=step.to,
        parent=parent,
        message_id=message_id,
        date=desk.clock.now(),
    )
    return Composed(content, message_id, letter.subject, drafts.references(parent) if parent else (), remarks)


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


def note(desk: Desk, key: str, lines: Sequence[str]) -> bytes:
    """A note to the user about the service itself; the same key makes the same message."""
    message_id = drafts.message_id(key, 1, desk.journal.secret, desk.domain)
    return notes.note(NOTE_SUBJECT, lines, to=_user(desk), message_id=message_id, date=desk.clock.now())


def notice(desk: Desk, key: str, lines: Sequence[str]) -> tuple[str, bytes]:
    """The same as an entry in the user's calendar: its UID, and its bytes."""
    uid, now = event.uid(key, desk.journal.secret), desk.clock.now()
    return uid, event.notice(uid, NOTE_SUBJECT, lines, now)


def _user(desk: Desk) -> Person:
    return Person(name=desk.persona.name, address=desk.persona.address)


def _sentence(step: Tell | Ask) -> str:
    if isinstance(step, Ask):
        choices = " / ".join(step.choices)
        return f"- {step.text} ({choices}; answer with: afterword answer {step.key} …)"
    return f"- {step.text}"


def _name(candidacy: Candidacy) -> str:
    return ", ".join(filter(None, (candidacy.company, candidacy.role))) or "In general"
