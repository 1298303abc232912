"""What the configuration says of signing in: a password or consent, and never both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from agent.errors import Bug, NeedsUser
from agent.keys import no_password, provider_of, tokens_of
from agent.settings import ImapMailbox
from agent.world.oauth import GOOGLE, MICROSOFT


def box(**changes: Any) -> ImapMailbox:
    """A mailbox in the configuration."""
    return ImapMailbox.model_validate(
        {"kind": "imap", "account": "work", "host": "imap.example.org", "user": "me", **changes}
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"password": {"file": "x"}, "oauth": {"provider": "google", "client_id": "c"}},
        {"oauth": {"provider": "other", "client_id": "c"}},
        {"oauth": {"provider": "google", "client_id": "c", "client_secret": "sesame"}},
    ],
)
def test_one_way_in_is_named_and_no_secret_is_written_down(changes: dict[str, Any]) -> None:
    """A mailbox without a way in, with two, with half of one, or with its secret in the clear is refused."""
    with pytest.raises(ValidationError):
        box(**changes)


@pytest.mark.parametrize(("provider", "known"), [("google", GOOGLE), ("microsoft", MICROSOFT)])
def test_a_provider_that_is_known_needs_only_a_client(provider: str, known: dict[str, Any]) -> None:
    """Its addresses and scopes come with us; what is named in the configuration wins."""
    oauth = {"provider": provider, "client_id": "c"}
    assert (wanted := box(oauth=oauth).oauth) is not None
    assert provider_of(wanted).token_url == known["token_url"]
    assert (named := box(oauth={**oauth, "token_url": "https://login.example.org/token"}).oauth) is not None
    assert provider_of(named).token_url == "https://login.example.org/token"


def test_before_the_first_consent_it_is_said_what_to_type(tmp_path: Path) -> None:
    """And a mailbox with a password has no tokens."""
    tokens = tokens_of(box(oauth={"provider": "google", "client_id": "c"}), tmp_path)
    with pytest.raises(NeedsUser, match="afterword login work"):
        tokens.access()
    with pytest.raises(NeedsUser, match="password"):
        tokens_of(box(password={"file": "x"}), tmp_path)


def test_a_password_that_is_not_there_is_never_asked_for() -> None:
    """It would be our mistake."""
    with pytest.raises(Bug):
        no_password()
