"""How far a title stretches in a row of words: to a mark, a word that ends titles, a small word behind big ones."""

from __future__ import annotations

import re
from typing import Final

from agent.reading.mention import Word, is_capital
from agent.reading.title import is_title_word, listed

_LONGEST: Final = 8
_SMALL: Final = 5
"""Words of a title that is written small."""
SMALL_LANGUAGES: Final = frozenset({"fr", "es", "nl"})
"""Languages that write the words of a title small."""
_QUOTES: Final = frozenset("\"'“”«»„‚‘*_")
_TIED: Final = frozenset("/&+")
_NUMBER: Final = re.compile(
    r"(?:(?:jr|r|req|id|ref|no|job|pos)[-#.]?)?#?[-]?\d[\d-]{2,11}[a-z]?|\d{2,4}/\d{2,4}|[a-z]{2,4}-\d{2,6}(?:-\d{1,6})?",
    re.IGNORECASE,
)
_ACRONYMS: Final = frozenset({"it", "us", "qa", "hr", "am"})
"""Capital letters that are no small word in a title: `IT Support`."""

Row = tuple[Word, ...]
Span = tuple[int, int]


def rightwards(row: Row, first: int, *, small: bool) -> Span | None:
    """The title that begins at a word, articles and numbers aside. `small`: the language writes titles small."""
    first = _skipped(row, first)
    if first >= len(row) or row[first].kind != "word":
        return None
    big = is_capital(row[first])
    index, last, bigs = first, first - 1, 0
    while index < len(row) and index - first < _LONGEST:
        word = row[index]
        if _is_tied(row, index) or (word.fold in listed("links") and _goes_on(row, index, big=big, small=small)):
            index += 1
            continue
        if _ends(row, index, first) or (
            last >= first and word.fold in listed("both") and is_title_word(row[last].text)
        ):
            break
        if not is_capital(word) and _is_too_small(row, index, last, big=big, small=small, bigs=bigs, first=first):
            break
        last, bigs = index, bigs + is_capital(word)
        index += 1
        if word.fold.endswith("'s") and not (index < len(row) and is_title_word(row[index].text)):
            break
    return (first, last) if last >= first else None


def _field(row: Row, index: int, last: int, *, big: bool) -> int:
    """The last word of a field that ends a line behind a title: `Team Lead, Produce`; 0 where there is none."""
    if not big or row[index].text != "," or last < 0 or not is_title_word(row[last].text):
        return 0
    end = index + 1
    while end < len(row) and end - index <= 2 and is_capital(row[end]) and row[end].fold not in listed("breaks"):
        end += 1
    closes = end >= len(row) or row[end].kind == "line" or row[end].fold in listed("sure")
    return end - 1 if closes and end > index + 1 and len(row[end - 1].text) > 2 else 0


def leftwards(row: Row, last: int) -> Span | None:
    """The title that ends at a word: capitalised words, or up to five small ones behind an article."""
    last = _before_brackets(row, last)
    if last < 0 or row[last].kind != "word":
        return None
    first, index, big = last + 1, last, is_capital(row[last])
    while index >= 0 and last - index < _LONGEST:
        word = row[index]
        if first <= last and big and _ties(row, index):
            index -= 1
            continue
        if _begins(row, index) or (big != is_capital(word) and not (big and word.text.isdigit())):
            break
        first = index
        index -= 1
    if first > last or (
        not big and not (last - first < _SMALL and first and row[first - 1].fold in listed("articles"))
    ):
        return None
    return first, last


# ── where it ends ────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_tied(row: Row, index: int) -> bool:
    """`Designer / Illustrator`: a mark that ties two words of one title."""
    return row[index].text in _TIED and index + 1 < len(row) and row[index + 1].kind == "word"


def _ends(row: Row, index: int, first: int) -> bool:
    word = row[index]
    if word.kind != "word" or word.fold in listed("links"):
        return True
    ends_it = word.fold in listed("breaks") or (word.fold in listed("nouns") and index > first)
    if ends_it and not in_title(row, index):
        return True
    if word.text.isdigit() and (len(word.text) > 1 or index == first):
        return True
    return word.fold in listed("ends") and not (index > first and len(word.text) > 1 and word.text.isupper())


def _is_too_small(row: Row, index: int, last: int, *, big: bool, small: bool, bigs: int, first: int) -> bool:
    """Whether a small word can be none of the title's: it began big, or it is long enough already."""
    if big and not small:
        return not (last >= first and row[last].fold.endswith("'s"))
    return index - first >= _SMALL or bigs > 1


def in_title(row: Row, index: int) -> bool:
    """Whether a word that often ends a title stands inside one: `Test Engineer`, `Team Lead`, `IT Support`."""
    word = row[index]
    if word.text.isupper() and len(word.text) > 1:
        return word.fold in _ACRONYMS
    if not is_capital(word) or index + 1 >= len(row) or not is_capital(row[index + 1]):
        return False
    return any(is_capital(behind) and is_title_word(behind.text) for behind in row[index + 1 : index + 3])


def _goes_on(row: Row, index: int, *, big: bool, small: bool) -> bool:
    """Whether a small word is inside a title: `Head of Growth`, `Manager in Training`; not `Analyst in Chicago`."""
    link = row[index].fold
    behind = next((word for word in row[index + 1 : index + 3] if word.fold not in listed("ties")), None)
    if behind is None or behind.kind != "word" or behind.fold in listed("ends") | listed("breaks"):
        return False
    if link in listed("both") and index and is_title_word(row[index - 1].text):
        return False
    ahead = row[index - 1].fold if index else ""
    if link == "the":
        return ahead in {"of", "to"}
    if link in {"in", "for", "to"}:
        return (
            behind.fold in listed("behind_in")
            or (ahead in listed("before_in") and is_capital(behind))
            or (ahead == "assistant" and link == "to")
        )
    return is_capital(behind) or small or not big


def _skipped(row: Row, index: int) -> int:
    """Past articles, quotation marks and numbers of jobs."""
    passed = listed("articles") | listed("leads")
    for _ in range(6):
        if index >= len(row):
            return index
        word = row[index]
        behind_mark = index + 1 < len(row) and row[index + 1].text in {":", ",", "-", "–"}
        if word.fold in passed or word.text in _QUOTES or word.text in {"#", ":", "("}:
            index += 1
        elif _NUMBER.fullmatch(word.text):
            index += 2 if behind_mark else 1
        else:
            return index
    return index


# ── where it begins ──────────────────────────────────────────────────────────────────────────────────────────────────


def _before_brackets(row: Row, last: int) -> int:
    """The word before brackets, a quotation mark or a comma that stand between a title and its noun."""
    if row[last].text == ")":
        opens = next((index for index in range(last, max(-1, last - 8), -1) if row[index].text == "("), None)
        last = opens - 1 if opens else last
    return last - 1 if last >= 0 and (row[last].text in _QUOTES or row[last].text == ",") else last


def _ties(row: Row, index: int) -> bool:
    """`Head of Growth`, `UX / UI Designer`, `Engineer, Payments`: what ties the words of a title, read backwards."""
    word = row[index]
    if word.text in _TIED:
        return True
    ahead = row[index - 1] if index else None
    if ahead is None or not is_capital(ahead):
        return False
    if word.text == ",":
        return is_title_word(ahead.text)
    return word.fold in listed("links") and word.fold in listed("ties") | {"in", "to"}


def _begins(row: Row, index: int) -> bool:
    """Whether a word stands before the title, and not in it."""
    word = row[index]
    if word.kind != "word" or (word.text.isdigit() and len(word.text) > 1):
        return True
    if word.fold in listed("breaks") | listed("nouns") and not in_title(row, index):
        return True
    small = listed("ends") | listed("never") | listed("articles") | listed("links")
    return word.fold in small and not (word.text.isupper() and len(word.text) > 1)
