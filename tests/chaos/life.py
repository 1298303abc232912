"""One job search in a world that survives the process: mailbox, calendar, outbox and journal stay, the service is new."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.etiquette import Rules
from agent.core.people import Me
from agent.demo.cast import FIRST_DAY, HOME, cast
from agent.demo.plot import SIX_WEEKS, Plot
from agent.desk import Desk
from agent.errors import NeedsUser, Unreachable
from agent.rehearsal.play import Event, Play
from agent.world.holidays import workdays
from agent.world.journal import SqliteJournal
from agent.world.memory.calendar import MemoryCalendar
from agent.world.memory.clock import MemoryClock
from agent.world.memory.mailbox import MemoryMailbox
from agent.world.memory.outbox import MemoryOutbox
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.world.ports import Folder, Word
from agent.writing.persona import ROBIN
from tests.chaos.interruptions import Died, Fate, fated

A_WHILE = timedelta(seconds=5)
"""How long it takes until the service is there again."""


@dataclass
class Life:
    """Six weeks with three employers. The user answers prompts and sends drafts as they see them in the mailbox."""

    folder: Path
    fate: Fate
    _to_do: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.begin = datetime.combine(FIRST_DAY, datetime.min.time(), HOME)
        self.clock = MemoryClock(self.begin)
        self.days = workdays("US")
        self.plot = Plot(cast(1), self.days)
        self.mailbox = MemoryMailbox("home", now=self.clock.now)
        self.calendar = MemoryCalendar()
        self.outbox = MemoryOutbox()
        self.words = MemoryWords()
        self.order = itertools.count()
        self.mails = [Event(at=m.at, happen=self._arrival(m.content)) for m in self.plot.mails()]
        self.appended: Counter[str] = Counter()

    def live(self) -> None:
        """Live through the six weeks; when the service dies or fails, it is started again after a while."""
        waiting = list(self.mails)
        while True:
            journal = SqliteJournal(self.folder)
            try:
                desk = self._desk(journal)
                casebook = Casebook(desk.journal, desk.rules, desk.listener)
                play = Play(
                    desk=desk, casebook=casebook, events=waiting, set_clock=self.clock.set, respond=self._respond
                )
                play.until(self.begin + SIX_WEEKS)
            except (Died, Unreachable, NeedsUser):
                waiting = [event for event in waiting if event.at > self.clock.now()]
                self.clock.set(self.clock.now() + A_WHILE)
                continue
            finally:
                journal.close()
            return

    def end(self) -> dict[str, object]:
        """What is left at the end, as somebody sees it who knows nothing of the service."""
        return {
            "drafts": sorted(_subjects(self.mailbox, Folder.DRAFTS)),
            "sent": sorted(_subjects(self.mailbox, Folder.SENT)),
            "inbox": len(self.mailbox.contents(Folder.INBOX)),
            "calendar": sorted(item.href for item in self.calendar.news(None).items),
            "prompts": len({_id(mail) for mail in self.outbox.sent if b"take place" in mail}),
            "copies": sorted(Counter(_id(c) for c, _ in self._ever_in_drafts()).values(), reverse=True)[:1],
        }

    def endings(self) -> list[str]:
        """How each candidacy ended, from the journal."""
        journal = SqliteJournal(self.folder)
        try:
            casebook = Casebook(journal, Rules(workdays=self.days, home=HOME), lambda _: None)
            return sorted(
                f"{c.company}: {c.ending.value if c.ending else 'open'}, {len(c.inquiries)}" for c in casebook
            )
        finally:
            journal.close()

    def _desk(self, journal: SqliteJournal) -> Desk:
        me = Me(addresses=(ROBIN.address,), zone=HOME.key, workdays=self.days)
        return Desk(
            mailboxes=(fated(self.mailbox, self.fate),),
            journal=fated(journal, self.fate, NeedsUser),
            reader=InProcessReader(me),
            words=fated(self.words, self.fate),
            clock=self.clock,
            me=me,
            persona=ROBIN,
            rules=Rules(workdays=self.days, home=HOME),
            calendar=fated(self.calendar, self.fate),
            outbox=fated(self.outbox, self.fate),
        )

    def _arrival(self, content: bytes) -> Callable[[], None]:
        return lambda: void(self.mailbox.deliver(content))

    def _respond(self, now: datetime) -> datetime | None:
        """The user looks at the mailbox: a prompt is answered after a while, a draft is sent after a while."""
        for content in self.outbox.sent:
            if b"take place" in content and self._new(_id(content)):
                self._later(now + timedelta(minutes=25), self._answer(content))
        for content, _ in self._lying():
            if self._new(_id(content)):
                self._later(now + timedelta(hours=3), self._send(_id(content)))
        while self._to_do and self._to_do[0][0] <= now:
            heapq.heappop(self._to_do)[2]()
        return self._to_do[0][0] if self._to_do else None

    def _answer(self, prompt: bytes) -> Callable[[], None]:
        company = next(e.company for e in self.plot.employers if e.company in _text(prompt))
        notes = self.plot.notes(company)
        message = _id(prompt)

        def answer() -> None:
            candidacy = self._candidacy(company)
            word = Word(id=message, at=self.clock.now(), command="notes", arguments={"candidacy": candidacy, **notes})
            self.words.say(word)

        return answer

    def _candidacy(self, company: str) -> str:
        """Which id the person would type: what `afterword status` shows."""
        journal = SqliteJournal(self.folder, read_only=True)
        try:
            facts = [fact for _, fact in journal.facts() if isinstance(fact, f.Invited)]
            return next(fact.candidacy for fact in facts if company in (fact.company or ""))
        finally:
            journal.close()

    def _send(self, message_id: str) -> Callable[[], None]:
        def send() -> None:
            for head in self.mailbox.heads(Folder.DRAFTS, self.begin.date()):
                content = self.mailbox.fetch(head.ref)
                if content and _id(content) == message_id:
                    self.mailbox.move(head.ref, Folder.SENT, content)
                    return

        return send

    def _lying(self) -> tuple[tuple[bytes, frozenset[str]], ...]:
        return self.mailbox.contents(Folder.DRAFTS)

    def _ever_in_drafts(self) -> list[tuple[bytes, frozenset[str]]]:
        return [*self._lying(), *self.mailbox.contents(Folder.SENT)]

    def _new(self, key: str) -> bool:
        new = key not in self._known
        self._known.add(key)
        return new

    def _later(self, at: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._to_do, (at, next(self.order), do))


def void(_: object) -> None:
    """Take a value and give none."""


def _subjects(mailbox: MemoryMailbox, folder: Folder) -> list[str]:
    found = (message_from_bytes(content, policy=policy.default) for content, _ in mailbox.contents(folder))
    return [f"{mail['To']} | {mail['Subject']}" for mail in found]


def _id(content: bytes) -> str:
    return str(message_from_bytes(content, policy=policy.compat32)["Message-ID"])


def _text(content: bytes) -> str:
    return message_from_bytes(content, policy=policy.default).as_string()
