"""Mail to the user: who gets it, how the connection is protected, and what a refusal means."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.errors import AfterwordError, Bug, NeedsUser, Refused, Unreachable
from agent.world.memory.outbox import MemoryOutbox
from agent.world.ports import Outbox
from agent.world.smtp import OneRecipient, SmtpOutbox
from agent.world.tls import Tls
from agent.world.transport import Patience
from tests.servers.ca import Authority
from tests.servers.process import HOST, free_port
from tests.servers.smtp import PASSWORD, USERNAME, Security, Sink, running_sink

ME = "me@example.org"
TLS: dict[Security, Tls] = {Security.NONE: "none", Security.STARTTLS: "starttls", Security.IMPLICIT: "implicit"}
HASTE = Patience(connect=2, octet=0.5, answer=1)


def letter(*, to: str = ME, text: str = "How did it go?", more: str = "") -> bytes:
    """A small message."""
    return (
        f"From: {ME}\r\nTo: {to}\r\n{more}Subject: Your notes\r\nMessage-ID: <1@example.org>\r\n\r\n{text}\r\n".encode()
    )


@pytest.fixture
def ca_file(authority: Authority, tmp_path: Path) -> Path:
    """The authority that the sink's certificate comes from."""
    return authority.write(tmp_path / "ca.pem")


def outbox_to(sink: Sink, ca_file: Path | None, *, password: str = PASSWORD, user: str | None = USERNAME) -> SmtpOutbox:
    """An outbox by way of a sink."""
    tls = TLS[sink.security]
    return SmtpOutbox(sink.host, sink.port, to=ME, user=user, password=lambda: password, tls=tls, ca_file=ca_file)


class TestBoth:
    """What the outbox in memory and the real one have in common."""

    @pytest.fixture(params=["memory", "smtp"])
    def sent(
        self, request: pytest.FixtureRequest, smtp_sink: Sink, ca_file: Path
    ) -> tuple[Outbox, Callable[[], list[bytes]]]:
        """An outbox, and what came out of it."""
        if request.param == "memory":
            memory = MemoryOutbox()
            return memory, lambda: memory.sent
        return outbox_to(smtp_sink, ca_file), lambda: [one.content for one in smtp_sink.received]

    def test_a_message_arrives_octet_for_octet(self, sent: tuple[Outbox, Callable[[], list[bytes]]]) -> None:
        """With its umlauts, and with lines that begin with a dot."""
        outbox, arrived = sent
        content = letter(text="Grüße\r\n.\r\n..two\r\n.three")
        outbox.send(content)
        assert arrived() == [content]

    def test_messages_arrive_in_their_order(self, sent: tuple[Outbox, Callable[[], list[bytes]]]) -> None:
        """Each once."""
        outbox, arrived = sent
        contents = [letter(text=f"number {number}") for number in range(3)]
        for content in contents:
            outbox.send(content)
        assert arrived() == contents


class TestRecipient:
    """I9: nobody but the user is ever mailed; the allow-list sits in the transport."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"to": "recruiter@acme.example"},
            {"to": f"{ME}, recruiter@acme.example"},
            {"more": "Cc: recruiter@acme.example\r\nBcc: boss@acme.example\r\nResent-To: other@acme.example\r\n"},
            {"to": ""},
        ],
    )
    def test_headers_do_not_choose_who_gets_it(self, smtp_sink: Sink, ca_file: Path, headers: dict[str, str]) -> None:
        """Whatever To, Cc, Bcc and Resent-To say."""
        outbox_to(smtp_sink, ca_file).send(letter(**headers))
        assert smtp_sink.recipients == [ME]
        assert [one.sender for one in smtp_sink.received] == [ME]

    @pytest.mark.parametrize(
        "end", ["\r\n.\r\n", "\n.\n", "\r.\r", "\r\n.\r", "\n.\r\n", "\r.\r\n", "\n\n.\r\n", "\0\r\n.\r\n"]
    )
    def test_no_text_ends_the_message_and_begins_another(self, smtp_sink: Sink, ca_file: Path, end: str) -> None:
        """SMTP smuggling: lone line ends and dots in what strangers wrote."""
        evil = f"{end}MAIL FROM:<{ME}>\r\nRCPT TO:<recruiter@acme.example>\r\nDATA\r\nhello\r\n.\r\n"
        outbox_to(smtp_sink, ca_file).send(letter(text=f"quoted{evil}"))
        assert smtp_sink.recipients == [ME]
        assert len(smtp_sink.received) == 1

    @pytest.mark.parametrize("verb", ["RCPT", "rcpt", "MAIL"])
    def test_the_connection_itself_knows_no_other_address(self, smtp_sink: Sink, verb: str) -> None:
        """Code that forgot the rule gets no further than this: it is a bug, and nothing was said."""

        async def try_it() -> None:
            client = OneRecipient(
                ME, hostname=smtp_sink.host, port=smtp_sink.port, use_tls=True, tls_context=smtp_sink.context
            )
            await client.connect()
            try:
                to = b"TO:" if verb.upper() == "RCPT" else b"FROM:"
                for line in (
                    b"<recruiter@acme.example>",
                    b"<me@example.org.evil.example>",
                    b"<me@example.org>,<recruiter@acme.example>",
                ):
                    with pytest.raises(Bug):
                        await client.execute_command(verb.encode(), to + line)
                with pytest.raises(Bug):
                    await client.execute_command(verb.encode() + b" " + to + b"<recruiter@acme.example>")
            finally:
                client.close()

        asyncio.run(try_it())
        assert smtp_sink.recipients == []

    @pytest.mark.parametrize(
        "to",
        [
            "",
            "me",
            "me@example.org\r\nRCPT TO:<a@b.example>",
            "me@example.org>,<a@b.example",
            "Me <me@example.org>",
            "a@b.example,c@d.example",
            "me@example.org\n",
        ],
    )
    def test_an_address_that_is_none_is_refused_when_the_outbox_is_made(self, to: str) -> None:
        """Not one octet of it reaches a server."""
        with pytest.raises(NeedsUser):
            SmtpOutbox("localhost", 465, to=to)


class TestConnection:
    """How the way to the server is protected (S3)."""

    @pytest.mark.parametrize("security", list(Security))
    def test_every_kind_of_protection_works(self, authority: Authority, ca_file: Path, security: Security) -> None:
        """TLS from the first octet, STARTTLS, and none within this machine."""
        with running_sink(authority, security=security) as sink:
            outbox_to(sink, ca_file, user=None if security is Security.NONE else USERNAME).send(letter())
            assert sink.recipients == [ME]

    def test_without_tls_only_this_machine_is_spoken_with(self) -> None:
        """Refused when the outbox is made."""
        with pytest.raises(NeedsUser, match="not be encrypted"):
            SmtpOutbox("mail.example.com", 25, to=ME, tls="none")

    def test_an_unknown_authority_is_not_trusted(self, smtp_sink: Sink) -> None:
        """The system's authorities have not signed it; nothing was said."""
        with pytest.raises(Unreachable, match="certificate that is not trusted"):
            outbox_to(smtp_sink, None).send(letter())
        assert smtp_sink.recipients == []

    def test_a_server_without_starttls_gets_no_password(self, authority: Authority, ca_file: Path) -> None:
        """Somebody on the way may have struck it out of the list."""
        with running_sink(authority, security=Security.NONE) as sink:
            asked = []

            def password() -> str:
                asked.append(1)
                return PASSWORD

            outbox = SmtpOutbox(
                sink.host, sink.port, to=ME, user=USERNAME, password=password, tls="starttls", ca_file=ca_file
            )
            with pytest.raises(Unreachable, match="STARTTLS"):
                outbox.send(letter())
            assert (asked, sink.recipients) == ([], [])

    def test_a_file_of_authorities_that_is_none_is_named(self, tmp_path: Path) -> None:
        """At the start, not at the first message."""
        with pytest.raises(NeedsUser, match=r"nothing\.pem"):
            SmtpOutbox("localhost", 465, to=ME, ca_file=tmp_path / "nothing.pem")

    def test_nobody_there_is_out_of_reach(self) -> None:
        """A port that nothing listens on."""
        with pytest.raises(Unreachable, match="cannot be reached"):
            SmtpOutbox("localhost", free_port(), to=ME, tls="none").send(letter())

    @pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n", b"220-hel"], ids=["silent", "then silent", "half"])
    def test_a_server_that_falls_silent_is_given_up(self, greeting: bytes) -> None:
        """Before, after and within its greeting."""
        with _peer(greeting) as port:
            outbox = SmtpOutbox("localhost", port, to=ME, tls="none")
            outbox.patience = HASTE
            with pytest.raises(Unreachable, match="did not answer in time"):
                outbox.send(letter())

    @pytest.mark.parametrize(
        "greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00\xff\r\n", b"220 " + b"x" * 100_000]
    )
    def test_something_that_is_no_mail_server_is_out_of_reach(self, greeting: bytes) -> None:
        """A web server on the wrong port, for one."""
        with _peer(greeting) as port:
            outbox = SmtpOutbox("localhost", port, to=ME, tls="none")
            outbox.patience = HASTE
            with pytest.raises(Unreachable):
                outbox.send(letter())


class TestRefusals:
    """What is raised says what happens next."""

    def test_a_wrong_password_is_the_users_affair(self, smtp_sink: Sink, ca_file: Path) -> None:
        """It is not repeated in the error."""
        with pytest.raises(NeedsUser, match="535") as raised:
            outbox_to(smtp_sink, ca_file, password="wrong-horse").send(letter())
        assert "wrong-horse" not in str(raised.value)
        assert smtp_sink.recipients == []

    def test_a_server_that_wants_a_password_and_gets_none_says_so(self, smtp_sink: Sink, ca_file: Path) -> None:
        """530 at the sender: the settings named no user."""
        with pytest.raises(NeedsUser, match="530"):
            outbox_to(smtp_sink, ca_file, user=None).send(letter())

    def test_a_server_that_takes_no_passwords_is_the_users_affair(self, authority: Authority) -> None:
        """Where a user was named all the same."""
        with (
            running_sink(authority, security=Security.NONE) as sink,
            pytest.raises(NeedsUser, match="does not take passwords"),
        ):
            outbox_to(sink, None).send(letter())

    @pytest.mark.parametrize("verb", ["RCPT", "DATA"])
    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            ("451 4.7.1 greylisted", Unreachable),
            ("452 4.2.2 mailbox of me@example.org full for now", Unreachable),
            ("421 4.3.2 shutting down", Unreachable),
            ("550 5.1.1 me@example.org unknown", Refused),
            ("552 5.2.2 over quota", Refused),
            ("554 5.7.1 spam", Refused),
            ("571 5.7.1 whatever", Refused),
            ("530 5.7.0 authenticate first", NeedsUser),
        ],
    )
    def test_a_refusal_is_by_its_code(
        self, smtp_sink: Sink, ca_file: Path, verb: str, reply: str, error: type[AfterwordError]
    ) -> None:
        """4yz is tried again, 5yz is parked; what the server wrote is not handed on, it names the address."""
        smtp_sink.refuse(verb, reply)
        with pytest.raises(error, match=reply[:3]) as raised:
            outbox_to(smtp_sink, ca_file).send(letter())
        assert ME not in str(raised.value)
        smtp_sink.accept()
        outbox_to(smtp_sink, ca_file).send(letter())
        assert len(smtp_sink.received) == 1

    def test_an_outbox_can_be_used_again_after_a_failure(self, smtp_sink: Sink, ca_file: Path) -> None:
        """Each message has a connection of its own."""
        outbox = outbox_to(smtp_sink, ca_file)
        smtp_sink.refuse("DATA", "451 4.3.0 later")
        with pytest.raises(Unreachable):
            outbox.send(letter())
        smtp_sink.accept()
        outbox.send(letter())
        assert len(smtp_sink.received) == 1


@contextlib.contextmanager
def _peer(greeting: bytes) -> Iterator[int]:
    """A server that says this, and then nothing for ever."""
    held: list[socket.socket] = []
    with socket.create_server((HOST, 0)) as listener:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    held.append(connection)
                    connection.sendall(greeting)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
    for connection in held:
        connection.close()
