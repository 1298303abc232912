"""The reader without a child process: for what the user hands in, for the simulator and for tests."""

from __future__ import annotations

from agent.core.findings import Reading
from agent.core.people import Me
from agent.reading import read as reading


class InProcessReader:
    """Reads in this process: no limits on memory or time but those of the reading itself."""

    def __init__(self, me: Me) -> None:
        self._me = me

    def read(self, raw: bytes, *, sent: bool = False) -> Reading:
        """One message. Raises `Unreadable`."""
        return reading.read(raw, self._me, sent=sent)

    def read_item(self, raw: bytes) -> tuple[Reading, ...]:
        """One calendar object. Raises `Unreadable`."""
        return reading.read_item(raw, self._me)

    def close(self) -> None:
        """Nothing is held."""
