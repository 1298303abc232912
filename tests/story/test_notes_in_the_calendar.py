"""The notes form stands in our own private reminder, too: what the user writes into it there is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from pathlib import Path

import icalendar
import pytest

from agent.core.facts import ReminderKept
from agent.core.notes import Connection
from agent.world.memory.calendar import THEIRS
from agent.writing import event
from tests.story import mails
from tests.story.stage import Stage
from tests.story.terminal import Terminal
from tests.story.test_letters_from_facts import CAME, INTERVIEW, ME, World


def filled(content: bytes, **answers: str) -> bytes:
    """The event after the user wrote answers below the questions in which these words stand, and saved it."""
    calendar = icalendar.Calendar.from_ical(content)
    found = calendar.walk("VEVENT")[0]
    lines = []
    for line in str(found["DESCRIPTION"]).split("\n"):
        lines.append(line)
        lines.extend(text for words, text in answers.items() if words in line.casefold() and line[:1].isdigit())
    found["DESCRIPTION"] = icalendar.vText("\n".join(lines))
    return bytes(calendar.to_ical())


def notes_reminder(contents: list[bytes]) -> bytes:
    """The reminder in which the form stands."""
    return next(content for content in contents if "1. " in event.description(content))


@pytest.fixture
def world() -> World:
    """An interview took place a quarter of an hour ago, and the reminder to take notes stands in the calendar."""
    found = World()
    found.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
    found.at(INTERVIEW + timedelta(hours=1, minutes=15))
    return found


def edit(world: World, content: bytes) -> None:
    """The user saves the reminder, and the service looks."""
    world.calendar.edit(str(event.uid_of(content)), content)
    world.at(world.clock.now() + timedelta(minutes=1))


def test_what_is_written_into_the_reminder_becomes_notes_and_a_better_letter(world: World) -> None:
    """The answers are the interview's notes, and the thank-you says what they say."""
    reminder = notes_reminder(list(world.calendar.contents()))
    edit(world, filled(reminder, place="yes", need="someone who can own the billing migration", priya="climbing"))
    (candidacy,) = world.casebook
    notes = candidacy.interviews[0].notes
    assert notes is not None
    assert (notes.took_place, notes.needs) == (True, "someone who can own the billing migration")
    assert notes.connections == (Connection(person=mails.PRIYA[0], text="climbing"),)
    world.at(INTERVIEW + timedelta(hours=2))
    assert "climbing" in world.draft()
    assert "billing migration" in world.draft()


def test_the_reminder_belongs_to_the_user_from_then_on(world: World) -> None:
    """It was edited: it is neither moved nor removed, and saving it again adds only what is new."""
    reminder = notes_reminder(list(world.calendar.contents()))
    half = filled(reminder, need="faster reporting")
    edit(world, half)
    edit(world, half.replace(b"SEQUENCE:0", b"SEQUENCE:1"))
    (candidacy,) = world.casebook
    facts = [fact for _, fact in world.desk.journal.facts(candidacy.id)]
    assert sum(isinstance(fact, ReminderKept) for fact in facts) == 1
    assert [type(fact).__name__ for fact in facts].count("NotesTaken") == 1
    edit(world, filled(half, well="the design exercise"))
    (candidacy,) = world.casebook
    notes = candidacy.interviews[0].notes
    assert notes is not None
    assert (notes.needs, notes.well) == ("faster reporting", "the design exercise")
    assert half.splitlines()[0] in notes_reminder(list(world.calendar.contents()))


def test_a_reminder_that_was_only_moved_or_dismissed_tells_nothing(world: World) -> None:
    """Dragging it to the evening, or pressing Dismiss, is no answer."""
    reminder = notes_reminder(list(world.calendar.contents()))
    world.calendar.dismiss(str(event.uid_of(reminder)))
    world.at(world.clock.now() + timedelta(minutes=1))
    edit(world, reminder.replace(b"SUMMARY:", b"SUMMARY:Later - "))
    (candidacy,) = world.casebook
    assert candidacy.interviews[0].notes is None


def test_the_employers_event_and_a_meeting_are_never_read_for_notes(world: World) -> None:
    """Others can read and write there: a form in an event with guests, or in somebody else's event, is left alone."""
    reminder = notes_reminder(list(world.calendar.contents()))
    told = filled(reminder, need="someone gullible")
    edit(world, told.replace(b"TRANSP:", b"ATTENDEE:mailto:priya.oduya@larkfield.example\r\nTRANSP:"))
    copied = told.replace(str(event.uid_of(told)).encode(), b"story-interview-1@larkfield.example")
    world.calendar.receive("theirs.ics", copied, collection=THEIRS)
    world.at(world.clock.now() + timedelta(minutes=1))
    (candidacy,) = world.casebook
    assert candidacy.interviews[0].notes is None


def test_notes_written_into_a_file_of_the_folder_calendar_are_read(tmp_path: Path) -> None:
    """With a folder of .ics files: the user's editor saves the file, the next look takes the notes."""
    terminal = Terminal(tmp_path)
    terminal.prepare()
    now = datetime.now(UTC).replace(microsecond=0)
    invitation = mails.invitation(ME, now - timedelta(days=1), now - timedelta(hours=1, minutes=30))
    terminal.receives("1.host", invitation.as_bytes(policy=SMTP))
    terminal.types("once")
    files = {path: path.read_bytes() for path in (tmp_path / "calendars").rglob("*.ics")}
    path = next(path for path, content in files.items() if content == notes_reminder(list(files.values())))
    path.write_bytes(filled(files[path], need="someone who can own the billing migration"))
    terminal.types("once")
    assert "someone who can own the billing migration" in terminal.types("notes", mails.COMPANY)


@pytest.mark.timeout(300)
def test_notes_written_into_the_reminder_on_a_real_server_are_read(stage: Stage) -> None:
    """A second client changes the event on Radicale; the running service beside Dovecot writes the letter from it."""
    stage.arrives(mails.invitation(stage.user.address, CAME, INTERVIEW))
    stage.eventually(lambda: stage.event("notes"), "the reminder to take notes")
    stage.set_clock(INTERVIEW + timedelta(hours=1, minutes=5))
    stage.edit(
        "notes", lambda content: filled(content, need="someone who can own the billing migration", priya="climbing")
    )
    stage.set_clock(INTERVIEW + timedelta(hours=1, minutes=8))
    stage.eventually(lambda: "billing" in stage.command("notes", mails.COMPANY) or None, "the notes")
    stage.set_clock(INTERVIEW + timedelta(hours=2, minutes=1))
    draft = stage.eventually(lambda: stage.messages("Drafts"), "the thank-you draft")[0]
    assert "billing migration" in draft.get_content()
    assert "climbing" in draft.get_content()


@pytest.fixture
def stage(opening: Callable[[datetime], Stage]) -> Stage:
    """A job seeker's world on the day of the invitation, with the service running."""
    return opening(CAME)
