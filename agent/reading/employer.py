"""Where employers name themselves: display name, subject, words beside a name, closing lines, calendar titles.

The words are data, in `company.toml`. What is gathered here is only named; which of the names is the employer's is
weighed in `company.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from agent.core.findings import Where
from agent.core.people import Person
from agent.reading.clauses import unaccented
from agent.reading.firm import cleaned, squashed
from agent.reading.mail import Mail
from agent.reading.mention import Cues, Mention, before, behind, cues, line_at, mentions, words_of
from agent.reading.names import NAMING, is_person_name, is_personal
from agent.reading.vendors import Trade, Vendor, is_free
from agent.reading.wrapped import bare_subject, unwrapped

_TEXT: Final = 6_000
_NAMES_ITS_SENDER: Final = frozenset({Trade.ATS, Trade.ASSESSMENT})
"""Trades whose systems put the employer's name in front of their own address."""
NEVER: Final = frozenset(NAMING["company"]["never"])
"""What no employer is called, in lower case."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name where it stands, what its place weighs, and the words beside it that say so."""

    name: str
    weight: int
    where: Where
    quote: str
    cue: str = ""


def named(
    mail: Mail, other: Person, summary: str, vendor: Vendor | None, slug: str, *, agency: bool
) -> Iterator[Found]:
    """Every name that may be the employer's. `other` is the other side of the mail, `slug` what its address says."""
    if other is mail.envelope.sender:
        yield from _display(mail, vendor)
    subject, language = bare_subject(mail.envelope.subject), mail.envelope.language
    text = unwrapped(mail.text[:_TEXT])
    yield from in_words(text, Where.BODY, language, slug)
    yield from in_words(subject, Where.SUBJECT, language, slug)
    yield from in_words(summary[:_TEXT], Where.CALENDAR, language, slug)
    yield from _pieces(subject, Where.SUBJECT, 3 if agency else 1)
    scheduler = vendor is not None and vendor.trade is Trade.SCHEDULER
    for line in (*summary.splitlines()[:12], *(text.splitlines()[:20] if scheduler else ())):
        yield from _pieces(line, Where.CALENDAR, 2 if scheduler else 1)
    yield from _closing(mail, slug)


# ── words beside a name ──────────────────────────────────────────────────────────────────────────────────────────────


class _Words(NamedTuple):
    before: Cues
    behind: Cues


@cache
def _words(language: str) -> _Words:
    """The words of English and of one other language."""
    table: dict[str, Any] = tomllib.loads(files("agent.reading").joinpath("company.toml").read_text("utf-8"))
    languages = [each for each in dict.fromkeys((language, "en")) if each in table]
    lists = {
        side: [(int(weight), said) for each in languages for weight, said in table[each].get(side, {}).items()]
        for side in ("before", "behind")
    }
    return _Words(cues(lists["before"]), cues(lists["behind"]))


def in_words(text: str, where: Where, language: str, slug: str = "") -> Iterator[Found]:
    """Names that words beside them make an employer's, and those that agree with the sender's domain anyhow."""
    words, begins = _words(language), squashed(slug)[:4]
    for mention in mentions(text):
        weight, cue = _weight(mention, words)
        fits = bool(begins) and begins in squashed(mention.name)
        if weight or fits:
            name = f"The {mention.name}" if mention.the else mention.name
            yield Found(name, weight, where, line_at(text, mention.start, mention.end), cue)
    yield from _lower_case(text, where, slug)


def _weight(mention: Mention, words: _Words) -> tuple[int, str]:
    ahead, after = before(mention, words.before), behind(mention, words.behind)
    if after and not (mention.opens or ahead or after > 2):
        after = 0
    if is_person_name(mention.name) and ahead < 4:
        return (ahead + after) // 2, " ".join(mention.lead[-2:])
    return ahead + after, " ".join(mention.lead[-2:])


def _lower_case(text: str, where: Where, slug: str) -> Iterator[Found]:
    """`aurelo`: a name that is written small, known by the sender's domain."""
    if len(slug) < 4:
        return
    for word in words_of(text):
        if word.kind == "word" and word.text.islower() and squashed(word.text) == squashed(slug):
            yield Found(word.text, 0, where, line_at(text, word.start, word.end))
            return


# ── the display name ─────────────────────────────────────────────────────────────────────────────────────────────────

_VIA: Final = re.compile(r"\s?[(\[]?\bvia\b [\w .&'-]{2,40}[)\]]?$", re.IGNORECASE)


def _display(mail: Mail, vendor: Vendor | None) -> Iterator[Found]:
    sender = mail.envelope.sender
    name = _VIA.sub("", sender.name or "").strip()
    header = f"From: {mail.header('from') or ''}"
    if inside := re.search(r"\(([^()]{2,60})\)", name):
        yield Found(inside[1], 4, Where.HEADER, header)
        return
    behind_it = re.search(r"(?:\b(?:at|from|von|bei|chez|bij)|@|\s[-–|])\s+(.{2,60})$", name)
    if behind_it and not (vendor and vendor.name.casefold() in behind_it[1].casefold()):
        yield Found(behind_it[1], 4, Where.HEADER, header)
    bare = cleaned(name)
    personal = (vendor is None and is_personal(name, sender.address)) or (is_person_name(name) and _signs(mail, name))
    by_a_system = vendor is not None and (vendor.trade in _NAMES_ITS_SENDER or not is_person_name(name))
    if is_free(sender.address):
        yield Found(bare, 1, Where.HEADER, header)
    elif bare != name or (by_a_system and not personal):
        yield Found(bare, 4, Where.HEADER, header)
    elif not personal and vendor is None:
        yield Found(bare, 3, Where.HEADER, header)


def _signs(mail: Mail, name: str) -> bool:
    """Whether the display name, or its first word, stands as a line of its own at the end: then it is a person's."""
    lines = [line.strip(" ,.-–") for line in f"{mail.text[-300:]}\n{mail.signature}".splitlines() if line.strip()]
    return name in lines[:-1] or bool(lines and name.split()[0] == lines[-1])


# ── pieces of titles, and closing lines ──────────────────────────────────────────────────────────────────────────────

_BETWEEN: Final = re.compile(r"\s(?:[|–—:/x×<>-]{1,3}|<>)\s|:\s|\s@\s|\s?[(),]\s?|\s(?:with|and|und|mit|chez|bei|at)\s")


def _pieces(line: str, where: Where, weight: int) -> Iterator[Found]:
    """`Fathomline | Engineer`, `Cinderhall - Phone Screen`, `Engineer @ Odderbeck`, `Interview: Tessaline`."""
    if len(line) >= 160:
        return
    pieces = [piece.strip() for piece in _BETWEEN.split(line) if piece.strip()]
    for piece in pieces if len(pieces) > 1 else ():
        found = next(mentions(piece), None)
        if found and found.start == 0 and found.end >= len(piece.rstrip(".!")):
            yield Found(found.name, weight // 2 if is_person_name(piece) else weight, where, line[:300], "piece")
        elif found and piece.startswith("The ") and found.end == len(piece):
            yield Found(piece, weight, where, line[:300], "piece")
    if " @ " in line and (behind_it := next(mentions(line.rpartition(" @ ")[2]), None)):
        yield Found(behind_it.name, 3, where, line[:300], "@")


def _closing(mail: Mail, slug: str) -> Iterator[Found]:
    """The last lines, where senders say for whom they write: `Head of Data, Pinefold`, `The Quillmark Talent Team`."""
    text = f"{mail.text}\n{mail.signature}\n{mail.footer[:400]}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for index, line in enumerate(reversed(lines[-10:])):
        for piece in _CLOSING.split(line) if len(line) <= 80 else ():
            bare = _SIGNED.sub("", piece.strip(" .!*_")).strip()
            found = next(mentions(bare), None)
            if found and found.start == 0 and found.end >= len(bare):
                weight = 2 if index < 6 else 1
                yield Found(found.name, weight // 2 if is_person_name(found.name) else weight, Where.BODY, line, "closing")
    for match in _BY.finditer(text[-1_500:]):
        if found := next(mentions(match['rest'] or match['by']), None):
            yield Found(found.name, 4, Where.BODY, match.group().strip(), "footer")
    del slug


_CLOSING: Final = re.compile(r",\s|\s[|·•–—/-]\s|\s@\s|\bat\s|\bfrom\s|\s?[()]\s?")
_SIGNED: Final = re.compile(
    r"^(?:The |Your |Team |Das |Dein |Deine |Ihr |Ihre |L'équipe (?:Talents |recrutement )?(?:de |d')?|Equipo de |El equipo de |Het team van |Team van )"
)
_BY: Final = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)\s?(?:20\d\d(?:[-–]20\d\d)?)?,?\s?(?P<rest>[^\n.|]{2,60})"
    r"|(?:[Ss]ent (?:to \S{3,80} )?(?:by|on behalf of|from)|[Pp]owered for|[Gg]esendet (?:von|im Auftrag)|[Ee]nvoyé par|[Ee]nviado por|[Vv]erzonden door) (?P<by>[^\n.|]{2,60})"
)
