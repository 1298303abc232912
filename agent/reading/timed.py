"""Interviews whose time only the words of a mail tell: new, moved, or called off."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agent.core.findings import Evidence, InterviewFound, Kind
from agent.reading.about import is_reply
from agent.reading.intent import ENDS, Meaning
from agent.reading.letter import Letter
from agent.reading.model import Opinion
from agent.reading.prose import Told, told_in

_SHORT = 60
"""Words of a covering note above a letter that is passed on."""
_SELDOM, _BELIEVED = 0.3, 0.75
"""How likely the model may hold it that a mail is about nothing, and must hold a kind of which words say little."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a mail was found to mean, before people and verdict are added. `words` is what its calendar objects say."""

    kind: Kind
    also: tuple[Kind, ...] = ()
    interviews: tuple[InterviewFound, ...] = ()
    sure: bool = True
    doubt: str = ""
    evidence: tuple[Evidence, ...] = ()


def times(letter: Letter) -> Told:
    """The times that the words name, of the mail itself or of what it passes on with a word or two."""
    sent, written = letter.mail.envelope.date, letter.written
    if sent is None or written is None:
        return Told()
    moved = letter.votes.has("interview_moved") or letter.votes.titled("interview_moved")
    text = f"{letter.mail.envelope.subject}\n\n{letter.mail.text}"
    told = told_in(text, written, sent, letter.me, letter.language, moved=moved)
    if told.interviews or not letter.mail.forwarded or letter.count > _SHORT:
        return told
    return told_in(_without_heads(letter.mail.forwarded), written, sent, letter.me, letter.language, moved=moved)


def _without_heads(forwarded: str) -> str:
    """A forwarded text without its header blocks: the time it was sent is no interview."""
    return re.sub(
        r"^(?:From|Sent|Date|To|Cc|Subject|Von|Gesendet|An|Betreff|De|Envoyé|À|Objet|Enviado|Para|Asunto|Van|Verzonden|Aan|Onderwerp)\s?:.*$",
        "",
        forwarded,
        flags=re.MULTILINE | re.IGNORECASE,
    )


_NOT_BESIDE = frozenset({*ENDS, Kind.RECRUITER_OUTREACH})
_MEETING = re.compile(
    r"interview|\bcall\b|\bmeet|speak|conversation|\bchat|screen|zoom|\bvisit|\btalk|come in|come by|on-?site|superday|panel|you are booked|you're booked"
    r"|gespräch|kennenlern|treffen|hospit|probe|entretien|rencontr|échang|entrevista|reunión|charla|gesprek|kennismak|afspraak",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(
    r"interview|screen\b|vorstellungsgespräch|gespräch|kennenlern|entretien|entrevista|gesprek|kennismak", re.IGNORECASE
)
_ALONE = re.compile(
    r"\bno call\b|on your own|one-way|record(?:ed)? (?:your|the|a)|at your convenience|at any time", re.IGNORECASE
)
_TEST = re.compile(r"\b(?:test|assessment|exercise|challenge)\b", re.IGNORECASE)


def invites(told: Told, words: Meaning, letter: Letter) -> bool:
    """Whether the times are an interview's: the words speak of meeting, and of nothing that outweighs it."""
    if not told.interviews or words.silent or words.kind in _NOT_BESIDE:
        return False
    if words.kind in {Kind.INTERVIEW_INVITE, Kind.INTERVIEW_MOVED} and letter.topic.hiring >= letter.topic.elsewhere:
        return True
    said = f"{letter.mail.envelope.subject}\n{letter.mail.text}\n{letter.mail.forwarded}"
    if words.kind is Kind.ASSESSMENT:
        tested = any(_TEST.search(evidence.quote) for evidence in told.evidence)
        return not tested and bool(_INTERVIEW.search(said)) and not _ALONE.search(said)
    if words.kind in {Kind.INFO_REQUEST, Kind.DECIDING, Kind.APPLICATION_RECEIVED}:
        return bool(_INTERVIEW.search(said))
    if letter.topic.hiring < _ENOUGH_OF_HIRING and not is_reply(letter.mail):
        return bool(_INTERVIEW.search(said))
    return bool(_MEETING.search(said))


_ENOUGH_OF_HIRING = 3
_ACTS_ON = 4
"""What words of hiring must weigh before a time in mere words is acted on: "interview" alone is said of podcasts, too."""
_NEW = re.compile(
    r"would like to reschedule|reschedul|instead|new (?:time|date)|ersatztermin|stattdessen|neuer termin|plutôt|nouvelle date|nueva fecha|nieuwe datum",
    re.IGNORECASE,
)


def told_of(told: Told, words: Meaning, letter: Letter, view: Opinion) -> Found:
    """An interview whose time only the words tell: new, moved, or called off."""
    kind = Kind.INTERVIEW_INVITE
    if words.kind is Kind.INTERVIEW_MOVED:
        kind = Kind.INTERVIEW_MOVED
    elif words.kind is Kind.INTERVIEW_CANCELLED:
        if not _NEW.search(letter.mail.text):
            return Found(words.kind, sure=words.sure, evidence=words.evidence)
        kind = Kind.INTERVIEW_MOVED
    unknown = any(one.zone is None for one in told.interviews)
    doubt = told.doubt or ("the time zone is not known" if unknown else "")
    plain = letter.topic.hiring >= _ACTS_ON or is_reply(letter.mail) or letter.by_a_hiring_system
    enough = (plain and view.of(Kind.OTHER) < _SELDOM) or (view.of(kind) >= _BELIEVED and letter.topic.hiring > 0)
    evidence = (*words.evidence, *(replace(one, of="kind") for one in told.evidence[:1]), *told.evidence)
    return Found(
        kind, interviews=told.interviews, sure=enough and view.of(kind) >= _SELDOM / 2, doubt=doubt, evidence=evidence
    )
