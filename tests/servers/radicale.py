"""Radicale, private: CalDAV with a password a user and a folder of .ics files; no scheduling."""

from __future__ import annotations

import itertools
import re
import sys
from pathlib import Path

from tests.servers.calendars import CalendarAccount, answers
from tests.servers.process import HOST, Server

PASSWORD = "correct-horse"
_ANSWERED = re.compile(r"\[INFO\] (PROPFIND|REPORT|PUT|DELETE|MKCALENDAR|PROPPATCH) response status for ")
_CONFIGURATION = """\
[server]
hosts = {host}:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/passwords
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[logging]
level = info
"""


class Radicale(Server):
    """A Radicale of its own."""

    name = "radicale"

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)

    def configure(self) -> None:
        (self.folder / "passwords").touch()
        text = _CONFIGURATION.format(host=HOST, port=self.port, folder=self.folder)
        (self.folder / "configuration").write_text(text)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "radicale", "--config", str(self.folder / "configuration")]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    def answers(self) -> bool:
        return answers(f"{self.url}.web/")

    def conversations(self) -> int:
        """How many CalDAV requests it has answered."""
        return len(_ANSWERED.findall(self.log()))

    def fresh_account(self) -> CalendarAccount:
        """Somebody who has never been here, with one empty calendar."""
        name = f"user{next(self._numbers)}"
        with (self.folder / "passwords").open("a") as passwords:
            passwords.write(f"{name}:{PASSWORD}\n")
        home = f"{self.url}{name}/"
        account = CalendarAccount(self.url, home, f"{home}calendar/", name, PASSWORD)
        account.make_calendar("calendar")
        return account

    def stored(self, account: CalendarAccount) -> list[Path]:
        """The files in which it keeps the account's events."""
        return sorted((self.folder / "collections/collection-root" / account.username).glob("*/*.ics"))
