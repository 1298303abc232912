"""What does not work reaches the user once, by a way that does not need the broken part (I21)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final, Protocol

from agent import compose
from agent.desk import OUTBOX, Desk, PromptBy, Trouble
from agent.errors import NeedsUser, Refused, Unreachable
from agent.world.ports import Folder
from agent.world.troubles import Standing

TOLD_AFTER: Final = timedelta(minutes=10)
"""How long something may be out of reach before the user hears of it. With pauses of five minutes: within fifteen."""
OVER_AFTER: Final = timedelta(hours=2)
"""How long after a refusal it counts as over: what was refused rests for an hour before it is tried again."""


class Troubles(Protocol):
    """Where it is kept what does not work."""

    def read(self) -> tuple[Standing, ...]:
        """What stood there last."""

    def write(self, troubles: Iterable[Standing]) -> None:
        """Put it down."""


class Alarm:
    """Keeps what does not work, and tells the user of it: of each fault once, whatever the number of attempts."""

    def __init__(self, desk: Desk, troubles: Troubles) -> None:
        self._desk = desk
        self._kept = troubles
        self._standing = {(one.part, one.kind): one for one in troubles.read()}
        self._last_refused = {key: desk.clock.now() for key in self._standing}

    @property
    def standing(self) -> tuple[Standing, ...]:
        """What does not work at present."""
        return tuple(self._standing.values())

    def hear(self, troubles: Iterable[Trouble]) -> None:
        """Take in what one round found, tell what is due to be told, and put it down if anything changed."""
        before = dict(self._standing)
        now = {(one.part, type(one.error).__name__): one for one in troubles}
        self._standing = {key: one for key, one in self._standing.items() if key in now or self._lasts(one)}
        for key, trouble in now.items():
            self._standing.setdefault(key, self._begun(trouble))
            self._last_refused[key] = self._desk.clock.now()
        self._tell()
        if self._standing != before:
            self._kept.write(self._standing.values())

    def _begun(self, trouble: Trouble) -> Standing:
        error = trouble.error
        return Standing(
            part=trouble.part,
            kind=type(error).__name__,
            text=str(error),
            mend=error.next,
            since=self._desk.clock.now(),
        )

    def _lasts(self, one: Standing) -> bool:
        """A refusal is not repeated in every round, but stands."""
        age = self._desk.clock.now() - self._last_refused[one.part, one.kind]
        return one.kind == Refused.__name__ and age < OVER_AFTER

    def _tell(self) -> None:
        due = {key: one for key, one in self._standing.items() if not one.told and self._is_due(one)}
        if due and self._brought(tuple(due.values())):
            self._standing |= {key: replace(one, told=True) for key, one in due.items()}

    def _is_due(self, one: Standing) -> bool:
        return one.kind != Unreachable.__name__ or self._desk.clock.now() - one.since >= TOLD_AFTER

    def _brought(self, faults: tuple[Standing, ...]) -> bool:
        """Whether one of the ways that should work brought it to the user."""
        broken = {one.part for one in self._standing.values()}
        for part, bring in self._ways(faults):
            if part in broken:
                continue
            try:
                bring()
            except (Unreachable, Refused, NeedsUser):
                continue
            else:
                return True
        return False

    def _ways(self, faults: tuple[Standing, ...]) -> Iterator[tuple[str, Callable[[], None]]]:
        """The ways to the user, the usual one first. Into the inbox only where that was chosen; Drafts is the last."""
        desk = self._desk
        content = _note(desk, faults)
        if desk.outbox is not None:
            yield OUTBOX, lambda: desk.outbox.send(content) if desk.outbox else None
        folder = Folder.INBOX if desk.prompt_by is PromptBy.INBOX else Folder.DRAFTS
        mailboxes = [(box.account, lambda box=box: box.append(folder, content)) for box in desk.mailboxes]
        if desk.prompt_by is not PromptBy.MAIL:
            yield from mailboxes
        if desk.calendar is not None:
            yield desk.calendar.account, lambda: _into_the_calendar(desk, faults)
        if desk.prompt_by is PromptBy.MAIL:
            yield from mailboxes


def _note(desk: Desk, faults: tuple[Standing, ...]) -> bytes:
    return compose.note(desk, _key(faults), [row for one in faults for row in _rows(one)])


def _into_the_calendar(desk: Desk, faults: tuple[Standing, ...]) -> None:
    uid, content = compose.notice(desk, _key(faults), [row for one in faults for row in _rows(one)])
    if desk.calendar is not None:
        desk.calendar.put(uid, content, etag=None)


def _rows(one: Standing) -> tuple[str, ...]:
    return f"{one.part}: {one.text}", one.mend, f"Since {one.since:%Y-%m-%d %H:%M} UTC.", ""


def _key(faults: tuple[Standing, ...]) -> str:
    """The same faults make the same note, and another one the next time."""
    return "|".join(f"trouble/{one.part}/{one.kind}/{one.since.isoformat()}" for one in faults)
