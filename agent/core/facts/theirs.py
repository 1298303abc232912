"""What the employer did and said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from agent.core.facts.base import Fact
from agent.core.findings import Envelope, Format, Kind
from agent.core.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Fact):
    """An interview was set or proposed. Times are aware UTC; `zone` is the event's own, an IANA name."""

    interview: str
    start: datetime
    end: datetime | None
    zone: str
    uid: str | None = None
    recurrence_id: str | None = None
    sequence: int = 0
    stamp: datetime | None = None
    organizer: str | None = None
    company: str | None = None
    role: str | None = None
    format: Format | None = None
    round: int | str | None = None
    people: tuple[Person, ...] = ()
    proposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Fact):
    """An interview has another time."""

    interview: str
    start: datetime
    end: datetime | None
    zone: str
    sequence: int = 0
    stamp: datetime | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(Fact):
    """An interview was called off, without a new time so far. It may be known before the invitation is."""

    interview: str
    uid: str | None = None
    sequence: int = 0
    stamp: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Fact):
    """The user declined the invitation."""

    interview: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Fact):
    """A mail of this candidacy came in: its head, for threading, and who is in it."""

    envelope: Envelope
    company: str | None = None
    role: str | None = None
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Fact):
    """The employer answered; `kind` says what. What it does to the plan is decided in `candidacy`."""

    kind: Kind
    back_on: date | None = None
    reply_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPromised(Fact):
    """They said when they will decide: by a date in their zone, or "we are deciding" with no date (`by` None)."""

    by: date | None
    zone: str | None = None
