"""What became of our drafts: untouched, edited, sent, deleted. What the user has touched is the user's.

A message never changes under its UID (RFC 3501 section 2.3.1.1), so a draft that still has its UID, UIDVALIDITY and
flags is as we left it. A client that saves an edit appends a new message with a new UID and, in Thunderbird, a new
Message-ID: only References, To and Subject survive everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.correspondence import Copy, Letter, State
from agent.core.findings import Envelope
from agent.core.learned import Common
from agent.core.likeness import is_draft_of
from agent.core.steps import WithdrawDraft
from agent.desk import Desk
from agent.reading.glance import glance
from agent.world.ports import Folder, Head, Mailbox

MISSING_FOR_GOOD = timedelta(hours=24)
"""Not in Drafts and not in Sent for a day: the user deleted it (field guide 6.5)."""

_TAKEN = frozenset({"\\Flagged", "\\Answered", "\\Deleted"})


@dataclass(frozen=True, slots=True)
class Lying:
    """A message that lies in Drafts: its place and its envelope."""

    head: Head
    envelope: Envelope


def look_at_drafts(desk: Desk, casebook: Casebook, mailbox: Mailbox) -> None:
    """Note what the user, or time, made of the drafts that were written and not sent."""
    waiting = [
        (candidacy, letter, copy)
        for candidacy in casebook
        for letter in candidacy.letters
        for copy in letter.copies
        if letter.sent_at is None and copy.state in (State.PRESENT, State.MISSING) and copy.uid
    ]
    if not waiting:
        return
    since = min(copy.at for _, _, copy in waiting) - timedelta(days=1)
    lying = tuple(Lying(head, glance(head.header)) for head in mailbox.heads(Folder.DRAFTS, since.date()))
    for candidacy, letter, copy in waiting:
        deed = desk.deed(candidacy.id, letter.key)
        casebook.note(_became(casebook, deed, letter, copy, lying))


def _became(casebook: Casebook, deed: Common, letter: Letter, copy: Copy, lying: tuple[Lying, ...]) -> Iterator[f.Fact]:
    same = next((one for one in lying if _place(one) == (copy.uidvalidity, copy.uid)), None)
    taken = _TAKEN & same.head.flags if same else frozenset()
    if same and copy.state is State.PRESENT and not taken:
        return
    if taken == {"\\Deleted"} and _was_to_go(casebook, deed["candidacy"], letter, copy):
        return  # we died between marking it and expunging it; if it was the user, both want the same
    others = {(c.uidvalidity, c.uid) for c in letter.copies if c is not copy}
    if same or any(is_draft_of(letter, copy, one.envelope) and _place(one) not in others for one in lying):
        yield f.DraftTouched(**deed, key=letter.key, revision=copy.revision)
    elif copy.state is State.MISSING:
        if copy.since and deed["at"] - copy.since >= MISSING_FOR_GOOD:
            yield f.DraftDiscarded(**deed, key=letter.key, revision=copy.revision)
    elif _was_to_go(casebook, deed["candidacy"], letter, copy):
        yield f.DraftWithdrawn(**deed, key=letter.key, revision=copy.revision)
    else:
        yield f.DraftMissed(**deed, key=letter.key, revision=copy.revision)


def _place(one: Lying) -> tuple[int, int]:
    return one.head.ref.uidvalidity, one.head.ref.uid


def _was_to_go(casebook: Casebook, candidacy: str, letter: Letter, copy: Copy) -> bool:
    """We were about to take it back ourselves: then it is we who did, and died before we could note it."""
    return any(
        isinstance(step, WithdrawDraft) and (step.letter, step.revision) == (letter.key, copy.revision)
        for step in casebook.agenda(casebook[candidacy])
    )
