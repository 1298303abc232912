"""Text → clauses: sentences of folded words that remember where they stood, so that what decides can be quoted verbatim.

Words are lower case without accents, contractions written out ("won't" is `will not`), addresses and links made one
word. Lines that were only wrapped are joined; a list's lines, a heading and a greeting stand alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

TEXT_LIMIT: Final = 12_000
"""Characters of a text that are looked at: what a person decides is said before."""
CLAUSES_LIMIT: Final = 160
LONGEST: Final = 90
"""Words of one clause; what runs on is cut."""
LONGEST_QUOTE: Final = 300

_TOKEN = re.compile(
    r"(?P<link>https?://\S{1,2000}|www\.\S{1,500})|(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
    r"|(?P<time>\d{1,2}[:.h]\d{2}(?!\d)(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?)"
    r"|(?P<word>[^\W_]{1,60}(?:[’'‘`´-][^\W_]{1,60}){0,6})|(?P<line>\n[ \t]*)|(?P<mark>[.!?…;:,()\[\]|•·*⋅–—&/])"
)
_ENDS = frozenset(".!?…;")
_BULLETS = frozenset("•·*⋅|")
_SHORT_LINE = 46
"""A line below this that ends without a mark was ended on purpose, if the next one begins like a sentence."""
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "nr",
        "tel",
        "z",
        "b",
        "i",
        "a",
        "d",
        "h",
        "bzw",
        "ca",
        "inkl",
        "evtl",
        "usw",
        "e",
        "g",
        "vs",
        "approx",
        "ext",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mme",
        "mlle",
        "hr",
        "mevr",
        "dhr",
        "ir",
        "drs",
        "sra",
        "srta",
        "av",
        "inc",
        "ltd",
        "co",
        "corp",
        "p",
        "m",
        "ul",
        "str",
    ]
)
"""A full stop behind one of these, or behind a single letter, ends no sentence."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence or line: `words` with a space before each, `spans` their places in `text`, one a word."""

    text: str
    words: str
    spans: tuple[tuple[int, int], ...]
    asks: bool = False

    @property
    def tokens(self) -> list[str]:
        """The folded words."""
        return self.words.split()

    @property
    def quote(self) -> str:
        """The clause as it was written."""
        return self.said(0, len(self.spans))

    def said(self, first: int, last: int) -> str:
        """The words from `first` to before `last` as they were written, in at most 300 characters."""
        if not self.spans:
            return ""
        start, end = self.spans[first][0], self.spans[min(last, len(self.spans)) - 1][1]
        return self.text[start : min(end, start + LONGEST_QUOTE)]


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order."""
    text = text[:TEXT_LIMIT]
    found: list[Clause] = []
    for row, asks in _rows(text):
        found.append(_clause(text, row, asks=asks))
        if len(found) >= CLAUSES_LIMIT:
            break
    return tuple(found)


_Row = list[tuple[str, int, int]]


def _rows(text: str) -> Iterator[tuple[_Row, bool]]:
    row: _Row = []
    for token in _TOKEN.finditer(text):
        kind, start, end = token.lastgroup, token.start(), token.end()
        if kind == "word":
            row.extend((word, start, end) for word in folded(token.group()))
        elif kind in {"link", "mail", "time"}:
            row.append((f"_{kind}", start, end))
        elif row and (_breaks(text, token.group()[0], start, end, row)):
            yield row, token.group() == "?"
            row = []
        elif row and kind == "mark" and token.group() in ",:(&":
            row.append((",", start, end))
        if len(row) >= LONGEST:
            yield row, False
            row = []
    if row:
        yield row, False


def _breaks(text: str, mark: str, start: int, end: int, row: _Row) -> bool:
    if mark == "\n":
        return _ends_line(text, start, end)
    if mark in _BULLETS:
        return text[start - 1 : start] in {"\n", " ", ""}
    if mark not in _ENDS:
        return False
    if mark == ".":
        last = row[-1][0]
        follows = text[end : end + 1]
        if follows and not follows.isspace() and follows.isalnum():
            return False
        if len(last) == 1 and last.isalpha():
            return last == "m" and text[end : end + 2].strip()[:1].isupper()
        return last not in _TITLES
    return True


def _ends_line(text: str, start: int, end: int) -> bool:
    """Whether a line break ends a clause, or only wraps it."""
    follows = text[end : end + 1]
    if not follows or follows in "\n-*•·–>|0123456789([#_=" or text[end : end + 4] == "http":
        return True
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin:start].rstrip()
    if "\t" in line or line.endswith(("\t", "|")):
        return True
    if follows.islower():
        return False
    return len(line) < _SHORT_LINE or len(line) > 200


def _clause(text: str, row: _Row, *, asks: bool) -> Clause:
    return Clause(
        text=text,
        words="".join(f" {word}" for word, _, _ in row),
        spans=tuple((start, end) for _, start, end in row),
        asks=asks,
    )


# ── folding ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_WRITTEN_OUT: Final = {
    "won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us", "lets": "let us", "y'all": "you all", "wanna": "want to", "gonna": "going to", "gotta": "have to",
    "dont": "do not", "didnt": "did not", "doesnt": "does not", "wont": "will not", "cant": "can not", "isnt": "is not",
    "arent": "are not", "wasnt": "was not", "havent": "have not", "hasnt": "has not", "couldnt": "could not",
    "wouldnt": "would not", "im": "i am", "ive": "i have", "youre": "you are", "youve": "you have", "theyre": "they are",
    "weve": "we have", "thats": "that is", "its'": "its", "whats": "what is", "theres": "there is", "pls": "please",
    "thx": "thanks", "tmrw": "tomorrow", "u": "you", "ur": "your", "id'd": "id", "job-offer": "job offer",
    "on-site": "onsite", "on-hold": "on hold", "e-mail": "email", "e-mails": "emails", "résumé": "resume",
    "follow-up": "follow up", "short-list": "shortlist", "short-listed": "shortlisted", "re-schedule": "reschedule",
    "re-scheduled": "rescheduled", "take-home": "take home", "phone-screen": "phone screen", "aujourd'hui": "aujourd'hui",
}  # fmt: skip
_IS: Final = frozenset(
    [
        "it",
        "that",
        "he",
        "she",
        "here",
        "what",
        "there",
        "who",
        "where",
        "how",
        "this",
        "everything",
        "nothing",
        "everyone",
    ]
)
_ELISIONS: Final = frozenset(
    ["l", "d", "n", "s", "j", "m", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu"]
)


@lru_cache(maxsize=8192)  # a language has few words, and mail repeats them
def folded(word: str) -> tuple[str, ...]:
    """A written word as the words it stands for."""
    word = word.lower().replace("’", "'").replace("‘", "'").replace("`", "'").replace("´", "'")
    out = _WRITTEN_OUT.get(word)
    if out is not None:
        return tuple(out.split())
    word = unaccented(word)
    if "'" in word:
        return _apart(word)
    return _hyphened(word)


def _hyphened(word: str) -> tuple[str, ...]:
    """Both the whole and its parts would double words: parts only, as patterns are written in parts."""
    return tuple(part for part in word.split("-") if part) if "-" in word else (word,)


def _apart(word: str) -> tuple[str, ...]:
    head, _, tail = word.rpartition("'")
    if tail == "t" and head.endswith("n"):
        return (*_hyphened(head[:-1].replace("'", "")), "not")
    if tail in {"re", "ve", "ll", "m", "d"}:
        return (
            *_hyphened(head.replace("'", "")),
            {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}[tail],
        )
    if tail == "s":
        return (*_hyphened(head.replace("'", "")), "is" if head in _IS else "s")
    first, _, rest = word.partition("'")
    if first in _ELISIONS:
        return (first, *_hyphened(rest.replace("'", "")))
    return _hyphened(word.replace("'", ""))


def unaccented(word: str) -> str:
    """Letters without accents, so that a word is known however it was typed."""
    if word.isascii():
        return word
    plain = unicodedata.normalize(
        "NFKD", word.replace("ß", "ss").replace("œ", "oe").replace("æ", "ae").replace("ø", "o")
    )
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
