"""Our reminders in the mail program of many users: its alarm window shows them, at the user's hour.

The reminder is put on a real Xandikos by the real adapter; Debian's Thunderbird subscribes to the collection and raises
the alarm itself. Part of `make chaos`: the program is 90 MB to fetch, and a window takes seconds to open.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.core.facts import Errand
from agent.world.caldav import CalDavCalendar
from agent.world.ports import Conflict
from agent.writing import event
from tests.conftest import demanded
from tests.servers.calendars import CalendarAccount
from tests.servers.software import MissingServer
from tests.servers.thunderbird import Session, Thunderbird

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

HOME = ZoneInfo("America/New_York")
PICTURE = "AFTERWORD_PICTURE"
"""A path: where the picture of the alarm window is kept, if somebody wants to see it."""

_SUBSCRIBE = """
const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
Services.prefs.setBoolPref("calendar.timezone.useSystemTimezone", false);
Services.prefs.setStringPref("calendar.timezone.local", given[1]);
const calendar = cal.manager.createCalendar("caldav", Services.io.newURI(given[0]));
calendar.name = "Interview follow-up";
cal.manager.registerCalendar(calendar);
calendar.refresh();
return true;
"""

_ALARM = """
const alarms = () => Services.wm.getMostRecentWindow("Calendar:AlarmWindow");
const rows = () => [...(alarms()?.document.querySelectorAll('[is="calendar-alarm-widget-richlistitem"]') ?? [])];
await until(() => rows().length);
const text = (row, name) => row.querySelector(name)?.textContent || row.querySelector(name)?.value || "";
return rows().map(row => [text(row, ".alarm-title-label"), text(row, ".alarm-date-label")]);
"""

_DISMISS = """
const alarms = Services.wm.getMostRecentWindow("Calendar:AlarmWindow");
alarms.document.querySelector('[is="calendar-alarm-widget-richlistitem"] .alarm-dismiss-button').click();
return true;
"""

_PICTURE = """
const window = Services.wm.getMostRecentWindow("Calendar:AlarmWindow");
const canvas = window.document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
canvas.width = window.innerWidth; canvas.height = window.innerHeight;
canvas.getContext("2d").drawWindow(window, 0, 0, window.innerWidth, window.innerHeight, "white");
return canvas.toDataURL("image/png").split(",")[1];
"""


@pytest.fixture
def session() -> Iterator[Session]:
    """A Thunderbird with a fresh profile."""
    try:
        program = Thunderbird()
    except MissingServer as missing:
        if demanded():
            pytest.fail(f"NOT RUN: {missing}")
        pytest.skip(f"NOT RUN: {missing}")
    with program, program.session() as remote:
        yield remote


def test_the_alarm_shows_the_reminder_at_the_users_hour_and_dismissing_it_leaves_it_ours(
    session: Session, xandikos_account: CalendarAccount
) -> None:
    """The alarm went while the machine was off and shows all the same, in the user's zone; then Dismiss is pressed."""
    account = xandikos_account
    address = f"{account.home}interview-follow-up/"
    account.request("DELETE", address)
    calendar = CalDavCalendar(account.url, account="calendar")
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    uid = event.uid("thank:1", b"secret")
    entry = event.Entry(
        errand=Errand.THANK, uid=uid, start=start, end=start + timedelta(hours=24), company="Larkfield Systems"
    )
    content = event.reminder(entry, datetime.now(UTC))
    assert not isinstance(calendar.put(uid, content, etag=None), Conflict)
    session.runs(_SUBSCRIBE, address, HOME.key)
    ((title, when),) = session.runs(_ALARM)
    home = start.astimezone(HOME)
    assert title == "Follow-up: Larkfield Systems – thank-you due"
    assert f"{home:%-I:%M}" in when
    if path := os.environ.get(PICTURE):
        Path(path).write_bytes(base64.b64decode(session.runs(_PICTURE)))
    session.runs(_DISMISS)
    there = None
    for _ in range(100):
        there = calendar.get(uid)
        if there and b"X-MOZ-LASTACK" in there.content:
            break
        session.runs("await new Promise(resolve => setTimeout(resolve, 100)); return true;")
    calendar.close()
    assert there is not None
    assert b"X-MOZ-LASTACK" in there.content
    assert event.untouched(there.content, event.digest(content))
