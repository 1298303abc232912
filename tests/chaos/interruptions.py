"""What goes wrong at a numbered point: before or after any call into the world or the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, cast

from agent.errors import AfterwordError, Unreachable

Port = TypeVar("Port")


class Fault(StrEnum):
    """What can go wrong at a point. Before a call it has not happened yet; after it, it has, and only its answer is lost."""

    DEATH = "the process dies"
    ERROR = "the call fails, or its answer is lost"


class Died(BaseException):
    """The process is gone. Nothing after this point happened."""


@dataclass
class Fate:
    """Counts the points, and strikes at some of them: each call has one before its effect, and one after."""

    strikes: Mapping[int, Fault] = field(default_factory=dict)
    points: int = 0
    struck: int = 0

    def point(self, error: type[AfterwordError]) -> None:
        """One more place at which something can go wrong."""
        self.points += 1
        fault = self.strikes.get(self.points)
        if fault is None:
            return
        self.struck += 1
        if fault is Fault.DEATH:
            raise Died
        raise error("interrupted")


class _Fated:
    def __init__(self, port: object, fate: Fate, error: type[AfterwordError]) -> None:
        self._port = port
        self._fate = fate
        self._error = error

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def call(*words: object, **named: object) -> object:
            self._fate.point(self._error)
            result = found(*words, **named)
            result = list(result) if hasattr(result, "__next__") else result
            self._fate.point(self._error)
            return result

        return call


def fated(port: Port, fate: Fate, error: type[AfterwordError] = Unreachable) -> Port:
    """The port, struck when its fate says so; every call passes through it unchanged. A journal fails with `NeedsUser`."""
    return cast("Port", _Fated(port, fate, error))
