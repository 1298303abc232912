"""The service in the foreground, one look, and the check that it can work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from agent.cli.options import AsJson, Config
from agent.settings import load

if TYPE_CHECKING:
    from agent.checking import Check


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(run)
    app.command()(once)
    app.command()(check)


def run(config: Config = None) -> None:
    """The service, in the foreground. SIGTERM ends it."""
    from agent import logs
    from agent.assembly import assemble
    from agent.daemon import Service

    logs.set_up()
    with assemble(load(config), logs.heard, watch=True) as ready:
        Service(ready.desk, ready.casebook, ready.bell, ready.lines, ready.troubles).run()


def once(config: Config = None) -> None:
    """One look and everything that is due, then exit: for cron and timers."""
    from agent import logs
    from agent.assembly import assemble
    from agent.daemon import tick

    logs.set_up()
    with assemble(load(config), logs.heard) as ready:
        tick(ready.desk, ready.casebook)
        unreadable = len(ready.desk.journal.quarantined())
    if unreadable:
        typer.echo(f"{unreadable} messages could not be read; see “afterword status”.")
        raise typer.Exit(1)


def check(config: Config = None, *, as_json: AsJson = False) -> None:
    """Try everything the service needs and say what to mend. Changes nothing."""
    from agent.checking import checks

    code = 0
    for result in _said(checks(load(config)), as_json=as_json):
        code = max(code, result.exit_code)
    if code:
        raise typer.Exit(code)


def _said(results: Iterator[Check], *, as_json: bool) -> Iterator[Check]:
    for result in results:
        if as_json:
            typer.echo(json.dumps({"check": result.name, "ok": result.ok, "text": result.text, "mend": result.mend}))
        else:
            typer.echo(f"{'ok  ' if result.ok else 'MEND'}  {result.name}: {result.text}")
            if result.mend:
                typer.echo(f"      {result.mend}")
        yield result
