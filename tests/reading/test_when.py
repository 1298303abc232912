"""Moments in prose beyond the single phrase: what belongs together, what contradicts, what stays unknown, what it costs."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.reading.tokens import LONGEST_TEXT
from agent.reading.when import LONGEST_QUOTE, MOST_MOMENTS, Moment, Sort, moments
from tests.reading.wall import wall

BASE = wall(2026, 3, 4, 10)
LETTER = """Hi Robin,

Thank you for applying on February 20. Everyone enjoyed your portfolio (3.11 MB, 24/7 uptime!), and we would like to
invite you to a 45-minute interview with Priya Nair.

We have you down for Tuesday, March 10 at 2:00 PM ET over Zoom.
Meeting ID: 812 3456 7890, Passcode: 103045

If that does not work, call me at +1 212 555 0142 before Friday.
"""


def read(text: str, zone: str | None = "America/New_York", language: str = "en") -> tuple[Moment, ...]:
    """The moments of a text, for a reader in New York."""
    return moments(text, BASE, zone, language)


def only(text: str, zone: str | None = "America/New_York", language: str = "en") -> Moment:
    """The only moment of a text."""
    found = read(text, zone, language)
    assert len(found) == 1, found
    return found[0]


def test_a_whole_letter_gives_its_interview_and_its_other_days() -> None:
    """Applied on, interview at, call before."""
    assert [(m.sort, m.quote) for m in read(LETTER)] == [
        (Sort.DATE, "February 20"),
        (Sort.RANGE, "Tuesday, March 10 at 2:00 PM ET"),
        (Sort.DATE, "Friday"),
    ]
    interview = read(LETTER)[1]
    assert (interview.start, interview.end) == (
        datetime(2026, 3, 10, 18, tzinfo=UTC),
        datetime(2026, 3, 10, 18, 45, tzinfo=UTC),
    )
    assert interview.sure


def test_a_quote_is_verbatim_and_its_span_is_its_place() -> None:
    """Evidence is the words themselves, dashes and all."""
    text = "Interview:  Tuesday,\tMarch 10 – 2:00–2:45 PM (ET), sharp."
    found = only(text)
    assert found.quote == text[slice(*found.span)] == "Tuesday,\tMarch 10 – 2:00–2:45 PM (ET)"


def test_a_missing_zone_is_unknown_and_not_the_users() -> None:
    """A guess would be wrong for every employer elsewhere."""
    found = only("Tuesday, March 10 at 2 PM")
    assert (found.start, found.zone, found.sure) == (wall(2026, 3, 10, 14), None, False)


def test_the_only_zone_of_a_text_holds_for_its_other_times() -> None:
    """Said once, meant throughout; two different ones decide nothing."""
    assert [m.zone for m in read("March 10 at 2 PM ET, or March 11 at 3 PM")] == ["America/New_York"] * 2
    assert [m.zone for m in read("March 10 at 2 PM ET, March 11 at 3 PM PT, or March 12 at 4 PM")][2] is None


def test_a_weekday_that_disagrees_with_its_date_is_a_contradiction_in_words() -> None:
    """Asked, never guessed."""
    found = only("Wednesday, March 10 at 2 PM ET")
    assert found.contradiction == "2026-03-10 is a Tuesday, not a Wednesday"
    assert not found.sure


def test_two_zones_that_disagree_are_a_contradiction_in_words() -> None:
    """11 Pacific is 2 Eastern."""
    found = only("March 12 at 11 AM PT / 1 PM ET")
    assert found.contradiction == "11:00 America/Los_Angeles is not 13:00 America/New_York"
    assert only("March 12 at 11 AM PT / 2 PM ET").contradiction is None


def test_two_zones_are_compared_on_the_day_itself() -> None:
    """Between the two changes of clock New York and Berlin are five hours apart."""
    assert only("March 10 at 9 AM ET / 14:00 CET").contradiction is None
    assert only("March 3 at 9 AM ET / 14:00 CET").contradiction is not None


def test_an_end_before_the_start_is_a_contradiction() -> None:
    """Or a night shift, which is asked too."""
    assert only("March 10, 14:45-14:00 ET").contradiction == "the end is not after the start"


def test_a_range_between_two_hours_is_a_window() -> None:
    """`Between 2 and 4` is when something may happen, `from 2 to 4` when it does."""
    assert only("between 2 and 4 PM ET on March 10").window
    assert not only("from 2 to 4 PM ET on March 10").window


def test_a_time_without_a_day_is_a_clock() -> None:
    """`Could we make it 3 PM?`: the day is known elsewhere."""
    found = only("Could we make it 3 PM ET instead?")
    assert (found.sort, found.start, found.clock and found.clock.hour) == (Sort.CLOCK, None, 15)


def test_a_week_is_vague() -> None:
    """There is nothing to put into a calendar yet."""
    found = only("Are you free next week?")
    assert (found.sort, found.start, found.quote) == (Sort.VAGUE, None, "next week")


def test_a_day_further_up_belongs_to_the_times_below_it() -> None:
    """A table under its heading."""
    found = read(
        "Tuesday, March 10 (Eastern Time)\n\n9:00 AM Priya\n10:00 AM Tom\n\nWednesday, March 11\n\n1:00 PM Ana"
    )
    assert [m.start for m in found] == [
        datetime(2026, 3, 10, 13, tzinfo=UTC),
        datetime(2026, 3, 10, 14, tzinfo=UTC),
        datetime(2026, 3, 11, 17, tzinfo=UTC),
    ]


def test_a_past_day_lends_itself_to_nothing_below() -> None:
    """`Thank you for applying on February 20` has no hour."""
    found = read("Thank you for applying on February 20.\n\nTime: 10:00 AM CST\nDate: 3/12/2026")
    assert [m.start for m in found if m.sort is Sort.INSTANT] == [datetime(2026, 3, 12, 15, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("base", "text", "day"),
    [
        (wall(2025, 12, 18), "January 8", wall(2026, 1, 8)),
        (wall(2026, 1, 5), "December 18", wall(2025, 12, 18)),
        (wall(2026, 1, 5), "March 10", wall(2026, 3, 10)),
        (wall(2026, 3, 4), "February 29, 2028", wall(2028, 2, 29)),
        (wall(2027, 12, 30), "the 2nd", wall(2028, 1, 2)),
    ],
)
def test_a_year_that_is_not_written_is_the_nearest_ahead(base: datetime, text: str, day: datetime) -> None:
    """Except for days that have only just passed."""
    found = moments(f"We meet on {text}.", base, "America/New_York", "en")
    assert [m.start for m in found] == [day]


def test_a_date_of_no_calendar_is_no_date() -> None:
    """February 30, June 31, month 13."""
    assert read("on February 30, on June 31, on 13/13/2026, on 2026-02-30") == ()


def test_an_unknown_language_is_read_as_english() -> None:
    """Numbers and English boilerplate remain."""
    assert only("Meeting on March 10 at 2 PM ET", language="it").zone == "America/New_York"


def test_english_boilerplate_in_a_german_mail_is_read() -> None:
    """Vendors' mail is half translated."""
    assert only("Ihr Termin: Tuesday, March 10, 2026 at 2:00 PM CET", "Europe/Berlin", "de").zone == "Europe/Berlin"


def test_a_mail_of_no_real_date_gives_nothing() -> None:
    """Year 1 and year 9999 are lies of a header."""
    for year in (1, 9999):
        assert moments("tomorrow at 3 PM ET", wall(year, 12, 31), None, "en") == ()


def test_a_flood_of_times_is_cut_off() -> None:
    """And so are the words quoted from it."""
    found = read("March 10 at 2 PM ET\n" * 1000)
    assert len(found) <= MOST_MOMENTS
    assert all(len(m.quote) <= LONGEST_QUOTE for m in found)


@pytest.mark.parametrize(
    "family",
    ["10:00 UTC+", "at 3 ", "March 10 ", "1/", "2-", "by next ", "((((", "2 PM ET / ", "a\n", "next week ", "é", "12 "],
)
def test_hostile_text_costs_what_its_length_costs(family: str) -> None:
    """Four times the text takes about four times the calls; quadratic would be sixteen."""
    quarter, whole = (_calls((family * LONGEST_TEXT)[:size]) for size in (LONGEST_TEXT // 4, LONGEST_TEXT))
    assert whole < 5 * quarter + 1000


def _calls(text: str) -> int:
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


WORDS = st.sampled_from(
    [
        "Tuesday",
        "March",
        "10",
        "10th",
        "2",
        "PM",
        "ET",
        "at",
        "on",
        "-",
        "/",
        ":",
        ".",
        ",",
        "(",
        ")",
        "14:30",
        "14h30",
        "Uhr",
        "um",
        "next",
        "week",
        "tomorrow",
        "noon",
        "2026",
        "EST",
        "UTC+",
        "45",
        "minutes",
        "halb",
        "drei",
        "le",
        "mardi",
        "a",
        "las",
        "van",
        "tot",
        "half",
        "and",
        "or",
        "between",
        "\n",
    ]
)


@given(st.lists(WORDS, max_size=30), st.sampled_from(["en", "de", "fr", "es", "nl"]), st.booleans())
def test_any_row_of_words_is_read_without_an_error(said: list[str], language: str, spaced: bool) -> None:
    """A moment with a zone is aware, one without is not, and its quote stands in the text."""
    text = (" " if spaced else "").join(said)
    for moment in moments(text, BASE, "Europe/Berlin", language):
        assert moment.quote in text
        assert moment.start is None or (moment.start.tzinfo is None) == (moment.zone is None)


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """Whatever a stranger writes."""
    moments(text, BASE, None, "en")
