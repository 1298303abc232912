"""A submission server that keeps what it is given, and can be told to refuse it."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers import roll
from tests.servers.ca import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.process import HOST, ServerDied, free_port

USERNAME = "me@example.org"
PASSWORD = "correct-horse"
TRIES = 3


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it came in."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class Sink:
    """What came in, and what is refused. Every recipient counts: `recipients` holds those of refused messages too."""

    port: int
    security: Security
    context: ssl.SSLContext
    """A client's context that trusts it."""
    mailboxes: Dovecot | None = None
    received: list[Received] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    _refusals: dict[str, str] = field(default_factory=dict)
    host: str = "localhost"
    username: str = USERNAME
    password: str = PASSWORD

    def refuse(self, verb: str, reply: str) -> None:
        """Answer RCPT or DATA with this reply (`"451 4.7.1 greylisted"`) until `accept`."""
        self._refusals[verb] = reply

    def accept(self) -> None:
        """Refuse nothing any more."""
        self._refusals.clear()

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer a recipient."""
        self.recipients.append(address)
        if (reply := self._refusals.get("RCPT")) is not None:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        """Keep a message; deliver it, if there are mailboxes."""
        if (reply := self._refusals.get("DATA")) is not None:
            return reply
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        received = Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content)
        if self.mailboxes is not None:
            for address in received.recipients:
                self.mailboxes.deliver(address, content, sender=received.sender)
        self.received.append(received)
        return "250 2.0.0 queued"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Whether the one account's name and password were given."""
        right = data == LoginPassword(self.username.encode(), self.password.encode())
        return AuthResult(success=right, handled=right)


@contextlib.contextmanager
def running_sink(
    authority: Authority, *, security: Security = Security.IMPLICIT, mailboxes: Dovecot | None = None
) -> Iterator[Sink]:
    """A running sink; given mailboxes, it also delivers to them.

    With `Security.NONE` it asks for no password, since a client should not send one there.
    """
    with contextlib.ExitStack() as stack:
        for left in reversed(range(TRIES)):
            sink = Sink(free_port(), security, authority.context(), mailboxes)
            controller = _controller(sink, authority)
            try:
                controller.start()
            except OSError:
                if not left:
                    raise
            else:
                stack.callback(controller.stop)
                break
        else:
            raise ServerDied("the sink found no free port")
        roll.started("smtp")
        yield sink
        roll.spoke("smtp", len(sink.received))


def _controller(sink: Sink, authority: Authority) -> Controller:
    context = authority.server_context()
    secured: dict[Security, dict[str, Any]] = {
        Security.NONE: {},
        Security.STARTTLS: {"tls_context": context, "require_starttls": True},
        Security.IMPLICIT: {"ssl_context": context, "auth_require_tls": False},
    }
    options = secured[sink.security]
    if sink.security is not Security.NONE:
        options |= {"authenticator": sink.authenticate, "auth_required": True}
    return Controller(sink, hostname=HOST, port=sink.port, ready_timeout=10.0, **options)
