"""What of a writing helper's answer can be used: prose that keeps our manners, says no less, and brings no new fact.

The helper is not believed in anything. Its words are a body between our salutation and our closing line; one breach of
the manners, one name, number or date that it was not given, and they are thrown away, and the template letter stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from agent.writing import clean
from agent.writing.brief import Brief
from agent.writing.fragment import tongue
from agent.writing.letters import Letter, specific, text
from agent.writing.manners import breaches
from agent.writing.slip import facts, usable_notes
from agent.writing.slots import slots
from agent.writing.taboo import straight
from agent.writing.wording import spaced, supported, table, vocabulary, words

_LONGEST = 6_000
_FULL_STOP = re.compile(r"(?<=[.?])\s+")
_RUN = re.compile(r"[.?:;,]{2}|[^\W\d_]{31}|(?:^|\s)[-–—*•#>]\s*(?:[-–—*•#>]|$)|^\s*(?:[-*•#>]|\d+[.)])\s")
"""Two signs in a row, a word that is none, dashes with nothing between them, a list."""
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
_WORD = re.compile(r"[^\W_](?:[\w'’+#&/.-]*[\w+#])?")
_SENTENCE = re.compile(r"(?<=[.?!:;])\s+|\n+")
_QUOTE = re.compile('[“”„«»‹›"]')
_TELLING = 4
_HALF = 0.5
_MOSTLY = 0.6
_MOST_ALIKE = 0.6
"""How alike the specific paragraphs of a panel's letters may be (field guide, rule 4)."""


def proofed(answer: str, template: Letter, brief: Brief, panel: Iterable[Letter] = ()) -> tuple[Letter | None, str]:
    """The template letter with the helper's body, or None and the reason why that cannot be used.

    `panel` are the letters that others of the same interview got. The reason quotes nothing of the answer: it is shown
    and logged, and the answer may hold anything.
    """
    body = _paragraphs(answer, template)
    if not body:
        return None, "it wrote nothing that could be used"
    if not all(_is_prose(paragraph, brief.language) for paragraph in _as_in(template, body)):
        return None, "its words are no plain sentences in the letter's language"
    if _echoes(body, template, brief):
        return None, "its words speak of the order, not to the reader"
    letter = replace(template, paragraphs=body)
    broken = breaches(text(letter), brief)
    if broken:
        return None, f"its words break a rule of letters ({', '.join(sorted({breach.rule for breach in broken}))})"
    if next(brought(body, brief), None) is not None:
        return None, "its words hold a name, a number or a date that it was not given"
    if missing := next(_left_out(body, template, brief), None):
        return None, f"its words leave out what the letter is to say ({missing})"
    if any(_alike(specific(letter), specific(other)) > _MOST_ALIKE for other in panel):
        return None, "its words are too much like the letter to somebody else of the same interview"
    return letter, ""


def brought(body: tuple[str, ...], brief: Brief) -> Iterator[str]:
    """Every quotation, number, date, name and word in capitals of a body that its writer was not given."""
    given = straight(" ".join((*facts(slots(brief)).values(), *dict(usable_notes(brief)).values())))
    told = {part for word in _WORD.findall(given) for part in (word, *re.split(r"['’/.&+-]", word)) if part}
    for sentence in _SENTENCE.split("\n".join(body)):
        yield from _QUOTE.findall(sentence)
        for at, word in enumerate(_WORD.findall(sentence)):
            if not set(_parts(word)) <= told and _claims(word, brief.language, first=at == 0):
                yield word


def _as_in(template: Letter, body: tuple[str, ...]) -> tuple[str, ...]:
    """The body as it is judged: after a salutation with a comma German begins with a small letter, as ours do."""
    small = template.paragraphs[0][:1].islower()
    return (body[0][:1].upper() + body[0][1:], *body[1:]) if small else body


def _is_prose(paragraph: str, language: str) -> bool:
    """Whether a paragraph is made of whole sentences in this language."""
    sentences = [sentence for sentence in _FULL_STOP.split(paragraph) if sentence]
    fit = paragraph[-1] in ".?" and not _RUN.search(paragraph)
    latin = all(c < "\u0250" for c in paragraph if c.isalpha())
    capital = all(re.match(r"[¿«]?\W?[^\W\d_]", s) and _first_letter(s).isupper() for s in sentences)
    return fit and latin and capital and all(_is_in(language, sentence) for sentence in sentences)


def _is_in(language: str, sentence: str) -> bool:
    """Whether nothing tells that a sentence is in another language, or our own letters have most of its words."""
    said = re.findall(r"[^\W\d_]+", sentence.casefold())
    ours = sum(word in vocabulary(language) for word in said)
    return tongue(sentence) in {None, supported(language)} or ours > _MOSTLY * len(said)


def _echoes(body: tuple[str, ...], template: Letter, brief: Brief) -> bool:
    """Whether it speaks as a machine does of its work, in words that our letter has not: a note may hold an order."""
    given = straight(" ".join((*template.paragraphs, *facts(slots(brief)).values())))
    said = straight(" ".join(body))
    return any(word in said and word not in given for word in table(brief.language, "helper")["echoes"])


def _first_letter(sentence: str) -> str:
    return next((c for c in sentence if c.isalpha()), "")


def _claims(word: str, language: str, *, first: bool) -> bool:
    """Whether a word that was not given says something that it must not: a number, a date, or a name.

    A capital says nothing at the beginning of a sentence, nor on any noun in German: there the word must be one that
    our own letters use.
    """
    bare = word.casefold().replace("’", "'")
    if any(c.isdigit() for c in word) or bare in _numbers_and_dates(language):
        return True
    if word == word.lower() or bare.split("'")[0] == "i":
        return False
    if sum(c.isupper() for c in word) > 1 or not word[0].isupper():
        return True
    ours = set(_parts(word)) <= vocabulary(language) | set(table(language, "helper")["openers"])
    return not (ours and (first or supported(language) == "de"))


def _numbers_and_dates(language: str) -> frozenset[str]:
    lists = words(language).lists
    dated = {name.casefold() for name in (*lists["months"], *lists["weekdays"])} - {"may"}
    return frozenset(dated) | frozenset(table(language, "helper")["numbers"])


def _parts(word: str) -> list[str]:
    return [part for part in re.split(r"['’/.&+-]", word.casefold()) if part]


def _paragraphs(answer: str, template: Letter) -> tuple[str, ...]:
    """The paragraphs of an answer, without the salutation, closing and name that some add all the same."""
    answer = answer.replace("\r\n", "\n")
    if len(answer) > _LONGEST or _HIDDEN.search(answer):
        return ()
    blocks = [clean.line(block, _LONGEST) for block in re.split(r"\n[ \t]*\n", answer)]
    blocks = [block for block in blocks if block]
    if blocks and blocks[0].endswith((",", ":")) and len(blocks[0]) < len(template.salutation) * 2:
        blocks = blocks[1:]
    ends = (template.closing, *template.signature, "\n".join(template.signature))
    while blocks and any(blocks[-1].startswith(end) and len(blocks[-1]) < 2 * len(end) for end in ends if end):
        blocks = blocks[:-1]
    return tuple(spaced(block, template.language) for block in blocks)


def _left_out(body: tuple[str, ...], template: Letter, brief: Brief) -> Iterator[str]:
    """What the template letter says and this one does not: day, role, need, connection, answer, their date."""
    known = facts(slots(brief))
    ours, theirs = _telling("\n".join(template.paragraphs)), _telling("\n".join(body))
    for name in ("day", "role", "wanted", "matter", "topic", "shared", "question", "point", "addition", "promised"):
        meant = _telling(known.get(name, ""))
        said = [len(meant & told) >= _HALF * len(meant) for told in (ours, theirs)]
        if meant and said == [True, False]:
            yield name


def _telling(said: str) -> set[str]:
    return {w.strip(".,;:?")[:6] for w in straight(said).split() if len(w) >= _TELLING or w[0].isdigit()}


def _alike(one: str, other: str) -> float:
    """The larger of two measures over words: the common sequence, and the shared words."""
    first, second = one.casefold().split(), other.casefold().split()
    if not first or not second:
        return 0.0
    shared = len(set(first) & set(second)) / len(set(first) | set(second))
    return max(SequenceMatcher(None, first, second, autojunk=False).ratio(), shared)
