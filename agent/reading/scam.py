"""What false recruiters write: signs in the words themselves, sentence by sentence, in five languages.

A sentence that denies a thing ("we never ask for payment") is no sign of it, nor is one about paying back expenses.
The patterns are data, in `scam.toml`; each names a verb and a thing, no single word decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_TEXT_LIMIT = 12_000
_SENTENCE_LIMIT = 600
_END = re.compile(r"(?<=[.!?])\s+|\n{2,}|\n(?=[-*•–\d] ?)")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one sign. `unless` takes it back; so does a "never" or "no" before them if it is `deniable`.

    A sentence without any of the `hints` need not be searched.
    """

    sign: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    deniable: bool


def signs_in(text: str) -> Iterator[tuple[str, str]]:
    """The signs in a text, each once, with the sentence that shows it."""
    met: set[str] = set()
    folded_text = text[:_TEXT_LIMIT].lower()
    if not any(hint in folded_text for words in _SIGNS for hint in words.hints):
        return
    offered = bool(_OFFERED.search(folded_text))
    for sentence in sentences(text):
        folded = sentence.lower()
        for words in _SIGNS:
            if words.sign in met or not any(hint in folded for hint in words.hints):
                continue
            if words.sign == "offer_without_interview" and not offered:
                continue
            found = words.pattern.search(folded)
            if found and not _taken_back(words, folded, found):
                met.add(words.sign)
                yield words.sign, sentence


def _taken_back(words: _Words, folded: str, found: re.Match[str]) -> bool:
    if words.unless and words.unless.search(folded):
        return True
    return words.deniable and bool(_DENIED.search(folded, 0, found.end()))


def charges(text: str) -> str:
    """The words of a bill with a number to call, as calendar spam has them; an empty string where there is no bill."""
    line = " ".join(text[:_TEXT_LIMIT].split())
    call = _CALL.search(line.lower())
    named = set(_CHARGES.findall(line.lower()))
    return line[max(0, call.start() - 80) : call.end()] if call and len(named) > 1 else ""


def office(words: str) -> str:
    """The words by which somebody speaks for a company ("HR", "Recrutement"); an empty string without any."""
    found = _OFFICE.search(words.lower())
    return found[0] if found else ""


def sentences(text: str) -> list[str]:
    """The sentences of a text, hard line breaks undone, each bounded."""
    pieces = (" ".join(piece.split())[:_SENTENCE_LIMIT] for piece in _END.split(text[:_TEXT_LIMIT]))
    return [piece for piece in pieces if piece]


# ── the words, from scam.toml ───────────────────────────────────────────────────────────────────────────────────────


def _table() -> dict[str, Any]:
    return tomllib.loads(files("agent.reading").joinpath("scam.toml").read_text("utf-8"))


_TABLE = _table()


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, group in _TABLE["groups"].items():
        pattern = pattern.replace(f"{{{name}}}", group.replace("\\\n", ""))
    return re.compile(pattern.replace("\\\n", ""))


_SIGNS = tuple(
    _Words(
        sign,
        tuple(told["hints"]),
        _compiled("|".join(told["patterns"])),
        _compiled(told["unless"]) if "unless" in told else None,
        told.get("deniable", True),
    )
    for sign, told in _TABLE.items()
    if "patterns" in told
)
_OFFERED = _compiled(_TABLE["words"]["offered"])
_DENIED = _compiled(_TABLE["words"]["denied"])
_CHARGES = _compiled(_TABLE["words"]["charges"])
_CALL = _compiled(_TABLE["words"]["call"])
_OFFICE = _compiled(_TABLE["words"]["office"])
