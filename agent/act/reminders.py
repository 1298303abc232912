"""Reminders in the calendar: one each, where the plan has it, and never against the user's hand."""

from __future__ import annotations

from agent import compose
from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.steps import MoveReminder, PlaceReminder, RemoveReminder
from agent.desk import Desk
from agent.errors import Bug
from agent.world.ports import Calendar, Conflict, Item
from agent.writing import event


def place(desk: Desk, casebook: Casebook, candidacy: Candidacy, step: PlaceReminder) -> None:
    """Put a reminder in; where one lies already it is ours from before a crash, or it is the user's."""
    calendar, content = _calendar(desk), compose.reminder(desk, candidacy, step)
    uid = compose.reminder_uid(desk, step.key)
    etag = calendar.put(uid, content, etag=None)
    if not isinstance(etag, Conflict):
        casebook.note([compose.placed(desk, candidacy, step, content, etag)])
        return
    there = calendar.get(uid)
    if there is None:
        casebook.note([_placed(desk, candidacy, step, content), _kept(desk, candidacy, step.key)])
    elif event.untouched(there.content, event.digest(content)):
        casebook.note([compose.placed(desk, candidacy, step, content, there.etag)])
    else:
        casebook.note([_placed(desk, candidacy, step, content), _kept(desk, candidacy, step.key)])


def move(desk: Desk, casebook: Casebook, candidacy: Candidacy, step: MoveReminder) -> None:
    """Move an untouched reminder; what the user changed stays where the user put it."""
    calendar, had = _calendar(desk), candidacy.reminder(step.key)
    if had is None:
        return
    there = calendar.get(had.uid)
    if there is None:
        casebook.note([f.ReminderDismissed(**desk.deed(candidacy.id, had.key), key=had.key)])
        return
    content = event.merged(compose.reminder(desk, candidacy, step), there.content)
    if not any(event.untouched(there.content, known) for known in (had.digest, event.digest(content))):
        casebook.note([_kept(desk, candidacy, had.key)])
        return
    etag = calendar.put(had.uid, content, etag=there.etag)
    if not isinstance(etag, Conflict):
        casebook.note([compose.placed(desk, candidacy, step, content, etag)])


def remove(desk: Desk, casebook: Casebook, candidacy: Candidacy, step: RemoveReminder) -> None:
    """Take an untouched reminder out again."""
    calendar, had = _calendar(desk), candidacy.reminder(step.reminder)
    if had is None:
        return
    there = calendar.get(had.uid)
    if there is not None and not event.untouched(there.content, had.digest):
        casebook.note([_kept(desk, candidacy, had.key)])
    elif there is None or _deleted(calendar, had.uid, there):
        casebook.note([f.ReminderRemoved(**desk.deed(candidacy.id, had.key), key=had.key)])


def _deleted(calendar: Calendar, uid: str, there: Item) -> bool:
    """Whether it is gone now. If somebody changed it in this very moment, the next look will see that."""
    return calendar.delete(uid, etag=there.etag) in (None, Conflict.GONE)


def _placed(desk: Desk, candidacy: Candidacy, step: PlaceReminder, content: bytes) -> f.ReminderPlaced:
    return compose.placed(desk, candidacy, step, content, "")


def _kept(desk: Desk, candidacy: Candidacy, key: str) -> f.ReminderKept:
    return f.ReminderKept(**desk.deed(candidacy.id, key), key=key)


def _calendar(desk: Desk) -> Calendar:
    if desk.calendar is None:
        raise Bug("a reminder is due and there is no calendar")
    return desk.calendar
