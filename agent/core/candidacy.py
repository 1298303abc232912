"""What the facts add up to: one person, one employer, one role. `fold.py` says how they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from agent.core import correspondence as post
from agent.core import facts as f
from agent.core import interview as iv
from agent.core.correspondence import Letter, Letters
from agent.core.findings import Envelope, Kind
from agent.core.interview import Interview
from agent.core.people import Person, joined

NEXT = frozenset({Kind.NEXT_ROUND, Kind.AVAILABILITY_REQUEST})
"""Answers that go on: what was asked before them is answered, the candidacy lives."""

_THE_PERSONS = frozenset({f.Ending.BY_USER, f.Ending.ACCEPTED, f.Ending.WITHDRAWN, f.Ending.NOT_AN_INTERVIEW})
_THEIRS = frozenset({f.Ending.REJECTION, f.Ending.POSITION_CLOSED, f.Ending.ASSUMED_NO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """When they said they decide: `by` a date of theirs, or None for "we are deciding"; `said` is when they said it."""

    by: date | None
    said: datetime
    source: f.Source
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing the employer said about the question."""

    kind: Kind
    at: datetime
    source: f.Source
    back_on: date | None = None
    reply_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder of ours in the calendar, about one `interview` or about the answer. `ours` turns False when the user
    took it over or deleted it, for ever.
    """

    key: str
    errand: f.Errand
    uid: str
    start: datetime
    end: datetime
    etag: str
    digest: str
    sequence: int
    placed: bool = True
    ours: bool = True
    removed: datetime | None = None
    interview: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something only the person can tell; open until `answer` is known. `asked` is when it was put to them."""

    doubt: f.Doubted
    asked: bool = False
    answer: str | None = None


@dataclass(frozen=True, kw_only=True)  # no slots: what it all means is worked out once, however often it is asked
class Candidacy:
    """Everything known of one candidacy. `known_since` is when the service first learned of it.

    `account` is the mailbox or calendar in which it was first heard of; `gone` are addresses that letters bounced from,
    `returned` the ids of those letters.
    """

    id: str
    known_since: datetime | None = None
    account: str | None = None
    company: str | None = None
    role: str | None = None
    people: tuple[Person, ...] = ()
    interviews: tuple[Interview, ...] = ()
    cancellations: tuple[tuple[str, iv.Version], ...] = ()
    heads: tuple[Envelope, ...] = ()
    thread: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()
    answers: tuple[Answer, ...] = ()
    promises: tuple[Promise, ...] = ()
    letters: Letters = ()
    replies: tuple[datetime, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    questions: tuple[Question, ...] = ()
    wanted: tuple[f.LetterWanted, ...] = ()
    endings: tuple[tuple[datetime, f.Ending | None], ...] = ()
    pauses: tuple[tuple[datetime, bool], ...] = ()
    told: frozenset[str] = frozenset()
    expired: tuple[f.StepExpired, ...] = ()
    refused: tuple[f.StepRefused, ...] = ()
    worded: tuple[f.Worded, ...] = ()

    # ── what it all means ──

    @cached_property
    def ending(self) -> f.Ending | None:
        """Why it is over, or None while it is not. An interview set after an employer's no re-opens it."""
        return self._ended[1] if self._ended else None

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""
        return self._ended[0] if self._ended else None

    @cached_property
    def _ended(self) -> tuple[datetime, f.Ending | None] | None:
        """The newest ending since it was last re-opened; the person's own outranks what was read after it."""
        reopened = max((at for at, ending in self.endings if ending is None), default=None)
        since = [(at, ending) for at, ending in self.endings if reopened is None or at > reopened]
        own = [entry for entry in since if entry[1] in _THE_PERSONS]
        last = max(own or since, key=lambda entry: entry[0], default=None)
        return None if last and last[1] in _THEIRS and self._revived_after(last[0]) else last

    @cached_property
    def paused(self) -> bool:
        """Whether the person said: wait."""
        return bool(self.pauses) and max(self.pauses)[1]

    @cached_property
    def standing(self) -> tuple[Interview, ...]:
        """The interviews that are to take place or took place, in order."""
        return tuple(sorted((i for i in self.interviews if i.stands), key=lambda i: (i.start, i.id)))

    @cached_property
    def settled_at(self) -> datetime | None:
        """When they last went on to a next round: what was asked before that is answered."""
        return max((a.at for a in self.answers if a.kind in NEXT), default=None)

    @cached_property
    def inquiries(self) -> tuple[Letter, ...]:
        """The inquiries that were sent and arrived, in order. Two is all there will ever be."""
        arrived = [
            (letter.sent_at, letter.key, letter)
            for letter in self.letters
            if letter.purpose is f.Purpose.INQUIRY and letter.sent_at and not letter.bounced
        ]
        return tuple(letter for _, _, letter in sorted(arrived))  # no two have one key: letters are never compared

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What waits for the person's answer."""
        return tuple(q for q in self.questions if q.answer is None)

    @cached_property
    def held_up(self) -> bool:
        """Whether nothing is written until the person has spoken: a human answer was not understood."""
        return any(q.doubt.pauses for q in self.open_questions)

    @cached_property
    def everyone(self) -> tuple[Person, ...]:
        """Everyone of this candidacy: from mails, invitations and notes. Nobody else is ever written to."""
        people = self.people
        for interview in self.interviews:
            people = joined(people, interview.everyone)
        return people

    def interview(self, interview_id: str | None) -> Interview | None:
        """The interview with this id."""
        return next((i for i in self.interviews if i.id == interview_id), None)

    def letter(self, key: str) -> Letter | None:
        """The letter with this key."""
        return post.named(self.letters, key)

    def reminder(self, key: str) -> Reminder | None:
        """The reminder with this key."""
        return next((r for r in self.reminders if r.key == key), None)

    def _revived_after(self, at: datetime) -> bool:
        return any(i.stands and i.version[1] > at and i.start > at for i in self.interviews)
