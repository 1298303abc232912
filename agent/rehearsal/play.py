"""A mailbox played through a fast clock: the service's own code over a world that lets time pass.

Between two moments nothing can happen, so the clock jumps to the next one: a message that arrives, a word of the
user's, a step that comes due or runs out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.casebook import Casebook
from agent.daemon import tick
from agent.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens in the world at a moment."""

    at: datetime
    happen: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A world, what happens in it, and a user who answers: `respond(now)` does what the user does by now and says when
    the user does something next.
    """

    desk: Desk
    casebook: Casebook
    events: Sequence[Event]
    set_clock: Callable[[datetime], None]
    respond: Callable[[datetime], datetime | None] = lambda _now: None

    def until(self, end: datetime) -> None:
        """Let everything happen at its moment, and the service do what it does, up to a moment."""
        waiting = sorted(self.events, key=lambda event: event.at)
        while True:
            now = self.desk.clock.now()
            while waiting and waiting[0].at <= now:
                waiting.pop(0).happen()
            self.respond(now)
            following = tick(self.desk, self.casebook)
            theirs = self.respond(now)
            moments = [m for m in (following, theirs, waiting[0].at if waiting else None) if m]
            if not moments or min(moments) > end:
                return
            self.set_clock(min(moments))
