"""The roll of servers, and the check at the end of a test run that it is complete."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import roll

CHECKOUT = Path(__file__).parents[2]
HARMLESS = "tests/shape/test_locks.py"
"""Tests that pass and need no server."""


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    """A test run of its own, of tests that need no server."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AFTERWORD_", "PYTEST_"))}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", HARMLESS]
    return subprocess.run(
        words, cwd=CHECKOUT, env={**inherited, **environment}, capture_output=True, text=True, check=False
    )


def test_a_run_that_demands_servers_fails_without_them() -> None:
    """All tests pass, and the run fails all the same: each server that did not run is named."""
    said = run(AFTERWORD_REQUIRE_SERVERS="1")
    assert said.returncode == 1
    assert [name for name in ("dovecot", "radicale", "xandikos") if f"NOT RUN: {name}" not in said.stdout] == []


def test_a_run_that_demands_nothing_passes() -> None:
    """Without the demand the same tests are a success."""
    assert run().returncode == 0


def test_a_server_with_which_nobody_spoke_was_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start alone is no conversation; the parts that several workers note are added up."""
    monkeypatch.setenv(roll.VARIABLE, str(tmp_path))
    for conversations in (0, 3, 4):
        roll.started("dovecot")
        roll.spoke("dovecot", conversations)
    roll.started("radicale")
    assert roll.called(tmp_path) == {"dovecot": roll.Entry(3, 7), "radicale": roll.Entry(1, 0)}
