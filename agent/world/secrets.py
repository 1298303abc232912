"""Passwords, fetched when they are needed and kept nowhere: systemd credential, private file, command, keyring."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

from agent.errors import NeedsUser

A_COMMAND_ANSWERS_WITHIN = 60
"""Seconds a password command may take: it may have to ask the user for a passphrase."""


def from_credential(name: str) -> str:
    """A systemd credential: a file in $CREDENTIALS_DIRECTORY that only this service can read."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise NeedsUser(f"The credential “{name}” is only there under systemd: see LoadCredential= in the unit.")
    if Path(name).name != name:
        raise NeedsUser(f"“{name}” is not the name of a credential.")
    return _text(Path(folder) / name)


def from_file(path: Path) -> str:
    """A file that nobody but its owner can read. Raises `NeedsUser` where others can."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise NeedsUser(f"The password file {path} cannot be read ({error.strerror}).") from error
    if stat.S_IMODE(mode) & 0o077:
        raise NeedsUser(f"Others can read the password file {path}. Type: chmod 600 {path}")
    return _text(path)


def from_command(command: tuple[str, ...]) -> str:
    """The first line that a command prints. It is started directly, never through a shell."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, from the user's own file
            command,
            capture_output=True,
            text=True,
            timeout=A_COMMAND_ANSWERS_WITHIN,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, IndexError, UnicodeDecodeError, subprocess.TimeoutExpired) as error:
        raise NeedsUser(f"The password command “{command[0] if command else ''}” did not answer.") from error
    if done.returncode != 0:
        raise NeedsUser(f"The password command “{command[0]}” failed with exit code {done.returncode}.")
    return done.stdout.split("\n", maxsplit=1)[0]


def from_keyring(service: str, user: str) -> str:
    """The desktop's keyring, where the extra `afterword[keyring]` is installed."""
    try:
        import keyring  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise NeedsUser("The keyring is an extra: install afterword[keyring], or name a file or command.") from error
    password: str | None = keyring.get_password(service, user)
    if password is None:
        raise NeedsUser(f"The keyring has no password for {service}.")
    return password


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise NeedsUser(f"The password in {path} cannot be read.") from error
