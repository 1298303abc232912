"""Watching a mailbox: a thread of its own, a connection of its own where it is on a server, and a bell that it rings.

It carries no news. Whoever hears it looks for himself, by UID; what a server says of a folder is only a reason to look.
Every new connection rings once, for what came while there was none.

How soon a server tells is its own affair. Dovecot 2.3 gathers changes for half a second before it tells of them, by
NOTIFY as by IDLE (NOTIFY_DELAY_MSECS in its sources; measured 496 to 508 ms in all forms of NOTIFY); only a command
makes it tell at once, and asking twice a second is what this is there to avoid.
"""

from __future__ import annotations

import imaplib
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from agent.errors import AfterwordError, Bug, NeedsUser, Unreachable
from agent.world.faults import fault
from agent.world.folders import found, listed
from agent.world.guard import Guard, quoted
from agent.world.ports import Folder
from agent.world.session import Server, Session, sign_in

RENEWED_AFTER: Final = 240.0
"""Seconds after which an IDLE is renewed. Servers may drop one after 30 minutes (RFC 2177), some do after five."""
NO_IDLE_PAUSE: Final = 60.0
"""Seconds between two questions to a server that tells nothing by itself."""
LONGEST_PAUSE: Final = 60.0
"""Seconds between two attempts at most, unless the server asks for more (I19)."""
STEADY_AFTER: Final = 30.0
"""Seconds after which a connection counts as a good one: the next pause is a short one again."""
SHORTEST_WAIT: Final = 20.0
"""Seconds below which an ending is no habit of a server's, but trouble."""
A_HABIT: Final = 2
"""Endings after the same time that make a habit."""
WATCHED: Final = (Folder.INBOX, Folder.SENT, Folder.DRAFTS)

_COUNT = re.compile(rb"\b(?:MESSAGES|UIDNEXT) \d+")
_TELLING: Final = frozenset({"EXISTS", "EXPUNGE", "FETCH", "VANISHED"})


def pauses(chance: Callable[[], float] = random.random) -> Iterator[float]:
    """Seconds to wait before each attempt: 1, 2, 4 … 60, less up to half by chance, so that not all come at once."""
    longest = 1.0
    while True:
        yield max(1.0, longest * (1 - chance() / 2))
        longest = min(longest * 2, LONGEST_PAUSE)


class Wake:
    """A pipe that ends a wait in another thread."""

    def __init__(self) -> None:
        self.readable, self._writable = os.pipe()
        self._gone = threading.Event()

    def up(self) -> None:
        """End the wait now, and every wait from now on."""
        if not self._gone.is_set():
            self._gone.set()
            os.write(self._writable, b"x")

    @property
    def is_up(self) -> bool:
        """Whether it is over."""
        return self._gone.is_set()

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until it is over."""
        self._gone.wait(seconds)


class ImapWatch:
    """Rings `ring` (in its own thread) when an IMAP mailbox may have changed.

    NOTIFY (RFC 5465) tells of the inbox, Sent and Drafts; where there is only IDLE, it is the inbox that is told of.
    `trouble` is what keeps it from watching at present. What only the user can mend ends it: `start` begins anew.
    """

    def __init__(self, server: Server, ring: Callable[[], None], *, renewed_after: float = RENEWED_AFTER) -> None:
        self._server = server
        self._ring = ring
        self._renewed_after = renewed_after
        self._thread: threading.Thread | None = None
        self._wake = Wake()
        self._session: Session | None = None
        self._endings: list[float] = []
        self._quiet_since = 0.0
        self.trouble: AfterwordError | None = None

    @property
    def renewed_after(self) -> float:
        """Seconds after which a wait is renewed: fewer for a server that was seen to end quiet ones sooner."""
        return self._renewed_after

    def start(self) -> None:
        """Watch, if it does not already."""
        if not self.is_running:
            self._thread = threading.Thread(target=self._run, name=f"watch {self._server.host}", daemon=True)
            self._thread.start()

    def renew(self) -> None:
        """Let the connection go, and make another: nobody knows whether the other side still has it."""
        self._quiet_since = 0.0
        if (session := self._session) is not None:
            session.wire.interrupt()

    def stop(self) -> None:
        """Stop within a second. A connection that is just being made is left to die with the process."""
        self._wake.up()
        if (session := self._session) is not None:
            session.wire.interrupt()
        if self._thread is not None:
            self._thread.join(timeout=1)

    @property
    def is_running(self) -> bool:
        """Whether it watches, or will as soon as it can."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_watching(self) -> bool:
        """Whether there is a connection that would ring."""
        return self._session is not None and self.trouble is None

    def _run(self) -> None:
        """Watch until it is over; what ends it otherwise is kept in `trouble`, and rung for."""
        try:
            self._watch()
        except Exception as error:  # noqa: BLE001 - the end of a thread: nobody else would ever hear of it
            self.trouble = Bug(f"watching {self._server.name} ended with {type(error).__name__}")
            self._ring()

    def _watch(self) -> None:
        waiting = pauses()
        while not self._wake.is_up:
            began = time.monotonic()
            try:
                self._watch_once()
            except (NeedsUser, Bug) as problem:
                self.trouble = problem
                return
            except AfterwordError as problem:
                self.trouble = problem
            if time.monotonic() - began > STEADY_AFTER:
                waiting = pauses()
            self._wake.sleep(max(next(waiting), _retry_after(self.trouble)))

    def _learn(self) -> None:
        """A connection ended in the middle of a wait. Twice after much the same time is a habit of the server's."""
        lasted = time.monotonic() - self._quiet_since
        self._endings = [*self._endings[-1:], lasted]
        shortest, longest = min(self._endings), max(self._endings)
        if len(self._endings) == A_HABIT and shortest >= SHORTEST_WAIT and longest - shortest < longest / 10:
            self._renewed_after = min(self._renewed_after, shortest * 0.8)

    def _watch_once(self) -> None:
        self._quiet_since = 0.0
        session = self._session = sign_in(self._server, Guard())
        try:
            self._tell_of(session)
        except (OSError, imaplib.IMAP4.error) as error:
            if not self._wake.is_up:
                if isinstance(error, imaplib.IMAP4.abort | ConnectionError) and self._quiet_since:
                    self._learn()
                raise fault(error, self._server.name) from error
        finally:
            self._session = None
            session.wire.shutdown()

    def _tell_of(self, session: Session) -> None:
        names = found(listed(session), self._server.folders, self._server.name)
        for folder, name in names.items():
            session.guard.know(folder, name)
        for told in self._tellings(session, names):
            self.trouble = None
            if self._wake.is_up:
                return
            if told:
                self._ring()
            self._quiet_since = time.monotonic()

    def _tellings(self, session: Session, names: dict[Folder, bytes]) -> Iterator[bool]:
        if session.can("NOTIFY"):
            watched = " ".join(quoted(names[folder]) for folder in WATCHED)
            yield from notified(session, watched, self._renewed_after, self._wake.readable)
        examine(session, names[Folder.INBOX])
        yield True  # only now: what comes from here on will be told
        if session.can("IDLE"):
            while True:
                yield idled(session, self._renewed_after, self._wake.readable)
        while True:
            self._wake.sleep(min(NO_IDLE_PAUSE, self._renewed_after))
            session.wire.noop()
            yield session.wire.untagged_responses.pop("EXISTS", None) is not None


def _retry_after(problem: AfterwordError | None) -> float:
    return (problem.retry_after or 0.0) if isinstance(problem, Unreachable) else 0.0


def examine(session: Session, name: bytes) -> None:
    """Open a folder for looking."""
    typ, data = session.wire.select(quoted(name), readonly=True)
    if typ != "OK":
        raise imaplib.IMAP4.error(f"select failed: {data[-1]!r}")


def idled(session: Session, seconds: float, wake: int) -> bool:
    """One IDLE: until something is told (True), so many seconds have passed, or `wake` can be read.

    What the server says in the same breath as `+ idling` counts: it is the mail that came since the last look.
    """
    wire = session.wire
    wire.untagged_responses.clear()
    if not wire.begin_idle():
        wire.heard(seconds, wake)
    wire.end_idle()
    return not _TELLING.isdisjoint(wire.untagged_responses)


def notified(session: Session, watched: str, seconds: float, wake: int) -> Iterator[bool]:
    """NOTIFY for folders that need not be open: each telling, and False at each sign of life. Ends if it is refused.

    It is said once a connection: a Dovecot (2.3) that hears it again keeps everything to itself until the next command.
    """
    wire = session.wire
    known: dict[bytes, tuple[bytes, ...]] = {}
    wanted = f"SET STATUS (MAILBOXES ({watched}) (MessageNew MessageExpunge))"
    typ, _ = wire._simple_command("NOTIFY", wanted)  # noqa: SLF001 - imaplib knows no NOTIFY
    if typ != "OK":
        return
    while True:
        yield _changed(session, known)
        if wire.heard(seconds, wake):
            wire.told()
        else:
            wire.noop()
        if "NOTIFICATIONOVERFLOW" in wire.untagged_responses:  # it tells no more (RFC 5465 section 5.8)
            raise Unreachable(f"{session.server.name} has too much to tell")


def _changed(session: Session, known: dict[bytes, tuple[bytes, ...]]) -> bool:
    """Whether STATUS tells of a folder with other counts than last time; Dovecot tells everything twice."""
    changed = False
    for line in session.wire.untagged_responses.pop("STATUS", []):
        name, _, state = (line if isinstance(line, bytes) else b" ".join(line)).rpartition(b"(")
        counts = tuple(_COUNT.findall(state))
        changed = changed or known.get(name) != counts
        known[name] = counts
    return changed
