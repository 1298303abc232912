"""Dovecot, private: IMAP, IMAP over TLS and LMTP on loopback, one Maildir a user, no account to be made beforehand."""

from __future__ import annotations

import contextlib
import itertools
import re
import smtplib
import socket
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.ca import Authority
from tests.servers.process import HOST, Server
from tests.servers.software import DOVECOT, find

DOMAIN = "example.org"
PASSWORD = "correct-horse"
_TEMPLATES = Path(__file__).parent
_LOGIN = re.compile(r"imap-login: (Info: )?(Login|Logged in): ")


@dataclass(frozen=True, slots=True)
class MailboxUser:
    """Somebody with an empty mailbox on a Dovecot."""

    address: str
    password: str
    home: Path
    host: str
    port: int
    tls_port: int
    ca: Path

    @property
    def maildir(self) -> Path:
        """The Maildir as it lies on disk; it appears with the first message or sign-in."""
        return self.home / "Maildir"

    def context(self) -> ssl.SSLContext:
        """A client's context that trusts the server."""
        return ssl.create_default_context(cafile=str(self.ca))


class Dovecot(Server):
    """A Dovecot of its own. Everybody at example.org has a mailbox, from the first sign-in or delivery on.

    Args:
        extra: Settings added at the end of its configuration (in the syntax of the Dovecot that runs).
        keyed: Addresses outside example.org with passwords of their own, which `change_password` can change.

    """

    name = "dovecot"
    needs_ports = 3
    unprivileged = True

    def __init__(
        self, *, extra: str = "", keyed: dict[str, str] | None = None, authority: Authority | None = None
    ) -> None:
        self._found = find(DOVECOT)
        super().__init__()
        self._extra = extra
        self._keyed = dict(keyed or {})
        self._numbers = itertools.count(1)
        self.authority = authority or Authority()
        self.ca = self.authority.write(self.folder / "ca.pem")
        self.version = self._version()

    @property
    def tls_port(self) -> int:
        """The port of IMAP over TLS."""
        return self.ports[1]

    @property
    def lmtp_port(self) -> int:
        """The port where mail is delivered."""
        return self.ports[2]

    def configure(self) -> None:
        for name in ("run", "state", "home"):
            (self.folder / name).mkdir(exist_ok=True)
        self.authority.issue(self.folder)
        self._write_passwords()
        template = "dovecot-2.4.conf" if self.version >= (2, 4) else "dovecot-2.3.conf"
        text = (_TEMPLATES / template).read_text()
        for name, value in self._settings().items():
            text = text.replace(f"@{name}@", value)
        (self.folder / "dovecot.conf").write_text(text + self._extra + "\n")

    def command(self) -> list[str]:
        return self._configured("master", self._found.executable, "-F")

    def environment(self) -> dict[str, str]:
        return self._found.environment()

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), timeout=2) as connection:
            return connection.recv(200).startswith(b"* OK")
        return False

    def log(self) -> str:
        return self._said("dovecot.log") + self._said("output")

    def conversations(self) -> int:
        """How many times a client has signed in."""
        return len(_LOGIN.findall(self.log()))

    def fresh_user(self) -> MailboxUser:
        """Somebody who has never been here."""
        return self.user(f"user{next(self._numbers)}@{DOMAIN}")

    def user(self, address: str) -> MailboxUser:
        """Somebody by address."""
        password = self._keyed.get(address, PASSWORD)
        return MailboxUser(
            address, password, self.folder / "home" / address, "localhost", self.port, self.tls_port, self.ca
        )

    def deliver(self, address: str, message: bytes, *, sender: str = "sender@example.com") -> None:
        """Put a message into somebody's inbox by LMTP, as a mail server would."""
        with smtplib.LMTP(HOST, self.lmtp_port, local_hostname="localhost") as lmtp:
            lmtp.sendmail(sender, [address], message)

    def change_password(self, address: str, password: str) -> None:
        """Change the password of a keyed user; Dovecot looks at its file once a second."""
        self._keyed[address] = password
        self._write_passwords()
        self._own_folder()

    def doveadm(self, *words: str) -> str:
        """What `doveadm` says to a command: `doveadm("kick", address)`, `doveadm("mailbox", "update", …)`."""
        full = [*self._as_user(), *self._configured("doveadm", self._found.root / "usr/bin/doveadm", *words)]
        return subprocess.run(
            full, check=True, capture_output=True, text=True, env=self.environment(), cwd=self.folder
        ).stdout

    def _configured(self, service: str, program: Path, *words: str) -> list[str]:
        """The command that runs one of Dovecot's programs with our configuration.

        A Dovecot program runs itself again through doveconf, at the path that it was compiled with; an unpacked one
        is not there. So we begin where it would go on: doveconf reads the file, and runs the program with what it says.
        """
        doveconf = self._found.root / "usr/bin/doveconf"
        file = str(self.folder / "dovecot.conf")
        hand_over = ["-F"] if self.version >= (2, 4) else ["-f", f"service={service}", "-e"]
        return [str(doveconf), "-c", file, *hand_over, str(program), "-c", file, *words]

    def _version(self) -> tuple[int, int]:
        words = [str(self._found.executable), "--version"]
        said = subprocess.run(words, check=True, capture_output=True, text=True, env=self.environment()).stdout
        major, minor = said.split(".")[:2]
        return int(major), int(minor)

    def _settings(self) -> dict[str, str]:
        return {
            "folder": str(self.folder),
            "port": str(self.port),
            "tls_port": str(self.tls_port),
            "lmtp_port": str(self.lmtp_port),
            "user": self._account("-un"),
            "group": self._account("-gn"),
            "uid": self._account("-u"),
            "gid": self._account("-g"),
            "domain": DOMAIN,
            "password": PASSWORD,
            "libraries": self._found.libraries or "%{env:LD_LIBRARY_PATH}",
            "programs": str(self._found.root / "usr/lib/dovecot"),
        }

    def _account(self, option: str) -> str:
        return subprocess.run(
            [*self._as_user(), "id", option], check=True, capture_output=True, text=True
        ).stdout.strip()

    def _as_user(self) -> list[str]:
        """What runs a command as the user that the server runs as."""
        dropped = self._drop_privileges()
        return ["setpriv", *dropped] if dropped else []

    def _write_passwords(self) -> None:
        lines = [f"{address}:{{PLAIN}}{password}::::::\n" for address, password in self._keyed.items()]
        (self.folder / "passwords").write_text("".join(lines))
