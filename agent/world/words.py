"""The folder through which the person's commands reach the running service: one small file a word."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from agent.world.ports import Word


class WordsFolder:
    """A spool folder. A word is written beside it and renamed into it, so that half a word is never heard."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def say(self, word: Word) -> None:
        """Leave a word, durably and atomically."""
        half = self._folder / f".{word.id}"
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"at": word.at.isoformat(), "command": word.command, "arguments": word.arguments}, file)
            file.flush()
            os.fsync(file.fileno())
        half.rename(self._folder / f"{word.id}.json")
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        os.fsync(folder)  # the name, too, is on disk before the command says that it was heard
        os.close(folder)

    def heard(self) -> tuple[Word, ...]:
        """The words that wait, oldest first. What is no word is left lying: it was not written by us."""
        files = (path for path in self._folder.glob("*.json") if path.is_file())
        words = [word for path in files if (word := _word(path))]
        return tuple(sorted(words, key=lambda word: (word.at, word.id)))

    def done(self, word: Word) -> None:
        """Take a word off, once its fact is stored."""
        (self._folder / f"{word.id}.json").unlink(missing_ok=True)


def _word(path: Path) -> Word | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        arguments = {str(key): str(value) for key, value in said["arguments"].items()}
        at = datetime.fromisoformat(said["at"])
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return Word(id=path.stem, at=at, command=str(said["command"]), arguments=arguments)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
