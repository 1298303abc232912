"""docs/life.md: the life of a candidacy, drawn by living it.

    python -m tests.core.life_page        writes the page anew

Nothing on the page is painted. From a first invitation on, everything that can happen is let happen in every station
that is reached, by the product's own `consequences`, `fold` and `agenda`; what comes of it is noted, and the page is
what was noted. The facts of the stations are in `tests/core/stations.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from agent.core import facts as f
from agent.core.waiting import wait
from tests.core.happenings import EVENTS
from tests.core.life import Life
from tests.core.stations import ASKING, ENDED, STATIONS, TIME, Walk, apart, explored, lived_on, station

PAGE = Path(__file__).parents[2] / "docs/life.md"

HEAD = """\
# The life of a candidacy

This page is drawn by running the rules: `python -m tests.core.life_page` lets everything happen in every station that a candidacy can
reach and writes down what comes of it. A test fails when page and rules differ. The user lives in New York; the interview is on
Wednesday, 4 March 2026, from 10:00 to 11:00, with one interviewer, arranged by a recruiter.

There is no state that the service keeps. A station is only a name for what the facts add up to at a moment; the next step is computed
from them anew each time ([agent/core/agenda.py](../agent/core/agenda.py)).
"""


def page() -> str:
    """The whole page."""
    walk = explored()
    return "\n".join([HEAD, *_diagram(walk), *_silence(), *_answers(walk), *_matrix(walk)]) + "\n"


# ── the diagram ──────────────────────────────────────────────────────────────────────────────────────────────────────

Edges = dict[tuple[str, str], list[str]]


def _diagram(walk: Walk) -> Iterator[str]:
    """The stations and what leads from one to the next; what leads on alike from all of a group leaves it together."""
    yield f"## Stations\n\n{NOTE}\n```mermaid\nstateDiagram-v2\n    direction TB"
    yield from (f'    state "{STATIONS[name]}" as {name}' for name in STATIONS if name in walk.reached)
    yield '    state "open" as Open {\n        state "asking" as Asking {'
    yield from (f"            {name}" for name in ASKING)
    yield "        }"
    yield from (f"        {name}" for name in _open(walk) if name not in ASKING)
    yield "    }\n    [*] --> ToCome: an interview is set"
    for (here, there), labels in _edges(walk).items():
        yield f"    {here} --> {there}: {', '.join(labels)}"
    yield "```\n"


NOTE = """What leaves a frame leaves every station in it. While you have paused, what is read is only noted, and shows when you resume; a question
stays open until you answer it or its date passes.
"""
_STILL = frozenset({"Paused", "InDoubt"})
"""Stations in which what happens shows only afterwards: they do not contradict what is true of the others."""


def _open(walk: Walk) -> list[str]:
    return [name for name in STATIONS if name in walk.reached and name not in ENDED]


def _edges(walk: Walk) -> Edges:
    """What leads where: from a frame where it is true of all in it, else from each station."""
    edges: Edges = defaultdict(list)
    for event in (*EVENTS, TIME):
        drawn: set[str] = set()
        for frame, members in (("Open", _open(walk)), ("Asking", list(ASKING))):
            ends = {
                walk.moves[here, event] for here in members if walk.moves[here, event] != here or here not in _STILL
            }
            if len(ends) == 1 and not drawn:
                edges[frame, ends.pop()].append(event)
                drawn |= set(members)
        for here in _open(walk):
            there = walk.moves[here, event]
            if here not in drawn and there != here:
                edges[here, there].append(event)
    return edges


# ── the plain life ───────────────────────────────────────────────────────────────────────────────────────────────────


def _silence() -> Iterator[str]:
    """What the service does when nobody answers and the user sends each letter an hour after it was drafted."""
    yield "## When nobody answers\n"
    yield "The user takes no notes and sends each letter an hour after it was drafted.\n"
    yield "| when | after | what is done | why |\n|---|---|---|---|"
    for at, since, what, why in lived_on():
        yield f"| {at:%a %-d %b, %H:%M} | {since} | {what} | {why} |"
    yield ""


# ── what an answer does ──────────────────────────────────────────────────────────────────────────────────────────────


def _answers(walk: Walk) -> Iterator[str]:
    """What each thing that can happen does while the first inquiry lies in Drafts, untouched."""
    yield "## What an answer does\n"
    yield "Each answer comes on Thursday, 19 March, a day after the first inquiry was laid into Drafts, where it still lies untouched.\n"
    yield "| what happens | where it then stands | the draft | the next inquiry | told at once |\n|---|---|---|---|---|"
    for event in EVENTS:
        life = walk.life("Inquiry1", timedelta(days=1))
        before = len(life.journal)
        apart(life, event)
        new = [fact for _, fact in life.journal[before:]]
        yield f"| {event} | {STATIONS[station(life)]} | {_became(new)} | {_next(life)} | {_told(new)} |"
    yield ""


def _became(facts: Iterable[f.Fact]) -> str:
    """What became of the draft that lay there."""
    if any(isinstance(fact, f.DraftWithdrawn) for fact in facts):
        return "taken back"
    return "sent" if any(isinstance(fact, f.LetterSent) for fact in facts) else "stays"


def _next(life: Life) -> str:
    waited, held_up = wait(life.candidacy, life.rules), life.candidacy.paused or life.candidacy.held_up
    if waited is None or held_up or waited.ordinal > life.rules.etiquette.inquiries:
        return "none"
    return "as drafted" if station(life).startswith("Inquiry") else f"{waited.until:%a %-d %b}"


def _told(facts: Iterable[f.Fact]) -> str:
    return " ".join(fact.text for fact in facts if isinstance(fact, f.Told)) or "–"


# ── every station and everything that can happen ─────────────────────────────────────────────────────────────────────


def _matrix(walk: Walk) -> Iterator[str]:
    """The whole table: what happens, in which station, leads where."""
    stations = {name: number for number, name in enumerate((n for n in STATIONS if n in walk.reached), 1)}
    yield "## Everything, everywhere\n"
    yield "Every station, and where each thing that can happen leads from it. A dot means that it stays as it is.\n"
    yield from (f"{number}. {STATIONS[name]}" for name, number in stations.items())
    yield "\n| what happens | " + " | ".join(map(str, stations.values())) + " |\n|---|" + "--:|" * len(stations)
    for event in (*EVENTS, TIME):
        leads = (walk.moves[here, event] for here in stations)
        cells = ("·" if there == here else str(stations[there]) for here, there in zip(stations, leads, strict=True))
        yield f"| {event} | {' | '.join(cells)} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
