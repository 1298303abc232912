"""What the collections of a CalDAV server hold, and what changed in one since it was last looked at.

By sync-token where the server gives one (RFC 6578); else by ctag, and by the ETags of everything that lies there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from agent.world import davbodies, ics
from agent.world.bookmark import Mark
from agent.world.dav import CS, Answer, C, D, Resource
from agent.world.ports import Item

AT_ONCE: Final = 50
"""Events fetched with one request: with the largest that are read, twenty-five megabytes would be refused."""
PAGES: Final = 200
"""Answers of which one list of changes may consist; servers cut long ones (RFC 6578 section 3.6)."""

BUSY: Final = frozenset({HTTPStatus.LOCKED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Answers that say nothing about a token."""

Ask = Callable[[str, str, str, int | None], Answer]
"""Method, address, body and depth → an answer that was given; refusals are answers, too."""


class Expired(Exception):
    """A mark means nothing to the server any more: everything has to be looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A calendar that can hold events."""

    address: str
    name: str
    sync: str | None
    ctag: str | None

    @property
    def last_part(self) -> str:
        """The last part of its address."""
        return unquote(urlsplit(self.address).path.rstrip("/").rpartition("/")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed in a collection, by the addresses of the events, and the mark that says so."""

    mark: Mark
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def collections(answer: Answer, home: str) -> Iterator[Collection]:
    """The calendars in a home; what holds only tasks, and what lies on another server, is left out."""
    for one in answer.resources():
        address = located(home, one.href)
        components = one.names(f"{C}supported-calendar-component-set")
        is_calendar = f"{C}calendar" in one.names(f"{D}resourcetype")
        if is_calendar and (not components or "VEVENT" in components) and _is_beside(address, home):
            name = (one.text(f"{D}displayname") or "").strip()
            sync, ctag = one.text(f"{D}sync-token"), one.text(f"{CS}getctag")
            yield Collection(address=f"{address.rstrip('/')}/", name=name, sync=sync, ctag=ctag)


def change(ask: Ask, collection: Collection, mark: Mark | None, since: date | None = None) -> Change:
    """What changed since the mark; without one everything is new that is not over before a day.

    Raises `Expired`, or `Refused` if we may not look.
    """
    if mark is None:
        everything = _everything(ask, collection)
        recent = _not_over(ask, collection, since) if since else None
        return replace(everything, changed=tuple(o for o in everything.changed if recent is None or o in recent))
    if (mark.sync is None) != (collection.sync is None):
        raise Expired
    if mark.sync is not None:
        return Change(mark=mark) if mark.sync == collection.sync else _synchronised(ask, collection, mark.sync)
    if collection.ctag is not None and collection.ctag == mark.ctag:
        return Change(mark=mark)
    had, now = mark.etags or {}, _etags(ask, collection)
    changed = tuple(address for address, etag in now.items() if not etag or had.get(address) != etag)
    return Change(mark=Mark(ctag=collection.ctag, etags=now), changed=changed, gone=tuple(had.keys() - now.keys()))


def contents(ask: Ask, collection: str, addresses: Sequence[str]) -> Iterator[Item]:
    """The events at these addresses. What is gone meanwhile is left out: the next change tells of it."""
    for start in range(0, len(addresses), AT_ONCE):
        # As it stands in an address line: some servers do not find what has a host before it.
        hrefs = [urlsplit(address).path for address in addresses[start : start + AT_ONCE]]
        yield from items(ask("REPORT", collection, davbodies.contents(hrefs), None), collection)


def items(answer: Answer, collection: str) -> Iterator[Item]:
    """The events in an answer, as far as they lie in the collection."""
    for one in _allowed(answer).resources():
        item = _item(one)
        if item is not None and _is_within(located(collection, one.href), collection):
            yield item


def with_uid(ask: Ask, collection: str, uid: str) -> tuple[str, Item] | None:
    """The event with this UID and its address, under whatever name; None also where the server cannot search."""
    answer = ask("REPORT", collection, davbodies.with_uid(uid), 1)
    if not answer.done:
        return None
    found = ((located(collection, one.href), _item(one)) for one in answer.resources())
    return next(((address, item) for address, item in found if item and uid in ics.uids(item.content)), None)


def holds(ask: Ask, collection: str, uid: str) -> bool:
    """Whether an event with this UID lies in the collection; true where the server cannot search."""
    answer = ask("REPORT", collection, davbodies.with_uid(uid), 1)
    return not answer.done or any(uid in ics.uids(item.content) for item in map(_item, answer.resources()) if item)


def located(base: str, href: str) -> str:
    """The address that a server means by an href; blanks that it forgot to escape are escaped."""
    return urljoin(base, quote(href, safe="/%:@!$&'()*+,;=~?[]-._"))


def _everything(ask: Ask, collection: Collection) -> Change:
    if collection.sync is not None:
        try:
            return _synchronised(ask, collection, "")
        except Expired:
            pass  # it names a token and does not take one: nothing is lost by listing names instead
    etags = _etags(ask, collection)
    return Change(mark=Mark(ctag=collection.ctag, etags=etags), changed=tuple(etags))


def _not_over(ask: Ask, collection: Collection, since: date) -> frozenset[str] | None:
    """The addresses of what has an occurrence from a day on; None where the server does not tell."""
    answer = ask("REPORT", collection.address, davbodies.from_day(since), 1)
    if not answer.done:
        return None
    return frozenset(located(collection.address, one.href) for one in answer.resources() if one.is_there)


def _synchronised(ask: Ask, collection: Collection, token: str) -> Change:
    """Changes by sync-token. An expired one is 403 on Radicale, 412 on Xandikos, a fault of its own elsewhere."""
    seen: dict[str, bool] = {}
    for _ in range(PAGES):
        answer = ask("REPORT", collection.address, davbodies.changes(token), 0)
        if answer.status in BUSY:
            raise answer.fault()
        if answer.status != HTTPStatus.MULTI_STATUS or not answer.sync_token:
            raise Expired
        is_cut = False
        for one in answer.resources():
            if one.status == HTTPStatus.INSUFFICIENT_STORAGE:
                is_cut = True
            elif _is_within(address := located(collection.address, one.href), collection.address):
                seen[address] = one.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
        if not is_cut or answer.sync_token == token:
            mark = Mark(sync=answer.sync_token)
            return Change(
                mark=mark,
                changed=tuple(address for address, there in seen.items() if there),
                gone=tuple(address for address, there in seen.items() if not there),
            )
        token = answer.sync_token
    raise Expired


def _etags(ask: Ask, collection: Collection) -> dict[str, str]:
    answer = _allowed(ask("PROPFIND", collection.address, davbodies.NAMES, 1))
    return {
        address: one.text(f"{D}getetag") or ""
        for one in answer.resources()
        if one.is_there and f"{D}collection" not in one.names(f"{D}resourcetype")
        if _is_within(address := located(collection.address, one.href), collection.address)
    }


def _item(one: Resource) -> Item | None:
    content = one.text(f"{C}calendar-data")
    if not one.is_there or not content:
        return None
    etag = one.text(f"{D}getetag") or ""
    return Item(href=readable(one.href), etag=etag, content=ics.crlf(content.encode()))


def readable(href: str) -> str:
    """An address as it is handed out: its path, unescaped."""
    return unquote(urlsplit(href).path)


def _allowed(answer: Answer) -> Answer:
    if not answer.done:
        raise answer.fault()
    return answer


def _is_within(address: str, collection: str) -> bool:
    """Whether it is a member of the collection, and not the collection itself or something elsewhere."""
    folder = unquote(collection)
    return unquote(address).startswith(folder) and unquote(address).rstrip("/") != folder.rstrip("/")


def _is_beside(address: str, home: str) -> bool:
    return urlsplit(address)[:2] == urlsplit(home)[:2]
