"""The timeline of every candidacy, as a page in the browser."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import Config
from agent.settings import default_state, load

if TYPE_CHECKING:
    from agent.books import Books
    from agent.cli.page import Chapter
    from agent.core.candidacy import Candidacy

STEPS_AHEAD = 6
"""Steps that are shown of what is to come; the rest depends on what comes before."""


def register(app: typer.Typer) -> None:
    """Add the command of this room."""
    app.command()(show)


def show(
    config: Config = None,
    to: Annotated[Path | None, typer.Option(help="Write the page here; default: into the state folder")] = None,
    *,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser")] = True,
) -> None:
    """Write and open one HTML page with the timeline of every candidacy. Nothing in it is fetched from anywhere."""
    from agent import books
    from agent.cli.page import page

    settings = load(config)
    path = (to or (settings.state_folder or default_state()) / "afterword.html").absolute()
    with books.opened(settings) as known:
        made = datetime.now(known.home).strftime("%Y-%m-%d %H:%M")
        text = page((_chapter(known, candidacy) for candidacy in known.shown()), made)
    _write(path, text)
    typer.echo(str(path))
    if opened:
        typer.launch(path.as_uri())


def _chapter(known: Books, candidacy: Candidacy) -> Chapter:
    from agent.cli.overview import overview, step_row
    from agent.cli.page import Chapter
    from agent.core.candidacy import Candidacy as Empty
    from agent.core.fold import evolve
    from agent.core.steps import Tell
    from agent.story import Line, Story

    story, told = Story(known.home), Empty(id=candidacy.id)
    lines: list[Line] = []
    for _, fact in known.facts(candidacy.id):
        told = evolve(told, fact)
        lines.extend(story.lines(fact, told))
    steps = known.agenda(candidacy)
    now = datetime.now(UTC)
    ahead = sorted((s for s in steps if s.expires > now and not isinstance(s, Tell)), key=lambda step: step.due)
    return Chapter(
        overview=overview(candidacy, steps, known.home),
        lines=tuple(lines),
        ahead=tuple(step_row(step, known.home) for step in ahead[:STEPS_AHEAD]),
    )


def _write(path: Path, text: str) -> None:
    """The page, whole or not at all, for its owner alone: a job search is nobody else's affair."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    half.replace(path)
