"""A thousand hostile words, as strangers write them into headers, and a real server that must never hear them (S4)."""

from __future__ import annotations

import contextlib
import itertools
import random
import re
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from agent.errors import AfterwordError, NeedsUser
from agent.world.guard import FORMS, Forbidden, Guard
from agent.world.imap import ImapMailbox
from agent.world.ports import Folder
from agent.world.session import Server, sign_in
from tests.servers.dovecot import Dovecot, MailboxUser
from tests.world.mailbox_beds import LONG_AGO, NAMES, DovecotBed, letter
from tests.world.recorder import Recorder

PAYLOADS = (
    "X1 UID MOVE 1:* Sent",
    "X1 DELETE Sent",
    "X1 CREATE pwned",
    "X1 UID STORE 1:* +FLAGS (\\Deleted)",
    "X1 EXPUNGE",
    "X1 RENAME INBOX pwned",
    "X1 APPEND INBOX {3}\r\nabc",
    "X1 SETACL INBOX anyone lrswipkxtea",
)
BREAKS = (
    "\r\n",
    "\n",
    "\r",
    '"\r\n',
    '\\"\r\n',
    "{3}\r\n",
    "{3+}\r\n",
    ")\r\n",
    "\x00\r\n",
    " \r\n",
    "\u2028",
    "\x85",
    "&AA0ACg-",
)


def hostile(count: int) -> Iterator[str]:
    """Words as a stranger would put them into a Message-ID, a subject or a folder's name."""
    chance = random.Random(20260304)
    shapes = itertools.cycle(["<a{0}{1}{0}@example.com>", "{0}{1}{0}", '"{0}{1}', "x{0}{1}\r\n", "({0}{1})", "*{0}{1}"])
    for shape in itertools.islice(shapes, count):
        yield shape.format(chance.choice(BREAKS), chance.choice(PAYLOADS))


def foreign(lines: list[bytes]) -> list[bytes]:
    """Lines that no form explains; literals and base64 have been taken out."""
    forms = rb"[A-Z]+\d+ (?:%s)(?: [\x20-\x7e]*)?|DONE|[A-Za-z0-9+/=]*" % b"|".join(FORMS)
    return [line for line in lines if not re.fullmatch(forms, line) or b"X1 " in line]


@pytest.fixture
def recorded(mailbox_user: MailboxUser) -> Iterator[tuple[Recorder, Server]]:
    """A way to the real server on which every octet is written down."""
    with Recorder(mailbox_user.port) as recorder:
        yield (
            recorder,
            Server(
                host="127.0.0.1",
                port=recorder.port,
                user=mailbox_user.address,
                password=lambda: mailbox_user.password,
                tls="none",
            ),
        )


def ways(client: Any, wire: Any, word: str) -> list[Callable[[], object]]:
    """Ways in which careless code would let a stranger's word reach the server."""
    return [
        lambda: client.search(["HEADER", "Message-ID", word]),
        lambda: client.search(["SUBJECT", word.encode("utf-8", "replace")]),
        lambda: client.search(f'HEADER Message-ID "{word}"'),
        lambda: client.select_folder(word),
        lambda: client.append(word, b"abc", ()),
        lambda: client.folder_status(word),
        lambda: wire.uid("SEARCH", "HEADER", "Message-ID", word),
        lambda: wire.send(word.encode() + b"\r\n"),
        lambda: wire.select(f'"{word}"', readonly=True),
        lambda: client.fetch([1], [word]),
    ]


def test_a_thousand_hostile_words_never_reach_the_server(
    dovecot: Dovecot, mailbox_user: MailboxUser, recorded: tuple[Recorder, Server]
) -> None:
    """A Message-ID of a received mail once moved a whole inbox: here 0 foreign lines in 1,000 words and 10,000 tries."""
    recorder, server = recorded
    bed = DovecotBed(dovecot, mailbox_user)
    bed.deliver(letter())
    before = bed.seen_by_others(Folder.INBOX)
    session = sign_in(server, Guard(prompt_in_inbox=True))
    for folder, name in NAMES.items():
        session.guard.know(folder, name.encode())
    kept, tries, forbidden = 0, 0, 0
    for word in hostile(1000):
        for way in ways(session.client, session.wire, word):
            tries += 1
            try:
                way()
            except (AfterwordError, ValueError, OSError, session.wire.error) as error:
                kept += 1
                forbidden += isinstance(error, Forbidden)
                session.wire.state = "SELECTED"  # as if the folder were open, so that the library does not hold it back
    session.leave()
    bed.mailbox.close()
    assert (tries, kept) == (10_000, 10_000)
    assert forbidden > 5_000  # the others did not get past the library
    assert foreign(recorder.lines) == []
    assert bed.seen_by_others(Folder.INBOX) == before


class OpenGuard(Guard):
    """One that does not look."""

    def admit(self, data: bytes) -> bytes:
        return data


def test_without_the_guard_they_would(
    dovecot: Dovecot, mailbox_user: MailboxUser, recorded: tuple[Recorder, Server]
) -> None:
    """The danger is real, and this recorder would show it: one search for a Message-ID empties the inbox."""
    recorder, server = recorded
    bed = DovecotBed(dovecot, mailbox_user)
    bed.deliver(letter())
    session = sign_in(server, OpenGuard())
    session.wire.select('"INBOX"')
    with contextlib.suppress(session.wire.error):
        cast("Any", session.client).search(["HEADER", "Message-ID", "<a\r\nX1 UID MOVE 1:* Sent\r\n@example.com>"])
    session.wire.shutdown()
    assert b"X1 UID MOVE 1:* Sent" in foreign(recorder.lines)
    assert bed.seen_by_others(Folder.INBOX) == []
    bed.mailbox.close()


def test_mail_with_hostile_headers_is_looked_at_like_any_other(
    dovecot: Dovecot, mailbox_user: MailboxUser, recorded: tuple[Recorder, Server]
) -> None:
    """250 such mails are fetched, read, and lie there as before; nothing of their words is ever said to the server."""
    recorder, server = recorded
    bed = DovecotBed(dovecot, mailbox_user)
    for number, word in enumerate(hostile(250)):
        shown = word.replace("\r", "=0D").replace("\n", "=0A").replace("\x00", "=00")
        encoded = f"=?utf-8?q?{shown.replace(' ', '_')}?="
        dovecot.deliver(mailbox_user.address, letter(number, subject=encoded, more=f"References: {encoded}\r\n"))
    before = bed.seen_by_others(Folder.INBOX)
    mailbox = ImapMailbox(server, account="imap")
    heads = mailbox.news(Folder.INBOX, None, LONG_AGO).heads
    assert len(list(mailbox.read([head.ref for head in heads]))) == len(heads) == 250
    mailbox.close()
    bed.mailbox.close()
    assert foreign(recorder.lines) == []
    assert bed.seen_by_others(Folder.INBOX) == before


@pytest.mark.parametrize("word", list(hostile(60)))
def test_a_hostile_folder_name_in_the_settings_is_not_sent(recorded: tuple[Recorder, Server], word: str) -> None:
    """It is compared with what the server lists, and the user is told."""
    recorder, server = recorded
    named = Server(
        host=server.host,
        port=server.port,
        user=server.user,
        password=server.password,
        tls="none",
        folders={Folder.DRAFTS: word},
    )
    mailbox = ImapMailbox(named, account="imap")
    with pytest.raises(NeedsUser):
        mailbox.mark(Folder.DRAFTS)
    mailbox.close()
    assert foreign(recorder.lines) == []


@pytest.mark.parametrize("word", ["a\r\nX1 NOOP", "a\nb", "a\x00b"])
def test_a_hostile_user_name_or_password_is_not_sent(recorded: tuple[Recorder, Server], word: str) -> None:
    """A file with a line break too many, perhaps: the user is told, and it travels encoded or not at all."""
    recorder, server = recorded
    with pytest.raises(NeedsUser):
        Server(host=server.host, port=server.port, user=word, password=server.password, tls="none")
    odd = Server(host=server.host, port=server.port, user=server.user, password=lambda: word, tls="none")
    with pytest.raises(NeedsUser):
        ImapMailbox(odd, account="imap").mark(Folder.INBOX)
    assert foreign(recorder.lines) == []
