"""From a note to a part of a sentence: what they need, what connects, what the user would answer now.

Each function takes the user's own words and gives back what a template can put into its sentence, or empty strings
where the words do not fit one. Nothing is added to them but an article, a preposition or a person ("their" → "your").
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from agent.writing import english, simple
from agent.writing.fragment import blank, pieces
from agent.writing.parts import ADDITION, NEED, STRENGTH, TOPIC, Answer, Bond, Listener, Need, Strength
from agent.writing.wording import supported

Fitted = TypeVar("Fitted")


def need(text: str, listener: Listener) -> Need:
    """What they need, from the answer to "What do they need?"."""
    fitted = english.need if _english(listener) else simple.need
    return _first(text, listener, NEED, lambda piece: fitted(piece, listener)) or Need()


def bond(text: str, listener: Listener) -> Bond:
    """What connects, from the answer to "What did you connect on?"."""
    fitted = english.bond if _english(listener) else simple.bond
    return _first(text, listener, TOPIC, lambda piece: fitted(piece, listener)) or Bond()


def well(text: str, listener: Listener) -> str:
    """What the user enjoyed, as a noun, from the answer to "What went well?". English only."""
    return (_first(text, listener, TOPIC, english.well) or "") if _english(listener) else ""


def answer(text: str, listener: Listener) -> Answer:
    """The answer to improve: "the SQL question: I would add an index"."""
    found = tuple(piece for piece in pieces(text) if not blank(piece))
    fitted = english.answer if _english(listener) else simple.answer
    return fitted(found, lambda piece: listener.hears(piece, ADDITION), listener)


@lru_cache(maxsize=256)
def strength(text: str, listener: Listener) -> Strength:
    """A strength of the user's settings, as a phrase or as a sentence."""
    fitted = english.strength if _english(listener) else simple.strength
    return _first(text, listener, STRENGTH, lambda piece: fitted(piece, listener)) or Strength()


def _first(text: str, listener: Listener, longest: int, fitted: Callable[[str], Fitted | None]) -> Fitted | None:
    """The first piece that may be said and fits."""
    found = (fitted(piece) for piece in pieces(text) if listener.hears(piece, longest))
    return next((fit for fit in found if fit), None)


def _english(listener: Listener) -> bool:
    return supported(listener.language) == "en"
