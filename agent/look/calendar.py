"""Changes in the user's calendars → facts: the interviews they tell of, and that one is not there any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from agent.casebook import Casebook
from agent.core.candidacy import Candidacy
from agent.core.doubts import vanished
from agent.core.interview import Interview
from agent.desk import Desk
from agent.errors import Unreadable
from agent.look.mail import learn
from agent.look.reminders import look_at_reminder, look_for_reminders, ours
from agent.reading.items import item_id
from agent.world.ports import Calendar, CalendarNews, Feed, Item, Seen
from agent.writing import event

FOLDER = "calendar"


def look_at_calendar(desk: Desk, casebook: Casebook, calendar: Calendar) -> None:
    """Take everything that changed in the calendars since the last look: what became of our reminders, and the rest."""
    known = ours(casebook)
    with _news(desk, casebook, calendar) as news:
        for item in news.items:
            uid = event.uid_of(item.content)
            if uid in known:
                look_at_reminder(desk, casebook, known[uid], item)
            elif not (uid and event.is_ours(uid)):
                _read(desk, casebook, calendar, item)
        look_for_reminders(desk, casebook, calendar, news, known)
        _look_for_interviews(desk, casebook, calendar, news)


def look_at_feed(desk: Desk, casebook: Casebook, feed: Feed) -> None:
    """Take everything that changed in a calendar that can only be read."""
    with _news(desk, casebook, feed) as news:
        for item in news.items:
            uid = event.uid_of(item.content)
            if not (uid and event.is_ours(uid)):
                _read(desk, casebook, feed, item)
        _look_for_interviews(desk, casebook, feed, news)


@contextmanager
def _news(desk: Desk, casebook: Casebook, feed: Feed) -> Iterator[CalendarNews]:
    """What changed since the last look; when all of it has been taken, that is where the next one begins."""
    stored = desk.journal.cursor(feed.account, FOLDER)
    news = feed.news(stored, (desk.clock.now() - desk.look_back).date())
    yield news
    if news.token != stored:
        casebook.note(cursors={(feed.account, FOLDER): news.token})


def _read(desk: Desk, casebook: Casebook, feed: Feed, item: Item) -> None:
    try:
        readings = desk.reader.read_item(item.content)
    except Unreadable as error:
        casebook.note(seen=[_seen(feed, item.href, "quarantined", str(error))])
        return
    for reading in readings:
        facts = learn(reading, desk, casebook, feed.account)
        met = [_seen(feed, _met(feed, reading.envelope.message_id), "acted", reading.kind.value)] if facts else []
        casebook.note(facts, seen=met)


def _look_for_interviews(desk: Desk, casebook: Casebook, feed: Feed, news: CalendarNews) -> None:
    """An interview to come was here and is not any more: the user is asked, nothing is supposed.

    A calendar in which nothing is left, or from which several are gone at once, is not believed: servers are rebuilt,
    and folders are not mounted.
    """
    if not news.gone and not (news.whole and news.items):
        return
    gone = [(candidacy, one) for candidacy, one in _to_come(desk, casebook, feed) if not _lies_in(feed, one)]
    if len(gone) == 1:
        candidacy, interview = gone[0]
        casebook.note([vanished(desk.deed(candidacy.id, interview.id), interview)])


def _to_come(desk: Desk, casebook: Casebook, feed: Feed) -> Iterator[tuple[Candidacy, Interview]]:
    """The interviews to come that this calendar once told of."""
    now = desk.clock.now()
    for candidacy in casebook:
        for interview in candidacy.standing:
            here = any(desk.journal.was_seen(_met(feed, item_id(uid))) for uid in interview.uids)
            if interview.start > now and here:
                yield candidacy, interview


def _lies_in(feed: Feed, interview: Interview) -> bool:
    return any(feed.holds(uid) for uid in interview.uids)


def _met(feed: Feed, identity: str) -> str:
    """The name under which the journal knows that an event lay in this calendar."""
    return f"{feed.account}/{identity}"


def _seen(feed: Feed, identity: str, outcome: str, reason: str) -> Seen:
    return Seen(
        account=feed.account,
        folder=FOLDER,
        uidvalidity=0,
        uid=crc32(identity.encode()),
        message_id=identity,
        outcome=outcome,
        reason=reason,
    )
