"""Interviews that no mail tells of: they lie in the user's calendar, and are followed there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.errors import Unreachable
from agent.world.memory.calendar import THEIRS
from agent.world.subscription import FileSource, Subscription
from tests.story import mails
from tests.story.stage import Stage
from tests.story.test_letters_from_facts import CAME, INTERVIEW, ME, World

A_MINUTE = timedelta(minutes=1)


def interview(start: datetime = INTERVIEW, *, number: int = 1, more: str = "") -> bytes:
    """An event as the user's calendar has it after somebody put the interview there."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Invented//Calendar//EN",
        "BEGIN:VEVENT",
        f"UID:calendar-only-{number}@larkfield.example",
        f"DTSTAMP:{CAME.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{(start + timedelta(hours=1)).astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:Interview: {mails.ROLE} at {mails.COMPANY}",
        f'ORGANIZER;CN="{mails.MARTA[0]}":mailto:{mails.MARTA[1]}',
        f'ATTENDEE;CN="{mails.PRIYA[0]}":mailto:{mails.PRIYA[1]}',
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}",
        *([more] if more else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.fixture
def world() -> World:
    """One interview in a week, in the calendar only."""
    found = World()
    found.calendar.receive("interview.ics", interview())
    found.at(CAME)
    return found


def passes_a_minute(world: World) -> None:
    """The service looks again."""
    world.at(world.clock.now() + A_MINUTE)


def questions(world: World) -> list[str]:
    """What the user is asked."""
    return [q.doubt.text for candidacy in world.casebook for q in candidacy.open_questions]


def test_an_interview_in_the_calendar_is_thanked_for(world: World) -> None:
    """Each interviewer gets the letter, with a subject of its own: there is no mail to answer."""
    world.at(INTERVIEW + timedelta(hours=3))
    (draft,) = world.drafts()
    assert draft["To"].addresses[0].addr_spec == mails.PRIYA[1]
    assert (draft["References"], draft["In-Reply-To"]) == (None, None)
    assert not draft["Subject"].startswith("Re:")


def test_an_inquiry_after_an_interview_in_the_calendar_starts_a_thread(world: World) -> None:
    """The recruiter set the event up, and no id of ours stands in for a mail of theirs."""
    for days in (0, 14, 15):
        world.at(INTERVIEW + timedelta(days=days, hours=3))
    inquiry = next(d for d in world.drafts() if d["To"].addresses[0].addr_spec == mails.MARTA[1])
    assert inquiry["References"] is None


def test_an_event_that_is_moved_moves_the_plan(world: World) -> None:
    """The user drags it to the next day, or the employer does: nothing is due on the old one."""
    world.calendar.receive("interview.ics", interview(INTERVIEW + timedelta(days=1)))
    passes_a_minute(world)
    world.at(INTERVIEW + timedelta(hours=3))
    assert world.drafts() == []
    world.at(INTERVIEW + timedelta(days=1, hours=3))
    assert len(world.drafts()) == 1


@pytest.mark.parametrize("change", ["STATUS:CANCELLED", f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ME}"])
def test_an_event_that_is_called_off_or_declined_ends_the_plan(world: World, change: str) -> None:
    """No reminder is left, and nobody is thanked."""
    content = interview(more=change).replace(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}\r\n".encode(), b"")
    world.calendar.receive("interview.ics", content)
    passes_a_minute(world)
    world.at(CAME + timedelta(days=2))
    assert world.calendar.contents() == ()
    world.at(INTERVIEW + timedelta(hours=3))
    assert world.drafts() == []


@pytest.mark.parametrize(("answer", "drafts"), [("yes", 0), ("no", 1), (None, 1)])
def test_an_event_that_is_deleted_is_asked_about(world: World, answer: str | None, drafts: int) -> None:
    """Tidied up, or called off? Only the user knows; if nobody says so it takes place."""
    world.calendar.lose("personal/interview.ics")
    passes_a_minute(world)
    (question,) = questions(world)
    assert (
        question
        == "Your interview of Tuesday, 10 March 2026 at 18:00 is not in your calendar any more. Was it called off?"
    )
    if answer:
        (asked,) = (q for candidacy in world.casebook for q in candidacy.open_questions)
        world.hears("answer", mails.COMPANY, question=asked.doubt.question, text=answer)
        assert questions(world) == []
    world.at(INTERVIEW + timedelta(hours=3))
    assert len(world.drafts()) == drafts


def test_a_deleted_event_is_asked_about_once(world: World) -> None:
    """Other deletions, a day later, ask nothing again."""
    world.calendar.receive("dentist.ics", interview(number=9).replace(b"Interview: Backend", b"Dentist"))
    world.calendar.lose("personal/interview.ics")
    passes_a_minute(world)
    (asked,) = (q for candidacy in world.casebook for q in candidacy.open_questions)
    world.hears("answer", mails.COMPANY, question=asked.doubt.question, text="no")
    world.calendar.lose("personal/dentist.ics")
    passes_a_minute(world)
    assert questions(world) == []


def test_a_calendar_that_loses_everything_is_not_believed(world: World) -> None:
    """Two interviews gone at once are a server that was rebuilt: nobody is asked, and the plan goes on."""
    second = interview(INTERVIEW + timedelta(days=1), number=2).replace(b"larkfield", b"marrow")
    world.calendar.receive("second.ics", second.replace(b"Larkfield Systems", b"Marrow Labs"))
    passes_a_minute(world)
    for name in ("interview.ics", "second.ics"):
        world.calendar.lose(f"{THEIRS}/{name}")
    passes_a_minute(world)
    assert questions(world) == []
    world.at(INTERVIEW + timedelta(hours=3))
    assert len(world.drafts()) == 1


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Dentist", ""),
        ("Lunch with Priya", ""),
        (f"Weekly team meeting at {mails.COMPANY}", "RRULE:FREQ=WEEKLY"),
    ],
)
def test_private_life_and_work_are_left_alone(title: str, more: str) -> None:
    """An event is followed only if it says that it is an interview of the user's."""
    world = World()
    world.calendar.receive(
        "life.ics", interview(more=more).replace(f"Interview: {mails.ROLE} at {mails.COMPANY}".encode(), title.encode())
    )
    world.at(CAME)
    assert list(world.casebook) == []


def test_the_same_interview_by_mail_and_in_the_calendar_is_one(world: World) -> None:
    """Whichever comes first: one plan, and one letter."""
    invitation = mails.invitation(ME, CAME, INTERVIEW)
    world.at(CAME + timedelta(hours=1), invitation)
    assert len(list(world.casebook)) == 1
    world.at(INTERVIEW + timedelta(hours=3))
    assert len(world.drafts()) == 1


def test_an_interview_in_a_subscribed_calendar_is_followed(tmp_path: Path) -> None:
    """The calendar of a university's career office, say: it cannot be written to, and is read all the same."""
    path = tmp_path / "career-office.ics"
    path.write_bytes(interview())
    world = World()
    world.desk = replace(world.desk, feeds=(Subscription(FileSource(path), account="career-office"),))
    world.at(CAME)
    path.write_bytes(interview(INTERVIEW + timedelta(days=1)))
    passes_a_minute(world)
    world.at(INTERVIEW + timedelta(days=1, hours=3))
    assert len(world.drafts()) == 1


def test_a_subscription_out_of_reach_holds_up_nothing(tmp_path: Path) -> None:
    """The file is not there: the interview in the user's own calendar is followed."""
    world = World()
    world.desk = replace(world.desk, feeds=(Subscription(FileSource(tmp_path / "gone.ics"), account="gone"),))
    world.calendar.receive("interview.ics", interview())
    for moment in (CAME, INTERVIEW + timedelta(hours=3)):
        with pytest.raises(Unreachable, match="gone"):
            world.at(moment)
    assert len(world.drafts()) == 1


@pytest.mark.timeout(300)
def test_an_interview_that_lies_only_in_a_real_calendar_is_followed_to_the_letter(
    opening: Callable[[datetime], Stage],
) -> None:
    """The running service, Radicale and Dovecot: event, reminders, a move by another program, prompt, letter."""
    stage = opening(CAME)
    me = stage.user.address
    stage.account.request("PUT", f"{stage.account.calendar}theirs.ics", interview().replace(ME.encode(), me.encode()))
    stage.nudge()
    reminder = stage.eventually(lambda: stage.event("thank"), "the reminder to thank")
    assert reminder.start == INTERVIEW + timedelta(hours=2)
    moved = INTERVIEW + timedelta(days=1)
    stage.edit("Interview: Backend", lambda content: content.replace(b"20260310T", b"20260311T"))
    stage.nudge()
    stage.eventually(
        lambda: (e := stage.event("thank")) and e.start == moved + timedelta(hours=2), "the reminder's move"
    )
    stage.set_clock(moved + timedelta(hours=1, minutes=10))
    stage.eventually(lambda: stage.sink.received, "the notes prompt")
    stage.set_clock(moved + timedelta(hours=3, minutes=1))
    draft = stage.eventually(lambda: stage.messages("Drafts"), "the thank-you draft")[0]
    assert draft["To"].addresses[0].addr_spec == mails.PRIYA[1]
    assert stage.messages("INBOX") == []
