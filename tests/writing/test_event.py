"""A reminder as a calendar object, and what of it is the user's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from agent.core.facts import Errand
from agent.errors import Unreadable
from agent.writing import event
from agent.writing.notes import form
from agent.writing.wording import LANGUAGES
from tests.writing.briefs import PANEL, TUESDAY

UID = event.uid("acme/thank/priya", b"secret")


def entry(errand: Errand = Errand.THANK, **known: object) -> event.Entry:
    """A reminder for the day after Tuesday's interview."""
    usual: dict[str, object] = {"company": "Acme", "start": TUESDAY, "end": TUESDAY + timedelta(hours=24)}
    return event.Entry(errand=errand, uid=UID, **{**usual, **known})  # type: ignore[arg-type]


def made(errand: Errand = Errand.THANK, **known: object) -> bytes:
    """Its bytes."""
    return event.reminder(entry(errand, **known), TUESDAY)


def vevent(raw: bytes) -> icalendar.Event:
    """As another program reads it."""
    (found,) = icalendar.Calendar.from_ical(raw).events
    return found


@pytest.mark.parametrize("errand", list(Errand))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_errand_makes_a_private_event_that_blocks_nothing(errand: Errand, language: str) -> None:
    """Field guide 6.2, property by property."""
    found = vevent(made(errand, language=language))
    assert str(found["CLASS"]) == "PRIVATE"
    assert str(found["TRANSP"]) == "TRANSPARENT"
    assert str(found["X-MICROSOFT-CDO-BUSYSTATUS"]) == "FREE"
    assert str(found["STATUS"]) == "CONFIRMED"
    assert str(found["UID"]) == UID
    assert found.start == TUESDAY
    assert found.end == TUESDAY + timedelta(hours=24)
    assert "ORGANIZER" not in found
    assert "ATTENDEE" not in found
    assert [str(alarm["ACTION"]) for alarm in found.walk("VALARM")][:1] == ["DISPLAY"]


def test_the_title_is_discreet() -> None:
    """The company and what is due, no interviewer: family and colleagues may see the calendar."""
    assert str(vevent(made())["SUMMARY"]) == "Follow-up: Acme – thank-you due"


def test_a_thank_you_rings_again_two_hours_before_its_time_runs_out() -> None:
    """One alarm at the start, one before the end; every other errand has one."""
    alarms = [alarm for alarm in vevent(made()).walk("VALARM") if isinstance(alarm, icalendar.Alarm)]
    assert [(alarm.TRIGGER, alarm.TRIGGER_RELATED) for alarm in alarms] == [
        (timedelta(0), "START"),
        (-timedelta(hours=2), "END"),
    ]
    assert len(vevent(made(Errand.INQUIRE)).walk("VALARM")) == 1


def test_the_description_is_a_checklist_with_its_reason() -> None:
    """Line by line; commas, semicolons and line breaks arrive as they were."""
    reason = "They said: we decide by Friday; then, perhaps, on Monday.\nSo the inquiry is due on Tuesday."
    text = event.description(made(Errand.INQUIRE, details=(reason,)))
    assert "we decide by Friday; then, perhaps, on Monday." in text
    assert all(line.startswith("· ") for line in text.splitlines() if line)


def test_the_notes_reminder_carries_the_form() -> None:
    """So that it can be answered in the calendar."""
    asked = form("Acme", TUESDAY.date(), PANEL)
    assert asked.text.strip() in event.description(made(Errand.NOTES, details=("It is over.", asked.text)))


def test_a_uid_is_the_same_for_ever_and_known_as_ours() -> None:
    """From the step's key and the installation's secret."""
    assert event.uid("k", b"s") == event.uid("k", b"s") != event.uid("k", b"t")
    assert event.is_ours(UID)
    assert not event.is_ours("040000008200E00074C5B7101A82E008@acme.example")
    assert event.uid_of(made()) == UID


def test_hostile_text_adds_no_property() -> None:
    """A company with line breaks and a reason that looks like iCalendar stay text."""
    raw = made(company="Acme\r\nATTENDEE:mailto:x@y.example", details=("END:VEVENT\r\nBEGIN:VEVENT\x1b[31m",))
    found = vevent(raw)
    assert "ATTENDEE" not in found
    assert "\x1b" not in str(found["DESCRIPTION"])


def test_lines_are_folded_at_75_octets() -> None:
    """RFC 5545, section 3.1."""
    assert all(len(line) <= 75 for line in made(Errand.NOTES, details=("ä" * 300,)).split(b"\r\n"))


def test_what_thunderbird_adds_on_dismiss_is_no_touch() -> None:
    """X-MOZ-LASTACK, DTSTAMP, PRODID and another order of lines leave it untouched."""
    raw = made()
    dismissed = raw.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nX-MOZ-LASTACK:20260310T190000Z\r\n")
    dismissed = dismissed.replace(b"DTSTAMP:20260310T180000Z", b"DTSTAMP:20260311T070000Z")
    dismissed = dismissed.replace(
        b"PRODID:-//Afterword//Reminders//EN", b"PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN"
    )
    assert dismissed != raw
    assert event.untouched(dismissed, event.digest(raw))


def test_the_same_instant_in_another_zone_is_no_touch() -> None:
    """A server may write times with TZID."""
    raw = made()
    zoned = raw.replace(b"DTSTART:20260310T180000Z", b"DTSTART;TZID=Europe/Berlin:20260310T190000")
    assert zoned != raw
    assert event.window(zoned) == event.window(raw)
    assert event.untouched(zoned, event.digest(raw))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"DTSTART:20260310T18", b"DTSTART:20260310T19"),
        (b"DTEND:20260311T18", b"DTEND:20260311T19"),
        (b"thank-you due", b"thank-you done"),
        (b"read it aloud", b"read it twice"),
    ],
)
def test_times_title_and_text_are_the_users_when_they_change(old: bytes, new: bytes) -> None:
    """Those four decide."""
    assert old in made()
    assert not event.untouched(made().replace(old, new), event.digest(made()))


def test_a_moved_reminder_keeps_what_thunderbird_noted() -> None:
    """Dismissed stays dismissed: X-MOZ properties are carried over."""
    there = made().replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nX-MOZ-LASTACK:20260310T190000Z\r\n")
    moved = event.merged(made(start=TUESDAY + timedelta(days=1), end=TUESDAY + timedelta(days=2), sequence=1), there)
    assert str(vevent(moved)["X-MOZ-LASTACK"]) == "20260310T190000Z"
    assert vevent(moved).sequence == 1
    assert event.window(moved)[0] == TUESDAY + timedelta(days=1)


@pytest.mark.parametrize(
    "raw", [b"", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\xff\xfe", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"]
)
def test_what_cannot_be_read_is_said_so_and_counts_as_touched(raw: bytes) -> None:
    """A broken object is never overwritten."""
    with pytest.raises(Unreadable):
        event.digest(raw)
    assert not event.untouched(raw, "anything")
    assert event.uid_of(raw) is None


def test_an_event_without_a_zone_or_of_a_whole_day_still_has_a_window() -> None:
    """Somebody may make a day of it."""
    day = made().replace(b"DTSTART:20260310T180000Z", b"DTSTART;VALUE=DATE:20260310")
    day = day.replace(b"DTEND:20260311T180000Z", b"DTEND;VALUE=DATE:20260312")
    assert event.window(day) == (datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 3, 12, tzinfo=UTC))
