"""A line of a simulation as a sentence that a person reads: when, where, what, for whom, until when, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agent.story import Line

_DAY = "%a %Y-%m-%d"


def sentence(line: Line, home: ZoneInfo) -> str:
    """One line, with moments at home; where an event is told in another zone, its own hour follows."""
    about = line["candidacy"]
    name = ", ".join(filter(None, (about["company"], about["role"]))) or "–"
    what = line["what"]
    more = _MORE.get(what, _letter)(line, home)
    return f"{_moment(line['at'], home)}  {name}: {what.replace('_', ' ')}{more}. {line['why']['text']}".rstrip()


def _moment(written: str, home: ZoneInfo) -> str:
    return datetime.fromisoformat(written).astimezone(home).strftime(f"{_DAY} %H:%M")


def _set(line: Line, home: ZoneInfo) -> str:
    interview = line["interview"]
    if interview is None:
        return ""
    there = datetime.fromisoformat(interview["start"])
    same = there.utcoffset() == there.astimezone(home).utcoffset()
    own = "" if same or interview["zone"] == "UTC" else f" ({there:%H:%M} {interview['zone']})"
    return f" on {_moment(interview['start'], home)}{own}"


def _letter(line: Line, _home: ZoneInfo) -> str:
    number = _number(line)
    to = f" to {', '.join(line['to'])}" if line["to"] else ""
    subject = f": “{line['subject']}”" if line["subject"] else ""
    return f"{number}{to}{subject}"


def _number(line: Line) -> str:
    if not line["ordinal"]:
        return ""
    return f" {line['ordinal']}" if line["what"] == "draft_inquiry" else f" (inquiry {line['ordinal']})"


def _span(line: Line, home: ZoneInfo) -> str:
    begin, end = (datetime.fromisoformat(line[key]).astimezone(home) for key in ("due", "expires"))
    return f" for {begin:{_DAY} %H:%M} to {end:{'%H:%M' if begin.date() == end.date() else f'{_DAY} %H:%M'}}"


def _until(line: Line, home: ZoneInfo) -> str:
    if not line["until"]:
        return ""
    moment = len(line["until"]) > len("2026-03-10")
    day = _moment(line["until"], home) if moment else date.fromisoformat(line["until"]).strftime(_DAY)
    return f" {'to' if line['what'] == 'date_moved' else 'until'} {day}"


def _reason(line: Line, _home: ZoneInfo) -> str:
    return f" ({line['reason'].replace('_', ' ')})"


_MORE: Mapping[str, Callable[[Line, ZoneInfo], str]] = {
    "interview": _set,
    "interview_moved": _set,
    "interview_cancelled": _set,
    "notes_prompt": lambda _line, _home: "",
    "reminder_placed": _span,
    "reminder_moved": _span,
    "date_moved": _until,
    "parked": _until,
    "ask": _until,
    "stopped": _reason,
}
