"""What the user's own mail means: thanks, an inquiry, a withdrawal, an acceptance, the notes form sent back, or else.

Where a letter does two things the weightier one counts: a withdrawal, then an acceptance. Thanks and a question together
are thanks when they follow the interview, and an inquiry when they only repeat them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.core.findings import Evidence, Kind, Where
from agent.core.notes import Notes
from agent.reading import notes as form
from agent.reading.about import About, is_reply
from agent.reading.clauses import Clause
from agent.reading.letter import Letter
from agent.reading.lexicon import Hit, Of

_NOTES = re.compile(r"\b(?:notes|notizen|notas|aantekeningen|notities)\b", re.IGNORECASE)
_QUESTIONS = re.compile(r"^[>\s]{0,20}[1-8][.)]\s.{3,120}\?", re.MULTILINE)
_A_FORM = 2
_INTERVIEW = re.compile(r"\b(?:interview|vorstellungsgespräch|gespräch|entretien|entrevista|gesprek)", re.IGNORECASE)
_AGAIN = re.compile(r"\b(?:again|once more|since then|nochmals|noch einmal|encore|de nuevo|nogmaals)\b")


@dataclass(frozen=True, slots=True)
class Own:
    """The user's own mail: its kind, the words that decided, and the notes if it brings any."""

    kind: Kind
    evidence: tuple[Evidence, ...] = ()
    notes: Notes | None = None


def notes_reply(letter: Letter) -> Own | None:
    """The notes form sent back: from the user to the user alone, answering a mail that was the form."""
    mail, me = letter.mail, letter.me
    to = mail.envelope.to
    if not to or not all(me.has(person.address) for person in to) or not is_reply(mail):
        return None
    asked = len(_QUESTIONS.findall(mail.body)) >= _A_FORM
    if not (
        asked
        or _NOTES.search(mail.envelope.subject)
        or _INTERVIEW.search(f"{mail.envelope.subject} {mail.quotation[:600]}")
    ):
        return None
    quote = Evidence(
        of="kind", where=Where.SUBJECT, quote=mail.envelope.subject[:300], rule="the notes form, sent back"
    )
    return Own(Kind.NOTES_REPLY, (quote,), form.answers(mail.body, letter.day, me) if letter.day else None)


def own_kind(letter: Letter) -> Own:
    """What a letter of the user's means to the candidacy; `own_other` for everything that means nothing to it."""
    mail, told = letter.mail, letter.body
    hits = letter.words.said(told, Of.OWN)
    accepts = tuple(
        hit for hit in _sure(hits, "own_acceptance") if not _ASKS.search(hit.match.clause.words + _end(hit))
    )
    if letter.topic.about is About.ELSEWHERE or (mail.forwarded and not accepts):
        return Own(Kind.OWN_OTHER)
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
    if thanks:
        return Own(Kind.OWN_THANK_YOU, _because(thanks))
    return Own(Kind.OWN_OTHER)


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
