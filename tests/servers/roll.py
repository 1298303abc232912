"""The roll of the servers that really ran in this test run, and how often a client spoke with each.

Kept in a folder of small files, so that the workers of pytest-xdist add to one roll; `tests/conftest.py` reads it at
the end. The conversations are counted by the servers themselves (their logs), not by the tests.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "AFTERWORD_ROLL"
"""The environment variable that names the folder; unset, nothing is kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one server did in a test run."""

    starts: int
    conversations: int


def started(server: str) -> None:
    """Note that a server was started and answered."""
    _add(server, "start 1")


def spoke(server: str, conversations: int) -> None:
    """Note how many conversations a server had in its life."""
    _add(server, f"conversation {conversations}")


def called(folder: Path) -> dict[str, Entry]:
    """Every server that ran, by name."""
    entries = {}
    for file in sorted(folder.iterdir()):
        sums: Counter[str] = Counter()
        for line in file.read_text().splitlines():
            what, number = line.split()
            sums[what] += int(number)
        entries[file.name] = Entry(sums["start"], sums["conversation"])
    return entries


def _add(server: str, line: str) -> None:
    folder = os.environ.get(VARIABLE)
    if folder is None:
        return
    # One short write to a file opened for appending: lines of several workers do not mix.
    with (Path(folder) / server).open("a") as file:
        file.write(line + "\n")
