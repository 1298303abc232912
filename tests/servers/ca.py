"""Throw-away certificates: one authority a test run, and the wrong certificates that a client must refuse."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import trustme

NAMES = ("localhost", "127.0.0.1")


class Authority:
    """A certificate authority that nobody trusts who is not told to."""

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="Afterword tests")

    def write(self, path: Path) -> Path:
        """Write the authority's own certificate, which a client must be told to trust."""
        self._ca.cert_pem.write_to_path(path)
        return path

    def context(self) -> ssl.SSLContext:
        """A client's context that trusts this authority alone."""
        context = ssl.create_default_context(cadata=self._ca.cert_pem.bytes().decode())
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def issue(self, folder: Path, *names: str, expired: bool = False) -> Path:
        """Write a server's key and certificate chain into `folder/server.pem`; for this machine, unless told otherwise."""
        until = datetime(2020, 1, 1, tzinfo=UTC) if expired else None
        since = datetime(2019, 1, 1, tzinfo=UTC) if expired else None
        leaf = self._ca.issue_cert(*(names or NAMES), not_before=since, not_after=until)
        path = folder / "server.pem"
        leaf.private_key_and_cert_chain_pem.write_to_path(path)
        path.chmod(0o600)
        return path

    def server_context(self, *names: str, expired: bool = False) -> ssl.SSLContext:
        """A context for a server in this process; for this machine, unless names are given."""
        with tempfile.TemporaryDirectory() as folder:
            return server_context(self.issue(Path(folder), *names, expired=expired))


def server_context(certificate: Path) -> ssl.SSLContext:
    """A server's context with a certificate written by `Authority.issue`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
