"""Everything that can happen to a candidacy, as facts that the product itself makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core.consequences import consequences
from agent.core.findings import Envelope, InterviewFound, Kind, Reading, Verdict
from agent.core.learned import Learned
from agent.core.spoken import spoken
from tests.core.life import Life
from tests.core.telling import END, IVAN, NEW_YORK, RITA, START

HOME = ZoneInfo(NEW_YORK)

Happening = Callable[[Life], Iterable[f.Fact]]


def _mail(kind: Kind, **more: object) -> Happening:
    """A mail of the recruiter's, read and believed."""

    def happen(life: Life) -> Iterable[f.Fact]:
        envelope = Envelope(message_id=f"<{kind}-{life.number()}@acme.example>", sender=RITA, date=life.now)
        fields = {name: value(life) if callable(value) else value for name, value in more.items()}
        reading = Reading(envelope=envelope, kind=kind, verdict=Verdict.ACT, people=(RITA,), **fields)
        return consequences(_learned(life, reading), life.candidacy)

    return happen


def _own(kind: Kind) -> Happening:
    """A mail of the user's own to the recruiter, found in Sent."""

    def happen(life: Life) -> Iterable[f.Fact]:
        envelope = Envelope(message_id=f"<own-{life.number()}@me.example>", to=(RITA,), date=life.now)
        reading = Reading(envelope=envelope, kind=kind, verdict=Verdict.ACT, from_user=True)
        return consequences(_learned(life, reading), life.candidacy)

    return happen


def _learned(life: Life, reading: Reading) -> Learned:
    return Learned(reading=reading, candidacy="c", noted=life.now, account="mail", reader="1")


def _word(command: str, **arguments: str) -> Happening:
    return lambda life: spoken(command, arguments, life.candidacy, life.word())


def _sends(life: Life) -> Iterable[f.Fact]:
    """The user sends every draft of ours that lies there; the mail program takes it out of Drafts."""
    for letter in life.candidacy.letters:
        if letter.open and letter.latest:
            common = life.mail(life.now, letter.latest.message_id)
            life.drafts[letter.key, letter.latest.revision] = "gone"
            yield f.LetterSent(
                **common,
                purpose=letter.purpose,
                message_id=letter.latest.message_id,
                key=letter.key,
                interview=letter.interview,
                to=letter.to,
            )


def _new_interview(life: Life) -> tuple[InterviewFound, ...]:
    start = life.now + timedelta(days=7)
    uid = f"round-{life.number()}"
    return (InterviewFound(start=start, end=start + timedelta(hours=1), zone=NEW_YORK, uid=uid, people=(RITA, IVAN)),)


def _in(days: int) -> Callable[[Life], date]:
    return lambda life: (life.now.astimezone(HOME) + timedelta(days=days)).date()


EVENTS: dict[str, Happening] = {
    "an offer": _mail(Kind.OFFER),
    "a no": _mail(Kind.REJECTION),
    "the position is closed": _mail(Kind.POSITION_CLOSED),
    "a next round, no time yet": _mail(Kind.NEXT_ROUND),
    "they ask when you can come": _mail(Kind.AVAILABILITY_REQUEST),
    "an interview is set in a week": _mail(Kind.INTERVIEW_INVITE, interviews=_new_interview),
    "the interview is called off": _mail(Kind.INTERVIEW_CANCELLED),
    "they decide within ten days": _mail(Kind.DECIDING, decision_by=_in(10)),
    "they are deciding, no date": _mail(Kind.DECIDING),
    "on hold": _mail(Kind.ON_HOLD),
    "on hold for thirty days": _mail(Kind.ON_HOLD, back_on=_in(30)),
    "thank you for your note": _mail(Kind.ACKNOWLEDGEMENT),
    "they ask for a document": _mail(Kind.INFO_REQUEST, reply_wanted_by=_in(3)),
    "they are away for twenty days": _mail(Kind.OUT_OF_OFFICE, back_on=_in(20)),
    "an answer that is not understood": _mail(Kind.UNCLEAR),
    "a survey, a newsletter": _mail(Kind.OTHER),
    "you send what lies in Drafts": _sends,
    "you inquire yourself": _own(Kind.OWN_INQUIRY),
    "you write about something else": _own(Kind.OWN_OTHER),
    "you withdraw": _own(Kind.OWN_WITHDRAWAL),
    "you accept": _own(Kind.OWN_ACCEPTANCE),
    "`called`": _word("called"),
    "`pause`": _word("pause"),
    "`resume`": _word("resume"),
    "`close`": _word("close"),
    "`reopen`": _word("reopen"),
    "`not-an-interview`": _word("not-an-interview"),
}
"""Everything that can happen, as the page calls it."""


def invitation(life: Life) -> Iterable[f.Fact]:
    """The first that is heard of it."""
    found = InterviewFound(start=START, end=END, zone=NEW_YORK, uid="first", people=(RITA, IVAN))
    return _mail(Kind.INTERVIEW_INVITE, interviews=(found,), company="Acme", role="Engineer")(life)
