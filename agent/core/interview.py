"""One interview, as the newest version of it says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agent.core.facts import Invited, Moved
from agent.core.findings import Format
from agent.core.notes import Notes
from agent.core.people import Person, joined

Version = tuple[int, datetime]
"""iTIP order (RFC 5546 section 2.1.5): SEQUENCE first, then DTSTAMP; mail without either counts by its date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """A conversation with the employer. `start` and `end` are aware UTC, `zone` is the event's own.

    `notes_asked` holds Message-ID and moment of each of our prompts: a reply to one of them is the user's word.
    """

    id: str
    start: datetime
    ends: datetime | None
    zone: str
    version: Version
    uid: str | None = None
    uids: frozenset[str] = frozenset()
    organizer: str | None = None
    company: str | None = None
    role: str | None = None
    format: Format | None = None
    round: int | str | None = None
    people: tuple[Person, ...] = ()
    proposed: bool = False
    cancelled: bool = False
    declined: bool = False
    notes: Notes | None = None
    notes_at: datetime | None = None
    notes_asked: tuple[tuple[str, datetime], ...] = ()

    def end(self, assumed: timedelta) -> datetime:
        """When it is over; where nothing says so, `assumed` after the start."""
        return self.ends if self.ends and self.ends > self.start else self.start + assumed

    @property
    def stands(self) -> bool:
        """Whether it is to take place, or took place, as far as anybody said."""
        unwanted = self.cancelled or self.declined or self.proposed
        return not unwanted and (self.notes is None or self.notes.took_place is not False)

    @property
    def everyone(self) -> tuple[Person, ...]:
        """Everyone the invitation or the notes name."""
        return joined(self.people, self.notes.people) if self.notes else self.people


def invited(had: Interview | None, fact: Invited) -> Interview:
    """The interview after an invitation: the newer version's time, everything anybody ever said about the rest.

    Another system's announcement of it (another UID) has no say in its time.
    """
    version = (fact.sequence, fact.stamp or fact.at)
    new = Interview(
        id=fact.interview,
        start=fact.start,
        ends=fact.end,
        zone=fact.zone,
        version=version,
        uid=fact.uid,
        uids=frozenset(filter(None, [fact.uid])),
        organizer=fact.organizer,
        company=fact.company,
        role=fact.role,
        format=fact.format,
        round=fact.round,
        people=fact.people,
        proposed=fact.proposed,
    )
    if had is None:
        return new
    another = had.uid is not None and fact.uid is not None and had.uid != fact.uid
    newer, older = (new, had) if version >= had.version and not another else (had, new)
    return replace(
        newer,
        uid=newer.uid or older.uid,
        uids=had.uids | new.uids,
        organizer=newer.organizer or older.organizer,
        company=newer.company or older.company,
        role=newer.role or older.role,
        format=newer.format or older.format,
        round=newer.round if newer.round is not None else older.round,
        people=joined(newer.people, older.people),
        proposed=newer.proposed and older.proposed,
        cancelled=had.cancelled and version <= had.version,
        declined=had.declined,
        notes=had.notes,
        notes_at=had.notes_at,
        notes_asked=had.notes_asked,
    )


def moved(had: Interview, fact: Moved) -> Interview:
    """The interview after a move; an older move than the known version changes nothing."""
    version = (fact.sequence, fact.stamp or fact.at)
    if version < had.version:
        return had
    missed = had.notes is not None and had.notes.took_place is False
    return replace(
        had,
        start=fact.start,
        ends=fact.end,
        zone=fact.zone,
        version=version,
        uid=fact.uid or had.uid,
        uids=had.uids | frozenset(filter(None, [fact.uid])),
        cancelled=False,
        proposed=False,
        declined=False,  # whoever reschedules asks again (RFC 5546 section 3.2.2)
        notes=None if missed else had.notes,
        notes_at=None if missed else had.notes_at,
    )


def short(text: str) -> str:
    """Twelve hexadecimal digits that stand for a text: ids and keys name nobody."""
    return hashlib.sha256(text.casefold().encode()).hexdigest()[:12]
