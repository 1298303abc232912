"""When each thing comes: a message at its Date, a calendar's event at its DTSTAMP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.identity import Identity
from agent.reading.glance import glance, sent_on
from agent.world.containers import Contained, contained

_PLAUSIBLE = (datetime(1995, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
_STAMP = re.compile(rb"^DTSTAMP(?:;[^:\r\n]{0,100})?:(\d{8}T\d{6})Z?\s*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message or an event with its moment. `dated` is whether it says a moment itself that can be believed."""

    at: datetime
    message: Contained
    dated: bool


def mail(mailbox: Path, identity: Identity) -> list[Arrival]:
    """Messages by Date; one without a date, or with one that cannot be, comes right after the one before it."""
    found, last = [], None
    for message in contained(mailbox):
        said = sent_on(message.content)
        true = said if said and _PLAUSIBLE[0] <= said <= _PLAUSIBLE[1] else None
        last = true or (last + timedelta(seconds=1) if last else _PLAUSIBLE[0])
        found.append(Arrival(last, _placed(message, identity), true is not None))
    return sorted(found, key=lambda arrival: arrival.at)


def events(calendar: Path | None) -> Iterator[Arrival]:
    """Events by the newest DTSTAMP in their file; one without it was always there."""
    for item in contained(calendar) if calendar else ():
        stamps = [stamp.decode() for stamp in _STAMP.findall(item.content)]
        at = datetime.strptime(f"{max(stamps)}+0000", "%Y%m%dT%H%M%S%z") if stamps else _PLAUSIBLE[0]
        yield Arrival(at, item, bool(stamps))


def _placed(message: Contained, identity: Identity) -> Contained:
    """Mail from the user's own address was sent by the user, wherever the file lay."""
    sender = glance(message.content).sender.address
    if message.folder == "inbox" and identity.me.has(sender):
        return Contained(file=message.file, index=message.index, folder="sent", content=message.content)
    return message
