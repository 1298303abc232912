"""Files that hold messages: one .eml, an .ics, an mbox, a Maildir, a folder of .eml."""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.errors import NeedsUser

LONGEST = 64 * 1024 * 1024
"""Bytes of one file that are read at all; a message is bounded again when it is read."""

FOLDERS = {"": "inbox", ".Sent": "sent", ".Drafts": "drafts", ".Junk": "junk", ".Trash": "trash"}
"""Maildir++ names of the folders that mean something here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contained:
    """One message or calendar object: where it lies (`index` counts from 0 in a container), which folder, its bytes."""

    file: str
    index: int
    folder: str
    content: bytes

    @property
    def is_calendar(self) -> bool:
        """Whether it is a bare calendar object."""
        return self.file.lower().endswith(".ics") or self.content.lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def contained(path: Path) -> Iterator[Contained]:
    """Every message at a path, in name order. Raises `NeedsUser` when there is nothing to read."""
    if str(path) == "-":
        yield Contained(file="-", index=0, folder="inbox", content=sys.stdin.buffer.read(LONGEST))
    elif (path / "cur").is_dir() or (path / "new").is_dir():
        yield from _maildir(path)
    elif path.is_dir():
        yield from _folder(path)
    elif path.is_file():
        yield from _file(path)
    else:
        raise NeedsUser(f"There is no file or folder {path}.")


def _maildir(root: Path) -> Iterator[Contained]:
    for name, folder in FOLDERS.items():
        files = [file for part in ("new", "cur") for file in (root / name / part).glob("*") if file.is_file()]
        for file in sorted(files, key=lambda file: file.name):
            yield Contained(file=str(file), index=0, folder=folder, content=_read(file))


def _folder(root: Path) -> Iterator[Contained]:
    for file in sorted(p for p in root.rglob("*") if p.suffix.lower() in (".eml", ".ics")):
        sent = file.parent.name.lstrip(".").lower() in ("sent", "drafts")
        folder = file.parent.name.lstrip(".").lower() if sent else "inbox"
        yield Contained(file=str(file), index=0, folder=folder, content=_read(file))


def _file(path: Path) -> Iterator[Contained]:
    with path.open("rb") as file:
        beginning = file.read(5)
    if beginning != b"From ":
        yield Contained(file=str(path), index=0, folder="inbox", content=_read(path))
        return
    box = mailbox.mbox(path, create=False)
    try:
        for index, key in enumerate(box.iterkeys()):
            yield Contained(file=str(path), index=index, folder="inbox", content=box.get_bytes(key))
    finally:
        box.close()


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError as error:
        raise NeedsUser(f"{path} cannot be read ({error.strerror}).") from error
