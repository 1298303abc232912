"""Two opinions in one: what the clause rules found and what the model holds likely, weighed against each other.

The model may propose a kind, and then the user is asked; it may doubt what the rules found, and then the user is asked,
too. To act takes both: words that decide, and a second sign that is not of their making. What the model says alone
never stops a plan, nor lets one go on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from agent.core.findings import Evidence, Kind, Where
from agent.reading.about import is_reply
from agent.reading.clauses import Clause
from agent.reading.composed import Sign, beside, signs_of
from agent.reading.concepts import LETTERS, concepts
from agent.reading.intent import ENDS, Meaning, Votes
from agent.reading.letter import Letter
from agent.reading.model import Opinion, features, opinion
from agent.reading.verdict import IGNORED

_NEVER: Final = 1e-4
_CLAUSE, _HINT, _FOUND, _LIKELY, _DATED = 1.5, 0.6, 1.0, 0.5, 0.5
"""What a deciding clause, a hint, the rules' own choice, a likely one and a promised day add to a kind (log odds)."""
_MOST: Final = 2
"""Clauses of a kind that count: more of the same tell nothing new."""
_CERTAIN: Final = 0.8
"""How much both opinions together must hold by a kind that is acted on."""
_SAYS_SO: Final = 0.85
"""How likely the model must hold a kind of which notions alone tell."""
_TRACE: Final = 0.2
"""How likely the model may hold an end at most, where a plan is let go on."""
_SURELY_NOTHING: Final = 0.6
STOPS: Final = frozenset({*ENDS, Kind.NEXT_ROUND})
"""Kinds after which nobody is asked for a decision any more."""
_FURTHER: Final = frozenset({Kind.NEXT_ROUND, Kind.AVAILABILITY_REQUEST})
_GOES_ON: Final = frozenset({Kind.ACKNOWLEDGEMENT, Kind.DECIDING, Kind.INFO_REQUEST, Kind.INTERVIEW_MOVED})


def opinion_on(letter: Letter) -> Opinion:
    """What the model makes of a letter."""
    return opinion(features(letter.subject, letter.body, circumstances(letter), letter.language))


def circumstances(letter: Letter) -> Iterator[str]:
    """What is known of a letter beside its words."""
    if letter.vendor:
        yield letter.vendor.trade.value
    if is_reply(letter.mail):
        yield "reply"
    if letter.mail.calendars:
        yield "calendar"


def second_opinion(first: Meaning, letter: Letter, view: Opinion, *, dated: bool) -> Meaning:
    """The meaning that the rules found, weighed against what the model thinks of the letter."""
    if first.silent:
        return first
    weighed = _weighed(first, letter.votes, view, dated=dated)
    best = max(weighed, key=lambda kind: weighed[kind])
    if best is Kind.INTERVIEW_CANCELLED and first.sure and first.kind in ENDS:
        best = first.kind  # what ends a candidacy explains why its interview is called off
    if best is Kind.NEXT_ROUND and _asks_when(letter):
        return Meaning(
            Kind.AVAILABILITY_REQUEST,
            (best,),
            sure=first.sure and first.kind in _FURTHER,
            evidence=first.evidence or (evidence_of(view, letter.body),),
        )
    if best is first.kind and first.sure and weighed[best] >= _CERTAIN and _second_sign(best, letter, view):
        return first if first.evidence else replace(first, evidence=(evidence_of(view, letter.body),))
    told = signs_of(best, letter.body, letter.language) if view.of(best) >= _SAYS_SO else ()
    if told and _unopposed(best, view) and (best not in STOPS or beside(best, told[0], letter.body, letter.language)):
        also = first.also if best is first.kind else ()
        return Meaning(best, also, sure=True, evidence=(*_because(best, told), evidence_of(view, letter.body)))
    if best is not first.kind:
        return _proposed(best, view, first, letter)
    return Meaning(best, first.also, sure=False, evidence=(*first.evidence, evidence_of(view, letter.body)))


def _asks_when(letter: Letter) -> bool:
    """Whether the user's time is asked for: a question about when, or a request to say when."""
    for clause in letter.body:
        notions = {notion for word in clause.tokens for notion in concepts(word, letter.language)}
        if "when" in notions and (clause.asks or "send" in notions):
            return True
    return False


def _because(kind: Kind, told: tuple[Sign, ...]) -> Iterator[Evidence]:
    for sign in told[:2]:
        rule = f"{kind.value}: {sign.rule} (notions)"
        yield Evidence(of="kind", where=Where.BODY, quote=sign.clause.quote[:300], rule=rule)


def _unopposed(kind: Kind, view: Opinion) -> bool:
    """Whether nothing that would contradict a kind is likely."""
    return kind in STOPS or sum(view.of(each) for each in STOPS) < _TRACE / 4


def _weighed(first: Meaning, told: Votes, view: Opinion, *, dated: bool) -> Mapping[Kind, float]:
    """How much both opinions hold by each kind; they sum to one."""
    odds: dict[Kind, float] = {}
    for kind, share in view.ranked:
        each = math.log(share + _NEVER)
        each += _CLAUSE * min(_MOST, told.clauses(kind.value)) + _HINT * min(
            _MOST, len(told.likely.get(kind.value, ()))
        )
        if kind is first.kind:
            each += _FOUND if first.sure else _LIKELY
        if dated and kind is Kind.DECIDING:
            each += _DATED
        odds[kind] = each
    top = max(odds.values())
    total = sum(math.exp(each - top) for each in odds.values())
    return {kind: math.exp(each - top) / total for kind, each in odds.items()}


def _second_sign(kind: Kind, letter: Letter, view: Opinion) -> bool:
    """Whether anything beside the first deciding clause speaks for a kind, and nothing for its opposite."""
    told = letter.votes
    ended = sum(view.of(each) for each in STOPS)
    if kind in ENDS:
        again = told.clauses(kind.value) > 1 or bool(told.likely.get(kind.value)) or _besides(kind, letter)
        return again and view.best in ENDS and view.of(kind) >= _TRACE
    if kind in _GOES_ON:
        return ended < _TRACE
    return True


def _besides(kind: Kind, letter: Letter) -> bool:
    """Whether the notions of another clause than the deciding one support it."""
    first = letter.votes.sure[kind.value][0].match.clause if letter.votes.sure.get(kind.value) else None
    return first is not None and beside(kind, Sign(first, ""), letter.body, letter.language)


def _proposed(kind: Kind, view: Opinion, first: Meaning, letter: Letter) -> Meaning:
    """What the model proposes where the rules found nothing, or something else that it outweighs.

    Kinds that are ignored by their nature are not proposed while an end is possible: a missed no is asked about.
    """
    because = (evidence_of(view, letter.body), *first.evidence)
    if kind is Kind.OTHER:
        return Meaning(None, silent=view.of(kind) >= _SURELY_NOTHING, evidence=because)
    if kind in IGNORED and view.of(kind) < _SURELY_NOTHING:
        second = next((each for each, share in view.ranked if each not in IGNORED and share >= _TRACE), Kind.UNCLEAR)
        kind = second if sum(view.of(each) for each in STOPS) >= _TRACE else kind
    return Meaning(None, evidence=because) if kind is Kind.UNCLEAR else Meaning(kind, sure=False, evidence=because)


def evidence_of(view: Opinion, told: Iterable[Clause]) -> Evidence:
    """What the model thinks, with the clause in which most of the words stand that told it."""
    words = [word.removeprefix("s:").replace("^ ", "").replace(" $", "") for word in view.words]
    wanted = {part for word in words for part in word.split() if part not in {"_", ","}}
    quote = max(told, key=lambda clause: len(wanted & {word[:LETTERS] for word in clause.tokens}), default=None)
    rule = f"second opinion: {view.best} {view.ranked[0][1]:.2f} ({', '.join(words)})"
    return Evidence(of="kind", where=Where.BODY, quote=quote.quote[:300] if quote else "", rule=rule)


def nothing_said(letter: Letter) -> Evidence:
    """What is shown of a letter in which nothing decided: how it begins."""
    quote = next((clause.quote for clause in letter.body if clause.spans), letter.mail.envelope.subject)
    return Evidence(of="kind", where=Where.BODY, quote=quote[:300], rule="nothing in it tells more")
