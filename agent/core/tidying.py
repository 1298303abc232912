"""Taking back what no longer holds: drafts of ours that nobody touched and that would not be written now."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.candidacy import Candidacy
from agent.core.contacts import to_thank
from agent.core.correspondence import Copy, Letter, State
from agent.core.etiquette import Rules
from agent.core.facts import Purpose
from agent.core.moments import NEVER_TOO_LATE, morning
from agent.core.steps import AnyStep, Why, WithdrawDraft
from agent.core.thanks import thank_key, thanked
from agent.core.waiting import wait


def withdrawals(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """Every untouched draft that an answer, a move or a better revision has overtaken."""
    for letter in candidacy.letters:
        for copy in letter.ours:
            if copy is not letter.latest:
                if letter.latest and letter.latest.state is not State.BEGUN:
                    yield _withdraw(letter, copy, "A better draft of it lies beside it.", replaced=True)
            elif not holds(candidacy, letter, copy, rules):
                yield _withdraw(letter, copy, "What it was written for no longer holds.", replaced=False)


def holds(candidacy: Candidacy, letter: Letter, copy: Copy, rules: Rules) -> bool:
    """Whether this copy would still be written today."""
    if letter.purpose not in (Purpose.THANK_YOU, Purpose.INQUIRY):
        return True  # written on the person's word: it is theirs to throw away
    if candidacy.ending or letter.sent_at:
        return False
    if letter.purpose is Purpose.INQUIRY:
        return _still_to_be_asked(candidacy, letter, copy, rules)
    return _still_to_be_thanked(candidacy, letter, copy, rules)


def _still_to_be_thanked(candidacy: Candidacy, letter: Letter, copy: Copy, rules: Rules) -> bool:
    interview = candidacy.interview(letter.interview)
    if interview is None or not interview.stands or copy.at < interview.end(rules.etiquette.assumed_length):
        return False
    people = to_thank(candidacy, interview, rules)
    return any(thank_key(interview, p) == letter.key and not thanked(candidacy, interview, p) for p in people)


def _still_to_be_asked(candidacy: Candidacy, letter: Letter, copy: Copy, rules: Rules) -> bool:
    waited = wait(candidacy, rules)
    return (
        waited is not None
        and not candidacy.held_up
        and waited.ordinal == letter.ordinal
        and copy.at >= morning(waited.until, rules)
    )


def _withdraw(letter: Letter, copy: Copy, text: str, *, replaced: bool) -> WithdrawDraft:
    return WithdrawDraft(
        key=f"{letter.key}/{copy.revision}/withdraw",
        due=copy.at,
        expires=copy.at + NEVER_TOO_LATE,
        why=Why(text=text),
        letter=letter.key,
        revision=copy.revision,
        replaced=replaced,
    )
