"""The world → new facts: words, mail, drafts, calendar, in the order in which they outrank each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from agent.casebook import Casebook
from agent.desk import Desk, Trouble
from agent.errors import NeedsUser, Refused, Unreachable
from agent.look.calendar import look_at_calendar, look_at_feed
from agent.look.drafts import look_at_drafts
from agent.look.mail import look_at_mail
from agent.look.words import hear_words

__all__ = ["hear_words", "look", "look_at_calendar", "look_at_drafts", "look_at_feed", "look_at_mail"]


def look(desk: Desk, casebook: Casebook) -> tuple[Trouble, ...]:
    """Bring the casebook up to date with everything that happened in the user's world.

    Returns what could not be looked at. One account that is out of reach keeps none of the others from being read;
    what may be done without it is for `act` to decide.
    """
    hear_words(desk, casebook)
    troubles = []
    for mailbox in desk.mailboxes:
        try:
            look_at_mail(desk, casebook, mailbox)
            look_at_drafts(desk, casebook, mailbox)
        except _OF_ONE_ACCOUNT as error:
            troubles.append(Trouble(mailbox.account, error))
    return (*troubles, *_calendar_troubles(desk, casebook))


def _calendar_troubles(desk: Desk, casebook: Casebook) -> Iterator[Trouble]:
    """Look at every calendar; what is wrong with one keeps from none of the others."""
    looks = [(feed.account, partial(look_at_feed, feed=feed)) for feed in desk.feeds]
    if desk.calendar:
        looks.insert(0, (desk.calendar.account, partial(look_at_calendar, calendar=desk.calendar)))
    for account, take in looks:
        try:
            take(desk, casebook)
        except _OF_ONE_ACCOUNT as error:
            yield Trouble(account, error)


_OF_ONE_ACCOUNT = (Unreachable, Refused, NeedsUser)
