"""A letter as bytes: what other programs find in it."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.findings import Envelope
from agent.core.people import Person
from agent.errors import Refused
from agent.writing import draft, letters
from tests.writing.briefs import NOTES, PRIYA, brief

ROBIN = Person(name="Robin Ashdown", address="robin.ashdown@example.org")
AT = datetime(2026, 3, 10, 19, 30, tzinfo=UTC)
EXCHANGE = f"<{'A1B2C3D4' * 6}@NAMPRD02.PROD.outlook.example>"  # 80 characters, as Exchange Online makes them
AMAZON = f"<{'0100018e-' * 5}0000000@eu-west-1.amazonses.example>"  # 82 characters, as Amazon SES makes them
OUR_ID = draft.message_id("acme/thank/priya", 1, b"secret", "example.org")


def made(
    parent: Envelope | None = None,
    *,
    sender: Person = ROBIN,
    to: tuple[Person, ...] = (PRIYA,),
    subject: str | None = None,
) -> bytes:
    """The bytes of a usual letter."""
    letter = letters.letter(brief(notes=NOTES, thread=subject))
    return draft.message(letter, sender=sender, to=to, parent=parent, message_id=OUR_ID, date=AT)


def head(raw: bytes) -> dict[str, str]:
    """The header as it is on the wire, unfolded; what is there twice shows."""
    lines = raw.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ").split("\r\n")
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        assert name not in found
        found[name] = value
    return found


def parsed(raw: bytes) -> EmailMessage:
    """As a modern program reads it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_ids_of_these_tests_are_as_long_as_the_real_ones() -> None:
    """80 and 82 characters: longer than the 77 at which the library encodes them."""
    assert (len(EXCHANGE), len(AMAZON)) == (80, 82)


@pytest.mark.parametrize("known", [EXCHANGE, AMAZON])
def test_a_long_id_survives_byte_for_byte(known: str) -> None:
    """No encoded word, no break inside: the thread holds at Exchange and SES (finding 1)."""
    raw = made(Envelope(message_id=known, references=(AMAZON, EXCHANGE), subject="Interview"))
    assert f"In-Reply-To: {known}\r\n".encode() in raw
    assert known.encode() in raw.partition(b"References: ")[2].partition(b"\r\nMIME")[0]
    assert head(raw)["References"].split()[-1] == known
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]


def test_forty_references_are_kept_with_the_parent_last() -> None:
    """Each on a line of its own, in their order."""
    older = tuple(f"<{n:02}.{'x' * 60}@mail.acme.example>" for n in range(40))
    raw = made(Envelope(message_id=EXCHANGE, references=older, subject="Interview"))
    assert tuple(head(raw)["References"].split()) == (*older, EXCHANGE)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_of_very_many_references_the_first_and_the_last_are_kept() -> None:
    """What threads hang on; the middle goes."""
    older = tuple(f"<{n}@acme.example>" for n in range(3000))
    kept = head(made(Envelope(message_id="<p@acme.example>", references=older)))["References"].split()
    assert kept[0] == "<0@acme.example>"
    assert kept[-2:] == ["<2999@acme.example>", "<p@acme.example>"]
    assert len(kept) == 41


def test_the_parent_stands_last_even_when_it_stood_before() -> None:
    """Thunderbird makes In-Reply-To from the last reference (finding 12)."""
    parent = Envelope(
        message_id="<b@acme.example>", references=("<a@acme.example>", "<b@acme.example>", "<c@acme.example>")
    )
    assert draft.references(parent) == ("<a@acme.example>", "<c@acme.example>", "<b@acme.example>")


@pytest.mark.parametrize(
    "broken", ["<>", "<[abc@def]>", "<a b@c>", "no brackets at all <", "<a@b>\r\nBcc: x", "<ä@b>", "<a<b>@c>"]
)
def test_what_is_no_id_is_left_out(broken: str) -> None:
    """A malformed reference does not break the thread or the program."""
    parent = Envelope(message_id="<p@acme.example>", references=("<a@acme.example>", broken))
    assert draft.references(parent) == ("<a@acme.example>", "<p@acme.example>")
    assert "Bcc" not in head(made(parent))


def test_a_parent_without_an_id_makes_a_fresh_thread() -> None:
    """Nothing to refer to: no empty header either."""
    found = head(made(Envelope(message_id="", subject="Interview")))
    assert "References" not in found
    assert "In-Reply-To" not in found


def test_case_and_odd_characters_of_an_id_stay() -> None:
    """Ids are opaque: CAPS, plus signs, dollars, an address literal, and even a missing @."""
    for known in ("<CAB+x$Y=%Z@Mail.GMAIL.example>", "<x@[192.0.2.1]>", "<20260310.ABC>"):
        assert head(made(Envelope(message_id=known)))["In-Reply-To"] == known


def test_there_are_no_headers_but_these() -> None:
    """No Cc, Bcc, X- header, User-Agent or Reply-To: nothing that tells on the user."""
    found = set(head(made(Envelope(message_id="<p@acme.example>", subject="Interview"))))
    assert found == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "In-Reply-To",
        "References",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    }


def test_the_body_is_plain_text_with_one_paragraph_a_line() -> None:
    """UTF-8, CRLF, every line of the transport at most 76 characters, and the text as written."""
    letter = letters.letter(brief(recipient=Person(name="Ana García", address="ana@acme.example")))
    raw = draft.message(letter, sender=ROBIN, to=(PRIYA,), parent=None, message_id=OUR_ID, date=AT)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76
    message = parsed(raw)
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message.get_content().replace("\r\n", "\n") == letters.text(letter)


def test_a_short_ascii_text_needs_no_encoding() -> None:
    """7bit where it is possible."""
    raw = draft.written("Hello", "Short.\n", sender=ROBIN, to=(PRIYA,), message_id=OUR_ID, date=AT)
    assert head(raw)["Content-Transfer-Encoding"] == "7bit"


def test_nothing_of_their_mail_is_quoted() -> None:
    """Their tracking pixel stays in their mail (field guide 7.4)."""
    assert ">" not in parsed(made(Envelope(message_id="<p@acme.example>"))).get_content()


def test_names_that_are_not_ascii_are_written_and_read_back() -> None:
    """RFC 2047: encoded words of at most 75 characters, white space between two of them being none."""
    name = "Zoë Ångström-Żółć Zoë Ångström-Żółć Zoë Ångström-Żółć"
    raw = made(
        sender=Person(name="Róisín O’Neill", address="r@example.org"), to=(Person(name=name, address="z@acme.example"),)
    )
    to, address = parseaddr(head(raw)["To"])
    assert (str(make_header(decode_header(to))), address) == (name, "z@acme.example")
    assert parsed(raw)["From"].addresses[0].display_name == "Róisín O’Neill"
    assert all(len(word) <= 75 for word in raw.partition(b"\r\n\r\n")[0].split() if word.startswith(b"=?"))


def test_the_subject_is_the_threads_own() -> None:
    """With exactly one reply prefix, and readable again where it is not ASCII."""
    raw = made(Envelope(message_id="<p@acme.example>", subject="Re: Gespräch über die Größe — 🎯"))
    assert str(make_header(decode_header(head(raw)["Subject"]))) == "Re: Gespräch über die Größe — 🎯"


INJECTIONS = [
    "Hi\r\nBcc: evil@evil.example",
    "Hi\nBcc: evil@evil.example",
    "Hi\rBcc: evil@evil.example",
    "=?utf-8?q?Hi=0D=0ABcc=3A_evil=40evil.example?=",
    "=?utf-8?b?SGkNCkJjYzogZXZpbEBldmlsLmV4YW1wbGU=?=",
    "Hi\u2028Bcc: evil@evil.example",
    "Hi\x00\x0bBcc: evil@evil.example\x85",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_subject_and_no_name_becomes_a_header(text: str) -> None:
    """A line break becomes a space, and an encoded word is not decoded on the way out (finding 3)."""
    for raw in (
        made(Envelope(message_id="<p@acme.example>", subject=text)),
        made(to=(Person(name=text, address="priya@acme.example"),)),
        made(sender=Person(name=text, address="robin.ashdown@example.org")),
    ):
        assert "Bcc" not in head(raw)
        assert [a.addr_spec for a in parsed(raw)["To"].addresses] == ["priya@acme.example"]


@settings(max_examples=150)
@given(subject=st.text(max_size=300), name=st.text(max_size=120), known=st.text(max_size=90))
def test_whatever_strangers_wrote_the_header_stays_ours(subject: str, name: str, known: str) -> None:
    """Any subject, name and id: the same fields, one each, one recipient."""
    raw = made(
        Envelope(message_id=known, references=(known, EXCHANGE), subject=subject),
        to=(Person(name=name, address="priya@acme.example"),),
    )
    assert set(head(raw)) <= {
        *("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }
    assert [a.addr_spec for a in parsed(raw)["To"].addresses] == ["priya@acme.example"]


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "nobody",
        "a@b@c",
        "a b@c.example",
        "<a@b.example>",
        "a@b.example, c@d.example",
        "x@y.example\r\nBcc: z@z.example",
        '"a"@b.example',
    ],
)
def test_an_address_that_is_none_is_refused(address: str | None) -> None:
    """A letter to nobody is not written, and one to two people neither."""
    with pytest.raises(Refused):
        made(to=(Person(name="Priya", address=address),))


def test_a_letter_to_nobody_is_refused() -> None:
    """An empty To is no letter."""
    with pytest.raises(Refused):
        made(to=())


def test_a_name_that_poses_as_another_address_is_dropped() -> None:
    """Display-name spoofing: only the real address is shown."""
    assert head(made(to=(Person(name="ceo@acme.example", address="priya@acme.example"),)))["To"] == "priya@acme.example"


def test_a_message_id_is_the_same_for_ever_and_tells_nothing() -> None:
    """From the step's key, the revision and the installation's secret; at the user's own domain."""
    known = draft.message_id("acme/thank/priya", 1, b"secret", "Example.ORG")
    assert known == draft.message_id("acme/thank/priya", 1, b"secret", "example.org")
    others = {
        draft.message_id("acme/thank/tom", 1, b"secret", "example.org"),
        draft.message_id("acme/thank/priya", 2, b"secret", "example.org"),
        draft.message_id("acme/thank/priya", 1, b"other", "example.org"),
    }
    assert known not in others
    assert known.endswith("@example.org>")
    assert "acme" not in known


def test_a_domain_that_is_none_is_not_written() -> None:
    """An id stays an id, whatever the settings say."""
    assert draft.message_id("k", 1, b"s", "a\r\nBcc: x").endswith("@mail.invalid>")
    assert draft.message_id("k", 1, b"s", "exämple.example").endswith("@xn--exmple-cua.example>")
