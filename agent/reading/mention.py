"""Names in running text: capitalised phrases with the words before and behind them, which say what they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from agent.reading.clauses import unaccented
from agent.reading.names import NAMING

WORDS_LIMIT: Final = 1_500
_LEAD: Final = 6
_TAIL: Final = 5
_LONGEST_NAME: Final = 7

_TOKEN: Final = re.compile(
    r"(?P<link>https?://\S{1,500}|www\.\S{1,200}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})"
    r"|(?P<word>(?:[dl]|L(?=.[a-zà-ÿ]))'(?=[^\W\d_])"
    r"|(?:St|Dr|Mr|Mrs|Ms|Prof|Mme|Ste|Sta|Hr|Fr)\.(?=[ \t])|[A-Z]\.(?=[ \t][A-Z])|[A-Z]\.(?:[A-Z]\.){1,4}"
    r"|[^\W_]{1,40}(?:['.+/&-][^\W_]{1,40}){0,5}(?:[+#]{1,2}(?![^\W_]))?)"
    r"|(?P<line>\n)|(?P<mark>[^\s\w])"
)
_STOPS: Final = frozenset(".!?;")
_OPENS: Final = _STOPS | {"\n", "^", ":"}


class Word(NamedTuple):
    """One word, mark or line end: as it was written, folded, and where. `kind` is word, link, mark or line."""

    text: str
    fold: str
    start: int
    end: int
    kind: str


@lru_cache(maxsize=16)  # company, role and people of one mail are looked for in the same text
def words_of(text: str) -> tuple[Word, ...]:
    """The words and marks of a text."""
    row: list[Word] = []
    for token in _TOKEN.finditer(text.replace("’", "'").replace("\xa0", " ")):
        said = token.group()
        row.append(Word(said, unaccented(said.casefold()), token.start(), token.end(), token.lastgroup or "mark"))
        if len(row) >= WORDS_LIMIT:
            break
    return tuple(row)


@dataclass(frozen=True, slots=True)
class Mention:
    """A capitalised phrase. `lead` and `tail` are the folded words around it, `opens` that a sentence begins with it,
    `the` that a capital article stands before it within a sentence: then it belongs to the name.
    """

    name: str
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    start: int
    end: int
    opens: bool
    the: bool = False


def mentions(text: str) -> Iterator[Mention]:
    """Every capitalised phrase of a text; of `Acme's Harbor`, the part before the genitive besides."""
    row = words_of(text)
    index = 0
    while index < len(row):
        if not _may_begin(row, index):
            index += 1
            continue
        last = _run(row, index)
        for end in (*_genitives(row, index, last), last):
            yield _mention(row, index, end)
        index = last + 1


def line_at(text: str, start: int, end: int) -> str:
    """The line in which a phrase stands."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    return text[begin : stop if stop >= 0 else None].strip()[:300]


def is_capital(word: Word) -> bool:
    """`Acme`, `iBright`, `3M`, `47`: what a name is made of."""
    return word.kind == "word" and (
        word.text[0].isupper() or (word.text[0].isdigit() and len(word.text) < 7) or not word.text.islower()
    )


STOP_WORDS: Final = frozenset(unaccented(word) for word in NAMING["stop"]["words"])
_BREAKS: Final = frozenset(unaccented(word) for word in NAMING["stop"]["breaks"])
LINKS: Final = frozenset(NAMING["stop"]["links"])


def _may_begin(row: tuple[Word, ...], index: int) -> bool:
    word = row[index]
    if not is_capital(word) or word.fold in _BREAKS or word.text[0].isdigit():
        return word.kind == "word" and word.text[0].isdigit() and _is_numbered_name(row, index)
    return word.fold not in STOP_WORDS


def _is_numbered_name(row: tuple[Word, ...], index: int) -> bool:
    """`47 North`, `3M`: a number that begins a name stands behind "at" or the like, or holds a letter."""
    word = row[index]
    if not word.text.isalnum() or len(word.text) > 4 or word.text[-2:] in {"am", "pm", "AM", "PM"}:
        return False
    holds = any(letter.isupper() for letter in word.text)
    before = row[index - 1].fold if index else ""
    return holds or (word.text.isdigit() and before == "at" and index + 1 < len(row) and _joins(row[index + 1]))


def _joins(word: Word) -> bool:
    if word.fold in _FORMS and not word.text.isupper():
        return word.text[0].isupper()  # `Tallgrass Ag` is no AG
    return is_capital(word) and word.fold not in _BREAKS and word.fold not in STOP_WORDS


_FORMS: Final = frozenset({"ag", "se", "sa", "kg", "sl", "nv", "bv", "am", "it"})


def _run(row: tuple[Word, ...], first: int) -> int:
    """The index of the last word of the phrase that begins at `first`."""
    last = first
    for _ in range(_LONGEST_NAME):
        links = last + 1
        while links < len(row) and links - last <= 2 and row[links].fold in LINKS:
            links += 1
        if links < len(row) and _joins(row[links]) and (links == last + 1 or not row[links].text[0].isdigit()):
            last = links
        else:
            break
    return last


def _genitives(row: tuple[Word, ...], first: int, last: int) -> Iterator[int]:
    for index in range(first, last):
        if row[index].fold.endswith("'s"):
            yield index
            return


def _mention(row: tuple[Word, ...], first: int, last: int) -> Mention:
    lead = [] if first else ["^"]
    for index in range(first - 1, max(-1, first - 1 - _LEAD), -1):
        word = row[index]
        lead.append("\n" if word.kind == "line" else word.fold)
        if word.kind == "line" or word.fold in _STOPS:
            break
    tail = []
    for word in row[last + 1 : last + 1 + _TAIL]:
        tail.append("\n" if word.kind == "line" else word.fold)
        if word.kind == "line" or word.fold in _STOPS:
            break
    name = " ".join(word.text for word in row[first : last + 1]).removesuffix("'s").removesuffix("'")
    opens = not lead or lead[0] in _OPENS
    the = first > 0 and row[first - 1].text == "The" and len(lead) > 1 and lead[1] not in _OPENS
    return Mention(name, tuple(reversed(lead)), tuple(tail), row[first].start, row[last].end, opens, the)


# ── cues ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

Cues = Mapping[tuple[str, ...], int]
"""Rows of folded words, and what each weighs."""

_ARTICLES: Final = frozenset(NAMING["stop"]["articles"])


def cues(lists: Iterable[tuple[int, Iterable[str]]]) -> dict[tuple[str, ...], int]:
    """Cues from data: `interview/interviews with/at` is four of them."""
    table: dict[tuple[str, ...], int] = {}
    for weight, sayings in lists:
        for saying in sayings:
            for row in product(*(unaccented(word).split("/") if len(word) > 1 else (word,) for word in saying.split())):
                table.setdefault(tuple(row), weight)
    return table


def before(mention: Mention, table: Cues) -> int:
    """What the longest cue weighs that stands right before a mention, articles aside; 0 without one."""
    lead = mention.lead
    for row in (lead, lead[:-1] if lead and lead[-1] in _ARTICLES else ()):
        for length in range(min(_LEAD, len(row)), 0, -1):
            if weight := table.get(row[-length:]):
                return weight
    return 0


def behind(mention: Mention, table: Cues) -> int:
    """What the longest cue weighs that stands right behind a mention; 0 without one."""
    for length in range(min(_TAIL, len(mention.tail)), 0, -1):
        if weight := table.get(mention.tail[:length]):
            return weight
    return 0
