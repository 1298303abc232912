"""The letters that the README shows are the letters that are written."""

from __future__ import annotations

from pathlib import Path

from tests.writing.situations import kept, situations

README = Path(__file__).parents[2] / "README.md"
SHOWN = ("thank-you-without-notes", "thank-you-with-all-notes")


def quoted(letter: str) -> str:
    """A letter as a quotation in Markdown."""
    return "\n".join(f"> {line}".rstrip() for line in letter.rstrip("\n").splitlines())


def test_the_readme_shows_a_letter_before_and_after_the_notes() -> None:
    """Word for word, as they are kept beside their marks."""
    known = dict(situations())
    text = README.read_text("utf-8")
    for name in SHOWN:
        assert quoted(kept(known[name])) in text, name
