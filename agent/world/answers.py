"""What a server answered, as values. One answer that makes no sense spoils only itself.

IMAPClient's own parser walks letter by letter, gives up on everything when one message's structure is broken, and calls
itself for every bracket that a stranger opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

Value = bytes | None | tuple["Value", ...]
"""An atom, number, string or literal as bytes; NIL as None; a list as a tuple (RFC 3501 section 4)."""

Record = bytes | tuple[bytes, bytes] | None
"""imaplib's pieces: text that ends with `{size}` beside its literal, or the text after the last literal."""

MAX_DEPTH: Final = 60
"""Brackets within brackets. A message of 50 nested parts needs one for each."""

MAX_TEXT: Final = 1024 * 1024
"""Octets of one answer outside its literals: more is a structure that nobody needs to know."""

# Possessive throughout: what was taken is never given back, so that no text takes longer than its length.
_TOKEN = re.compile(rb'([()])|"((?:[^"\\]++|\\.)*+)"|([^\s()"\[]++(?:\[[^\]]*+\][^\s()"\[]*+)?)|\s++', re.DOTALL)
_LITERAL = re.compile(rb"~?\{\d{1,10}\+?\}")
_NUMBER = re.compile(rb"\d{1,10}")


class Garbled(ValueError):
    """An answer that does not follow the grammar."""


def answers(records: Iterable[Record]) -> Iterator[list[bytes | tuple[bytes, bytes]]]:
    """The pieces of each answer together: every answer ends with a piece that no literal follows."""
    pieces: list[bytes | tuple[bytes, bytes]] = []
    for record in records:
        if record is None:
            continue
        pieces.append(record)
        if isinstance(record, bytes):
            yield pieces
            pieces = []


def values(pieces: Iterable[bytes | tuple[bytes, bytes]]) -> tuple[Value, ...]:
    """One answer. Raises `Garbled`."""
    stack: list[list[Value]] = [[]]
    size = 0
    for piece in pieces:
        text, literal = (piece, None) if isinstance(piece, bytes) else piece
        size += len(text)
        if size > MAX_TEXT:
            raise Garbled("too much of it")
        _into(stack, text, literal)
    if len(stack) != 1:
        raise Garbled("a list without an end")
    return tuple(stack[0])


def fetched(records: Iterable[Record]) -> dict[int, dict[bytes, Value]]:
    """What FETCH answered, by UID; answers without a UID, or garbled, are left out. Keys are in upper case."""
    found: dict[int, dict[bytes, Value]] = {}
    for pieces in answers(records):
        try:
            items = _items(values(pieces))
        except Garbled:
            continue
        if (uid := number(items.get(b"UID"))) is not None:
            found.setdefault(uid, {}).update(items)
    return found


def number(value: Value) -> int | None:
    """A number, or None."""
    return int(value) if isinstance(value, bytes) and _NUMBER.fullmatch(value) else None


def _items(answer: tuple[Value, ...]) -> dict[bytes, Value]:
    if len(answer) != 2 or not isinstance(answer[1], tuple) or len(answer[1]) % 2:  # noqa: PLR2004 - its number, its items
        raise Garbled("no answer to FETCH")
    pairs = answer[1]
    return {key.upper(): value for key, value in zip(pairs[::2], pairs[1::2], strict=True) if isinstance(key, bytes)}


def _into(stack: list[list[Value]], text: bytes, literal: bytes | None) -> None:
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise Garbled("not a token")
        at = token.end()
        bracket, string, atom = token.groups()
        if bracket == b"(":
            if len(stack) > MAX_DEPTH:
                raise Garbled("too deep")
            stack.append([])
        elif bracket == b")":
            _close(stack)
        elif string is not None:
            stack[-1].append(re.sub(rb"\\(.)", rb"\1", string, flags=re.DOTALL) if b"\\" in string else string)
        elif atom is not None:
            stack[-1].append(_atom(atom, literal, last=at == len(text)))


def _close(stack: list[list[Value]]) -> None:
    done = tuple(stack.pop())
    if not stack:
        raise Garbled("a list without a beginning")
    stack[-1].append(done)


def _atom(atom: bytes, literal: bytes | None, *, last: bool) -> Value:
    if last and literal is not None and _LITERAL.fullmatch(atom):
        return literal
    return None if atom.upper() == b"NIL" else atom
