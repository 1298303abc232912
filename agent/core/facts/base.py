"""What every fact has: its candidacy, its moments, its source; and the words facts are told in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

SCHEMA = 1
"""Version of the stored form of the facts below."""

EVERYWHERE = "*"
"""The candidacy of a fact that holds for all of them: the person paused the whole service."""


class Purpose(StrEnum):
    """What a letter is for."""

    THANK_YOU = "thank_you"
    INQUIRY = "inquiry"
    CLOSING = "closing"
    WITHDRAWAL = "withdrawal"
    REPLY = "reply"


class Ending(StrEnum):
    """Why nothing more is asked: the `reason` of a stop in `afterword simulate`."""

    REJECTION = "rejection"
    OFFER = "offer"
    NEXT_ROUND = "next_round"
    POSITION_CLOSED = "position_closed"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    BY_USER = "by_user"
    ASSUMED_NO = "assumed_no"
    NOT_AN_INTERVIEW = "not_an_interview"


class Errand(StrEnum):
    """What a reminder in the calendar reminds of."""

    ASK_WHEN = "ask_when"
    NOTES = "notes"
    THANK = "thank"
    INQUIRE = "inquire"
    MOVE_ON = "move_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from.

    `account` is the mailbox or calendar, `person` for the user's word, `afterword` for what the service did itself;
    `id` a Message-ID, UID, word or step key; `reader` the version that read it; `quote` the words that say so. `word`
    is the person's answer on which it was believed, where it was doubted first.
    """

    account: str = ""
    id: str = ""
    reader: str = ""
    where: str = ""
    quote: str = ""
    rule: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened in one candidacy."""

    candidacy: str
    at: datetime
    noted: datetime
    source: Source = field(default_factory=Source)
