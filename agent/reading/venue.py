"""How an interview is held: by phone, by video, on site, or recorded alone. From places, links and plain words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.core.findings import Format
from agent.reading.tokens import folded

LOOKED_AT = 8_000
"""Characters of a description that are looked at."""

_MOST_LINKS = 40
_LINK = re.compile(r"https?://[^\s<>\"')\]]{1,600}", re.IGNORECASE)
_STREETS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b\d{1,5}[a-z]? (?:[\w.'-]{1,30} ){0,4}(?:st|street|ave|avenue|rd|road|blvd|boulevard|drive|dr|lane|ln)\b",
        r"\b\d{1,5}[a-z]? (?:[\w.'-]{1,30} ){0,4}(?:way|plaza|square|sq|court|ct|place|pl|parkway|pkwy|floor)\b",
        r"\b[\w-]{2,40}(?:str\.|strasse|straße|weg|platz|allee|gasse|straat|laan|plein|kade|gracht) ?\d{1,4}\b",
        r"\b(?:rue|avenue|boulevard|quai|calle|avenida|avda|paseo) .{1,50}",
        r"\b(?:floor|suite|building|room|raum|zimmer|etage|stock|salle|sala|piso|kamer|verdieping) ?[\w.-]{1,10}\b",
        r"\b\d{4,5} [a-z][\w-]{2,40}",
    )
)
_NUMBER = re.compile(r"(?:tel:|\+)\d[\d ().-]{6,20}|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of `venue.toml`, each list one pattern."""

    hosts: re.Pattern[str]
    video: re.Pattern[str]
    phone: re.Pattern[str]
    onsite: re.Pattern[str]
    alone: re.Pattern[str]
    unknown: frozenset[str]


@cache
def _wording() -> Wording:
    data = tomllib.loads((files("agent.reading") / "venue.toml").read_text(encoding="utf-8"))
    hosts = "|".join(map(re.escape, data["video_hosts"]))
    return Wording(
        hosts=re.compile(rf"https?://(?:[\w-]{{1,60}}\.){{0,4}}(?:{hosts})(?![\w-])", re.IGNORECASE),
        video=_any_of(data["video"]),
        phone=_any_of(data["phone"]),
        onsite=_any_of(data["onsite"]),
        alone=_any_of(data["alone"]),
        unknown=frozenset(data["unknown"]),
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    spelt = sorted((r"[ -]?".join(map(re.escape, folded(phrase).split())) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(spelt)})\b")


def links_in(*texts: str) -> tuple[str, ...]:
    """The web addresses in texts, each once."""
    found = (match.group().rstrip(".,;") for text in texts for match in _LINK.finditer(text, 0, LOOKED_AT))
    return tuple(dict.fromkeys(found))[:_MOST_LINKS]


def is_video(link: str) -> bool:
    """Whether a web address is a room of a video conference."""
    return _wording().hosts.match(link) is not None


def format_of(location: str, summary: str, text: str, links: Sequence[str] = ()) -> Format | None:
    """How an interview is held. The place outranks the title, the title outranks links and words of the text.

    A calendar adds its video room to every event, so an address of a street means that the meeting is there.
    """
    place, title, body = (folded(part[:LOOKED_AT]) for part in (location, summary, text))
    words = _wording()
    if words.alone.search(title) or words.alone.search(body):
        return Format.ASYNC
    held = _of_place(place, words) or _of_title(title, words) or _of_body(body, links, words)
    return held or (Format.ONSITE if _is_a_place(place, words) else None)


def _of_place(place: str, words: Wording) -> Format | None:
    if any(street.search(place) for street in _STREETS) and not words.hosts.search(place):
        return Format.ONSITE
    if words.hosts.search(place) or words.video.search(place):
        return Format.VIDEO
    if words.phone.search(place) or _NUMBER.search(place):
        return Format.PHONE
    return Format.ONSITE if words.onsite.search(place) else None


def _of_title(title: str, words: Wording) -> Format | None:
    order = ((words.phone, Format.PHONE), (words.video, Format.VIDEO), (words.onsite, Format.ONSITE))
    return next((held for pattern, held in order if pattern.search(title)), None)


def _of_body(body: str, links: Sequence[str], words: Wording) -> Format | None:
    if any(is_video(link) for link in links):
        return Format.VIDEO
    order = ((words.onsite, Format.ONSITE), (words.video, Format.VIDEO), (words.phone, Format.PHONE))
    return next((held for pattern, held in order if pattern.search(body)), None)


def _is_a_place(place: str, words: Wording) -> bool:
    return place.strip() not in words.unknown and not _LINK.match(place.strip())


# ── told in words ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Telling:
    """What running text says of the place, each list one pattern."""

    here: re.Pattern[str]
    calls: re.Pattern[str]
    video: re.Pattern[str]
    places: re.Pattern[str]


@cache
def _telling() -> Telling:
    data = tomllib.loads((files("agent.reading") / "venue.toml").read_text(encoding="utf-8"))["told"]
    spelt = {name: re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE) for name, said in data.items()}
    return Telling(spelt["here"], spelt["calls"], spelt["video"], spelt["places"])


def format_told(words: str, links: tuple[str, ...] = ()) -> Format | None:
    """How an interview is held, as the words say; a street or a door outweighs nothing that is said plainly."""
    telling, said = _telling(), words[:LOOKED_AT]
    if telling.here.search(said):
        return Format.ONSITE
    if _wording().hosts.search(said):
        return Format.VIDEO
    plain = format_of("", said[:300], said, links)
    if plain is not None:
        return plain
    order = ((telling.video, Format.VIDEO), (telling.calls, Format.PHONE), (telling.places, Format.ONSITE))
    return next((held for pattern, held in order if pattern.search(said)), None)
