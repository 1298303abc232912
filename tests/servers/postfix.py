"""Postfix, private: takes mail for example.org on a loopback port and hands it to a Dovecot by LMTP. Its master must be root."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import smtplib

from tests.servers.dovecot import DOMAIN, Dovecot
from tests.servers.process import HOST, Server
from tests.servers.software import POSTFIX, MissingServer, find

OWNER, DROP_GROUP = "news", "uucp"
"""Accounts that every Debian has and that own nothing here: Postfix wants one of its own, and a group nobody is in."""
QUEUES = (
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "pid", "private",
    "public", "saved", "trace",
)  # fmt: skip
_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {root}/usr/sbin
daemon_directory = {root}/usr/lib/postfix/sbin
shlib_directory = {root}/usr/lib/postfix
meta_directory = {folder}/etc
import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LANG=C LD_LIBRARY_PATH
mail_owner = {owner}
setgid_group = {group}
maillog_file_prefixes = {folder}
maillog_file = {folder}/mail.log
myhostname = mx.{domain}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
default_transport = error:5.1.2 this server relays nothing
relay_transport = error:5.1.2 this server relays nothing
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
in_flow_delay = 0
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
"""
_DELIVERED = re.compile(r"postfix/lmtp\[\d+\]: .* status=sent ")


class Postfix(Server):
    """A Postfix in front of a Dovecot.

    Raises:
        MissingServer: It is not to be had, or cannot run here.

    """

    name = "postfix"

    def __init__(self, mailboxes: Dovecot) -> None:
        found = find(POSTFIX)
        if os.geteuid() != 0:
            raise MissingServer("Postfix can only be started by root")
        super().__init__()
        self._found = found
        self._mailboxes = mailboxes

    def configure(self) -> None:
        for name in ("etc", "data", "queue", *(f"queue/{part}" for part in QUEUES)):
            (self.folder / name).mkdir(exist_ok=True)
        self.folder.chmod(0o755)
        for name in ("data", *(f"queue/{part}" for part in QUEUES if part != "pid")):
            shutil.chown(self.folder / name, OWNER)
        (self.folder / "queue/maildrop").chmod(0o730)
        shutil.chown(self.folder / "queue/maildrop", OWNER, DROP_GROUP)
        (self.folder / "queue/public").chmod(0o710)
        shutil.chown(self.folder / "queue/public", OWNER, DROP_GROUP)
        (self.folder / "queue/private").chmod(0o700)
        values = {
            "folder": self.folder, "root": self._found.root, "owner": OWNER, "group": DROP_GROUP, "domain": DOMAIN,
            "lmtp_port": self._mailboxes.lmtp_port, "port": self.port,
        }  # fmt: skip
        (self.folder / "etc/main.cf").write_text(_MAIN.format(**values))
        (self.folder / "etc/master.cf").write_text(_MASTER.format(**values))

    def command(self) -> list[str]:
        return [str(self._found.root / "usr/lib/postfix/sbin/master"), "-c", str(self.folder / "etc"), "-d"]

    def environment(self) -> dict[str, str]:
        return {**self._found.environment(), "MAIL_CONFIG": str(self.folder / "etc"), "MAIL_LOGTAG": "postfix"}

    def answers(self) -> bool:
        with contextlib.suppress(OSError, smtplib.SMTPException), smtplib.SMTP(HOST, self.port, timeout=2) as client:
            return client.noop()[0] == 250
        return False

    def log(self) -> str:
        return self._said("mail.log") + self._said("output")

    def conversations(self) -> int:
        """How many messages it has delivered."""
        return len(_DELIVERED.findall(self.log()))

    def send(self, address: str, message: bytes, *, sender: str = "sender@example.com") -> None:
        """Give it a message, as another server would; it arrives a moment later."""
        with smtplib.SMTP(HOST, self.port, local_hostname="localhost") as client:
            client.sendmail(sender, [address], message)
