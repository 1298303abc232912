"""The other side of `sandbox.py`: reads what comes in by standard input until there is no more."""

from __future__ import annotations

import json
import os
import resource
from datetime import date
from typing import Any, Final

from agent.core.findings import Reading
from agent.core.people import Me
from agent.core.workdays import Workdays
from agent.errors import Unreadable
from agent.reading import read as reading
from agent.world.codec import encode_reading
from agent.world.sandbox import HEAD, ITEM, READ, READY, SENT, UNREADABLE

MEMORY: Final = 256 * 1024 * 1024
"""Octets of address space (RLIMIT_AS)."""
SECONDS: Final = 5
"""Of processor time a message (RLIMIT_CPU)."""


def main() -> None:
    """Serve until the other side closes the pipe."""
    _, identity = _next()
    me = _me(json.loads(identity))
    _warm(me)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _answer(READY, b"")
    while True:
        try:
            what, raw = _next()
        except EOFError:
            return
        _allow(SECONDS)
        _answer(*_read(what, raw, me))


def _read(what: bytes, raw: bytes, me: Me) -> tuple[bytes, bytes]:
    try:
        return READ, encode_reading(_findings(what, raw, me))
    except Unreadable as error:
        return UNREADABLE, str(error).encode()
    except (MemoryError, RecursionError):
        return UNREADABLE, b"it is too large or too deep to read"


def _findings(what: bytes, raw: bytes, me: Me) -> tuple[Reading, ...]:
    if what == ITEM:
        return reading.read_item(raw, me)
    return (reading.read(raw, me, sent=what == SENT),)


def _warm(me: Me) -> None:
    """Load what is loaded when it is first needed, before memory is short; it is the same for every message."""
    reading.read(b"From: a@example.org\nSubject: interview\n\nThe interview is on Friday at 3 pm ET.\n", me)


def _allow(seconds: int) -> None:
    """The limit is on the whole process, so it is moved on for every message."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _me(said: dict[str, Any]) -> Me:
    days = said["workdays"]
    return Me(
        addresses=tuple(said["addresses"]),
        zone=said["zone"],
        authserv_ids=tuple(said["authserv_ids"]),
        workdays=Workdays(
            holidays=frozenset(date.fromisoformat(day) for day in days["holidays"]),
            quiet=frozenset((month, day) for month, day in days["quiet"]),
        ),
    )


def _next() -> tuple[bytes, bytes]:
    what, length = HEAD.unpack(_octets(HEAD.size))
    return what, _octets(length)


def _octets(count: int) -> bytes:
    taken = bytearray()
    while len(taken) < count:
        some = os.read(0, min(count - len(taken), 1 << 20))
        if not some:
            raise EOFError
        taken += some
    return bytes(taken)


def _answer(what: bytes, content: bytes) -> None:
    left = memoryview(HEAD.pack(what, len(content)) + content)
    while left:
        left = left[os.write(1, left) :]
