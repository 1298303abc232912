"""The systemd units are right, and as closed as they can be."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.shape.tree import CHECKOUT

USER, SYSTEM = "afterword.service", "afterword@.service"
INSTANCE = "afterword@robin.service"
THRESHOLD = 12
"""In tenths: what `systemd-analyze security` may say of the system unit. Redis, the best we know of, has 1.2."""
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(
    ANALYZE is None, reason="NOT RUN: there is no systemd-analyze here (package systemd)"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The units as they would be installed, with a program that exists, and an instance of the template."""
    for unit in (USER, SYSTEM):
        text = (CHECKOUT / "systemd" / unit).read_text()
        (tmp_path / unit).write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", text))
    shutil.copy(tmp_path / SYSTEM, tmp_path / INSTANCE)
    (tmp_path / "run").mkdir(mode=0o700)
    return tmp_path


def analyze(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What systemd-analyze says, where no user manager needs to run."""
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder / "run"), "SYSTEMD_COLORS": "0"}
    return subprocess.run(
        [str(ANALYZE), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@needs_systemd
@pytest.mark.parametrize(
    "words", [["verify", f"./{INSTANCE}"], ["--user", "verify", f"./{USER}"]], ids=["system", "user"]
)
def test_systemd_has_nothing_to_say_about_a_unit(folder: Path, words: list[str]) -> None:
    """`systemd-analyze verify` is silent; it succeeds on an unknown key, so silence is what counts."""
    said = analyze(folder, *words)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


@needs_systemd
def test_a_wrong_key_in_a_unit_is_found(folder: Path) -> None:
    """The check above can fail: a misspelt key makes systemd speak."""
    unit = folder / INSTANCE
    unit.write_text(unit.read_text().replace("PrivateTmp=", "PrivateTemp="))
    assert "PrivateTemp" in analyze(folder, "verify", f"./{INSTANCE}").stderr


@needs_systemd
def test_the_system_unit_is_closed(folder: Path) -> None:
    """The exposure of the system unit is at most 1.2 of 10."""
    said = analyze(folder, "security", "--offline=yes", f"--threshold={THRESHOLD}", f"./{INSTANCE}")
    assert said.returncode == 0, said.stdout[-200:] + said.stderr


@pytest.mark.parametrize("unit", [USER, SYSTEM])
def test_a_unit_is_watched_and_gives_up_when_the_person_must_act(unit: str) -> None:
    """The service tells systemd that it lives, is restarted when it fails, and not when it needs its user (exit 78)."""
    lines = (CHECKOUT / "systemd" / unit).read_text().splitlines()
    must = {
        "Type=notify", "NotifyAccess=main", "Restart=on-failure", "RestartPreventExitStatus=78", "OOMPolicy=continue",
        "RuntimeDirectoryMode=0700", "UMask=0077", "NoNewPrivileges=yes",
    }  # fmt: skip
    assert must - set(lines) == set()
    assert any(line.startswith("WatchdogSec=") for line in lines)


def test_the_system_unit_takes_its_passwords_from_the_credential_store() -> None:
    """No password is in the unit or its environment; each comes by LoadCredential, by a name and not by a path."""
    text = (CHECKOUT / "systemd" / SYSTEM).read_text()
    loaded = re.findall(r"^LoadCredential=(\w+):(\S+)$", text, re.MULTILINE)
    assert [name for name, _ in loaded] == ["imap", "smtp", "caldav"]
    assert [path for _, path in loaded if path.startswith("/")] == []
    assert "StateDirectoryMode=0700" in text.splitlines()
    assert "Environment=" not in text
