"""The world → new facts: words, mail, drafts, calendar, in the order in which they outrank each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from agent.casebook import Casebook
from agent.desk import Desk
from agent.errors import AfterwordError, Refused, Unreachable
from agent.look.calendar import look_at_calendar, look_at_feed
from agent.look.drafts import look_at_drafts
from agent.look.mail import look_at_mail
from agent.look.words import hear_words

__all__ = ["hear_words", "look", "look_at_calendar", "look_at_drafts", "look_at_feed", "look_at_mail"]


def look(desk: Desk, casebook: Casebook) -> tuple[AfterwordError, ...]:
    """Bring the casebook up to date with everything that happened in the user's world.

    Returns what is wrong with calendars: letters do not wait for them. A mailbox that cannot be used raises
    `Unreachable` or `NeedsUser`, because nothing may be written by somebody who has not read the latest mail.
    """
    hear_words(desk, casebook)
    for mailbox in desk.mailboxes:
        look_at_mail(desk, casebook, mailbox)
        look_at_drafts(desk, casebook, mailbox)
    return tuple(_troubles(desk, casebook))


def _troubles(desk: Desk, casebook: Casebook) -> Iterator[AfterwordError]:
    """Look at every calendar; what is wrong with one keeps from none of the others."""
    looks = [partial(look_at_feed, feed=feed) for feed in desk.feeds]
    if desk.calendar:
        looks.insert(0, partial(look_at_calendar, calendar=desk.calendar))
    for take in looks:
        try:
            take(desk, casebook)
        except (Unreachable, Refused) as trouble:
            yield trouble
