"""Whole small messages with what they name, kept as text: `invitations/*.txt`, one block a message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from agent.core.findings import InterviewFound
from agent.core.people import MEETS_THE_CANDIDATE, Me
from agent.reading.attendance import completed
from agent.reading.company import company_of
from agent.reading.letter import Letter
from agent.reading.mail import read_mail
from agent.reading.people import named_interviewers, sender_of
from agent.reading.prose import told_in
from agent.reading.role import role_of

HERE = Path(__file__).parent / "invitations"
_USERS = {
    "en": ("robin.ashdown@example.org", "Robin Ashdown", "America/New_York", "-0500"),
    "de": ("jonas.weidlich@example.org", "Jonas Weidlich", "Europe/Berlin", "+0100"),
    "fr": ("camille.roussin@example.org", "Camille Roussin", "Europe/Paris", "+0100"),
    "es": ("lucia.barrientos@example.org", "Lucía Barrientos", "Europe/Madrid", "+0100"),
    "nl": ("femke.zonderland@example.org", "Femke Zonderland", "Europe/Amsterdam", "+0100"),
}


@dataclass(frozen=True)
class Told:
    """One message of the tables: its fields as they stand before it, and its text."""

    name: str
    fields: dict[str, str]
    text: str

    @property
    def raw(self) -> bytes:
        """The message as it would arrive on 3 March 2026."""
        address, name, _, offset = _USERS[self.fields.get("language", "en")]
        message = EmailMessage()
        message["From"], message["To"] = self.fields["From"], f'"{name}" <{address}>'
        message["Subject"] = self.fields["Subject"]
        message["Date"] = self.fields.get("Date", f"Tue, 03 Mar 2026 10:00:00 {offset}")
        message["Message-ID"] = "<one@mail.example>"
        message.set_content(self.text)
        return message.as_bytes()

    @property
    def me(self) -> Me:
        """The user to whom it was written."""
        address, _, zone, _ = _USERS[self.fields.get("language", "en")]
        return Me(addresses=(address,), zone=zone)


def tables() -> Iterator[Told]:
    """Every message of every table."""
    for path in sorted(HERE.glob("*.txt")):
        for number, block in enumerate(path.read_text("utf-8").split("\n===\n"), 1):
            head, _, text = block.strip("\n").partition("\n\n")
            fields = dict(line.split(": ", 1) for line in head.splitlines())
            yield Told(f"{path.stem}-{number}: {fields['Subject']}", fields, text)


@dataclass(frozen=True)
class Read:
    """What was read of one message."""

    company: str | None
    role: str | None
    interviews: tuple[InterviewFound, ...]

    @property
    def people(self) -> set[str]:
        """Who is met in the first interview, without honorifics."""
        met = self.interviews[0].people if self.interviews else ()
        return {bare(person.name or "") for person in met if person.part in MEETS_THE_CANDIDATE}


def bare(name: str) -> str:
    """A name without an honorific, in lower case."""
    words = name.casefold().replace(".", "").split()
    return " ".join(words[1:] if words and words[0] in {"dr", "mr", "ms", "mrs", "prof"} else words)


def read_fields(told: Told) -> Read:
    """Company, role, times and people of a message, whatever kind of mail it is."""
    mail, me = read_mail(told.raw, told.me), told.me
    letter = Letter(mail, me)
    known = tuple(person.name for person in (*mail.envelope.to, mail.envelope.sender) if person.name)
    company = company_of(mail)
    role = role_of(mail, company=company.name if company else None, names=known)
    sent, written = mail.envelope.date, letter.written
    assert sent is not None
    assert written is not None
    times = told_in(
        f"{mail.envelope.subject}\n\n{mail.text}", written, sent, me, letter.language, moved="moved" in told.fields
    )
    met = named_interviewers(mail, me, excluded=tuple(each.name for each in (company, role) if each))
    interviews = completed(times.interviews, mail, "", met, sender_of(mail, me))
    return Read(company.name if company else None, role.name if role else None, interviews)


def moment(said: str) -> datetime:
    """A moment of the tables; without an offset it is one whose zone is not known."""
    return datetime.fromisoformat(said)
