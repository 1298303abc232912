"""What a letter may know: the names, numbers and days of its brief, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.core.people import Person
from agent.writing.brief import Brief
from tests.writing.judge_tongue import Tongue, plain

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that the brief gives, ready to be compared."""

    words: frozenset[str]
    numbers: frozenset[str]
    text: str
    day: date
    days: frozenset[str]
    weekdays: frozenset[int]
    role: str | None
    company: str | None
    spelled: tuple[str, ...]
    names: tuple[str, ...]
    panel: tuple[str, ...]
    elsewhere: tuple[str, ...]

    def masked(self, text: str) -> str:
        """The text without the names in it: a company may be called "Urgent Care" or "Yahoo!"."""
        for name in self.names:
            for way in (name, plain(name)):
                text = text.replace(way, "Nn")
        return text

    def strange_names(self, sentences: tuple[str, ...], tongue: Tongue) -> list[str]:
        """Words with a capital in mid-sentence that neither the brief nor the language gives."""
        usual = {*tongue.lists["capitals"], *tongue.lists["months"], *tongue.lists["weekdays"]}
        found: list[str] = []
        for sentence in sentences:
            bare = re.sub(r"’|'", "'", self.masked(sentence))
            inside = [m for m in _WORD.finditer(bare) if m.start() > 1]
            found += [m.group() for m in inside if _capital(m.group()) and not self._known(m.group(), usual)]
        return found

    def strange_numbers(self, body: str, tongue: Tongue) -> list[str]:
        """Numbers, in figures or words, that neither the brief nor a day of it gives."""
        figures = [n for n in re.findall(r"\d+", self.masked(body)) if n not in self.numbers]
        counted = self.masked(plain(body))
        for idiom in tongue.lists.get("idioms", ()):
            counted = counted.replace(idiom, "")
        spelled = [n for n in tongue.numbers.all_found(counted) if n not in self.text]
        return figures + spelled

    def unnamed(self, *, asked_to_pass_on: bool) -> tuple[str, ...]:
        """Full names that must not be in the letter: the panel's only where thanks are passed on to it."""
        return self.elsewhere if asked_to_pass_on else (*self.panel, *self.elsewhere)

    def _known(self, word: str, usual: set[str]) -> bool:
        parts = {word, *re.split(r"[-']", word)}
        lower = {part.casefold() for part in parts if part}
        return (
            word in usual
            or bool(parts & usual)
            or plain(word) in self.words
            or lower <= self.words | {"l", "d", "n"}
            or "Nn" in word
        )


def sources(brief: Brief) -> Sources:
    """What a brief gives."""
    persona, notes = brief.persona, brief.notes
    said = [persona.name, *persona.strengths, *persona.facts, brief.company or "", brief.role or ""]
    if notes:
        said += [notes.well, notes.needs, notes.improve, *(c.text for c in notes.connections)]
    people = (brief.recipient, *brief.panel)
    said += [person.name or "" for person in people]
    text = plain("\n".join(said))
    days = tuple(d for d in (day_of(brief), brief.promised) if d)
    others = [p for p in brief.panel if not p.is_the_same_as(brief.recipient)]
    noted = [p for p in (notes.people if notes else ()) if not any(p.is_the_same_as(o) for o in people)]
    company, role = company_name(brief.company), role_name(brief.role)
    named = [spoken_name(p.name) for p in people]
    abroad = [word for p in people for word in (p.name or "").split() if word.isalpha() and not _latin(word)]
    return Sources(
        words=frozenset(plain(w) for w in _WORD.findall(text)) | frozenset(re.split(r"[^\w]+", text)),
        numbers=frozenset(re.findall(r"\d+", text)) | frozenset(str(d.day) for d in days),
        text=text,
        day=days[0],
        days=frozenset(f"{d.day} {d.month}" for d in days),
        weekdays=frozenset(d.weekday() for d in days),
        role=role,
        company=company,
        spelled=tuple(n for n in (*named, company) if n and " " in n),
        names=tuple(
            sorted(
                {n for n in (*named, *abroad, company, role, persona.name) if n and len(n) > 1}, key=len, reverse=True
            )
        ),
        panel=_full(others),
        elsewhere=tuple(n for n in _full(noted) if n not in named),
    )


def day_of(brief: Brief) -> date:
    """The day of the interview where it took place."""
    try:
        return brief.start.astimezone(ZoneInfo(brief.zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return brief.start.date()


def dates(body: str, tongue: Tongue) -> list[str]:
    """Days named in the text, as "day month" in figures; with a weekday that is not theirs they count as unknown."""
    months = {name.casefold(): str(at) for at, name in enumerate(tongue.lists["months"], 1)}
    names = "|".join(months)
    text = plain(body)
    found = re.findall(rf"\b(\d{{1,2}})(?:\.|er|º)? (?:de )?({names})\b", text)
    found += [(day, month) for month, day in re.findall(rf"\b({names}) (\d{{1,2}})\b", text)]
    return [f"{day} {months[month]}" for day, month in found]


def weekdays(body: str, tongue: Tongue) -> list[int]:
    """The days of the week that a text names beside a day of the month, Monday 0."""
    names = [plain(name) for name in tongue.lists["weekdays"] if name != "Sonnabend"]
    found = re.findall(rf"\b({'|'.join(names)})(?=,? (?:\w+ )?\d)", plain(body))
    return [names.index(name) for name in found]


def spoken_name(name: str | None) -> str | None:
    """A person's name, where what stands in a header is one beyond doubt: two to four words of letters."""
    known = unicodedata.normalize("NFC", name or "")
    if found := re.fullmatch(r"([^\W\d_][^\W\d_'’-]+), ([^\W\d_][^\W\d_'’. -]+)", known):
        known = f"{found.group(2)} {found.group(1)}"
    fit = re.fullmatch(r"(?:[^\W\d_](?:[^\W\d_]|['’.-](?=\w))*\.? ){1,4}[^\W\d_](?:[^\W\d_]|['’-](?=\w))+", known)
    team = re.search(
        r"\b(?:team|via|table|friend|recruit\w*|talent|hr|hiring|jobs|office|support|careers)\b", known.casefold()
    )
    return known if fit and not team else None


def company_name(company: str | None) -> str | None:
    """A company's name, where it is one beyond doubt."""
    known = " ".join(
        re.sub(
            r"\([^()]*\)|<[^<>]*>",
            " ",
            re.sub("[\u200b-\u200f\u202a-\u202e]", "", unicodedata.normalize("NFC", company or "")),
        ).split()
    )
    return known if re.fullmatch(r"[^\W_][\w .,&’'!+-]{0,59}", known) and re.search(r"[^\W\d_]", known) else None


def role_name(role: str | None) -> str | None:
    """The part of a role before "(m/f/d)" or a place, where it is one beyond doubt."""
    known = re.split(r"\s[(\[–|@/-]|,|:", unicodedata.normalize("NFC", role or ""))[0].strip()
    return (
        known
        if len(known) > 1
        and "://" not in (role or "")
        and re.fullmatch(r"[^\W\d_][^\W_ ]*(?: [^\W\d_&][^\W_ ]*| &| \d)*", known)
        and not known.isupper()
        else None
    )


def _full(people: list[Person]) -> tuple[str, ...]:
    return tuple(n for p in people if (n := spoken_name(p.name)))


def _latin(word: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in word)


def _capital(word: str) -> bool:
    return word[0].isupper()
