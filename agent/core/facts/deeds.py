"""What the service did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.facts.base import Errand, Fact, Purpose
from agent.core.findings import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesAsked(Fact):
    """The notes form went to the user; `message_id` is what a reply to it must refer to."""

    interview: str
    key: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftBegun(Fact):
    """A draft is about to be appended. Durable before the APPEND: `content` is final, `mark` is Drafts as it was."""

    key: str
    revision: int
    purpose: Purpose
    ordinal: int | None
    interview: str | None
    to: tuple[str, ...]
    subject: str
    message_id: str
    content: bytes
    due: datetime
    expires: datetime
    references: tuple[str, ...] = ()
    uidvalidity: int = 0
    uidnext: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(Fact):
    """The user's writing helper was asked for a draft's body: its words are in it, or with a `reason` they are not."""

    key: str
    revision: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWritten(Fact):
    """A draft lies in Drafts. `digest` is of the bytes read back: the baseline of "untouched"."""

    key: str
    revision: int
    uidvalidity: int
    uid: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTouched(Fact):
    """The user edited, flagged or moved the draft: from now on it is the user's."""

    key: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMissed(Fact):
    """The draft is no longer where it was, and not in Sent either. It is never written again; what became of it may
    still turn up.
    """

    key: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded(Fact):
    """The user deleted the draft: "no, thank you", and final."""

    key: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWithdrawn(Fact):
    """We took back an untouched draft of ours."""

    key: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlaced(Fact):
    """A reminder lies in the calendar, or lies there anew at another time. `digest` is the baseline of "untouched"."""

    key: str
    errand: Errand
    uid: str
    start: datetime
    end: datetime
    etag: str
    digest: str
    interview: str | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRemoved(Fact):
    """A reminder of ours is out of the calendar again."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderKept(Fact):
    """The user moved or changed a reminder: it is the user's now."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDismissed(Fact):
    """The user deleted a reminder: a tombstone, for ever."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted(Fact):
    """Something was read that must not be guessed at. `reading` is kept, so that an answer is all that is missing.

    After `until` the `safe` choice stands. `among` are the candidacies it may belong to.
    """

    question: str
    text: str
    choices: tuple[str, ...]
    safe: str
    until: datetime
    reading: Reading | None = None
    among: tuple[str, ...] = ()
    pauses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Fact):
    """A question was put to the user."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Fact):
    """The user was told something, once."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepExpired(Fact):
    """A step's time passed before it could be carried out. It is never made up for."""

    key: str
    step: str
    due: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRefused(Fact):
    """A server said no to a step: it is parked and shown, the rest goes on."""

    key: str
    reason: str
