"""The user's own letter templates: a folder with one sub-folder a language, "en/inquiry_1.j2"."""

from __future__ import annotations

from pathlib import Path
from typing import Final

LARGEST: Final = 80_000
"""Octets that are read of one file; a template is shorter, and what is longer is refused where it is used."""
MOST: Final = 200


def own_templates(folder: Path | None) -> dict[str, str]:
    """The sources by name. What is no UTF-8 keeps its marks of that (U+FFFD); a folder that is not there is empty."""
    if folder is None:
        return {}
    found = sorted(path for path in folder.glob("*/*.j2") if path.is_file())[:MOST]
    return {f"{path.parent.name}/{path.name}": _text(path) for path in found}


def _text(path: Path) -> str:
    """A file's text. One that cannot be opened is taken for no UTF-8: our letter stands, and it is told."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST).decode("utf-8", "replace")
    except OSError:
        return "\ufffd"
