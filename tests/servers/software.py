"""The server programs that do not come from Python: unpacked from the distribution's packages, or installed.

`python -m tests.servers.software [NAME…]` gets them. Nothing is installed: the packages are downloaded with a
package list of our own and unpacked with `dpkg-deb --extract`, as any user. Where a program is installed already and
the download fails, the installed one is used; where neither is to be had, the command fails in words.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
LINK = "link"
"""The file in an unpacked folder that names its link below /tmp."""


class MissingServer(Exception):
    """A server program is neither installed nor to be had."""


@dataclass(frozen=True, slots=True)
class Program:
    """A server that the tests need: its file below the root of a Debian system, and the packages that bring it."""

    name: str
    file: str
    packages: tuple[str, ...]
    compiled_in: str = ""
    """The folder whose path is written into the program and cannot be told it otherwise."""
    needed: bool = True


DOVECOT = Program(
    "dovecot", "usr/sbin/dovecot", ("dovecot-core", "dovecot-imapd", "dovecot-lmtpd"), compiled_in="/usr/lib/dovecot"
)
CYRUS = Program(
    "cyrus",
    "usr/lib/cyrus/bin/httpd",
    ("cyrus-caldav", "cyrus-common", "cyrus-imapd", "sasl2-bin", "libsasl2-modules", "libsasl2-modules-db"),
    needed=False,
)
STRACE = Program("strace", "usr/bin/strace", ("strace",))
ISYNC = Program("isync", "usr/bin/mbsync", ("isync",), needed=False)
POSTFIX = Program("postfix", "usr/sbin/postfix", ("postfix",), needed=False)
THUNDERBIRD = Program("thunderbird", "usr/lib/thunderbird/thunderbird", ("thunderbird",), needed=False)
"""A mail program, not a server, and 90 MB to fetch: `make chaos` asks for it, `make test` does not."""
ALWAYS = (DOVECOT, STRACE, POSTFIX, CYRUS, ISYNC)
PROGRAMS = {program.name: program for program in (*ALWAYS, THUNDERBIRD)}


def folder() -> Path:
    """Where the packages are unpacked: .servers in the checkout, if everybody may look there.

    A server that refuses to work as root is run as nobody, who cannot reach a checkout below a closed home directory.
    """
    if (named := os.environ.get("AFTERWORD_SERVERS")) is not None:
        return Path(named).resolve()
    open_to_all = all(above.stat().st_mode & 0o001 for above in (CHECKOUT, *CHECKOUT.parents))
    return CHECKOUT / ".servers" if open_to_all or os.geteuid() != 0 else Path("/var/tmp/afterword-servers")


@dataclass(frozen=True, slots=True)
class Found:
    """A program, below `root`: "/" when it is installed, the unpacked folder otherwise."""

    program: Program
    root: Path

    @property
    def executable(self) -> Path:
        return self.root / self.program.file

    @property
    def unpacked(self) -> bool:
        return self.root != Path("/")

    @property
    def libraries(self) -> str:
        """The LD_LIBRARY_PATH with which an unpacked program finds what was unpacked with it; "" if installed."""
        if not self.unpacked:
            return ""
        triplet = sysconfig.get_config_var("MULTIARCH") or f"{os.uname().machine}-linux-gnu"
        below = (f"usr/lib/{triplet}", f"lib/{triplet}", "usr/lib/dovecot", "usr/lib/postfix", "usr/lib/thunderbird")
        return ":".join(str(self.root / folder) for folder in below)

    def environment(self) -> dict[str, str]:
        """The environment in which the program runs: nothing of ours, since Dovecot takes a login's MAIL for a setting."""
        clean = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
        return {**clean, "LD_LIBRARY_PATH": self.libraries} if self.unpacked else clean


def find(program: Program) -> Found:
    """The program, unpacked for the tests or installed.

    Raises:
        MissingServer: It is neither.

    """
    for root in (folder() / program.name, Path("/")):
        if (root / program.file).exists():
            _relink(program, root)
            return Found(program, root)
    raise MissingServer(f"{program.name} is neither in {folder()} nor installed: `make servers` gets it")


def get(program: Program) -> Found:
    """The program; unpacked first, if it is not there yet.

    Raises:
        MissingServer: It could not be had.

    """
    unpacked = folder() / program.name
    if (unpacked / program.file).exists():
        return find(program)
    try:
        _unpack(program, unpacked)
    except (subprocess.CalledProcessError, FileNotFoundError, MissingServer) as error:
        said = getattr(error, "stderr", "") or error
        print(f"{program.name} could not be unpacked: {str(said).strip()}", file=sys.stderr)
    return find(program)


def _unpack(program: Program, into: Path) -> None:
    """Download the packages that this machine lacks for the program, and unpack them into a folder, all or nothing."""
    print(f"Unpacking {program.name} from the distribution's packages into {into}")
    parts = into.with_suffix(".part")
    shutil.rmtree(parts, ignore_errors=True)
    (parts / "debs").mkdir(parents=True)
    try:
        _download(program, parts / "debs", ())
    except subprocess.CalledProcessError:
        # The machine has no package list, or one from before the last update of the archive: use a list of our own.
        own = _own_lists(into.parent / "apt")
        subprocess.run(["apt-get", *own, "-qq", "update"], check=False, stderr=subprocess.DEVNULL)
        _download(program, parts / "debs", own)
    for package in sorted((parts / "debs").glob("*.deb")):
        subprocess.run(["dpkg-deb", "--extract", str(package), str(parts)], check=True)
        package.unlink()
    if not (parts / program.file).exists():
        raise MissingServer(f"its packages hold no {program.file}")
    if program.compiled_in:
        _relocate(parts, program.compiled_in)
    shutil.rmtree(into, ignore_errors=True)
    parts.rename(into)


def _relocate(root: Path, compiled_in: str) -> None:
    """Write another folder into the programs in place of the one that they were compiled with.

    Dovecot loads its TLS from a folder that no setting changes. The new path is as long as the old one, so that every
    byte of the file stays where it is; it is a link below /tmp, since the checkout's own path may be longer.
    """
    stem = "/tmp/aw"
    link = stem + secrets.token_hex(len(compiled_in))[: len(compiled_in) - len(stem)]
    for path in (root / "usr").rglob("*"):
        if path.is_file() and not path.is_symlink() and compiled_in.encode() in (content := path.read_bytes()):
            path.write_bytes(content.replace(compiled_in.encode(), link.encode()))
    (root / LINK).write_text(link)


def _relink(program: Program, root: Path) -> None:
    """Make the link that the unpacked programs look through, if it is not there (any more: /tmp is cleared)."""
    if not (root / LINK).exists():
        return
    link, target = Path((root / LINK).read_text()), root / program.compiled_in.lstrip("/")
    if link.is_symlink() and link.readlink() == target and link.lstat().st_uid == os.geteuid():
        return
    fresh = link.with_name(f"{link.name}.{os.getpid()}")
    fresh.symlink_to(target)
    fresh.replace(link)


def _download(program: Program, into: Path, options: tuple[str, ...]) -> None:
    """Fetch the program's packages and those of their dependencies that are not installed here."""
    # APT::Sandbox::User: as root, apt would fetch as a user who may not write into our folder.
    quiet = (*options, "-qq", "-o", "APT::Sandbox::User=root")
    install = ["apt-get", *quiet, "--simulate", "--no-install-recommends", "install", *program.packages]
    plan = subprocess.run(install, check=True, capture_output=True, text=True).stdout
    missing = {line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")}
    # A libc other than the one that the machine's loader belongs to would break every program that sees it.
    wanted = sorted((missing | set(program.packages)) - {"libc6", "libc-bin"})
    subprocess.run(["apt-get", *quiet, "download", *wanted], check=True, capture_output=True, text=True, cwd=into)


def _own_lists(folder: Path) -> tuple[str, ...]:
    """The options that make apt keep its lists and its cache in a folder of ours."""
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return (
        "-o", f"Dir::State::Lists={folder / 'lists'}",
        "-o", f"Dir::Cache={folder / 'cache'}",
        "-o", "Debug::NoLocking=1",
    )  # fmt: skip


def main(names: list[str]) -> int:
    """Get the programs with these names, or those that are always needed; 1 if a needed one is not to be had."""
    status = 0
    for program in [PROGRAMS[name] for name in names] or ALWAYS:
        try:
            get(program)
        except MissingServer as missing:
            weight = "This is needed" if program.needed else "Tests that need it will say that they did not run"
            print(f"{missing}. {weight}.", file=sys.stderr)
            status = max(status, int(program.needed))
    shutil.rmtree(folder() / "apt", ignore_errors=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
