"""Passwords: where they may lie, and that they are seen nowhere else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from agent.errors import NeedsUser
from agent.world import secrets


def password_file(folder: Path, content: bytes = b"correct horse\n", *, mode: int = 0o600) -> Path:
    """A file with a password."""
    path = folder / "password"
    path.write_bytes(content)
    path.chmod(mode)
    return path


class TestFile:
    """A file of the user's own."""

    @pytest.mark.parametrize(
        ("content", "password"),
        [
            (b"correct horse\n", "correct horse"),
            (b"correct horse", "correct horse"),
            (b"correct horse\r\n", "correct horse"),
            (b"  blanks are part of it \n", "  blanks are part of it "),
            ("Ünicöde\n".encode(), "Ünicöde"),
            (b"", ""),
        ],
    )
    def test_a_password_is_the_text_without_its_line_end(self, tmp_path: Path, content: bytes, password: str) -> None:
        """Editors put one there; blanks before and after it may be meant."""
        assert secrets.from_file(password_file(tmp_path, content)) == password

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610, 0o601, 0o777])
    def test_a_file_that_others_can_open_is_refused(self, tmp_path: Path, mode: int) -> None:
        """With the command that mends it, and without the password."""
        path = password_file(tmp_path, mode=mode)
        with pytest.raises(NeedsUser, match=f"chmod 600 {path}") as raised:
            secrets.from_file(path)
        assert "correct horse" not in str(raised.value)

    @pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
    def test_a_file_that_only_the_owner_can_open_is_read(self, tmp_path: Path, mode: int) -> None:
        """Writable or not."""
        assert secrets.from_file(password_file(tmp_path, mode=mode)) == "correct horse"

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        """The user mends the path in the settings."""
        with pytest.raises(NeedsUser, match=r"nothing.*cannot be read"):
            secrets.from_file(tmp_path / "nothing")

    def test_a_folder_is_no_password(self, tmp_path: Path) -> None:
        """The path ends too early."""
        tmp_path.chmod(0o700)
        with pytest.raises(NeedsUser, match="cannot be read"):
            secrets.from_file(tmp_path)

    def test_octets_that_are_no_text_are_not_shown(self, tmp_path: Path) -> None:
        """A key file, perhaps: the error names the file, and nothing that is in it."""
        with pytest.raises(NeedsUser, match="cannot be read") as raised:
            secrets.from_file(password_file(tmp_path, b"\xff\xfecanary"))
        assert "canary" not in str(raised.value)


class TestCredential:
    """What systemd hands over (LoadCredential=)."""

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The service's credentials."""
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        return tmp_path

    def test_a_credential_is_read_by_its_name(self, folder: Path) -> None:
        """They have the mode 0440, below a folder that nobody else can enter: the mode is not asked for."""
        (folder / "imap").write_text("correct horse\n")
        (folder / "imap").chmod(0o440)
        assert secrets.from_credential("imap") == "correct horse"

    def test_a_credential_that_was_not_loaded_is_named(self, folder: Path) -> None:
        """The unit and the settings name different ones."""
        with pytest.raises(NeedsUser, match="smtp"):
            secrets.from_credential("smtp")

    @pytest.mark.parametrize("name", ["../password", "/etc/passwd", "a/b", ""])
    def test_a_credential_is_no_path(self, folder: Path, name: str) -> None:
        """Its name is not a way out of the folder."""
        with pytest.raises(NeedsUser):
            secrets.from_credential(name)

    def test_without_systemd_there_are_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Said in words: the command was typed by hand, perhaps."""
        monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
        with pytest.raises(NeedsUser, match="LoadCredential"):
            secrets.from_credential("imap")


class TestCommand:
    """What a password manager prints."""

    def test_the_first_line_is_the_password(self) -> None:
        """`pass` prints the rest of the entry below it."""
        assert secrets.from_command(python("print('correct horse\\nuser: me')")) == "correct horse"

    def test_no_shell_sees_the_command(self, tmp_path: Path) -> None:
        """Words are words: a semicolon begins nothing, a dollar is a dollar."""
        ran = tmp_path / "ran"
        command = (sys.executable, "-c", "import sys; print(sys.argv[1])", f"$HOME; touch {ran}")
        assert secrets.from_command(command) == f"$HOME; touch {ran}"
        assert not ran.exists()

    def test_a_command_that_asks_gets_no_answer(self) -> None:
        """There is nobody at a service's terminal: it reads the end at once, instead of waiting for ever."""
        assert secrets.from_command(python("import sys; print(len(sys.stdin.read()))")) == "0"

    def test_a_command_that_fails_is_named_without_what_it_said(self) -> None:
        """Its output may be half a password."""
        with pytest.raises(NeedsUser, match="exit code 3") as raised:
            secrets.from_command(python("import sys; print('canary'); print('canary', file=sys.stderr); sys.exit(3)"))
        assert "canary" not in str(raised.value)

    def test_a_command_that_is_not_there_is_named(self) -> None:
        """Not installed, or not in the service's path."""
        with pytest.raises(NeedsUser, match="no-such-command"):
            secrets.from_command(("no-such-command", "mail/me"))


@pytest.mark.skipif(importlib.util.find_spec("keyring") is not None, reason="the extra is installed here")
def test_a_keyring_that_is_not_installed_is_said_in_words() -> None:
    """It is an extra: the sentence says how to get it, and what else there is."""
    with pytest.raises(NeedsUser, match=r"afterword\[keyring\]"):
        secrets.from_keyring("afterword", "me")


def python(script: str) -> tuple[str, ...]:
    """A command that runs a script."""
    return sys.executable, "-c", script
