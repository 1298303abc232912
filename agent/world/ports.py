"""The user's world as the service needs it: protocols with only the methods that are used.

Every port has its double in `memory.py`, and one conformance suite in `tests/world/` that runs over the double
and over every real server. All of them raise the errors of `agent/errors.py` and no others: `Unreachable` when the
other side does not answer, `NeedsUser` when it refuses the user's credentials, `Refused` when it says no to one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from agent.core.facts import Fact
from agent.core.findings import Reading
from agent.writing.slip import Slip


class Folder(StrEnum):
    """The folders that the service knows, by their special use (RFC 6154), whatever the server calls them."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"
    JUNK = "junk"


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a folder has been looked at: the last UID seen under one UIDVALIDITY (RFC 3501 section 2.3.1.1)."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """One message of one folder, for as long as UIDVALIDITY holds."""

    folder: Folder
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is fetched of every message first: its outline, and its header, raw and bounded: what `heads.py` names."""

    ref: Ref
    header: bytes
    size: int
    received: datetime
    has_calendar: bool = False
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything that came into a folder after a cursor, and the cursor that says so.

    `reset` is True when the folder's UIDVALIDITY changed, so that `heads` reaches back over the whole window. `more`
    says that there is more behind this cursor than was asked for at once.
    """

    cursor: Cursor
    heads: tuple[Head, ...]
    reset: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A folder's UIDVALIDITY and UIDNEXT: if UIDNEXT has not moved, nothing was added."""

    uidvalidity: int
    uidnext: int


class Mailbox(Protocol):
    """The user's mail, read without leaving a trace; drafts are the only thing ever written (and our own prompt)."""

    @property
    def account(self) -> str:
        """The name of this mailbox in the settings: the account of every fact read from it."""

    def news(self, folder: Folder, after: Cursor | None, since: date, *, at_most: int | None = None) -> News:
        """What is new in a folder; without a cursor everything received on or after `since`. Never marks as seen.

        With `at_most` no more than the oldest so many; `more` then says whether to ask again, from the cursor given.
        """

    def heads(self, folder: Folder, since: date) -> tuple[Head, ...]:
        """The heads of a folder's messages received on or after `since`."""

    def read(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, bytes]]:
        """The messages as far as they are read: header, text and calendar parts, bounded; attachments left out."""

    def fetch(self, ref: Ref) -> bytes | None:
        """One message byte for byte, or None when it is gone. Meant for our own drafts only."""

    def mark(self, folder: Folder) -> Mark:
        """The folder's present UIDVALIDITY and UIDNEXT."""

    def append(self, folder: Folder, content: bytes) -> Ref:
        r"""Add a message: `\Draft \Seen` in Drafts, unseen elsewhere. Returns where it lies."""

    def remove(self, ref: Ref) -> bool:
        """Expunge exactly this draft of ours. False when the server cannot do so safely (no UIDPLUS)."""

    def close(self) -> None:
        """Leave politely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One calendar object: its resource name, ETag and bytes."""

    href: str
    etag: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNews:
    """What changed in the watched calendars since a token. `whole` says that everything is listed, not only changes."""

    token: str
    items: tuple[Item, ...]
    gone: tuple[str, ...] = ()
    whole: bool = False


class Conflict(StrEnum):
    """Why a conditional write did not happen."""

    EXISTS = "exists"  # there is one already (If-None-Match: * failed, or the UID lies under another name)
    CHANGED = "changed"  # somebody changed it (If-Match failed)
    GONE = "gone"  # somebody deleted it


class Feed(Protocol):
    """Events of the user's that can only be read: a subscribed calendar."""

    @property
    def account(self) -> str:
        """The name of this calendar in the settings."""

    def news(self, token: str | None, since: date | None = None) -> CalendarNews:
        """Events changed since a token; without one all, where those that were over before `since` may be left out."""

    def holds(self, uid: str) -> bool:
        """Whether an event with this UID is there. True also where that cannot be found out."""

    def close(self) -> None:
        """Leave politely."""


class Calendar(Feed, Protocol):
    """The user's calendars: all of them are read, our own collection too; written is only into that one."""

    def ready(self) -> None:
        """Raises `Refused`, in words, when there is no collection for our reminders and none may be made."""

    def get(self, uid: str) -> Item | None:
        """Our reminder with this UID, or None when it is not there."""

    def put(self, uid: str, content: bytes, *, etag: str | None) -> str | Conflict:
        """Create (`etag` None) or change a reminder of ours. Returns the new ETag, or why it did not happen."""

    def delete(self, uid: str, *, etag: str) -> Conflict | None:
        """Delete a reminder of ours if it is as we left it; None when it is gone now."""


class Outbox(Protocol):
    """Mail to the user, and to nobody else: the address is fixed when the outbox is made."""

    def send(self, content: bytes) -> None:
        """Send one message to the user."""


class Prose(Protocol):
    """A writing helper: it words the body of one letter, soon or not at all, and what it says is never believed."""

    def written(self, order: Slip) -> str: ...


class Reader(Protocol):
    """Reads what strangers wrote: in a child process with limits, or in this one."""

    def read(self, raw: bytes, *, sent: bool = False) -> Reading:
        """One message; `sent` when it lay in the user's own Sent, and so is theirs. Raises `Unreadable`."""

    def read_item(self, raw: bytes) -> tuple[Reading, ...]:
        """One calendar object (.ics), one reading an interview in it. Raises `Unreadable`."""

    def close(self) -> None:
        """Let the child go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Something the person said through a command: its file's name, when, which command, and its arguments."""

    id: str
    at: datetime
    command: str
    arguments: dict[str, str]


class Words(Protocol):
    """The spool through which the person's commands reach the running service."""

    def say(self, word: Word) -> None:
        """Leave a word, durably and atomically."""

    def heard(self) -> tuple[Word, ...]:
        """The words that wait, oldest first."""

    def done(self, word: Word) -> None:
        """Take a word off, once its fact is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What became of one observed message: acted, ignored, asked or quarantined, and why. Holds no text of it."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    message_id: str
    outcome: str
    reason: str


class Journal(Protocol):
    """The only state: append-only facts, cursors, and what became of every message. One writer."""

    def note(
        self,
        facts: Iterable[Fact],
        *,
        cursors: dict[tuple[str, str], str] | None = None,
        seen: Iterable[Seen] = (),
        words: Iterable[str] = (),
    ) -> tuple[Fact, ...]:
        """Store facts, cursors and outcomes in one durable transaction. Returns the facts that were new."""

    def facts(self, candidacy: str | None = None) -> Iterator[tuple[str, Fact]]:
        """Facts with their ids in the order they were noted; of one candidacy, or all."""

    def cursor(self, account: str, folder: str) -> str | None:
        """The stored cursor of a folder or calendar."""

    @property
    def secret(self) -> bytes:
        """The installation's secret, from which ids are made that nobody can guess."""

    def was_seen(self, message_id: str) -> bool:
        """Whether a message with this id has been dealt with (the same mail in two folders is one)."""

    def was_done(self, word: str) -> bool:
        """Whether a word of the person's has become a fact already."""

    def counts(self) -> dict[str, int]:
        """How many observed messages came to which outcome."""

    def quarantined(self) -> tuple[Seen, ...]:
        """What could not be read."""

    def forget(self, candidacy: str) -> None:
        """Erase every row of a candidacy; a keyed hash of its sources stays, so that it does not come back."""

    def is_forgotten(self, source: str) -> bool:
        """Whether a source belongs to something the user had forgotten."""

    def close(self) -> None:
        """Close the store and give up the lock."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""


class Bell(Protocol):
    """Rings when something may have happened: mail, a word, a signal. It carries no news."""

    def wait(self, seconds: float) -> None:
        """Return when it rings, or after so many seconds."""

    def ring(self) -> None:
        """Ring, from any thread or signal handler."""
