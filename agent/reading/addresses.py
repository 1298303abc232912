"""Mailboxes in address fields (RFC 5322 section 3.4): cut by a small scanner that cannot raise and cannot be confused.

`From: hr@bigco.com <evil@x.test>` is evil@x.test, and the name that poses as an address is dropped. Encoded words are
decoded after the field was cut, so that an encoded comma or angle bracket cannot make an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.core.people import Person
from agent.reading.headers import safe, unworded

MAILBOXES_LIMIT = 100
"""People of one To or Cc field; a mail to more is no correspondence."""
_NAME_LIMIT = 80

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)("?)|<([^<>]*)>|([(),:;])|([^"<>(),:;]+)|(.)', re.DOTALL)
_SPECIAL = r"\s<>()\[\],;:\\\"@"
_LABEL = rf"[^.{_SPECIAL}]{{1,63}}"
_ADDRESS = re.compile(rf"[^{_SPECIAL}]{{1,160}}@(?:{_LABEL}(?:\.{_LABEL}){{0,20}}\.?|\[[0-9A-Fa-f:.]{{2,60}}\])")
"""Relays write local parts far longer than the 64 letters of RFC 5321. Quoted local parts are not read."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_VIA = re.compile(r"\s+(?:\(via [^()]{1,60}\)|via .{1,60})$", re.IGNORECASE)
_QUOTES = "\"'“”„«»‘’ \t"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mailbox of a field: the display name as decoded, the address as written, and whether the two contradict.

    `odd` is True where a careful reader would not trust the sender: the name is another address, or what stands in the
    brackets is none.
    """

    name: str | None
    address: str | None
    odd: bool = False

    @property
    def person(self) -> Person:
        """This mailbox as a person: the name without "via Greenhouse", quotes, or an address in its place."""
        return Person(name=_personal(self.name), address=self.address)


def mailboxes(raw: str) -> tuple[Mailbox, ...]:
    """Every mailbox of an address field that is not decoded yet; groups are read for their members."""
    found: list[Mailbox] = []
    pieces = _Pieces()
    depth = 0
    for token in _TOKEN.finditer(raw):
        quoted, closed, bracketed, mark, text, _ = token.groups()
        if quoted is not None and not closed:
            return mailboxes(raw.replace('"', " "))
        if mark == "(" or (mark == ")" and depth):
            depth += 1 if mark == "(" else -1
        elif depth:
            pieces.comment.append(text or "")
        elif mark in {",", ";"}:
            found += pieces.mailbox()
            pieces = _Pieces()
            if len(found) >= MAILBOXES_LIMIT:
                return tuple(found)
        elif mark == ":":
            pieces.name.clear()
        elif bracketed is not None:
            pieces.angle.append(bracketed)
        else:
            pieces.name.append(_ESCAPED.sub(r"\1", quoted) if quoted is not None else text or "")
    return (*found, *pieces.mailbox())


class _Pieces:
    """What was met of one mailbox so far."""

    __slots__ = ("angle", "comment", "name")

    def __init__(self) -> None:
        self.name: list[str] = []
        self.angle: list[str] = []
        self.comment: list[str] = []

    def mailbox(self) -> list[Mailbox]:
        """The mailbox these pieces make, if any: `a@b (Name)`, `Name <a@b>`, or a bare name (`MAILER-DAEMON`)."""
        display = _display(self.name)
        if not self.angle:
            if _ADDRESS.fullmatch(display):
                return [Mailbox(_display(self.comment) or None, _lowered(display))]
            return [Mailbox(display, None, odd=True)] if display else []
        inside = _ADDRESS.fullmatch(self.angle[0].strip()) if len(self.angle) == 1 else None
        address = _lowered(inside.group()) if inside else None
        posing = _ADDRESS.search(display) if "@" in display else None
        odd = address is None or (posing is not None and _lowered(posing.group()) != address)
        return [Mailbox(display or None, address, odd)]


def _display(pieces: list[str]) -> str:
    return safe(unworded(" ".join(" ".join(pieces).split())))


def _lowered(address: str) -> str:
    """The domain in lower case and without its root dot; the local part is the receiver's business (RFC 5321)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.rstrip('.').lower()}"


def _personal(name: str | None) -> str | None:
    if not name or _ADDRESS.search(name):
        return None
    return _VIA.sub("", name.strip(_QUOTES)).strip(_QUOTES)[:_NAME_LIMIT].strip() or None


def domain_of(address: str | None) -> str:
    """The domain of an address in lower case, or an empty string."""
    return (address or "").rpartition("@")[2].lower()


def local_of(address: str | None) -> str:
    """The part before the @ in lower case, or an empty string."""
    return (address or "").rpartition("@")[0].lower()
