"""What the second opinion may do: propose where the rules are silent, choose where they disagree, cast doubt."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.findings import Evidence, Kind, Where
from agent.reading.about import is_reply
from agent.reading.intent import ENDS, Meaning
from agent.reading.letter import Letter
from agent.reading.model import Opinion, opinion

_PROPOSES = 0.45
"""A kind that is likelier than this may be proposed."""
_SURE_OF_ANOTHER = 0.8
_DOES_NOT_BELIEVE = 0.03
_NEEDS_A_TIME = frozenset({Kind.INTERVIEW_INVITE})


def opinion_on(letter: Letter) -> Opinion:
    """What the model makes of a letter."""
    return opinion(letter.subject, letter.body, circumstances(letter))


def circumstances(letter: Letter) -> Iterator[str]:
    """What is known of a letter beside its words."""
    if letter.vendor:
        yield letter.vendor.trade.value
    if is_reply(letter.mail):
        yield "reply"
    if letter.mail.calendars:
        yield "calendar"


def second_opinion(first: Meaning, letter: Letter) -> Meaning:
    """The meaning that the rules found, with what the model thinks of it. It only ever makes a verdict more careful."""
    if first.silent:
        return first
    view = opinion_on(letter)
    if first.kind is None:
        return _proposed(view)
    if first.sure and first.kind in ENDS and _contradicts(view, first):
        return Meaning(first.kind, first.also, sure=False, evidence=(*first.evidence, _evidence(view)))
    return first


def _proposed(view: Opinion) -> Meaning:
    kind, share = view.ranked[0]
    if share < _PROPOSES or kind in _NEEDS_A_TIME or kind is Kind.UNCLEAR:
        return Meaning(None)
    if kind is Kind.OTHER:
        return Meaning(None, silent=True, evidence=(_evidence(view),))
    return Meaning(kind, sure=False, evidence=(_evidence(view),))


def _contradicts(view: Opinion, first: Meaning) -> bool:
    kind, share = view.ranked[0]
    named = {first.kind, *first.also}
    return (
        kind not in named
        and share >= _SURE_OF_ANOTHER
        and all(view.of(each) < _DOES_NOT_BELIEVE for each in named if each)
    )


def _evidence(view: Opinion) -> Evidence:
    words = ", ".join(word.removeprefix("s:").replace("^ ", "").replace(" $", "") for word in view.words)
    rule = f"second opinion: {view.best} {view.ranked[0][1]:.2f} ({words})"
    return Evidence(of="kind", where=Where.BODY, quote="", rule=rule)
