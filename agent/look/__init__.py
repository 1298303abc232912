"""The world → new facts: words, mail, drafts, calendar, in the order in which they outrank each other."""

from __future__ import annotations

from agent.casebook import Casebook
from agent.desk import Desk
from agent.errors import AfterwordError, Refused, Unreachable
from agent.look.calendar import look_at_calendar
from agent.look.drafts import look_at_drafts
from agent.look.mail import look_at_mail
from agent.look.words import hear_words

__all__ = ["hear_words", "look", "look_at_calendar", "look_at_drafts", "look_at_mail"]


def look(desk: Desk, casebook: Casebook) -> tuple[AfterwordError, ...]:
    """Bring the casebook up to date with everything that happened in the user's world.

    Returns what is wrong with a calendar: letters do not wait for it. A mailbox that cannot be used raises
    `Unreachable` or `NeedsUser`, because nothing may be written by somebody who has not read the latest mail.
    """
    hear_words(desk, casebook)
    for mailbox in desk.mailboxes:
        look_at_mail(desk, casebook, mailbox)
        look_at_drafts(desk, casebook, mailbox)
    try:
        if desk.calendar:
            look_at_calendar(desk, casebook, desk.calendar)
    except (Unreachable, Refused) as trouble:
        return (trouble,)
    return ()
