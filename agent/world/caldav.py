"""The user's calendars on a CalDAV server; our reminders in a collection of their own.

How a server is asked is in `davline`, what changed in a collection in `davchanges`; here is what a calendar of ours
means: which collection is ours, conditions on writes, and what refusals of them say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world import bookmark, davbodies, ics
from agent.world.bookmark import Bookmark, Mark
from agent.world.dav import Answer
from agent.world.davchanges import (
    Collection,
    Expired,
    change,
    collections,
    contents,
    holds,
    items,
    readable,
    with_uid,
)
from agent.world.davhome import find_home
from agent.world.davline import DavLine
from agent.world.ports import CalendarNews, Conflict, Item
from agent.world.transport import Patience

_EVENT: Final = "text/calendar; charset=utf-8"


class CalDavCalendar:
    """A `Calendar` on a server. `url` may be the server's, the user's or a calendar's own address.

    `password` is asked for whenever a connection begins. `collection` is the name that people see; it is made when
    the first reminder is written, if `makes` says that the user agreed. Raises `NeedsUser` at once when `url` is no
    address to give a password to.
    """

    def __init__(  # noqa: PLR0913 - one for each thing that the settings name
        self,
        url: str,
        *,
        account: str,
        user: str | None = None,
        password: Callable[[], str] | None = None,
        collection: str = ics.OURS,
        makes: bool = True,
        ca_file: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._account = account
        self._url = url
        self._collection = collection
        self._makes = makes
        self._line = DavLine(url, user, password, ca_file=ca_file, patience=patience or Patience())
        self._ask = self._line.ask
        self._home: str | None = None
        self._ours: str | None = None
        self._met = False
        """Whether the calendars were seen at least once: then they are not the settings' mistake."""
        self._elsewhere: dict[str, str] = {}
        """Reminders of ours that another program keeps under another name: UID → address."""

    @property
    def account(self) -> str:
        return self._account

    def news(self, token: str | None, since: date | None = None) -> CalendarNews:
        had, found = bookmark.opened(token), self._collections()
        if had is not None and had.keys() <= found.keys():
            try:
                return self._news(found, had, since, whole=False)
            except Expired:
                pass
        return self._news(found, {}, since, whole=True)

    def holds(self, uid: str) -> bool:
        return any(holds(self._ask, address, uid) for address in self._collections())

    def ready(self) -> None:
        if self._find_ours() is None and not self._makes:
            raise Refused(ics.missing(self._collection))

    def get(self, uid: str) -> Item | None:
        ours = self._find_ours()
        if ours is None:
            return None
        answer = self._ask("REPORT", ours, davbodies.contents([urlsplit(ours).path + ics.file_name(uid)]), None)
        if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            return None  # the user has removed the whole collection
        for item in items(answer, ours):
            self._elsewhere.pop(uid, None)
            return item
        found = with_uid(self._ask, ours, uid)
        if found is None:
            return None
        self._elsewhere[uid], item = found
        return item

    def put(self, uid: str, content: bytes, *, etag: str | None) -> str | Conflict:
        return self._create(uid, content) if etag is None else self._change(uid, content, etag)

    def delete(self, uid: str, *, etag: str) -> Conflict | None:
        address = self._address(uid)
        if address is None:
            return Conflict.GONE
        answer = self._ask("DELETE", address, "", None, {"If-Match": _strong(etag)})
        return None if answer.done else self._conflict(uid, answer)

    def close(self) -> None:
        self._line.close()

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _news(self, found: Mapping[str, Collection], had: Bookmark, since: date | None, *, whole: bool) -> CalendarNews:
        """One calendar that may not be looked into does not hide the others; when none may be, that is said."""
        marks: dict[str, Mark] = {}
        told: list[Item] = []
        gone: list[str] = []
        hidden = 0
        for address, collection in found.items():
            try:
                changed = change(self._ask, collection, had.get(address), since)
                told.extend(contents(self._ask, address, changed.changed))
            except Refused:
                hidden += 1
                marks.update({address: had[address]} if address in had else {})
                continue
            marks[address] = changed.mark
            gone.extend(readable(one) for one in changed.gone)
        if hidden == len(found) > 0:
            raise Unreachable(f"{self._line.name} lets us look into none of its {hidden} calendars")
        return CalendarNews(token=bookmark.written(marks), items=tuple(told), gone=tuple(gone), whole=whole)

    def _collections(self) -> dict[str, Collection]:
        """The user's calendars by their address; the one that is ours is remembered."""
        home = self._home or self._find_home()
        answer = self._ask("PROPFIND", home, davbodies.COLLECTIONS, 1)
        if not answer.done:
            self._home = None
            raise answer.fault() if answer.later else Unreachable(f"{self._line.name} has moved its calendars")
        self._home, self._met = home, True
        found = {one.address: one for one in collections(answer, home)}
        self._ours = self._recognised(found.values())
        return found

    def _recognised(self, found: Iterable[Collection]) -> str | None:
        """Our collection: the one that lies where we would make it, else the one that has its name."""
        last_part = ics.slug(self._collection)
        at = [one.address for one in found if one.last_part == last_part]
        named = sorted(one.address for one in found if one.name.casefold() == self._collection.casefold())
        return next(iter([*at, *named]), None)

    def _find_home(self) -> str:
        home = find_home(self._ask, self._url)
        if home is None:
            said = f"{self._line.name} has no calendars at the address that the settings name"
            raise Unreachable(said) if self._met else NeedsUser(said)
        return home

    def _find_ours(self) -> str | None:
        if self._ours is None:
            self._collections()
        return self._ours

    def _address(self, uid: str) -> str | None:
        """Where a reminder lies, or would."""
        ours = self._find_ours()
        return None if ours is None else self._elsewhere.get(uid, ours + ics.file_name(uid))

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _create(self, uid: str, content: bytes) -> str | Conflict:
        for _ in range(2):
            address = (self._find_ours() or self._make_ours()) + ics.file_name(uid)
            answer = self._ask("PUT", address, content.decode(), None, {"If-None-Match": "*", "Content-Type": _EVENT})
            if answer.done:
                return self._etag(uid, answer)
            if answer.uid_is_taken or answer.status == HTTPStatus.PRECONDITION_FAILED:
                return Conflict.EXISTS
            if answer.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}:
                raise answer.fault()
            self._ours = None  # the user has removed the whole collection: it is made once more
        raise Refused(f"{self._line.name} refused: the calendar “{self._collection}” is not there although it was made")

    def _change(self, uid: str, content: bytes, etag: str) -> str | Conflict:
        address = self._address(uid)
        if address is None:
            return Conflict.GONE
        answer = self._ask("PUT", address, content.decode(), None, {"If-Match": _strong(etag), "Content-Type": _EVENT})
        return self._etag(uid, answer) if answer.done else self._conflict(uid, answer)

    def _conflict(self, uid: str, answer: Answer) -> Conflict:
        """Why a condition on something that was there did not hold: servers say the same when it is gone."""
        if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            return Conflict.GONE
        if answer.status in {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.CONFLICT} and not answer.uid_is_taken:
            return Conflict.CHANGED if self.get(uid) is not None else Conflict.GONE
        raise answer.fault()

    def _etag(self, uid: str, answer: Answer) -> str | Conflict:
        if answer.etag is not None:
            return answer.etag
        item = self.get(uid)
        return item.etag if item is not None else Conflict.GONE

    def _make_ours(self) -> str:
        """Make the collection of our reminders. Whether it was made is seen by looking, not by what was answered."""
        self.ready()
        home = self._home or self._find_home()
        status = self._line.make_calendar(home, self._collection, ics.slug(self._collection))
        self._collections()
        if self._ours is None:
            if status == HTTPStatus.FORBIDDEN:
                raise Refused(
                    f"{self._line.name} does not let us make the calendar “{self._collection}”: please make it"
                )
            raise Answer(server=self._line.name, status=status).fault()
        return self._ours


def _strong(etag: str) -> str:
    """An ETag for a condition: those take no weak ones (RFC 9110 section 13.1.1), and some proxies weaken them."""
    return etag.removeprefix("W/")
