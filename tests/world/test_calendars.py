"""The calendars: in memory, in folders, on real servers. What all promise is in `calendar_conformance.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.world.ports import Conflict
from tests.servers.calendars import CalendarAccount
from tests.servers.radicale import Radicale
from tests.servers.xandikos import Xandikos
from tests.world.calendar_beds import Bed, CalDavBed, MailedBed, MemoryBed, VdirBed, event
from tests.world.calendar_conformance import UID, CalendarConformance, LookingConformance
from tests.world.davproxy import After, Asked, DavProxy, Told


class TestMemory(CalendarConformance):
    @pytest.fixture
    def bed(self) -> MemoryBed:
        """Calendars in memory."""
        return MemoryBed()


class TestVdir(CalendarConformance):
    @pytest.fixture
    def bed(self, tmp_path: Path) -> VdirBed:
        """Folders of .ics files."""
        return VdirBed(tmp_path)


class TestMailed(CalendarConformance):
    @pytest.fixture
    def bed(self, tmp_path: Path) -> MailedBed:
        """Reminders mailed to the user."""
        return MailedBed(tmp_path)


class TestRadicale(CalendarConformance):
    @pytest.fixture
    def bed(self, radicale_account: CalendarAccount) -> Iterator[CalDavBed]:
        """Somebody's calendars on Radicale."""
        bed = CalDavBed(radicale_account)
        yield bed
        bed.calendar.close()


class TestXandikos(CalendarConformance):
    @pytest.fixture
    def bed(self, xandikos_account: CalendarAccount) -> Iterator[CalDavBed]:
        """The one user's calendars on Xandikos."""
        bed = CalDavBed(xandikos_account)
        yield bed
        bed.calendar.close()


class TestCyrus(CalendarConformance):
    @pytest.fixture
    def bed(self, cyrus_account: CalendarAccount) -> Iterator[CalDavBed]:
        """Somebody's calendars on Cyrus."""
        bed = CalDavBed(cyrus_account)
        yield bed
        bed.calendar.close()

    def test_a_reminder_may_have_the_uid_of_an_event_elsewhere(self, bed: Bed) -> None:
        """Not here: a UID is one of all calendars of a person, and what is taken is said to be there."""
        bed.receive("copy.ics", event(UID))
        assert bed.calendar.put(UID, event(UID), etag=None) is Conflict.EXISTS
        assert bed.calendar.get(UID) is None
        assert bed.reminders() == []


class TestWithoutSyncTokens(LookingConformance):
    """A real server that offers none, as older ones do: ctag and ETags stand in."""

    @pytest.fixture
    def bed(self, radicale: Radicale, radicale_account: CalendarAccount) -> Iterator[CalDavBed]:
        """Radicale, with its sync-tokens taken away on the way."""
        with DavProxy(radicale.url) as proxy:
            proxy.before, proxy.after = _no_sync, _without(rb"sync-token")
            bed = NameListBed(radicale_account, url=proxy.url)
            yield bed
            bed.calendar.close()


class TestWithNothingButNames(LookingConformance):
    """A real server that offers neither sync-tokens nor ctags."""

    @pytest.fixture
    def bed(self, xandikos: Xandikos, xandikos_account: CalendarAccount) -> Iterator[CalDavBed]:
        """Xandikos, with both taken away on the way."""
        with DavProxy(xandikos.url) as proxy:
            proxy.before, proxy.after = _no_sync, _without(rb"(?:sync-token|getctag)")
            bed = NameListBed(xandikos_account, url=proxy.url)
            yield bed
            bed.calendar.close()


class NameListBed(CalDavBed):
    def spoil(self, token: str) -> str:
        return ""


def _no_sync(asked: Asked) -> Told | None:
    return Told(status=501) if b"sync-collection" in asked.body else None


def _without(names: bytes) -> After:
    pattern = re.compile(rb"<(\w+:)?" + names + rb"\s*/>|<(\w+:)?" + names + rb">[^<]*</(\w+:)?" + names + rb">")
    return lambda _asked, told: replace(told, body=pattern.sub(b"", told.body))
