"""Calendar files that are broken, huge or hostile: read as far as they go, or refused in words. Nothing else is raised."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from agent.errors import Unreadable
from agent.reading.ics import LARGEST, Refusal
from tests.reading.calendar_files import DANA, ME, PRIYA, STAMP, START, UID, events, vcalendar, vevent
from tests.reading.material import corpus

WHEN = datetime(2026, 3, 10, 18, tzinfo=UTC)
PLAIN = vcalendar(vevent(DANA, PRIYA, ME, "SUMMARY:Interview"))


def refusal(content: bytes) -> str | None:
    """The words with which a file is refused, or None when it is read."""
    try:
        events(content)
    except Unreadable as refused:
        return str(refused)
    return None


def test_a_file_over_the_limit_is_refused_unread() -> None:
    """512 KiB."""
    assert refusal(PLAIN + b" " * LARGEST) == Refusal.TOO_LARGE


def test_more_than_two_hundred_components_are_refused() -> None:
    """Fifty thousand events took seconds."""
    assert refusal(vcalendar(*[vevent(usual=(UID,))] * 201)) == Refusal.TOO_MANY


def test_components_nested_without_end_are_refused() -> None:
    """A hundred thousand levels."""
    assert refusal(b"BEGIN:VCALENDAR\n" * 20_000) == Refusal.TOO_DEEP


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"hello", b"BEGIN:VCARD\nEND:VCARD", b"{}", b"BEGIN:VALARM\nEND:VALARM"]
)
def test_what_is_no_calendar_is_refused_as_that(content: bytes) -> None:
    """A card, JSON, nothing."""
    assert refusal(content) == Refusal.NOT_A_CALENDAR


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN.replace(b"\r\n", b"\r"),
        PLAIN.decode().encode("utf-16"),
        PLAIN.replace(b"DTSTART:", b"DTSTART\r\n :"),
        PLAIN.replace(b"SUMMARY:Interview", b"SUMMARY:Interv\niew at ten"),
        PLAIN.replace(b"SUMMARY:Interview", b"SUMMARY:Int\xe9rview"),
        PLAIN.replace(b"SUMMARY:Interview", b"SUMMARY:\x00\x1b[31mInterview"),
        PLAIN.replace(b"END:VCALENDAR\r\n", b""),
        PLAIN.replace(b"END:VEVENT\r\nEND:VCALENDAR\r\n", b"LOCATION:here\r\n"),
        PLAIN.replace(b"VERSION:2.0", b"junk without a colon"),
        PLAIN.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"DTSTART", b"dtstart"),
        PLAIN.replace(b"SUMMARY", b'X-BAD;="";;:x\r\nSUMMARY'),
        PLAIN.replace(b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"),
        PLAIN.replace(b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE\r\nTZID:\r\nBEGIN:STANDARD\r\nTZOFFSETTO:\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"),
        PLAIN.replace(b"UID:", b"ATTACH;ENCODING=BASE64;VALUE=BINARY:" + b"QUJD" * 50_000 + b"\r\nUID:"),
        PLAIN.replace(b"UID:", b"RRULE:FREQ=SECONDLY;COUNT=99999999\r\nUID:"),
        PLAIN.replace(b"UID:", b"BEGIN:VALARM\r\nREPEAT:99999999\r\nDURATION:PT1S\r\nTRIGGER:-PT1S\r\nEND:VALARM\r\nUID:"),
        vevent(DANA, PRIYA, ME, "SUMMARY:Interview").encode(),
    ],
)  # fmt: skip
def test_a_broken_file_is_repaired_and_its_event_read(content: bytes) -> None:
    """Marks, line ends, folding, encodings, missing ends, junk lines, bombs that are never looked at."""
    assert [found.interview.start for found in events(content)] == [WHEN]


def test_the_last_line_of_a_cut_file_is_not_believed() -> None:
    """`DTSTART:20260310T18` could have been anything."""
    cut = vcalendar(vevent(DANA, usual=(UID, STAMP, START))).partition(b"0000Z\r\nORGANIZER")[0] + b"0000"
    assert events(cut)[0].interview.start is None


def test_a_file_of_version_one_is_read() -> None:
    """VCalendar quotes its text like mail."""
    old = vcalendar(vevent("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gespr=C3=A4ch=0D=0Amorgen"))
    assert events(old.replace(b"VERSION:2.0", b"VERSION:1.0"))[0].summary == "Gespräch\nmorgen"


@pytest.mark.parametrize(
    "bomb",
    [
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:" + b"a" * 400_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x" + b"\r\n y" * 120_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"DTSTART;TZID=" + b'"' * 200_000 + b":20260310T140000\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"DTSTART" + b":" * 200_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"ATTENDEE" + b";CN=a" * 60_000 + b":mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"X-A:b\r\n" * 60_000 + b"END:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" + b"\r\n" * 200_000 + b"BEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:" + b"https://" * 50_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nX-ALT-DESC:" + b"<" * 400_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nLOCATION:" + b"1 a" * 100_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
    ],
    ids=["long line", "long folding", "quotes", "colons", "parameters", "lines", "breaks", "links", "tags", "streets"],
)  # fmt: skip
def test_a_bomb_is_read_or_refused_and_the_next_invitation_is_read(bomb: bytes) -> None:
    """Within the test's time limit; nothing of it stays."""
    assert refusal(bomb) in {None, *Refusal}
    assert events(PLAIN)[0].interview.start == WHEN


def test_mutants_of_real_files_are_read_or_refused() -> None:
    """Two thousand of them; `make chaos` does more."""
    files = [content for name, content in corpus("calendar").items() if name.endswith(".ics") and len(content) < 20_000]
    chance = random.Random(20260304)
    outcomes = [refusal(_mutant(chance.choice(files), chance)) for _ in range(2000)]
    assert set(outcomes) <= {None, *Refusal}
    assert outcomes.count(None) > 1000


_BITS = [
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"DTSTART;TZID=", b'TZID:"', b"99999999T999999Z", b"00010101T000000", b"\x00",
    b"\xff\xfe", b";", b":", b'"', b"\r\n ", b"DURATION:P99999999W\r\n", b"mailto:", b"TZOFFSETTO:+9999", b"99991231T235959",
]  # fmt: skip


def _mutant(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        place = chance.randint(0, len(changed))
        match chance.randint(0, 3):
            case 0 if changed:
                changed[place % len(changed)] = chance.randint(0, 255)
            case 1:
                changed[place:place] = chance.choice(_BITS)
            case 2:
                del changed[place : place + chance.randint(1, 60)]
            case _:
                other = chance.randint(0, len(changed))
                changed[place:place] = changed[other : other + chance.randint(1, 200)]
    return bytes(changed)


def test_every_file_of_the_shared_calendars_is_read_or_refused_in_words() -> None:
    """1,251 files of fifteen projects, 0 untyped failures."""
    outcomes = [refusal(content) for content in corpus("calendar").values()]
    assert set(outcomes) <= {None, *Refusal}
    assert outcomes.count(None) > 900
