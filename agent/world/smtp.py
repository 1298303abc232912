"""Mail to the user, and to nobody else: the address is fixed when the outbox is made; the connection knows no other.

Who a message is for is never read from the message. An answer that is lost after the message was handed over means that
it is sent a second time, with the same Message-ID: to be asked twice for one's notes is better than not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Final, Literal

import aiosmtplib
from aiosmtplib.typing import Default

from agent.errors import AfterwordError, Bug, NeedsUser, Refused, Unreachable
from agent.world.tls import Tls, is_loopback, trusting
from agent.world.transport import Patience

_ADDRESS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_OURSELVES: Final = "[127.0.0.1]"
"""What we call ourselves: the machine's name is nobody's business (RFC 5321 section 4.1.3)."""
_SECONDS_TO_SAY_GOODBYE: Final = 2.0
_SIGN_IN: Final = frozenset({530, 534, 535, 538})
"""Codes that speak of the password (RFC 4954 section 6)."""
_NO: Final = {
    550: "it does not take mail for this address",
    552: "the mailbox is full, or the message too large",
    553: "it does not take this address",
    554: "it takes the message for unwanted mail",
}


class SmtpOutbox:
    """An `Outbox` by way of a submission server. Every message goes to `to`, whatever its headers say.

    `password` is asked for whenever a message is sent. Without TLS only this machine is spoken with.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        to: str,
        user: str | None = None,
        password: Callable[[], str] | None = None,
        tls: Tls = "implicit",
        ca_file: Path | None = None,
    ) -> None:
        if not _ADDRESS.fullmatch(to):
            raise NeedsUser("The address to which notes are sent is no plain mail address")
        if tls == "none" and not is_loopback(host):
            raise NeedsUser(f"The connection to {host} would not be encrypted: set tls to implicit or starttls")
        self._host, self._port = host, port
        self._to = to
        self._user, self._password = user, password
        self._tls = tls
        self._context = None if tls == "none" else trusting(ca_file)
        self.patience = Patience()

    def send(self, content: bytes) -> None:
        """Send one message to the user. Returns when the server has taken it."""
        asyncio.run(self._send(content))

    @property
    def _name(self) -> str:
        return f"The mail server {self._host}"

    async def _send(self, content: bytes) -> None:
        client = OneRecipient(
            self._to,
            hostname=self._host,
            port=self._port,
            use_tls=self._tls == "implicit",
            start_tls=False,
            tls_context=self._context,
            local_hostname=_OURSELVES,
            timeout=self.patience.octet,
        )
        try:
            async with asyncio.timeout(self.patience.answer):
                await self._hand_over(client, content)
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(_SECONDS_TO_SAY_GOODBYE):
                    await client.quit()
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise self._fault(error) from error
        finally:
            client.close()

    async def _hand_over(self, client: OneRecipient, content: bytes) -> None:
        await client.connect(timeout=self.patience.connect)
        await self._secure(client)
        if self._user is not None:
            await self._sign_in(client, self._user)
        eight_bits = not content.isascii() and client.supports_extension("8bitmime")
        await client.mail(self._to, options=["BODY=8BITMIME"] if eight_bits else [])
        await client.rcpt(self._to)
        await client.data(content)

    async def _secure(self, client: OneRecipient) -> None:
        """Be sure of the connection before anything secret is said on it."""
        await client.ehlo()
        if self._tls == "starttls":
            if not client.supports_extension("starttls"):
                raise Unreachable(
                    f"{self._name} does not offer STARTTLS: set tls to implicit, if it has a port for that"
                )
            await client.starttls()
            await client.ehlo()
        if self._tls == "none" and not is_loopback(str((client.get_transport_info("peername") or ("",))[0])):
            raise NeedsUser(f"{self._host} is not this machine, and the connection would not be encrypted")

    async def _sign_in(self, client: OneRecipient, user: str) -> None:
        """Once, in one way: the library would try a wrong password in every way there is, and accounts get locked."""
        password = self._password() if self._password is not None else ""
        ways = {"plain": client.auth_plain, "login": client.auth_login, "cram-md5": client.auth_crammd5}
        sign_in = next((ways[way] for way in ways if way in client.server_auth_methods), None)
        if sign_in is None:
            raise NeedsUser(f"{self._name} does not take passwords on this connection")
        await sign_in(user, password)

    def _fault(self, error: Exception) -> AfterwordError:
        if isinstance(error, aiosmtplib.SMTPResponseException):
            return self._refusal(error.code, at_sign_in=isinstance(error, aiosmtplib.SMTPAuthenticationError))
        if isinstance(error, TimeoutError):
            return Unreachable(f"{self._name} did not answer in time")
        cause = error.__cause__ or error
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unreachable(f"{self._name} shows a certificate that is not trusted: {cause.verify_message}")
        if isinstance(cause, ssl.SSLError):
            return Unreachable(f"No encrypted connection to {self._host} could be made ({cause.reason})")
        reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else "the connection broke off"
        return Unreachable(f"{self._name} cannot be reached ({reason})")

    def _refusal(self, code: int, *, at_sign_in: bool) -> AfterwordError:
        """What a reply's code means (RFC 5321 section 4.2.1). Its text is left out: it names the address."""
        if code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Unreachable(f"{self._name} cannot take mail now ({code})")
        if at_sign_in or code in _SIGN_IN:
            return NeedsUser(f"{self._name} does not accept the user name and password ({code}): renew the password")
        return Refused(f"{self._name} refused: {_NO.get(code, 'it gave no reason that is known')} ({code})")


class OneRecipient(aiosmtplib.SMTP):
    """A connection on which only one address can be named, as recipient and as sender."""

    def __init__(self, only: str, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type] # the library's own options, handed through
        self._may_say = {b"RCPT": f"RCPT TO:<{only}>".encode(), b"MAIL": f"MAIL FROM:<{only}>".encode()}

    def close(self) -> None:
        """Hang up at once. A polite end of TLS would wait for the other side, and outlive the loop that it waits in."""
        transport = self.transport
        super().close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()

    async def execute_command(
        self,
        *args: bytes,
        timeout: float | Literal[Default.token] | None = Default.token,  # noqa: ASYNC109 - the library's
    ) -> aiosmtplib.SMTPResponse:
        """Send one command, if it names nobody else. Raises `Bug`."""
        line = b" ".join(args)
        allowed = self._may_say.get(line[:4].upper())
        if allowed is not None and line != allowed and not line.startswith(allowed + b" "):
            raise Bug("a mail was about to be sent to somebody who is not the user")
        return await super().execute_command(*args, timeout=timeout)
