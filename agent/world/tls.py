"""TLS, and where it may be left out."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from typing import Literal

from agent.errors import NeedsUser

Tls = Literal["implicit", "starttls", "none"]


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificate and name checked, against the system's authorities or this file's."""
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise NeedsUser(f"The file of certificate authorities cannot be used: {ca_file}") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def is_loopback(host: str) -> bool:
    """Whether a connection to this host never leaves the machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
