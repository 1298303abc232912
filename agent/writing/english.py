"""Notes in English, fitted into the sentences of an English letter."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.writing import grammar
from agent.writing.parts import QUESTION, Answer, Bond, Listener, Need, Strength

_SAME = re.compile(r"^(?:the )?same (\w+)$")
_SCHOOLS = frozenset({"university", "school", "college", "uni"})
_HOMES = frozenset({"town", "city", "hometown", "village", "region", "country", "state", "county"})
_NOT_ENJOYED = re.compile(
    r"^my\b|\b(?:rapport|chemistry|vibes?|atmosphere|mood|connection|answers?|interview|conversation|energy|everything|"
    r"questions|feeling|impression|luck)\b"
)
_ADJECTIVE = re.compile(
    r"(?:able|ible|ous|ful|less|driven|oriented|minded|friendly|motivated|focus+ed|organi[sz]ed|proactive|creative|working|ate|"
    r"positive|active|adaptive|intuitive|honest|independent|confident|competent|efficient|diligent|resilient|loyal|punctual)$"
)
_FEW = 4


def need(piece: str, _listener: Listener) -> Need | None:
    """From "they need someone to own the migration", "reduce churn", "faster reporting", "reporting takes a day"."""
    said, asked = grammar.core(grammar.told(piece), "need")
    known = grammar.to_you(said)
    if not known:
        return None
    if verb := grammar.verb_phrase(known):
        return Need(wanted=verb)
    if (noun := grammar.noun_phrase(known, "a")) and not _bare_adjective(noun):
        matter = grammar.is_problem(noun) or noun.split()[0].endswith("ing")
        return Need(matter=grammar.noun_phrase(known, "the") or "") if matter else Need(wanted=noun)
    about = "" if asked else grammar.subject(known)
    return Need(matter=about) if about else None


def bond(piece: str, _listener: Listener) -> Bond | None:
    """From "we talked about climbing", "both studied in Leeds", "her work on caching", "same university"."""
    text = grammar.told(piece)
    said, _ = grammar.core(text, "bond")
    known = grammar.to_you(re.sub(r"\b(?:his|her)\b(?= \w)", "your", said))
    if not known:
        return None
    if same := _SAME.match(known):
        return _same(same.group(1))
    if said == text and (shared := _shared(text)):
        return Bond(shared=shared)
    if re.match(r"(?:how|what|where|when) \w+ \w+", known) and grammar.ends(known):
        return Bond(topic=known)
    noun = grammar.noun_phrase(known, "the")
    return Bond(topic=noun) if noun and not grammar.praises(noun) and not _bare_adjective(noun) else None


def well(piece: str) -> str | None:
    """From "the design exercise went well", "enjoyed the pairing session"."""
    said, _ = grammar.core(grammar.told(piece), "well")
    known = grammar.to_you(said)
    if not known or _NOT_ENJOYED.search(known) or grammar.praises(known):
        return None
    return grammar.noun_phrase(known, "the")


def answer(found: tuple[str, ...], hears: Callable[[str], bool], listener: Listener) -> Answer:
    """From "sql question: said full scan, should have said index": the SQL question, and an index."""
    texts = [grammar.told(piece) for piece in found]
    head, colon, rest = texts[0].partition(": ") if texts else ("", "", "")
    question = _question(head, listener) if colon else ""
    points = [rest, *texts[1:]] if colon else texts
    said = next((fit for text in points for fit in [_said(text, hears, named=bool(question))] if fit), None)
    if not question and not colon and (len(texts) > 1 or not said):
        question = next((known for text in texts for known in [_question(text, listener)] if known), "")
    return Answer(question=question, point=said.point, addition=said.addition) if said else Answer(question=question)


def strength(piece: str, _listener: Listener) -> Strength | None:
    """From "ten years of …", "I led …", "leading small teams"."""
    text = grammar.told(piece)
    if whole := grammar.sentence(text):
        return Strength(sentence=whole)
    noun = grammar.noun_phrase(text, "a")
    if not noun or _bare_adjective(noun) or re.search(r"\b(?:he|she|his|her|they|you)\b", noun):
        return None
    return Strength(phrase=f"experience in {noun}" if re.match(r"\w+ing ", f"{noun} ") else noun)


def _shared(text: str) -> str | None:
    """From "both studied in Leeds", "grew up in the same town"."""
    both, together = grammar.core(text, "shared")
    fits = (together or re.search(r"\bsame\b", both)) and grammar.to_you(both) == both
    return grammar.clause(both) if fits else None


def _bare_adjective(noun: str) -> bool:
    return len(noun.split()) < _FEW and bool(_ADJECTIVE.search(noun))


def _same(what: str) -> Bond | None:
    if what in _SCHOOLS:
        return Bond(shared=f"we went to the same {'university' if what == 'uni' else what}")
    return Bond(shared=f"we come from the same {what}") if what in _HOMES else None


def _question(text: str, listener: Listener) -> str:
    asked, _ = grammar.core(text, "asked")
    said = re.sub(r"^(?:on|about|at|for|in|with|re|regarding|the part about|my answer (?:on|to|about)):? ", "", asked)
    known = grammar.to_you(re.sub(r"^[Qq] (?=about|on|regarding)", "question ", said))
    fits = known and listener.hears(known, QUESTION)
    return (grammar.noun_phrase(known, "the") or "") if known and fits else ""


def _said(text: str, hears: Callable[[str], bool], *, named: bool) -> Answer | None:
    """The first stretch of a piece, between commas, that says what the answer should have been."""
    stretches = [text, *(text.split(", ", n)[n] for n in range(1, text.count(", ") + 1))]
    for stretch in stretches:
        if grammar.core(stretch, "asked")[1]:
            continue
        said, asked = grammar.core(stretch, "point")
        known = grammar.to_you(said)
        if known and hears(known):
            fit = _addition(known) or (_point(known) if asked or (named and stretch is text) else None)
            if fit:
                return fit
    return None


def _addition(known: str) -> Answer | None:
    if re.match(
        r"I (?:said|told|answered|mentioned|explained|forgot|was|did|should|could|got|gave|had|missed|mixed)\b", known
    ):
        return None
    if whole := grammar.sentence(known):
        return Answer(addition=whole)
    if verb := grammar.verb_phrase(known):
        return Answer(addition=f"I would {verb.removeprefix('to ')}.")
    claim = known.removeprefix("that ")
    finite = re.match(r"(?:we|I|you|the|my|our|your|this) ", claim) and grammar.subject(claim) is not None
    told = re.match(r"(?:we|I) (?:have|had|use|used|built|led|ran|moved|did|can|could|would|were|are|am)\b", claim)
    return Answer(addition=f"I would add that {claim}.") if finite or told else None


def _point(known: str) -> Answer | None:
    noun = grammar.noun_phrase(known, "a")
    return Answer(point=noun) if noun else None
