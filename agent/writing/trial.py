"""The user's own templates, tried on invented letters before a real one needs them."""

from __future__ import annotations

from collections.abc import Iterator

from agent.errors import NeedsUser
from agent.writing.parts import Answer, Bond, Need, Strength
from agent.writing.slots import Slots
from agent.writing.wording import Own, paragraphs, templates

_BARE = Slots(
    day="Tuesday, 10 March",
    role="Backend Engineer position",
    at="",
    conversation="conversation",
    interview="interview",
    names="everyone I spoke with",
    promised="",
    again=False,
    late=False,
    agency=False,
    elsewhere=False,
    ordinal=1,
    turn=0,
)
_FULL = Slots(
    day="Tuesday, 10 March",
    role="Backend Engineer position",
    at=" at Acme",
    conversation="video interview",
    interview="second interview",
    names="Priya Nair and Tom Berg",
    promised="Friday, 20 March",
    again=True,
    late=True,
    agency=True,
    elsewhere=True,
    ordinal=2,
    turn=2,
    need=Need(wanted="faster reporting", matter="the migration"),
    bond=Bond(topic="climbing", shared="we both studied in Leeds"),
    answer=Answer(question="the SQL question", point="an index", addition="I would start with the users."),
    strength=Strength(phrase="eight years of payment systems", sentence="I led two migrations."),
    well="the design exercise",
)
_ROOMS = (0, 3, 6)


def problems(own: Own) -> Iterator[tuple[str, str]]:
    """What is wrong with templates of the user's own: the name of each, and the sentence that says so."""
    for name in sorted(own):
        if name not in templates():
            known = ", ".join(sorted(template.removeprefix("en/") for template in templates() if template[:2] == "en"))
            yield name, f"No letter uses {name}. In a folder for each language there can be: {known}"
        elif problem := _tried(name, own):
            yield name, problem


def _tried(name: str, own: Own) -> str:
    language, _, file = name.partition("/")
    for slots in (_BARE, _FULL):
        for room in _ROOMS:
            try:
                paragraphs(language, file.removesuffix(".j2"), slots.values(room), own=own)
            except NeedsUser as wrong:
                return str(wrong)
    return ""
