"""Bounds: what is too much is cut or refused with a reason, and nothing a stranger writes raises anything else."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from re import _parser as parser  # type: ignore[attr-defined]  # the only place that knows a pattern's shape
from types import ModuleType
from typing import Any

import pytest

from agent.core.people import Me
from agent.errors import Unreadable
from agent.reading import (
    absence,
    addresses,
    announcement,
    authentication,
    body,
    bounce,
    charset,
    envelope,
    headers,
    html,
    language,
    lookalike,
    machine,
    mail,
    mime,
    quotation,
    rendering,
    scam,
    signature,
    style,
    trust,
    vendors,
)
from agent.reading.mail import read_mail
from agent.reading.quotation import zones
from tests.reading.letters import ROBIN, letter, multipart, part
from tests.reading.material import corpus

ROOMS: tuple[ModuleType, ...] = (
    *(absence, addresses, announcement, authentication, body, bounce, charset, envelope, headers, html, language),
    *(lookalike, machine, mail, mime, quotation, rendering, scam, signature, style, trust, vendors),
)
MUTANTS = 1_500


def nested(depth: int) -> bytes:
    """Multiparts inside one another."""
    opening = "".join(f'Content-Type: multipart/mixed; boundary="{at}"\n\n--{at}\n' for at in range(depth))
    return (opening + "\ninnermost").encode()


def forwarded(depth: int) -> bytes:
    """Messages inside one another."""
    return b"Content-Type: message/rfc822\n\n" * depth + b"\ninnermost"


class TestRefused:
    @pytest.mark.parametrize("depth", [60, 1_500, 20_000])
    @pytest.mark.parametrize("bomb", [nested, forwarded])
    def test_parts_nested_too_deep(self, bomb: Callable[[int], bytes], depth: int) -> None:
        """The stack of Python's own parser ends at about a thousand; ours is never used for it."""
        with pytest.raises(Unreadable, match="nested more than 50 deep"):
            read_mail(bomb(depth), Me())

    def test_too_many_parts(self) -> None:
        """A hundred thousand parts are refused at the five hundred and first."""
        field, content = multipart("mixed", *("\nx",) * 100_000)
        with pytest.raises(Unreadable, match="more than 500 parts"):
            read_mail(letter(content, field), ROBIN)

    @pytest.mark.parametrize("depth", [1, 10, 45])
    def test_parts_nested_as_people_nest_them_are_read(self, depth: int) -> None:
        """The bound is far beyond any real mail."""
        assert read_mail(nested(depth), Me()).text == "innermost"


class TestCut:
    def test_a_long_text_is_cut_at_a_megabyte(self) -> None:
        """The rest is left out."""
        assert len(read_mail(letter("word " * 600_000), ROBIN).body) <= 1024 * 1024

    def test_html_with_too_many_open_tags_is_cut_where_they_become_too_many(self) -> None:
        """What lies deeper than three thousand elements is not seen."""
        seen = html.page("<p>first</p>" + "<div>" * 50_000 + "last")
        assert seen.text == "first"

    def test_many_tags_that_close_again_are_no_bomb(self) -> None:
        """A job alert with ten thousand elements is read whole."""
        assert html.page("<div>a</div>" * 10_000).text.count("a") == 10_000

    @pytest.mark.parametrize(
        "bomb",
        [
            "<a " * 100_000,
            "<!--" * 100_000,
            "<ul>" * 50_000,
            "<b><p>" * 20_000,
            "<table><tr><td>" * 20_000,
            "&#" * 200_000,
            "<style>" + "{" * 100_000 + "</style>",
            "<p style='" + "font-size:" * 20_000 + "'>x</p>",
            "</div>" * 100_000,
            "<div class='" + "a " * 100_000 + "'>x</div>",
        ],
    )
    def test_html_bombs_are_read(self, bomb: str) -> None:
        """Each of these stops some other reader for seconds."""
        html.page(bomb)

    @pytest.mark.parametrize(
        "bomb",
        [
            "On a\n" * 50_000,
            "On" + " " * 200_000,
            ":\n" * 200_000,
            "From: a\n" * 50_000,
            "wrote:\n" * 50_000,
            ">" * 200_000,
            "> \n" * 100_000,
            "-- \n" * 100_000,
            "1" * 200_000,
            "a@b.c " * 50_000,
            "https://a.b/ " * 30_000,
            "____\n" * 100_000,
            "\n" * 500_000,
            "Sent from\n" * 50_000,
            "unsubscribe " * 30_000,
        ],
    )
    def test_text_bombs_are_read(self, bomb: str) -> None:
        """Five kilobytes of "On a" take a known parser of replies eight seconds."""
        read = read_mail(letter(bomb), ROBIN)
        machine.machine_of(read, ROBIN)
        trust.signs(read, ROBIN)


def work(run: Callable[[], object]) -> int:
    """How many functions a run calls, in Python and in C: a measure of work that no other process disturbs."""
    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "line",
    [
        "On a\n", ":\n", "wrote:\n", "> x\n", "From: a\nTo: b\n", "-- \n", "____\n", "word word.\n", "a@b.c wrote:\n", "\n",
        "> On 1 Jan 2026 a@b.c wrote:\n\nyes\n\n", "Sent from my phone\n> x\n", "Date: 2026\n", "2026-01-01 10:00\n",
    ],
)  # fmt: skip
def test_twice_the_text_is_at_most_twice_the_work(line: str) -> None:
    """Dividing a text is linear, whatever its lines are."""
    once, twice = line * 2_000, line * 4_000
    zones(line * 10)  # loads what is loaded once
    assert work(lambda: zones(twice)) <= 2.2 * work(lambda: zones(once))


def patterns() -> list[tuple[str, re.Pattern[Any]]]:
    """Every compiled pattern of the reader's rooms, also those inside tables."""
    found = []
    for room in ROOMS:
        for name, value in vars(room).items():
            if isinstance(value, re.Pattern):
                found.append((f"{room.__name__}.{name}", value))
            if isinstance(value, dict):
                found += [
                    (f"{room.__name__}.{name}[{key}]", one) for key, one in value.items() if isinstance(one, re.Pattern)
                ]
    found += [(f"scam.{words.sign}", words.pattern) for words in scam._SIGNS]
    return found


def unbounded_inside_unbounded(parsed: Any, *, inside: bool = False) -> bool:
    """Whether a repetition without an upper bound contains another that could match the same text in many ways."""
    for operation, argument in parsed:
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            _, most, content = argument
            endless = most is parser.MAXREPEAT
            if endless and inside:
                return True
            if unbounded_inside_unbounded(content, inside=inside or endless):
                return True
        elif name == "BRANCH":
            if any(unbounded_inside_unbounded(branch, inside=inside) for branch in argument[1]):
                return True
        elif name in {"SUBPATTERN", "ASSERT", "ASSERT_NOT"} and unbounded_inside_unbounded(argument[-1], inside=inside):
            return True
    return False


def test_no_pattern_repeats_without_bound_inside_a_repetition_without_bound() -> None:
    """Such patterns take exponential time on text made for them."""
    assert len(patterns()) > 80
    assert [name for name, pattern in patterns() if unbounded_inside_unbounded(parser.parse(pattern.pattern))] == []


def test_the_check_of_patterns_finds_what_it_looks_for() -> None:
    """It would be worth nothing otherwise."""
    assert unbounded_inside_unbounded(parser.parse("(?:a+b?)*c"))
    assert not unbounded_inside_unbounded(parser.parse("(?:[^a]|ab)*c{1,3}"))


def mutated(seed: bytes, dice: random.Random) -> bytes:
    """A message with a few of the accidents that happen to mail, and some that only happen on purpose."""
    raw = bytearray(seed[:20_000])
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(raw) + 1)
        match dice.randrange(7):
            case 0:
                raw[at : at + dice.randint(1, 40)] = b""
            case 1:
                raw[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 20)))
            case 2:
                raw[at:at] = raw[at : at + dice.randint(1, 400)] * dice.randint(1, 5)
            case 3:
                raw[at : at + 1] = bytes([dice.randrange(256)])
            case 4:
                raw = raw.replace(b"utf-8", dice.choice([b"punycode", b"", b"utf-7", b"x" * 300, b"utf-16"]))
            case 5:
                raw[at:at] = dice.choice(
                    [b"\r\n\r\n", b"\n--", b"=?utf-8?q?=0D=0A?=", b"<", b"\x00", b'"', b"(", b"\xff\xfe"]
                )
            case _:
                del raw[at:]
    return bytes(raw)


def test_mutants_of_real_mail_raise_nothing_untyped() -> None:
    """Whatever happens to a message on its way, reading it ends, in a mail or in a reason."""
    seeds = [
        content
        for family in ("mime_torture", "bounce_auto", "job_mail")
        for content in list(corpus(family).values())[:400]
    ]
    dice = random.Random(42)
    refused = 0
    for _ in range(MUTANTS):
        try:
            read = read_mail(mutated(dice.choice(seeds), dice), ROBIN)
        except Unreadable:
            refused += 1
            continue
        machine.machine_of(read, ROBIN)
        trust.signs(read, ROBIN)
        read.body.encode()
    assert refused < MUTANTS / 10


@pytest.mark.parametrize("family", ["mime_torture", "calendar", "ordinary_mail", "bounce_auto"])
def test_every_file_of_the_corpora_is_read_or_refused_with_a_reason(family: str) -> None:
    """Broken and hostile messages, and files that are no message at all: 0 untyped exceptions."""
    for content in corpus(family).values():
        try:
            read = read_mail(content, ROBIN)
        except Unreadable:
            continue
        machine.machine_of(read, ROBIN)
        trust.signs(read, ROBIN)
        read.body.encode()


def test_a_part_may_be_as_odd_as_it_likes() -> None:
    """Heads without values, values without heads, delimiters in the wrong place."""
    for odd in ("", ":", "--", "\n\n\n", "Content-Type", "Content-Type:\n:\n\n", part("x", "text/plain; charset=")):
        field, content = multipart("mixed", odd, odd, boundary="b")
        read_mail(letter(content, field), ROBIN)
