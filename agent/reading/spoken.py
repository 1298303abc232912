"""Time zones as people say them: `ET`, `(UTC-05:00) Eastern Time (US & Canada)`, `heure de Paris`, `your time`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal, NamedTuple

from agent.reading import zones
from agent.reading.almanac import Almanac
from agent.reading.sayings import Sayings
from agent.reading.tokens import Token, at, glued
from agent.reading.zones import Saying

_LONGEST_BRACKET = 12
_CENTRAL = {"de": "Europe/Berlin", "fr": "Europe/Paris", "es": "Europe/Madrid", "nl": "Europe/Amsterdam"}


@dataclass(frozen=True, slots=True)
class Heard:
    """A zone as it was said. `whose` is the reader's clock (`your time`) or the writer's (`our time`)."""

    saying: Saying | None = None
    minutes: int | None = None
    whose: Literal["", "yours", "ours"] = ""

    def settled(self, local: datetime, mine: str | None, language: str) -> str | None:
        """The IANA name at a wall-clock time, or None when only somebody else could say it."""
        if self.whose:
            return mine if self.whose == "yours" else None
        if self.saying:
            return _preferred(self.saying, local, mine, language)
        return None if self.minutes is None else zones.at_offset(self.minutes, local, mine)


def _preferred(saying: Saying, local: datetime, mine: str | None, language: str) -> str:
    """The reader's own zone if it is one of those meant; else the one of the language; else the first."""
    if mine in saying.zones and not _greenwich_in_summer(saying, local, mine):
        return mine
    central = _CENTRAL.get(language, "")
    return central if central in saying.zones else saying.zones[0]


def _greenwich_in_summer(saying: Saying, local: datetime, mine: str) -> bool:
    """London keeps GMT in winter only."""
    return saying.zones[0] == "UTC" and zones.offset(local, mine) != zones.offset(local, "UTC")


class Place(NamedTuple):
    """A zone and the index behind the words that say it."""

    heard: Heard
    end: int


def zone_behind(row: Sequence[Token], index: int, words: Almanac, *, direct: bool = True) -> Place | None:
    """The zone said at `index`, behind a comma or in brackets too. `direct`: the words stand right behind a time."""
    for _ in range(2):
        if at(row, index).fold in {",", "-", ")", "|", "·", "⋅", "•"}:
            index += 1
        elif at(row, index).fold == "\n":
            index, direct = index + 1, False
    if _opens(at(row, index)):
        return _in_brackets(row, index, words)
    place = zone_at(row, index, words, alone=False, direct=direct)
    return place and Place(place.heard, _behind_remarks(row, place.end))


def _opens(token: Token) -> bool:
    return token.fold in {"(", "["}


def _in_brackets(row: Sequence[Token], index: int, words: Almanac) -> Place | None:
    place = zone_at(row, index + 1, words, alone=True, direct=True)
    if place is None:
        return None
    end = _behind_remarks(row, place.end)
    end = next((i + 1 for i in range(end, min(end + _LONGEST_BRACKET, len(row))) if row[i].fold in {")", "]"}), end)
    named = place.heard.minutes is not None and zone_at(row, end, words, alone=True, direct=True)
    return Place(named.heard, _behind_remarks(row, named.end)) if named else Place(place.heard, end)


def _behind_remarks(row: Sequence[Token], index: int) -> int:
    """Behind `(US & Canada)`, ` - New York`, `/ Berlin time`, `, Bern, Rom, Wien`: the same zone once more."""
    if at(row, index).fold == "(" and at(row, index + 1).fold in {"us", "u", "canada", "mexico"}:
        closing = (i + 1 for i in range(index, min(index + _LONGEST_BRACKET, len(row))) if row[i].fold == ")")
        index = next(closing, index)
    while at(row, index).fold in {"-", ","} and (city := _city(row, index + 1)):
        index = city[1]
    return index


def _city(row: Sequence[Token], index: int) -> tuple[str, int] | None:
    for length in (2, 1):
        if index + length > len(row):
            continue
        name = " ".join(token.fold for token in row[index : index + length])
        if zone := zones.atlas().cities.get(name):
            return zone, index + length
    return None


def zone_at(row: Sequence[Token], index: int, words: Almanac, *, alone: bool, direct: bool) -> Place | None:
    """The zone said exactly at `index`; `alone` (in brackets) a bare place suffices: `(Berlin)`."""
    if index >= len(row):
        return None
    return (
        _offset(row, index)
        or _iana(row, index)
        or _abbreviation(row, index, words, direct=direct)
        or _phrase(row, index, words)
        or _displayed(row, index)
        or _name(row, index, words, alone=alone, direct=direct)
    )


def iso_offset(row: Sequence[Token], index: int) -> Place | None:
    """`Z` or `-04:00`, glued behind the time of ISO 8601; anywhere else a dash begins the end of a range."""
    token = at(row, index)
    if token.text == "Z":
        return Place(Heard(minutes=0), index + 1)
    return _shift(row, index, index) if token.fold in {"+", "-"} else None


def _offset(row: Sequence[Token], index: int) -> Place | None:
    """`UTC`, `GMT+1`, `UTC-05:00`."""
    if row[index].fold not in {"utc", "gmt"}:
        return None
    plain = Place(Heard(saying=zones.atlas().abbreviations[row[index].fold.upper()]), index + 1)
    return _shift(row, index, index + 1) or plain


def _shift(row: Sequence[Token], first: int, index: int) -> Place | None:
    sign, hours = at(row, index), at(row, index + 1)
    if sign.fold not in {"+", "-"} or hours.value is None or not glued(sign, hours):
        return None
    end = index + 2
    if at(row, end).fold in {":", "."} and at(row, end + 1).value is not None and glued(row[end], row[end + 1]):
        end += 2
    minutes = zones.minutes_east("".join(token.fold for token in row[first:end]))
    return None if minutes is None else Place(Heard(minutes=minutes), end)


def _iana(row: Sequence[Token], index: int) -> Place | None:
    """`America/Argentina/Buenos_Aires`."""
    if at(row, index + 1).fold != "/" or row[index].value is not None:
        return None
    end = index + 1
    while end < len(row) and end < index + 12 and glued(row[end - 1], row[end]):
        if not (row[end].fold[0].isalpha() or row[end].fold in {"/", "_", "-"}):
            break
        end += 1
    for behind in range(end, index + 2, -1):
        name = zones.atlas().known.get("".join(token.fold for token in row[index:behind]))
        if name:
            return Place(Heard(saying=Saying((name,))), behind)
    return None


def _abbreviation(row: Sequence[Token], index: int, words: Almanac, *, direct: bool) -> Place | None:
    token = row[index]
    saying = zones.atlas().abbreviations.get(token.text.upper())
    if saying is None or token.text.upper() in {"UTC", "GMT"}:
        return None
    small = words.hours.zone_small.match(row, index) is not None
    if not (token.text.isupper() or (direct and small)) or _acronym_of_something_else(row, index):
        return None
    return Place(Heard(saying=saying), words.hours.zone_words.skip(row, index + 1))


def _acronym_of_something_else(row: Sequence[Token], index: int) -> bool:
    behind = at(row, index + 1)
    return behind.fold in {"&", "'", "_"} and glued(row[index], behind)


@cache
def _phrases() -> tuple[Sayings, tuple[Saying, ...]]:
    return _sayings(zones.atlas().phrases)


@cache
def _names() -> tuple[Sayings, tuple[Saying, ...]]:
    return _sayings(zones.atlas().names)


@cache
def _displays() -> tuple[Sayings, tuple[Saying, ...]]:
    return _sayings({name: Saying((zone,)) for name, zone in zones.atlas().display.items()})


@cache
def _places() -> tuple[Sayings, tuple[Saying, ...]]:
    return _sayings(zones.atlas().places)


def _sayings(table: Mapping[str, Saying]) -> tuple[Sayings, tuple[Saying, ...]]:
    values = tuple(table.values())
    return Sayings({name: number for number, name in enumerate(table)}), values


def _phrase(row: Sequence[Token], index: int, words: Almanac) -> Place | None:
    if found := words.hours.your_time.match(row, index):
        return Place(Heard(whose="yours"), found[1])
    if found := words.hours.my_time.match(row, index):
        return Place(Heard(whose="ours"), found[1])
    sayings, values = _phrases()
    found = sayings.match(row, index)
    return Place(Heard(saying=values[found[0]]), found[1]) if found else None


def _displayed(row: Sequence[Token], index: int) -> Place | None:
    """What Windows shows: `Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna`."""
    sayings, values = _displays()
    found = sayings.match(row, index)
    listed = found is not None and found[1] > index + 2
    return Place(Heard(saying=values[found[0]]), found[1]) if found and listed else None


def _name(row: Sequence[Token], index: int, words: Almanac, *, alone: bool, direct: bool) -> Place | None:
    start = index + (row[index].fold == "us" and row[index].text.isupper())
    sayings, values = _names()
    if found := sayings.match(row, start):
        end = words.hours.zone_words.skip(row, found[1])
        if end > found[1] or alone or (direct and row[start].text[0].isupper()) or _ends(at(row, end)):
            return Place(Heard(saying=values[found[0]]), end)
    sayings, values = _places()
    if found := sayings.match(row, index):
        end = words.hours.zone_words.skip(row, found[1])
        if end > found[1] or (alone and at(row, end).fold in {")", "]"}):
            return Place(Heard(saying=values[found[0]]), end)
    if row[index].fold in _HOUR_OF and at(row, index + 1).fold in {"de", "d", "d'"}:
        behind = index + 2 + (at(row, index + 2).fold == "'")
        if named := _city(row, behind):
            return Place(Heard(saying=Saying((named[0],))), named[1])
    city = _city(row, index)
    if city and (
        words.hours.zone_words.match(row, city[1])
        or (alone and at(row, city[1]).fold in {")", "]", ",", "-"})
        or (direct and row[index].text[0].isupper() and at(row, city[1]).fold in {"(", "/", ")"})
    ):
        return Place(Heard(saying=Saying((city[0],))), words.hours.zone_words.skip(row, city[1]))
    return None


_HOUR_OF = frozenset({"heure", "hora"})
"""`Heure de Strasbourg`, `hora de Sevilla`."""


def _ends(token: Token) -> bool:
    return not token.text or token.fold in {".", ",", ";", ")", "(", "\n", "!", "?"}


@cache
def zone_triggers() -> frozenset[str]:
    """The words that the name of a zone can begin with."""
    tables = (_phrases()[0], _names()[0], _places()[0])
    return frozenset({"america", "europe", "asia", "us"}).union(*(table.firsts for table in tables))


def clear_zone_at(row: Sequence[Token], index: int, words: Almanac) -> Place | None:
    """A zone that is one wherever it stands: `Pacific Time`, `heure de Paris`, `America/Chicago`; not `Paris`."""
    place = _iana(row, index)
    if (
        place is None
        and words.hours.your_time.match(row, index) is None
        and words.hours.my_time.match(row, index) is None
    ):
        place = _phrase(row, index, words) or _name(row, index, words, alone=False, direct=False)
    if place is None or (place.end == index + 1 and _iana(row, index) is None):
        return None
    return Place(place.heard, _behind_remarks(row, place.end))
