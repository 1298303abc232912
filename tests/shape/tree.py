"""The project as files: what is tracked, and what a Python file imports and calls."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
AGENT = CHECKOUT / "agent"
PURE = ("core", "reading", "writing")


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project, relative to the checkout: what Git tracks, and what it would track."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(words, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    names = (Path(name) for name in listed.split("\0") if name)
    return tuple(sorted(name for name in names if (CHECKOUT / name).is_file()))


def modules(*rooms: str) -> list[Path]:
    """The Python files below some folders of the checkout."""
    return sorted(path for room in rooms for path in (CHECKOUT / room).rglob("*.py"))


def shown(path: Path) -> str:
    """A file's name as a person would write it."""
    return str(path.relative_to(CHECKOUT))


@functools.cache
def parsed(path: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """The full name of everything that a file imports."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[str]:
    """Everything that a file calls, as it is written there, without the arguments."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
