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
from agent.reading.glance import glance, sent_on
from agent.rehearsal.keepsakes import Keepsakes
from agent.rehearsal.play import Event, Play
from agent.rehearsal.prompted import PromptedNotes
from agent.story import Line, Story
from agent.world.containers import Contained, contained
from agent.world.memory.calendar import MemoryCalendar
from agent.world.memory.clock import MemoryClock
from agent.world.memory.journal import MemoryJournal
from agent.world.memory.mailbox import MemoryMailbox
from agent.world.memory.outbox import MemoryOutbox
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.world.ports import Folder

AFTER_THE_LAST = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message with its moment: its Date, or right after the one before it where that says nothing true."""

    at: datetime
    message: Contained
    dated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is to be played: where the mail lies, and between which moments."""

    mailbox: Path
    calendar: Path | None = None
    notes: Path | None = None
    begin: datetime | None = None
    until: datetime | None = None
    drafts: Path | None = None
    reminders: Path | None = None


def rehearse(identity: Identity, script: Script) -> Iterator[Line]:
    """Every line of the story, in time order, then in the order in which things were done."""
    arrivals = sorted(_arrivals(contained(script.mailbox), identity), key=lambda arrival: arrival.at)
    items = list(contained(script.calendar)) if script.calendar else []
    if not arrivals and not items:
        raise NeedsUser(f"There is no message in {script.mailbox}.")
    begin = script.begin or min([a.at for a in arrivals] or [datetime.now(UTC)])
    until = script.until or max([a.at for a in arrivals] or [begin]) + AFTER_THE_LAST
    stage = Stage(identity, begin, Keepsakes(script.drafts, script.reminders))
    notes = PromptedNotes.read(script.notes, stage.words, identity.rules.home) if script.notes else None
    events = [Event(at=max(a.at, begin), happen=stage.arrival(a)) for a in arrivals if a.at <= until]
    events += [Event(at=begin, happen=stage.appointment(item)) for item in items]
    if notes:
        stage.listeners.append(notes.prompted)
    for arrival in arrivals:
        if not arrival.dated:
            yield stage.warning(arrival)
    respond = notes.due if notes else lambda _now: None
    Play(desk=stage.desk, casebook=stage.casebook, events=events, set_clock=stage.clock.set, respond=respond).until(
        until
    )
    yield from stage.lines


def _arrivals(messages: Iterator[Contained], identity: Identity) -> Iterator[Arrival]:
    """Messages by Date; one without a date, or with one that cannot be, comes right after the one before it."""
    last: datetime | None = None
    for message in messages:
        said = sent_on(message.content)
        true = said if said and _PLAUSIBLE[0] <= said <= _PLAUSIBLE[1] else None
        last = true or (last + timedelta(seconds=1) if last else _PLAUSIBLE[0])
        yield Arrival(last, _placed(message, identity), true is not None)


_PLAUSIBLE = (datetime(1995, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def _placed(message: Contained, identity: Identity) -> Contained:
    """Mail from the user's own address was sent by the user, wherever the file lay."""
    sender = glance(message.content).sender.address
    if message.folder == "inbox" and identity.me.has(sender):
        return Contained(file=message.file, index=message.index, folder="sent", content=message.content)
    return message


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
        return self._story.warning(arrival.at, f"{arrival.message.file}: no true Date, taken as just after the last.")

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
