"""Interviews that were found: invited, moved, called off; and whether the sender may do so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.doubts import unsure
from agent.core.findings import InterviewFound, Kind, Method, Reading, Standing
from agent.core.interview import Interview, short
from agent.core.learned import Learned
from agent.core.matching import same_interview
from agent.core.people import Part, Person

MOVES_WITHIN = timedelta(hours=48)
"""A new invitation within two days of a cancellation is a move, not another interview (field guide 6.1)."""


def distrusted(reading: Reading, candidacy: Candidacy) -> bool:
    """An update is believed only from whoever set the event up (RFC 6047 section 3)."""
    for found in reading.interviews:
        known = same_interview(candidacy, found) if found.uid else None
        if known is None or found.uid not in known.uids or not _changes(known, found):
            continue
        stranger = known.organizer and found.organizer and known.organizer.casefold() != found.organizer.casefold()
        if stranger or reading.standing is Standing.FAILED:
            return True
    return False


def _changes(known: Interview, found: InterviewFound) -> bool:
    return found.method is Method.CANCEL or (found.start is not None and found.start != known.start)


def interview_facts(learned: Learned, candidacy: Candidacy, found: InterviewFound) -> Iterator[f.Fact]:
    """What one finding adds: an interview, its move, its end, or what was not known of it yet."""
    known = same_interview(candidacy, found)
    if found.method is Method.CANCEL:
        yield _cancelled(learned, found, known)
    elif found.start is None or found.zone is None or found.all_day:
        return
    elif known is None:
        earlier = _moves(learned, candidacy, found)
        yield _moved(learned, earlier, found) if earlier else _invited(learned, found, None)
    elif (found.start, found.end) != (known.start, known.ends) and _newer(known, found, learned):
        yield _moved(learned, known, found)
    elif _adds(known, found):
        yield _invited(learned, found, known)
    if found.declined and found.method is Method.SET:
        yield f.Declined(
            **learned.common("start"),
            interview=known.id if known else _interview_id(learned, found),
        )


def _newer(known: Interview, found: InterviewFound, learned: Learned) -> bool:
    """Two announcements of one interview that disagree a little are not a move: only the event's own UID moves it."""
    if found.uid is None or found.uid != known.uid:
        return learned.reading.kind is Kind.INTERVIEW_MOVED
    return (found.sequence or 0, found.stamp or learned.at) >= known.version


def _adds(known: Interview, found: InterviewFound) -> bool:
    news = [
        p for p in found.people if not any(p.is_the_same_as(had) and had.address == p.address for had in known.people)
    ]
    return bool(news) or (known.proposed and not found.proposed) or (known.uid is None and found.uid is not None)


def _moves(learned: Learned, candidacy: Candidacy, found: InterviewFound) -> Interview | None:
    """The interview that a finding with no UID in common moves: the one just called off, or the only one to come."""
    if found.proposed:
        return None
    cancelled = [
        i
        for i in candidacy.interviews
        if i.cancelled and any(k == i.id and learned.at - v[1] <= MOVES_WITHIN for k, v in candidacy.cancellations)
    ]
    if cancelled:
        return max(cancelled, key=lambda i: i.version)
    to_come = [i for i in candidacy.standing if i.start > learned.at]
    if learned.reading.kind is Kind.INTERVIEW_MOVED and len(to_come) == 1:
        return to_come[0]
    return None


def _interview_id(learned: Learned, found: InterviewFound) -> str:
    if found.uid:
        return "i" + short(f"{found.uid}|{found.recurrence_id or ''}")
    start = found.start.isoformat() if found.start else ""
    return "i" + short(f"{learned.reading.envelope.message_id}|{start}")


def _invited(learned: Learned, found: InterviewFound, known: Interview | None) -> f.Invited:
    assert found.start is not None  # noqa: S101 - narrowed by the caller
    assert found.zone is not None  # noqa: S101
    reading = learned.reading
    return f.Invited(
        **learned.common("start"),
        interview=known.id if known else _interview_id(learned, found),
        start=found.start.astimezone(UTC),
        end=found.end.astimezone(UTC) if found.end else None,
        zone=found.zone,
        uid=found.uid,
        recurrence_id=found.recurrence_id,
        sequence=found.sequence or 0,
        stamp=found.stamp,
        organizer=found.organizer,
        company=found.company or reading.company,
        role=found.role or reading.role,
        format=found.format,
        round=found.round,
        people=_in_the_room(found.people),
        proposed=found.proposed,
    )


def _in_the_room(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(p for p in people if p.part is not Part.USER)


def _moved(learned: Learned, known: Interview, found: InterviewFound) -> f.Moved:
    assert found.start is not None  # noqa: S101 - narrowed by the caller
    same = found.uid is not None and found.uid == known.uid
    return f.Moved(
        **learned.common("start"),
        interview=known.id,
        start=found.start.astimezone(UTC),
        end=found.end.astimezone(UTC) if found.end else None,
        zone=found.zone or known.zone,
        sequence=(found.sequence or 0) if same else max(known.version[0], found.sequence or 0),
        stamp=found.stamp if same else max(learned.at, known.version[1]),
        uid=found.uid,
    )


def _cancelled(learned: Learned, found: InterviewFound, known: Interview | None) -> f.Cancelled:
    return f.Cancelled(
        **learned.common("start"),
        interview=known.id if known else _interview_id(learned, found),
        uid=found.uid,
        sequence=found.sequence if found.sequence is not None else (known.version[0] if known else 0),
        stamp=found.stamp or learned.at,
    )


def called_off(learned: Learned, candidacy: Candidacy) -> Iterator[f.Fact]:
    """A cancellation in prose means the only interview to come; with two to come it is asked."""
    to_come = [i for i in candidacy.standing if i.start > learned.at]
    if len(to_come) == 1:
        found = InterviewFound(start=None, method=Method.CANCEL, sequence=to_come[0].version[0])
        yield _cancelled(learned, found, to_come[0])
    elif to_come:
        yield unsure(learned)
