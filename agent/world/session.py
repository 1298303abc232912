"""One signed-in IMAP connection: where it goes, how it is secured, what the server can do."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

import imapclient  # type: ignore[import-untyped]

from agent.errors import AfterwordError, NeedsUser, Refused, Unreachable
from agent.world.faults import fault, sign_in_fault
from agent.world.guard import Guard, quoted
from agent.world.ports import Folder
from agent.world.tls import Tls, is_loopback, trusting
from agent.world.transport import Patience, Transport

# At DEBUG it writes every line of a conversation, with names, subjects and texts.
logging.getLogger("imapclient").setLevel(logging.CRITICAL)


class Client(Protocol):
    """IMAPClient 4.1, as far as it is used; it has no types of its own."""

    def append(self, folder: str, msg: bytes, flags: tuple[bytes, ...]) -> bytes:
        """APPEND; returns the text of the tagged OK."""

    def logout(self) -> bytes:
        """LOGOUT."""


class Token(Protocol):
    """Gives out the access token of an account."""

    def __call__(self, *, refused: bool = False) -> str:
        """A token that should hold; another one if the last was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a mailbox is and how to get in. `password` is asked for at every sign-in and kept nowhere.

    With `token` it is an OAuth 2 access token that is asked for instead; after a refusal once more, as `refused`.
    """

    host: str
    user: str
    password: Callable[[], str] = field(repr=False)
    port: int | None = None
    token: Token | None = field(default=None, repr=False)
    tls: Tls = "implicit"
    ca_file: Path | None = None
    folders: Mapping[Folder, str] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        if self.tls == "none" and not is_loopback(self.host):
            raise NeedsUser(f"The connection to {self.host} would not be encrypted: set tls to implicit or starttls")
        if any(ord(letter) < ord(" ") for letter in self.host + self.user):
            raise NeedsUser("The mail server's host or user name has a line break or another control character in it")
        try:
            self.host.encode("idna")
        except UnicodeError as error:
            raise NeedsUser(f"{self.host!r} is no name of a host") from error

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return f"The mail server {self.host}"

    @property
    def where(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port or (993 if self.tls == "implicit" else 143)


class Session:
    """A connection that is open, secured and signed in. Made by `sign_in`."""

    def __init__(self, server: Server, transport: Transport, client: Client) -> None:
        self.server = server
        self.wire = transport
        self.client = client
        self.capabilities: frozenset[str] = frozenset()

    @property
    def guard(self) -> Guard:
        """What decides on every line."""
        return self.wire.guard

    def can(self, capability: str) -> bool:
        """Whether the server says that it can do this."""
        return capability in self.capabilities

    def learn(self) -> None:
        """Ask what the server can do: after signing in it may be more."""
        self.wire._get_capabilities()  # noqa: SLF001
        self.capabilities = frozenset(self.wire.capabilities)

    def leave(self) -> None:
        """Say goodbye if that is possible, and close."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self.client.logout()
        self.wire.shutdown()


def sign_in(server: Server, guard: Guard) -> Session:
    """Connect, secure and sign in. Raises `Unreachable` or `NeedsUser`; no octet of a password leaves unsecured."""
    context = None if server.tls == "none" else trusting(server.ca_file)
    try:
        session = _connect(server, guard, context)
    except (OSError, imaplib.IMAP4.error) as error:
        raise _unreachable(error, server) from error
    try:
        _secure(session, context)
        _authenticate(session)
        session.learn()
    except (OSError, imaplib.IMAP4.error) as error:
        session.wire.shutdown()
        raise _unreachable(error, server) from error
    except AfterwordError:
        session.wire.shutdown()
        raise
    return session


def _unreachable(error: OSError | imaplib.IMAP4.error, server: Server) -> AfterwordError:
    """Nothing that goes wrong on the way in is about one step: it is tried again, or it is the user's affair."""
    problem = fault(error, server.name)
    return (
        Unreachable(f"{server.name} does not answer as a mail server does") if isinstance(problem, Refused) else problem
    )


def _connect(server: Server, guard: Guard, context: ssl.SSLContext | None) -> Session:
    transport = Transport(*server.where, guard, context if server.tls == "implicit" else None, server.patience)
    client = _Client(transport)
    transport.debug = 0  # IMAPClient turns it up to 5, which costs a quarter of its speed
    return Session(server, transport, cast("Client", client))


class _Client(imapclient.IMAPClient):  # type: ignore[misc]
    """IMAPClient over a connection that is there already."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        super().__init__(transport.host, transport.port, ssl=False)
        self.folder_encode = False

    def _create_IMAP4(self) -> Transport:  # noqa: N802 - IMAPClient's name
        return self._transport


def _secure(session: Session, context: ssl.SSLContext | None) -> None:
    """Be sure of the connection before anything secret is said on it."""
    server, wire = session.server, session.wire
    if wire.state != "NONAUTH":
        raise Unreachable(f"{server.name} claims that somebody is signed in already, before anyone was")
    if server.tls == "starttls" and context is not None:
        if "STARTTLS" not in wire.capabilities:
            raise Unreachable(f"{server.name} does not offer STARTTLS: set tls to implicit, if it has a port for that")
        wire.upgrade(context)
    if server.tls == "none" and not is_loopback(wire.sock.getpeername()[0]):
        raise NeedsUser(f"{server.host} is not this machine, and the connection would not be encrypted")


def _authenticate(session: Session) -> None:
    server, wire = session.server, session.wire
    if server.token is not None:
        _authenticate_by_token(session, server.token)
        return
    password = server.password()
    try:
        if "AUTH=PLAIN" in wire.capabilities and "\x00" not in server.user + password:
            # Not IMAPClient's plain_login: it takes a lost connection for a wrong password.
            wire.authenticate("PLAIN", lambda _: f"\x00{server.user}\x00{password}".encode())
        else:
            _login(session, password)
    except imaplib.IMAP4.error as error:
        raise sign_in_fault(error, server.name) from error


def _authenticate_by_token(session: Session, token: Token) -> None:
    """OAUTHBEARER (RFC 7628), else Google's older XOAUTH2. A token that is refused is renewed once, and only once."""
    way = next((way for way in ("OAUTHBEARER", "XOAUTH2") if f"AUTH={way}" in session.wire.capabilities), None)
    if way is None:
        raise NeedsUser(f"{session.server.name} takes no OAuth 2 tokens: use a password")
    try:
        _present(session, way, token())
    except imaplib.IMAP4.error as error:
        if isinstance(error, imaplib.IMAP4.abort) or isinstance(sign_in_fault(error, session.server.name), Unreachable):
            raise sign_in_fault(error, session.server.name) from error
        try:
            _present(session, way, token(refused=True))
        except imaplib.IMAP4.error as again:
            raise sign_in_fault(again, session.server.name) from again


def _present(session: Session, way: str, token: str) -> None:
    server = session.server
    if way == "XOAUTH2":
        first, after = f"user={server.user}\x01auth=Bearer {token}\x01\x01", b""
    else:
        user = server.user.replace("=", "=3D").replace(",", "=2C")
        first, after = (
            f"n,a={user},\x01host={server.host}\x01port={server.where[1]}\x01auth=Bearer {token}\x01\x01",
            b"\x01",
        )
    answers = iter([first.encode()])
    # A refusal is told as a challenge, which has to be answered with nothing before the server says NO.
    session.wire.authenticate(way, lambda _: next(answers, after))


def _login(session: Session, password: str) -> None:
    """LOGIN, the older way, which knows only printable ASCII. imaplib's own does not quote the user."""
    server, wire = session.server, session.wire
    if "LOGINDISABLED" in wire.capabilities:
        raise NeedsUser(f"{server.name} does not take passwords on this connection")
    if not (password.isascii() and password.isprintable() and server.user.isascii()):
        raise NeedsUser(f"{server.name} can only be signed in to with plain ASCII letters in user name and password")
    typ, data = wire._simple_command("LOGIN", quoted(server.user.encode()), quoted(password.encode()))  # noqa: SLF001
    if typ != "OK":
        raise imaplib.IMAP4.error(f"login failed: {data[0]!r}")
    wire.state = "AUTH"
