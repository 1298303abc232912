"""BODYSTRUCTURE (RFC 3501 section 7.4.2): which sections of a large message are worth fetching, and what they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agent.world import bounded
from agent.world.answers import Garbled, Value, number

_TEXT_FIELDS: Final = 1
_MESSAGE_FIELDS: Final = 3
_BASIC_FIELDS: Final = 7


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its section number ("" for the message itself), what it is, and the parts in it."""

    section: str
    kind: str
    names: bytes = b""
    attached: bool = False
    boundary: bytes | None = None
    size: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def room(self) -> int:
        """How many octets of it are read."""
        return bounded.room_for(self.kind, self.names, attached=self.attached)

    def all(self) -> Iterator[Part]:
        """It and everything in it."""
        yield self
        for part in self.parts:
            yield from part.all()


def structure(value: Value) -> Part:
    """The message as BODYSTRUCTURE describes it. Raises `Garbled`."""
    return _part(value, "", [bounded.PARTS], depth=0)


def has_calendar(message: Part) -> bool:
    """Whether a calendar part, or an attached .ics, is in it."""
    return any(bounded.is_calendar(part.kind, part.names) for part in message.all() if not part.parts)


def sections(message: Part) -> tuple[tuple[str, int], ...]:
    """What to fetch: sections and how many octets of each, within the bound of the whole."""
    wanted = {"HEADER": bounded.HEADER}
    left = bounded.WHOLE
    for part in message.all():
        if part.section:
            wanted[f"{part.section}.MIME"] = bounded.PART_HEADER
        if part.kind == "message/rfc822" and part.parts:
            wanted[f"{part.section or 1}.HEADER"] = bounded.PART_HEADER
        octets = min(part.room, part.size, left) if not part.parts else 0
        if octets > 0:
            wanted[part.section or "1"] = octets
            left -= octets
    return tuple(wanted.items())


def assembled(message: Part, got: Mapping[str, bytes]) -> bytes:
    """The message made of the sections that were fetched; a part without one is there with its header alone."""
    return got.get("HEADER", b"") + b"".join(_body(message, got))


def _body(part: Part, got: Mapping[str, bytes]) -> Iterator[bytes]:
    if part.kind.startswith("multipart/"):
        delimiter = b"--" + (part.boundary or b"")
        for inner in part.parts:
            yield delimiter + b"\r\n" + got.get(f"{inner.section}.MIME", b"\r\n")
            yield from _body(inner, got)
            yield b"\r\n"
        yield delimiter + b"--\r\n"
    elif part.parts:
        yield got.get(f"{part.section or 1}.HEADER", b"\r\n")
        yield from _body(part.parts[0], got)
    else:
        yield got.get(part.section or "1", b"")


def _part(value: Value, section: str, left: list[int], *, depth: int) -> Part:
    left[0] -= 1
    if not isinstance(value, tuple) or not value or depth > bounded.DEPTH or left[0] < 0:
        raise Garbled("no structure that is read")
    if isinstance(value[0], tuple):
        return _multipart(value, section, left, depth=depth)
    return _leaf(value, section, left, depth=depth)


def _multipart(value: tuple[Value, ...], section: str, left: list[int], *, depth: int) -> Part:
    count = next((index for index, part in enumerate(value) if not isinstance(part, tuple)), len(value))
    prefix = f"{section}." if section else ""
    parts = tuple(_part(part, f"{prefix}{index}", left, depth=depth + 1) for index, part in enumerate(value[:count], 1))
    subtype, parameters, *_ = (*value[count:], None, None)
    boundary = _parameters(parameters).get(b"boundary")
    if boundary is None:
        raise Garbled("a multipart without a boundary")
    return Part(section, f"multipart/{_word(subtype)}", boundary=boundary, parts=parts)


def _leaf(value: tuple[Value, ...], section: str, left: list[int], *, depth: int) -> Part:
    if len(value) < _BASIC_FIELDS:
        raise Garbled("a part without its fields")
    kind = f"{_word(value[0])}/{_word(value[1])}"
    names = b" ".join(_parameters(value[2]).values())
    inner: tuple[Part, ...] = ()
    extra = _BASIC_FIELDS
    if kind == "message/rfc822" and len(value) >= _BASIC_FIELDS + _MESSAGE_FIELDS:
        inner = (_embedded(value[8], section or "1", left, depth=depth),)
        extra += _MESSAGE_FIELDS
    elif kind.startswith("text/"):
        extra += _TEXT_FIELDS
    disposition = value[extra + 1] if len(value) > extra + 1 else None
    attached = False
    if isinstance(disposition, tuple) and disposition:
        attached = _word(disposition[0]) == "attachment"
        names += b" " + b" ".join(_parameters(disposition[1] if len(disposition) > 1 else None).values())
    told = number(value[6])
    size = bounded.WHOLE if told is None else told
    return Part(section, kind, names=names, attached=attached, size=size, parts=inner)


def _embedded(value: Value, section: str, left: list[int], *, depth: int) -> Part:
    """The message inside: a multipart shares its carrier's number, a single part is the carrier's part 1."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return _part(value, section, left, depth=depth + 1)
    return _part(value, f"{section}.1", left, depth=depth + 1)


def _parameters(value: Value) -> dict[bytes, bytes]:
    if not isinstance(value, tuple):
        return {}
    pairs = zip(value[::2], value[1::2], strict=False)
    return {key.lower(): text for key, text in pairs if isinstance(key, bytes) and isinstance(text, bytes)}


def _word(value: Value) -> str:
    return value.decode("ascii", "replace").lower() if isinstance(value, bytes) else "x"
