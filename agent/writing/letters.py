"""The letter: which template, filled with what, within one page. The same brief always gives the same letter."""

from __future__ import annotations

from dataclasses import dataclass

from agent.core.facts import Purpose
from agent.writing import clean
from agent.writing.brief import SECOND, Brief
from agent.writing.manners import bounds, breaches, count
from agent.writing.salutation import salutation
from agent.writing.slots import Slots, american, fewer, interview_round, seed, slots
from agent.writing.subject import LONGEST, reply
from agent.writing.wording import Own, choice, paragraphs, spelled, supported, words

_ROOMS = (3, 4, 2, 1, 0, 5, 6, 7)
"""A full letter first; with more in it when it is too short, with less when it is too long, and three sizes between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter, ready to be mailed or printed. `signature` is the full name, then the telephone number."""

    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: tuple[str, ...]
    language: str


def letter(brief: Brief, own: Own | None = None) -> Letter:
    """The letter for a brief: every note that fits is in it.

    Should a note make it break a rule of `manners` after all, the letter is written again with fewer notes; the last is
    the one that needs none. A template of the user's own is the user's word: it is filled and left as it is.
    """
    fullest, *rest = fewer(slots(brief))
    written = _written(brief, fullest, own)
    if own and f"{supported(brief.language)}/{template(brief)}.j2" in own:
        return written
    for filled in rest:
        if not breaches(text(written), brief):
            break
        written = _written(brief, filled, own)
    return written


def text(written: Letter) -> str:
    """The letter as it stands in the mail: paragraphs on one line each, a blank line between them."""
    return "\n\n".join((written.salutation, *written.paragraphs, written.closing, "\n".join(written.signature))) + "\n"


def subject(brief: Brief) -> str:
    """The thread's subject where there is one (field guide, rules 10 and 11), else one that says what it is about."""
    if brief.thread and clean.line(brief.thread):
        return reply(brief.thread)
    known = words(brief.language)
    role = clean.role(brief.role) or ""
    made = known.tables["subject"][brief.purpose.value].format(
        role=role,
        comma_role=f", {role}" if role else "",
        interview=known.tables["interview"][interview_round(brief)],
        date=spelled(brief.day, brief.language, america=american(brief), form="short_date"),
    )
    fresh = clean.line(made, LONGEST)
    return fresh[:1].upper() + fresh[1:]


def template(brief: Brief) -> str:
    """The name of the template that a brief asks for."""
    match brief.purpose:
        case Purpose.THANK_YOU:
            if brief.relayed:
                return "relay"
            return "phone_screen" if brief.screening else "thank_you"
        case Purpose.INQUIRY:
            return "inquiry_2" if brief.ordinal == SECOND else "inquiry_1"
        case Purpose.CLOSING | Purpose.WITHDRAWAL | Purpose.REPLY:
            return brief.purpose.value


def specific(written: Letter) -> str:
    """The paragraphs that are meant for this reader: all but the thanks at the beginning and the close at the end."""
    return "\n\n".join(written.paragraphs[1:-1])


def _written(brief: Brief, filled: Slots, own: Own | None) -> Letter:
    """The fullest letter that the bounds allow; the shortest for a short one."""
    limits, frame = bounds(brief), count(text(_framed(brief, ())))
    rooms = tuple(sorted(_ROOMS)) if brief.short else _ROOMS
    found: tuple[str, ...] = ()
    for room in rooms:
        found = _body(brief, filled, room, own)
        length = count(" ".join(found))
        if length >= limits.least and length + frame <= limits.most:
            break
    return _framed(brief, found)


def _body(brief: Brief, filled: Slots, room: int, own: Own | None) -> tuple[str, ...]:
    made = paragraphs(
        brief.language, template(brief), filled.values(room), seed=seed(brief), place=brief.place, own=own
    )
    return tuple(made)


def _framed(brief: Brief, body: tuple[str, ...]) -> Letter:
    closings = words(brief.language).lists["closing"]
    persona = brief.persona
    return Letter(
        subject=subject(brief),
        salutation=salutation(
            brief.recipient,
            brief.language,
            company=brief.company,
            honorific=brief.honorific,
            first_names=brief.first_names,
        ),
        paragraphs=body,
        closing=closings[choice(seed(brief), "closing", brief.place, len(closings))],
        signature=tuple(row for row in (clean.line(persona.name), clean.line(persona.phone)) if row),
        language=supported(brief.language),
    )
