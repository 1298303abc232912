"""One way of taking the heads of a large inbox, in a process of its own: its seconds, its octets, its largest memory.

`python -m tests.benchmarks.first_look WAY HOST PORT USER PASSWORD CA` prints one line of JSON.
"""

from __future__ import annotations

import json
import socket
import ssl
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

LONG_AGO = date(2000, 1, 1)
Where = tuple[str, int, str, str, Path]


def ours(where: Where) -> int:
    """The mailbox's own way: search, then the heads in portions."""
    from agent.world.ports import Cursor, Folder  # noqa: PLC0415 - each way is charged for its own libraries

    mailbox = _mailbox(where)
    after: Cursor | None = None
    count, more = 0, True
    while more:
        news = mailbox.news(Folder.INBOX, after, LONG_AGO, at_most=1000)
        count, after, more = count + len(news.heads), news.cursor, news.more
    mailbox.close()
    return count


def looked_at(where: Where) -> int:
    """The service's first look, with nobody to read: triage, every message accounted for in the journal."""
    from agent.casebook import Casebook  # noqa: PLC0415 - as above
    from agent.core.people import Me  # noqa: PLC0415
    from agent.desk import Desk  # noqa: PLC0415
    from agent.look import look_at_mail  # noqa: PLC0415
    from agent.world.clock import SystemClock  # noqa: PLC0415
    from agent.world.journal import SqliteJournal  # noqa: PLC0415
    from agent.world.memory.reader import InProcessReader  # noqa: PLC0415
    from agent.world.memory.words import MemoryWords  # noqa: PLC0415
    from agent.writing.persona import ROBIN  # noqa: PLC0415

    me = Me(addresses=("me@example.org",), zone="Europe/Berlin")
    mailbox = _mailbox(where)
    with tempfile.TemporaryDirectory() as folder:
        journal = SqliteJournal(Path(folder) / "state")
        desk = Desk(
            mailboxes=(mailbox,), journal=journal, reader=InProcessReader(me), words=MemoryWords(), clock=SystemClock(),
            me=me, persona=ROBIN,
        )  # fmt: skip
        look_at_mail(desk, Casebook(journal, desk.rules, desk.listener), mailbox)
        count = sum(journal.counts().values())
        journal.close()
    mailbox.close()
    return count


def imapclient(where: Where) -> int:
    """IMAPClient fetching the same headers; nothing is done with them."""
    from imapclient import IMAPClient  # type: ignore[import-untyped] # noqa: PLC0415

    from agent.world.heads import SECTION  # noqa: PLC0415

    host, port, user, password, ca = where
    client = IMAPClient(host, port, ssl_context=ssl.create_default_context(cafile=str(ca)))
    client.login(user, password)
    client._imap.debug = 0
    client.select_folder("INBOX", readonly=True)
    uids = client.search()
    count = sum(len(client.fetch(uids[at : at + 2000], [SECTION])) for at in range(0, len(uids), 2000))
    client.logout()
    return count


def raw_socket(where: Where) -> int:
    """The same headers over a socket, looked at by nobody."""
    from agent.world.heads import SECTION  # noqa: PLC0415

    host, port, user, password, ca = where
    context = ssl.create_default_context(cafile=str(ca))
    link = context.wrap_socket(socket.create_connection((host, port)), server_hostname=host)
    link.recv(4096)
    count = 0
    _asked(link, f'LOGIN "{user}" "{password}"')
    found = _asked(link, "EXAMINE INBOX")
    messages = int(found.split(b" EXISTS")[0].rsplit(b" ", 1)[1])
    for first in range(1, messages + 1, 2000):
        last = min(messages, first + 1999)
        _asked(link, f"FETCH {first}:{last} ({SECTION})")
        count += last - first + 1
    link.close()
    return count


def _asked(link: ssl.SSLSocket, line: str) -> bytes:
    link.sendall(f"A1 {line}\r\n".encode())
    first = tail = b""
    while True:
        more = link.recv(1 << 18)
        first = first or more
        tail = (tail + more)[-4000:]
        if b"\r\nA1 " in tail or tail.startswith(b"A1 "):
            return first


def _mailbox(where: Where):  # type: ignore[no-untyped-def] # noqa: ANN202 - each way imports what it needs
    from agent.world.imap import ImapMailbox  # noqa: PLC0415
    from agent.world.session import Server  # noqa: PLC0415

    host, port, user, password, ca = where
    return ImapMailbox(Server(host=host, port=port, user=user, password=lambda: password, ca_file=ca), account="bench")


WAYS: dict[str, Callable[[Where], int]] = {
    "ours": ours, "looked_at": looked_at, "imapclient": imapclient, "raw_socket": raw_socket,
}  # fmt: skip


def largest() -> float:
    """The largest resident memory of this program. Not ru_maxrss: a process inherits that from whoever started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def main() -> None:
    """Go one way, and say what it cost."""
    way, host, port, user, password, ca = sys.argv[1:]
    began, worked = time.perf_counter(), time.process_time()
    count = WAYS[way]((host, int(port), user, password, Path(ca)))
    print(
        json.dumps(
            {
                "count": count,
                "seconds": time.perf_counter() - began,
                "cpu": time.process_time() - worked,
                "megabytes": largest(),
                "at": datetime.now(UTC).isoformat(),
            }
        )
    )


if __name__ == "__main__":
    main()
