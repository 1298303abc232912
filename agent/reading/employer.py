"""Where employers name themselves: display name, subject, words beside a name, closing lines, calendar titles.

What is gathered here is only named; which of the names is the employer's is weighed in `company.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from agent.core.findings import Where
from agent.core.people import Person
from agent.reading.beside import Found, in_words
from agent.reading.firm import cleaned
from agent.reading.mail import Mail
from agent.reading.names import NAMING, is_person_name, is_personal
from agent.reading.signed import boards, pieces, signed
from agent.reading.vendors import Trade, Vendor, is_free
from agent.reading.wrapped import bare_subject, unwrapped

_TEXT: Final = 6_000
_FORWARDED: Final = 3_000
_HEADS: Final = re.compile(r"^[ \t>]{0,4}[A-ZÀ-Þ][\w-]{1,12} ?: .*$", re.MULTILINE)
"""Lines of the heads of letters that are passed on."""
_NAMES_ITS_SENDER: Final = frozenset({Trade.ATS, Trade.ASSESSMENT})
"""Trades whose systems put the employer's name in front of their own address."""
NEVER: Final = frozenset(NAMING["company"]["never"])
"""What no employer is called, in lower case."""


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
    yield from in_words(
        unwrapped(_HEADS.sub("", mail.forwarded[:_FORWARDED])), Where.BODY, language, slug, agency=agency
    )
    yield from in_words(summary[:_TEXT], Where.CALENDAR, language, slug)
    yield from pieces(subject, Where.SUBJECT, 3 if agency else 1)
    scheduler = vendor is not None and vendor.trade is Trade.SCHEDULER
    for line in (*summary.splitlines()[:12], *(text.splitlines()[:20] if scheduler else ())):
        yield from pieces(line, Where.CALENDAR, 2 if scheduler else 1)
    yield from signed(mail, slug)
    yield from boards(text)


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
    return name in lines[:-1] or bool(lines and name.split(maxsplit=1)[0] == lines[-1])
