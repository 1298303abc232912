"""Names of time zones, from calendars and from people → the IANA database's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from agent.reading import zones
from agent.reading.almanac import almanac
from agent.reading.spoken import zone_behind
from agent.reading.tokens import tokens
from tests.reading.wall import wall

WINTER, SUMMER = wall(2026, 1, 14, 9), wall(2026, 7, 14, 9)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Romance Standard Time", "Europe/Paris"),
        ("GMT Standard Time", "Europe/London"),
        ("India Standard Time", "Asia/Kolkata"),
        ("US Mountain Standard Time", "America/Phoenix"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US and Canada)", "America/New_York"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC+01:00) Brüssel, Kopenhagen, Madrid, Paris", "Europe/Paris"),
        ("(UTC+01:00) Prag, Wien", "Europe/Prague"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("UTC-05:00", "Etc/GMT+5"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("Eastern", "America/New_York"),
        ("US Central Time", "America/Chicago"),
        ("London", "Europe/London"),
        ("San Francisco", "America/Los_Angeles"),
    ],
)
def test_a_name_is_known_in_every_dialect(name: str, zone: str) -> None:
    """Case, accents, brackets and `and` for `&` do not matter."""
    assert zones.iana(name) == zone


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 65, "Customized Time Zone", "/etc/localtime", "../../etc/passwd", "posixrules", "GMT+15", "\x00", "America", "a\nb"]
)  # fmt: skip
def test_an_unknown_or_unsafe_name_is_none(name: str) -> None:
    """And never reaches the file system."""
    assert zones.iana(name) is None
    with pytest.raises(KeyError):
        zones.info(name)


def test_an_abbreviation_of_the_other_season_is_unknown_as_a_name() -> None:
    """TZID=EST on a day in July could be New York's clock or a fixed offset."""
    assert zones.iana("EST", WINTER) == zones.iana("EDT", SUMMER) == zones.iana("ET", SUMMER) == "America/New_York"
    assert zones.iana("EST", SUMMER) is None
    assert zones.iana("EDT", WINTER) is None


def test_cet_as_a_name_is_a_clock_with_summer_time() -> None:
    """The IANA database keeps it as a zone."""
    assert zones.iana("CET", SUMMER) == zones.iana("CET", WINTER) == "Europe/Berlin"


def test_every_name_of_the_data_file_is_a_zone_that_exists() -> None:
    """A spelling mistake would show as a KeyError on some interview."""
    atlas = zones.atlas()
    tables = (atlas.known, atlas.windows, atlas.display, atlas.cities, atlas.offsets)
    named = {zone for table in tables for zone in table.values()}
    sayings = (atlas.abbreviations, atlas.names, atlas.places, atlas.phrases)
    named |= {zone for table in sayings for saying in table.values() for zone in saying.zones}
    for zone in named:
        assert zones.info(zone).key == zone


def test_every_windows_name_of_the_library_is_ours_too() -> None:
    """Two copies of the CLDR's facts keep the same clocks."""
    for name, theirs in WINDOWS_TO_OLSON.items():
        ours = zones.iana(name)
        assert ours is not None
        for day in (WINTER, SUMMER):
            assert zones.offset(day, ours) == zones.offset(day, zones.iana(theirs) or "")


def test_a_fixed_offset_is_the_readers_zone_where_the_two_agree() -> None:
    """-04:00 in March is New York for a New Yorker, and nothing but an offset for others."""
    march = wall(2026, 3, 10, 14)
    assert zones.at_offset(-240, march, "America/New_York") == "America/New_York"
    assert zones.at_offset(-240, march, "Europe/Paris") == "Etc/GMT+4"
    assert zones.at_offset(-240) == "Etc/GMT+4"
    assert zones.at_offset(345) == "Asia/Kathmandu"
    assert zones.at_offset(17) is None


def test_a_wall_clock_becomes_utc_by_the_zone_of_its_day() -> None:
    """Before and after the clocks change."""
    assert zones.utc(wall(2026, 3, 7, 14), "America/New_York") == datetime(2026, 3, 7, 19, tzinfo=UTC)
    assert zones.utc(wall(2026, 3, 10, 14), "America/New_York") == datetime(2026, 3, 10, 18, tzinfo=UTC)


def said(text: str, *, mine: str | None = None, at: datetime = WINTER, language: str = "en") -> str | None:
    """The zone that is said behind a time."""
    place = zone_behind(tokens(text), 0, almanac(language))
    return place.heard.settled(at, mine, language) if place else None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("ET", "America/New_York"),
        ("(PT)", "America/Los_Angeles"),
        ("Eastern Standard Time", "America/New_York"),
        ("US Eastern", "America/New_York"),
        ("Pacific", "America/Los_Angeles"),
        (", London time", "Europe/London"),
        ("(Berlin)", "Europe/Berlin"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("(GMT-08:00) Pacific Time - Los Angeles", "America/Los_Angeles"),
        ("GMT+2", "Etc/GMT-2"),
        ("est", "America/New_York"),
        ("Estimated", None),
        ("with Priya", None),
        ("Pacifica Partners", None),
    ],
)
def test_a_zone_is_heard_as_people_say_it(text: str, zone: str | None) -> None:
    """Behind a time, in brackets, in small letters; not in words that only begin alike."""
    assert said(text) == zone


def test_a_shared_abbreviation_means_the_readers_zone() -> None:
    """IST, CST, BST and CET are several; the reader lives in one of them."""
    assert [said("IST", mine=zone) for zone in ("Europe/Dublin", "Asia/Jerusalem", None)] == [
        "Europe/Dublin",
        "Asia/Jerusalem",
        "Asia/Kolkata",
    ]
    assert said("CST", mine="Asia/Shanghai") == "Asia/Shanghai"
    assert said("CET", mine="Europe/Vienna") == "Europe/Vienna"
    assert said("CET", language="fr") == "Europe/Paris"
    assert said("PT", mine="Europe/Paris") == "America/Los_Angeles"


def test_gmt_is_londons_clock_in_winter_only() -> None:
    """In summer it is an hour off, so it means what it says."""
    assert said("GMT", mine="Europe/London", at=WINTER) == "Europe/London"
    assert said("GMT", mine="Europe/London", at=SUMMER) == "UTC"


def test_mst_is_arizona_for_somebody_there_and_mdt_never_is() -> None:
    """Phoenix has no summer time."""
    assert said("MST", mine="America/Phoenix", at=SUMMER) == "America/Phoenix"
    assert said("MDT", mine="America/Phoenix", at=SUMMER) == "America/Denver"


def test_your_time_is_the_readers_and_our_time_is_nobodys() -> None:
    """Only one of the two is known."""
    assert said("your time", mine="America/Chicago") == "America/Chicago"
    assert said("our time", mine="America/Chicago") is None
