"""When they will decide: timeline phrases → a date, and the user's own deadlines told from theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agent.core.workdays import Workdays
from agent.reading.almanac import Almanac, almanac
from agent.reading.frame import Frame
from agent.reading.sentence import sentences
from agent.reading.setting import YEARS, Setting
from agent.reading.tokens import Token, tokens
from agent.reading.whose import Dated, Whose, dated_in, limits_in

LONGEST_QUOTE = 300
SLACK = 5
"""Business days between the last interview and a decision: `we are finishing interviews next week`."""
BACK_AT_WORK = 3
"""Business days after somebody's return until a decision: `when Dana is back on the 9th`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the employer said about when they decide: the latest day that fits, or None for "deciding, no date"."""

    by: date | None
    quote: str
    rule: str


def promised(
    text: str, base: date, workdays: Workdays, language: str, *, zone: str | None = None, expecting: bool = False
) -> Promise | None:
    """The employer's word on when they decide, or None when nothing of the kind is said.

    `base` is the day of the mail in the writer's zone; `zone` the reader's, which settles what 5/6 means. Of several
    promises the latest counts; an explicit date outranks one that follows from the end of the interviews. `expecting`
    says that the mail is known to be about the decision (its kind says so): a limit that is nobody else's is theirs.
    """
    found = _promised(text, workdays, _frame(base, workdays, language, zone), expecting=expecting)
    if found is None and almanac(language).language != "en":
        return _promised(text, workdays, _frame(base, workdays, "en", zone), expecting=expecting)
    return found


def deadline_for_user(
    text: str, base: date, workdays: Workdays, language: str, *, zone: str | None = None
) -> date | None:
    """The earliest date by which the user is asked to do something, or None."""
    for each in dict.fromkeys((almanac(language).language, "en")):
        row, frame = tokens(text), _frame(base, workdays, each, zone)
        days = (
            [dated.due.date for dated in dated_in(row, frame, expecting=False) if _is_a_deadline(dated)]
            if frame
            else []
        )
        if days:
            return min(days)
    return None


def named_limit(text: str, base: date, workdays: Workdays, language: str, *, zone: str | None = None) -> date | None:
    """The latest limit in words that are known to speak of the decision: the answer to "when will they decide?"."""
    for each in dict.fromkeys((almanac(language).language, "en")):
        row, frame = tokens(text), _frame(base, workdays, each, zone)
        days = [due.date for due in limits_in(row, frame, [True] * len(row))] if frame else []
        if days:
            return max(days)
    return None


def _frame(base: date, workdays: Workdays, language: str, zone: str | None) -> Frame | None:
    """What limits are counted from; None for a day of no real mail, from which nothing can be counted."""
    if base.year not in YEARS:
        return None
    return Frame(Setting(datetime.combine(base, time(12)), almanac(language), zone), workdays)


def _is_a_deadline(dated: Dated) -> bool:
    if dated.whose is Whose.FIRM:
        return True
    return dated.whose is Whose.YOURS and dated.due.limit in {"by", "before", "within"}


def _promised(text: str, workdays: Workdays, frame: Frame | None, *, expecting: bool) -> Promise | None:
    if frame is None:
        return None
    row = tokens(text)
    dated = list(dated_in(row, frame, expecting=expecting))
    explicit = [each for each in dated if each.whose is Whose.OURS and not each.denied]
    if explicit:
        return _latest(text, row, explicit, 0, workdays, "promise")
    finishing = [each for each in dated if each.whose is Whose.FINISHING or _not_before(each)]
    if finishing and not explicit:
        return _latest(text, row, finishing, SLACK, workdays, "promise after the interviews")
    returning = [each for each in dated if each.whose is Whose.RETURNING]
    if returning:
        return _latest(text, row, returning, BACK_AT_WORK, workdays, "promise after a return")
    soft = [each for each in dated if each.whose is Whose.SOFT and not each.denied]
    if soft:
        return _latest(text, row, soft, 0, workdays, "announcement")
    denied = next((each.sentence for each in dated if each.denied and each.whose is Whose.OURS), None)
    sentence = denied or _open(row, frame.words)
    return Promise(by=None, quote=_quote(text, row, sentence), rule="promise without a date") if sentence else None


def _not_before(dated: Dated) -> bool:
    """`We won't know before Friday`: some time after it."""
    return dated.denied and dated.whose is Whose.OURS and dated.due.limit == "before"


def _latest(
    text: str, row: Sequence[Token], dated: Sequence[Dated], slack: int, workdays: Workdays, rule: str
) -> Promise:
    last = max(dated, key=lambda each: each.due.date)
    day = last.due.date + timedelta(days=_not_before(last))
    return Promise(by=workdays.after(day, slack), quote=_quote(text, row, last.sentence), rule=rule)


def _quote(text: str, row: Sequence[Token], sentence: range) -> str:
    start, end = row[sentence.start].start, row[sentence.stop - 1].end
    return text[start : min(end, start + LONGEST_QUOTE)]


def _open(row: Sequence[Token], words: Almanac) -> range | None:
    """The sentence that says a decision is to come, and not when."""
    said = words.promise
    for sentence in sentences(row, words):
        told = any(said.open.match(row, index) or said.deciding.match(row, index) for index in sentence)
        if told and not any(said.if_.match(row, index) for index in sentence):
            return sentence
    return None
