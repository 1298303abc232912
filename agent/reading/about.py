"""Whether a mail is about a candidacy of the user's, or about a flat, a visa, a podcast, a pull request.

The same words are said about all of them, so the topic is weighed first: words of hiring against words of other
appointments and other selections, the sender's trade, and what the mail answers to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agent.core.people import Me
from agent.reading.clauses import clauses, unaccented
from agent.reading.lexicon import Hit, Of, lexicon
from agent.reading.machine import Automaton, Machine
from agent.reading.mail import Mail
from agent.reading.vendors import Trade, vendor_of

_QUOTED: Final = 2_500
"""Characters of a quotation that are looked at for what the mail is about."""
_HIRING: Final = frozenset({Trade.ATS, Trade.ASSESSMENT, Trade.SIGNING})
_OF_A_VENDOR: Final = 6
_A_LIST_ABOUT_A_JOB: Final = 8
_SURE: Final = 3
"""What a word weighs that only hiring, or only something else, says; others weigh one."""


class About(StrEnum):
    """What a mail is about."""

    CANDIDACY = "candidacy"
    PERHAPS = "perhaps"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a mail is about, and how much speaks for hiring and for something else."""

    about: About
    hiring: int = 0
    elsewhere: int = 0


def topic_of(mail: Mail, me: Me, machine: Machine | None, hits: tuple[Hit, ...], subject: tuple[Hit, ...]) -> Topic:
    """What a mail is about. `hits` are those of the text, `subject` those of the subject."""
    vendor = vendor_of(mail.envelope.sender.address)
    hiring = _weight((*_outside(hits), *_outside(subject)), "job")
    other = _weight((*hits, *subject), "elsewhere")
    if vendor is not None and vendor.trade in _HIRING:
        hiring += _OF_A_VENDOR
    if not hiring and not other:
        hiring = min(_SURE, _weight(_quoted(mail), "job"))
    if vendor is None and _is_for_many(mail, me, machine):
        return Topic(About.PERHAPS if hiring >= _A_LIST_ABOUT_A_JOB > other else About.ELSEWHERE, hiring, other)
    if (other >= _SURE and other * 2 > hiring) or other > hiring + 1:
        return Topic(About.ELSEWHERE, hiring, other)
    return Topic(About.CANDIDACY if hiring else About.PERHAPS, hiring, other)


def plainly_elsewhere(mail: Mail, me: Me, machine: Machine | None) -> bool:
    """Whether a look suffices: mail for many, from no vendor, without one word of hiring in any language."""
    if vendor_of(mail.envelope.sender.address) is not None or not _is_for_many(mail, me, machine):
        return False
    return not any(_OF_HIRING.search(said) for said in (mail.envelope.subject, mail.text, mail.quotation[:_QUOTED]))


_OF_HIRING: Final = re.compile(
    r"interview|candida|applica|applied|applying|hiring|hire|recruit|vacanc|resume|employ|career|job|position|role"
    r"|offer|bewerb|gespräch|stelle|entretien|poste|emploi|entrevista|puesto|empleo|sollicit|gesprek|vacature|functie",
    re.IGNORECASE,
)


def _is_for_many(mail: Mail, me: Me, machine: Machine | None) -> bool:
    """A list's mail that does not greet the user, or mail that is addressed to others altogether."""
    if addressed(mail, me):
        listed = machine is not None and machine.kind is Automaton.LIST
        return listed and not is_reply(mail) and not greets(mail)
    return True


def addressed(mail: Mail, me: Me) -> bool:
    """Whether the user is among those it is addressed to; nobody is known to be where the user is not known."""
    return (
        not me.addresses
        or any(me.has(person.address) for person in mail.envelope.to)
        or me.has(mail.envelope.sender.address)
    )


def greets(mail: Mail) -> bool:
    """Whether the mail begins with the name of whoever it is addressed to."""
    opening = unaccented(mail.text[:80].casefold())
    names = (unaccented(person.name.casefold()).split() for person in mail.envelope.to if person.name)
    return any(word in opening for words in names for word in words if len(word) > 2)


def is_reply(mail: Mail) -> bool:
    """Whether a mail answers one: by its thread, or at least by its subject."""
    return bool(mail.envelope.references) or mail.envelope.subject.lower().startswith(_REPLIES)


_REPLIES: Final = ("re:", "aw:", "antw:", "sv:", "re :", "rif:", "ref:")


def _weight(hits: tuple[Hit, ...], topic: str) -> int:
    """What the different words of a topic weigh together."""
    found = {hit.rule: hit.sure for hit in hits if hit.topic == topic}
    return sum(_SURE if sure else 1 for sure in found.values())


def _outside(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits that lie in no phrase about something else: the interview in `exit interview` is none."""
    phrases = [hit.match for hit in hits if hit.topic == "elsewhere"]
    return tuple(
        hit
        for hit in hits
        if not any(
            p.clause is hit.match.clause and p.first <= hit.match.first and hit.match.last <= p.last for p in phrases
        )
    )


def _quoted(mail: Mail) -> tuple[Hit, ...]:
    return lexicon(mail.envelope.language).said(clauses(mail.quotation[:_QUOTED]), Of.ABOUT)
