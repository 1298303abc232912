"""Where a letter's facts come from: every number and every name in it must stand in the brief."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.writing import clean
from agent.writing.brief import Brief
from agent.writing.wording import LANGUAGES, spelled, supported, table, words

_WORD = re.compile(r"[^\W_][\w'’+#&/.-]*[\w+#]|[^\W_]")
_SHOUT = 4


def masked(body: str, brief: Brief) -> str:
    """The body with names taken out: "Urgent Care Inc." is a company, and no pressure."""
    for name in sorted(_names(brief), key=len, reverse=True):
        if name.endswith("."):  # "at Rowan Foods, Ltd. Please": its stop ends the sentence too
            body = re.sub(rf"(?<!\w){re.escape(name)}(?=\s+[^\Wa-zà-ÿ\d_]|\s*$)", "Name.", body)
        body = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "Name", body)
    return body


def unfounded(body: str, brief: Brief) -> Iterator[str]:
    """Numbers, names and shouted words of the masked body that the brief does not know."""
    told = " ".join(_told(brief)).casefold().replace("’", "'")
    known = set(re.findall(r"[\w+#&/.-]+", told)) | set(re.findall(r"[^\W_]+", told)) | _calendar(brief)
    spelling = {word.casefold() for word in table("en", "grammar")["spelling"]}
    numbers = set(re.findall(r"\d+", told)) | {str(day.day) for day in (brief.day, brief.promised) if day}
    for sentence in re.split(r"(?<=[.?:])\s+|\n+", body):
        for at, word in enumerate(_WORD.findall(sentence)):
            bare = word.casefold().replace("’", "'")
            new = bare not in known and bare.split("'")[-1] not in known and bare not in spelling
            invented = any(number not in numbers for number in re.findall(r"\d+", word))
            if invented or (at and new and (_named(word, brief) or (word.isupper() and len(word) >= _SHOUT))):
                yield word


def _named(word: str, brief: Brief) -> bool:
    """Whether a word inside a sentence is written like a name. In German every noun is, so there it says nothing."""
    return supported(brief.language) != "de" and word[0].isupper() and word not in {"I", "Name"}


def _calendar(brief: Brief) -> set[str]:
    lists = words(brief.language).lists
    return {name.casefold() for name in (*lists["months"], *lists["weekdays"])}


def _names(brief: Brief) -> set[str]:
    people = (brief.recipient, *brief.panel)
    found = {clean.name(person.name) for person in people}
    found |= {clean.company(brief.company), clean.role(brief.role), clean.line(brief.persona.name)}
    return {name for name in found if name}


def _told(brief: Brief) -> Iterator[str]:
    """Every text that the brief was given."""
    persona = brief.persona
    yield from (
        persona.name,
        persona.phone or "",
        persona.headline or "",
        persona.city or "",
        *persona.strengths,
        *persona.facts,
    )
    yield from (brief.company or "", brief.role or "", brief.thread or "")
    yield from (person.name or "" for person in (brief.recipient, *brief.panel))
    yield from (spelled(day, language) for language in LANGUAGES for day in (brief.day, brief.promised) if day)
    if brief.notes:
        notes = brief.notes
        yield from (notes.well, notes.badly, notes.needs, notes.improve, notes.decision)
        yield from (connection.text for connection in notes.connections)
