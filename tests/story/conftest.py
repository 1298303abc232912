"""The stage on which a story with real servers is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

from tests.servers.ca import Authority
from tests.servers.calendars import CalendarAccount
from tests.servers.dovecot import MailboxUser
from tests.servers.smtp import Security, running_sink
from tests.story.stage import Stage


@pytest.fixture
def opening(
    tmp_path: Path, mailbox_user: MailboxUser, radicale_account: CalendarAccount, authority: Authority
) -> Iterator[Callable[[datetime], Stage]]:
    """Opens a job seeker's world at a moment, with the service running in it; closed after the test."""
    with ExitStack() as closing:

        def opened(moment: datetime) -> Stage:
            sink = closing.enter_context(running_sink(authority, security=Security.NONE))
            stage = Stage(tmp_path, mailbox_user, radicale_account, sink)
            stage.prepare()
            stage.set_clock(moment)
            stage.start()
            closing.callback(lambda: stage.process and stage.stop())
            stage.eventually((tmp_path / "state/words").exists, "the start")
            return stage

        yield opened
