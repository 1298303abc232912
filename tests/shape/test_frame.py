"""The frame around the code: license, commands, continuous integration."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib

from tests.shape.tree import CHECKOUT

APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""SHA-256 of the Apache License 2.0 as the Apache Software Foundation publishes it."""


def test_the_license_is_apache_2() -> None:
    """LICENSE is the Apache License 2.0, unchanged, and the package says so."""
    assert hashlib.sha256((CHECKOUT / "LICENSE").read_bytes()).hexdigest() == APACHE_2
    assert tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["license"] == "Apache-2.0"


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    """.ci/run can be run, and is `make check` and `make test`."""
    script = CHECKOUT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert re.findall(r"^make (\w+)$", script.read_text(), re.MULTILINE) == ["check", "test"]


def test_the_readme_begins_with_two_commands() -> None:
    """`make demo` and `make test` stand at the top of the README."""
    top = "\n".join((CHECKOUT / "README.md").read_text().splitlines()[:40])
    assert [command for command in ("make demo", "make test") if command not in top] == []


def test_every_target_of_the_makefile_is_explained() -> None:
    """Every phony target has its line in `make help`."""
    text = (CHECKOUT / "Makefile").read_text()
    phony = {name for names in re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE) for name in names.split()}
    assert phony - set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE)) == set()
