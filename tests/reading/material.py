"""The shared mail that the reader is tried on. It lies outside the checkout and is never copied into it."""

from __future__ import annotations

import os
import tarfile
from functools import cache
from pathlib import Path

import pytest

PLACE = "AFTERWORD_SHARED"
"""The folder that holds `corpora/`; without it, `shared` beside the checkout."""


def archive() -> Path:
    """The archive of development corpora, wherever it is."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    return Path(os.environ.get(PLACE) or beside) / "corpora" / "dev.tar.xz"


@cache
def corpus(family: str) -> dict[str, bytes]:
    """The files of one family (`quote_reply/mailgun__talon`, `bounce_auto`), by path below it; skips loudly without them."""
    if not archive().exists():
        pytest.skip(f"NOT RUN: {archive()} is missing; set {PLACE} to the folder that holds corpora/")
    prefix = f"{family.rstrip('/')}/"
    found: dict[str, bytes] = {}
    with tarfile.open(archive()) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            if member.isfile() and name.startswith(prefix):
                content = tar.extractfile(member)
                assert content is not None
                found[name.removeprefix(prefix)] = content.read()
    assert found, f"no files below {family} in {archive()}"
    return found
