"""The first look at a mailbox of fifty thousand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.page import Line, printed
from tests.benchmarks.population import Population, populate
from tests.servers.ca import Authority
from tests.servers.dovecot import Dovecot, MailboxUser
from tests.servers.faultproxy import FaultProxy
from tests.servers.software import ISYNC, MissingServer, find
from tests.world.mailbox_beds import other_client

MESSAGES = int(os.environ.get("AFTERWORD_BENCH_MESSAGES", "50000"))
pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def crowd(authority: Authority) -> Iterator[tuple[MailboxUser, Population]]:
    """Somebody with a full inbox, on a Dovecot that has seen all of it once: every way finds a warm cache."""
    with Dovecot(authority=authority) as dovecot:
        user = dovecot.fresh_user()
        with other_client(user):
            pass
        made = populate(user.maildir, MESSAGES)
        dovecot._own_folder()
        print(f"\n{made.messages:,} messages, {made.octets / 1e6:,.0f} MB")
        cold = gone(user, "ours")
        print(f"cold cache of the server: {cold['seconds']:.1f} s")
        yield user, made


def gone(user: MailboxUser, way: str, port: int | None = None) -> dict[str, Any]:
    """What one way cost."""
    words = [sys.executable, "-m", "tests.benchmarks.first_look", way, user.host, str(port or user.tls_port)]
    done = subprocess.run(
        [*words, user.address, user.password, str(user.ca)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["count"] == MESSAGES
    return found


def best(user: MailboxUser, way: str) -> dict[str, Any]:
    """The best of three: other people use the machine too."""
    return min((gone(user, way) for _ in range(3)), key=lambda found: float(found["seconds"]))


def test_heads_beside_imapclient_and_a_raw_socket(crowd: tuple[MailboxUser, Population]) -> None:
    """Seconds for the heads alone, and the memory of the process."""
    user, _ = crowd
    ours, library, raw = best(user, "ours"), best(user, "imapclient"), best(user, "raw_socket")
    what = f"first look, heads of {MESSAGES:,} messages"
    printed(
        Line(
            what=what,
            measured=ours["seconds"],
            unit="s",
            baseline="IMAPClient, the same headers",
            beside=library["seconds"],
            goal="≤ 0.7",
        )
    )
    printed(
        Line(
            what=what,
            measured=ours["seconds"],
            unit="s",
            baseline="a raw socket, the same headers",
            beside=raw["seconds"],
            goal="≤ 4",
        )
    )
    printed(
        Line(
            what=f"{what}, processor time of the client",
            measured=ours["cpu"],
            unit="s",
            baseline="IMAPClient",
            beside=library["cpu"],
        )
    )
    printed(
        Line(
            what=f"{what}, memory",
            measured=ours["megabytes"],
            unit="MB",
            baseline="IMAPClient",
            beside=library["megabytes"],
            goal="≤ 60 MB",
        )
    )


def test_beside_mbsync(crowd: tuple[MailboxUser, Population], tmp_path: Path) -> None:
    """Seconds and octets, both through the same proxy, for the heads of all messages."""
    user, made = crowd
    try:
        mbsync = find(ISYNC)
    except MissingServer as missing:
        pytest.skip(f"NOT RUN: {missing}")
    with FaultProxy(user.tls_port) as proxy:
        ours = gone(user, "ours", proxy.port)
        octets = proxy.carried
        (tmp_path / "mail").mkdir()
        sections = (
            f"IMAPAccount a\nHost localhost\nPort {proxy.port}\nUser {user.address}\nPass {user.password}",
            f"SSLType IMAPS\nCertificateFile {user.ca}\n",
            "IMAPStore far\nAccount a\n",
            f"MaildirStore near\nPath {tmp_path}/mail/\nInbox {tmp_path}/mail/INBOX\n",
            "Channel c\nFar :far:INBOX\nNear :near:\nCreate Near\nSync Pull\nSyncState *\n",
        )
        (tmp_path / "mbsyncrc").write_text("\n".join(sections))
        began = time.perf_counter()
        subprocess.run(
            [str(mbsync.executable), "-q", "-c", str(tmp_path / "mbsyncrc"), "c"],
            check=True,
            env={**mbsync.environment(), "HOME": str(tmp_path)},
        )
        theirs = time.perf_counter() - began
        pulled = proxy.carried - octets
    what = f"first look, heads of {MESSAGES:,} messages ({made.octets / 1e6:,.0f} MB)"
    printed(
        Line(
            what=what, measured=ours["seconds"], unit="s", baseline="mbsync pulling them", beside=theirs, goal="≤ 0.033"
        )
    )
    printed(
        Line(
            what=f"{what}, carried",
            measured=octets / 1e6,
            unit="MB",
            baseline="mbsync pulling them",
            beside=pulled / 1e6,
            goal="≤ 0.05",
        )
    )


def test_the_whole_first_look(crowd: tuple[MailboxUser, Population]) -> None:
    """Heads, triage, the text of everything that could concern a candidacy, and the journal."""
    user, _ = crowd
    found = gone(user, "looked_at")
    what = f"first look at {MESSAGES:,} messages, texts read in process and all of it in the journal"
    printed(Line(what=what, measured=found["seconds"], unit="s"))
    printed(Line(what=f"{what}, memory", measured=found["megabytes"], unit="MB"))
