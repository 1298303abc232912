"""The configuration: every example loads, and everything wrong is said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.etiquette import Etiquette
from agent.errors import NeedsUser
from agent.numbers import Numbers
from agent.settings import Settings, load

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "config").glob("*.toml") if path.name != "etiquette.toml")
MINIMAL = """
[me]
name = "Robin Ashdown"
addresses = ["robin@example.org"]
zone = "Europe/Amsterdam"
[[mailboxes]]
kind = "maildir"
account = "local"
path = "/nowhere"
"""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_configuration_loads(path: Path) -> None:
    """An example that a newcomer copies is a configuration that works."""
    assert isinstance(load(path), Settings)


def test_there_is_an_example_for_each_kind_of_provider() -> None:
    """Gmail, Microsoft 365, a password provider, own servers, no server at all, a system service."""
    names = {path.stem for path in EXAMPLES}
    assert names == {
        "gmail", "microsoft365", "password-provider", "dovecot-radicale", "maildir-vdir", "systemd",
    }  # fmt: skip


def test_the_coachs_numbers_in_the_example_are_the_defaults(tmp_path: Path) -> None:
    """What config/etiquette.toml shows is what happens without it."""
    path = tmp_path / "afterword.toml"
    path.write_text(MINIMAL + (ROOT / "config/etiquette.toml").read_text())
    assert load(path).etiquette == Numbers()
    assert Numbers().etiquette() == Etiquette()


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    """Three mistakes, three lines: nobody has to mend them one run at a time."""
    path = tmp_path / "afterword.toml"
    wrong = MINIMAL.replace("Europe/Amsterdam", "Europe/Amsterdamned")
    path.write_text('colour = "blue"\n' + wrong + "[etiquette]\ninquiries = 5\n")
    with pytest.raises(NeedsUser) as told:
        load(path)
    said = "\n".join(told.value.problems)
    assert len(told.value.problems) == 3
    assert "me.zone" in said
    assert "etiquette.inquiries" in said
    assert "colour" in said
    assert told.value.exit_code == 78


def test_a_password_in_the_configuration_is_refused_without_repeating_it(tmp_path: Path) -> None:
    """A secret in the file is a mistake; printing it would be a second one."""
    path = tmp_path / "afterword.toml"
    path.write_text(
        MINIMAL.replace('kind = "maildir"', 'kind = "imap"\nhost = "h"\nuser = "u"\npassword = "hunter2"').replace(
            'path = "/nowhere"', ""
        )
    )
    with pytest.raises(NeedsUser) as told:
        load(path)
    assert "never written here" in str(told.value)
    assert "hunter2" not in str(told.value)


def test_the_outbox_never_goes_to_anybody_but_the_user(tmp_path: Path) -> None:
    """An outbox that names another address does not load."""
    path = tmp_path / "afterword.toml"
    path.write_text(MINIMAL + '[outbox]\nhost = "smtp.example.org"\nto = "recruiter@acme.example"\n')
    with pytest.raises(NeedsUser, match="nobody else is ever mailed"):
        load(path)


def test_the_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AFTERWORD_ME__ZONE changes one value and leaves the others."""
    path = tmp_path / "afterword.toml"
    path.write_text(MINIMAL)
    monkeypatch.setenv("AFTERWORD_ME__ZONE", "Europe/Berlin")
    settings = load(path)
    assert (settings.me.zone, settings.me.name) == ("Europe/Berlin", "Robin Ashdown")


def test_no_configuration_at_all_is_said_in_words(tmp_path: Path) -> None:
    """The first thing a newcomer meets is a sentence."""
    with pytest.raises(NeedsUser, match="There is no configuration"):
        load(tmp_path / "none.toml")
