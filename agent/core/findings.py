"""What was read: the findings of one message or calendar item, before anything is decided about them.

The names and their meaning are those of `afterword read --json`; the reference docs list them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from agent.core.notes import Notes
from agent.core.people import Person


class Kind(StrEnum):
    """What a message means."""

    INTERVIEW_INVITE = "interview_invite"
    INTERVIEW_MOVED = "interview_moved"
    INTERVIEW_CANCELLED = "interview_cancelled"
    AVAILABILITY_REQUEST = "availability_request"
    NEXT_ROUND = "next_round"
    OFFER = "offer"
    REJECTION = "rejection"
    POSITION_CLOSED = "position_closed"
    ON_HOLD = "on_hold"
    DECIDING = "deciding"
    ACKNOWLEDGEMENT = "acknowledgement"
    INFO_REQUEST = "info_request"
    ASSESSMENT = "assessment"
    APPLICATION_RECEIVED = "application_received"
    RECRUITER_OUTREACH = "recruiter_outreach"
    OUT_OF_OFFICE = "out_of_office"
    ADDRESS_GONE = "address_gone"
    BOUNCE = "bounce"
    BOUNCE_DELAYED = "bounce_delayed"
    CALENDAR_REPLY = "calendar_reply"
    OWN_THANK_YOU = "own_thank_you"
    OWN_INQUIRY = "own_inquiry"
    OWN_WITHDRAWAL = "own_withdrawal"
    OWN_ACCEPTANCE = "own_acceptance"
    NOTES_REPLY = "notes_reply"
    OWN_OTHER = "own_other"
    UNCLEAR = "unclear"
    OTHER = "other"


OWN = frozenset(
    {
        Kind.OWN_THANK_YOU,
        Kind.OWN_INQUIRY,
        Kind.OWN_WITHDRAWAL,
        Kind.OWN_ACCEPTANCE,
        Kind.NOTES_REPLY,
        Kind.OWN_OTHER,
    }
)
"""Kinds that only the user writes."""


class Verdict(StrEnum):
    """What the service would do, supposing that a candidacy the message fits is open."""

    ACT = "act"
    ASK = "ask"
    IGNORE = "ignore"


class Format(StrEnum):
    """How an interview is held; `async` is a recorded video that nobody attends."""

    PHONE = "phone"
    VIDEO = "video"
    ONSITE = "onsite"
    ASYNC = "async"


class Where(StrEnum):
    """The place in a message that a piece of evidence comes from."""

    SUBJECT = "subject"
    BODY = "body"
    HEADER = "header"
    CALENDAR = "calendar"
    MARKUP = "markup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that decided one field: `of` is the field, `quote` verbatim and at most 300 characters."""

    of: str
    where: Where
    quote: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:  # noqa: A001 - the word of the contract
    """A sign that the sender may not be who they say (field guide 7.1), with the words that show it."""

    sign: str
    quote: str


class Method(StrEnum):
    """What a calendar item does to an interview (iTIP, RFC 5546)."""

    SET = "set"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewFound:
    """One interview as a message tells it.

    `start` and `end` are aware UTC when `zone` (an IANA name) is known, naive local time when it is not.
    `organizer` is the address that may move or cancel it (RFC 6047 section 3); `stamp` is DTSTAMP.
    """

    start: datetime | None
    end: datetime | None = None
    zone: str | None = None
    all_day: bool = False
    company: str | None = None
    role: str | None = None
    format: Format | None = None
    round: int | str | None = None
    people: tuple[Person, ...] = ()
    uid: str | None = None
    sequence: int | None = None
    recurrence_id: str | None = None
    proposed: bool = False
    method: Method = Method.SET
    organizer: str | None = None
    stamp: datetime | None = None
    declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The head of one mail: enough to thread a letter to it and to know it again.

    `reachable` says whether a reply goes to a person: False for no-reply, machines and vendors' addresses. `greeting`
    and `signed` are the first line and the name beneath, as they were written ("Hi Robin", "Dr. Priya Nair").
    `mail` is False for what only lies in a calendar: its id is known to nobody else, and no letter refers to it.
    """

    message_id: str
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Person = field(default_factory=Person)
    reply_to: str | None = None
    to: tuple[Person, ...] = ()
    date: datetime | None = None
    reachable: bool = True
    language: str = "en"
    greeting: str = ""
    signed: str = ""
    mail: bool = True


class Standing(StrEnum):
    """What the user's own mail server says of the sender (RFC 8601); silence is `unknown`, never `passed`."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything one message or calendar item was found to say.

    `about` is the Message-ID a bounce or automatic reply is about, `failed` the address that could not be reached.
    """

    envelope: Envelope
    kind: Kind
    verdict: Verdict
    also: tuple[Kind, ...] = ()
    interviews: tuple[InterviewFound, ...] = ()
    company: str | None = None
    role: str | None = None
    people: tuple[Person, ...] = ()
    decision_by: date | None = None
    inquire_on: date | None = None
    back_on: date | None = None
    reply_wanted_by: date | None = None
    warnings: tuple[Warning, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    from_user: bool = False
    automatic: bool = False
    standing: Standing = Standing.UNKNOWN
    about: str | None = None
    failed: str | None = None
    notes: Notes | None = None

    def because(self, of: str) -> Evidence | None:
        """The first piece of evidence for a field, or None."""
        return next((e for e in self.evidence if e.of == of), None)
