"""Promises beyond the single phrase: which of several counts, what proves it, and what is nobody's promise."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.workdays import Workdays
from agent.reading.promise import Promise, deadline_for_user, named_limit, promised

WEDNESDAY = date(2026, 3, 4)
DAYS = Workdays()


def said(text: str, *, expecting: bool = False, zone: str | None = "America/New_York") -> Promise | None:
    """What a text promises a reader in New York."""
    return promised(text, WEDNESDAY, DAYS, "en", zone=zone, expecting=expecting)


def by(text: str, *, expecting: bool = False, zone: str | None = "America/New_York") -> date | None:
    """The date of it."""
    promise = said(text, expecting=expecting, zone=zone)
    return promise.by if promise else None


def test_of_several_promises_the_latest_counts() -> None:
    """Asking too early is the mistake that is punished."""
    assert by("You'll hear about the panel by Friday. A final decision will be made by March 20.") == date(2026, 3, 20)


def test_an_explicit_date_outranks_one_that_follows_from_the_end_of_the_interviews() -> None:
    """They said when; nothing is added."""
    assert by("We're finishing interviews next week and will let you know by March 18.") == date(2026, 3, 18)


def test_the_quote_is_the_whole_sentence_verbatim() -> None:
    """It is shown to the user."""
    promise = said("Hi Robin,\n\nThanks for Tuesday! We will get back to you\nby the end of next week. Best, Dana")
    assert promise is not None
    assert promise.quote == "We will get back to you\nby the end of next week."


def test_their_date_and_the_users_task_stand_side_by_side() -> None:
    """Each with its own words."""
    text = "Please send your references by Thursday, and we will let you know by next Wednesday."
    assert by(text) == date(2026, 3, 11)
    assert deadline_for_user(text, WEDNESDAY, DAYS, "en") == date(2026, 3, 5)


def test_the_earliest_of_the_users_deadlines_counts() -> None:
    """So that none is missed."""
    text = "Please confirm by Friday. Please complete the form by March 20."
    assert deadline_for_user(text, WEDNESDAY, DAYS, "en") == date(2026, 3, 6)


@pytest.mark.parametrize(
    "text",
    [
        "We won't be able to make a decision by Friday.",
        "No decision yet: we cannot say when it will be made.",
        "We will be in touch as soon as we can.",
    ],
)
def test_a_denied_date_and_none_at_all_are_open(text: str) -> None:
    """Deciding, no date."""
    promise = said(text)
    assert promise is not None
    assert promise.by is None


def test_not_before_a_day_is_some_days_after_it() -> None:
    """Five business days of slack behind the day itself."""
    assert by("We will not have a decision before March 20.") == date(2026, 3, 27)


def test_a_condition_denies_nothing() -> None:
    """`If you have not heard` names the day on which they will have spoken."""
    assert by("If you have not heard from us by March 13, feel free to write.") == date(2026, 3, 13)


def test_a_day_named_in_the_sentence_before_is_taken_up() -> None:
    """`That day`."""
    assert by("The board meets a week from Friday. You'll hear from me that day.") == date(2026, 3, 13)


def test_a_question_promises_nothing() -> None:
    """Unless it asks for time."""
    assert said("Any feedback from Gareth by Friday?") is None
    assert by("Could you give us until Monday to make our decision?") == date(2026, 3, 9)


def test_a_mail_known_to_be_about_the_decision_needs_fewer_words() -> None:
    """Its kind says what its words leave out; a greeting still promises nothing."""
    text = "It should all be clear by Tuesday. Have a great weekend!"
    assert said(text) is None
    assert by(text, expecting=True) == date(2026, 3, 10)


@pytest.mark.parametrize(("zone", "day"), [("America/New_York", 6), ("Europe/London", 5), (None, 5)])
def test_a_date_in_two_orders_is_read_as_where_the_reader_lives(zone: str | None, day: int) -> None:
    """04/05 is April 5 in New York, 4 May in London; where nobody knows, the later."""
    expected = date(2026, 4, 5) if day == 6 else date(2026, 5, 4)
    assert by("We will decide by 04/05.", zone=zone) == expected


def test_a_date_of_which_one_order_has_passed_is_the_other() -> None:
    """02/04 said in March is 2 April, even in New York."""
    assert by("We will decide by 02/04/2026.") == date(2026, 4, 2)


def test_a_limit_in_an_answer_to_when_they_decide_needs_no_sentence() -> None:
    """The notes form asked; the words around it are known."""
    assert named_limit("by Friday next week", WEDNESDAY, DAYS, "en") == date(2026, 3, 13)
    assert named_limit("BEFORE CHRISTMAS HE SAID, LATEST DEC 19", date(2025, 12, 8), DAYS, "en") == date(2025, 12, 24)
    assert named_limit("d'ici le vendredi 7 novembre", date(2025, 10, 27), DAYS, "fr") == date(2025, 11, 7)
    assert named_limit("he did not say", WEDNESDAY, DAYS, "en") is None


def test_holidays_are_handed_in_and_quiet_days_count_as_none() -> None:
    """The core's business days, whatever they are."""
    free = Workdays(holidays=frozenset({date(2026, 3, 5), date(2026, 3, 6)}))
    assert promised("We will decide within 3 business days.", WEDNESDAY, free, "en", zone=None) == Promise(
        by=date(2026, 3, 11), quote="We will decide within 3 business days.", rule="promise"
    )


def test_an_english_promise_in_a_german_mail_is_read() -> None:
    """Recruiters of one company write in two languages."""
    promise = promised("We will let you know by Friday.", WEDNESDAY, DAYS, "de")
    assert promise is not None
    assert promise.by == date(2026, 3, 6)


def test_a_mail_of_no_real_date_promises_nothing() -> None:
    """Nothing can be counted from year 9999."""
    assert promised("We will decide within two weeks.", date(9999, 12, 31), DAYS, "en") is None
    assert deadline_for_user("Please reply within two weeks.", date(1, 1, 1), DAYS, "en") is None


WORDS = st.sampled_from(
    [
        "we",
        "will",
        "let",
        "you",
        "know",
        "decide",
        "by",
        "before",
        "within",
        "in",
        "the",
        "end",
        "of",
        "next",
        "week",
        "month",
        "Friday",
        "March",
        "10",
        "10th",
        "a",
        "two",
        "5",
        "business",
        "days",
        "please",
        "reply",
        "Q2",
        "early",
        "mid",
        "until",
        "not",
        "if",
        ".",
        "?",
        ",",
        "and",
        "bis",
        "Ende",
        "Woche",
        "d'ici",
        "vendredi",
        "antes",
        "del",
        "binnen",
        "twee",
        "weken",
    ]
)


@given(st.lists(WORDS, max_size=30), st.sampled_from(["en", "de", "fr", "es", "nl"]), st.booleans())
def test_any_row_of_words_is_read_without_an_error(words: list[str], language: str, expecting: bool) -> None:
    """A promise lies ahead, and its quote stands in the text."""
    text = " ".join(words)
    promise = promised(text, WEDNESDAY, DAYS, language, expecting=expecting)
    assert promise is None or promise.quote in text
    assert promise is None or promise.by is None or promise.by >= WEDNESDAY
    deadline = deadline_for_user(text, WEDNESDAY, DAYS, language)
    assert deadline is None or deadline >= WEDNESDAY
