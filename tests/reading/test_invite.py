"""Calendar objects as they arrive by mail: what each method does, and what the object says of itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.core.findings import Format, Method
from tests.reading.calendar_files import DANA, END, ME, PRIYA, STAMP, START, UID, event, events, vcalendar, vevent


def test_a_request_tells_when_with_whom_and_under_which_uid() -> None:
    """The plain case: a Google invitation in UTC."""
    found = event(DANA, PRIYA, ME, "SUMMARY:Interview: Backend Engineer", "SEQUENCE:2", "STATUS:CONFIRMED")
    interview = found.interview
    assert (interview.start, interview.end) == (
        datetime(2026, 3, 10, 18, tzinfo=UTC),
        datetime(2026, 3, 10, 18, 45, tzinfo=UTC),
    )
    assert (interview.uid, interview.sequence) == ("interview-1@acme.example", 2)
    assert interview.stamp == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert interview.organizer == "dana@acme.example"
    assert (found.method, found.summary) == ("REQUEST", "Interview: Backend Engineer")


@pytest.mark.parametrize("method", ["REQUEST", "PUBLISH", None, "ADD", "REPLY", "DECLINECOUNTER", "REFRESH"])
def test_every_method_but_cancel_sets(method: str | None) -> None:
    """The method is told as it stands; what it means for an interview is decided elsewhere."""
    found = event(method=method)
    assert found.method == (method or "")
    assert found.interview.method is Method.SET


def test_an_attached_file_without_a_method_takes_that_of_the_mail() -> None:
    """RFC 6047 section 2.4: the MIME parameter carries it."""
    assert events(vcalendar(vevent(), method=None), mime="request")[0].method == "REQUEST"


def test_a_file_whose_method_is_not_the_mails_is_distrusted() -> None:
    """The two should agree (RFC 6047 section 2.4)."""
    assert events(vcalendar(vevent(), method="CANCEL"), mime="REQUEST")[0].distrusted
    assert not events(vcalendar(vevent(), method="CANCEL"), mime="CANCEL")[0].distrusted


def test_a_cancel_without_dtstart_and_summary_is_told_by_its_uid() -> None:
    """Exchange sends no more than the UID."""
    found = event("SEQUENCE:3", method="CANCEL", usual=(UID, STAMP))
    assert found.interview.method is Method.CANCEL
    assert (found.interview.uid, found.interview.start) == ("interview-1@acme.example", None)


def test_status_cancelled_cancels_whatever_the_method_says() -> None:
    """A REQUEST with STATUS:CANCELLED is a cancellation."""
    assert event("STATUS:CANCELLED").interview.method is Method.CANCEL


def test_a_counter_only_proposes() -> None:
    """Somebody would like another time."""
    assert event(method="COUNTER").interview.proposed


def test_a_tentative_event_is_a_proposal() -> None:
    """Held, not yet set."""
    assert event("STATUS:TENTATIVE").interview.proposed
    assert not event("STATUS:CONFIRMED").interview.proposed


def test_exchanges_own_counter_stands_in_for_a_missing_sequence() -> None:
    """As Thunderbird compares them."""
    assert event("X-MICROSOFT-CDO-APPT-SEQUENCE:4").interview.sequence == 4
    assert event("X-MICROSOFT-CDO-APPT-SEQUENCE:4", "SEQUENCE:1").interview.sequence == 1


def test_no_sequence_and_a_broken_one_are_unknown() -> None:
    """Unknown is not zero: the newer DTSTAMP decides then."""
    assert event().interview.sequence is None
    assert event("SEQUENCE:soon").interview.sequence is None


def test_one_instance_of_a_series_is_told_in_utc() -> None:
    """Two senders name the same instance in their own zones."""
    found = event("RECURRENCE-ID;TZID=America/New_York:20260310T140000")
    other = event("RECURRENCE-ID:20260310T180000Z")
    assert found.interview.recurrence_id == other.interview.recurrence_id == "20260310T180000Z"


@pytest.mark.parametrize("rule", ["RRULE:FREQ=WEEKLY", "RDATE:20260317T180000Z"])
def test_a_repeating_event_says_so(rule: str) -> None:
    """Interviews do not repeat: it counts against the event."""
    assert event(rule).rrule
    assert not event().rrule


def test_a_merged_file_gives_every_event_in_its_order() -> None:
    """Greenhouse puts back-to-back interviews into one file."""
    first = vevent("SUMMARY:With Priya", usual=("UID:1@gh.example", STAMP, START, END))
    second = vevent(
        "SUMMARY:With Tom",
        usual=("UID:2@gh.example", STAMP, "DTSTART:20260310T184500Z", "DTEND:20260310T193000Z"),
    )
    assert [found.summary for found in events(vcalendar(first, second, method=None))] == ["With Priya", "With Tom"]


def test_two_calendars_in_one_part_keep_their_own_methods() -> None:
    """A move as a CANCEL and a REQUEST in one file."""
    content = vcalendar(vevent(), method="CANCEL") + vcalendar(vevent(), method="REQUEST")
    assert [found.interview.method for found in events(content)] == [Method.CANCEL, Method.SET]


def test_tasks_and_free_busy_are_no_events() -> None:
    """A calendar without events is read and gives none."""
    assert events(vcalendar("BEGIN:VTODO\nUID:1\nSUMMARY:Interview\nEND:VTODO")) == ()


def test_the_words_of_an_exchange_invitation_come_from_its_html_when_the_plain_text_is_empty() -> None:
    """X-ALT-DESC."""
    found = event("X-ALT-DESC;FMTTYPE=text/html:<html><body><p>You will meet <b>Priya Nair</b></p></body></html>")
    assert " ".join(found.description.split()) == "You will meet Priya Nair"


def test_escaped_text_is_unescaped_and_rid_of_control_characters() -> None:
    """Commas, line breaks, and nothing that could turn the direction of a line."""
    found = event("SUMMARY:Interview\\, round 2\\; final\u202e", "DESCRIPTION:Line one\\nLine two")
    assert found.summary == "Interview, round 2; final"
    assert found.description == "Line one\nLine two"


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        (("LOCATION:https://acme.zoom.us/j/81234567890",), Format.VIDEO),
        (("LOCATION:Microsoft Teams Meeting",), Format.VIDEO),
        (("X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",), Format.VIDEO),
        (("X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/x",), Format.VIDEO),
        (("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.jit.si/acme",), Format.VIDEO),
        (("DESCRIPTION:Join: https://acme.webex.com/meet/priya",), Format.VIDEO),
        (("LOCATION:+1 212-555-0142",), Format.PHONE),
        (("LOCATION:Phone",), Format.PHONE),
        (("SUMMARY:Phone screen with Dana", "DESCRIPTION:https://acme.zoom.us/j/1"), Format.PHONE),
        (("SUMMARY:Telefoninterview",), Format.PHONE),
        (("LOCATION:500 7th Ave, 14th floor, New York", "X-GOOGLE-CONFERENCE:https://meet.google.com/a"), Format.ONSITE),
        (("LOCATION:Musterstraße 10, 10115 Berlin",), Format.ONSITE),
        (("LOCATION:Everest (8)",), Format.ONSITE),
        (("LOCATION:Video (link to follow)",), Format.VIDEO),
        (("DESCRIPTION:Wir treffen uns vor Ort.",), Format.ONSITE),
        (("DESCRIPTION:This is a one-way video interview\\, record your answers until Friday.",), Format.ASYNC),
        (("SUMMARY:Interview",), None),
        (("LOCATION:TBD",), None),
    ],
)  # fmt: skip
def test_how_it_is_held_is_told_by_the_place_then_the_title_then_links_and_words(
    lines: tuple[str, ...], held: Format | None
) -> None:
    """A calendar adds its video room to every event, so a street outranks it."""
    assert event(*lines).interview.format is held
