"""What one wake-up costs when a thousand candidacies are followed and fifty thousand facts are known."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.agenda import agenda, due, next_moment
from agent.core.findings import Envelope, Kind
from agent.core.people import Person
from agent.world.memory.journal import MemoryJournal
from tests.core.telling import IVAN, KNOWN, RITA, RULES, did, drafted, head, invited, noted, promised, sent, thanks

CANDIDACIES = 1_000
FACTS = 50
ROUNDS = 5


def life(number: int) -> list[f.Fact]:
    """A candidacy in its third week: thanked, promised, a correspondence of forty mails."""
    day = timedelta(days=number % 28, minutes=number)
    name = f"i{number}"
    interview = invited(name, start=KNOWN + day + timedelta(days=2), at=KNOWN + day, people=(RITA, IVAN))
    (letter, *_) = thanks(interview)
    over = letter.due + timedelta(hours=5)
    facts: list[f.Fact] = [
        interview,
        noted(letter.due, name, well="It went well."),
        *drafted(letter),
        sent(letter, over),
        promised("04-20", over),
        f.Answered(**head(over), kind=Kind.ACKNOWLEDGEMENT),
        did(f.Told, over, key="told", text="…"),
    ]
    facts += [mail(number, over + timedelta(hours=count)) for count in range(FACTS - len(facts))]
    return [replace(fact, candidacy=f"c{number}") for fact in facts]


def mail(number: int, at: datetime) -> f.Heard:
    """One mail of theirs."""
    common = {**head(at), "candidacy": f"c{number}"}
    writer = Person(name=f"Writer {number}", address=f"writer-{number}@acme.example")
    return f.Heard(
        **common, envelope=Envelope(message_id=common["source"].id, sender=writer, date=at), people=(writer,)
    )


def fastest(what: Callable[[], object]) -> float:
    """Milliseconds of the fastest of several runs."""

    def once() -> float:
        begun = time.perf_counter()
        what()
        return (time.perf_counter() - begun) * 1000

    return min(once() for _ in range(ROUNDS))


def baseline() -> int:
    """What the machine itself can do: as many tuples made, hashed and compared as there are facts, ten times."""
    return len({(number % 977, str(number), KNOWN) for number in range(10 * CANDIDACIES * FACTS)})


def wake_up(casebook: Casebook, at: datetime) -> datetime | None:
    """What the service does when a bell rang: take the news, see what is due, see when to wake up next."""
    casebook.note([mail(7, at)])
    for candidacy in casebook:
        assert due(casebook.agenda(candidacy), at) is not None
    return min(moment for c in casebook if (moment := next_moment(casebook.agenda(c), at)))


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_a_wake_up_with_a_thousand_candidacies() -> None:
    """Goal: 100 ms. Printed beside what the machine can do at all; no time is asserted."""
    casebook = Casebook(MemoryJournal(), RULES, lambda _fact: None)
    facts = [fact for number in range(CANDIDACIES) for fact in life(number)]
    casebook.note(facts)
    known = tuple(casebook)
    first = fastest(lambda: [agenda(replace(candidacy), RULES) for candidacy in known])
    moments = iter(KNOWN + timedelta(days=40, minutes=count) for count in range(ROUNDS + 1))
    wake_up(casebook, next(moments))
    again = fastest(lambda: wake_up(casebook, next(moments)))
    steps = sum(len(casebook.agenda(candidacy)) for candidacy in casebook)
    print(f"\n{len(known)} candidacies, {len(facts)} facts, {steps} steps left to do")
    print(f"  a wake-up with one new mail     {again:8.1f} ms (goal 100 ms)")
    print(f"  every agenda computed anew      {first:8.1f} ms ({first / len(known):.2f} ms each)")
    print(f"  machine: 500,000 tuples hashed  {fastest(baseline):8.1f} ms")
    assert (len(known), len(facts)) == (CANDIDACIES, CANDIDACIES * FACTS)
