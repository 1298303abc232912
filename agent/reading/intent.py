"""What an employer's mail means: clauses vote, and where kinds contradict each other one rule says which outweighs.

A clause's pattern is `sure` or only `likely`; what stands behind an "if" or a negation does not count at all. The order is
that of the field guide, section 2.2: what happens to the interview, then an offer, then what ends the candidacy, then what
goes on. A kind that is only likely is never acted on; two sure ones that exclude each other are asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from agent.core.findings import Evidence, Kind, Where
from agent.reading.lexicon import Hit

ORDER = (
    Kind.INTERVIEW_MOVED,
    Kind.INTERVIEW_CANCELLED,
    Kind.OFFER,
    Kind.POSITION_CLOSED,
    Kind.ON_HOLD,
    Kind.REJECTION,
    Kind.AVAILABILITY_REQUEST,
    Kind.NEXT_ROUND,
    Kind.INFO_REQUEST,
    Kind.DECIDING,
    Kind.ASSESSMENT,
    Kind.APPLICATION_RECEIVED,
    Kind.RECRUITER_OUTREACH,
    Kind.ACKNOWLEDGEMENT,
)
"""The weightiest first."""

ENDS = frozenset({Kind.OFFER, Kind.POSITION_CLOSED, Kind.ON_HOLD, Kind.REJECTION})
"""Kinds that end the waiting: they need words of their own, not only likely ones."""

_IN_SUBJECTS = frozenset({Kind.INTERVIEW_MOVED, Kind.INTERVIEW_CANCELLED})
"""Kinds that a subject alone may tell; of all others a subject says nothing (field guide, finding 5)."""

_NO_ANSWER = ("reminder", "survey", "notice")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a mail means. `sure` is False where the user is asked; `kind` is None where nothing was understood."""

    kind: Kind | None
    also: tuple[Kind, ...] = ()
    sure: bool = False
    evidence: tuple[Evidence, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Votes:
    """The hits of a mail by what they speak for."""

    sure: dict[str, tuple[Hit, ...]]
    likely: dict[str, tuple[Hit, ...]]
    subject: dict[str, tuple[Hit, ...]]

    def has(self, *topics: str) -> bool:
        """Whether the text says one of these for sure."""
        return any(self.sure.get(topic) for topic in topics)

    def titled(self, topic: str) -> bool:
        """Whether the subject says it for sure."""
        return any(hit.sure for hit in self.subject.get(topic, ()))

    @property
    def spoken(self) -> int:
        """How many clauses say something for sure, whatever it is; thanks and news of systems do not count."""
        told = (hits for topic, hits in self.sure.items() if topic not in {"acknowledgement", *_NO_ANSWER})
        return len({hit.match.clause.spans[0] for hits in told for hit in hits})

    def clauses(self, topic: str) -> int:
        """In how many clauses a topic is sure."""
        return len({hit.match.clause.spans[0] for hit in self.sure.get(topic, ())})


def votes(body: Iterable[Hit], subject: Iterable[Hit]) -> Votes:
    """The hits of the text and of the subject, sorted by what they speak for."""
    sure: dict[str, list[Hit]] = defaultdict(list)
    likely: dict[str, list[Hit]] = defaultdict(list)
    named: dict[str, list[Hit]] = defaultdict(list)
    for hit in body:
        (sure if hit.sure else likely)[hit.topic].append(hit)
    for hit in subject:
        named[hit.topic].append(hit)
    return Votes(*({topic: tuple(hits) for topic, hits in each.items()} for each in (sure, likely, named)))


def meaning(told: Votes, *, reply: bool, dated: bool, words: int) -> Meaning:
    """What the votes come to. `reply` says that the mail answers one, `dated` that it promises a date, `words` its length."""
    kinds = [kind for kind in ORDER if told.has(kind.value) or (kind in _IN_SUBJECTS and told.titled(kind.value))]
    if dated and Kind.DECIDING not in kinds:
        kinds.append(Kind.DECIDING)
        kinds.sort(key=ORDER.index)
    kinds = _reconciled(kinds, told, reply=reply)
    if not kinds and reply and words <= _VERY_SHORT and told.likely.get(Kind.ACKNOWLEDGEMENT.value):
        kinds = [Kind.ACKNOWLEDGEMENT]
    if not kinds:
        return _unsure(told)
    if not ENDS & set(kinds) and _is_no_answer(told, kinds):
        return Meaning(None, silent=True, evidence=_silence(told))
    first, *others = kinds
    if first is Kind.ACKNOWLEDGEMENT and not _only_thanks(told, reply=reply, words=words):
        return Meaning(None)
    return Meaning(first, _besides(first, others), sure=_is_sure(first, told), evidence=_because(told, first))


_SHORT, _VERY_SHORT = 70, 30


def _only_thanks(told: Votes, *, reply: bool, words: int) -> bool:
    """Whether a mail is short enough to say nothing but thanks: everybody else thanks first, and then says no."""
    told_twice = told.clauses(Kind.ACKNOWLEDGEMENT.value) > 1
    return (words <= _SHORT and (reply or told_twice)) or words <= _VERY_SHORT


def _is_no_answer(told: Votes, kinds: list[Kind]) -> bool:
    """A reminder, a survey, a notice: unless it also moves, invites or asks for something of its own."""
    real = set(kinds) - {Kind.ACKNOWLEDGEMENT, Kind.RECRUITER_OUTREACH}
    if told.clauses("deciding") < 2:
        real.discard(Kind.DECIDING)
    if told.has("reminder"):
        return not real & {Kind.AVAILABILITY_REQUEST, Kind.ASSESSMENT, Kind.INTERVIEW_MOVED}
    return told.has("survey", "notice") and not real


def _silence(told: Votes) -> tuple[Evidence, ...]:
    hits = [hit for topic in _NO_ANSWER for hit in (*told.sure.get(topic, ()), *told.subject.get(topic, ()))]
    return tuple(_evidence(hit) for hit in hits[:1])


def _reconciled(kinds: list[Kind], told: Votes, *, reply: bool) -> list[Kind]:
    """The kinds without those that another one explains away."""
    left = list(kinds)

    def drop(*gone: Kind) -> None:
        left[:] = [kind for kind in left if kind not in gone]

    if Kind.POSITION_CLOSED in left:
        drop(Kind.ON_HOLD, Kind.REJECTION, Kind.DECIDING, Kind.INTERVIEW_CANCELLED, Kind.INTERVIEW_MOVED)
    if Kind.ON_HOLD in left:
        drop(Kind.REJECTION, Kind.DECIDING, Kind.INTERVIEW_CANCELLED)
    if Kind.REJECTION in left:
        drop(Kind.DECIDING, Kind.INTERVIEW_CANCELLED, Kind.INTERVIEW_MOVED, Kind.NEXT_ROUND)
    if Kind.OFFER in left:
        drop(Kind.NEXT_ROUND, Kind.DECIDING, Kind.INFO_REQUEST, Kind.AVAILABILITY_REQUEST)
    if ENDS & set(left) or Kind.NEXT_ROUND in left:
        drop(Kind.APPLICATION_RECEIVED, Kind.ACKNOWLEDGEMENT)
    cold = told.clauses("recruiter_outreach") > 1 or not reply
    if Kind.RECRUITER_OUTREACH in left and cold and not _ended_twice(left, told):
        drop(Kind.OFFER, Kind.AVAILABILITY_REQUEST, Kind.REJECTION, Kind.INFO_REQUEST, Kind.DECIDING, Kind.NEXT_ROUND)
        drop(Kind.POSITION_CLOSED, Kind.ON_HOLD, Kind.ASSESSMENT, Kind.APPLICATION_RECEIVED)
    elif len(left) > 1:
        drop(Kind.RECRUITER_OUTREACH)
    if Kind.ASSESSMENT in left and Kind.NEXT_ROUND not in left:
        drop(Kind.INFO_REQUEST, Kind.AVAILABILITY_REQUEST, Kind.DECIDING)
    if Kind.APPLICATION_RECEIVED in left:
        drop(Kind.DECIDING, Kind.ACKNOWLEDGEMENT)
    if len(left) > 1:
        drop(Kind.ACKNOWLEDGEMENT)
    return left


def _ended_twice(kinds: list[Kind], told: Votes) -> bool:
    return any(kind in kinds and told.clauses(kind.value) > 1 for kind in ENDS)


def _besides(first: Kind, others: list[Kind]) -> tuple[Kind, ...]:
    """What is worth saying besides the weightiest kind."""
    worth = {
        Kind.OFFER: {Kind.REJECTION, Kind.POSITION_CLOSED},
        Kind.REJECTION: {Kind.AVAILABILITY_REQUEST, Kind.OFFER},
        Kind.POSITION_CLOSED: {Kind.AVAILABILITY_REQUEST},
        Kind.NEXT_ROUND: {Kind.ASSESSMENT, Kind.INFO_REQUEST},
        Kind.AVAILABILITY_REQUEST: {Kind.NEXT_ROUND},
        Kind.INFO_REQUEST: {Kind.DECIDING},
        Kind.INTERVIEW_MOVED: {Kind.AVAILABILITY_REQUEST},
        Kind.INTERVIEW_CANCELLED: {Kind.AVAILABILITY_REQUEST},
    }
    return tuple(kind for kind in others if kind in worth.get(first, set()))


def _is_sure(first: Kind, told: Votes) -> bool:
    if first is Kind.REJECTION and told.has(Kind.OFFER.value, Kind.NEXT_ROUND.value):
        return told.clauses("rejection") > told.clauses("offer") + told.clauses("next_round")
    return True


def _unsure(told: Votes) -> Meaning:
    """What is likely: the kind with most voices, asked and never acted on; nothing where there are too few."""
    if told.has(*_NO_ANSWER) or any(told.subject.get(topic) for topic in _NO_ANSWER):
        return Meaning(None, silent=True, evidence=_silence(told))
    return Meaning(None)


def _because(told: Votes, kind: Kind) -> tuple[Evidence, ...]:
    hits = told.sure.get(kind.value) or told.subject.get(kind.value) or told.likely.get(kind.value) or ()
    return tuple(_evidence(hit) for hit in hits[:3])


def _evidence(hit: Hit, where: Where = Where.BODY) -> Evidence:
    return Evidence(of="kind", where=where, quote=hit.match.quote[:300], rule=f"{hit.topic}: {hit.rule}")
