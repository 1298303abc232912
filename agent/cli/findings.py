"""A reading as `afterword read --json` prints it. The form is a contract (docs/reference.md)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agent.core.etiquette import Rules
from agent.core.findings import InterviewFound, Reading
from agent.core.people import Person

Row = dict[str, Any]


def row(reading: Reading, file: str, index: int, rules: Rules) -> Row:
    """One message as one object."""
    return {
        "file": file,
        "index": index,
        "message_id": reading.envelope.message_id,
        "kind": reading.kind.value,
        "also": [kind.value for kind in reading.also],
        "verdict": reading.verdict.value,
        "interviews": [_interview(found) for found in reading.interviews],
        "company": reading.company,
        "role": reading.role,
        "people": [_person(person) for person in reading.people],
        "decision_by": _day(reading.decision_by),
        "inquire_on": _day(inquire_on(reading, rules)),
        "back_on": _day(reading.back_on),
        "reply_wanted_by": _day(reading.reply_wanted_by),
        "warnings": [{"sign": sign.sign, "quote": sign.quote} for sign in reading.warnings],
        "evidence": [
            {"for": one.of, "where": one.where.value, "quote": one.quote, "rule": one.rule} for one in reading.evidence
        ],
    }


def unreadable(file: str, index: int, error: Exception) -> Row:
    """What cannot be read, as an object of its own."""
    return {"file": file, "index": index, "error": type(error).__name__, "text": str(error)}


def inquire_on(reading: Reading, rules: Rules) -> date | None:
    """The first day on which an inquiry would be asked, from what this message alone says."""
    if reading.decision_by is None:
        return None
    return rules.workdays.after(reading.decision_by, rules.etiquette.grace_workdays)


def _interview(found: InterviewFound) -> Row:
    return {
        "start": _local(found.start, found),
        "end": _local(found.end, found),
        "zone": found.zone,
        "all_day": found.all_day,
        "company": found.company,
        "role": found.role,
        "format": found.format.value if found.format else None,
        "round": found.round,
        "people": [_person(person) for person in found.people],
        "uid": found.uid,
        "sequence": found.sequence,
        "recurrence_id": found.recurrence_id,
        "proposed": found.proposed,
    }


def _local(moment: datetime | None, found: InterviewFound) -> str | None:
    if moment is None:
        return None
    if found.all_day:
        return moment.date().isoformat()
    return (moment.astimezone(ZoneInfo(found.zone)) if found.zone and moment.tzinfo else moment).isoformat()


def _person(person: Person) -> Row:
    return {"name": person.name, "address": person.address, "title": person.title, "part": person.part.value}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def merged(readings: tuple[Reading, ...], file: str, index: int, rules: Rules) -> Row:
    """A calendar file as one object: the first reading's words, everyone's interviews."""
    first, *others = readings
    said = row(first, file, index, rules)
    for other in others:
        said["interviews"] += [_interview(found) for found in other.interviews]
    return said
