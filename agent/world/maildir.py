"""The user's mail in a local Maildir, its folders beside it as in Maildir++: `.Sent`, `.Drafts`, `.Trash`, `.Junk`.

Mail programs and servers may use it at the same time. Files are only ever read here, but for drafts of our own (and the
user's own prompt): nothing is moved from `new` to `cur`, no flag is set. Files hold lines that end as the system's do;
what is handed out has the line ends of mail, as if a server had sent it.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world import bounded
from agent.world.ports import Cursor, Folder, Head, Mark, News, Ref
from agent.world.uidlist import Numbers, UidList, sync_directory

FOLDERS: Final[dict[Folder, str]] = {
    Folder.INBOX: "",
    Folder.SENT: ".Sent",
    Folder.DRAFTS: ".Drafts",
    Folder.TRASH: ".Trash",
    Folder.JUNK: ".Junk",
}
NEEDED: Final = (Folder.INBOX, Folder.SENT, Folder.DRAFTS)
FLAGS: Final = {"D": r"\Draft", "F": r"\Flagged", "R": r"\Answered", "S": r"\Seen", "T": r"\Deleted"}
"""Letters after `:2,` in a file's name (the Maildir specification) and what IMAP calls them; it has no word for `P`."""
LARGEST: Final = 64 * 1024 * 1024
"""Octets of a file that are read at most."""

_BARE = re.compile(rb"(?<!\r)\n")
_COUNTER = itertools.count()


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    received: datetime

    @property
    def name(self) -> str:
        """What stays the same when the flags change."""
        return self.path.name.partition(":")[0]

    @property
    def flags(self) -> frozenset[str]:
        letters = self.path.name.partition(":2,")[2]
        return frozenset(FLAGS[letter] for letter in letters if letter in FLAGS)


class MaildirMailbox:
    """A `Mailbox` in a Maildir. `state` is a folder of the service's own, for its numbers; `now` dates new drafts."""

    def __init__(
        self,
        root: Path,
        *,
        account: str,
        state: Path,
        folders: Mapping[Folder, str] | None = None,
        create: bool = False,
        prompt_in_inbox: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._account = account
        self._now = now
        self._writable = {Folder.DRAFTS, Folder.INBOX} if prompt_in_inbox else {Folder.DRAFTS}
        self._paths = {folder: root / (folders or {}).get(folder, name) for folder, name in FOLDERS.items()}
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lists = {folder: UidList(state / f"{_safe(account)}-{folder}.uids") for folder in Folder}
        if create:
            self._create()
        if problems := [
            f"There is no Maildir at {self._paths[folder]}" for folder in NEEDED if not self._is_there(folder)
        ]:
            raise NeedsUser(*problems)

    @property
    def account(self) -> str:
        return self._account

    def news(self, folder: Folder, after: Cursor | None, since: date, *, at_most: int | None = None) -> News:
        files, numbers = self._look(folder)
        end = Cursor(numbers.uidvalidity, numbers.uidnext - 1)
        if after is not None and after.uidvalidity == numbers.uidvalidity:
            new = [file for file in files if numbers.uids[file.name] > after.uid]
            end, reset = max(after, end), False
        else:
            new, reset = [file for file in files if file.received.date() >= since], after is not None
        some = new[:at_most]
        more = len(some) < len(new)
        cursor = Cursor(numbers.uidvalidity, numbers.uids[some[-1].name]) if more else end
        return News(cursor=cursor, heads=self._heads(folder, numbers, some), reset=reset, more=more)

    def heads(self, folder: Folder, since: date) -> tuple[Head, ...]:
        files, numbers = self._look(folder)
        return self._heads(folder, numbers, [file for file in files if file.received.date() >= since])

    def read(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, bytes]]:
        wanted = set(refs)
        for folder in {ref.folder for ref in refs}:
            files, numbers = self._look(folder)
            for file in files:
                ref = Ref(folder, numbers.uidvalidity, numbers.uids[file.name])
                if ref in wanted and (raw := self._raw(ref, file)) is not None:
                    yield ref, bounded.bounded(raw)

    def fetch(self, ref: Ref) -> bytes | None:
        file = self._found(ref)
        return None if file is None else _content(file.path)

    def mark(self, folder: Folder) -> Mark:
        _, numbers = self._look(folder)
        return Mark(numbers.uidvalidity, numbers.uidnext)

    def append(self, folder: Folder, content: bytes) -> Ref:
        if folder not in self._writable:
            raise Refused(f"Nothing is ever put into the {folder} folder")
        home = self._paths[folder]
        name = self._new_name()
        # A draft has been seen by its writer and so lies in `cur`; what is new to the user lies in `new`.
        target = home / "cur" / f"{name}:2,DS" if folder is Folder.DRAFTS else home / "new" / name
        with _writing(home):
            self._store(home / "tmp" / name, target, content.replace(b"\r\n", b"\n"))
        _, numbers = self._look(folder)
        return Ref(folder, numbers.uidvalidity, numbers.uids[name])

    def remove(self, ref: Ref) -> bool:
        if ref.folder is not Folder.DRAFTS:
            return False
        _, numbers = self._look(ref.folder)
        if numbers.uidvalidity != ref.uidvalidity:
            return False
        with _writing(self._paths[ref.folder]):
            while (file := self._found(ref)) is not None:
                with contextlib.suppress(FileNotFoundError):  # someone changed its flags meanwhile: it has another name
                    file.path.unlink()
        return True

    def close(self) -> None:
        """Nothing is held open."""

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _create(self) -> None:
        for folder in NEEDED:
            for part in ("tmp", "new", "cur"):
                (self._paths[folder] / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _is_there(self, folder: Folder) -> bool:
        return (self._paths[folder] / "cur").is_dir() and (self._paths[folder] / "new").is_dir()

    def _look(self, folder: Folder) -> tuple[tuple[_File, ...], Numbers]:
        """The folder's files in the order of their numbers."""
        if not self._is_there(folder):
            if folder in NEEDED:  # it was there: a disk that is not mounted is no empty mailbox
                raise Unreachable(f"The Maildir {self._paths[folder]} is not there now")
            return (), Numbers(0, 1, {})
        files = self._listed(folder)
        if not self._lists[folder].names() <= files.keys():
            # Gone, or renamed by a mail program just while we looked: only who is missed twice is gone.
            files |= self._listed(folder)
        by_arrival = sorted(files.values(), key=lambda file: (file.received, file.name))
        numbers = self._lists[folder].numbered(file.name for file in by_arrival)
        return tuple(sorted(by_arrival, key=lambda file: numbers.uids[file.name])), numbers

    def _listed(self, folder: Folder) -> dict[str, _File]:
        """Files by name; `new` first, because they move from there to `cur`."""
        files = {}
        for part in ("new", "cur"):
            try:
                for entry in os.scandir(self._paths[folder] / part):
                    with contextlib.suppress(FileNotFoundError):
                        if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                            file = _File(Path(entry.path), datetime.fromtimestamp(entry.stat().st_mtime, UTC))
                            files[file.name] = file
            except OSError as error:
                raise Unreachable(f"The Maildir {self._paths[folder]} cannot be read ({error.strerror})") from error
        return files

    def _found(self, ref: Ref) -> _File | None:
        files, numbers = self._look(ref.folder)
        if numbers.uidvalidity != ref.uidvalidity:
            return None
        name = numbers.name_of(ref.uid)
        return next((file for file in files if file.name == name), None)

    def _heads(self, folder: Folder, numbers: Numbers, files: Sequence[_File]) -> tuple[Head, ...]:
        refs = ((file, Ref(folder, numbers.uidvalidity, numbers.uids[file.name])) for file in files)
        return tuple(_head(ref, file, raw) for file, ref in refs if (raw := self._raw(ref, file)) is not None)

    def _raw(self, ref: Ref, file: _File) -> bytes | None:
        """The file's content; read again under its new name when its flags were changed meanwhile."""
        raw = _content(file.path)
        return self.fetch(ref) if raw is None else raw

    def _new_name(self) -> str:
        """A name that no other process gives (the Maildir specification): time, process and count, host."""
        moment = self._now()
        host = socket.gethostname().replace("/", r"\057").replace(":", r"\072")
        unique = f"M{moment.microsecond}P{os.getpid()}Q{next(_COUNTER)}R{os.urandom(4).hex()}"
        return f"{int(moment.timestamp())}.{unique}.{host}"

    def _store(self, temporary: Path, target: Path, content: bytes) -> None:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            stamp = self._now().timestamp()
            os.utime(temporary, (stamp, stamp))
            temporary.rename(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_directory(target.parent)


def _head(ref: Ref, file: _File, raw: bytes) -> Head:
    return Head(
        ref=ref,
        header=bounded.header_of(raw),
        size=len(raw),
        received=file.received,
        has_calendar=bounded.has_calendar(raw),
        flags=file.flags,
    )


def _content(path: Path) -> bytes | None:
    """A file with the line ends of mail; None when it is gone. One that may not be read is empty: it is not missing."""
    try:
        with path.open("rb") as file:
            return _BARE.sub(b"\r\n", file.read(LARGEST))
    except FileNotFoundError:
        return None
    except PermissionError:
        return b""
    except OSError as error:
        raise Unreachable(f"A file of the Maildir cannot be read ({error.strerror})") from error


@contextlib.contextmanager
def _writing(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.EIO, errno.ESTALE}:
            raise Unreachable(f"The Maildir {home} is not there now") from error
        raise Refused(f"The Maildir {home} cannot be written to ({error.strerror})") from error


def _safe(account: str) -> str:
    """The account's name as part of a file's."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", account)
