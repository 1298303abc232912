"""The stations of a candidacy's life, and everything that can happen in each: explored by letting it happen."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core import steps as s
from agent.core.candidacy import Candidacy
from agent.core.correspondence import Letter
from agent.core.facts import Ending, Purpose
from agent.core.waiting import on_hold, question_since, wait
from tests.core.happenings import EVENTS, invitation
from tests.core.life import Life
from tests.core.oracle import Entry, Oracle
from tests.core.telling import END, KNOWN, NEW_YORK, RULES

TIME = "time passes"
LONG = timedelta(days=150)
HOME = ZoneInfo(NEW_YORK)

ENDED = {
    ending.name.title().replace("_", ""): ending
    for ending in Ending
    if ending not in (Ending.NEXT_ROUND, Ending.CANCELLED)
}
"""Stations in which it is over, by the ending."""

STATIONS = {
    "ToCome": "an interview is to come",
    "ToThank": "a thank-you is due",
    "Waiting1": "waiting for their answer",
    "Inquiry1": "the first inquiry lies in Drafts",
    "Waiting2": "waiting again",
    "Inquiry2": "the second inquiry lies in Drafts",
    "Waiting3": "waiting for the last time",
    "NextRound": "a next round, no time yet",
    "Owed": "they wait for something of yours",
    "OnHold": "on hold",
    "CalledOff": "the interview is off",
    "InDoubt": "a question to you is open",
    "Paused": "paused by you",
    "Offer": "an offer",
    "Rejection": "a no",
    "PositionClosed": "the position is closed",
    "Withdrawn": "you withdrew",
    "Accepted": "you accepted",
    "AssumedNo": "a no is assumed",
    "ByUser": "closed by you",
    "NotAnInterview": "it was no interview",
}

ASKING = ("Waiting1", "Inquiry1", "Waiting2", "Inquiry2", "Waiting3")
"""Stations in which the question is theirs to answer."""


def station(life: Life) -> str:
    """The name of what the facts add up to now."""
    c, now = life.candidacy, life.now
    if c.ending:
        return c.ending.name.title().replace("_", "")
    if c.paused:
        return "Paused"
    if c.held_up:
        return "InDoubt"
    if not c.standing:
        return "CalledOff"
    if any(interview.end(life.rules.etiquette.assumed_length) > now for interview in c.standing):
        return "ToCome"
    if any(_thanks(step, now) for step in life.agenda()) or any(_to_send(letter, now) for letter in c.letters):
        return "ToThank"
    return _asking(life)


def _thanks(step: s.Step, now: datetime) -> bool:
    soon = step.due <= now + timedelta(days=1)
    return isinstance(step, s.WriteDraft) and step.purpose is Purpose.THANK_YOU and soon


def _to_send(letter: Letter, now: datetime) -> bool:
    return letter.purpose is Purpose.THANK_YOU and letter.open and letter.expires is not None and now < letter.expires


def _asking(life: Life) -> str:
    c = life.candidacy
    waited = wait(c, life.rules)
    if waited is None:
        if on_hold(c):
            return "OnHold"
        return "Owed" if question_since(c, life.rules) else "NextRound"
    lies = any(
        letter.purpose is Purpose.INQUIRY and letter.open and letter.ordinal == waited.ordinal for letter in c.letters
    )
    return f"Inquiry{waited.ordinal}" if lies else f"Waiting{min(waited.ordinal, 3)}"


# ── the walk ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def apart(life: Life, event: str) -> None:
    """Let something happen and the service take it up."""
    life.post.append(EVENTS[event])
    life.tick()


@dataclass
class Walk:
    """Every station that was reached, with the first life that reached it, and where everything leads."""

    reached: dict[str, Life] = field(default_factory=dict)
    moves: dict[tuple[str, str], str] = field(default_factory=dict)

    def life(self, name: str, later: timedelta = timedelta(0)) -> Life:
        """A life of its own in a station, some time after it was reached."""
        life = branched(self.reached[name])
        life.live_until(life.now + later)
        return life


def begun() -> Life:
    """A candidacy of which the invitation is known."""
    life = Life(KNOWN, rules=RULES)
    life.post.append(invitation)
    life.tick()
    return life


class Deaf(Oracle):
    """A judge who hears nothing: here lives are drawn, `test_lives.py` judges them."""

    def hear(self, entry: Entry) -> None:
        """Nothing."""


def branched(life: Life) -> Life:
    """The same life, to go on otherwise."""
    other = copy.copy(life)
    other.journal, other.post, other.flaws = list(life.journal), list(life.post), list(life.flaws)
    other.drafts, other.events = dict(life.drafts), dict(life.events)
    other._ids, other._numbers, other.oracle = set(life._ids), dict(life._numbers), Deaf()
    return other


def explored() -> Walk:
    """Everything that can happen, in every station that can be reached."""
    walk, ahead = Walk(), list(plainly())
    while ahead:
        life = ahead.pop(0)
        here = station(life)
        if here in walk.reached:
            continue
        walk.reached[here] = life
        for name in (TIME, *EVENTS):
            after = branched(life)
            if name == TIME:
                _wait_for_another(after, here)
            else:
                after.live_until(after.now + timedelta(minutes=30))
                if station(after) != here:
                    after = branched(life)
                apart(after, name)
            walk.moves[here, name] = station(after)
            ahead.append(after)  # the first life that reaches a station stands for it
    return walk


def plainly() -> Iterator[Life]:
    """The stations of a life in which nobody answers and the user sends what is drafted."""
    life = begun()
    for _ in range(9):
        yield branched(life)
        here = station(life)
        if here == "ToThank" or here.startswith("Inquiry"):
            life.live_until(life.now + timedelta(hours=3 if here == "ToThank" else 1))
            apart(life, "you send what lies in Drafts")
        else:
            _wait_for_another(life, here)


def _wait_for_another(life: Life, here: str) -> None:
    """Live on until the station is another one, or for a long time."""
    end = life.now + LONG
    while station(life) == here and (following := life.upcoming()) and following <= end:
        life.now = following
        life.tick()


# ── the plain life ───────────────────────────────────────────────────────────────────────────────────────────────────


def lived_on() -> Iterator[tuple[datetime, str, str, str]]:
    """What the service does in a life in which nobody answers and the user sends each letter an hour after its draft:
    when, how long after what, what, and why.
    """
    life, since, name = begun(), END, "its end"
    while (following := life.upcoming()) and following < KNOWN + LONG:
        reasons = {step.key: step.why.text for step in life.agenda()}
        before = len(life.journal)
        life.now = following
        life.tick()
        new = [fact for _, fact in life.journal[before:]]
        for fact in new:
            if what := _deed(life.candidacy, fact):
                why = reasons.get(getattr(fact, "key", fact.source.id), "")
                yield fact.at.astimezone(HOME), f"{name} {_after(fact.at - since)}", what, why
        for letter in [life.candidacy.letter(fact.key) for fact in new if isinstance(fact, f.DraftWritten)]:
            life.live_until(life.now + timedelta(hours=1))
            apart(life, "you send what lies in Drafts")
            if letter.ordinal:
                since, name = life.now, f"inquiry {letter.ordinal}"


def _deed(candidacy: Candidacy, fact: f.Fact) -> str:
    if isinstance(fact, f.NotesAsked):
        return "the notes form is sent to you"
    if isinstance(fact, f.DraftWritten):
        letter = candidacy.letter(fact.key)
        number = f" {letter.ordinal}" if letter and letter.ordinal else ""
        return f"draft: {letter.purpose.value.replace('_', '-')}{number}" if letter else ""
    if isinstance(fact, f.Closed):
        return "closed: a no is assumed"
    if isinstance(fact, f.Told):
        return "you are told"
    return ""


def _after(span: timedelta) -> str:
    days, minutes = span.days, span.seconds // 60
    hours, minutes = divmod(minutes, 60)
    parts = [f"{days} d" if days else "", f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return "+ " + " ".join(part for part in parts if part)
