"""A due step → the world → a fact: the only place where a decision meets the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from agent.act.drafts import recover, withdraw, write
from agent.act.reminders import move, place, remove
from agent.act.telling import ask_for_notes, tell_together
from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.agenda import due, expired
from agent.core.answering import assumed
from agent.core.candidacy import Candidacy
from agent.core.facts import Purpose
from agent.core.steps import (
    AnyStep,
    Ask,
    AskForNotes,
    Assume,
    Close,
    MoveReminder,
    PlaceReminder,
    RemoveReminder,
    Step,
    Tell,
    WithdrawDraft,
    WriteDraft,
)
from agent.desk import Desk
from agent.errors import Refused, Unreachable

__all__ = ["act"]

_REPORTED_WHEN_EXPIRED = (WriteDraft, AskForNotes)


def act(desk: Desk, casebook: Casebook, last_look: Callable[[], None]) -> tuple[Unreachable, ...]:
    """Carry out everything that is due, until nothing is. `last_look` reads the mail once more before an inquiry.

    Returns what was out of reach: a calendar that does not answer keeps no letter from being written.
    """
    if casebook.paused:
        return ()
    _note_expired(desk, casebook)
    recover(desk, casebook)
    tried: set[Step] = set()
    troubles: list[Unreachable] = []
    out_of_reach: set[str] = set()
    while found := _next(desk, casebook, tried):
        candidacy, step = found
        tried.add(step)
        if _server(step) in out_of_reach:
            continue
        try:
            carry_out(desk, casebook, candidacy, step, last_look)
        except Refused as no:
            casebook.note([f.StepRefused(**desk.deed(candidacy.id, step.key), key=step.key, reason=str(no))])
        except Unreachable as trouble:
            troubles.append(trouble)
            out_of_reach.add(_server(step))
    try:
        tell_together(desk, casebook)
    except Unreachable as trouble:
        troubles.append(trouble)
    return tuple(troubles)


def _server(step: Step) -> str:
    """Which server a step needs: the calendar's, or the mail's."""
    return "calendar" if isinstance(step, PlaceReminder | RemoveReminder) else "mail"


def _next(desk: Desk, casebook: Casebook, tried: set[Step]) -> tuple[Candidacy, AnyStep] | None:
    """The earliest due step that was not tried yet. Asked anew each time: every deed may change the agenda."""
    now = desk.clock.now()
    left = [
        (candidacy, step)
        for candidacy, step in casebook.steps()
        if step.due <= now < step.expires and step not in tried and _is_for_now(desk, candidacy, step)
    ]
    return min(left, key=lambda entry: (entry[1].due, entry[1].key), default=None)


def _is_for_now(desk: Desk, candidacy: Candidacy, step: Step) -> bool:
    """Telling and asking are gathered into one note; reminders need a calendar; a refusal rests for an hour."""
    if isinstance(step, Tell | Ask):
        return False
    if isinstance(step, PlaceReminder | RemoveReminder):
        return desk.calendar is not None
    return not desk.rests(candidacy, step.key)


def carry_out(
    desk: Desk, casebook: Casebook, candidacy: Candidacy, step: AnyStep, last_look: Callable[[], None]
) -> None:
    """Do one step and note that it was done."""
    match step:
        case WriteDraft():
            if step.purpose is Purpose.INQUIRY:
                last_look()
            if _still_due(desk, casebook, candidacy, step):
                write(desk, casebook, casebook[candidacy.id], step)
        case WithdrawDraft():
            withdraw(desk, casebook, candidacy, step)
        case MoveReminder():
            move(desk, casebook, candidacy, step)
        case PlaceReminder():
            place(desk, casebook, candidacy, step)
        case RemoveReminder():
            remove(desk, casebook, candidacy, step)
        case AskForNotes():
            ask_for_notes(desk, casebook, candidacy, step)
        case Close():
            casebook.note([f.Closed(**desk.deed(candidacy.id, step.key), ending=step.ending)])
        case Assume():
            casebook.note(assumed(step, candidacy, desk.deed(candidacy.id, step.key)))
        case Tell() | Ask():
            tell_together(desk, casebook)
        case _:
            assert_never(step)


def _still_due(desk: Desk, casebook: Casebook, candidacy: Candidacy, step: WriteDraft) -> bool:
    now = desk.clock.now()
    left = due(casebook.agenda(casebook[candidacy.id]), now)
    return any(isinstance(s, WriteDraft) and (s.key, s.revision) == (step.key, step.revision) for s in left)


def _note_expired(desk: Desk, casebook: Casebook) -> None:
    now = desk.clock.now()
    for candidacy in casebook:
        for step in expired(casebook.agenda(candidacy), now):
            if isinstance(step, _REPORTED_WHEN_EXPIRED):
                deed = desk.deed(candidacy.id, step.key)
                name = type(step).__name__
                casebook.note([f.StepExpired(**deed, key=step.key, step=name, due=step.due, expires=step.expires)])
