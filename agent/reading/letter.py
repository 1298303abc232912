"""A mail made ready for judging: its clauses, the words of its language, what it is about, when it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from agent.core.people import Me
from agent.reading.about import About, Topic, plainly_elsewhere, topic_of
from agent.reading.addresses import local_of
from agent.reading.clauses import Clause, clauses
from agent.reading.headers import local_day
from agent.reading.intent import Votes, votes
from agent.reading.lexicon import Lexicon, Of, lexicon
from agent.reading.machine import Machine
from agent.reading.mail import Mail
from agent.reading.vendors import Trade, Vendor, vendor_of

_HIRING = frozenset({Trade.ATS, Trade.SCHEDULER, Trade.ASSESSMENT})
_OFFSETS = timedelta(hours=14)


@dataclass(frozen=True)
class Letter:
    """One mail, the user it was written to, and what is worked out of it once and asked often.

    `more` is text that belongs to it without standing in it: the titles and descriptions of calendar objects.
    """

    mail: Mail
    me: Me
    machine: Machine | None = None
    more: str = ""
    words: Lexicon = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", lexicon(self.mail.envelope.language))

    @cached_property
    def body(self) -> tuple[Clause, ...]:
        """The clauses of what was newly written."""
        return clauses(self.mail.text)

    @cached_property
    def subject(self) -> tuple[Clause, ...]:
        """The clauses of the subject."""
        return clauses(self.mail.envelope.subject)

    @cached_property
    def topic(self) -> Topic:
        """What it is about."""
        if plainly_elsewhere(self.mail, self.me, self.machine):
            return Topic(About.ELSEWHERE)
        said = self.words.said((*self.body, *clauses(self.more), *clauses(self._sender)), Of.ABOUT)
        return topic_of(self.mail, self.me, self.machine, said, self.words.said(self.subject, Of.ABOUT))

    @property
    def _sender(self) -> str:
        """The sender's name and office in words: `Maple Row Apartments`, `leasing`."""
        sender = self.mail.envelope.sender
        return f"{sender.name or ''}\n{local_of(sender.address).replace('.', ' ').replace('_', ' ')}"

    @cached_property
    def votes(self) -> Votes:
        """What its clauses speak for."""
        return votes(self.words.said(self.body), self.words.said(self.subject))

    @cached_property
    def vendor(self) -> Vendor | None:
        """The vendor that sent it, if one did."""
        return vendor_of(self.mail.envelope.sender.address)

    @property
    def by_a_hiring_system(self) -> bool:
        """Whether the sender's trade is hiring."""
        return self.vendor is not None and self.vendor.trade in _HIRING

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.mail.envelope.language

    @cached_property
    def day(self) -> date | None:
        """The day on which it was written, by the writer's clock."""
        return local_day(self.mail.header("date") or "")

    @cached_property
    def written(self) -> datetime | None:
        """The moment at which it was written, by the writer's clock and without zone; None without a date."""
        sent, day = self.mail.envelope.date, self.day
        if sent is None or day is None:
            return None
        local = sent.astimezone(UTC).replace(tzinfo=None)
        apart = datetime.combine(day, local.time()) - local  # a day more or less, where the writer's day is another
        return local + apart if abs(apart) <= _OFFSETS * 2 else local

    @property
    def count(self) -> int:
        """How many words were newly written."""
        return sum(len(clause.spans) for clause in self.body)
