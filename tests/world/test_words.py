"""The person's words on their way to the running service: one suite over the folder and over memory."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.world.memory.words import MemoryWords
from agent.world.ports import Word, Words
from agent.world.words import WordsFolder

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def word(number: int = 1, *, after: int = 0, command: str = "close", **arguments: str) -> Word:
    """Something the person said, so many seconds after noon."""
    return Word(id=f"word-{number}", at=NOON + timedelta(seconds=after), command=command, arguments=arguments)


class WordsConformance:
    """Every test asks for `words`."""

    def test_a_word_is_heard_as_it_was_said(self, words: Words) -> None:
        """Its moment, its command, and its arguments with line breaks and umlauts."""
        said = word(command="notes", candidacy="c-1", text="Went well.\nThey need „Ordnung“ — and soon.")
        words.say(said)
        assert words.heard() == (said,)

    def test_silence_is_nothing(self, words: Words) -> None:
        """Nobody said anything."""
        assert words.heard() == ()

    def test_words_are_heard_oldest_first(self, words: Words) -> None:
        """By when they were said, not by when they were stored; at the same moment by their names."""
        for said in (word(3, after=2), word(2, after=1), word(5, after=0), word(4, after=1)):
            words.say(said)
        assert [heard.id for heard in words.heard()] == ["word-5", "word-2", "word-4", "word-3"]

    def test_a_word_waits_until_it_is_done(self, words: Words) -> None:
        """To hear it is not to have acted on it: the service may die in between."""
        words.say(word())
        assert words.heard() == words.heard() == (word(),)
        words.done(word())
        assert words.heard() == ()

    def test_only_the_word_that_is_done_is_taken_off(self, words: Words) -> None:
        """The others wait."""
        words.say(word(1))
        words.say(word(2))
        words.done(word(1))
        assert words.heard() == (word(2),)

    def test_a_word_may_be_done_twice(self, words: Words) -> None:
        """After a crash it may be, and one that never was may be, too."""
        words.say(word())
        words.done(word())
        words.done(word())
        words.done(word(99))
        assert words.heard() == ()

    def test_the_same_word_twice_is_one(self, words: Words) -> None:
        """A command that was not sure whether it got through says it again."""
        words.say(word())
        words.say(word())
        assert words.heard() == (word(),)

    def test_a_moment_keeps_its_zone(self, words: Words) -> None:
        """Words are compared as moments, wherever they were said."""
        late = Word(id="late", at=datetime.fromisoformat("2026-03-04T14:30:00+01:00"), command="pause", arguments={})
        words.say(late)
        words.say(word(after=60))
        assert [heard.id for heard in words.heard()] == ["word-1", "late"]
        assert words.heard()[1].at == late.at

    def test_many_may_speak_at_once(self, words: Words) -> None:
        """Commands in several terminals, while the service listens: every word is heard once, whole."""
        threads = [threading.Thread(target=words.say, args=(word(number),)) for number in range(40)]
        for thread in threads:
            thread.start()
        heard = {one.id for _ in range(20) for one in words.heard()}
        for thread in threads:
            thread.join()
        heard |= {one.id for one in words.heard()}
        assert len(words.heard()) == len(heard) == 40


class TestMemory(WordsConformance):
    @pytest.fixture
    def words(self) -> MemoryWords:
        """Words in memory."""
        return MemoryWords()


class TestFolder(WordsConformance):
    @pytest.fixture
    def words(self, tmp_path: Path) -> WordsFolder:
        """Words in a folder that was not there before."""
        return WordsFolder(tmp_path / "state" / "words")

    def test_the_service_hears_what_a_command_said(self, tmp_path: Path) -> None:
        """They are two processes with one folder."""
        WordsFolder(tmp_path / "words").say(word())
        assert WordsFolder(tmp_path / "words").heard() == (word(),)

    def test_half_a_word_is_never_heard(self, tmp_path: Path) -> None:
        """A command that died while it wrote leaves something that is no word, and says it again whole."""
        words = WordsFolder(tmp_path / "words")
        (tmp_path / "words" / ".word-1").write_text('{"at": "2026-03-04T12:00:00+00:00", "comm')
        assert words.heard() == ()
        words.say(word())
        assert words.heard() == (word(),)
        assert [path.name for path in (tmp_path / "words").iterdir()] == ["word-1.json"]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b"7",
            b'"close"',
            b"{}",
            b'{"at": 1, "command": "close", "arguments": {}}',
            b'{"at": "noon", "command": "close", "arguments": {}}',
            b'{"at": "2026-03-04T12:00:00+00:00", "command": "close"}',
            b'{"at": "2026-03-04T12:00:00+00:00", "command": "close", "arguments": ["c-1"]}',
            b'{"at": "2026-03-04T12:00:00+00:00", "command": "close", "arguments": null}',
            b"\xff\xfe\x00",
        ],
    )
    def test_what_is_no_word_is_left_lying(self, tmp_path: Path, content: bytes) -> None:
        """It was not written by us: it disturbs nobody, and is not deleted."""
        words = WordsFolder(tmp_path / "words")
        (tmp_path / "words" / "odd.json").write_bytes(content)
        words.say(word())
        assert words.heard() == (word(),)
        assert (tmp_path / "words" / "odd.json").read_bytes() == content

    def test_a_folder_named_like_a_word_is_none(self, tmp_path: Path) -> None:
        """Neither is a link into nowhere."""
        words = WordsFolder(tmp_path / "words")
        (tmp_path / "words" / "folder.json").mkdir()
        (tmp_path / "words" / "link.json").symlink_to("nowhere")
        assert words.heard() == ()

    def test_words_are_for_the_service_alone(self, tmp_path: Path) -> None:
        """Notes are in them (S8): the folder is 0700, a word 0600."""
        words = WordsFolder(tmp_path / "words")
        words.say(word(text="They need somebody for the night shift."))
        assert (tmp_path / "words").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "words" / "word-1.json").stat().st_mode & 0o777 == 0o600

    def test_a_word_is_readable_by_people(self, tmp_path: Path) -> None:
        """JSON with three fields: the form is a promise to who looks for a lost word."""
        WordsFolder(tmp_path / "words").say(word(candidacy="c-1"))
        said = json.loads((tmp_path / "words" / "word-1.json").read_text())
        assert said == {"at": "2026-03-04T12:00:00+00:00", "command": "close", "arguments": {"candidacy": "c-1"}}
