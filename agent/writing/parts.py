"""What a note becomes when it is fitted into a sentence, and who will read it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.core.people import Person
from agent.writing.fragment import blank, fits_tongue, harmless


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """To whom it is said: the letter's language, the other people of the candidacy, the notes as a whole."""

    language: str
    others: tuple[Person, ...] = ()
    whole: str = ""

    def hears(self, piece: str, longest: int) -> bool:
        """Whether a piece of at most so many words can be said to this listener."""
        fit = harmless(piece, self.language, self.others, longest) and not blank(piece)
        return fit and fits_tongue(piece, self.language, self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`wanted` completes "your team needs …"; `matter` only names the subject."""

    wanted: str = ""
    matter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """`topic` completes "our exchange about …"; `shared` is a clause, "we both studied in Leeds".

    `about` completes "we talked …" where a language bends the noun: "über das Klettern", "d’escalade".
    """

    topic: str = ""
    shared: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Which `question` it was, and what the user would say now: a `point` (a noun) or an `addition` (a sentence).

    `asked` is the question as it stands after "my answer" where a language bends it: "zur SQL-Frage".
    """

    question: str = ""
    asked: str = ""
    point: str = ""
    addition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """`phrase` completes "I would bring …"; `sentence` stands by itself.

    `phrase_fits` says that the phrase needs no other case or article for it; else it stands after a colon.
    """

    phrase: str = ""
    phrase_fits: bool = False
    sentence: str = ""


NEED, TOPIC, QUESTION, ADDITION, STRENGTH = 14, 12, 8, 20, 16
"""The most words of each: with longer ones the letters of a panel could not be told apart."""
