"""A CalDAV server that misbehaves on command: in front of a real one, or with nothing behind it."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

from tests.servers.process import HOST

METHODS = ("DELETE", "GET", "MKCALENDAR", "OPTIONS", "PROPFIND", "PROPPATCH", "PUT", "REPORT")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer as it goes out. `cut` octets of the body are sent and the connection is closed; `lost` sends nothing."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: int | None = None
    lost: bool = False
    drip: float = 0.0
    """Seconds between two octets, of the header, too."""


Before = Callable[[Asked], Told | None]
After = Callable[[Asked, Told], Told]


def multistatus(*responses: str, more: str = "") -> Told:
    """An answer of WebDAV."""
    body = (
        '<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:" '
        f'xmlns:C="urn:ietf:params:xml:ns:caldav">{"".join(responses)}{more}</D:multistatus>'
    )
    return Told(status=207, headers={"Content-Type": "application/xml; charset=utf-8"}, body=body.encode())


def response(href: str, prop: str, status: str = "200 OK") -> str:
    """What a multistatus says of one resource."""
    return (
        f"<D:response><D:href>{href}</D:href><D:propstat><D:prop>{prop}</D:prop>"
        f"<D:status>HTTP/1.1 {status}</D:status></D:propstat></D:response>"
    )


class DavProxy:
    """A context manager. `before` may answer in the server's place, `after` may change what it answered."""

    def __init__(self, target: str | None = None, *, context: ssl.SSLContext | None = None) -> None:
        self._secure = context is not None
        self._target = urlsplit(target) if target else None
        self.asked: list[Asked] = []
        self.before: Before = lambda _asked: None
        self.after: After = lambda _asked, told: told
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self._server.daemon_threads = True
        if context is not None:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self._server.server_address[1]

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{'https' if self._secure else 'http'}://localhost:{self.port}/"

    def seen(self, method: str) -> list[Asked]:
        """The requests with this method."""
        return [asked for asked in self.asked if asked.method == method]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Told:
        """What is told."""
        self.asked.append(asked)
        told = self.before(asked)
        if told is None:
            told = self._forwarded(asked) if self._target else Told(status=404)
        return self.after(asked, told)

    def _forwarded(self, asked: Asked) -> Told:
        assert self._target is not None
        connection = http.client.HTTPConnection(self._target.hostname or HOST, self._target.port, timeout=10)
        headers = {name: value for name, value in asked.headers.items() if name.lower() != "connection"}
        try:
            connection.request(asked.method, asked.path, asked.body or None, headers)
            reply = connection.getresponse()
            body = reply.read()
        finally:
            connection.close()
        kept = {
            n: v
            for n, v in reply.getheaders()
            if n.lower() not in {"content-length", "transfer-encoding", "connection"}
        }
        return Told(status=reply.status, headers=kept, body=body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
                self._tell(proxy.answer(asked))

            def _tell(self, told: Told) -> None:
                if told.lost:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                head = f"HTTP/1.1 {told.status} {http.client.responses.get(told.status, 'Odd')}\r\n"
                fields = {"Content-Length": str(len(told.body)), **told.headers}
                head += "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
                everything = head.encode() + told.body[: told.cut]
                try:
                    self._write(everything, told.drip)
                except OSError:
                    self.close_connection = True
                if told.cut is not None:
                    self.close_connection = True

            def _write(self, octets: bytes, drip: float) -> None:
                if not drip:
                    self.wfile.write(octets)
                    return
                for octet in octets:
                    self.wfile.write(bytes([octet]))
                    self.wfile.flush()
                    time.sleep(drip)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class's name
                """Say nothing."""

        for method in METHODS:
            setattr(Handler, f"do_{method}", Handler.handle_any)
        return Handler
