"""The bodies of our requests to a CalDAV server."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

_NAMES: Final = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"'
_XML: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_CONTENT: Final = "<D:prop><D:getetag/><C:calendar-data/></D:prop>"

WHO: Final = (
    f"{_XML}<D:propfind {_NAMES}><D:prop>"
    "<D:current-user-principal/><C:calendar-home-set/><D:resourcetype/>"
    "</D:prop></D:propfind>"
)
"""PROPFIND: whose calendars, and where they are (RFC 5397, RFC 4791 section 6.2.1)."""

COLLECTIONS: Final = (
    f"{_XML}<D:propfind {_NAMES}><D:prop>"
    "<D:resourcetype/><D:displayname/><D:sync-token/><CS:getctag/><C:supported-calendar-component-set/>"
    "</D:prop></D:propfind>"
)
"""PROPFIND: which calendars there are, and whether something changed in them."""

NAMES: Final = f"{_XML}<D:propfind {_NAMES}><D:prop><D:getetag/><D:resourcetype/></D:prop></D:propfind>"
"""PROPFIND: what lies in a calendar."""


def changes(sync_token: str) -> str:
    """REPORT: what changed since a token; everything since an empty one (RFC 6578 section 3.2)."""
    return (
        f"{_XML}<D:sync-collection {_NAMES}><D:sync-token>{escape(sync_token)}</D:sync-token>"
        "<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>"
    )


def contents(hrefs: Iterable[str]) -> str:
    """REPORT: events by their names (RFC 4791 section 7.9)."""
    named = "".join(f"<D:href>{escape(href)}</D:href>" for href in hrefs)
    return f"{_XML}<C:calendar-multiget {_NAMES}>{_CONTENT}{named}</C:calendar-multiget>"


def from_day(since: date) -> str:
    """REPORT: the names of events that have an occurrence from a day on (RFC 4791 section 7.8.1)."""
    return (
        f"{_XML}<C:calendar-query {_NAMES}><D:prop><D:getetag/></D:prop><C:filter>"
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f'<C:time-range start="{since:%Y%m%d}T000000Z"/>'
        "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    )


def with_uid(uid: str) -> str:
    """REPORT: events whose UID holds this text, whatever they are called (RFC 4791 section 7.8.6)."""
    return (
        f"{_XML}<C:calendar-query {_NAMES}>{_CONTENT}<C:filter>"
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="UID">'
        f'<C:text-match collation="i;octet">{escape(uid)}</C:text-match>'
        "</C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    )
