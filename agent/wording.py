"""A brief → the letter, and who worded it: our templates, the user's own, or the writing helper that the user named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.steps import WriteDraft
from agent.desk import Desk
from agent.errors import NeedsUser, Refused, Unreachable, Unreadable
from agent.writing import letters
from agent.writing.brief import Brief
from agent.writing.letters import Letter
from agent.writing.paper import drafted
from agent.writing.proof import proofed
from agent.writing.slip import slip
from agent.writing.wording import supported

Worded = tuple[Letter, tuple[f.Fact, ...]]


def worded(desk: Desk, candidacy: Candidacy, step: WriteDraft, brief: Brief) -> Worded:
    """The letter, and what is to be noted about its wording.

    A template of the user's own that is broken breaks no letter: ours takes its place, and the user is told. A writing
    helper that fails, is slow or says what it should not costs nothing: the template letter stands; `status` says so.
    An inquiry is written directly after the last look, and nobody is waited for in between.
    """
    try:
        letter = letters.letter(brief, desk.templates)
    except NeedsUser as broken:
        return letters.letter(brief), (_broken(desk, candidacy, step, broken),)
    users_own = f"{supported(brief.language)}/{letters.template(brief)}.j2" in desk.templates
    if desk.prose is None or users_own or brief.purpose is f.Purpose.INQUIRY:
        return letter, ()
    helped, reason = _helped(desk, candidacy, step, brief, letter)
    deed = desk.deed(candidacy.id, step.key)
    return helped, (f.Worded(**deed, key=step.key, revision=step.revision, reason=reason),)


def _helped(desk: Desk, candidacy: Candidacy, step: WriteDraft, brief: Brief, letter: Letter) -> tuple[Letter, str]:
    """The letter in the helper's words; or as it was, and why."""
    if desk.prose is None:
        return letter, ""
    try:
        answer = desk.prose.written(slip(brief))
    except (NeedsUser, Refused, Unreachable, Unreadable) as trouble:
        return letter, str(trouble)
    proof, reason = proofed(answer, letter, brief, _panel(desk, candidacy, step))
    return proof or letter, reason


def _panel(desk: Desk, candidacy: Candidacy, step: WriteDraft) -> Iterator[Letter]:
    """The letters to others of the same interview, as they were drafted last."""
    latest = {
        fact.key: fact.content
        for _, fact in desk.journal.facts(candidacy.id)
        if isinstance(fact, f.DraftBegun) and fact.interview == step.interview and fact.key != step.key
    }
    for content in latest.values():
        with suppress(Unreadable):
            yield drafted(content, "")


def _broken(desk: Desk, candidacy: Candidacy, step: WriteDraft, broken: NeedsUser) -> f.Fact:
    """Under a key of its own: no later revision of the letter waits for it."""
    key = f"{step.key}/template"
    reason = f"{broken}. The letter was written with ours; “afterword check” tries yours."
    return f.StepRefused(**desk.deed(candidacy.id, key), key=key, reason=reason)
