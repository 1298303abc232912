"""Whether a sender finds people for others: then the employer is a client, and never the sender's own firm."""

from __future__ import annotations

import re
from typing import Final

from agent.core.people import Person
from agent.reading.clauses import unaccented
from agent.reading.mail import Mail
from agent.reading.names import NAMING
from agent.reading.vendors import is_free, registrable, vendor_of

_TEXT: Final = 6_000
_WORDS: Final = tuple(NAMING["company"]["agencies"])
_SAYS: Final = re.compile(
    r"\b(?:staffing|recruitment (?:agency|consultant)|recruiters?\b.{0,20}(?:ltd|limited)|executive search"
    r"|talent partners"
    r"|principal consultant|personalberatung|cabinet de recrutement|we place people)",
    re.IGNORECASE | re.MULTILINE,
)
_CLIENT: Final = re.compile(
    r"\b(?:my|our|the) client(?:'s|s)?\b|\b(?:unser|mein)(?:en|em|es)? (?:kunden?|mandant(?:en)?)\b"
    r"|\b(?:notre|mon|nos) clients?\b|\bopdrachtgever\b|\b(?:mi|nuestro|nuestra) client[ea]\b",
    re.IGNORECASE,
)


def is_agency(mail: Mail, other: Person | None = None) -> bool:
    """Whether the other side of a mail finds people for others: by domain, name, signature, or word of a client."""
    other = other or mail.envelope.sender
    if vendor_of(other.address) or is_free(other.address):
        return False
    place = registrable(other.address).partition(".")[0]
    closing = mail.text[-200:] + mail.signature[:200]
    return names_an_agency(place) or bool(_SAYS.search(closing)) or bool(_CLIENT.search(mail.text[:_TEXT]))


def names_an_agency(name: str) -> bool:
    """Whether a name or a domain is that of an agency."""
    folded = unaccented(name.casefold())
    return any(word in folded for word in _WORDS)
