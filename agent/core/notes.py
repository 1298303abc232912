"""What the user wrote down after an interview: the answers to the notes form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent.core.people import Person, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What the user and one interviewer connected on; `person` is a name as the user wrote it, or None for all."""

    person: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """The coach's questions, answered in the user's own words. An empty answer is an empty string.

    `decision` is what was said about when they decide, as written; `decision_by` the date read from it.
    `took_place` is None when the user did not say.
    """

    took_place: bool | None = None
    well: str = ""
    badly: str = ""
    needs: str = ""
    connections: tuple[Connection, ...] = ()
    improve: str = ""
    decision: str = ""
    decision_by: date | None = None
    people: tuple[Person, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the user left everything blank."""
        return self == Notes()

    def completed_by(self, later: Notes) -> Notes:
        """These notes with what later ones say; what they leave blank stands."""
        return Notes(
            took_place=self.took_place if later.took_place is None else later.took_place,
            well=later.well or self.well,
            badly=later.badly or self.badly,
            needs=later.needs or self.needs,
            connections=later.connections or self.connections,
            improve=later.improve or self.improve,
            decision=later.decision or self.decision,
            decision_by=later.decision_by or self.decision_by,
            people=joined(self.people, later.people),
        )

    def shared_with(self, person: Person) -> str:
        """What the user connected on with this person; what was said of all if nothing is said of them."""
        named = [c.text for c in self.connections if c.person and _names(c.person, person)]
        return named[0] if named else next((c.text for c in self.connections if not c.person), "")


def _names(written: str, person: Person) -> bool:
    wanted = set(written.casefold().split())
    return bool(wanted) and wanted <= set((person.name or "").casefold().split())
