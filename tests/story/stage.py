"""The real service beside a real Dovecot and a real Radicale, under a clock that the test sets.

What is asserted is what a second, independent client sees: imaplib and plain CalDAV requests, never our own journal.
The clock is libfaketime's, read from a file that the test rewrites; monotonic time stays true. The story lies in the past:
Dovecot takes no INTERNALDATE from the future. Certificates of today are not valid there, so loopback goes without TLS.
"""

from __future__ import annotations

import imaplib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

import icalendar
import libfaketime
from caldav.davclient import DAVClient

from tests.servers.calendars import CalendarAccount
from tests.servers.dovecot import MailboxUser
from tests.servers.smtp import Sink

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds within which the running service has done what it should; no test asserts that it is quicker."""

CONFIGURATION = """\
prompt_by = "mail"
state_folder = "{folder}/state"

[me]
name = "Robin Ashdown"
addresses = ["{address}"]
zone = "America/New_York"
holidays = "US"
phone = "+1 202 555 0143"
strengths = ["eight years of building and running payment systems"]

[[mailboxes]]
kind = "imap"
account = "home"
host = "localhost"
port = {imap_port}
tls = "none"
user = "{address}"
password = {{ file = "{folder}/imap_password" }}

[calendar]
kind = "caldav"
make_collection = true
url = "{calendar_url}"
user = "{calendar_user}"
password = {{ file = "{folder}/caldav_password" }}

[outbox]
host = "127.0.0.1"
port = {smtp_port}
tls = "none"
"""


@dataclass
class Stage:
    """One job seeker's world. Times are given by the clock of the story."""

    folder: Path
    user: MailboxUser
    account: CalendarAccount
    sink: Sink
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Write the configuration and the passwords."""
        for name, secret in (("imap_password", self.user.password), ("caldav_password", self.account.password)):
            path = self.folder / name
            path.write_text(secret)
            path.chmod(0o600)
        text = CONFIGURATION.format(
            folder=self.folder,
            address=self.user.address,
            imap_port=self.user.port,
            calendar_url=self.account.home,
            calendar_user=self.account.username,
            smtp_port=self.sink.port,
        )
        (self.folder / "afterword.toml").write_text(text)

    # ── the service and its clock ────────────────────────────────────────────────────────────────────────────────

    def set_clock(self, moment: datetime) -> None:
        """Move the story's clock, and let the service notice: waits are short, and a touched spool rings the bell."""
        self.now = moment
        offset = (moment - datetime.now(UTC)).total_seconds()
        half = self.folder / "clock.new"
        half.write_text(f"{offset:+.0f}")
        half.rename(self.folder / "clock")
        self.nudge()

    def nudge(self) -> None:
        """Let the service look now, and not at its next round."""
        spool = self.folder / "state/words"
        if spool.exists():
            (spool / ".nudge").write_text(self.now.isoformat())
            (spool / ".nudge").unlink()

    def environment(self) -> dict[str, str]:
        """The environment in which the service sees the story's time."""
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith("AFTERWORD_")},
            "AFTERWORD_CONFIG": str(self.folder / "afterword.toml"),
            "LD_PRELOAD": _libfaketime(),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def start(self) -> None:
        """Start `afterword run`."""
        command = [sys.executable, "-m", "agent", "run"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)

    def stop(self) -> int:
        """End it as systemd would."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(timeout=PATIENCE)
        self.process = None
        return code

    def command(self, *words: str) -> str:
        """Type a command in another terminal."""
        done = subprocess.run(
            [sys.executable, "-m", "agent", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def eventually(self, look: Callable[[], T | None], what: str) -> T:
        """What a look finds, as soon as it finds something."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := look():
                return found
            assert self.process is None or self.process.poll() is None, self.log()
            time.sleep(0.1)
        raise AssertionError(f"{what} did not happen by {self.now}\n{self.log()}")

    def log(self) -> str:
        """What the service said."""
        return (self.folder / "log").read_text()[-6000:]

    # ── the mailbox, as another client sees it ───────────────────────────────────────────────────────────────────

    @contextmanager
    def imap(self) -> Iterator[imaplib.IMAP4_SSL]:
        """A second client, signed in."""
        with imaplib.IMAP4_SSL(self.user.host, self.user.tls_port, ssl_context=self.user.context()) as client:
            client.login(self.user.address, self.user.password)
            yield client

    def arrives(self, message: EmailMessage, folder: str = "INBOX", flags: str = "") -> None:
        """A message comes into a folder at the story's time."""
        with self.imap() as client:
            date = imaplib.Time2Internaldate(self.now)
            done, data = client.append(folder, flags, date, message.as_bytes(policy=policy.SMTP))
            assert done == "OK", data

    def messages(self, folder: str) -> list[EmailMessage]:
        """What lies in a folder."""
        return [message for _, message in self._numbered(folder)]

    def send(self, draft: EmailMessage) -> None:
        """The user opens a draft and presses Send: it leaves Drafts and lies in Sent with a new date and a new id."""
        sent = message_from_bytes(draft.as_bytes(), policy=policy.default)
        assert isinstance(sent, EmailMessage)
        for name, value in (("Date", self.now), ("Message-ID", f"<sent-{self.now:%Y%m%d%H%M%S}@example.org>")):
            del sent[name]
            sent[name] = value
        with self.imap() as client:
            client.select("Drafts")
            for number, message in self._numbered("Drafts", client):
                if message["Message-ID"] == draft["Message-ID"]:
                    client.store(number, "+FLAGS", r"(\Deleted)")
            client.expunge()
        self.arrives(sent, "Sent", r"(\Seen)")

    def _numbered(self, folder: str, client: imaplib.IMAP4_SSL | None = None) -> list[tuple[str, EmailMessage]]:
        if client is None:
            with self.imap() as own:
                own.select(folder, readonly=True)
                return self._numbered(folder, own)
        found = []
        for number in client.search(None, "ALL")[1][0].decode().split():
            data = client.fetch(number, "(BODY.PEEK[])")[1][0]
            if not isinstance(data, tuple):
                continue  # it went while we looked
            message = message_from_bytes(data[1], policy=policy.default)
            assert isinstance(message, EmailMessage)
            found.append((number, message))
        return found

    # ── the calendar, as another client sees it ──────────────────────────────────────────────────────────────────

    def events(self) -> list[icalendar.Event]:
        """Every event in every calendar of the user."""
        with DAVClient(self.account.url, username=self.account.username, password=self.account.password) as client:
            calendars = client.principal().calendars()
            found = [event for calendar in calendars for event in calendar.events()]
            return [part for event in found for part in event.icalendar_instance.walk("VEVENT")]

    def event(self, summary: str) -> icalendar.Event | None:
        """The event whose summary has these words."""
        return next((event for event in self.events() if summary.lower() in str(event["SUMMARY"]).lower()), None)

    def edit(self, summary: str, change: Callable[[bytes], bytes]) -> None:
        """The user changes the event whose summary has these words, in another calendar program."""
        with DAVClient(self.account.url, username=self.account.username, password=self.account.password) as client:
            for calendar in client.principal().calendars():
                for event in calendar.events():
                    if summary.lower() in str(event.icalendar_component["SUMMARY"]).lower():
                        event.data = change(event.data.encode()).decode()
                        event.save()


def _libfaketime() -> str:
    folder = Path(libfaketime.__file__).parent
    return str(next(folder.rglob("libfaketime.so.1")))
