"""Dying at a numbered point: before or after any call into the world or the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

Port = TypeVar("Port")


class Died(BaseException):
    """The process is gone. Nothing after this point happened."""


@dataclass
class Fate:
    """Counts the points, and dies at one of them: each call has one before its effect, and one after."""

    dies_at: int | None = None
    points: int = 0

    def point(self) -> None:
        """One more place at which a process can die."""
        self.points += 1
        if self.points == self.dies_at:
            raise Died


class _Fated:
    def __init__(self, port: object, fate: Fate) -> None:
        self._port = port
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def call(*words: object, **named: object) -> object:
            self._fate.point()
            result = found(*words, **named)
            result = list(result) if hasattr(result, "__next__") else result
            self._fate.point()
            return result

        return call


def fated(port: Port, fate: Fate) -> Port:
    """The port, dying when its fate says so; every call passes through it unchanged."""
    return cast("Port", _Fated(port, fate))
