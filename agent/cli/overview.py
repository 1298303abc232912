"""A candidacy, a fact and a step as rows for `status` and `why`. The form is a contract (docs/reference.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from agent.core.candidacy import Candidacy
from agent.core.facts import Fact
from agent.core.steps import AnyStep, Tell
from agent.world.ports import Seen
from agent.world.troubles import Standing

Row = dict[str, Any]


def overview(candidacy: Candidacy, steps: tuple[AnyStep, ...], home: ZoneInfo) -> Row:
    """Where one candidacy stands and what comes next."""
    ahead = [step for step in steps if not isinstance(step, Tell)]
    return {
        "id": candidacy.id,
        "company": candidacy.company,
        "role": candidacy.role,
        "state": state(candidacy),
        "interviews": [
            {"id": i.id, "start": _moment(i.start, home), "zone": i.zone, "cancelled": i.cancelled}
            for i in sorted(candidacy.interviews, key=lambda i: i.start)
        ],
        "inquiries": len(candidacy.inquiries),
        "next": step_row(ahead[0], home) if ahead else None,
        "questions": [
            {"id": q.doubt.question, "text": q.doubt.text, "choices": list(q.doubt.choices), "safe": q.doubt.safe}
            for q in candidacy.open_questions
        ],
        "refused": sorted({refused.reason for refused in candidacy.refused}),
        "wording": [
            {"letter": worded.key, "helper": not worded.reason, "reason": worded.reason or None}
            for worded in {fact.key: fact for fact in candidacy.worded}.values()
        ],
    }


def state(candidacy: Candidacy) -> str:
    """One word for where it stands."""
    if candidacy.ending:
        return str(candidacy.ending.value)
    if candidacy.paused:
        return "paused"
    if candidacy.open_questions:
        return "asking"
    if not candidacy.standing:
        return "cancelled" if candidacy.interviews else "unknown"
    return "waiting" if candidacy.inquiries or any(x.sent for x in candidacy.letters) else "planned"


def step_row(step: AnyStep, home: ZoneInfo) -> Row:
    """A step, with its reason."""
    return {
        "step": type(step).__name__,
        "key": step.key,
        "due": _moment(step.due, home),
        "expires": _moment(step.expires, home),
        "text": step.why.text,
        "message_id": step.why.message_id,
        "quote": step.why.quote,
    }


def fact_row(identity: str, fact: Fact, home: ZoneInfo) -> Row:
    """A fact, with the words it came from."""
    source = fact.source
    return {
        "fact": type(fact).__name__,
        "id": identity,
        "at": _moment(fact.at, home),
        "noted": _moment(fact.noted, home),
        "account": source.account,
        "source": source.id or None,
        "where": source.where or None,
        "rule": source.rule or None,
        "quote": source.quote or None,
        "text": "",
    }


def set_aside(seen: Seen) -> Row:
    """A message that could not be read."""
    return {"account": seen.account, "folder": seen.folder, "uid": seen.uid, "reason": seen.reason, "unreadable": True}


def trouble_row(one: Standing, home: ZoneInfo) -> Row:
    """A part of the user's world that does not work, and what helps."""
    return {
        "trouble": one.part,
        "text": one.text,
        "mend": one.mend,
        "since": _moment(one.since, home),
        "told": one.told,
    }


def _moment(moment: datetime, home: ZoneInfo) -> str:
    return moment.astimezone(home).isoformat(timespec="seconds")
