"""What does not work at present, in a small file beside the journal: for `status` and `check`, and to tell it once.

It is written when something changes, and at no other time. It holds no subject, no address, and nothing secret.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A part of the user's world that does not work: since when, what it says, what helps, if the user was told."""

    part: str
    kind: str
    text: str
    mend: str
    since: datetime
    told: bool = False


class TroublesFile:
    """The file. One that cannot be read counts as empty: at worst the user is told a second time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "troubles.json"

    def read(self) -> tuple[Standing, ...]:
        """What stood there last."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            return tuple(Standing(**{**row, "since": datetime.fromisoformat(row["since"])}) for row in rows)
        except (OSError, ValueError, TypeError, KeyError):
            return ()

    def write(self, troubles: Iterable[Standing]) -> None:
        """Put it down, all at once. A full disk is no reason to stop: it is one of the things that are told."""
        rows = [{**asdict(one), "since": one.since.isoformat()} for one in troubles]
        half = self._path.with_suffix(".new")
        try:
            descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(rows, file, ensure_ascii=False)
            half.rename(self._path)
        except OSError:
            half.unlink(missing_ok=True)


class MemoryTroubles:
    """The same in memory."""

    def __init__(self) -> None:
        self._rows: tuple[Standing, ...] = ()

    def read(self) -> tuple[Standing, ...]:
        """What stood there last."""
        return self._rows

    def write(self, troubles: Iterable[Standing]) -> None:
        """Put it down."""
        self._rows = tuple(troubles)
