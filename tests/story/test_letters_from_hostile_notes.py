"""From the invitation, their mail and the user's notes to the bytes in Drafts: the whole way, judged at its end.

The brief that the judge holds against the letter is made here from what was sent and said, not by the code.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agent.core.facts import Purpose
from agent.core.findings import Envelope
from agent.core.notes import Connection, Notes
from agent.core.people import Part, Person
from agent.world.ports import Folder
from agent.writing.brief import Brief
from tests.story import mails
from tests.story.test_letters_from_facts import CAME, HOME, INTERVIEW, ME, World, said
from tests.writing.any_letters import order
from tests.writing.judge import Breach, contents, judged
from tests.writing.judge_mail import Post, judged_mail, text_of

PRIYA = Person(name=mails.PRIYA[0], address=mails.PRIYA[1], part=Part.INTERVIEWER)
MARTA = Person(name=mails.MARTA[0], address=mails.MARTA[1], part=Part.RECRUITER)
WORDS = {
    "en": "Dear Ms. Ashdown,\n\nthank you for your message. We have received it and look forward to the interview.\n\nKind regards\nMarta Lindqvist\n",
    "de": "Guten Tag Frau Ashdown,\n\nvielen Dank für Ihre Nachricht. Wir haben sie erhalten und freuen uns auf das Gespräch mit Ihnen.\n\nMit freundlichen Grüßen\nMarta Lindqvist\n",
    "fr": "Bonjour Madame Ashdown,\n\nmerci pour votre message, que nous avons bien reçu.\n\nBien cordialement\nMarta Lindqvist\n",
    "es": "Buenos días, señora Ashdown:\n\nmuchas gracias por su mensaje. Lo hemos recibido.\n\nUn cordial saludo\nMarta Lindqvist\n",
    "nl": "Geachte mevrouw Ashdown,\n\nhartelijk dank voor uw bericht. Wij hebben het ontvangen en zien uit naar het gesprek met u.\n\nMet vriendelijke groet\nMarta Lindqvist\n",
}  # fmt: skip


def told(seed: int) -> tuple[Notes, tuple[str, ...], tuple[str, ...]]:
    """Notes of a random order, as they can be said: no line breaks within an answer but those of a text."""
    made = order(seed)
    while made.brief.notes is None or "\x00" in f"{made.brief.notes!r}".replace("\\x00", "\x00"):
        made = order(made.seed + 10_000)
    notes = made.brief.notes
    shared = tuple(Connection(person=None, text=c.text) for c in notes.connections[:1])
    due = made.wants if made.brief.purpose is Purpose.THANK_YOU else ()
    return replace(notes, connections=shared, people=(), decision=""), due, made.spurns


def known(purpose: Purpose, recipient: Person, language: str, notes: Notes) -> Brief:
    """What a reader of the mails and the notes knows."""
    return Brief(
        purpose=purpose,
        persona=World().desk.persona,
        recipient=recipient,
        start=INTERVIEW,
        zone=HOME.key,
        company=mails.COMPANY,
        role=mails.ROLE,
        ordinal=1 if purpose is Purpose.INQUIRY else None,
        panel=(PRIYA,),
        notes=notes,
        language=language,
    )


def breaches(seed: int) -> list[tuple[str, Breach]]:
    """The thank-you and the first inquiry of one candidacy, with what is wrong with each."""
    notes, _, spurned = told(seed)
    language = ("en", "de", "fr", "es", "nl")[seed % 5]
    world = World()
    world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
    answered = CAME + timedelta(days=1)
    reply = said(mails.MARTA, answered, WORDS[language], "received")
    world.at(answered, reply)
    world.clock.set(INTERVIEW + timedelta(hours=1, minutes=5))
    shared = notes.connections[0].text if notes.connections else ""
    world.hears(
        "notes",
        mails.COMPANY,
        well=notes.well,
        badly=notes.badly,
        needs=notes.needs,
        connected=shared,
        improve=notes.improve,
    )
    world.at(INTERVIEW + timedelta(hours=3))
    world.at(INTERVIEW + timedelta(days=15))
    found: list[tuple[str, Breach]] = []
    for raw in _drafts(world):
        asks = b"To: Marta" in raw
        recipient, purpose = (MARTA, Purpose.INQUIRY) if asks else (PRIYA, Purpose.THANK_YOU)
        brief = known(purpose, recipient, language, notes)
        text = text_of(raw)
        parent = Envelope(
            message_id=str(reply["Message-ID"]),
            references=(str(reply["References"]),),
            subject=str(reply["Subject"]),
            sender=MARTA,
        )
        post = Post(raw, brief, Person(name=brief.persona.name, address=ME), (recipient,), parent if asks else None)
        found += [
            (text, breach) for breach in (*judged(text, brief), *contents(text, brief, (), spurned), *judged_mail(post))
        ]
    assert len(_drafts(world)) in {1, 2}, f"seed {seed}: {len(_drafts(world))} drafts"
    return found


def _drafts(world: World) -> list[bytes]:
    heads = world.mailbox.heads(Folder.DRAFTS, CAME.date())
    return [content for head in heads if (content := world.mailbox.fetch(head.ref))]


def _said(seeds: range) -> str:
    for seed in seeds:
        if found := breaches(seed):
            return f"seed {seed}: {[breach for _, breach in found]}\n{told(seed)[0]}\n\n{found[0][0]}"
    return ""


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_hostile_notes_leave_no_trace_in_the_drafts(first: int) -> None:
    """Sixty candidacies in five languages, told by mail, calendar and notes: no draft breaks a rule."""
    assert _said(range(first, first + 20)) == ""


@pytest.mark.chaos
def test_five_hundred_candidacies_with_hostile_notes() -> None:
    """The same for five hundred."""
    assert _said(range(500)) == ""


def test_the_letters_of_the_whole_way_hold_what_the_notes_give() -> None:
    """A clear note reaches the draft in the language of their last mail."""
    world = World()
    world.at(CAME, mails.invitation(ME, CAME, INTERVIEW))
    at: datetime = CAME + timedelta(days=1)
    world.at(at, said(mails.MARTA, at, WORDS["de"], "received"))
    world.clock.set(INTERVIEW + timedelta(hours=1, minutes=5))
    world.hears(
        "notes",
        mails.COMPANY,
        needs="sie brauchen jemanden, der die Umstellung übernimmt",
        connected="wir haben über das Klettern gesprochen",
    )
    world.at(INTERVIEW + timedelta(hours=3))
    assert "jemanden, der die Umstellung übernimmt" in world.draft()
    assert "über das Klettern" in world.draft()
