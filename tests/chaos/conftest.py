"""The report that the campaigns write."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.chaos.report import Report

KEEP = "AFTERWORD_KEEP_REPORT"
"""Set to 1, the short campaigns of `make test` write their rows too; without it a test run changes no file."""


@pytest.fixture
def chaos_report(request: pytest.FixtureRequest) -> Iterator[Report]:
    """The rows of one campaign, kept when it is over, whatever it found."""
    report = Report()
    yield report
    if request.node.get_closest_marker("chaos") or os.environ.get(KEEP) == "1":
        report.keep()
    for (fault, phase), row in report.rows.items():
        print(f"{fault} · {phase}: {row['runs']} runs, {row['lost']} lost, {row['doubled']} doubled")
