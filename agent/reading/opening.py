"""Where roles are named: behind "position of", "als", "poste de", before "role", in labelled lines, between marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from agent.core.findings import Where
from agent.reading.mention import Cues, Word, cues, line_at, words_of
from agent.reading.stretch import SMALL_LANGUAGES, Row, Span, in_title, leftwards, rightwards
from agent.reading.title import is_title_word, is_titled, listed, titles

_LONGEST_CUE: Final = 8
_SURE: Final = 5
"""From this weight on the words before a phrase alone make it a role."""


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase that may be a role, what its place weighs, its line, and whether that alone is enough."""

    name: str
    weight: int
    quote: str
    sure: bool = False


def openings(text: str, where: Where, language: str) -> Iterator[Named]:
    """Every phrase of a text that its place makes a role."""
    row = words_of(text)
    yield from _labelled(text)
    yield from _behind_cues(text, row, language)
    yield from _before_nouns(text, row)
    yield from _numbered(text, row)
    yield from _alone(text) if where is Where.BODY else _pieces(text)


# ── beside words ─────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _cues(language: str) -> tuple[Cues, frozenset[str]]:
    """Cues of English and one other language, and the words with which one ends."""
    data = titles()
    languages = [each for each in dict.fromkeys((language, "en")) if each in data]
    table = cues((int(weight), said) for each in languages for weight, said in data[each]["before"].items())
    return table, frozenset(row[-1] for row in table)


def _behind_cues(text: str, row: Row, language: str) -> Iterator[Named]:
    table, last_words = _cues(language)
    small = language in SMALL_LANGUAGES
    for index, word in enumerate(row):
        weight = _weight(row, index, table) if word.fold in last_words else 0
        span = rightwards(row, index + 1, small=small) if weight else None
        if span:
            yield _named(text, row, span, weight, sure=weight >= _SURE)


def _weight(row: Row, last: int, table: Cues) -> int:
    """What the longest cue weighs that ends at a word; articles inside it are passed over."""
    said: list[str] = []
    for index in range(last, max(-1, last - _LONGEST_CUE), -1):
        if row[index].kind == "line":
            break
        said.append(row[index].fold)
    whole = tuple(reversed(said))
    bare = tuple(word for word in whole[:-1] if word not in listed("articles")) + whole[-1:]
    for each in (whole, bare):
        for length in range(min(6, len(each)), 0, -1):
            if weight := table.get(each[-length:]):
                return weight
    return 0


_BEFORE_TITLES: Final = frozenset({"for", "as", "my", "any", "and", "of"})


def _before_nouns(text: str, row: Row) -> Iterator[Named]:
    """`the Data Engineer role`, `our line cook job`."""
    nouns = listed("nouns")
    for index, word in enumerate(row):
        span = leftwards(row, index - 1) if index and word.fold in nouns and not in_title(row, index) else None
        if span:
            ahead = row[span[0] - 1].fold if span[0] else ""
            sure = word.fold in listed("sure")
            weight = 3 + sure + (sure and ahead in listed("articles") | _BEFORE_TITLES)
            yield _named(text, row, span, weight, sure=sure and not row[span[1]].text.islower())


_JOB_NUMBER: Final = re.compile(r"#?(?=[\w/-]{0,14}\d)[\w/-]{2,16}")
_MARKS: Final = frozenset({"(", "-", "–", ",", ":"})


def _numbered(text: str, row: Row) -> Iterator[Named]:
    """`announcement 25-CART-09 (Cartographer)`, `Req 4482 - Data Engineer`."""
    for index in range(1, len(row) - 2):
        if row[index + 1].text not in _MARKS or row[index - 1].fold not in listed("numbered"):
            continue
        span = rightwards(row, index + 2, small=False) if _JOB_NUMBER.fullmatch(row[index].text) else None
        if span and is_titled(text[row[span[0]].start : row[span[1]].end]):
            yield _named(text, row, span, 4, sure=True)


def _named(text: str, row: tuple[Word, ...], span: Span, weight: int, *, sure: bool) -> Named:
    start, end = row[span[0]].start, row[span[1]].end
    return Named(" ".join(text[start:end].split()), weight, line_at(text, start, end), sure)


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_LABEL: Final = re.compile(
    r"^[ \t*•>-]{0,4}(?P<label>[^\W\d_][\w '/.-]{1,28}?)[ \t*]{0,3}(?:[:\t]|\s[–-]\s)[ \t*]{0,4}"
    r"(?P<rest>\S[^\n]{2,90})$",
    re.MULTILINE,
)
_ID: Final = re.compile(
    r"^\s{0,3}(?:(?:JR|R|REQ|ID|[Rr]eq\.?|[Rr]ef\.?|No\.?|#)?[-# ]{0,2}\d[\d-]{2,12}[:,]?[ –-]{0,3})"
)
_REST: Final = re.compile(
    r",\s(?:\d|[a-zà-ÿ]{3,}).*$|\s[|–—-]\s.*$|\s?\(.*$|\s?\[.*$|;.*$|\.\s.*$|,? (?:at|with|bei|chez|bij) .*$"
)
_DASH: Final = re.compile(r"\s[|–—-]\s")
_WHOLE_LINE: Final = re.compile(r"[^.:;!?@]{2,70}")
_OPENS: Final = re.compile(r"(?:^|[.!?]\s|\n\n)(?P<name>[A-ZÀ-Þ][^\n.,;:!?()]{2,50}), (?=[\da-zà-ÿ])")
_BETWEEN: Final = re.compile(
    r"\s[|–—/x×<>-]{1,3}\s|\s?[:|()]\s?|,\s|\s@\s"
    r"|\s(?:with|between|at|for|mit|bei|chez|pour|avec|para|con|en|voor|bij|met|für|als)\s"
)


def _labelled(text: str) -> Iterator[Named]:
    """`Position: Data Engineer`, `What: Histology Technician, second interview`."""
    known = frozenset(titles()["labels"]["words"])
    for match in _LABEL.finditer(text):
        label = " ".join(match["label"].casefold().split())
        if label not in known:
            continue
        weak = label in listed("weak_labels")
        told = (_REST.sub("", _ID.sub("", piece)).strip(" .*") for piece in _DASH.split(match["rest"]))
        name = next((piece for piece in told if piece and (not weak or is_titled(piece))), "")
        if name:
            yield Named(name, 6, match.group().strip()[:300], sure=not weak)


def _alone(text: str) -> Iterator[Named]:
    """Lines that hold nothing but a title, as notices of job boards have them, and sentences that begin with one."""
    for line in text.splitlines()[:60]:
        bare = _ID.sub("", line.strip(" *•-"))
        words = bare.split()
        if 1 < len(words) <= 6 and words[0][0].isupper() and is_title_word(words[-1]) and _WHOLE_LINE.fullmatch(bare):
            yield Named(bare, 2, line.strip())
    for match in _OPENS.finditer(text[:3_000]):  # "Metallurgist, 40 hours, starting in May"
        words = match["name"].split()
        if is_title_word(words[-1]) or is_title_word(words[0]):
            yield Named(match["name"], 2, match.group().strip())


def _pieces(text: str) -> Iterator[Named]:
    """What stands between the marks of a title, where it reads like a role."""
    for line in text.splitlines()[:20]:
        for piece in _BETWEEN.split(line) if len(line) < 160 else ():
            bare = _ID.sub("", piece.strip(" .!\"'“”«»"))
            if bare and is_titled(bare) and len(bare.split()) <= 7:
                yield Named(bare, 3, line.strip()[:300])
