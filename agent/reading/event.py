"""An event as a calendar object or the markup of a mail tells it. Whether it is an interview is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agent.core.findings import InterviewFound
from agent.core.people import Person


class Source(StrEnum):
    """Where an event was found."""

    CALENDAR = "calendar"
    MARKUP = "markup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the object says: `interview` holds what an interview would be made of, the rest is for the decision.

    `method` is iTIP's (REQUEST, PUBLISH, CANCEL, REPLY, COUNTER, DECLINECOUNTER, ADD, REFRESH) or empty, `status` the
    event's own (CONFIRMED, TENTATIVE, CANCELLED) or empty. `attendees` are all people invited, the user among them,
    without rooms and groups; `partstat` is the user's (RFC 5545 section 3.2.12). `distrusted` says that mail and file
    name different methods.
    """

    interview: InterviewFound
    source: Source = Source.CALENDAR
    method: str = ""
    status: str = ""
    summary: str = ""
    description: str = ""
    location: str = ""
    organizer: Person | None = None
    organizer_is_user: bool = False
    attendees: tuple[Person, ...] = ()
    partstat: str | None = None
    user_is_invited: bool = False
    rrule: bool = False
    prodid: str = ""
    links: tuple[str, ...] = ()
    distrusted: bool = False
    company: str | None = None

    @property
    def minutes(self) -> int | None:
        """How long it is, where that is known."""
        start, end = self.interview.start, self.interview.end
        return None if start is None or end is None else int((end - start).total_seconds() // 60)
