"""One interview whose reminders lie on a real CalDAV server, behind a proxy that fails at a numbered request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar

from agent.casebook import Casebook
from agent.core.etiquette import Rules
from agent.core.people import Me
from agent.daemon import tick
from agent.desk import Desk
from agent.errors import AfterwordError
from agent.world.caldav import CalDavCalendar
from agent.world.holidays import workdays
from agent.world.journal import SqliteJournal
from agent.world.memory.clock import MemoryClock
from agent.world.memory.mailbox import MemoryMailbox
from agent.world.memory.outbox import MemoryOutbox
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.writing.persona import ROBIN
from tests.chaos.interruptions import Died
from tests.servers.calendars import CalendarAccount
from tests.story import mails
from tests.world.davproxy import Asked, DavProxy, Told

HOME = ZoneInfo("America/New_York")
CAME = datetime(2026, 3, 3, 10, tzinfo=HOME)
INTERVIEW = datetime(2026, 3, 10, 14, tzinfo=HOME)
MOVED = INTERVIEW + timedelta(days=1)
LOOKS = (0, 70)
"""Minutes of a chapter at which the service looks."""
LOOKS_AFTER_A_FAULT = (0, 5, 10, 70, 75)
"""The same where something went wrong: a step that was refused rests for an hour."""


class Fault(Enum):
    """What happens to one request, or to us in the middle of it."""

    UNSENT = "the connection breaks before the server has it"
    LOST = "the server does it, and its answer is lost"
    CUT = "the server does it, and its answer is cut"
    BROKEN = "the server answers 500 and does nothing"
    BUSY = "the server answers 503 and does nothing"
    LOCKED = "the server answers 423 and does nothing"
    FULL = "the server answers 507 and does nothing"
    KILLED_BEFORE = "we die before the server has it"
    KILLED_AFTER = "the server does it, and we die"


_STATUS = {Fault.BROKEN: 500, Fault.BUSY: 503, Fault.LOCKED: 423, Fault.FULL: 507}
_KILLS = {Fault.KILLED_BEFORE, Fault.KILLED_AFTER}

Seen = list[tuple[str, datetime]]
"""The reminders as another client sees them: summary and start."""


@dataclass
class Mischief:
    """Counts the requests, and spoils one."""

    fault: Fault | None = None
    at: int = 0
    requests: int = 0
    struck: bool = False

    def before(self, asked: Asked) -> Told | None:
        self.requests += 1
        if self.requests != self.at or self.fault is None:
            return None
        self.struck = True
        if self.fault in {Fault.UNSENT, Fault.KILLED_BEFORE}:
            return Told(status=500, lost=True)
        if status := _STATUS.get(self.fault):
            return Told(status=status)
        return None

    def after(self, asked: Asked, told: Told) -> Told:
        if not (self.struck and self.requests == self.at):
            return told
        if self.fault in {Fault.LOST, Fault.KILLED_AFTER}:
            return replace(told, lost=True)
        return replace(told, cut=len(told.body) // 2) if self.fault is Fault.CUT and told.body else told


class CalendarLife:
    """Invited, moved, asked for notes, thanked for, promised an answer, refused: what the calendar shows in between."""

    def __init__(self, folder: Path, account: CalendarAccount, mischief: Mischief) -> None:
        self.folder, self.account, self.mischief = folder, account, mischief
        self.clock = MemoryClock(CAME)
        self.mailbox = MemoryMailbox("home", now=self.clock.now)
        self.words = MemoryWords()

    def live(self) -> list[Seen]:
        """Live through it. Returns what lies in the calendar after each chapter."""
        with DavProxy(self.account.url) as proxy:
            proxy.before, proxy.after = self.mischief.before, self.mischief.after
            self._proxy = proxy
            return [self._after(moment, happening) for moment, happening in self._chapters()]

    def _chapters(self) -> list[tuple[datetime, Callable[[], object]]]:
        me = ROBIN.address
        invitation = mails.invitation(me, CAME, INTERVIEW)
        update = mails.invitation(me, CAME + timedelta(days=1), MOVED, sequence=1)
        week, later = MOVED + timedelta(days=2), MOVED + timedelta(days=4)
        more = "Hello Robin,\n\nthank you for your patience. We will decide by Friday, 27 March.\n\nMarta\n"
        no = "Hello Robin,\n\nafter careful consideration we have decided to move forward with another candidate.\n\nMarta\n"
        return [
            (CAME, self._mail(CAME, invitation)),
            (CAME + timedelta(days=1), self._mail(CAME + timedelta(days=1), update)),
            (MOVED + timedelta(hours=4), lambda: None),
            (week, self._mail(week, mails.reply(mails.MARTA, me, week, invitation, more, "more"))),
            (later, self._mail(later, mails.reply(mails.MARTA, me, later, invitation, no, "no"))),
        ]

    def _mail(self, at: datetime, message: EmailMessage) -> Callable[[], object]:
        return lambda: self.mailbox.deliver(message.as_bytes(policy=SMTP), received=at)

    def _after(self, moment: datetime, happening: Callable[[], object]) -> Seen:
        self.clock.set(moment)
        happening()
        for minutes in LOOKS_AFTER_A_FAULT:
            if minutes in LOOKS or self.mischief.struck:
                self.clock.set(moment + timedelta(minutes=minutes))
                self._serve()
        return self._seen()

    def _serve(self) -> None:
        """One process looks and acts; what stops it, stops it, and the next one goes on."""
        journal = SqliteJournal(self.folder)
        calendar = self._calendar()
        try:
            desk = self._desk(journal, calendar)
            tick(desk, Casebook(journal, desk.rules, desk.listener))
        except (AfterwordError, Died):
            assert self.mischief.struck
        finally:
            calendar.close()
            journal.close()

    def _calendar(self) -> CalDavCalendar:
        account = self.account
        calendar = CalDavCalendar(
            self._proxy.url, account="calendar", user=account.username, password=lambda: account.password
        )
        if self.mischief.fault in _KILLS:
            line = calendar._line
            ask = line.ask

            def dying(*words: object, **named: object) -> object:
                try:
                    return ask(*words, **named)  # type: ignore[arg-type]
                finally:
                    if self.mischief.struck and self.mischief.requests == self.mischief.at:
                        raise Died

            line.ask = calendar._ask = dying  # type: ignore[method-assign,assignment]
        return calendar

    def _desk(self, journal: SqliteJournal, calendar: CalDavCalendar) -> Desk:
        days = workdays("US")
        me = Me(addresses=(ROBIN.address,), zone=HOME.key, workdays=days)
        return Desk(
            mailboxes=(self.mailbox,),
            journal=journal,
            reader=InProcessReader(me),
            words=self.words,
            clock=self.clock,
            me=me,
            persona=ROBIN,
            rules=Rules(workdays=days, home=HOME),
            calendar=calendar,
            outbox=MemoryOutbox(),
        )

    def _seen(self) -> Seen:
        """Everything in the collection of our reminders, twice if it lies there twice."""
        home = f"{self.account.home}interview-follow-up/"
        status, body = self.account.request("GET", home)
        if status == 404:
            return []
        calendar = icalendar.Calendar.from_ical(body) if body else icalendar.Calendar()
        assert isinstance(calendar, icalendar.Calendar)
        return sorted((str(event["SUMMARY"]), _start(event)) for event in calendar.events)


def _start(event: icalendar.Event) -> datetime:
    assert isinstance(event.start, datetime)
    return event.start
