"""Sayings of one meaning, looked up at a place in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from agent.reading.tokens import Token, words


class Sayings:
    """Sayings of one meaning, each with a value: at a place in a text the longest one that stands there is found."""

    __slots__ = ("_by_first", "lasts")

    def __init__(self, sayings: Mapping[str, int] | None = None) -> None:
        by_first: dict[str, list[tuple[list[str], int]]] = {}
        said = [(words(saying), value) for saying, value in (sayings or {}).items()]
        for each, value in said:
            by_first.setdefault(each[0], []).append((list(each[1:]), value))
        for rest in by_first.values():
            rest.sort(key=lambda entry: -len(entry[0]))
        self._by_first = by_first
        self.lasts = frozenset(each[-1] for each, _ in said)

    @classmethod
    def of(cls, tables: Iterable[tuple[int, Sayings]]) -> Sayings:
        """Several tables in one, each with a value of its own; of two that hold the same saying the last counts."""
        merged = cls()
        by_first: dict[str, dict[tuple[str, ...], int]] = {}
        for value, table in tables:
            for first, entries in table._by_first.items():  # noqa: SLF001 - its own kind
                by_first.setdefault(first, {}).update((tuple(rest), value) for rest, _ in entries)
        merged._by_first = {
            first: [(list(rest), value) for rest, value in sorted(entries.items(), key=lambda entry: -len(entry[0]))]
            for first, entries in by_first.items()
        }
        return merged

    @property
    def firsts(self) -> frozenset[str]:
        """The words that a saying can begin with."""
        return frozenset(self._by_first)

    def match(self, row: Sequence[Token], index: int) -> tuple[int, int] | None:
        """The value of the longest saying at `index` and the index behind it; None when there is none."""
        if not 0 <= index < len(row):
            return None
        entries = self._by_first.get(row[index].fold)
        if entries is None:
            return None
        behind = [token.fold for token in row[index + 1 : index + 1 + len(entries[0][0])]]
        for rest, value in entries:
            if behind[: len(rest)] == rest:
                return value, index + 1 + len(rest)
        return None

    def skip(self, row: Sequence[Token], index: int) -> int:
        """The index behind the saying at `index`, or `index` itself."""
        found = self.match(row, index)
        return found[1] if found else index

    def ends_at(self, row: Sequence[Token], index: int, reach: int = 4) -> bool:
        """Whether a saying stands directly before `index`."""
        if not 0 < index <= len(row) or row[index - 1].fold not in self.lasts:
            return False
        return any((found := self.match(row, start)) and found[1] == index for start in range(index - reach, index))
