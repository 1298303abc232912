"""Zones of a mail's text: what was newly written, what is quoted or forwarded, and what is signature and small print.

The text is judged line by line, once, from the top: `>` lines are quotation wherever they stand; a header block, an
"Original Message" rule or the line "On … wrote:" begins it. What follows such a line unmarked is quotation to the end;
what follows marked lines is new again (answers between the quotations, or below them).

Time is linear in the text: every look-ahead and look-back is bounded by a constant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from agent.reading.announcement import LINE_LIMIT, Announcement, announcement_at
from agent.reading.signature import ending


class Zone(StrEnum):
    """What a line of the text is."""

    NEW = "new"
    QUOTATION = "quotation"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    FOOTER = "footer"


LINES_LIMIT = 4_000
"""Lines that are judged one by one; what follows in a longer text is what the last of them is."""
_NEW, _QUOTATION = Zone.NEW, Zone.QUOTATION  # looking a member up costs more than a line of mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The text of a mail, divided."""

    new: str = ""
    quotation: str = ""
    forwarded: str = ""
    signature: str = ""
    footer: str = ""


def zones(text: str, *, sender: str | None = None, forward: bool = False) -> Zones:
    """Divides a text. `sender` is the name in From; `forward` says that the subject begins with "Fwd:"."""
    lines = text.split("\n", LINES_LIMIT)
    labels = labelled(lines[:LINES_LIMIT], sender=sender, forward=forward)
    labels += labels[-1:] * (len(lines) - len(labels))
    kept: dict[Zone, list[str]] = {zone: [] for zone in Zone}
    at = 0
    for zone, run in groupby(labels):
        end = at + len(list(run))
        block = "\n".join(_unmarked(line) for line in lines[at:end]).strip("\n")
        if block:
            kept[zone].append(block)
        at = end
    new, quotation, forwarded, signature, footer = ("\n\n".join(kept[zone]) for zone in Zone)
    return Zones(new=new, quotation=quotation, forwarded=forwarded, signature=signature, footer=footer)


def _unmarked(line: str) -> str:
    return _MARKS.sub("", line, count=1).rstrip() if line[:1] == ">" else line.rstrip()


_MARKS = re.compile(r"(?:>[ \t]?)+")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,9}>(?:\s|$)")
"""The initials of who is quoted, as some programs put them before the mark."""
_COLONS = frozenset(":：")
_LOOK_AHEAD = 12
"""Lines in which the next words must follow."""
_TRIES = 300
"""Lines of one mail that are looked at twice. Nobody's mail has as many lines that end in a colon."""


def labelled(lines: list[str], *, sender: str | None = None, forward: bool = False) -> list[Zone]:
    """The zone of every line. A mail of nothing but marked lines, without a word of who wrote them, is new."""
    scan = _Scan(lines, forward=forward)
    scan.run()
    labels = scan.labels
    if not scan.announced and not _any_words(lines, labels):
        labels = [_NEW] * len(lines)
    _mark_endings(lines, labels, sender)
    return labels


def _any_words(lines: list[str], labels: list[Zone]) -> bool:
    return any(label is _NEW and line.strip() for line, label in zip(lines, labels, strict=True))


class _Scan:
    """Tells old lines from new ones, from the top."""

    def __init__(self, lines: list[str], *, forward: bool) -> None:
        self.lines = lines
        self.labels = [_NEW] * len(lines)
        self.announced = False
        self._forward = forward
        self._tries = _TRIES
        self._zone = _QUOTATION  # of the marked lines that come next
        self._below_attribution = False

    def run(self) -> None:
        """Labels every line."""
        at = 0
        while at < len(self.lines):
            bare = self.lines[at][:LINE_LIMIT].strip()
            found = announcement_at(self.lines, at, bare) if bare and self._tries > 0 else None
            self._tries -= found is not None or bare[-1:] in _COLONS
            if found is not None:
                at = self._begin(found)
            else:
                self._judge(at, bare)
                at += 1

    def _begin(self, found: Announcement) -> int:
        """Labels the lines of an announcement, and all below it where it begins old text to the end."""
        self.announced = True
        forwarded = found.forwarded or (self._forward and found.final)
        self._zone = Zone.FORWARDED if forwarded else _QUOTATION
        marked = self.lines[found.start].lstrip()[:1] == ">"
        to_the_end = not marked and (found.final or not self._marked_next(found.end))
        end = len(self.lines) if to_the_end else found.end
        self.labels[found.start : end] = [self._zone] * (end - found.start)
        self._below_attribution = True
        return end

    def _judge(self, at: int, bare: str) -> None:
        if self._is_marked(bare):
            self.labels[at] = self._zone
        elif bare:
            self._zone = _QUOTATION
            self._below_attribution = False
        elif at and self.labels[at - 1] is not _NEW:
            self.labels[at] = self.labels[at - 1]

    def _is_marked(self, bare: str) -> bool:
        """Whether a line is marked as quoted: by ">", below an attribution by "|", or by the initials of its writer."""
        first = bare[:1]
        return first == ">" or (
            (first == "|" and self._below_attribution) or (">" in bare[:12] and bool(_INITIALS.match(bare)))
        )

    def _marked_next(self, at: int) -> bool:
        """Whether the next line with words in it is marked as quoted."""
        following = (line.strip() for line in self.lines[at : at + _LOOK_AHEAD])
        return next((line for line in following if line), "")[:1] in {">", "|"}


# ── the end of what was newly written ────────────────────────────────────────────────────────────────────────────────


def _mark_endings(lines: list[str], labels: list[Zone], sender: str | None) -> None:
    """Labels signature and small print at the end of each stretch of new lines; a mail of nothing else stays new."""
    begin = next((at for at, line in enumerate(lines) if labels[at] is _NEW and line.strip()), len(lines))
    end = len(lines)
    while end > begin:
        start = end
        while start > begin and labels[start - 1] is _NEW:
            start -= 1
        if start == end:
            end -= 1
            continue
        found = ending(lines[start:end], sender)
        if found.sure or start + (found.start or 0) > begin:
            for at, small_print in found.each(end - start):
                labels[start + at] = Zone.FOOTER if small_print else Zone.SIGNATURE
        end = start
