"""What the user's own mail means: thanks, an inquiry, a withdrawal, an acceptance, the notes form sent back, or else.

Where a letter does two things the weightier one counts: a withdrawal, then an acceptance. Thanks and a question together
are thanks when they follow the interview, and an inquiry when they only repeat them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from agent.core.findings import Evidence, Kind, Where
from agent.core.notes import Notes
from agent.reading import notes as form
from agent.reading.about import About, is_reply
from agent.reading.clauses import Clause
from agent.reading.letter import Letter
from agent.reading.lexicon import Hit, Of
from agent.reading.model import OWN_MAIL, features, opinion
from agent.reading.second import evidence_of, nothing_said

_NOTES = re.compile(
    r"\b(?:notes|notizen|notas|aantekeningen|notities|interview|vorstellungsgespräch|gespräch|bewerbung|entretien"
    r"|entrevista|gesprek|sollicitatie|hiring|recruiter|employer|panel|thank-you|decision|decide|follow[- ]up)",
    re.IGNORECASE,
)
"""What a form about an interview speaks of, in its subject or its questions."""
_HOW_WAS_IT = re.compile(
    r"how (?:was|were|did|has)\b|went (?:well|badly)|take place|tell me|in your own words|when you(?:'ll| will) hear"
    r"|wie (?:war|lief|ist es)|lief (?:gut|schlecht)|stattgefunden|comment (?:s.est|ça|était)|bien passé|a eu lieu"
    r"|(?:qué|que) tal|cómo (?:fue|te fue|le fue|ha ido)|fue bien|hoe (?:was|ging|verliep|is het)|ging goed|doorgegaan",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?(?:\s|$)")
_SEVERAL = 3
"""Questions in what a mail to oneself quotes that make it a form, whatever they are about."""
_AGAIN = re.compile(r"\b(?:again|once more|since then|nochmals|noch einmal|encore|de nuevo|nogmaals)\b")


@dataclass(frozen=True, slots=True)
class Own:
    """The user's own mail: its kind, the words that decided, and the notes if it brings any."""

    kind: Kind
    evidence: tuple[Evidence, ...] = ()
    notes: Notes | None = None
    sure: bool = True


def notes_reply(letter: Letter) -> Own | None:
    """The notes form sent back: from the user to the user alone, answering a mail that asked how an interview was.

    The wording of the form is not relied on: another version of the program, or another language, asked it otherwise.
    """
    mail, me = letter.mail, letter.me
    to = mail.envelope.to
    if not to or not all(me.has(person.address) for person in to) or not is_reply(mail):
        return None
    said = f"{mail.envelope.subject}\n{mail.quotation[:_ASKED_WITHIN] or mail.body[:_ASKED_WITHIN]}"
    sign = _NOTES.search(said) or _HOW_WAS_IT.search(said)
    if not sign and len(_QUESTION.findall(mail.body[:_ASKED_WITHIN])) < _SEVERAL:
        return None
    quote = mail.envelope.subject[:300]
    found = Evidence(of="kind", where=Where.SUBJECT, quote=quote, rule="a form about an interview, sent back")
    return Own(Kind.NOTES_REPLY, (found,), form.answers(mail.body, letter.day, me) if letter.day else None)


_ASKED_WITHIN = 4_000
"""Characters of a form that are looked at."""


def own_kind(letter: Letter) -> Own:
    """What a letter of the user's means to the candidacy; `own_other` for everything that means nothing to it.

    As with others' mail two opinions are weighed: what only the model holds likely is asked, not acted on.
    """
    first = _by_rules(letter)
    to = letter.mail.envelope.to
    to_oneself = bool(to) and all(letter.me.has(person.address) for person in to)
    if to_oneself or (letter.mail.forwarded and first.kind is not Kind.OWN_ACCEPTANCE):
        return Own(Kind.OWN_OTHER, (nothing_said(letter),))
    view = opinion(features(letter.subject, letter.body, (), letter.language), OWN_MAIL)
    elsewhere = letter.topic.about is About.ELSEWHERE
    odds = {
        kind: math.log(share + _NEVER) + _FOUND * (kind is first.kind and kind is not Kind.OWN_OTHER)
        for kind, share in view.ranked
    }
    best = max(odds, key=lambda kind: odds[kind])
    if elsewhere and (best is not first.kind or view.of(Kind.OWN_OTHER) > _SELDOM):
        return Own(Kind.OWN_OTHER, (nothing_said(letter),))
    if best is first.kind:
        return Own(
            best,
            first.evidence or (evidence_of(view, letter.body),),
            sure=view.of(best) >= (_SELDOM if best in _FINAL else _TRACE),
        )
    return Own(best, (evidence_of(view, letter.body), *first.evidence), sure=False)


_NEVER = 1e-4
_FOUND = 1.2
"""What the rules' word adds to a kind (log odds)."""
_SELDOM, _TRACE = 0.3, 0.1
_FINAL = frozenset({Kind.OWN_WITHDRAWAL, Kind.OWN_ACCEPTANCE})


def _by_rules(letter: Letter) -> Own:
    mail, told = letter.mail, letter.body
    hits = letter.words.said(told, Of.OWN)
    accepts = tuple(
        hit for hit in _sure(hits, "own_acceptance") if not _ASKS.search(hit.match.clause.words + _end(hit))
    )
    if found := _sure(hits, "own_withdrawal"):
        return Own(Kind.OWN_WITHDRAWAL, _because(found))
    if accepts and not _LOOKS_FORWARD.search(mail.text):
        return Own(Kind.OWN_ACCEPTANCE, _because(accepts))
    thanks = _sure(hits, "own_thank_you")
    titled = _sure(letter.words.said(letter.subject, Of.OWN), "own_inquiry")
    asked = _sure(hits, "own_inquiry") or titled
    said = tuple(hit for hit in thanks if _THANKS.search(hit.match.clause.words))
    if asked and (titled or not said or _only_again(said) or not _opens(said, told)):
        return Own(Kind.OWN_INQUIRY, _because(asked))
    return Own(Kind.OWN_THANK_YOU, _because(thanks)) if thanks else Own(Kind.OWN_OTHER)


_ASKS = re.compile(r" (?:if|should i|before|unless|would|could|may i|falls|wenn|si|als|indien|mits)(?: |$)|\?$")
_LOOKS_FORWARD = re.compile(
    r"look(?:ing)? forward to (?:the|our|your|this|that|speaking|meeting|talking)[^.]{0,20}(?:interview|conversation|call|chat|meeting|with you)"
    r"|(?:time|slot|monday|tuesday|wednesday|thursday|friday)[^.\n]{0,40} works\b",
    re.IGNORECASE,
)
"""Who looks forward to the interview accepts its time, not a job."""
_THANKS = re.compile(
    r" (?:thank|thanks|thankful|grateful|appreciat\w+|good of you|kind of you|dank|danke|bedanke\w*|merci|remerci\w*|gracias|agradec\w*|dank\w*|bedankt|fijn dat) ?"
)


def _end(hit: Hit) -> str:
    return "?" if hit.match.clause.asks else ""


def _only_again(thanks: tuple[Hit, ...]) -> bool:
    """Whether all thanks only repeat earlier ones."""
    return all(_AGAIN.search(hit.match.clause.words) for hit in thanks)


def _opens(thanks: tuple[Hit, ...], told: tuple[Clause, ...]) -> bool:
    """Whether the letter begins with its thanks: within the first two sentences behind the greeting."""
    opening = {clause.spans[0] for clause in told[:3] if clause.spans}
    return any(hit.match.clause.spans[0] in opening for hit in thanks)


def _sure(hits: tuple[Hit, ...], topic: str) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if hit.topic == topic and hit.sure)


def _because(hits: tuple[Hit, ...]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(of="kind", where=Where.BODY, quote=hit.match.quote[:300], rule=f"{hit.topic}: {hit.rule}")
        for hit in hits[:3]
    )
