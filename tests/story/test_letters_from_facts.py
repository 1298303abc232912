"""From mails and words to the letter in Drafts: what is known of a candidacy decides how its letters are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.daemon import tick
from agent.identity import identity
from agent.rehearsal import Stage
from agent.rehearsal.keepsakes import Keepsakes
from agent.world.ports import Folder, Word
from agent.writing.paper import PAGE
from agent.writing.persona import ROBIN
from tests.story import mails
from tests.story.terminal import Terminal

HOME = ZoneInfo("America/New_York")
ME = ROBIN.address
CAME = datetime(2026, 3, 3, 10, tzinfo=HOME)
INTERVIEW = datetime(2026, 3, 10, 14, tzinfo=HOME)
NOTES = {"needs": "someone who can own the billing migration", "connected": "we talked about climbing"}


class World(Stage):
    """The service's own code over the world in memory, in which a test says what happens when."""

    def __init__(self, *, short: bool = False) -> None:
        known = identity(None, [ME], HOME.key, "US")
        known = replace(known, persona=replace(known.persona, short_letters=short))
        super().__init__(known, CAME, Keepsakes(None, None))

    def at(self, moment: datetime, *arriving: EmailMessage) -> None:
        """The clock shows this moment, these mails have come, and the service looks and acts."""
        self.clock.set(moment)
        for message in arriving:
            self.mailbox.deliver(message.as_bytes(policy=policy.SMTP), Folder.INBOX, received=moment)
        tick(self.desk, self.casebook)

    def hears(self, command: str, company: str, **arguments: str) -> None:
        """The person says something about an employer."""
        candidacy = next(c for c in self.casebook if c.company == company)
        word = Word(
            id=f"{command}-{len(self.lines)}",
            at=self.clock.now(),
            command=command,
            arguments={"candidacy": candidacy.id, **arguments},
        )
        self.words.say(word)
        tick(self.desk, self.casebook)

    def drafts(self) -> list[EmailMessage]:
        """What lies in Drafts, oldest first."""
        heads = self.mailbox.heads(Folder.DRAFTS, CAME.date())
        contents = [content for head in heads if (content := self.mailbox.fetch(head.ref))]
        return [_mail(content) for content in contents]

    def draft(self) -> str:
        """The text of the one draft that lies there."""
        (only,) = self.drafts()
        text: str = only.get_content()
        return text.replace("\r\n", "\n")


def _mail(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def said(sender: tuple[str, str], at: datetime, text: str, name: str) -> EmailMessage:
    """Somebody writes to the user about the interview, in the thread of the invitation."""
    return mails.reply(sender, ME, at, mails.invitation(ME, CAME, INTERVIEW), text, name)


def test_thanks_that_come_a_day_later_do_not_read_as_if_they_came_at_once() -> None:
    """The machine slept over the first day: the letter is another one than two hours after the interview."""
    prompt, late = World(), World()
    for world, moment in ((prompt, INTERVIEW + timedelta(hours=3)), (late, INTERVIEW + timedelta(hours=27))):
        world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
        world.at(moment)
    first, later = prompt.draft().split("\n\n"), late.draft().split("\n\n")
    assert first[0] == later[0]
    assert first[1] != later[1]


def test_they_are_called_as_they_sign_and_as_they_call_the_user() -> None:
    """Two mails from "Priya" to "Robin" make "Dear Priya,"; one does not."""
    once, twice = World(), World()
    for world, count in ((once, 1), (twice, 2)):
        world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
        for number in range(count):
            at = CAME + timedelta(days=1 + number)
            text = "Hi Robin,\n\nThank you for your message. We have received it.\n\nBest,\nPriya\n"
            world.at(at, said(mails.PRIYA, at, text, f"hello-{number}"))
        world.at(INTERVIEW + timedelta(hours=3))
    assert once.draft().startswith(f"Dear {mails.PRIYA[0]},\n")
    assert twice.draft().startswith("Dear Priya,\n")


def test_a_title_that_they_sign_with_is_in_the_salutation() -> None:
    """Who signs "Dr. Priya Oduya" is written to so; the header may leave the title out."""
    world = World()
    world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
    at = CAME + timedelta(days=1)
    text = "Dear Ms. Ashdown,\n\nThank you for your message. We have received it.\n\nKind regards,\nDr. Priya Oduya\n"
    world.at(at, said(mails.PRIYA, at, text, "doctor"))
    world.at(INTERVIEW + timedelta(hours=3))
    assert world.draft().startswith("Dear Dr. Oduya,\n")


def test_who_prefers_short_letters_gets_short_ones() -> None:
    """The setting makes the shortest letter that is still polite; so does a decision on the same day."""
    usual, short, decided = World(), World(short=True), World()
    for world in (usual, short, decided):
        world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
        world.clock.set(INTERVIEW + timedelta(hours=1, minutes=5))
        world.hears("notes", mails.COMPANY, **NOTES)
    decided.hears("promise", mails.COMPANY, date=INTERVIEW.date().isoformat())
    for world in (usual, short, decided):
        world.at(INTERVIEW + timedelta(hours=3))
    lengths = [len(world.draft().split()) for world in (usual, short, decided)]
    assert lengths[1] < lengths[0]
    assert lengths[2] < lengths[0]


@pytest.mark.parametrize("accepted", [True, False])
def test_a_withdrawal_after_an_acceptance_elsewhere_says_so(*, accepted: bool) -> None:
    """An offer accepted at one employer is the reason given to the other; without one none is given."""
    world = World()
    world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
    world.clock.set(INTERVIEW + timedelta(days=4))
    other = {"candidacy": "c-other", "company": "Fernhill Energy", "start": "2026-03-12T10:00", "zone": HOME.key}
    world.words.say(Word(id="add", at=world.clock.now(), command="add", arguments=other))
    tick(world.desk, world.casebook)
    if accepted:
        world.hears("accepted", "Fernhill Energy")
    world.hears("letter", mails.COMPANY, purpose="withdrawal")
    assert ("accepted a position elsewhere" in world.draft()) is accepted


def test_an_event_in_utc_is_dated_where_the_user_lives() -> None:
    """A calendar that writes 01:00 UTC means Tuesday evening in New York: the letter says Tuesday, and month first."""
    world = World()
    evening = datetime(2026, 3, 10, 21, tzinfo=HOME)
    world.at(CAME, mails.invitation(ME, CAME, evening))
    world.at(evening + timedelta(hours=3))
    assert "Tuesday, March 10" in world.draft()


def test_a_template_of_the_users_own_is_used_and_a_broken_one_is_told() -> None:
    """The letter is the user's wording; where that is broken it is ours, and the daily note says so, once."""
    mine, broken = World(), World()
    for world, source in ((mine, "Thank you for {{ day }}, from me."), (broken, "Thank you for {{ dya }}")):
        world.desk = replace(world.desk, templates={"en/thank_you.j2": source})
        world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
        world.at(INTERVIEW + timedelta(hours=3))
        world.at(INTERVIEW + timedelta(days=1))
    assert "from me." in mine.draft()
    assert len(broken.draft().split()) > 90
    told = [line["why"]["text"] for line in broken.lines if line["what"] == "told"]
    assert [text for text in told if "en/thank_you.j2" in text and "dya" in text] == told
    assert len(told) == 1


def test_check_names_a_broken_template(tmp_path: Path) -> None:
    """Exit code 78, the file, what is wrong, and that ours is used meanwhile."""
    terminal = Terminal(tmp_path)
    terminal.prepare()
    (tmp_path / "letters/en").mkdir(parents=True)
    path = tmp_path / "afterword.toml"
    path.write_text(f'letter_templates = "{tmp_path}/letters"\n' + path.read_text())
    (tmp_path / "letters/en/inquiry_1.j2").write_text("{{ dya }}")
    rows = {row["check"]: row for row in terminal.reads("check", code=78)}
    assert "dya" in rows["template en/inquiry_1.j2"]["text"]
    (tmp_path / "letters/en/inquiry_1.j2").write_text("May I ask about {{ day }}?")
    rows = {row["check"]: row for row in terminal.reads("check")}
    assert rows["templates"]["ok"]


def test_the_letter_is_printed_for_the_post(tmp_path: Path) -> None:
    """--print gives the drafted letter on one page with letterhead; before there is one, it says so."""
    terminal = Terminal(tmp_path)
    terminal.prepare()
    now = datetime.now(UTC).replace(microsecond=0)
    invitation = mails.invitation(ME, now - timedelta(days=1), now - timedelta(hours=4))
    assert "Say --write" in terminal.types("letter", mails.COMPANY, code=2)
    terminal.receives("1.host", invitation.as_bytes(policy=policy.SMTP))
    terminal.types("once")
    (draft,) = (tmp_path / "Maildir/.Drafts").rglob("*.*")
    page = terminal.types("letter", mails.COMPANY, "--print")
    lines = page.splitlines()
    assert len(lines) <= PAGE
    assert lines[0] == "Robin Ashdown"
    assert f"Dear {mails.PRIYA[0]}," in lines
    body = _mail(draft.read_bytes()).get_content().split("\n\n")
    assert all(" ".join(paragraph.split()) in " ".join(page.split()) for paragraph in body[:-1])
    assert page == terminal.types("letter", mails.COMPANY, "--print", "--to", "priya")
    assert "No letter to Nobody" in terminal.types("letter", mails.COMPANY, "--print", "--to", "Nobody", code=2)
