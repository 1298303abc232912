"""An outbox that keeps what it was given."""

from __future__ import annotations


class MemoryOutbox:
    """What was sent to the user, in order."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send(self, content: bytes) -> None:
        """Keep one message."""
        self.sent.append(content)
