"""The mail of the story: plainly invented people at example domains."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

COMPANY = "Larkfield Systems"
ROLE = "Backend Engineer"
PRIYA = ("Priya Oduya", "priya.oduya@larkfield.example")
MARTA = ("Marta Lindqvist", "marta.lindqvist@larkfield.example")


def invitation(to: str, at: datetime, start: datetime, *, sequence: int = 0, method: str = "REQUEST") -> EmailMessage:
    """The recruiter's invitation to an interview with Priya."""
    message = mail(MARTA, to, at, f"Interview for the {ROLE} position at {COMPANY}", f"invitation-{sequence}-{method}")
    message.set_content(
        f"Hello Robin,\n\nyou are invited to an interview for the {ROLE} position at {COMPANY}. "
        f"You will meet with {PRIYA[0]}, Engineering Manager.\n\nBest regards\n{MARTA[0]}\nRecruiter, {COMPANY}\n"
    )
    event = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Invented//Calendar//EN",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            "UID:story-interview-1@larkfield.example",
            f"SEQUENCE:{sequence}",
            f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTEND:{(start + timedelta(hours=1)).astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:Interview: {ROLE} at {COMPANY}",
            f'ORGANIZER;CN="{MARTA[0]}":mailto:{MARTA[1]}',
            f'ATTENDEE;CN="{PRIYA[0]}":mailto:{PRIYA[1]}',
            f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{to}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    message.add_alternative(event, subtype="calendar", params={"method": method})
    return message


def reply(sender: tuple[str, str], to: str, at: datetime, parent: EmailMessage, text: str, name: str) -> EmailMessage:
    """An answer in the thread."""
    message = mail(sender, to, at, _re(str(parent["Subject"])), name)
    message["In-Reply-To"] = message["References"] = str(parent["Message-ID"])
    message.set_content(text)
    return message


def mail(sender: tuple[str, str], to: str, at: datetime, subject: str, name: str) -> EmailMessage:
    """The head of a mail."""
    message = EmailMessage()
    message["From"] = f"{sender[0]} <{sender[1]}>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = at
    message["Message-ID"] = f"<{name}-{at:%Y%m%d%H%M}@{sender[1].partition('@')[2]}>"
    return message


def _re(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"
