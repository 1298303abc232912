"""Drafts, exactly once.

    DraftBegun (bytes, Message-ID, Drafts as it was) is on disk ──▶ APPEND ──▶ read back ──▶ DraftWritten

Whatever dies in between: after a pause longer than any APPEND can still be on its way, Drafts, Sent and Trash are
searched. Found is written; nowhere, and nothing was added to Drafts since, is appended again with the same bytes and
the same Message-ID; anything else is asked. "Not found" alone never means "create".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from agent import compose
from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.correspondence import Copy, Letter, State
from agent.core.doubts import lost
from agent.core.likeness import is_draft_of
from agent.core.steps import WithdrawDraft, WriteDraft
from agent.core.tidying import holds
from agent.desk import Desk
from agent.reading.glance import glance
from agent.world.ports import Folder, Mailbox, Ref

MOST_SINCE = 1000
"""UIDs given away while we were gone, beyond which nobody counts them."""

SEARCHED = (Folder.DRAFTS, Folder.SENT, Folder.TRASH)


def write(desk: Desk, casebook: Casebook, candidacy: Candidacy, step: WriteDraft) -> None:
    """Put a letter into Drafts, unless one like it lies there or was sent already, by whatever hand."""
    mailbox = desk.mailbox_of(candidacy)
    composed = compose.draft(desk, candidacy, step, casebook)
    mark = mailbox.mark(Folder.DRAFTS)
    begun = f.DraftBegun(
        **desk.deed(candidacy.id, step.key),
        key=step.key,
        revision=step.revision,
        purpose=step.purpose,
        ordinal=step.ordinal,
        interview=step.interview,
        to=tuple(p.address for p in step.to if p.address),
        subject=composed.subject,
        message_id=composed.message_id,
        content=composed.content,
        due=step.due,
        expires=step.expires,
        references=composed.references,
        uidvalidity=mark.uidvalidity,
        uidnext=mark.uidnext,
    )
    casebook.note([begun, *composed.remarks])
    letter = casebook[candidacy.id].letter(step.key)
    if letter and letter.latest and _found(mailbox, letter, letter.latest, (Folder.DRAFTS, Folder.SENT)):
        casebook.note([f.DraftTouched(**desk.deed(candidacy.id, step.key), key=step.key, revision=step.revision)])
        return
    _append(desk, casebook, mailbox, begun)


def withdraw(desk: Desk, casebook: Casebook, candidacy: Candidacy, step: WithdrawDraft) -> None:
    """Take back a draft if, and only if, it lies there byte for byte as we left it."""
    letter = candidacy.letter(step.letter)
    copy = next((c for c in letter.ours if c.revision == step.revision), None) if letter else None
    if letter is None or copy is None:
        return
    deed = desk.deed(candidacy.id, step.key)
    ref = Ref(Folder.DRAFTS, copy.uidvalidity, copy.uid)
    mailbox = desk.mailbox_of(candidacy)
    content = mailbox.fetch(ref)
    if content is None:
        casebook.note([f.DraftMissed(**deed, key=letter.key, revision=copy.revision)])
    elif digest(content) != copy.digest:
        casebook.note([f.DraftTouched(**deed, key=letter.key, revision=copy.revision)])
    elif mailbox.remove(ref):
        casebook.note([f.DraftWithdrawn(**deed, key=letter.key, revision=copy.revision)])
    else:
        reason = f"Please delete the draft “{letter.subject}” yourself: your mail server lets nobody do so safely."
        casebook.note(
            [
                f.DraftTouched(**deed, key=letter.key, revision=copy.revision),
                f.StepRefused(**deed, key=step.key, reason=reason),
            ]
        )


def recover(desk: Desk, casebook: Casebook) -> None:
    """Bring every draft that was begun and not seen written to its one right end."""
    for candidacy in casebook:
        for letter in candidacy.letters:
            copy = letter.latest if letter.sent_at is None else None
            if copy and copy.state is State.BEGUN and _has_settled(desk, candidacy, letter, copy):
                _recover(desk, casebook, candidacy, letter, copy)


def _has_settled(desk: Desk, candidacy: Candidacy, letter: Letter, copy: Copy) -> bool:
    asked = any(q.doubt.question == lost_id(letter, copy) for q in candidacy.open_questions)
    return desk.clock.now() - copy.at >= desk.grace and not asked and not desk.rests(candidacy, letter.key)


def lost_id(letter: Letter, copy: Copy) -> str:
    """The id of the question about a draft that cannot be accounted for."""
    return f"{letter.key}/{copy.revision}/lost"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a draft turned up, and whether it is the very message we wrote."""

    ref: Ref
    same: bool


def _recover(desk: Desk, casebook: Casebook, candidacy: Candidacy, letter: Letter, copy: Copy) -> None:
    mailbox = desk.mailbox_of(candidacy)
    begun = _begun(desk, candidacy, letter, copy)
    deed = desk.deed(candidacy.id, letter.key)
    found = _found(mailbox, letter, copy, SEARCHED)
    if found and found.ref.folder is Folder.DRAFTS and found.same:
        _note_written(desk, casebook, mailbox, begun, found.ref)
    elif found and found.ref.folder is Folder.TRASH:
        casebook.note([f.DraftDiscarded(**deed, key=letter.key, revision=copy.revision)])
    elif found:
        casebook.note([f.DraftTouched(**deed, key=letter.key, revision=copy.revision)])
    elif not holds(candidacy, letter, copy, desk.rules):
        casebook.note([f.DraftWithdrawn(**deed, key=letter.key, revision=copy.revision)])
    elif _nobody_added_anything(casebook, mailbox, begun):
        _append(desk, casebook, mailbox, begun)
    else:
        casebook.note([lost(deed, lost_id(letter, copy))])


def _append(desk: Desk, casebook: Casebook, mailbox: Mailbox, begun: f.DraftBegun) -> None:
    ref = mailbox.append(Folder.DRAFTS, begun.content)
    _note_written(desk, casebook, mailbox, begun, ref)


def _note_written(desk: Desk, casebook: Casebook, mailbox: Mailbox, begun: f.DraftBegun, ref: Ref) -> None:
    """The baseline of "untouched" is what the server gives back: some servers rewrite headers."""
    content = mailbox.fetch(ref)
    written = f.DraftWritten(
        **desk.deed(begun.candidacy, begun.key),
        key=begun.key,
        revision=begun.revision,
        uidvalidity=ref.uidvalidity,
        uid=ref.uid,
        digest=digest(content or b""),
    )
    casebook.note([written])


def digest(content: bytes) -> str:
    """The baseline of a draft: SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def _found(mailbox: Mailbox, letter: Letter, copy: Copy, folders: Iterable[Folder]) -> Found | None:
    """Where this draft lies: by its Message-ID, else by thread, people and subject; earlier revisions are not it."""
    earlier = {(c.uidvalidity, c.uid) for c in letter.copies if c is not copy}
    for folder in folders:
        heads = mailbox.heads(folder, (copy.at - timedelta(days=1)).date())
        lying = [(h.ref, glance(h.header)) for h in heads if (h.ref.uidvalidity, h.ref.uid) not in earlier]
        for ref, envelope in lying:
            if envelope.message_id == copy.message_id:
                return Found(ref, same=True)
        for ref, envelope in lying:
            if folder is Folder.DRAFTS and is_draft_of(letter, copy, envelope):
                return Found(ref, same=False)
    return None


def _nobody_added_anything(casebook: Casebook, mailbox: Mailbox, begun: f.DraftBegun) -> bool:
    """Whether every UID that Drafts gave away since then went to another draft of ours: then ours never arrived."""
    mark = mailbox.mark(Folder.DRAFTS)
    if mark.uidvalidity != begun.uidvalidity or mark.uidnext - begun.uidnext > MOST_SINCE:
        return False
    ours = {
        copy.uid
        for candidacy in casebook
        for letter in candidacy.letters
        for copy in letter.copies
        if copy.uidvalidity == mark.uidvalidity
    }
    return all(uid in ours for uid in range(begun.uidnext, mark.uidnext))


def _begun(desk: Desk, candidacy: Candidacy, letter: Letter, copy: Copy) -> f.DraftBegun:
    return next(
        fact
        for _, fact in desk.journal.facts(candidacy.id)
        if isinstance(fact, f.DraftBegun) and (fact.key, fact.revision) == (letter.key, copy.revision)
    )
