"""Robin's mail program in the demonstration: it receives mail, and it sends what lies in Drafts when Robin says so."""

from __future__ import annotations

import mailbox
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import format_datetime
from pathlib import Path


class MailProgram:
    """A Maildir as a mail program handles it."""

    def __init__(self, root: Path) -> None:
        root.parent.mkdir(parents=True, exist_ok=True)
        self._inbox = mailbox.Maildir(root, create=True)
        self._sent = self._folder("Sent")
        self._drafts = self._folder("Drafts")

    def receive(self, content: bytes, at: datetime) -> None:
        """A mail comes in."""
        self._add(self._inbox, content, at, flags="")

    def send(self, message_id: str, at: datetime) -> None:
        """Robin opens a draft and presses Send: it leaves Drafts and lies in Sent, dated now."""
        for key in self._drafts.keys():  # noqa: SIM118 - a Maildir is no dict
            message = message_from_bytes(self._drafts.get_bytes(key), policy=policy.compat32)
            if message["Message-ID"] == message_id:
                del message["Date"]
                message["Date"] = format_datetime(at)
                self._add(self._sent, message.as_bytes(), at, flags="S")
                self._drafts.remove(key)
                return

    def _folder(self, name: str) -> mailbox.Maildir:
        if name not in self._inbox.list_folders():
            self._inbox.add_folder(name)
        return self._inbox.get_folder(name)

    def _add(self, folder: mailbox.Maildir, content: bytes, at: datetime, flags: str) -> None:
        message = mailbox.MaildirMessage(content)
        message.set_date(at.timestamp())
        if flags:
            message.set_subdir("cur")
            message.set_flags(flags)
        folder.add(message)
