"""RFC 5322 bytes → Mail: text, people, thread, zones of the text (new words, quotation, signature)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.findings import Envelope
from agent.core.people import Me
from agent.reading.body import body_of
from agent.reading.envelope import Head, defects_of, envelope_of
from agent.reading.headers import cut, safe_text
from agent.reading.mime import Part as MimePart
from agent.reading.mime import tree
from agent.reading.quotation import zones

CALENDAR_LIMIT = 512 * 1024
"""Bytes of one calendar part; a larger one is no invitation and is left out."""
CALENDARS_LIMIT = 20
REPORT_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """A text/calendar part or an attached .ics: the MIME `method` parameter and the bytes, in UTF-8."""

    method: str | None
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A part that machines write for machines: its content type in lower case, and what it says, one field a line.

    `message/rfc822` and `text/rfc822-headers` are the head of the message that the report is about.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message, made safe to look at.

    `text` holds only the newly written words (no quotation, forwarded text, signature or footer); the others are kept
    apart. `defects` names what is wrong with the head: `sender` (none, several, or one that poses as another), `id`,
    `date`, `calendar` (one too large to be read).
    """

    envelope: Envelope
    headers: tuple[tuple[str, str], ...]  # lower-case name, decoded and sanitised value, in order
    text: str
    body: str = ""  # the whole text before it was divided, marks of quotation (">") and all
    quotation: str = ""
    forwarded: str = ""
    signature: str = ""
    footer: str = ""
    calendars: tuple[CalendarPart, ...] = ()
    markup: tuple[str, ...] = ()  # JSON-LD scripts and microdata, as found in the HTML, before it became text
    parts: tuple[str, ...] = ()  # the content types met, in order
    hidden: str = ""  # text that the HTML hides from the eye: never read as meaning, shown as a warning
    links: tuple[str, ...] = ()  # where the visible links of the HTML lead
    reports: tuple[Report, ...] = ()
    defects: frozenset[str] = frozenset()

    def header(self, name: str) -> str | None:
        """The first header of this name, or None."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Every header of this name, topmost first."""
        return tuple(value for key, value in self.headers if key == name.lower())


def read_mail(raw: bytes, me: Me) -> Mail:
    """Reads one message. Raises `Unreadable` when it is nested or divided beyond all use, and nothing else."""
    fields, body = cut(_with_newlines(raw))
    root = tree(fields, body)
    parts = list(root.walk())
    said = body_of(root)
    head = Head.of(fields)
    divided = zones(said.text, sender=head.sender.name, forward=head.forwards)
    whole = f"{divided.new}\n{divided.signature}\n{divided.footer}"
    envelope = envelope_of(raw, head, new=divided.new, signature=divided.signature, whole=whole, me=me)
    calendars, all_read = _calendars(root, said.text)
    return Mail(
        envelope=envelope,
        headers=tuple((field.name, field.value) for field in fields),
        text=divided.new,
        body=said.text,
        quotation=divided.quotation,
        forwarded="\n\n".join(filter(None, (divided.forwarded, *_forwarded(root)))),
        signature=divided.signature,
        footer=divided.footer,
        calendars=calendars,
        markup=said.markup,
        parts=tuple(part.kind for part in parts),
        hidden=said.hidden,
        links=said.links,
        reports=_reports(list(_outside_messages(root))),
        defects=defects_of(head, envelope) | (frozenset() if all_read else {"calendar"}),
    )


def _with_newlines(raw: bytes) -> bytes:
    """Line ends of old Macs made into ones that everybody else has."""
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


_CALENDARS = frozenset({"text/calendar", "application/ics", "text/x-vcalendar", "application/calendar"})


def _calendars(root: MimePart, text: str) -> tuple[tuple[CalendarPart, ...], bool]:
    """The calendar parts, attached files and forwarded messages included, and whether all could be taken.

    What a report returns (RFC 3462) was sent by somebody else to somebody else, and is left alone.
    """
    inside = root.parts[:1] if root.kind == "multipart/report" else (root,)
    found = [part for one in inside for part in one.walk() if part.kind in _CALENDARS or _is_ics(part)]
    taken = [_calendar(part) for part in found[:CALENDARS_LIMIT] if len(part.held) <= 2 * CALENDAR_LIMIT]
    kept = [calendar for calendar in taken if len(calendar.content) <= CALENDAR_LIMIT]
    if not found and text.startswith("BEGIN:VCALENDAR"):
        kept.append(CalendarPart(method=None, content=text.encode()))
    return tuple(kept), len(kept) >= len(found)


def _is_ics(part: MimePart) -> bool:
    return not part.parts and part.name.lower().endswith((".ics", ".vcs"))


def _calendar(part: MimePart) -> CalendarPart:
    method = part.params.get("method")
    return CalendarPart(
        method=method.strip().upper() if method else None, content=part.text(2 * CALENDAR_LIMIT).encode()
    )


def _forwarded(root: MimePart) -> list[str]:
    """Messages that are attached to this one, as text below a header block."""
    if root.kind == "multipart/report":
        return []
    attached = [part.parts[0] for part in root.walk() if part.kind == "message/rfc822" and part.parts]
    return [f"{_head(message, _SHOWN)}\n\n{body_of(message).text}"[:REPORT_LIMIT] for message in attached[:_ATTACHED]]


_SHOWN = ("from", "date", "subject", "to", "message-id")
_ATTACHED = 10


def _head(message: MimePart, names: tuple[str, ...] = ()) -> str:
    return "\n".join(f"{field.name}: {field.value}" for field in message.fields if not names or field.name in names)


def _reports(parts: list[MimePart]) -> tuple[Report, ...]:
    """The parts for machines, outermost first: what a returned message carries is no report of this one."""
    found = [part for part in parts if part.kind in _REPORTS]
    return tuple(Report(kind=part.kind, text=_reported(part)[:REPORT_LIMIT]) for part in found[:_ATTACHED])


_REPORTS = frozenset(
    {
        *("message/delivery-status", "message/global-delivery-status", "message/disposition-notification"),
        *("message/feedback-report", "message/rfc822", "message/global", "message/partial"),
        *("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"),
    }
)


def _outside_messages(part: MimePart) -> Iterator[MimePart]:
    yield part
    if not part.kind.startswith("message/"):
        for inside in part.parts:
            yield from _outside_messages(inside)


def _reported(part: MimePart) -> str:
    return _head(part.parts[0]) if part.parts else safe_text(part.text(REPORT_LIMIT))
