"""Ten thousand orders for letters: random candidacies, personas and languages, and notes that nobody should write.

Made for `judge.py`, apart from `briefs.py`: a seed gives an `Order`, always the same. An order knows beside its brief
what must be in the letter (a note that is clear, in the letter's language) and what must not (what only a hostile note
says).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from agent.core.facts import Purpose
from agent.core.findings import Format
from agent.core.notes import Connection, Notes
from agent.core.people import Part, Person
from agent.writing.brief import Brief
from agent.writing.persona import Persona
from tests.writing.judge import direct, screening

_MATERIAL = Path(__file__).with_name("any_letters.toml")
_DIRECT = (Part.INTERVIEWER, Part.HIRING_MANAGER)
_ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Europe/Madrid",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Auckland",
    "UTC",
)
_PURPOSES = (*[Purpose.THANK_YOU] * 6, *[Purpose.INQUIRY] * 3, Purpose.CLOSING, Purpose.WITHDRAWAL, Purpose.REPLY)
_HONORIFICS = {
    "en": ("Dr.", "Ms."),
    "de": ("Frau", "Herr", "Dr."),
    "fr": ("Mme",),
    "es": ("Sra.", "Sr."),
    "nl": ("mevrouw",),
}


@dataclass(frozen=True, slots=True)
class Order:
    """One letter to be written: its brief, words that must be in it, and words that must not."""

    seed: int
    brief: Brief
    wants: tuple[str, ...]
    spurns: tuple[str, ...]


@cache
def material() -> Any:
    """The names, notes and strengths that orders are made of."""
    return tomllib.loads(_MATERIAL.read_text("utf-8"))


def order(seed: int) -> Order:
    """The order of a seed."""
    random = Random(seed)
    language = random.choice(("en", "en", "en", "de", "fr", "es", "nl"))
    recipient, panel = _people(random)
    brief = Brief(
        purpose=random.choice(_PURPOSES),
        persona=_persona(random, language),
        recipient=recipient,
        start=datetime(2026, 1, 5, 8, tzinfo=UTC)
        + timedelta(days=random.randrange(700), minutes=30 * random.randrange(20)),
        zone=random.choice(_ZONES),
        key=f"{seed}",
        company=_some(random, "companies", "companies_hostile"),
        role=_role(random, language),
        format=random.choice([None, *Format]),
        round=random.choice([None, None, 1, 2, 3, 4, "final"]),
        panel=panel,
        language=language + random.choice(("", "", "-AT" if language == "de" else "")),
        agency=random.random() < 0.1,
        late=random.random() < 0.1,
        short=random.random() < 0.1,
        thanked=random.random() < 0.15,
        elsewhere=random.random() < 0.5,
        honorific=random.choice((*_HONORIFICS[language], *[None] * 6)) if not _titled(recipient) else None,
        first_names=random.random() < 0.15,
        thread=random.choice((None, None, *material()["threads"])),
    )
    brief = replace(
        brief,
        ordinal=random.choice((1, 2)) if brief.purpose is Purpose.INQUIRY else None,
        promised=(brief.day + timedelta(days=random.randrange(1, 40))) if random.random() < 0.4 else None,
    )
    notes, wants, spurns = _notes(random, language, brief)
    return Order(seed, replace(brief, notes=notes), wants, spurns)


def simplest(order: Order, breaks: Callable[[Order], bool]) -> Order:
    """The order with everything taken away that the breach does not need, so that a person can read it."""
    plain: dict[str, Any] = {"panel": (), "notes": None, "promised": None, "thread": None, "company": "Acme", "role": "Welder", "round": None,
             "format": None, "honorific": None, "zone": "UTC", "agency": False, "late": False, "short": False, "thanked": False,
             "first_names": False}  # fmt: skip
    for name, value in plain.items():
        smaller = replace(
            order, brief=replace(order.brief, **{name: value}), wants=order.wants if name != "notes" else ()
        )
        order = smaller if breaks(smaller) else order
    notes = order.brief.notes
    for each in fields(Notes) if notes else ():
        assert order.brief.notes is not None
        blank = replace(order.brief.notes, **{each.name: getattr(Notes(), each.name)})
        smaller = replace(order, brief=replace(order.brief, notes=blank))
        order = smaller if breaks(smaller) else order
    return order


def _people(random: Random) -> tuple[Person, tuple[Person, ...]]:
    panel = tuple(_person(random, at, random.choice(_DIRECT)) for at in range(random.choice((0, 0, 1, 1, 2, 3, 4, 6))))
    if panel and random.random() < 0.7:
        return random.choice(panel), panel
    panel = tuple({person.name: person for person in panel}.values())
    return _person(random, 9, random.choice((*_DIRECT, Part.RECRUITER, Part.COORDINATOR, Part.AGENCY))), panel


def _person(random: Random, at: int, part: Part) -> Person:
    name = _some(random, "names", "names_hostile")
    return Person(
        name=name, address=f"person{at}@acme.example", part=part, title=random.choice((None, "Engineering Manager"))
    )


def _titled(person: Person) -> bool:
    return (person.name or "").startswith(("Dr.", "Frau", "Herr", "Mr.", "Sra.", "Prof."))


def _persona(random: Random, language: str) -> Persona:
    kinds = random.random()
    fair: list[str] = material()["strengths"][language]
    strengths = random.sample(fair, random.randrange(len(fair) + 1))
    if kinds < 0.15:
        strengths = [*strengths, _hostile(random)[0]]
    if kinds < 0.05:
        strengths += material()["strengths"][random.choice(tuple(material()["strengths"]))][:1]
    return Persona(
        name=random.choice(material()["users"]),
        address="robin.ashdown@example.org",
        phone=random.choice((None, "+1 202 555 0143", "+49 30 5550 1234")),
        strengths=tuple(strengths),
        headline=random.choice((None, "Ward nurse")),
    )


def _role(random: Random, language: str) -> str | None:
    fair = material()["roles"][language] if random.random() < 0.8 else material()["roles"]["en"]
    chance = random.random()
    if chance < 0.1:
        return None
    role: str = random.choice(fair if chance < 0.85 else material()["roles_hostile"])
    return role


def _some(random: Random, fair: str, hostile: str) -> str | None:
    chance = random.random()
    if chance < 0.08:
        return None
    found: str = random.choice(material()[fair if chance < 0.85 else hostile])
    return found


def _notes(random: Random, language: str, brief: Brief) -> tuple[Notes | None, tuple[str, ...], tuple[str, ...]]:
    """Notes, each answer fair, hostile, both or neither; with what the letter must and must not say."""
    if random.random() < 0.12:
        return None, (), ()
    tongue = language if random.random() < 0.8 else random.choice(("en", "de", "fr", "es", "nl"))
    made = {name: _answer(random, tongue, name) for name in ("well", "needs", "connections", "improve", "badly")}
    named = random.choice((None, None, (brief.recipient.name or "").split(" ")[0] or None))
    shared = [Connection(person=named, text=made["connections"][0])] if made["connections"][0] else []
    if random.random() < 0.2:
        shared.append(Connection(person=random.choice(("Zorbla", None)), text=_hostile(random)[0]))
    notes = Notes(
        took_place=True,
        well=made["well"][0],
        badly=made["badly"][0],
        needs=made["needs"][0],
        connections=tuple(shared),
        improve=made["improve"][0],
        decision=random.choice(("", "by Friday", "next week!!!")),
        people=tuple(_person(random, 20 + at, Part.OTHER) for at in range(random.choice((0, 0, 0, 1)))),
    )
    mixed = any(text in answer[0] for text, *_ in material()["foreign"] for answer in made.values())
    due = _due(brief) if tongue == language and not mixed else ()
    wants = tuple(made[name][1] for name in due if made[name][1])
    spurned = tuple(word for each in made.values() for word in each[2])
    return notes, wants, spurned


def _due(brief: Brief) -> Sequence[str]:
    """Answers of which a letter must speak: all in a thank-you to someone who was there; no answer after a first call."""
    if brief.purpose is not Purpose.THANK_YOU or not direct(brief):
        return ()
    return ("needs", "connections") if screening(brief) else ("needs", "connections", "improve")


def _answer(random: Random, language: str, name: str) -> tuple[str, str, tuple[str, ...]]:
    """An answer, the word of it that a letter must hold ("" if none), and words that no letter may hold."""
    fair = material()["notes"][language].get(name, [])
    chance = random.random()
    if chance < 0.2:
        return "", "", ()
    if chance < 0.55 and fair:
        text, word = random.choice(fair)
        return text, word, ()
    if chance < 0.65 and fair:
        text, _ = random.choice(fair)
        hostile, spurned = _hostile(random)
        return random.choice(("\n", ". ", "\r\n\r\n- ")).join(random.sample((text, hostile), 2)), "", spurned
    if chance < 0.9:
        text, spurned = _hostile(random)
        return text, "", spurned
    return _noise(random), "", ()


def _hostile(random: Random) -> tuple[str, tuple[str, ...]]:
    text, *spurned = random.choice(material()["hostile"] + material()["foreign"])
    return text, tuple(spurned)


def _noise(random: Random) -> str:
    """Letters, signs and invisible characters in no order; or far too much of a word."""
    if random.random() < 0.3:
        text, _ = _hostile(random)
        return text * random.choice((2, 30, 400))
    alphabet = "abc d ef. ,;:!?()[]{}<>@#$%/\\\n\r\t\u200b\u202e\u2028\x00éñßçøłя李😀0129 the und que"
    return "".join(random.choice(alphabet) for _ in range(random.randrange(1, 160)))
