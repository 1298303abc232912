"""Calendars in memory, with what people and their calendar programs do to one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Final

from agent.errors import AfterwordError
from agent.world import ics
from agent.world.ports import CalendarNews, Conflict, Item

THEIRS: Final = "personal"
"""The calendar into which events of others come."""
OURS: Final = "interview-follow-up"


class MemoryCalendar:
    """A `Calendar`. While `trouble` is set, everything raises it."""

    def __init__(self, account: str = "calendar", *, ring: Callable[[], None] = lambda: None) -> None:
        self._account = account
        self._ring = ring
        self._contents: dict[str, bytes] = {}
        """Every event by its name: collection, stroke, file."""
        self._versions: dict[str, int] = {}
        self._changes = 0
        self._age = 1
        self.trouble: AfterwordError | None = None

    # ── the port ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def account(self) -> str:
        return self._account

    def news(self, token: str | None, since: date | None = None) -> CalendarNews:
        self._fail()
        age, seen = _opened(token)
        whole = age != self._age
        changed = [href for href, version in self._versions.items() if whole or version > seen]
        there = [href for href in changed if href in self._contents]
        items = tuple(self._item(href) for href in there if not (whole and since and self._is_over(href, since)))
        gone = () if whole else tuple(href for href in changed if href not in self._contents)
        return CalendarNews(token=json.dumps([self._age, self._changes]), items=items, gone=gone, whole=whole)

    def holds(self, uid: str) -> bool:
        self._fail()
        return any(uid in ics.uids(content) for content in self._contents.values())

    def ready(self) -> None:
        self._fail()

    def get(self, uid: str) -> Item | None:
        self._fail()
        href = self._find(uid)
        return self._item(href) if href else None

    def put(self, uid: str, content: bytes, *, etag: str | None) -> str | Conflict:
        there = self.get(uid)
        if etag is None and there is not None:
            return Conflict.EXISTS
        if etag is not None and there is None:
            return Conflict.GONE
        if there is not None and there.etag != etag:
            return Conflict.CHANGED
        return self._store(there.href if there else f"{OURS}/{ics.file_name(uid)}", content)

    def delete(self, uid: str, *, etag: str) -> Conflict | None:
        there = self.get(uid)
        if there is None:
            return Conflict.GONE
        if there.etag != etag:
            return Conflict.CHANGED
        self._drop(there.href)
        return None

    def close(self) -> None:
        """Nothing is held open."""

    # ── what people do ───────────────────────────────────────────────────────────────────────────────────────────

    def receive(self, name: str, content: bytes, *, collection: str = THEIRS) -> str:
        """An event comes into one of the user's calendars under a name, or changes there. Returns where it lies."""
        href = f"{collection}/{name}"
        self._store(href, content)
        self._ring()
        return href

    def lose(self, href: str) -> None:
        """An event disappears: deleted by the user, or cancelled by who sent it."""
        self._drop(href)
        self._ring()

    def edit(self, uid: str, content: bytes) -> None:
        """The user changes a reminder."""
        self._store(self._known(uid), content)
        self._ring()

    def dismiss(self, uid: str) -> None:
        """The user presses Dismiss on a reminder's alarm: Thunderbird notes that in the event, and changes no more."""
        mark = b"X-MOZ-LASTACK:20260304T120000Z\r\nEND:VEVENT"
        self.edit(uid, self._contents[self._known(uid)].replace(b"END:VEVENT", mark, 1))

    def remove(self, uid: str) -> None:
        """The user deletes a reminder."""
        self.lose(self._known(uid))

    def rename(self, uid: str, name: str) -> None:
        """A program that keeps the user's calendars in step stores a reminder under a name of its own."""
        href = self._known(uid)
        self._store(f"{OURS}/{name}", self._contents[href])
        self.lose(href)

    def forget_tokens(self) -> None:
        """The server forgets what it told before: every token means nothing any more."""
        self._age += 1

    def contents(self, collection: str = OURS) -> tuple[bytes, ...]:
        """What somebody else sees in a calendar."""
        return tuple(content for href, content in self._contents.items() if href.startswith(f"{collection}/"))

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def _item(self, href: str) -> Item:
        content = self._contents[href]
        return Item(href=href, etag=_etag(content), content=content)

    def _is_over(self, href: str, before: date) -> bool:
        return ics.is_over(self._contents[href], before)

    def _find(self, uid: str) -> str | None:
        usual = f"{OURS}/{ics.file_name(uid)}"
        if usual in self._contents:
            return usual
        ours = [href for href in self._contents if href.startswith(f"{OURS}/")]
        return next((href for href in ours if uid in ics.uids(self._contents[href])), None)

    def _known(self, uid: str) -> str:
        href = self._find(uid)
        if href is None:
            raise KeyError(uid)
        return href

    def _store(self, href: str, content: bytes) -> str:
        self._contents[href] = ics.crlf(content)
        self._versions[href] = self._changed()
        return _etag(self._contents[href])

    def _drop(self, href: str) -> None:
        del self._contents[href]
        self._versions[href] = self._changed()

    def _changed(self) -> int:
        self._changes += 1
        return self._changes


def _etag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _opened(token: str | None) -> tuple[int, int]:
    try:
        age, seen = json.loads(token or "[0, 0]")
        return int(age), int(seen)
    except (ValueError, TypeError):
        return 0, 0
