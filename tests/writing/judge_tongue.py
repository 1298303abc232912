"""What the judge of letters knows of a language: `judge_words.toml`, made ready to be looked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_WORDS = Path(__file__).with_name("judge_words.toml")
LANGUAGES = ("en", "de", "fr", "es", "nl")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to be looked for as whole words; "*" at the end of one stands for any ending."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    several: tuple[str, ...]

    def found(self, text: str) -> str:
        """The first of them in a text, "" if there is none."""
        spaced, parts = _spaced(text)
        for part in parts:
            if part in self.words or (self.beginnings and part.startswith(self.beginnings)):
                return part
        return next((phrase for phrase in self.several if f" {phrase} " in spaced), "")

    def all_found(self, text: str) -> list[str]:
        """Every single word of them in a text."""
        return [part for part in _spaced(text)[1] if part in self.words]


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its word lists, and the patterns made from them."""

    name: str
    lists: Mapping[str, tuple[str, ...]]
    never: Mapping[str, Phrases]
    thanks: Phrases
    interest: Phrases
    lasting: Phrases
    they: Phrases
    numbers: Phrases

    @property
    def stop(self) -> frozenset[str]:
        """Small words by which a sentence shows its language."""
        return frozenset(self.lists["stop"])


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Text as phrases are looked for in it: one case, straight apostrophes, no no-break spaces."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.casefold().replace("’", "'"))


@cache
def tongue(language: str) -> Tongue:
    """The language of a letter: what is not written becomes English (a tag's region does not matter)."""
    known = language[:2] if language[:2] in LANGUAGES else "en"
    found = tomllib.loads(_WORDS.read_text("utf-8"))[known]
    never = found.pop("never")
    lists = {key: tuple(value) for key, value in found.items()}
    return Tongue(
        name=known,
        lists=lists,
        never={kind: phrases(tuple(words)) for kind, words in never.items()},
        thanks=phrases(lists["thanks"]),
        interest=phrases(lists["interest"]),
        lasting=phrases(lists["lasting"]),
        they=phrases(lists["they"]),
        numbers=phrases(lists["numbers"]),
    )


def phrases(words: tuple[str, ...]) -> Phrases:
    """A list of the file, made ready."""
    known = [" ".join(_parts(word)) if not word.endswith("*") else word for word in map(plain, words)]
    single = [word for word in known if " " not in word and not word.endswith("*")]
    return Phrases(
        words=frozenset(single),
        beginnings=tuple(word.rstrip("*") for word in known if word.endswith("*")),
        several=tuple(word for word in known if " " in word),
    )


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


@lru_cache(maxsize=64)
def _spaced(text: str) -> tuple[str, tuple[str, ...]]:
    parts = tuple(_parts(plain(text)))
    return f" {' '.join(parts)} ", parts
