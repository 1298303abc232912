"""Watching a mailbox: that it rings, that it comes back, and that it stops."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import Bug, NeedsUser, Unreachable
from agent.world.guard import Guard
from agent.world.maildirwatch import MaildirWatch
from agent.world.ports import Folder
from agent.world.session import Server, Session, sign_in
from agent.world.transport import Patience
from agent.world.watch import LONGEST_PAUSE, ImapWatch, examine, idled, pauses
from tests.servers.ca import Authority
from tests.servers.dovecot import Dovecot, MailboxUser
from tests.servers.faultproxy import FaultProxy
from tests.world.mailbox_beds import LONG_AGO, DovecotBed, MaildirBed, Opened, letter, other_client, server_of
from tests.world.scripted_server import ScriptedServer

SOON = 5.0
"""Seconds within which a ring is expected; a failing test waits so long."""
NOT_AT_ALL = 0.8
"""Seconds for which silence is waited for."""
LITTLE = "protocol imap {\n  imap_capability = IMAP4rev1 AUTH=PLAIN IDLE\n}\n"


class Rings:
    """Counts how often it rang."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    def __call__(self) -> None:
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    @property
    def count(self) -> int:
        """How often so far."""
        return self._count

    def within(self, seconds: float) -> bool:
        """Whether it rings, or has rung since it was asked last; afterwards it counts from nothing."""
        with self._condition:
            rang = self._condition.wait_for(lambda: self._count > 0, seconds)
            self._count = 0
            return rang

    def settled(self) -> None:
        """Wait for the ring of a new connection, and for silence after it."""
        assert self.within(SOON)
        while self.within(NOT_AT_ALL):
            continue


Watching = Callable[..., tuple[ImapWatch, Rings]]


@pytest.fixture
def watching() -> Iterator[Watching]:
    """Watches servers, and stops it after the test."""
    watches: list[ImapWatch] = []

    def watch(server: Server, *, renewed_after: float = 60) -> tuple[ImapWatch, Rings]:
        rings = Rings()
        watches.append(ImapWatch(server, rings, renewed_after=renewed_after))
        watches[-1].start()
        return watches[-1], rings

    yield watch
    for one in watches:
        one.stop()


@pytest.fixture(scope="module")
def plain_dovecot(authority: Authority) -> Iterator[Dovecot]:
    """A server that knows IDLE, and nothing newer."""
    with Dovecot(authority=authority, extra=LITTLE) as server:
        yield server


@pytest.fixture(params=["NOTIFY", "IDLE"])
def bed(request: pytest.FixtureRequest, dovecot: Dovecot) -> Iterator[DovecotBed]:
    """A mailbox on either of them."""
    server = dovecot if request.param == "NOTIFY" else request.getfixturevalue("plain_dovecot")
    bed = DovecotBed(server, server.fresh_user())
    with other_client(bed.user):
        pass  # the first sign-in makes the folders
    yield bed
    bed.mailbox.close()


# ── ringing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_new_mail_rings(bed: DovecotBed, watching: Watching) -> None:
    """Each time, and not in between."""
    _, rings = watching(server_of(bed.user))
    rings.settled()
    for number in range(3):
        bed.dovecot.deliver(bed.user.address, letter(number))
        assert rings.within(SOON)
        assert not rings.within(NOT_AT_ALL)


@pytest.mark.parametrize("folder", [Folder.SENT, Folder.DRAFTS])
def test_with_notify_a_letter_sent_and_a_draft_changed_ring_too(
    dovecot: Dovecot, mailbox_user: MailboxUser, watching: Watching, folder: Folder
) -> None:
    """One connection watches three folders; a draft that goes away counts as well."""
    bed = DovecotBed(dovecot, mailbox_user)
    bed.deliver(letter(), folder)
    (head,) = bed.mailbox.heads(folder, LONG_AGO)
    _, rings = watching(server_of(mailbox_user))
    rings.settled()
    bed.deliver(letter(2), folder)
    assert rings.within(SOON)
    rings.within(NOT_AT_ALL)
    bed.delete(head.ref)
    assert rings.within(SOON)
    bed.mailbox.close()


def test_every_new_connection_rings(bed: DovecotBed, watching: Watching) -> None:
    """F9: something may have come while there was none."""
    _, rings = watching(server_of(bed.user))
    assert rings.within(SOON)


def test_mail_between_a_look_and_idle_is_told_of(plain_dovecot: Dovecot) -> None:
    """F8: the notice comes in one segment with `+ idling`; polling the socket alone would miss it. 200 of 200."""
    user = plain_dovecot.fresh_user()
    with connection(server_of(user)) as session:
        for number in range(200):
            plain_dovecot.deliver(user.address, letter(number))
            assert idled(session, SOON, never()), number


def test_the_same_for_a_look_of_our_own(plain_dovecot: Dovecot, watching: Watching, opened: Opened) -> None:
    """What comes after the ring was heard and looked after is rung for again, whatever the watch is doing then."""
    user = plain_dovecot.fresh_user()
    mailbox = opened(server_of(user))
    _, rings = watching(server_of(user), renewed_after=0.05)
    cursor = mailbox.news(Folder.INBOX, None, LONG_AGO).cursor
    for number in range(20):
        rings.within(0)
        plain_dovecot.deliver(user.address, letter(number))
        seen = 0
        while not seen:
            assert rings.within(SOON), number
            news = mailbox.news(Folder.INBOX, cursor, LONG_AGO)
            seen, cursor = len(news.heads), news.cursor
        assert seen == 1


# ── coming back ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_watch_that_is_thrown_out_comes_back_once(bed: DovecotBed, watching: Watching) -> None:
    """F7: `doveadm kick`; mail is heard of again, and the server is not called up in a loop."""
    watch, rings = watching(server_of(bed.user))
    rings.settled()
    before = bed.dovecot.conversations()
    bed.dovecot.doveadm("kick", bed.user.address)
    rings.settled()
    assert watch.is_watching
    assert bed.dovecot.conversations() - before == 1
    bed.dovecot.deliver(bed.user.address, letter())
    assert rings.within(SOON)


def test_mail_that_comes_while_there_is_no_connection_is_rung_for(bed: DovecotBed, watching: Watching) -> None:
    """F9: nobody listens when the mail comes."""
    with FaultProxy(bed.user.port) as proxy:
        watch, rings = watching(plainly(bed.user, proxy))
        rings.settled()
        proxy.refuse()
        proxy.reset()
        until(lambda: isinstance(watch.trouble, Unreachable))
        bed.dovecot.deliver(bed.user.address, letter())
        rings.within(0)
        proxy.listen()
        assert rings.within(3 * SOON)
        until(lambda: watch.is_watching)


def test_a_connection_that_went_silent_is_found_out_when_it_is_renewed(bed: DovecotBed, watching: Watching) -> None:
    """F5: a black hole between us; the renewal is not answered."""
    with FaultProxy(bed.user.port) as proxy:
        watch, rings = watching(plainly(bed.user, proxy), renewed_after=0.3)
        assert rings.within(SOON)
        proxy.black_hole()
        until(lambda: isinstance(watch.trouble, Unreachable))
        proxy.reset()
        proxy.heal()
        until(lambda: watch.is_watching)


def test_renewing_rings_for_nothing(bed: DovecotBed, watching: Watching) -> None:
    """Every few minutes the wait begins anew, silently, and mail is heard of as before."""
    _, rings = watching(server_of(bed.user), renewed_after=0.1)
    rings.settled()
    assert not rings.within(NOT_AT_ALL)
    bed.dovecot.deliver(bed.user.address, letter())
    assert rings.within(SOON)


def test_a_server_that_says_goodbye_at_once_is_not_called_up_in_a_loop(watching: Watching) -> None:
    """IMAPClient's own wait returned 78,000 times a second here; ours waits, longer each time."""
    with ScriptedServer(greeting=b"* BYE full\r\n") as server:
        watch, rings = watching(server.server)
        until(lambda: server.connections >= 2)
        time.sleep(0.5)
        assert server.connections == 2
        assert isinstance(watch.trouble, Unreachable)
        assert rings.count == 0


def test_an_idle_that_ends_at_once_is_no_loop_either(watching: Watching) -> None:
    """The server closes the connection as soon as it idles."""
    with ScriptedServer(lambda command, _: iter([b"+ idling\r\n* BYE\r\n"]) if command == b"IDLE" else None) as server:
        watching(server.server)
        until(lambda: server.connections >= 2)
        time.sleep(0.5)
        assert server.connections == 2


def test_the_pauses_grow_from_one_second_to_a_minute_and_differ() -> None:
    """I19: at most one attempt a second, at least one in a minute, and not all machines at once."""
    shortest = list(itertools.islice(pauses(lambda: 1.0), 12))
    longest = list(itertools.islice(pauses(lambda: 0.0), 12))
    assert min(shortest) == 1
    assert max(longest) == LONGEST_PAUSE == 60
    assert longest == sorted(longest)
    assert all(short < long for short, long in zip(shortest[2:], longest[2:], strict=True))


def test_a_wrong_password_ends_the_watch_until_it_is_started_again(
    mailbox_user: MailboxUser, watching: Watching
) -> None:
    """F21: no account is locked by us; the trouble is there to be told."""
    words = iter(["wrong"])
    watch, rings = watching(replace(server_of(mailbox_user), password=lambda: next(words, mailbox_user.password)))
    until(lambda: isinstance(watch.trouble, NeedsUser))
    assert not rings.within(NOT_AT_ALL)
    until(lambda: not watch.is_running)
    watch.start()
    assert rings.within(SOON)
    until(lambda: watch.trouble is None)


@pytest.mark.parametrize(
    ("lasted", "learned"),
    [((58, 59), True), ((300, 170), False), ((58,), False), ((3, 3), False)],
    ids=["a habit", "two accidents", "one accident", "trouble"],
)
def test_a_server_that_ends_quiet_waits_is_renewed_sooner(lasted: tuple[float, ...], learned: bool) -> None:
    """Some drop an IDLE after a minute: twice after the same time is a habit, and the next wait is shorter than that."""
    watch = ImapWatch(Server(host="localhost", user="me", password=str), Rings(), renewed_after=240)
    for seconds in lasted:
        watch._quiet_since = time.monotonic() - seconds
        watch._learn()
    assert watch.renewed_after == (pytest.approx(58 * 0.8, abs=0.5) if learned else 240)


def test_a_renewed_watch_comes_back_and_rings(bed: DovecotBed, watching: Watching) -> None:
    """The machine slept: nobody knows whether the other side still has the connection."""
    watch, rings = watching(server_of(bed.user))
    rings.settled()
    watch.renew()
    assert rings.within(2 * SOON)
    bed.dovecot.deliver(bed.user.address, letter())
    assert rings.within(SOON)


# ── odd servers ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_notice_in_two_pieces_is_one_notice() -> None:
    """Half a line is waited for; imaplib takes it for the end of the world."""

    def pieces() -> Iterator[bytes]:
        yield b"+ idling\r\n* 2 EXI"
        time.sleep(0.2)
        yield b"STS\r\n"
        time.sleep(0.2)
        yield b"TAG OK done\r\n"

    with (
        ScriptedServer(lambda command, _: pieces() if command == b"IDLE" else None) as server,
        connection(server.server) as session,
    ):
        assert idled(session, SOON, never())


def test_a_notice_before_the_server_idles_counts() -> None:
    """Untagged data before `+` is legal, and IMAPClient raises at it."""
    answer = b"* 2 EXISTS\r\n+ idling\r\nTAG OK done\r\n"
    with (
        ScriptedServer(lambda command, _: iter([answer]) if command == b"IDLE" else None) as server,
        connection(server.server) as session,
    ):
        assert idled(session, SOON, never())


def test_a_sign_of_life_is_no_notice() -> None:
    """`* OK Still here` rings for nobody."""
    with (
        ScriptedServer(
            lambda command, _: iter([b"+ idling\r\n* OK Still here\r\nTAG OK done\r\n"]) if command == b"IDLE" else None
        ) as server,
        connection(server.server) as session,
    ):
        assert not idled(session, SOON, never())


def test_a_server_that_gives_up_telling_is_asked_anew(watching: Watching) -> None:
    """NOTIFICATIONOVERFLOW (RFC 5465 section 5.8): over a new connection, which rings like every other."""

    def notify() -> Iterator[bytes]:
        yield b'* STATUS "INBOX" (MESSAGES 1 UIDNEXT 2)\r\nTAG OK done\r\n'
        time.sleep(0.3)
        yield b"* OK [NOTIFICATIONOVERFLOW] too much\r\n"

    with ScriptedServer(
        lambda command, _: notify() if command == b"NOTIFY" else None, capabilities=b"IMAP4rev1 AUTH=PLAIN NOTIFY"
    ) as server:
        _, rings = watching(server.server)
        assert rings.within(SOON)
        assert rings.within(SOON)
        assert server.connections >= 2


def test_a_server_that_refuses_notify_is_idled_with(watching: Watching) -> None:
    """It offers more than it keeps."""
    refusals = {b"NOTIFY": b"TAG NO not today\r\n"}
    with ScriptedServer(
        lambda command, _: iter([refusals[command]]) if command in refusals else None,
        capabilities=b"IMAP4rev1 AUTH=PLAIN NOTIFY IDLE",
    ) as server:
        watching(server.server)
        until(lambda: any(b"IDLE" in line for line in server.heard))


def test_a_server_without_idle_is_asked_now_and_then(authority: Authority, watching: Watching) -> None:
    """F23: slower, but it works."""
    extra = "protocol imap {\n  imap_capability = IMAP4rev1 AUTH=PLAIN\n}\n"
    with Dovecot(authority=authority, extra=extra) as dovecot:
        user = dovecot.fresh_user()
        _, rings = watching(server_of(user), renewed_after=0.2)
        rings.settled()
        dovecot.deliver(user.address, letter())
        assert rings.within(SOON)


# ── stopping ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_watch_stops_while_it_waits(bed: DovecotBed, watching: Watching) -> None:
    """Its thread is gone when `stop` returns, which takes a second at most."""
    watch, rings = watching(server_of(bed.user))
    rings.settled()
    watch.stop()
    assert not watch.is_running


def test_a_watch_stops_while_nothing_answers(bed: DovecotBed, watching: Watching) -> None:
    """In the middle of a conversation that went silent."""
    with FaultProxy(bed.user.port) as proxy:
        watch, rings = watching(plainly(bed.user, proxy, Patience()), renewed_after=0.2)
        assert rings.within(SOON)
        proxy.black_hole()
        time.sleep(0.5)
        watch.stop()
        assert not watch.is_running
        proxy.reset()


def test_a_watch_stops_between_two_attempts(watching: Watching) -> None:
    """It need not sit out its pause."""
    with ScriptedServer(greeting=b"* BYE full\r\n") as server:
        watch, _ = watching(server.server)
        until(lambda: server.connections >= 1)
        watch.stop()
        assert not watch.is_running


def test_a_watch_can_be_stopped_twice_and_before_it_began() -> None:
    """Whoever shuts down need not know how far it came."""
    watch = ImapWatch(Server(host="localhost", user="me", password=str), Rings())
    watch.stop()
    watch.stop()


# ── a Maildir ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("folder", [Folder.INBOX, Folder.SENT, Folder.DRAFTS])
def test_a_maildir_that_changes_rings(tmp_path: Path, folder: Folder) -> None:
    """New mail, a letter sent, a draft; and nothing in between."""
    bed = MaildirBed(tmp_path)
    rings = Rings()
    watch = MaildirWatch((bed.root, bed.root / ".Sent", bed.root / ".Drafts"), rings, every=0.1)
    watch.start()
    rings.settled()
    bed.deliver(letter(), folder)
    rang = rings.within(SOON)
    watch.stop()
    assert rang


def test_a_maildir_that_is_away_for_a_while_is_watched_on(tmp_path: Path) -> None:
    """A disk that comes and goes ends nothing."""
    bed = MaildirBed(tmp_path)
    rings = Rings()
    watch = MaildirWatch((bed.root,), rings, every=0.1)
    watch.start()
    rings.settled()
    bed.root.rename(tmp_path / "away")
    assert rings.within(SOON)
    (tmp_path / "away").rename(bed.root)
    assert rings.within(SOON)
    watch.stop()


def test_a_bell_that_breaks_is_told_of(mailbox_user: MailboxUser) -> None:
    """I20: the watch does not die in silence."""
    calls = []

    def broken() -> None:
        calls.append("rang")
        if len(calls) == 1:
            raise RuntimeError("broken")

    watch = ImapWatch(server_of(mailbox_user), broken)
    watch.start()
    until(lambda: not watch.is_running)
    assert isinstance(watch.trouble, Bug)
    assert len(calls) == 2


# ── small change ─────────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def connection(server: Server) -> Iterator[Session]:
    """A connection with the inbox open, for one test."""
    session = sign_in(server, Guard())
    session.guard.know(Folder.INBOX, b"INBOX")
    examine(session, b"INBOX")
    yield session
    session.wire.shutdown()


def never() -> int:
    """A descriptor that can never be read: nobody wakes this wait."""
    return _NEVER[0]


_NEVER = os.pipe()


def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true, for a while."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never became true")


def plainly(user: MailboxUser, proxy: FaultProxy, patience: Patience | None = None) -> Server:
    """The user's mailbox behind a proxy."""
    patience = patience or Patience(connect=1, octet=0.5, answer=1)
    return server_of(user, host="127.0.0.1", port=proxy.port, tls="none", ca_file=None, patience=patience)
