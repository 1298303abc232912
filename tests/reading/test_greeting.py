"""How a person addresses the user, and how they sign."""

from __future__ import annotations

import pytest

from agent.core.people import Me
from agent.reading.greeting import greeting, signed
from agent.reading.mail import read_mail

ME = Me(addresses=("robin@example.org",))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hi Robin,\n\nthank you.", "Hi Robin"),
        ("Dear Ms. Ashdown,\nthank you.", "Dear Ms. Ashdown"),
        ("\n\nGood morning Robin!\nHow are you?", "Good morning Robin"),
        ("Guten Tag Frau Ashdown,\n\nvielen Dank", "Guten Tag Frau Ashdown"),
        ("Bonjour Robin,\nmerci", "Bonjour Robin"),
        ("We would like to invite you.\nMarta", ""),
        ("Highlights of the week:\n…", ""),
        ("", ""),
    ],
)
def test_the_greeting_is(text: str, line: str) -> None:
    """The first line, as far as it greets; an ordinary sentence is none."""
    assert greeting(text) == line


@pytest.mark.parametrize(
    ("text", "signature", "sender", "name"),
    [
        ("Thanks!\n\nBest,\nPriya", "", "Priya Nair", "Priya"),
        ("See you.\n\nKind regards,", "Dr. Priya Nair\nEngineering Manager", "Priya Nair", "Dr. Priya Nair"),
        ("See you.\n\nPriya", "", "Priya Nair", "Priya"),
        ("Viele Grüße\nProf. Dr. Lena Vogt", "", "Lena Vogt", "Prof. Dr. Lena Vogt"),
        ("Best,\nMarta (for Priya)", "", "Priya Nair", ""),
        ("Best,\nThe Acme Team", "", "Priya Nair", ""),
        ("I spoke with Priya", "", "Tom Berg", ""),
        ("Best,\nPriya", "", None, ""),
        ("", "", "Priya Nair", ""),
    ],
)
def test_the_name_beneath_is(text: str, signature: str, sender: str | None, name: str) -> None:
    """As they wrote it, if it is theirs."""
    assert signed(text, signature, sender) == name


def test_a_mail_keeps_both() -> None:
    """The envelope of a mail has greeting and name beneath, whatever follows in the signature."""
    raw = (
        b"From: Priya Nair <priya@acme.example>\r\nTo: robin@example.org\r\nMessage-ID: <1@acme.example>\r\n"
        b"Subject: Tuesday\r\n\r\nHi Robin,\r\n\r\nTuesday suits us well.\r\n\r\nBest,\r\nPriya\r\n-- \r\n"
        b"Dr. Priya Nair\r\nEngineering Manager | Acme\r\n+1 202 555 0143\r\n"
    )
    envelope = read_mail(raw, ME).envelope
    assert (envelope.greeting, envelope.signed) == ("Hi Robin", "Priya")


@pytest.mark.timeout(10)
def test_a_hostile_text_is_read_to_its_end() -> None:
    """A megabyte of almost-greetings and almost-names is neither."""
    assert greeting("dear " * 200_000) == ""
    assert signed("a.-' " * 200_000, "x\n" * 200_000, "a" * 100_000) == ""
