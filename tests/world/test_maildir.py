"""What is particular about a Maildir: its numbers, its neighbours, and its ways of not being there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world.maildir import MaildirMailbox
from agent.world.ports import Folder, Head
from tests.servers.dovecot import Dovecot, MailboxUser
from tests.world.mailbox_beds import LONG_AGO, NOON, DovecotBed, MaildirBed, letter, other_client


@pytest.fixture
def bed(tmp_path: Path) -> MaildirBed:
    """A Maildir."""
    return MaildirBed(tmp_path)


def test_a_maildir_that_is_not_there_is_the_users_affair(tmp_path: Path) -> None:
    """Every missing folder is named at once."""
    with pytest.raises(NeedsUser) as problem:
        MaildirMailbox(tmp_path / "nowhere", account="maildir", state=tmp_path / "state")
    assert len(problem.value.problems) == 3


def test_a_maildir_is_made_only_where_that_was_asked_for(tmp_path: Path) -> None:
    """For a demonstration; a user's own is never made."""
    mailbox = MaildirMailbox(tmp_path / "new", account="maildir", state=tmp_path / "state", create=True)
    assert mailbox.fetch(mailbox.append(Folder.DRAFTS, letter())) == letter()


def test_a_disk_that_is_not_mounted_is_no_empty_mailbox(bed: MaildirBed) -> None:
    """It was there a moment ago: nothing was deleted, it is out of reach."""
    bed.deliver(letter())
    bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
    bed.root.rename(bed.root.with_name("elsewhere"))
    for look in (bed.mailbox.mark, lambda folder: bed.mailbox.append(folder, letter())):
        with pytest.raises(Unreachable):
            look(Folder.DRAFTS)
    bed.root.with_name("elsewhere").rename(bed.root)
    assert len(bed.mailbox.heads(Folder.INBOX, LONG_AGO)) == 1


def test_a_place_that_cannot_be_written_to_refuses(bed: MaildirBed) -> None:
    """And leaves nothing half done."""
    (bed.root / ".Drafts" / "tmp").rmdir()
    (bed.root / ".Drafts" / "tmp").write_text("in the way")
    with pytest.raises(Refused):
        bed.mailbox.append(Folder.DRAFTS, letter())
    assert bed.seen_by_others(Folder.DRAFTS) == []


def test_a_draft_has_the_line_ends_of_its_neighbours(bed: MaildirBed) -> None:
    """On disk it is a text file like the others; a mail program shows no ^M."""
    bed.mailbox.append(Folder.DRAFTS, letter())
    (file,) = (bed.root / ".Drafts" / "cur").iterdir()
    assert b"\r" not in file.read_bytes()
    assert file.name.endswith(":2,DS")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_draft_is_dated_by_the_services_clock(tmp_path: Path) -> None:
    """Not by the machine's, which a simulation runs ahead of."""
    mailbox = MaildirMailbox(tmp_path / "m", account="m", state=tmp_path / "s", create=True, now=lambda: NOON)
    mailbox.append(Folder.DRAFTS, letter())
    assert [head.received for head in mailbox.heads(Folder.DRAFTS, LONG_AGO)] == [NOON]


def test_messages_are_numbered_in_the_order_of_their_arrival(bed: MaildirBed) -> None:
    """Whatever their files are called."""
    for days in (3, 1, 2):
        bed.deliver(letter(days), received=NOON + timedelta(days=days))
    heads = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
    assert [head.received.day - NOON.day for head in heads] == [1, 2, 3]


def test_a_mail_program_may_move_and_mark_files_at_any_time(bed: MaildirBed) -> None:
    """The number stays, from `new` to `cur` and through every flag."""
    bed.deliver(letter())
    (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
    for flag in (r"\Seen", r"\Answered"):
        bed.flag(head.ref, flag)
        assert [ref for ref, _ in bed.mailbox.read([head.ref])] == [head.ref]
    (again,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
    assert (again.ref, again.flags) == (head.ref, frozenset({r"\Seen", r"\Answered"}))


def test_nothing_else_in_the_folders_counts(bed: MaildirBed) -> None:
    """Deliveries under way, hidden files, directories, the files of a server."""
    (bed.root / "tmp" / "1.M1.half").write_bytes(b"From")
    (bed.root / "cur" / ".nfs0001").write_bytes(b"")
    (bed.root / "cur" / "directory").mkdir()
    (bed.root / "dovecot-uidlist").write_bytes(b"3 V1 N1")
    assert bed.mailbox.heads(Folder.INBOX, LONG_AGO) == ()


@pytest.mark.parametrize("name", ["a\nb", "caf\udce9", "1 2 3", '"', "x" * 200, "1.M1.example,S=120,W=124"])
def test_a_files_odd_name_is_no_obstacle(bed: MaildirBed, name: str) -> None:
    """Other octets than letters, too."""
    path = os.fsencode(bed.root / "new") + b"/" + os.fsencode(name)
    with open(path, "wb") as file:  # noqa: PTH123 - the name is not one of letters
        file.write(letter())
    (head,) = bed.mailbox.heads(Folder.INBOX, LONG_AGO)
    assert bed.again().heads(Folder.INBOX, LONG_AGO) == (head,)
    assert bed.mailbox.fetch(head.ref) == letter()


@pytest.mark.parametrize(
    "damage", [b"", b"\xff\xfe", b"uidlist 1 5", b"uidlist 9 5 7\n", b"uidlist 1 5 7\n1 not-json\n"]
)
def test_a_damaged_list_of_numbers_is_begun_anew(bed: MaildirBed, damage: bytes) -> None:
    """Everything is shown again under another UIDVALIDITY; nothing is lost, and it stays so from then on."""
    bed.deliver(letter())
    cursor = bed.mailbox.news(Folder.INBOX, None, LONG_AGO).cursor
    for file in bed.state.glob("*-inbox.uids"):
        file.write_bytes(damage)
    again = bed.again()
    news = again.news(Folder.INBOX, cursor, LONG_AGO)
    assert (news.reset, len(news.heads)) == (True, 1)
    assert again.news(Folder.INBOX, news.cursor, LONG_AGO).heads == ()


def test_two_who_look_at_once_give_the_same_numbers(bed: MaildirBed) -> None:
    """The service and a command of the person's, side by side."""
    for number in range(40):
        bed.deliver(letter(number))
    looks: list[tuple[Head, ...]] = []

    def look() -> None:
        mailbox = bed.again()
        looks.extend(mailbox.heads(Folder.INBOX, LONG_AGO) for _ in range(5))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looks) == 20
    assert len(set(looks)) == 1


def test_the_list_of_numbers_lies_outside_the_maildir(bed: MaildirBed) -> None:
    """The user's mail holds nothing of ours but drafts."""
    before = sorted(path.relative_to(bed.root) for path in bed.root.rglob("*"))
    bed.mailbox.news(Folder.INBOX, None, LONG_AGO)
    assert sorted(path.relative_to(bed.root) for path in bed.root.rglob("*")) == before
    assert all(path.stat().st_mode & 0o077 == 0 for path in [bed.state])


def test_the_same_maildir_as_a_server_uses(dovecot: Dovecot, mailbox_user: MailboxUser, tmp_path: Path) -> None:
    """Dovecot and we see the same mail, and each other's drafts; neither disturbs the other."""
    bed = DovecotBed(dovecot, mailbox_user)
    bed.deliver(letter(1))
    bed.deliver(letter(2), Folder.SENT)
    bed.mailbox.mark(Folder.DRAFTS)
    with other_client(mailbox_user, Folder.DRAFTS):
        local = MaildirMailbox(mailbox_user.maildir, account="maildir", state=tmp_path / "state")
        assert local.fetch(local.heads(Folder.INBOX, LONG_AGO)[0].ref) == letter(1)
        assert local.fetch(local.heads(Folder.SENT, LONG_AGO)[0].ref) == letter(2)
        ref = local.append(Folder.DRAFTS, letter(3))
    give_to_its_owner(mailbox_user)
    assert bed.seen_by_others(Folder.DRAFTS) == [(letter(3), frozenset({r"\Draft", r"\Seen"}))]
    assert local.remove(ref)
    assert bed.seen_by_others(Folder.DRAFTS) == []
    bed.mailbox.append(Folder.DRAFTS, letter(4))
    (head,) = local.heads(Folder.DRAFTS, LONG_AGO)
    assert (local.fetch(head.ref), head.flags) == (letter(4), frozenset({r"\Draft", r"\Seen"}))
    bed.mailbox.close()


def give_to_its_owner(user: MailboxUser) -> None:
    """As root the tests write files that the server's user may not read."""
    owner = user.maildir.stat()
    for path in user.maildir.rglob("*"):
        os.chown(path, owner.st_uid, owner.st_gid)


@pytest.mark.parametrize("clock", [lambda: datetime(1999, 1, 1, tzinfo=UTC), lambda: datetime(2038, 2, 1, tzinfo=UTC)])
def test_names_are_never_given_twice(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    """Even when the clock stands still."""
    mailbox = MaildirMailbox(tmp_path / "m", account="m", state=tmp_path / "s", create=True, now=clock)
    refs = {mailbox.append(Folder.DRAFTS, letter(number)) for number in range(20)}
    assert len(refs) == 20
    assert len(mailbox.heads(Folder.DRAFTS, LONG_AGO.replace(year=1990))) == 20
