"""The rooms are as the design has them: few, small, named for what they hold, and the pure ones pure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shape.tree import AGENT, CHECKOUT, PURE, calls, imports, modules, shown, tracked

MUST = {
    ".ci", ".gitignore", "agent", "CHANGELOG.md", "config", "LICENSE", "Makefile", "pyproject.toml", "README.md",
    "requirements-build.lock", "requirements-dev.lock", "requirements.lock", "systemd", "tests",
}  # fmt: skip
MAY = {".editorconfig", ".gitattributes", "docs"}
LINES = 300
KNOWS = {"core": (), "reading": ("core",), "writing": ("core",), "world": ("core", "reading", "writing")}
"""Which rooms each room may import."""
VAGUE = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}


def test_the_top_level_is_as_promised() -> None:
    """Nothing is missing at the top, and nothing lies there that has no place."""
    top = {path.parts[0] for path in tracked()}
    assert MUST - top == set()
    assert top - MUST - MAY == set()


def test_no_file_holds_two_nouns() -> None:
    """A file of the package with more than 300 lines is two rooms."""
    long = [shown(path) for path in modules("agent") if len(path.read_text().splitlines()) > LINES]
    assert long == []


def test_no_room_has_a_name_that_says_nothing() -> None:
    """No module is called utils, helpers, common or manager."""
    assert [shown(path) for path in modules("agent", "tests") if set(path.stem.split("_")) & VAGUE] == []


def test_imports_point_one_way() -> None:
    """The contracts in pyproject.toml hold: import-linter finds none of them broken."""
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr


@pytest.mark.parametrize("room", KNOWS)
def test_a_room_knows_only_the_rooms_below_it(room: str) -> None:
    """What is not a room (the loop, the settings, the assembly) is above them all: no room imports it."""
    allowed = {room, "errors", "__version__", *KNOWS[room]}
    foreign = [
        (shown(path), name)
        for path in modules(f"agent/{room}")
        for name in imports(path)
        if name.split(".")[0] == "agent" and name.split(".")[1] not in allowed
    ]
    assert foreign == []


def test_the_core_imports_the_standard_library_only() -> None:
    """The judgement needs nothing that has to be installed."""
    allowed = sys.stdlib_module_names | {"agent"}
    foreign = [
        (shown(path), name)
        for path in modules("agent/core")
        for name in imports(path)
        if name.split(".")[0] not in allowed
    ]
    assert foreign == []


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_asks_no_clock_and_opens_no_file(room: str) -> None:
    """No `now`, no `today`, no `open`, no `print`: what a pure room knows it was handed, or lies in the package."""
    forbidden = {"open", "print", "input", "exec", "eval", "compile"}
    clocks = {"now", "today", "utcnow", "write_text", "write_bytes"}
    found = [
        (shown(path), call)
        for path in modules(f"agent/{room}")
        for call in calls(path)
        if call in forbidden or ("." in call and call.rsplit(".", 1)[1] in clocks)
    ]
    assert found == []


def test_the_package_ships_what_it_reads() -> None:
    """Every file below agent/ is of a kind that is code, data or wording."""
    kinds = {".py", ".toml", ".sql", ".j2", ".json", ".txt", ".md", ".typed"}
    assert [str(path) for path in tracked() if path.parts[0] == AGENT.name and path.suffix not in kinds] == []
