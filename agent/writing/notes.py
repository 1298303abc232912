"""What is mailed to the user: the notes form right after the interview, and notes of what the service did.

The form is plain text with short lines, so that no client breaks them when it quotes. Lines of ours that are no
question begin with a middle dot: reading the answers back, they are known by it in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agent.core.people import Person
from agent.writing import clean, draft
from agent.writing.personal import texts
from agent.writing.wording import spelled

_NUMBERS = (
    ("took_place", 1),
    ("well", 2),
    ("badly", 3),
    ("needs", 4),
    ("connected", 5),
    ("improve", 6),
    ("decision", 7),
    ("people", 8),
)
"""The numbers are the form's grammar: `agent/reading/notes.py` knows a question by its number, not by its words."""
_MOST_PEOPLE = 8
_LONGEST_NAME = 32


@dataclass(frozen=True, slots=True)
class Form:
    """The notes form: a subject and a plain text."""

    subject: str
    text: str


def form(
    company: str | None,
    day: date,
    people: Sequence[Person] = (),
    *,
    language: str = "en",
    america: bool = False,
    again: bool = False,
) -> Form:
    """The form for one interview; it asks about each interviewer by name what connects. `again`: the second try."""
    known = texts(language)
    employer = clean.company(company)
    dated = spelled(day, language, america=america, form="short_date")
    subject = known.subject.format(company=employer, day=dated) if employer else known.subject_plain.format(day=dated)
    asked = (block for name, number in _NUMBERS for block in _questions(name, number, people, language))
    head = (*(known.form["again"] if again else ()), *known.form["intro"])
    return Form(subject, "\n\n".join((_ours(head), *asked, _ours(known.form["outro"]))) + "\n")


def message_id(key: str, secret: bytes, domain: str) -> str:
    """The id of a prompt: a reply to it is the user's word, so nobody else can guess it."""
    return draft.message_id(f"notes:{key}", 0, secret, domain)


def message(form: Form, *, to: Person, message_id: str, date: datetime) -> bytes:
    """The form as a mail from the user to the user."""
    return draft.written(form.subject, form.text, sender=to, to=(to,), message_id=message_id, date=date)


def note(subject: str, lines: Iterable[str], *, to: Person, message_id: str, date: datetime) -> bytes:
    """A note to the user, from the user: what was done, what is asked, one line each."""
    body = "\n".join(clean.line(row, 1_000) for row in lines).strip() + "\n"
    return draft.written(subject, body, sender=to, to=(to,), message_id=message_id, date=date)


def _questions(name: str, number: int, people: Sequence[Person], language: str) -> tuple[str, ...]:
    """The question, or for what connects one question an interviewer."""
    asked = texts(language).questions
    names = [known[:_LONGEST_NAME] for person in people for known in [clean.name(person.name)] if known][:_MOST_PEOPLE]
    if name != "connected":
        return (_block(f"{number}. {asked[name][0]}", asked[name][1:]),)
    if not names:
        return (_block(f"{number}. {asked['connected_all'][0]}", asked["connected_all"][1:]),)
    return tuple(_block(f"{number}. {who} – {asked[name][0]}", asked[name][1:]) for who in names)


def _block(question: str, hints: Sequence[str]) -> str:
    """A question, its hint, and an empty line to write on."""
    return "\n".join((question, *([_ours(hints)] if hints else []), ""))


def _ours(rows: Sequence[str]) -> str:
    return "\n".join(f"· {row}" for row in rows)
