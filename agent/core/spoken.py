"""The person's word: each command is a fact, and outranks what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.correspondence import Letter
from agent.core.findings import Format, Kind
from agent.core.interview import short
from agent.core.learned import Common
from agent.core.people import Part, Person

PERSON = "person"
"""The account of everything the person said."""

Arguments = Mapping[str, str]


def spoken(command: str, arguments: Arguments, candidacy: Candidacy, common: Common) -> tuple[f.Fact, ...]:
    """The facts of one command. Raises `ValueError` in words where the arguments do not fit."""
    say = _COMMANDS.get(command)
    if say is None:
        raise ValueError(f"there is no command “{command}”")
    return tuple(say(arguments, candidacy, common))


def taken_back(noted: Iterable[tuple[str, f.Fact]], common: Common) -> tuple[f.Undone, ...]:
    """The last word that still stands, taken back as a whole: every fact that it made, or that it let be believed.

    `noted` are the facts of the candidacy with their ids, in the order they were noted. Raises `ValueError` in words
    when there is no such word.
    """
    facts = tuple(noted)
    gone = {fact.fact for _, fact in facts if isinstance(fact, f.Undone)}
    said = [
        (identity, fact.source.word or fact.source.id)
        for identity, fact in facts
        if (fact.source.account == PERSON or fact.source.word)
        and not isinstance(fact, f.Undone)
        and identity not in gone
    ]
    if not said:
        raise ValueError("there is nothing to undo")
    _, last = said[-1]
    return tuple(f.Undone(**common, fact=identity) for identity, word in said if word == last)


def _sent(_arguments: Arguments, c: Candidacy, common: Common) -> Iterator[f.Fact]:
    letter = _unsent(c)
    if letter is None:
        raise ValueError("there is no draft that could have been sent")
    yield f.LetterSent(
        **common,
        purpose=letter.purpose,
        key=letter.key,
        interview=letter.interview,
        to=letter.to,
        subject=letter.subject,
    )
    if letter.purpose is f.Purpose.WITHDRAWAL:
        yield f.Answered(**common, kind=Kind.OWN_WITHDRAWAL)


def _unsent(c: Candidacy) -> Letter | None:
    """The draft that the person can mean: the newest one that has not been sent."""
    drafted = [letter for letter in c.letters if letter.copies and letter.sent_at is None]
    return max(drafted, key=lambda letter: letter.copies[-1].at, default=None)


def _called(_arguments: Arguments, c: Candidacy, common: Common) -> Iterator[f.Fact]:
    """A telephone call about the decision is an inquiry like any other: it counts."""
    yield f.LetterSent(**common, purpose=f.Purpose.INQUIRY, key=f"{c.id}/call/{int(common['at'].timestamp())}")


def _promise(arguments: Arguments, _c: Candidacy, common: Common) -> Iterator[f.Fact]:
    yield f.DecisionPromised(**common, by=date.fromisoformat(arguments["date"]))


def _closed(ending: f.Ending) -> Callable[[Arguments, Candidacy, Common], Iterator[f.Fact]]:
    def close(_arguments: Arguments, _c: Candidacy, common: Common) -> Iterator[f.Fact]:
        yield f.Closed(**common, ending=ending)

    return close


def _simply(
    kind: type[f.Paused | f.Resumed | f.Reopened],
) -> Callable[[Arguments, Candidacy, Common], Iterator[f.Fact]]:
    def say(_arguments: Arguments, _c: Candidacy, common: Common) -> Iterator[f.Fact]:
        yield kind(**common)

    return say


def _letter(arguments: Arguments, _c: Candidacy, common: Common) -> Iterator[f.Fact]:
    yield f.LetterWanted(**common, purpose=f.Purpose(arguments["purpose"]))


def _add(arguments: Arguments, c: Candidacy, common: Common) -> Iterator[f.Fact]:
    """An interview that no mail tells of."""
    zone = arguments["zone"]
    start = datetime.fromisoformat(arguments["start"])
    start = (start if start.tzinfo else start.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    minutes = int(arguments.get("minutes") or 60)
    yield f.Invited(
        **common,
        interview="i" + short(f"{c.id}|{start.isoformat()}"),
        start=start,
        end=start + timedelta(minutes=minutes),
        zone=zone,
        company=arguments.get("company"),
        role=arguments.get("role"),
        format=Format(arguments["format"]) if arguments.get("format") else None,
        people=people_of(arguments.get("people", "")),
    )


def people_of(written: str) -> tuple[Person, ...]:
    """Interviewers as a person types them: "Priya Nair <priya@acme.example>, Tom Ode"."""
    people = []
    for part in filter(None, (piece.strip() for piece in written.split(","))):
        name, _, address = part.partition("<")
        address = address.rstrip("> ").strip()
        if not address and "@" in name:
            name, address = "", name.strip()
        people.append(Person(name=name.strip() or None, address=address or None, part=Part.INTERVIEWER))
    return tuple(people)


_COMMANDS: Mapping[str, Callable[[Arguments, Candidacy, Common], Iterator[f.Fact]]] = {
    "pause": _simply(f.Paused),
    "resume": _simply(f.Resumed),
    "close": _closed(f.Ending.BY_USER),
    "reopen": _simply(f.Reopened),
    "accepted": _closed(f.Ending.ACCEPTED),
    "not-an-interview": _closed(f.Ending.NOT_AN_INTERVIEW),
    "sent": _sent,
    "called": _called,
    "promise": _promise,
    "letter": _letter,
    "add": _add,
}
