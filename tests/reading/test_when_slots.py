"""Time tables: one row a conversation, and the one interview that the rows make up."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.reading.slots import Slot, slots, spanning
from tests.reading.wall import wall

BASE = wall(2026, 3, 4, 10)
TABLE = """Here is your schedule for Tuesday, March 10 (all times Eastern):

10:00 – 10:45 AM  Priya Nair, Engineering Manager
10:45 – 11:30 AM  Tom Okafor — System design
11:30 AM - 12:00 PM  Lunch break
12:00 – 12:45 PM  Ana van der Berg (VP Product)

Best, Dana"""


def rows(text: str, language: str = "en") -> tuple[Slot, ...]:
    """The rows of a time table."""
    return slots(text, BASE, "America/New_York", language)


def test_every_row_has_its_time_and_its_person() -> None:
    """Breaks have nobody."""
    found = rows(TABLE)
    assert [row.name for row in found] == ["Priya Nair", "Tom Okafor", None, "Ana van der Berg"]
    assert found[1].moment.start == datetime(2026, 3, 10, 14, 45, tzinfo=UTC)
    assert found[0].text == "Priya Nair, Engineering Manager"


def test_the_rows_of_a_day_are_one_interview() -> None:
    """From the first to the last."""
    whole = spanning(rows(TABLE))
    assert whole is not None
    assert (whole.start, whole.end) == (
        datetime(2026, 3, 10, 14, tzinfo=UTC),
        datetime(2026, 3, 10, 16, 45, tzinfo=UTC),
    )
    assert whole.zone == "America/New_York"


def test_a_name_may_stand_below_its_time_or_before_it() -> None:
    """Two more layouts."""
    below = rows(
        "Thursday March 12, Pacific Time\n9:00 AM\nMei Foss\nStaff Engineer\n9:45 AM\nLeo Brandt\nDirector of Product"
    )
    assert [row.name for row in below] == ["Mei Foss", "Leo Brandt"]
    before = rows("Priya Nair | 10:00-10:45 AM ET | March 10\nTom Okafor | 11:00-11:45 AM ET | March 10")
    assert [row.name for row in before] == ["Priya Nair", "Tom Okafor"]


def test_a_german_table_is_read_too() -> None:
    """Without a zone, as long as it says none."""
    found = rows(
        "Dienstag, 10. März 2026\n09:00 - 09:45 Uhr: Jonas Weidlich, Teamleiter\n10:00 - 10:45 Uhr: Helga Brand", "de"
    )
    assert [row.name for row in found] == ["Jonas Weidlich", "Helga Brand"]
    whole = spanning(found)
    assert whole is not None
    assert (whole.start, whole.zone) == (wall(2026, 3, 10, 9), None)


def test_times_to_choose_from_are_not_one_interview() -> None:
    """On several days, or with the same person twice, or with nobody."""
    assert spanning(rows("- Tue Mar 10, 2 PM ET with Priya Nair\n- Wed Mar 11, 10 AM ET with Tom Okafor")) is None
    assert spanning(rows("Tue Mar 10, 2 PM ET with Priya Nair or Tue Mar 10, 4 PM ET with Priya Nair?")) is None
    assert spanning(rows("Tuesday, March 10: 10 AM, 11 AM or 2 PM ET")) is None


def test_rows_that_overlap_or_lie_far_apart_are_not_one_interview() -> None:
    """Nobody is in two rooms, and nobody waits for five hours."""
    assert spanning(rows("March 10, 10:00-11:00 AM ET Priya Nair\nMarch 10, 10:30-11:30 AM ET Tom Okafor")) is None
    assert spanning(rows("March 10, 9:00-9:30 AM ET Priya Nair\nMarch 10, 3:00-3:30 PM ET Tom Okafor")) is None


def test_a_contradiction_in_one_row_is_one_of_the_whole() -> None:
    """It is asked."""
    whole = spanning(rows("Wednesday, March 10\n10:00-10:45 AM ET Priya Nair\n11:00-11:45 AM ET Tom Okafor"))
    assert whole is not None
    assert whole.contradiction is not None


def test_one_time_is_no_table() -> None:
    """Nor is none."""
    assert rows("Priya Nair meets you on March 10 at 2 PM ET.") == rows("Hello.") == ()
