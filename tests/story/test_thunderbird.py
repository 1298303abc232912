"""Drafts of ours in the mail program of many users: opened for editing, everything is as it was written.

The draft is put into a real Dovecot by the real adapter and opened by Debian's Thunderbird itself. Part of `make chaos`:
the program is 90 MB to fetch, and a window takes seconds to open.
"""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from agent.core.correspondence import Copy, Letter, State
from agent.core.facts import Purpose
from agent.core.findings import Envelope
from agent.core.likeness import is_draft_of
from agent.core.people import Person
from agent.reading.glance import glance
from agent.world.imap import ImapMailbox
from agent.world.ports import Folder
from agent.world.session import Server
from agent.writing import draft, letters
from agent.writing.brief import Brief
from tests.conftest import demanded
from tests.servers.dovecot import MailboxUser
from tests.servers.software import MissingServer
from tests.servers.thunderbird import Session, Thunderbird
from tests.writing.briefs import NOTES, brief
from tests.writing.situations import situations
from tests.writing.test_draft import AMAZON, EXCHANGE

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

ZOE = Person(name="Zoë Ångström-Öst", address="zoe@acme.example")
PARENT = Envelope(
    message_id=EXCHANGE, references=("<first@acme.example>", AMAZON), subject="Ihr Gespräch bei Müller & Söhne"
)
AT = datetime(2026, 3, 10, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def thunderbird() -> Iterator[Thunderbird]:
    """A Thunderbird with a fresh profile."""
    try:
        program = Thunderbird()
    except MissingServer as missing:
        if demanded():
            pytest.fail(f"NOT RUN: {missing}")
        pytest.skip(f"NOT RUN: {missing}")
    with program:
        yield program


@pytest.fixture
def session(thunderbird: Thunderbird, mailbox_user: MailboxUser) -> Iterator[Session]:
    """Thunderbird, signed in to the user's mailbox."""
    with thunderbird.session() as remote:
        assert "Drafts" in remote.signs_in(mailbox_user)
        yield remote


def written(user: MailboxUser, known: Brief, to: Person, parent: Envelope | None, message_id: str) -> str:
    """Put a draft into Drafts as the service does. Returns its text."""
    letter = letters.letter(known)
    sender = Person(name="Robin Ashdown", address=user.address)
    content = draft.message(letter, sender=sender, to=(to,), parent=parent, message_id=message_id, date=AT)
    server = Server(host="localhost", port=user.port, user=user.address, password=lambda: user.password, tls="none")
    mailbox = ImapMailbox(server, account="home")
    try:
        mailbox.append(Folder.DRAFTS, content)
    finally:
        mailbox.close()
    return letters.text(letter)


def in_drafts(user: MailboxUser) -> list[bytes]:
    """The messages in Drafts, as a third client sees them."""
    with imaplib.IMAP4(user.host, user.port) as client:
        client.login(user.address, user.password)
        client.select("Drafts", readonly=True)
        numbers = client.search(None, "UNDELETED")[1][0].split()
        found = [client.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
    return [data[1] for data in found if isinstance(data, tuple)]


def test_a_reply_is_opened_as_it_was_written(session: Session, mailbox_user: MailboxUser) -> None:
    """To with its accents, the thread's subject, ids of 80 and 82 characters with the parent last, the text."""
    text = written(mailbox_user, brief(recipient=ZOE, notes=NOTES), ZOE, PARENT, "<reply@example.org>")
    shown = session.opens_draft(mailbox_user, "<reply@example.org>")
    print(f"Thunderbird {shown.version}: To {shown.to}, Subject {shown.subject}, References {shown.references}")
    assert shown.to == (f"{ZOE.name} <{ZOE.address}>",)
    assert shown.subject == f"Re: {PARENT.subject}"
    assert shown.references.split() == ["<first@acme.example>", AMAZON, EXCHANGE]
    assert shown.text.rstrip() == text.rstrip()
    assert not shown.html
    assert (shown.cc, shown.bcc) == ("", "")
    assert shown.sender == f"Robin Ashdown <{mailbox_user.address}>"


@pytest.mark.parametrize(
    "name", ["thank-you-with-all-notes", "de-thank-you-with-all-notes", "fr-inquiry-1", "es-closing"]
)
def test_a_fresh_letter_of_every_kind_is_opened_as_it_was_written(
    session: Session, mailbox_user: MailboxUser, name: str
) -> None:
    """Long lines, umlauts, no-break spaces: what Thunderbird shows is the letter, character for character."""
    known = dict(situations())[name]
    text = written(mailbox_user, known, ZOE, None, f"<{name}@example.org>")
    shown = session.opens_draft(mailbox_user, f"<{name}@example.org>")
    assert shown.subject == letters.subject(known)
    assert shown.references == ""
    assert shown.text.rstrip() == text.rstrip()


def test_a_draft_that_was_edited_and_saved_is_known_again(session: Session, mailbox_user: MailboxUser) -> None:
    """Thunderbird saves under another id and another UID; thread, recipient and subject tell that it is ours."""
    written(mailbox_user, brief(recipient=ZOE), ZOE, PARENT, "<edited@example.org>")
    session.opens_draft(mailbox_user, "<edited@example.org>")
    session.saves("P.S. ")
    (content,) = in_drafts(mailbox_user)
    saved = glance(content)
    assert b"P.S. Dear Zo" in content
    assert saved.message_id != "<edited@example.org>"
    copy = Copy(revision=1, state=State.PRESENT, message_id="<edited@example.org>", at=AT)
    ours = Letter(
        key="k",
        purpose=Purpose.THANK_YOU,
        to=(ZOE.address or "",),
        subject=f"Re: {PARENT.subject}",
        references=draft.references(PARENT),
        copies=(copy,),
    )
    assert is_draft_of(ours, copy, saved)
    assert saved.references[-1] == EXCHANGE
