"""How a connection to an IMAP server is secured before anything secret is said on it (S3)."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import NeedsUser, Unreachable
from agent.world.ports import Folder
from agent.world.session import Server
from agent.world.tls import trusting
from tests.servers.ca import Authority
from tests.servers.dovecot import MailboxUser
from tests.world.mailbox_beds import Opened, server_of
from tests.world.scripted_server import ScriptedServer


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_both_ways_of_tls_work(mailbox_user: MailboxUser, tls: str, opened: Opened) -> None:
    """From the first octet, or after STARTTLS."""
    port = mailbox_user.tls_port if tls == "implicit" else mailbox_user.port
    mailbox = opened(server_of(mailbox_user, tls=tls, port=port))
    assert mailbox.mark(Folder.INBOX).uidvalidity


def never_asked() -> str:
    """A password that must stay where it is."""
    raise AssertionError("the password was asked for")


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_an_unknown_authority_is_not_trusted(mailbox_user: MailboxUser, tls: str, opened: Opened) -> None:
    """Its certificate may be anybody's; the password stays here."""
    port = mailbox_user.tls_port if tls == "implicit" else mailbox_user.port
    server = replace(server_of(mailbox_user, tls=tls, port=port, ca_file=None), password=never_asked)
    with pytest.raises(Unreachable, match="not trusted"):
        opened(server).mark(Folder.INBOX)


@pytest.mark.parametrize("case", ["another name", "expired", "another authority"])
def test_a_wrong_certificate_is_not_trusted(authority: Authority, tmp_path: Path, opened: Opened, case: str) -> None:
    """The right authority for the wrong host, a date that has passed, an authority of somebody's own."""
    contexts = {
        "another name": lambda: authority.server_context("imap.example.org"),
        "expired": lambda: authority.server_context(expired=True),
        "another authority": lambda: Authority().server_context(),
    }
    with ScriptedServer(tls=contexts[case]()) as server:
        where = server.server
        secured = Server(
            host="localhost",
            port=server.port,
            user="me",
            password=where.password,
            ca_file=authority.write(tmp_path / "ca.pem"),
            patience=where.patience,
        )
        with pytest.raises(Unreachable, match="not trusted"):
            opened(secured).mark(Folder.INBOX)
        assert server.heard == []


@pytest.mark.parametrize("host", ["imap.example.org", "192.0.2.1", "localhost.example.org"])
def test_no_password_leaves_the_machine_in_the_clear(host: str) -> None:
    """There is no setting for it."""
    with pytest.raises(NeedsUser, match="encrypted"):
        Server(host=host, user="me", password=lambda: "hunter2", tls="none")


DOWNGRADES = {
    "no STARTTLS": ScriptedServer(capabilities=b"IMAP4rev1 AUTH=PLAIN"),
    "STARTTLS refused": ScriptedServer(
        lambda command, _: iter([b"TAG NO not today\r\n"]) if command == b"STARTTLS" else None,
        capabilities=b"IMAP4rev1 STARTTLS AUTH=PLAIN",
    ),
    "said in the clear after STARTTLS": ScriptedServer(
        lambda command, _: iter([b"TAG OK go on\r\n* CAPABILITY IMAP4rev1\r\n"]) if command == b"STARTTLS" else None,
        capabilities=b"IMAP4rev1 STARTTLS AUTH=PLAIN",
    ),
    "no TLS after STARTTLS": ScriptedServer(capabilities=b"IMAP4rev1 STARTTLS AUTH=PLAIN"),
    "PREAUTH": ScriptedServer(greeting=b"* PREAUTH you are welcome\r\n", capabilities=b"IMAP4rev1 STARTTLS"),
    "BYE": ScriptedServer(greeting=b"* BYE no\r\n"),
}


@pytest.mark.parametrize("server", DOWNGRADES.values(), ids=DOWNGRADES)
def test_no_password_is_said_before_the_connection_is_secured(server: ScriptedServer, opened: Opened) -> None:
    """S3: whatever a server, or somebody before it, says in the clear."""
    with server:
        where = server.server
        secured = Server(
            host=where.host,
            port=where.port,
            user=where.user,
            password=where.password,
            patience=where.patience,
            tls="starttls",
        )
        with pytest.raises(Unreachable):
            opened(secured).mark(Folder.INBOX)
        assert not any(b"AUTHENTICATE" in line or b"LOGIN" in line or b"hunter2" in line for line in server.heard)


def test_a_server_without_passwords_is_the_users_affair(opened: Opened) -> None:
    """LOGINDISABLED and nothing else."""
    with ScriptedServer(capabilities=b"IMAP4rev1 LOGINDISABLED") as server, pytest.raises(NeedsUser, match="passwords"):
        opened(server.server).mark(Folder.INBOX)


def test_an_old_server_gets_user_and_password_in_quotes(opened: Opened) -> None:
    """LOGIN, where there is no AUTHENTICATE."""
    with ScriptedServer(capabilities=b"IMAP4rev1") as server:
        mailbox = opened(server.server)
        assert mailbox.mark(Folder.INBOX).uidvalidity == 7
        assert any(b'LOGIN "me" "hunter2"' in line for line in server.heard)


def test_tls_is_at_least_1_2() -> None:
    """And the certificate and its name are checked."""
    context = trusting(None)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_a_file_of_authorities_that_is_not_there_is_the_users_affair(tmp_path: Path, opened: Opened) -> None:
    """Named, not guessed at."""
    server = Server(host="127.0.0.1", port=1, user="me", password=lambda: "", ca_file=tmp_path / "no.pem")
    with pytest.raises(NeedsUser, match=r"no\.pem"):
        opened(server).mark(Folder.INBOX)
