"""What the configuration says of passwords and of consent → a way to get them, when they are needed and not before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.credentials import OAuth, Secret
from agent.errors import Bug, NeedsUser
from agent.settings import ImapMailbox
from agent.world import secrets
from agent.world.oauth import GOOGLE, MICROSOFT, Provider, TokenFile, Tokens


def password(secret: Secret, user: str) -> Callable[[], str]:
    """A way to fetch a password when it is needed, and not before."""

    def fetch() -> str:
        if secret.credential:
            return secrets.from_credential(secret.credential)
        if secret.file:
            return secrets.from_file(secret.file)
        if secret.command:
            return secrets.from_command(secret.command)
        return secrets.from_keyring(secret.keyring or "afterword", user)

    return fetch


def no_password() -> str:
    """The password of an account that has none."""
    raise Bug("a password was asked for where there is none")


def tokens_of(box: ImapMailbox, state: Path) -> Tokens:
    """The tokens of an account that signs in by consent."""
    if box.oauth is None:
        raise NeedsUser(f"{box.account} signs in with a password: its mailbox has no oauth in the configuration")
    return Tokens(box.account, provider_of(box.oauth), TokenFile(state / "tokens" / f"{box.account}.json"))


def provider_of(wanted: OAuth) -> Provider:
    """Where consent is asked for, and as which client."""
    known: dict[str, Any] = {"google": GOOGLE, "microsoft": MICROSOFT}.get(wanted.provider, {"name": "The provider"})
    named = {
        name: value
        for name in ("authorize_url", "token_url", "device_url", "scopes")
        if (value := getattr(wanted, name))
    }
    secret = password(wanted.client_secret, wanted.client_id) if wanted.client_secret else None
    return Provider(**{**known, **named, "client_id": wanted.client_id, "client_secret": secret})
