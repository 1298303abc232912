"""Whatever the order, the letter breaks no rule: said by `judge.py`, which has not read the linter.

Two thousand orders in every run of the tests, ten thousand in `make chaos`; the seeds are fixed, so an order that fails
fails again, and it is printed with everything taken away that the breach does not need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import combinations
from random import Random

import pytest

from agent.core.facts import Purpose
from agent.core.findings import Envelope
from agent.core.people import Part, Person
from agent.writing import draft, letters, paper
from agent.writing.paper import Sheet
from tests.writing.any_letters import Order, material, order, simplest
from tests.writing.judge import Breach, contents, judged
from tests.writing.judge_likeness import MOST_ALIKE, likeness
from tests.writing.judge_mail import Post, judged_mail, text_of

_EACH = 250
_A4_LINES = 58


def breaches(made: Order) -> tuple[Breach, ...]:
    """What is wrong with the letter of an order: text, contents, bytes, and the page it is printed on."""
    letter = letters.letter(made.brief)
    post = _posted(made)
    text = text_of(post.raw)
    page = paper.printed(
        letter,
        Sheet(sender=made.brief.persona, recipient=made.brief.recipient, company=made.brief.company, on=made.brief.day),
    )
    long = (Breach("page", f"{page.count(chr(10))} lines"),) if page.count("\n") > _A4_LINES else ()
    return (*judged(text, made.brief), *contents(text, made.brief, made.wants, made.spurns), *judged_mail(post), *long)


def _posted(made: Order) -> Post:
    """The letter as bytes, in reply to a mail of any kind or to none."""
    letter, random = letters.letter(made.brief), Random(made.seed)
    parent = _parent(made, random) if made.brief.thread else None
    sender = Person(name=made.brief.persona.name, address=made.brief.persona.address)
    raw = draft.message(
        letter,
        sender=sender,
        to=(made.brief.recipient,),
        parent=parent,
        message_id=draft.message_id(f"{made.seed}", 1, b"secret", "example.org"),
        date=datetime(2026, 3, 11, 9, tzinfo=UTC),
    )
    return Post(raw, made.brief, sender, (made.brief.recipient,), parent)


def _parent(made: Order, random: Random) -> Envelope:
    """A mail of theirs: ids of every length that is seen, and some that are none."""
    ids = [
        "<a@acme.example>",
        f"<{'x' * 66}@acme.example>",
        f"<{'S' * 68}@amazonses.com>",
        "<CAF+x=y_z@mail.gmail.com>",
        "bare@id.example",
    ]
    broken = ["<>", "", "<[abc@def]>", "<a@[1.2.3.4>", "<a b@c>", "<a@b>\r\nBcc: x@evil.example"]
    older = tuple(random.choice([*ids, *broken]) + "" for _ in range(random.choice((0, 1, 3, 45))))
    own = random.choice(ids) if random.random() < 0.8 else random.choice(broken)
    return Envelope(
        message_id=own,
        references=tuple(dict.fromkeys(each.replace("@", f"{at}@") for at, each in enumerate(older))),
        subject=made.brief.thread or "",
        sender=made.brief.recipient,
    )


def _worst(seeds: Iterator[int]) -> str:
    """The first order that breaks a rule, made as small as it can be; "" if none does."""
    for seed in seeds:
        made = order(seed)
        found = breaches(made)
        if found:
            small = simplest(made, partial(_breaks, {breach.rule for breach in found}))
            return f"seed {seed}: {found}\n{small.brief}\n\n{letters.text(letters.letter(small.brief))}"
    return ""


def _breaks(rules: set[str], made: Order) -> bool:
    return bool(rules & {breach.rule for breach in breaches(made)})


@pytest.mark.parametrize("first", range(0, 2000, _EACH))
def test_no_order_makes_a_letter_that_breaks_a_rule(first: int) -> None:
    """Two thousand letters in five languages from notes that nobody should write: none breaks a rule."""
    assert _worst(iter(range(first, first + _EACH))) == ""


@pytest.mark.chaos
@pytest.mark.parametrize("first", range(0, 10_000, 1000))
def test_ten_thousand_orders_make_no_letter_that_breaks_a_rule(first: int) -> None:
    """The same for ten thousand."""
    assert _worst(iter(range(first, first + 1000))) == ""


def test_the_orders_hold_every_kind_of_thing_that_they_promise() -> None:
    """A property over orders that lack hostile notes, languages or clear answers would prove nothing."""
    made = [order(seed) for seed in range(2000)]
    assert {each.brief.purpose for each in made} == set(Purpose)
    assert {each.brief.language[:2] for each in made} == {"en", "de", "fr", "es", "nl"}
    assert sum(bool(each.spurns) for each in made) > 500
    assert sum(bool(each.wants) for each in made) > 300
    assert sum(len(each.brief.panel) > 2 for each in made) > 300
    hostile = [text for text, *_ in material()["hostile"]]
    said = "\n".join(f"{each.brief.notes}" for each in made)
    assert sum(repr(text)[1:-1] in said for text in hostile) > 0.9 * len(hostile)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "nl"])
@pytest.mark.parametrize("seed", [*range(12), 14, 28])
def test_letters_laid_side_by_side_are_different_letters(language: str, seed: int) -> None:
    """Specific paragraphs of a panel's letters, pair by pair: at most 0.6 alike, with the same notes for all."""
    assert _most_alike(language, seed) <= MOST_ALIKE


def _most_alike(language: str, seed: int) -> float:
    random = Random(seed)
    names = random.sample([name for name in material()["names"] if "," not in name], random.choice((2, 3, 3, 4)))
    panel = tuple(
        Person(name=name, address=f"p{at}@acme.example", part=Part.INTERVIEWER) for at, name in enumerate(names)
    )
    made = order(seed)
    while made.brief.purpose is not Purpose.THANK_YOU or made.brief.language[:2] != language:
        made = order(made.seed + 1000)
    written = [
        letters.letter(replace(made.brief, recipient=person, panel=panel, format=None, agency=False, honorific=None))
        for person in panel
    ]
    return max(likeness(one.paragraphs[1:-1], other.paragraphs[1:-1]) for one, other in combinations(written, 2))
