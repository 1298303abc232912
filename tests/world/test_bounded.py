"""A message as far as it is read: what stays, what goes, and that no message takes longer than its length."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.world import bounded
from agent.world.answers import Garbled, Value, values
from agent.world.structure import assembled, has_calendar, sections, structure
from tests.world.mailbox_beds import letter, with_parts

TEXT = "Content-Type: text/plain\r\n\r\nHello"
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hello</p>"
CALENDAR = "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"
PDF = 'Content-Type: application/pdf; name="offer.pdf"\r\n\r\nJVBERi0'
ATTACHED_TEXT = 'Content-Type: text/plain; name="cv.txt"\r\nContent-Disposition: attachment\r\n\r\nsecret'
REPORT = "Content-Type: message/delivery-status\r\n\r\nAction: failed"


@pytest.mark.parametrize("part", [TEXT, HTML, CALENDAR, REPORT, "Content-Type: text/rfc822-headers\r\n\r\nSubject: x"])
def test_texts_calendars_and_reports_stay(part: str) -> None:
    """They are what is read."""
    assert bounded.bounded(with_parts(TEXT, part)) == with_parts(TEXT, part)


@pytest.mark.parametrize(
    "part", [PDF, ATTACHED_TEXT, "Content-Type: image/png\r\n\r\niVBOR", "Content-Type: x/y\r\n\r\nz"]
)
def test_attachments_go_and_their_headers_stay(part: str) -> None:
    """The name of what hangs on a message may matter; its content is nobody's business."""
    header, _, body = part.partition("\r\n\r\n")
    raw = bounded.bounded(with_parts(TEXT, part))
    assert header.encode() in raw
    assert body.encode() not in raw.split(header.encode())[1]


@pytest.mark.parametrize(
    "header",
    [
        "Content-Type: text/calendar",
        "Content-Type: TEXT/CALENDAR; charset=utf-8",
        "Content-Type: application/ics; name=invite.ics",
        'Content-Type: application/octet-stream;\r\n\tname="Invite.ICS"',
        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''invite.ics",
    ],
)
def test_a_calendar_is_known_by_type_or_by_name(header: str) -> None:
    """Attached or not, folded or not, in whatever letters."""
    raw = with_parts(TEXT, f"{header}\r\n\r\nBEGIN:VCALENDAR")
    assert bounded.has_calendar(raw)
    assert bounded.bounded(raw) == raw


def test_words_about_a_calendar_are_no_calendar() -> None:
    """In a text, or in a subject."""
    raw = with_parts("Content-Type: text/plain\r\n\r\nContent-Type: text/calendar; see invite.ics")
    assert not bounded.has_calendar(raw)
    assert not bounded.has_calendar(letter(subject="Your file invite.ics", text="x"))


def test_lines_that_end_in_any_way_are_understood() -> None:
    """A file may have the system's own line ends."""
    raw = with_parts(TEXT, CALENDAR, PDF).replace(b"\r\n", b"\n")
    assert bounded.has_calendar(raw)
    assert b"JVBERi0" not in bounded.bounded(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"no header at all",
        b"Subject: x",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\nnot a single part",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nno end",
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n',
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n--b\r\nafter the end",
        b"Content-Type: message/rfc822\r\n\r\n",
        b"\x00\xff" * 100,
    ],
)
def test_what_is_hardly_a_message_is_still_read(raw: bytes) -> None:
    """Without an error, and never longer than it was (but for the ends that it lacks)."""
    assert len(bounded.bounded(raw)) <= len(raw) + 16
    assert isinstance(bounded.has_calendar(raw), bool)


@given(st.binary(max_size=400), st.integers(0, 300))
def test_no_octets_anywhere_in_a_message_are_too_much(octets: bytes, at: int) -> None:
    """A property: any message with anything in it is read."""
    raw = with_parts(TEXT, CALENDAR, PDF)
    assert len(bounded.bounded(raw[:at] + octets + raw[at:])) <= len(raw) + len(octets) + 32


BOMBS: dict[str, Callable[[int], bytes]] = {
    "delimiters": lambda n: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * n,
    "half delimiters": lambda n: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--bb\r\n" * n,
    "folds": lambda n: b"Content-Type: text/plain;" + b"\r\n " * n + b"\r\n\r\nx",
    "parameters": lambda n: b"Content-Type: multipart/mixed" + b"; boundary" * n + b"\r\n\r\nx",
    "empty lines": lambda n: b"Subject: x" + b"\n" * n,
    "nesting": lambda n: b"Content-Type: message/rfc822\r\n\r\n" * n,
    "fields": lambda n: b"Content-Type: a/b\r\n" * n + b"\r\n",
    "returns": lambda n: b"Subject: x" + b"\r" * n,
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_no_message_takes_longer_than_its_length(bomb: Callable[[int], bytes]) -> None:
    """A megabyte and more of each, within the test's time limit; a quadratic reading would take hours."""
    raw = bomb(300_000)
    assert len(bounded.bounded(raw)) <= len(raw) + 16
    assert not bounded.has_calendar(raw)


def test_a_message_has_at_most_so_many_parts_and_octets() -> None:
    """500 parts, four megabytes."""
    many = bounded.bounded(with_parts(*[TEXT] * 2000))
    assert many.count(b"--frontier\r\n") == bounded.PARTS
    much = bounded.bounded(with_parts(*["Content-Type: text/plain\r\n\r\n" + "x" * 900_000] * 8))
    assert len(much) <= bounded.WHOLE


# ── the same from BODYSTRUCTURE ──────────────────────────────────────────────────────────────────────────────────


def described(text: str) -> Value:
    """BODYSTRUCTURE as a server says it."""
    return values([text.encode()])[0]


PLAIN = '("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 5 1 NIL NIL NIL NIL)'
PICTURE = '("image" "png" ("name" "x.png") NIL NIL "base64" 90000 NIL ("attachment" ("filename" "x.png")) NIL NIL)'
ICS = '("application" "octet-stream" NIL NIL NIL "base64" 400 NIL ("attachment" ("filename" "Invite.ics")) NIL NIL)'
MIXED = f'({PLAIN}{PICTURE}{ICS} "mixed" ("boundary" "frontier") NIL NIL NIL)'


def test_only_what_is_read_is_asked_for() -> None:
    """The header, every part's own header, the text and the calendar; not the picture."""
    assert dict(sections(structure(described(MIXED)))) == {
        "HEADER": bounded.HEADER,
        "1.MIME": bounded.PART_HEADER,
        "1": 5,
        "2.MIME": bounded.PART_HEADER,
        "3.MIME": bounded.PART_HEADER,
        "3": 400,
    }
    assert has_calendar(structure(described(MIXED)))


def test_a_single_part_is_part_one() -> None:
    """RFC 3501 section 6.4.5: a message without parts has one all the same."""
    assert dict(sections(structure(described(PLAIN)))) == {"HEADER": bounded.HEADER, "1": 5}


def test_a_message_in_a_message_shares_its_number() -> None:
    """Its parts are 2.1 and 2.2; of a single one it is 2.1, and its header is 2.HEADER."""
    envelope = "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
    for inner, expected in ((MIXED, {"2.1", "2.3"}), (PLAIN, {"2.1"})):
        message = f'("message" "rfc822" NIL NIL NIL "7bit" 999 {envelope} {inner} 20 NIL NIL NIL NIL)'
        wanted = dict(sections(structure(described(f'({PLAIN}{message} "mixed" ("boundary" "b") NIL NIL NIL)'))))
        assert {name for name in wanted if name.startswith("2.") and name[2:].isdigit()} == expected
        assert "2.HEADER" in wanted


def test_a_message_is_put_together_from_its_sections() -> None:
    """In the order and with the delimiters of the whole one."""
    got = {
        "HEADER": b'Content-Type: multipart/mixed; boundary="frontier"\r\n\r\n',
        "1.MIME": b"Content-Type: text/plain\r\n\r\n",
        "1": b"Hello",
        "2.MIME": b"Content-Type: image/png\r\n\r\n",
        "3.MIME": b"Content-Type: text/calendar\r\n\r\n",
        "3": b"BEGIN:VCALENDAR",
    }
    raw = assembled(structure(described(MIXED)), got)
    assert raw == bounded.bounded(raw).replace(b"image/png\r\n\r\n--", b"image/png\r\n\r\n\r\n--")
    assert raw.endswith(b"--frontier\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--frontier--\r\n")


@pytest.mark.parametrize(
    "text", ["NIL", "()", '("text")', f'({PLAIN} "mixed" NIL)', f"({PLAIN})", "(" * 55 + PLAIN + ")" * 55, "x", "12"]
)
def test_a_structure_that_makes_no_sense_is_called_that(text: str) -> None:
    """Then the message is cut off instead of taken apart."""
    with pytest.raises(Garbled):
        structure(described(text))
