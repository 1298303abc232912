"""schema.org markup in HTML mail → events: JSON-LD and microdata, read into the same items first.

Whoever writes the mail writes the markup: it is as trustworthy as the words beside it, and more exact.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from agent.core.findings import Format, InterviewFound, Method
from agent.core.people import Me, Part, Person
from agent.reading import zones
from agent.reading.event import Event, Source
from agent.reading.setting import YEARS
from agent.reading.venue import format_of, links_in

LARGEST = 256 * 1024
"""Characters of one piece of markup."""

DEEPEST = 12
MOST_ITEMS = 200
MOST_EVENTS = 20

_OTHER_EVENTS = frozenset({
    "SaleEvent", "MusicEvent", "Festival", "SportsEvent", "TheaterEvent", "ScreeningEvent", "DanceEvent",
    "FoodEvent", "ComedyEvent", "LiteraryEvent", "VisualArtsEvent", "ExhibitionEvent", "DeliveryEvent",
    "PublicationEvent", "BroadcastEvent", "UserInteraction", "CourseInstance",
})  # fmt: skip
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d{1,9})?\s?(Z|z|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
_LENGTH = re.compile(r"P(?:(\d{1,2})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?")
_GOOGLE_ID = re.compile(r"[a-v0-9]{5,100}")
_EVENT_ID = "eventId/googleCalendar"

Item = dict[str, Any]


def events(markup: tuple[str, ...], me: Me) -> tuple[Event, ...]:
    """The events that the markup of one mail tells of, in its order, each once. Broken markup says nothing."""
    found: dict[tuple[str, datetime | None], Event] = {}
    for piece in markup:
        for item in _items(piece[:LARGEST]):
            event = _event(item, me)
            found.setdefault((event.summary, event.interview.start), event)
    return tuple(found.values())[:MOST_EVENTS]


# ── items ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _items(piece: str) -> Iterator[Item]:
    """The event items of a piece, however deep they lie (in an action, a reservation, a graph)."""
    data = _json(piece) if piece.lstrip()[:1] in {"{", "["} else _microdata(piece)
    left = MOST_ITEMS
    waiting = [(data, 0)]
    while waiting and left:
        node, depth = waiting.pop(0)
        left -= 1
        if isinstance(node, dict):
            if _is_event(node):
                yield node
                continue
            waiting += [
                (value, depth + 1) for value in node.values() if isinstance(value, dict | list) and depth < DEEPEST
            ]
        elif isinstance(node, list):
            waiting += [(value, depth + 1) for value in node if isinstance(value, dict | list) and depth < DEEPEST]


def _json(piece: str) -> object:
    for text in (piece, html.unescape(piece)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _microdata(piece: str) -> list[Item]:
    document = LexborHTMLParser(piece)
    outer = [node for node in document.css("[itemscope]") if not _holder(node)]
    return [_item(node, 0) for node in outer[:MOST_ITEMS]]


def _holder(node: LexborNode) -> LexborNode | None:
    """The item that a node belongs to."""
    above = node.parent
    for _ in range(60):
        if above is None or "itemscope" in above.attributes:
            return above
        above = above.parent
    return None


def _item(node: LexborNode, depth: int) -> Item:
    item: Item = {"@type": (node.attributes.get("itemtype") or "").rpartition("/")[2]}
    for child in node.css("[itemprop]")[:MOST_ITEMS]:
        holder = _holder(child)
        if child.mem_id == node.mem_id or holder is None or holder.mem_id != node.mem_id:
            continue
        nested = "itemscope" in child.attributes and depth < DEEPEST
        value: object = _item(child, depth + 1) if nested else _value(child)
        for name in (child.attributes.get("itemprop") or "").split():
            item[name] = [*_listed(item[name]), value] if name in item else value
    return item


def _value(node: LexborNode) -> str:
    for attribute in ("content", "datetime", "href", "src"):
        if said := node.attributes.get(attribute):
            return said
    return node.text(separator=" ", strip=True)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _types(item: Item) -> set[str]:
    return {str(name).rpartition("/")[2].rpartition(":")[2] for name in _listed(item.get("@type"))}


def _is_event(item: Item) -> bool:
    types = _types(item)
    told = any(name == "Event" or name.endswith("Event") for name in types) and not types & _OTHER_EVENTS
    return told and ("startDate" in item or "name" in item)


# ── an event ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _event(item: Item, me: Me) -> Event:
    summary, description = _said(item.get("name"))[:500], _said(item.get("description"))[:20_000]
    place = _place(item.get("location"))[:1000]
    links = links_in(place, _said(item.get("url")), description)
    status = _said(item.get("eventStatus")).rpartition("/")[2]
    organizer, company = _organizer(item)
    return Event(
        interview=_interview(item, me, format_of(place, summary, description, links), status),
        source=Source.MARKUP,
        status="CANCELLED" if status == "EventCancelled" else "",
        summary=summary,
        description=description,
        location=place,
        organizer=organizer,
        organizer_is_user=me.has(organizer.address) if organizer else False,
        attendees=tuple(_people(item)),
        user_is_invited=any(me.has(person.address) for person in _people(item)),
        links=links,
        company=company,
    )


def _interview(item: Item, me: Me, held: Format | None, status: str) -> InterviewFound:
    start, zone, all_day = _moment(_said(item.get("startDate")), me)
    end = _moment(_said(item.get("endDate")), me)[0] or (_after(start, _said(item.get("duration"))))
    comparable = start and end and (start.tzinfo is None) == (end.tzinfo is None)
    met = [person for person in _people(item) if not me.has(person.address)]
    return InterviewFound(
        start=start,
        end=end if comparable and start and end and end > start else None,
        zone=zone,
        all_day=all_day,
        format=held,
        people=tuple(met),
        uid=_uid(item),
        method=Method.CANCEL if status == "EventCancelled" else Method.SET,
    )


def _said(value: object) -> str:
    """The text of a value; an item's name or address for an item."""
    if isinstance(value, list):
        return _said(value[0]) if value else ""
    if isinstance(value, dict):
        return _said(value.get("name") or value.get("url") or value.get("@id") or "")
    return " ".join(html.unescape(str(value)).split()) if isinstance(value, str | int | float) else ""


def _place(value: object) -> str:
    """A place with its address, or where a virtual one is."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_place, value[:4])))
    if not isinstance(value, dict):
        return _said(value)
    address = value.get("address")
    parts = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
    written = " ".join(_said(address.get(part)) for part in parts) if isinstance(address, dict) else _said(address)
    return ", ".join(filter(None, (_said(value.get("name")), written.strip(), _said(value.get("url")))))


def _organizer(item: Item) -> tuple[Person | None, str | None]:
    """The organizing person, and the organization."""
    person = company = None
    for value in _listed(item.get("organizer")) + _listed(item.get("hiringOrganization")):
        if isinstance(value, dict) and "Person" in _types(value):
            person = person or _person(value, Part.OTHER)
        else:
            company = company or _said(value) or None
    return person, company


def _people(item: Item) -> Iterator[Person]:
    for name in ("performer", "attendee", "participant", "actor"):
        for value in _listed(item.get(name))[:50]:
            organization = isinstance(value, dict) and "Organization" in _types(value)
            if not organization and (person := _person(value, Part.INTERVIEWER)):
                yield person


def _person(value: object, part: Part) -> Person | None:
    name = _said(value)[:80]
    told = value if isinstance(value, dict) else {}
    address = _said(told.get("email")).removeprefix("mailto:") or (name if "@" in name else "")
    title = _said(told.get("jobTitle"))[:120]
    name = "" if "@" in name or "://" in name else name
    if not name and not address:
        return None
    return Person(name=name or None, address=address or None, title=title or None, part=part)


def _uid(item: Item) -> str | None:
    """The UID that the event's calendar object has: Google appends its domain to the id."""
    google = _said(item.get(_EVENT_ID))
    if _GOOGLE_ID.fullmatch(google):
        return f"{google}@google.com"
    return _said(item.get("identifier"))[:255] or None


def _moment(said: str, me: Me) -> tuple[datetime | None, str | None, bool]:
    """An ISO 8601 time: aware UTC and zone with an offset, local without one, a midnight for a day."""
    found = _ISO.fullmatch(said)
    if found is None:
        return None, None, False
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        at = time(int(hour), int(minute), int(second or 0)) if hour else time()
        local = datetime.combine(date(int(year), int(month), int(day)), at)
    except ValueError:
        return None, None, False
    if local.year not in YEARS:
        return None, None, False
    minutes = zones.minutes_east("utc" if offset in {"Z", "z"} else offset) if offset else None
    if minutes is None:
        return local, None, hour is None
    zone = zones.at_offset(minutes, local, me.zone) or "UTC"
    return (local - timedelta(minutes=minutes)).replace(tzinfo=UTC), zone, False


def _after(start: datetime | None, length: str) -> datetime | None:
    found = _LENGTH.fullmatch(length) if length else None
    if start is None or found is None:
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return start + timedelta(days=days, hours=hours, minutes=minutes)
