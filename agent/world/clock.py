"""The machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """What the machine says the time is. Waits are short and the wall clock is read again after each (I12)."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC)
