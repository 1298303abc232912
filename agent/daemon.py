"""The loop: look, act, wait for the bell or the next due step. Signals, systemd's notify and watchdog."""

from __future__ import annotations

import os
import random
import signal
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import FrameType
from typing import Protocol

import structlog

from agent.act import act
from agent.casebook import Casebook
from agent.core.agenda import next_moment
from agent.core.candidacy import Candidacy
from agent.core.correspondence import State
from agent.desk import Desk
from agent.errors import Refused, Unreachable
from agent.look import hear_words, look, look_at_mail
from agent.look.drafts import MISSING_FOR_GOOD
from agent.world.ports import Bell

LONGEST_WAIT = 60.0
"""Seconds. Waits are short because a sleeping machine stops our clock, not the user's (I12)."""

LONGEST_BACK_OFF = 300.0
SWEEP = timedelta(minutes=5)
"""A full look at least this often, whatever the bell says (I20)."""

log = structlog.get_logger()


def tick(desk: Desk, casebook: Casebook) -> datetime | None:
    """Look, then do what is due. Returns when the next step comes due or runs out.

    Raises `Unreachable` after everything that could be done was done: what is out of reach does not hold up the rest.
    """
    troubles = look(desk, casebook)
    troubles += act(desk, casebook, lambda: _last_look(desk, casebook))
    for trouble in troubles:
        raise trouble
    return upcoming(desk, casebook)


def upcoming(desk: Desk, casebook: Casebook) -> datetime | None:
    """The next moment at which something is to be done, or to be looked at again."""
    now = desk.clock.now()
    moments = [m for c in (*casebook, casebook.household) if (m := next_moment(casebook.agenda(c), now))]
    moments += [at for candidacy in casebook for at in _draft_moments(desk, candidacy)]
    return min((moment for moment in moments if moment > now), default=None)


def _draft_moments(desk: Desk, candidacy: Candidacy) -> Iterator[datetime]:
    """When a draft that is on its way, or missing, is to be accounted for."""
    for letter in candidacy.letters:
        for copy in letter.copies if letter.sent_at is None else ():
            if copy.state is State.BEGUN:
                yield copy.at + desk.grace
            elif copy.state is State.MISSING and copy.since:
                yield copy.since + MISSING_FOR_GOOD


def _last_look(desk: Desk, casebook: Casebook) -> None:
    """Directly before an inquiry is written, inbox and Sent are read once more (design, promise 4)."""
    for mailbox in desk.mailboxes:
        look_at_mail(desk, casebook, mailbox)


class Lines(Protocol):
    """The connections to servers, as far as the loop has to do with them."""

    def watch(self) -> None:
        """See to it that every mailbox rings the bell; a watch that had to give up begins again."""

    def interrupt(self) -> None:
        """Let whatever waits for a server give up now: the service is asked to stop."""


class Service:
    """The running service: `run` returns when it was asked to stop."""

    def __init__(self, desk: Desk, casebook: Casebook, bell: Bell, lines: Lines) -> None:
        self._desk = desk
        self._casebook = casebook
        self._bell = bell
        self._lines = lines
        self._stopping = False
        self._failures = 0

    def run(self) -> None:
        """Look and act until SIGTERM or SIGINT. A server out of reach is said once and tried again, ever less often."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        notify("READY=1")
        while not self._stopping:
            notify("WATCHDOG=1")
            self._wait(self._once())
        notify("STOPPING=1")

    def _once(self) -> float:
        """One look and everything due. Returns how many seconds to wait at most."""
        try:
            following = tick(self._desk, self._casebook)
        except (Unreachable, Refused) as error:
            return 0.0 if self._stopping else self._backed_off(error)
        self._lines.watch()
        if self._failures:
            log.info("reachable again", after_failures=self._failures)
            notify("STATUS=watching")
            self._failures = 0
        return self._until(following)

    def _backed_off(self, error: Unreachable | Refused) -> float:
        self._failures += 1
        if self._failures == 1:
            log.warning("out of reach, trying again", what=str(error))
            notify(f"STATUS=out of reach: {error}")
        if isinstance(error, Unreachable) and error.retry_after:
            return error.retry_after
        pause: float = min(LONGEST_BACK_OFF, 2.0 ** min(self._failures, 10))
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    def _until(self, following: datetime | None) -> float:
        if following is None:
            return LONGEST_WAIT
        return min(LONGEST_WAIT, max(0.0, (following - self._desk.clock.now()).total_seconds()))

    def _wait(self, seconds: float) -> None:
        """Wait in slices, so that a word of the person's, a signal and the watchdog are always answered."""
        while seconds > 0 and not self._stopping:
            slice_ = min(seconds, LONGEST_WAIT)
            self._bell.wait(slice_)
            notify("WATCHDOG=1")
            if self._failures == 0 or seconds <= slice_:
                return
            hear_words(self._desk, self._casebook)
            seconds -= slice_

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._lines.interrupt()
        self._bell.ring()


def notify(state: str) -> None:
    """Tell systemd (sd_notify(3)): a datagram to $NOTIFY_SOCKET, `@` standing for an abstract socket."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        try:
            sock.sendto(state.encode(), f"\0{path[1:]}" if path.startswith("@") else path)
        except OSError as error:
            log.debug("systemd does not listen", error=error.strerror)
