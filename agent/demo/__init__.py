"""The demonstration: the service's own code, an embedded Maildir and calendar, six weeks in seconds."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from agent.casebook import Casebook
from agent.core.etiquette import Rules
from agent.core.facts import DraftWritten, Fact, NotesAsked, ReminderPlaced
from agent.core.people import Me
from agent.demo.cast import FIRST_DAY, HOME, cast
from agent.demo.client import MailProgram
from agent.demo.plot import SIX_WEEKS, Plot
from agent.desk import Desk, PromptBy
from agent.rehearsal.play import Event, Play
from agent.story import Line, Story
from agent.world.holidays import workdays
from agent.world.journal import SqliteJournal
from agent.world.maildir import MaildirMailbox
from agent.world.memory.clock import MemoryClock
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.world.ports import Word
from agent.world.vdir import VdirCalendar
from agent.writing.persona import ROBIN

NOTES_TAKE = timedelta(minutes=25)
A_DRAFT_WAITS = timedelta(hours=3)


def demonstrate(keep: Path | None, seed: int, console: Console | None = None) -> Path:
    """Play the six weeks and print each thing as it is done. Returns the folder in which everything lies."""
    folder = keep or Path(tempfile.mkdtemp(prefix="afterword-demo-"))
    console = console or Console(highlight=False)
    stage = _Stage(folder, seed, console)
    stage.play()
    _farewell(console, folder, stage)
    return folder


class _Stage:
    """Robin, the employers and the service, with their clock."""

    def __init__(self, folder: Path, seed: int, console: Console) -> None:
        begin = datetime.combine(FIRST_DAY, datetime.min.time(), HOME)
        self._console, self._clock = console, MemoryClock(begin)
        self._end = begin + SIX_WEEKS
        self._words, self._to_do, self._order = MemoryWords(), list[_Errand](), count()
        self._story, self.drafts, self.reminders = Story(HOME), 0, 0
        days = workdays("US")
        self._plot = Plot(cast(seed), days)
        self._mail = MailProgram(folder / "Maildir")
        (folder / "calendar").mkdir(exist_ok=True)
        now = self._clock.now
        box = MaildirMailbox(
            folder / "Maildir", account="demo", state=folder / "state/uids", create=True, prompt_in_inbox=True, now=now
        )
        me = Me(addresses=(ROBIN.address,), zone=HOME.key, workdays=days)
        self._desk = Desk(
            mailboxes=(box,),
            journal=SqliteJournal(folder / "state"),
            reader=InProcessReader(me),
            words=self._words,
            clock=self._clock,
            me=me,
            persona=ROBIN,
            rules=Rules(workdays=days, home=HOME),
            calendar=VdirCalendar(folder / "calendar", account="calendar", collection="interview-follow-up"),
            prompt_by=PromptBy.INBOX,
            listener=self._hear,
        )
        self._casebook = Casebook(self._desk.journal, self._desk.rules, self._hear)

    def play(self) -> None:
        """Let the six weeks pass."""
        mails = [Event(at=mail.at, happen=self._arrival(mail.content, mail.at)) for mail in self._plot.mails()]
        Play(
            desk=self._desk, casebook=self._casebook, events=mails, set_clock=self._clock.set, respond=self._respond
        ).until(self._end)
        self._desk.journal.close()

    def _arrival(self, content: bytes, at: datetime) -> Callable[[], None]:
        return lambda: self._mail.receive(content, at)

    def _hear(self, fact: Fact) -> None:
        candidacy = self._casebook[fact.candidacy]
        for line in self._story.lines(fact, candidacy):
            self._console.print(self._sentence(line), no_wrap=True, overflow="ellipsis")
        if isinstance(fact, NotesAsked) and candidacy.company:
            notes = {"candidacy": candidacy.id, **self._plot.notes(candidacy.company)}
            word = Word(id=fact.key, at=fact.at + NOTES_TAKE, command="notes", arguments=notes)
            self._later(word.at, lambda: self._words.say(word))
        if isinstance(fact, DraftWritten):
            self.drafts += 1
            letter = candidacy.letter(fact.key)
            message_id = letter.latest.message_id if letter and letter.latest else ""
            at = fact.at + A_DRAFT_WAITS
            self._later(at, lambda: self._mail.send(message_id, at))
        if isinstance(fact, ReminderPlaced):
            self.reminders += 1

    def _later(self, at: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._to_do, (at, next(self._order), do))

    def _respond(self, now: datetime) -> datetime | None:
        while self._to_do and self._to_do[0][0] <= now:
            heapq.heappop(self._to_do)[2]()
        return self._to_do[0][0] if self._to_do else None

    def _sentence(self, line: Line) -> str:
        week = (datetime.fromisoformat(line["at"]).date() - FIRST_DAY).days // 7 + 1
        done = "█" * week + "░" * (7 - week)
        company = line["candidacy"]["company"] or ""
        what = line["what"].replace("_", " ")
        reason = f"{line['reason'].replace('_', ' ')}. " if line["reason"] else ""
        detail = line["subject"] or reason + line["why"]["text"]
        head = f"[dim]{done} {line['at'][:16].replace('T', ' ')}[/dim]"
        return f"{head}  [bold]{escape(company):<20}[/bold] {what:<18} {escape(str(detail or ''))}"


_Errand = tuple[datetime, int, Callable[[], None]]


def _farewell(console: Console, folder: Path, stage: _Stage) -> None:
    console.print(f"\nSix weeks: {stage.drafts} drafts, {stage.reminders} reminders. Nothing was sent for Robin.")
    console.print(f"Mail:      {folder / 'Maildir'}   (mutt -f {folder / 'Maildir/.Sent'})", markup=False)
    console.print(f"Calendar:  {folder / 'calendar'}  (khal or any program that reads .ics files)", markup=False)
    console.print(f"Journal:   {folder / 'state'}", markup=False)
