"""What the user is told, each thing once.

A stop, a cancelled interview, a deadline of theirs at once; everything else in one quiet note a day; never a nag.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from agent.core.candidacy import Candidacy
from agent.core.correspondence import State
from agent.core.etiquette import Rules
from agent.core.facts import Ending, Purpose
from agent.core.inquiries import lies_until
from agent.core.moments import next_evening
from agent.core.steps import AnyStep, Tell, Why

NEWS_IS_NEWS = timedelta(days=30)
"""After a month nobody needs to be told any more: `status` still shows it."""

_LONG_OVER = timedelta(days=28)

_ENDED = {
    Ending.REJECTION: "They decided against it. Everything here has stopped; other openings are waiting for you.",
    Ending.OFFER: "This reads like an offer. Everything here has stopped; it is good manners to answer within a day.",
    Ending.POSITION_CLOSED: "The position is closed. Everything here has stopped; it was not about you.",
    Ending.WITHDRAWN: "You withdrew. Everything here has stopped.",
    Ending.ACCEPTED: "You accepted. Congratulations; everything here has stopped.",
    Ending.ASSUMED_NO: "No answer came, and enough was asked. Let this one go, and move on to other openings.",
}


def tidings(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """Everything that is worth telling and has not been told."""
    for step in (*_the_end(candidacy, rules), *_on_the_way(candidacy, rules)):
        if step.key not in candidacy.told:
            yield step


def _the_end(candidacy: Candidacy, rules: Rules) -> Iterator[Tell]:
    ending, at = candidacy.ending, candidacy.ended_at
    if ending in _ENDED and at and not _is_history(candidacy, at):
        quiet = ending is Ending.ASSUMED_NO
        key = f"{candidacy.id}/ended/{ending.value}/{int(at.timestamp())}"
        yield _tell(key, next_evening(at, rules) if quiet else at, _ENDED[ending], urgent=not quiet)


def _is_history(candidacy: Candidacy, at: datetime) -> bool:
    """Whether it was over long before the service learned of it: a first look tells nobody what they know."""
    known = candidacy.known_since or at
    last = max((i.start for i in candidacy.interviews), default=at)
    return at < known - timedelta(days=1) or known - last > _LONG_OVER


def _on_the_way(candidacy: Candidacy, rules: Rules) -> Iterator[Tell]:
    for interview in candidacy.interviews:
        if interview.cancelled and not interview.declined and candidacy.ending is None:
            at = max((v[1] for key, v in candidacy.cancellations if key == interview.id), default=interview.version[1])
            text = "The interview was called off, and no new time is known. Nothing more is written about it."
            yield _tell(f"{interview.id}/cancelled/{int(at.timestamp())}", at, text, urgent=True)
    for answer in candidacy.answers:
        if answer.reply_by:
            text = f"They would like to hear from you by {answer.reply_by.isoformat()}."
            yield _tell(f"{candidacy.id}/reply-by/{answer.reply_by.isoformat()}", answer.at, text, urgent=True)
    missed = {fact.key: fact for fact in candidacy.expired if fact.step == "WriteDraft"}
    for expired in missed.values():
        if candidacy.ending is None:
            text = "Its time passed before it could be written; it was not written late."
            yield _tell(f"{expired.key}/expired", next_evening(expired.at, rules), text)
    for refused in {fact.key: fact for fact in candidacy.refused}.values():
        yield _tell(f"{refused.key}/refused", next_evening(refused.at, rules), refused.reason)
    yield from _unsent(candidacy, rules)
    yield from _undelivered(candidacy)


def _unsent(candidacy: Candidacy, rules: Rules) -> Iterator[Tell]:
    for letter in candidacy.letters:
        latest = letter.latest if letter.purpose is Purpose.INQUIRY and letter.open else None
        if latest and latest.state is not State.BEGUN and candidacy.ending is None:
            text = "Your inquiry still lies in Drafts. This is the only reminder; unsent, it does not count."
            yield _tell(f"{letter.key}/unsent", lies_until(latest.at, rules), text)


def _undelivered(candidacy: Candidacy) -> Iterator[Tell]:
    for letter in candidacy.letters:
        if letter.bounced and letter.sent_at and candidacy.ending is None:
            text = "A letter of yours did not arrive, so it does not count. Please check the address."
            yield _tell(f"{letter.key}/bounced", letter.sent_at, text, urgent=True)


def _tell(key: str, due: datetime, text: str, *, urgent: bool = False) -> Tell:
    return Tell(key=key, due=due, expires=due + NEWS_IS_NEWS, why=Why(text=text), text=text, urgent=urgent)
