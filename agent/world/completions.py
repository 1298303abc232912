"""A writing helper behind an OpenAI-compatible endpoint (POST …/chat/completions): `Prose` over HTTP.

Whatever is on the other side, the service does not wait for it: the exchange runs in a thread of its own and is given
up after a few seconds, and after a failure the helper rests for a while. Only the address that the user named is asked;
no redirect is followed, no proxy, cookie or .netrc is used, and an answer has an end.
"""

from __future__ import annotations

import http.client
import json
import queue
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from agent.errors import AfterwordError, NeedsUser, Refused, Unreachable, Unreadable
from agent.world.tls import is_loopback, trusting
from agent.writing.slip import Slip

LARGEST: Final = 256 * 1024
"""Octets of one answer; a letter has two thousand."""
REST: Final = 900.0
"""Seconds for which a helper that failed is not asked again."""
BUDGET: Final = 45.0
"""Seconds that may be waited in all before it rests: a panel has many letters, and the watchdog barks after 120."""
_TOKENS: Final = 900
_REASONING: Final = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
"""What some local models say to themselves before they answer."""
_HEADER_SAFE: Final = re.compile(r"[!-~]{1,4096}")


def address(url: str) -> SplitResult:
    """The endpoint's address in its parts. Raises `NeedsUser` where it is none, or would not be encrypted."""
    where = urlsplit(url)
    if where.scheme not in {"https", "http"} or not where.hostname or where.query or where.fragment:
        raise NeedsUser(f"“{where.hostname or url}” is no address of a writing helper: it is like https://host/v1")
    if where.username or where.password:
        raise NeedsUser(f"The address of {where.hostname} holds a user name or password: name a key instead")
    if where.scheme == "http" and not is_loopback(where.hostname):
        raise NeedsUser(f"Your notes would go to {where.hostname} without encryption: write https://")
    try:
        where.port  # noqa: B018 - it is read here for the error it raises
    except ValueError as error:
        raise NeedsUser(f"The address of {where.hostname} has a port that is none") from error
    return where


@dataclass(slots=True)
class ChatCompletions:
    """A `Prose`. `key` fetches the secret that some endpoints want; `seconds` is all that one answer may take."""

    url: str
    model: str
    key: Callable[[], str] | None = None
    ca_file: Path | None = None
    seconds: float = 20.0
    _where: SplitResult = field(init=False)
    _rests_until: float = 0.0
    _spent: float = 0.0
    _answer: queue.SimpleQueue[str | Exception] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        self._where = address(self.url)

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return f"The writing helper at {self._where.hostname}"

    def written(self, order: Slip) -> str:
        """The helper's words for one letter, as they came."""
        if time.monotonic() < self._rests_until:
            raise Unreachable(f"{self.name} is left alone for a while: it failed, or was slow")
        begun = time.monotonic()
        try:
            return self._waited_for(order)
        except AfterwordError:
            self._rest()
            raise
        finally:
            self._spent += time.monotonic() - begun
            if self._spent >= BUDGET:
                self._rest()

    def interrupt(self) -> None:
        """Let whoever waits for an answer give up now; safe below a signal handler."""
        self._answer.put(Unreachable(f"{self.name} was not waited for: the service is asked to stop"))

    def _rest(self) -> None:
        self._rests_until = time.monotonic() + REST
        self._spent = 0.0

    def _waited_for(self, order: Slip) -> str:
        """Asked in a thread: even a name that does not resolve holds nobody up for longer than was said."""
        exchange = _Exchange(self._where, trusting(self.ca_file) if self._where.scheme == "https" else None)
        headers, body = self._headers(), self._body(order)
        answer: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()
        self._answer = answer

        def run() -> None:
            try:
                answer.put(self._read(*exchange.made(headers, body, self.seconds)))
            except (OSError, http.client.HTTPException, ValueError) as error:
                answer.put(Unreachable(f"{self.name} cannot be reached ({_reason(error)})"))
            except AfterwordError as error:
                answer.put(error)

        threading.Thread(target=run, name="writing helper", daemon=True).start()
        try:
            outcome = answer.get(timeout=self.seconds)
        except queue.Empty:
            outcome = Unreachable(f"{self.name} did not answer within {self.seconds:g} seconds")
        exchange.abandon()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self.key is not None:
            key = self.key()
            if not _HEADER_SAFE.fullmatch(key):
                raise NeedsUser(f"The key of {self._where.hostname} has characters that no key has")
            headers["Authorization"] = f"Bearer {key}"
        return headers

    def _body(self, order: Slip) -> bytes:
        messages = [{"role": "system", "content": order.task}, {"role": "user", "content": order.material}]
        asked = {"model": self.model, "messages": messages, "temperature": 0.3, "max_tokens": _TOKENS, "stream": False}
        return json.dumps(asked).encode()

    def _read(self, status: int, content: bytes) -> str:
        if status in {401, 403}:
            raise NeedsUser(f"{self.name} refuses the key")
        if 300 <= status < 400:  # noqa: PLR2004 - redirections, RFC 9110 section 15.4
            raise Refused(f"{self.name} sends us elsewhere, and your notes go nowhere else")
        if status == 429 or status >= 500:  # noqa: PLR2004 - too many requests; errors of the server
            raise Unreachable(f"{self.name} cannot answer now ({status})")
        if status != http.client.OK:
            raise Refused(f"{self.name} does not take the order ({status}): look at url and model")
        if len(content) > LARGEST:
            raise Unreadable(f"{self.name} sends more than any letter holds")
        return self._said(content)

    def _said(self, content: bytes) -> str:
        try:
            told: Any = json.loads(content)
            text: Any = told["choices"][0]["message"]["content"]
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise Unreadable(f"{self.name} does not answer in the form of chat completions") from error
        if not isinstance(text, str):
            raise Unreadable(f"{self.name} does not answer in words")
        return _REASONING.sub("", text).strip()


class _Exchange:
    """One request and its answer on a connection of their own, which another thread can cut."""

    def __init__(self, where: SplitResult, context: SSLContext | None) -> None:
        self._where = where
        self._context = context
        self._sock: socket.socket | None = None

    def made(self, headers: dict[str, str], body: bytes, seconds: float) -> tuple[int, bytes]:
        """The status and the content, of which no more is taken than shows that it is too large."""
        host, port = self._where.hostname or "", self._where.port
        if self._context is None:
            connection = http.client.HTTPConnection(host, port, timeout=seconds)
        else:
            connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=self._context)
        try:
            connection.connect()
            self._sock = connection.sock
            if self._context is None and not is_loopback(connection.sock.getpeername()[0]):
                raise NeedsUser(f"{host} is not this machine, and your notes would go there without encryption")
            connection.request("POST", f"{self._where.path.rstrip('/')}/chat/completions", body, headers)
            with connection.getresponse() as answer:
                if answer.getheader("Content-Encoding", "identity").lower() not in {"identity", ""}:
                    raise Unreadable(f"The writing helper at {host} answers in a packed form that was not asked for")
                return answer.status, _content(answer)
        finally:
            connection.close()

    def abandon(self) -> None:
        """End it now, wherever it is; an exchange that is over is left as it is."""
        if self._sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)


def _content(answer: http.client.HTTPResponse) -> bytes:
    """What an answer holds; of one that is an error nothing is of interest, and half of one is none."""
    if answer.status != http.client.OK:
        return b""
    content = answer.read(LARGEST + 1)
    if answer.length and len(content) <= LARGEST:
        raise http.client.IncompleteRead(content, answer.length)
    return content


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or "it broke off"
