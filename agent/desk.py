"""Everything the service works with: the user's world behind its ports, who the user is, and the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from agent.core.candidacy import Candidacy
from agent.core.etiquette import Rules
from agent.core.facts import Fact, Source
from agent.core.learned import Common
from agent.core.people import Me
from agent.errors import AfterwordError
from agent.world.ports import Calendar, Clock, Feed, Journal, Mailbox, Outbox, Prose, Reader, Words
from agent.writing.persona import Persona
from agent.writing.wording import Own

AN_HOUR = timedelta(hours=1)
OUTBOX = "outbox"
"""The outbox among the parts; mailboxes and calendars go by their account."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of the user's world (an account, or the outbox) that does not do what it should at present."""

    part: str
    error: AfterwordError


class PromptBy(StrEnum):
    """How the notes form and the daily note reach the user."""

    MAIL = "mail"  # through the outbox, to the user's own address
    INBOX = "inbox"  # appended to the inbox: the one thing that is ever added there
    DRAFT = "draft"  # laid into Drafts


def _nobody_listens(_fact: Fact) -> None:
    """The default listener."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The parts that `look` and `act` work with.

    `look_back` bounds the first look at a mailbox, `sent_back` the search in Sent for each new candidacy; `grace` is
    the pause after which an APPEND that was under way when we died has landed or never will (at least 60 s).
    `templates` are the user's own letter templates by name, `prose` is the writing helper, if there is one. `listener`
    hears of every new fact after it is stored.
    """

    mailboxes: tuple[Mailbox, ...]
    journal: Journal
    reader: Reader
    words: Words
    clock: Clock
    me: Me
    persona: Persona
    rules: Rules = field(default_factory=Rules)
    calendar: Calendar | None = None
    feeds: tuple[Feed, ...] = ()
    outbox: Outbox | None = None
    prompt_by: PromptBy = PromptBy.MAIL
    look_back: timedelta = timedelta(days=30)
    sent_back: timedelta = timedelta(days=180)
    grace: timedelta = timedelta(seconds=60)
    templates: Own = field(default_factory=dict)
    prose: Prose | None = None
    listener: Callable[[Fact], None] = _nobody_listens

    def deed(self, candidacy: str, key: str) -> Common:
        """The head of a fact about something the service did, or saw done to a thing of its own, just now."""
        now = self.clock.now()
        return Common(candidacy=candidacy, at=now, noted=now, source=Source(account="afterword", id=key))

    def rests(self, candidacy: Candidacy, key: str) -> bool:
        """Whether a server said no to this step within the last hour: it is not asked again so soon."""
        now = self.clock.now()
        return any(refused.key == key and now - refused.at < AN_HOUR for refused in candidacy.refused)

    def mailbox_of(self, candidacy: Candidacy) -> Mailbox:
        """The mailbox in which a candidacy was first heard of: its drafts lie there."""
        return next((box for box in self.mailboxes if box.account == candidacy.account), self.mailboxes[0])

    @property
    def domain(self) -> str:
        """The user's mail domain: ids of ours look like any other of the user's."""
        return self.persona.address.rpartition("@")[2] or "localhost"
