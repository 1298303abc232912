"""The loop: look, act, wait for the bell or the next due step. Signals, systemd's notify and watchdog."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import FrameType
from typing import Protocol

import structlog

from agent.act import act
from agent.act.alarm import Alarm, Troubles
from agent.casebook import Casebook
from agent.core.agenda import next_moment
from agent.core.candidacy import Candidacy
from agent.core.correspondence import State
from agent.desk import Desk, Trouble
from agent.errors import NeedsUser, Refused, Unreachable
from agent.look import hear_words, look, look_at_mail
from agent.look.drafts import MISSING_FOR_GOOD
from agent.world.ports import Bell

LONGEST_WAIT = 60.0
"""Seconds between two full looks, whatever the bell says (I20 asks for five minutes). A sleeping machine stops our
clock, not the user's (I12)."""

LONGEST_BACK_OFF = 60.0
"""Seconds: what was out of reach is found again within a minute (I19), unless the server asks for longer."""
TIME_TO_GIVE_UP = 1.5
"""Seconds after SIGTERM in which what is under way may end by itself. Two seconds are allowed in all."""
A_NAP = 30.0
"""Seconds by which the wall clock is ahead of the steady one after the machine slept."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Round:
    """One look and everything due: when something is to be done next, and what did not do what it should."""

    following: datetime | None
    troubles: tuple[Trouble, ...] = ()


def tick(desk: Desk, casebook: Casebook) -> datetime | None:
    """Look, then do what is due. Returns when the next step comes due or runs out.

    Raises what is wrong after everything that could be done was done: what is out of reach does not hold up the rest.
    """
    done = go_round(desk, casebook)
    for trouble in done.troubles:
        if not isinstance(trouble.error, Refused):  # that is parked, and shown
            raise trouble.error
    return done.following


def go_round(desk: Desk, casebook: Casebook) -> Round:
    """Look, then do what is due, account by account."""
    troubles = look(desk, casebook)
    accounts = {mailbox.account for mailbox in desk.mailboxes}
    unread = {trouble.part for trouble in troubles} & accounts
    troubles += act(desk, casebook, lambda: _last_look(desk, casebook), unread)
    return Round(upcoming(desk, casebook), troubles)


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

    def renew(self) -> None:
        """Make every connection anew: the machine slept, and what was open may be so on our side only."""

    def interrupt(self) -> None:
        """Let whatever waits for a server give up now: the service is asked to stop."""


class _Stopped(BaseException):
    """What was under way did not give up by itself. Nothing is lost by it: it is as if the machine had gone off."""


class Service:
    """The running service: `run` returns when it was asked to stop."""

    def __init__(self, desk: Desk, casebook: Casebook, bell: Bell, lines: Lines, troubles: Troubles) -> None:
        self._desk = desk
        self._casebook = casebook
        self._bell = bell
        self._lines = lines
        self._alarm = Alarm(desk, troubles)
        self._stopping = False
        self._failures = 0
        self._blind = False
        """Whether a mailbox is out of reach: then its watch, which rings as often as it tries, is not listened to."""
        self._clocks = _clocks()

    def run(self) -> None:
        """Look and act until SIGTERM or SIGINT. A server out of reach is said once and tried again, ever less often.

        Raises `NeedsUser` when only the user can help, after the user was told by whatever way still works.
        """
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        signal.signal(signal.SIGALRM, self._give_up)
        notify("READY=1")
        try:
            while not self._stopping:
                notify("WATCHDOG=1")
                self._wait(self._once())
        except _Stopped:
            log.info("stopped in the middle of something")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        notify("STOPPING=1")

    def _once(self) -> float:
        """One look and everything due. Returns how many seconds to wait at most."""
        self._notice_sleep()
        try:
            done = go_round(self._desk, self._casebook)
        except NeedsUser as error:  # the journal's: everything else is somebody's trouble
            done = Round(None, (Trouble("journal", error),))
        if self._stopping:
            return 0.0
        self._alarm.hear(done.troubles)
        for trouble in done.troubles:
            if isinstance(trouble.error, NeedsUser):
                notify(f"STATUS=needs you: {trouble.error}")
                raise trouble.error
        self._lines.watch()
        accounts = {mailbox.account for mailbox in self._desk.mailboxes}
        self._blind = any(trouble.part in accounts for trouble in done.troubles)
        unreachable = [one.error for one in done.troubles if isinstance(one.error, Unreachable)]
        if unreachable:
            return min(self._backed_off(unreachable), self._until(done.following))
        self._recovered()
        return self._until(done.following)

    def _recovered(self) -> None:
        if self._failures:
            log.info("reachable again", after_failures=self._failures)
            notify("STATUS=watching")
            self._failures = 0

    def _notice_sleep(self) -> None:
        """A machine that slept: the wall clock went on, the monotonic one did not (CPython issue 106940)."""
        before, self._clocks = self._clocks, _clocks()
        slept = (self._clocks[0] - before[0]) - (self._clocks[1] - before[1])
        if slept > A_NAP:
            log.info("the machine slept, or its clock was set", seconds=round(slept))
            self._lines.renew()

    def _backed_off(self, errors: Sequence[Unreachable]) -> float:
        self._failures += 1
        if self._failures == 1:
            log.warning("out of reach, trying again", what=str(errors[0]))
            notify(f"STATUS=out of reach: {errors[0]}")
        if asked := max(error.retry_after or 0.0 for error in errors):
            return asked
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
            if not self._blind or seconds <= slice_:
                return
            hear_words(self._desk, self._casebook)
            seconds -= slice_

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._lines.interrupt()
        self._bell.ring()
        signal.setitimer(signal.ITIMER_REAL, TIME_TO_GIVE_UP)

    def _give_up(self, _signal: int, _frame: FrameType | None) -> None:
        """A request that waits for a server which does not answer is left."""
        if self._stopping:
            raise _Stopped


def _clocks() -> tuple[float, float]:
    return time.time(), time.monotonic()


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
