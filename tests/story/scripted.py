"""Scripted lives: each folder of `tests/story/lives` is a mailbox and the lines that `afterword simulate` must tell of it.

mail/         .eml files; `mail/sent` is what the user sent
calendar/     .ics files in the user's calendar, if any
notes.json    the user's answers to notes prompts, if any
words.json    what the user said to the service, if anything
options.txt   the command's other options
expected.txt  the lines, written from the rules before the program ran
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from agent.cli import app

FOLDER = Path(__file__).parent / "lives"


@dataclass(frozen=True)
class Life:
    """One candidacy, or several, from the first mail to the last line."""

    folder: Path

    @property
    def expected(self) -> list[str]:
        """The lines that must be told."""
        return (self.folder / "expected.txt").read_text().splitlines()

    def told(self) -> list[str]:
        """The lines that `afterword simulate` tells."""
        words = ["simulate", str(self.folder / "mail"), *(self.folder / "options.txt").read_text().split()]
        for option, name in (("--calendar", "calendar"), ("--notes", "notes.json"), ("--words", "words.json")):
            if (self.folder / name).exists():
                words += [option, str(self.folder / name)]
        done = CliRunner().invoke(app, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output.splitlines()


def lives() -> list[Life]:
    """Every life, in order."""
    return [Life(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]
