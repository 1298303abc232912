"""What a message or invitation says, without any service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli.options import AsJson, Config, Country, MyAddresses, Zone
from agent.errors import Unreadable

if TYPE_CHECKING:
    from agent.core.etiquette import Rules
    from agent.world.containers import Contained
    from agent.world.ports import Reader


Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help=".eml, .ics, mbox, Maildir or folder; - is standard input")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(read)


def read(
    files: Files,
    me: MyAddresses = None,
    zone: Zone = None,
    holidays: Country = None,
    config: Config = None,
    *,
    thread: Annotated[bool, typer.Option("--thread", help="As one correspondence, in order of Date.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a message or invitation says, and which words say so."""
    from agent.identity import identity
    from agent.world.containers import contained
    from agent.world.memory.reader import InProcessReader

    who = identity(config, me, zone, holidays)
    reader = InProcessReader(who.me)
    found = (one for file in files for one in contained(file))
    failed = False
    for said in _rows(_in_order(found) if thread else found, reader, who.rules):
        failed = failed or "error" in said
        typer.echo(json.dumps(said, ensure_ascii=False) if as_json else _words(said))
    if failed:
        raise typer.Exit(1)


def _in_order(found: Iterator[Contained]) -> Iterator[Contained]:
    """A correspondence in order of Date; what has none keeps its place behind the one before it."""
    from agent.reading.glance import sent_on

    dated = []
    last = None
    for place, one in enumerate(found):
        last = sent_on(one.content) or last
        dated.append((last.timestamp() if last else 0.0, place, one))
    return (one for _, _, one in sorted(dated, key=lambda entry: entry[:2]))


def _rows(found: Iterator[Contained], reader: Reader, rules: Rules) -> Iterator[dict[str, Any]]:
    from agent.cli import findings

    for one in found:
        try:
            if one.is_calendar:
                yield findings.merged(reader.read_item(one.content), one.file, one.index, rules)
            else:
                sent = one.folder == "sent"
                yield findings.row(reader.read(one.content, sent=sent), one.file, one.index, rules)
        except Unreadable as error:
            yield findings.unreadable(one.file, one.index, error)


def _words(said: dict[str, Any]) -> str:
    if "error" in said:
        return f"{said['file']}: cannot be read: {said['text']}"
    lines = [f"{said['file']}: {said['kind'].replace('_', ' ')} → {said['verdict']}"]
    lines += [f"  {name}: {said[name]}" for name in ("company", "role", "decision_by", "back_on") if said[name]]
    lines += [f"  interview: {one['start']} ({one['zone'] or 'zone not known'})" for one in said["interviews"]]
    lines += [f"  warning: {one['sign']}: “{one['quote']}”" for one in said["warnings"]]
    lines += [f"  because ({one['for']}): “{one['quote']}”" for one in said["evidence"]]
    return "\n".join(lines)
