"""Programs that share no code with ours see our reminders on the server, and we see what people do in them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from caldav.davclient import DAVClient

from agent.core.facts import Errand
from agent.world.caldav import CalDavCalendar
from agent.writing import event
from tests.servers.calendars import CalendarAccount

UID, OTHER = event.uid("thank:1", b"secret"), event.uid("thank:2", b"secret")
START = datetime(2026, 3, 4, 14, tzinfo=UTC)
VDIRSYNCER = """\
[general]
status_path = "{folder}/status/"
[pair reminders]
a = "here"
b = "there"
collections = ["interview-follow-up"]
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}/calendars/"
fileext = ".ics"
[storage there]
type = "caldav"
url = "{url}"
username = "{user}"
password = "{password}"
"""


def reminder(uid: str) -> bytes:
    """A reminder to thank."""
    entry = event.Entry(errand=Errand.THANK, uid=uid, start=START, end=START + timedelta(hours=6), company="Larkfield")
    return event.reminder(entry, START)


@pytest.fixture
def ours(radicale_account: CalendarAccount) -> CalDavCalendar:
    """Our calendar on Radicale, with one reminder in it."""
    account = radicale_account
    calendar = CalDavCalendar(account.url, account="calendar", user=account.username, password=lambda: account.password)
    calendar.put(UID, reminder(UID), etag=None)
    return calendar


def test_vdirsyncer_brings_a_reminder_down_and_the_users_change_back(
    ours: CalDavCalendar, radicale_account: CalendarAccount, tmp_path: Path
) -> None:
    """The file says what was written; dragged by an hour in it, the reminder counts as touched; deleted, it is gone."""
    ours.put(OTHER, reminder(OTHER), etag=None)
    sync = _vdirsyncer(radicale_account, tmp_path)
    sync("discover")
    sync("sync")
    files = (tmp_path / "calendars/interview-follow-up").glob("*.ics")
    (file,) = (file for file in files if UID.encode() in file.read_bytes())
    there = ours.get(UID)
    assert there is not None
    left = event.digest(there.content)
    assert event.untouched(file.read_bytes(), left)
    file.write_bytes(file.read_bytes().replace(b"T140000Z", b"T150000Z"))
    sync("sync")
    moved = ours.get(UID)
    assert moved is not None
    assert event.window(moved.content)[0] == START + timedelta(hours=1)
    assert not event.untouched(moved.content, left)
    file.unlink()
    sync("sync")
    assert ours.get(UID) is None
    assert ours.get(OTHER) is not None
    ours.close()


def test_another_caldav_client_sees_the_reminder_and_its_alarms(
    ours: CalDavCalendar, radicale_account: CalendarAccount
) -> None:
    """By name in the list of calendars, private, free, with nobody in it."""
    account = radicale_account
    with DAVClient(account.url, username=account.username, password=account.password) as client:
        (calendar,) = [one for one in client.principal().calendars() if one.get_display_name() == "Interview follow-up"]
        (only,) = calendar.events()
        seen = only.icalendar_component
    assert (str(seen["SUMMARY"]), seen.start) == ("Follow-up: Larkfield – thank-you due", START)
    assert (seen["CLASS"], seen["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
    assert "ATTENDEE" not in seen
    assert "ORGANIZER" not in seen
    assert len(seen.walk("VALARM")) == 2
    ours.close()


def _vdirsyncer(account: CalendarAccount, folder: Path) -> Callable[[str], None]:
    config = folder / "config"
    (folder / "calendars").mkdir()
    config.write_text(
        VDIRSYNCER.format(folder=folder, url=account.home, user=account.username, password=account.password)
    )
    environment = {**os.environ, "HOME": str(folder), "VDIRSYNCER_CONFIG": str(config)}

    def run(command: str) -> None:
        program = str(Path(sys.executable).with_name("vdirsyncer"))
        done = subprocess.run(
            [program, command],
            input="y\n" * 5,
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return run
