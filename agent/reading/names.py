"""Names in text: capitalised phrases, and whether a phrase is the name of a person."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.reading.clauses import unaccented

NAMING: Final[dict[str, Any]] = tomllib.loads(files("agent.reading").joinpath("naming.toml").read_text("utf-8"))

_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞŠŽŁ0-9](?:[\w'’+]|\.(?=\w)){0,30}(?:-[\w'’]{1,30}){0,3}"
_LINK: Final = r"(?:&|and|und|et|y|of|de|la|du|des|von|van|der|den|del|the|and the|of the|on|en)"
PHRASE: Final = rf"{_CAPITAL}(?:[ \t]{{1,2}}(?:{_LINK}[ \t]{{1,2}}){{0,2}}{_CAPITAL}){{0,5}}"
"""Capitalised words with the small words between them."""

_ENDS: Final = re.compile(r"(?:'s|’s|[.,:;!?'’])$")
_SENTENCE: Final = re.compile(r"\.\s")


def trimmed(phrase: str) -> str:
    """A phrase without a genitive or a mark at its end, and only up to the end of its sentence."""
    phrase = _SENTENCE.split(phrase, maxsplit=1)[0] if not re.match(r"(?:Dr|Mr|Ms|Mrs|Prof|St)\. ", phrase) else phrase
    return _ENDS.sub("", _DATED.split(phrase, maxsplit=1)[0].strip()).strip()


_DATED: Final = re.compile(
    r"\s+(?:on|from|since|until|by|starting)\s+(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
"""Where a name ends because a date begins: `at Quill & Harbor on Monday`."""


_TITLES: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "herr",
        "frau",
        "mme",
        "m",
        "mlle",
        "sr",
        "sra",
        "dhr",
        "mevr",
        "cllr",
        "dean",
        "sir",
        "father",
        "rev",
        "captain",
    ]
)
_LOWER: Final = frozenset(
    ["van", "von", "de", "der", "den", "del", "di", "da", "la", "le", "du", "bin", "al", "ten", "ter", "te", "zu"]
)
_NOT_NAMES: Final = frozenset(NAMING["person"]["never"])


@cache
def is_person_name(name: str) -> bool:
    """Whether a display name is a person's: two to four words, none of them a company's or an office's."""
    words = name.replace(",", " ").replace("(", " ").replace(")", " ").split()
    bare = [word for word in words if word.strip(".").lower() not in _TITLES]
    if not 2 <= len(bare) <= 5 or any(letter.isdigit() for letter in name) or "@" in name or "&" in name:
        return False
    if any(word.strip(".'’").lower() in _NOT_NAMES for word in bare):
        return False
    return all(word[:1].isupper() or word.lower() in _LOWER for word in bare)


_OFFICE: Final = re.compile(
    r"(?:hr|jobs?|careers?|recruit\w*|talent\w*|people|hiring\w*|no-?reply|notifications?|personal\w*|bewerb\w*|rh|emploi|rrhh|seleccion|recrutement"
    r"|campus|office|info|contact|scheduling|interviews?|admin|centre|ta|fellows|accounts|service|team|desk|secretar\w*|sekretariat)\b"
)


@cache
def is_personal(name: str, address: str | None) -> bool:
    """Whether a display name is that of the person whose address it stands before: `Otis Varnham <otis@…>`."""
    local = unaccented((address or "").partition("@")[0].casefold())
    if _OFFICE.match(local):
        return False
    words = [word for word in re.split(r"\W+", unaccented(name.casefold())) if len(word) > 1]
    if not is_person_name(name) or not words:
        return False
    parts = [part for part in re.split(r"[^a-z]+", local) if part]
    initials = "".join(word[0] for word in words)
    if local in {initials, initials[0] + initials[-1]}:
        return True
    return any(word[:3] in local for word in words if len(word) > 2) and not any(part in _NOT_NAMES for part in parts)
