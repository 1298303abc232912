"""Parts of a message (RFC 2045, RFC 2046): a tree cut out of the bytes, bounded in depth and number.

The standard library's parser recurses without a bound (a 50 KB message exhausts the stack) and reads line by line. Here
a part is found with `bytes.find`, in time linear in the size for each level of nesting.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass

from agent.errors import Unreadable
from agent.reading.charset import decoded
from agent.reading.headers import Field, cut, first, safe, unbase64, unworded

DEPTH_LIMIT = 50
PARTS_LIMIT = 500
_CONTENT_TYPE_LIMIT = 4_096

_KIND = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]{1,80})\s*/\s*([A-Za-z0-9!#$&^_.+-]{1,80})")
_PARAM = re.compile(
    r";\s{0,200}([A-Za-z0-9!#$&^_.+'-]{1,60}(?:\*\d{0,3}\*?)?)\s{0,20}=\s{0,20}(?:\"((?:[^\"\\]|\\.)*)\"?|([^;\s]*))"
)
_PARAMS_LIMIT = 40
_EXTENDED = re.compile(r"([A-Za-z0-9_-]{0,40})'[A-Za-z-]{0,20}'(.*)", re.DOTALL)
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its type in lower case (`text/plain`), parameters, and either what it holds or the parts inside it.

    `held` is still encoded, and empty where there are parts inside. `name` is the file name.
    """

    kind: str
    params: dict[str, str]
    disposition: str
    name: str
    encoding: str
    held: bytes
    parts: tuple[Part, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def attached(self) -> bool:
        """Whether it is meant as a file rather than to be read in place."""
        return self.disposition == "attachment"

    def content(self, limit: int) -> bytes:
        """The bytes it holds with the transfer encoding undone, at most `limit` of them."""
        if self.encoding == "base64":
            return unbase64(self.held[: limit * 4 // 3 + limit // 30 + 4])[:limit]
        if self.encoding == "quoted-printable":
            return a2b_qp(self.held[: limit * 3 + limit // 10])[:limit]
        return self.held[:limit]

    def text(self, limit: int) -> str:
        """The characters it holds."""
        return decoded(self.content(limit), self.params.get("charset"))

    def walk(self) -> Iterator[Part]:
        """This part and everything inside it, in the order of the message."""
        yield self
        for part in self.parts:
            yield from part.walk()


def tree(fields: list[Field], body: bytes) -> Part:
    """The part that a message with these fields is. Raises `Unreadable` when it is nested or divided beyond all use."""
    return _Cutter().part(fields, body, 0, "text/plain")


class _Cutter:
    """Cuts one message; counts its parts."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def part(self, fields: list[Field], body: bytes, depth: int, usual: str) -> Part:
        self._bounded(depth)
        kind, params = content_type(first(fields, "content-type"), usual)
        disposition, about = _disposition(first(fields, "content-disposition"))
        encoding = first(fields, "content-transfer-encoding").strip().lower().partition(" ")[0].rstrip(";")
        name = about.get("filename") or params.get("name", "")
        plain = Part(kind, params, disposition, safe(unworded(name))[:200], encoding, body, fields=tuple(fields))
        if kind.startswith("multipart/"):
            inside = self._divided(plain, depth)
        elif kind in {"message/rfc822", "message/global"}:
            inside = (self._message(plain, depth),)
        else:
            inside = ()
        if inside:
            return Part(kind, params, disposition, plain.name, encoding, b"", inside, plain.fields)
        return (
            plain if not kind.startswith("multipart/") else Part("text/plain", params, disposition, "", encoding, body)
        )

    def _bounded(self, depth: int) -> None:
        self.count += 1
        if depth > DEPTH_LIMIT:
            raise Unreadable(f"its parts are nested more than {DEPTH_LIMIT} deep")
        if self.count > PARTS_LIMIT:
            raise Unreadable(f"it has more than {PARTS_LIMIT} parts")

    def _message(self, outer: Part, depth: int) -> Part:
        fields, body = cut(outer.content(len(outer.held)))
        return self.part(fields, body, depth + 1, "text/plain")

    def _divided(self, outer: Part, depth: int) -> tuple[Part, ...]:
        boundary = outer.params.get("boundary", "").rstrip()
        if not boundary:
            return ()
        body = outer.content(len(outer.held))
        usual = "message/rfc822" if outer.kind == "multipart/digest" else "text/plain"
        return tuple(
            self.part(*cut_part(piece), depth + 1, usual)
            for piece in pieces(body, b"--" + boundary.encode("utf-8", "replace"))
        )


def cut_part(piece: bytes) -> tuple[list[Field], bytes]:
    """The fields and the body of a part. One that begins with its blank line has no fields (RFC 2046 section 5.1)."""
    if piece[:1] in {b"\n", b"\r"}:
        return [], piece.lstrip(b"\r\n")
    return cut(piece)


def pieces(body: bytes, mark: bytes) -> Iterator[bytes]:
    """What stands between the lines that begin with `mark`; a missing last line is the end of the message."""
    start: int | None = None
    at = body.find(mark)
    while at >= 0:
        after = at + len(mark)
        if at == 0 or body[at - 1 : at] in {b"\n", b"\r"}:
            line_end = body.find(b"\n", after)
            line_end = len(body) if line_end < 0 else line_end
            tail = body[after:line_end].strip()
            if tail in {b"", b"--"}:
                if start is not None:
                    yield _unended(body[start:at])
                if tail:
                    return
                start = line_end + 1
        at = body.find(mark, after)
    if start is not None:
        yield body[start:]


def _unended(piece: bytes) -> bytes:
    """Without the line break that belongs to the delimiter (RFC 2046 section 5.1.1)."""
    return piece.removesuffix(b"\n").removesuffix(b"\r")


def content_type(raw: str, usual: str = "text/plain") -> tuple[str, dict[str, str]]:
    """A Content-Type field as type and parameters; what cannot be read is `usual` (RFC 2045 section 5.2)."""
    raw = raw[:_CONTENT_TYPE_LIMIT]
    found = _KIND.match(raw)
    kind = f"{found[1]}/{found[2]}".lower() if found else usual
    return kind, parameters(raw)


def _disposition(raw: str) -> tuple[str, dict[str, str]]:
    raw = raw[:_CONTENT_TYPE_LIMIT]
    return raw.partition(";")[0].strip().lower(), parameters(raw)


def parameters(raw: str) -> dict[str, str]:
    """The parameters of a field, names in lower case; RFC 2231 continuations joined and percent signs undone."""
    if ";" not in raw:
        return {}
    found: dict[str, str] = {}
    for index, param in enumerate(_PARAM.finditer(raw)):
        if index >= _PARAMS_LIMIT:
            break
        name, star, _ = param[1].lower().partition("*")
        value = param[3] if param[2] is None else param[2].replace('\\"', '"').replace("\\\\", "\\")
        if star:
            found[name] = found.get(name, "") + _unextended(value)
        else:
            found.setdefault(name, value)
    return found


def _unextended(value: str) -> str:
    extended = _EXTENDED.match(value)
    label, text = (extended[1], extended[2]) if extended else ("utf-8", value)
    return decoded(_PERCENT.sub(lambda hexed: bytes([int(hexed[1], 16)]), text.encode("utf-8")), label)
