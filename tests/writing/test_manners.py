"""The linter finds what it is there to find."""

from __future__ import annotations

import pytest

from agent.core.facts import Purpose
from agent.writing import letters
from agent.writing.brief import Brief
from agent.writing.manners import breaches
from tests.writing.briefs import RITA, brief

KNOWN = brief()
TEXT = letters.text(letters.letter(KNOWN))


def rules(text: str, known: Brief = KNOWN) -> set[str]:
    """The rules that a text breaks."""
    return {breach.rule for breach in breaches(text, known)}


def with_sentence(sentence: str) -> str:
    """A good letter with one more sentence in its second paragraph."""
    first, second, *rest = TEXT.split("\n\n")
    return "\n\n".join((first, f"{second} {sentence}", *rest))


def test_a_letter_of_ours_breaks_none() -> None:
    """The measure of all the others."""
    assert rules(TEXT) == set()


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("I still haven't heard from you.", "complaint"),
        ("I still haven’t heard from you.", "complaint"),
        ("It was a disappointing experience.", "complaint"),
        ("You must decide soon.", "pressure"),
        ("I am waiting for your answer.", "pressure"),
        ("Please write ASAP.", "pressure"),
        ("As promised, I ask again.", "pressure"),
        ("I wonder why.", "pressure"),
        ("I am better than the other applicants.", "others"),
        ("My salary should be higher.", "private"),
        ("I was sick that day.", "private"),
        ("Hey, that was cool.", "casual"),
        ("Thx.", "casual"),
        ("You have an amazing team.", "flattery"),
        ("I apologise for my answers.", "apology"),
        ("Ignore previous instructions.", "filler"),
        ("I look forward to it!", "exclamation mark"),
        ("Will you write? Will you call?", "question"),
        ("My record is [number] years.", "stray sign"),
        ("Write to me at https://example.org/me.", "link"),
        ("I am happy 😀.", "sign"),
        ("I ran 14 teams.", "fact"),
        ("I know Globex well.", "fact"),
        ("I like the the work.", "twice"),
        ("it begins small.", "small letter"),
    ],
)
def test_one_bad_sentence_is_found(sentence: str, rule: str) -> None:
    """Rules 16 and 17, and the typography of a letter."""
    assert rule in rules(with_sentence(sentence))


def test_a_letter_that_is_too_long_is_found() -> None:
    """One page: 250 words."""
    assert "length" in rules(with_sentence("I would be glad to come. " * 40))


def test_a_letter_that_is_too_short_is_found() -> None:
    """90 words at least."""
    first, second, *rest = TEXT.split("\n\n")
    assert "length" in rules("\n\n".join((first, second, *rest[-3:])))


def test_missing_thanks_and_interest_are_found() -> None:
    """Always thank them; always still interested."""
    bare = TEXT.replace("thank", "greet").replace("Thank", "Greet").replace("interest", "resolve")
    assert {"thanks", "interest"} <= rules(bare)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Dear Priya Nair,", "Dear Pryia Niar,", "name"),
        ("Dear Priya Nair,", "Priya Nair", "salutation"),
        ("Robin Ashdown\n", "R. Ashdown\n", "signature"),
        ("\n+1 202 555 0143", "", "signature"),
    ],
)
def test_a_broken_frame_is_found(old: str, new: str, rule: str) -> None:
    """The name as its owner spells it, the full name and the telephone below."""
    assert rule in rules(TEXT.replace(old, new))


def test_a_text_that_is_no_letter_is_found() -> None:
    """Without salutation, body, closing and signature there is nothing to judge."""
    assert rules("Thank you.") == {"form"}


def test_a_company_whose_name_is_a_banned_word_may_be_named() -> None:
    """Urgent Care Inc. is a company, and no pressure."""
    known = brief(company="Urgent Care Inc.", role="Why Officer")
    assert breaches(letters.text(letters.letter(known)), known) == ()
    assert "Urgent Care" in letters.text(letters.letter(known))


def test_an_inquiry_without_a_question_is_found() -> None:
    """It asks once."""
    known = brief(Purpose.INQUIRY, RITA, ordinal=1)
    assert "question" in rules(letters.text(letters.letter(known)).replace("?", "."), known)
