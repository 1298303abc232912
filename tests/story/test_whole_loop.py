"""One candidacy from the invitation to the no, with the real process, Dovecot and Radicale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from tests.story import mails
from tests.story.stage import Stage

HOME = ZoneInfo("America/New_York")
pytestmark = pytest.mark.timeout(300)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A moment of the story, at the user's home."""
    return datetime(2026, month, day, hour, minute, tzinfo=HOME)


@pytest.fixture
def stage(opening: Callable[[datetime], Stage]) -> Stage:
    """A job seeker's world on Monday, 2 March 2026, with the service running."""
    return opening(at(2, 9))


def test_a_candidacy_from_the_invitation_to_the_no(stage: Stage) -> None:
    """Every chapter is seen by a second client: drafts, reminders, prompts come, and all is gone at the end."""
    me = stage.user.address
    interview = at(10, 14)

    invitation = mails.invitation(me, at(2, 9), interview)
    stage.arrives(invitation)
    reminder = stage.eventually(lambda: stage.event("thank"), "the reminder to thank")
    assert reminder.start == interview + timedelta(hours=2)
    assert "ATTENDEE" not in reminder
    assert str(reminder["CLASS"]) == "PRIVATE"

    stage.set_clock(interview + timedelta(hours=1, minutes=10))
    prompt = stage.eventually(lambda: _first(_prompts(stage)), "the notes prompt")
    assert prompt["To"].addresses[0].addr_spec == me

    answered = interview + timedelta(hours=1, minutes=30)
    stage.set_clock(answered)
    stage.arrives(_answers(prompt, me, answered))
    stage.set_clock(interview + timedelta(hours=2, minutes=1))
    draft = stage.eventually(lambda: _first(stage.messages("Drafts")), "the thank-you draft")
    assert draft["To"].addresses[0].addr_spec == mails.PRIYA[1]
    text = draft.get_content()
    assert "Priya" in text
    assert "billing migration" in text
    assert "Robin Ashdown" in text

    stage.set_clock(interview + timedelta(hours=5))
    stage.send(draft)
    stage.eventually(lambda: stage.event("thank") is None, "the reminder's end")

    stage.set_clock(at(23, 16))
    assert stage.messages("Drafts") == []
    stage.set_clock(at(24, 9))
    inquiry = stage.eventually(lambda: _first(stage.messages("Drafts")), "the inquiry after two weeks")
    assert inquiry["To"].addresses[0].addr_spec == mails.MARTA[1]
    assert invitation["Message-ID"] in inquiry["References"]

    stage.set_clock(at(24, 11))
    more_time = "Hello Robin,\n\nthank you for your patience. We need until Friday to make our decision.\n\nMarta\n"
    stage.arrives(mails.reply(mails.MARTA, me, at(24, 11), invitation, more_time, "more-time"))
    stage.eventually(lambda: stage.messages("Drafts") == [], "the draft being withdrawn")

    stage.set_clock(at(27, 17))
    assert stage.messages("Drafts") == []
    stage.set_clock(at(30, 9))
    again = stage.eventually(lambda: _first(stage.messages("Drafts")), "the inquiry after Friday")
    assert again["To"].addresses[0].addr_spec == mails.MARTA[1]

    stage.set_clock(at(30, 10))
    no = (
        "Hello Robin,\n\nthank you for your interest. After careful consideration we have decided to move forward with "
        "another candidate. We wish you all the best.\n\nMarta\n"
    )
    stage.arrives(mails.reply(mails.MARTA, me, at(30, 10), invitation, no, "no"))
    stage.eventually(lambda: stage.messages("Drafts") == [], "the last draft being withdrawn")
    stage.eventually(lambda: stage.events() == [], "the calendar being empty")
    told = stage.eventually(lambda: [n for n in _notes(stage) if "decided against" in n.get_content()], "the telling")
    assert told[0]["To"].addresses[0].addr_spec == me
    assert {recipient for mail in stage.sink.received for recipient in mail.recipients} == {me}
    assert len(stage.messages("INBOX")) == 4
    assert stage.stop() == 0


def _answers(prompt: EmailMessage, me: str, when: datetime) -> EmailMessage:
    """The user's reply to the form: the answers below the questions, the rest as it was quoted."""
    lines = []
    for line in prompt.get_content().splitlines():
        lines.append(f"> {line}")
        question = line.casefold()
        if "take place" in question:
            lines.append("yes")
        elif "need" in question:
            lines.append("Someone who can own the billing migration")
        elif "priya" in question:
            lines.append("We both started out in support")
    return mails.reply(("Robin Ashdown", me), me, when, prompt, "\n".join(lines) + "\n", "answers")


def _first(found: list[EmailMessage]) -> EmailMessage | None:
    return found[0] if found else None


def _notes(stage: Stage) -> list[EmailMessage]:
    """What the service mailed to the user."""
    found = [message_from_bytes(mail.content, policy=policy.default) for mail in stage.sink.received]
    return list(found)


def _prompts(stage: Stage) -> list[EmailMessage]:
    return [message for message in _notes(stage) if "take place" in message.get_content().casefold()]
