"""The journal as the commands read it, beside a running service or without one: nothing is ever written here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agent.casebook import Casebook
from agent.core.candidacy import Candidacy
from agent.core.facts import Ending, Fact
from agent.core.steps import AnyStep
from agent.errors import AfterwordError
from agent.settings import Settings, default_state
from agent.user import rules_of
from agent.world.journal import SqliteJournal
from agent.world.ports import Seen
from agent.world.troubles import Standing, TroublesFile


class NotFound(AfterwordError):
    """No candidacy, or more than one, fits what you typed."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Books:
    """A read-only view of every candidacy."""

    journal: SqliteJournal
    casebook: Casebook
    home: ZoneInfo
    file: TroublesFile

    def shown(self) -> tuple[Candidacy, ...]:
        """Candidacies that are worth a line: those with an interview or a question."""
        hidden = Ending.NOT_AN_INTERVIEW
        return tuple(c for c in self.casebook if (c.interviews or c.open_questions) and c.ending is not hidden)

    def find(self, wanted: str) -> Candidacy:
        """The candidacy with this id, company, or beginning of one. Raises `NotFound` with those that fit."""
        said = wanted.casefold()
        found = [c for c in self.casebook if c.id == wanted or (c.company or "").casefold() == said]
        found = found or [c for c in self.casebook if c.id.startswith(wanted) or _begins(c, said)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise NotFound(f"No candidacy is called “{wanted}”. “afterword status” lists them.")
        names = "\n".join(f"  {c.id}  {c.company or '–'}, {c.role or '–'}" for c in found)
        raise NotFound(f"“{wanted}” fits more than one; name one by its id:\n{names}")

    def agenda(self, candidacy: Candidacy) -> tuple[AnyStep, ...]:
        """What is left to do in a candidacy."""
        return self.casebook.agenda(candidacy)

    def facts(self, candidacy: str) -> Iterator[tuple[str, Fact]]:
        """Its facts, in the order they were noted."""
        return self.journal.facts(candidacy)

    def troubles(self) -> tuple[Standing, ...]:
        """What of the user's world does not work at present, as the running service knows it."""
        return self.file.read()

    def quarantined(self) -> tuple[Seen, ...]:
        """What could not be read."""
        return self.journal.quarantined()


@contextmanager
def opened(settings: Settings) -> Iterator[Books]:
    """The books of an installation, for reading."""
    state = settings.state_folder or default_state()
    journal = SqliteJournal(state, read_only=True)
    try:
        casebook = Casebook(journal, rules_of(settings), lambda _: None)
        yield Books(journal, casebook, settings.home, TroublesFile(state))
    finally:
        journal.close()


def _begins(candidacy: Candidacy, said: str) -> bool:
    return bool(said) and (candidacy.company or "").casefold().startswith(said)
