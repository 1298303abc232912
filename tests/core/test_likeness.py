"""Knowing a draft of ours again, whatever a mail client did to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from agent.core import facts as f
from agent.core.findings import Envelope
from agent.core.likeness import bare, draft_of, is_draft_of, same_thread
from agent.core.people import Person
from tests.core.telling import IVAN, PRIYA, drafted, invited, known, sent, t, thanks

STEP = thanks(invited())[0]
WRITTEN = t("03-04 13:00")


def begun(**more: object) -> list[f.Fact]:
    """Our draft, in a thread of theirs."""
    first, second = drafted(STEP)
    assert isinstance(first, f.DraftBegun)
    return [
        replace(
            first,
            **{"subject": "Re: Interview on Wednesday", "references": ("<a@acme.example>", "<b@acme.example>"), **more},
        ),
        second,
    ]


def mail(
    *,
    id_: str = "<other@me.example>",
    to: Person = IVAN,
    subject: str = "Re: Interview on Wednesday",
    references: tuple[str, ...] = ("<b@acme.example>",),
    date: datetime | None = t("03-04 15:00"),  # noqa: B008
) -> Envelope:
    """A mail of the user's."""
    return Envelope(message_id=id_, references=references, subject=subject, to=(to,), date=date)


@pytest.mark.parametrize(
    ("envelope", "same"),
    [
        (mail(id_=f"<{STEP.key}.1@me.example>", to=PRIYA, subject="x", references=()), True),  # sent as it was
        (mail(), True),  # edited: a new Message-ID
        (mail(subject="Something else"), True),  # the thread is enough
        (mail(references=()), True),  # the subject is enough
        (mail(references=(), subject="RE: AW: interview  on WEDNESDAY"), True),
        (mail(date=None), True),
        (mail(to=PRIYA), False),  # to somebody else
        (mail(references=(), subject="Something else"), False),
        (mail(date=t("03-04 12:59")), False),  # sent before the draft was written
    ],
)
def test_a_sent_mail_is_known_as_our_draft(envelope: Envelope, same: bool) -> None:
    """By its id; else by recipient, thread or subject, and time."""
    assert bool(draft_of(known(invited(), *begun()), envelope)) is same


def test_a_draft_that_was_sent_is_not_sent_again() -> None:
    """The next mail to the same person is another."""
    assert draft_of(known(invited(), *begun(), sent(STEP, WRITTEN)), mail()) is None


def test_without_drafts_nothing_is_ours() -> None:
    """The user wrote alone."""
    assert draft_of(known(invited()), mail()) is None


@pytest.mark.parametrize(
    ("references", "other", "same"),
    [
        (("<a@x.example>", "<b@x.example>"), ("<b@x.example>",), True),
        (("<a@x.example>", "<b@x.example>"), ("<a@x.example>",), False),
        ((), ("<b@x.example>",), False),
    ],
)
def test_a_thread_is_the_mail_that_is_answered(references: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    """The last reference is the parent."""
    letter = known(invited(), *begun(references=references)).letters[0]
    assert same_thread(letter, mail(references=other)) is same


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Re: Interview", "interview"),
        ("AW:Fwd: SV: Interview", "interview"),
        ("Regarding: us", "regarding: us"),
        ("", ""),
    ],
)
def test_a_subject_is_compared_without_its_prefixes(subject: str, text: str) -> None:
    """In the languages of the clients."""
    assert bare(subject) == text


@pytest.mark.parametrize(
    ("envelope", "references", "same"),
    [
        (mail(id_=f"<{STEP.key}.1@me.example>", to=PRIYA), ("<b@acme.example>",), True),
        (mail(), ("<b@acme.example>",), True),
        (mail(references=()), (), True),
        (mail(references=()), ("<b@acme.example>",), False),
        (mail(subject="Something else"), ("<b@acme.example>",), False),
        (mail(to=PRIYA), ("<b@acme.example>",), False),
    ],
)
def test_a_draft_that_a_client_saved_anew_is_known(envelope: Envelope, references: tuple[str, ...], same: bool) -> None:
    """The same id; or the same thread, people and subject."""
    letter = known(invited(), *begun(references=references)).letters[0]
    assert is_draft_of(letter, letter.copies[0], envelope) is same
