"""Who plays in the demonstration: invented people at invented employers, another cast for another seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.core.people import Part, Person

HOME = ZoneInfo("America/New_York")
FIRST_DAY = date(2026, 3, 2)

_GIVEN = (
    "Priya",
    "Tomas",
    "Ingrid",
    "Kwame",
    "Lucia",
    "Wen",
    "Oskar",
    "Amara",
    "Farid",
    "Noor",
    "Helena",
    "Mateo",
    "Sunniva",
    "Dario",
    "Ayo",
    "Greta",
)
_FAMILY = (
    "Nair",
    "Oduya",
    "Lindqvist",
    "Barros",
    "Weatherby",
    "Tanaka",
    "Krol",
    "Ferrante",
    "Haddad",
    "Osei",
    "Vanterpool",
    "Ruiz",
    "Solberg",
    "Achebe",
)
_EMPLOYERS = (
    ("Larkfield Systems", "larkfield.example"),
    ("Quill & Harbor", "quillharbor.example"),
    ("Bramble Analytics", "bramble.example"),
    ("Tidewater Robotics", "tidewater.example"),
    ("Fernhill Energy", "fernhill.example"),
    ("Copperline Health", "copperline.example"),
)
_ROLES = ("Backend Engineer", "Data Engineer", "Platform Engineer", "Site Reliability Engineer")
_NEEDS = (
    "They need someone who can own the billing migration",
    "They want faster monthly reporting",
    "They need somebody to calm the on-call rotation",
    "They need a person who can bring two data platforms together",
)
_BONDS = ("long-distance trains", "gardening on a balcony", "restoring old bicycles", "choir singing", "sea kayaking")
_ANSWERS = (
    "I said our migration took a month; the point is that nobody had to stop working while it ran",
    "Asked about indexes I only said that they help; I should have said that I measure before and after",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """One employer of the story, with the people one meets and what one learns there."""

    company: str
    domain: str
    role: str
    recruiter: Person
    interviewers: tuple[Person, ...]
    interview: datetime
    needs: str
    bond: str
    answer: str


def cast(seed: int) -> tuple[Employer, Employer, Employer]:
    """Three employers; the first answers, the second is silent, the third goes on to an offer."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    employers = chance.sample(_EMPLOYERS, 3)
    given, family = chance.sample(_GIVEN, 12), chance.sample(_FAMILY, 12)
    names = [f"{g} {f}" for g, f in zip(given, family, strict=True)]
    days = sorted(chance.sample(range(1, 5), 3))
    made = []
    for number, (company, domain) in enumerate(employers):
        recruiter, *others = names[number * 4 : number * 4 + 4]
        people = [_person(name, domain, Part.INTERVIEWER, "Engineering Manager") for name in others[: number + 1]]
        day = FIRST_DAY + timedelta(days=7 + days[number] - 1)
        made.append(
            Employer(
                company=company,
                domain=domain,
                role=chance.choice(_ROLES),
                recruiter=_person(recruiter, domain, Part.RECRUITER, "Talent Partner"),
                interviewers=tuple(people),
                interview=datetime.combine(day, time(chance.choice((10, 11, 13, 14))), HOME),
                needs=chance.choice(_NEEDS),
                bond=chance.choice(_BONDS),
                answer=chance.choice(_ANSWERS),
            )
        )
    first, second, third = made
    return first, second, third


def _person(name: str, domain: str, part: Part, title: str) -> Person:
    return Person(name=name, address=f"{name.replace(' ', '.').lower()}@{domain}", title=title, part=part)
