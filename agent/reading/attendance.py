"""Interviews made whole: who is met in them, in what form, in which round, where the times alone do not say it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from agent.core.findings import InterviewFound
from agent.core.people import Part, Person, joined
from agent.reading import zones
from agent.reading.mail import Mail
from agent.reading.venue import format_told

_ARRANGES = frozenset({Part.RECRUITER, Part.COORDINATOR, Part.AGENCY})
"""Parts that arrange interviews for others: they are not met for having written."""


def completed(
    interviews: tuple[InterviewFound, ...], mail: Mail, words: str, named: tuple[Person, ...], sender: Person | None
) -> tuple[InterviewFound, ...]:
    """The interviews with their people, format and round. `words` is what their calendar objects say, `named` who is met."""
    said = f"{mail.envelope.subject}\n{words}\n{mail.text}\n{mail.forwarded[:2_000]}"
    rows = _beside(interviews, named, mail) if len(interviews) > 1 else (named,) * len(interviews)
    return tuple(
        replace(
            one,
            people=_met(one, row, sender),
            format=one.format or format_told(said, mail.links),
            round=one.round or round_of(said),
        )
        for one, row in zip(interviews, rows, strict=True)
    )


def _met(one: InterviewFound, named: tuple[Person, ...], sender: Person | None) -> tuple[Person, ...]:
    """Those invited and those named. The only one invited is not met for arranging it, where others are named."""
    invited = one.people
    if named and len(invited) == 1 and sender and invited[0].is_the_same_as(sender) and not _are_among(sender, named):
        invited = ()
    return joined(invited, named)


def _are_among(person: Person, others: Iterable[Person]) -> bool:
    return any(person.is_the_same_as(other) for other in others)


def _beside(
    interviews: tuple[InterviewFound, ...], named: tuple[Person, ...], mail: Mail
) -> tuple[tuple[Person, ...], ...]:
    """Of several interviews, those who stand in the row of each one's time; everyone where nobody stands in any."""
    text = mail.text
    begins = [_position(one, text) for one in interviews]
    rows: list[list[Person]] = [[] for _ in interviews]
    for person in named:
        at = text.find(_HONORIFIC.sub("", person.name or "\0"))
        row = _row_of(at, begins, text) if at >= 0 else None
        if row is not None:
            rows[row].append(person)
    if (
        any(one.proposed for one in interviews)
        or not any(rows)
        or len({at for at in begins if at >= 0}) < len(interviews)
    ):
        return tuple(named for _ in interviews)
    return tuple(tuple(row) for row in rows)


def _row_of(at: int, begins: list[int], text: str) -> int | None:
    """The interview in whose row a place of the text lies: of its line, else the last one that begins before it."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = [index for index, begin in enumerate(begins) if start <= begin < (end if end >= 0 else len(text))]
    above = [index for index, begin in enumerate(begins) if 0 <= begin <= at]
    if len(line) == 1:
        return line[0]
    return max(above, key=lambda index: begins[index], default=None)


def _position(one: InterviewFound, text: str) -> int:
    """Where an interview's hour stands in a text, and not as the end of the one before; -1 where it does not."""
    if one.start is None:
        return -1
    local = one.start.astimezone(zones.info(one.zone)) if one.zone and one.start.tzinfo else one.start
    hours = f"(?:0?{local.hour}|{local.hour % 12 or 12})"
    sure = rf"[:.h]{local:%M}" if local.minute else r"(?:[:.h]00|\s?[ap]\.?m|\s?h\b|\s?Uhr|\s?uur)"
    for minutes in (sure, r"\b"):
        found = [match.start() for match in re.finditer(rf"(?<![\d:.]){hours}{minutes}", text, re.IGNORECASE)]
        if first := [at for at in found if not _ENDS_ONE.search(text[max(0, at - 12) : at])] or found:
            return first[0]
    return -1


_ENDS_ONE = re.compile(r"(?:\b(?:to|until|till|bis|à|a las|tot)|\d(?:\s?[ap]\.?m\.?)?\s?[–—-])\s{0,2}$", re.IGNORECASE)
_HONORIFIC = re.compile(r"^(?:(?:Dr|Prof|Mr|Ms|Mrs|Rev|Herr|Frau|Mme)\.? ){1,2}")


# ── the round ────────────────────────────────────────────────────────────────────────────────────────────────────────

_FINAL = re.compile(
    r"\bfinal[- ](?:round|interview|stage)\b|\bletzte[rn]? (?:runde|gespräch)|\bdernier (?:entretien|tour)|\bentrevista final|\bronda final|\blaatste (?:ronde|gesprek)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|erste[sn]?|zweite[sn]?|dritte[sn]?|premier|deuxi[eè]me|2e|troisi[eè]me|primera|segunda|tercera|eerste|tweede|derde)"
    r"[- ](?:round|interview|vorstellungsgespräch|gespräch|runde|entretien|tour|entrevista|ronda|gesprek|ronde)|round (?P<number>[1-5]))\b",
    re.IGNORECASE,
)
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st erste erstes ersten premier primera eerste",
            "second 2nd zweite zweites zweiten deuxième deuxieme 2e segunda tweede",
            "third 3rd dritte drittes dritten troisième troisieme tercera derde",
            "fourth 4th",
        ),
        start=1,
    )
    for word in words.split()
}


def round_of(words: str) -> int | str | None:
    """The number of the round, or `final`; None where it is not said."""
    if _FINAL.search(words):
        return "final"
    found = _NUMBERED.search(words)
    if found is None:
        return None
    return int(found["number"]) if found["number"] else _ORDINALS.get(found["ordinal"].lower())
