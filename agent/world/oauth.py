"""OAuth 2 tokens (RFC 6749): renewed before they expire, stored before they are used, given up when they are revoked.

A provider may hand out a new refresh token with every access token and take the old one for stolen ever after: so what
it answers is on the disk before anybody uses it. `invalid_grant` means that only the user can help; nobody asks again.
The client is ours and small: one POST an hour is no reason for a library of thirty megabytes.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from agent.errors import NeedsUser, Unreachable
from agent.world.tls import is_loopback, trusting

EARLY: Final = 300.0
"""Seconds before its end at which an access token is renewed: a sign-in with it must not meet its end."""
ASSUMED: Final = 3600.0
"""Seconds that a token is taken to hold when the provider does not say (RFC 6749 section 5.1 only recommends it)."""
LARGEST: Final = 64 * 1024
PATIENCE: Final = 20.0
_REVOKED: Final = frozenset(
    {"invalid_grant", "unauthorized_client", "invalid_client", "access_denied", "invalid_scope"}
)
"""Errors that another attempt would meet again (RFC 6749 section 5.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where consent is asked for and tokens are had, and as which client."""

    name: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    client_id: str
    client_secret: Callable[[], str] | None = field(default=None, repr=False)
    device_url: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        for url in filter(None, (self.authorize_url, self.token_url, self.device_url)):
            where = urlsplit(url)
            secure = where.scheme == "https" or (where.scheme == "http" and is_loopback(where.hostname or ""))
            if not secure or not where.hostname:
                raise NeedsUser(f"“{url}” is no address to sign in at: it begins with https://")


GOOGLE: Final[dict[str, Any]] = {
    "name": "Google",
    "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
    "token_url": "https://oauth2.googleapis.com/token",
    "scopes": ("https://mail.google.com/",),
    "extra": {"access_type": "offline", "prompt": "consent"},
}
"""Gmail: one scope for IMAP and SMTP, and a refresh token only where offline access is asked for."""
MICROSOFT: Final[dict[str, Any]] = {
    "name": "Microsoft",
    "authorize_url": "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "token_url": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    "device_url": "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode",
    "scopes": (
        "offline_access",
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
    ),
}
"""Microsoft 365 and Outlook.com."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the provider granted: the lasting token, the present one and until when (seconds since 1970) it holds."""

    refresh_token: str = field(repr=False)
    access_token: str = field(default="", repr=False)
    expires: float = 0.0
    revoked: bool = False


class TokenFile:
    """One account's grant in a file that nobody else can read; replaced all at once, and on the disk when we go on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Grant | None:
        """What is stored; None when there is nothing, or nothing that can be read."""
        try:
            return Grant(**json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, grant: Grant) -> None:
        """Store a grant durably. Raises `NeedsUser` when that cannot be done: it must not be used then."""
        half = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(grant), file)
                file.flush()
                os.fsync(file.fileno())
            half.rename(self._path)
        except OSError as error:
            raise NeedsUser(f"The token of an account cannot be stored in {self._path} ({error.strerror})") from error


class Tokens:
    """The access token of one account, whenever it is asked for."""

    def __init__(self, account: str, provider: Provider, file: TokenFile, now: Callable[[], float] = time.time) -> None:
        self._account = account
        self._provider = provider
        self._file = file
        self._now = now

    def access(self, *, refused: bool = False) -> str:
        """A token that holds for a while; a new one if the last was `refused`. Raises `NeedsUser` or `Unreachable`."""
        grant = self._file.read()
        if grant is None or grant.revoked:
            raise self._asks_for_consent("is not signed in to" if grant is None else "is no longer signed in to")
        if not refused and grant.access_token and grant.expires - self._now() > EARLY:
            return grant.access_token
        return self._renewed(grant).access_token

    def keep(self, answer: Mapping[str, Any], had: Grant | None = None) -> Grant:
        """Store what the token endpoint answered. Raises `Unreachable` when there is no token in it."""
        access = answer.get("access_token")
        refresh = answer.get("refresh_token") or (had.refresh_token if had else "")
        if not isinstance(access, str) or not isinstance(refresh, str) or not access or not refresh:
            raise Unreachable(f"{self._provider.name} answered without a token")
        lasts: object = answer.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float) else ASSUMED
        grant = Grant(refresh, access, self._now() + seconds)
        self._file.write(grant)
        return grant

    def _renewed(self, grant: Grant) -> Grant:
        form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
        status, answer = ask(self._provider, self._provider.token_url, form)
        if status == HTTPStatus.OK:
            return self.keep(answer, grant)
        if str(answer.get("error")) in _REVOKED:
            self._file.write(replace(grant, access_token="", revoked=True))
            raise self._asks_for_consent("is no longer signed in to")
        raise Unreachable(f"{self._provider.name} hands out no token now ({status})")

    def _asks_for_consent(self, what: str) -> NeedsUser:
        return NeedsUser(f"{self._account} {what} {self._provider.name}. Type: afterword login {self._account}")


def ask(provider: Provider, url: str, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """POST a form as the provider's client; its status and its JSON. Raises `Unreachable`. Redirects are not followed.

    A client with a secret says it by HTTP Basic (RFC 6749 section 2.3.1: every server must support that); one without
    only names itself.
    """
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    fields = {**form, "client_id": provider.client_id}
    if provider.client_secret is not None:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret(), safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    status, content = _posted(provider, url, urlencode(fields).encode(), headers)
    try:
        answer = json.loads(content)
    except ValueError:
        answer = {}
    return status, answer if isinstance(answer, dict) else {}


def _posted(provider: Provider, url: str, content: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    where = urlsplit(url)
    host = where.hostname or ""
    until = time.monotonic() + PATIENCE
    connection = (
        http.client.HTTPSConnection(host, where.port, timeout=PATIENCE, context=trusting(provider.ca_file))
        if where.scheme == "https"
        else http.client.HTTPConnection(host, where.port, timeout=PATIENCE)
    )
    try:
        connection.request("POST", where.path + (f"?{where.query}" if where.query else ""), content, dict(headers))
        response = connection.getresponse()
        got = bytearray()
        while len(got) < LARGEST and time.monotonic() < until and (more := response.read1(LARGEST - len(got))):
            got += more
    except (OSError, http.client.HTTPException, ssl.SSLError) as error:
        raise Unreachable(f"{provider.name} cannot be reached at {host} ({type(error).__name__})") from error
    finally:
        connection.close()
    return response.status, bytes(got)
