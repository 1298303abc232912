"""docs/BENCHMARKS.md: only what a run has printed, each beside the machine's own figure for the like."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/BENCHMARKS.md"
HEADER = """\
# What it costs

Written by `make bench`: every line was printed by a run, with what the same machine needed for the like in the same run beside it.
Nothing here is asserted by a test. The load is the machine's when the line was printed, over the last minute.

| what | measured | baseline | its figure | ratio | goal | when, on what |
|---|--:|---|--:|--:|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure, and its baseline's, in the same unit."""

    what: str
    measured: float
    unit: str
    baseline: str = "–"
    beside: float | None = None
    goal: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its row."""
        ratio = f"{self.measured / self.beside:.3g}" if self.beside else "–"
        beside = f"{self.beside:,.4g} {self.unit}" if self.beside is not None else "–"
        load = os.getloadavg()[0]
        where = f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
        return self.what, f"{self.measured:,.4g} {self.unit}", self.baseline, beside, ratio, self.goal, where


def printed(line: Line, page: Path = PAGE) -> None:
    """Print a line, and keep it in the page in place of an older one."""
    cells = line.cells
    print("\n" + " | ".join(cells))
    rows = [row for row in _rows(page) if not row.startswith(f"| {line.what} | ") or f"| {line.baseline} |" not in row]
    page.write_text(HEADER + "\n".join([*rows, f"| {' | '.join(cells)} |"]) + "\n")


def _rows(page: Path) -> list[str]:
    lines = page.read_text().splitlines() if page.exists() else []
    return [line for line in lines if line.startswith("| ") and not line.startswith("| what |")]
