"""What lies between us and a real server goes wrong, in every phase: nothing is lost, nothing is doubled."""

from __future__ import annotations

import itertools
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from agent.casebook import Casebook
from agent.desk import Desk
from agent.errors import NeedsUser, Refused, Unreachable
from agent.look import look_at_mail
from agent.world.imap import ImapMailbox
from agent.world.journal import SqliteJournal
from agent.world.ports import Folder
from agent.world.transport import Patience
from tests.chaos.kills import SCENES, FirstLook, Place, Scene, Writing, _desk
from tests.chaos.report import Report
from tests.servers.ca import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.faultproxy import FaultProxy, Faults
from tests.world.mailbox_beds import letter, other_client, server_of

HASTY: Final = Patience(connect=1, octet=0.4, answer=1.2)
CUTS: Final = 12
"""Places of a conversation at which it is cut, each way, in `make test`; ten times as many in `make chaos`."""
SOAKED: Final = 20_000
SOAKED_CUTS: Final = 1_000


@pytest.fixture(params=SCENES, ids=lambda scene: scene.name)
def scene(request: pytest.FixtureRequest, dovecot: Dovecot, tmp_path: Path) -> Scene:
    """A situation in which the service has something to do."""
    made: Scene = request.param(dovecot, tmp_path)
    return made


Setting = Callable[[FaultProxy], None]


def cut_down(octets: int) -> Setting:
    """The server's side breaks off after so many octets."""
    return lambda proxy: setattr(proxy, "faults", Faults(cut_down_after=octets))


def cut_up(octets: int) -> Setting:
    """Ours does: in the middle of a command, or of a literal."""
    return lambda proxy: setattr(proxy, "faults", Faults(cut_up_after=octets))


def lose(pattern: bytes) -> Setting:
    """From this answer on, nothing reaches us."""
    return lambda proxy: setattr(proxy, "faults", Faults(swallow=pattern))


FAULTS: Final[dict[str, Setting]] = {
    "refused": lambda proxy: proxy.refuse(),
    "delayed": lambda proxy: setattr(proxy, "faults", Faults(latency=0.02)),
    "black hole": lambda proxy: proxy.black_hole(),
    "drip": lambda proxy: setattr(proxy, "faults", Faults(rate=300)),
    "OK of APPEND lost": lose(b"APPENDUID"),
    "OK of EXAMINE lost": lose(b"[READ-ONLY]"),
    "OK of FETCH lost": lose(b"Fetch completed"),
    "OK of SEARCH lost": lose(b"Search completed"),
    "OK of STORE lost": lose(b"Store completed"),
    "OK of EXPUNGE lost": lose(b"Expunge completed"),
}


def suffers(scene: Scene, setting: Setting, report: Report, fault: str) -> None:
    """One life with a fault in between, then others without: the end is that of a life without one."""
    place = scene.copy()
    with FaultProxy(place.user.port) as proxy:
        setting(proxy)
        with suppress(Unreachable):  # anything else would be the wrong conclusion
            scene.live(place, scene.at, port=proxy.port, patience=HASTY)
    end = scene.recovered(place)
    report.ran(fault, scene.name, killed=True, end=end, unbroken=scene.unbroken)
    assert end == scene.unbroken, f"{scene.name}: {fault}"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_between_changes_nothing_in_the_end(scene: Scene, fault: str, chaos_report: Report) -> None:
    """F2, F3, F5, F6, F9, F10: the service gives up in time, and does the rest later."""
    suffers(scene, FAULTS[fault], chaos_report, fault)


def octets_of(scene: Scene) -> tuple[int, int]:
    """How many octets a life without faults hears and says."""
    place = scene.copy()
    with FaultProxy(place.user.port) as proxy:
        scene.live(place, scene.at, port=proxy.port)
        return proxy.carried, proxy.sent


def cuts(scene: Scene, number: int) -> Iterator[tuple[str, Setting]]:
    """So many cuts each way, spread over the conversation."""
    down, up = octets_of(scene)
    for index in range(number):
        yield "cut while it answers", cut_down(down * index // number)
        yield "cut while we speak", cut_up(up * index // number)


@pytest.mark.timeout(600)
def test_a_cut_anywhere_changes_nothing_in_the_end(scene: Scene, chaos_report: Report) -> None:
    """In the middle of an answer, of a command, of the literal of an APPEND."""
    for fault, setting in cuts(scene, CUTS):
        suffers(scene, setting, chaos_report, fault)


@pytest.mark.chaos
@pytest.mark.timeout(7200)
def test_a_cut_at_many_more_places(scene: Scene, chaos_report: Report) -> None:
    """Ten times as many."""
    for fault, setting in cuts(scene, CUTS * 10):
        suffers(scene, setting, chaos_report, fault)


def test_an_append_that_lands_after_the_restart_is_found(
    dovecot: Dovecot, tmp_path: Path, chaos_report: Report
) -> None:
    """F4: it was on its way when we died; the next life waits out the grace period, and finds it."""
    scene = Writing(dovecot, tmp_path)
    place = scene.copy()
    with FaultProxy(place.user.port) as proxy:
        proxy.hold_at = b"APPEND"
        with pytest.raises(Unreachable):
            scene.live(place, scene.at, port=proxy.port, patience=HASTY)
        scene.live(place, scene.at + timedelta(seconds=5))  # too soon: nothing is concluded
        proxy.hold_at = None
        proxy.open_hole()
        time.sleep(0.5)
    end = scene.recovered(place)
    chaos_report.ran("APPEND delayed over a restart", scene.name, killed=True, end=end, unbroken=scene.unbroken)
    assert end == scene.unbroken


# ── the server's own troubles ────────────────────────────────────────────────────────────────────────────────────


def renumbered(scene: Scene, place: Place, folder: str) -> None:
    """The folder gets another UIDVALIDITY, as after a restored backup."""
    scene.dovecot.doveadm("mailbox", "update", "-u", place.user.address, "--uid-validity", "77777", folder)


@pytest.mark.parametrize("folder", ["INBOX", "Sent", "Drafts"])
def test_other_numbers_lose_and_double_nothing(scene: Scene, folder: str, chaos_report: Report) -> None:
    """F12, I4: before the life, and between it and the next."""
    for when in ("before", "after"):
        place = scene.copy()
        if when == "before":
            renumbered(scene, place, folder)
        scene.live(place, scene.at)
        if when == "after":
            renumbered(scene, place, folder)
        end = scene.recovered(place)
        ours = [draft for draft in end.drafts if "priya" in draft]
        doubled = max(0, len(ours) - 1) + max(0, end.candidacies - 1)
        lost = int(end.inbox == "" or end.candidacies < 1)
        chaos_report.add(f"UIDVALIDITY of {folder} changes", scene.name, lost=lost, doubled=doubled)
        assert (lost, doubled) == (0, 0)


def test_drafts_under_another_name_are_found(dovecot: Dovecot, tmp_path: Path, chaos_report: Report) -> None:
    """F13: renamed by its owner; its use is no longer said, its name is one that is known."""
    scene = Writing(dovecot, tmp_path)
    place = scene.copy()
    with other_client(place.user) as client:
        client.rename("Drafts", "Draft")
    with suppress(NeedsUser, Refused):  # it asks, or finds it: both are right
        scene.live(place, scene.at)
    with other_client(place.user) as client:
        names = [name for name in ("Drafts", "Draft") if client.select(name)[0] == "OK"]
        counts = [int(client.select(name)[1][0] or b"0") for name in names]
    chaos_report.add("Drafts renamed", scene.name, doubled=max(0, sum(counts) - 1))
    assert sum(counts) <= 1


def test_drafts_that_cannot_be_written_to_are_written_to_later(
    dovecot: Dovecot, tmp_path: Path, chaos_report: Report
) -> None:
    """F14, F16: refused or out of reach while it lasts, no storm, and one draft when it is over."""
    scene = Writing(dovecot, tmp_path)
    place = scene.copy()
    drafts = place.user.maildir / ".Drafts"
    with other_client(place.user, Folder.DRAFTS):
        pass  # opening it makes it
    for path in (drafts, *drafts.iterdir()):
        if path.is_dir():
            path.chmod(0o555)
    with pytest.raises((Refused, Unreachable)):
        scene.live(place, scene.at)
    for path in (drafts, *drafts.iterdir()):
        if path.is_dir():
            path.chmod(0o755)
    end = scene.recovered(place)
    chaos_report.ran("Drafts cannot be written to", scene.name, killed=True, end=end, unbroken=scene.unbroken)
    assert end == scene.unbroken


QUOTA: Final = """
mail_plugins = notify quota
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=8K
}
"""


def test_a_full_mailbox_is_tried_again_later(authority: Authority, tmp_path: Path, chaos_report: Report) -> None:
    """F15: OVERQUOTA. When there is room again, the letter is written, once."""
    with Dovecot(authority=authority, extra=QUOTA) as dovecot:
        scene = Writing(dovecot, tmp_path)
        place = scene.copy()
        with other_client(place.user) as client:
            client.append("Trash", "", "", letter(text="x" * 6000))
        with pytest.raises(Refused, match="full"):
            scene.live(place, scene.at)
        with other_client(place.user) as client:
            client.select("Trash")
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()
        end = scene.recovered(place)
        chaos_report.ran("over quota", scene.name, killed=True, end=end, unbroken=scene.unbroken)
        assert end == scene.unbroken


# ── others, and the clock ────────────────────────────────────────────────────────────────────────────────────────


def test_two_installations_write_one_draft(dovecot: Dovecot, tmp_path: Path, chaos_report: Report) -> None:
    """F28: two machines, two journals, one mailbox. The second finds the letter of the first."""
    scene = FirstLook(dovecot, tmp_path)
    place = scene.copy()
    other = Place(place.user, tmp_path / "other")
    for one in (place, other, place, other):
        scene.live(one, scene.at)
    drafts = scene.recovered(place).drafts
    chaos_report.add("two installations", scene.name, doubled=max(0, len(drafts) - 1), lost=int(not drafts))
    assert len(drafts) == 1


@pytest.mark.parametrize(
    "jump", [timedelta(days=-400), timedelta(days=3650)], ids=["back 400 days", "forward 10 years"]
)
def test_a_clock_that_jumps_doubles_nothing(scene: Scene, jump: timedelta, chaos_report: Report) -> None:
    """F27: for one round it is another year; then it is right again."""
    place = scene.copy()
    scene.live(place, scene.at + jump)
    scene.live(place, scene.at)
    end = scene.recovered(place)
    ours = [draft for draft in end.drafts if "priya" in draft]
    doubled = max(0, len(ours) - 1) + max(0, end.candidacies - 1)
    way = "back" if jump < timedelta(0) else "forward"
    chaos_report.add(f"the clock jumps {way}", scene.name, lost=int(end.candidacies < 1), doubled=doubled)
    assert (end.candidacies, doubled) == (1, 0)
    assert end.inbox == scene.unbroken.inbox


# ── a long time ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_message_is_lost_or_seen_twice_while_connections_break(
    authority: Authority, tmp_path: Path, chaos_report: Report
) -> None:
    """F9, F11, I1: a short soak of the same kind as the long one."""
    soak(authority, tmp_path, chaos_report, messages=600, breaks=60)


@pytest.mark.chaos
@pytest.mark.timeout(7200)
def test_twenty_thousand_messages_and_a_thousand_breaks(
    authority: Authority, tmp_path: Path, chaos_report: Report
) -> None:
    """The long soak: cuts, resets and restarts of the server, and every message accounted for once."""
    soak(authority, tmp_path, chaos_report, messages=SOAKED, breaks=SOAKED_CUTS)


def soak(authority: Authority, folder: Path, report: Report, *, messages: int, breaks: int) -> None:
    """Messages come in portions, while the way to the server breaks somewhere, or the server does."""
    chance, numbers = random.Random(7), itertools.count(1)
    with Dovecot(authority=authority) as dovecot:
        user = dovecot.fresh_user()
        dovecot.deliver(user.address, letter(next(numbers)))  # makes the folders
        with FaultProxy(user.port) as proxy, looking(user, proxy, folder) as look:
            for round_ in range(breaks):
                for _ in range(messages // breaks):
                    put(user.maildir, next(numbers))
                if round_ % 50 == 49:
                    dovecot.kill()
                    dovecot.restart()
                else:
                    proxy.faults = Faults(cut_down_after=chance.randrange(200, 12_000))
                look()
                proxy.heal()
                assert look()
        delivered = next(numbers) - 1
        with closing(sqlite3.connect(folder / "state/journal.sqlite3")) as db:
            rows, distinct = db.execute("SELECT count(*), count(DISTINCT message) FROM seen").fetchone()
        lost, doubled = delivered - distinct, rows - distinct
        report.add(
            "cuts, resets and restarts", f"{delivered:,} messages arrive", runs=breaks, lost=lost, doubled=doubled
        )
        assert (lost, doubled) == (0, 0)


@contextmanager
def looking(user: object, proxy: FaultProxy, folder: Path) -> Iterator[Callable[[], bool]]:
    """The service's own look at mail, through a proxy; whether it came to its end."""
    server = server_of(user, host="127.0.0.1", port=proxy.port, tls="none", ca_file=None, patience=HASTY)  # type: ignore[arg-type]
    journal, mailbox = SqliteJournal(folder / "state"), ImapMailbox(server, account="home")
    desk: Desk = _desk(mailbox, journal, datetime.now(UTC), timedelta(seconds=60))
    casebook = Casebook(journal, desk.rules, desk.listener)

    def look() -> bool:
        try:
            look_at_mail(desk, casebook, mailbox)
        except Unreachable:
            return False
        return True

    try:
        yield look
    finally:
        mailbox.close()
        journal.close()


def put(maildir: Path, number: int) -> None:
    """A message is delivered."""
    content = letter(number, more="List-Id: <l.example.com>\r\nList-Unsubscribe: <mailto:u@example.com>\r\n")
    half = maildir / "tmp" / f"{number}.M{number}.example"
    half.write_bytes(content.replace(b"\r\n", b"\n"))
    half.chmod(0o644)
    half.rename(maildir / "new" / half.name)
