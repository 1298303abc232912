"""What is said to the user: the texts of reminders, the notes form and notes (`templates/xx/user.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.writing.wording import supported


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of one language; `{company}`, `{name}` and `{day}` stand for what is put in."""

    category: str
    somewhere: str
    summary: Mapping[str, str]
    checklist: Mapping[str, tuple[str, ...]]
    subject: str
    subject_plain: str
    form: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, tuple[str, ...]]


@cache
def texts(language: str) -> Texts:
    """What is said to a user of this language; English where we do not write it."""
    place = files("agent.writing").joinpath("templates", supported(language), "user.toml")
    found = tomllib.loads(place.read_text("utf-8"))
    return Texts(
        category=found["category"],
        somewhere=found["somewhere"],
        summary=found["summary"],
        checklist={errand: tuple(items) for errand, items in found["checklist"].items()},
        subject=found["form"]["subject"],
        subject_plain=found["form"]["subject_plain"],
        form={name: tuple(rows) for name, rows in found["form"].items() if isinstance(rows, list)},
        questions={name: tuple(rows) for name, rows in found["questions"].items()},
    )
