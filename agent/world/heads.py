"""What FETCH answers of one message → its head. Nearly every answer has one form, which is read in one glance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final, Self

from imapclient.datetime_util import parse_to_datetime  # type: ignore[import-untyped]

from agent.world import bounded
from agent.world.answers import Garbled, Value, number, values
from agent.world.ports import Folder, Head, Ref
from agent.world.structure import has_calendar, structure

FIELDS: Final = (
    "DATE FROM SENDER REPLY-TO TO CC BCC SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES RETURN-PATH "
    "LIST-ID LIST-UNSUBSCRIBE LIST-POST PRECEDENCE AUTO-SUBMITTED"
)
"""The header fields that decide whether a message is read, and to which thread it belongs. The others, with a message's
stations and signatures, are four fifths of a header."""
SECTION: Final = f"BODY.PEEK[HEADER.FIELDS ({FIELDS})]"
FACTS: Final = "UID FLAGS INTERNALDATE RFC822.SIZE"

_PLAIN: Final = re.compile(
    rb'\d{1,10} \(UID (\d{1,10}) FLAGS \(([^()]*+)\) INTERNALDATE "([^"]{1,40})" RFC822\.SIZE (\d{1,10}) '
    rb"(?:BODYSTRUCTURE (\(.*\)) )?BODY\[HEADER\.FIELDS \([^()]*+\)\](?:<0>)? \{\d{1,10}\}",
    re.DOTALL,
)
_ANY_SECTION: Final = re.compile(rb"BODY\[([^\]]*)\](?:<\d+>)?")
_MOMENT: Final = re.compile(rb"([ \d]\d)-([A-Z][a-z]{2})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS: Final = {
    name: index for index, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}
_END_OF_TIME: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plain:
    """An answer of the usual form: everything in the order in which it was asked for, one literal, the header."""

    uid: int
    flags: bytes
    received: bytes
    size: int
    structure: bytes | None
    header: bytes

    @classmethod
    def of(cls, pieces: Sequence[bytes | tuple[bytes, bytes]]) -> Self | None:
        """The answer that these pieces are, or None when they have another form."""
        if len(pieces) != 2 or pieces[1] != b")" or not isinstance(pieces[0], tuple):  # noqa: PLR2004 - text and end
            return None
        text, header = pieces[0]
        found = _PLAIN.fullmatch(text)
        if found is None:
            return None
        uid, flags, received, size, outline = found.groups()
        return cls(int(uid), flags, received, int(size), outline, header)

    def head(self, folder: Folder, uidvalidity: int) -> Head:
        """The head of the message."""
        return Head(
            ref=Ref(folder, uidvalidity, self.uid),
            header=self.header,
            size=self.size,
            received=moment(self.received),
            has_calendar=self.has_calendar,
            flags=_flags(self.flags),
        )

    @property
    def has_calendar(self) -> bool:
        """Whether a calendar is in it. A structure that was not asked for, or is not understood, may have one."""
        if self.structure is None:
            return True
        said = self.structure.lower()
        if b"calendar" not in said and b"ics" not in said:
            return False  # whatever its brackets are like: no name of a calendar is in it
        if b'"text" "calendar"' in said:
            return True
        try:
            (value,) = values([self.structure])
        except ValueError:
            return True
        return _has_calendar(value)


def head_of(ref: Ref, one: Mapping[bytes, Value]) -> Head:
    """The head that an answer of another form tells of, as far as it does."""
    flags = one.get(b"FLAGS")
    words = (flag for flag in flags if isinstance(flag, bytes)) if isinstance(flags, tuple) else ()
    received = one.get(b"INTERNALDATE")
    return Head(
        ref=ref,
        header=(header_in(one) or b"")[: bounded.HEADER],
        size=number(one.get(b"RFC822.SIZE")) or 0,
        received=moment(received if isinstance(received, bytes) else b""),
        has_calendar=_has_calendar(one.get(b"BODYSTRUCTURE")),
        flags=_flags(b" ".join(words)),
    )


def header_in(one: Mapping[bytes, Value]) -> bytes | None:
    """The header, or as much as was asked of it; None when the answer has none."""
    for key, value in one.items():
        found = _ANY_SECTION.fullmatch(key)
        if found and found[1].upper().startswith(b"HEADER") and not isinstance(value, tuple):
            return value or b""
    return None


def section_in(one: Mapping[bytes, Value], section: str) -> bytes | None:
    """The octets of a section, or None when the answer has none. A section that is not there is NIL: no octets."""
    return next((octets for name, octets in sections_in(one) if name == section), None)


def sections_in(one: Mapping[bytes, Value]) -> list[tuple[str, bytes]]:
    """Every section of the answer, by its name."""
    found = ((_ANY_SECTION.fullmatch(key), value) for key, value in one.items())
    return [
        (name[1].decode("ascii", "replace"), value or b"")
        for name, value in found
        if name and not isinstance(value, tuple)
    ]


def moment(said: bytes) -> datetime:
    """INTERNALDATE. One that cannot be read counts as the end of time, so that no window leaves the message out."""
    found = _MOMENT.fullmatch(said)
    if found is None or found[2] not in _MONTHS:
        return _odd_moment(said)
    day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        zone = _zone(sign, hours, minutes)
        return datetime(
            int(year), _MONTHS[name], int(day), int(hour), int(minute), int(second), tzinfo=zone
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return _END_OF_TIME


def _odd_moment(said: bytes) -> datetime:
    try:
        read: datetime = parse_to_datetime(said, normalise=False)
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        return _END_OF_TIME


@lru_cache(maxsize=64)
def _zone(sign: bytes, hours: bytes, minutes: bytes) -> timezone:
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-east if sign == b"-" else east)


@lru_cache(maxsize=256)
def _flags(words: bytes) -> frozenset[str]:
    return frozenset(words.decode("ascii", "replace").split()) - {r"\Recent"}


def _has_calendar(value: Value) -> bool:
    """A structure that nobody understands may have a calendar in it: then the message is read."""
    try:
        return has_calendar(structure(value))
    except Garbled:
        return True
