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
from itertools import pairwise
from typing import Any, Final, NamedTuple

from agent.core.findings import Where
from agent.core.people import Person
from agent.reading.clauses import unaccented
from agent.reading.firm import agrees, cleaned, squashed
from agent.reading.mail import Mail
from agent.reading.mention import Cues, Mention, before, behind, cues, line_at, mentions, words_of
from agent.reading.names import NAMING, is_person_name, is_personal
from agent.reading.title import is_title, is_title_word
from agent.reading.vendors import Trade, Vendor, is_free
from agent.reading.wrapped import bare_subject, unwrapped

_TEXT: Final = 6_000
_AT: Final = 2
"""What "at Acme" weighs: in an agency's mail more, for it is the client."""
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
    yield from in_words(text, Where.BODY, language, slug, agency=agency)
    yield from in_words(subject, Where.SUBJECT, language, slug, agency=agency)
    yield from in_words(summary[:_TEXT], Where.CALENDAR, language, slug)
    yield from _pieces(subject, Where.SUBJECT, 3 if agency else 1)
    scheduler = vendor is not None and vendor.trade is Trade.SCHEDULER
    for line in (*summary.splitlines()[:12], *(text.splitlines()[:20] if scheduler else ())):
        yield from _pieces(line, Where.CALENDAR, 2 if scheduler else 1)
    yield from _closing(mail, slug)
    yield from _boards(text)


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


def in_words(text: str, where: Where, language: str, slug: str = "", *, agency: bool = False) -> Iterator[Found]:
    """Names that words beside them make an employer's, and those that agree with the sender's domain anyhow."""
    words, begins = _words(language), squashed(slug)[:4]
    for mention in mentions(text):
        weight, cue = _weight(mention, words)
        weight += agency and weight == _AT
        fits = bool(begins) and begins in squashed(mention.name)
        if weight or fits:
            name = f"The {mention.name}" if mention.the else mention.name
            yield Found(name, weight, where, line_at(text, mention.start, mention.end), cue)
    yield from _lower_case(text, where, slug)


_OF_PEOPLE: Final = frozenset({"with", "from", "by", "to", "for", "and", ",", "(", "mit", "von", "fur", "avec", "de", "par", "con", "por", "met", "van", "|"})
"""Words that stand before people as before firms."""
_YOURS: Final = frozenset({"interview", "interviews", "application", "applicant", "candidate", "recruiting", "recruiter", "assessment", "offer", "account", "onsite", "profile"})


def _weight(mention: Mention, words: _Words) -> tuple[int, str]:
    """What the words beside a name weigh, and those before it."""
    ahead, after = before(mention, words.before), max(behind(mention, words.behind), _does_to_you(mention))
    if after and not (mention.opens or ahead or after > 2):
        after = 0
    if mention.lead[-1:] == ("your",) and mention.tail[:1] and mention.tail[0] in _YOURS and not _titled_behind(mention):
        ahead = max(ahead, 3)
    cue = " ".join(mention.lead[-2:])
    last = mention.lead[-1] if mention.lead else ""
    if is_person_name(mention.name) and (ahead < _FIRM or last in _OF_PEOPLE) and (not ahead or last in _OF_PEOPLE):
        return (ahead + after) // 2, cue
    return ahead + after, cue


_FIRM: Final = 6
"""What words weigh that only a firm has before it."""


def _does_to_you(mention: Mention) -> int:
    """`Acme has shortlisted you`, `Acme will contact you`."""
    does = mention.tail[:1] and mention.tail[0] in {"has", "have", "hat", "heeft", "ha", "a"}
    told = any(word in {"you", "your", "sie", "dich", "ihre", "deine", "vous", "votre", "te", "tu", "su", "je", "jouw", "uw"} for word in mention.tail[1:])
    return 3 if mention.opens and does and told else 0


def _titled_behind(mention: Mention) -> bool:
    return any(is_title_word(word) for word in mention.tail[1:3])


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
            yield Found(found.name, weight, where, line[:300], "piece")
        elif found and piece.startswith("The ") and found.end == len(piece):
            yield Found(piece, weight, where, line[:300], "piece")
    if " @ " in line and (behind_it := next(mentions(line.rpartition(" @ ")[2]), None)):
        yield Found(behind_it.name, 3, where, line[:300], "@")


def _closing(mail: Mail, slug: str) -> Iterator[Found]:
    """The last lines, where senders say for whom they write: `Head of Data, Pinefold`, `The Quillmark Talent Team`."""
    text = f"{mail.text}\n{mail.signature}\n{mail.footer[:400]}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for index, line in enumerate(reversed(lines[-10:])):
        if len(line) <= 80:
            yield from _signed(line, 2 if index < 6 else 1, slug)
    for match in _BY.finditer(text[-1_500:]):
        if found := next(mentions(match["rest"] or match["by"]), None):
            yield Found(found.name, 4, Where.BODY, match.group().strip(), "footer")


def _signed(line: str, weight: int, slug: str) -> Iterator[Found]:
    for piece in _CLOSING.split(line):
        piece = piece.strip(" .!*_")
        bare = _SIGNED.sub("", piece).strip()
        found = next(mentions(bare), None)
        if found and found.start == 0 and found.end >= len(bare):
            whole = piece.startswith("The ") and cleaned(found.name) == found.name
            yield Found(f"The {found.name}" if whole else found.name, weight, Where.BODY, line, "closing")
        elif found and found.start == 0 and _WHOLE.fullmatch(bare) and slug and agrees(bare, slug):
            yield Found(bare, weight + 1, Where.BODY, line, "closing")


_WHOLE: Final = re.compile(r"[A-ZÀ-Þ][\w'’-]{1,30}(?: [\w'’-]{1,30}){1,5} [A-ZÀ-Þ][\w'’-]{1,30}")
"""A line that names a house whole, in small words too: `Centre hospitalier de Valmorel`."""
_CLOSING: Final = re.compile(r",\s|\s[|·•–—/-]\s|\s@\s|\bat\s|\bfrom\s|\s?[()]\s?")
_SIGNED: Final = re.compile(
    r"^(?:The |Your |Team |Das |Dein |Deine |Ihr |Ihre |L'équipe (?:Talents |recrutement )?(?:de |d')?|Equipo de |El equipo de |Het team van |Team van )"
)
_BY: Final = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)\s?(?:20\d\d(?:[-–]20\d\d)?)?,?\s?(?P<rest>[^\n.|]{2,60})"
    r"|(?:[Ss]ent (?:to \S{3,80} )?(?:by|on behalf of|from)|[Pp]owered for|[Gg]esendet (?:von|im Auftrag)|[Ee]nvoyé par|[Ee]nviado por|[Vv]erzonden door) (?P<by>[^\n.|]{2,60})"
)


def _boards(text: str) -> Iterator[Found]:
    """`Line Cook` and below it `The Brindled Hen - Troy, NY`: how notices of job boards are set."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:30]
    for above, line in pairwise(lines):
        found = _BOARD.fullmatch(line)
        if found and len(above) < 60 and is_title(above):
            yield Found(found["name"], 4, Where.BODY, line, "board")


_BOARD: Final = re.compile(r"(?P<name>[A-ZÀ-Þ0-9][^·•|–\n]{1,50}?)(?: [·•|–-] [^\n]{2,60})")
