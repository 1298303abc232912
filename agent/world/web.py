"""HTTP towards the one server that the user named: its answers are bounded, and nothing else is ever asked.

The library is told to leave undone what it does on its own account: take passwords from .netrc and proxies from the
environment, ask a certificate's issuer over the network whether it still holds, keep cookies, follow a header to
another port by HTTP/3, follow a redirect to another host.
"""

from __future__ import annotations

import contextlib
import logging
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import niquests
from niquests.exceptions import BaseHTTPError, RequestException  # type: ignore[attr-defined]
from niquests.structures import CaseInsensitiveDict

from agent.errors import NeedsUser, Unreachable
from agent.reading.vendors import registrable
from agent.world.tls import is_loopback, trusting
from agent.world.transport import Patience
from agent.world.xmlguard import problem_of

for _name in ("niquests", "urllib3", "urllib3_future"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # at DEBUG they write every address that is asked for

LARGEST: Final = 16 * 1024 * 1024
"""Octets of one answer: the names of thirty thousand events, or a hundred of the largest."""
REDIRECTS: Final = 4
LONGEST_RETRY_AFTER: Final = 40
"""Characters of that header: a date, or a number that is one."""

_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer, in the form in which the CalDAV library takes one."""

    status_code: int
    headers: CaseInsensitiveDict
    content: bytes
    url: str
    text: str = ""
    reason: str = ""


@dataclass(slots=True)
class Web:
    """Stands where the CalDAV library expects its HTTP session. Raises `Unreachable` or `NeedsUser`, and no others."""

    server: str
    """The address from the settings. Its host is the one that is spoken with."""
    ca_file: Path | None = None
    patience: Patience = field(default_factory=Patience)
    reads_all: bool = False
    """Whether answers that are no XML are kept, too: a subscribed calendar's."""
    _session: niquests.Session | None = None

    def __post_init__(self) -> None:
        where = urlsplit(self.server)
        if where.scheme not in _PORTS or not where.hostname:
            raise NeedsUser(f"“{where.hostname or self.server}” is no address of a calendar: it begins with https://")
        if where.username or where.password:
            raise NeedsUser(f"The address of {where.hostname} holds a user name: write it as user and password instead")
        if where.scheme == "http" and not is_loopback(where.hostname):
            raise NeedsUser(f"The connection to {where.hostname} would not be encrypted: write https://")
        if self.ca_file:
            trusting(self.ca_file)

    @property
    def name(self) -> str:
        """What the server is called in a sentence."""
        return f"The calendar server {urlsplit(self.server).hostname}"

    def request(
        self,
        method: str,
        url: str,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        auth: object = None,
        **_ours: object,
    ) -> Reply:
        """One request and its answer. Where the answer is a redirect within the server, that of the new address."""
        for _ in range(REDIRECTS):
            self._admit(url)
            reply = self._exchanged(method, url, data, headers, auth)
            location = reply.headers.get("location")
            if reply.status_code not in _MOVED or not isinstance(location, str):
                return reply
            target = urljoin(url, location)
            if _origin(urlsplit(target)) != _origin(urlsplit(url)):
                raise self._sent_away(target, permanently=reply.status_code in {301, 308})
            url = target
        raise Unreachable(f"{self.name} sends us round in circles")

    def close(self) -> None:
        """Let the connection go."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _admit(self, url: str) -> None:
        """Only the user's server is asked, or by TLS another host of the same owner, as iCloud's calendar homes are."""
        here, there = urlsplit(self.server), urlsplit(url)
        if _origin(there) == _origin(here):
            return
        same_owner = registrable(there.hostname) == registrable(here.hostname) != ""
        if not (same_owner and there.scheme == here.scheme == "https"):
            raise self._sent_away(url, permanently=False)

    def _sent_away(self, url: str, *, permanently: bool) -> NeedsUser | Unreachable:
        host = urlsplit(url).hostname or "an unreadable address"
        said = f"{self.name} sends us on to {host}, where your password is not given: write that address if it is yours"
        return NeedsUser(said) if permanently else Unreachable(said)

    def _exchanged(
        self, method: str, url: str, data: bytes | None, headers: Mapping[str, str] | None, auth: object
    ) -> Reply:
        session = self._session = self._session or _session(self.ca_file)
        with _deadline(session, self.patience.answer) as late:
            try:
                response = session.request(
                    method,
                    url,
                    data=data,
                    # A compressed answer could be a thousand times its size, and some servers weaken its ETag.
                    headers={**(headers or {}), "Accept-Encoding": "identity"},
                    auth=auth,  # type: ignore[arg-type] # the library's own, handed through
                    timeout=(self.patience.connect, self.patience.octet),
                    allow_redirects=False,
                    stream=True,
                )
                content = self._content(response)
            except (RequestException, BaseHTTPError, OSError) as error:
                self.close()
                raise self._fault(error, late=late.is_set()) from error
        return self._reply(response, content)

    def _content(self, response: niquests.Response) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() not in {"identity", ""}:
            self.close()
            raise Unreachable(f"{self.name} answers in a packed form that was not asked for")
        content = bytearray()
        for piece in response.iter_content(65536):
            content += piece
            if len(content) > LARGEST:
                self.close()
                raise Unreachable(f"{self.name} sends more than anything that was asked for")
        return bytes(content)

    def _reply(self, response: niquests.Response, content: bytes) -> Reply:
        """The answer; a page meant for people is left out of it, and what claims to be XML has been looked through."""
        status = response.status_code or 0
        headers = CaseInsensitiveDict({name: response.headers[name] for name in response.headers})
        for framing in ("content-length", "content-type"):
            headers.pop(framing, None)
        if len(str(headers.get("retry-after", ""))) > LONGEST_RETRY_AFTER:
            del headers["retry-after"]
        meant = status == HTTPStatus.MULTI_STATUS or "xml" in response.headers.get("content-type", "").lower()
        if content and meant:
            if problem := problem_of(content):
                raise Unreachable(f"{self.name} answers with something that cannot be read ({problem})")
            headers["Content-Type"] = "application/xml"
        return Reply(status, headers, content if meant or self.reads_all else b"", response.url or "")

    def _fault(self, error: Exception, *, late: bool) -> Unreachable:
        if late or isinstance(error, TimeoutError | niquests.exceptions.Timeout):
            return Unreachable(f"{self.name} did not answer in time")
        causes = list(_causes(error))
        for cause in causes:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return Unreachable(f"{self.name} shows a certificate that is not trusted: {cause.verify_message}")
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return Unreachable(f"No encrypted connection to {urlsplit(self.server).hostname} could be made")
        reason = next((c.strerror for c in reversed(causes) if isinstance(c, OSError) and c.strerror), "it broke off")
        return Unreachable(f"{self.name} cannot be reached ({reason})")


def _session(ca_file: Path | None) -> niquests.Session:
    session = niquests.Session(
        disable_http2=True,
        disable_http3=True,
        revocation_configuration=None,
        allow_incoming_cookies=False,
        pool_connections=1,
        pool_maxsize=1,
        verify=str(ca_file) if ca_file else True,
    )
    session.trust_env = False
    return session


@contextlib.contextmanager
def _deadline(session: niquests.Session, seconds: float) -> Iterator[threading.Event]:
    """Close the session when an exchange takes longer: the library's own timeouts begin anew with every octet."""
    late = threading.Event()

    def expire() -> None:
        late.set()
        session.close()

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    """Scheme, host and port: what two addresses must have in common to be one server (RFC 6454 section 4)."""
    try:
        port = url.port
    except ValueError:
        port = -1
    return url.scheme, url.hostname, port or _PORTS.get(url.scheme)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what lies beneath it; libraries wrap errors as causes, as contexts and as arguments."""
    waiting, met = [error], set()
    while waiting:
        one = waiting.pop()
        if id(one) in met:
            continue
        met.add(id(one))
        yield one
        beneath = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting.extend(e for e in beneath if isinstance(e, BaseException))
