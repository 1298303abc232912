"""How facts add up to a candidacy.

`fold` starts from nothing and lets every fact `evolve` the candidacy. It is total: no order of facts raises, an
unknown fact changes nothing, the same fact twice changes nothing. What was read is overruled by what the person said
later; what was done is never re-opened.

    facts ──(without what was undone or superseded)──▶ evolve ∘ evolve ∘ … ──▶ Candidacy

`evolve` is a table: one small function a fact, at the foot of this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from agent.core import correspondence as post
from agent.core import facts as f
from agent.core import interview as iv
from agent.core.candidacy import Answer, Candidacy, Promise, Question, Reminder
from agent.core.correspondence import State
from agent.core.findings import Kind
from agent.core.interview import Interview
from agent.core.people import joined

MOST_HEADS = 40
"""Heads of mails that are kept for threading; older ones keep only their Message-ID."""

_ENDS = {
    Kind.REJECTION: f.Ending.REJECTION,
    Kind.OFFER: f.Ending.OFFER,
    Kind.POSITION_CLOSED: f.Ending.POSITION_CLOSED,
    Kind.OWN_WITHDRAWAL: f.Ending.WITHDRAWN,
    Kind.OWN_ACCEPTANCE: f.Ending.ACCEPTED,
}


def ends(kind: Kind) -> f.Ending | None:
    """The ending that an answer of this kind brings, or None."""
    return _ENDS.get(kind)


def fold(candidacy: str, facts: Iterable[tuple[str, f.Fact]]) -> Candidacy:
    """The candidacy that these facts (with their ids, in the order they were noted) add up to."""
    noted = list(facts)
    void = {fact.fact for _, fact in noted if isinstance(fact, f.Undone)}
    newest = {fact.message: fact for _, fact in noted if isinstance(fact, f.Superseded)}
    result = Candidacy(id=candidacy)
    for identity, fact in dict(noted).items():
        if identity not in void and not _outdated(fact, newest.get(fact.source.id)):
            result = evolve(result, fact)
    return result


def evolve(candidacy: Candidacy, fact: f.Fact) -> Candidacy:
    """The candidacy after one more fact."""
    if candidacy.known_since is None or fact.noted < candidacy.known_since:
        candidacy = replace(candidacy, known_since=fact.noted)
    change = _CHANGES.get(type(fact))
    return change(candidacy, fact) if change else candidacy


def _outdated(fact: f.Fact, superseded: f.Superseded | None) -> bool:
    return superseded is not None and fact.source.reader not in ("", superseded.source.reader)


# ── one function a fact ──────────────────────────────────────────────────────────────────────────────────────────


def _invited(c: Candidacy, fact: f.Invited) -> Candidacy:
    interview = iv.invited(c.interview(fact.interview), fact)
    cancel = max((version for key, version in c.cancellations if key == fact.interview), default=None)
    interview = replace(interview, cancelled=cancel is not None and cancel >= interview.version)
    c = replace(c, company=c.company or fact.company, role=c.role or fact.role)
    return _with_interview(c, interview)


def _moved(c: Candidacy, fact: f.Moved) -> Candidacy:
    had = c.interview(fact.interview)
    return _with_interview(c, iv.moved(had, fact)) if had else c


def _cancelled(c: Candidacy, fact: f.Cancelled) -> Candidacy:
    version = (fact.sequence, fact.stamp or fact.at)
    c = replace(c, cancellations=(*c.cancellations, (fact.interview, version)))
    had = c.interview(fact.interview)
    if had is None or version < had.version:
        return c
    return _with_interview(c, replace(had, cancelled=True, version=version))


def _declined(c: Candidacy, fact: f.Declined) -> Candidacy:
    had = c.interview(fact.interview)
    return _with_interview(c, iv.declined(had, fact.at)) if had else c


def _heard(c: Candidacy, fact: f.Heard) -> Candidacy:
    head = fact.envelope
    if head.message_id in c.thread:
        return replace(c, people=joined(c.people, fact.people))
    return replace(
        c,
        heads=(*c.heads, head)[-MOST_HEADS:],
        thread=c.thread | {head.message_id},
        account=c.account or fact.source.account,
        people=joined(c.people, fact.people),
        company=c.company or fact.company,
        role=c.role or fact.role,
    )


def _answered(c: Candidacy, fact: f.Answered) -> Candidacy:
    answer = Answer(kind=fact.kind, at=fact.at, source=fact.source, back_on=fact.back_on, reply_by=fact.reply_by)
    if any((had.kind, had.source.id) == (answer.kind, answer.source.id) for had in c.answers):
        return c
    c = replace(c, answers=(*c.answers, answer))
    ending = ends(fact.kind)
    return replace(c, endings=(*c.endings, (fact.at, ending))) if ending else c


def _promised(c: Candidacy, fact: f.DecisionPromised) -> Candidacy:
    return replace(c, promises=(*c.promises, Promise(by=fact.by, said=fact.at, source=fact.source, zone=fact.zone)))


def _noted(c: Candidacy, fact: f.NotesTaken) -> Candidacy:
    had = c.interview(fact.interview)
    return _with_interview(c, iv.noted(had, fact.at, fact.notes)) if had else c


def _notes_asked(c: Candidacy, fact: f.NotesAsked) -> Candidacy:
    had = c.interview(fact.interview)
    if had is None or fact.message_id in {message_id for message_id, _ in had.notes_asked}:
        return c
    c = replace(c, thread=c.thread | {fact.message_id})
    return _with_interview(c, replace(had, notes_asked=(*had.notes_asked, (fact.message_id, fact.at))))


def _begun(c: Candidacy, fact: f.DraftBegun) -> Candidacy:
    return replace(c, letters=post.begun(c.letters, fact), thread=c.thread | {fact.message_id})


def _sent(c: Candidacy, fact: f.LetterSent) -> Candidacy:
    thread = c.thread | {fact.message_id} if fact.message_id else c.thread
    letters = post.sent(c.letters, fact)
    if fact.message_id in c.returned:
        letters = post.bounced(letters, fact.message_id, None)
    return replace(c, letters=letters, thread=thread)


def _bounced(c: Candidacy, fact: f.Bounced) -> Candidacy:
    letters = post.bounced(c.letters, fact.message_id, fact.recipient)
    back = [address for letter in letters if letter.bounced and len(letter.to) == 1 for address in letter.to]
    gone = c.gone | {address.casefold() for address in (*back, *filter(None, [fact.recipient]))}
    returned = c.returned | {fact.message_id} if fact.message_id else c.returned
    return replace(c, letters=letters, gone=gone, returned=returned)


def _copy(state: State) -> Callable[[Candidacy, Any], Candidacy]:
    def change(c: Candidacy, fact: f.DraftTouched | f.DraftMissed | f.DraftDiscarded | f.DraftWithdrawn) -> Candidacy:
        return replace(c, letters=post.became(c.letters, fact.key, fact.revision, state, fact.at))

    return change


def _placed(c: Candidacy, fact: f.ReminderPlaced) -> Candidacy:
    had = c.reminder(fact.key)
    if had and not had.ours:
        return c
    reminder = Reminder(
        key=fact.key,
        errand=fact.errand,
        uid=fact.uid,
        start=fact.start,
        end=fact.end,
        etag=fact.etag,
        digest=fact.digest,
        sequence=fact.sequence,
        interview=fact.interview,
    )
    return _with_reminder(c, reminder)


def _reminder(*, placed: bool | None = None, ours: bool | None = None) -> Callable[[Candidacy, Any], Candidacy]:
    def change(c: Candidacy, fact: f.ReminderRemoved | f.ReminderKept | f.ReminderDismissed) -> Candidacy:
        had = c.reminder(fact.key)
        if had is None:
            return c
        placed_now = had.placed if placed is None else placed
        ours_now = had.ours if ours is None else ours
        removed = fact.at if had.placed and not placed_now else had.removed
        return _with_reminder(c, replace(had, placed=placed_now, ours=ours_now, removed=removed))

    return change


def _doubted(c: Candidacy, fact: f.Doubted) -> Candidacy:
    if any(q.doubt.question == fact.question for q in c.questions):
        return c
    return replace(c, questions=(*c.questions, Question(doubt=fact)))


def _question(c: Candidacy, name: str, change: Callable[[Question], Question]) -> Candidacy:
    return replace(c, questions=tuple(change(q) if q.doubt.question == name else q for q in c.questions))


def _question_answered(c: Candidacy, fact: f.QuestionAnswered) -> Candidacy:
    return _question(c, fact.question, lambda q: replace(q, answer=fact.choice))


def _ending(ending: Callable[[Any], f.Ending | None]) -> Callable[[Candidacy, Any], Candidacy]:
    return lambda c, fact: replace(c, endings=(*c.endings, (fact.at, ending(fact))))


def _pausing(*, paused: bool) -> Callable[[Candidacy, Any], Candidacy]:
    return lambda c, fact: replace(c, pauses=(*c.pauses, (fact.at, paused)))


def _with_interview(c: Candidacy, interview: Interview) -> Candidacy:
    others = tuple(i for i in c.interviews if i.id != interview.id)
    return replace(c, interviews=(*others, interview))


def _with_reminder(c: Candidacy, reminder: Reminder) -> Candidacy:
    others = tuple(r for r in c.reminders if r.key != reminder.key)
    return replace(c, reminders=(*others, reminder))


_CHANGES: Mapping[type[f.Fact], Callable[[Candidacy, Any], Candidacy]] = {
    f.Invited: _invited,
    f.Moved: _moved,
    f.Cancelled: _cancelled,
    f.Declined: _declined,
    f.Heard: _heard,
    f.Answered: _answered,
    f.DecisionPromised: _promised,
    f.NotesTaken: _noted,
    f.NotesAsked: _notes_asked,
    f.LetterSent: _sent,
    f.LetterWanted: lambda c, fact: replace(c, wanted=(*c.wanted, fact)),
    f.Replied: lambda c, fact: replace(c, replies=(*c.replies, fact.at), thread=c.thread | {fact.message_id}),
    f.Bounced: _bounced,
    f.DraftBegun: _begun,
    f.DraftWritten: lambda c, fact: replace(c, letters=post.written(c.letters, fact)),
    f.DraftTouched: _copy(State.TOUCHED),
    f.DraftMissed: _copy(State.MISSING),
    f.DraftDiscarded: _copy(State.DISCARDED),
    f.DraftWithdrawn: _copy(State.WITHDRAWN),
    f.ReminderPlaced: _placed,
    f.ReminderRemoved: _reminder(placed=False),
    f.ReminderKept: _reminder(ours=False),
    f.ReminderDismissed: _reminder(placed=False, ours=False),
    f.Doubted: _doubted,
    f.Asked: lambda c, fact: _question(c, fact.question, lambda q: replace(q, asked=True)),
    f.QuestionAnswered: _question_answered,
    f.Told: lambda c, fact: replace(c, told=c.told | {fact.key}),
    f.StepExpired: lambda c, fact: replace(c, expired=(*c.expired, fact)),
    f.Worded: lambda c, fact: replace(c, worded=(*c.worded, fact)),
    f.StepRefused: lambda c, fact: replace(c, refused=(*c.refused, fact)),
    f.Closed: _ending(lambda fact: fact.ending),
    f.Reopened: _ending(lambda _: None),
    f.Paused: _pausing(paused=True),
    f.Resumed: _pausing(paused=False),
}
