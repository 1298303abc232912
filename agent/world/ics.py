"""What is known of a calendar object without reading it: its UIDs, its line ends, the name it gets."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import quote

OURS: Final = "Interview follow-up"
"""The name under which people see the collection of our reminders."""

_BARE = re.compile(rb"\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]")
_START = re.compile(rb"^DTSTART(?:;[^:\r\n]{0,200})?:([0-9]{8})", re.MULTILINE | re.IGNORECASE)
_RECURS = re.compile(rb"^(?:RRULE|RDATE)[;:]", re.MULTILINE | re.IGNORECASE)
_UID = re.compile(rb"^UID(?:;[^:\r\n]{0,200})?:([^\r\n]{1,1000})", re.MULTILINE | re.IGNORECASE)


def missing(collection: str) -> str:
    """What is said when the collection of our reminders is not there, and may not be made."""
    return (
        f"There is no calendar “{collection}” for reminders yet: make it, "
        "or let Afterword make it with make_collection = true under [calendar]"
    )


def crlf(content: bytes) -> bytes:
    """The content with the line ends of RFC 5545; XML turns them into bare line feeds on their way."""
    return _BARE.sub(b"\r\n", content)


def uids(content: bytes) -> frozenset[str]:
    """The UIDs of the events in a calendar object; more than one only where somebody broke RFC 4791 section 4.1."""
    return frozenset(found.decode(errors="replace").strip() for found in _UID.findall(_FOLD.sub(b"", content)))


def is_over(content: bytes, before: date) -> bool:
    """Whether everything in a calendar object began before a day, by its bare digits; what recurs is never over."""
    events = _without_zones(_FOLD.sub(b"", content))
    days = _START.findall(events)
    return bool(days) and max(days) < f"{before:%Y%m%d}".encode() and not _RECURS.search(events)


def file_name(uid: str) -> str:
    """What a reminder is called in its collection: its UID, with whatever no name can hold escaped."""
    return quote(uid, safe="@+=~") + ".ics"


def _without_zones(content: bytes) -> bytes:
    """A zone's own rules begin long ago and recur."""
    kept = []
    while (begin := content.find(b"BEGIN:VTIMEZONE")) >= 0 and (end := content.find(b"END:VTIMEZONE", begin)) >= 0:
        kept.append(content[:begin])
        content = content[end:]
    return b"".join([*kept, content])


def slug(name: str) -> str:
    """A collection's name as the last part of an address: lower case, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "interview-follow-up"
