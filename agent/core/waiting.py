"""How long to wait before asking: until the agreed date, or two weeks if none was agreed (the coach)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.core.candidacy import Answer, Candidacy, Promise
from agent.core.etiquette import Rules
from agent.core.findings import Kind
from agent.core.moments import day_of, morning
from agent.core.steps import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The day on which the next inquiry may be asked, or, after the last one, on which a no is assumed."""

    ordinal: int
    until: date
    since: datetime
    why: Why


def wait(candidacy: Candidacy, rules: Rules) -> Wait | None:
    """What is being waited for; None while there is no open question, or while only the employer can move it."""
    end = question_since(candidacy, rules)
    if end is None or candidacy.ending or on_hold(candidacy) or _owed_to_them(candidacy, end):
        return None
    sent = candidacy.inquiries
    last_sent = sent[-1].sent_at if sent else None
    since = max(end, last_sent) if last_sent else end
    first = _after_the_interview(candidacy, end, rules)
    second = [_after_an_inquiry(candidacy, last_sent, rules)] if last_sent else []
    until, why = max([*second, first, *_put_off(candidacy, rules)], key=_day)
    return Wait(ordinal=len(sent) + 1, until=until, since=since, why=why)


def question_since(candidacy: Candidacy, rules: Rules) -> datetime | None:
    """The end of the last interview whose question is still open; a next round answers those before it."""
    settled = max([at for at in (candidacy.settled_at, *_proposals(candidacy)) if at], default=None)
    ends = [i.end(rules.etiquette.assumed_length) for i in candidacy.standing]
    return max((end for end in ends if settled is None or end > settled), default=None)


def _proposals(candidacy: Candidacy) -> Iterator[datetime]:
    """Times that they proposed: whoever proposes the next interview has answered the question of the last one."""
    return (i.version[1] for i in candidacy.interviews if i.proposed and not i.cancelled and not i.declined)


def on_hold(candidacy: Candidacy) -> Answer | None:
    """The answer that parked the candidacy, unless they have taken it up again since."""
    holds = [a for a in candidacy.answers if a.kind is Kind.ON_HOLD]
    last = max(holds, key=lambda a: a.at, default=None)
    if last is None or last.back_on or _taken_up_after(candidacy, last.at):
        return None
    return None if any(i.version[1] > last.at and i.start > last.at for i in candidacy.standing) else last


def _taken_up_after(candidacy: Candidacy, at: datetime) -> bool:
    """Whether somebody took it up again: they answered, a date was named, the person said that it is not over."""
    answered = any(a.at > at and a.kind in _TAKEN_UP for a in candidacy.answers)
    dated = any(p.said > at for p in candidacy.promises)
    return answered or dated or any(when > at and ending is None for when, ending in candidacy.endings)


_TAKEN_UP = frozenset({Kind.NEXT_ROUND, Kind.DECIDING, Kind.AVAILABILITY_REQUEST, Kind.INFO_REQUEST})


def promise(candidacy: Candidacy, end: datetime, rules: Rules) -> Promise | None:
    """What they said last about when they decide, as far as it is about the interview that ended then."""
    said = [p for p in candidacy.promises if p.by is None or _is_about(p, candidacy, end, rules)]
    return max(said, key=lambda p: (p.said, p.by or date.min), default=None)


def _is_about(said: Promise, candidacy: Candidacy, end: datetime, rules: Rules) -> bool:
    """Whether an agreed day is the answer's: what was said before the interview may be about the interview itself."""
    if said.by is None or said.said > end:
        return said.by is not None and said.by >= end.date()
    return said.by > max(end.astimezone(zone).date() for zone in (rules.home, _their_zone(candidacy, rules)))


def _their_zone(candidacy: Candidacy, rules: Rules) -> ZoneInfo:
    return ZoneInfo(candidacy.standing[-1].zone) if candidacy.standing else rules.home


def _owed_to_them(candidacy: Candidacy, end: datetime) -> bool:
    """They asked for something and the user has not answered: the next word is the user's, not an inquiry.

    What was asked before the last interview is settled by it, and a word on the decision settles it, too.
    """
    asked = max((a.at for a in candidacy.answers if a.kind is Kind.INFO_REQUEST and a.at > end), default=None)
    if asked is None:
        return False
    later = [*candidacy.replies, *(a.at for a in candidacy.answers if a.kind is Kind.DECIDING)]
    return not any(at > asked for at in (*later, *(p.said for p in candidacy.promises)))


_Until = tuple[date, Why]


def _day(until: _Until) -> date:
    return until[0]


def _after_the_interview(candidacy: Candidacy, end: datetime, rules: Rules) -> _Until:
    said = promise(candidacy, end, rules)
    if said is not None:
        return _after_a_promise(candidacy, said, end, rules)
    day = rules.workdays.on_or_after(day_of(end, rules) + rules.etiquette.wait_without_a_date)
    return day, Why(text="No date was agreed: two weeks after the interview.")


def _after_an_inquiry(candidacy: Candidacy, since: datetime, rules: Rules) -> _Until:
    numbers, days = rules.etiquette, rules.workdays
    last = len(candidacy.inquiries) >= numbers.inquiries
    count = numbers.assume_no_workdays if last else numbers.second_wait_workdays
    regular = (
        days.after(day_of(since, rules), count),
        Why(text=f"{count} business days after your last inquiry was sent."),
    )
    ahead = [p for p in candidacy.promises if p.by and p.by >= since.date()]
    agreed = [_after_a_promise(candidacy, p, since, rules) for p in ahead]
    newer = max((p for p in candidacy.promises if p.said > since), key=lambda p: p.said, default=None)
    if newer in ahead and not last:
        return max(agreed, key=_day)  # a newer date takes the place of the ten days
    undated = [_after_a_promise(candidacy, newer, since, rules)] if newer and not newer.by and not last else []
    return max([regular, *undated, *agreed], key=_day)


def _after_a_promise(candidacy: Candidacy, said: Promise, end: datetime, rules: Rules) -> _Until:
    source = {"message_id": said.source.id or None, "quote": said.source.quote or None}
    if said.by is not None:
        day = _past_the_agreed_day(candidacy, said, rules)
        return day, Why(text=f"They decide by {said.by.isoformat()}; asked on the business day after.", **source)
    asked = day_of(max(said.said, end), rules) + rules.etiquette.wait_without_a_date
    agreed = [
        _past_the_agreed_day(candidacy, p, rules) for p in candidacy.promises if _is_about(p, candidacy, end, rules)
    ]
    day = max([rules.workdays.on_or_after(asked), *agreed])
    return day, Why(text="They are still deciding and gave no date: two weeks after they said so.", **source)


def _past_the_agreed_day(candidacy: Candidacy, said: Promise, rules: Rules) -> date:
    """The first business day, after the grace, on whose morning here the agreed day is over where they are."""
    agreed = said.by or date.min
    zone = ZoneInfo(said.zone) if said.zone else _their_zone(candidacy, rules)
    over = datetime.combine(agreed + timedelta(days=1), time.min, zone)
    day = rules.workdays.after(agreed, rules.etiquette.grace_workdays)
    while morning(day, rules) < over:
        day = rules.workdays.after(day, 1)
    return day


def _put_off(candidacy: Candidacy, rules: Rules) -> list[_Until]:
    """Answers that put the inquiry off without answering it."""
    numbers, days = rules.etiquette, rules.workdays
    put_off: list[_Until] = []
    for answer in candidacy.answers:
        if answer.kind is Kind.OUT_OF_OFFICE and answer.back_on:
            day = days.after(answer.back_on, numbers.after_their_return_workdays)
            put_off.append((day, _why("They are away; asked two business days after their return.", answer)))
        elif answer.kind is Kind.ON_HOLD and answer.back_on and not _taken_up_after(candidacy, answer.at):
            day = days.after(answer.back_on, numbers.after_a_hold_workdays)
            put_off.append((day, _why("On hold until then; asked a week after.", answer)))
        elif answer.kind is Kind.INFO_REQUEST:
            replied = min((reply for reply in candidacy.replies if reply > answer.at), default=answer.at)
            day = days.after(day_of(replied, rules), numbers.after_our_reply_workdays)
            put_off.append((day, _why("You answered their request: ten business days after that.", answer)))
    return put_off


def _why(text: str, answer: Answer) -> Why:
    return Why(text=text, message_id=answer.source.id or None, quote=answer.source.quote or None)
