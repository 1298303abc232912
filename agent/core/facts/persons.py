"""What the person did and said: it outranks what was read."""

from __future__ import annotations

from dataclasses import dataclass

from agent.core.facts.base import Ending, Fact, Purpose
from agent.core.notes import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesTaken(Fact):
    """The user answered the notes form; later notes complete earlier ones."""

    interview: str
    notes: Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSent(Fact):
    """A letter of the user's was seen in Sent, or the user says so. `key` is our draft's, if it was one."""

    purpose: Purpose
    message_id: str | None = None
    key: str | None = None
    interview: str | None = None
    to: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounced(Fact):
    """A letter did not arrive: it does not count as sent."""

    message_id: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(Fact):
    """The user wrote to the employer about something else (a document, an availability)."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Fact):
    """The person said: wait. Nothing is written until `Resumed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Fact):
    """The person said: go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Fact):
    """This candidacy is over."""

    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Fact):
    """The person said: it is not over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Fact):
    """The person answered a question of ours, or its date passed and the safe choice stands."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWanted(Fact):
    """The person asked for a letter that is written only on their word."""

    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Fact):
    """The person took back a fact, named by its id."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded(Fact):
    """A message was read again by a better reader: what older readers found in it no longer counts."""

    message: str
