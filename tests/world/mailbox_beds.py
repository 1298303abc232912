"""Mailboxes to test, and what the rest of the world does to them and sees in them."""

from __future__ import annotations

import contextlib
import imaplib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

from agent.world.imap import ImapMailbox
from agent.world.maildir import MaildirMailbox
from agent.world.memory.mailbox import MemoryMailbox
from agent.world.ports import Folder, Mailbox, Ref
from agent.world.session import Server
from tests.servers.dovecot import Dovecot, MailboxUser

LONG_AGO = date(2000, 1, 1)
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NAMES = {
    Folder.INBOX: "INBOX",
    Folder.SENT: "Sent",
    Folder.DRAFTS: "Drafts",
    Folder.TRASH: "Trash",
    Folder.JUNK: "Junk",
}

Opened = Callable[[Server], ImapMailbox]
"""Opens a mailbox that is closed after the test."""

Stored = tuple[bytes, frozenset[str]]
"""A message as another client sees it: its octets, and its flags but for `\\Recent`."""


def letter(number: int = 1, *, text: str = "Hello", subject: str = "Your interview", more: str = "") -> bytes:
    """A small message."""
    return (
        f"From: Sender <sender@example.com>\r\nTo: me@example.org\r\nSubject: {subject}\r\n"
        f"Message-ID: <{number}@example.com>\r\n{more}\r\n{text}\r\n"
    ).encode()


def with_parts(*parts: str, number: int = 1) -> bytes:
    """A multipart message; each part is its header, an empty line and its body."""
    body = "".join(f"--frontier\r\n{part}\r\n" for part in parts)
    return (
        f"From: Sender <sender@example.com>\r\nTo: me@example.org\r\nSubject: Your interview\r\n"
        f"Message-ID: <{number}@example.com>\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/mixed; boundary="frontier"\r\n\r\n{body}--frontier--\r\n'
    ).encode()


class Bed(Protocol):
    """One mailbox under test."""

    mailbox: Mailbox

    def deliver(self, content: bytes, folder: Folder = Folder.INBOX, *, received: datetime = NOON) -> None:
        """A message comes into a folder."""

    def delete(self, ref: Ref) -> None:
        """The user deletes a message for good."""

    def flag(self, ref: Ref, flag: str) -> None:
        """The user marks a message."""

    def renumber(self, folder: Folder) -> None:
        """The folder's messages get other numbers."""

    def seen_by_others(self, folder: Folder) -> list[Stored]:
        """What another client sees in a folder."""

    def again(self, *, prompt_in_inbox: bool = False) -> Mailbox:
        """The same mailbox, opened another time."""


class MemoryBed:
    def __init__(self) -> None:
        self.mailbox = MemoryMailbox()

    def deliver(self, content: bytes, folder: Folder = Folder.INBOX, *, received: datetime = NOON) -> None:
        self.mailbox.deliver(content, folder, received=received)

    def delete(self, ref: Ref) -> None:
        self.mailbox.delete(ref)

    def flag(self, ref: Ref, flag: str) -> None:
        self.mailbox.flag(ref, flag)

    def renumber(self, folder: Folder) -> None:
        self.mailbox.renumber(folder)

    def seen_by_others(self, folder: Folder) -> list[Stored]:
        return list(self.mailbox.contents(folder))

    def again(self, *, prompt_in_inbox: bool = False) -> Mailbox:
        other = MemoryMailbox(prompt_in_inbox=prompt_in_inbox)
        other._folders = self.mailbox._folders
        return other


class MaildirBed:
    """A Maildir, with the file system's own view as the other client."""

    FLAGS: ClassVar = {"D": r"\Draft", "F": r"\Flagged", "R": r"\Answered", "S": r"\Seen", "T": r"\Deleted"}
    FOLDERS: ClassVar = {Folder.INBOX: ".", Folder.SENT: ".Sent", Folder.DRAFTS: ".Drafts", Folder.JUNK: ".Junk"}

    def __init__(self, folder: Path) -> None:
        self.root, self.state = folder / "Maildir", folder / "state"
        for name in self.FOLDERS.values():
            for part in ("tmp", "new", "cur"):
                (self.root / name / part).mkdir(parents=True, exist_ok=True)
        self.mailbox: Mailbox = self.again()
        self._count = 0

    def deliver(self, content: bytes, folder: Folder = Folder.INBOX, *, received: datetime = NOON) -> None:
        self._count += 1
        path = self.root / self.FOLDERS[folder] / "new" / f"{int(received.timestamp())}.M{self._count}.example"
        path.write_bytes(content.replace(b"\r\n", b"\n"))
        os.utime(path, (received.timestamp(), received.timestamp()))

    def delete(self, ref: Ref) -> None:
        self._file(ref).unlink()

    def flag(self, ref: Ref, flag: str) -> None:
        path = self._file(ref)
        letters = path.name.partition(":2,")[2] + {name: letter for letter, name in self.FLAGS.items()}[flag]
        path.rename(path.parent.parent / "cur" / f"{path.name.partition(':')[0]}:2,{''.join(sorted(letters))}")

    def renumber(self, folder: Folder) -> None:
        shutil.rmtree(self.state)
        self.mailbox = self.again()

    def seen_by_others(self, folder: Folder) -> list[Stored]:
        home = self.root / self.FOLDERS[folder]
        files = sorted([*(home / "new").iterdir(), *(home / "cur").iterdir()], key=lambda path: path.name)
        return [(path.read_bytes().replace(b"\n", b"\r\n"), self._flags(path)) for path in files]

    def again(self, *, prompt_in_inbox: bool = False) -> Mailbox:
        return MaildirMailbox(self.root, account="maildir", state=self.state, prompt_in_inbox=prompt_in_inbox)

    def _flags(self, path: Path) -> frozenset[str]:
        return frozenset(self.FLAGS[letter] for letter in path.name.partition(":2,")[2])

    def _file(self, ref: Ref) -> Path:
        content = self.mailbox.fetch(ref)
        home = self.root / self.FOLDERS[ref.folder]
        found = [path for path in home.glob("[nc]*/*") if path.read_bytes().replace(b"\n", b"\r\n") == content]
        return found[0]


class DovecotBed:
    """A mailbox on a real server, with the standard library's client as the other one."""

    def __init__(self, dovecot: Dovecot, user: MailboxUser) -> None:
        self.dovecot, self.user = dovecot, user
        self.mailbox: Mailbox = self.again()

    def deliver(self, content: bytes, folder: Folder = Folder.INBOX, *, received: datetime = NOON) -> None:
        with other_client(self.user) as client:
            moment = imaplib.Time2Internaldate(received)
            assert client.append(NAMES[folder], "", moment, content)[0] == "OK"

    def delete(self, ref: Ref) -> None:
        self.flag(ref, r"\Deleted")
        with other_client(self.user, ref.folder) as client:
            client.uid("EXPUNGE", str(ref.uid))

    def flag(self, ref: Ref, flag: str) -> None:
        with other_client(self.user, ref.folder) as client:
            client.uid("STORE", str(ref.uid), "+FLAGS", f"({flag})")

    def renumber(self, folder: Folder) -> None:
        uidvalidity = str(self.mailbox.mark(folder).uidvalidity + 1000)
        self.dovecot.doveadm("mailbox", "update", "-u", self.user.address, "--uid-validity", uidvalidity, NAMES[folder])

    def seen_by_others(self, folder: Folder) -> list[Stored]:
        with other_client(self.user, folder) as client:
            _, found = client.search(None, "ALL")
            if not found[0]:
                return []
            _, data = client.fetch("1:*", "(FLAGS BODY.PEEK[])")
            return [(part[1], _flags(part[0])) for part in data if isinstance(part, tuple)]

    def again(self, *, prompt_in_inbox: bool = False) -> Mailbox:
        return ImapMailbox(server_of(self.user), account="imap", prompt_in_inbox=prompt_in_inbox)


def server_of(user: MailboxUser, **changes: Any) -> Server:
    """Where a user's mailbox is, for the code under test."""
    where = {"host": user.host, "port": user.tls_port, "ca_file": user.ca}
    return Server(**{**where, **changes}, user=user.address, password=lambda: user.password)


@contextlib.contextmanager
def other_client(user: MailboxUser, folder: Folder | None = None) -> Iterator[imaplib.IMAP4]:
    """Another client, signed in; with a folder open for writing if one is named."""
    client = imaplib.IMAP4(user.host, user.port, timeout=10)
    try:
        client.login(user.address, user.password)
        if folder is not None:
            assert client.select(NAMES[folder])[0] == "OK"
        yield client
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            client.logout()


def texts(read: Sequence[tuple[Ref, bytes]]) -> bytes:
    """Everything that was read, one after another."""
    return b"".join(raw for _, raw in read)


def _flags(line: bytes) -> frozenset[str]:
    found = re.search(rb"FLAGS \(([^)]*)\)", line)
    return frozenset((found[1] if found else b"").decode().split()) - {r"\Recent"}
