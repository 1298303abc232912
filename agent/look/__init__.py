"""The world → new facts: words, mail, drafts, calendar, in the order in which they outrank each other."""

from __future__ import annotations

from agent.casebook import Casebook
from agent.desk import Desk
from agent.look.calendar import look_at_calendar
from agent.look.drafts import look_at_drafts
from agent.look.mail import look_at_mail
from agent.look.words import hear_words

__all__ = ["hear_words", "look", "look_at_calendar", "look_at_drafts", "look_at_mail"]


def look(desk: Desk, casebook: Casebook) -> None:
    """Bring the casebook up to date with everything that happened in the user's world.

    Raises `Unreachable` or `NeedsUser` from the first port that cannot be used; what came before it is stored.
    """
    hear_words(desk, casebook)
    for mailbox in desk.mailboxes:
        look_at_mail(desk, casebook, mailbox)
        look_at_drafts(desk, casebook, mailbox)
    if desk.calendar:
        look_at_calendar(desk, casebook, desk.calendar)
