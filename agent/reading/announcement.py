"""The lines with which mail programs announce old text: "On … wrote:", "-----Original Message-----", a header block.

Every look ahead and back is bounded by a constant, so that telling them costs the same for every line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Announcement:
    """Where old text begins: the lines from `start` up to `end` say so.

    A `final` one is never followed by new words; behind "… wrote:" they may follow what is marked as quoted.
    """

    start: int
    end: int
    forwarded: bool = False
    final: bool = False


def announcement_at(lines: list[str], index: int, bare: str) -> Announcement | None:
    """The break that the line at `index` is or completes. Marks before it do not matter: quotations quote, too."""
    if bare[0] == ">":
        bare = bare.lstrip("> \t")
        if not bare:
            return None
    if bare[0] in _RULE or bare[-1] in _COLONS:
        named = _named_rule(bare)
        if named is not None:
            return Announcement(index, index + 1, forwarded=named, final=True)
    if ":" in bare[:40]:
        block = _header_block(lines, index)
        if block is not None:
            return block
    return _attribution(lines, index) if _may_end_attribution(bare) else None


def _may_end_attribution(bare: str) -> bool:
    """Whether it is worth looking at the words: most lines are told by their first and last letter."""
    if bare[-1] in _COLONS:
        return len(bare) <= len("> :") or bool(_HINT.search(bare) or _WROTE.search(bare.lower()))
    if bare[-1] == "-":
        return bare[0] == "-" and len(bare) > len("---- wrote ----")
    return bare[0] in "0123456789" and bare[-1] != "<" and bool(_ISO_DAY.match(bare))


def _named_rule(bare: str) -> bool | None:
    """Whether what follows was forwarded, below "Begin forwarded message:" and its like; None for any other line."""
    if bare[0] not in _RULE and bare[-1] not in ":：":
        return None  # "Original message" without any rule may be a person's words
    words = bare.strip(_DECORATION).lower()
    if words in _FORWARDED:
        return True
    return False if words in _ORIGINAL else None


def _header_block(lines: list[str], index: int) -> Announcement | None:
    """A block that names a sender and two more of recipient, date and subject, or one more below a rule."""
    kind = _header_kind(lines[index])
    if kind not in {"from", "date", "subject"}:
        return None
    kinds = {kind}
    last = index
    for at in range(index + 1, min(index + _LOOK_AHEAD, len(lines))):
        kind = _header_kind(lines[at])
        if kind is None:
            if not lines[at].strip(" \t>") and len(kinds) > 1:
                break
            continue
        kinds.add(kind)
        last = at
    start = index
    while start and _is_rule(lines[start - 1]):
        start -= 1
    enough = 2 if start < index else 3
    if "from" not in kinds or len(kinds - {"other"}) < enough or (enough == 2 and "date" not in kinds):
        return None
    return Announcement(start, last + 1, final=True)


def _is_rule(line: str) -> bool:
    """Whether a line is blank or a rule, so that it goes with the block below it."""
    bare = line[:LINE_LIMIT].strip("> \t")
    return len(bare) >= 3 and not bare.strip("-_=*")


def _header_kind(line: str) -> str | None:
    """What a line "Name: value" names, if it is a name of a mail's header and the value could be one."""
    name, colon, value = line[:LINE_LIMIT].lstrip("> \t*").partition(":")
    if not colon or len(name) > 30:
        return None
    kind = _HEADER_NAMES.get(name.strip("* \t\u200e").lower())
    if kind in {"from", "to"} and _CLOCK.match(value.strip(" *")):
        return None  # "From: 2:00 PM / To: 2:45 PM" is an appointment
    return kind


def _attribution(lines: list[str], index: int) -> Announcement | None:
    """The line "On … wrote:" that ends at `index`, with the lines before it into which it may be wrapped."""
    joined = ""
    start: int | None = None
    words = 0
    for at in range(index, max(-1, index - _LOOK_BACK), -1):
        bare = lines[at][:LINE_LIMIT].strip().lstrip("> \t")
        if not bare:
            if start is not None and not joined.startswith("<"):
                break
            continue
        words += 1
        joined = f"{bare} {joined}"
        opens = bool(_OPENS.match(bare.lstrip("-*– ").lower()))
        if words > _WRAPPED or (start is not None and not opens and bare[-1] in ".!?"):
            break
        if _is_attribution(joined, opens=opens) and (opens or start is None):
            start = at
            if opens:
                break
    return None if start is None else Announcement(start, index + 1)


def _is_attribution(joined: str, *, opens: bool) -> bool:
    """Whether words say who wrote what follows and when: a verb of writing, or an address, beside a date or a time."""
    text = joined.strip().lower()
    ends = text.rstrip("-* ")[-1:] in {":", "："} or text[:2] == "--"
    dated = bool(_DAY.search(text))
    wrote = _WROTE.search(text)
    if wrote and (ends or text.endswith(wrote[0])):
        return (dated and (opens or bool(_ADDRESS.search(text)))) or (bool(_ADDRESS.search(text)) and len(text) < 200)
    if dated and _ADDRESS_AT_END.search(text) and (opens or (ends and _CLOCK.search(text))):
        return True
    return bool(_ISO_DAY.match(text)) and " gmt" in text


# ── the words, from quotation.toml ──────────────────────────────────────────────────────────────────────────────────


def _table() -> dict[str, Any]:
    return tomllib.loads(files("agent.reading").joinpath("quotation.toml").read_text("utf-8"))


_TABLE = _table()
_HEADER_NAMES: dict[str, str] = {name: kind for kind, names in _TABLE["header"].items() for name in names}
_ORIGINAL = frozenset(_TABLE["original"])
_FORWARDED = frozenset(_TABLE["forwarded"])
_WROTE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(map(re.escape, _TABLE["wrote"]))
    + r")(?!\w)|"
    + "|".join(map(re.escape, _TABLE["wrote_cjk"]))
)
_OPENS = re.compile(r"(?:" + "|".join(map(re.escape, _TABLE["opens"])) + r")(?!\w)|\d{1,4}[./ -]|\d{1,2}\. ")

_RULE = frozenset("-_=*#~+—–")
_DECORATION = " \t-–—_*=#~+>:|"
_DAY = re.compile(r"\d{4}|\d{1,2}[:.]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2}")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d{1,2} ?[ap]\.?m", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"]{1,64}@[^\s<>\"]{1,100}")
_ADDRESS_AT_END = re.compile(r"<[^\s<>]{1,64}@[^<>]{1,200}>+\s*(?:[:：]|$)")
_ISO_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ ,]")

_LOOK_BACK = 6
"""Lines that an attribution may be wrapped into, blank ones included."""
_WRAPPED = 4
"""Lines with words among them."""
_LOOK_AHEAD = 12
"""Lines in which the rest of a header block must follow."""
LINE_LIMIT = 400
"""Characters of a line that are looked at."""

_COLONS = frozenset(":：")
_HINT = re.compile(r"\d|@")
"""Without one of these or a verb of writing, a line that ends in a colon ends no attribution."""
