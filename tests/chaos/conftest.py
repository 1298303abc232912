"""The report that the campaigns write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos.report import Report


@pytest.fixture
def chaos_report() -> Iterator[Report]:
    """The rows of one campaign, kept when it is over, whatever it found."""
    report = Report()
    yield report
    report.keep()
    for (fault, phase), row in report.rows.items():
        print(f"{fault} · {phase}: {row['runs']} runs, {row['lost']} lost, {row['doubled']} doubled")
