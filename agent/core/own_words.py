"""The user's own mail: a letter that left, an answer given, notes sent back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.findings import Kind, Reading
from agent.core.interview import Interview
from agent.core.learned import Common, Learned
from agent.core.likeness import draft_of
from agent.core.notes import Notes

_PURPOSES = {Kind.OWN_THANK_YOU: f.Purpose.THANK_YOU, Kind.OWN_INQUIRY: f.Purpose.INQUIRY}

_DRAFTS_END = {f.Purpose.WITHDRAWAL: Kind.OWN_WITHDRAWAL}
"""A draft of ours that ends the candidacy when the user sends it."""


def own_facts(learned: Learned, candidacy: Candidacy) -> Iterator[f.Fact]:
    """What a mail of the user's own adds. Whether it really is the user's was decided by where it was found."""
    reading = learned.reading
    if reading.kind is Kind.NOTES_REPLY:
        interview = prompted(candidacy, reading)
        if interview and reading.notes:
            yield from notes_facts(learned.common(), interview, reading.notes)
        return
    ours = draft_of(candidacy, reading.envelope)
    purpose = ours.purpose if ours else _PURPOSES.get(reading.kind)
    if purpose:
        yield f.LetterSent(
            **learned.common(),
            purpose=purpose,
            message_id=reading.envelope.message_id,
            key=ours.key if ours else None,
            interview=ours.interview if ours else _thanked_for(candidacy, reading, learned.at),
            to=tuple(p.address for p in reading.envelope.to if p.address),
            subject=reading.envelope.subject,
        )
    ends = _DRAFTS_END.get(purpose) if purpose else reading.kind
    if ends in (Kind.OWN_WITHDRAWAL, Kind.OWN_ACCEPTANCE):
        yield f.Answered(**learned.common(), kind=ends)
    elif purpose in (None, f.Purpose.REPLY):
        yield f.Replied(**learned.common(), message_id=reading.envelope.message_id)


def notes_facts(common: Common, interview: Interview, notes: Notes) -> Iterator[f.Fact]:
    """What the notes of an interview add: themselves, and the date they name."""
    yield f.NotesTaken(**common, interview=interview.id, notes=notes)
    if notes.decision_by:
        said = replace(common["source"], quote=notes.decision)
        yield f.DecisionPromised(
            candidacy=common["candidacy"], at=common["at"], noted=common["noted"], source=said, by=notes.decision_by
        )


def prompted(candidacy: Candidacy, reading: Reading) -> Interview | None:
    """The interview whose notes form this mail answers: only a reply to an id of ours, which nobody can guess."""
    for interview in candidacy.interviews:
        if any(message_id in reading.envelope.references for message_id, _ in interview.notes_asked):
            return interview
    return None


def _thanked_for(candidacy: Candidacy, reading: Reading, at: datetime) -> str | None:
    past = [i for i in candidacy.standing if i.start <= at]
    to = {p.address.casefold() for p in reading.envelope.to if p.address}
    with_them = [i for i in past if to & {p.address.casefold() for p in i.everyone if p.address}]
    return (with_them or past)[-1].id if past else None
