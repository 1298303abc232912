"""Set-up: at most six answers, the servers found, everything tried, and only then a configuration."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import Config
from agent.errors import NeedsUser
from agent.settings import default_path, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checking import Check
    from agent.enrolment import Answers
    from agent.world.discovery import Provider

TRIES = 3
"""How often a password may be typed before everything is left as it was."""

Table = Annotated[Path | None, typer.Option("--providers", help="A table of your own organisation's servers, in TOML.")]


def register(app: typer.Typer) -> None:
    """Add the command of this room."""
    app.command()(init)


def init(config: Config = None, providers: Table = None) -> None:
    """Set up in six answers or fewer: finds your servers, tries them, writes the configuration. Overwrites nothing."""
    from agent.enrolment import Answers

    path = config or default_path()
    if path.exists():
        raise NeedsUser(f"There is a configuration already: {path}. “afterword check” tries it; nothing was changed.")
    address = _asked("Your mail address").strip()
    provider = _provider(address, providers)
    typer.echo(f"Mail at {provider.imap.host if provider.imap else '?'}; sign in with {provider.sign_in}.")
    name = _asked("Your name, as you sign letters")
    phone = _asked("Your telephone number, under letters (may be empty)", default="")
    makes = typer.confirm("May a calendar “Interview follow-up” be made for reminders?", default=True)
    answers = Answers(address=address, name=name, phone=phone, may_make_a_calendar=makes)
    _until_it_works(answers, provider, path)
    typer.echo(f"Written: {path}\nNext: afterword run, or the units in systemd/. “afterword demo” shows what it does.")


def _asked(question: str, *, default: str | None = None, hidden: bool = False) -> str:
    return str(typer.prompt(question, default=default, show_default=False, hide_input=hidden))


def _provider(address: str, table: Path | None) -> Provider:
    """Where the mail of an address lies: known, guessed, or asked."""
    from agent.world.discovery import at, guessed, provider_of

    domain = address.rpartition("@")[2].casefold()
    if not domain or "." not in domain or any(c.isspace() for c in address):
        raise NeedsUser(f"“{address}” is no mail address. Nothing was written.")
    provider = provider_of(domain, table) or guessed(domain) or at(_asked("The name of your IMAP server"), domain)
    if provider.cannot:
        raise NeedsUser(provider.cannot)
    return provider


def _until_it_works(answers: Answers, provider: Provider, path: Path) -> None:
    """Ask for the password, try everything with it; again, if the server refuses it. What failed leaves nothing."""
    from agent.checking import checks
    from agent.enrolment import configuration

    secret, calendars = path.parent / "password", path.parent / "calendars"
    if not provider.caldav:
        calendars.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in reversed(range(TRIES)):
        _write(secret, _asked("Your password (it is kept in a file that only you can read)", hidden=True))
        _write(path, configuration(answers, provider, secret, calendars))
        failed = [result for result in _told(checks(load(path))) if not result.ok]
        if not failed:
            return
        path.unlink()
        secret.unlink()
        refused = any(one.name == "mail inbox" and one.exit_code == NeedsUser.exit_code for one in failed)
        if not (left and refused):
            raise NeedsUser(*(f"{one.name}: {one.text}" for one in failed), "Nothing was written.")
        typer.echo("The server refuses that password. Once more:")


def _told(results: Iterator[Check]) -> Iterator[Check]:
    for result in results:
        typer.echo(f"{'ok  ' if result.ok else 'MEND'}  {result.name}: {result.text}")
        yield result


def _write(path: Path, text: str) -> None:
    """A file that nobody else can read, from its first moment on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
