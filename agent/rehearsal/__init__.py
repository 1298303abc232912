"""`afterword simulate`: a mailbox from disk in an in-memory world, the service's own code, a clock that jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.casebook import Casebook
from agent.core.facts import Fact
from agent.core.likeness import bare
from agent.desk import Desk
from agent.errors import NeedsUser
from agent.identity import Identity
from agent.reading.glance import glance
from agent.rehearsal import arrivals
from agent.rehearsal.arrivals import Arrival
from agent.rehearsal.keepsakes import Keepsakes
from agent.rehearsal.play import Event, Play
from agent.rehearsal.prompted import PromptedNotes
from agent.rehearsal.said import SaidWords
from agent.story import Line, Story
from agent.world.containers import Contained
from agent.world.memory.calendar import MemoryCalendar
from agent.world.memory.clock import MemoryClock
from agent.world.memory.journal import MemoryJournal
from agent.world.memory.mailbox import MemoryMailbox
from agent.world.memory.outbox import MemoryOutbox
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.world.ports import Folder

AFTER_THE_LAST = timedelta(days=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is to be played: where the mail lies, and between which moments."""

    mailbox: Path
    calendar: Path | None = None
    notes: Path | None = None
    words: Path | None = None
    begin: datetime | None = None
    until: datetime | None = None
    drafts: Path | None = None
    reminders: Path | None = None


def rehearse(identity: Identity, script: Script) -> Iterator[Line]:
    """Every line of the story, in time order, then in the order in which things were done."""
    mail, appointments = arrivals.mail(script.mailbox, identity), list(arrivals.events(script.calendar))
    moments = [one.at for one in mail] or [one.at for one in appointments if one.dated]
    if not mail and not appointments:
        raise NeedsUser(f"There is no message in {script.mailbox}.")
    begin = script.begin or min(moments, default=datetime.now(UTC))
    until = script.until or max(moments, default=begin) + AFTER_THE_LAST
    stage = Stage(identity, begin, Keepsakes(script.drafts, script.reminders))
    happening = [Event(at=begin if _lies_there(one) else max(one.at, begin), happen=stage.arrival(one)) for one in mail]
    happening += [Event(at=max(one.at, begin), happen=stage.appointment(one.message)) for one in appointments]
    for one in mail:
        if not one.dated:
            yield stage.warning(one)
    Play(
        desk=stage.desk,
        casebook=stage.casebook,
        events=[event for event in happening if event.at <= until],
        set_clock=stage.clock.set,
        respond=stage.user(script),
    ).until(until)
    yield from stage.lines


def _lies_there(arrival: Arrival) -> bool:
    """What lies in Drafts is the user's, and there from the start."""
    return arrival.message.folder == Folder.DRAFTS.value


class Stage:
    """The in-memory world and everything that is said on it."""

    def __init__(self, identity: Identity, begin: datetime, keepsakes: Keepsakes) -> None:
        self.clock = MemoryClock(begin)
        self.words = MemoryWords()
        self.mailbox = MemoryMailbox("mailbox", now=self.clock.now)
        self.calendar = MemoryCalendar()
        self.lines: list[Line] = []
        self.listeners: list[Callable[[Fact, Casebook], None]] = []
        self._story = Story(identity.rules.home)
        self._keepsakes = keepsakes
        self.desk = Desk(
            mailboxes=(self.mailbox,),
            journal=MemoryJournal(),
            reader=InProcessReader(identity.me),
            words=self.words,
            clock=self.clock,
            me=identity.me,
            persona=identity.persona,
            rules=identity.rules,
            calendar=self.calendar,
            outbox=MemoryOutbox(),
            listener=self._hear,
        )
        self.casebook = Casebook(self.desk.journal, self.desk.rules, self.desk.listener)

    def user(self, script: Script) -> Callable[[datetime], datetime | None]:
        """What the user does by a moment: answers notes prompts, says words; and when the user does something next."""
        home, said = self.desk.rules.home, list[Callable[[datetime], datetime | None]]()
        if script.notes:
            notes = PromptedNotes.read(script.notes, self.words, home)
            self.listeners.append(notes.prompted)
            said.append(notes.due)
        if script.words:
            said.append(SaidWords.read(script.words, self.words, self.casebook, home).due)
        return lambda now: min((at for speak in said if (at := speak(now))), default=None)

    def arrival(self, arrival: Arrival) -> Callable[[], None]:
        """What happens when a message arrives."""
        folder = Folder(arrival.message.folder)

        def happen() -> None:
            if folder is Folder.SENT:
                self._gone_from_drafts(arrival.message.content)
            self.mailbox.deliver(arrival.message.content, folder, received=arrival.at)

        return happen

    def appointment(self, item: Contained) -> Callable[[], None]:
        """What happens when somebody else's event comes into the calendar."""

        def happen() -> None:
            self.calendar.receive(Path(item.file).name, item.content)

        return happen

    def warning(self, arrival: Arrival) -> Line:
        """A message whose date could not be believed."""
        name = Path(arrival.message.file).name
        text = f"{name} has no Date that can be true; it comes right after the message before it."
        return self._story.warning(arrival.at, text)

    def _gone_from_drafts(self, content: bytes) -> None:
        """A mail client takes a draft out of Drafts when it is sent."""
        sent = glance(content)
        to = {person.address for person in sent.to}
        for head in self.mailbox.heads(Folder.DRAFTS, datetime(1995, 1, 1, tzinfo=UTC).date()):
            draft = glance(head.header)
            if to & {person.address for person in draft.to} and bare(draft.subject) == bare(sent.subject):
                self.mailbox.delete(head.ref)

    def _hear(self, fact: Fact) -> None:
        candidacy = self.casebook[fact.candidacy]
        self.lines.extend(self._story.lines(fact, candidacy))
        self._keepsakes.keep(fact, self.calendar)
        for listener in self.listeners:
            listener(fact, self.casebook)
