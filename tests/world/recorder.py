"""A TCP proxy that writes down every octet that a client sends, and passes everything on."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

from tests.servers.process import HOST


class Recorder:
    """In front of a loopback port; a context manager. `said` is what all clients together have said."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.said = bytearray()

    @property
    def lines(self) -> list[bytes]:
        """What was said, line by line."""
        return bytes(self.said).split(b"\r\n")

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection((HOST, self._target))
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client, server, self.said), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, None), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket, record: bytearray | None) -> None:
        with contextlib.suppress(OSError):
            while octets := source.recv(65536):
                if record is not None:
                    record += octets
                sink.sendall(octets)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        # Both directions end together; the second closer finds them closed, which is no error.
        sink.close()
