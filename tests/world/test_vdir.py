"""Calendars in folders, beside other programs: what they see, what they do, and what a file system can do to us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from agent.errors import NeedsUser, Refused, Unreachable
from agent.world.ports import Conflict
from agent.world.vdir import LARGEST, VdirCalendar
from tests.world.calendar_beds import event

UID = "thanks-7f3a@afterword.example"
KHAL = """\
[calendars]
[[all]]
path = {root}/*
type = discover
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {root}/../khal.db
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one calendar of the user's."""
    root = tmp_path / "calendars"
    (root / "personal").mkdir(parents=True)
    return root


@pytest.fixture
def calendar(root: Path) -> VdirCalendar:
    """The calendars in it."""
    return VdirCalendar(root, account="calendar")


class TestOtherPrograms:
    """khal and vdirsyncer read and write the same files."""

    def test_khal_shows_a_reminder_at_the_users_hour(self, root: Path, calendar: VdirCalendar, tmp_path: Path) -> None:
        """14:00 UTC is 15:00 in Berlin in March; the calendar has the name that people know."""
        calendar.put(UID, event(UID, summary="Follow-up: Acme", hour=14), etag=None)
        (tmp_path / "khal.conf").write_text(KHAL.format(root=root))
        khal = Path(sys.executable).with_name("khal")
        shown = subprocess.run(
            [khal, "-c", tmp_path / "khal.conf", "list", "--format", "{start-time} {title} [{calendar}]", "2026-03-04"],
            capture_output=True, text=True, check=True, env={**os.environ, "HOME": str(tmp_path), "TZ": "Europe/Berlin"},
        ).stdout  # fmt: skip
        assert "15:00 Follow-up: Acme [Interview follow-up]" in shown

    def test_our_collection_carries_its_name(self, root: Path, calendar: VdirCalendar) -> None:
        """In the file `displayname`, as the vdir format has it; nothing else lies beside the reminder."""
        calendar.put(UID, event(UID), etag=None)
        assert sorted(path.name for path in (root / "interview-follow-up").iterdir()) == ["displayname", f"{UID}.ics"]
        assert (root / "interview-follow-up/displayname").read_text() == "Interview follow-up"

    def test_a_collection_that_the_user_named_keeps_that_name(self, root: Path) -> None:
        """The settings may name another folder."""
        VdirCalendar(root, account="calendar", collection="Bewerbungen").put(UID, event(UID), etag=None)
        assert (root / "Bewerbungen/displayname").read_text() == "Bewerbungen"

    def test_half_written_files_of_others_are_passed_over(self, root: Path, calendar: VdirCalendar) -> None:
        """Hidden ones and temporary ones; so are those that a dead process of ours left behind."""
        for name in (".one.ics", "two.ics.tmp", ".0123456789abcdef.tmp", "displayname", "color"):
            (root / "personal" / name).write_bytes(event())
        (root / ".git").mkdir()
        (root / ".git" / "three.ics").write_bytes(event())
        assert calendar.news(None).items == ()

    def test_a_single_calendar_may_be_named_as_the_folder(self, root: Path) -> None:
        """The events then lie in the folder itself."""
        (root / "personal" / "one.ics").write_bytes(event())
        assert len(VdirCalendar(root / "personal", account="calendar").news(None).items) == 1

    def test_what_is_no_file_is_not_read(self, root: Path, calendar: VdirCalendar) -> None:
        """A pipe would keep us waiting for ever."""
        os.mkfifo(root / "personal" / "one.ics")
        (root / "personal" / "two.ics").mkdir()
        (root / "personal" / "three.ics").symlink_to("nowhere")
        assert calendar.news(None).items == ()

    def test_an_enormous_file_is_read_to_a_bound(self, root: Path, calendar: VdirCalendar) -> None:
        """What cannot be an event is for the reader to say, not for us to hold in memory."""
        (root / "personal" / "one.ics").write_bytes(b"x" * (LARGEST + 1))
        (item,) = calendar.news(None).items
        assert len(item.content) == LARGEST


class TestAtTheSameTime:
    """Nobody locks anything here."""

    def test_of_two_that_create_one_wins(self, root: Path) -> None:
        """To create is one step; the other one is told, and the content is whole."""
        for number in range(30):
            uid = f"{number}@afterword.example"
            start = threading.Barrier(4)
            told: list[object] = []

            def create(who: int, uid: str = uid, start: threading.Barrier = start, told: list[object] = told) -> None:
                calendar = VdirCalendar(root, account="calendar")
                start.wait()
                told.append(calendar.put(uid, event(uid, summary=f"by {who}"), etag=None))

            threads = [threading.Thread(target=create, args=(who,)) for who in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert told.count(Conflict.EXISTS) == 3

    def test_a_change_within_the_same_tick_is_seen(self, root: Path, calendar: VdirCalendar) -> None:
        """Same size, same inode, and a clock too coarse to tell: the content is compared."""
        file = root / "personal" / "one.ics"
        file.write_bytes(event(hour=9))
        stamp = file.stat().st_mtime_ns
        token = calendar.news(None).token
        file.write_bytes(event(hour=7))
        os.utime(file, ns=(stamp, stamp))
        (item,) = calendar.news(token).items
        assert b"T070000Z" in item.content

    def test_a_touched_file_is_no_news(self, root: Path, calendar: VdirCalendar) -> None:
        """A backup that was played back, a sync that rewrote everything."""
        file = root / "personal" / "one.ics"
        file.write_bytes(event())
        os.utime(file, (1_700_000_000, 1_700_000_000))
        token = calendar.news(None).token
        file.unlink()
        file.write_bytes(event())
        news = calendar.news(token)
        assert (news.items, news.gone) == ((), ())

    def test_an_old_unchanged_file_is_not_read_again(self, root: Path, calendar: VdirCalendar) -> None:
        """What the file system says of it is enough: its content is exchanged here behind everybody's back."""
        file = root / "personal" / "one.ics"
        file.write_bytes(event(hour=9))
        os.utime(file, (1_700_000_000, 1_700_000_000))
        token = calendar.news(None).token
        with file.open("r+b") as opened:
            opened.write(event(hour=7))
        os.utime(file, (1_700_000_000, 1_700_000_000))
        assert calendar.news(token).items == ()


class TestFileSystem:
    """What is not there, and what cannot be written."""

    def test_a_folder_that_is_not_there_is_the_users_affair(self, tmp_path: Path) -> None:
        """At the start: the settings name the wrong one."""
        with pytest.raises(NeedsUser, match="no folder of calendars"):
            VdirCalendar(tmp_path / "nowhere", account="calendar")

    @pytest.mark.parametrize("collection", ["../elsewhere", "/etc", "a/b", "", ".", "..", ".hidden"])
    def test_our_collection_lies_within_the_folder(self, root: Path, collection: str) -> None:
        """Its name is a name, and not a way out."""
        with pytest.raises(NeedsUser):
            VdirCalendar(root, account="calendar", collection=collection)

    def test_a_folder_that_disappears_is_no_empty_calendar(self, root: Path, calendar: VdirCalendar) -> None:
        """A disk that is not mounted: nothing is gone, nothing is written."""
        calendar.put(UID, event(UID), etag=None)
        token = calendar.news(None).token
        shutil.move(root, root.with_name("away"))
        for attempt in (
            lambda: calendar.news(token),
            lambda: calendar.get(UID),
            lambda: calendar.put("other@x", event("other@x"), etag=None),
            lambda: calendar.delete(UID, etag="1"),
        ):
            with pytest.raises(Unreachable):
                attempt()
        assert not root.exists()

    def test_a_place_that_cannot_be_written_is_a_refusal(self, root: Path, calendar: VdirCalendar) -> None:
        """Something that is no folder stands where our collection should."""
        (root / "interview-follow-up").write_text("not a folder")
        with pytest.raises(Refused, match="cannot be written"):
            calendar.put(UID, event(UID), etag=None)

    def test_a_uid_is_never_a_path(self, root: Path, calendar: VdirCalendar) -> None:
        """Strokes, dots and blanks in it are escaped."""
        uid = "../../etc/x y%"
        calendar.put(uid, event(uid), etag=None)
        item = calendar.get(uid)
        assert item is not None
        assert item.href == "interview-follow-up/..%2F..%2Fetc%2Fx%20y%25.ics"

    def test_files_are_ours_alone(self, root: Path, calendar: VdirCalendar) -> None:
        """Reminders say whom the user talks to: nobody else on this machine reads them (S8)."""
        calendar.put(UID, event(UID), etag=None)
        ours = root / "interview-follow-up"
        assert (ours.stat().st_mode & 0o777, (ours / f"{UID}.ics").stat().st_mode & 0o777) == (0o700, 0o600)


def test_no_folder_is_made_for_reminders_unless_the_user_agreed(tmp_path: Path) -> None:
    """It says what to do, writes nothing, and works as soon as the folder is there."""
    calendar = VdirCalendar(tmp_path, account="calendar", makes=False)
    with pytest.raises(Refused, match="make_collection = true"):
        calendar.ready()
    with pytest.raises(Refused, match="make_collection = true"):
        calendar.put("1@afterword", event("1@afterword"), etag=None)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "interview-follow-up").mkdir()
    calendar.ready()
    assert isinstance(calendar.put("1@afterword", event("1@afterword"), etag=None), str)
