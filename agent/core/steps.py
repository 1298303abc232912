"""What can be done. A step is data: the agenda proposes it, `act` carries it out, its own fact takes it off again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.facts import Ending, Errand, Purpose
from agent.core.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason for a step, in words, with the message and the sentence it rests on."""

    text: str
    message_id: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do from `due` on, and never after `expires` (both aware UTC). `key` names it for ever."""

    key: str
    due: datetime
    expires: datetime
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForNotes(Step):
    """Send the user the notes form."""

    interview: str
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDraft(Step):
    """Put a letter into Drafts. `ordinal` is 1 or 2 for inquiries."""

    purpose: Purpose
    to: tuple[Person, ...]
    interview: str | None = None
    ordinal: int | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceDraft(WriteDraft):
    """Write a better revision of a draft that nobody touched; the older one is withdrawn afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDraft(Step):
    """Take back an untouched draft of ours."""

    letter: str
    revision: int
    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReminder(Step):
    """Put a reminder into the calendar; it spans the time in which something can be done."""

    errand: Errand
    start: datetime
    end: datetime
    interview: str | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReminder(PlaceReminder):
    """The plan moved: so does its untouched reminder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveReminder(Step):
    """Take an untouched reminder out of the calendar: it is over, or nothing is to be done any more."""

    reminder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """Put a question to the user; after `expires` the safe choice stands."""

    text: str
    choices: tuple[str, ...]
    safe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assume(Step):
    """The date of a question passed: the safe choice stands."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Step):
    """Tell the user something: at once when urgent, else in the daily note."""

    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Step):
    """End the candidacy."""

    ending: Ending


AnyStep = (
    AskForNotes
    | WriteDraft
    | ReplaceDraft
    | WithdrawDraft
    | PlaceReminder
    | MoveReminder
    | RemoveReminder
    | Ask
    | Assume
    | Tell
    | Close
)
