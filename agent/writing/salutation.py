"""How a letter addresses its reader (field guide, rule 9): never a guessed gender, names as their owners spell them."""

from __future__ import annotations

from agent.core.people import Person
from agent.writing import clean
from agent.writing.wording import words

_TITLES = {
    "ms": "woman",
    "mrs": "woman",
    "miss": "woman",
    "frau": "woman",
    "mme": "woman",
    "madame": "woman",
    "sra": "woman",
    "señora": "woman",
    "mevrouw": "woman",
    "mevr": "woman",
    "mr": "man",
    "herr": "man",
    "herrn": "man",
    "monsieur": "man",
    "sr": "man",
    "señor": "man",
    "dhr": "man",
    "heer": "man",
    "dr": "doctor",
    "prof": "professor",
    "professor": "professor",
    "mx": "neutral",
}
_PARTICLES = frozenset(
    (
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "ter",
        "ten",
        "zu",
        "al",
        "bin",
    )
)


def salutation(
    person: Person,
    language: str,
    *,
    company: str | None = None,
    honorific: str | None = None,
    first_names: bool = False,
) -> str:
    """The salutation line, with the comma or colon that the language puts after it."""
    lines = words(language).tables["salutation"]
    known = clean.name(person.name)
    if not known:
        employer = clean.company(company)
        return lines["company"].format(company=employer) if employer else lines["nobody"]
    title, bare = parted(known)
    manner = _TITLES.get((honorific or title or "").casefold().rstrip("."), "")
    if manner and len(bare.split()) > 1:
        return lines[manner].format(last=last_name(bare, language), name=bare)
    first = bare.split()[0]
    if first_names and not manner and not first.endswith(".") and len(first) > 1:
        return lines["first"].format(first=first)
    return lines["name"].format(name=bare)


def parted(known: str) -> tuple[str | None, str]:
    """A title in front of a name ("Dr. Priya Nair"), and the name itself."""
    first, _, rest = known.partition(" ")
    return (first, rest) if rest and first.casefold().rstrip(".") in _TITLES else (None, known)


def last_name(bare: str, language: str) -> str:
    """The family name: the last word with the particles before it; in Spanish everything after the first name."""
    parts = bare.split()
    if language == "es":
        return " ".join(parts[1:])
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(parts[start:])
