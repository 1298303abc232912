"""What the user says to the service during a simulation, as a file gives it: the commands, each at its moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.casebook import Casebook
from agent.core.facts import EVERYWHERE
from agent.core.interview import short
from agent.errors import NeedsUser
from agent.rehearsal.prompted import fits
from agent.world.ports import Word, Words

_HEAD = frozenset({"at", "command", "company", "role"})
_FOR_ALL = frozenset({"pause", "resume"})


@dataclass
class SaidWords:
    """Commands that wait for their moment. `company` and `role` say which candidacy is meant, as a person would."""

    words: Words
    casebook: Casebook
    waiting: list[tuple[datetime, dict[str, str]]]

    @classmethod
    def read(cls, path: Path, words: Words, casebook: Casebook, home: ZoneInfo) -> SaidWords:
        """The JSON list of {at, command, company, role, …}. Raises `NeedsUser` where it is none."""
        try:
            entries = [{str(k): str(v) for k, v in entry.items()} for entry in json.loads(path.read_text("utf-8"))]
            dated = [(_moment(entry["at"], home), entry) for entry in entries if entry["command"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise NeedsUser(f"{path} is no list of words: {error}") from error
        return cls(words, casebook, sorted(dated, key=lambda one: one[0]))

    def due(self, now: datetime) -> datetime | None:
        """Say what is due by now; the moment of the next word, if one waits."""
        while self.waiting and self.waiting[0][0] <= now:
            at, entry = self.waiting.pop(0)
            name = short(f"{at.isoformat()}|{json.dumps(entry, sort_keys=True)}")
            self.words.say(Word(id=name, at=at, command=entry["command"], arguments=self._arguments(entry)))
        return self.waiting[0][0] if self.waiting else None

    def _arguments(self, entry: Mapping[str, str]) -> dict[str, str]:
        """What a command says, with the candidacy or the question that it is about by id."""
        said = {key: value for key, value in entry.items() if key not in _HEAD}
        if entry["command"] == "add":
            names = {key: entry[key] for key in ("company", "role") if key in entry}
            return {**names, **said, "candidacy": f"c{short(json.dumps(dict(entry), sort_keys=True))}"}
        if entry["command"] == "answer":
            return {"question": self._question(entry), **said}
        if entry["command"] in _FOR_ALL and not entry.get("company"):
            return said
        return {**said, "candidacy": self._candidacy(entry)}

    def _question(self, entry: Mapping[str, str]) -> str:
        where = (*(c for c in self.casebook if fits(entry, c)), self.casebook[EVERYWHERE])
        return next((q.doubt.question for c in where for q in c.open_questions), "")

    def _candidacy(self, entry: Mapping[str, str]) -> str:
        found = [candidacy.id for candidacy in self.casebook if fits(entry, candidacy)]
        if len(found) != 1:
            raise NeedsUser(f"At {entry['at']} “{entry.get('company', '')}” fits {len(found)} candidacies, not one.")
        return found[0]


def _moment(written: str, home: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=home)
