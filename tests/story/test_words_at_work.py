"""While the service runs, what the person types in another terminal takes effect."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from functools import partial
from pathlib import Path

import pytest

from tests.story import mails
from tests.story.terminal import Terminal

ME = "robin.ashdown@example.org"
PATIENCE = 30.0


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A running service that knows one interview, held two hours ago, whose thank-you lies in Drafts."""
    found = Terminal(tmp_path)
    found.prepare()
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    invitation = mails.invitation(ME, now - timedelta(days=3), now - timedelta(hours=4))
    found.receives("1.host", invitation.as_bytes(policy=SMTP))
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "agent", "run"]
        service = subprocess.Popen(command, env=found.environment(), stdout=log, stderr=log)
    _until(lambda: any((tmp_path / "Maildir/.Drafts/cur").iterdir()))
    yield found
    service.terminate()
    assert service.wait(PATIENCE) == 0


def test_pause_resume_notes_sent_and_close_are_heard_by_the_running_service(terminal: Terminal) -> None:
    """Each word is told to the service, which makes it a fact: nobody else writes the journal."""
    for word, state in (("pause", "paused"), ("resume", "planned")):
        assert "has been told" in terminal.types(word, mails.COMPANY)
        _until(partial(_stands, terminal, state))
    terminal.types("notes", mails.COMPANY, "--needs", "Someone who can own the billing migration")
    _until(lambda: "NotesTaken" in _facts(terminal))
    terminal.types("sent", mails.COMPANY)
    _until(lambda: "LetterSent" in _facts(terminal))
    terminal.types("close", mails.COMPANY)
    _until(partial(_stands, terminal, "by_user"))


def _stands(terminal: Terminal, state: str) -> bool:
    return bool(terminal.reads("status")[0]["state"] == state)


def _facts(terminal: Terminal) -> set[object]:
    return {row.get("fact") for row in terminal.reads("why", mails.COMPANY)}


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
