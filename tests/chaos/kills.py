"""Killing the service at system calls, beside a real Dovecot: strace sends SIGKILL at the n-th call of one kind.

Each life is forked from this warm process, so that nothing is imported anew; its clock is handed in, so that the grace
period need not be waited out. What is looked at afterwards is what another client sees.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from agent.casebook import Casebook
from agent.core.correspondence import State
from agent.core.people import Me
from agent.core.workdays import Workdays
from agent.daemon import go_round
from agent.desk import Desk
from agent.world.imap import ImapMailbox
from agent.world.journal import SqliteJournal
from agent.world.memory.clock import MemoryClock
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.world.ports import Folder
from agent.world.transport import Patience
from agent.writing.persona import ROBIN
from tests.servers.dovecot import DOMAIN, Dovecot, MailboxUser
from tests.servers.software import STRACE, find
from tests.story import mails
from tests.world.mailbox_beds import other_client, server_of

CALLS: Final = ("sendto", "recvfrom", "fdatasync", "pwrite64", "connect", "openat", "unlink", "ftruncate")
"""The system calls at which it is killed: everything it says, hears, stores and opens."""
ME: Final = f"robin@{DOMAIN}"
_PR_SET_PTRACER: Final = 0x59616D61


@dataclass(frozen=True, slots=True)
class Place:
    """Where one life takes place: a mailbox of its own, and a state folder."""

    user: MailboxUser
    state: Path


@dataclass(frozen=True, slots=True)
class End:
    """What somebody sees afterwards who knows nothing of the service."""

    drafts: tuple[str, ...]
    inbox: str
    candidacies: int
    letters: tuple[tuple[str, str], ...]
    sound: bool


class Scene:
    """A situation in which the service has something to do, kept as a template that every life begins with a copy of."""

    name: str = ""

    def __init__(self, dovecot: Dovecot, folder: Path) -> None:
        self.dovecot = dovecot
        self.folder = folder
        self.now = datetime.now(UTC)
        self.later = timedelta(minutes=5)
        self.template = Place(dovecot.fresh_user(), folder / "template")
        with other_client(self.template.user):
            pass  # the first sign-in makes the folders
        self.arrange()

    # ── what a scene says ────────────────────────────────────────────────────────────────────────────────────────

    def arrange(self) -> None:
        """Make the template."""
        raise NotImplementedError

    @property
    def at(self) -> datetime:
        """When the life that is killed takes place."""
        return self.now + self.later

    # ── a life ───────────────────────────────────────────────────────────────────────────────────────────────────

    def copy(self) -> Place:
        """A fresh copy of the template."""
        user, state = self.dovecot.fresh_user(), Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copytree(self.template.user.home, user.home, symlinks=True)
        if os.geteuid() == 0:
            owner = self.template.user.home.stat()
            for path in (user.home, *user.home.rglob("*")):
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
        if self.template.state.exists():
            shutil.copytree(self.template.state, state, dirs_exist_ok=True)
        return Place(user, state)

    def live(self, place: Place, at: datetime, *, port: int | None = None, patience: Patience | None = None) -> None:
        """One round of the service at a moment, in this process; by way of a proxy, if there is one."""
        grace = timedelta(seconds=60)
        journal = SqliteJournal(place.state)
        where = {"host": "127.0.0.1", "port": port or place.user.port, "tls": "none", "ca_file": None}
        mailbox = ImapMailbox(server_of(place.user, **where, patience=patience or Patience()), account="home")
        try:
            desk = _desk(mailbox, journal, at, grace)
            for trouble in go_round(desk, Casebook(journal, desk.rules, desk.listener)).troubles:
                raise trouble.error
        finally:
            mailbox.close()
            journal.close()

    def killed(self, place: Place, call: str, number: int, *, after: timedelta = timedelta(0)) -> bool:
        """Live once and be killed at the n-th call of a kind; False when there were fewer, and it lived to its end."""
        return (
            _traced(lambda: self.live(place, self.at + after), f"inject={call}:signal=KILL:when={number}", call)
            == -signal.SIGKILL
        )

    def counts(self) -> dict[str, int]:
        """How many calls of each kind there are in a life that nobody disturbs, once everything is imported."""
        assert self.unbroken.sound
        record = self.folder / "calls"
        place = self.copy()
        assert _traced(lambda: self.live(place, self.at), "", ",".join(CALLS), record) == 0
        names = [line.split("(")[0].split()[-1] for line in record.read_text().splitlines() if "(" in line]
        return {call: names.count(call) for call in CALLS}

    def recovered(self, place: Place) -> End:
        """What there is after the service was started again, twice, and once more an hour later."""
        for later in (timedelta(seconds=62), timedelta(seconds=130), timedelta(minutes=70)):
            self.live(place, self.at + later)
        return self.end(place)

    def end(self, place: Place) -> End:
        """What there is now."""
        journal = SqliteJournal(place.state)
        try:
            desk = _desk(None, journal, self.at, timedelta(seconds=60))
            casebook = Casebook(journal, desk.rules, desk.listener)
            letters = [(letter.purpose.value, _state(letter.latest)) for c in casebook for letter in c.letters]
            return End(
                drafts=tuple(sorted(self._subjects(place))),
                inbox=self._inbox(place),
                candidacies=len(tuple(casebook)),
                letters=tuple(sorted(letters)),
                sound=journal.sound(),
            )
        finally:
            journal.close()

    @cached_property
    def unbroken(self) -> End:
        """The end of a life that nobody disturbs."""
        place = self.copy()
        self.live(place, self.at)
        return self.recovered(place)

    def _subjects(self, place: Place) -> Iterator[str]:
        with other_client(place.user, Folder.DRAFTS) as client:
            _, found = client.search(None, "ALL")
            for number in found[0].split():
                _, data = client.fetch(number, "(BODY.PEEK[HEADER.FIELDS (SUBJECT TO)])")
                assert isinstance(data[0], tuple)
                yield data[0][1].decode()

    def _inbox(self, place: Place) -> str:
        """Every message of the inbox, with its flags, as one hash."""
        whole = sha256()
        with other_client(place.user, Folder.INBOX) as client:
            _, data = client.fetch("1:*", "(UID FLAGS BODY.PEEK[])")
            for part in data:
                for piece in part if isinstance(part, tuple) else (part,):
                    # \Recent says who came first, and is no flag that anybody can set (RFC 3501 section 2.3.2).
                    whole.update((piece or b"").replace(b"\\Recent", b"").replace(b"( ", b"(").replace(b" )", b")"))
        return whole.hexdigest()


class FirstLook(Scene):
    """An invitation lies in the inbox, and the service has never been here: it learns, and writes what is due."""

    name = "first look"

    def arrange(self) -> None:
        self._deliver(self.now - timedelta(hours=3))

    def _deliver(self, start: datetime) -> None:
        invitation = mails.invitation(ME, self.now - timedelta(days=2), start)
        self.dovecot.deliver(self.template.user.address, invitation.as_bytes(policy=SMTP))


class Writing(FirstLook):
    """The invitation is known; the hour has come to write the letter."""

    name = "writing a draft"

    def arrange(self) -> None:
        super().arrange()
        self.live(self.template, self.now - timedelta(hours=4))


class Recovering(Writing):
    """The letter was begun and the service died: its next life has to find out what became of it."""

    name = "recovering"

    def arrange(self) -> None:
        super().arrange()
        record, place = self.folder / "said", self.copy()
        assert _traced(lambda: self.live(place, self.at), "", "sendto", record) == 0
        said = [line for line in record.read_text().splitlines() if "sendto(" in line]
        append = next(index for index, line in enumerate(said, start=1) if "APPEND" in line)
        assert self.killed(self.template, "sendto", append)
        self.later = timedelta(minutes=7)


class Withdrawing(Writing):
    """A draft lies there, the interview is called off: the draft is taken back, the user's own stay."""

    name = "withdrawing a draft"

    def arrange(self) -> None:
        super().arrange()
        self.live(self.template, self.now)
        with other_client(self.template.user) as client:
            client.append(
                "Drafts", r"(\Draft)", "", b"Subject: My own\r\nMessage-ID: <own@example.org>\r\n\r\nHello\r\n"
            )
        off = mails.invitation(ME, self.now, self.now - timedelta(hours=3), sequence=1, method="CANCEL")
        self.dovecot.deliver(self.template.user.address, off.as_bytes(policy=SMTP))


SCENES: Final[tuple[type[Scene], ...]] = (FirstLook, Writing, Recovering, Withdrawing)


def _desk(mailbox: ImapMailbox | None, journal: SqliteJournal, at: datetime, grace: timedelta) -> Desk:
    me = Me(addresses=(ME,), zone="America/New_York", workdays=Workdays())
    return Desk(
        mailboxes=(mailbox,) if mailbox else (),
        journal=journal,
        reader=InProcessReader(me),
        words=MemoryWords(),
        clock=MemoryClock(at),
        me=me,
        persona=ROBIN,
        grace=grace,
    )


def _state(copy: object) -> str:
    state = getattr(copy, "state", None)
    return state.value if isinstance(state, State) else "none"


def _traced(live: Callable[[], None], inject: str, calls: str, record: Path = Path(os.devnull)) -> int:
    """Fork a life, and let strace at it. Returns how it ended: 0, 1 after an exception, or less the signal's number."""
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1))  # strace is no parent of ours
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            live()
        except BaseException:  # noqa: BLE001 - the end of a process that was forked: nobody else would hear of it
            os._exit(1)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    injected = ["-e", inject] if inject else []
    strace = find(STRACE)
    command = [str(strace.executable), "-qq", "-o", str(record), "-e", f"trace={calls}", *injected, "-p", str(child)]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=strace.environment())
    try:
        _wait_for_tracer(child, tracer)
        os.kill(child, signal.SIGCONT)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    finally:
        tracer.terminate()
        tracer.wait()


def _wait_for_tracer(child: int, tracer: subprocess.Popen[bytes]) -> None:
    status = Path(f"/proc/{child}/status")
    for _ in range(2000):
        if "TracerPid:\t0\n" not in status.read_text():
            return
        assert tracer.poll() is None, "strace could not look at the process"
        time.sleep(0.003)
    raise AssertionError("strace did not begin")
