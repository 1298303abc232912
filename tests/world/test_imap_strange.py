"""IMAP servers that are not honest, not well, or merely old."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world.imap import ImapMailbox
from agent.world.ports import Cursor, Folder
from agent.world.transport import Patience
from tests.world.mailbox_beds import LONG_AGO, Opened, letter
from tests.world.scripted_server import ScriptedServer


def drip(_: bytes, __: bytes) -> Iterator[bytes]:
    """One octet now and then, for ever."""
    while True:
        time.sleep(0.05)
        yield b"*"


def flood(_: bytes, __: bytes) -> Iterator[bytes]:
    """The same notice, for ever."""
    return itertools.repeat(b"* 1 EXISTS\r\n" * 5000)


def endless_line(_: bytes, __: bytes) -> Iterator[bytes]:
    """A line without an end."""
    return itertools.repeat(b"x" * 100_000)


def only(command: bytes, what: Callable[[bytes, bytes], bytes | Iterator[bytes] | None]) -> ScriptedServer:
    """A server with one message that does this at one command, and is honest otherwise."""

    def answer(said: bytes, arguments: bytes) -> bytes | Iterator[bytes] | None:
        if said == command:
            return what(said, arguments)
        return b"* SEARCH 1\r\n" if said == b"UID SEARCH" else None

    return ScriptedServer(answer)


HOSTILE = {
    "never greets": ScriptedServer(greeting=b""),
    "greets with rubbish": ScriptedServer(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "drips": only(b"EXAMINE", drip),
    "floods": only(b"EXAMINE", flood),
    "never ends a line": only(b"EXAMINE", endless_line),
    "says nothing": only(b"EXAMINE", lambda *_: iter([])),
    "announces four gigabytes": only(b"UID FETCH", lambda *_: b"* 1 FETCH (UID 1 BODY[] {4294967296}\r\n"),
    "ends within a literal": only(b"UID FETCH", lambda *_: iter([b"* 1 FETCH (UID 1 BODY[] {500}\r\nabc"])),
    "says goodbye": only(b"UID SEARCH", lambda *_: iter([b"* BYE [UNAVAILABLE] going down\r\n"])),
    "answers another tag": only(b"UID SEARCH", lambda *_: iter([b"ZZZZ9 OK done\r\n"])),
    "is not IMAP": ScriptedServer(capabilities=b"POP3"),
}


@pytest.mark.parametrize("server", HOSTILE.values(), ids=HOSTILE)
def test_a_server_that_misbehaves_is_out_of_reach(server: ScriptedServer, opened: Opened) -> None:
    """F10: within a bounded time and a bounded memory, and never as an empty answer."""
    with server, pytest.raises(Unreachable):
        opened(server.server).news(Folder.INBOX, None, LONG_AGO)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"NO [AUTHENTICATIONFAILED] wrong", NeedsUser),
        (b"NO [AUTHORIZATIONFAILED] not here", NeedsUser),
        (b"NO [EXPIRED] renew it", NeedsUser),
        (b"NO Invalid credentials (Failure)", NeedsUser),
        (b"NO [UNAVAILABLE] database is down", Unreachable),
        (b"NO [LIMIT] too many sessions", Unreachable),
        (b"NO [THROTTLED] slow down", Unreachable),
        (b"NO [ALERT] Too many simultaneous connections. (Failure)", Unreachable),
        (b"NO User is authenticated but not connected.", Unreachable),
        (b"NO Temporary authentication failure", Unreachable),
        (b"BAD what?", NeedsUser),
    ],
)
def test_only_what_is_surely_about_the_password_is_the_users_affair(
    said: bytes, error: type[Exception], opened: Opened
) -> None:
    """F19: a busy server is no wrong password, and a lock-out would be our fault."""
    server = ScriptedServer(lambda command, _: iter([b"TAG " + said + b"\r\n"]) if command == b"AUTHENTICATE" else None)
    with server, pytest.raises(error) as raised:
        opened(server.server).mark(Folder.INBOX)
    assert raised.type is error


def test_a_connection_that_breaks_while_signing_in_is_no_wrong_password(opened: Opened) -> None:
    """IMAPClient's own sign-in takes it for one."""
    server = ScriptedServer(lambda command, _: iter([b"* BYE\r\n"]) if command == b"AUTHENTICATE" else None)
    with server, pytest.raises(Unreachable):
        opened(server.server).mark(Folder.INBOX)


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        (b"NO [OVERQUOTA] full", Refused, "full"),
        (b"NO [TRYCREATE] no such folder", Refused, "not there"),
        (b"NO [NOPERM] no", Refused, "permission"),
        (b"NO [READ-ONLY] no", Refused, "written"),
        (b"NO [SERVERBUG] internal error", Unreachable, "fault of its own"),
        (b"NO [INUSE] locked", Unreachable, "in use"),
        (b"NO something about secret@example.org", Refused, "no reason"),
        (b"BAD no", Refused, "no reason"),
    ],
)
def test_what_an_append_is_refused_for_decides_what_happens_next(
    said: bytes, error: type[Exception], words: str, opened: Opened
) -> None:
    """Parked, or tried again; the server's own words are not repeated, they may name somebody."""
    server = ScriptedServer(lambda command, _: iter([b"TAG " + said + b"\r\n"]) if command == b"APPEND" else None)
    with server, pytest.raises(error, match=words) as raised:
        opened(server.server).append(Folder.DRAFTS, letter())
    assert "secret@" not in str(raised.value)


def test_a_throttled_mailbox_is_left_alone_for_a_while(opened: Opened) -> None:
    """How long is said in seconds."""
    server = ScriptedServer(lambda command, _: iter([b"TAG NO [THROTTLED] x\r\n"]) if command == b"EXAMINE" else None)
    with server, pytest.raises(Unreachable) as raised:
        opened(server.server).mark(Folder.INBOX)
    assert raised.value.retry_after == 300


def test_an_append_whose_literal_the_server_does_not_want_sends_none_of_it(opened: Opened) -> None:
    """The letter's lines would be taken for commands."""
    server = ScriptedServer(lambda command, _: iter([b"TAG NO [OVERQUOTA] full\r\n"]) if command == b"APPEND" else None)
    with server:
        mailbox = opened(server.server)
        with pytest.raises(Refused):
            mailbox.append(Folder.DRAFTS, letter(text="X1 DELETE INBOX"))
        mailbox.mark(Folder.INBOX)
        assert not any(b"DELETE" in line for line in server.heard)


GOOD = (
    b'* 1 FETCH (UID 1 FLAGS () INTERNALDATE "04-Mar-2026 12:00:00 +0000" RFC822.SIZE 90 '
    b'BODY[HEADER]<0> {15}\r\nSubject: Hi\r\n\r\n BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 5 1))\r\n'
)
BROKEN_STRUCTURES = {
    "unclosed": b"((((",
    "too deep": b"(" * 5000 + b")" * 5000,
    "quotes": b'("text" "plain" ("name" "\\")',
    "rubbish": b"]]]}",
    "too long": b'("text" "plain" ("name" "' + b"x" * 2_000_000 + b'") NIL NIL "7bit" 5 1)',
    "nothing": b"NIL",
    "numbers": b"(1 2 3)",
}


@pytest.mark.parametrize("structure", BROKEN_STRUCTURES.values(), ids=BROKEN_STRUCTURES)
def test_one_messages_broken_structure_spoils_no_other(structure: bytes, opened: Opened) -> None:
    """I3: the message itself is still there, to be read as far as it can be."""
    bad = (
        b'* 2 FETCH (UID 2 FLAGS () INTERNALDATE "04-Mar-2026 12:00:00 +0000" RFC822.SIZE 90 '
        b"BODY[HEADER]<0> {16}\r\nSubject: Bad\r\n\r\n"
    )

    def answer(command: bytes, arguments: bytes) -> bytes | None:
        if command == b"UID SEARCH":
            return b"* SEARCH 1 2\r\n"
        if command == b"UID FETCH" and b"BODYSTRUCTURE" in arguments:
            return GOOD + bad + b" BODYSTRUCTURE " + structure + b")\r\n"
        if command == b"UID FETCH":
            return bad + b")\r\n"
        return None

    with ScriptedServer(answer) as server:
        heads = opened(server.server).heads(Folder.INBOX, LONG_AGO)
    assert [head.header for head in heads] == [b"Subject: Hi\r\n\r\n", b"Subject: Bad\r\n\r\n"]
    assert [head.has_calendar for head in heads] == [False, True]


def test_too_much_structure_is_done_without(opened: Opened) -> None:
    """Some mails have structures of many megabytes: then the heads of that lot come without, over a new connection."""

    def answer(command: bytes, arguments: bytes) -> bytes | Iterator[bytes] | None:
        if command == b"UID SEARCH":
            return b"* SEARCH 1\r\n"
        if command == b"UID FETCH" and b"BODYSTRUCTURE" in arguments:
            return itertools.repeat(b"x" * 1_000_000)
        return GOOD if command == b"UID FETCH" else None

    with ScriptedServer(answer) as server:
        (head,) = opened(server.server).heads(Folder.INBOX, LONG_AGO)
        assert server.connections == 2
    assert head.header.startswith(b"Subject: Hi")


def test_a_message_that_the_server_has_but_does_not_hand_out_is_not_skipped(opened: Opened) -> None:
    """I2: it is passed on empty, to be set aside with a note; silence would lose it."""

    def answer(command: bytes, _: bytes) -> bytes | None:
        return {b"UID SEARCH": b"* SEARCH 1 2\r\n", b"UID FETCH": GOOD}.get(command)

    with ScriptedServer(answer) as server:
        news = opened(server.server).news(Folder.INBOX, Cursor(7, 0), LONG_AGO)
    assert [head.ref.uid for head in news.heads] == [1, 2]
    assert news.heads[1].header == b""


def test_no_conversation_however_garbled_is_more_than_out_of_reach() -> None:
    """500 conversations with octets changed, lost and doubled: one of our errors, or an answer, each within its time."""
    chance = random.Random(20260304)
    said = {
        b"EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 2] next\r\n",
        b"UID SEARCH": b"* SEARCH 1\r\n",
        b"UID FETCH": GOOD,
        b"LIST": b'* LIST (\\Sent) "/" Sent\r\n* LIST (\\Drafts) "/" {6}\r\nDrafts\r\n* LIST () "/" INBOX\r\n',
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN UIDPLUS SPECIAL-USE LIST-EXTENDED\r\n",
    }

    def garbled(command: bytes, _: bytes) -> Iterator[bytes] | None:
        if command not in said:
            return None
        text = bytearray(said[command] + b"TAG OK done\r\n")
        for _times in range(chance.choice([0, 0, 1, 2])):
            at = chance.randrange(len(text))
            text[at : at + chance.choice([0, 1, 1, 4])] = chance.choice(
                [b"", b"(", b'"', b"\r\n", b"{9}", b"\xff", b"7" * 5000]
            )
        return iter([bytes(text)])

    answered, failed = 0, 0
    with ScriptedServer(garbled) as server:
        hasty = replace(server.server, patience=Patience(connect=1, octet=0.1, answer=0.2))
        for _ in range(500):
            mailbox = ImapMailbox(hasty, account="imap")
            try:
                mailbox.news(Folder.INBOX, None, LONG_AGO)
                answered += 1
            except (Unreachable, Refused, NeedsUser):
                failed += 1
            mailbox.close()
    assert answered + failed == 500
    assert min(answered, failed) > 40


def test_a_moment_that_makes_no_sense_keeps_the_message_in_the_window(opened: Opened) -> None:
    """Better looked at once too often."""
    odd = GOOD.replace(b"04-Mar-2026 12:00:00 +0000", b"99-Foo-0000 99:99:99 +9999")
    answers = {b"UID SEARCH": b"* SEARCH 1\r\n", b"UID FETCH": odd}
    with ScriptedServer(lambda command, _: answers.get(command)) as server:
        assert len(opened(server.server).heads(Folder.INBOX, LONG_AGO)) == 1


def test_a_server_that_does_not_tell_uidnext_is_asked_for_its_messages(opened: Opened) -> None:
    """RFC 3501 does not insist on it; the cursor still lies behind everything that is there."""

    def answer(command: bytes, arguments: bytes) -> bytes | None:
        if command == b"EXAMINE":
            return b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n"
        if command == b"UID SEARCH":
            return b"* SEARCH 5 9 12\r\n" if arguments == b"ALL" else b"* SEARCH\r\n"
        return None

    with ScriptedServer(answer) as server:
        assert opened(server.server).news(Folder.INBOX, None, LONG_AGO).cursor == Cursor(7, 12)


def test_a_server_without_lasting_numbers_cannot_be_used(opened: Opened) -> None:
    """Nothing could be remembered of it."""
    server = ScriptedServer(lambda command, _: b"* 3 EXISTS\r\n" if command == b"EXAMINE" else None)
    with server, pytest.raises(Refused, match="lasting"):
        opened(server.server).mark(Folder.INBOX)
