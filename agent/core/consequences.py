"""What a reading adds to the journal: findings and the candidacy they belong to in, facts out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.doubts import not_understood, unsure
from agent.core.findings import OWN, Kind, Method, Reading, Verdict
from agent.core.interview import short
from agent.core.invitations import called_off, distrusted, interview_facts
from agent.core.learned import Learned
from agent.core.matching import same_interview
from agent.core.own_words import own_facts
from agent.core.people import Part

ASSUMED_LENGTH = timedelta(minutes=60)
_ANSWERS = frozenset(
    {
        Kind.REJECTION,
        Kind.OFFER,
        Kind.POSITION_CLOSED,
        Kind.ON_HOLD,
        Kind.DECIDING,
        Kind.ACKNOWLEDGEMENT,
        Kind.INFO_REQUEST,
        Kind.AVAILABILITY_REQUEST,
        Kind.NEXT_ROUND,
        Kind.OUT_OF_OFFICE,
        Kind.ADDRESS_GONE,
    }
)
_NEVER_FACTS = frozenset(
    {
        Kind.APPLICATION_RECEIVED,
        Kind.RECRUITER_OUTREACH,
        Kind.ASSESSMENT,
        Kind.CALENDAR_REPLY,
        Kind.BOUNCE_DELAYED,
        Kind.OTHER,
    }
)


def candidacy_id(reading: Reading) -> str:
    """The id of a candidacy, made from its first invitation once and for ever: the event's UID or the Message-ID."""
    uid = next((found.uid for found in reading.interviews if found.uid), None)
    return f"c{short(uid or reading.envelope.message_id)}"


def opens_a_candidacy(reading: Reading) -> bool:
    """Whether a reading that belongs nowhere starts something new: only an invitation with a time does."""
    speaks = Kind.INTERVIEW_INVITE in (reading.kind, *reading.also) or reading.kind is Kind.INTERVIEW_MOVED
    timed = any(found.start and found.method is Method.SET for found in reading.interviews)
    return speaks and timed and reading.verdict is not Verdict.IGNORE


def consequences(learned: Learned, candidacy: Candidacy) -> tuple[f.Fact, ...]:
    """The facts that a reading adds to the candidacy it belongs to (an empty one, if it opens it)."""
    reading = learned.reading
    if reading.kind in OWN or reading.from_user:
        return tuple(own_facts(learned, candidacy))
    if reading.kind in _NEVER_FACTS:
        return ()
    if reading.kind is Kind.UNCLEAR or _calls_off_nothing(learned, candidacy):
        return (not_understood(learned), _heard(learned))
    if reading.verdict is Verdict.IGNORE:
        return ()
    if reading.verdict is Verdict.ASK or distrusted(reading, candidacy):
        return (unsure(learned),)
    return tuple(_believed(learned, candidacy))


def _calls_off_nothing(learned: Learned, candidacy: Candidacy) -> bool:
    """An uncertain word about an interview that nobody has: then the words are simply not understood."""
    reading = learned.reading
    moves = reading.kind in (Kind.INTERVIEW_CANCELLED, Kind.INTERVIEW_MOVED)
    if not moves or reading.verdict is not Verdict.ASK or reading.interviews or reading.automatic:
        return False
    return not any(interview.end(ASSUMED_LENGTH) > learned.at for interview in candidacy.standing)


def _believed(learned: Learned, candidacy: Candidacy) -> Iterator[f.Fact]:
    reading = learned.reading
    if reading.envelope.message_id not in candidacy.thread:
        yield _heard(learned)
    if reading.kind in (Kind.BOUNCE, Kind.ADDRESS_GONE):
        yield f.Bounced(
            **learned.common(),
            message_id=reading.about,
            recipient=reading.failed or _gone(reading),
        )
    for found in reading.interviews:
        yield from interview_facts(learned, candidacy, found)
    if reading.kind is Kind.INTERVIEW_CANCELLED and not reading.interviews:
        yield from called_off(learned, candidacy)
    yield from _answers(learned, candidacy)


def _answers(learned: Learned, candidacy: Candidacy) -> Iterator[f.Fact]:
    reading = learned.reading
    kinds = [kind for kind in (reading.kind, *reading.also) if kind in _ANSWERS]
    if reading.kind is Kind.INTERVIEW_INVITE and _goes_on(learned, candidacy):
        kinds.append(Kind.NEXT_ROUND)
    if not kinds and reading.reply_wanted_by:
        kinds = [reading.kind]
    for kind in dict.fromkeys(kinds):
        yield f.Answered(
            **learned.common(),
            kind=kind,
            back_on=reading.back_on or (reading.decision_by if kind is Kind.ON_HOLD else None),
            reply_by=reading.reply_wanted_by,
        )
    if (reading.decision_by and Kind.ON_HOLD not in kinds) or Kind.DECIDING in kinds:
        yield f.DecisionPromised(
            **learned.common("decision_by"),
            by=reading.decision_by,
            zone=max(candidacy.standing, key=lambda i: i.start).zone if candidacy.standing else None,
        )


def _goes_on(learned: Learned, candidacy: Candidacy) -> bool:
    """An invitation after an interview was held answers the question of that interview."""
    held = [i for i in candidacy.standing if i.end(ASSUMED_LENGTH) <= learned.at]
    new = any(
        found.method is Method.SET and found.start and same_interview(candidacy, found) is None
        for found in learned.reading.interviews
    )
    return bool(held) and new


def _heard(learned: Learned) -> f.Heard:
    reading = learned.reading
    sender = (reading.envelope.sender,) if reading.envelope.reachable and reading.envelope.sender.address else ()
    known = tuple(p for p in (*reading.people, *sender) if p.part is not Part.USER)
    return f.Heard(
        **learned.common("company"),
        envelope=reading.envelope,
        company=reading.company,
        role=reading.role,
        people=known,
    )


def _gone(reading: Reading) -> str | None:
    return reading.envelope.sender.address if reading.kind is Kind.ADDRESS_GONE else None
