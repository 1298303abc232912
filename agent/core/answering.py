"""What the answer to a question adds: the person's, or the safe one when nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from agent.core import doubts
from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.consequences import consequences
from agent.core.findings import InterviewFound, Reading, Standing, Verdict
from agent.core.learned import Common, Learned
from agent.core.steps import Assume


def assumed(step: Assume, candidacy: Candidacy, common: Common) -> Iterator[f.Fact]:
    """Nobody answered in time: the safe choice stands."""
    question = next((q for q in candidacy.open_questions if q.doubt.question == step.question), None)
    if question:
        yield f.QuestionAnswered(**common, question=step.question, choice=step.choice)
        yield from _closing(question.doubt, step.choice, common, f.Ending.ASSUMED_NO)


def answered(doubt: f.Doubted, choice: str, target: Candidacy, home: ZoneInfo, common: Common) -> Iterator[f.Fact]:
    """The person answered. `target` is the candidacy that the answer puts the reading into."""
    yield f.QuestionAnswered(**common, question=doubt.question, choice=choice)
    yield from _closing(doubt, choice, common, f.Ending.BY_USER)
    believed = choice == doubts.YES or choice in doubt.among
    if doubt.reading is not None and believed:
        learned = Learned(
            reading=_sure(doubt.reading, home),
            candidacy=target.id,
            noted=common["noted"],
            account=doubt.source.account,
            reader=doubt.source.reader,
        )
        for fact in consequences(learned, target):
            yield replace(fact, source=replace(fact.source, word=common["source"].id))


def choice_of(doubt: f.Doubted, text: str) -> str | None:
    """The choice that a person's words name: itself, its beginning, or its number from 1."""
    said = " ".join(text.casefold().split())
    if said.isdecimal() and 1 <= int(said) <= len(doubt.choices):
        return doubt.choices[int(said) - 1]
    fitting = [choice for choice in doubt.choices if said and choice.casefold().startswith(said)]
    return fitting[0] if len(fitting) == 1 else None


def _closing(doubt: f.Doubted, choice: str, common: Common, ending: f.Ending) -> Iterator[f.Fact]:
    if choice == doubts.STOP:
        yield f.Closed(**common, ending=ending)
    elif choice in (doubts.WRITE, doubts.LEAVE):
        key, revision, _ = doubt.question.rsplit("/", 2)
        kind = f.DraftWithdrawn if choice == doubts.WRITE else f.DraftDiscarded
        yield kind(**common, key=key, revision=int(revision))


def _sure(reading: Reading, home: ZoneInfo) -> Reading:
    """The reading as the person confirmed it: believed, and at home time where no zone was given."""
    found = tuple(_at_home(interview, home) for interview in reading.interviews)
    return replace(reading, verdict=Verdict.ACT, standing=Standing.UNKNOWN, interviews=found)


def _at_home(found: InterviewFound, home: ZoneInfo) -> InterviewFound:
    if found.zone or found.start is None:
        return replace(found, organizer=None)
    start = found.start.replace(tzinfo=home).astimezone(UTC)
    end = found.end.replace(tzinfo=home).astimezone(UTC) if found.end else None
    return replace(found, start=start, end=end, zone=home.key, organizer=None)
