"""Xandikos, private: CalDAV over a Git repository; no password, one principal an instance."""

from __future__ import annotations

import itertools
import re
import sys
from pathlib import Path

from tests.servers.calendars import CalendarAccount, answers
from tests.servers.process import HOST, Server

_ANSWERED = re.compile(r'"(PROPFIND|REPORT|PUT|DELETE|MKCALENDAR|PROPPATCH) \S+ HTTP/1\.1" \d+')


class Xandikos(Server):
    """A Xandikos of its own. It knows one principal, in whose home every account gets a calendar."""

    name = "xandikos"

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)

    def configure(self) -> None:
        for name in ("data", "state"):
            (self.folder / name).mkdir(exist_ok=True)

    def command(self) -> list[str]:
        return [
            str(Path(sys.executable).with_name("xandikos")), "serve",
            "--directory", str(self.folder / "data"), "--state-dir", str(self.folder / "state"),
            "--current-user-principal", "/user/", "--defaults", "--no-detect-systemd",
            "--listen-address", HOST, "--port", str(self.port),
        ]  # fmt: skip

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    def answers(self) -> bool:
        return answers(self.url)

    def conversations(self) -> int:
        """How many CalDAV requests it has answered."""
        return len(_ANSWERED.findall(self.log()))

    def fresh_account(self) -> CalendarAccount:
        """The one account, with one more empty calendar."""
        home = f"{self.url}user/calendars/"
        name = f"calendar{next(self._numbers)}"
        account = CalendarAccount(self.url, home, f"{home}{name}/", "", "")
        account.make_calendar(name)
        return account
