"""Whom the words say that the candidate meets: sentences, labels, lists and time tables with names in them.

Nobody is an interviewer for being named. Honorifics and first names are made whole by what else the mail says of them.
The words are data, in `people.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from agent.reading.names import is_person_name
from agent.reading.title import is_title

_LONGEST: Final = 400
"""Characters of a sentence that are looked at."""

_HONORIFIC: Final = (
    r"(?:(?:Drs?|Profs?|Mr|Ms|Mrs|Messrs|Mx|Mmes?|Mlle|MM?|Herrn?|Frau|Sra?|Dean|Cllr|Captain|Sir|Dame|Rev|Judge|[Dd]hr"
    r"|[Mm]evr(?:ouw)?|Maître|Don|Doña|Professor|Chief|Father|Sister)\.? ){0,2}"
)
_WORD: Final = r"[A-ZÀ-ÖØ-ÞŠŽŁÇĆĐ][\wÀ-ÿ'’]{1,24}(?:-[A-ZÀ-ÖØ-Þ]?[\wÀ-ÿ'’]{1,24}){0,2}"
_MIDDLE: Final = r"(?: [A-Z]\.| van| von| der| den| de| del| da| di| la| le| ter| ten| bin| al| y| zu){0,3}"
NAME: Final = re.compile(rf"(?<![\w@./]){_HONORIFIC}(?P<name>{_WORD}(?:{_MIDDLE} {_WORD}){{1,3}})(?![\w@])")
_SURNAME: Final = re.compile(
    rf"(?<!\w)(?P<honorific>(?:Dr|Prof|Mr|Ms|Mrs|Mme|Mlle|M|Herrn?|Frau|Sra?|[Dd]hr|[Mm]evr(?:ouw)?"
    r"|Professor|Señora?|Madame|Monsieur|meneer)\.?) "
    rf"(?P<name>(?:(?:van|von|de|der|den) ){{0,2}}{_WORD})(?! [A-ZÀ-Þ])"
)
_FIRST: Final = re.compile(r"(?<![\w@./])(?P<name>[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{1,14})(?![\w@'’])")
_CLOCK: Final = re.compile(r"\b\d{1,2}(?:[:.h]\d{2}|\s?[ap]\.?m\b)", re.IGNORECASE)
_STARTS: Final = re.compile(
    r"\s{0,6}(?:[-*•–▪◦]\s?|\d{1,2}[.)]\s)?\s{0,3}(?:from |von |de |at |um |à )?\d{1,2}(?:[:.h]\d{2}|\s?[ap]\.?m\b)",
    re.IGNORECASE,
)
_ARRANGES: Final = re.compile(
    r" (?:from|of|in|vom|aus der|du|de|van) (?:our |the )?(?:recruiting|recruitment|hr|talent|people|reception"
    r"|scheduling|empfang|personalabteilung|rh|rrhh)\b",
    re.IGNORECASE,
)
"""`Mirela from recruiting hosts`: behind a first name, that she only arranges it."""
_SYMBOLS: Final = re.compile(r"^[^\w(]{1,8}")
_DOOR: Final = re.compile(r"\bask\b|\bfrag|\bmeld|\bdemande|\bpregunt|\bvraag", re.IGNORECASE)
_BULLET: Final = re.compile(r"\s{0,6}(?:[-*•–▪◦]|\d{1,2}[.)])\s")


class Met(NamedTuple):
    """A name as it was written, with the title beside it; whether it is only a part of one, or asked for at a door."""

    name: str
    title: str | None = None
    part_of_name: bool = False
    at_door: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    meets: re.Pattern[str]
    aside: re.Pattern[str]
    not_before: re.Pattern[str]
    not_behind: re.Pattern[str]
    door: re.Pattern[str]
    label: re.Pattern[str]
    me: re.Pattern[str]
    perhaps_me: re.Pattern[str]
    beside: re.Pattern[str]


@cache
def _words() -> _Words:
    table: dict[str, list[str]] = tomllib.loads(files("agent.reading").joinpath("people.toml").read_text("utf-8"))
    said = {name: "|".join(sorted(each, key=len, reverse=True)) for name, each in table.items()}
    ignore = re.IGNORECASE
    return _Words(
        meets=re.compile(rf"(?<!\w)(?:{said['meets']})(?!\w)", ignore),
        aside=re.compile(rf"(?<!\w)(?:{said['aside']})", ignore),
        not_before=re.compile(rf"(?<!\w)(?:{said['not_before']})[ ,:]{{1,3}}$", ignore),
        not_behind=re.compile(rf"\s{{0,2}}(?:{said['not_behind']})", ignore),
        door=re.compile(rf"(?<!\w)(?:{said['door']}) $", ignore),
        label=re.compile(rf"^\s{{0,6}}(?:[-*•] ?)?(?:{said['labels']})\s{{0,3}}[:\t]", ignore),
        me=re.compile(rf"(?<!\w)(?:{said['me']})(?!\w)", ignore),
        perhaps_me=re.compile(rf"(?<!\w)(?:{said['perhaps_me']})(?!\w)", ignore),
        beside=re.compile(rf"(?<!\w)(?:{said['beside']})(?!\w)", ignore),
    )


def met_in(text: str) -> tuple[Met, ...]:
    """Everyone whom a text says the candidate meets, in order."""
    return tuple(_met(text))


def writer_is_met(text: str) -> bool:
    """Whether the writer says that they will be there themselves, and not only for coffee."""
    words = _words()
    return any(words.me.search(line) and not words.beside.search(line) for line in sentences(text))


def writer_may_be_met(text: str) -> bool:
    """Whether the writer speaks of meeting: enough where nobody else is named."""
    return bool(_words().perhaps_me.search(text))


def _met(text: str) -> Iterator[Met]:
    """Names with their titles, from sentences, labels, lists and tables."""
    words, listing, since_slot = _words(), False, 99
    for line in sentences(text):
        said = line[:_LONGEST]
        bulleted = bool(_BULLET.match(said)) or bool(NAME.match(said.strip()))
        slot = bool(_STARTS.match(said)) or (_is_row(said) and bool(_CLOCK.search(said)))
        labelled = bool(words.label.match(said))
        says = bool(words.meets.search(said) or words.me.search(said)) and not words.aside.search(said)
        below_slot = since_slot <= 3 and _is_person_line(said)
        beside = not (labelled or slot or says) and _CLOCK.search(said) is not None
        if beside:
            yield from (Met(match["name"]) for match in NAME.finditer(said) if _is_beside_clock(said, match))
        if not (says or labelled) and _DOOR.search(said):
            yield from (met for met in _names_in(said, words, short=False) if met.at_door)
        elif labelled or slot or says or (listing and bulleted) or below_slot:
            yield from _names_in(said, words, short=says or labelled)
        leads = (said.rstrip().endswith(":") and bool(words.meets.search(said))) or _is_heading(said, words)
        listing = leads or (listing and (bulleted or not said.strip()))
        since_slot = 0 if _CLOCK.search(said) and len(said) < 90 else since_slot + 1 if said.strip() else 99


def _is_beside_clock(line: str, name: re.Match[str]) -> bool:
    """`9:30-10:00 Felicity Odom; 10:15 …`: a name right behind a time, or right before one."""
    return bool(_CLOCK_ENDS.search(line[: name.start()])) or bool(_CLOCK_BEGINS.match(line, name.end()))


_CLOCK_ENDS: Final = re.compile(
    r"\d{1,2}(?:[:.h]\d{2}|\s?[ap]\.?m\.?)(?: [A-Z]{2,4})?[ \t:|–—-]{1,4}(?:with |mit |avec |con |met )?$",
    re.IGNORECASE,
)
_CLOCK_BEGINS: Final = re.compile(
    r"[ ,(:|–—-]{1,4}(?:at |um |à |a las |om )?\d{1,2}(?:[:.h]\d{2}|\s?[ap]\.?m\b)", re.IGNORECASE
)


def _is_row(line: str) -> bool:
    """Whether a line is one of a list or a table."""
    return (
        bool(_BULLET.match(line))
        or "\t" in line
        or " | " in line
        or (len(line) < 120 and bool(re.search(r"\s[–—-]\s", line)))
    )


def _is_heading(line: str, words: _Words) -> bool:
    """`Interview panel`, `Your interviewers`, `Time  Interviewer  Topic`: a short line above a list."""
    return len(line) < 50 and bool(words.label.match(f"{line.strip()}:")) and not NAME.search(line)


def _is_person_line(line: str) -> bool:
    """A line that is a name, with a title or without: `Devon Achebe, Director of Solutions`."""
    line = _SYMBOLS.sub("", line)
    found = NAME.match(line.strip())
    if not found or not is_person_name(found["name"]) or is_title(found["name"]):
        return False
    rest = line.strip()[found.end() :]
    return not rest or rest[:2] in {", ", " (", " –", " -", " —", " |"}


def _names_in(line: str, words: _Words, *, short: bool) -> Iterator[Met]:
    """The names of a line. `short`: first names and surnames alone count, too."""
    taken: list[tuple[int, int]] = []
    for pattern in (NAME, _SURNAME, _FIRST) if short else (NAME,):
        for match in pattern.finditer(line):
            if any(start <= match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            before = line[max(0, match.start() - 40) : match.start()]
            if words.not_before.search(before) or words.not_behind.match(line, match.end()):
                continue
            greeted = match.start() == 0 and line[match.end() : match.end() + 1] == ","
            if pattern is _FIRST and (greeted or _ARRANGES.match(line, match.end())):
                continue
            name = _without_verb(re.sub(r"(?:'s|’s|['’])$", "", match["name"]), words)
            name = f"{match['honorific']} {name}" if pattern is _SURNAME else name
            yield Met(name, _title_behind(line[match.end() :]), pattern is not NAME, bool(words.door.search(before)))


def _without_verb(name: str, words: _Words) -> str:
    """A name without the word before it that only begins its sentence: `With Grainne Doyle`."""
    first, _, rest = name.partition(" ")
    begins = first in {"With", "Mit", "Avec", "Con", "Met"} or (len(first) > 4 and words.meets.fullmatch(first))
    return rest if rest and begins else name


def _title_behind(rest: str) -> str | None:
    """`Ivo Marchetti (Staff Engineer)`, `Imani Oduya, Director of Operations`."""
    inside = re.match(r"\s{0,2}\(([^()]{3,60})\)", rest)
    if inside and not re.search(r"\d{2}", inside[1]):
        return inside[1].strip()
    behind = re.match(
        r"\s{0,2}(?:,|–|—|-)\s(?:our |the |unsere?r? |notre |nuestr[oa] |onze )?"
        r"([A-ZÀ-Þ][\wÀ-ÿ&'’/ -]{2,50}?)(?=[,.;)\n\t|]|$| and | und | et | y | en )",
        rest,
    )
    return behind[1].strip() if behind and not is_person_name(behind[1].strip()) else None


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────

_ABBREVIATED: Final = "".join(
    rf"(?<!\b{each})"
    for each in (
        "Mr",
        "Ms",
        "Dr",
        "Mrs",
        "Prof",
        "Profs",
        "Drs",
        "St",
        "Mme",
        "Hr",
        "Messrs",
        "Sra",
        "Sr",
        "M",
        "Ing",
        "Dipl",
        "Mag",
        "ir",
        "dhr",
        "Dhr",
        "mevr",
        "Mevr",
        "ca",
        "Nr",
        "No",
        "a.m",
        "p.m",
    )
)
_ENDS: Final = re.compile(rf"(?<=[a-zà-ÿ0-9)\"”]){_ABBREVIATED}[.!?](?:\s|$)")
_WRAPPED: Final = re.compile(r"(?<=[\wÀ-ÿ,&)])\n(?=[a-zà-ÿ(])")
_RUNS_ON: Final = re.compile(
    r"([A-Za-zÀ-ÿ,]{2,} (?:[A-ZÀ-Þ][\wÀ-ÿ'’-]+,?|with|and|our|meet"
    r"|Dr\.|Ms\.|Mr\.|Mrs\.|Herrn?|Frau|Mme|M\.))\n(?=[A-ZÀ-Þ])"
)


def sentences(text: str) -> Iterator[str]:
    """Lines, with those that were only wrapped joined, and long ones cut at the ends of their sentences."""
    whole = _WRAPPED.sub(" ", text)
    whole = _RUNS_ON.sub(lambda match: _kept(whole, match), whole)
    for line in whole.splitlines():
        yield from _ENDS.split(line) if len(line) > 60 else (line,)


def _kept(text: str, match: re.Match[str]) -> str:
    begin = text.rfind("\n", 0, match.end() - 1) + 1
    return match[1] + (" " if 50 <= match.end() - begin <= 90 else "\n")


# ── names made whole ─────────────────────────────────────────────────────────────────────────────────────────────────


def whole_name(name: str, known: Iterable[str]) -> str | None:
    """The full name that a first name or a surname stands for: the only known one that it fits."""
    word = re.sub(r"^\S+\.? ", "", name) if " " in name else name
    folded = word.casefold()
    surname = " " in name
    fits = {
        each
        for each in known
        if len(each.split()) > 1
        and (each.split()[-1].casefold() == folded or (not surname and each.split()[0].casefold() == folded))
    }
    return fits.pop() if len(fits) == 1 else None
