"""What a header block alone tells: enough to know a message again, and whether its text is worth fetching."""

from __future__ import annotations

import re
from datetime import datetime

from agent.core.findings import Envelope
from agent.core.people import Me
from agent.reading.envelope import Head, envelope_of
from agent.reading.headers import Field, cut, first, moment, safe, unworded
from agent.reading.vendors import vendor_of

_NOBODY = Me()


def glance(header: bytes) -> Envelope:
    """Who wrote, to whom, about what, in which thread. Total: whatever the bytes are, there is an answer."""
    fields, _ = cut(header)
    return envelope_of(header, Head.of(fields), new="", signature="", whole="", me=_NOBODY)


def sent_on(header: bytes) -> datetime | None:
    """The moment the Date field names; None where it names none that is possible."""
    fields, _ = cut(header)
    return moment(first(fields, "date"))


def worth_reading(header: bytes, *, has_calendar: bool) -> bool:
    """Whether the text of a message should be looked at: everything but plain list mail, and that only if nothing
    about it could concern a candidacy. A calendar part, a reply, mail of a vendor, a subject about work: read.
    """
    fields, _ = cut(header)
    if has_calendar or not _is_list(fields) or first(fields, "in-reply-to") or first(fields, "references"):
        return True
    sent_by = (first(fields, name) for name in ("from", "sender", "return-path", "list-id"))
    if any(vendor_of(domain) for field in sent_by for domain in _DOMAIN.findall(field)):
        return True
    return bool(_ABOUT_WORK.search(safe(unworded(first(fields, "subject"))).casefold()))


def _is_list(fields: list[Field]) -> bool:
    """A list says so twice (RFC 2919, RFC 2369, and the Precedence that RFC 3834 knows); one sign alone is doubtful."""
    signs = {name for name in ("list-id", "list-unsubscribe", "list-post") if first(fields, name)}
    bulk = first(fields, "precedence").strip().lower() in {"bulk", "list", "junk"}
    return len(signs) + bulk > 1


_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10}", re.IGNORECASE)
_ABOUT_WORK = re.compile(
    r"interview|appl[iy]|candida|positi|role\b|offer|vacan|hiring|recruit|career|screen|assessment|availab|schedul"
    r"|next step|your |bewerb|gespräch|stelle|termin|entretien|poste\b|candidat|rendez|entrevista|puesto|proceso|cita\b"
    r"|sollicit|gesprek|functie|afspraak|vacature|resche|invit|update|follow|decision|status|thank|dank|merci|gracias"
)
"""Words of a subject that could be about work or an appointment. A hit costs two milliseconds, a miss costs an answer."""
