"""Notes in German, French, Spanish or Dutch: nouns that stand after a colon, and sentences that begin with "I".

Case and gender are left as the user wrote them. After a colon they are right in the nominative and the accusative
alike, so the letters of these languages put a note there and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from agent.writing.parts import QUESTION, Answer, Bond, Listener, Need, Strength
from agent.writing.wording import supported, table

_RELATIVE = re.compile(
    r",?\s(?:der|die|das|den|dem|deren|dessen|qui|que|qu'|dont|où|que|quien|quienes|cuyo|die|dat|wie|om|um|pour|para)\s"
)
_CLAUSE = 3
_ROMANCE = frozenset({"fr", "es"})


def need(piece: str, listener: Listener) -> Need | None:
    """From "sie brauchen jemanden, der die Migration übernimmt": "jemanden, der die Migration übernimmt"."""
    noun = phrase(piece, listener.language, "need")
    return Need(wanted=noun) if noun else None


def bond(piece: str, listener: Listener) -> Bond | None:
    """From "wir haben über Klettern gesprochen": "Klettern"."""
    noun = phrase(piece, listener.language, "bond")
    bare = re.sub(r"^(?:der|die|das|den) ", "", noun) if supported(listener.language) == "de" else noun
    return Bond(topic=bare, about=_about(noun, piece, listener.language)) if bare else None


def answer(found: tuple[str, ...], hears: Callable[[str], bool], listener: Listener) -> Answer:
    """From "SQL-Frage: ich würde einen Index anlegen": the question and the sentence."""
    head, colon, rest = found[0].partition(": ") if found else ("", "", "")
    question = _question(head, listener) if colon else ""
    points = [rest, *found[1:]] if colon else [*found]
    said = next((whole for p in points if hears(p) for whole in [sentence(p, listener.language)] if whole), "")
    if said:
        return Answer(question=question, asked=_bent(question, listener.language), addition=said)
    point = phrase(rest, listener.language, "point") if question and hears(rest) else ""
    if not question and len(found) == 1:
        question = _question(found[0], listener)
    return Answer(question=question, point=point)


def strength(piece: str, listener: Listener) -> Strength | None:
    """A sentence of the user's own, or a noun."""
    if whole := sentence(piece, listener.language):
        return Strength(sentence=whole)
    noun = phrase(piece, listener.language, "strength")
    return Strength(phrase=noun, phrase_fits=_fits(noun, listener.language)) if noun else None


def _about(noun: str, piece: str, language: str) -> str:
    """What stands after "we talked": in German with "über" as the note had it, or where the accusative is the same."""
    match supported(language):
        case "de":
            same = noun[:1].isupper() or noun.startswith(("die ", "das ", "eine "))
            return f"über {noun}" if same or re.search(r"\büber\b", piece) else ""
        case "fr":
            return _of(noun)
        case _:
            return ""


def _bent(question: str, language: str) -> str:
    """The question after "my answer": "zur SQL-Frage", "de la question SQL"; nothing where an adjective would bend."""
    match supported(language):
        case "de":
            article, _, noun = question.partition(" ")
            to = {"die": "zur", "der": "zum", "das": "zum"}.get(article)
            return f"{to} {noun}" if to and noun[:1].isupper() else ""
        case "fr":
            return _of(question) if question else ""
        case _:
            return ""


def _of(noun: str) -> str:
    """French "de" with the article it melts with; nothing before a bare "h", which may be silent or not."""
    first, _, rest = noun.partition(" ")
    if first in {"le", "les"}:
        return f"{'du' if first == 'le' else 'des'} {rest}"
    if first[:1].casefold() in "aàâeéèêiîoôuyœ":
        return f"d’{noun}"
    return "" if first[:1].casefold() == "h" else f"de {noun}"


def _fits(noun: str, language: str) -> bool:
    """Whether a phrase can be an object as it stands: a number or an article in front, no case that would show."""
    first = noun.split(maxsplit=1)[0]
    counted = first[0].isdigit() or first in _list(language, "counts")
    same = supported(language) == "de" and first.islower() and first.endswith(("e", "es"))
    return counted or same


def _question(text: str, listener: Listener) -> str:
    """The question that an answer was given to, with its article."""
    language = supported(listener.language)
    noun = phrase(text, language, "question") if listener.hears(text, QUESTION) else ""
    words = _words(noun)
    if not words or words[0] in _list(language, "marks"):
        return noun
    word = words[0] if language in _ROMANCE else words[-1]
    article = next((a for end, _, a in (rule.partition("=") for rule in _rules(language)) if word.endswith(end)), "")
    return f"{article}{'' if article.endswith('’') else ' '}{noun}" if article else noun


def phrase(piece: str, language: str, question: str) -> str:
    """`piece` as a noun phrase without the words that the question already says, or nothing."""
    known = supported(language)
    text = next((_asked(m) for p in _patterns(known, question) for m in [p.match(piece)] if m), piece)
    words = _words(text)
    if not words or ":" in text or words[0] in _list(known, "not_first") or words[-1] in _list(known, "not_last"):
        return ""
    said = _words(_RELATIVE.split(f"{text} ", maxsplit=1)[0])
    wrong = (_list(known, "pronouns") & set(words)) or (_list(known, "finite") & set(said))
    return "" if wrong else _lowered(text, known)


def sentence(piece: str, language: str) -> str:
    """`piece` as a sentence of the user's own ("ich würde …"), or nothing."""
    known = supported(language)
    mine = any(pattern.match(piece) for pattern in _patterns(known, "mine"))
    words = _words(piece)
    if not mine or len(words) < _CLAUSE or words[-1] in _list(known, "not_last"):
        return ""
    others = _list(known, "others") & set(words)
    return "" if others else f"{piece[0].upper()}{piece[1:]}."


def _asked(found: re.Match[str]) -> str:
    """What the answer adds to the question; in Dutch it may stand around the verb (x … nodig y)."""
    return (found.group("x") + (found.groupdict().get("y") or "")).strip(" :,")


@cache
def _list(language: str, name: str) -> frozenset[str]:
    return frozenset(table(language, "grammar").get(name, ()))


def _rules(language: str) -> tuple[str, ...]:
    return table(language, "grammar").get("articles", ())


@cache
def _patterns(language: str, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in table(language, "grammar").get(name, ()))


def _lowered(text: str, language: str) -> str:
    """The first word without a capital that it has only for standing first."""
    first, _, rest = text.partition(" ")
    if not first[:1].isupper() or not first[1:].islower() or first.casefold() in _names():
        return text
    german_noun = language == "de" and not rest[:1].isupper() and first.casefold() not in _list("de", "lower")
    return text if german_noun else text[0].lower() + text[1:]


@cache
def _names() -> frozenset[str]:
    return frozenset(word.casefold() for word in table("en", "grammar")["spelling"])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_][\w'-]*", text.casefold())
