"""Mailboxes under test, closed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from agent.world.imap import ImapMailbox
from agent.world.session import Server


@pytest.fixture
def opened() -> Iterator[Callable[[Server], ImapMailbox]]:
    """Opens mailboxes that are closed after the test."""
    mailboxes: list[ImapMailbox] = []

    def open_(server: Server) -> ImapMailbox:
        mailboxes.append(ImapMailbox(server, account="imap"))
        return mailboxes[-1]

    yield open_
    for mailbox in mailboxes:
        mailbox.interrupt()
        mailbox.close()
