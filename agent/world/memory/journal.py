"""The journal in memory: the same promises, except that it is gone with the process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from agent.core.facts import DraftBegun, Fact, Purpose
from agent.errors import Bug
from agent.world import codec
from agent.world.ports import Seen

_BUDGET = (1, 2)
_REVISIONS = range(1, 10)
_BROKEN = "the journal refused a fact that would break the coach's rules"


class MemoryJournal:
    """Facts in a list, with the constraints of journal.sql."""

    def __init__(self, secret: bytes = b"memory") -> None:
        self.secret = secret
        self._facts: dict[str, Fact] = {}
        self._cursors: dict[tuple[str, str], str] = {}
        self._seen: dict[tuple[str, str, int, int], Seen] = {}
        self._messages: set[str] = set()
        self._words: set[str] = set()
        self._begun: set[tuple[object, ...]] = set()
        self._forgotten: set[str] = set()

    def note(
        self,
        facts: Iterable[Fact],
        *,
        cursors: dict[tuple[str, str], str] | None = None,
        seen: Iterable[Seen] = (),
        words: Iterable[str] = (),
    ) -> tuple[Fact, ...]:
        """Store all of it, or nothing."""
        new = {codec.fact_id(fact): fact for fact in facts}
        new = {key: fact for key, fact in new.items() if key not in self._facts}
        begun = [key for fact in new.values() if isinstance(fact, DraftBegun) for key in _unique(fact)]
        if len(set(begun)) < len(begun) or self._begun & set(begun):
            raise Bug(_BROKEN)
        self._begun |= set(begun)
        self._facts |= new
        self._cursors |= cursors or {}
        for one in seen:
            self._seen.setdefault((one.account, one.folder, one.uidvalidity, one.uid), one)
            self._messages.add(one.message_id)
        self._words |= set(words)
        return tuple(new.values())

    def facts(self, candidacy: str | None = None) -> Iterator[tuple[str, Fact]]:
        """Facts with their ids in the order they were noted."""
        return iter([(key, f) for key, f in self._facts.items() if candidacy in (None, f.candidacy)])

    def cursor(self, account: str, folder: str) -> str | None:
        """The stored cursor of a folder or calendar."""
        return self._cursors.get((account, folder))

    def was_seen(self, message_id: str) -> bool:
        """Whether a message with this id has been dealt with."""
        return message_id in self._messages

    def was_done(self, word: str) -> bool:
        """Whether a word of the person's has become a fact already."""
        return word in self._words

    def quarantined(self) -> tuple[Seen, ...]:
        """What could not be read."""
        return tuple(one for one in self._seen.values() if one.outcome == "quarantined")

    def counts(self) -> dict[str, int]:
        """How many observed messages came to which outcome."""
        outcomes = [one.outcome for one in self._seen.values()]
        return {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}

    def forget(self, candidacy: str) -> None:
        """Erase a candidacy; hashes of its sources stay."""
        gone = [key for key, fact in self._facts.items() if fact.candidacy == candidacy]
        sources = {self._facts.pop(key).source.id for key in gone} - {""}
        self._forgotten |= {_hash(source) for source in (*sources, candidacy)}

    def is_forgotten(self, source: str) -> bool:
        """Whether a source, or a candidacy, was forgotten."""
        return _hash(source) in self._forgotten

    def close(self) -> None:
        """Nothing to let go of."""


def _unique(fact: DraftBegun) -> Iterator[tuple[object, ...]]:
    """What no other draft may have in common with this one: the UNIQUE constraints of journal.sql, after its CHECKs."""
    budgeted = fact.purpose is not Purpose.INQUIRY or fact.ordinal is not None
    if not budgeted or fact.ordinal not in (None, *_BUDGET) or fact.revision not in _REVISIONS:
        raise Bug(_BROKEN)
    yield fact.key, fact.revision
    if fact.ordinal is not None:  # in SQL no NULL equals another
        yield fact.candidacy, fact.purpose, fact.ordinal, fact.revision


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
