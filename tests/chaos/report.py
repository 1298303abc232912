"""What the campaigns found: fault × phase × runs × lost × doubled, kept in docs/CHAOS.md."""

from __future__ import annotations

import fcntl
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs/CHAOS.md"
HEADER = """\
# What the campaigns found

Written by `make chaos`, and by `AFTERWORD_KEEP_REPORT=1 make test`, as they ran; a campaign replaces its own rows. *Lost* is a message, a fact or a
draft that should be there at the end and is not; *doubled* is a draft, a letter or a candidacy too many. *Runs* are those in
which the fault struck.

| fault | phase | runs | lost | doubled | last run |
|---|---|--:|--:|--:|---|
"""


class Ended(Protocol):
    """What somebody sees at the end."""

    @property
    def drafts(self) -> tuple[str, ...]:
        """The drafts that lie there."""

    @property
    def candidacies(self) -> int:
        """How many candidacies there are."""


@dataclass
class Report:
    """The rows of one campaign."""

    rows: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def ran(self, fault: str, phase: str, *, killed: bool, end: Ended, unbroken: Ended) -> None:
        """One run, and how it ended beside an undisturbed one."""
        had, should = Counter(end.drafts), Counter(unbroken.drafts)
        lost = (should - had).total() + max(0, unbroken.candidacies - end.candidacies)
        doubled = (had - should).total() + max(0, end.candidacies - unbroken.candidacies)
        if not lost and not doubled and end != unbroken:
            lost = 1
        self.add(fault, phase, runs=int(killed), lost=lost, doubled=doubled)

    def add(self, fault: str, phase: str, *, runs: int = 1, lost: int = 0, doubled: int = 0) -> None:
        """Runs with what they lost and doubled."""
        self.rows.setdefault((fault, phase), Counter()).update(runs=runs, lost=lost, doubled=doubled)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, and nothing doubled."""
        return not any(row["lost"] or row["doubled"] for row in self.rows.values())

    def keep(self, page: Path = PAGE) -> None:
        """Write the rows into the page, in place of older ones of the same fault and phase."""
        if not self.rows:
            return
        with page.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            rows = _read(page)
            today = datetime.now(UTC).date().isoformat()
            for key, row in self.rows.items():
                rows[key] = (row["runs"], row["lost"], row["doubled"], today)
            page.write_text(HEADER + "".join(_row(key, rows[key]) for key in sorted(rows)))
        page.with_suffix(".lock").unlink(missing_ok=True)


Kept = dict[tuple[str, str], tuple[int, int, int, str]]


def _read(page: Path) -> Kept:
    rows: Kept = {}
    for line in page.read_text().splitlines() if page.exists() else ():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 6 and cells[2].replace(",", "").isdigit():
            numbers = [int(cell.replace(",", "")) for cell in cells[2:5]]
            rows[cells[0], cells[1]] = (numbers[0], numbers[1], numbers[2], cells[5])
    return rows


def _row(key: tuple[str, str], row: tuple[int, int, int, str]) -> str:
    fault, phase = key
    runs, lost, doubled, day = row
    return f"| {fault} | {phase} | {runs:,} | {lost} | {doubled} | {day} |\n"
