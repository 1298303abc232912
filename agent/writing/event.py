"""Reminder → iCalendar bytes (RFC 5545), and what of a reminder counts as the user's (field guide 6.2).

The event spans the time in which something can be done: Thunderbird shows a missed alarm only while its event lasts. It
blocks no time, is private, names no people and invites nobody: an ORGANIZER or ATTENDEE would make a server send mail
(RFC 6638). Times are written in UTC: the 24 and 48 hours of a thank-you are real hours, no VTIMEZONE is needed, and
every calendar shows UTC in its owner's zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import icalendar
from icalendar import Alarm, Calendar, Event

from agent.core.facts import Errand
from agent.errors import Unreadable
from agent.writing import clean
from agent.writing.draft import opaque
from agent.writing.personal import texts

_OURS = "@afterword"
_LAST_CALL = timedelta(hours=2)
_LONG = timedelta(hours=4)
_PRODUCT = "-//Afterword//Reminders//EN"
_LONGEST_TEXT = 8_000


def uid(key: str, secret: bytes) -> str:
    """The UID of a step's reminder: the same for ever."""
    return opaque(f"reminder:{key}", secret) + _OURS


def is_ours(known: str) -> bool:
    """Whether a UID is that of a reminder of ours, so that it is never read as an interview."""
    return known.endswith(_OURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reminder: what for, when (aware; from `start` to `end` something can be done), and what stands in it.

    `company` alone stands in the title. `details` follow the checklist: the reason, the sentence they said, for notes
    the form. `sequence` rises with every change of ours.
    """

    errand: Errand
    uid: str
    start: datetime
    end: datetime
    company: str | None = None
    sequence: int = 0
    details: tuple[str, ...] = ()
    language: str = "en"


def reminder(entry: Entry, stamp: datetime) -> bytes:
    """A reminder's bytes; `stamp` is DTSTAMP, the moment at which it is written."""
    known = texts(entry.language)
    title = known.summary[entry.errand.value].format(company=clean.company(entry.company) or known.somewhere)
    event = Event()
    for name, value in (
        ("uid", entry.uid),
        ("dtstamp", stamp.astimezone(UTC)),
        ("dtstart", entry.start.astimezone(UTC)),
        ("dtend", entry.end.astimezone(UTC)),
        ("sequence", entry.sequence),
        ("summary", title),
        ("description", _description(known.checklist[entry.errand.value], entry.details)),
        ("categories", [known.category]),
        ("class", "PRIVATE"),
        ("status", "CONFIRMED"),
        ("transp", "TRANSPARENT"),
        ("x-microsoft-cdo-busystatus", "FREE"),
    ):
        event.add(name, value)
    for alarm in _alarms(entry.errand, title, entry.end - entry.start):
        event.add_component(alarm)
    return _calendar(event)


def notice(known_as: str, title: str, lines: Sequence[str], now: datetime) -> bytes:
    """Something that the user is to know now: an entry of an hour that rings at once."""
    event = Event()
    for name, value in (
        ("uid", known_as),
        ("dtstamp", now.astimezone(UTC)),
        ("dtstart", now.astimezone(UTC)),
        ("dtend", (now + timedelta(hours=1)).astimezone(UTC)),
        ("summary", title),
        ("description", "\n".join(clean.line(row, 1_000) for row in lines).strip()),
        ("class", "PRIVATE"),
        ("transp", "TRANSPARENT"),
    ):
        event.add(name, value)
    event.add_component(_alarm(title, timedelta(0)))
    return _calendar(event)


def window(content: bytes) -> tuple[datetime, datetime]:
    """The span of a reminder as it lies in the calendar, in UTC; the user may have moved it. Raises `Unreadable`."""
    event = _event(content)
    try:
        return _moment(event.start), _moment(event.end)
    except (ValueError, TypeError, AttributeError) as broken:  # what icalendar raises on a broken or missing property
        raise Unreadable("A reminder has no readable time.") from broken


def digest(content: bytes) -> str:
    """What decides whether a reminder is untouched: times, SUMMARY and DESCRIPTION.

    What Thunderbird adds when it is dismissed (X-MOZ-LASTACK, DTSTAMP, PRODID) is none of it.
    """
    start, end = window(content)
    event = _event(content)
    parts = (start.isoformat(), end.isoformat(), _text(event, "SUMMARY"), _text(event, "DESCRIPTION"))
    return sha256("\x1f".join(parts).encode()).hexdigest()


def untouched(content: bytes, left: str) -> bool:
    """Whether a reminder still reads as it did when its digest was `left`. What cannot be read was touched."""
    try:
        return digest(content) == left
    except Unreadable:
        return False


def merged(new: bytes, there: bytes) -> bytes:
    """A reminder as we want it now, with what Thunderbird noted in the one that is there (dismissed, snoozed)."""
    calendar = Calendar.from_ical(new)
    try:
        marks = [(name, value) for name, value in _event(there).items() if name.upper().startswith("X-MOZ-")]
    except Unreadable:
        marks = []
    for name, value in marks:
        calendar.events[0][name] = value
    return bytes(calendar.to_ical())


def uid_of(content: bytes) -> str | None:
    """The UID of a calendar object's event, or None where it has none or cannot be read."""
    try:
        return str(_event(content).get("UID", "")) or None
    except Unreadable:
        return None


def sequence_of(content: bytes) -> int:
    """The SEQUENCE of a calendar object's event. Raises `Unreadable`."""
    return int(_event(content).get("SEQUENCE", 0))


def description(content: bytes) -> str:
    """The text of a reminder: for the notes reminder the form, with what the user wrote into it."""
    return _text(_event(content), "DESCRIPTION")


def is_private(content: bytes) -> bool:
    """Whether nobody but the user is in a reminder: one that the user made a meeting of, others read and write, too."""
    try:
        return not any(name in _event(content) for name in ("ORGANIZER", "ATTENDEE"))
    except Unreadable:
        return False


def _alarms(errand: Errand, title: str, span: timedelta) -> list[Alarm]:
    """One at the start; for a thank-you another two hours before its time runs out."""
    alarms = [_alarm(title, timedelta(0))]
    if errand is Errand.THANK and span > _LONG:
        alarms.append(_alarm(title, -_LAST_CALL, end=True))
    return alarms


def _alarm(title: str, trigger: timedelta, *, end: bool = False) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", trigger, parameters={"RELATED": "END" if end else "START"})
    return alarm


def _description(checklist: Sequence[str], details: Sequence[str]) -> str:
    """The checklist, then the details. Each line of ours begins with a dot: what has none is the user's."""
    blocks = ["\n".join(f"· {item}" for item in checklist)]
    for detail in details:
        rows = [clean.line(row, 1_000) for row in detail.split("\n")]
        ours = detail.startswith("·")
        blocks.append("\n".join(row if ours or not row else f"· {row}" for row in rows))
    return "\n\n".join(blocks).strip()[:_LONGEST_TEXT]


def _event(content: bytes) -> Event:
    # The library's cache of zones is global: one calendar's zone would shift another's.
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    try:
        found = Calendar.from_ical(content).events
    except (ValueError, TypeError, IndexError, KeyError) as broken:  # what from_ical was seen to raise on a broken file
        raise Unreadable("A reminder cannot be read any more.") from broken
    if not found:
        raise Unreadable("A reminder holds no event.")
    return found[0]


def _calendar(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _moment(at: date | datetime) -> datetime:
    """A time as an instant. Of a whole day, or a time without a zone, the calendar's own reading is UTC's."""
    full = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=UTC)
    return full.replace(tzinfo=UTC) if full.tzinfo is None else full.astimezone(UTC)


def _text(event: Event, name: str) -> str:
    rows = str(event.get(name, "")).replace("\r\n", "\n").split("\n")
    return "\n".join(row.rstrip() for row in rows).strip()
