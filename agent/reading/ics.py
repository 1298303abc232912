"""Calendar bytes → calendars that are safe to hand to the library: bounded, unfolded, repaired, cut down.

Everything that made the library fail or stall is settled before it sees the text: size, number and depth of components,
a byte order mark, broken folding, a missing END, a TZID of any kind. Time zones are taken out of the properties (they
come back as `X-TZID`) and out of the file, because the library keeps what a stranger's VTIMEZONE says for the next one.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from agent.errors import Unreadable

LARGEST = 512 * 1024
"""Bytes of a calendar file."""

MOST_COMPONENTS = 200
DEEPEST = 6
LONGEST_LINE = 64 * 1024
MOST_ATTENDEES = 200

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60})[;:]")
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d{1,6})?([Zz])?)?")
_TZID = re.compile(r';[Tt][Zz][Ii][Dd]=(?:"([^"]*)"|([^;]*))')
_TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID"})
_KEPT = frozenset({
    "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER", "ATTENDEE", "STATUS", "SEQUENCE", "DTSTAMP",
    "LAST-MODIFIED", "DURATION", "URL", "CONFERENCE", "X-ALT-DESC", "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-MICROSOFT-LOCATIONS", "X-MICROSOFT-CDO-APPT-SEQUENCE",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
})  # fmt: skip


class Refusal(StrEnum):
    """Why a calendar file is not read: the words the user sees."""

    TOO_LARGE = "The calendar file is larger than 512 KiB."
    TOO_MANY = "The calendar file has more than 200 components."
    TOO_DEEP = "The calendar file nests components deeper than six levels."
    NOT_A_CALENDAR = "The file is not an iCalendar file."
    BROKEN = "The calendar file is broken beyond repair."


@dataclass(slots=True)
class Block:
    """A component as it stands in the file: its property lines, unfolded, and the components inside it."""

    name: str
    lines: list[str] = field(default_factory=list)
    inside: list[Block] = field(default_factory=list)

    def value(self, name: str) -> str | None:
        """The value of the first property of this name, parameters and all before it dropped."""
        for line in self.lines:
            head, _, rest = line.partition(":")
            if head.partition(";")[0].upper() == name:
                return rest.strip()
        return None


def calendars(content: bytes) -> tuple[Block, ...]:
    """The calendars of a file. Raises `Unreadable` with the words of a `Refusal`."""
    if len(content) > LARGEST:
        raise Unreadable(Refusal.TOO_LARGE)
    found = tuple(_blocks(_mended(_unfolded(_LINE_BREAK.split(_decoded(content))))))
    if not found:
        raise Unreadable(Refusal.NOT_A_CALENDAR)
    return found


def _decoded(content: bytes) -> str:
    """UTF-8 by the standard (RFC 5545 section 3.1.4), Windows-1252 where it is not."""
    for mark, charset in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(charset, "replace")
            break
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    return _CONTROL.sub("", text)


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Content lines (RFC 5545 section 3.1): what begins with a space goes on."""
    parts: list[str] = []
    for line in lines:
        if parts and line[:1] in {" ", "\t"}:
            parts.append(line[1:])
        elif line.strip():
            if parts:
                yield "".join(parts)
            parts = [line]
    if parts:
        yield "".join(parts)


def _mended(lines: Iterable[str]) -> Iterator[str]:
    """A line that begins no property belongs to the one before it: somebody folded without the space."""
    parts: list[str] = []
    for line in lines:
        if _PROPERTY.match(line):
            if parts:
                yield "".join(parts)
            parts = [line]
        elif parts and not parts[0][:6].upper().startswith(("BEGIN:", "END:")):
            parts.append(line)
    if parts:
        yield "".join(parts)


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    """The outermost calendars; what is open at the end of the file is closed, without its last, perhaps cut, line."""
    stack: list[Block] = []
    count, outside = 0, Block("VCALENDAR")
    for line in lines:
        kind, _, name = line.partition(":")
        kind, name = kind.strip().upper(), name.strip().upper()
        if kind == "BEGIN":
            count += 1
            _check(count, len(stack))
            stack.append(Block(name))
        elif kind == "END":
            if any(block.name == name for block in stack):
                yield from _closed(stack, name, outside)
        elif stack:
            stack[-1].lines.append(line[:LONGEST_LINE])
    if stack:
        stack[-1].lines[-1:] = []
        yield from _closed(stack, stack[0].name, outside)
    if outside.inside:
        yield outside


def _check(count: int, depth: int) -> None:
    if count > MOST_COMPONENTS:
        raise Unreadable(Refusal.TOO_MANY)
    if depth >= DEEPEST:
        raise Unreadable(Refusal.TOO_DEEP)


def _closed(stack: list[Block], name: str, outside: Block) -> Iterator[Block]:
    """Close components up to and with `name`; an event outside of any calendar gets one."""
    while stack:
        block = stack.pop()
        if stack:
            stack[-1].inside.append(block)
        elif block.name == "VCALENDAR":
            yield block
        elif block.name in {"VEVENT", "VTIMEZONE"}:
            outside.inside.append(block)
        if block.name == name:
            return


# ── what the library is given ────────────────────────────────────────────────────────────────────────────────────


def for_the_library(calendar: Block) -> bytes:
    """The events of a calendar, cut down to the properties that are read, and without any time zone."""
    lines = ["BEGIN:VCALENDAR"]
    for event in calendar.inside:
        if event.name == "VEVENT":
            lines += ["BEGIN:VEVENT", *_kept(event.lines), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _kept(lines: Iterable[str]) -> Iterator[str]:
    attendees = 0
    for line in lines:
        found = _PROPERTY.match(line)
        name = found.group(1).upper() if found else ""
        attendees += name == "ATTENDEE"
        if name in _TIMES:
            if timed := _timed(name, line):
                yield timed
        elif name in {"RRULE", "RDATE"}:
            yield f"X-REPEATS:{name}"
        elif name in _KEPT and (name != "ATTENDEE" or attendees <= MOST_ATTENDEES):
            yield _plain(name, line)


def _timed(name: str, line: str) -> str | None:
    """`DTSTART;X-TZID="…":20260310T140000`: the value in its canonical form, the zone's name beside it, untouched."""
    head, value = line, ""
    while ":" in head and not _MOMENT.fullmatch(value.strip()):
        head, _, last = head.rpartition(":")
        value = f"{last}:{value}" if value else last
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, zulu = found.groups()
    if hour is None:
        return f"{name};VALUE=DATE:{year}{month}{day}"
    zone = _TZID.search(head)
    tzid = ((zone.group(1) or zone.group(2) or "") if zone else "").replace('"', "").strip()
    parameter = f';X-TZID="{tzid}"' if tzid else ""
    return f"{name}{parameter}:{year}{month}{day}T{hour}{minute}{second or '00'}{'Z' if zulu else ''}"


def _plain(name: str, line: str) -> str:
    """Version 1.0 files quote their text as in mail; everything else passes as it is."""
    head, _, value = line.partition(":")
    if "QUOTED-PRINTABLE" not in head.upper():
        return line
    text = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return f"{name}:" + "\\n".join(_LINE_BREAK.split(escaped))


def zone_blocks(calendar: Block) -> tuple[Block, ...]:
    """The VTIMEZONEs of a calendar."""
    return tuple(block for block in calendar.inside if block.name == "VTIMEZONE")
