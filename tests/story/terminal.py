"""A person at a terminal, with a Maildir, a folder calendar, and no server at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIGURATION = """\
prompt_by = "inbox"
state_folder = "{folder}/state"
[me]
name = "Robin Ashdown"
addresses = ["robin.ashdown@example.org"]
zone = "America/New_York"
[[mailboxes]]
kind = "maildir"
account = "local"
path = "{folder}/Maildir"
[calendar]
kind = "vdir"
make_collection = true
path = "{folder}/calendars"
"""


@dataclass(frozen=True)
class Terminal:
    """Commands typed in a folder of one's own."""

    folder: Path

    def prepare(self) -> None:
        """An empty Maildir, an empty calendar folder, a configuration."""
        for name in ("", ".Sent", ".Drafts", ".Trash", ".Junk"):
            for part in ("cur", "new", "tmp"):
                (self.folder / "Maildir" / name / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "calendars").mkdir(exist_ok=True)
        (self.folder / "afterword.toml").write_text(CONFIGURATION.format(folder=self.folder))

    def environment(self) -> dict[str, str]:
        """The environment in which the commands find their configuration."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("AFTERWORD_")}
        return inherited | {"AFTERWORD_CONFIG": str(self.folder / "afterword.toml"), "COLUMNS": "200"}

    def types(self, *words: str, code: int = 0) -> str:
        """What a command prints. It must end with this exit code."""
        done = subprocess.run(
            [sys.executable, "-m", "agent", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def reads(self, *words: str, code: int = 0) -> list[dict[str, Any]]:
        """What a command prints for programs."""
        return [json.loads(line) for line in self.types(*words, "--json", code=code).splitlines()]

    def receives(self, name: str, content: bytes, folder: str = "") -> None:
        """A message lies in the Maildir."""
        (self.folder / "Maildir" / folder / "cur" / f"{name}:2,S").write_bytes(content)
