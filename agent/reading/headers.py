"""The head of a message: fields by name, decoded words, ids and dates. Nothing here raises, whatever the bytes are.

Python's own `policy.default` is not used: merely reading a hostile header raises there (an encoded CR LF, `Message-ID:
<>`, a thousand nested comments), and one ordinary mail costs 3 ms. Fields are cut from the bytes, bounded, and decoded
here.
"""

from __future__ import annotations

import re
from binascii import Error as BadBase64
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from agent.reading.charset import decoded

HEAD_LIMIT = 256 * 1024
"""Bytes of one header block that are looked at; the rest is left out."""
FIELD_LIMIT = 16 * 1024
"""Bytes of one field; what is longer is cut."""
LINES_LIMIT = 5_000
IDS_LIMIT = 100
"""Message-IDs of one References field. A thread of a hundred replies keeps its first and its last fifty."""

_NAME = re.compile(rb"([!-9;-~]{1,120})[ \t]*:[ \t]*")


class Field(NamedTuple):
    """One header field: lower-case name and the unfolded value, not decoded."""

    name: str
    raw: str

    @property
    def value(self) -> str:
        """The value for reading: encoded words decoded, control characters gone, one line."""
        return self.raw if "=?" not in self.raw and self.raw.isprintable() else safe(unworded(self.raw))


def cut(message: bytes) -> tuple[list[Field], bytes]:
    """The fields and the body of a message (RFC 5322 section 2.1), also when the blank line between them is missing."""
    message = message.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    ends = [(at, at + len(blank)) for blank in (b"\n\n", b"\n\r\n") if (at := message.find(blank)) >= 0]
    end, begin = min(ends, default=(len(message), None))
    fields, rest = _fields(message[: min(end, HEAD_LIMIT)])
    if not fields:
        return [], message
    return fields, rest if begin is None else message[begin:]


def _fields(head: bytes) -> tuple[list[Field], bytes]:
    """The fields, and what follows the first line that is none. An mbox "From " line is no field and is skipped."""
    fields: list[Field] = []
    rest = b""
    lines = _unfolded(head)
    for index, line in enumerate(lines):
        name = _NAME.match(line)
        if name:
            value = line[name.end() : FIELD_LIMIT]
            fields.append(Field(name[1].decode("ascii").lower(), _characters(value).strip()))
        elif fields and not rest and line.strip():
            rest = b"\n".join(lines[index:])
    return fields, rest


def _unfolded(head: bytes) -> list[bytes]:
    """The lines of a header block, each with those that continue it (RFC 5322 section 2.2.3)."""
    lines: list[list[bytes]] = []
    for line in head.replace(b"\r\n", b"\n").split(b"\n", maxsplit=LINES_LIMIT)[:LINES_LIMIT]:
        if line[:1] in {b" ", b"\t"} and lines:
            lines[-1].append(line)
        else:
            lines.append([line])
    return [pieces[0] if len(pieces) == 1 else b"".join(pieces) for pieces in lines]


def _characters(value: bytes) -> str:
    return value.decode("ascii") if value.isascii() else decoded(value)


def first(fields: Iterable[Field], name: str) -> str:
    """The raw value of the first field of a name, or an empty string."""
    return next((field.raw for field in fields if field.name == name), "")


# ── decoded words (RFC 2047) ─────────────────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"=\?([^?\s]{1,64})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t]+(?==\?)")


def unworded(value: str) -> str:
    """Encoded words made readable. Neighbours of one charset are joined as bytes: senders cut in mid-character."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending, charset, at = b"", "", 0
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    for word in _WORD.finditer(joined):
        if word.start() > at or word[1].lower() != charset:
            pieces.append(decoded(pending, charset))
            pending = b""
        pieces.append(joined[at : word.start()])
        charset, at = word[1].lower(), word.end()
        pending += _word_bytes(word[2], word[3])
    return "".join((*pieces, decoded(pending, charset), joined[at:]))


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8")
    return unbase64(data) if encoding in "bB" else a2b_qp(data, header=True)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def unbase64(data: bytes) -> bytes:
    """Base64 as senders write it: with line breaks, stray characters, missing padding, or a lone last letter."""
    try:
        return a2b_base64(data)
    except BadBase64:
        letters = _NOT_BASE64.sub(b"", data)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return a2b_base64(letters + b"=" * (-len(letters) % 4))


# ── safe to look at ─────────────────────────────────────────────────────────────────────────────────────────────────

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
"""Zero width, soft hyphens, tags, and the marks that turn the direction of writing: they hide or disguise words."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def safe(value: str) -> str:
    """One line without controls (an encoded CR LF is one), without invisible or direction-turning characters."""
    if not value.isprintable():
        value = _UNSEEN.sub("", _CONTROL.sub(" ", _SPACE.sub(" ", value)))
    return value.strip()


def safe_text(text: str) -> str:
    """A text of many lines made safe as `safe` does: every line break one LF, tabs kept, odd spaces made plain."""
    if text.isascii():
        return _CONTROL_IN_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNSEEN.sub("", _CONTROL_IN_TEXT.sub("", _SPACE.sub(" ", _NEWLINE.sub("\n", text))))


# ── ids (RFC 5322 section 3.6.4) ────────────────────────────────────────────────────────────────────────────────────

_NOT_IN_IDS = r"\x00-\x20\s<>\"\\()\[\],;:\x7f-\U0010ffff"
_ID = re.compile(rf"<[^@{_NOT_IN_IDS}]{{1,480}}@(?:[^{_NOT_IN_IDS}]{{1,255}}|\[[0-9A-Za-z.:]{{1,60}}\])>")


def ids(raw: str) -> tuple[str, ...]:
    """The Message-IDs of a field that are possible at all, byte for byte, in order, each once.

    An id is never an encoded word: decoded, one may hold a line break, and some server's next command.
    """
    found = [] if "=?" in raw else list(dict.fromkeys(_ID.findall(raw)))
    return tuple(found if len(found) <= IDS_LIMIT else found[: IDS_LIMIT // 2] + found[-IDS_LIMIT // 2 :])


# ── dates (RFC 5322 section 3.3 and 4.3) ────────────────────────────────────────────────────────────────────────────

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_ZONES = {
    name: int(hours)
    for hours, names in (
        ("0", "ut utc gmt z wet"), ("1", "bst cet met"), ("2", "cest mest eet"), ("3", "eest msk"), ("9", "jst"),
        ("-4", "edt"), ("-5", "est cdt"), ("-6", "cst mdt"), ("-7", "mst pdt"), ("-8", "pst"),
    )
    for name in names.split()
}  # fmt: skip
_DATE = re.compile(
    r"(\d{1,2})[\s-]{1,3}([A-Za-z]{3})[a-z]{0,6}\.?[\s,-]{1,3}(\d{4}|\d{2})[\s,]{1,3}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d{1,6})?"
    r"(?:\s{0,3}([+-]\d{4}|[+-]\d{2}:\d{2}|[A-Za-z]{1,5}))?"
)
_ASCTIME = re.compile(r"([A-Za-z]{3})\s{1,2}(\d{1,2})\s(\d{1,2}):(\d{2}):(\d{2})\s(?:([A-Z]{3,4})\s)?(\d{4})")
_FURTHEST_ZONE = 14 * 60


def moment(raw: str) -> datetime | None:
    """The moment a Date field names, in UTC; None where it names none that is possible.

    A missing or unknown zone counts as UTC (RFC 5322 section 4.3): the field is a base for "by Friday", no interview.
    """
    local = _local(raw)
    return local.astimezone(UTC) if local else None


def local_day(raw: str) -> date | None:
    """The sender's own day in a Date field, in the zone the field was written in: what "tomorrow" is counted from."""
    local = _local(raw)
    return local.date() if local else None


def local_clock(raw: str) -> datetime | None:
    """What the sender's clock showed when a Date field was written, without its zone."""
    local = _local(raw)
    return local.replace(tzinfo=None) if local else None


def _local(raw: str) -> datetime | None:
    if found := _DATE.search(raw[:200]):
        day, month, year, hour, minute, second, zone = found.groups()
    elif found := _ASCTIME.search(raw[:200]):
        month, day, hour, minute, second, zone, year = found.groups()
    else:
        return None
    offset = _offset(zone or "")
    number = _MONTHS.find(month.lower()) // 4 + 1
    if offset is None or not number or _year(year) not in _YEARS:
        return None
    try:
        return datetime(_year(year), number, int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=offset)
    except ValueError:
        return None


_YEARS = range(1971, 2100)
"""What lies outside was never the date of a mail, and would overflow whoever adds two weeks to it."""


def _year(digits: str) -> int:
    """Two digits: 00–49 are this century, 50–99 the last (RFC 5322 section 4.3)."""
    year = int(digits)
    return year if len(digits) == len("2026") else year + (2000 if year < 50 else 1900)


def _offset(zone: str) -> timezone | None:
    if zone[:1] not in {"+", "-"}:
        return timezone(timedelta(hours=_ZONES.get(zone.lower(), 0)))
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=minutes if zone[0] == "+" else -minutes)) if minutes <= _FURTHEST_ZONE else None
