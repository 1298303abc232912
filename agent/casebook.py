"""Every candidacy, as the journal adds it up: kept in memory, brought up to date with each fact that is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from agent.core.agenda import agenda
from agent.core.candidacy import Candidacy
from agent.core.etiquette import Rules
from agent.core.facts import EVERYWHERE, Fact, Superseded, Undone
from agent.core.fold import evolve, fold
from agent.core.steps import AnyStep
from agent.world.ports import Journal, Seen

_REFOLDS = (Undone, Superseded)


class Casebook:
    """The candidacies by id. The journal is the truth; this is only its sum, and can be thrown away at any time."""

    def __init__(self, journal: Journal, rules: Rules, listener: Callable[[Fact], None]) -> None:
        self._journal = journal
        self._rules = rules
        self._listener = listener
        self._candidacies: dict[str, Candidacy] = {}
        self._agendas: dict[str, tuple[Candidacy, tuple[AnyStep, ...]]] = {}
        self._add_up()

    def __iter__(self) -> Iterator[Candidacy]:
        """Every candidacy, in the order in which they became known."""
        return iter(tuple(c for key, c in self._candidacies.items() if key != EVERYWHERE))

    def __getitem__(self, candidacy: str) -> Candidacy:
        """The candidacy with this id: an empty one where nothing is known yet."""
        return self._candidacies.get(candidacy, Candidacy(id=candidacy))

    @property
    def household(self) -> Candidacy:
        """What belongs to no single candidacy: a pause of everything, a question which one is meant."""
        return self[EVERYWHERE]

    @property
    def paused(self) -> bool:
        """Whether the person paused everything."""
        return self.household.paused

    def note(
        self,
        facts: Iterable[Fact] = (),
        *,
        cursors: dict[tuple[str, str], str] | None = None,
        seen: Iterable[Seen] = (),
        words: Iterable[str] = (),
    ) -> tuple[Fact, ...]:
        """Store facts with what they came from, durably and at once; then add them up. Returns those that were new."""
        facts, seen, words = tuple(facts), tuple(seen), tuple(words)
        if not (facts or cursors or seen or words):
            return ()  # an idle look writes nothing to the disk
        new = self._journal.note(facts, cursors=cursors, seen=seen, words=words)
        for fact in new:
            if isinstance(fact, _REFOLDS):
                self._refold(fact.candidacy)
            else:
                self._candidacies[fact.candidacy] = evolve(self[fact.candidacy], fact)
            self._listener(fact)
        return new

    def steps(self) -> Iterator[tuple[Candidacy, AnyStep]]:
        """Every step of every candidacy, as the agenda has it now."""
        for candidacy in tuple(self._candidacies.values()):
            for step in self.agenda(candidacy):
                yield candidacy, step

    def agenda(self, candidacy: Candidacy) -> tuple[AnyStep, ...]:
        """The agenda of one candidacy, computed again only when the candidacy changed."""
        had, steps = self._agendas.get(candidacy.id, (None, ()))
        if had is not candidacy:
            steps = agenda(candidacy, self._rules)
            self._agendas[candidacy.id] = (candidacy, steps)
        return steps

    def forget(self, candidacy: str) -> None:
        """Erase a candidacy, here and in the journal."""
        self._journal.forget(candidacy)
        self._candidacies.pop(candidacy, None)
        self._agendas.pop(candidacy, None)

    def _add_up(self) -> None:
        facts: dict[str, list[tuple[str, Fact]]] = {}
        for identity, fact in self._journal.facts():
            facts.setdefault(fact.candidacy, []).append((identity, fact))
        self._candidacies = {key: fold(key, noted) for key, noted in facts.items()}

    def _refold(self, candidacy: str) -> None:
        self._candidacies[candidacy] = fold(candidacy, self._journal.facts(candidacy))
