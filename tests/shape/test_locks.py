"""What is installed is what was locked, to the byte."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.shape.tree import CHECKOUT

BUILD, RUNTIME, DEV = "requirements-build.lock", "requirements.lock", "requirements-dev.lock"
REQUIREMENT = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9a-z.]+)(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)")


def lines(lock: str) -> Iterator[str]:
    """The lines of a lock, continued ones joined."""
    joined = (CHECKOUT / lock).read_text().replace("\\\n", " ")
    return (" ".join(line.split()) for line in joined.splitlines())


def pinned(lock: str) -> dict[str, str]:
    """The version of each distribution in a lock."""
    found = [match for line in lines(lock) if (match := REQUIREMENT.fullmatch(line)) is not None]
    return {match["name"]: match["version"] for match in found}


def wanted(requirement: str) -> str:
    """The name in a requirement, as locks spell it."""
    return re.split(r"[\s<>=!~\[;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", [BUILD, RUNTIME, DEV])
def test_every_line_of_a_lock_is_a_version_with_hashes(lock: str) -> None:
    """A lock holds nothing but exact versions with SHA-256 sums: no address, no path, no option, no marker."""
    assert [line for line in lines(lock) if REQUIREMENT.fullmatch(line) is None] == []
    assert pinned(lock) != {}


@pytest.mark.parametrize(
    ("lock", "group"), [(BUILD, "build"), (RUNTIME, None), (DEV, "dev")], ids=["build", "runtime", "dev"]
)
def test_a_lock_holds_what_the_project_asks_for(lock: str, group: str | None) -> None:
    """Every dependency named in pyproject.toml is pinned: a new one is in its lock, too."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    named = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    assert {wanted(requirement) for requirement in named} - set(pinned(lock)) == set()


def test_tests_run_on_the_libraries_that_users_get() -> None:
    """The lock for tests pins every library of the runtime to the same version."""
    tests, users = pinned(DEV), pinned(RUNTIME)
    assert {name: tests.get(name) for name in users} == users
