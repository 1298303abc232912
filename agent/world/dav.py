"""What a WebDAV server answers, taken apart, and what its refusals mean (RFC 4918, RFC 4791, RFC 6578).

Every answer to one of many resources stands for itself: a single one that the server cannot show does not hide the
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol

from agent.errors import AfterwordError, NeedsUser, Refused, Unreachable

D: Final = "{DAV:}"
C: Final = "{urn:ietf:params:xml:ns:caldav}"
CS: Final = "{http://calendarserver.org/ns/}"

SECONDS_AFTER_LOCKED: Final = 60.0
SECONDS_AFTER_TOO_MANY: Final = 300.0
LONGEST_RETRY: Final = 24 * 3600.0
"""Seconds. A server that asks for more patience than a day is asked again all the same."""

_DONE: Final = range(200, 300)
_UID_TAKEN: Final = frozenset({f"{C}no-uid-conflict", f"{C}unique-scheduling-object-resource"})
_LATER: Final = frozenset({HTTPStatus.LOCKED, HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600)})
_LATER_NEVER: Final = frozenset({HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.INSUFFICIENT_STORAGE})
_NO: Final[Mapping[int, str]] = {
    HTTPStatus.FORBIDDEN: "it does not permit it",
    HTTPStatus.NOT_FOUND: "there is no such calendar",
    HTTPStatus.METHOD_NOT_ALLOWED: "it cannot do that",
    HTTPStatus.CONFLICT: "the calendar is not there",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "the event is too large for it",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "it does not take this kind of event",
    HTTPStatus.INSUFFICIENT_STORAGE: "it has no room left",
}


class Element(Protocol):
    """An element of the tree that the CalDAV library's parser has built."""

    tag: object
    text: str | None

    def iterfind(self, path: str) -> Iterator[Element]:
        """The elements at a path."""

    def find(self, path: str) -> Element | None:
        """The first of them."""

    def get(self, name: str) -> str | None:
        """An attribute."""

    def __iter__(self) -> Iterator[Element]: ...


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource in a multistatus: its address as the server writes it, and the properties that it has."""

    href: str
    status: int
    properties: Mapping[str, Element]

    @property
    def is_there(self) -> bool:
        """Whether the server speaks of something that exists and can be read."""
        return self.status in _DONE

    def text(self, name: str) -> str | None:
        """A property's text."""
        found = self.properties.get(name)
        return found.text if found is not None else None

    def names(self, name: str) -> frozenset[str]:
        """The names of the elements in a property, or of the components that they name."""
        found = self.properties.get(name)
        return frozenset(child.get("name") or str(child.tag) for child in found) if found is not None else frozenset()

    def address(self, name: str) -> str | None:
        """The address in a property."""
        found = self.properties.get(name)
        href = found.find(f"{D}href") if found is not None else None
        return href.text.strip() if href is not None and href.text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A server's answer to one request."""

    server: str
    """What it is called in a sentence."""
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    tree: Element | None = None
    conditions: frozenset[str] = frozenset()
    """What the server says was not fulfilled (RFC 4918 section 16)."""
    retry_after: float | None = None

    @property
    def done(self) -> bool:
        """Whether it did what was asked."""
        return self.status in _DONE

    @property
    def later(self) -> bool:
        """Whether it refused for now only."""
        return self.status in _LATER and self.status not in _LATER_NEVER

    @property
    def uid_is_taken(self) -> bool:
        """Whether it refused because an event with this UID lies there under another name.

        Radicale says so with 409, Xandikos with 412, Cyrus with 403.
        """
        return bool(self.conditions & _UID_TAKEN)

    @property
    def etag(self) -> str | None:
        """The ETag of what was written; servers that changed it on the way give none (RFC 4791 section 5.3.4)."""
        return self.headers.get("ETag") or None

    @property
    def sync_token(self) -> str | None:
        """How far this answer tells the changes of a collection."""
        found = self.tree.find(f"{D}sync-token") if self.tree is not None else None
        return found.text if found is not None else None

    def resources(self) -> tuple[Resource, ...]:
        """What a multistatus says of each resource."""
        if self.tree is None or self.tree.tag != f"{D}multistatus":
            raise Unreachable(f"{self.server} answers with something that is not about calendars")
        return tuple(one for response in self.tree.iterfind(f"{D}response") for one in _resources(response))

    def fault(self) -> AfterwordError:
        """The error to raise when it did not do what was asked. Its own words are left out: they may name somebody."""
        status = self.status
        retry = min(self.retry_after, LONGEST_RETRY) if self.retry_after is not None else None
        if status == HTTPStatus.UNAUTHORIZED:
            return NeedsUser(f"{self.server} does not accept the user name and password: renew the password")
        if status == HTTPStatus.LOCKED:
            return Unreachable(f"{self.server} has it locked for now", retry_after=retry or SECONDS_AFTER_LOCKED)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return Unreachable(f"{self.server} was asked too often", retry_after=retry or SECONDS_AFTER_TOO_MANY)
        if self.later:
            return Unreachable(f"{self.server} has a fault of its own ({status})", retry_after=retry)
        return Refused(f"{self.server} refused: {_NO.get(status, 'it gave no reason that is known')} ({status})")


def conditions(tree: Element | None) -> frozenset[str]:
    """The conditions named in an error's body."""
    if tree is None or tree.tag != f"{D}error":
        return frozenset()
    return frozenset(child.tag for child in tree if isinstance(child.tag, str))


def _resources(response: Element) -> Iterator[Resource]:
    status = _code(response.find(f"{D}status"))
    properties = {
        child.tag: child
        for propstat in response.iterfind(f"{D}propstat")
        if _code(propstat.find(f"{D}status")) in _DONE
        for prop in propstat.iterfind(f"{D}prop")
        for child in prop
        if isinstance(child.tag, str)
    }
    for href in response.iterfind(f"{D}href"):
        if href.text and href.text.strip():
            yield Resource(href.text.strip(), status, properties)


def _code(status: Element | None) -> int:
    """The number in `HTTP/1.1 404 Not Found`; what says nothing is fine."""
    words = (status.text or "").split() if status is not None else []
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() and len(words[1]) == len("200") else HTTPStatus.OK
