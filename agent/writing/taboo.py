"""What is not said to an employer (field guide, rules 16 and 17), as tables of words in `templates/xx/manners.toml`."""

from __future__ import annotations

import re
from functools import cache

from agent.writing.wording import DEFAULT, supported, table

NEVER = ("complaint", "pressure", "others", "private", "casual", "flattery", "apology", "filler")
"""The tables that no letter and no note in a letter may touch."""


def touched(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Every (rule, words) of a text that touches a table of one language."""
    known = straight(text)
    found = ((rule, _pattern(supported(language), rule).search(known)) for rule in NEVER)
    return tuple((rule, match.group()) for rule, match in found if match)


def speakable(text: str, language: str) -> bool:
    """Whether a note's words may stand in a letter of this language. Notes are often English: that table counts too."""
    return not touched(text, language) and not touched(text, DEFAULT)


def says(text: str, language: str, rule: str) -> bool:
    """Whether a text has one of the words of a table ("thanks", "interest")."""
    return bool(_pattern(supported(language), rule).search(straight(text)))


def straight(text: str) -> str:
    """Lower case, straight apostrophes, single spaces."""
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().split())


@cache
def _pattern(language: str, rule: str) -> re.Pattern[str]:
    words = sorted((straight(word) for word in table(language, "manners")[rule]), key=len, reverse=True)
    ways = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")
