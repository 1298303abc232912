"""A due step → the world → a fact: the only place where a decision meets the world."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
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
from agent.desk import OUTBOX, Desk, PromptBy, Trouble
from agent.errors import NeedsUser, Refused, Unreachable

__all__ = ["act"]

_REPORTED_WHEN_EXPIRED = (WriteDraft, AskForNotes)


def act(
    desk: Desk, casebook: Casebook, last_look: Callable[[], None], unread: Collection[str] = ()
) -> tuple[Trouble, ...]:
    """Carry out everything that is due, until nothing is. `last_look` reads the mail once more before an inquiry.

    `unread` are the mailboxes that could not be looked at: nothing is done there, and no inquiry is written anywhere,
    since the answer may lie in one of them. Returns what did not do what it should: a calendar that does not answer
    keeps no letter from being written.
    """
    if casebook.paused:
        return ()
    doing = _Doing(desk, casebook, last_look, frozenset(unread))
    if not unread:
        _note_expired(desk, casebook)
        doing.attempt(desk.mailboxes[0].account if desk.mailboxes else "", lambda: recover(desk, casebook))
    doing.all_that_is_due()
    if not unread:
        doing.attempt(_way_of_notes(desk), lambda: tell_together(desk, casebook))
    return tuple(doing.troubles)


@dataclass(slots=True)
class _Doing:
    """One go at everything that is due: what was tried, and what did not work."""

    desk: Desk
    casebook: Casebook
    last_look: Callable[[], None]
    unread: frozenset[str]
    troubles: list[Trouble] = field(default_factory=list)
    _tried: set[Step] = field(default_factory=set)

    def all_that_is_due(self) -> None:
        """Every due step once, the earliest first. Asked anew each time: every deed may change the agenda."""
        while found := _next(self.desk, self.casebook, self._tried, self.unread):
            candidacy, step = found
            self._tried.add(step)
            part = _part(self.desk, candidacy, step)
            if not self._is_out_of_reach(part):
                self._do(part, candidacy, step)

    def attempt(self, part: str, deed: Callable[[], None]) -> None:
        """Do something that needs one part of the world; what is wrong with that part is kept."""
        if self._is_out_of_reach(part):
            return
        try:
            deed()
        except (Unreachable, Refused, NeedsUser) as error:
            self.troubles.append(Trouble(part, error))

    def _do(self, part: str, candidacy: Candidacy, step: AnyStep) -> None:
        try:
            carry_out(self.desk, self.casebook, candidacy, step, self.last_look)
        except Refused as no:
            self.troubles.append(Trouble(part, no))
            refused = f.StepRefused(**self.desk.deed(candidacy.id, step.key), key=step.key, reason=str(no))
            self.casebook.note([refused])
        except (Unreachable, NeedsUser) as error:
            self.troubles.append(Trouble(part, error))

    def _is_out_of_reach(self, part: str) -> bool:
        return any(one.part == part and not isinstance(one.error, Refused) for one in self.troubles)


def _part(desk: Desk, candidacy: Candidacy, step: Step) -> str:
    """Which part of the world a step needs."""
    if isinstance(step, PlaceReminder | RemoveReminder):
        return desk.calendar.account if desk.calendar else ""
    if isinstance(step, AskForNotes) and desk.prompt_by is PromptBy.MAIL:
        return OUTBOX
    return desk.mailbox_of(candidacy).account if desk.mailboxes else ""


def _way_of_notes(desk: Desk) -> str:
    return OUTBOX if desk.prompt_by is PromptBy.MAIL or not desk.mailboxes else desk.mailboxes[0].account


def _next(desk: Desk, casebook: Casebook, tried: set[Step], unread: frozenset[str]) -> tuple[Candidacy, AnyStep] | None:
    """The earliest due step that was not tried yet."""
    now = desk.clock.now()
    left = [
        (candidacy, step)
        for candidacy, step in casebook.steps()
        if step.due <= now < step.expires
        and step not in tried
        and _is_for_now(desk, candidacy, step)
        and not (unread and _waits_for_the_rest(desk, candidacy, step, unread))
    ]
    return min(left, key=lambda entry: (entry[1].due, entry[1].key), default=None)


def _is_for_now(desk: Desk, candidacy: Candidacy, step: Step) -> bool:
    """Telling and asking are gathered into one note; reminders need a calendar; a refusal rests for an hour."""
    if isinstance(step, Tell | Ask):
        return False
    if isinstance(step, PlaceReminder | RemoveReminder):
        return desk.calendar is not None
    return not desk.rests(candidacy, step.key)


def _waits_for_the_rest(desk: Desk, candidacy: Candidacy, step: Step, unread: frozenset[str]) -> bool:
    """Whether a step must not be done by somebody who has not read all the mail."""
    inquiry = isinstance(step, WriteDraft) and step.purpose is Purpose.INQUIRY
    return inquiry or desk.mailbox_of(candidacy).account in unread


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
