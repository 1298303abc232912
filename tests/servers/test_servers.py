"""Each server in a short, real conversation with a client that is not ours."""

from __future__ import annotations

import contextlib
import imaplib
import smtplib
import socket
import ssl
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from caldav.davclient import DAVClient

from tests.servers.ca import Authority
from tests.servers.calendars import CalendarAccount
from tests.servers.dovecot import Dovecot, MailboxUser
from tests.servers.faultproxy import FaultProxy
from tests.servers.postfix import Postfix
from tests.servers.process import listening
from tests.servers.radicale import Radicale
from tests.servers.smtp import Security, Sink, running_sink

MESSAGE = b"From: sender@example.com\r\nTo: me@example.org\r\nSubject: Your interview\r\nMessage-ID: <1@example.com>\r\n\r\nHello\r\n"
EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//tests//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\n"
    b"DTSTAMP:20260301T120000Z\r\nDTSTART:20260310T140000Z\r\nDTEND:20260310T150000Z\r\nSUMMARY:Interview\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@contextlib.contextmanager
def signed_in(user: MailboxUser, *, port: int | None = None) -> Iterator[imaplib.IMAP4]:
    """A session of the standard library's client; over TLS, unless a plain port is given."""
    if port is None:
        client: imaplib.IMAP4 = imaplib.IMAP4_SSL(user.host, user.tls_port, ssl_context=user.context(), timeout=10)
    else:
        client = imaplib.IMAP4(user.host, port, timeout=10)
    try:
        client.login(user.address, user.password)
        yield client
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            client.logout()
        with contextlib.suppress(OSError):
            client.shutdown()


def whole(client: imaplib.IMAP4, number: str) -> bytes:
    """A message's bytes."""
    for part in client.fetch(number, "(BODY.PEEK[])")[1]:
        if isinstance(part, tuple):
            return part[1]
    return b""


def put(account: CalendarAccount, name: str, **headers: str) -> int:
    """The status of storing the event under a name."""
    return account.request("PUT", account.calendar + name, EVENT, Content_Type="text/calendar", **headers)[0]


def test_dovecot_shows_what_was_delivered(dovecot: Dovecot, mailbox_user: MailboxUser) -> None:
    """A message handed over by LMTP is in the inbox of its user, and of nobody else."""
    dovecot.deliver(mailbox_user.address, MESSAGE)
    with signed_in(mailbox_user) as mine, signed_in(dovecot.fresh_user()) as other:
        assert mine.select("INBOX", readonly=True) == ("OK", [b"1"])
        assert MESSAGE in whole(mine, "1")
        assert other.select("INBOX", readonly=True) == ("OK", [b"0"])


def test_dovecot_names_the_special_folders(mailbox_user: MailboxUser) -> None:
    """Drafts, Sent, Trash and Junk carry their special use (RFC 6154) in an ordinary LIST."""
    with signed_in(mailbox_user) as client:
        folders = b"\n".join(line for line in client.list()[1] if isinstance(line, bytes))
    assert [use for use in (b"\\Drafts", b"\\Sent", b"\\Trash", b"\\Junk") if use not in folders] == []


def test_dovecot_can_do_what_the_service_uses(mailbox_user: MailboxUser) -> None:
    """It offers UIDPLUS, IDLE, CONDSTORE and SPECIAL-USE."""
    with signed_in(mailbox_user) as client:
        offered = client.capability()[1][0].split()
    assert {b"UIDPLUS", b"IDLE", b"CONDSTORE", b"SPECIAL-USE"} - set(offered) == set()


def test_dovecot_refuses_a_wrong_password(mailbox_user: MailboxUser) -> None:
    """A wrong password is refused with the response code of RFC 5530."""
    with (
        imaplib.IMAP4(mailbox_user.host, mailbox_user.port) as client,
        pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"),
    ):
        client.login(mailbox_user.address, "wrong")


def test_dovecot_is_trusted_only_by_who_was_told_to(mailbox_user: MailboxUser) -> None:
    """Its certificate is good for our authority alone."""
    with pytest.raises(ssl.SSLCertVerificationError):
        imaplib.IMAP4_SSL(mailbox_user.host, mailbox_user.tls_port, ssl_context=ssl.create_default_context())


def test_dovecot_keeps_its_mail_over_a_crash(authority: Authority, dovecot: Dovecot) -> None:
    """Killed and started again, it has the same ports, the same mail and the same UIDVALIDITY; an open session is cut."""
    with Dovecot(authority=authority) as own:
        user = own.fresh_user()
        own.deliver(user.address, MESSAGE)
        with signed_in(user) as client:
            client.select("INBOX")
            before = client.response("UIDVALIDITY")
            own.kill()
            assert not listening(own.port)
            with pytest.raises((imaplib.IMAP4.abort, OSError)):
                client.noop()
        own.restart()
        with signed_in(user) as client:
            assert client.select("INBOX") == ("OK", [b"1"])
            assert client.response("UIDVALIDITY") == before


def test_dovecot_changes_a_keyed_users_password(authority: Authority, dovecot: Dovecot) -> None:
    """Somebody outside example.org has a password of their own, and it can change while Dovecot runs."""
    with Dovecot(authority=authority, keyed={"me@example.net": "first"}) as own:
        with signed_in(own.user("me@example.net")):
            pass
        own.change_password("me@example.net", "second")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(imaplib.IMAP4.error), signed_in(own.user("me@example.net")) as client:
                assert client.noop()[0] == "OK"
                return
    pytest.fail("the new password was never taken")


def test_doveadm_speaks_for_the_server(dovecot: Dovecot, mailbox_user: MailboxUser) -> None:
    """`doveadm` works on the same mailboxes: it can give a folder another UIDVALIDITY."""
    dovecot.deliver(mailbox_user.address, MESSAGE)
    dovecot.doveadm("mailbox", "update", "-u", mailbox_user.address, "--uid-validity", "777", "INBOX")
    with signed_in(mailbox_user) as client:
        client.select("INBOX", readonly=True)
        assert client.response("UIDVALIDITY") == ("UIDVALIDITY", [b"777"])


def test_postfix_delivers_to_dovecot(postfix: Postfix, mailbox_user: MailboxUser) -> None:
    """What Postfix takes by SMTP arrives in the mailbox, with Postfix's own Received line; it relays nothing elsewhere."""
    postfix.send(mailbox_user.address, MESSAGE)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        postfix.send("other@example.com", MESSAGE)
    with signed_in(mailbox_user) as client:
        deadline = time.monotonic() + 20
        while client.select("INBOX", readonly=True) != ("OK", [b"1"]) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert b"(Postfix) with ESMTP" in whole(client, "1")


def test_radicale_keeps_an_event_once(radicale: Radicale, radicale_account: CalendarAccount) -> None:
    """The same event is stored once, and lies on disk; without its password an account is closed."""
    assert put(radicale_account, "1.ics", If_None_Match="*") == 201
    assert put(radicale_account, "1.ics", If_None_Match="*") == 412
    assert [b"UID:1@example.org" in path.read_bytes() for path in radicale.stored(radicale_account)] == [True]
    stranger = CalendarAccount(radicale.url, radicale_account.home, radicale_account.calendar, "stranger", "guess")
    assert put(stranger, "2.ics") == 401


def test_xandikos_keeps_an_event_once(xandikos_account: CalendarAccount) -> None:
    """The same event is stored once."""
    assert put(xandikos_account, "1.ics", If_None_Match="*") == 201
    assert put(xandikos_account, "1.ics", If_None_Match="*") == 412


@pytest.mark.parametrize("server", ["radicale", "xandikos"])
def test_a_caldav_client_finds_its_way(server: str, request: pytest.FixtureRequest) -> None:
    """From the address alone the caldav library finds the principal and the calendar, and the event in it."""
    account: CalendarAccount = request.getfixturevalue(f"{server}_account")
    assert put(account, "1.ics") == 201
    with DAVClient(account.url, username=account.username or None, password=account.password or None) as client:
        calendars = client.principal().calendars()
        assert isinstance(calendars, list)
        events = {str(calendar.url): calendar for calendar in calendars}[account.calendar].events()
        assert isinstance(events, list)
        assert ["SUMMARY:Interview" in event.data for event in events] == [True]


def test_two_accounts_of_a_caldav_server_do_not_meet(radicale: Radicale, radicale_account: CalendarAccount) -> None:
    """What one account stores, another does not list."""
    put(radicale_account, "1.ics")
    other = radicale.fresh_account()
    status, body = other.request("PROPFIND", other.calendar, b"", Depth="1")
    assert status == 207
    assert len(ET.fromstring(body)) == 1


@pytest.mark.parametrize("security", Security)
def test_the_sink_keeps_what_it_is_given(authority: Authority, security: Security) -> None:
    """A message sent over each kind of connection is kept with its envelope."""
    with running_sink(authority, security=security) as sink:
        with connected(sink) as client:
            client.sendmail("me@example.org", ["me@example.org"], MESSAGE)
        assert [(message.sender, message.recipients) for message in sink.received] == [
            ("me@example.org", ("me@example.org",))
        ]
        assert sink.received[0].content == MESSAGE


def test_the_sink_refuses_on_command(smtp_sink: Sink) -> None:
    """A refused recipient is told so, and is remembered all the same."""
    smtp_sink.refuse("RCPT", "450 4.2.0 greylisted")
    with connected(smtp_sink) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
        client.sendmail("me@example.org", ["other@example.com"], MESSAGE)
    assert (smtp_sink.received, smtp_sink.recipients) == ([], ["other@example.com"])


def test_the_sink_asks_for_the_password(smtp_sink: Sink) -> None:
    """A wrong password is refused, and so is sending without one."""
    with smtplib.SMTP_SSL(smtp_sink.host, smtp_sink.port, context=smtp_sink.context) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(smtp_sink.username, "wrong")
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("me@example.org", ["me@example.org"], MESSAGE)


def test_the_sink_delivers_to_mailboxes(authority: Authority, dovecot: Dovecot, mailbox_user: MailboxUser) -> None:
    """Given a Dovecot, what is sent arrives in the inbox."""
    with running_sink(authority, mailboxes=dovecot) as sink, connected(sink) as client:
        client.sendmail("me@example.org", [mailbox_user.address], MESSAGE)
    with signed_in(mailbox_user) as reader:
        assert reader.select("INBOX", readonly=True) == ("OK", [b"1"])


@contextlib.contextmanager
def connected(sink: Sink) -> Iterator[smtplib.SMTP]:
    """A signed-in session of the standard library's client."""
    if sink.security is Security.IMPLICIT:
        client: smtplib.SMTP = smtplib.SMTP_SSL(sink.host, sink.port, context=sink.context)
    else:
        client = smtplib.SMTP(sink.host, sink.port)
    with client:
        if sink.security is Security.STARTTLS:
            client.starttls(context=sink.context)
        if sink.security is not Security.NONE:
            client.login(sink.username, sink.password)
        yield client


def test_a_proxy_without_faults_is_not_noticed(dovecot: Dovecot, mailbox_user: MailboxUser) -> None:
    """A whole session passes unchanged."""
    with FaultProxy(dovecot.port) as proxy, signed_in(mailbox_user, port=proxy.port) as client:
        assert client.select("INBOX", readonly=True) == ("OK", [b"0"])


def test_a_lost_reply_leaves_the_message_stored(dovecot: Dovecot, mailbox_user: MailboxUser) -> None:
    """When the answer to an APPEND is swallowed, the client fails, and the message is in the folder."""
    with FaultProxy(dovecot.port) as proxy:
        proxy.faults.swallow = b"APPENDUID"
        with signed_in(mailbox_user, port=proxy.port) as client:
            client.sock.settimeout(1)
            with pytest.raises(OSError, match="timed out"):
                client.append("Drafts", r"(\Draft \Seen)", None, MESSAGE)
    with signed_in(mailbox_user) as client:
        assert client.select("Drafts", readonly=True) == ("OK", [b"1"])


def test_a_connection_cut_in_the_literal_stores_nothing(dovecot: Dovecot, mailbox_user: MailboxUser) -> None:
    """When the connection is reset inside a message's bytes, the folder stays empty."""
    with FaultProxy(dovecot.port) as proxy, signed_in(mailbox_user, port=proxy.port) as client:
        proxy.faults.cut_up_after = 200
        with pytest.raises((imaplib.IMAP4.abort, OSError)):
            client.append("Drafts", r"(\Draft \Seen)", None, MESSAGE + b"x" * 5000)
    with signed_in(mailbox_user) as client:
        assert client.select("Drafts", readonly=True) == ("OK", [b"0"])


def test_a_reset_is_seen_as_a_reset(dovecot: Dovecot) -> None:
    """`reset` ends a connection with RST, not with an orderly end."""
    with FaultProxy(dovecot.port) as proxy, socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as client:
        assert client.recv(1000).startswith(b"* OK")
        proxy.reset()
        with pytest.raises(ConnectionResetError):
            client.recv(1000)


def test_a_black_hole_holds_back_and_lets_go(dovecot: Dovecot) -> None:
    """In a black hole nothing arrives though the connection stands; afterwards what was held back does."""
    with FaultProxy(dovecot.port) as proxy:
        proxy.black_hole()
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=0.3) as client:
            with pytest.raises(TimeoutError):
                client.recv(100)
            client.settimeout(5)
            proxy.open_hole()
            assert client.recv(100).startswith(b"* OK")


def test_a_proxy_refuses_and_comes_back(dovecot: Dovecot) -> None:
    """A refusing proxy is as a server that is down; it comes back on the same port."""
    with FaultProxy(dovecot.port) as proxy:
        proxy.refuse()
        assert not listening(proxy.port)
        proxy.listen()
        assert listening(proxy.port)


def test_a_slow_line_is_slow(dovecot: Dovecot) -> None:
    """At a given rate a greeting of some 100 bytes is still under way when a fast one would long be there."""
    with FaultProxy(dovecot.port) as proxy:
        proxy.faults.rate = 100.0
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=0.2) as client:
            with pytest.raises(TimeoutError):
                client.recv(100)
            client.settimeout(10)
            assert client.recv(100).startswith(b"* OK")
