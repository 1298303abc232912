"""The mailboxes: in memory, in a Maildir, on a real server. What all of them promise is in `mailbox_conformance.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot, MailboxUser
from tests.world.mailbox_beds import DovecotBed, MaildirBed, MemoryBed
from tests.world.mailbox_conformance import MailboxConformance


class TestMemory(MailboxConformance):
    @pytest.fixture
    def bed(self) -> MemoryBed:
        """A mailbox in memory."""
        return MemoryBed()


class TestMaildir(MailboxConformance):
    @pytest.fixture
    def bed(self, tmp_path: Path) -> MaildirBed:
        """A Maildir without a Trash."""
        return MaildirBed(tmp_path)


class TestDovecot(MailboxConformance):
    @pytest.fixture
    def bed(self, dovecot: Dovecot, mailbox_user: MailboxUser) -> Iterator[DovecotBed]:
        """A mailbox on this worker's Dovecot."""
        bed = DovecotBed(dovecot, mailbox_user)
        yield bed
        bed.mailbox.close()
