"""The time zone that a calendar file brings along (VTIMEZONE), trusted only when the world knows no zone of that name.

A sender's definition can be wrong, hostile or endless. It is evaluated only when it is small, with the library's own
reader, and then replaced by an IANA zone that keeps the same clock all year, or by a fixed offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import icalendar

from agent.reading import zones
from agent.reading.ics import Block

MOST_OBSERVANCES = 20
"""Observances of a zone: two hundred took seconds to evaluate, a real custom zone has two."""

_RULE = re.compile(
    r"FREQ=YEARLY(?:;(?:BYMONTH|BYDAY|BYMONTHDAY|WKST|UNTIL|INTERVAL|BYYEARDAY|BYWEEKNO)=[\w,+-]{1,60}){0,6}"
)
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4])[0-5]\d(?:[0-5]\d)?")
_START = re.compile(r"(\d{4})(\d{4}T\d{6})Z?")
_MOST_DATES = 60
_CANDIDATES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Halifax", "America/Anchorage", "Pacific/Honolulu", "Europe/London", "Europe/Berlin", "Europe/Athens",
    "Europe/Moscow", "Asia/Kolkata", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore", "Asia/Dubai", "Asia/Jerusalem",
    "Australia/Sydney", "Australia/Adelaide", "Australia/Brisbane", "Pacific/Auckland", "America/Sao_Paulo",
    "America/Mexico_City", "America/St_Johns", "America/Bogota", "Africa/Johannesburg", "Africa/Lagos",
    "Africa/Nairobi", "America/Argentina/Buenos_Aires", "America/Santiago",
)  # fmt: skip


def forget_zones() -> None:
    """Empty the library's memory of zones, before every parse.

    It is one for the whole process, and the first definition of a name wins: one sender's zone would shift another's
    interview. No lock of ours is taken: the reading child has one thread.
    """
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]  # the library annotates it nowhere


def zone_of(block: Block, local: datetime, mine: str) -> str | None:
    """The IANA zone that keeps the clock of an embedded zone in the year of `local`; None when it cannot be trusted.

    A name or X-LIC-LOCATION that the world knows is taken first; the user's own zone `mine` is preferred among equals.
    """
    named = next((zone for zone in map(_named, _names(block)) if zone), None)
    return named or _like(block, local, mine)


def _names(block: Block) -> Iterator[str]:
    yield block.value("TZID") or ""
    yield block.value("X-LIC-LOCATION") or ""


def _named(name: str) -> str | None:
    return zones.iana(name) if name else None


def _like(block: Block, local: datetime, mine: str) -> str | None:
    clock = _clock(block, local)
    if clock is None:
        return None
    days = [local.replace(month=month, day=15, hour=12) for month in range(1, 13)] + [local]
    offsets = [clock.utcoffset(day) or timedelta() for day in days]
    for zone in (mine, *_CANDIDATES):
        if zones.known(zone) and [zones.offset(day, zone) for day in days] == offsets:
            return zone
    return zones.at_offset(int(offsets[-1].total_seconds() // 60))


def _clock(block: Block, local: datetime) -> tzinfo | None:
    observances = [each for each in block.inside if each.name in {"STANDARD", "DAYLIGHT"}]
    if not 0 < len(observances) <= MOST_OBSERVANCES or len(observances) != len(block.inside):
        return None
    lines = [_lines(each, local.year) for each in observances]
    if not all(lines):
        return None
    text = "\r\n".join(
        ["BEGIN:VTIMEZONE", "TZID:embedded", *(line for each in lines for line in each), "END:VTIMEZONE", ""]
    )
    forget_zones()
    try:
        parsed = icalendar.Timezone.from_ical(text.encode())
        if not isinstance(parsed, icalendar.Timezone):
            return None
        clock: tzinfo = parsed.to_tz(lookup_tzid=False)
        clock.utcoffset(local)
    except Exception:  # noqa: BLE001 - the library's readers raise many kinds on strange rules; no zone is the answer to all of them
        return None
    return clock


def _lines(observance: Block, year: int) -> list[str]:
    """An observance in canonical form, begun at most two years ago; empty when it is not plainly bounded."""
    start = _START.fullmatch(observance.value("DTSTART") or "")
    before, after = (observance.value(name) or "" for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    rule = (observance.value("RRULE") or "").upper().rstrip(";")
    dates = [line for line in observance.lines if line.upper().startswith("RDATE")]
    if start is None or not (_OFFSET.fullmatch(before) and _OFFSET.fullmatch(after)) or len(dates) > _MOST_DATES:
        return []
    if rule and (not _RULE.fullmatch(rule) or ("INTERVAL" in rule and "INTERVAL=1" not in rule.split(";"))):
        return []
    first = max(int(start.group(1)), year - 2) if rule and "UNTIL" not in rule else int(start.group(1))
    if not 1601 <= first <= 2100:
        return []
    lines = [f"DTSTART:{first:04d}{start.group(2)}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}"]
    lines += [f"RRULE:{rule}"] if rule else [line[:200] for line in dates]
    return [f"BEGIN:{observance.name}", *lines, f"END:{observance.name}"]
