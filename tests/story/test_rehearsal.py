"""simulate and demo tell the story that the service lives."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timedelta
from email.policy import SMTP
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from agent.casebook import Casebook
from agent.core.etiquette import Rules
from agent.core.facts import Fact
from agent.core.people import Me
from agent.demo import demonstrate
from agent.desk import Desk
from agent.errors import NeedsUser
from agent.identity import identity
from agent.rehearsal import Script, rehearse
from agent.rehearsal.play import Event, Play
from agent.story import Line, Story
from agent.world.holidays import workdays
from agent.world.journal import SqliteJournal
from agent.world.maildir import MaildirMailbox
from agent.world.memory.clock import MemoryClock
from agent.world.memory.outbox import MemoryOutbox
from agent.world.memory.reader import InProcessReader
from agent.world.memory.words import MemoryWords
from agent.world.ports import Folder
from agent.world.vdir import VdirCalendar
from agent.writing.persona import ROBIN
from tests.story import mails
from tests.story.terminal import Terminal

HOME = ZoneInfo("America/New_York")
ME = ROBIN.address
INTERVIEW = datetime(2026, 3, 10, 14, tzinfo=HOME)


def correspondence() -> list[tuple[datetime, bytes]]:
    """An invitation, and four days after the interview a no."""
    came = datetime(2026, 3, 3, 10, tzinfo=HOME)
    invitation = mails.invitation(ME, came, INTERVIEW)
    at = INTERVIEW + timedelta(days=4)
    text = (
        "Hello Robin,\n\nafter careful consideration we have decided to move forward with another candidate.\n\nMarta\n"
    )
    no = mails.reply(mails.MARTA, ME, at, invitation, text, "no")
    return [(came, invitation.as_bytes(policy=SMTP)), (at, no.as_bytes(policy=SMTP))]


def test_simulate_tells_what_the_service_does(tmp_path: Path) -> None:
    """The same mail through the in-memory world, and through a Maildir, a folder calendar and SQLite: one story."""
    terminal = Terminal(tmp_path)
    terminal.prepare()
    for number, (_, content) in enumerate(correspondence()):
        terminal.receives(f"{number}.host", content)
    told = terminal.reads("simulate", str(tmp_path / "Maildir"), "--me", ME, "--zone", HOME.key)
    assert _story(told) == _story(_served(tmp_path / "served"))
    assert [line["what"] for line in told if line["what"].startswith("draft_")] == [
        "draft_thank_you",
        "draft_withdrawn",
    ]


def test_every_line_has_every_key_of_the_contract(tmp_path: Path) -> None:
    """What is not known is null, never left out."""
    reference = (Path(__file__).parents[2] / "docs/reference.md").read_text()
    listed = reference.partition("Keys: `at`")[2].partition("`what` is one of")[0]
    keys = ["at", *re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", listed))]
    for number, (_, content) in enumerate(correspondence()):
        (tmp_path / f"{number}.eml").write_bytes(content)
    lines = list(rehearse(identity(None, [ME], HOME.key, "US"), Script(mailbox=tmp_path)))
    assert lines
    for line in lines:
        assert list(line) == keys
        assert json.loads(json.dumps(line)) == line


def test_forty_old_invitations_on_a_first_run_write_nothing(tmp_path: Path) -> None:
    """A first look over an old mailbox finds a history, not a list of things to do."""
    for number in range(40):
        came = datetime(2025, 9, 1, 10, tzinfo=HOME) + timedelta(days=number)
        message = mails.invitation(ME, came, came + timedelta(days=5))
        content = message.as_bytes(policy=SMTP).replace(b"story-interview-1", b"old-%d" % number)
        (tmp_path / f"{number}.eml").write_bytes(content)
    begin = datetime(2026, 3, 1, 9, tzinfo=HOME)
    script = Script(mailbox=tmp_path, begin=begin, until=begin + timedelta(days=60))
    lines = list(rehearse(identity(None, [ME], HOME.key, "US"), script))
    assert [line["what"] for line in lines if line["what"] not in ("interview", "stopped")] == []


def test_an_event_comes_into_the_calendar_at_its_stamp(tmp_path: Path) -> None:
    """Not before: what nobody had written yet is not known."""
    came = datetime(2026, 3, 3, 10, tzinfo=HOME)
    invitation = mails.invitation(ME, came, INTERVIEW)
    (event,) = [part.get_content() for part in invitation.walk() if part.get_content_type() == "text/calendar"]
    for folder, name, content in (
        ("mail", "1.eml", mails.mail(mails.MARTA, ME, came, "Hello", "h").as_string()),
        ("calendar", "1.ics", event),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(content)
    begin = came - timedelta(days=2)
    script = Script(mailbox=tmp_path / "mail", calendar=tmp_path / "calendar", begin=begin)
    lines = list(rehearse(identity(None, [ME], HOME.key, "US"), script))
    assert [line["at"] for line in lines if line["what"] == "interview"] == [came.isoformat()]


def test_a_word_that_fits_no_candidacy_is_refused(tmp_path: Path) -> None:
    """As the command would refuse it: with the name and the moment."""
    (tmp_path / "1.eml").write_bytes(correspondence()[0][1])
    words = tmp_path / "words.json"
    script = Script(mailbox=tmp_path, words=words)
    for said, complaint in (
        ('[{"at": "2026-03-05T10:00", "command": "close", "company": "Nobody"}]', "“Nobody” fits 0 candidacies"),
        ('[{"command": "close"}]', "is no list of words"),
        ("close", "is no list of words"),
    ):
        words.write_text(said)
        with pytest.raises(NeedsUser, match=complaint):
            list(rehearse(identity(None, [ME], HOME.key, "US"), script))


@pytest.mark.parametrize("seed", [1, 7])
def test_the_demonstration_tells_its_whole_story(seed: int, tmp_path: Path) -> None:
    """One employer answers, one needs both inquiries and is let go, one goes on to an offer; nothing is left behind."""
    said = _demonstrated(tmp_path, seed)
    assert said.count("draft inquiry") == 2
    assert said.count("draft thank you") >= 4
    for what in ("decided against it", "reads like an offer", "Time to let go", "next round"):
        assert what in said
    assert len(list((tmp_path / "Maildir/.Sent/cur").iterdir())) >= 5
    assert list((tmp_path / "Maildir/.Drafts/cur").iterdir()) == []
    assert list((tmp_path / "calendar").rglob("*.ics")) == []


def test_another_seed_is_another_story(tmp_path: Path) -> None:
    """The demonstration is played, not recorded."""
    assert _demonstrated(tmp_path / "a", 1) != _demonstrated(tmp_path / "b", 2)


def test_another_invitation_is_another_story(tmp_path: Path) -> None:
    """Moved by an hour, the interview moves everything that hangs on it."""
    stories = []
    for name, start in (("a", INTERVIEW), ("b", INTERVIEW + timedelta(hours=1))):
        folder = tmp_path / name
        folder.mkdir()
        message = mails.invitation(ME, INTERVIEW - timedelta(days=7), start)
        (folder / "1.eml").write_bytes(message.as_bytes(policy=SMTP))
        lines = rehearse(identity(None, [ME], HOME.key, "US"), Script(mailbox=folder))
        stories.append({line["what"]: line["at"] for line in lines})
    first, second = (datetime.fromisoformat(story["draft_thank_you"]) for story in stories)
    assert second - first == timedelta(hours=1)


def _demonstrated(folder: Path, seed: int) -> str:
    folder.mkdir(exist_ok=True)
    with (folder / "said").open("w") as file:
        demonstrate(folder, seed, Console(file=file, width=200))
    return (folder / "said").read_text()


def _story(lines: list[Line]) -> list[tuple[object, ...]]:
    return [(line["at"], line["what"], line["candidacy"]["company"], tuple(line["to"])) for line in lines]


def _served(folder: Path) -> list[Line]:
    """What the service does with a Maildir, a folder calendar and a journal on disk, under a fast clock."""
    (folder / "calendars").mkdir(parents=True)
    arrivals = correspondence()
    clock, lines, story = MemoryClock(arrivals[0][0]), list[Line](), Story(HOME)
    box = MaildirMailbox(folder / "Maildir", account="m", state=folder / "uids", create=True, now=clock.now)
    days = workdays("US")
    me = Me(addresses=(ME,), zone=HOME.key, workdays=days)

    def hear(fact: Fact) -> None:
        lines.extend(story.lines(fact, casebook[fact.candidacy]))

    desk = Desk(
        mailboxes=(box,),
        journal=SqliteJournal(folder / "state"),
        reader=InProcessReader(me),
        words=MemoryWords(),
        clock=clock,
        me=me,
        persona=ROBIN,
        rules=Rules(workdays=days, home=HOME),
        calendar=VdirCalendar(folder / "calendars", account="calendar", collection="interview-follow-up"),
        outbox=MemoryOutbox(),
        listener=hear,
    )
    casebook = Casebook(desk.journal, desk.rules, hear)

    def arrival(number: int, content: bytes) -> Event:
        place = folder / "Maildir/cur" / f"{number}.host:2,"
        return Event(at=arrivals[number][0], happen=lambda: _laid(place, content, arrivals[number][0]))

    events = [arrival(number, content) for number, (_, content) in enumerate(arrivals)]
    Play(desk=desk, casebook=casebook, events=events, set_clock=clock.set).until(arrivals[-1][0] + timedelta(days=120))
    assert box.mark(Folder.DRAFTS).uidnext == 2
    desk.journal.close()
    return lines


def _laid(place: Path, content: bytes, at: datetime) -> None:
    place.write_bytes(content)
    os.utime(place, (at.timestamp(), at.timestamp()))
