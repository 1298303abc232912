"""Reminders that reach a calendar by mail: what leaves the house, and what a calendar makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest

from agent.core.facts import Errand
from agent.errors import Unreachable
from agent.world.ports import Conflict
from agent.writing import event
from tests.servers.ca import Authority
from tests.servers.smtp import Security, Sink, running_sink
from tests.story import mails
from tests.story.terminal import Terminal
from tests.story.test_letters_from_facts import CAME, INTERVIEW, ME, World
from tests.world.calendar_beds import MailedBed

UID = event.uid("thank:1", b"secret")
DUE = datetime(2026, 3, 4, 16, tzinfo=UTC)


def reminder(*, at: datetime = DUE, sequence: int = 0) -> bytes:
    """A reminder to thank."""
    entry = event.Entry(
        errand=Errand.THANK, uid=UID, start=at, end=at + timedelta(hours=6), company="Larkfield", sequence=sequence
    )
    return event.reminder(entry, datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
def bed(tmp_path: Path) -> MailedBed:
    """Nothing was mailed yet."""
    return MailedBed(tmp_path)


def mailed(bed: MailedBed) -> Iterator[tuple[EmailMessage, icalendar.Event, str]]:
    """What was sent: the mail, the event in it, and the method."""
    for content in bed.outbox.sent:
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        calendar = icalendar.Calendar.from_ical(part.get_content())
        assert isinstance(calendar, icalendar.Calendar)
        assert part.get_param("method") == str(calendar["METHOD"])
        yield mail, calendar.events[0], str(calendar["METHOD"])


def test_a_reminder_is_an_invitation_from_the_user_to_the_user(bed: MailedBed) -> None:
    """Nobody else is named in it, no answer is asked for, and the alarm goes along."""
    bed.calendar.put(UID, reminder(), etag=None)
    ((mail, one, method),) = mailed(bed)
    assert (method, mail["To"], mail["From"]) == ("REQUEST", *["Robin Ashdown <robin@example.org>"] * 2)
    assert (one["ORGANIZER"], one["ATTENDEE"]) == ("mailto:robin@example.org", "mailto:robin@example.org")
    assert (one["ATTENDEE"].params["RSVP"], one["ATTENDEE"].params["PARTSTAT"]) == ("FALSE", "ACCEPTED")
    assert (one["UID"], one.start, one["CLASS"], one["SEQUENCE"]) == (UID, DUE, "PRIVATE", 0)
    assert one.walk("VALARM")


def test_a_move_and_an_end_are_newer_versions_of_the_same_event(bed: MailedBed) -> None:
    """RFC 5546, section 2.1.4: the calendar applies what has a higher SEQUENCE, and CANCEL takes the event out."""
    first = bed.calendar.put(UID, reminder(), etag=None)
    assert isinstance(first, str)
    second = bed.calendar.put(UID, reminder(at=DUE + timedelta(days=1), sequence=1), etag=first)
    assert isinstance(second, str)
    assert bed.calendar.delete(UID, etag=second) is None
    told = [(method, one["SEQUENCE"], one["UID"]) for _, one, method in mailed(bed)]
    assert told == [("REQUEST", 0, UID), ("REQUEST", 1, UID), ("CANCEL", 2, UID)]
    (*_, (_, cancelled, _)) = mailed(bed)
    assert (cancelled["STATUS"], cancelled.walk("VALARM")) == ("CANCELLED", [])
    assert len({mail["Message-ID"] for mail, _, _ in mailed(bed)}) == 3


def test_what_is_refused_is_not_mailed(bed: MailedBed) -> None:
    """One that is there already, one that changed meanwhile, one that is gone: no mail for any of them."""
    etag = bed.calendar.put(UID, reminder(), etag=None)
    assert isinstance(etag, str)
    assert bed.calendar.put(UID, reminder(), etag=None) is Conflict.EXISTS
    assert bed.calendar.put(UID, reminder(sequence=1), etag="other") is Conflict.CHANGED
    assert bed.calendar.delete(UID, etag="other") is Conflict.CHANGED
    assert bed.calendar.delete("nobody@afterword", etag=etag) is Conflict.GONE
    assert len(bed.outbox.sent) == 1


def test_after_a_crash_the_same_mail_goes_out_again(bed: MailedBed) -> None:
    """Mailed, and dead before it was recorded: the second mail has the id, UID and SEQUENCE of the first."""
    bed.calendar.put(UID, reminder(), etag=None)
    bed.remove(UID)
    bed.calendar.put(UID, reminder(), etag=None)
    first, second = mailed(bed)
    assert first[0]["Message-ID"] == second[0]["Message-ID"]
    assert (first[1]["UID"], first[1]["SEQUENCE"]) == (second[1]["UID"], second[1]["SEQUENCE"])


def test_with_the_mail_server_out_of_reach_nothing_is_recorded(tmp_path: Path) -> None:
    """It is tried again, as any reminder is."""

    class Down:
        def send(self, content: bytes) -> None:
            raise Unreachable("The mail server cannot be reached")

    bed = MailedBed(tmp_path)
    bed.outbox.send = Down().send  # type: ignore[method-assign]
    with pytest.raises(Unreachable):
        bed.calendar.put(UID, reminder(), etag=None)
    assert bed.calendar.get(UID) is None


def test_our_own_mailed_reminders_are_never_read_as_interviews(tmp_path: Path) -> None:
    """They come back into the inbox, and lie in Sent with some providers: nothing is learned from them."""
    bed, world = MailedBed(tmp_path), World()
    bed.calendar.put(UID, reminder(), etag=None)
    (mail,) = [mail for mail, _, _ in mailed(bed)]
    for name in ("From", "To"):
        mail.replace_header(name, ME)
    world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
    before = [interview for candidacy in world.casebook for interview in candidacy.interviews]
    world.at(CAME + timedelta(hours=1), mail)
    assert [interview for candidacy in world.casebook for interview in candidacy.interviews] == before
    assert len(list(world.casebook)) == 1


def test_the_service_mails_its_reminders_where_the_settings_say_so(tmp_path: Path, authority: Authority) -> None:
    """An invitation in the mailbox, kind = "mail": the reminders arrive at the user's own address by SMTP."""
    terminal = Terminal(tmp_path)
    terminal.prepare()
    with running_sink(authority, security=Security.NONE) as sink:
        _by_mail(terminal, sink)
        now = datetime.now(UTC).replace(microsecond=0)
        invitation = mails.invitation(ME, now - timedelta(hours=1), now + timedelta(days=2))
        terminal.receives("1.host", invitation.as_bytes(policy=policy.SMTP))
        terminal.types("once")
        terminal.types("once")
        events = [mail for mail in sink.received if b"text/calendar" in mail.content]
        assert {recipient for mail in sink.received for recipient in mail.recipients} == {ME}
        assert len(events) >= 2


def _by_mail(terminal: Terminal, sink: Sink) -> None:
    """Reminders by mail instead of a folder of .ics files."""
    path = terminal.folder / "afterword.toml"
    text = path.read_text()
    before, _, after = text.partition("[calendar]\n")
    rest = after.partition("\n\n")[2]
    outbox = f'[outbox]\nhost = "127.0.0.1"\nport = {sink.port}\ntls = "none"\n'
    path.write_text(f'{before}[calendar]\nkind = "mail"\n\n{outbox}\n{rest}')
