"""Where roles are named in text: behind "position of", "als", "poste de", before "role", in labelled lines, between marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from agent.core.findings import Where
from agent.reading.mention import Cues, Word, cues, is_capital, line_at, words_of
from agent.reading.title import is_title_word, is_titled, listed, titles

_LONGEST: Final = 8
_LONGEST_CUE: Final = 8
_SMALL: Final = 5
"""Words of a title that is written small."""
SMALL_LANGUAGES: Final = frozenset({"fr", "es", "nl"})
"""Languages that write the words of a title small."""
_ARTICLES: Final = frozenset("the a an our your d' l' this open new der die das den dem eine einen einer unsere unseren le la les l un une el los las una de het een notre votre nuestro nuestra tu su deze onze".split())
_LEADS: Final = frozenset("both of as for to on about als van voor naar zum zur um fur auf comme como para pour au post position role job stelle poste puesto vacante plaza functie vacature rol opening vacancy requisition req search candidacy application interview vorstellungsgesprach fachgesprach gesprach entretien entrevista sollicitatiegesprek kennismakingsgesprek gesprek kennismaking sollicitatie bewerbung candidature candidatura".split())
_QUOTES: Final = frozenset("\"'“”«»„‚‘*_")
_NUMBER: Final = re.compile(r"(?:(?:jr|r|req|id|ref|no|job|pos)[-#.]?)?#?[-]?\d[\d-]{2,11}[a-z]?|\d{2,4}/\d{2,4}|[a-z]{2,4}-\d{2,6}(?:-\d{1,6})?", re.IGNORECASE)
_LEVEL: Final = re.compile(r"(?:[IVX]{1,4}|[1-9]|[A-Z])")


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase that may be a role, what its place weighs, whether that alone is enough, and its line."""

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
    if where is Where.BODY:
        yield from _alone(text)
    else:
        yield from _pieces(text)


# ── behind words ─────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _cues(language: str) -> tuple[Cues, frozenset[str]]:
    """Cues of English and one other language, and the words with which one ends."""
    data = titles()
    languages = [each for each in dict.fromkeys((language, "en")) if each in data]
    table = cues((int(weight), said) for each in languages for weight, said in data[each]["before"].items())
    return table, frozenset(row[-1] for row in table)


def _behind_cues(text: str, row: tuple[Word, ...], language: str) -> Iterator[Named]:
    table, last_words = _cues(language)
    small = language in SMALL_LANGUAGES
    for index, word in enumerate(row):
        if word.fold not in last_words:
            continue
        weight = _weight(row, index, table)
        span = _rightwards(row, index + 1, small=small) if weight else None
        if span:
            yield _named(text, row, span, weight, sure=weight >= 5)


def _weight(row: tuple[Word, ...], last: int, table: Cues) -> int:
    """What the longest cue weighs that ends at a word; articles inside it are passed over."""
    said: list[str] = []
    for index in range(last, max(-1, last - _LONGEST_CUE), -1):
        if row[index].kind == "line":
            break
        said.append(row[index].fold)
    whole = tuple(reversed(said))
    bare = tuple(word for word in whole[:-1] if word not in _ARTICLES) + whole[-1:]
    for each in (whole, bare):
        for length in range(min(6, len(each)), 0, -1):
            if weight := table.get(each[-length:]):
                return weight
    return 0


def _rightwards(row: tuple[Word, ...], first: int, *, small: bool) -> tuple[int, int] | None:
    """The phrase that begins at a word: up to a mark, a word that ends titles, or a small word where they are written big."""
    first = _skipped(row, first)
    if first >= len(row) or row[first].kind != "word":
        return None
    big = is_capital(row[first])
    index, last = first, first - 1
    while index < len(row) and index - first < _LONGEST:
        word = row[index]
        if word.kind != "word":
            if word.text in {"/", "&", "+"} and index + 1 < len(row) and row[index + 1].kind == "word":
                index += 1
                continue
            break
        if (word.fold in listed("breaks") or (word.fold in listed("nouns") and index > first)) and not _in_title(row, index):
            break
        if word.text.isdigit() and (len(word.text) > 1 or index == first):
            break
        if last >= first and word.fold in _AND and is_title_word(row[last].text):
            break
        if word.fold in listed("links"):
            if not _goes_on(row, index, big=big, small=small):
                break
            index += 1
            continue
        if word.fold in listed("ends") and not (is_capital(word) and index > first and word.text.isupper()):
            break
        if big and not small and not is_capital(word) and not (last >= first and row[last].fold.endswith("'s")):
            break
        if (not big or small) and not is_capital(word) and index - first >= _SMALL:
            break
        last = index
        index += 1
    return (first, last) if last >= first else None


_AND: Final = frozenset({"and", "und", "y", "et", "en", "&"})


def _in_title(row: tuple[Word, ...], index: int) -> bool:
    """Whether a word that often ends a title stands inside one: `Test Engineer`, `Team Lead`, `IT Support`."""
    word = row[index]
    if word.text.isupper() and len(word.text) > 1:
        return word.fold in {"it", "us", "qa", "hr", "am"}
    behind = row[index + 1] if index + 1 < len(row) else None
    if behind is None or not is_capital(word) or not is_capital(behind):
        return False
    return is_title_word(behind.text) or (index + 2 < len(row) and is_title_word(row[index + 2].text) and is_capital(row[index + 2]))


def _skipped(row: tuple[Word, ...], index: int) -> int:
    """Past articles, quotation marks and numbers of jobs."""
    for _ in range(6):
        if index >= len(row):
            return index
        word = row[index]
        behind_mark = index + 1 < len(row) and row[index + 1].text in {":", ",", "-", "–"}
        if word.fold in _ARTICLES | _LEADS or word.text in _QUOTES or word.text in {"#", ":", "("}:
            index += 1
        elif _NUMBER.fullmatch(word.text):
            index += 2 if behind_mark else 1
        else:
            return index
    return index


_OF: Final = frozenset({"of", "de", "d'", "l'", "du", "des", "van", "fur", "&", "+", "and", "und", "e", "der", "la"})
_IN: Final = {"training", "test", "charge", "residence", "chief", "house"}
_SUBJECTS: Final = frozenset({"lecturer", "professor", "instructor", "teacher", "fellow", "tutor", "researcher"})


def _goes_on(row: tuple[Word, ...], index: int, *, big: bool, small: bool) -> bool:
    """Whether a small word is inside a title: `Head of Growth`, `Manager in Training`; not `Analyst in Chicago`."""
    link, behind = row[index].fold, next((word for word in row[index + 1 : index + 3] if word.fold not in _OF), None)
    if behind is None or behind.kind != "word" or behind.fold in listed("ends") | listed("breaks"):
        return False
    if link in {"in", "for", "to", "the"}:
        ahead = row[index - 1].fold if index else ""
        return behind.fold in _IN or (ahead in _SUBJECTS and is_capital(behind)) or (ahead == "assistant" and link == "to") or (link == "the" and ahead in {"of", "to"})
    return is_capital(behind) or small or not big


def _numbered(text: str, row: tuple[Word, ...]) -> Iterator[Named]:
    """`announcement 25-CART-09 (Cartographer)`, `Req 4482 - Data Engineer`."""
    for index in range(1, len(row) - 2):
        if row[index + 1].text in {"(", "-", "–", ",", ":"} and _JOB_NUMBER.fullmatch(row[index].text) and row[index - 1].fold in _NUMBERED:
            span = _rightwards(row, index + 2, small=False)
            if span and is_titled(text[row[span[0]].start : row[span[1]].end]):
                yield _named(text, row, span, 4, sure=True)


_JOB_NUMBER: Final = re.compile(r"#?(?=[\w/-]{0,14}\d)[\w/-]{2,16}")
_NUMBERED: Final = frozenset("announcement requisition req job posting vacancy ref reference id number no nr kennziffer #".split())


# ── before nouns ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _before_nouns(text: str, row: tuple[Word, ...]) -> Iterator[Named]:
    for index, word in enumerate(row):
        if word.fold in listed("nouns") and index and not _in_title(row, index) and (span := _leftwards(row, index - 1)):
            first, last = span
            determined = first > 0 and row[first - 1].fold in _ARTICLES | {"for", "as", "my", "any", "and", "of"}
            certain = word.fold in listed("sure")
            weight = (5 if determined else 4) if certain else 3
            yield _named(text, row, (first, last), weight, sure=certain and is_capital(row[last]))


def _leftwards(row: tuple[Word, ...], last: int) -> tuple[int, int] | None:
    """The phrase that ends at a word: capitalised words, or up to four small ones behind an article."""
    if row[last].text == ")":
        opens = next((i for i in range(last, max(-1, last - 8), -1) if row[i].text == "("), None)
        last = opens - 1 if opens else last
    if last >= 0 and row[last].text in _QUOTES | {","}:
        last -= 1
    if last < 0 or row[last].kind != "word":
        return None
    first, index, big = last + 1, last, is_capital(row[last])
    while index >= 0 and last - index < _LONGEST:
        word = row[index]
        if word.text in {"/", "&", "+"} and first <= last:
            index -= 1
            continue
        if word.text == "," and first <= last and index and is_title_word(row[index - 1].text) and is_capital(row[index - 1]):
            index -= 1
            continue
        if word.kind != "word" or (word.fold in listed("breaks") | listed("nouns") and not _in_title(row, index)):
            break
        if word.text.isdigit() and len(word.text) > 1:
            break
        if word.fold in listed("links") and big and index and is_capital(row[index - 1]) and word.fold in _OF | {"in", "to"}:
            index -= 1
            continue
        if word.fold in listed("ends") | listed("never") | _ARTICLES | listed("links") and not word.text.isupper():
            break
        if big != is_capital(word) and not (big and word.text.isdigit()):
            break
        first = index
        index -= 1
    if first > last:
        return None
    if not big and (last - first >= _SMALL or not (first and row[first - 1].fold in _ARTICLES)):
        return None
    return first, last


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_LABEL: Final = re.compile(r"^[ \t*•>-]{0,4}(?P<label>[^\W\d_][\w '/.-]{1,28}?)[ \t*]{0,3}(?:[:\t]|\s[–-]\s)[ \t*]{0,4}(?P<rest>\S[^\n]{2,90})$", re.MULTILINE)
_ID: Final = re.compile(r"^\s{0,3}(?:(?:JR|R|REQ|ID|[Rr]eq\.?|[Rr]ef\.?|No\.?|#)?[-# ]{0,2}\d[\d-]{2,12}[:,]?[ –-]{0,3})")
_REST: Final = re.compile(r"\s[|–—-]\s.*$|\s?\(.*$|\s?\[.*$|;.*$|\.\s.*$|,? (?:at|with|bei|chez|bij) .*$")


def _labelled(text: str) -> Iterator[Named]:
    known = frozenset(titles()["labels"]["words"])
    for match in _LABEL.finditer(text):
        label = " ".join(match["label"].casefold().split())
        if label in known:
            name = _REST.sub("", _ID.sub("", match["rest"])).strip(" .*")
            weak = label in {"for", "re", "application", "your application", "offre", "title"}
            if name and (not weak or is_titled(name)):
                yield Named(name, 6, match.group().strip()[:300], sure=not weak)


def _alone(text: str) -> Iterator[Named]:
    """Lines that hold nothing but a title, as notices of job boards have them."""
    for line in text.splitlines()[:60]:
        bare = _ID.sub("", line.strip(" *•-"))
        words = bare.split()
        if 1 < len(words) <= 6 and words[0][0].isupper() and is_title_word(words[-1]) and not re.search(r"[.:;!?@]", bare):
            yield Named(bare, 2, line.strip())
    for match in _OPENS.finditer(text[:3_000]):  # "Metallurgist, 40 hours, starting in May"
        if is_titled(match["name"]) and is_title_word(match["name"].split()[-1]) | is_title_word(match["name"].split()[0]):
            yield Named(match["name"], 2, match.group().strip())


_OPENS: Final = re.compile(r"(?:^|[.!?]\s|\n\n)(?P<name>[A-ZÀ-Þ][^\n.,;:!?()]{2,50}), (?=[\da-zà-ÿ])")
_BETWEEN: Final = re.compile(r"\s[|–—/x×<>-]{1,3}\s|\s?[:|()]\s?|,\s|\s@\s|\s(?:with|between|at|for|mit|bei|chez|pour|avec|para|con|en|voor|bij|met|für|als)\s")


def _pieces(text: str) -> Iterator[Named]:
    """What stands between the marks of a title, where it reads like a role."""
    for line in text.splitlines()[:20]:
        if len(line) >= 160:
            continue
        for piece in _BETWEEN.split(line):
            bare = _ID.sub("", piece.strip(" .!\"'“”«»"))
            if bare and is_titled(bare) and len(bare.split()) <= 7:
                yield Named(bare, 3, line.strip()[:300])


def _named(text: str, row: tuple[Word, ...], span: tuple[int, int], weight: int, *, sure: bool) -> Named:
    start, end = row[span[0]].start, row[span[1]].end
    return Named(" ".join(text[start:end].split()), weight, line_at(text, start, end), sure)
