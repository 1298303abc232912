"""What is looked at in an XML document from a server before any library builds a tree of it.

WebDAV needs no document type, and without one there are no entities to expand or to fetch.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

ELEMENTS: Final = 500_000
DEPTH: Final = 32
"""An answer of WebDAV is at most ten elements deep."""


def problem_of(content: bytes) -> str | None:
    """Why a document is better left alone, in a few words; None when it is sound."""
    guard = _Guard()
    try:
        guard.parser.Parse(content, True)  # noqa: FBT003 - expat's own
    except (expat.ExpatError, LookupError) as error:
        return guard.problem or f"no XML: {error}"
    return guard.problem


class _Guard:
    """Expat with a document type, depth and number of elements counted."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self._depth = self._elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH:
            self._stop("too deep")
        if self._elements > ELEMENTS:
            self._stop("too many elements")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _doctype(self, _name: str, _system: str | None, _public: str | None, _internal: bool) -> None:  # noqa: FBT001
        self._stop("it declares a document type")

    def _stop(self, problem: str) -> None:
        self.problem = problem
        raise expat.ExpatError(problem)
