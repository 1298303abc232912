"""Bad input loses nothing: what cannot be read is set aside, the next one is read, and the sum is right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.policy import SMTP

from agent.casebook import Casebook
from agent.core.findings import Reading
from agent.core.people import Me
from agent.daemon import tick
from agent.desk import Desk
from agent.errors import Unreadable
from agent.world.memory.clock import MemoryClock
from agent.world.memory.journal import MemoryJournal
from agent.world.memory.mailbox import MemoryMailbox
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.writing.persona import ROBIN
from tests.story import mails

NOW = datetime(2026, 3, 3, 15, tzinfo=UTC)


class Poisoned(InProcessReader):
    """A reader in whose hands one message is poison."""

    def read(self, raw: bytes, *, sent: bool = False) -> Reading:
        """One message, unless it is the poisonous one."""
        if b"poison" in raw:
            raise Unreadable("it took too long to read")
        return super().read(raw, sent=sent)


def test_a_message_that_cannot_be_read_is_set_aside_and_the_next_one_is_read() -> None:
    """One poisonous mail, one list mail, one invitation: each comes to one outcome, and the plan is made."""
    clock = MemoryClock(NOW)
    mailbox = MemoryMailbox("home", now=clock.now)
    listed = b"From: l@list.example\nList-Id: <l.example>\nList-Unsubscribe: <mailto:u@list.example>\n\nhello\n"
    invitation = mails.invitation(ROBIN.address, NOW - timedelta(hours=1), NOW + timedelta(days=5))
    for content in (b"From: x@acme.example\nSubject: poison\n\nx\n", listed, invitation.as_bytes(policy=SMTP)):
        mailbox.deliver(content)
    me = Me(addresses=(ROBIN.address,))
    journal = MemoryJournal()
    desk = Desk(
        mailboxes=(mailbox,),
        journal=journal,
        reader=Poisoned(me),
        words=MemoryWords(),
        clock=clock,
        me=me,
        persona=ROBIN,
    )
    casebook = Casebook(journal, desk.rules, desk.listener)
    tick(desk, casebook)
    assert [candidacy.company for candidacy in casebook] == [mails.COMPANY]
    assert [seen.reason for seen in journal.quarantined()] == ["it took too long to read"]
    assert journal.counts() == {"acted": 1, "ignored": 1, "quarantined": 1}
    tick(desk, casebook)
    assert sum(journal.counts().values()) == 3
