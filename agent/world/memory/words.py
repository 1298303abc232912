"""The spool of the person's words, in memory."""

from __future__ import annotations

from agent.world.ports import Word


class MemoryWords:
    """Words wait in the order in which they were said."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}

    def say(self, word: Word) -> None:
        """Leave a word."""
        self._words.setdefault(word.id, word)

    def heard(self) -> tuple[Word, ...]:
        """The words that wait, oldest first."""
        return tuple(sorted(self._words.values(), key=lambda word: (word.at, word.id)))

    def done(self, word: Word) -> None:
        """Take a word off."""
        self._words.pop(word.id, None)
