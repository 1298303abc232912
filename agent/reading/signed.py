"""Names in lines that are no sentences: pieces of titles, closing lines, footers, and the lines of job boards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from agent.core.findings import Where
from agent.reading.beside import Found
from agent.reading.firm import agrees, cleaned, squashed
from agent.reading.mail import Mail
from agent.reading.mention import LINKS, STOP_WORDS, mentions
from agent.reading.title import is_title

_BETWEEN: Final = re.compile(r"\s(?:[|–—:/x×<>-]{1,3}|<>)\s|:\s|\s@\s|\s?[(),]\s?|\s(?:with|and|und|mit|chez|bei|at)\s")


def pieces(line: str, where: Where, weight: int) -> Iterator[Found]:
    """`Fathomline | Engineer`, `Cinderhall - Phone Screen`, `Engineer @ Odderbeck`, `Interview: Tessaline`."""
    if len(line) >= 160:
        return
    pieces = [piece.strip() for piece in _BETWEEN.split(line) if piece.strip()]
    for piece in pieces:
        found = next(mentions(piece), None)
        whole = bool(found) and bool(_ABOUT.fullmatch(piece[found.end :] if found else ""))
        if found and found.start == 0 and whole:
            yield Found(found.name, weight, where, line[:300], "piece")
        elif found and piece.startswith("The ") and found.end == len(piece):
            yield Found(piece, weight, where, line[:300], "piece")
    if " @ " in line and (behind_it := next(mentions(line.rpartition(" @ ")[2]), None)):
        yield Found(behind_it.name, 3, where, line[:300], "@")


_ABOUT: Final = re.compile(
    r"[.!]?|\s(?:phone |video |technical |panel |final )?(?:interviews?|update|application|offer|role|position|call"
    r"|screen|onsite|recruiting|careers|opportunity|assessment|hiring|team)[.!]?",
    re.IGNORECASE,
)
"""What may stand behind a firm's name in a piece of a title: `Tarn & Co interview`."""


def signed(mail: Mail, slug: str) -> Iterator[Found]:
    """The last lines, where senders say for whom they write: `Head of Data, Pinefold`, `The Quillmark Talent Team`."""
    text = f"{mail.text}\n{mail.signature}\n{mail.footer[:400]}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for index, line in enumerate(reversed(lines[-10:])):
        if len(line) <= 80:
            yield from _in_line(line, 2 if index < 6 else 1, slug)
    for match in _BY.finditer(text[-1_500:]):
        if found := next(mentions(match["rest"] or match["by"]), None):
            yield Found(found.name, 4, Where.BODY, match.group().strip(), "footer")


def _in_line(line: str, weight: int, slug: str) -> Iterator[Found]:
    for piece in (each.strip(" .!*_") for each in _CLOSING.split(line)):
        bare = _SIGNED.sub("", piece).strip()
        found = next(mentions(bare), None)
        if found and found.start == 0 and found.end >= len(bare):
            whole = piece.startswith("The ") and cleaned(found.name) == found.name
            yield Found(f"The {found.name}" if whole else found.name, weight, Where.BODY, line, "closing")
        elif found and _ARTICLE.fullmatch(piece[: -len(found.name)]) and slug and agrees(piece, slug):
            yield Found(piece, weight, Where.BODY, line, "closing")
        elif found and found.start == 0 and slug and _is_whole(bare) and _agrees_at_its_end(bare, slug):
            yield Found(bare, weight + 1, Where.BODY, line, "closing")


def _is_whole(line: str) -> bool:
    small = [word for word in line.split() if word.islower()]
    return bool(_WHOLE.fullmatch(line)) and not any(word in STOP_WORDS and word not in LINKS for word in small)


def _agrees_at_its_end(name: str, slug: str) -> bool:
    last = squashed(name.rsplit(maxsplit=1)[-1])
    return agrees(name, slug) or (len(last) > 4 and last in squashed(slug))


_ARTICLE: Final = re.compile(r"(?:The|La|Le|Les|L'|El|Los|Las|De|Het|Il|Die|Der|Das|An) ?")
_WHOLE: Final = re.compile(r"[A-ZÀ-Þ][\w'’-]{1,30}(?: [\w'’-]{1,30}){1,5} [A-ZÀ-Þ][\w'’-]{1,30}")
"""A line that names a house whole, in small words too: `Centre hospitalier de Valmorel`."""
_CLOSING: Final = re.compile(
    r",\s|\s[|·•–—/-]\s|\s@\s|\b(?:at|from|for|für|pour|por|voor|bei|chez|bij|on behalf of)\s|\s?[()]\s?"
)
_SIGNED: Final = re.compile(
    r"^(?:The |Your |Team |Das |Dein |Deine |Ihr |Ihre |L'équipe (?:Talents |recrutement )?(?:de |d')?|Equipo de "
    r"|El equipo de |Het team van |Team van )"
)
_BY: Final = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)\s?(?:20\d\d(?:[-–]20\d\d)?)?,?\s?(?P<rest>[^\n.|]{2,60})"
    r"|(?:[Ss]ent (?:to \S{3,80} )?(?:by|on behalf of|from)|[Gg]esendet (?:von|im Auftrag)|[Ee]nvoyé par|[Ee]nviado por"
    r"|[Vv]erzonden door) (?P<by>[^\n.|]{2,60})"
)


def boards(text: str) -> Iterator[Found]:
    """`Line Cook` and below it `The Brindled Hen - Troy, NY`: how notices of job boards are set."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:30]
    for above, line in pairwise(lines):
        found = _BOARD.fullmatch(line)
        if found and len(above) < 60 and is_title(above):
            yield Found(found["name"], 4, Where.BODY, line, "board")


_BOARD: Final = re.compile(r"(?P<name>[A-ZÀ-Þ0-9][^·•|–\n]{1,50}?)(?: [·•|–-] [^\n]{2,60})")
