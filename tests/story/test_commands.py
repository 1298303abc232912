"""What a person types, and what they read: the commands on a Maildir and a folder calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.story import mails
from tests.story.terminal import Terminal

ME = "robin.ashdown@example.org"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A person with a configuration and an empty mailbox."""
    found = Terminal(tmp_path)
    found.prepare()
    return found


def invitation(days: int = 7) -> EmailMessage:
    """An invitation that came an hour ago, to an interview some days ahead."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return mails.invitation(ME, now - timedelta(hours=1), now + timedelta(days=days))


def test_once_finds_the_invitation_and_places_the_reminders(terminal: Terminal) -> None:
    """One look makes a plan: status names the employer, the calendar folder holds the reminders, the inbox is as it was."""
    terminal.receives("1.host", invitation().as_bytes(policy=SMTP))
    before = sorted(path.name for path in (terminal.folder / "Maildir").rglob("*") if path.is_file())
    terminal.types("once")
    status = terminal.reads("status")
    assert [row["company"] for row in status] == [mails.COMPANY]
    assert status[0]["state"] == "planned"
    assert len(list((terminal.folder / "calendars").rglob("*.ics"))) == 3
    after = sorted(path.name for path in (terminal.folder / "Maildir").rglob("*") if path.is_file())
    assert after == before


def test_a_second_look_changes_nothing(terminal: Terminal) -> None:
    """Looking again finds nothing new and does nothing twice."""
    terminal.receives("1.host", invitation().as_bytes(policy=SMTP))
    terminal.types("once")
    first = terminal.reads("why", mails.COMPANY)
    terminal.types("once")
    assert terminal.reads("why", mails.COMPANY) == first


def test_why_shows_every_fact_with_its_source(terminal: Terminal) -> None:
    """Nobody has to believe it: each fact says which message it came from."""
    message = invitation()
    terminal.receives("1.host", message.as_bytes(policy=SMTP))
    terminal.types("once")
    facts = [row for row in terminal.reads("why", mails.COMPANY) if row.get("fact") == "Invited"]
    assert [fact["source"] for fact in facts] == [str(message["Message-ID"])]


def test_the_persons_word_is_heard_with_no_service_running(terminal: Terminal) -> None:
    """Close ends it, reopen takes that back, undo takes the last word back."""
    terminal.receives("1.host", invitation().as_bytes(policy=SMTP))
    terminal.types("once")
    terminal.types("close", mails.COMPANY)
    assert terminal.reads("status")[0]["state"] == "by_user"
    terminal.types("undo", mails.COMPANY)
    assert terminal.reads("status")[0]["state"] == "planned"
    terminal.types("pause", mails.COMPANY)
    assert terminal.reads("status")[0]["state"] == "paused"
    terminal.types("resume", mails.COMPANY)
    assert terminal.reads("status")[0]["state"] == "planned"


def test_an_interview_arranged_by_phone_is_added(terminal: Terminal) -> None:
    """Add makes a plan without any mail."""
    terminal.types("once")
    start = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%dT14:00")
    people = f"{mails.PRIYA[0]} <{mails.PRIYA[1]}>"
    terminal.types("add", "Fernhill Energy", "--start", start, "--role", "Data Engineer", "--people", people)
    row = terminal.reads("status")[0]
    assert (row["company"], row["role"]) == ("Fernhill Energy", "Data Engineer")


def test_forgotten_is_forgotten(terminal: Terminal) -> None:
    """Forget removes everything, and the same mail does not bring it back."""
    terminal.receives("1.host", invitation().as_bytes(policy=SMTP))
    terminal.types("once")
    terminal.types("forget", mails.COMPANY)
    terminal.types("once")
    terminal.types("once")
    assert list((terminal.folder / "calendars").rglob("*.ics")) == []
    assert terminal.reads("status") == []
    journal = (terminal.folder / "state/journal.sqlite3").read_bytes()
    assert mails.COMPANY.encode() not in journal


def test_check_names_everything_it_tried(terminal: Terminal) -> None:
    """Check says what works and what to mend, and changes nothing."""
    terminal.types("once")
    rows = terminal.reads("check")
    assert {"clock", "rules", "journal", "local inbox", "local drafts", "calendar"} <= {row["check"] for row in rows}
    assert all(row["ok"] for row in rows)


def test_a_name_that_fits_nothing_is_wrong_use(terminal: Terminal) -> None:
    """Exit code 2, and the next command to type."""
    terminal.types("once")
    assert "afterword status" in terminal.types("close", "Nobody Inc", code=2)


def test_a_wrong_configuration_ends_with_78(terminal: Terminal) -> None:
    """The units do not restart on it: the person has to act."""
    path = terminal.folder / "afterword.toml"
    path.write_text(path.read_text().replace("America/New_York", "Mars/Olympus"))
    assert "me.zone" in terminal.types("once", code=78)


def test_every_command_has_help(terminal: Terminal) -> None:
    """Every command that the reference lists explains itself."""
    reference = (Path(__file__).parents[2] / "docs/reference.md").read_text()
    overview = terminal.types("--help")
    for command in ("run", "once", "status", "why", "check", "read", "simulate", "demo", "notes", "add", "forget"):
        assert command in overview
        assert f"afterword {command}" in reference
