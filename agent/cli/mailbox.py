"""A whole mailbox played through the service's own code, and the demonstration."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from agent.cli.options import AsJson, Config, Country, MyAddresses, Zone

FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]
Begin = Annotated[
    datetime | None,
    typer.Option("--from", formats=FORMATS, help="When the service starts; default: the first message."),
]
Until = Annotated[
    datetime | None, typer.Option(formats=FORMATS, help="When it ends; default: 120 days after the last message.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(simulate)
    app.command()(demo)


def simulate(
    mailbox: Annotated[Path, typer.Argument(help="A Maildir, an mbox or a folder of .eml")],
    config: Config = None,
    me: MyAddresses = None,
    zone: Zone = None,
    holidays: Country = None,
    calendar: Annotated[Path | None, typer.Option(help="A folder of .ics files")] = None,
    notes: Annotated[Path | None, typer.Option(help="Your answers to notes prompts, a JSON list")] = None,
    words: Annotated[Path | None, typer.Option(help="What you said to the service, a JSON list")] = None,
    begin: Begin = None,
    until: Until = None,
    drafts: Annotated[Path | None, typer.Option(help="Keep each letter here")] = None,
    reminders: Annotated[Path | None, typer.Option(help="Keep each reminder here")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """What would the service have done with this mailbox? Writes nothing to it."""
    from agent.cli.sentences import sentence
    from agent.identity import identity
    from agent.rehearsal import Script, rehearse

    who = identity(config, me, zone, holidays)
    script = Script(
        mailbox=mailbox,
        calendar=calendar,
        notes=notes,
        words=words,
        begin=_aware(begin, who.rules.home),
        until=_aware(until, who.rules.home),
        drafts=drafts,
        reminders=reminders,
    )
    for line in rehearse(who, script):
        typer.echo(json.dumps(line, ensure_ascii=False) if as_json else sentence(line, who.rules.home))


def demo(
    keep: Annotated[Path | None, typer.Option(help="Keep mailbox and calendar here")] = None,
    seed: Annotated[int, typer.Option(help="Another seed, other people and dates")] = 1,
) -> None:
    """The whole job on an embedded mailbox and calendar: six weeks of a job search in seconds."""
    from agent.demo import demonstrate

    demonstrate(keep, seed)


def _aware(moment: datetime | None, home: ZoneInfo) -> datetime | None:
    """A day or an hour as typed is meant where the user lives."""
    return moment.replace(tzinfo=home) if moment and moment.tzinfo is None else moment
