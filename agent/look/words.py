"""The person's commands → facts. A word is taken off the spool only when its facts are stored."""

from __future__ import annotations

from collections.abc import Iterable

from agent.casebook import Casebook
from agent.core import facts as f
from agent.core.answering import answered, choice_of
from agent.core.candidacy import Candidacy
from agent.core.interview import Interview
from agent.core.learned import Common
from agent.core.moments import day_of
from agent.core.own_words import notes_facts
from agent.core.spoken import PERSON, spoken, taken_back
from agent.desk import Desk
from agent.reading.notes import answers
from agent.world.ports import Word


def hear_words(desk: Desk, casebook: Casebook) -> None:
    """Make facts of everything the person said since the last look."""
    for word in desk.words.heard():
        if word.command == "forget" and not _forgotten(desk, casebook, word):
            continue  # it waits until nothing of it lies in Drafts or calendar
        if not desk.journal.was_done(word.id):
            _hear(desk, casebook, word)
        desk.words.done(word)


def _forgotten(desk: Desk, casebook: Casebook, word: Word) -> bool:
    """Erase a candidacy once our drafts and reminders are taken back; until then it is closed, and it is waited."""
    candidacy = casebook[word.arguments["candidacy"]]
    lies = any(r.placed and r.ours for r in candidacy.reminders) or any(letter.ours for letter in candidacy.letters)
    if lies and desk.mailboxes:
        casebook.note([f.Closed(**_common(desk, word), ending=f.Ending.BY_USER)])
        return False
    if lies:
        return False
    casebook.forget(candidacy.id)
    return True


def _hear(desk: Desk, casebook: Casebook, word: Word) -> None:
    try:
        facts = tuple(_meant(desk, casebook, word))
    except (ValueError, KeyError) as error:
        facts = (f.Told(**_common(desk, word), key=f"word/{word.id}", text=f"Not understood: {error}"),)
    casebook.note(facts, words=[word.id])


def _meant(desk: Desk, casebook: Casebook, word: Word) -> Iterable[f.Fact]:
    if word.command == "forget":
        return ()
    common = _common(desk, word)
    candidacy = casebook[common["candidacy"]]
    if word.command == "notes":
        return _notes(desk, candidacy, word, common)
    if word.command == "answer":
        return _answer(desk, casebook, word, common)
    if word.command == "undo":
        return taken_back(desk.journal.facts(candidacy.id), common)
    return spoken(word.command, word.arguments, candidacy, common)


def _common(desk: Desk, word: Word) -> Common:
    source = f.Source(account=PERSON, id=word.id, quote=word.command)
    candidacy = word.arguments.get("candidacy") or f.EVERYWHERE
    return Common(candidacy=candidacy, at=min(word.at, desk.clock.now()), noted=desk.clock.now(), source=source)


def _notes(desk: Desk, candidacy: Candidacy, word: Word, common: Common) -> Iterable[f.Fact]:
    interview = latest_held(candidacy, common)
    if interview is None:
        raise ValueError("no interview of this candidacy has taken place yet")
    written = day_of(common["at"], desk.rules)
    return notes_facts(common, interview, answers(word.arguments, written, desk.me))


def latest_held(candidacy: Candidacy, common: Common) -> Interview | None:
    """The last interview that has begun."""
    begun = [i for i in candidacy.interviews if i.start <= common["at"] and not i.cancelled]
    return max(begun, key=lambda i: i.start, default=None)


def _answer(desk: Desk, casebook: Casebook, word: Word, common: Common) -> Iterable[f.Fact]:
    for candidacy in (*casebook, casebook.household):
        for question in candidacy.open_questions:
            if question.doubt.question == word.arguments["question"]:
                doubt = question.doubt
                choice = choice_of(doubt, word.arguments["text"])
                if choice is None:
                    raise ValueError(f"the choices are: {', '.join(doubt.choices)}")
                target = casebook[choice] if choice in doubt.among else candidacy
                common["candidacy"] = candidacy.id
                return answered(doubt, choice, target, desk.rules.home, common)
    raise ValueError("no such question is open")
