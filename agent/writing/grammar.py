"""The little English that fits a short note into a sentence: noun phrases, verbs, and who "they" are.

No parser: closed lists of function words and common verbs (`templates/en/grammar.toml`). What they do not settle is
refused, so that a letter rather leaves something out than reads wrong.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from agent.writing.wording import table

_CONTRACTED = (
    (r"\bcan't\b", "cannot"),
    (r"\bwon't\b", "will not"),
    (r"n't\b", " not"),
    (r"\bI'm\b", "I am"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"\b(I|we|you|they|he|she)'d\b", r"\1 would"),
    (r"'re\b", " are"),
    (r"\b(it|that|there|who|what|he|she)'s\b", r"\1 is"),
    (r"\bcannot not\b", "cannot"),
)
_YOU = (
    (r"\b(?:they|them)\b", "you"),
    (r"\btheirs\b", "yours"),
    (r"\btheir\b", "your"),
    (r"\b(?:the company's|the team's)\b", "your team's"),
    (r"\bthemselves\b", "yourselves"),
)
_RELATIVE = re.compile(r"\s(?:who|that|which|where|whose)\s")
_PREPOSITION = re.compile(
    r"\s(?:for|of|in|on|with|at|from|by|to|about|between|across|without|within|into|over|under|after|before|during)\s"
)
_LONG_ENOUGH = 4


def _acts(words: list[str]) -> bool:
    """Whether a word that is a noun as often as a verb is the verb here: "lead the team", "support them better"."""
    plural = words[1].endswith("s") and not words[1].endswith("ss") and words[0] in _list("verbs_before_plural")
    likely = words[0] in _list("likely_verbs") and words[1] != "of"
    return words[1] in _list("objects") or words[-1] in _list("adverbs") or plural or likely


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(table("en", "grammar")[name])


@cache
def _spelled() -> dict[str, str]:
    return {word.casefold(): word for word in table("en", "grammar")["spelling"]}


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of one question whose `x` is what the answer adds to it."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in table("en", "grammar")[name])


def told(piece: str) -> str:
    """A piece with contractions spelled out, known words spelled right, and a capital only where one belongs."""
    text = re.sub(r"\bi(?='|\s|$)", "I", piece)
    for short, long in _CONTRACTED:
        text = re.sub(short, long, text, flags=re.IGNORECASE)
    text = re.sub(r"[\w/]+", lambda found: _spelled().get(found.group().casefold(), found.group()), text)
    return _lowered(text)


def core(text: str, question: str) -> tuple[str, bool]:
    """The answer without the words that the question already says, and whether there were such words."""
    for pattern in patterns(question):
        if found := pattern.match(text):
            return found.group("x").strip(" :,"), True
    return text, False


def to_you(text: str) -> str | None:
    """The text with "you" and "your" for "they" and "their"; None where it is not clear who he or she is."""
    for they, you in _YOU:
        text = re.sub(they, you, text, flags=re.IGNORECASE)
    unclear = {"he", "she", "him", "her", "his", "hers", "it", "himself", "herself", "it's"}
    return None if unclear & set(_words(text)) else text


def noun_phrase(text: str, article: str = "") -> str | None:
    """`text` if it can stand after "about" or "needs"; `article` ("a", "the") is put where a note left one out."""
    parts = [part.strip() for part in re.split(r",\s*(?:and\s+)?", text)]
    if len(parts) > 1:
        found = [_single(part, article) for part in parts]
        names = [part for part in found if part]
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) == len(parts) and names[-1] else None
    return _single(text, article)


def verb_phrase(text: str) -> str | None:
    """`text` as an infinitive, "to reduce cloud costs", if it begins with a verb we know in its base form."""
    bare = text.removeprefix("to ")
    words = _words(bare)
    if len(words) < 2 or words[0] not in _list("verbs") or words[-1] in _list("not_last"):  # noqa: PLR2004
        return None
    noun = bare == text and words[0] in _list("nouns_too") and not _acts(words)
    _, _, rest = re.split(_RELATIVE, bare)[0].partition(" ")  # "write that …" has no object of its own
    wrong = not rest or _finite(rest)
    return None if noun or wrong else f"to {bare}"


def sentence(text: str) -> str | None:
    """`text` as a sentence of the user's own, "I would …" or "My …", or None."""
    words = _words(text)
    if len(words) < _LONG_ENOUGH or words[-1] in _list("not_last"):
        return None
    mine = words[0] == "i" and _verbal(words[1])
    ours = words[0] == "my" and any(_verbal(word) for word in words[2:])
    return f"{text[0].upper()}{text[1:]}." if mine or ours else None


def clause(text: str) -> str | None:
    """With "studied in Leeds": "we both studied in Leeds"; None where there is no verb that goes with "we"."""
    words = _words(text)
    if len(words) < 2 or words[-1] in _list("not_last"):  # noqa: PLR2004
        return None
    if words[0] == "from":
        return f"we both come {text}"
    if (_verbal(words[0]) or words[0] in _list("together")) and words[0] not in _SINGULAR:
        return f"we both {text}"
    return f"we are both {text}" if noun_phrase(text) and words[0].endswith("s") else None


_SINGULAR = frozenset({"is", "was", "has", "does", "am", "isn't", "wasn't"})


def ends(text: str) -> bool:
    """Whether a text ends like a sentence, and not in the middle of one."""
    words = _words(text)
    return bool(words) and words[-1] not in _list("not_last")


def praises(phrase: str) -> bool:
    """Whether a noun phrase is a judgement ("good rapport") and no subject of a conversation."""
    return _words(phrase)[:1] != [] and _words(phrase)[0] in _list("praise")


def is_problem(phrase: str) -> bool:
    """Whether a noun phrase names what hurts ("high churn") rather than what is wanted ("less churn")."""
    words = _words(phrase)
    return _head(phrase) in _list("problems") and words[0] not in _list("cures")


def subject(text: str) -> str | None:
    """What a statement is about: "reporting takes too long" → "reporting"."""
    words = text.split()
    for at, word in enumerate(words[:6]):
        if at and word.casefold() in _list("stating"):
            about = noun_phrase(" ".join(words[:at]), "the")
            return None if not about or _head(about) in _list("vague") else about
    return None


def _single(text: str, article: str) -> str | None:
    words = _words(text)
    if (
        not words
        or ":" in text
        or words[0] == "both"
        or words[0] in _list("not_first") | _list("pronouns") | _list("finite")
    ):
        return None
    if words[-1] in _list("comparatives") and not words[0].endswith("ing"):
        return None
    if words[-1] in _list("not_last") or _looks_verbal(words) or _finite(_RELATIVE.split(f"{text} ")[0]):
        return None
    return _articled(text, words, article)


def _looks_verbal(words: list[str]) -> bool:
    """Whether it is a verb and its object, no thing: "own the migration", "said full scan"."""
    first = words[0]
    if first in _list("pasts") or (
        first in _list("verbs") and (first not in _list("nouns_too") or (len(words) > 1 and _acts(words)))
    ):
        return True
    if any(word.endswith("ed") and after in _list("objects") for word, after in pairwise(words[1:])):
        return True
    noun = first.endswith("ing") or first in _list("determiners") or first in {"someone", "somebody", "people", "help"}
    return len(words) > 1 and words[1] in _list("objects") and not noun


def _articled(text: str, words: list[str], article: str) -> str:
    """The phrase with the article that a note left out: "the migration project"."""
    if not article or words[0] in _list("determiners") or words[0][0].isdigit():
        return text
    if words[0] in _list("unique"):
        return f"the {text}"
    head = _head(text)
    person = head in _list("persons") or (head.endswith(("eer", "ager", "per", "ner", "ter", "tor", "ist", "der")))
    doing = words[0].endswith("ing") and (len(words) == 1 or words[1] in _list("objects") | _list("not_first"))
    if doing or head in _list("mass") or not (person or head in _list("things")):
        return text
    if article == "the":
        return f"the {text}"
    return f"{'an' if words[0][0] in 'aeio' or words[0] in {'SQL', 'HR', 'ML'} else 'a'} {text}"


def _head(phrase: str) -> str:
    bare = _PREPOSITION.split(_RELATIVE.split(f"{phrase} ")[0].strip() + " ")[0]
    words = _words(bare)
    return words[-1] if words else ""


def _finite(text: str) -> bool:
    """Whether there is a finite verb. "needs" at the end or before a preposition is a noun ("customer needs")."""
    words = _words(text)
    nouns = {
        at
        for at, word in enumerate(words)
        if word == "needs" and (at + 1 == len(words) or words[at + 1] in _list("not_first"))
    }
    return any(word in _list("finite") and at not in nouns for at, word in enumerate(words))


def _verbal(word: str) -> bool:
    return word in _list("finite") or word in _list("pasts") or word in _list("verbs") or word.endswith("ed")


def _lowered(text: str) -> str:
    """The first word without its capital, unless it is a name or an abbreviation."""
    first = re.match(r"[\w'-]+", text)
    if not first or first.group() in _spelled().values() or not first.group()[0].isupper():
        return text
    word = first.group().casefold()
    known = {
        "common",
        "verbs",
        "pasts",
        "determiners",
        "finite",
        "pronouns",
        "not_first",
        "things",
        "persons",
        "problems",
    }
    ends = ("ing", "ity", "tion", "ment", "ness", "ship", "er", "ed", "al", "ive", "ous", "ic", "ly", "ence", "ance")
    usual = any(word in _list(name) for name in known) or word.endswith(ends)
    return text[0].lower() + text[1:] if usual and first.group()[1:].islower() else text


def _words(text: str) -> list[str]:
    return re.findall(r"[a-zà-ɏ0-9][a-zà-ɏ0-9'/+#.-]*", text.casefold())
