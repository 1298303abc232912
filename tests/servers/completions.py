"""An HTTP server that speaks the protocol of OpenAI's chat completions, and misbehaves on command.

What it says is the test's affair: it answers with whatever `model` makes of the messages, as a language model would that
follows every instruction it meets.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers import roll
from tests.servers.ca import Authority
from tests.servers.process import HOST

KEY = "a-key-that-nobody-guesses"


class Manner(StrEnum):
    """How it answers."""

    WELL = "well"
    SLOWLY = "slowly"  # nothing for as long as anybody waits
    DRIPPING = "dripping"  # one octet at a time, for ever
    DRIPPING_HEADERS = "dripping headers"
    HUGE = "huge"
    ENDLESS_HEADERS = "endless headers"
    HTML = "html"
    NOT_JSON = "not json"
    ANOTHER_SHAPE = "another shape"
    NO_WORDS = "no words"
    DEEP = "deep"
    EMPTY = "empty"
    PACKED = "packed"
    REDIRECT = "redirect"
    REFUSED = "refused"
    WRONG_ORDER = "wrong order"
    BUSY = "busy"
    CUT = "cut"
    HUNG_UP = "hung up"


@dataclass(frozen=True, slots=True)
class Order:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    asked: dict[str, Any]


Model = Callable[[list[dict[str, str]]], str]


@dataclass
class Completions:
    """The server: `url` is what a configuration names, `orders` what came in, `elsewhere` who was sent elsewhere."""

    url: str
    model: Model = lambda _messages: "Thank you."
    manner: Manner = Manner.WELL
    key: str | None = None
    orders: list[Order] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


Plain = tuple[int, bytes, dict[str, str]]
_PLAIN: dict[Manner, Plain] = {
    Manner.HTML: (200, b"<!doctype html><title>Sign in</title>", {"Content-Type": "text/html"}),
    Manner.NOT_JSON: (200, b"\xff\xfe{", {}),
    Manner.ANOTHER_SHAPE: (200, b'{"choices": []}', {}),
    Manner.NO_WORDS: (200, b'{"choices": [{"message": {"content": null}}]}', {}),
    Manner.DEEP: (200, b"[" * 100_000, {}),
    Manner.EMPTY: (200, b"", {}),
    Manner.REDIRECT: (307, b"", {"Location": "/v1/elsewhere"}),
    Manner.REFUSED: (403, b"", {}),
    Manner.WRONG_ORDER: (404, b'{"error": {"message": "The model does not exist"}}', {}),
    Manner.BUSY: (429, b"", {"Retry-After": "3600"}),
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, helper: Completions, context: ssl.SSLContext | None) -> None:
        super().__init__((HOST, 0), _Handler)
        self.helper = helper
        self.over = threading.Event()
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        helper.url = f"{'https' if context else 'http'}://localhost:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Nobody should come here: it is where a redirect that is followed ends up."""
        self.server.helper.elsewhere.append(self.path)
        self._send(200, b"{}", {})

    def do_POST(self) -> None:
        """Take an order, and answer it in the manner that is set."""
        helper = self.server.helper
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/elsewhere"):
            helper.elsewhere.append(self.path)
        helper.orders.append(Order(self.path, dict(self.headers.items()), json.loads(body)))
        self.close_connection = True
        with contextlib.suppress(OSError):
            if helper.key and self.headers.get("Authorization") != f"Bearer {helper.key}":
                self._send(401, b'{"error": {"message": "Incorrect API key provided"}}', {})
            elif helper.manner in _PLAIN:
                self._send(*_PLAIN[helper.manner])
            else:
                _ODDLY.get(helper.manner, _Handler._well)(self)

    def _well(self) -> None:
        self._send(200, self._completion(), {})

    def _packed(self) -> None:
        self._send(200, gzip.compress(self._completion()), {"Content-Encoding": "gzip"})

    def _slowly(self) -> None:
        self.server.over.wait(60)

    def _dripping(self) -> None:
        self._head(200, {"Content-Length": "100000"})
        self._drip()

    def _dripping_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        self._drip()

    def _huge(self) -> None:
        self._head(200, {})
        while not self.server.over.is_set():
            self.wfile.write(b" " * 65536)

    def _endless_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.over.is_set():
            self.wfile.write(b"X-More: more\r\n" * 100)

    def _cut(self) -> None:
        self._head(200, {"Content-Length": "100000"})
        self.wfile.write(self._completion()[:20])

    def _hung_up(self) -> None:
        """Say nothing at all."""

    def _completion(self) -> bytes:
        helper = self.server.helper
        return _completion(helper.model(helper.orders[-1].asked["messages"]))

    def _drip(self) -> None:
        while not self.server.over.wait(0.05):
            self.wfile.write(b"x")
            self.wfile.flush()

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self._head(status, {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


_ODDLY: dict[Manner, Callable[[_Handler], None]] = {
    Manner.SLOWLY: _Handler._slowly,
    Manner.DRIPPING: _Handler._dripping,
    Manner.DRIPPING_HEADERS: _Handler._dripping_headers,
    Manner.HUGE: _Handler._huge,
    Manner.ENDLESS_HEADERS: _Handler._endless_headers,
    Manner.PACKED: _Handler._packed,
    Manner.CUT: _Handler._cut,
    Manner.HUNG_UP: _Handler._hung_up,
}


@contextmanager
def running_completions(authority: Authority | None = None) -> Iterator[Completions]:
    """A server on a free port; with an authority it speaks TLS."""
    helper = Completions("")
    server = _Server(helper, authority.server_context() if authority else None)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    roll.started("completions")
    try:
        yield helper
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
        roll.spoke("completions", len(helper.orders))


def _completion(text: str) -> bytes:
    """What such a server answers, with the fields that clients see beside the words."""
    told = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": "small",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop", "logprobs": None}
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return json.dumps(told).encode()
