"""The user's answers to notes prompts, as a file gives them to a simulation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agent.casebook import Casebook
from agent.core.candidacy import Candidacy
from agent.core.facts import Fact, NotesAsked
from agent.errors import NeedsUser
from agent.world.ports import Word, Words

ANSWERED_AFTER = timedelta(minutes=20)
"""How long after the prompt notes come back that have no moment of their own."""


@dataclass
class PromptedNotes:
    """Notes that wait for their prompt, or for their moment."""

    words: Words
    home: ZoneInfo
    waiting: list[dict[str, Any]]
    answered: list[tuple[datetime, Word]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, words: Words, home: ZoneInfo) -> PromptedNotes:
        """The JSON list of {company, role, at, answers}. Raises `NeedsUser` where it is none."""
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
            return cls(words, home, [{**entry, "answers": dict(entry["answers"])} for entry in entries])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NeedsUser(f"{path} is no list of notes: {error}") from error

    def prompted(self, fact: Fact, casebook: Casebook) -> None:
        """The notes form went out: the notes that fit it are answered a while later, or at their own moment."""
        if not isinstance(fact, NotesAsked):
            return
        candidacy = casebook[fact.candidacy]
        entry = next((entry for entry in self.waiting if fits(entry, candidacy)), None)
        if entry is None:
            return
        self.waiting.remove(entry)
        at = max(self._moment(entry) or fact.noted + ANSWERED_AFTER, fact.noted + timedelta(seconds=1))
        answers = {str(key): _text(value) for key, value in entry["answers"].items()}
        word = Word(id=fact.key, at=at, command="notes", arguments={"candidacy": candidacy.id, **answers})
        self.answered.append((at, word))

    def due(self, now: datetime) -> datetime | None:
        """Say what is due by now; the moment of the next answer, if one waits."""
        for at, word in [entry for entry in self.answered if entry[0] <= now]:
            self.words.say(word)
            self.answered.remove((at, word))
        return min((at for at, _ in self.answered), default=None)

    def _moment(self, entry: dict[str, Any]) -> datetime | None:
        if not entry.get("at"):
            return None
        at = datetime.fromisoformat(str(entry["at"]))
        return at if at.tzinfo else at.replace(tzinfo=self.home)


def fits(entry: Mapping[str, Any], candidacy: Candidacy) -> bool:
    """Whether a file's entry means this candidacy: `company` and `role` are parts of its names, as far as given."""
    said = ((entry.get("company"), candidacy.company), (entry.get("role"), candidacy.role))
    return all(not wanted or str(wanted).casefold() in (known or "").casefold() for wanted, known in said)


def _text(value: object) -> str:
    return "; ".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
