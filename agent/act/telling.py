"""What reaches the user: the notes form, and one quiet note for everything else."""

from __future__ import annotations

from agent import compose
from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.agenda import due
from agent.core.candidacy import Candidacy
from agent.core.steps import Ask, AskForNotes, Tell
from agent.desk import Desk, PromptBy
from agent.reading.glance import glance
from agent.world.ports import Folder, Mailbox


def ask_for_notes(desk: Desk, casebook: Casebook, candidacy: Candidacy, step: AskForNotes) -> None:
    """Send the notes form. Its id comes from the step's key: should it be sent twice, it is the same message."""
    message_id, content = compose.notes_form(desk, candidacy, step)
    _deliver(desk, desk.mailbox_of(candidacy), message_id, content)
    deed = desk.deed(candidacy.id, step.key)
    casebook.note([f.NotesAsked(**deed, interview=step.interview, key=step.key, message_id=message_id)])


def tell_together(desk: Desk, casebook: Casebook) -> None:
    """Everything that is due to be told or asked, in one note; each thing once."""
    now = desk.clock.now()
    told = [
        (candidacy, step)
        for candidacy in (*casebook, casebook.household)
        for step in due(casebook.agenda(candidacy), now)
        if isinstance(step, Tell | Ask)
    ]
    if not told:
        return
    message_id, content = compose.daily_note(desk, told)
    _deliver(desk, desk.mailboxes[0] if desk.mailboxes else None, message_id, content)
    casebook.note([_noted(desk, candidacy, step) for candidacy, step in told])


def _noted(desk: Desk, candidacy: Candidacy, step: Tell | Ask) -> f.Fact:
    deed = desk.deed(candidacy.id, step.key)
    if isinstance(step, Ask):
        return f.Asked(**deed, question=step.key)
    return f.Told(**deed, key=step.key, text=step.text)


def _deliver(desk: Desk, mailbox: Mailbox | None, message_id: str, content: bytes) -> None:
    """Bring a message to the user by the way that is set; where it lies already it is not laid twice."""
    if desk.prompt_by is PromptBy.MAIL:
        if desk.outbox:
            desk.outbox.send(content)
        return  # without an outbox `status` and the calendar say it
    if mailbox is None:
        return
    folder = Folder.INBOX if desk.prompt_by is PromptBy.INBOX else Folder.DRAFTS
    heads = mailbox.heads(folder, desk.clock.now().date())
    if not any(glance(head.header).message_id == message_id for head in heads):
        mailbox.append(folder, content)
