"""One interview, as the newest version of it says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import takewhile

from agent.core.facts import Invited, Moved
from agent.core.findings import Format
from agent.core.notes import Notes
from agent.core.people import Person, joined

Version = tuple[int, datetime]
"""iTIP order (RFC 5546 section 2.1.5): SEQUENCE first, then DTSTAMP; mail without either counts by its date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """A conversation with the employer. `start` and `end` are aware UTC, `zone` is the event's own.

    `announced` are the times that were set, each with its version and the moment it was said; `taken` the notes, each
    with its moment, in order. `notes_asked` holds Message-ID and moment of each of our prompts: a reply to one of them
    is the user's word.
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
    announced: frozenset[tuple[Version, datetime, datetime]] = frozenset()
    declined_at: datetime | None = None
    taken: tuple[tuple[datetime, Notes], ...] = ()
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
    def declined(self) -> bool:
        """Whether the user declined the time that holds: whoever reschedules asks again (RFC 5546 section 3.2.2)."""
        return self.declined_at is not None and not self._was_set_after(self.declined_at)

    @property
    def notes(self) -> Notes | None:
        """Everything the user noted, later answers before earlier ones."""
        counting = self._counting
        return reduce(Notes.completed_by, (notes for _, notes in counting)) if counting else None

    @property
    def notes_at(self) -> datetime | None:
        """When the user noted last."""
        return self._counting[-1][0] if self._counting else None

    @property
    def _counting(self) -> tuple[tuple[datetime, Notes], ...]:
        """The notes but "it did not take place" of a time that was set anew since."""
        if not self.taken:
            return ()
        return tuple(
            (at, notes) for at, notes in self.taken if notes.took_place is not False or not self._was_set_after(at)
        )

    def _was_set_after(self, moment: datetime) -> bool:
        """Whether the time that holds is news since a moment; the same time said again is none."""
        newest_first = sorted(self.announced, reverse=True)
        holding = [said for _, _, said in takewhile(lambda told: told[1] == self.start, newest_first)]
        return bool(holding) and min(holding) > moment

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
        announced=frozenset({(version, fact.start, fact.at)}),
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
        announced=had.announced if another else had.announced | new.announced,
        declined_at=had.declined_at,
        taken=had.taken,
        notes_asked=had.notes_asked,
    )


def moved(had: Interview, fact: Moved) -> Interview:
    """The interview after a move; an older move than the known version changes nothing."""
    version = (fact.sequence, fact.stamp or fact.at)
    had = replace(had, announced=had.announced | {(version, fact.start, fact.at)})
    if version < had.version:
        return had
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
    )


def declined(had: Interview, at: datetime) -> Interview:
    """The interview after the user declined it."""
    return replace(had, declined_at=max(had.declined_at or at, at))


def noted(had: Interview, at: datetime, notes: Notes) -> Interview:
    """The interview with more notes; the same notes twice are one."""
    if (at, notes) in had.taken:
        return had
    return replace(had, taken=tuple(sorted((*had.taken, (at, notes)), key=lambda taken: taken[0])))


def short(text: str) -> str:
    """Twelve hexadecimal digits that stand for a text: ids and keys name nobody."""
    return hashlib.sha256(text.casefold().encode()).hexdigest()[:12]
