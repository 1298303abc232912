"""Where every candidacy stands, and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from agent.cli.options import AsJson, Company, Config
from agent.settings import load

if TYPE_CHECKING:
    pass


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(status)
    app.command()(why)


def status(config: Config = None, *, as_json: AsJson = False) -> None:
    """Every candidacy: where it stands, what comes next, what waits for your answer, what could not be read."""
    from agent.books import opened
    from agent.cli.overview import overview, set_aside, trouble_row

    with opened(load(config)) as books:
        rows = [overview(candidacy, books.agenda(candidacy), books.home) for candidacy in books.shown()]
        unread = [set_aside(seen) for seen in books.quarantined()]
        broken = [trouble_row(one, books.home) for one in books.troubles()]
    if as_json:
        for row in (*rows, *unread, *broken):
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        _print_status(rows, unread)
        for row in broken:
            typer.echo(f"!  {row['trouble']}: {row['text']}\n   {row['mend']} (since {row['since']})")
    if unread or broken:
        raise typer.Exit(1)


def why(company: Company, config: Config = None, *, as_json: AsJson = False) -> None:
    """Every fact of one candidacy with the words it came from, every step with its reason."""
    from agent.books import opened
    from agent.cli.overview import fact_row, step_row

    with opened(load(config)) as books:
        candidacy = books.find(company)
        facts = [fact_row(identity, fact, books.home) for identity, fact in books.facts(candidacy.id)]
        steps = [step_row(step, books.home) for step in books.agenda(candidacy) if step.expires > datetime.now(UTC)]
    for row in (*facts, *steps):
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else _sentence(row))


def _sentence(row: dict[str, object]) -> str:
    said = f" — “{row['quote']}”" if row.get("quote") else ""
    what = row.get("fact") or f"next: {row.get('step')}"
    return f"{str(row.get('at') or row.get('due'))[:16]}  {what}  {row.get('text') or ''}{said}"


def _print_status(rows: list[dict[str, object]], unread: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("Employer", "Role", "Stands", "Next", "When", box=None, header_style="bold")
    for row in rows:
        step = row["next"] if isinstance(row["next"], dict) else {}
        cells = (row["company"], row["role"], row["state"], step.get("text"), str(step.get("due") or "")[:16])
        table.add_row(*(escape(str(cell or "–")) for cell in cells))
    console = Console()
    console.print(table if rows else "No interviews are known yet.")
    for row in rows:
        for question in row["questions"] if isinstance(row["questions"], list) else ():
            console.print(escape(f"?  {question['text']}  →  afterword answer {question['id']} …"))
        for worded in row["wording"] if isinstance(row["wording"], list) else ():
            if worded["reason"]:
                console.print(escape(f"~  {row['company'] or '–'}: a letter is in our own words: {worded['reason']}"))
    for row in unread:
        console.print(escape(f"!  could not be read: {row['account']} {row['folder']} {row['uid']}: {row['reason']}"))
