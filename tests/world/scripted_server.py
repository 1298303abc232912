"""A server that says whatever a test wants it to say: what no honest IMAP server would."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Self

from agent.world.session import Server
from agent.world.transport import Patience
from tests.servers.process import HOST

GREETING = b"* OK ready\r\n"
CAPABILITIES = b"IMAP4rev1 AUTH=PLAIN IDLE UIDPLUS"
_LINE = re.compile(rb"(\S+) (UID \S+|\S+) ?(.*)")

Answer = Callable[[bytes, bytes], bytes | Iterator[bytes] | None]
"""From a command and its arguments to what is sent before the tagged OK; None: the usual answer; an iterator: all of it."""


class ScriptedServer:
    """Signs everybody in, lists the usual folders, opens them, and leaves the rest to the script. A context manager."""

    def __init__(
        self,
        answer: Answer = lambda *_: None,
        *,
        greeting: bytes = GREETING,
        capabilities: bytes = CAPABILITIES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._answer = answer
        self._greeting = greeting
        self._capabilities = capabilities
        self._tls = tls
        self._open: list[socket.socket] = []
        self.port = 0
        self.heard: list[bytes] = []
        """Every line that a client has sent."""
        self.connections = 0

    @property
    def server(self) -> Server:
        """Where it is, for the code under test, which is not very patient with it."""
        patience = Patience(connect=1, octet=1, answer=1.5)
        return Server(host=HOST, port=self.port, user="me", password=lambda: "hunter2", tls="none", patience=patience)

    def __enter__(self) -> Self:
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for end in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), (client := self._wrapped(client)).makefile("rb") as lines:
            client.sendall(self._greeting)
            for line in lines:
                self.heard.append(line)
                if (said := _LINE.match(line.rstrip(b"\r\n"))) is None:
                    continue
                tag, command, arguments = said.groups()
                answer = self._answer(command, arguments)
                if isinstance(answer, Iterator):
                    for octets in answer:
                        client.sendall(octets.replace(b"TAG", tag))
                    continue
                if answer is None:
                    answer = self._usual(client, lines, command)
                client.sendall(answer + tag + b" OK done\r\n")

    def _wrapped(self, client: socket.socket) -> socket.socket:
        if self._tls is not None:
            client = self._tls.wrap_socket(client, server_side=True)
            self._open.append(client)
        return client

    def _usual(self, client: socket.socket, lines: Iterator[bytes], command: bytes) -> bytes:
        match command:
            case b"CAPABILITY":
                return b"* CAPABILITY " + self._capabilities + b"\r\n"
            case b"AUTHENTICATE":
                client.sendall(b"+ \r\n")
                self.heard.append(next(lines, b""))
                return b""
            case b"LIST":
                return b'* LIST (\\Sent) "/" Sent\r\n* LIST (\\Drafts) "/" Drafts\r\n* LIST () "/" INBOX\r\n'
            case b"EXAMINE" | b"SELECT":
                return b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 2] next\r\n"
            case _:
                return b""
