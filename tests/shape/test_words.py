"""The project speaks of itself alone."""

from __future__ import annotations

import pytest

from tests.shape.tree import CHECKOUT, tracked

# Written in halves, so that this file does not hold them.
REGISTRIES = tuple(
    ".".join(halves)
    for halves in (
        ("pypi", "org"),
        ("files", "pythonhosted"),
        ("registry", "npmjs"),
        ("deb", "debian"),
        ("archive", "ubuntu"),
        ("proxy", "golang"),
    )
)
WORKPLACE = (
    *("/".join(halves) for halves in (("", "work", ""), ("", "tmp", "af", ""))),
    *(f"{paper}.md" for paper in ("rulings", "field-guide", "reliability", "goals", "dependencies")),
)


@pytest.mark.parametrize("words", [REGISTRIES, WORKPLACE], ids=["registries", "workplace"])
def test_no_file_names_where_it_was_made(words: tuple[str, ...]) -> None:
    """No file names a package registry's host, or a path of the desk where it was written."""
    found = [
        (str(path), word)
        for path in tracked()
        for content in [(CHECKOUT / path).read_bytes()]
        for word in words
        if word.encode() in content
    ]
    assert found == []
