"""A letter on paper: sender, date, reader, subject, the letter, room for the signature, all on one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from agent.core.people import Person
from agent.errors import Unreadable
from agent.writing import draft, letters
from agent.writing.brief import Brief
from agent.writing.paper import PAGE, WIDTH, Sheet, drafted, printed
from tests.writing.briefs import NOTES, brief, briefs
from tests.writing.situations import situations

DAY = date(2026, 3, 11)


def page(known: Brief) -> str:
    """The page of a brief's letter."""
    sheet = Sheet(sender=known.persona, recipient=known.recipient, company=known.company, on=DAY, america=True)
    return printed(letters.letter(known), sheet)


def test_a_printed_letter_is_a_business_letter() -> None:
    """Block by block: sender, date, reader, what it is about, salutation, body, closing, name."""
    blocks = page(brief(notes=NOTES)).split("\n\n")
    assert blocks[0].splitlines() == [
        "Robin Ashdown",
        "Backend engineer",
        "12 Example Street",
        "Washington, DC 20001",
        "+1 202 555 0143",
        "robin.ashdown@example.org",
    ]
    assert blocks[1] == "March 11, 2026"
    assert blocks[2].splitlines() == ["Priya Nair", "Engineering Manager", "Acme"]
    assert blocks[3] == "Thank you – Backend Engineer interview on March 10"
    assert blocks[4] == "Dear Priya Nair,"
    assert blocks[-1] == "Robin Ashdown\n"


def test_there_is_room_for_the_signature() -> None:
    """Three empty lines between the closing and the name."""
    lines = page(brief()).splitlines()
    assert lines[-4:-1] == ["", "", ""]
    assert lines[-5].endswith(",")
    assert lines[-1] == "Robin Ashdown"


@pytest.mark.parametrize("known", [pytest.param(known, id=name) for name, known in situations()])
def test_every_kept_letter_fits_on_one_page(known: Brief) -> None:
    """At most 58 lines of 72 characters, whatever it is for and in whatever language."""
    lines = page(known).splitlines()
    assert len(lines) <= PAGE
    assert max(map(len, lines)) <= WIDTH


@given(briefs())
def test_any_letter_fits_on_one_page(known: Brief) -> None:
    """However hostile the notes and the names are."""
    assert len(page(known).splitlines()) <= PAGE


def test_what_is_printed_is_what_was_drafted() -> None:
    """The draft's bytes give back the very letter: subject, salutation, paragraphs, closing, signature."""
    letter = letters.letter(brief(notes=NOTES))
    content = draft.message(
        letter,
        sender=Person(name="Robin Ashdown", address="robin@example.org"),
        to=(Person(name="Priya Nair", address="priya@acme.example"),),
        parent=None,
        message_id="<1@example.org>",
        date=datetime(2026, 3, 10, 20, tzinfo=UTC),
    )
    assert drafted(content, "en") == letter


def test_a_reply_is_printed_without_its_prefix() -> None:
    """On paper nothing is replied to: the subject says what it is about."""
    known = brief(thread="AW: Re: Your interview at Acme")
    assert "\n\nYour interview at Acme\n\n" in page(known)


def test_what_is_no_letter_is_not_printed() -> None:
    """A draft that somebody else wrote under our hands is told, not guessed at."""
    with pytest.raises(Unreadable):
        drafted(b"Subject: x\r\n\r\nhello\r\n", "en")
    with pytest.raises(Unreadable):
        drafted(b"Content-Type: image/png\r\n\r\n\x89PNG", "en")


def test_a_sender_without_an_address_on_paper_has_a_shorter_head() -> None:
    """What is not known leaves no gap."""
    known = brief(persona=replace(brief().persona, postal_address=None, headline=None, phone=None))
    assert page(known).split("\n\n")[0] == "Robin Ashdown\nWashington, DC\nrobin.ashdown@example.org"
