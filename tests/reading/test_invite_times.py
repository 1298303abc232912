"""When it is, as a calendar object says it: zones of every dialect, missing ends, whole days; a naive time stays naive."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from agent.core.people import Me
from tests.reading.calendar_files import CUSTOM_ZONE, STAMP, UID, event, events, timed, vcalendar, vevent
from tests.reading.wall import wall

TWO_PM = wall(2026, 3, 10, 14)


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ('"(UTC-08:00) Pacific Time (US & Canada)"', "America/Los_Angeles"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', "Europe/Berlin"),
        ("us/eastern", "America/New_York"),
        ("America/New_York ", "America/New_York"),
        ("/mozilla.org/20050126_1/Europe/Paris", "Europe/Paris"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("GMT+0200", "Etc/GMT-2"),
        ("CEST", None),
        ("CET", "Europe/Berlin"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Asia/Calcutta", "Asia/Kolkata"),
    ],
)
def test_a_tzid_of_any_dialect_is_resolved_without_its_definition(tzid: str, zone: str | None) -> None:
    """Windows, displayed, vendor-prefixed, spoken names; CEST in March says one thing and the calendar another."""
    found = timed(f"DTSTART;TZID={tzid}:20260310T140000").interview
    assert found.zone == zone
    if zone:
        assert found.start == TWO_PM.replace(tzinfo=ZoneInfo(zone))
        assert found.start.tzinfo is UTC
    else:
        assert found.start == TWO_PM


@pytest.mark.parametrize(
    "tzid", ["Customized Time Zone", "Room 4", "x" * 300, "../../etc/passwd", "tzone://Microsoft/Custom"]
)
def test_a_zone_that_nobody_knows_leaves_the_time_local(tzid: str) -> None:
    """Never a naive time taken as known."""
    found = timed(f"DTSTART;TZID={tzid}:20260310T140000").interview
    assert (found.start, found.zone) == (TWO_PM, None)


def test_a_floating_time_stays_local() -> None:
    """RFC 5545 form 1: local time, wherever that is."""
    found = timed("DTSTART:20260310T140000", end="DTEND:20260310T144500").interview
    assert (found.start, found.end, found.zone) == (TWO_PM, wall(2026, 3, 10, 14, 45), None)


def test_a_floating_time_takes_the_zone_that_its_calendar_names() -> None:
    """X-WR-TIMEZONE."""
    found = timed("DTSTART:20260310T140000", extra=("X-WR-TIMEZONE:Europe/Madrid",)).interview
    assert (found.zone, found.start) == ("Europe/Madrid", datetime(2026, 3, 10, 13, tzinfo=UTC))


def test_a_floating_time_takes_the_only_zone_of_its_file() -> None:
    """The generator defined one, and forgot to say that it meant it."""
    found = timed("DTSTART:20260310T140000", CUSTOM_ZONE).interview
    assert found.zone == "America/Los_Angeles"


def test_an_unknown_name_is_read_from_its_definition_as_the_zone_that_keeps_the_same_clock() -> None:
    """`Customized Time Zone` with the rules of the American west coast."""
    found = timed("DTSTART;TZID=Customized Time Zone:20260310T140000", CUSTOM_ZONE).interview
    assert (found.zone, found.start) == ("America/Los_Angeles", datetime(2026, 3, 10, 21, tzinfo=UTC))


def test_a_known_name_outranks_a_bogus_definition() -> None:
    """Nobody shifts New York by nine hours."""
    bogus = (
        CUSTOM_ZONE.replace("Customized Time Zone", "Eastern Standard Time")
        .replace("-0700", "+0900")
        .replace("-0800", "+0900")
    )
    found = timed("DTSTART;TZID=Eastern Standard Time:20260310T140000", bogus).interview
    assert found.start == datetime(2026, 3, 10, 18, tzinfo=UTC)


def test_one_senders_zone_does_not_shift_anothers_interview() -> None:
    """The library remembers the first definition of a name for the whole process; it is given none to remember."""
    eastward = CUSTOM_ZONE.replace("-0700", "+0500").replace("-0800", "+0500")
    timed("DTSTART;TZID=Customized Time Zone:20260310T140000", eastward)
    found = timed("DTSTART;TZID=Customized Time Zone:20260310T140000", CUSTOM_ZONE).interview
    assert found.start == datetime(2026, 3, 10, 21, tzinfo=UTC)
    assert timed("DTSTART;TZID=Customized Time Zone:20260310T140000").interview.zone is None


def test_a_fixed_offset_that_no_zone_keeps_is_told_as_one() -> None:
    """+0500 without summer time is Etc/GMT-5: the instant is known."""
    fixed = CUSTOM_ZONE.replace("-0700", "+0500").replace("-0800", "+0500")
    found = timed("DTSTART;TZID=Customized Time Zone:20260310T140000", fixed).interview
    assert (found.zone, found.start) == ("Etc/GMT-5", datetime(2026, 3, 10, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "change",
    [
        ("FREQ=YEARLY", "FREQ=SECONDLY"),
        ("FREQ=YEARLY", "FREQ=DAILY"),
        ("INTERVAL=1", "INTERVAL=0"),
        ("TZOFFSETTO:-0800", "TZOFFSETTO:"),
        ("DTSTART:16010101T020000", "DTSTART:now"),
    ],
)
def test_a_definition_that_is_not_plainly_bounded_is_not_evaluated(change: tuple[str, str]) -> None:
    """The time stays local, and nothing is computed."""
    found = timed("DTSTART;TZID=Customized Time Zone:20260310T140000", CUSTOM_ZONE.replace(*change)).interview
    assert (found.start, found.zone) == (TWO_PM, None)


def test_a_definition_of_hundreds_of_observances_is_not_evaluated() -> None:
    """Two hundred of them took seconds in other software."""
    observance = (
        "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY\nEND:STANDARD"
    )
    long = "\n".join(("BEGIN:VTIMEZONE", "TZID:Long", *[observance] * 150, "END:VTIMEZONE"))
    found = timed("DTSTART;TZID=Long:20260310T140000", long).interview
    assert found.zone is None


def test_a_time_in_utc_takes_the_zone_of_its_file() -> None:
    """Google writes UTC and defines the calendar's zone beside it."""
    zone = "BEGIN:VTIMEZONE\nTZID:Europe/Paris\nX-LIC-LOCATION:Europe/Paris\nEND:VTIMEZONE"
    assert timed("DTSTART:20260310T130000Z", zone).interview.zone == "Europe/Paris"
    assert timed("DTSTART:20260310T130000Z", extra=("X-WR-TIMEZONE:Europe/Rome",)).interview.zone == "Europe/Rome"
    assert timed("DTSTART:20260310T130000Z").interview.zone == "UTC"


def test_a_missing_end_is_unknown() -> None:
    """The library would say that it ends as it begins."""
    assert timed("DTSTART:20260310T180000Z").interview.end is None


def test_a_duration_gives_the_end() -> None:
    """DTSTART and DURATION."""
    found = timed("DTSTART;TZID=America/New_York:20260310T140000", end="DURATION:PT45M").interview
    assert found.end == datetime(2026, 3, 10, 18, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    "end", ["DTEND:20260310T170000Z", "DTEND:20260310T180000Z", "DURATION:-PT1H", "DURATION:P9999W"]
)
def test_an_end_that_is_not_after_the_start_is_unknown(end: str) -> None:
    """Or a month later."""
    assert timed("DTSTART:20260310T180000Z", end=end).interview.end is None


def test_a_day_is_no_time() -> None:
    """VALUE=DATE: the day is known, its hour must be asked."""
    found = timed("DTSTART;VALUE=DATE:20260310", end="DTEND;VALUE=DATE:20260311").interview
    assert found.all_day
    assert (found.start, found.zone) == (wall(2026, 3, 10), None)


def test_outlooks_whole_day_is_a_day_too() -> None:
    """It has midnights in its zone and says so in a property of its own."""
    assert event("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE").interview.all_day


def test_the_hour_that_is_skipped_in_spring_and_the_one_that_comes_twice_in_autumn_are_read() -> None:
    """RFC 5545 section 3.3.5: the offset before the gap; the first of the two."""
    gap = timed("DTSTART;TZID=America/New_York:20260308T023000").interview
    twice = timed("DTSTART;TZID=America/New_York:20261101T013000").interview
    assert gap.start == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert twice.start == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("start", ["00010101T000000", "99991231T235959Z", "20261340T250000", "soon", ""])
def test_a_start_that_is_no_time_of_our_age_is_unknown(start: str) -> None:
    """The event is still told: a CANCEL may be in it."""
    assert timed(f"DTSTART;TZID=America/New_York:{start}").interview.start is None


def test_a_time_written_with_dashes_and_without_seconds_is_read() -> None:
    """Two common slips."""
    assert timed("DTSTART:2026-03-10T18:00:00Z").interview.start == datetime(2026, 3, 10, 18, tzinfo=UTC)
    assert timed("DTSTART;TZID=America/New_York:20260310T1400").interview.start == datetime(2026, 3, 10, 18, tzinfo=UTC)


def test_start_and_end_may_lie_in_two_zones() -> None:
    """A flight, or a scheduler that thinks of both sides."""
    found = timed(
        "DTSTART;TZID=America/New_York:20260310T140000", end="DTEND;TZID=Europe/London:20260310T190000"
    ).interview
    assert found.end == datetime(2026, 3, 10, 19, tzinfo=UTC)


def test_the_users_zone_is_preferred_among_zones_with_one_clock() -> None:
    """A custom zone with the rules of central Europe is Amsterdam for somebody in Amsterdam."""
    europe = (
        CUSTOM_ZONE.replace("-0700", "+0200")
        .replace("-0800", "+0100")
        .replace("BYDAY=1SU;BYMONTH=11", "BYDAY=-1SU;BYMONTH=10")
        .replace("BYDAY=2SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=3")
    )
    content = vcalendar(europe, vevent("DTSTART;TZID=Customized Time Zone:20260710T140000", usual=(UID, STAMP)))
    assert events(content, Me(zone="Europe/Amsterdam"))[0].interview.zone == "Europe/Amsterdam"
    assert events(content, Me(zone="America/New_York"))[0].interview.zone == "Europe/Berlin"
