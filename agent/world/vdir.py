"""The user's calendars as folders of .ics files, one a calendar, as khal and vdirsyncer keep them (the vdir format).

Other programs write there, too, and none of them locks anything. A file is never half written: it is made under a name
that they pass over and then linked or renamed into place. To create is one step that fails when the name is taken;
between the last look at a file and its replacement there is a moment in which somebody else's change would be lost.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world import ics
from agent.world.ports import CalendarNews, Conflict, Item
from agent.world.uidlist import sync_directory

OURS: Final = "interview-follow-up"
LARGEST: Final = 1024 * 1024
"""Octets of a file that are read: more than any event that is understood."""
VERSION: Final = 1

_UNSETTLED: Final = 2_000_000_000
"""Nanoseconds. A file changed so recently may change again without another time stamp: it is read at the next look."""
_NO_LINKS: Final = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was at the last look: what the file system says of it, and its ETag."""

    stamp: str
    etag: str


class VdirCalendar:
    """A `Calendar` in a folder. `collection` is the sub-folder of our reminders, made with the first if we may."""

    def __init__(self, path: Path, *, account: str, collection: str = OURS, makes: bool = True) -> None:
        if not collection or Path(collection).name != collection or collection.startswith("."):
            raise NeedsUser(f"“{collection}” is not the name of a folder")
        if not path.is_dir():
            raise NeedsUser(f"There is no folder of calendars at {path}")
        self._account = account
        self._path = path
        self._ours = path / collection
        self._makes = makes

    @property
    def account(self) -> str:
        return self._account

    def news(self, token: str | None, since: date | None = None) -> CalendarNews:
        had = _opened(token)
        known: dict[str, _Known] = {}
        items = []
        for href, file in self._files():
            seen = _looked_at(file, href, (had or {}).get(href))
            if seen is not None:
                known[href], item = seen
                items += [item] if item and not (had is None and since and ics.is_over(item.content, since)) else []
        gone = tuple((had or {}).keys() - known.keys())
        return CalendarNews(token=_written(known), items=tuple(items), gone=gone, whole=had is None)

    def holds(self, uid: str) -> bool:
        return any(uid in ics.uids(_content(file) or b"") for _, file in self._files())

    def ready(self) -> None:
        if not (self._makes or self._ours.is_dir()):
            raise Refused(ics.missing(self._ours.name))

    def get(self, uid: str) -> Item | None:
        file = self._find(uid)
        content = _content(file) if file else None
        if file is None or content is None:
            return None
        return Item(href=self._href(file), etag=_etag(content), content=ics.crlf(content))

    def put(self, uid: str, content: bytes, *, etag: str | None) -> str | Conflict:
        with _writing(self._ours):
            if etag is None:
                return self._create(uid, content)
            file, conflict = self._as_left(uid, etag)
            if conflict is None and file is not None:
                with _beside(file, content) as new:
                    new.replace(file)
                sync_directory(file.parent)
            return conflict or _etag(content)

    def delete(self, uid: str, *, etag: str) -> Conflict | None:
        with _writing(self._ours):
            file, conflict = self._as_left(uid, etag)
            if conflict is None and file is not None:
                file.unlink(missing_ok=True)
                sync_directory(file.parent)
            return conflict

    def close(self) -> None:
        """Nothing is held open."""

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Every event with its name: those of each sub-folder, and any that lie in the folder itself."""
        try:
            folders = [self._path, *sorted(one for one in self._path.iterdir() if _is_collection(one))]
            for folder in folders:
                for file in sorted(folder.glob("*.ics")):
                    if file.is_file() and not file.name.startswith("."):
                        yield self._href(file), file
        except OSError as error:
            raise Unreachable(f"The calendars in {self._path} cannot be read ({error.strerror})") from error

    def _href(self, file: Path) -> str:
        return file.relative_to(self._path).as_posix()

    def _find(self, uid: str) -> Path | None:
        """Where a reminder lies: under its own name, or under the one that another program gave it."""
        if not self._path.is_dir():
            raise Unreachable(f"The folder of calendars {self._path} is not there now")
        usual = self._ours / ics.file_name(uid)
        if usual.is_file():
            return usual
        others = sorted(self._ours.glob("*.ics")) if self._ours.is_dir() else []
        return next((file for file in others if uid in ics.uids(_content(file) or b"")), None)

    def _as_left(self, uid: str, etag: str) -> tuple[Path | None, Conflict | None]:
        file = self._find(uid)
        content = _content(file) if file else None
        if content is None:
            return None, Conflict.GONE
        return file, None if _etag(content) == etag else Conflict.CHANGED

    def _create(self, uid: str, content: bytes) -> str | Conflict:
        if self._find(uid) is not None:
            return Conflict.EXISTS
        self._make_ours()
        file = self._ours / ics.file_name(uid)
        with _beside(file, content) as new:
            try:
                file.hardlink_to(new)
            except FileExistsError:
                return Conflict.EXISTS
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                new.replace(file)  # a file system without links: two programs could both create it
        sync_directory(self._ours)
        return _etag(content)

    def _make_ours(self) -> None:
        if self._ours.is_dir():
            return
        self.ready()
        self._ours.mkdir(mode=0o700, exist_ok=True)
        name = ics.OURS if self._ours.name == OURS else self._ours.name
        with _beside(self._ours / "displayname", name.encode()) as new:
            new.replace(self._ours / "displayname")
        sync_directory(self._path)


def _is_collection(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".")


def _looked_at(file: Path, href: str, had: _Known | None) -> tuple[_Known, Item | None] | None:
    """What is known of a file now, and the event if it is news; None when it is gone."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    settled = time.time_ns() - status.st_mtime_ns > _UNSETTLED
    stamp = f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}" if settled else ""
    if had is not None and stamp and stamp == had.stamp:
        return had, None
    content = _content(file)
    if content is None:
        return None
    known = _Known(stamp, _etag(content))
    is_news = had is None or had.etag != known.etag
    return known, Item(href=href, etag=known.etag, content=ics.crlf(content)) if is_news else None


def _content(file: Path) -> bytes | None:
    """The first octets of a file; None when it is gone. One that may not be read is empty: it is not missing."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST)
    except FileNotFoundError:
        return None
    except PermissionError:
        return b""
    except OSError as error:
        raise Unreachable(f"A calendar file cannot be read ({error.strerror})") from error


def _etag(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()[:32]


@contextlib.contextmanager
def _beside(file: Path, content: bytes) -> Iterator[Path]:
    """The content in a file beside the one that it is meant for, on the disk; what is left of it goes away again."""
    new = file.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        yield new
    finally:
        new.unlink(missing_ok=True)


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.EIO, errno.ESTALE}:
            raise Unreachable(f"The calendar {folder} is not there now") from error
        raise Refused(f"The calendar {folder} cannot be written to ({error.strerror})") from error


def _written(known: Mapping[str, _Known]) -> str:
    files = {href: [one.stamp, one.etag] for href, one in known.items()}
    return json.dumps({"version": VERSION, "files": files}, sort_keys=True)


def _opened(token: str | None) -> dict[str, _Known] | None:
    try:
        told = json.loads(token or "null")
        if told["version"] != VERSION:
            return None
        return {str(href): _Known(str(stamp), str(etag)) for href, (stamp, etag) in told["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
