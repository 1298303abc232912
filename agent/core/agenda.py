"""What to do, and when.

    agenda(candidacy, rules) -> tuple[AnyStep, ...]

There is no clock in here, no timer and no queue. The agenda of a candidacy is computed from what is known, whenever
anybody wants to know it: after a mail, after a restart, after three weeks with the lid closed, after a rule changed.
Every step says when it is `due`, when it `expires`, under which `key` it is known for ever, and `why`. A step that was
carried out leaves a fact, and the fact takes the step off: nothing here remembers anything.

What the coach asks for, in the order of a life:

    before the interview   find out when you will hear                      reminders.py
    right after it         take notes                                       prompts.py
    within 24-48 hours     thank each interviewer                           thanks.py
    until the agreed date  wait; two weeks if none was agreed               waiting.py
    then                   ask once, wait, at most once more                inquiries.py
    then                   assume no, and let go                            inquiries.py
    at any time            an answer takes back what it has overtaken       tidying.py
    and the user is told   at once where it matters, else once a day        tidings.py

A rule is a generator of steps; a new one is a line in RULES and a row in its table test. BOUNDS hold for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from agent.core.candidacy import Candidacy
from agent.core.correspondence import MOST_REVISIONS
from agent.core.etiquette import Rules
from agent.core.inquiries import inquiries, letting_go
from agent.core.on_request import letters_on_request
from agent.core.prompts import notes_prompts, questions
from agent.core.reminders import reminding
from agent.core.steps import AnyStep, WriteDraft
from agent.core.thanks import thank_yous
from agent.core.tidings import tidings
from agent.core.tidying import withdrawals

Rule = Callable[[Candidacy, Rules], Iterator[AnyStep]]
Bound = Callable[[AnyStep, Candidacy], bool]

RULES: tuple[Rule, ...] = (
    withdrawals,
    reminding,
    notes_prompts,
    thank_yous,
    letters_on_request,
    inquiries,
    letting_go,
    questions,
    tidings,
)


def agenda(candidacy: Candidacy, rules: Rules) -> tuple[AnyStep, ...]:
    """Every step that is left in this candidacy, earliest first; nothing while the person has paused it."""
    if candidacy.paused:
        return ()
    steps = (step for rule in RULES for step in rule(candidacy, rules))
    left = (step for step in steps if all(holds(step, candidacy) for holds in BOUNDS))
    return tuple(sorted(left, key=lambda step: step.due))


# ── what bounds every rule ───────────────────────────────────────────────────────────────────────────────────────


def _has_a_moment(step: AnyStep, _candidacy: Candidacy) -> bool:
    """A step that would run out before it comes due is none: settings can push one past the other."""
    return step.due < step.expires


def _was_not_over(step: AnyStep, candidacy: Candidacy) -> bool:
    """A first look over an old mailbox finds a history, not a list of things to do."""
    return candidacy.known_since is not None and step.expires > candidacy.known_since


def _has_not_run_out(step: AnyStep, candidacy: Candidacy) -> bool:
    """What expired is never made up for; the same step with another end is another chance."""
    return not any((gone.key, gone.expires) == (step.key, step.expires) for gone in candidacy.expired)


def _is_not_one_copy_too_many(step: AnyStep, _candidacy: Candidacy) -> bool:
    """A letter that was overtaken so often is wanted by nobody."""
    return not isinstance(step, WriteDraft) or step.revision <= MOST_REVISIONS


BOUNDS: tuple[Bound, ...] = (_has_a_moment, _was_not_over, _has_not_run_out, _is_not_one_copy_too_many)


# ── the agenda and the clock ─────────────────────────────────────────────────────────────────────────────────────


def due(steps: tuple[AnyStep, ...], now: datetime) -> tuple[AnyStep, ...]:
    """The steps whose time has come and has not passed."""
    return tuple(step for step in steps if step.due <= now < step.expires)


def expired(steps: tuple[AnyStep, ...], now: datetime) -> tuple[AnyStep, ...]:
    """The steps whose time has passed."""
    return tuple(step for step in steps if step.expires <= now)


def next_moment(steps: tuple[AnyStep, ...], now: datetime) -> datetime | None:
    """When the next step comes due or runs out, or None when there is nothing to wait for."""
    moments = [moment for step in steps for moment in (step.due, step.expires) if moment > now]
    return min(moments, default=None)
