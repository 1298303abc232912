"""Where a user's servers are: a table of providers, else the names that servers usually have, each of them tried."""

from __future__ import annotations

import socket
import ssl
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.errors import NeedsUser
from agent.world.tls import trusting

SECONDS: Final = 5
"""How long a server that is only guessed at may take to answer."""
IMAPS: Final = 993
SUBMISSION: Final = 465


class Server(BaseModel):
    """One server of a provider."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str
    port: int | None = None
    tls: Literal["implicit", "starttls", "none"] = "implicit"


class Provider(BaseModel):
    """Where the mail of some domains lies, and how one signs in. With `cannot` there is no way in by password."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    domains: tuple[str, ...] = ()
    imap: Server | None = None
    smtp: Server | None = None
    caldav: str | None = None
    sign_in: str = "your password"
    authserv_ids: tuple[str, ...] = ()
    ca_file: Path | None = None
    cannot: str | None = None


def provider_of(domain: str, own: Path | None = None) -> Provider | None:
    """The provider of a domain, from a table of the user's own first. Raises `NeedsUser` where that cannot be read."""
    for provider in (*_table(own), *_table(None)):
        if domain.casefold() in provider.domains:
            return provider
    return None


def guessed(domain: str) -> Provider | None:
    """Servers under the names that they usually have, if one of them answers as a mail server does."""
    host = next((host for host in (f"imap.{domain}", f"mail.{domain}", domain) if greets(host, IMAPS, b"* ")), None)
    return at(host, domain) if host else None


def at(host: str, domain: str) -> Provider:
    """A provider whose mail lies on this host; outgoing mail there, or under its usual name, if something answers."""
    out = next((name for name in (f"smtp.{domain}", host) if greets(name, SUBMISSION, b"220")), None)
    return Provider(name=domain, imap=Server(host=host), smtp=Server(host=out) if out else None)


def greets(host: str, port: int, greeting: bytes) -> bool:
    """Whether a server answers there over TLS with a good certificate, and greets like one of its kind."""
    try:
        with (
            socket.create_connection((host, port), timeout=SECONDS) as wire,
            trusting(None).wrap_socket(wire, server_hostname=host) as safe,
        ):
            return safe.recv(64).startswith(greeting)
    except (OSError, ssl.SSLError, UnicodeError):
        return False


def _table(own: Path | None) -> Iterator[Provider]:
    try:
        text = own.read_text("utf-8") if own else files("agent.world").joinpath("providers.toml").read_text("utf-8")
        found: list[Any] = tomllib.loads(text)["provider"]
        yield from (Provider.model_validate(one) for one in found)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValidationError) as error:
        raise NeedsUser(f"The table of providers {own} cannot be read: {str(error).splitlines()[0]}") from error
