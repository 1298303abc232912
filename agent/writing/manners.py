"""What a letter must and must not be: the linter that every letter passes before it leaves our hands.

The rules are those of the field guide, section 5.2: 7 (length), 8 and 9 (form), 16 and 17 (what is not said), and the
coach's own: always thank them, still interested, never push. A breach in a letter of ours is a bug.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.facts import Purpose
from agent.writing import clean, sources, taboo
from agent.writing.brief import SECOND, Brief
from agent.writing.wording import words

_SENTENCE_STARTS_SMALL = re.compile(r"[.?!] +[a-zà-ÿ]")
_TWICE = re.compile(r"\b(?!nous|vous|die|der|das|sie|that|had)([^\W\d_]{2,}) \1\b", re.IGNORECASE)
"""The same word twice in a row, but for those that grammar doubles ("nous nous entendrions")."""
_STRAY = re.compile(r"[\[\]{}<>|\\^~*=_`]|\.\.|,,|\?\?|;;| [,.;:?](?: |$)|\( | \)|\.\s*,|:\.|,\.")
_LINK = re.compile(r"@|://|\bwww\.|\b[\w-]+\.(?:com|org|net|io|dev|example|de|fr|es|nl|co|uk)\b", re.IGNORECASE)
_ONE_EMOJI = 0x2190
"""From the arrows on, Unicode has no letter that our languages use."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule and the words that break it."""

    rule: str
    quote: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many words a letter's body must have at least, and the whole letter at most; how many paragraphs."""

    least: int
    most: int
    paragraphs: tuple[int, int]


def bounds(brief: Brief) -> Bounds:
    """The length of a letter by what it is for (field guide, rule 7)."""
    match brief.purpose:
        case Purpose.THANK_YOU:
            return Bounds(90, 120 if brief.screening and not brief.relayed else 250, (3, 4))
        case Purpose.INQUIRY:
            return Bounds(30, 90 if brief.ordinal == SECOND else 110, (2, 3))
        case Purpose.CLOSING | Purpose.WITHDRAWAL:
            return Bounds(40, 120, (2, 3))
        case Purpose.REPLY:
            return Bounds(30, 110, (2, 3))


def breaches(letter_text: str, brief: Brief) -> tuple[Breach, ...]:
    """Every rule that a letter breaks, for the brief that it was written from."""
    blocks = [block for block in letter_text.split("\n\n") if block.strip()]
    if len(blocks) < 4:  # noqa: PLR2004 - salutation, body, closing, signature
        return (Breach("form", letter_text[:80]),)
    body = "\n\n".join(blocks[1:-2])
    masked = sources.masked(body, brief)
    return (
        *_form(blocks, brief),
        *_length(letter_text, blocks, brief),
        *(Breach(rule, quote) for rule, quote in taboo.touched(masked, brief.language)),
        *_duties(body, brief),
        *_typography(masked),
        *(Breach("fact", quote) for quote in sources.unfounded(masked, brief)),
    )


def count(text: str) -> int:
    """The words of a text, as a person counts them: what stands between spaces and has a letter or a digit in it."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def _form(blocks: list[str], brief: Brief) -> Iterator[Breach]:
    """Business-letter form: salutation with the name as its owner spells it, closing line, full name, telephone."""
    known = words(brief.language)
    greeting, closing, signature = blocks[0], blocks[-2], blocks[-1].splitlines()
    openings = {form.split("{")[0].strip() for form in known.tables["salutation"].values()}
    if "\n" in greeting or greeting[-1] not in ",:" or not greeting.startswith(tuple(openings)):
        yield Breach("salutation", greeting)
    name = clean.name(brief.recipient.name)
    if name and not any(part in greeting.strip(",:").split() for part in name.split()):
        yield Breach("name", greeting)
    if closing not in known.lists["closing"]:
        yield Breach("closing", closing)
    wanted = [line for line in (clean.line(brief.persona.name), clean.line(brief.persona.phone)) if line]
    if signature != wanted:
        yield Breach("signature", blocks[-1])


def _length(letter_text: str, blocks: list[str], brief: Brief) -> Iterator[Breach]:
    limits = bounds(brief)
    body = sum(count(block) for block in blocks[1:-2])
    if body < limits.least or count(letter_text) > limits.most:
        yield Breach("length", f"{body} words in the body, {count(letter_text)} in all")
    if not limits.paragraphs[0] <= len(blocks) - 3 <= limits.paragraphs[1]:
        yield Breach("paragraphs", str(len(blocks) - 3))


def _duties(body: str, brief: Brief) -> Iterator[Breach]:
    """What must be said, and the one question that may be asked."""
    if not taboo.says(body, brief.language, "thanks"):
        yield Breach("thanks", "")
    warm = brief.purpose in {Purpose.THANK_YOU, Purpose.INQUIRY, Purpose.REPLY}
    if warm and not taboo.says(body, brief.language, "interest"):
        yield Breach("interest", "")
    asked = body.count("?")
    if asked > 1 or (brief.purpose is Purpose.INQUIRY and asked != 1):
        yield Breach("question", f"{asked} questions")


def _typography(masked: str) -> Iterator[Breach]:
    for rule, pattern in (
        ("small letter", _SENTENCE_STARTS_SMALL),
        ("twice", _TWICE),
        ("stray sign", _STRAY),
        ("link", _LINK),
    ):
        if found := pattern.search(masked):
            yield Breach(rule, found.group())
    if "!" in masked:
        yield Breach("exclamation mark", "!")
    yield from (Breach("sign", c) for c in set(masked) if _odd(c))


def _odd(c: str) -> bool:
    """Emoji, arrows, controls: nothing that a letter is written with."""
    return ord(c) >= _ONE_EMOJI or (unicodedata.category(c) in {"Cc", "Cf", "So", "Cs", "Co"} and c != "\n")
