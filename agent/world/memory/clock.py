"""A clock that is set by hand, and a bell that lets time pass instead of waiting for it."""

from __future__ import annotations

from datetime import datetime, timedelta


class MemoryClock:
    """Shows the time it was set to, aware UTC."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The present moment."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Move on to a moment; never back."""
        self._now = max(self._now, moment)

    def shift(self, by: timedelta) -> None:
        """Jump by a duration, back or forth: a clock that was wrong."""
        self._now += by


class MemoryBell:
    """Waiting lets the time pass at once."""

    def __init__(self, clock: MemoryClock) -> None:
        self._clock = clock
        self._rung = False

    def wait(self, seconds: float) -> None:
        """Return at once: so many seconds later, or at the same moment if it rang."""
        if not self._rung:
            self._clock.shift(timedelta(seconds=seconds))
        self._rung = False

    def ring(self) -> None:
        """Ring."""
        self._rung = True
