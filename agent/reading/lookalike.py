"""Domains that pose as another: `acme-careers.example`, `acme.example.evil.example`, letters of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from agent.reading.addresses import domain_of
from agent.reading.vendors import is_free, registrable, vendor_of

_NAMED = re.compile(r"(?:https?://)?(?:[^@/\s]{1,80}@)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})(?![a-z0-9-])")
_TEXT_LIMIT = 8_000
_NAMES_LIMIT = 30
_ALIKE = {
    **dict(zip("аеорсухіјѕԁɡɑıӏο", "aeopcyxijsdgailo", strict=True)),
    **dict(zip("0135", "oles", strict=True)),
}
"""Letters that look like another: Cyrillic, Greek and IPA ones, and figures."""
_SHORTEST = 5
"""Letters below which two names differ by chance."""
_TRADE_WORDS = frozenset(
    {
        *("career", "careers", "job", "jobs", "hr", "hiring", "recruit", "recruiting", "recruitment", "talent", "team"),
        *("onboarding", "portal", "staff", "apply", "work", "group", "corp", "inc", "online"),
    }
)


def named_domains(text: str) -> tuple[str, ...]:
    """The registrable domains that a text names, without free mailboxes and the houses that send for others."""
    words = (word.strip("<>()[]{}\"'“”„‚‘’,;:!?.") for word in text[:_TEXT_LIMIT].lower().split() if "." in word)
    names = [named[1] for word in words if (named := _NAMED.match(word))]
    found = dict.fromkeys(registrable(name) for name in names[:_NAMES_LIMIT])
    return tuple(name for name in found if name and not is_free(name) and vendor_of(name) is None)


def poses_as(address: str | None, known: Iterable[str]) -> str | None:
    """The domain among `known` that the sender's domain looks like without being it, or None."""
    domain = domain_of(address)
    own = registrable(domain)
    if not own:
        return None
    for other in known:
        if other != own and _looks_like(domain, own, other):
            return other
    return "another alphabet" if _mixes_alphabets(_shown(domain)) else None


def _looks_like(domain: str, own: str, other: str) -> bool:
    mine, theirs = _shown(own).partition(".")[0], _shown(other).partition(".")[0]
    if len(theirs) >= _SHORTEST - 1 and (f".{other}." in f".{domain}" or other.replace(".", "-") in domain):
        return True
    if mine == theirs:
        return False  # acme.example and acme.co.example are mostly one house
    if _skeleton(mine) == _skeleton(theirs):
        return True
    rest = (
        set(mine.replace(theirs, "", 1).strip("-").split("-"))
        if theirs in mine and len(theirs) >= _SHORTEST - 1
        else set()
    )
    if rest and rest <= _TRADE_WORDS:
        return True
    return len(theirs) >= _SHORTEST and _one_apart(_skeleton(mine), _skeleton(theirs))


def _shown(domain: str) -> str:
    """A domain as a mail program shows it: punycode labels decoded (RFC 3492), as far as they can be."""
    return ".".join(_unpunycoded(label) for label in domain.split("."))


def _unpunycoded(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:  # noqa: PLR2004, RUF100  # a label's limit
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def _skeleton(label: str) -> str:
    """A label with everything that is only a matter of looks taken off."""
    plain = "".join(
        _ALIKE.get(letter, letter)
        for letter in unicodedata.normalize("NFKD", label)
        if not unicodedata.combining(letter)
    )
    return plain.replace("-", "").replace("rn", "m").replace("vv", "w")


def _mixes_alphabets(domain: str) -> bool:
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in domain if letter.isalpha()}
    return len(alphabets & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or different makes one the other, or two neighbours changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
        return one[start + 1 :] == other[start + 1 :] or swapped
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]
