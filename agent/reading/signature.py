"""How a letter ends: the signature and the small print, which must not be read as what the writer means.

A delimiter line ("-- ", RFC 3676 section 4.3) is believed. Everything else is a guess from the last lines only, and a
cautious one: words with a time, a date or a way to join a meeting in them are never taken away from the letter.
The closing phrase and a bare name stay with the letter; titles, telephone numbers, links and addresses do not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_REACH = 60
"""Lines at the end that are looked at."""
_LINE_LIMIT = 300
_LONGEST_SIGNATURE = 25
"""Lines with words below "--"; where more follow, the dashes were a divider."""
_LONGEST_LINE = 80
_TWO_LINES = 2
_SHORT_LINE = 90
_SHORT_SENTENCE = 160
_FEW_WORDS = 6
_FIRST_WORDS = 100
"""Characters of a longer paragraph within which it must say that it is small print."""
_LONGEST_FOOTER = 12
"""Paragraphs of small print."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the signature and the small print of some lines lie; `sure` when a delimiter says so."""

    signature: tuple[int, int] | None = None
    footer: int | None = None
    sure: bool = False

    def each(self, count: int) -> Iterator[tuple[int, bool]]:
        """Every line that is not the letter itself, and whether it is small print."""
        for at in range(*(self.signature or (0, 0))):
            yield at, False
        for at in range(count if self.footer is None else self.footer, count):
            yield at, True

    @property
    def start(self) -> int | None:
        """The first line that is not the letter itself."""
        starts = [self.signature[0]] if self.signature else []
        return min([*starts, *([] if self.footer is None else [self.footer])], default=None)


def ending(lines: list[str], sender: str | None = None) -> Ending:
    """The end of a stretch of newly written lines. `sender` is the name in From, where the signature may begin."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = max(0, end - _REACH)
    shown = [line[:_LINE_LIMIT].strip() for line in lines[start:end]]
    delimiter = _delimiter(lines[start:end], shown)
    if delimiter is not None:
        return Ending((start + delimiter, len(lines)), sure=True)
    footer = _small_print(shown)
    letter = shown if footer is None else shown[:footer]
    signature = _signature(letter, sender)
    return Ending(
        signature and (start + signature[0], start + signature[1]), None if footer is None else start + footer
    )


# ── the words, from signature.toml ───────────────────────────────────────────────────────────────────────────────────


def _table() -> dict[str, Any]:
    return tomllib.loads(files("agent.reading").joinpath("signature.toml").read_text("utf-8"))


_TABLE = _table()
_CLOSINGS = frozenset(_TABLE["closings"])
_DEVICE = tuple(_TABLE["device"])
_DEVICE_ENDS = tuple(_TABLE["device_ends"])
_SMALL_PRINT = re.compile("|".join(map(re.escape, _TABLE["small_print"])))
_ABOUT_ITSELF = re.compile("|".join(map(re.escape, _TABLE["about_itself"])))
_SMALL_LINE = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, _TABLE["small_line"])) + ")")

_PHONE = re.compile(
    r"(?<![\w:/])\+?\(?\d{1,4}\)?[ ./()-]{0,3}\d{2,4}[ ./-]{1,2}\d{2,4}(?:[ ./-]{1,2}\d{2,5}){0,3}(?!\w)"
)
_LINK = re.compile(r"https?://|www\.|\w@\w|linkedin|(?<!\w)skype:", re.IGNORECASE)
_TITLE = re.compile(
    r"(?<!\w)(?:recruit\w*|talent|manager\w*|director\w*|engineer\w*|lead|head|hr|people|partner|coordinator|specialist|consultant|"
    r"founder|co-founder|ceo|cto|coo|cfo|vp|president|officer|assistant|associate|analyst|sourcer|acquisition|chief|team|"
    r"personal\w*|leiter\w*|leitung|geschäftsführer\w*|referent\w*|sachbearbeiter\w*|responsable|directeur|directrice|chargée?|"
    r"gerente|directora?|jefe|jefa|medewerker|adviseur|she/her|he/him|they/them|ph\.?d|inc|llc|ltd|gmbh|ag|s\.?a\.?|b\.?v\.?)(?!\w)",
    re.IGNORECASE,
)
_MEETING = frozenset(_TABLE["meeting"])
_CLOCK = re.compile(r"\d[:h.]\d\d|\d ?[ap]\.?m(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_END_OF_SENTENCE = re.compile(r"[.!?]\s+|\n")
_PUNCTUATION = re.compile(r"[:,;.()/-]+")
_NEXT_SENTENCE = re.compile(r"\w{3}[.!?] +\w")
_RULES = "-_=*#~+—–"
_DIVIDERS = "-_=*~"
_DELIMITERS = frozenset({"--", "—", "––", "__"})


def _delimiter(lines: list[str], shown: list[str]) -> int | None:
    """The line "-- " with little enough below it; without its space, or as another dash, if no appointment follows."""
    for at, line in enumerate(shown):
        if line not in _DELIMITERS or sum(bool(below) for below in shown[at:]) > _LONGEST_SIGNATURE:
            continue
        if lines[at] == "-- " or not any(_is_about_a_meeting(below) for below in shown[at + 1 :]):
            while at and _is_rule(shown[at - 1]):
                at -= 1  # noqa: PLW2901  # the rules above it go with it
            return at
    return None


def _is_about_a_meeting(line: str) -> bool:
    return bool(_CLOCK.search(line)) or not _MEETING.isdisjoint(_PUNCTUATION.sub(" ", line.lower()).split())


def _signature(lines: list[str], sender: str | None) -> tuple[int, int] | None:
    """The lines of the signature among the last lines of a letter, if there is one."""
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    devices = end
    while devices and (not lines[devices - 1] or _is_device(lines[devices - 1]) or _is_rule(lines[devices - 1])):
        devices -= 1
    contact = _contact(lines[:devices], sender, device=devices < end)
    if contact is not None:
        return contact, end
    return (devices, end) if devices < end else None


def _is_device(line: str) -> bool:
    bare = line.lstrip("<([*_ ").rstrip(">)]*_. ").lower()
    return len(bare) < _LONGEST_LINE * 2 and (bare.startswith(_DEVICE) or bare.endswith(_DEVICE_ENDS))


def _is_rule(line: str) -> bool:
    """A line of dashes, stars or the like, or the lone mark that a mail tracker leaves."""
    return (len(line) > 1 or line == "ᐧ") and not line.strip(_RULES + " ᐧ")


def _contact(lines: list[str], sender: str | None, *, device: bool) -> int | None:
    """The first line of the block of names, titles and numbers at the end: all of it is short and no sentence.

    It begins below a closing phrase or a rule, or with the name in From, and tells one thing; or it is a paragraph of
    its own and tells two. A bare name below the closing is left to the letter, unless a `device` line follows it.
    """
    first = len(lines)
    telling = rows = int(device)
    anchored = False
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if line and (rows > _LONGEST_SIGNATURE or not _fits(line) or is_closing(line)):
            anchored = is_closing(line)
            break
        if line:
            first = at
            rows += 1
            telling += _tells(line)
            anchored = line[0] in _DIVIDERS if _is_rule(line) else _is_name_of(line, sender)
            telling += anchored and _is_rule(line)
            if anchored or _is_rule(line):
                break
    alone = not first or first == len(lines) or not lines[first - 1]
    enough = rows > 1 and telling > 0 if anchored else rows > _TWO_LINES and telling > 1 and alone
    return first if enough and first < len(lines) else None


def is_closing(line: str) -> bool:
    """Whether a line is a phrase that letters close with ("Kind regards,")."""
    bare = line.strip(" \t*_").rstrip(",.!;:–—- ").lower().replace("’", "'")
    return len(bare) < _LONGEST_LINE // 2 and (
        bare in _CLOSINGS or bare.endswith((" regards", " grüße", " grüßen", " saludos"))
    )


def _fits(line: str) -> bool:
    """Whether a line may stand in a signature: short, no sentence, nothing about a meeting."""
    if len(line) > _LONGEST_LINE or line[-1] in "!?" or (line[-1] == "." and line.count(" ") > 3):
        return False
    return not (_is_about_a_meeting(line) or _NEXT_SENTENCE.search(line))


def _tells(line: str) -> bool:
    return bool(_PHONE.search(line) or _LINK.search(line) or _TITLE.search(line) or _is_device(line) or " | " in line)


def _is_name_of(line: str, sender: str | None) -> bool:
    """Whether a line begins with the name in From, in either order."""
    names = set(_WORD.findall((sender or "").lower()))
    words = _WORD.findall(line.lower())
    return bool(names) and set(words[: len(names)]) <= names and bool(words) and len(words) >= min(2, len(names))


def _small_print(lines: list[str]) -> int | None:
    """Where the small print begins: the paragraphs at the end that are it, and the short ones between and below."""
    found: int | None = None
    for count, (start, end) in enumerate(_paragraphs_from_the_end(lines)):
        if _is_small_print("\n".join(lines[start:end])):
            found = start
        elif count > _LONGEST_FOOTER or not _is_filling(lines[start:end]):
            break
    return found


def _paragraphs_from_the_end(lines: list[str]) -> Iterator[tuple[int, int]]:
    end = len(lines)
    while end:
        if not lines[end - 1]:
            end -= 1
            continue
        start = end
        while start and lines[start - 1] and end - start < 8:
            start -= 1
        if start and lines[start - 1]:
            start = end - 1  # a text without paragraphs is judged line by line
        yield start, end
        end = start


def _is_small_print(paragraph: str) -> bool:
    """Whether a paragraph begins like small print, or each of its sentences is some.

    "This is an automated message. We regret …" is not: its second sentence decides something.
    """
    text = paragraph.lower().lstrip("*_-–— ")
    if _SMALL_PRINT.search(text, 0, _FIRST_WORDS):
        return True
    kinds = [
        _is_small_sentence(sentence) for sentence in _END_OF_SENTENCE.split(text) if sentence.strip(_RULES + " .|")
    ]
    return any(kinds) and all(kind is not False for kind in kinds)


def _is_small_sentence(sentence: str) -> bool | None:
    """Whether a sentence is small print; None for a few words that are neither that nor anything else."""
    if (len(sentence) <= _SHORT_LINE and _SMALL_LINE.search(sentence)) or (
        len(sentence) <= _SHORT_SENTENCE and _ABOUT_ITSELF.search(sentence)
    ):
        return True
    return None if sentence.count(" ") < _FEW_WORDS and _fits(sentence) else False


def _is_filling(lines: list[str]) -> bool:
    """Addresses, names and links that stand between small print: short, and no sentence."""
    return all(not line or _fits(line) for line in lines) and sum(len(line.split()) for line in lines) <= 20
