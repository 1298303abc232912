"""Which candidacy does this reading belong to? One, none, or "ask": a tie is never guessed.

The strongest evidence decides alone, in this order: the event's UID, the thread, our own draft, the time, the people,
the company. Where it fits several, the role, the company and being open narrow it down; what is left over is a tie.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agent.core.candidacy import Candidacy
from agent.core.findings import InterviewFound, Reading
from agent.core.interview import Interview
from agent.core.likeness import draft_of
from agent.core.people import Part

SAME_TIME = 10 * 60
"""Seconds by which two announcements of one interview may differ (field guide 1.5)."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a reading belongs: `one` of the candidacies, nowhere (`those` empty), or a tie; `by` names the evidence."""

    those: tuple[str, ...] = ()
    by: str = ""

    @property
    def one(self) -> str | None:
        """The only candidacy that fits, if there is exactly one."""
        return self.those[0] if len(self.those) == 1 else None

    @property
    def tied(self) -> bool:
        """Whether several fit equally well."""
        return len(self.those) > 1


def match(reading: Reading, candidacies: Iterable[Candidacy]) -> Match:
    """The candidacy that a reading belongs to, by the strongest evidence there is."""
    known = tuple(candidacies)
    for by, fits in _EVIDENCE:
        found = tuple(c for c in known if fits(reading, c))
        if by in _WEAK:
            found = tuple(c for c in found if not _contradicts(reading, c))
        if found:
            return Match(tuple(sorted(c.id for c in _narrowed(reading, found))), by)
    return Match()


def same_interview(candidacy: Candidacy, found: InterviewFound) -> Interview | None:
    """The interview of this candidacy that a finding speaks of: by UID, else by its time."""
    for interview in candidacy.interviews:
        if found.uid in interview.uids:
            return interview
    if found.start is None or found.zone is None:
        return None
    for interview in candidacy.interviews:
        if abs((interview.start - found.start).total_seconds()) <= SAME_TIME and not interview.cancelled:
            return interview
    return None


def _by_uid(reading: Reading, candidacy: Candidacy) -> bool:
    uids = {found.uid for found in reading.interviews}
    return any(not uids.isdisjoint(interview.uids) for interview in candidacy.interviews)


def _by_thread(reading: Reading, candidacy: Candidacy) -> bool:
    ids = {*reading.envelope.references, reading.envelope.message_id, *filter(None, [reading.about])}
    return not ids.isdisjoint(candidacy.thread)


def _by_draft(reading: Reading, candidacy: Candidacy) -> bool:
    """A mail that the user sent and that was a draft of ours, whatever its words are taken for."""
    return reading.from_user and draft_of(candidacy, reading.envelope) is not None


def _by_people(reading: Reading, candidacy: Candidacy) -> bool:
    known = {p.address.casefold() for p in candidacy.everyone if p.address and p.part is not Part.USER}
    if reading.from_user:
        met = reading.envelope.to
    else:
        met = tuple(p for p in (reading.envelope.sender, *reading.people) if p.part is not Part.USER)
    failed = {reading.failed.casefold()} if reading.failed else set()
    return not known.isdisjoint(failed | {p.address.casefold() for p in met if p.address})


def _by_company(reading: Reading, candidacy: Candidacy) -> bool:
    mine, theirs = _words(candidacy.company), _words(_company(reading))
    return bool(mine) and mine == theirs


def _by_time(reading: Reading, candidacy: Candidacy) -> bool:
    """The same interview announced twice, by systems that share no id: same time and a person or company in common."""
    return any(
        same_interview(candidacy, found) and (_by_people(reading, candidacy) or _by_company(reading, candidacy))
        for found in reading.interviews
    )


_EVIDENCE: tuple[tuple[str, Callable[[Reading, Candidacy], bool]], ...] = (
    ("uid", _by_uid),
    ("thread", _by_thread),
    ("draft", _by_draft),
    ("time", _by_time),
    ("people", _by_people),
    ("company", _by_company),
)
_WEAK = frozenset({"people", "company"})


def _contradicts(reading: Reading, candidacy: Candidacy) -> bool:
    """Another company, or another role: a no for one role must not close the other (field guide 2.1)."""
    role, mine = _words(_role(reading)), _words(candidacy.role)
    return role & mine not in (role, mine) or not _can_be_one(_company(reading), candidacy.company)


def _can_be_one(name: str | None, known: str | None) -> bool:
    """Whether two names can be one company's: a word in common, or one read from an address ("Marrowpine")."""
    mine, theirs = _words(name), _words(known)
    return not mine or not theirs or not mine.isdisjoint(theirs) or _run_together(name) == _run_together(known)


def _run_together(name: str | None) -> str:
    return "".join(_spelt(name))


def _narrowed(reading: Reading, found: tuple[Candidacy, ...]) -> tuple[Candidacy, ...]:
    for keep in (_same_role, _by_company, _same_exact_role, _is_open):
        kept = tuple(c for c in found if keep(reading, c))
        found = kept or found
        if len(found) == 1:
            break
    return found


def _same_role(reading: Reading, candidacy: Candidacy) -> bool:
    """The same, or one of the two a part of the other ("Engineer", "Backend Engineer")."""
    role, mine = _words(_role(reading)), _words(candidacy.role)
    return bool(role & mine) and role & mine in (role, mine)


def _same_exact_role(reading: Reading, candidacy: Candidacy) -> bool:
    return bool(candidacy.role) and _words(_role(reading)) == _words(candidacy.role)


def _is_open(_reading: Reading, candidacy: Candidacy) -> bool:
    return candidacy.ending is None


def _company(reading: Reading) -> str | None:
    return reading.company or next((found.company for found in reading.interviews if found.company), None)


def _role(reading: Reading) -> str | None:
    return reading.role or next((found.role for found in reading.interviews if found.role), None)


_LEGAL_FORMS = frozenset(
    {"inc", "llc", "ltd", "limited", "gmbh", "ag", "se", "sa", "sas", "bv", "nv", "plc", "co", "corp", "kg"}
)
_WORD = re.compile(r"\w+")


def _words(name: str | None) -> frozenset[str]:
    return frozenset(_spelt(name)) - _LEGAL_FORMS


def _spelt(name: str | None) -> list[str]:
    return _WORD.findall((name or "").casefold())
