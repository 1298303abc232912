"""The user's mail on an IMAP server, over IMAPClient.

Everything but our own drafts is opened with EXAMINE and read with BODY.PEEK, so that nobody can tell from the mailbox
that it was looked at. One connection, made when it is needed and made again after it broke; what is watched has its own
(`watch.py`). A cursor is given out only after the server has said OK to everything before it.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from agent.errors import AfterwordError, Refused, Unreachable
from agent.world import fetching
from agent.world.answers import number
from agent.world.faults import code_of, fault
from agent.world.folders import found, listed
from agent.world.guard import Forbidden, Guard, quoted
from agent.world.ports import Cursor, Folder, Head, Mark, News, Ref
from agent.world.session import Server, Session, sign_in

NOWHERE = Mark(0, 1)
"""A folder that the mailbox does not have, and so nothing in it."""

_APPENDUID = re.compile(rb"\[APPENDUID (\d{1,10}) (\d{1,10})\]")
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:[ \t\r\n]*(\S+)", re.IGNORECASE | re.MULTILINE)
_MISSING = frozenset({"NONEXISTENT", "TRYCREATE"})


@dataclass(frozen=True, slots=True)
class _Open:
    folder: Folder
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Ahead:
    """Messages that were found and are not handed out yet: from which cursor, up to which, received since when."""

    folder: Folder
    begin: Cursor
    uids: list[int]
    end: Cursor
    since: date | None = None

    def takes(self, head: Head) -> bool:
        return self.since is None or head.received.date() >= self.since


class ImapMailbox:
    """A `Mailbox` on an IMAP server. One thread at a time may use it."""

    def __init__(self, server: Server, *, account: str, prompt_in_inbox: bool = False) -> None:
        self._server = server
        self._account = account
        self._prompt_in_inbox = prompt_in_inbox
        self._session: Session | None = None
        self._names: dict[Folder, bytes] = {}
        self._open: _Open | None = None
        self._ahead: _Ahead | None = None

    @property
    def account(self) -> str:
        return self._account

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────

    def news(self, folder: Folder, after: Cursor | None, since: date, *, at_most: int | None = None) -> News:
        with self._talking() as session:
            mark = self._examine(session, folder)
            ahead = self._ahead_of(session, folder, mark, after, since)
            some, rest = ahead.uids[:at_most], ahead.uids[len(ahead.uids[:at_most]) :]
            heads = tuple(head for head in self._heads(folder, mark, some) if ahead.takes(head))
            cursor = Cursor(mark.uidvalidity, some[-1]) if rest else ahead.end
            self._ahead = replace(ahead, begin=cursor, uids=rest) if rest else None
            reset = after is not None and after.uidvalidity != mark.uidvalidity
            return News(cursor=cursor, heads=heads, reset=reset, more=bool(rest))

    def heads(self, folder: Folder, since: date) -> tuple[Head, ...]:
        with self._talking() as session:
            mark = self._examine(session, folder)
            uids = _search(session, mark, fetching.since(since))
            return tuple(head for head in self._heads(folder, mark, uids) if head.received.date() >= since)

    def read(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, bytes]]:
        for (folder, uidvalidity), group in groupby(sorted(refs), key=lambda ref: (ref.folder, ref.uidvalidity)):
            uids = sorted({ref.uid for ref in group})
            with self._reading(folder, uidvalidity, fresh=True) as session:
                known = fetching.sizes(session, uids) if session else {}
            for batch in fetching.batches(known):
                large = known[batch[0]] > fetching.SMALL
                # Between two batches the caller may have looked elsewhere: the folder is opened again if need be.
                with self._reading(folder, uidvalidity) as session:
                    read = fetching.messages(session, batch, large=large) if session else []
                for uid, raw in read:
                    yield Ref(folder, uidvalidity, uid), raw

    def fetch(self, ref: Ref) -> bytes | None:
        with self._reading(ref.folder, ref.uidvalidity, fresh=True) as session:
            return fetching.whole(session, ref.uid) if session else None

    def mark(self, folder: Folder) -> Mark:
        with self._talking() as session:
            return self._examine(session, folder)

    # ── our own drafts ───────────────────────────────────────────────────────────────────────────────────────────

    def append(self, folder: Folder, content: bytes) -> Ref:
        if folder is not Folder.DRAFTS and not (folder is Folder.INBOX and self._prompt_in_inbox):
            raise Refused(f"Nothing is ever put into the {folder} folder")
        if b"\x00" in content:
            raise Refused("A message with a zero octet in it cannot be stored on a mail server")
        with self._talking() as session:
            before = self._examine(session, folder)
            flags = (rb"\Draft", rb"\Seen") if folder is Folder.DRAFTS else ()
            try:
                answer = session.client.append(self._names[folder].decode("ascii"), content, flags)
            except imaplib.IMAP4.error as error:
                if code_of(error) in _MISSING:
                    self._names = {}
                raise
            if where := _APPENDUID.search(answer):
                return Ref(folder, int(where[1]), int(where[2]))
            return self._found_again(session, folder, before, content)

    def remove(self, ref: Ref) -> bool:
        if ref.folder is not Folder.DRAFTS:
            return False
        with self._talking() as session:
            if not session.can("UIDPLUS") or self._examine(session, ref.folder).uidvalidity != ref.uidvalidity:
                return False
            try:
                self._select(session, ref.folder, writing=True)
                self._do(session, "STORE", str(ref.uid), "+FLAGS.SILENT", r"(\Deleted)")
                self._do(session, "EXPUNGE", str(ref.uid))
            finally:
                self._open = None
            self._examine(session, ref.folder)  # nothing stays open for writing
            return True

    def close(self) -> None:
        session, self._session, self._open = self._session, None, None
        if session is not None:
            session.leave()

    def interrupt(self) -> None:
        """Break off what is under way: it raises `Unreachable` at once. For a signal handler, or another thread."""
        if (session := self._session) is not None:
            session.wire.interrupt()

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _ahead_of(self, session: Session, folder: Folder, mark: Mark, after: Cursor | None, since: date) -> _Ahead:
        """What lies behind a cursor: what was found before and is not handed out yet, else what a search finds."""
        left = self._ahead
        if left is not None and (left.folder, left.begin, mark.uidvalidity) == (folder, after, left.begin.uidvalidity):
            return left
        if after is not None and after.uidvalidity == mark.uidvalidity:
            # `n:*` names the last message even if its number is below n.
            first = min(after.uid + 1, fetching.LARGEST_UID)
            uids = [uid for uid in _search(session, mark, f"UID {first}:*") if uid > after.uid]
            return _Ahead(folder, after, uids, Cursor(mark.uidvalidity, max([after.uid, *uids])))
        uids = _search(session, mark, fetching.since(since))
        end = Cursor(mark.uidvalidity, max([mark.uidnext - 1, *uids]))
        return _Ahead(folder, end, uids, end, since)

    @contextlib.contextmanager
    def _talking(self) -> Iterator[Session]:
        """A signed-in connection; what goes wrong on it becomes one of our errors, and a spoilt one is dropped."""
        session = self._signed_in()
        try:
            yield session
        except (OSError, imaplib.IMAP4.error) as error:
            problem = fault(error, self._server.name)
            if isinstance(problem, Unreachable):
                self._drop()
            raise problem from error
        except Forbidden:
            self._drop()
            raise
        except AfterwordError:
            raise
        except BaseException:
            self._drop()  # broken off in the middle of an answer
            raise

    @contextlib.contextmanager
    def _reading(self, folder: Folder, uidvalidity: int, *, fresh: bool = False) -> Iterator[Session | None]:
        """The folder, open; None when its numbers are not those of `uidvalidity` any more."""
        with self._talking() as session:
            here = self._open
            mark = here.mark if here and here.folder is folder and not fresh else self._examine(session, folder)
            yield session if mark.uidvalidity == uidvalidity else None

    def _signed_in(self) -> Session:
        if self._session is not None and self._session.wire.is_gone():
            self._drop()
        if self._session is None:
            self._open = None
            self._names = {}
            self._session = sign_in(self._server, Guard(prompt_in_inbox=self._prompt_in_inbox))
        return self._session

    def _drop(self) -> None:
        session, self._session, self._open = self._session, None, None
        if session is not None:
            session.wire.shutdown()

    def _again(self, folder: Folder, mark: Mark) -> Session:
        """A new connection, with the same folder open as before."""
        self._drop()
        session = self._signed_in()
        if self._examine(session, folder).uidvalidity != mark.uidvalidity:
            raise Unreachable(f"{self._server.name} numbers its messages anew just now")
        return session

    def _learn_folders(self, session: Session) -> None:
        names = found(listed(session), self._server.folders, self._server.name)
        session.guard.forget_folders()
        for folder, name in names.items():
            session.guard.know(folder, name)
        self._names = names

    def _examine(self, session: Session, folder: Folder) -> Mark:
        if not self._names:
            self._learn_folders(session)
        if folder not in self._names:
            self._open = None
            return NOWHERE
        try:
            mark = self._select(session, folder)
        except imaplib.IMAP4.error as error:
            if code_of(error) not in _MISSING:
                raise
            self._learn_folders(session)  # renamed, perhaps
            mark = self._select(session, folder)
        self._open = _Open(folder, mark)
        return mark

    def _select(self, session: Session, folder: Folder, *, writing: bool = False) -> Mark:
        self._open = None
        wire = session.wire
        typ, data = wire.select(quoted(self._names[folder]), readonly=not writing)
        if typ != "OK":
            raise imaplib.IMAP4.error(f"select failed: {data[-1]!r}")
        uidvalidity, uidnext = _told(session, "UIDVALIDITY"), _told(session, "UIDNEXT")
        if not uidvalidity:
            raise Refused(f"{self._server.name} does not number its messages lastingly: it cannot be used")
        if uidnext is None:  # RFC 3501 does not insist on it
            uidnext = max(fetching.search(session, "ALL"), default=0) + 1
        return Mark(uidvalidity, uidnext)

    def _heads(self, folder: Folder, mark: Mark, uids: Sequence[int]) -> Iterator[Head]:
        for some in fetching.chunks(uids, fetching.AT_ONCE):
            session = self._session or self._again(folder, mark)
            try:
                yield from fetching.heads(session, folder, mark.uidvalidity, some)
            except imaplib.IMAP4.abort:
                if not session.wire.overflowed:
                    raise
                session = self._again(folder, mark)
                yield from fetching.heads(session, folder, mark.uidvalidity, some, outline=False)

    def _found_again(self, session: Session, folder: Folder, before: Mark, content: bytes) -> Ref:
        """Where the message lies that a server without UIDPLUS took: among the newest, told by its Message-ID."""
        wanted = _MESSAGE_ID.search(content)
        mark = self._examine(session, folder)
        uids = [uid for uid in _search(session, mark, f"UID {before.uidnext}:*") if uid >= before.uidnext]
        for head in self._heads(folder, mark, uids):
            there = _MESSAGE_ID.search(head.header)
            if wanted and there and wanted[1] == there[1]:
                return head.ref
        raise Unreachable(f"{self._server.name} took a message, but it cannot be found there")

    def _do(self, session: Session, command: str, *arguments: str) -> None:
        typ, data = session.wire.uid(command, *arguments)
        if typ != "OK":
            raise imaplib.IMAP4.error(f"{command} failed: {data[-1]!r}")


def _search(session: Session, mark: Mark, criteria: str) -> list[int]:
    return fetching.search(session, criteria) if mark != NOWHERE else []


def _told(session: Session, code: str) -> int | None:
    """A number that the server told in a response code of its answer to EXAMINE."""
    told = session.wire.untagged_responses.get(code)
    return number(told[-1]) if told and isinstance(told[-1], bytes) else None
