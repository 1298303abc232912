"""Knowing a draft of ours again, whatever a mail client did to it.

Thunderbird gives a new UID and a new Message-ID on every save and on send; others recreate the whole folder. Only
References, To and the subject survive everywhere.
"""

from __future__ import annotations

import re

from agent.core.candidacy import Candidacy
from agent.core.correspondence import Copy, Letter
from agent.core.findings import Envelope

_REPLY = re.compile(r"^(?:(?:re|aw|sv|tr|rif|antw|wg|fwd?)\s*:\s*)+", re.IGNORECASE)


def draft_of(candidacy: Candidacy, sent: Envelope) -> Letter | None:
    """The draft of ours that this sent mail was, whatever a mail client did to its ids (evidence ladder 6.5).

    Same Message-ID; else a recipient in common, the same thread or subject, and sent after the draft was written.
    """
    drafted = [letter for letter in candidacy.letters if letter.copies and letter.sent_at is None]
    for letter in drafted:
        if any(copy.message_id == sent.message_id for copy in letter.copies):
            return letter
    to = {p.address.casefold() for p in sent.to if p.address}
    date = sent.date
    for letter in drafted:
        met = not to.isdisjoint(address.casefold() for address in letter.to)
        later = date is None or any(date >= copy.at.replace(second=0, microsecond=0) for copy in letter.copies)
        if met and later and (same_thread(letter, sent) or bare(letter.subject) == bare(sent.subject)):
            return letter
    return None


def same_thread(letter: Letter, other: Envelope) -> bool:
    """Whether a mail answers the same mail that the draft answered."""
    return bool(letter.references) and letter.references[-1] in other.references


def bare(subject: str) -> str:
    """A subject without reply prefixes, for comparison."""
    return " ".join(_REPLY.sub("", subject).casefold().split())


def is_draft_of(letter: Letter, copy: Copy, other: Envelope) -> bool:
    """Whether a message in Drafts is this draft: the same id; or the same thread, people and subject."""
    if other.message_id == copy.message_id:
        return True
    to = {address.casefold() for address in letter.to}
    met = any(p.address and p.address.casefold() in to for p in other.to)
    return met and (not letter.references or same_thread(letter, other)) and bare(letter.subject) == bare(other.subject)
