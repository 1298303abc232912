"""Letters and reminders as files, for who wants to look at what a simulation wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.facts import DraftBegun, DraftWritten, Fact, ReminderPlaced
from agent.story import draft_id
from agent.world.ports import Calendar

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Keepsakes:
    """Where letters (`<at>-<id>.eml`) and reminders (`<id>.ics`) are kept, if anywhere."""

    drafts: Path | None
    reminders: Path | None
    _begun: dict[str, bytes] = field(default_factory=dict)

    def keep(self, fact: Fact, calendar: Calendar) -> None:
        """Keep what a fact speaks of."""
        if isinstance(fact, DraftBegun):
            self._begun[draft_id(fact.key, fact.revision)] = fact.content
        elif isinstance(fact, DraftWritten) and self.drafts:
            name = draft_id(fact.key, fact.revision)
            moment = fact.noted.strftime("%Y%m%dT%H%M%SZ")
            _write(self.drafts, f"{moment}-{name}.eml", self._begun.pop(name, b""))
        elif isinstance(fact, ReminderPlaced) and self.reminders:
            item = calendar.get(fact.uid)
            _write(self.reminders, f"{fact.key}.ics", item.content if item else b"")


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _UNSAFE.sub("-", name)).write_bytes(content)
