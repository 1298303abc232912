"""The bell of the running service: a pipe that threads, signal handlers and the spool of words can ring."""

from __future__ import annotations

import os
import select
from pathlib import Path

A_WORD_IS_HEARD_WITHIN = 0.5
"""Seconds between two glances at the spool: the person's word takes effect within a second (S15)."""


class PipeBell:
    """Rings when told to, and when something in one of the watched folders changed.

    A folder is watched by its modification time, twice a second: one stat(2) each, no dependency, works everywhere.
    inotify would be quicker and would need a third of this project's promises in ctypes.
    """

    def __init__(self, *folders: Path) -> None:
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._folders = folders
        self._stamps = self._looked()

    def ring(self) -> None:
        """Ring, from any thread or signal handler."""
        try:
            os.write(self._write, b"!")
        except BlockingIOError:
            return  # it is ringing already

    def wait(self, seconds: float) -> None:
        """Return when it rings, or after so many seconds."""
        left = seconds
        while left > 0:
            pause = min(left, A_WORD_IS_HEARD_WITHIN)
            ready, _, _ = select.select([self._read], [], [], pause)
            if ready:
                os.read(self._read, 4096)
                return
            if self._changed():
                return
            left -= pause

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._read)
        os.close(self._write)

    def _changed(self) -> bool:
        had, self._stamps = self._stamps, self._looked()
        return had != self._stamps

    def _looked(self) -> tuple[int, ...]:
        return tuple(folder.stat().st_mtime_ns if folder.exists() else 0 for folder in self._folders)
