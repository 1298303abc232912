"""The mail that the demonstration's employers write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from agent.core.people import Person
from agent.demo.cast import Employer
from agent.writing.persona import ROBIN


def invitation(employer: Employer, at: datetime, start: datetime, people: tuple[Person, ...], round_: str) -> bytes:
    """An invitation as a calendar program sends it: words, and the event."""
    end = start + timedelta(minutes=45)
    summary = f"{round_}: {employer.role} at {employer.company}"
    with_whom = " and ".join(f"{p.name}, {p.title}" for p in people)
    mail = _mail(employer, at, f"Invitation: {summary}", f"invite-{start:%Y%m%d}")
    mail.set_content(
        f"Hello Robin,\n\nyou are invited to the {round_.lower()} for the {employer.role} position at "
        f"{employer.company} on {start:%A, %B} {start.day} at {start:%-I:%M %p} Eastern Time. "
        f"You will meet with {with_whom}.\n\n"
        f"Kind regards\n{employer.recruiter.name}\n{employer.recruiter.title}, {employer.company}\n"
    )
    event = _event(employer, summary, start, end, people, at)
    mail.add_alternative(event, subtype="calendar", params={"method": "REQUEST"})
    return mail.as_bytes()


def letter(employer: Employer, at: datetime, subject: str, text: str, parent: str | None = None) -> bytes:
    """A letter of the recruiter's, in the thread if there is one."""
    mail = _mail(employer, at, subject, f"letter-{at:%Y%m%d%H%M}")
    if parent:
        mail["In-Reply-To"] = mail["References"] = parent
    mail.set_content(f"Hello Robin,\n\n{text}\n\nKind regards\n{employer.recruiter.name}\n{employer.company}\n")
    return mail.as_bytes()


def _mail(employer: Employer, at: datetime, subject: str, name: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{employer.recruiter.name} <{employer.recruiter.address}>"
    mail["To"] = f"{ROBIN.name} <{ROBIN.address}>"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{name}@{employer.domain}>"
    return mail


def _event(
    employer: Employer, summary: str, start: datetime, end: datetime, people: tuple[Person, ...], at: datetime
) -> str:
    attendees = "".join(f'ATTENDEE;CN="{p.name}":mailto:{p.address}\r\n' for p in people)
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//Calendar//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
        f"UID:{start:%Y%m%dT%H%M}-{employer.domain}\r\nSEQUENCE:0\r\nDTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        f"DTSTART;TZID=America/New_York:{start:%Y%m%dT%H%M%S}\r\nDTEND;TZID=America/New_York:{end:%Y%m%dT%H%M%S}\r\n"
        f"SUMMARY:{summary}\r\nLOCATION:https://video.example/room\r\n"
        f'ORGANIZER;CN="{employer.recruiter.name}":mailto:{employer.recruiter.address}\r\n{attendees}'
        f"ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{ROBIN.address}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
