"""Calendars to test, and what the rest of the world does to them and sees in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from agent.core.people import Person
from agent.world.caldav import CalDavCalendar
from agent.world.mailed import MailedCalendar
from agent.world.memory.calendar import MemoryCalendar
from agent.world.memory.outbox import MemoryOutbox
from agent.world.ports import Calendar
from agent.world.vdir import VdirCalendar
from tests.servers.calendars import CalendarAccount

_HREF = re.compile(r"<(?:\w+:)?href>([^<]+)</(?:\w+:)?href>")
_NAMES = b'<?xml version="1.0"?><D:propfind xmlns:D="DAV:"><D:prop><D:getetag/></D:prop></D:propfind>'
_NUMBERS = itertools.count(1)


def event(uid: str = "interview-1@acme.example", *, summary: str = "Interview", hour: int = 9, more: str = "") -> bytes:
    """A small event."""
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20260301T080000Z\r\nDTSTART:20260304T{hour:02}0000Z\r\nDTEND:20260304T{hour + 1:02}0000Z\r\n"
        f"SUMMARY:{summary}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


class Bed(Protocol):
    """One user's calendars under test: one of the user's own, and the one of our reminders."""

    calendar: Calendar

    def again(self) -> Calendar:
        """The same calendars, opened another time."""

    def receive(self, name: str, content: bytes) -> None:
        """An event comes into the user's own calendar, or changes there."""

    def lose(self, name: str) -> None:
        """An event disappears from the user's own calendar."""

    def edit(self, uid: str, content: bytes) -> None:
        """The user changes a reminder."""

    def remove(self, uid: str) -> None:
        """The user deletes a reminder."""

    def rename(self, uid: str, name: str) -> None:
        """Another program stores a reminder under a name of its own."""

    def spoil(self, token: str) -> str:
        """A token that means nothing to the server any more."""

    def reminders(self) -> list[bytes]:
        """What another client sees in the collection of our reminders."""


class MemoryBed:
    def __init__(self) -> None:
        self.calendar = MemoryCalendar()
        self.receive: Callable[[str, bytes], object] = self.calendar.receive
        self.edit, self.remove, self.rename = self.calendar.edit, self.calendar.remove, self.calendar.rename

    def again(self) -> Calendar:
        return self.calendar

    def lose(self, name: str) -> None:
        self.calendar.lose(f"personal/{name}")

    def spoil(self, token: str) -> str:
        self.calendar.forget_tokens()
        return token

    def reminders(self) -> list[bytes]:
        return sorted(self.calendar.contents())


class VdirBed:
    """Folders, with the file system's own view as the other client."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "personal").mkdir()
        self.ours = root / "interview-follow-up"
        self.calendar: Calendar = self.again()

    def again(self) -> Calendar:
        return VdirCalendar(self.root, account="calendar")

    def receive(self, name: str, content: bytes) -> None:
        (self.root / "personal" / name).write_bytes(content)

    def lose(self, name: str) -> None:
        (self.root / "personal" / name).unlink()

    def edit(self, uid: str, content: bytes) -> None:
        (self.ours / f"{uid}.ics").write_bytes(content)

    def remove(self, uid: str) -> None:
        (self.ours / f"{uid}.ics").unlink()

    def rename(self, uid: str, name: str) -> None:
        (self.ours / f"{uid}.ics").rename(self.ours / name)

    def spoil(self, token: str) -> str:
        return token.replace('"version": 1', '"version": 999')

    def reminders(self) -> list[bytes]:
        return sorted(path.read_bytes() for path in self.ours.glob("*.ics"))


class MailedBed(VdirBed):
    """Reminders by mail, with the folder in which it is kept what was mailed."""

    def __init__(self, root: Path) -> None:
        self.outbox = MemoryOutbox()
        super().__init__(root)

    def again(self) -> Calendar:
        user = Person(name="Robin Ashdown", address="robin@example.org")
        return MailedCalendar(super().again(), self.outbox, user, lambda: datetime(2026, 3, 1, 9, tzinfo=UTC))


class CalDavBed:
    """Calendars on a real server, with the standard library's HTTP as the other client."""

    def __init__(self, account: CalendarAccount, *, url: str | None = None) -> None:
        self.account = account
        self.url = url or account.url
        self.ours = f"{account.home}interview-follow-up/"
        # Xandikos knows one user only: what another test has made in this home goes first.
        for address in self._listed(account.home):
            if address != account.calendar:
                account.request("DELETE", address)
        self.calendar: Calendar = self.again()

    def again(self, url: str | None = None) -> Calendar:
        account = self.account
        return CalDavCalendar(
            url or self.url,
            account="calendar",
            user=account.username or None,
            password=(lambda: account.password) if account.username else None,
        )

    def receive(self, name: str, content: bytes) -> None:
        self._put(self.account.calendar + name, content)

    def lose(self, name: str) -> None:
        assert self.account.request("DELETE", self.account.calendar + name)[0] in {200, 204}

    def edit(self, uid: str, content: bytes) -> None:
        self._put(f"{self.ours}{uid}.ics", content)

    def remove(self, uid: str) -> None:
        assert self.account.request("DELETE", f"{self.ours}{uid}.ics")[0] in {200, 204}

    def rename(self, uid: str, name: str) -> None:
        content = self.account.request("GET", f"{self.ours}{uid}.ics")[1]
        self.remove(uid)
        self._put(f"{self.ours}{name}", content)

    def spoil(self, token: str) -> str:
        return re.sub(r'"sync": "[^"]+"', '"sync": "http://example.com/sync/forgotten"', token)

    def reminders(self) -> list[bytes]:
        return sorted(self.account.request("GET", address)[1] for address in self._listed(self.ours))

    def _put(self, address: str, content: bytes) -> None:
        assert self.account.request("PUT", address, content, Content_Type="text/calendar")[0] in {200, 201, 204}

    def _listed(self, collection: str) -> list[str]:
        """What lies in a collection."""
        _, body = self.account.request("PROPFIND", collection, _NAMES, Depth="1", Content_Type="application/xml")
        found = (urljoin(collection, href) for href in _HREF.findall(body.decode()))
        return [one for one in found if unquote(urlsplit(one).path) != unquote(urlsplit(collection).path)]
