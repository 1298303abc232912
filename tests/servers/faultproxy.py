"""A TCP proxy that misbehaves on command: between a client under test and a real server.

Its faults can be set while connections are open; they hold for bytes that come afterwards.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from tests.servers.process import HOST

CHUNK = 16_384
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with a time of 0: close() sends RST instead of FIN."""


@dataclass(slots=True)
class Faults:
    """What goes wrong; nothing, to begin with."""

    latency: float = 0.0
    """Seconds by which each segment is late, both ways."""
    rate: float = 0.0
    """Bytes a second, both ways; 0: as fast as it goes."""
    cut_down_after: int | None = None
    """Reset a connection when the server has sent it so many bytes; none of the later ones arrive."""
    cut_up_after: int | None = None
    """Reset a connection when the client has sent so many bytes; none of the later ones arrive."""
    swallow: bytes | None = None
    """From the server's segment that completes this pattern on, nothing reaches the client: a lost reply.

    Seen only where the proxy sees plain text, so not through TLS.
    """


class FaultProxy:
    """A proxy in front of a loopback port; a context manager."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.faults = Faults()
        self.connections = 0
        """How many clients have connected so far."""
        self.carried = 0
        """How many bytes servers have sent so far."""
        self.sent = 0
        """How many bytes clients have sent so far."""
        self.hold_at: bytes | None = None
        """From the client's segment with this pattern on, everything is held back as in a black hole."""
        self._listener: socket.socket | None = None
        self._links: set[_Link] = set()
        self._lock = threading.Lock()
        self._flowing = threading.Event()
        self._flowing.set()

    def __enter__(self) -> Self:
        self.listen()
        return self

    def __exit__(self, *error: object) -> None:
        self.refuse()
        self.open_hole()
        self.reset()

    def listen(self) -> None:
        """Accept connections (again, on the same port)."""
        self._listener = socket.create_server((HOST, self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def refuse(self) -> None:
        """Refuse new connections, until `listen`; open ones stay."""
        if self._listener is None:
            return
        # shutdown() wakes the thread that waits in accept(); close() alone would not.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._listener = None

    def black_hole(self) -> None:
        """Let nothing pass in either direction, though all connections stay open, until `open_hole`."""
        self._flowing.clear()

    def open_hole(self) -> None:
        """Let everything pass again; what was held back arrives now."""
        self._flowing.set()

    def reset(self) -> None:
        """Reset every open connection, on both sides."""
        with self._lock:
            doomed = list(self._links)
        for link in doomed:
            link.abort()

    def heal(self) -> None:
        """Take every fault back."""
        self.faults = Faults()
        self.open_hole()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                server = socket.create_connection((HOST, self.target), timeout=5)
            except OSError:
                _reset(client)
                continue
            server.settimeout(None)
            link = _Link(client, server)
            with self._lock:
                self._links.add(link)
            for down in (False, True):
                threading.Thread(target=self._run, args=(link,), kwargs={"down": down}, daemon=True).start()

    def _run(self, link: _Link, *, down: bool) -> None:
        link.carry(self._passes(down=down), down=down)
        if link.over:
            with self._lock:
                self._links.discard(link)

    def _passes(self, *, down: bool) -> Callable[[bytes], bytes | None]:
        """What becomes of each segment of one direction: the bytes that go on; None, when the connection is to be reset."""
        carried, tail, mute = 0, b"", False

        def passes(segment: bytes) -> bytes | None:
            nonlocal carried, tail, mute
            faults = self.faults
            if faults.latency or faults.rate:
                time.sleep(faults.latency + (len(segment) / faults.rate if faults.rate else 0.0))
            if not down and self.hold_at is not None and self.hold_at in segment:
                self.black_hole()
            self._flowing.wait()
            limit = faults.cut_down_after if down else faults.cut_up_after
            carried += len(segment)
            self.carried += len(segment) if down else 0
            self.sent += 0 if down else len(segment)
            if limit is not None and carried > limit:
                return None
            if down and faults.swallow is not None:
                tail = tail[-len(faults.swallow) :] + segment
                mute = mute or faults.swallow in tail
            return b"" if mute else segment

        return passes


class _Link:
    """One client's connection and the one behind it."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self._client, self._server = client, server
        self._aborted = False
        self._lock = threading.Lock()
        self._ended = 0

    @property
    def over(self) -> bool:
        """Whether both directions have ended."""
        return self._ended == 2

    def carry(self, passes: Callable[[bytes], bytes | None], *, down: bool) -> None:
        """Carry one direction to its end."""
        source, sink = (self._server, self._client) if down else (self._client, self._server)
        try:
            while segment := source.recv(CHUNK):
                rest = passes(segment)
                if rest is None:
                    self.abort()
                    break
                sink.sendall(rest)
            if not self._aborted:
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            self.abort()
        finally:
            self._end()

    def abort(self) -> None:
        """Reset both connections; the threads that read from them wake and end."""
        with self._lock:
            if self._aborted:
                return
            self._aborted = True
        for end in (self._client, self._server):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RD)

    def _end(self) -> None:
        """Close both sockets when the second direction has ended: what is not read any more can be closed without a race."""
        with self._lock:
            self._ended += 1
            if not self.over:
                return
        self._client.close()
        self._server.close()


def _reset(end: socket.socket) -> None:
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    end.close()
