"""Calendar objects for the tests of the reader, in the dialects of the systems that make them."""

from __future__ import annotations

from agent.core.people import Me
from agent.reading.event import Event
from agent.reading.invite import invitations
from agent.reading.mail import CalendarPart

ROBIN = Me(addresses=("robin.ashdown@example.org",), zone="America/New_York")
UID = "UID:interview-1@acme.example"
STAMP = "DTSTAMP:20260302T150000Z"
START = "DTSTART:20260310T180000Z"
END = "DTEND:20260310T184500Z"
PRIYA = "ATTENDEE;CN=Priya Nair;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:priya@acme.example"
DANA = "ORGANIZER;CN=Dana Brook:mailto:dana@acme.example"
ME = "ATTENDEE;CN=Robin;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:MAILTO:Robin.Ashdown@Example.org"

CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def vevent(*lines: str, usual: tuple[str, ...] = (UID, STAMP, START, END)) -> str:
    """A VEVENT; the `usual` lines can be left out."""
    return "\n".join(("BEGIN:VEVENT", *usual, *lines, "END:VEVENT"))


def vcalendar(*parts: str, method: str | None = "REQUEST") -> bytes:
    """A calendar of whole components and properties, with CRLF as the standard has it."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Acme//Interviews//EN"]
    head += [f"METHOD:{method}"] if method else []
    return "\n".join((*head, *parts, "END:VCALENDAR", "")).replace("\n", "\r\n").encode()


def events(content: bytes, me: Me = ROBIN, mime: str | None = None) -> tuple[Event, ...]:
    """The events of a file."""
    return invitations(CalendarPart(method=mime, content=content), me)


def event(*lines: str, method: str | None = "REQUEST", usual: tuple[str, ...] = (UID, STAMP, START, END)) -> Event:
    """The one event of a file that holds only it."""
    found = events(vcalendar(vevent(*lines, usual=usual), method=method))
    assert len(found) == 1
    return found[0]


def timed(start: str, *zones: str, end: str = "", extra: tuple[str, ...] = ()) -> Event:
    """An event with this start, in a file with these zones and properties."""
    lines = [start] + ([end] if end else [])
    found = events(vcalendar(*zones, *extra, vevent(*lines, usual=(UID, STAMP))))
    assert len(found) == 1
    return found[0]
