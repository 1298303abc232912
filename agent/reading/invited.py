"""The people of a calendar object: who is invited, and who of them may be met. Rooms, groups and machines are not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.core.people import Me, Part, Person

_ADDRESS = re.compile(r"[^@\s<>\"'(),:;\\\[\]]{1,64}@[^@\s<>\"'(),:;\\\[\]]{1,190}")
_THINGS = frozenset({"ROOM", "RESOURCE", "GROUP"})
_THING_DOMAINS = ("resource.calendar.google.com", "group.calendar.google.com", "group.v.calendar.google.com")
_BOT = re.compile(
    r"(?:no|do[-_.]?not)[-_.]?reply|notifications?|notetaker|calendar(?:-notification)?|scheduling|scheduler|mailer|invites?|bot"
)
_BOT_DOMAINS = frozenset({
    "fireflies.ai", "otter.ai", "read.ai", "fathom.video", "grain.com", "avoma.com", "gong.io", "metaview.ai",
    "tldv.io", "fellow.app", "sembly.ai",
})  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")


def plain(said: str) -> str:
    """Text without control characters and directions, line breaks kept."""
    return _CONTROL.sub(" ", said.replace("\r\n", "\n").replace("\r", "\n")).strip()


def parameter(value: object, name: str) -> str:
    """A parameter of a property, as text; empty where it is missing."""
    said = getattr(value, "params", {}).get(name, "")
    return plain(said if isinstance(said, str) else "".join(map(str, said)))[:200]


def person_of(value: object) -> Person | None:
    """A calendar user: the address behind mailto:, the common name."""
    said = str(value).strip()
    said = said[7:] if said[:7].lower() == "mailto:" else said
    address = next((each for each in (said, parameter(value, "EMAIL")) if _ADDRESS.fullmatch(each)), None)
    name = " ".join(parameter(value, "CN").strip("'\" ").split())[:80]
    if name.casefold() == (address or "").casefold() or _ADDRESS.fullmatch(name):
        name = ""
    return Person(name=name or None, address=address) if name or address else None


def is_a_thing(value: object, address: str | None) -> bool:
    """Rooms, resources and groups are invited like people."""
    domain = (address or "").rpartition("@")[2].lower()
    return parameter(value, "CUTYPE").upper() in _THINGS or domain in _THING_DOMAINS


def _is_a_bot(address: str | None) -> bool:
    local, _, domain = (address or "").lower().rpartition("@")
    return bool(local) and (_BOT.fullmatch(local.partition("+")[0]) is not None or domain in _BOT_DOMAINS)


def those_met(attendees: Iterable[Person], organizer: Person | None, me: Me) -> tuple[Person, ...]:
    """Everyone invited but the user and the organizer: who invites others arranges, and need not be there.

    The organizer counts when nobody else is left: that is a conversation of two.
    """
    sender = organizer if organizer and _may_be_met(organizer, me) else None
    others = [person for person in attendees if _may_be_met(person, me)]
    met = [person for person in others if not (organizer and person.is_the_same_as(organizer))] or others
    met = met or ([sender] if sender else [])
    return tuple(Person(name=person.name, address=person.address, part=Part.INTERVIEWER) for person in met)


def _may_be_met(person: Person, me: Me) -> bool:
    domain = (person.address or "").rpartition("@")[2].lower()
    if _ROOM.search(person.name or ""):
        return False
    return not me.has(person.address) and not _is_a_bot(person.address) and domain not in _THING_DOMAINS


_ROOM = re.compile(
    r"\b(?:rooms?|boardroom|raum|saal|salle|sala|zimmer|kamer|besprechungsraum|vergaderruimte)\b",
    re.IGNORECASE,
)
"""Rooms that calendars invite like people."""
