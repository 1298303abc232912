"""When an inquiry may be written at all, by the coach's rules and the table of times: the earliest moment, or never."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core.etiquette import Rules
from agent.core.findings import Kind
from tests.core.known import (
    DAY,
    GOES_ON,
    LIFTS_A_HOLD,
    PERSON,
    Known,
    Meeting,
    Said,
    at_home,
    at_nine,
    day_over,
    first_workday,
    plus_workdays,
)

TWO_WEEKS = timedelta(days=14)
REPLY_WORKDAYS = 10
"""Business days after the user answered a request of theirs."""


@dataclass(frozen=True)
class NotYet:
    """There is no asking, and why; `parked` when they put it on hold themselves."""

    reason: str
    parked: bool = False


@dataclass(frozen=True)
class From:
    """The earliest moment of an inquiry, and why."""

    moment: datetime
    reason: str


@dataclass(frozen=True)
class _Case:
    known: Known
    at: datetime
    rules: Rules
    last: Meeting


def may_ask_from(known: Known, at: datetime, rules: Rules) -> From | NotYet:
    """The earliest moment at which an inquiry may be due, by everything that is known at `at`."""
    held = known.held(at)
    if not held:
        return NotYet("no interview has taken place")
    case = _Case(known, at, rules, held[-1])
    for stop in (_over, _round_goes_on, _on_hold, _they_wait_for_us):
        if reason := stop(case):
            return reason
    return _earliest(case)


# ── what forbids it ──────────────────────────────────────────────────────────────────────────────────────────────


def _over(case: _Case) -> NotYet | None:
    return NotYet(f"it is over ({case.known.over})") if case.known.over else None


def _round_goes_on(case: _Case) -> NotYet | None:
    """The next round answers the question of the last one."""
    if case.known.ahead(case.at):
        return NotYet("the next interview is still to come")
    meetings = case.known.meetings.values()
    open_slots = [m for m in meetings if m.proposed and not m.cancelled and not m.declined and m.start > case.at]
    if any(m.version[1] > case.last.end for m in open_slots):
        return NotYet("the next interview was proposed")
    went_on = [answer.at for answer in case.known.answers(*GOES_ON) if answer.at > case.last.end]
    if went_on and not _spoke_since(case, went_on[-1]):
        return NotYet("they went on to the next round")
    return None


def _on_hold(case: _Case) -> NotYet | None:
    hold = _hold(case)
    return NotYet("they have it on hold", parked=True) if hold and hold.back_on is None else None


def _hold(case: _Case) -> f.Answered | None:
    """The hold that still stands: nothing was heard of them since, no interview was set, the user said nothing."""
    holds = case.known.answers(Kind.ON_HOLD)
    if not holds:
        return None
    hold = holds[-1]
    later = [answer for answer in case.known.answers(*LIFTS_A_HOLD) if answer.at >= hold.at]
    again = [fact for fact in case.known.of(f.Reopened) if fact.at >= hold.at]
    lifted = later or again or case.last.end > hold.at or any(said.at >= hold.at for said in case.known.said)
    return None if lifted else hold


def _they_wait_for_us(case: _Case) -> NotYet | None:
    request = _request(case)
    if request and not _replied(case, request):
        return NotYet("they wait for something from the user")
    return None


def _request(case: _Case) -> f.Answered | None:
    requests = [answer for answer in case.known.answers(Kind.INFO_REQUEST) if answer.at > case.last.end]
    return requests[-1] if requests and not _spoke_since(case, requests[-1].at) else None


def _replied(case: _Case, request: f.Answered) -> list[datetime]:
    own: list[f.Fact] = [*case.known.of(f.Replied), *case.known.of(f.LetterSent)]
    return sorted(fact.at for fact in own if fact.at >= request.at)


def _spoke_since(case: _Case, moment: datetime) -> bool:
    """Whether they, or the user, said something newer about the decision."""
    later = any(answer.at > moment for answer in case.known.answers(Kind.DECIDING))
    again = any(fact.at > moment for fact in case.known.of(f.Reopened))
    return later or again or any(said.at > moment for said in case.known.said)


# ── how long to wait ─────────────────────────────────────────────────────────────────────────────────────────────


def _earliest(case: _Case) -> From:
    """The user's own word on the date may count beside what was read last: the earlier of the two is certain."""
    said_by_user = {fact.at for fact in case.known.of(f.DecisionPromised) if fact.source.account == PERSON}
    everything = case.known.said
    variants = [everything, [said for said in everything if said.at in said_by_user] or everything]
    return min((_after(case, said) for said in variants), key=lambda first: first.moment)


def _after(case: _Case, said: list[Said]) -> From:
    sent = case.known.inquiries
    day, reason = _question_day(case, said)
    ends = [_ends_of_their_day(newest) for newest in _newest_dated(case, said)]
    if sent:
        newer = [one for one in _relevant(case, said) if one.at > sent[-1].at]
        again = plus_workdays(at_home(sent[-1].at, case.rules), case.rules.etiquette.second_wait_workdays, case.rules)
        if not (newer and newer[-1].by) and again > day:
            day, reason = again, f"an inquiry was sent on {sent[-1].at:%F}"
    for put_off in _PUT_OFF:
        for later, why in put_off(case, day):
            if later > day:
                day, reason = later, why
    moment = at_nine(first_workday(day, case.rules), case.rules)
    return From(max(moment, *ends) if ends else moment, reason)


def _question_day(case: _Case, said: list[Said]) -> tuple[date, str]:
    """The first day on which the question of the last interview may be asked."""
    relevant = _relevant(case, said)
    two_weeks = max(TWO_WEEKS, case.rules.etiquette.wait_without_a_date)
    if not relevant:
        days = [_day_in(moment, zone) for moment in (case.last.start, case.last.end) for zone in _zones(case)]
        return first_workday(min(days) + two_weeks, case.rules), f"no date was agreed after {case.last.end:%F %R}"
    dated = [(_after_date(one, case), f"they decide by {one.by}") for one in relevant if one.by][-1:]
    newest = relevant[-1]
    if newest.by is None:
        day = first_workday(at_home(newest.at, case.rules) + two_weeks - DAY, case.rules)
        dated.append((day, f"they were deciding on {newest.at:%F}"))
    return max(dated)


def _relevant(case: _Case, said: list[Said]) -> list[Said]:
    """What was said after the last interview, or before it about a day after it."""
    interview = max(_day_in(case.last.end, zone) for zone in _zones(case))
    return [one for one in said if one.at > case.last.end or (one.by and one.by > interview)]


def _newest_dated(case: _Case, said: list[Said]) -> list[Said]:
    return [one for one in _relevant(case, said) if one.by][-1:]


def _ends_of_their_day(said: Said) -> datetime:
    """The agreed day has to be over where they are."""
    assert said.by
    return day_over(said.by, said.zone or "Etc/GMT-14")


def _after_date(said: Said, case: _Case) -> date:
    assert said.by
    return plus_workdays(said.by, max(1, case.rules.etiquette.grace_workdays), case.rules)


def _zones(case: _Case) -> tuple[ZoneInfo, ZoneInfo]:
    """Whose day it is, is left open: the employer's or the user's."""
    return ZoneInfo(case.last.zone), case.rules.home


def _day_in(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _until_back(case: _Case, day: date) -> Iterator[tuple[date, str]]:
    """An inquiry that falls before somebody's return waits until two business days after it."""
    for away in case.known.answers(Kind.OUT_OF_OFFICE):
        if away.back_on and day < away.back_on and not _spoke_since(case, away.at):
            yield plus_workdays(away.back_on, 2, case.rules), f"they are away until {away.back_on}"


def _until_taken_up(case: _Case, _day: date) -> Iterator[tuple[date, str]]:
    """On hold until a date: five business days after it."""
    hold = _hold(case)
    if hold and hold.back_on:
        yield plus_workdays(hold.back_on, 5, case.rules), f"they have it on hold until {hold.back_on}"


def _after_our_reply(case: _Case, _day: date) -> Iterator[tuple[date, str]]:
    """Ten business days after the user answered a request of theirs."""
    request = _request(case)
    replied = _replied(case, request) if request else []
    if replied:
        yield plus_workdays(at_home(replied[0], case.rules), REPLY_WORKDAYS, case.rules), "the user replied to them"


_PUT_OFF: tuple[Callable[[_Case, date], Iterator[tuple[date, str]]], ...] = (
    _until_back,
    _until_taken_up,
    _after_our_reply,
)
