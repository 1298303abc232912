"""How a person addresses the user, and how they sign: the first and the last line of a letter.

A letter back does as they do: "Dear Priya," to somebody who writes "Hi Robin" and signs "Priya", "Dear Dr. Nair," to
somebody who signs so (field guide, rule 9). Nothing is concluded here; the two lines are kept as they were written.
"""

from __future__ import annotations

import re

from agent.reading.signature import is_closing

_LONGEST = 60
_FIRST_LINES = 3
_LAST_LINES = 8
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|lieber|moin|"
    r"sehr geehrte[r]?|bonjour|bonsoir|cher|chère|madame|monsieur|hola|buenos días|buenas tardes|estimad[oa]|"
    r"querid[oa]|beste|geachte|goede(?:morgen|middag|n?avond)|dag|hoi)\b.{1,50}",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’ -]{0,58}[\w.)]|[^\W\d_]{1,2}")
_WORD = re.compile(r"[^\W\d_]+")


def greeting(text: str) -> str:
    """The line with which a letter begins ("Hi Robin"), or an empty string."""
    lines = (line.strip() for line in text[:500].splitlines())
    for line in [line for line in lines if line][:_FIRST_LINES]:
        words = re.split(r"[,!:;]", line, maxsplit=1)[0].strip()
        if len(words) <= _LONGEST and _GREETING.fullmatch(words):
            return words
    return ""


def signed(text: str, signature: str, sender: str | None) -> str:
    """The name that stands beneath a letter ("Priya", "Dr. Priya Nair"), or an empty string.

    It must share a word with the name in From: an assistant's name, a company's or a slogan is nobody's signature.
    """
    own = set(_WORD.findall((sender or "").casefold()))
    above = [line for line in text[-2_000:].splitlines() if line.strip()][-_LAST_LINES:]
    below = [line for line in signature[:500].splitlines() if line.strip(" -_=*")][:_FIRST_LINES]
    lines = [line.strip(" \t-–—*_=,") for line in (*above, *below)]
    closing = max((at for at, line in enumerate(lines) if is_closing(line)), default=None)
    start = len(above) - 1 if closing is None else closing + 1
    for line in lines[max(0, start) :]:
        if len(line) <= _LONGEST and _NAME.fullmatch(line) and own & set(_WORD.findall(line.casefold())):
            return line
    return ""
