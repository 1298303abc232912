"""What is asked of the user: notes right after the interview (the coach), and questions that only they can answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from agent.core.candidacy import Candidacy
from agent.core.etiquette import Rules
from agent.core.findings import Format
from agent.core.interview import Interview
from agent.core.moments import next_evening
from agent.core.steps import AnyStep, Ask, AskForNotes, Assume, Why

NOTES_ARE_ASKED_FOR = timedelta(hours=24)
"""After a day the notes form is not sent any more; notes can still be given."""


def notes_prompts(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """The notes form ten minutes after the end, once more if it stays unanswered, and never a third time."""
    if candidacy.ending or candidacy.paused:
        return
    for interview in candidacy.standing:
        asked = _asked_since(interview, rules)
        if interview.notes is None and interview.format is not Format.ASYNC and len(asked) < _TWICE:
            yield _prompt(interview, asked, rules)


_TWICE = 2


def _asked_since(interview: Interview, rules: Rules) -> tuple[datetime, ...]:
    """When the form was sent for the time that holds now; prompts for a time that was moved away do not count."""
    end = interview.end(rules.etiquette.assumed_length)
    return tuple(at for _, at in interview.notes_asked if at >= end)


def _prompt(interview: Interview, asked: tuple[datetime, ...], rules: Rules) -> AskForNotes:
    numbers = rules.etiquette
    end = interview.end(numbers.assumed_length)
    due, text = end + numbers.notes_after, "Take notes right after the interview."
    if asked:
        pause = numbers.notes_again_after - numbers.notes_after
        due = max(end + numbers.notes_again_after, asked[-1] + pause)
        text = "The notes form has not come back; asked once more, and then no more."
    number = len(interview.notes_asked) + 1
    return AskForNotes(
        key=f"{interview.id}/notes/{number}",
        due=due,
        expires=end + NOTES_ARE_ASKED_FOR,
        why=Why(text=text),
        interview=interview.id,
        ordinal=len(asked) + 1,
    )


def questions(candidacy: Candidacy, rules: Rules) -> Iterator[AnyStep]:
    """Every open question is put to the user once; when its date passes, the safe choice stands."""
    for question in candidacy.open_questions:
        doubt = question.doubt
        source = doubt.source
        why = Why(text=doubt.text, message_id=source.id or None, quote=source.quote or None)
        if not question.asked:
            yield Ask(
                key=doubt.question,
                due=min(next_evening(doubt.noted, rules), doubt.until),
                expires=doubt.until,
                why=why,
                text=doubt.text,
                choices=doubt.choices,
                safe=doubt.safe,
            )
        yield Assume(
            key=f"{doubt.question}/assume",
            due=doubt.until,
            expires=doubt.until + timedelta(days=365),
            why=Why(text=f"No answer came; “{doubt.safe}” is the safe choice."),
            question=doubt.question,
            choice=doubt.safe,
        )
