"""An outbox that keeps what it was given."""

from __future__ import annotations

from agent.errors import AfterwordError


class MemoryOutbox:
    """What was sent to the user, in order. While `trouble` is set, sending raises it."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.trouble: AfterwordError | None = None

    def send(self, content: bytes) -> None:
        """Keep one message."""
        if self.trouble is not None:
            raise self.trouble
        self.sent.append(content)
