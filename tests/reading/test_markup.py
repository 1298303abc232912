"""schema.org in HTML mail: JSON-LD and microdata tell the same events."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from agent.core.findings import Format, Method
from agent.core.people import Me
from agent.reading.event import Event, Source
from agent.reading.markup import DEEPEST, events
from tests.reading.wall import wall

ROBIN = Me(addresses=("robin.ashdown@example.org",), zone="America/New_York")
INTERVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "Interview: Backend Engineer",
    "startDate": "2026-03-10T14:00:00-04:00",
    "endDate": "2026-03-10T14:45:00-04:00",
}
GOOGLE = """
<span itemscope itemtype="http://schema.org/InformAction">
  <span itemprop="about" itemscope itemtype="http://schema.org/Person"><meta itemprop="name" content="Dana"/></span>
  <span itemprop="object" itemscope itemtype="http://schema.org/Event">
    <meta itemprop="eventId/googleCalendar" content="abc123def456"/>
    <span itemprop="publisher" itemscope itemtype="http://schema.org/Organization"><meta itemprop="name" content="Google Calendar"/></span>
    <span itemprop="name">Interview with Acme</span>
    <time itemprop="startDate" datetime="20260310T180000Z"></time>
    <time itemprop="endDate" datetime="20260310T184500Z"></time>
    <span itemprop="location" itemscope itemtype="http://schema.org/Place"><span itemprop="name">500 7th Ave, 14th floor</span></span>
    <span itemprop="participant" itemscope itemtype="http://schema.org/Person"><meta itemprop="name" content="Priya Nair"/></span>
  </span>
</span>"""


def told(**changes: object) -> Event:
    """The interview as an event with some of its properties changed."""
    found = events((json.dumps({**INTERVIEW, **changes}),), ROBIN)
    assert len(found) == 1
    return found[0]


def test_json_ld_tells_when_it_is() -> None:
    """With an offset the instant is known, and the user's zone where it has that offset."""
    found = told()
    assert found.source is Source.MARKUP
    assert found.interview.start == datetime(2026, 3, 10, 18, tzinfo=UTC)
    assert found.interview.end == datetime(2026, 3, 10, 18, 45, tzinfo=UTC)
    assert found.interview.zone == "America/New_York"


def test_a_time_without_an_offset_stays_local() -> None:
    """Never a naive time taken as known."""
    found = told(startDate="2026-03-10T14:00:00", endDate="2026-03-10T14:45")
    assert (found.interview.start, found.interview.zone) == (wall(2026, 3, 10, 14), None)
    assert found.interview.end == wall(2026, 3, 10, 14, 45)


def test_a_day_is_no_time() -> None:
    """Its hour must be asked."""
    found = told(startDate="2026-03-10", endDate="2026-03-10")
    assert found.interview.all_day
    assert found.interview.end is None


def test_a_duration_gives_the_end() -> None:
    """ISO 8601."""
    assert told(endDate="", duration="PT1H30M").interview.end == datetime(2026, 3, 10, 19, 30, tzinfo=UTC)


def test_a_cancelled_event_cancels() -> None:
    """EventStatus."""
    assert told(eventStatus="https://schema.org/EventCancelled").interview.method is Method.CANCEL
    assert told(eventStatus="https://schema.org/EventRescheduled").interview.method is Method.SET


def test_people_place_company_and_form_are_told() -> None:
    """Persons are met, an organization is the company."""
    found = told(
        location={"@type": "VirtualLocation", "url": "https://acme.zoom.us/j/1"},
        organizer={"@type": "Organization", "name": "Larkfield"},
        performer=[{"@type": "Person", "name": "Priya Nair", "email": "mailto:priya@acme.example", "jobTitle": "CTO"}],
        attendee={"@type": "Person", "email": "robin.ashdown@example.org"},
    )
    assert [(p.name, p.address, p.title) for p in found.interview.people] == [
        ("Priya Nair", "priya@acme.example", "CTO")
    ]
    assert (found.company, found.interview.format, found.user_is_invited) == ("Larkfield", Format.VIDEO, True)


@pytest.mark.parametrize(
    "wrapped",
    [
        [INTERVIEW],
        {"@graph": [{"@type": "Organization", "name": "Acme"}, INTERVIEW]},
        {"@type": "EventReservation", "reservationFor": INTERVIEW},
        {"@type": "EmailMessage", "potentialAction": {"@type": "RsvpAction", "object": INTERVIEW}},
        {**INTERVIEW, "@type": ["Event", "BusinessEvent"]},
        {**INTERVIEW, "@type": "https://schema.org/BusinessEvent"},
    ],
)
def test_an_event_is_found_wherever_it_lies(wrapped: object) -> None:
    """In a list, a graph, a reservation, an action."""
    assert [found.summary for found in events((json.dumps(wrapped),), ROBIN)] == ["Interview: Backend Engineer"]


@pytest.mark.parametrize("kind", ["MusicEvent", "SportsEvent", "SaleEvent", "JobPosting", "Order", "FlightReservation"])
def test_other_things_are_no_events(kind: str) -> None:
    """A concert ticket has a start too."""
    assert events((json.dumps({**INTERVIEW, "@type": kind}),), ROBIN) == ()


def test_microdata_tells_the_same() -> None:
    """Google Calendar's mail, with the id that its calendar object has."""
    found = events((GOOGLE,), ROBIN)
    assert len(found) == 1
    interview = found[0].interview
    assert (found[0].summary, found[0].location) == ("Interview with Acme", "500 7th Ave, 14th floor")
    assert (interview.start, interview.end) == (
        datetime(2026, 3, 10, 18, tzinfo=UTC),
        datetime(2026, 3, 10, 18, 45, tzinfo=UTC),
    )
    assert (interview.uid, interview.format) == ("abc123def456@google.com", Format.ONSITE)
    assert [person.name for person in interview.people] == ["Priya Nair"]


def test_the_same_event_twice_is_one() -> None:
    """Vendors put it in both forms."""
    assert len(events((json.dumps(INTERVIEW), json.dumps(INTERVIEW)), ROBIN)) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "",
        "{",
        "[" * 100_000,
        '{"a":' * 5_000,
        "null",
        '"Event"',
        '{"@type":"Event","name":{"name":{"name":1}},"startDate":["x"]}',
        '{"@type":"Event","startDate":"9999-99-99T99:99:99Z"}',
        '{"@type":"Event","startDate":"0001-01-01T00:00:00+14:00"}',
        '{"@type":["Event",{}],"name":null,"organizer":[null,1,{"@type":"Person"}]}',
        "<div itemscope" * 2_000,
        "<span itemscope itemtype='http://schema.org/Event'>" * 2_000,
        "<p itemprop='name'>" * 5_000,
        "\x00\ud800",
    ],
)
def test_broken_markup_says_nothing_and_never_raises(piece: str) -> None:
    """Or an event without a start, which decides nothing."""
    assert all(found.interview.start is None for found in events((piece,), ROBIN))


def test_markup_deeper_than_the_limit_is_not_followed() -> None:
    """Nobody hides an interview forty levels down."""
    node: object = INTERVIEW
    for _ in range(DEEPEST + 5):
        node = {"item": node}
    assert events((json.dumps(node),), ROBIN) == ()
