"""A small world in which random lives are lived: one candidacy, an employer, a user, and a service that sleeps and dies.

The shell here does what `agent/look` and `agent/act` do, with lists instead of servers: what happened in the world
waits until somebody looks, a due step becomes the fact that says so. It is pure and deterministic, and its clock is a
number that only moves forward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import assert_never

from agent.core import facts as f
from agent.core import steps as s
from agent.core.agenda import agenda, due, expired, next_moment
from agent.core.answering import assumed
from agent.core.candidacy import Candidacy
from agent.core.correspondence import Copy, Letter, State
from agent.core.doubts import lost
from agent.core.etiquette import Rules
from agent.core.fold import evolve, fold
from agent.core.learned import Common
from agent.core.tidying import holds
from tests.core.oracle import Carried, Noted, Oracle, Rested

ID = "c"
SERVICE = "afterword"
PERSON = "person"
GRACE = timedelta(seconds=60)
MISSING_FOR_GOOD = timedelta(hours=24)
AN_HOUR = timedelta(hours=1)
MANY = 200
"""More deeds at one moment, or wake-ups in one stretch, than any sane plan has."""

News = Callable[["Life"], Iterable[f.Fact]]
"""Something that happened in the world: asked for its facts when somebody looks."""


class Died(Exception):
    """The service was killed in the middle of a deed."""


@dataclass
class Life:
    """One candidacy's life; `oracle` judges it, `flaws` says what was wrong with the agenda itself."""

    now: datetime
    rules: Rules = field(default_factory=Rules)
    candidacy: Candidacy = field(default_factory=lambda: Candidacy(id=ID))
    journal: list[tuple[str, f.Fact]] = field(default_factory=list)
    oracle: Oracle = field(default_factory=Oracle)
    flaws: list[str] = field(default_factory=list)
    deeds: list[s.AnyStep] = field(default_factory=list)
    post: list[News] = field(default_factory=list)
    drafts: dict[tuple[str, int], str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    dies: str | None = None
    refuses: bool = False
    _ids: set[str] = field(default_factory=set)
    _numbers: dict[object, str] = field(default_factory=dict)
    _agenda: tuple[Candidacy, Rules, tuple[s.AnyStep, ...]] | None = None
    _count: int = 0

    # ── facts ──

    def note(self, facts: Iterable[f.Fact]) -> None:
        """Store facts that are new, and add them up."""
        for fact in facts:
            identity = self.identity(fact)
            if identity in self._ids:
                continue
            self._ids.add(identity)
            self.journal.append((identity, fact))
            refolds = isinstance(fact, f.Undone | f.Superseded)
            self.candidacy = fold(ID, self.journal) if refolds else evolve(self.candidacy, fact)
            self.oracle.hear(Noted(identity, fact))

    def identity(self, fact: f.Fact) -> str:
        """The same thing that happened, read from the same message, is the same fact, whenever it was noted."""
        values = [getattr(fact, name) for name in fact.__dataclass_fields__ if name not in ("noted", "source")]
        key = (type(fact).__name__, fact.source.id, *values)
        return self._numbers.setdefault(key, f"fact-{len(self._numbers)}")

    def number(self) -> int:
        """A number that was not used before, for ids."""
        self._count += 1
        return self._count

    def deed(self, key: str) -> Common:
        """The head of a fact about something the service did."""
        return Common(candidacy=ID, at=self.now, noted=self.now, source=f.Source(account=SERVICE, id=key))

    def word(self) -> Common:
        """The head of a fact that the person said just now."""
        source = f.Source(account=PERSON, id=f"word-{self.number()}")
        return Common(candidacy=ID, at=self.now, noted=self.now, source=source)

    def mail(self, at: datetime, message_id: str) -> Common:
        """The head of a fact that was read just now from a mail of some moment."""
        source = f.Source(account="mail", id=message_id, reader="1")
        return Common(candidacy=ID, at=min(at, self.now), noted=self.now, source=source)

    # ── the clock ──

    def live_until(self, end: datetime) -> None:
        """Awake: wake up at every moment at which something is to be done."""
        for _ in range(MANY):
            self.tick()
            following = self.upcoming()
            if following is None or following > end:
                break
            self.now = following
        else:
            self.flaws.append(f"{self.now:%F %R} the service never sleeps")
        self.now = max(self.now, end)
        self.tick()

    def sleep_until(self, end: datetime) -> None:
        """Asleep: time passes and nobody looks."""
        self.now = max(self.now, end)

    def upcoming(self) -> datetime | None:
        """The next moment at which something is to be done or looked at again."""
        moments = [moment] if (moment := next_moment(self.agenda(), self.now)) else []
        for letter in self.candidacy.letters:
            for copy in letter.copies:
                if copy.state is State.BEGUN:
                    moments.append(copy.at + GRACE)
                elif copy.state is State.MISSING and copy.since:
                    moments.append(copy.since + MISSING_FOR_GOOD)
        return min((moment for moment in moments if moment > self.now), default=None)

    def tick(self) -> None:
        """Look, then do what is due; dying ends it."""
        try:
            self.look()
            self.act()
        except Died:
            return
        self.oracle.hear(Rested(self.now, self.rules))

    def agenda(self) -> tuple[s.AnyStep, ...]:
        """What is left to do, looked over each time it is computed anew."""
        had = self._agenda
        if had is None or had[0] is not self.candidacy or had[1] is not self.rules:
            steps = agenda(self.candidacy, self.rules)
            self.flaws += [f"{self.now:%F %R} {flaw}" for flaw in flaws(steps, self.candidacy)]
            self._agenda = (self.candidacy, self.rules, steps)
            return steps
        return had[2]

    # ── looking ──

    def look(self) -> None:
        """Take everything that happened in the world since the last look."""
        news, self.post = self.post, []
        for item in news:
            self.note(item(self))
        for letter in self.candidacy.letters:
            for copy in letter.copies:
                if letter.sent_at is None:
                    self.note(self._became(letter, copy))
        for key, state in self.events.items():
            placed = self.candidacy.reminder(key)
            if placed and placed.placed and placed.ours and state != "lies":
                kind = f.ReminderKept if state == "moved" else f.ReminderDismissed
                self.note([kind(**self.deed(key), key=key)])

    def _became(self, letter: Letter, copy: Copy) -> Iterable[f.Fact]:
        state, deed = self.drafts.get((letter.key, copy.revision), "nowhere"), self.deed(letter.key)
        if copy.state is State.PRESENT and state == "edited":
            yield f.DraftTouched(**deed, key=letter.key, revision=copy.revision)
        elif copy.state is State.PRESENT and state == "gone":
            yield f.DraftMissed(**deed, key=letter.key, revision=copy.revision)
        elif copy.state is State.MISSING and copy.since and self.now - copy.since >= MISSING_FOR_GOOD:
            yield f.DraftDiscarded(**deed, key=letter.key, revision=copy.revision)

    # ── acting ──

    def act(self) -> None:
        """Carry out everything that is due, until nothing is."""
        for step in expired(self.agenda(), self.now):
            if isinstance(step, s.WriteDraft | s.AskForNotes):
                name = type(step).__name__
                deed = self.deed(step.key)
                self.note([f.StepExpired(**deed, key=step.key, step=name, due=step.due, expires=step.expires)])
        self._recover()
        tried: set[s.Step] = set()
        for _ in range(MANY):
            left = [step for step in due(self.agenda(), self.now) if step not in tried and self._is_for_now(step)]
            if not left:
                break
            step = min(left, key=lambda step: (step.due, step.key))
            tried.add(step)
            self._carry_out(step)
        else:
            self.flaws.append(f"{self.now:%F %R} the service never comes to rest")
        for step in due(self.agenda(), self.now):
            if isinstance(step, s.Tell | s.Ask):
                self._carry_out(step)

    def _is_for_now(self, step: s.Step) -> bool:
        resting = any(r.key == step.key and self.now - r.at < AN_HOUR for r in self.candidacy.refused)
        return not isinstance(step, s.Tell | s.Ask) and not resting

    def _carry_out(self, step: s.AnyStep) -> None:
        if isinstance(step, s.WriteDraft) and step.purpose is f.Purpose.INQUIRY:
            self.look()
            if step not in due(self.agenda(), self.now):
                return
        self.oracle.hear(Carried(self.now, step, self.rules))
        self.deeds.append(step)
        if self.refuses and isinstance(step, s.WriteDraft | s.PlaceReminder):
            self.refuses = False
            self.note([f.StepRefused(**self.deed(step.key), key=step.key, reason="no")])
            return
        if self.dies == "before":
            self._die()
        self._do(step)

    def _do(self, step: s.AnyStep) -> None:
        deed = self.deed(step.key)
        match step:
            case s.WriteDraft():
                self._write(step)
            case s.WithdrawDraft():
                self._withdraw(step)
            case s.PlaceReminder():
                self.note([self._placed(step)])
                self.events[step.key] = "lies"
            case s.RemoveReminder():
                state = self.events.pop(step.reminder, "gone")
                kind = f.ReminderKept if state == "moved" else f.ReminderRemoved
                self.note([kind(**deed, key=step.reminder)])
            case s.AskForNotes():
                message_id = f"<notes-{self.number()}@me.example>"
                self.note([f.NotesAsked(**deed, interview=step.interview, key=step.key, message_id=message_id)])
            case s.Close():
                self.note([f.Closed(**deed, ending=step.ending)])
            case s.Assume():
                self.note(assumed(step, self.candidacy, deed))
            case s.Ask():
                self.note([f.Asked(**deed, question=step.key)])
            case s.Tell():
                self.note([f.Told(**deed, key=step.key, text=step.text)])
            case _:
                assert_never(step)

    def _placed(self, step: s.PlaceReminder) -> f.ReminderPlaced:
        return f.ReminderPlaced(
            **self.deed(step.key),
            key=step.key,
            errand=step.errand,
            uid=f"uid-{step.key}",
            start=step.start,
            end=step.end,
            etag="1",
            digest="1",
            interview=step.interview,
            sequence=step.sequence,
        )

    def _write(self, step: s.WriteDraft) -> None:
        begun = f.DraftBegun(
            **self.deed(step.key),
            key=step.key,
            revision=step.revision,
            purpose=step.purpose,
            ordinal=step.ordinal,
            interview=step.interview,
            to=tuple(person.address for person in step.to if person.address),
            subject="…",
            message_id=f"<{step.key}.{step.revision}@me.example>",
            content=b"",
            due=step.due,
            expires=step.expires,
        )
        self.note([begun])
        if self.dies == "begun":
            self._die()
        self.drafts[step.key, step.revision] = "lies"
        if self.dies == "appended":
            self._die()
        self._written(step.key, step.revision)

    def _written(self, key: str, revision: int) -> None:
        self.note([f.DraftWritten(**self.deed(key), key=key, revision=revision, uidvalidity=1, uid=1, digest="1")])

    def _withdraw(self, step: s.WithdrawDraft) -> None:
        place = (step.letter, step.revision)
        kind: type[f.DraftWithdrawn | f.DraftTouched | f.DraftMissed] = {
            "lies": f.DraftWithdrawn,
            "edited": f.DraftTouched,
        }.get(self.drafts.get(place, ""), f.DraftMissed)  # type: ignore[assignment]
        if kind is f.DraftWithdrawn:
            self.drafts[place] = "withdrawn"
        self.note([kind(**self.deed(step.key), key=step.letter, revision=step.revision)])

    def _die(self) -> None:
        self.dies = None
        raise Died

    def _recover(self) -> None:
        """Bring every draft that was begun, and not seen written, to its one right end."""
        for letter in self.candidacy.letters:
            copy = letter.latest if letter.sent_at is None else None
            if copy and copy.state is State.BEGUN and self.now - copy.at >= GRACE:
                self._account_for(letter, copy)

    def _account_for(self, letter: Letter, copy: Copy) -> None:
        place, deed = (letter.key, copy.revision), self.deed(letter.key)
        question = f"{letter.key}/{copy.revision}/lost"
        if any(q.doubt.question == question for q in self.candidacy.open_questions):
            return
        match self.drafts.get(place):
            case "lies":
                self._written(*place)
            case "edited":
                self.note([f.DraftTouched(**deed, key=letter.key, revision=copy.revision)])
            case "gone":
                self.note([f.DraftDiscarded(**deed, key=letter.key, revision=copy.revision)])
            case "adrift":
                self.note([lost(deed, question)])
            case _ if not holds(self.candidacy, letter, copy, self.rules):
                self.note([f.DraftWithdrawn(**deed, key=letter.key, revision=copy.revision)])
            case _:
                self.drafts[place] = "lies"
                self._written(*place)


def flaws(steps: tuple[s.AnyStep, ...], candidacy: Candidacy) -> Iterable[str]:
    """What no agenda may have: a step that runs out before it begins, had run out before, or is there twice."""
    seen: set[tuple[str, int, str]] = set()
    for step in steps:
        name = (step.key, getattr(step, "revision", 0), type(step).__name__)
        if name in seen:
            yield f"{name} is in the agenda twice"
        seen.add(name)
        if step.expires <= step.due:
            yield f"{name} expires ({step.expires:%F %R}) before it is due ({step.due:%F %R})"
        if candidacy.known_since and step.expires <= candidacy.known_since:
            yield f"{name} had expired before anything was known"
    if [step.due for step in steps] != sorted(step.due for step in steps):
        yield "the agenda is not in order"


def shuffled(news: list[News], seed: int) -> list[News]:
    """The same news, as it lies in a mailbox that nobody has looked into for a while."""
    order = list(news)
    Random(seed).shuffle(order)
    return order
