"""Watching a Maildir: a thread that looks at its folders once a second, and a bell that it rings."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path


class MaildirWatch:
    """Rings when a folder of a Maildir may have changed: it looks at the times of `new` and `cur` once a second.

    Simple on purpose: it works on every file system, network ones too, costs a few dozen microseconds a second, and is
    up to a second late. inotify would be prompt, but it needs ctypes and tells nothing of a network's other machines.
    """

    def __init__(self, folders: tuple[Path, ...], ring: Callable[[], None], *, every: float = 1.0) -> None:
        self._directories = tuple(folder / name for folder in folders for name in ("new", "cur"))
        self._ring = ring
        self._every = every
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Watch, if it does not already."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._watch, name="watch maildir", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop within a second."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(timeout=1)

    def _watch(self) -> None:
        known: tuple[int, ...] | None = None
        while not self._over.is_set():
            times = tuple(_changed_at(directory) for directory in self._directories)
            # A second change within one tick of the clock leaves the same time: what is that fresh is told twice.
            fresh = 0 <= time.time_ns() - max(times, default=0) < self._every * 1e9
            if times != known or fresh:
                self._ring()
            known = times
            self._over.wait(self._every)


def _changed_at(directory: Path) -> int:
    try:
        return directory.stat().st_mtime_ns
    except OSError:
        return 0
