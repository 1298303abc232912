"""Who is in a calendar object: people, not rooms, groups or machines, and never the user."""

from __future__ import annotations

import pytest

from agent.core.people import Part
from tests.reading.calendar_files import DANA, ME, PRIYA, event


def names(*lines: str) -> list[str | None]:
    """The people of an event that may be met."""
    return [person.name or person.address for person in event(*lines).interview.people]


def test_the_people_met_are_the_attendees_without_the_user_and_the_organizer() -> None:
    """Who invites others arranges, and need not be there."""
    found = event(DANA, PRIYA, ME, "ATTENDEE;CN=Dana Brook;PARTSTAT=ACCEPTED:mailto:dana@acme.example")
    assert [(person.name, person.part) for person in found.interview.people] == [("Priya Nair", Part.INTERVIEWER)]
    assert found.organizer is not None
    assert found.organizer.address == "dana@acme.example"
    assert len(found.attendees) == 3


def test_the_organizer_is_met_when_nobody_else_is_there() -> None:
    """A conversation of two."""
    assert names(DANA, ME) == ["Dana Brook"]


def test_the_user_is_known_by_any_spelling_of_any_address() -> None:
    """MAILTO in capitals, capitals in the address, a +detail."""
    found = event(DANA, PRIYA, "ATTENDEE;PARTSTAT=DECLINED:mailto:robin.ashdown+jobs@EXAMPLE.org")
    assert found.user_is_invited
    assert (found.partstat, found.interview.declined) == ("DECLINED", True)


def test_an_invitation_of_the_users_own_says_so() -> None:
    """Then the user is the interviewer."""
    assert event("ORGANIZER:mailto:robin.ashdown@example.org", PRIYA).organizer_is_user
    assert not event(DANA, PRIYA).organizer_is_user


@pytest.mark.parametrize(
    "thing",
    [
        "ATTENDEE;CUTYPE=ROOM;CN=Everest:mailto:everest@acme.example",
        "ATTENDEE;CUTYPE=RESOURCE;CN=Beamer:mailto:beamer@acme.example",
        "ATTENDEE;CUTYPE=GROUP;CN=Engineering:mailto:eng@acme.example",
        "ATTENDEE;CN=NYC-5-Everest (8):mailto:c_188@resource.calendar.google.com",
        "ATTENDEE;CN=Hiring:mailto:c_hiring@group.calendar.google.com",
        "ATTENDEE;CN=Notetaker:mailto:fred@fireflies.ai",
        "ATTENDEE;CN=Acme:mailto:no-reply@acme.example",
    ],
)
def test_rooms_groups_and_machines_are_nobody(thing: str) -> None:
    """They get no letter."""
    assert names(DANA, PRIYA, ME, thing) == ["Priya Nair"]


def test_a_group_calendar_as_organizer_is_nobody() -> None:
    """Lever's shared calendar."""
    assert names("ORGANIZER;CN=Interviews:mailto:c_x@group.calendar.google.com", ME) == []


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ('ATTENDEE;CN="Nair, Priya":mailto:priya@acme.example', "Nair, Priya", "priya@acme.example"),
        ("ATTENDEE;CN=priya@acme.example:mailto:priya@acme.example", None, "priya@acme.example"),
        ("ATTENDEE:priya@acme.example", None, "priya@acme.example"),
        ("ATTENDEE;CN=Priya Nair;EMAIL=priya@acme.example:urn:uuid:1", "Priya Nair", "priya@acme.example"),
        ("ATTENDEE;CN=Priya Nair:invalid:nomail", "Priya Nair", None),
        ("ATTENDEE;CN='Priya Nair':mailto:priya@acme.example", "Priya Nair", "priya@acme.example"),
        ("ATTENDEE;CN=Zoë Gómez:mailto:zoe@acme.example", "Zoë Gómez", "zoe@acme.example"),
    ],
)
def test_a_person_is_a_name_an_address_or_both(line: str, name: str | None, address: str | None) -> None:
    """As the dialects write them."""
    person = event(DANA, line, ME).interview.people[0]
    assert (person.name, person.address) == (name, address)


def test_an_address_that_could_be_two_is_none() -> None:
    """`a@x,b@y` and a line break in an address reach no header."""
    assert event("ATTENDEE;CN=Two:mailto:a@acme.example,b@acme.example").interview.people[0].address is None


def test_a_crowd_is_cut_off() -> None:
    """Two hundred attendees are kept of a calendar spam with thousands."""
    crowd = [f"ATTENDEE;CN=Guest {number}:mailto:g{number}@spam.example" for number in range(2000)]
    assert len(event(*crowd).attendees) == 200
