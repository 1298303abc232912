"""The reader in a child process: what strangers wrote can make it slow, large or dead, and nobody else.

The child has no more memory than `MEMORY` and no more processor time a message than `PATIENCE`; whoever is too slow is
killed, and a new child reads the next message. What goes over the pipes is a length and JSON or a message's bytes: no
pickle, so that a child that was taken over can say nothing but findings.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import select
import struct
import subprocess
import sys
import time
from typing import IO, Final

from agent.core.findings import Reading
from agent.core.people import Me
from agent.errors import Unreadable
from agent.world.codec import decode_readings

PATIENCE: Final = 5.0
"""Seconds that one message may take; then the child is killed."""
START: Final = 30.0
"""Seconds that a child may take to begin: a cold disk is not a hostile message."""
LONGEST_ANSWER: Final = 16 * 1024 * 1024
HEAD: Final = struct.Struct("!cI")
"""A letter that says what follows, and its length in octets."""
MAIL, SENT, ITEM, READ, UNREADABLE, READY = b"m", b"s", b"i", b"r", b"u", b"!"


class SandboxedReader:
    """Reads in a child process that is started when it is first needed, and again after it was killed."""

    def __init__(self, me: Me, *, patience: float = PATIENCE) -> None:
        self._me = me
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, raw: bytes, *, sent: bool = False) -> Reading:
        """One message. Raises `Unreadable`, also when it was too large or took too long."""
        return self._ask(SENT if sent else MAIL, raw)[0]

    def read_item(self, raw: bytes) -> tuple[Reading, ...]:
        """One calendar object. Raises `Unreadable`, also when it was too large or took too long."""
        return self._ask(ITEM, raw)

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._child.pid if self._child else None

    def _ask(self, what: bytes, raw: bytes) -> tuple[Reading, ...]:
        child = self._living()
        deadline = time.monotonic() + self._patience
        try:
            _send(child, what, raw, deadline)
            letter, said = _receive(child, deadline)
        except TimeoutError:
            self.close()
            raise Unreadable(f"it took too long to read (more than {self._patience:g} s)") from None
        except (OSError, EOFError):
            self.close()
            raise Unreadable("the reader broke down over it (too much memory, or too much time)") from None
        if letter == UNREADABLE:
            raise Unreadable(said.decode("utf-8", "replace"))
        return decode_readings(said)

    def _living(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = _started(self._me)
        return self._child


def _started(me: Me) -> subprocess.Popen[bytes]:
    """A child that has said that it is ready. It inherits no file, no environment but the path of its libraries."""
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, running our own words
        [sys.executable, "-I", "-c", _BEGIN, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        close_fds=True,
        env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    deadline = time.monotonic() + START
    try:
        _send(child, READY, json.dumps(told(me)).encode(), deadline)
        _receive(child, deadline)
    except (OSError, EOFError, TimeoutError) as error:
        child.kill()
        child.wait()
        raise Unreadable("the reader could not be started") from error
    return child


_BEGIN: Final = "import sys; sys.path[:] = sys.argv[1:]; from agent.world.sandbox_child import main; main()"


def told(me: Me) -> dict[str, object]:
    """The user's identity as JSON can carry it."""
    days = me.workdays
    return {
        **dataclasses.asdict(dataclasses.replace(me, workdays=type(days)())),
        "workdays": {
            "holidays": sorted(day.isoformat() for day in days.holidays),
            "quiet": sorted(days.quiet),
        },
    }


def _send(child: subprocess.Popen[bytes], what: bytes, content: bytes, deadline: float) -> None:
    """Write without ever waiting longer than the deadline: a child that does not read fills the pipe."""
    assert child.stdin is not None  # noqa: S101 - opened above
    descriptor = child.stdin.fileno()
    os.set_blocking(descriptor, False)
    left = memoryview(HEAD.pack(what, len(content)) + content)
    while left:
        _wait(descriptor, deadline, writing=True)
        with contextlib.suppress(BlockingIOError):
            left = left[os.write(descriptor, left) :]


def _receive(child: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
    assert child.stdout is not None  # noqa: S101 - opened above
    letter, length = HEAD.unpack(_octets(child.stdout, HEAD.size, deadline))
    if length > LONGEST_ANSWER:
        raise EOFError
    return letter, _octets(child.stdout, length, deadline)


def _octets(pipe: IO[bytes], count: int, deadline: float) -> bytes:
    taken = bytearray()
    while len(taken) < count:
        _wait(pipe.fileno(), deadline, writing=False)
        some = os.read(pipe.fileno(), min(count - len(taken), 1 << 16))
        if not some:
            raise EOFError
        taken += some
    return bytes(taken)


def _wait(descriptor: int, deadline: float, *, writing: bool) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT if writing else select.POLLIN)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError
