"""Lines that were only wrapped, made whole, and subjects without what programs put around them."""

from __future__ import annotations

import re
from typing import Final

_NARROWEST: Final = 45
_WIDEST: Final = 90


def unwrapped(text: str) -> str:
    """A text of the same length whose wrapped lines are joined, so that a name may run over a line's end."""
    return re.sub(r"(?<=[\w,&'’-])\n(?=[\w(])", lambda m: " " if _wraps(text, m.start()) else "\n", text)


def _wraps(text: str, at: int) -> bool:
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at + 1)
    below = (end if end >= 0 else len(text)) - at
    return (_NARROWEST <= at - begin <= _WIDEST and below > 3) or text[at + 1 : at + 2].islower()


def bare_subject(subject: str) -> str:
    """A subject without what mail programs put before and calendars behind it."""
    return _CALENDAR.sub("", _REPLIES.sub("", subject))


_REPLIES: Final = re.compile(r"^(?:\s{0,3}(?:re|aw|wg|fwd?|tr|antw|sv|rv|doorst)\s?:){1,6}\s{0,3}", re.IGNORECASE)
_CALENDAR: Final = re.compile(r" @ \w{2,4}\.? .{4,60}\(.{2,80}\)$")
