"""Which notion a word stands for, in each language: `nicht`, `pas` and `unable` all deny.

Written once for all five languages in `lexicon/concepts.toml`. What is learnt of notions holds for wordings that were
never seen; a word may stand for several.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

LETTERS: Final = 6
"""What is left of a word when endings do not matter: enough to tell words apart in all five languages."""
_SHORTEST: Final = 2


@lru_cache(maxsize=16384)  # a language has few words, and mail repeats them
def concepts(word: str, language: str) -> tuple[str, ...]:
    """The notions a folded word stands for, most often none."""
    whole, begins = _table(language)
    found = list(whole.get(word, ()))
    for length in range(_SHORTEST, len(word) + 1):
        found.extend(begins.get(word[:length], ()))
    return tuple(dict.fromkeys(found))


_Table = dict[str, tuple[str, ...]]


@cache
def _table(language: str) -> tuple[_Table, _Table]:
    whole: _Table = {}
    begins: _Table = {}
    for concept, said in _told().items():
        for word in said.get(language, said["en"]).split():
            book, key = (begins, word[:-1]) if word.endswith("*") else (whole, word)
            book[key] = (*book.get(key, ()), concept)
    return whole, begins


@cache
def _told() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("agent.reading").joinpath("lexicon", "concepts.toml").read_text("utf-8"))
