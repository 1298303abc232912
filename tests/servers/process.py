"""A server as a process of this test run: its folder, its ports, its start, its end."""

from __future__ import annotations

import contextlib
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import IO, ClassVar, Self

from tests.servers import roll

HOST = "127.0.0.1"
SECONDS_TO_START = 30
SECONDS_TO_STOP = 10
TRIES = 3


class ServerDied(Exception):
    """A server ended, or did not answer, where it should have run."""


def free_port() -> int:
    """A port of loopback that nothing listens on, below the range from which the system takes ports for connections.

    Taken at random, so that two test runs on one machine do not ask for the same one.
    """
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port


def listening(port: int) -> bool:
    """Whether something accepts connections on a port."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


class Server(ABC):
    """A server process with a folder of its own; a context manager. It dies with the thread that started it.

    A subclass says how many ports it needs, writes its files in `configure`, and names its command.
    """

    name: ClassVar[str]
    needs_ports: ClassVar[int] = 1
    unprivileged = False
    """Whether the program refuses to work as root; it is then run as nobody."""

    def __init__(self) -> None:
        # Directly below /tmp: the path of a Unix socket has at most 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix=f"aw-{self.name[:3]}-", dir="/tmp"))
        self.ports: tuple[int, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None

    @abstractmethod
    def configure(self) -> None:
        """Write the files that the server reads at its start."""

    @abstractmethod
    def command(self) -> list[str]:
        """What runs the server in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server answers as it should: more than an accepted connection."""

    @abstractmethod
    def conversations(self) -> int:
        """How many conversations with clients the server itself has recorded since it was made."""

    def environment(self) -> dict[str, str]:
        """The environment in which the server runs."""
        return dict(os.environ)

    @property
    def port(self) -> int:
        """The port of its plain protocol."""
        return self.ports[0]

    @property
    def pid(self) -> int:
        """The id of the server's (first) process."""
        if self._process is None:
            raise ServerDied(f"{self.name} does not run")
        return self._process.pid

    def log(self) -> str:
        """What the server has said so far."""
        return self._said("output")

    def start(self) -> Self:
        """Start the server, and wait until it answers.

        Raises:
            ServerDied: It did not.

        """
        for left in reversed(range(TRIES)):
            self.ports = tuple(free_port() for _ in range(self.needs_ports))
            self.configure()
            self._own_folder()
            try:
                self._launch()
            except ServerDied:
                if not left or "in use" not in self.log():
                    raise
            else:
                roll.started(self.name)
                return self
        raise ServerDied(f"{self.name} found no free port")

    def stop(self) -> None:
        """Ask the server to end, and wait until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server and its children at once, as a crash would: clients see the connection reset."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Start the server again after `stop` or `kill`, on the same ports and with what it had stored."""
        if self._process is not None:
            self.stop()
        self._launch()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def __exit__(self, *error: object) -> None:
        if self._process is not None:
            self.stop()
        roll.spoke(self.name, self.conversations())
        shutil.rmtree(self.folder, ignore_errors=True)

    def _said(self, file: str) -> str:
        path = self.folder / file
        return path.read_text(errors="replace") if path.exists() else ""

    def _own_folder(self) -> None:
        """Give the folder to nobody where the server may not work as root."""
        if not (self.unprivileged and os.geteuid() == 0):
            return
        nobody = pwd.getpwnam("nobody")
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)

    def _drop_privileges(self) -> list[str]:
        if not (self.unprivileged and os.geteuid() == 0):
            return []
        return ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]

    def _launch(self) -> None:
        self._output = (self.folder / "output").open("ab")
        # setpriv comes with util-linux, which every Debian and Ubuntu has; --pdeathsig: a crashed test leaks no server.
        wrapped = ["setpriv", "--pdeathsig", "TERM", *self._drop_privileges(), *self.command()]
        self._process = subprocess.Popen(
            wrapped,
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            died = self._process.poll() is not None
            if died or time.monotonic() > deadline:
                self._end(signal.SIGKILL)
                raise ServerDied(f"{self.name} {'died at once' if died else 'does not answer'}: {self.log()[-2000:]}")
            time.sleep(0.01)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if how is signal.SIGKILL:
                os.killpg(self._process.pid, how)
            else:
                self._process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_STOP)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(SECONDS_TO_STOP)
        self._process = None
        if self._output is not None:
            self._output.close()
        self._wait_for_ports()

    def _wait_for_ports(self) -> None:
        """Wait until the ports are free: a child that dies a moment after its parent holds them for that long."""
        deadline = time.monotonic() + SECONDS_TO_STOP
        while any(map(listening, self.ports)):
            if time.monotonic() > deadline:
                raise ServerDied(f"{self.name} has ended, but something still listens on its ports")
            time.sleep(0.005)
