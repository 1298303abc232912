"""Reminder → a mail that puts it into the calendar of whoever receives it (RFC 6047): the user, and nobody else.

For mailboxes whose calendar cannot be reached. It is the one place in which a reminder of ours names anybody: organizer
and only attendee are the user. No answer is asked for, so that no program sends one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import icalendar
from icalendar import vCalAddress, vText

from agent.core.people import Person
from agent.writing import draft, event

Method = Literal["REQUEST", "CANCEL"]


def message(reminder: bytes, method: Method, *, user: Person, domain: str, date: datetime) -> bytes:
    """The mail that places or changes a reminder (REQUEST), or takes it out again (CANCEL).

    Sent twice it is the same mail with the same event: UID and SEQUENCE say so. Raises `Unreadable`, `Refused`.
    """
    uid, sequence = event.uid_of(reminder) or "", event.sequence_of(reminder)
    number = sequence + 1 if method == "CANCEL" else sequence
    calendar = _addressed(reminder, method, user, number)
    return draft.written(
        str(calendar.events[0]["SUMMARY"]),
        event.description(reminder) + "\n",
        sender=user,
        to=(user,),
        message_id=f"<{uid.partition('@')[0]}.{number}.{method.lower()}@{draft.domain_of(domain)}>",
        date=date,
        calendar=(method, calendar.to_ical().decode()),
    )


def _addressed(reminder: bytes, method: Method, user: Person, sequence: int) -> icalendar.Calendar:
    calendar = icalendar.Calendar.from_ical(reminder)
    calendar.add("method", method)
    (one,) = calendar.events
    address = vCalAddress(f"mailto:{user.address}")
    attendee = vCalAddress(f"mailto:{user.address}")
    attendee.params.update({"PARTSTAT": vText("ACCEPTED"), "RSVP": vText("FALSE")})
    for name, value in (("organizer", address), ("attendee", attendee)):
        one.add(name, value, encode=False)
    one["SEQUENCE"] = sequence
    if method == "CANCEL":
        one["STATUS"] = vText("CANCELLED")
        one.subcomponents.clear()
    return calendar
