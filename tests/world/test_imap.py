"""The mailbox on a real IMAP server when a connection breaks, and when the server says no."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world import fetching
from agent.world.ports import Folder, News, Ref
from agent.world.session import Server
from agent.world.transport import Patience
from tests.servers.ca import Authority
from tests.servers.dovecot import DOMAIN, Dovecot, MailboxUser
from tests.servers.faultproxy import FaultProxy
from tests.world.mailbox_beds import LONG_AGO, DovecotBed, Opened, letter, other_client, server_of, with_parts
from tests.world.scripted_server import ScriptedServer

IMPATIENT = Patience(connect=2, octet=0.5, answer=1)
TEXT = "Content-Type: text/plain\r\n\r\nWe would like to meet you."


@pytest.fixture
def bed(dovecot: Dovecot, mailbox_user: MailboxUser) -> Iterator[DovecotBed]:
    """A mailbox on this worker's Dovecot."""
    bed = DovecotBed(dovecot, mailbox_user)
    yield bed
    bed.mailbox.close()


def through(proxy: FaultProxy, user: MailboxUser, patience: Patience = IMPATIENT) -> Server:
    """The user's mailbox behind a proxy, in the clear so that the proxy can read along."""
    return server_of(user, host="127.0.0.1", port=proxy.port, tls="none", ca_file=None, patience=patience)


def test_a_lost_connection_is_never_an_empty_answer(bed: DovecotBed, opened: Opened) -> None:
    """The reply is cut after every so many octets: each look either fails or has everything (F2, chatmail/core#5009)."""
    for number in range(1, 4):
        bed.deliver(with_parts(TEXT, number=number))
    whole = bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
    outcomes: list[News | None] = []
    with FaultProxy(bed.user.port) as proxy:
        for octets in range(1, 6000, 61):
            proxy.faults.cut_down_after = octets
            mailbox = opened(through(proxy, bed.user))
            try:
                outcomes.append(mailbox.news(Folder.INBOX, None, LONG_AGO))
            except Unreachable:
                outcomes.append(None)
    assert all(outcome in (None, whole) for outcome in outcomes)
    assert None in outcomes
    assert whole in outcomes


def test_reading_that_is_cut_off_fails_and_says_so(bed: DovecotBed, opened: Opened) -> None:
    """What was read before stands; the rest is an error, not silence."""
    for number in range(1, 4):
        bed.deliver(with_parts(TEXT, "Content-Type: image/png\r\n\r\n" + "x" * 150_000, number=number))
    refs = [head.ref for head in bed.mailbox.heads(Folder.INBOX, LONG_AGO)]
    whole = dict(bed.mailbox.read(refs))
    outcomes = set()
    with FaultProxy(bed.user.port) as proxy:
        for octets in range(1, 9000, 211):
            proxy.faults.cut_down_after = octets
            mailbox = opened(through(proxy, bed.user))
            read: dict[Ref, bytes] = {}
            try:
                read.update(mailbox.read(refs))
                assert read == whole
                outcomes.add("whole")
            except Unreachable:
                assert read.items() <= whole.items()
                outcomes.add("cut")
    assert outcomes == {"whole", "cut"}


def test_an_append_whose_answer_is_lost_is_an_error_and_there_once(bed: DovecotBed, opened: Opened) -> None:
    """F2: whoever asks again finds it by looking."""
    with FaultProxy(bed.user.port) as proxy:
        mailbox = opened(through(proxy, bed.user))
        before = mailbox.mark(Folder.DRAFTS)
        proxy.faults.swallow = b"APPENDUID"
        with pytest.raises(Unreachable):
            mailbox.append(Folder.DRAFTS, letter())
        proxy.heal()
        assert mailbox.mark(Folder.DRAFTS).uidnext == before.uidnext + 1
        assert [letter().startswith(head.header) for head in mailbox.heads(Folder.DRAFTS, LONG_AGO)] == [True]


def test_an_append_that_is_cut_in_the_middle_leaves_nothing(bed: DovecotBed, opened: Opened) -> None:
    """F3: half a letter is no letter."""
    with FaultProxy(bed.user.port) as proxy:
        mailbox = opened(through(proxy, bed.user))
        mailbox.mark(Folder.DRAFTS)
        proxy.faults.cut_up_after = 2000
        with pytest.raises(Unreachable):
            mailbox.append(Folder.DRAFTS, letter(text="x" * 50_000))
        proxy.heal()
        assert mailbox.heads(Folder.DRAFTS, LONG_AGO) == ()


def test_the_next_call_after_a_break_connects_anew(bed: DovecotBed, opened: Opened) -> None:
    """No restart, no helper: it heals by itself (I19)."""
    bed.deliver(letter())
    with FaultProxy(bed.user.port) as proxy:
        mailbox = opened(through(proxy, bed.user))
        cursor = mailbox.news(Folder.INBOX, None, LONG_AGO).cursor
        proxy.reset()
        proxy.refuse()
        with pytest.raises(Unreachable):
            mailbox.news(Folder.INBOX, cursor, LONG_AGO)
        bed.deliver(letter(2))
        proxy.listen()
        assert len(mailbox.news(Folder.INBOX, cursor, LONG_AGO).heads) == 1


def test_a_connection_that_was_closed_meanwhile_costs_no_call(bed: DovecotBed) -> None:
    """F7: the server threw us out between two calls; the next one does not even notice."""
    bed.mailbox.mark(Folder.INBOX)
    bed.dovecot.doveadm("kick", bed.user.address)
    with other_client(bed.user) as client:
        assert client.noop()[0] == "OK"  # the server has dealt with it
    time.sleep(0.2)
    assert bed.mailbox.mark(Folder.INBOX).uidvalidity


def test_a_black_hole_is_given_up(bed: DovecotBed, opened: Opened) -> None:
    """F5: the connection stands and nothing comes."""
    with FaultProxy(bed.user.port) as proxy:
        mailbox = opened(through(proxy, bed.user))
        mailbox.mark(Folder.INBOX)
        proxy.black_hole()
        with pytest.raises(Unreachable, match="in time"):
            mailbox.mark(Folder.INBOX)
        proxy.heal()
        assert mailbox.mark(Folder.INBOX).uidvalidity


def test_a_call_can_be_broken_off_from_elsewhere(bed: DovecotBed, opened: Opened) -> None:
    """A signal arrives while a server keeps us waiting: the call ends at once, long before its patience does."""
    with FaultProxy(bed.user.port) as proxy:
        mailbox = opened(through(proxy, bed.user, Patience(octet=60, answer=60)))
        mailbox.mark(Folder.INBOX)
        proxy.black_hole()
        threading.Timer(0.2, mailbox.interrupt).start()
        with pytest.raises(Unreachable):
            mailbox.mark(Folder.INBOX)


@pytest.mark.parametrize("restart", [Dovecot.stop, Dovecot.kill])
def test_a_server_that_starts_again_is_found_again(authority: Authority, restart: Callable[[Dovecot], None]) -> None:
    """F11: everything that was there is there, and the numbers are the same."""
    with Dovecot(authority=authority) as dovecot:
        bed = DovecotBed(dovecot, dovecot.fresh_user())
        bed.deliver(letter())
        before = bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
        restart(dovecot)
        with pytest.raises(Unreachable):
            bed.mailbox.mark(Folder.INBOX)
        dovecot.restart()
        assert bed.mailbox.news(Folder.INBOX, None, LONG_AGO) == before
        bed.mailbox.close()


def test_a_wrong_password_is_the_users_affair(mailbox_user: MailboxUser, opened: Opened) -> None:
    """F21: no second attempt can help."""
    where = server_of(mailbox_user)
    server = Server(host=where.host, port=where.port, ca_file=where.ca_file, user=where.user, password=lambda: "wrong")
    with pytest.raises(NeedsUser, match="AUTHENTICATIONFAILED"):
        opened(server).mark(Folder.INBOX)


def test_the_password_is_asked_for_at_every_sign_in(mailbox_user: MailboxUser, opened: Opened) -> None:
    """A changed password takes effect without a restart, and the old one is kept nowhere."""
    words = iter(["wrong", mailbox_user.password])
    where = server_of(mailbox_user)
    server = Server(
        host=where.host, port=where.port, ca_file=where.ca_file, user=where.user, password=lambda: next(words)
    )
    mailbox = opened(server)
    with pytest.raises(NeedsUser):
        mailbox.mark(Folder.INBOX)
    assert mailbox.mark(Folder.INBOX).uidvalidity


def test_a_full_mailbox_refuses_a_draft(authority: Authority) -> None:
    """F15: OVERQUOTA is said before a single octet of the letter is sent; looking goes on."""
    extra = "mail_plugins = $mail_plugins quota\nplugin {\n  quota = count:User quota\n  quota_vsizes = yes\n  quota_rule = *:storage=20K\n}\n"
    with Dovecot(authority=authority, extra=extra) as dovecot:
        bed = DovecotBed(dovecot, dovecot.fresh_user())
        with pytest.raises(Refused, match=r"full \(OVERQUOTA\)"):
            bed.mailbox.append(Folder.DRAFTS, letter(text="x" * 40_000))
        assert bed.mailbox.heads(Folder.DRAFTS, LONG_AGO) == ()
        bed.mailbox.close()


def test_drafts_that_may_only_be_read_refuse_a_draft(authority: Authority, tmp_path: Path) -> None:
    """F14: said once, not tried for ever."""
    extra = (
        "mail_plugins = $mail_plugins acl\nprotocol imap {\n  mail_plugins = $mail_plugins acl imap_acl\n}\n"
        "plugin {\n  acl = vfile\n}\n"
    )
    with Dovecot(authority=authority, extra=extra) as dovecot:
        bed = DovecotBed(dovecot, dovecot.fresh_user())
        ref = bed.mailbox.append(Folder.DRAFTS, letter())
        (bed.user.maildir / ".Drafts" / "dovecot-acl").write_text("owner lr\n")
        bed.mailbox.close()
        with pytest.raises(Refused):
            bed.mailbox.append(Folder.DRAFTS, letter())
        with pytest.raises(Refused):
            bed.mailbox.remove(ref)
        assert bed.mailbox.fetch(ref) == letter()
        bed.mailbox.close()


def test_a_server_that_can_do_little_is_enough(authority: Authority) -> None:
    """F23: no UIDPLUS, SPECIAL-USE, NOTIFY, LITERAL+: drafts are found again by their Message-ID, and never expunged."""
    extra = "protocol imap {\n  imap_capability = IMAP4rev1 AUTH=PLAIN\n}\n"
    with Dovecot(authority=authority, extra=extra) as dovecot:
        bed = DovecotBed(dovecot, dovecot.fresh_user())
        bed.deliver(letter(1), Folder.DRAFTS)
        ref = bed.mailbox.append(Folder.DRAFTS, letter(2))
        assert bed.mailbox.fetch(ref) == letter(2)
        assert not bed.mailbox.remove(ref)
        assert [flags for _, flags in bed.seen_by_others(Folder.DRAFTS)][1] == {r"\Draft", r"\Seen"}
        bed.mailbox.close()


def test_drafts_that_were_renamed_are_found_by_their_new_name(opened: Opened) -> None:
    """F13: another language was chosen in the mail program; the open connection still knows the old name."""
    renamed = False

    def answer(command: bytes, arguments: bytes) -> bytes | Iterator[bytes] | None:
        if renamed and command == b"LIST":
            return b'* LIST (\\Drafts) "/" "Entw&APw-rfe"\r\n* LIST (\\Sent) "/" Sent\r\n'
        if renamed and command == b"EXAMINE" and arguments == b'"Drafts"':
            return iter([b"TAG NO [NONEXISTENT] no such folder\r\n"])
        return None

    with ScriptedServer(answer) as server:
        mailbox = opened(server.server)
        assert mailbox.mark(Folder.DRAFTS).uidvalidity
        renamed = True
        assert mailbox.mark(Folder.DRAFTS).uidvalidity
        assert b'EXAMINE "Entw&APw-rfe"' in server.heard[-1]


def test_a_thousand_messages_are_fetched_in_several_commands(bed: DovecotBed) -> None:
    """And come out whole and in order."""
    bed.deliver(letter(0))
    home = bed.user.maildir / "cur"
    for number in range(1, 2200):
        (home / f"17000{number:05}.M1.example:2,S").write_bytes(letter(number).replace(b"\r\n", b"\n"))
    heads = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
    assert len(heads) == 2200 > 2 * fetching.AT_ONCE
    assert {head.header.split(b"Message-ID: <")[1].split(b"@")[0] for head in heads} == {b"%d" % n for n in range(2200)}
    assert len(list(bed.mailbox.read([head.ref for head in heads]))) == 2200


def test_two_connections_at_most(authority: Authority, opened: Opened) -> None:
    """F19: this mailbox never has more than one of its own; the watch has the other."""
    extra = "protocol imap {\n  mail_max_userip_connections = 1\n}\n"
    with Dovecot(authority=authority, extra=extra) as dovecot:
        mailbox = opened(server_of(dovecot.user(f"one@{DOMAIN}")))
        for _ in range(5):
            mailbox.mark(Folder.INBOX)
            mailbox.append(Folder.DRAFTS, letter())
            list(mailbox.read([head.ref for head in mailbox.heads(Folder.DRAFTS, LONG_AGO)]))
        other = opened(server_of(dovecot.user(f"one@{DOMAIN}")))
        with pytest.raises(Unreachable):
            other.mark(Folder.INBOX)
