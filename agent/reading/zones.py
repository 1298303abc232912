"""Time zones: what calendars and people call them → the IANA database's name.

The sender's own definition of a zone is not asked here: a name that the world knows outranks whatever a file says it
means (a hostile or careless VTIMEZONE must not shift an interview). The names are data, in `zones.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

LONGEST_NAME = 64
"""Characters of a TZID that are looked at; longer ones reached the file system in other software (ENAMETOOLONG)."""

_LONGEST_PATH = 256

Season = Literal["any", "standard", "summer"]

_SAFE = re.compile(r"[\w .,:;+\-/()&'’]+")
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+\-−–]) ?(\d{1,2})(?:[:.]?([0-5]\d))?")
_PREFIX = re.compile(r"\(\s*((?:utc|gmt)[^)]{0,8})\)\s*")
_CLOCKS = frozenset({"CET", "EET", "MET", "WET"})
"""Abbreviations that the IANA database keeps as zones with summer time: as a TZID they name a clock, not an offset."""

_TIME_WORDS = frozenset({"time", "standard", "daylight", "summer", "zone"})
_QUARTERS = tuple(datetime.combine(date(2026, month, 15), time()) for month in (1, 7))


@dataclass(frozen=True, slots=True)
class Saying:
    """A way to name a zone. The first of `zones` is meant, unless the reader lives in another one of them."""

    zones: tuple[str, ...]
    season: Season = "any"


@dataclass(frozen=True, slots=True)
class Atlas:
    """The names of zones, folded (case and accents gone), except `abbreviations`, which stand in capitals."""

    known: dict[str, str]
    windows: dict[str, str]
    display: dict[str, str]
    cities: dict[str, str]
    offsets: dict[int, str]
    abbreviations: dict[str, Saying]
    names: dict[str, Saying]
    places: dict[str, Saying]
    phrases: dict[str, Saying]


def fold(text: str) -> str:
    """A name without its case and accents, spaces made single."""
    plain = text if text.isascii() else _without_accents(text)
    return " ".join(plain.casefold().split())


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def atlas() -> Atlas:
    """`zones.toml` and the zone names of the tzdata package, read once."""
    data = tomllib.loads((files("agent.reading") / "zones.toml").read_text(encoding="utf-8"))
    known = {fold(name): name for name in (files("tzdata") / "zones").read_text(encoding="ascii").split()}
    known |= {fold(old): new for old, new in data["renamed"].items()}
    cities = {fold(zone.rpartition("/")[2].replace("_", " ")): zone for zone in known.values() if "/" in zone}
    cities |= {fold(city): zone for city, zone in data["cities"].items()}
    windows = {fold(name): zone for name, zone in data["windows"].items()}
    said = data["said"]
    return Atlas(
        known=known,
        windows=windows,
        display={_bare(name): windows[fold(windows_name)] for name, windows_name in data["display"].items()},
        cities={city: zone for city, zone in cities.items() if not zone.startswith("Etc/")},
        offsets={int(minutes): zone for minutes, zone in data["offsets"].items()},
        abbreviations={
            short: Saying(tuple(group["zones"]), season)
            for group in said
            for short, season in group.get("abbreviations", {}).items()
        },
        names=_sayings(said, "names"),
        places=_sayings(said, "places"),
        phrases=_sayings(said, "phrases"),
    )


def _sayings(said: list[dict[str, list[str]]], sort: str) -> dict[str, Saying]:
    return {fold(name): Saying(tuple(group["zones"])) for group in said for name in group.get(sort, ())}


def _bare(name: str) -> str:
    return fold(name).replace(" and ", " & ").rstrip(". ")


def known(zone: str | None) -> bool:
    """Whether this is a name of the IANA database as it is spelt there."""
    return zone is not None and (zone == "UTC" or atlas().known.get(fold(zone)) == zone)


@cache
def _info(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


def info(zone: str) -> ZoneInfo:
    """The zone of a known IANA name; KeyError for any other, so that no stranger's text reaches the file system."""
    if not known(zone):
        raise KeyError(zone)
    return _info(zone)


def utc(local: datetime, zone: str) -> datetime:
    """A wall-clock time of a zone as aware UTC; the first of the two where the clocks go back (RFC 5545 3.3.5)."""
    return local.replace(tzinfo=info(zone), fold=0).astimezone(UTC)


def offset(local: datetime, zone: str) -> timedelta:
    """How far east of Greenwich a zone's clock is at a wall-clock time of its own."""
    return local.replace(tzinfo=info(zone)).utcoffset() or timedelta()


def summer(local: datetime, zone: str) -> bool:
    """Whether the zone's clock is ahead of its standard time then."""
    return offset(local, zone) > min(offset(day, zone) for day in _QUARTERS)


def iana(tzid: str, at: datetime | None = None) -> str | None:
    """The IANA name of a TZID: IANA, Windows, displayed, vendor-prefixed, spoken or a fixed offset; None if unknown.

    `at` is the wall-clock time it stands with: `EST` on a summer's day could be New York's clock or a fixed offset,
    so it stays unknown then. Unknown names are never guessed at.
    """
    name = tzid[:_LONGEST_PATH].strip().strip("\"'").strip()
    if name.startswith("/"):
        name = "/".join(name.split("/")[-3:])
    if not 0 < len(name) <= LONGEST_NAME or not _SAFE.fullmatch(name):
        return None
    folded = fold(name)
    if saying := atlas().abbreviations.get(name):
        return _abbreviated(saying, name, at)
    return (
        atlas().known.get(folded.replace(" ", "_"))
        or atlas().windows.get(folded)
        or _displayed(folded)
        or _prefixed(folded)
        or _fixed(folded, at)
        or _spoken(folded)
    )


def _abbreviated(saying: Saying, name: str, at: datetime | None) -> str | None:
    zone = saying.zones[0]
    if saying.season == "any" or at is None or name in _CLOCKS:
        return zone
    return zone if summer(at, zone) == (saying.season == "summer") else None


def _displayed(folded: str) -> str | None:
    prefix = _PREFIX.match(folded)
    tail = folded[prefix.end() :] if prefix else folded
    if zone := atlas().display.get(_bare(tail)):
        return zone
    if prefix is None:
        return None
    minutes = minutes_east(prefix.group(1))
    return (_of_cities(tail, minutes) or _spoken(tail)) if minutes is not None else None


def _of_cities(listed: str, minutes: int) -> str | None:
    """The zone of the first city of `Berlin, Bern, Rom` that knows the offset as its standard time."""
    for city in re.split(r"[,;/]", listed):
        zone = atlas().cities.get(city.strip())
        if zone and timedelta(minutes=minutes) in {offset(day, zone) for day in _QUARTERS}:
            return zone
    return None


def _prefixed(folded: str) -> str | None:
    """`/mozilla.org/20050126_1/Europe/Berlin`, RFC 5545 section 3.2.19: the longest known end counts."""
    if folded.startswith("tzone://"):
        return "UTC" if folded.endswith("/utc") else None
    parts = folded.replace(" ", "_").split("/")
    for start in range(1, len(parts) - 1):
        if zone := atlas().known.get("/".join(parts[start:])):
            return zone
    return None


def minutes_east(text: str) -> int | None:
    """`UTC-05:00`, `gmt+0200`, `+2`, `UTC` → minutes east of Greenwich."""
    folded = fold(text).strip("() ")
    if folded in {"utc", "gmt", "z"}:
        return 0
    found = _OFFSET.fullmatch(folded)
    if found is None:
        return None
    minutes = int(found.group(2)) * 60 + int(found.group(3) or 0)
    return (minutes if found.group(1) == "+" else -minutes) if minutes <= 14 * 60 else None


def _fixed(folded: str, at: datetime | None) -> str | None:
    minutes = minutes_east(folded)
    return None if minutes is None else at_offset(minutes, at)


def at_offset(minutes: int, local: datetime | None = None, mine: str | None = None) -> str | None:
    """An IANA name for a fixed offset: the reader's own zone where it has it then, else `Etc/GMT-2` (for +2)."""
    if local and mine and known(mine) and offset(local, mine) == timedelta(minutes=minutes):
        return mine
    if minutes == 0:
        return "UTC"
    if minutes % 60 == 0:
        return f"Etc/GMT{-minutes // 60:+d}"
    return atlas().offsets.get(minutes)


def _spoken(folded: str) -> str | None:
    """`Eastern`, `US Eastern Time`, `London time`, `New York`."""
    words = [word for word in re.split(r"[ \-]+", folded.partition("(")[0]) if word]
    while words and words[-1] in _TIME_WORDS:
        words.pop()
    name = " ".join(words)
    saying = atlas().phrases.get(folded) or atlas().names.get(name) or atlas().places.get(name)
    return saying.zones[0] if saying else atlas().cities.get(name)
