"""Cyrus, private: CalDAV beside IMAP in one server, with calendar users and scheduling (RFC 6638)."""

from __future__ import annotations

import imaplib
import itertools
import os
import re
import subprocess
import sysconfig
from pathlib import Path

from tests.servers.calendars import CalendarAccount, answers
from tests.servers.process import HOST, Server
from tests.servers.software import CYRUS, find

PASSWORD = "correct-horse"
_FOLDERS = ("conf/socket", "conf/proc", "conf/db", "conf/lock", "conf/log", "conf/user", "spool", "run", "log")
_SETTINGS = """\
configdirectory: {folder}/conf
partition-default: {folder}/spool
defaultpartition: default
proc_path: {folder}/conf/proc
mboxname_lockpath: {folder}/conf/lock
idlesocket: {folder}/run/idle
lmtpsocket: {folder}/run/lmtp
notifysocket: {folder}/run/notify
cyrus_user: {user}
cyrus_group: {group}
admins: admin
unixhierarchysep: yes
altnamespace: yes
virtdomains: off
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb2
sasl_mech_list: PLAIN LOGIN
httpmodules: caldav
caldav_realm: test
calendar_user_address_set: example.org
autocreate_quota: 0
autocreate_inbox_folders: Drafts | Sent | Trash
autocreate_users: anyone
conversations: no
servername: localhost
annotation_allow_undefined: yes
"""
_SERVICES = """\
START {{
  recover cmd="{programs}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  http cmd="{programs}/httpd -C {folder}/imapd.conf -U 30" listen="{host}:{http}" prefork=0 proto=tcp4
  imap cmd="{programs}/imapd -C {folder}/imapd.conf -U 30" listen="{host}:{imap}" prefork=0 proto=tcp4
}}
"""
_ANSWERED = re.compile(
    rb"^(?:<[0-9]+<)?(?:PROPFIND|REPORT|PUT|DELETE|MKCALENDAR|PROPPATCH) \S+ HTTP/1\.1", re.MULTILINE
)


class Cyrus(Server):
    """A Cyrus of its own, with CalDAV on its first port.

    Raises:
        MissingServer: It is not to be had.

    """

    name = "cyrus"
    needs_ports = 2
    unprivileged = True

    def __init__(self) -> None:
        self._found = find(CYRUS)
        super().__init__()
        self._numbers = itertools.count(1)

    def configure(self) -> None:
        for name in _FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        user, group = ("nobody", "nogroup") if os.geteuid() == 0 else (os.environ["USER"], os.environ["USER"])
        http, imap = self.ports
        where = {"folder": self.folder, "programs": self._programs, "host": HOST, "http": http, "imap": imap}
        (self.folder / "imapd.conf").write_text(_SETTINGS.format(folder=self.folder, user=user, group=group))
        (self.folder / "cyrus.conf").write_text(_SERVICES.format(**where))

    def command(self) -> list[str]:
        files = (self.folder / name for name in ("imapd.conf", "cyrus.conf", "master.pid"))
        settings, services, pid = map(str, files)
        return [
            f"{self._programs}/master",
            "-C",
            settings,
            "-M",
            services,
            "-p",
            pid,
            "-L",
            f"{self.folder}/log/master",
            "-D",
        ]

    def environment(self) -> dict[str, str]:
        triplet = sysconfig.get_config_var("MULTIARCH")
        return self._found.environment() | {"SASL_PATH": str(self._found.root / f"usr/lib/{triplet}/sasl2")}

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/dav/"

    @property
    def _programs(self) -> Path:
        return self._found.root / "usr/lib/cyrus/bin"

    def answers(self) -> bool:
        return answers(self.url)

    def conversations(self) -> int:
        """How many CalDAV requests stand in its telemetry, which it writes for users who have a folder for it."""
        return sum(len(_ANSWERED.findall(file.read_bytes())) for file in (self.folder / "conf/log").rglob("http-*"))

    def fresh_account(self) -> CalendarAccount:
        """Somebody who has never been here, with one empty calendar."""
        name = f"user{next(self._numbers)}"
        for domain in ("localhost", os.uname().nodename):
            subprocess.run(
                [str(self._found.root / "usr/sbin/saslpasswd2"), "-p", "-c", "-f", f"{self.folder}/sasldb2", "-u", domain, name],
                input=PASSWORD.encode(), env=self.environment(), check=True, capture_output=True,
            )  # fmt: skip
        (self.folder / "conf/log" / name).mkdir()
        self._own_folder()
        with imaplib.IMAP4(HOST, self.ports[1]) as client:
            client.login(name, PASSWORD)
        home = f"{self.url}calendars/user/{name}/"
        account = CalendarAccount(self.url, home, f"{home}calendar/", name, PASSWORD)
        account.make_calendar("calendar")
        return account
