"""What is known of a calendar object without reading it: its UIDs, its line ends, the name it gets."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

OURS: Final = "Interview follow-up"
"""The name under which people see the collection of our reminders."""

_BARE = re.compile(rb"\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]")
_UID = re.compile(rb"^UID(?:;[^:\r\n]{0,200})?:([^\r\n]{1,1000})", re.MULTILINE | re.IGNORECASE)


def crlf(content: bytes) -> bytes:
    """The content with the line ends of RFC 5545; XML turns them into bare line feeds on their way."""
    return _BARE.sub(b"\r\n", content)


def uids(content: bytes) -> frozenset[str]:
    """The UIDs of the events in a calendar object; more than one only where somebody broke RFC 4791 section 4.1."""
    return frozenset(found.decode(errors="replace").strip() for found in _UID.findall(_FOLD.sub(b"", content)))


def file_name(uid: str) -> str:
    """What a reminder is called in its collection: its UID, with whatever no name can hold escaped."""
    return quote(uid, safe="@+=~") + ".ics"


def slug(name: str) -> str:
    """A collection's name as the last part of an address: lower case, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "interview-follow-up"
