"""What does not work reaches the user once, by a way that does not need the broken part (I21)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from pathlib import Path

import pytest

from agent.act.alarm import Alarm
from agent.casebook import Casebook
from agent.core.people import Me
from agent.daemon import go_round
from agent.desk import OUTBOX, Desk, PromptBy, Trouble
from agent.errors import NeedsUser, Refused, Unreachable
from agent.world.memory.calendar import MemoryCalendar
from agent.world.memory.clock import MemoryClock
from agent.world.memory.journal import MemoryJournal
from agent.world.memory.mailbox import MemoryMailbox
from agent.world.memory.outbox import MemoryOutbox
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.world.ports import Folder
from agent.world.troubles import MemoryTroubles, Standing, TroublesFile
from agent.writing.persona import ROBIN
from tests.story import mails

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SILENT = Unreachable("The mail server mail.example.org did not answer in time")
WRONG = NeedsUser("The mail server mail.example.org does not accept the user name and password")


@dataclass
class World:
    """A user with a mailbox, an outbox and a calendar, and what the alarm made of it."""

    clock: MemoryClock = field(default_factory=lambda: MemoryClock(NOON))
    mailbox: MemoryMailbox = field(default_factory=lambda: MemoryMailbox("home", now=lambda: NOON))
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    calendar: MemoryCalendar = field(default_factory=MemoryCalendar)
    troubles: MemoryTroubles = field(default_factory=MemoryTroubles)

    def __post_init__(self) -> None:
        me = Me(addresses=(ROBIN.address,))
        self.desk = Desk(
            mailboxes=(self.mailbox,),
            journal=MemoryJournal(),
            reader=InProcessReader(me),
            words=MemoryWords(),
            clock=self.clock,
            me=me,
            persona=ROBIN,
            calendar=self.calendar,
            outbox=self.outbox,
        )
        self.alarm = Alarm(self.desk, self.troubles)

    def rounds(self, *troubles: Trouble, minutes: int, every: int = 1) -> None:
        """So many minutes of rounds that all find the same."""
        for _ in range(0, minutes, every):
            self.alarm.hear(troubles)
            self.clock.set(self.clock.now() + timedelta(minutes=every))

    @property
    def in_calendar(self) -> list[bytes]:
        """What lies in the calendar."""
        return [item.content for item in self.calendar.news(None).items]

    @property
    def in_drafts(self) -> list[bytes]:
        """What lies in Drafts."""
        return [content for content, _ in self.mailbox.contents(Folder.DRAFTS)]


def test_a_short_silence_is_not_told() -> None:
    """Servers restart; nobody need know."""
    world = World()
    world.rounds(Trouble("home", SILENT), minutes=9)
    world.rounds(minutes=60)
    world.rounds(Trouble("home", SILENT), minutes=9)
    assert world.outbox.sent == []


def test_a_mailbox_that_stays_silent_is_told_of_once_within_fifteen_minutes() -> None:
    """By mail, which does not need it; however often it is tried."""
    world = World()
    world.rounds(Trouble("home", SILENT), minutes=15)
    assert len(world.outbox.sent) == 1
    assert b"did not answer in time" in world.outbox.sent[0]
    world.rounds(Trouble("home", SILENT), minutes=600)
    assert len(world.outbox.sent) == 1


@pytest.mark.parametrize("pause", [1, 5])
def test_a_wrong_password_is_told_of_at_once(pause: int) -> None:
    """It does not get better by waiting."""
    world = World()
    world.rounds(Trouble("home", WRONG), minutes=pause, every=pause)
    assert len(world.outbox.sent) == 1


def test_an_outbox_that_fails_is_told_of_in_the_calendar() -> None:
    """A private entry that rings now; no mail is tried."""
    world = World()
    world.rounds(Trouble(OUTBOX, SILENT), minutes=15)
    (entry,) = world.in_calendar
    assert b"CLASS:PRIVATE" in entry
    assert b"ATTENDEE" not in entry
    assert b"VALARM" in entry
    assert world.outbox.sent == []


def test_without_outbox_and_calendar_it_is_laid_into_drafts() -> None:
    """The last way there is; the inbox is left alone."""
    world = World()
    world.rounds(Trouble(OUTBOX, SILENT), Trouble(world.calendar.account, SILENT), minutes=15)
    assert len(world.in_drafts) == 1
    assert world.mailbox.contents(Folder.INBOX) == ()


def test_a_way_that_turns_out_to_be_broken_is_followed_by_the_next() -> None:
    """The outbox fails just then."""
    world = World()
    world.outbox.trouble = SILENT
    world.rounds(Trouble("home", WRONG), minutes=1)
    assert len(world.in_calendar) == 1


def test_when_every_way_is_broken_it_is_told_as_soon_as_one_works() -> None:
    """Nothing is lost: the fault stands in the file until then."""
    world = World()
    everything = [Trouble(part, SILENT) for part in (OUTBOX, world.calendar.account, "home")]
    world.rounds(*everything, minutes=30)
    assert not any(one.told for one in world.troubles.read())
    world.rounds(*everything[1:], minutes=1)
    assert len(world.outbox.sent) == 1


def test_it_is_told_once_even_by_a_service_that_is_started_again() -> None:
    """The file remembers; a restart is no news."""
    world = World()
    world.rounds(Trouble("home", SILENT), minutes=15)
    world.alarm = Alarm(world.desk, world.troubles)
    world.rounds(Trouble("home", SILENT), minutes=30)
    assert len(world.outbox.sent) == 1


def test_a_fault_that_comes_back_after_it_was_mended_is_told_again() -> None:
    """It is another one."""
    world = World()
    for _ in range(2):
        world.rounds(Trouble("home", SILENT), minutes=15)
        world.rounds(minutes=1)
    assert len(world.outbox.sent) == 2
    assert world.troubles.read() == ()


def test_a_refusal_is_told_of_once_although_it_is_met_every_hour() -> None:
    """A full mailbox: what was refused rests for an hour, and is tried again."""
    world = World()
    full = Trouble("home", Refused("The mail server refused: the mailbox is full (OVERQUOTA)"))
    for _ in range(5):
        world.rounds(full, minutes=1)
        world.rounds(minutes=59)
    assert len(world.outbox.sent) == 1
    world.rounds(minutes=180)
    assert world.troubles.read() == ()


def test_the_inbox_is_written_to_only_where_that_was_chosen() -> None:
    """Then it is the way of all notes, and of this one."""
    world = World(mailbox=MemoryMailbox("home", prompt_in_inbox=True))
    world.desk = replace(world.desk, prompt_by=PromptBy.INBOX, outbox=None)
    world.alarm = Alarm(world.desk, world.troubles)
    world.rounds(Trouble(world.calendar.account, SILENT), minutes=15)
    assert len(world.mailbox.contents(Folder.INBOX)) == 1


def test_the_file_is_written_only_when_something_changes(tmp_path: Path) -> None:
    """An idle hour writes nothing to the disk, and neither does a bad one."""
    world, file = World(), TroublesFile(tmp_path)
    world.alarm = Alarm(world.desk, file)
    world.rounds(minutes=60)
    assert list(tmp_path.iterdir()) == []
    world.rounds(Trouble("home", SILENT), minutes=15)
    stamp = (tmp_path / "troubles.json").stat().st_mtime_ns
    world.rounds(Trouble("home", SILENT), minutes=60)
    assert (tmp_path / "troubles.json").stat().st_mtime_ns == stamp
    (standing,) = TroublesFile(tmp_path).read()
    assert (standing.part, standing.told) == ("home", True)
    assert standing.mend == SILENT.next


@pytest.mark.parametrize("content", ["", "{}", "[1]", '[{"part": "home"}]', '[{"since": "yesterday"}]'])
def test_a_file_that_cannot_be_read_counts_as_empty(tmp_path: Path, content: str) -> None:
    """At worst the user is told twice."""
    (tmp_path / "troubles.json").write_text(content)
    assert TroublesFile(tmp_path).read() == ()


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """The disk may be what is full."""
    file = TroublesFile(tmp_path / "gone")
    file.write([Standing(part="home", kind="Unreachable", text="", mend="", since=NOON)])
    assert file.read() == ()


# ── several accounts ─────────────────────────────────────────────────────────────────────────────────────────────


def test_one_mailbox_out_of_reach_keeps_no_other_from_being_read() -> None:
    """Severity is blast radius: the account."""
    world, other = World(), MemoryMailbox("work")
    desk = replace(world.desk, mailboxes=(world.mailbox, other))
    world.mailbox.trouble = SILENT
    other.deliver(b"From: a@example.com\r\nSubject: Hello\r\nMessage-ID: <1@example.com>\r\n\r\nHello\r\n")
    done = go_round(desk, Casebook(desk.journal, desk.rules, desk.listener))
    assert [trouble.part for trouble in done.troubles] == ["home"]
    assert desk.journal.cursor("work", "inbox") is not None
    assert desk.journal.cursor("home", "inbox") is None


def test_a_refusal_of_the_outbox_ends_nothing() -> None:
    """The mail server takes no mail for the user's own address: the plan goes on, and the user hears of it."""
    world = World()
    world.outbox.trouble = Refused("The mail server refused: it does not take mail for this address (550)")
    start = NOON - timedelta(hours=1, minutes=30)
    world.mailbox.deliver(mails.invitation(ROBIN.address, NOON - timedelta(days=2), start).as_bytes(policy=SMTP))
    casebook = Casebook(world.desk.journal, world.desk.rules, world.desk.listener)
    assert OUTBOX in [trouble.part for trouble in go_round(world.desk, casebook).troubles]
    assert len(tuple(casebook)) == 1


def test_a_first_look_with_a_wrong_clock_passes_nothing_over() -> None:
    """By the clock everything is years old: nothing is concluded, and when the clock is right it is all there."""
    world = World()
    world.mailbox.deliver(mails.invitation(ROBIN.address, NOON, NOON + timedelta(days=5)).as_bytes(policy=SMTP))
    casebook = Casebook(world.desk.journal, world.desk.rules, world.desk.listener)
    go_round(replace(world.desk, clock=MemoryClock(NOON + timedelta(days=3650))), casebook)
    assert tuple(casebook) == ()
    go_round(world.desk, casebook)
    assert len(tuple(casebook)) == 1
