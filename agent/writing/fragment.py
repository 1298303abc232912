"""A note, cut into pieces short and harmless enough to stand in a letter.

Notes are the user's own, but they are written in haste and for nobody's eyes: a grumble, a salary, the name of somebody
else. What is not clearly harmless is left out. A letter is complete without any note; it is never mended by hand.
"""

from __future__ import annotations

import re

from agent.core.people import Person
from agent.writing import taboo
from agent.writing.clean import line
from agent.writing.wording import LANGUAGES, supported, table

_LONGEST_NOTE = 2_000
_MOST_PIECES = 12
_SHOUTED = 4
_LONG = 6
_ONE_MARK = 2
"""What one function word weighs; one alone decides only a very short text ("war" is German and English)."""
_FEW = 3
_BULLET = re.compile(r"^\s*(?:[-*•–—>·+]{1,3}\s*|\d{1,2}[.)]\s+|[a-z][.)]\s+)")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00]")
"""Zero-width and bidi characters: a line that reads otherwise than it looks is nobody's note."""
_ALLOWED = re.compile(r"[^\W_][\w ',\-/&+#%.:]*")
_ODD = re.compile(
    r"_|\d{5,}|(\w)\1\1|\.{2,}|[,:;.]{2,}|[^\W\d]/\d|\d/[^\W\d]|\d+ ?[kK]\b|[A-Za-z]\.[A-Za-z](?!s\b)|\w/\w*/|:\S"
    r"|#\w|(?<![A-Z])#|\d{4}-\d|(?:^|\s)[.,]\S"
)
_WORDY = re.compile(r"[^\W\d_]{2}")
"""What says something has two letters in a row: "100%" and "ç" do not."""
_SPACED = re.compile(r"\s+([,.:])")


def pieces(text: str) -> tuple[str, ...]:
    """The sentences and list items of a note, without bullets, quotation marks and final stops."""
    lines = (_BULLET.sub("", row) for row in text[:_LONGEST_NOTE].splitlines() if not _HIDDEN.search(row))
    found = (_plain(part) for row in lines for part in _SENTENCE.split(row))
    return tuple(piece for piece in found if piece)[:_MOST_PIECES]


def harmless(piece: str, language: str, others: tuple[Person, ...] = (), longest: int = 14) -> bool:
    """Whether a piece may be repeated to an employer at all; how it fits a sentence is another question."""
    if not _ALLOWED.fullmatch(piece) or _ODD.search(piece) or len(piece.split()) > longest or len(piece) > 12 * longest:
        return False
    if (
        piece.isupper()
        and len(piece.split()) > 1
        and not all(w in table("en", "grammar")["spelling"] for w in piece.split())
    ):
        return False
    if any(_shouted(word) for word in re.findall(r"\w+", piece)):
        return False
    return latin(piece) and not _names_someone(piece, others) and not unfit(piece) and taboo.speakable(piece, language)


def unfit(piece: str) -> bool:
    """Whether a piece judges people by what they are, or speaks of interviews elsewhere, in any of our languages."""
    said = " ".join(("", *re.findall(r"[^\W_]+", taboo.straight(piece)), ""))
    return any(f" {word} " in said for language in LANGUAGES for word in table(language, "grammar")["unfit"])


def latin(text: str) -> bool:
    """Only letters that our languages use."""
    return all(c < "\u0250" for c in text)


def blank(piece: str) -> bool:
    """Whether an answer says that there is no answer: "none", "n/a", "nichts"."""
    bare = taboo.straight(piece).strip(" .,:!?-")
    return not _WORDY.search(bare) or any(bare in table(language, "grammar")["blank"] for language in LANGUAGES)


def tongue(text: str) -> str | None:
    """The language a text is written in, by the words that only one of ours has; None where nothing tells."""
    votes = _poll(text)
    best = max(votes.values())
    winners = [language for language, count in votes.items() if count == best]
    sure = best > _ONE_MARK + 1 or (best >= _ONE_MARK and len(text.split()) <= _FEW)
    return winners[0] if sure and len(winners) == 1 else None


def fits_tongue(piece: str, language: str, whole: str) -> bool:
    """Whether a piece of the user's notes can stand in a letter of this language.

    A piece that shows another language more than this one cannot. English notes are the rule: a piece that shows none
    counts as English; in any other letter the notes as a whole must then show that they are in the letter's language.
    """
    wanted, votes = supported(language), _poll(piece)
    own, rest = votes.pop(wanted), max(votes.values())
    if own != rest:
        return own > rest
    return (tongue(whole) or "en") == wanted


def _poll(text: str) -> dict[str, int]:
    """What each language gets of a text's words."""
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text[:_LONGEST_NOTE].casefold().replace("’", "'"))
    return {language: _votes(found, language) for language in LANGUAGES}


def _votes(found: list[str], language: str) -> int:
    grammar = table(language, "grammar")
    marks, endings = set(grammar["marks"]), tuple(grammar["endings"])
    marked = sum(word in marks for word in found)
    return _ONE_MARK * marked + (any(len(word) > _LONG and word.endswith(endings) for word in found) if marked else 0)


def _shouted(word: str) -> bool:
    """Capitals that are neither a known abbreviation nor look like one (no vowel)."""
    known = word in table("en", "grammar")["spelling"] or not re.search("[AEIOUY]", word)
    return len(word) >= _SHOUTED and word.isupper() and not known


def _plain(part: str) -> str:
    """One piece on one line: straight apostrophes, no quotation marks, words for signs."""
    text = line(part, _LONGEST_NOTE).replace("’", "'").replace("‘", "'")
    text = re.sub(r"\([^()]{0,80}\)", " ", text)
    text = re.sub(r"(?<=[a-zà-ÿ]{3})/(?=[a-zà-ÿ]{3})", " and ", text)
    text = re.sub('["“”„«»‹›]', "", text).replace(" & ", " and ").replace(" + ", " and ").replace(" w/ ", " with ")
    text = re.sub(r"\s+(?:-{1,2}|–|—|->|=>|→)\s+", ": ", text, count=1)
    return _SPACED.sub(r"\1", " ".join(text.split())).strip(" .,;:!-–—*'")


def _names_someone(piece: str, others: tuple[Person, ...]) -> bool:
    """Another person's name: one of this candidacy ("van" and "de" are none), or a given name with a capital."""
    parts = (part for other in others for part in (other.name or "").split() if not part.islower())
    known = {part.casefold() for part in parts if len(part) > 1}
    given = set(table("en", "grammar")["names"])
    words = re.findall(r"[^\W\d_]+", piece)
    return any(word.casefold() in known or (word[0].isupper() and word.casefold() in given) for word in words)
