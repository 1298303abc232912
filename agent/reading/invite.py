"""text/calendar → events: who invites whom to what, when, and what the object does to it (RFC 5545, 5546, 6047).

The library parses; this room decides what its values mean. Times come out as aware UTC with an IANA zone, or as local
time without zone when neither the object nor its file says which: a naive time is never taken as known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar

from agent.core.findings import InterviewFound, Method
from agent.core.people import Me, Person
from agent.errors import Unreadable
from agent.reading import zones
from agent.reading.embedded import forget_zones, zone_of
from agent.reading.event import Event
from agent.reading.ics import Block, Refusal, calendars, for_the_library, zone_blocks
from agent.reading.invited import is_a_thing, parameter, person_of, plain, those_met
from agent.reading.mail import CalendarPart
from agent.reading.setting import YEARS
from agent.reading.venue import format_of, links_in

LONGEST_TEXT = 20_000
"""Characters kept of a description."""
_LONGEST_EVENT = timedelta(days=31)
_METHODS = frozenset({"REQUEST", "PUBLISH", "CANCEL", "REPLY", "COUNTER", "DECLINECOUNTER", "ADD", "REFRESH"})
_CONFERENCES = (
    "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK", "URL",
)  # fmt: skip
_TAGS = re.compile(r"<[^<>]{0,2000}>")


def invitations(part: CalendarPart, me: Me) -> tuple[Event, ...]:
    """Every event of a calendar part, in the order of the file; none when it holds only tasks, zones or the like.

    Raises `Unreadable` with the reason in words, and nothing else.
    """
    return tuple(event for calendar in calendars(part.content) for event in _events(calendar, part, me))


def _events(calendar: Block, part: CalendarPart, me: Me) -> Iterator[Event]:
    told = (calendar.value("METHOD") or "").upper()
    mailed = (part.method or "").upper()
    file = _File(
        method=told if told in _METHODS else mailed if mailed in _METHODS else "",
        prodid=plain(calendar.value("PRODID") or "")[:200],
        distrusted=bool(told and mailed and told != mailed),
        zone=calendar.value("X-WR-TIMEZONE"),
        blocks=zone_blocks(calendar),
    )
    for component in _parsed(calendar):
        yield _Reader(component, file, me).event()


def _parsed(calendar: Block) -> list[Any]:
    """The events as the library reads them; the text handed over holds no zone that it could remember."""
    forget_zones()
    try:
        parsed = icalendar.Calendar.from_ical(for_the_library(calendar), multiple=True)
        return [component for each in parsed for component in each.walk("VEVENT")]
    except Exception as reason:  # the one boundary to a parser of strangers' text: all it raises is one
        raise Unreadable(Refusal.BROKEN) from reason


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What a calendar says for all its events."""

    method: str
    prodid: str
    distrusted: bool
    zone: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _When:
    """A time of an event: aware UTC with its zone, naive without, a midnight when only the day is known."""

    at: datetime
    zone: str | None = None
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one VEVENT."""

    component: Any
    file: _File
    me: Me

    def event(self) -> Event:
        people = tuple(self._people())
        mine = [status for person, status in people if self.me.has(person.address)]
        attendees = tuple(person for person, _ in people)
        organizer = self._organizer()
        links = self._links()
        return Event(
            interview=self._interview(attendees, organizer, links, declined="DECLINED" in mine),
            method=self.file.method,
            status=self._word("STATUS"),
            summary=self._said("SUMMARY")[:500],
            description=self._description(),
            location=self._said("LOCATION")[:1000],
            organizer=organizer,
            organizer_is_user=self.me.has(organizer.address) if organizer else False,
            attendees=attendees,
            partstat=mine[0] if mine else None,
            user_is_invited=bool(mine),
            rrule=self.component.get("X-REPEATS") is not None,
            prodid=self.file.prodid,
            links=links,
            distrusted=self.file.distrusted,
        )

    def _interview(
        self, attendees: tuple[Person, ...], organizer: Person | None, links: tuple[str, ...], *, declined: bool
    ) -> InterviewFound:
        start = self._when("DTSTART")
        cancelled = self.file.method == "CANCEL" or self._word("STATUS") == "CANCELLED"
        return InterviewFound(
            start=start.at if start else None,
            end=self._end(start),
            zone=start.zone if start else None,
            all_day=bool(start and start.all_day) or self._word("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE",
            format=format_of(self._said("LOCATION"), self._said("SUMMARY"), self._description(), links),
            people=those_met(attendees, organizer, self.me),
            uid=self._said("UID")[:255] or None,
            sequence=self._sequence(),
            recurrence_id=self._recurrence_id(),
            proposed=self.file.method == "COUNTER" or self._word("STATUS") == "TENTATIVE",
            method=Method.CANCEL if cancelled else Method.SET,
            organizer=organizer.address if organizer else None,
            stamp=self._stamp(),
            declined=declined,
        )

    # ── values ──

    def _values(self, name: str) -> list[Any]:
        value = self.component.get(name)
        return value if isinstance(value, list) else [] if value is None else [value]

    def _said(self, name: str) -> str:
        values = self._values(name)
        return plain(str(values[0])) if values else ""

    def _word(self, name: str) -> str:
        return self._said(name).upper()[:40]

    def _description(self) -> str:
        """DESCRIPTION; where Exchange left it empty, the words of its HTML form."""
        return (self._said("DESCRIPTION") or plain(_TAGS.sub(" ", self._said("X-ALT-DESC"))))[:LONGEST_TEXT]

    def _links(self) -> tuple[str, ...]:
        told = [plain(str(value)) for name in _CONFERENCES for value in self._values(name)]
        return links_in(*told, self._said("LOCATION"), self._description())

    def _sequence(self) -> int | None:
        """SEQUENCE; Exchange's own counter where it is missing (as Thunderbird does)."""
        for name in ("SEQUENCE", "X-MICROSOFT-CDO-APPT-SEQUENCE"):
            said = self._said(name)
            if said.isascii() and said.isdigit() and len(said) < 10:
                return int(said)
        return None

    # ── times ──

    def _moment(self, name: str) -> tuple[datetime | date, str] | None:
        """The value as it stands, and the TZID beside it."""
        values = self._values(name)
        moment = getattr(values[0], "dt", None) if values and _is_sound(values[0]) else None
        if not isinstance(moment, date) or moment.year not in YEARS:
            return None
        return moment, str(values[0].params.get("X-TZID", ""))

    def _when(self, name: str) -> _When | None:
        found = self._moment(name)
        if found is None:
            return None
        moment, tzid = found
        if not isinstance(moment, datetime):
            return _When(datetime.combine(moment, time()), all_day=True)
        if moment.tzinfo is not None:
            instant = moment.astimezone(UTC)
            return _When(instant, zones.iana(tzid) or self._file_zone(instant.replace(tzinfo=None)) or "UTC")
        zone = self._zone(tzid, moment)
        return _When(_utc(moment, zone), zone) if zone else _When(moment)

    def _zone(self, tzid: str, local: datetime) -> str | None:
        if not tzid:
            return self._file_zone(local)
        if zone := zones.iana(tzid, local):
            return zone
        block = next((block for block in self.file.blocks if _same_name(block.value("TZID"), tzid)), None)
        return zone_of(block, local, self.me.zone) if block else None

    def _file_zone(self, local: datetime) -> str | None:
        """The zone that the file names for itself, or the only one that it defines."""
        if self.file.zone and (zone := zones.iana(self.file.zone, local)):
            return zone
        return zone_of(self.file.blocks[0], local, self.me.zone) if len(self.file.blocks) == 1 else None

    def _end(self, start: _When | None) -> datetime | None:
        """DTEND, or DTSTART and DURATION; None where it is missing or not after the start."""
        if start is None:
            return None
        end = self._when("DTEND")
        if end and end.zone is None and start.zone and not end.all_day:
            end = _When(_utc(end.at, start.zone), start.zone)
        at = end.at if end else self._after(start.at)
        if at is None or (at.tzinfo is None) != (start.at.tzinfo is None):
            return None
        return at if timedelta() < at - start.at <= _LONGEST_EVENT else None

    def _after(self, start: datetime) -> datetime | None:
        values = self._values("DURATION")
        length = getattr(values[0], "dt", None) if values and _is_sound(values[0]) else None
        if not isinstance(length, timedelta) or not timedelta() < length <= _LONGEST_EVENT:
            return None
        return start + length

    def _stamp(self) -> datetime | None:
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            found = self._moment(name)
            if found and isinstance(found[0], datetime):
                return found[0].astimezone(UTC) if found[0].tzinfo else found[0].replace(tzinfo=UTC)
        return None

    def _recurrence_id(self) -> str | None:
        """Which one of a series, in UTC where its zone is known, so that two senders' words for it are the same."""
        when = self._when("RECURRENCE-ID")
        if when is None:
            return None
        if when.all_day:
            return f"{when.at:%Y%m%d}"
        return f"{when.at:%Y%m%dT%H%M%S}" + ("Z" if when.zone else "")

    # ── people ──

    def _people(self) -> Iterator[tuple[Person, str]]:
        for value in self._values("ATTENDEE"):
            person = person_of(value)
            if person and not is_a_thing(value, person.address):
                yield person, parameter(value, "PARTSTAT").upper()

    def _organizer(self) -> Person | None:
        values = self._values("ORGANIZER")
        return person_of(values[0]) if values else None


def _is_sound(value: object) -> bool:
    return not isinstance(value, icalendar.prop.vBroken)


def _utc(local: datetime, zone: str) -> datetime:
    return zones.utc(local, zone)


def _same_name(left: str | None, right: str) -> bool:
    return left is not None and left.strip('" ').casefold() == right.strip('" ').casefold()
