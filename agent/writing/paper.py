"""A letter on paper: a business letter on one page, with letterhead, for those who post it.

Block format, as the guidelines for business letters have it: the sender, the date, the reader, what it is about, then
the letter as it stands in the mail, with room for the signature by hand above the name.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy

from agent.core.people import Person
from agent.errors import Unreadable
from agent.writing import clean
from agent.writing.letters import Letter
from agent.writing.persona import Persona
from agent.writing.subject import bare
from agent.writing.wording import spelled

WIDTH = 72
"""Characters of a line: letter paper in a typewriter's size, with margins."""
PAGE = 58
"""Lines of a page at six to the inch, on A4 and on US letter alike."""
_ROOM_TO_SIGN = "\n\n"
_FEWEST = 4
"""Salutation, one paragraph, closing, name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands around a letter: who writes, to whom, where they work, and on which day. `america`: month first."""

    sender: Persona
    recipient: Person
    company: str | None
    on: date
    america: bool = False


def printed(letter: Letter, sheet: Sheet) -> str:
    """The page. A letter within the bounds of `manners` fits on it; one of the user's own wording may need a second."""
    sender, recipient = sheet.sender, sheet.recipient
    head = (sender.name, sender.headline, *(sender.postal_address or sender.city or "").splitlines(), sender.phone)
    to = (clean.name(recipient.name), clean.line(recipient.title), clean.company(sheet.company))
    blocks = (
        _lines(*(clean.line(row) for row in (*head, sender.address))),
        spelled(sheet.on, letter.language, america=sheet.america, form="full_date"),
        _lines(*to),
        _wrapped(bare(letter.subject)),
        letter.salutation,
        *(_wrapped(paragraph) for paragraph in letter.paragraphs),
        letter.closing + _ROOM_TO_SIGN,
        clean.line(sender.name),
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def drafted(content: bytes, language: str) -> Letter:
    """The letter that a draft of ours holds. Raises `Unreadable` where it has not the form of one."""
    mail = message_from_bytes(content, policy=policy.default)
    text = mail.get_content() if mail.get_content_type() == "text/plain" else ""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    if len(blocks) < _FEWEST:
        raise Unreadable("What was drafted has not the form of a letter.")
    return Letter(
        subject=str(mail["Subject"] or ""),
        salutation=blocks[0],
        paragraphs=tuple(blocks[1:-2]),
        closing=blocks[-2],
        signature=tuple(blocks[-1].splitlines()),
        language=language,
    )


def _wrapped(text: str) -> str:
    """Lines of at most `WIDTH`; a word is never divided."""
    return textwrap.fill(clean.line(text, 10_000), WIDTH, break_long_words=False, break_on_hyphens=False)


def _lines(*rows: str | None) -> str:
    return "\n".join(row for row in rows if row)
