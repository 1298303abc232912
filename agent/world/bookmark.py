"""How far each collection of a CalDAV server has been looked at: the token of `Calendar.news`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far one collection has been looked at: by sync-token, or where there is none by the ETags that were there."""

    sync: str | None = None
    ctag: str | None = None
    etags: Mapping[str, str] | None = None


Bookmark = Mapping[str, Mark]
"""Marks by the address of their collection."""


def written(bookmark: Bookmark) -> str:
    """The bookmark as a token."""
    marks = {address: asdict(mark) for address, mark in bookmark.items()}
    return json.dumps({"version": VERSION, "collections": marks}, sort_keys=True)


def opened(token: str | None) -> Bookmark | None:
    """The bookmark in a token; None for no token, and for one of another version or of another kind of calendar."""
    try:
        told = json.loads(token or "null")
        if told["version"] != VERSION:
            return None
        return {str(address): Mark(**mark) for address, mark in told["collections"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
