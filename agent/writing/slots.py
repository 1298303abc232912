"""What a brief has to say: the values that a template puts into its sentences (`templates/README.md`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from agent.core.findings import Format
from agent.core.notes import Notes
from agent.writing import clean
from agent.writing.brief import Brief
from agent.writing.parts import Answer, Bond, Listener, Need, Strength
from agent.writing.prose import answer, bond, need, strength, well
from agent.writing.taboo import straight
from agent.writing.wording import choice, listed, position, spelled, words

_MOST_NAMES = 6
_ROUNDS = {2: "second", 3: "third", "final": "final"}
_TURNS = 3
"""Orders in which a letter can say its things; three members of a panel get three."""
_TELLING = 4
"""Letters from which on a word that a need and a strength share makes the strength fit the need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The names that a template may use; what is not known is an empty string."""

    day: str
    role: str
    at: str
    conversation: str
    interview: str
    names: str
    promised: str
    again: bool
    late: bool
    agency: bool
    elsewhere: bool
    ordinal: int
    turn: int
    need: Need = field(default_factory=Need)
    bond: Bond = field(default_factory=Bond)
    answer: Answer = field(default_factory=Answer)
    strength: Strength = field(default_factory=Strength)
    well: str = ""

    def values(self, room: int) -> dict[str, object]:
        """Everything as the template sees it, with the room that there is: none leaves the need without a strength."""
        known = asdict(self)
        parts = [known.pop(name) for name in ("need", "bond", "answer", "strength")]
        if room == 0 and (self.need.wanted or self.need.matter):
            parts[-1] = asdict(Strength())
        return {**known, **{name: text for part in parts for name, text in part.items()}, "room": room}


def slots(brief: Brief) -> Slots:
    """All that the brief and its notes give."""
    notes, listener = brief.notes or Notes(), listener_of(brief)
    wants, tie = need(notes.needs, listener), _tie(brief, notes, listener)
    improved = Answer() if brief.screening else answer(notes.improve, listener)
    return replace(
        _known(brief),
        need=wants,
        bond=tie,
        answer=improved,
        strength=_strength(brief, f"{wants.wanted} {wants.matter}"),
        well="" if tie.topic or tie.shared else well(notes.well, listener),
    )


def listener_of(brief: Brief) -> Listener:
    """To whom the notes are repeated, and whose names must not be among them."""
    return Listener(language=brief.language, others=brief.others, whole=_whole(brief.notes or Notes()))


def fewer(filled: Slots) -> Iterator[Slots]:
    """The same with fewer and fewer notes: all of them first, none last."""
    yield filled
    yield (filled := replace(filled, well=""))
    yield (filled := replace(filled, answer=Answer()))
    yield (filled := replace(filled, bond=Bond()))
    yield (filled := replace(filled, need=Need()))
    yield replace(filled, strength=Strength())


def seed(brief: Brief) -> str:
    """What picks the wording: shared by a panel, whose members are kept apart by their place in it."""
    shared = f"{brief.company}|{brief.role}|{brief.start.isoformat()}"
    return shared if len(brief.panel) > 1 else f"{shared}|{brief.key}"


def american(brief: Brief) -> bool:
    """Whether a date is written with the month first: in English, in the Americas."""
    return brief.zone.startswith(("America/", "US/", "Pacific/Honolulu"))


def _known(brief: Brief) -> Slots:
    language, america = brief.language, american(brief)
    known = words(language)
    employer = clean.company(brief.company)
    held = brief.format.value if brief.format not in {None, Format.ASYNC} and brief.format else "other"
    return Slots(
        day=spelled(brief.day, language, america=america),
        role=position(clean.role(brief.role), language),
        at=known.texts["at"].format(employer) if employer else "",
        conversation=known.tables["conversation"][held],
        interview=known.tables["interview"][interview_round(brief)],
        names=_names(brief),
        promised=spelled(brief.promised, language, america=america) if brief.promised else "",
        again=brief.thanked,
        late=brief.late,
        agency=brief.agency or brief.recipient.part.value == "agency",
        elsewhere=brief.elsewhere,
        ordinal=brief.ordinal or 0,
        turn=brief.place % _TURNS,
    )


def interview_round(brief: Brief) -> str:
    """The name of the round in `words.toml`."""
    if brief.round in _ROUNDS:
        return _ROUNDS[brief.round]
    return (
        "later"
        if isinstance(brief.round, int) and brief.round > max(k for k in _ROUNDS if isinstance(k, int))
        else "first"
    )


def _names(brief: Brief) -> str:
    """Whom the recipient of a relayed letter is asked to thank."""
    met = [clean.name(person.name) for person in brief.panel if not person.is_the_same_as(brief.recipient)]
    known = tuple(name for name in met if name)
    whole = known and len(known) == len(met) and len(known) <= _MOST_NAMES
    return listed(known, brief.language) if whole else words(brief.language).texts["everyone"]


def _tie(brief: Brief, notes: Notes, listener: Listener) -> Bond:
    """What connects with the recipient; for a relayed letter what was said of all of them."""
    shared = (
        next((c.text for c in notes.connections if not c.person), "")
        if brief.relayed
        else notes.shared_with(brief.recipient)
    )
    found = bond(shared, listener)
    return Bond(topic=found.topic, about=found.about) if brief.relayed else found


def _strength(brief: Brief, needed: str) -> Strength:
    """The strength that shares most words with what they need; else another one for each member of the panel."""
    mine = Listener(language=brief.language, others=brief.others, whole="\n".join(brief.persona.strengths))
    found = [strength(text, mine) for text in (*brief.persona.strengths, *brief.persona.facts)]
    usable = [s for s in found if s.phrase or s.sentence]
    if brief.place >= len(usable):
        return Strength()  # the same need and the same strength once more would be the same letter
    common = [len(_telling(needed) & _telling(s.phrase + s.sentence)) for s in usable]
    first = common.index(max(common)) if max(common) else choice(seed(brief), "strength", 0, len(usable))
    return usable[(first + brief.place) % len(usable)]


def _telling(text: str) -> set[str]:
    return {word.strip(".,")[:6] for word in straight(text).split() if len(word) >= _TELLING}


def _whole(notes: Notes) -> str:
    shared = (connection.text for connection in notes.connections)
    return "\n".join((notes.well, notes.badly, notes.needs, notes.improve, notes.decision, *shared))
