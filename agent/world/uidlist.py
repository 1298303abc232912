"""Numbers for the messages of a Maildir folder, which has none: each keeps its own, and none is given twice.

A message is its file's name up to the colon; what follows are its flags, which others change. The list is a small file
of our own, outside the Maildir, written whole beside its old self and renamed over it. If it is lost, everything is
numbered anew under another UIDVALIDITY, and a reader notices just as with an IMAP server (RFC 3501 section 2.3.1.1).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FORMAT: Final = "uidlist 1"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The list as it stands: UIDs by file name, and the next one to be given."""

    uidvalidity: int
    uidnext: int
    uids: dict[str, int]

    def name_of(self, uid: int) -> str | None:
        """The file name (without its flags) of a message."""
        return next((name for name, known in self.uids.items() if known == uid), None)


class UidList:
    """The list of one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._had: tuple[tuple[int, ...], Numbers] | None = None

    def names(self) -> AbstractSet[str]:
        """The files that have a number so far."""
        had = self._read()
        return had.uids.keys() if had else frozenset()

    def numbered(self, names: Iterable[str]) -> Numbers:
        """The numbers of these files; new ones get theirs in this order. What is not named any more is let go."""
        present = dict.fromkeys(names)
        with self._locked():
            had = self._read()
            uidvalidity, uidnext, known = (had.uidvalidity, had.uidnext, had.uids) if had else (_new_validity(), 1, {})
            uids = {name: uid for name, uid in known.items() if name in present}
            for name in present:
                if name not in uids:
                    uids[name] = uidnext
                    uidnext += 1
            numbers = Numbers(uidvalidity, uidnext, uids)
            if numbers != had:
                self._write(numbers)
            return numbers

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """The service and a command of the person's may look at the same time."""
        with self._path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self) -> Numbers | None:
        try:
            status = self._path.stat()
            stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
            if self._had is None or self._had[0] != stamp:
                self._had = stamp, _parsed(self._path.read_text("utf-8"))
            return self._had[1]
        except (FileNotFoundError, ValueError):
            return None

    def _write(self, numbers: Numbers) -> None:
        lines = [
            f"{_FORMAT} {numbers.uidvalidity} {numbers.uidnext}",
            *(f"{uid} {json.dumps(name)}" for name, uid in numbers.uids.items()),
        ]
        new = self._path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        sync_directory(self._path.parent)


def _parsed(text: str) -> Numbers:
    """The list as it was written. Raises ValueError for anything else."""
    first, *rest, end = text.split("\n")
    told = first.removeprefix(_FORMAT)
    if told == first or end:
        raise ValueError("not a list of ours")
    uidvalidity, uidnext = told.split()
    uids = {str(json.loads(name)): int(uid) for uid, _, name in (line.partition(" ") for line in rest)}
    return Numbers(int(uidvalidity), int(uidnext), uids)


def _new_validity() -> int:
    return secrets.randbelow(2**31 - 1) + 1


def sync_directory(path: Path) -> None:
    """Make a rename in this directory last."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
