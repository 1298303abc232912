"""How soon mail is known of, how soon the service watches, and what it costs when nothing happens."""

from __future__ import annotations

import contextlib
import imaplib
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.world.watch import ImapWatch
from tests.benchmarks.page import Line, printed
from tests.benchmarks.population import populate
from tests.servers.ca import Authority
from tests.servers.dovecot import Dovecot, MailboxUser
from tests.world.mailbox_beds import letter, other_client, server_of

ARRIVALS = int(os.environ.get("AFTERWORD_BENCH_ARRIVALS", "40"))
IDLE_SECONDS = float(os.environ.get("AFTERWORD_BENCH_IDLE", "180"))
IDLE_ONLY = "protocol imap {\n  imap_capability = IMAP4rev1 AUTH=PLAIN IDLE\n}\n"
CHECKOUT = Path(__file__).parents[2]
pytestmark = [pytest.mark.bench, pytest.mark.timeout(7200)]

CONFIGURATION = """\
prompt_by = "draft"
state_folder = "{folder}/state"

[me]
name = "Robin Ashdown"
addresses = ["{user}"]
zone = "Europe/Berlin"

[[mailboxes]]
kind = "imap"
account = "home"
host = "localhost"
port = {port}
user = "{user}"
password = {{ file = "{folder}/password" }}
ca_file = "{ca}"
"""


@contextlib.contextmanager
def service(user: MailboxUser, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`afterword run` beside a mailbox."""
    (folder / "password").write_text(user.password)
    (folder / "password").chmod(0o600)
    path = folder / "afterword.toml"
    path.write_text(CONFIGURATION.format(folder=folder, user=user.address, port=user.tls_port, ca=user.ca))
    environment = {**os.environ, "AFTERWORD_CONFIG": str(path), "NOTIFY_SOCKET": str(folder / "notify")}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "agent", "run"], env=environment, cwd=CHECKOUT, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def stored(folder: Path) -> int:
    """How many messages the journal knows of."""
    import sqlite3  # noqa: PLC0415 - a second reader's own view

    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"file:{folder}/state/journal.sqlite3?mode=ro", uri=True)) as db,
    ):
        return int(db.execute("SELECT count(*) FROM seen").fetchone()[0])
    return 0


def until_stored(folder: Path, count: int, seconds: float = 30) -> float:
    """How long it takes until so many messages are accounted for."""
    began = time.perf_counter()
    while stored(folder) < count:
        if time.perf_counter() - began > seconds:
            raise AssertionError((folder / "log").read_text()[-2000:])
        time.sleep(0.002)
    return time.perf_counter() - began


class Notices:
    """A client of the standard library that idles on the same mailbox: when the server's own notice comes."""

    def __init__(self, user: MailboxUser) -> None:
        self._client = imaplib.IMAP4(user.host, user.port)
        self._client.login(user.address, user.password)
        self._client.select("INBOX", readonly=True)
        self._client.send(b"X1 IDLE\r\n")
        self._client.readline()

    def next(self) -> float:
        """When the next EXISTS came."""
        while b"EXISTS" not in self._client.readline():
            continue
        return time.perf_counter()

    def close(self) -> None:
        """Leave."""
        with contextlib.suppress(OSError):
            self._client.sock.shutdown(socket.SHUT_RDWR)
        self._client.shutdown()


@pytest.mark.parametrize("way", ["NOTIFY", "IDLE"])
def test_from_arrival_to_stored(authority: Authority, tmp_path: Path, way: str) -> None:
    """From the end of LMTP's DATA to the row in the journal, beside the server's notice to an idle client."""
    with Dovecot(authority=authority, extra=IDLE_ONLY if way == "IDLE" else "") as dovecot:
        user = dovecot.fresh_user()
        with other_client(user):
            pass
        with service(user, tmp_path):
            dovecot.deliver(user.address, letter(0))
            until_stored(tmp_path, 1)
            time.sleep(2)
            took, notices = [], []
            watcher = Notices(user)
            for number in range(1, ARRIVALS + 1):
                heard: list[float] = []
                thread = threading.Thread(target=lambda heard=heard: heard.append(watcher.next()), daemon=True)
                thread.start()
                dovecot.deliver(user.address, letter(number))
                began = time.perf_counter()
                took.append(until_stored(tmp_path, number + 1))
                thread.join(5)
                notices += [moment - began for moment in heard]
                time.sleep(0.7)
            watcher.close()
    what = f"mail arrives → stored, {way}"
    told = statistics.median(notices)
    printed(
        Line(
            what=f"{what}, median of {ARRIVALS}",
            measured=statistics.median(took) * 1000,
            unit="ms",
            baseline="the server's notice",
            beside=told * 1000,
            goal="notice + 50 ms",
        )
    )
    printed(
        Line(
            what=f"{what}, slowest of {ARRIVALS}",
            measured=max(took) * 1000,
            unit="ms",
            baseline="the server's slowest notice",
            beside=max(notices) * 1000,
            goal="1 s" if way == "NOTIFY" else "5 s",
        )
    )


def test_from_start_to_watching(authority: Authority, tmp_path: Path) -> None:
    """An inbox of ten thousand that is known already: until the server's notice of the next mail would be heard."""
    with Dovecot(authority=authority) as dovecot:
        user = dovecot.fresh_user()
        with other_client(user):
            pass
        populate(user.maildir, 10_000)
        dovecot._own_folder()
        took = []
        for _ in range(3):
            ready = threading.Event()
            watch = ImapWatch(server_of(user), ready.set)
            began = time.perf_counter()
            watch.start()
            assert ready.wait(60)
            took.append(time.perf_counter() - began)
            watch.stop()
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "import agent.assembly, agent.daemon, agent.world.imap, agent.world.watch"],
            check=True,
            cwd=CHECKOUT,
        )
        imports = time.perf_counter() - began
    printed(
        Line(
            what="connect to watching, 10,000-message inbox",
            measured=statistics.median(took),
            unit="s",
            goal="≤ 2 s with the start",
        )
    )
    printed(Line(what="start of the process, its libraries imported", measured=imports, unit="s"))


def test_an_idle_time(authority: Authority, tmp_path: Path) -> None:
    """Processor time, disk writes and memory of the service and its child while nothing happens."""
    with Dovecot(authority=authority) as dovecot:
        user = dovecot.fresh_user()
        with other_client(user):
            pass
        with service(user, tmp_path) as process:
            dovecot.deliver(user.address, letter(0))
            until_stored(tmp_path, 1)
            time.sleep(5)
            before, wrote = cpu_seconds(process.pid), written(process.pid)
            time.sleep(IDLE_SECONDS)
            used = (cpu_seconds(process.pid) - before) / IDLE_SECONDS * 100
            disk = written(process.pid) - wrote
            memory = sum(pss(pid) for pid in family(process.pid))
        libraries = imports_only()
    printed(Line(what=f"idle for {IDLE_SECONDS:.0f} s, of one core", measured=used, unit="%", goal="≤ 0.1 %"))
    printed(Line(what=f"idle for {IDLE_SECONDS:.0f} s, octets written to disk", measured=disk, unit="B", goal="0"))
    printed(
        Line(
            what="memory (PSS) with the reading child",
            measured=memory,
            unit="MB",
            baseline="importing the libraries and nothing else",
            beside=libraries,
            goal="≤ 1.3",
        )
    )


def imports_only() -> float:
    """The PSS of a process that has imported the libraries and does nothing."""
    said = "import imapclient, icalendar, pydantic_settings, structlog, jinja2, selectolax, quotequail, holidays, nameparser, publicsuffixlist, aiosmtplib, caldav; print(1, flush=True); import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", said], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        memory = pss(process.pid)
        process.kill()
    return memory


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(grand for child in children for grand in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and its children."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def written(pid: int) -> int:
    """Octets that a process and its children caused to be written to disk."""
    total = 0
    for one in family(pid):
        lines = Path(f"/proc/{one}/io").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))
    return total


def pss(pid: int) -> float:
    """Proportional memory of one process, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
