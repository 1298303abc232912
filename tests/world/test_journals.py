"""The journal: one suite over SQLite and over memory, and what only a file has to promise."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core import facts as f
from agent.errors import Bug, NeedsUser
from agent.world.journal import SqliteJournal
from agent.world.memory.journal import MemoryJournal
from agent.world.ports import Journal, Seen

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Counting(Journal, Protocol):
    """A journal, with the sums that `status` shows."""

    def counts(self) -> dict[str, int]:
        """How many observed messages came to which outcome."""


def told(number: int = 1, *, candidacy: str = "c-1", account: str = "mail", source: str = "") -> f.Told:
    """Something the user was told."""
    at = NOON + timedelta(minutes=number)
    origin = f.Source(account=account, id=source or f"source-{number}")
    return f.Told(candidacy=candidacy, at=at, noted=at, source=origin, key=f"key-{number}", text=f"number {number}")


def begun(
    ordinal: int | None = 1,
    *,
    revision: int = 1,
    key: str = "",
    candidacy: str = "c-1",
    purpose: f.Purpose = f.Purpose.INQUIRY,
) -> f.DraftBegun:
    """A draft about to be written."""
    return f.DraftBegun(
        candidacy=candidacy,
        at=NOON,
        noted=NOON,
        key=key or f"{candidacy}/{purpose}-{ordinal}",
        revision=revision,
        purpose=purpose,
        ordinal=ordinal,
        interview=None,
        to=("recruiter@acme.example",),
        subject="Your decision",
        message_id=f"<{ordinal}.{revision}@example.org>",
        content="Dear Ms Doe,\r\n\0 Grüße, as they are\r\n".encode(),
        due=NOON,
        expires=NOON + timedelta(days=5),
    )


def seen(uid: int, outcome: str = "ignored", *, message_id: str = "") -> Seen:
    """What became of a message."""
    identity = message_id or f"<{uid}@example.com>"
    return Seen(
        account="mail", folder="inbox", uidvalidity=7, uid=uid, message_id=identity, outcome=outcome, reason="no rule"
    )


class JournalConformance:
    """Every test asks for `journal`."""

    # ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def test_facts_come_back_as_they_were_noted(self, journal: Counting) -> None:
        """Every field, octets among them, in the order of noting, whatever their moments say."""
        facts = [told(3), begun(), told(1)]
        assert journal.note(facts) == tuple(facts)
        assert [fact for _, fact in journal.facts()] == facts

    @pytest.mark.parametrize(
        "content", [b"\xff\xfe \x80 latin \xe9", b"base64:", b"base64:AAA=", bytes(range(256)), b""]
    )
    def test_a_draft_of_any_bytes_comes_back_as_it_was(self, journal: Counting, content: bytes) -> None:
        """Bytes that are no UTF-8, and text that looks as if it had been packed already."""
        fact = replace(begun(), content=content)
        journal.note([fact])
        assert [known for _, known in journal.facts()] == [fact]

    def test_the_same_fact_twice_changes_nothing(self, journal: Counting) -> None:
        """Within one noting, and in a later one; only what was new is handed back."""
        assert journal.note([told(1), told(1)]) == (told(1),)
        assert journal.note([told(1), told(2)]) == (told(2),)
        assert [fact for _, fact in journal.facts()] == [told(1), told(2)]

    def test_the_same_fact_from_another_account_is_the_same(self, journal: Counting) -> None:
        """Who read it and where it lay is no part of what happened."""
        journal.note([told(1, account="mail")])
        assert journal.note([told(1, account="second mailbox")]) == ()

    def test_the_same_words_from_another_source_are_another_fact(self, journal: Counting) -> None:
        """Two messages say the same: two things happened."""
        assert len(journal.note([told(1, source="<a@x>"), told(1, source="<b@x>")])) == 2

    def test_facts_of_one_candidacy_are_told_apart(self, journal: Counting) -> None:
        """And every fact has an id of its own, the same at every reading."""
        journal.note([told(1), told(2, candidacy="c-2"), told(3)])
        assert [fact for _, fact in journal.facts("c-1")] == [told(1), told(3)]
        assert list(journal.facts("c-3")) == []
        ids = [identity for identity, _ in journal.facts()]
        assert len(set(ids)) == 3
        assert ids == [identity for identity, _ in journal.facts()]

    def test_nothing_is_noted_of_nothing(self, journal: Counting) -> None:
        """A look without news."""
        assert journal.note([]) == ()
        assert list(journal.facts()) == []

    # ── the coach's budget ───────────────────────────────────────────────────────────────────────────────────────

    def test_two_inquiries_are_the_most_there_will_ever_be(self, journal: Counting) -> None:
        """★ A third one is refused by the journal itself, even if the agenda had a bug."""
        journal.note([begun(1)])
        journal.note([begun(2)])
        with pytest.raises(Bug):
            journal.note([begun(3)])
        with pytest.raises(Bug):
            journal.note([begun(0)])
        assert len(list(journal.facts())) == 2

    def test_an_inquiry_has_a_number(self, journal: Counting) -> None:
        """Without one it could not be counted."""
        with pytest.raises(Bug):
            journal.note([begun(None)])
        assert list(journal.facts()) == []

    def test_a_second_copy_of_a_draft_is_refused(self, journal: Counting) -> None:
        """Same step, same revision, other octets: somebody composed it twice."""
        journal.note([begun(1)])
        other = replace(begun(1), message_id="<other@example.org>")
        with pytest.raises(Bug):
            journal.note([other])
        assert [fact for _, fact in journal.facts()] == [begun(1)]

    def test_two_copies_in_one_noting_are_refused(self, journal: Counting) -> None:
        """The rule holds within a transaction, too, and then nothing of it is stored."""
        other = replace(begun(1), message_id="<other@example.org>")
        with pytest.raises(Bug):
            journal.note([told(1), begun(1), other])
        assert list(journal.facts()) == []

    def test_the_same_draft_noted_again_is_no_second_copy(self, journal: Counting) -> None:
        """The same fact twice changes nothing, here as everywhere."""
        journal.note([begun(1)])
        assert journal.note([begun(1)]) == ()

    def test_a_new_revision_is_allowed(self, journal: Counting) -> None:
        """An untouched draft that is replaced by a better one is still the same inquiry."""
        journal.note([begun(1)])
        assert journal.note([begun(1, revision=2)]) == (begun(1, revision=2),)

    def test_other_letters_have_no_number(self, journal: Counting) -> None:
        """One thank-you for each interviewer; each candidacy has a budget of its own."""
        thanks = [begun(None, key=f"thank-{person}", purpose=f.Purpose.THANK_YOU) for person in range(4)]
        assert len(journal.note(thanks)) == 4
        assert len(journal.note([begun(1), begun(1, candidacy="c-2")])) == 2

    # ── one transaction ──────────────────────────────────────────────────────────────────────────────────────────

    def test_all_of_a_noting_is_stored_or_nothing(self, journal: Counting) -> None:
        """I1: facts, cursor, outcomes and words stand or fall together."""
        with pytest.raises(Bug):
            journal.note([told(1), begun(3)], cursors={("mail", "inbox"): "7:12"}, seen=[seen(12)], words=["word-1"])
        assert list(journal.facts()) == []
        assert journal.cursor("mail", "inbox") is None
        assert not journal.was_seen("<12@example.com>")
        assert not journal.was_done("word-1")
        assert journal.counts() == {}

    def test_a_journal_goes_on_after_a_refusal(self, journal: Counting) -> None:
        """The next noting is stored as if nothing had been."""
        with pytest.raises(Bug):
            journal.note([begun(3)])
        assert journal.note([told(1)]) == (told(1),)

    # ── cursors, outcomes, words ─────────────────────────────────────────────────────────────────────────────────

    def test_a_cursor_is_the_last_one(self, journal: Counting) -> None:
        """Of its account and its folder."""
        assert journal.cursor("mail", "inbox") is None
        journal.note([], cursors={("mail", "inbox"): "7:1", ("mail", "sent"): "8:1"})
        journal.note([], cursors={("mail", "inbox"): "7:2", ("calendar", "inbox"): "{}"})
        assert [journal.cursor(*where) for where in (("mail", "inbox"), ("mail", "sent"), ("calendar", "inbox"))] == [
            "7:2",
            "8:1",
            "{}",
        ]

    def test_a_message_that_was_dealt_with_is_known(self, journal: Counting) -> None:
        """By its id, in whatever folder it turns up next."""
        journal.note([], seen=[seen(1), seen(2, "acted")])
        assert journal.was_seen("<1@example.com>")
        assert not journal.was_seen("<3@example.com>")

    def test_a_message_counts_once(self, journal: Counting) -> None:
        """I2: observed = acted + ignored + quarantined; looked at again, it is still one, with its first outcome."""
        journal.note([], seen=[seen(1), seen(2, "acted"), seen(3, "quarantined")])
        journal.note([], seen=[seen(1, "acted"), seen(4)])
        assert journal.counts() == {"acted": 1, "ignored": 2, "quarantined": 1}

    def test_what_could_not_be_read_is_listed(self, journal: Counting) -> None:
        """With where it lies and why, oldest first."""
        journal.note([], seen=[seen(1), seen(2, "quarantined"), seen(3, "quarantined")])
        assert [(one.folder, one.uid, one.reason) for one in journal.quarantined()] == [
            ("inbox", 2, "no rule"),
            ("inbox", 3, "no rule"),
        ]

    def test_a_word_is_done_once_it_is_noted(self, journal: Counting) -> None:
        """Together with its fact; noting it again is fine."""
        assert not journal.was_done("word-1")
        journal.note([told(1)], words=["word-1"])
        journal.note([], words=["word-1"])
        assert journal.was_done("word-1")
        assert not journal.was_done("word-2")

    # ── forgetting ───────────────────────────────────────────────────────────────────────────────────────────────

    def test_what_is_forgotten_is_gone_and_does_not_come_back(self, journal: Counting) -> None:
        """Its facts are erased; its sources and its name are known as forgotten; the others stay."""
        journal.note([told(1), begun(1), told(2, candidacy="c-2")])
        journal.forget("c-1")
        assert [fact for _, fact in journal.facts()] == [told(2, candidacy="c-2")]
        assert journal.is_forgotten("source-1")
        assert journal.is_forgotten("c-1")
        assert not journal.is_forgotten("source-2")
        assert not journal.is_forgotten("c-2")

    def test_to_forget_what_never_was_is_remembered(self, journal: Counting) -> None:
        """The user may say so before we have seen it, and twice."""
        journal.forget("c-9")
        journal.forget("c-9")
        assert journal.is_forgotten("c-9")

    def test_the_secret_is_not_empty(self, journal: Counting) -> None:
        """Ids that nobody can guess are made from it."""
        assert journal.secret

    def test_one_inquiry_has_one_number(self, journal: Counting) -> None:
        """★ Under another step's key it would be a third one in disguise."""
        journal.note([begun(1)])
        with pytest.raises(Bug):
            journal.note([begun(1, key="another step")])

    def test_a_draft_is_not_rewritten_for_ever(self, journal: Counting) -> None:
        """Nine revisions are a loop, not an improvement."""
        journal.note([begun(1, revision=9)])
        for revision in (0, 10):
            with pytest.raises(Bug):
                journal.note([begun(1, revision=revision)])

    def test_a_draft_without_a_source_does_not_make_everything_forgotten(self, journal: Counting) -> None:
        """What we did ourselves has no source: nothing is not a source."""
        journal.note([begun(1), begun(1, candidacy="c-2")])
        journal.forget("c-1")
        assert not journal.is_forgotten("")


class TestMemory(JournalConformance):
    @pytest.fixture
    def journal(self) -> MemoryJournal:
        """A journal in memory."""
        return MemoryJournal()


class TestSqlite(JournalConformance):
    @pytest.fixture
    def journal(self, tmp_path: Path) -> Iterator[SqliteJournal]:
        """A journal in a folder that was not there before."""
        journal = SqliteJournal(tmp_path / "state")
        yield journal
        journal.close()


class TestFile:
    """What the journal promises as a file."""

    def test_everything_is_there_after_a_restart(self, tmp_path: Path) -> None:
        """Facts, cursor, outcomes, words, what was forgotten, and the same secret."""
        journal = SqliteJournal(tmp_path)
        journal.note(
            [told(1), begun(1)], cursors={("mail", "inbox"): "7:1"}, seen=[seen(1, "quarantined")], words=["w"]
        )
        journal.forget("c-9")
        before = contents(journal)
        journal.close()
        again = SqliteJournal(tmp_path)
        assert contents(again) == before
        assert (again.cursor("mail", "inbox"), again.was_done("w"), again.is_forgotten("c-9")) == ("7:1", True, True)
        with pytest.raises(Bug):
            again.note([begun(3)])
        again.close()

    def test_two_installations_have_two_secrets(self, tmp_path: Path) -> None:
        """32 octets each: a reply to one's prompt is no reply to another's."""
        first, second = SqliteJournal(tmp_path / "a"), SqliteJournal(tmp_path / "b")
        assert len(first.secret) == len(second.secret) == 32
        assert first.secret != second.secret
        first.close()
        second.close()

    def test_a_second_writer_is_refused_at_once(self, tmp_path: Path) -> None:
        """I17: in this process and in another; with the first one gone, the next may write."""
        journal = SqliteJournal(tmp_path)
        with pytest.raises(NeedsUser, match="running already"):
            SqliteJournal(tmp_path)
        script = f"from pathlib import Path; from agent.world.journal import SqliteJournal; SqliteJournal(Path({str(tmp_path)!r}))"
        other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert other.returncode != 0
        assert "running already" in other.stderr
        journal.close()
        SqliteJournal(tmp_path).close()

    def test_a_reader_is_welcome_beside_the_writer(self, tmp_path: Path) -> None:
        """`status` while the service runs: it sees what was committed, then and later, and locks nobody out."""
        journal = SqliteJournal(tmp_path)
        journal.note([told(1)])
        reader = SqliteJournal(tmp_path, read_only=True)
        assert contents(reader) == contents(journal)
        assert reader.secret == journal.secret
        journal.note([told(2)])
        assert contents(reader) == contents(journal)
        reader.close()
        journal.close()

    def test_a_reader_cannot_write(self, tmp_path: Path) -> None:
        """Not even by mistake."""
        SqliteJournal(tmp_path).close()
        reader = SqliteJournal(tmp_path, read_only=True)
        with pytest.raises(NeedsUser):
            reader.note([told(1)])
        assert contents(reader) == []
        reader.close()

    def test_a_reader_finds_no_journal_before_there_is_one(self, tmp_path: Path) -> None:
        """And makes none."""
        with pytest.raises(NeedsUser, match="afterword run"):
            SqliteJournal(tmp_path, read_only=True)
        assert list(tmp_path.iterdir()) == []

    def test_the_state_is_for_its_owner_alone(self, tmp_path: Path) -> None:
        """S8: the folder 0700, every file in it 0600, the WAL too."""
        journal = SqliteJournal(tmp_path / "state")
        journal.note([told(1)])
        assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "state").iterdir()}
        assert set(modes.values()) == {"0o600"}, modes
        assert "journal.sqlite3-wal" in modes
        journal.close()

    def test_forgotten_octets_are_nowhere_in_the_files(self, tmp_path: Path) -> None:
        """Not in free pages, not in the WAL: neither a draft's text nor an address, neither in the clear nor encoded."""
        journal = SqliteJournal(tmp_path)
        journal.note([begun(1), told(1, source="<canary-source@example.com>")])
        held = files(tmp_path)
        assert b"recruiter@acme.example" in held
        assert b"canary-source" in held
        journal.forget("c-1")
        held = files(tmp_path)
        for trace in (b"recruiter@acme.example", b"canary-source", b"Your decision", b"RGVhciBNcyBEb2", b"Dear Ms Doe"):
            assert trace not in held
        journal.close()

    def test_message_ids_are_not_stored_in_the_clear(self, tmp_path: Path) -> None:
        """What was seen is known by a keyed hash."""
        journal = SqliteJournal(tmp_path)
        journal.note([], seen=[seen(1, message_id="<canary@example.com>")])
        assert b"canary@example.com" not in files(tmp_path)
        assert journal.was_seen("<canary@example.com>")
        journal.close()

    def test_a_file_that_is_no_journal_is_the_users_affair(self, tmp_path: Path) -> None:
        """It is left as it is."""
        (tmp_path / "journal.sqlite3").write_bytes(b"no database at all" * 1000)
        with pytest.raises(NeedsUser, match="cannot be opened"):
            SqliteJournal(tmp_path)
        assert (tmp_path / "journal.sqlite3").read_bytes() == b"no database at all" * 1000

    def test_a_journal_of_a_newer_version_is_not_touched(self, tmp_path: Path) -> None:
        """After a roll-back of the program: nothing is read wrongly."""
        SqliteJournal(tmp_path).close()
        with sqlite3.connect(tmp_path / "journal.sqlite3") as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
        with pytest.raises(NeedsUser, match="newer"):
            SqliteJournal(tmp_path)

    def test_a_commit_is_on_the_disk_before_it_is_told(self, tmp_path: Path) -> None:
        """I16: WAL with synchronous=FULL, as SQLite itself says."""
        journal = SqliteJournal(tmp_path)
        db = journal._db
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        journal.close()


class TestCrash:
    """The process, or the machine, stops in the middle of something."""

    def test_a_power_cut_at_any_moment_leaves_a_sound_journal(self, tmp_path: Path) -> None:
        """The files as they lie after each noting, opened elsewhere: whole, with everything that was noted (I16)."""
        journal = SqliteJournal(tmp_path / "state")
        for number in range(1, 16):
            journal.note([told(number), told(number + 100)], cursors={("mail", "inbox"): str(number)})
            image = SqliteJournal(cut(tmp_path / "state", tmp_path / f"image-{number}"))
            assert image.sound()
            assert contents(image) == contents(journal)
            assert image.cursor("mail", "inbox") == str(number)
            image.close()
        journal.close()

    def test_a_power_cut_within_a_write_loses_that_noting_and_no_other(self, tmp_path: Path) -> None:
        """The WAL ends anywhere: what is there is a beginning of what was noted, and every noting is whole."""
        journal = SqliteJournal(tmp_path / "state")
        ends = []
        for number in range(1, 7):
            journal.note([told(number), told(number + 100)], cursors={("mail", "inbox"): str(number)})
            ends.append((tmp_path / "state/journal.sqlite3-wal").stat().st_size)
        everything = contents(journal)
        points = sorted(
            {0, 1, 31, 32, 33, *(end + shift for end in ends for shift in (-4096, -1, 0)), *range(0, ends[-1], 1777)}
        )
        for point in points:
            folder = cut(tmp_path / "state", tmp_path / f"image-{point}", wal=point)
            try:
                image = SqliteJournal(folder)
            except NeedsUser:
                pytest.fail(f"cut at {point} it cannot be opened")
            told_of = contents(image)
            assert image.sound()
            assert told_of == everything[: len(told_of)]
            assert len(told_of) == 2 * int(image.cursor("mail", "inbox") or 0)
            assert len(told_of) >= 2 * sum(end <= point for end in ends)
            image.close()
        assert len(points) > 50
        journal.close()

    def test_what_was_acknowledged_survives_a_kill(self, tmp_path: Path) -> None:
        """A writer is killed while it writes; every number that it printed is in the journal, and the lock is free."""
        for _ in range(5):
            writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
            assert writer.stdout is not None
            acknowledged = [int(writer.stdout.readline()) for _ in range(7)][-1]
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().split("\n")[:-1]
            writer.wait()
            writer.stdout.close()
            journal = SqliteJournal(tmp_path)
            assert journal.sound()
            last = int(journal.cursor("mail", "inbox") or 0)
            assert last >= int(rest[-1] if rest else acknowledged)
            assert len(contents(journal)) == last
            journal.close()

    def test_a_full_disk_is_said_and_costs_nothing_that_was_noted(self, tmp_path: Path) -> None:
        """F17: the noting fails as the user's affair; what was there is there, and with room again it goes on."""
        full = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=False)
        assert re.match(r"\d+ NeedsUser", full.stdout), full.stdout + full.stderr
        journal = SqliteJournal(tmp_path)
        assert journal.sound()
        assert len(contents(journal)) == int(full.stdout.split()[0])
        journal.note([told(100_000)])
        journal.close()


PRELUDE = """
import sys, itertools
from datetime import datetime, UTC
from pathlib import Path
from agent.core import facts as f
from agent.world.journal import SqliteJournal
journal = SqliteJournal(Path(sys.argv[1]))
def told(number, size=1):
    at = datetime(2026, 3, 4, tzinfo=UTC)
    return f.Told(candidacy="c", at=at, noted=at, source=f.Source(id=str(number)), key="k", text="x" * size)
"""
WRITER = (
    PRELUDE
    + """
for number in itertools.count(int(journal.cursor("mail", "inbox") or 0) + 1):
    journal.note([told(number)], cursors={("mail", "inbox"): str(number)})
    print(number, flush=True)
"""
)
FULL = (
    PRELUDE
    + """
import resource
from agent.errors import NeedsUser
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
for number in itertools.count():
    try:
        journal.note([told(number, 5000)])
    except NeedsUser as error:
        print(number, type(error).__name__)
        break
"""
)


def contents(journal: SqliteJournal) -> list[tuple[str, f.Fact]]:
    """Everything a journal holds."""
    return list(journal.facts())


def files(folder: Path) -> bytes:
    """Every octet in the files of a folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


def cut(state: Path, image: Path, *, wal: int | None = None) -> Path:
    """The database and its WAL as a power cut would leave them: without the shared memory, the WAL perhaps cut short."""
    image.mkdir()
    for name in ("journal.sqlite3", "journal.sqlite3-wal"):
        if (state / name).exists():
            shutil.copyfile(state / name, image / name)
    if wal is not None:
        with (image / "journal.sqlite3-wal").open("r+b") as file:
            file.truncate(wal)
    return image


OPERATIONS = st.lists(
    st.one_of(
        st.builds(told, st.integers(1, 5), candidacy=st.sampled_from(["c-1", "c-2"])),
        st.builds(begun, st.sampled_from([None, 1, 2, 3]), revision=st.integers(1, 2)),
        st.builds(begun, st.none(), key=st.sampled_from(["a", "b"]), purpose=st.just(f.Purpose.THANK_YOU)),
    ),
    max_size=4,
)


@settings(max_examples=60)
@given(notings=st.lists(OPERATIONS, max_size=6))
def test_memory_and_file_agree_on_every_history(
    tmp_path_factory: pytest.TempPathFactory, notings: list[list[f.Fact]]
) -> None:
    """Whatever is noted in whatever order: the same is new, the same is refused, the same is there at the end."""
    memory, file = MemoryJournal(), SqliteJournal(tmp_path_factory.mktemp("journal"))
    try:
        for facts in notings:
            assert outcome(memory, facts) == outcome(file, facts)
            assert list(memory.facts()) == list(file.facts())
    finally:
        file.close()


def outcome(journal: Journal, facts: list[f.Fact]) -> object:
    """What noting them came to."""
    try:
        return journal.note(facts)
    except Bug:
        return "refused"
