"""A message as far as it is read: its header, texts and calendar parts. What else hangs on it is named, not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

HEADER: Final = 256 * 1024
"""Octets of a message's header block that are read."""
PART_HEADER: Final = 16 * 1024
"""Octets of a part's header block that are read."""
TEXT: Final = 1024 * 1024
"""Octets of one text that are read, as they are encoded."""
CALENDAR: Final = 700 * 1024
"""Octets of one calendar part that are read: 512 KiB in base64."""
WHOLE: Final = 4 * 1024 * 1024
"""Octets of one message that are read in all."""
DEPTH: Final = 50
PARTS: Final = 500

# Possessive throughout: what was taken is never given back, so that no text takes longer than its length.
_FIELD = re.compile(
    rb"^content-(type|disposition)[ \t]*+:((?:[^\n]*+\n[ \t]++)*+[^\n]*+)", re.IGNORECASE | re.MULTILINE
)
_KIND = re.compile(rb"\s*+([\w.+-]{1,80}/[\w.+-]{1,80})")
_BOUNDARY = re.compile(rb';\s*+boundary\s*+=\s*+(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")

CALENDAR_TYPES: Final = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_REPORTS: Final = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/feedback-report", "text/rfc822-headers"}
)


def is_calendar(kind: str, names: bytes) -> bool:
    """Whether a part of this content type is a calendar; `names` is where its file name stands."""
    return kind in CALENDAR_TYPES or b".ics" in names.lower()


def room_for(kind: str, names: bytes, *, attached: bool) -> int:
    """How many octets of a part's body are read: 0 for an attachment."""
    if is_calendar(kind, names):
        return CALENDAR
    if kind in _REPORTS:
        return TEXT
    return 0 if attached or not kind.startswith("text/") else TEXT


@dataclass(frozen=True, slots=True)
class _Described:
    """What a header block says about its body."""

    kind: str
    boundary: bytes | None
    names: bytes
    attached: bool

    @classmethod
    def by(cls, header: bytes) -> _Described:
        fields = {name.lower(): value for name, value in reversed(_FIELD.findall(header))}
        about, disposition = fields.get(b"type", b""), fields.get(b"disposition", b"")
        kind, boundary = _KIND.match(about), _BOUNDARY.search(about)
        return cls(
            kind=kind[1].decode("ascii").lower() if kind else "text/plain",
            boundary=(boundary[1] or boundary[2]) if boundary else None,
            names=about + disposition,
            attached=disposition.strip().lower().startswith(b"attachment"),
        )


@dataclass(slots=True)
class _Budget:
    octets: int = WHOLE
    parts: int = PARTS
    calendar: bool = False
    pieces: list[bytes] = field(default_factory=list)

    def keep(self, piece: bytes) -> None:
        piece = piece[: max(0, self.octets)]
        self.octets -= len(piece)
        self.pieces.append(piece)


def bounded(raw: bytes) -> bytes:
    """The message without its attachments, each part cut at its bound. Whatever it is made of, it takes linear time."""
    budget = _Budget()
    _walk(raw, 0, len(raw), budget, depth=0)
    return b"".join(budget.pieces)


def has_calendar(raw: bytes) -> bool:
    """Whether a calendar part, or an attached .ics, is in it."""
    budget = _Budget()
    _walk(raw, 0, len(raw), budget, depth=0)
    return budget.calendar


def header_of(raw: bytes) -> bytes:
    """Its header block with the empty line that ends it, bounded."""
    return raw[: min(_body_at(raw, 0, len(raw)), HEADER)]


def _walk(raw: bytes, start: int, end: int, budget: _Budget, *, depth: int) -> None:
    body = _body_at(raw, start, end)
    header = raw[start : min(body, start + (PART_HEADER if depth else HEADER))]
    budget.keep(header)
    part = _Described.by(header)
    if part.kind.startswith("multipart/") and part.boundary and depth < DEPTH:
        _each(raw, body, end, part.boundary, budget, depth=depth)
    elif part.kind == "message/rfc822" and depth < DEPTH:
        _walk(raw, body, end, budget, depth=depth + 1)
    else:
        budget.calendar = budget.calendar or is_calendar(part.kind, part.names)
        budget.keep(raw[body : min(end, body + room_for(part.kind, part.names, attached=part.attached))])


def _each(raw: bytes, start: int, end: int, boundary: bytes, budget: _Budget, *, depth: int) -> None:
    """Every part between two delimiters (RFC 2046 section 5.1.1); without any, it is all text."""
    delimiter = b"--" + boundary
    marks = list(islice(_delimiters(raw, start, end, delimiter), PARTS + 2))
    if not marks:
        budget.keep(raw[start : min(end, start + TEXT)])
        return
    for (_, inside), after in zip(marks, [*(at for at, _ in marks[1:]), end], strict=True):
        budget.parts -= 1
        if budget.parts < 0 or budget.octets <= 0 or raw.startswith(b"--", inside):
            break
        budget.keep(delimiter + b"\r\n")
        _walk(raw, _next_line(raw, inside, after), after, budget, depth=depth + 1)
        if not budget.pieces[-1].endswith(b"\n"):
            budget.keep(b"\r\n")
    budget.keep(delimiter + b"--\r\n")


def _delimiters(raw: bytes, start: int, end: int, delimiter: bytes) -> Iterator[tuple[int, int]]:
    """Where the delimiter stands at the beginning of a line, and where it ends."""
    at = start
    while (at := raw.find(delimiter, at, end)) >= 0:
        after = at + len(delimiter)
        begins_line = at == start or raw[at - 1 : at] == b"\n"
        if begins_line and (not raw[after : after + 1].strip(b" \t\r\n") or raw.startswith(b"--", after)):
            yield at, after
        at = after


def _next_line(raw: bytes, at: int, end: int) -> int:
    line = raw.find(b"\n", at, end)
    return end if line < 0 else line + 1


def _body_at(raw: bytes, start: int, end: int) -> int:
    """Where the header block that begins at `start` is over; a block of no lines at all is over at once."""
    for empty in (b"\r\n", b"\n"):
        if raw.startswith(empty, start, end):
            return start + len(empty)
    blank = _BLANK.search(raw, start, end)
    return blank.end() if blank else end
