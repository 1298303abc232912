"""Everything that one letter is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.core.facts import Purpose
from agent.core.findings import Format
from agent.core.notes import Notes
from agent.core.people import Part, Person
from agent.writing.persona import Persona

SECOND = 2
RELAYS = frozenset({Part.RECRUITER, Part.COORDINATOR, Part.AGENCY})
"""Parts that pass thanks on, unless they led the interview themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One letter's order slip. The same brief always gives the same letter.

    `key` is the step's key: it picks the wording, so that two employers do not get the same sentences. `panel` is
    everyone who sat in the interview, in a fixed order: the recipient's place in it keeps the letters apart. `start` is
    aware; `zone` (IANA) is the event's own, in which the letter names the day. `promised` is the day by which they said
    they would decide. `thread` is the subject of the mail that the letter replies to, None for a fresh one. `honorific`
    is known only when their own signature says it ("Dr.", "Frau"); `first_names` when they sign with the first name and
    write to the user that way. `thanked` says that this person was thanked after an earlier round.
    """

    purpose: Purpose
    persona: Persona
    recipient: Person
    start: datetime
    zone: str
    key: str = ""
    ordinal: int | None = None
    revision: int = 1
    company: str | None = None
    role: str | None = None
    format: Format | None = None
    round: int | str | None = None
    panel: tuple[Person, ...] = field(default=())
    notes: Notes | None = None
    promised: date | None = None
    thread: str | None = None
    language: str = "en"
    agency: bool = False
    late: bool = False
    short: bool = False
    thanked: bool = False
    elsewhere: bool = False
    honorific: str | None = None
    first_names: bool = False

    @property
    def day(self) -> date:
        """The day of the interview where it took place."""
        try:
            return self.start.astimezone(ZoneInfo(self.zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            return self.start.date()

    @property
    def place(self) -> int:
        """The recipient's place in the panel, from 0."""
        return next((n for n, person in enumerate(self.panel) if person.is_the_same_as(self.recipient)), 0)

    @property
    def relayed(self) -> bool:
        """Whether the thanks go to someone who was not in the interview, with the request to pass them on."""
        if self._sat_in:
            return False
        if self.agency or self.recipient.part is Part.AGENCY:
            return True
        return self.recipient.part in RELAYS and not self.screening

    @property
    def screening(self) -> bool:
        """Whether it was a first talk by telephone: a shorter letter, and no improved answer (field guide, rule 20)."""
        return self.format is Format.PHONE and self.round in {None, 1} and len(self.panel) < SECOND

    @property
    def others(self) -> tuple[Person, ...]:
        """Everyone known besides the recipient: their names stay out of this letter."""
        noted = self.notes.people if self.notes else ()
        return tuple(p for p in (*self.panel, *noted) if not p.is_the_same_as(self.recipient))

    @property
    def _sat_in(self) -> bool:
        return self.recipient.met or any(p.is_the_same_as(self.recipient) for p in self.panel)
