"""The employer and the user of a random life: what they do becomes news, and facts when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from agent.core import facts as f
from agent.core.answering import answered
from agent.core.correspondence import State
from agent.core.doubts import not_understood, unsure
from agent.core.findings import Envelope, Format, Kind, Reading, Verdict
from agent.core.learned import Learned
from agent.core.notes import Notes
from agent.core.own_words import notes_facts
from agent.core.people import Part, Person
from agent.core.spoken import spoken, taken_back
from tests.core.life import ID, Life, News

RITA = Person(name="Rita Okafor", address="rita@acme.example", part=Part.RECRUITER)
CORA = Person(name="Cora Lindt", address="cora@acme.example", part=Part.COORDINATOR)
IVAN = Person(name="Ivan Petrov", address="ivan@acme.example", part=Part.INTERVIEWER)
PRIYA = Person(name="Priya Nair", address="Priya@acme.example", part=Part.INTERVIEWER)
HAL = Person(name="Hal Brandt", address="hal@acme.example", part=Part.HIRING_MANAGER)
SAM = Person(name="Sam Reyes", part=Part.INTERVIEWER)
ADA = Person(name="Ada Weiss", address="ada@agency.example", part=Part.AGENCY)
OTIS = Person(name="Otis Grey", address="otis@acme.example", part=Part.OTHER)
MACHINE = Person(name="Acme Hiring", address="no-reply@acme.example", part=Part.RECRUITER)
CROWD = tuple(
    Person(name=f"Panel {name}", address=f"{name.lower()}@acme.example", part=Part.INTERVIEWER)
    for name in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus")
)
EVERYBODY = (RITA, CORA, IVAN, PRIYA, HAL, SAM, OTIS, MACHINE)


# ── the employer ─────────────────────────────────────────────────────────────────────────────────────────────────


def invites(
    life: Life,
    interview: str,
    start: datetime,
    *,
    minutes: int | None = 60,
    zone: str = "America/New_York",
    people: tuple[Person, ...] = (RITA, IVAN),
    format_: Format | None = Format.VIDEO,
    proposed: bool = False,
    sequence: int = 0,
    at: datetime | None = None,
) -> News:
    """An invitation, a repetition, or another time: the newest that is known decides what the reader makes of it."""
    sent = at or life.now
    message = f"<invite-{life.number()}@acme.example>"
    end = start + timedelta(minutes=minutes) if minutes else None

    def news(life: Life) -> Iterator[f.Fact]:
        common = life.mail(sent, message)
        known = life.candidacy.interview(interview)
        yield f.Heard(**common, envelope=_head(message, sent, people[0] if people else OTIS), people=people[:1])
        if known and not known.proposed and known.start != start:
            yield f.Moved(
                **common,
                interview=interview,
                start=start,
                end=end,
                zone=zone,
                sequence=sequence,
                stamp=sent,
                uid=interview,
            )
            return
        yield f.Invited(
            **common,
            interview=interview,
            start=start,
            end=end,
            zone=zone,
            uid=interview,
            sequence=sequence,
            stamp=sent,
            organizer="rita@acme.example",
            company="Acme",
            role="Engineer",
            format=format_,
            people=people,
            proposed=proposed,
        )

    return news


def cancels(life: Life, interview: str, *, sequence: int = 0) -> News:
    """The interview is called off."""
    sent, message = life.now, f"<cancel-{life.number()}@acme.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        yield f.Cancelled(**life.mail(sent, message), interview=interview, sequence=sequence, stamp=sent, uid=interview)

    return news


def announces_again(life: Life, interview: str, start: datetime, *, minutes: int = 60) -> News:
    """Another system tells of the same interview, under an id of its own and ten minutes off."""
    sent, message = life.now, f"<other-{life.number()}@ats.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        known = life.candidacy.interview(interview)
        if known is None or known.uid is None:
            return
        yield f.Invited(
            **life.mail(sent, message),
            interview=interview,
            start=start + timedelta(minutes=10),
            end=start + timedelta(minutes=10 + minutes),
            zone="UTC",
            uid=f"other-{interview}",
            stamp=sent,
            people=(RITA, HAL),
        )

    return news


def writes(
    life: Life, kind: Kind, *, sender: Person = RITA, back_on: date | None = None, reply_by: date | None = None
) -> News:
    """An answer of some kind."""
    sent, message = life.now, f"<answer-{life.number()}@acme.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        common = life.mail(sent, message)
        yield f.Heard(**common, envelope=_head(message, sent, sender), people=() if sender == MACHINE else (sender,))
        if kind is Kind.ADDRESS_GONE:
            yield f.Bounced(**common, recipient=sender.address)
        yield f.Answered(**common, kind=kind, back_on=back_on, reply_by=reply_by)
        if kind is Kind.DECIDING:
            yield f.DecisionPromised(**common, by=back_on, zone="America/New_York")

    return news


def promises(life: Life, by: date | None, zone: str) -> News:
    """They say when they decide."""
    sent, message = life.now, f"<promise-{life.number()}@acme.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        yield f.Answered(**life.mail(sent, message), kind=Kind.DECIDING)
        yield f.DecisionPromised(**life.mail(sent, message), by=by, zone=zone)

    return news


def puzzles(life: Life) -> News:
    """A person writes something that is not understood."""
    sent, message = life.now, f"<puzzle-{life.number()}@acme.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        reading = Reading(envelope=_head(message, sent, RITA), kind=Kind.UNCLEAR, verdict=Verdict.ASK)
        yield not_understood(Learned(reading=reading, candidacy=ID, noted=life.now, account="mail", reader="1"))

    return news


def may_mean(life: Life, kind: Kind) -> News:
    """A mail that looks like an answer of some kind, and is asked about."""
    sent, message = life.now, f"<doubt-{life.number()}@acme.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        reading = Reading(envelope=_head(message, sent, RITA), kind=kind, verdict=Verdict.ASK)
        yield unsure(Learned(reading=reading, candidacy=ID, noted=life.now, account="mail", reader="1"))

    return news


def bounces(life: Life, message_id: str | None, recipient: str | None) -> News:
    """A letter comes back."""
    sent, message = life.now, f"<bounce-{life.number()}@acme.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        yield f.Bounced(**life.mail(sent, message), message_id=message_id, recipient=recipient)

    return news


def _head(message: str, at: datetime, sender: Person) -> Envelope:
    return Envelope(message_id=message, subject="Interview", sender=sender, date=at, reachable=sender != MACHINE)


# ── the user, in the mail program and the calendar ───────────────────────────────────────────────────────────────


def lying(life: Life) -> list[tuple[str, int]]:
    """The drafts of ours that the user finds in Drafts."""
    return [place for place, state in life.drafts.items() if state in ("lies", "edited")]


def sends(life: Life, place: tuple[str, int], *, recognised: bool = True, in_vain: bool = False) -> None:
    """The user presses Send; an edited draft may be hard to know again, and a letter may come back before Sent is read."""
    key, _revision = place
    letter = next(
        fact for _, fact in life.journal if isinstance(fact, f.DraftBegun) and (fact.key, fact.revision) == place
    )
    life.drafts[place] = "sent" if recognised else "gone"
    sent, message = life.now, letter.message_id if recognised else f"<sent-{life.number()}@me.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        yield f.LetterSent(
            **life.mail(sent, message),
            purpose=letter.purpose,
            message_id=message,
            key=key if recognised else None,
            interview=letter.interview,
            to=letter.to,
        )

    if in_vain:
        life.post.append(bounces(life, message, letter.to[0]))
    life.post.append(news)


def writes_alone(life: Life, purpose: f.Purpose, to: Person, interview: str | None) -> None:
    """The user writes a letter without us."""
    sent, message = life.now, f"<own-{life.number()}@me.example>"

    def news(life: Life) -> Iterator[f.Fact]:
        common = life.mail(sent, message)
        address = (to.address,) if to.address else ()
        yield f.LetterSent(**common, purpose=purpose, message_id=message, interview=interview, to=address)

    life.post.append(news)


def replies(life: Life) -> None:
    """The user answers a request of theirs."""
    sent, message = life.now, f"<reply-{life.number()}@me.example>"
    life.post.append(lambda life: [f.Replied(**life.mail(sent, message), message_id=message)])


# ── the user's word ──────────────────────────────────────────────────────────────────────────────────────────────


def takes_notes(life: Life, interview: str, notes: Notes) -> None:
    """The user answers the notes form."""
    known, common = life.candidacy.interview(interview), life.word()
    if known:
        life.note(notes_facts(common, known, notes))


def says(life: Life, command: str, **arguments: str) -> tuple[f.Fact, ...]:
    """A command of the user's; one that does not fit changes nothing."""
    try:
        facts = spoken(command, arguments, life.candidacy, life.word())
    except ValueError:
        return ()
    life.note(facts)
    return facts


def ends_it_by_mail(life: Life, kind: Kind) -> None:
    """The user's own withdrawal or acceptance, seen in Sent."""
    sent, message = life.now, f"<own-{life.number()}@me.example>"
    life.post.append(lambda life: [f.Answered(**life.mail(sent, message), kind=kind)])


def undoes(life: Life) -> None:
    """The user takes back the last word, with everything that it said."""
    with suppress(ValueError):
        life.note(taken_back(life.journal, life.word()))


def answers(life: Life, choice: int) -> None:
    """The user answers the oldest open question."""
    for question in life.candidacy.open_questions[:1]:
        choices = question.doubt.choices
        chosen, common = choices[choice % len(choices)], life.word()
        life.note(answered(question.doubt, chosen, life.candidacy, life.rules.home, common))


def loses(life: Life) -> bool:
    """A draft that was begun when the service died cannot be told from others any more."""
    for letter in life.candidacy.letters:
        for copy in letter.copies:
            if copy.state is State.BEGUN:
                life.drafts[letter.key, copy.revision] = "adrift"
                return True
    return False


def renamed(person: Person, part: Part) -> Person:
    """The same person in another part."""
    return replace(person, part=part)
