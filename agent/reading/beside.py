"""Names that the words beside them make an employer's: "position at", "on behalf of", "has shortlisted you".

The words are data, in `company.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from agent.core.findings import Where
from agent.reading.clauses import unaccented
from agent.reading.firm import squashed
from agent.reading.mention import Cues, Mention, before, behind, cues, line_at, mentions, words_of
from agent.reading.names import is_person_name
from agent.reading.title import is_title_word

_AT: Final = 2
"""What "at Acme" weighs: in an agency's mail more, for it is the client."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name where it stands, what its place weighs, and the words beside it that say so."""

    name: str
    weight: int
    where: Where
    quote: str
    cue: str = ""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("agent.reading").joinpath("company.toml").read_text("utf-8"))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(unaccented(word) for word in _table()["words"][name])


class _Words(NamedTuple):
    before: Cues
    behind: Cues


@cache
def _words(language: str) -> _Words:
    """The words of English and of one other language."""
    table = _table()
    languages = [each for each in dict.fromkeys((language, "en")) if each in table]
    lists = {
        side: [(int(weight), said) for each in languages for weight, said in table[each].get(side, {}).items()]
        for side in ("before", "behind")
    }
    return _Words(cues(lists["before"]), cues(lists["behind"]))


def in_words(text: str, where: Where, language: str, slug: str = "", *, agency: bool = False) -> Iterator[Found]:
    """Names that words beside them make an employer's, and those that agree with the sender's domain anyhow."""
    words, begins = _words(language), squashed(slug)[:4]
    for mention in mentions(text):
        weight, cue = _weight(mention, words)
        weight += agency and weight == _AT
        fits = bool(begins) and begins in squashed(mention.name)
        if weight or fits:
            name = f"The {mention.name}" if mention.the else mention.name
            yield Found(name, weight, where, line_at(text, mention.start, mention.end), cue)
    yield from _lower_case(text, where, slug)


def _weight(mention: Mention, words: _Words) -> tuple[int, str]:
    """What the words beside a name weigh, and those before it."""
    ahead, after = before(mention, words.before), max(behind(mention, words.behind), _does_to_you(mention))
    if after and not (mention.opens or ahead or after > _AT):
        after = 0
    cue, last = " ".join(mention.lead[-2:]), mention.lead[-1] if mention.lead else ""
    if last == "your" and set(mention.tail[:1]) & _listed("yours") and not any(map(is_title_word, mention.tail[1:3])):
        ahead = max(ahead, 3)
    of_people = last in _listed("of_people") or not ahead
    if of_people and is_person_name(mention.name) and not _PLURAL.search(mention.name):
        return (ahead + after) // 2, cue
    return ahead + after, cue


_PLURAL: Final = re.compile(r"(?:[^s]s|tes|ia|al|co|co-op)$")
"""How firms that could be people end: `Cawdor Estates`."""


def _does_to_you(mention: Mention) -> int:
    """`Acme has shortlisted you`: what a sentence weighs in which a name does something to the reader."""
    does = bool(mention.tail) and mention.tail[0] in _listed("has")
    return 3 if mention.opens and does and any(word in _listed("you") for word in mention.tail[1:]) else 0


def _lower_case(text: str, where: Where, slug: str) -> Iterator[Found]:
    """`aurelo`: a name that is written small, known by the sender's domain."""
    if len(slug) < 4:
        return
    for word in words_of(text):
        if word.kind == "word" and word.text.islower() and squashed(word.text) == squashed(slug):
            yield Found(word.text, 0, where, line_at(text, word.start, word.end))
            return
