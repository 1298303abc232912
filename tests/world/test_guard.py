"""The allow-list for every line that leaves (S4): its forms, one by one."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.world.guard import FORMS, MAX_LINE, Forbidden, Guard
from agent.world.ports import Folder

ALLOWED = [
    b"A1 CAPABILITY",
    b"A1 NOOP",
    b"A1 LOGOUT",
    b"A1 STARTTLS",
    b'A1 LOGIN "me@example.org" "a \\"quoted\\" word"',
    b"A1 AUTHENTICATE PLAIN",
    b'A1 LIST "" "*"',
    b'A1 LIST "" "*" RETURN (SPECIAL-USE)',
    b'A1 EXAMINE "INBOX"',
    b'A1 EXAMINE "Drafts"',
    b'A1 EXAMINE "Entw&APw-rfe \\"neu\\""',
    b'A1 SELECT "Drafts"',
    b"A1 UID FETCH 1,3:5,9 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.16384> BODYSTRUCTURE)",
    b"A1 UID FETCH 1 (UID BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (DATE FROM MESSAGE-ID)]<0.16384>)",
    b"A1 UID FETCH 12 (UID BODY.PEEK[])",
    b"A1 UID FETCH 12 (UID BODY.PEEK[1.2.MIME]<0.16384> BODY.PEEK[3.HEADER]<0.16384> BODY.PEEK[2]<0.9>)",
    b"A1 UID SEARCH ALL",
    b"A1 UID SEARCH SINCE 1-Mar-2026",
    b"A1 UID SEARCH UID 5:*",
    b"A1 UID SEARCH UID 5,7:9",
    b'A1 APPEND "Drafts" (\\Draft \\Seen) {120}',
    b"A1 IDLE",
    b'A1 NOTIFY SET STATUS (MAILBOXES ("INBOX" "Drafts") (MessageNew MessageExpunge))',
]

FORBIDDEN = [
    b"",
    b"A1",
    b"A1 ",
    b"A1 DELETE INBOX",
    b'A1 CREATE "x"',
    b'A1 RENAME "INBOX" "x"',
    b"A1 EXPUNGE",
    b"A1 CLOSE",
    b"A1 UID MOVE 1:* Sent",
    b"A1 UID COPY 1 Sent",
    b"A1 UID EXPUNGE 1",
    b"A1 UID STORE 1 +FLAGS.SILENT (\\Deleted)",
    b"A1 UID FETCH 1 (BODY[])",
    b"A1 UID FETCH 1 (BODY[HEADER])",
    b"A1 UID FETCH 1 (RFC822)",
    b"A1 UID FETCH 1 (RFC822.TEXT)",
    b"A1 UID FETCH 1:* (FLAGS)",
    b"A1 FETCH 1 (FLAGS)",
    b"A1 STORE 1 +FLAGS (\\Deleted)",
    b'A1 SELECT "INBOX"',
    b'A1 SELECT "Sent"',
    b"A1 SELECT Drafts",
    b'A1 EXAMINE "Somewhere"',
    b'A1 EXAMINE "Drafts" (CONDSTORE)',
    b'A1 STATUS "INBOX" (MESSAGES)',
    b'A1 APPEND "INBOX" () {10}',
    b'A1 APPEND "Sent" () {10}',
    b'A1 APPEND "Drafts" () {10}',
    b'A1 APPEND "Drafts" (\\Draft \\Seen) {10+}',
    b'A1 APPEND "Drafts" (\\Draft) {10}',
    b"A1 UID SEARCH HEADER Message-ID <1@example.com>",
    b'A1 UID SEARCH TEXT "x"',
    b"A1 UID SEARCH CHARSET UTF-8 ALL",
    b'A1 LIST "" "%"',
    b'A1 SETACL "INBOX" anyone lrswipkxtea',
    b"A1 COMPRESS DEFLATE",
    b'A1 NOTIFY SET STATUS (MAILBOXES ("INBOX" "Somewhere") (MessageNew MessageExpunge))',
    b"DONE",
    b'a1 EXAMINE "INBOX"',
    b'A1 examine "INBOX"',
    b"A1 NOOP ",
    b"A1  NOOP",
    b"A1 NOOP x",
    b"A1 LOGIN me hunter2",
    'A1 EXAMINE "Entwürfe"'.encode(),
    b'A1 EXAMINE "INBOX\x00"',
    b'A1 EXAMINE "INBOX\t"',
    b"A1 AUTHENTICATE PLAIN AGEAYg==",
]


def guard(**options: Any) -> Guard:
    """A guard that knows the usual folders."""
    made = Guard(**options)
    for folder, name in ((Folder.INBOX, b"INBOX"), (Folder.SENT, b"Sent"), (Folder.DRAFTS, b"Drafts")):
        made.know(folder, name)
    made.know(Folder.DRAFTS, b'Entw&APw-rfe "neu"')
    return made


@pytest.mark.parametrize("line", ALLOWED, ids=lambda line: line.decode()[3:40])
def test_what_is_needed_may_leave(line: bytes) -> None:
    """Every form that is used passes unchanged."""
    assert guard().admit(line + b"\r\n") == line + b"\r\n"


@pytest.mark.parametrize("line", FORBIDDEN, ids=lambda line: repr(line)[2:40])
def test_everything_else_may_not(line: bytes) -> None:
    """Other verbs, other forms, other folders, other letters."""
    with pytest.raises(Forbidden):
        guard().admit(line + b"\r\n")


@pytest.mark.parametrize("line", ALLOWED, ids=lambda line: line.decode()[3:40])
@pytest.mark.parametrize(
    "end", [b"\r\nA2 DELETE INBOX\r\n", b"\rA2 DELETE INBOX\r\n", b"\nA2 DELETE INBOX\r\n", b"\x00\r\n"]
)
def test_nothing_rides_along_on_an_allowed_line(line: bytes, end: bytes) -> None:
    """One clean line at a time, however it is begun."""
    with pytest.raises(Forbidden):
        guard().admit(line + end)


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_line_leaves_only_when_it_is_whole(cut: int) -> None:
    """IMAPClient sends some commands in pieces: nothing goes out before the last one was seen."""
    line = b"A1 UID SEARCH SINCE 1-Mar-2026\r\n"
    made = guard()
    assert made.admit(line[:cut]) == b""
    assert made.admit(line[cut:]) == line


def test_an_overlong_line_is_refused() -> None:
    """8,192 octets is what servers take."""
    with pytest.raises(Forbidden):
        guard().admit(b"A1 UID SEARCH UID " + b",".join([b"1234567"] * 1100) + b"\r\n")
    assert len(b",".join([b"1234567"] * 1100)) > MAX_LINE


def test_only_a_draft_can_be_marked_and_removed_and_only_one_at_a_time() -> None:
    """STORE and EXPUNGE pass after SELECT of Drafts, with one number, and no longer after the next folder is opened."""
    made = guard()
    made.admit(b'A1 SELECT "Drafts"\r\n')
    made.admit(b"A2 UID STORE 7 +FLAGS.SILENT (\\Deleted)\r\n")
    made.admit(b"A3 UID EXPUNGE 7\r\n")
    for line in (
        b"A4 UID EXPUNGE 7,8",
        b"A4 UID EXPUNGE 7:8",
        b"A4 UID EXPUNGE *",
        b"A4 UID STORE 7 +FLAGS.SILENT (\\Seen)",
        b"A4 UID STORE 7 -FLAGS.SILENT (\\Deleted)",
        b"A4 UID STORE 1:9 +FLAGS.SILENT (\\Deleted)",
    ):
        with pytest.raises(Forbidden):
            made.admit(line + b"\r\n")
    made.admit(b'A5 EXAMINE "Drafts"\r\n')
    with pytest.raises(Forbidden):
        made.admit(b"A6 UID EXPUNGE 7\r\n")


def test_a_draft_of_a_folder_that_is_no_longer_known_cannot_be_removed() -> None:
    """The folders were renamed while Drafts was open."""
    made = guard()
    made.admit(b'A1 SELECT "Drafts"\r\n')
    made.forget_folders()
    with pytest.raises(Forbidden):
        made.admit(b"A2 UID EXPUNGE 7\r\n")


def test_a_message_leaves_only_when_the_server_asked_for_it_and_as_announced() -> None:
    """A literal is as long as it was said to be, has no zero octet, and is followed by a line break and nothing else."""
    made = guard()
    made.admit(b'A1 APPEND "Drafts" (\\Draft \\Seen) {5}\r\n')
    made.continued()
    assert made.admit(b"a\r\nb\n") == b"a\r\nb\n"
    with pytest.raises(Forbidden):
        made.admit(b"A2 DELETE INBOX\r\n")


@pytest.mark.parametrize("literal", [b"abcd", b"abcdef", b"ab\x00de"])
def test_a_message_other_than_announced_does_not_leave(literal: bytes) -> None:
    """The rest of a longer one would be commands."""
    made = guard()
    made.admit(b'A1 APPEND "Drafts" (\\Draft \\Seen) {5}\r\n')
    made.continued()
    with pytest.raises(Forbidden):
        made.admit(literal)


def test_a_message_that_the_server_does_not_want_is_checked_like_any_line() -> None:
    """After NO instead of `+` the octets of the message would be read as commands."""
    made = guard()
    made.admit(b'A1 APPEND "Drafts" (\\Draft \\Seen) {17}\r\n')
    with pytest.raises(Forbidden):
        made.admit(b"A2 DELETE INBOX\r\n")
    assert made.admit(b"A2 NOOP\r\n")


def test_the_inbox_takes_the_users_prompt_where_that_was_chosen_and_nothing_else() -> None:
    """Without flags, so that it is new to the user; Sent never."""
    made = guard(prompt_in_inbox=True)
    assert made.admit(b'A1 APPEND "INBOX" () {5}\r\n')
    for line in (
        b'A2 APPEND "Sent" () {5}\r\n',
        b'A2 APPEND "INBOX" (\\Draft \\Seen) {5}\r\n',
        b'A2 SELECT "INBOX"\r\n',
    ):
        with pytest.raises(Forbidden):
            made.admit(line)


def test_during_idle_only_its_end_may_leave() -> None:
    """Anything else would be taken for it, or worse."""
    made = guard()
    made.admit(b"A1 IDLE\r\n")
    with pytest.raises(Forbidden):
        made.admit(b"A2 NOOP\r\n")
    assert made.admit(b"DONE\r\n") == b"DONE\r\n"
    assert made.admit(b"A2 NOOP\r\n")


def test_a_sign_in_is_answered_with_base64_alone() -> None:
    """What follows AUTHENTICATE is one word, or a command of its own."""
    made = guard()
    made.admit(b"A1 AUTHENTICATE PLAIN\r\n")
    assert made.admit(b"AG1lAGh1bnRlcjI=") == b""
    assert made.admit(b"\r\n") == b"AG1lAGh1bnRlcjI=\r\n"
    with pytest.raises(Forbidden):
        made.admit(b"DELETE INBOX\r\n")


def test_a_complaint_names_nothing_of_what_was_said() -> None:
    """It may be printed and logged: no password, no address, no words of a mail."""
    with pytest.raises(Forbidden) as complaint:
        guard().admit(b'A1 LOGIN "me@example.org" hunter2\r\n')
    assert "hunter2" not in str(complaint.value)
    assert "me@" not in str(complaint.value)


@pytest.mark.parametrize("name", [b"", b"x" * 1001, b"a\r\nb", b"a\nb", b"a\x00b", b"\x7f", "Entwürfe".encode()])
def test_a_name_that_could_not_be_sent_is_never_known(name: bytes) -> None:
    """A server may list what it likes."""
    with pytest.raises(Forbidden):
        guard().know(Folder.DRAFTS, name)


def test_there_are_at_most_sixteen_verbs() -> None:
    """S4: the list stays one that can be read at a glance."""
    assert len(FORMS) + 1 <= 16  # DONE carries no tag


@given(st.binary(max_size=60), st.sampled_from(ALLOWED))
def test_no_octets_put_into_an_allowed_line_make_two_of_it(octets: bytes, line: bytes) -> None:
    """Whatever is put in anywhere: what leaves is one line, printable, with one of the verbs."""
    for at in range(0, len(line), 5):
        with contextlib.suppress(Forbidden):
            left = guard().admit(line[:at] + octets + line[at:] + b"\r\n")
            assert re.fullmatch(rb"[A-Z]+\d+ (%s)( [\x20-\x7e]*)?\r\n" % b"|".join(FORMS), left)
