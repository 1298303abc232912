"""What became of our reminders in the calendar → facts: moved, deleted or written into by the user."""

from __future__ import annotations

from collections.abc import Iterator

from agent import compose
from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.candidacy import Candidacy, Reminder
from agent.core.learned import Common
from agent.core.moments import day_of
from agent.core.notes import Notes
from agent.core.own_words import notes_facts
from agent.core.steps import MoveReminder, RemoveReminder
from agent.desk import Desk
from agent.reading.notes import answers
from agent.world.ports import Calendar, CalendarNews, Item
from agent.writing import event

Ours = dict[str, tuple[Candidacy, Reminder]]
"""Every reminder that was ever placed, by its UID."""


def ours(casebook: Casebook) -> Ours:
    """The reminders of every candidacy."""
    return {reminder.uid: (candidacy, reminder) for candidacy in casebook for reminder in candidacy.reminders}


def look_at_reminder(desk: Desk, casebook: Casebook, known: tuple[Candidacy, Reminder], item: Item) -> None:
    """A reminder of ours was changed: by the user, or by us just before we died."""
    candidacy, reminder = known
    casebook.note(_touched(desk, casebook, candidacy, reminder, item))
    casebook.note(_written_into(desk, casebook[candidacy.id], reminder, item))


def look_for_reminders(desk: Desk, casebook: Casebook, calendar: Calendar, news: CalendarNews, known: Ours) -> None:
    """Reminders of ours are gone: because the user deleted them, or because we did just before we died."""
    for uid in _missing(calendar, news, known):
        casebook.note(_missed(desk, casebook, *known[uid]))


def _touched(desk: Desk, casebook: Casebook, candidacy: Candidacy, reminder: Reminder, item: Item) -> Iterator[f.Fact]:
    """A reminder of ours that reads otherwise than we left it: moved by us just before we died, or by the user."""
    if not (reminder.placed and reminder.ours) or event.untouched(item.content, reminder.digest):
        return
    for step in casebook.agenda(candidacy):
        if isinstance(step, MoveReminder) and step.key == reminder.key:
            content = compose.reminder(desk, candidacy, step)
            if event.untouched(item.content, event.digest(content)):
                yield compose.placed(desk, candidacy, step, content, item.etag)
                return
    yield f.ReminderKept(**desk.deed(candidacy.id, reminder.key), key=reminder.key)


def _written_into(desk: Desk, candidacy: Candidacy, reminder: Reminder, item: Item) -> Iterator[f.Fact]:
    """The notes that the user wrote into our own private reminder: once, however often the event is saved.

    Never from an event of the employer's, nor from a reminder that has become a meeting: others read and write there.
    """
    interview = candidacy.interview(reminder.interview)
    if reminder.errand is not f.Errand.NOTES or interview is None or not event.is_private(item.content):
        return
    now = desk.clock.now()
    told = answers(event.description(item.content), day_of(now, desk.rules), desk.me)
    if (interview.notes or Notes()).completed_by(told) != (interview.notes or Notes()):
        source = f.Source(account=desk.calendar.account if desk.calendar else "", id=reminder.uid, where="calendar")
        common = Common(candidacy=candidacy.id, at=now, noted=now, source=source)
        yield from notes_facts(common, interview, told)


def _missing(calendar: Calendar, news: CalendarNews, known: Ours) -> Iterator[str]:
    """Reminders that are really gone; a calendar that is suddenly empty is not believed."""
    if news.whole and not news.items:
        return
    listed = {event.uid_of(item.content) for item in news.items}
    for uid, (_, reminder) in known.items():
        gone = uid not in listed if news.whole else any(uid in href for href in news.gone)
        if gone and reminder.placed and reminder.ours and calendar.get(uid) is None:
            yield uid


def _missed(desk: Desk, casebook: Casebook, candidacy: Candidacy, reminder: Reminder) -> Iterator[f.Fact]:
    """Gone because we took it out and died before noting it; else because the user deleted it, which is final."""
    deed = desk.deed(candidacy.id, reminder.key)
    steps = casebook.agenda(candidacy)
    if any(isinstance(s, RemoveReminder) and s.reminder == reminder.key and s.due <= deed["at"] for s in steps):
        yield f.ReminderRemoved(**deed, key=reminder.key)
    else:
        yield f.ReminderDismissed(**deed, key=reminder.key)
