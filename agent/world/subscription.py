"""A calendar that the user subscribes to: one .ics file on this machine or at an https address. It is only ever read.

Where it lies is named in the settings, and nothing else is fetched. A server is asked four times an hour at most, and
answers that nothing changed where it can (RFC 9110 section 13.1.2).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Final, Protocol
from urllib.parse import urlsplit

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world import ics
from agent.world.ports import CalendarNews, Item
from agent.world.web import Reply, Web

LARGEST: Final = 16 * 1024 * 1024
EVERY: Final = 15 * 60.0
"""Seconds from one question to a server to the next."""
VERSION: Final = 1

_FINAL: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_TZID = re.compile(rb"^TZID:([^\r\n]{1,200})", re.MULTILINE | re.IGNORECASE)
_BLOCK = re.compile(rb"^(BEGIN|END):(VEVENT|VTIMEZONE)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_EMPTY: Final = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Afterword//Subscription//EN\r\n"


class Source(Protocol):
    """Where the file is: its bytes, or None when it is what it was."""

    def read(self) -> bytes | None:
        """Read it. Raises `Unreachable`, or `Refused` where it will not be had by asking again."""


class FileSource:
    """A file on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes | None:
        try:
            with self._path.open("rb") as opened:
                content = opened.read(LARGEST + 1)
        except OSError as error:
            raise Unreachable(f"The calendar file {self._path} cannot be read ({error.strerror})") from error
        if len(content) > LARGEST:
            raise Unreachable(f"The calendar file {self._path} is larger than anything that is read")
        return content


class WebSource:
    """A file at an https address. `url` may be a private address: it is as good as a password, and fetched when needed.

    `now` counts seconds.
    """

    def __init__(
        self, url: Callable[[], str], *, ca_file: Path | None = None, now: Callable[[], float] = monotonic
    ) -> None:
        self._url = url
        self._ca_file = ca_file
        self._now = now
        self._etag = ""
        self._asked: float | None = None

    def read(self) -> bytes | None:
        if self._asked is not None and self._now() - self._asked < EVERY:
            return None
        reply = self._answer()
        self._asked = self._now()
        if reply.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        if reply.status_code != HTTPStatus.OK:
            fault = Refused if reply.status_code in _FINAL else Unreachable
            host = urlsplit(reply.url).hostname
            raise fault(f"The server {host} does not give out the subscribed calendar ({reply.status_code})")
        self._etag = str(reply.headers.get("etag") or "")
        return reply.content

    def _answer(self) -> Reply:
        address = self._url().strip().replace("webcal://", "https://", 1)
        known = {"If-None-Match": self._etag} if self._etag else {}
        try:
            web = Web(address, self._ca_file, reads_all=True)
            try:
                return web.request("GET", address, headers={"Accept": "text/calendar", **known})
            finally:
                web.close()
        except NeedsUser as error:  # one subscription does not end the service
            raise Refused(str(error)) from error


class Subscription:
    """A `Feed` of one file."""

    def __init__(self, source: Source, *, account: str) -> None:
        self._source = source
        self._account = account
        self._events: dict[str, bytes] | None = None

    @property
    def account(self) -> str:
        return self._account

    def news(self, token: str | None, since: date | None = None) -> CalendarNews:
        had, now = _opened(token), self._now()
        digests = {uid: hashlib.sha256(content).hexdigest()[:16] for uid, content in now.items()}
        if had and not digests:
            return CalendarNews(token=token or "", items=())  # suddenly empty: not believed
        changed = [uid for uid, digest in digests.items() if (had or {}).get(uid) != digest]
        return CalendarNews(
            token=json.dumps({"version": VERSION, "events": digests}, sort_keys=True),
            items=tuple(
                Item(href=uid, etag=digests[uid], content=now[uid])
                for uid in changed
                if had is not None or since is None or not ics.is_over(now[uid], since)
            ),
            gone=tuple((had or {}).keys() - digests.keys()),
            whole=had is None,
        )

    def holds(self, uid: str) -> bool:
        return uid in self._now()

    def close(self) -> None:
        """Nothing is held open."""

    def _now(self) -> dict[str, bytes]:
        content = self._source.read()
        if content is not None:
            self._events = dict(events(content))
        if self._events is None:
            raise Unreachable("The subscribed calendar has not been read yet")
        return self._events


def events(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each event of a calendar file with its UID: its overridden occurrences with it, and the zones of the file."""
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise Unreachable("What is subscribed to is no calendar")
    zones: list[bytes] = []
    found: dict[str, list[bytes]] = {}
    for kind, block in _blocks(content):
        if kind == b"VTIMEZONE":
            zones.append(block)
        else:
            for uid in ics.uids(block):
                found.setdefault(uid, []).append(block)
    for uid, blocks in found.items():
        body = b"\r\n".join([*(zone for zone in zones if _is_named(zone, blocks)), *blocks])
        yield uid, ics.crlf(_EMPTY + body + b"\r\nEND:VCALENDAR\r\n")


def _blocks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The events and zones of a file, one after the other; what is never closed is left out."""
    begun: tuple[bytes, int] | None = None
    for line in _BLOCK.finditer(content):
        kind = line[2].upper()
        if line[1].upper() == b"BEGIN":
            begun = (kind, line.start())
        elif begun and begun[0] == kind:
            yield kind, content[begun[1] : line.end()].rstrip(b"\r")
            begun = None


def _is_named(zone: bytes, blocks: list[bytes]) -> bool:
    named = _TZID.search(zone)
    return named is not None and any(named[1].strip() in block for block in blocks)


def _opened(token: str | None) -> dict[str, str] | None:
    try:
        told = json.loads(token or "null")
        return dict(told["events"]) if told["version"] == VERSION else None
    except (ValueError, TypeError, KeyError):
        return None
