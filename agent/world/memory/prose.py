"""A writing helper in memory: it says what it is told to say, and keeps what it was asked."""

from __future__ import annotations

from collections.abc import Callable

from agent.errors import AfterwordError
from agent.writing.slip import Slip


class MemoryProse:
    """A `Prose`. While `trouble` is set, it raises that."""

    def __init__(self, answer: Callable[[Slip], str]) -> None:
        self._answer = answer
        self.asked: list[Slip] = []
        self.trouble: AfterwordError | None = None

    def written(self, order: Slip) -> str:
        """What it was told to say to this order."""
        self.asked.append(order)
        if self.trouble is not None:
            raise self.trouble
        return self._answer(order)
