"""Doubt asks. Three answers only: act, ask, ignore; a tie is never guessed."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from agent.core.facts import Doubted
from agent.core.findings import Envelope, InterviewFound, Kind, Method, Reading, Verdict
from agent.core.interview import Interview, short
from agent.core.learned import Common, Learned

YES, NO = "yes", "no"
STOP, GO_ON = "stop", "go on"
NEITHER = "neither"
WRITE, LEAVE = "write", "leave"

A_QUESTION_STANDS = timedelta(days=5)
A_PAUSE_STANDS = timedelta(days=30)
"""An answer that was not understood keeps the plan paused this long; then it is taken for a no."""


_ENDS = frozenset({Kind.REJECTION, Kind.OFFER, Kind.POSITION_CLOSED, Kind.ON_HOLD, Kind.NEXT_ROUND})
"""Answers after which nobody is asked any more."""


def unsure(learned: Learned) -> Doubted:
    """Is this what it looks like? If nobody says so, it is not.

    What looks like an end holds up everything, as an answer does that is not understood: no inquiry goes out on top of
    a probable no (field guide 2.1, principle 1: on doubt stop and ask).
    """
    reading = learned.reading
    when = next((_when(found) for found in reading.interviews if found.start), "")
    asks = {
        Kind.INTERVIEW_INVITE: f"Is this an interview of yours{when}? Something about it is not certain.",
        Kind.INTERVIEW_MOVED: f"Was your interview moved{when}? The message leaves a doubt.",
        Kind.INTERVIEW_CANCELLED: "Was your interview called off? The message leaves a doubt.",
    }
    text = asks.get(reading.kind, f"Does this message mean “{reading.kind.value.replace('_', ' ')}”?")
    if reading.kind in _ENDS:
        return _doubt(learned, text, choices=(YES, NO), safe=YES, stands=A_PAUSE_STANDS)
    return _doubt(learned, text, choices=(YES, NO), safe=NO)


def _when(found: InterviewFound) -> str:
    """The time of an interview where it takes place; without a zone as it was written."""
    start = found.start
    if start and found.zone:
        return f" on {start.astimezone(ZoneInfo(found.zone)):%A, %d %B %Y at %H:%M} ({found.zone})"
    return f" on {start:%A, %d %B %Y at %H:%M}" if start else ""


def tied(learned: Learned, among: tuple[tuple[str, str], ...]) -> Doubted:
    """Which of several candidacies does this belong to? `among` are pairs of id and name."""
    names = " or ".join(name for _, name in among)
    text = f"A message fits more than one of your candidacies: {names}. Which one is it about?"
    ids = tuple(identity for identity, _ in among)
    return _doubt(learned, text, choices=(*ids, NEITHER), safe=NEITHER, among=ids)


def not_understood(learned: Learned) -> Doubted:
    """A person answered and the words are not understood: everything waits for the user."""
    text = "Somebody answered, and the answer is not understood. Shall the follow-up stop, or go on?"
    return _doubt(learned, text, choices=(STOP, GO_ON), safe=STOP, stands=A_PAUSE_STANDS)


def lost(common: Common, question: str) -> Doubted:
    """A draft was on its way when we stopped, and is nowhere, though Drafts changed since: asked of the user."""
    return Doubted(
        **common,
        question=question,
        text="A draft may have been deleted before it was seen. Shall it be written again?",
        choices=(WRITE, LEAVE),
        safe=LEAVE,
        until=common["noted"] + A_QUESTION_STANDS,
    )


def vanished(common: Common, interview: Interview) -> Doubted:
    """An interview to come that is not in the user's calendar any more. Unless somebody says so, it takes place."""
    when = f"{interview.start.astimezone(ZoneInfo(interview.zone)):%A, %d %B %Y at %H:%M}"
    identity = f"<{interview.id}/vanished@calendar>"
    called_off = Reading(
        envelope=Envelope(message_id=identity, date=common["at"], reachable=False, mail=False),
        kind=Kind.INTERVIEW_CANCELLED,
        verdict=Verdict.ASK,
        interviews=(InterviewFound(start=interview.start, uid=interview.uid, method=Method.CANCEL),),
    )
    return Doubted(
        **common,
        question="q" + short(identity),
        text=f"Your interview of {when} is not in your calendar any more. Was it called off?",
        choices=(YES, NO),
        safe=NO,
        until=common["noted"] + A_QUESTION_STANDS,
        reading=called_off,
    )


def _doubt(
    learned: Learned,
    text: str,
    *,
    choices: tuple[str, ...],
    safe: str,
    among: tuple[str, ...] = (),
    stands: timedelta = A_QUESTION_STANDS,
) -> Doubted:
    return Doubted(
        **learned.common("verdict"),
        question="q" + short(learned.reading.envelope.message_id + learned.reading.kind.value),
        text=text,
        choices=choices,
        safe=safe,
        until=learned.noted + stands,
        reading=learned.reading,
        among=among,
        pauses=stands == A_PAUSE_STANDS,
    )
