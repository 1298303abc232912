"""Reminders mailed to the user as invitations from the user, for calendars that cannot be reached from here.

What was mailed is kept in a folder of this machine; what becomes of it in the user's calendar is not seen. A reminder
is mailed first and recorded then: after a crash in between it is mailed a second time, with the UID and SEQUENCE by
which every calendar knows that it has it already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from agent.core.people import Person
from agent.world.ports import Calendar, CalendarNews, Conflict, Item, Outbox
from agent.writing import imip


class MailedCalendar:
    """A `Calendar` that is written to by mail. `record` is where what was mailed is kept."""

    def __init__(self, record: Calendar, outbox: Outbox, user: Person, now: Callable[[], datetime]) -> None:
        self._record = record
        self._outbox = outbox
        self._user = user
        self._now = now

    @property
    def account(self) -> str:
        return self._record.account

    def news(self, token: str | None, since: date | None = None) -> CalendarNews:
        return self._record.news(token, since)

    def holds(self, uid: str) -> bool:
        return self._record.holds(uid)

    def ready(self) -> None:
        self._record.ready()

    def get(self, uid: str) -> Item | None:
        return self._record.get(uid)

    def put(self, uid: str, content: bytes, *, etag: str | None) -> str | Conflict:
        there = self._record.get(uid)
        if conflict := _conflict(there, etag):
            return conflict
        self._mail(content, "REQUEST")
        return self._record.put(uid, content, etag=etag)

    def delete(self, uid: str, *, etag: str) -> Conflict | None:
        there = self._record.get(uid)
        if there is None or there.etag != etag:
            return _conflict(there, etag)
        self._mail(there.content, "CANCEL")
        return self._record.delete(uid, etag=etag)

    def close(self) -> None:
        self._record.close()

    def _mail(self, content: bytes, method: imip.Method) -> None:
        domain = (self._user.address or "").rpartition("@")[2]
        self._outbox.send(imip.message(content, method, user=self._user, domain=domain, date=self._now()))


def _conflict(there: Item | None, etag: str | None) -> Conflict | None:
    if etag is None:
        return Conflict.EXISTS if there else None
    if there is None:
        return Conflict.GONE
    return None if there.etag == etag else Conflict.CHANGED
