"""The letters of one candidacy: what we drafted, what the user made of it, what the user wrote alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from agent.core.facts import DraftBegun, DraftWritten, LetterSent, Purpose


class State(StrEnum):
    """What became of one copy of a draft. From the third on nothing is ever written over it."""

    BEGUN = "begun"
    PRESENT = "present"
    MISSING = "missing"
    TOUCHED = "touched"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One revision of a draft, as it was put into Drafts.

    `digest` is of the bytes read back; `since` is when it left the state that we had put it into.
    """

    revision: int
    state: State
    message_id: str
    at: datetime
    uidvalidity: int = 0
    uid: int = 0
    digest: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to the employer, ours or the user's own. `sent_at` is when it left, None while it has not."""

    key: str
    purpose: Purpose
    ordinal: int | None = None
    interview: str | None = None
    to: tuple[str, ...] = ()
    subject: str = ""
    references: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    sent_at: datetime | None = None
    sent_id: str | None = None
    due: datetime | None = None
    expires: datetime | None = None
    bounced: bool = False

    @property
    def sent(self) -> bool:
        """Whether it left and did not come back."""
        return self.sent_at is not None and not self.bounced

    @property
    def latest(self) -> Copy | None:
        """The newest copy."""
        return max(self.copies, key=lambda copy: copy.revision, default=None)

    @property
    def ours(self) -> tuple[Copy, ...]:
        """Copies that lie in Drafts as we wrote them: the only ones we may take back."""
        return tuple(copy for copy in self.copies if copy.state is State.PRESENT)

    @property
    def open(self) -> bool:
        """Whether a draft of it lies, or may lie, in the user's Drafts."""
        return self.sent_at is None and any(c.state in (State.BEGUN, State.PRESENT, State.TOUCHED) for c in self.copies)

    @property
    def settled(self) -> bool:
        """Whether the user took it into their own hands: sent, edited or deleted. We write no more on it."""
        return self.sent_at is not None or any(c.state in _THE_USERS for c in self.copies)


MOST_REVISIONS = 9
"""Copies of one letter, each of them overtaken before it was sent: after that nobody wants a tenth."""

_THE_USERS = frozenset({State.MISSING, State.TOUCHED, State.DISCARDED})
_NEXT_STATES = {
    State.BEGUN: frozenset({State.PRESENT, State.MISSING, State.TOUCHED, State.DISCARDED, State.WITHDRAWN}),
    State.PRESENT: frozenset({State.MISSING, State.TOUCHED, State.DISCARDED, State.WITHDRAWN}),
    State.MISSING: frozenset({State.TOUCHED, State.DISCARDED}),
    State.TOUCHED: frozenset({State.DISCARDED}),
}

Letters = tuple[Letter, ...]
_Change = Callable[[Copy], Copy]


def named(letters: Letters, key: str | None) -> Letter | None:
    """The letter with this key."""
    return next((letter for letter in letters if letter.key == key), None)


def begun(letters: Letters, fact: DraftBegun) -> Letters:
    """A new copy is under way; the same copy twice is one."""
    letter = named(letters, fact.key) or Letter(key=fact.key, purpose=fact.purpose)
    if any(copy.revision == fact.revision for copy in letter.copies):
        return letters
    copy = Copy(revision=fact.revision, state=State.BEGUN, message_id=fact.message_id, at=fact.at)
    return put(
        letters,
        replace(
            letter,
            purpose=fact.purpose,
            ordinal=fact.ordinal,
            interview=fact.interview,
            to=fact.to,
            subject=fact.subject,
            references=fact.references,
            due=fact.due,
            expires=fact.expires,
            copies=(*letter.copies, copy),
        ),
    )


def written(letters: Letters, fact: DraftWritten) -> Letters:
    """The copy lies in Drafts; a copy that is already settled stays so."""
    return _with_copy(
        letters,
        fact.key,
        fact.revision,
        lambda copy: replace(
            copy,
            state=State.PRESENT if copy.state is State.BEGUN else copy.state,
            uidvalidity=fact.uidvalidity,
            uid=fact.uid,
            digest=fact.digest,
        ),
    )


def became(letters: Letters, key: str, revision: int, state: State, at: datetime) -> Letters:
    """The copy is missing, touched, discarded or withdrawn, as far as it can still become so."""

    def change(copy: Copy) -> Copy:
        allowed = _NEXT_STATES.get(copy.state, frozenset())
        return replace(copy, state=state, since=at) if state in allowed else copy

    return _with_copy(letters, key, revision, change)


def sent(letters: Letters, fact: LetterSent) -> Letters:
    """A letter left. One that was not drafted by us gets a place of its own; the same message twice is one letter."""
    key = fact.key or f"own/{fact.message_id or fact.at.isoformat()}"
    if fact.message_id and any(letter.sent_id == fact.message_id and letter.key != key for letter in letters):
        return letters
    letter = named(letters, key) or Letter(key=key, purpose=fact.purpose, interview=fact.interview)
    if letter.sent_at and letter.sent_at <= fact.at:
        return letters
    return put(
        letters,
        replace(
            letter,
            sent_at=fact.at,
            sent_id=fact.message_id or letter.sent_id,
            to=fact.to or letter.to,
            subject=fact.subject or letter.subject,
            interview=letter.interview or fact.interview,
        ),
    )


def bounced(letters: Letters, message_id: str | None, recipient: str | None) -> Letters:
    """A sent letter came back: by its Message-ID, else the newest one to that address."""
    hit = [letter for letter in letters if message_id and letter.sent_id == message_id]
    if not hit and recipient:
        hit = [letter for letter in letters if letter.sent and recipient.casefold() in map(str.casefold, letter.to)]
    if not hit:
        return letters
    newest = max(hit, key=lambda letter: letter.sent_at.timestamp() if letter.sent_at else 0.0)
    return put(letters, replace(newest, bounced=True))


def put(letters: Letters, letter: Letter) -> Letters:
    """The letters with this one in its place, or at the end."""
    if named(letters, letter.key) is None:
        return (*letters, letter)
    return tuple(letter if had.key == letter.key else had for had in letters)


def _with_copy(letters: Letters, key: str, revision: int, change: _Change) -> Letters:
    letter = named(letters, key)
    if letter is None:
        return letters
    copies = tuple(change(copy) if copy.revision == revision else copy for copy in letter.copies)
    return put(letters, replace(letter, copies=copies))
