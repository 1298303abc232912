"""The connection below IMAPClient: every line out passes the guard, every line in is counted and has a deadline.

The library below it, imaplib, reads through a buffer of its own, trusts every number that a server sends, and measures
its timeout from one octet to the next: a server that drips keeps it for ever, one that announces a literal of four
gigabytes is believed, and a notice that shares a segment with `+ idling` lies in a buffer that nobody polls. So
reading is done here.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import select
import socket
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from agent.world.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.world.answers import Record

imaplib.Commands.setdefault("NOTIFY", ("AUTH", "SELECTED"))
imaplib.Commands.setdefault("IDLE", ("AUTH", "SELECTED"))

_FETCHED: Final = re.compile(rb"\* (\d{1,10} )FETCH ", re.IGNORECASE)
_ANNOUNCED: Final = re.compile(rb"\{(\d{1,10})\}\r?\n\Z")

MAX_LITERAL: Final = 26 * 1024 * 1024
"""Octets of one literal. Nothing that is asked for is larger but a draft, and no server takes one of this size."""
MAX_LINE: Final = 16 * 1024 * 1024
"""Octets of one line: the numbers of two million messages in one answer to SEARCH."""
MAX_ANSWER: Final = 64 * 1024 * 1024
"""Octets that a server may send between two lines of ours."""
MAX_LINES: Final = 300_000
"""Lines that a server may send between two lines of ours: someone else may just have emptied a large folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long is waited, in seconds: to connect, for the next octet, and for the whole answer to one command."""

    connect: float = 15
    octet: float = 30
    answer: float = 60


class Transport(imaplib.IMAP4):
    """imaplib's connection with its reading and writing replaced. Raises `abort`, OSError or `Forbidden`."""

    def __init__(self, host: str, port: int, guard: Guard, context: ssl.SSLContext | None, patience: Patience) -> None:
        self.guard = guard
        self._context = context
        self._patience = patience
        self._received = bytearray()
        self._deadline = 0.0
        self._octets = 0
        self._lines = 0
        self._idle_tag = b""
        self.overflowed = False
        """Whether it ended because the server sent more than is taken from it between two commands."""
        super().__init__(host, port)

    # ── what imaplib calls ───────────────────────────────────────────────────────────────────────────────────────

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect, and with a context speak TLS from the first octet on."""
        self.host, self.port = host, port
        self.sock = socket.create_connection((host, port), timeout or self._patience.connect)
        try:
            keep_alive(self.sock)
            if self._context is not None:
                self.sock = self._context.wrap_socket(self.sock, server_hostname=host)
        except BaseException:
            self.sock.close()
            raise
        self._begin()

    def send(self, data: object) -> None:
        """Send what the guard admits."""
        assert isinstance(data, bytes)  # noqa: S101 - imaplib and IMAPClient hand nothing else over
        allowed = self.guard.admit(data)
        if allowed:
            self._begin()
            self.sock.settimeout(self._patience.answer)
            self.sock.sendall(allowed)

    def readline(self) -> bytes:
        """One line with its end, or b"" when the server has gone."""
        searched = 0
        while (end := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            if searched > MAX_LINE:
                raise self._overflow("a line without an end")
            if not self._fill():
                return b""
        line = self._take(end + 1)
        self._lines += 1
        if self._lines > MAX_LINES:
            raise self._overflow("a flood of lines")
        if line.startswith(b"+"):
            self.guard.continued()
        return line

    def read(self, size: int) -> bytes:
        """Exactly `size` octets of a literal."""
        if size > MAX_LITERAL:
            raise self.abort("a literal larger than anything that was asked for")
        while len(self._received) < size:
            if not self._fill():
                raise self.abort("the connection ended inside a literal")
        return self._take(size)

    def shutdown(self) -> None:
        """Close the connection, whatever state it is in."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def interrupt(self) -> None:
        """Let whoever reads from it, in another thread or below a signal handler, find that it has ended."""
        with contextlib.suppress(OSError):
            # Not SSLSocket's own shutdown: it would make the other thread read what is encrypted as if it were not.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def _get_response(self) -> bytes | None:
        """One answer, stored where imaplib stores it. It stumbles over a number with thousands of digits."""
        try:
            return cast("bytes | None", super()._get_response())  # type: ignore[misc] # not in its stubs
        except ValueError as error:
            raise self.abort("an answer that makes no sense") from error

    def _get_capabilities(self) -> None:
        """Ask what the server can do. imaplib stumbles over anything that is not ASCII."""
        _, told = self.capability()
        words = told[-1] if told and isinstance(told[-1], bytes) else b""
        self.capabilities = tuple(words.decode("ascii", "replace").upper().split())

    def _log(self, line: object) -> None:
        """Keep nothing: imaplib would keep the last ten lines for its complaints, the password among them."""

    # ── what the session calls ───────────────────────────────────────────────────────────────────────────────────

    def upgrade(self, context: ssl.SSLContext) -> None:
        """STARTTLS (RFC 3501 section 6.2.1). What came in the clear is not believed afterwards."""
        typ, _ = self._simple_command("STARTTLS")
        if typ != "OK":
            raise self.abort("STARTTLS was refused")
        if self._received or self._ready(0):
            raise self.abort("something was said in the clear after STARTTLS")
        self.sock.settimeout(self._patience.connect)
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self.untagged_responses.clear()
        self._get_capabilities()

    def uid_fetch(self, spans: str, items: str) -> tuple[str, list[Record]]:
        """UID FETCH: what imaplib's own `uid` gives, for a third of its cost. There are three lines to a message."""
        tag = self._command("UID", "FETCH", spans, items)
        records: list[Record] = []
        while not (line := self._line()).startswith(tag + b" "):
            if (answer := _FETCHED.match(line)) is None:
                self._passed_by(line)
                continue
            line = answer[1] + line[answer.end() :]
            while (announced := _ANNOUNCED.search(line)) is not None:
                records.append((line[:-2], self.read(int(announced[1]))))
                line = self._line()
            records.append(line.rstrip(b"\r\n"))
        typ, _, text = line[len(tag) + 1 :].partition(b" ")
        if typ.upper() == b"BAD":
            raise self.error(f"UID command error: BAD {text!r}")
        return typ.decode("ascii", "replace").upper(), records if typ.upper() == b"OK" else [text]

    def begin_idle(self) -> bool:
        """Begin IDLE (RFC 2177). True when the server told of something before it even began, which it may."""
        tag = self._command("IDLE")
        told = False
        while self._get_response() is not None:
            told = True
            if self.tagged_commands.get(tag):
                raise self.error(f"IDLE command error: {self.tagged_commands.pop(tag)!r}")
        self._idle_tag = tag
        return told

    def end_idle(self) -> None:
        """End IDLE, and take everything that was told meanwhile."""
        self.send(b"DONE\r\n")
        self._command_complete("IDLE", self._idle_tag)

    def heard(self, seconds: float, wake: int | None = None) -> bool:
        """Wait until a whole line lies here; False after so many seconds, or when `wake` became readable."""
        until = time.monotonic() + seconds
        while b"\n" not in self._received:
            left = until - time.monotonic()
            if left <= 0 or not self._ready(left, wake):
                return False
            self._begin()
            try:
                if not self._fill(wait=False):
                    raise self.abort("socket error: EOF")
            except (BlockingIOError, ssl.SSLWantReadError):
                continue  # half a TLS record, or a session ticket: no octet of the protocol yet
        return True

    def told(self) -> Sequence[bytes]:
        """The untagged lines that lie here whole, without waiting for more."""
        lines = []
        self._begin()
        while b"\n" in self._received:
            lines.append(self._get_response() or b"")
            self._check_bye()
        return lines

    def is_gone(self) -> bool:
        """Whether the server has said goodbye since the last command: then the next one need not be lost on it."""
        self._begin()
        try:
            while self._ready(0):
                if not self._fill(wait=False):
                    return True
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        except (OSError, imaplib.IMAP4.error):
            return True
        return self._received.startswith(b"* BYE") or b"\n* BYE" in self._received

    def _line(self) -> bytes:
        line = self.readline()
        if not line:
            raise self.abort("socket error: EOF")
        return line

    def _passed_by(self, line: bytes) -> None:
        """What a server says unasked between two answers: counts, mostly. Goodbye is the end."""
        if not line.startswith(b"* ") or line[2:5].upper() == b"BYE":
            raise self.abort("the server said something else")
        while (announced := _ANNOUNCED.search(line)) is not None:
            self.read(int(announced[1]))
            line = self._line()

    # ── octets ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        self._deadline = time.monotonic() + self._patience.answer
        self._octets = 0
        self._lines = 0

    def _overflow(self, what: str) -> imaplib.IMAP4.abort:
        self.overflowed = True
        return self.abort(what)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def _fill(self, *, wait: bool = True) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer did not end in time")
        self.sock.settimeout(min(left, self._patience.octet) if wait else 0)
        more = self.sock.recv(256 * 1024)
        self._received += more
        self._octets += len(more)
        if self._octets > MAX_ANSWER:
            raise self._overflow("an answer without an end")
        return len(more)

    def _ready(self, seconds: float, wake: int | None = None) -> bool:
        """Whether there is something to read now, or within so many seconds; False when `wake` came first."""
        if isinstance(self.sock, ssl.SSLSocket) and self.sock.pending():
            return True
        poll = select.poll()
        poll.register(self.sock, select.POLLIN | select.POLLHUP | select.POLLERR)
        if wake is not None:
            poll.register(wake, select.POLLIN)
        ready = {descriptor for descriptor, _ in poll.poll(seconds * 1000)}
        return bool(ready) and wake not in ready


def keep_alive(sock: socket.socket) -> None:
    """Let the system notice within about a minute that the other machine is gone."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 60_000)):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
