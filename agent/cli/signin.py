"""Signing in to an account by consent: in a browser on this machine, or by a code that is typed on another."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from agent.cli.options import Config
from agent.settings import ImapMailbox, Settings, default_state, load


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.command()(login)


def login(
    account: Annotated[str, typer.Argument(help="The account of a mailbox whose configuration has oauth.")],
    config: Config = None,
    *,
    code: Annotated[bool, typer.Option("--code", help="Type a code on another machine instead.")] = False,
) -> None:
    """Sign in to a mailbox by consent (OAuth 2); the token is kept where only this service can read it."""
    from agent.keys import provider_of, tokens_of
    from agent.world.consent import by_browser, by_code

    settings = load(config)
    box = _named(settings, account)
    tokens = tokens_of(box, settings.state_folder or default_state())
    assert box.oauth is not None  # noqa: S101 - tokens_of raised otherwise
    provider = provider_of(box.oauth)
    tokens.keep(by_code(provider, _say_code) if code else by_browser(provider, _open))
    typer.echo(f"{account} is signed in to {provider.name}.")


def _named(settings: Settings, account: str) -> ImapMailbox:
    boxes = [box for box in settings.mailboxes if isinstance(box, ImapMailbox) and box.account == account]
    if not boxes:
        raise typer.BadParameter(f"no IMAP mailbox is called “{account}” in the configuration")
    return boxes[0]


def _open(address: str) -> None:
    typer.echo(f"Please say yes in the browser. If none opens, open this address yourself:\n{address}")
    webbrowser.open(address)


def _say_code(address: str, code: str) -> None:
    typer.echo(f"Please open {address} and type this code: {code}")
