"""Who really sent it, and whether to believe them: the signs of false recruiters, and what each of them forces.

Signs are for the eye of the user; only `FORCES` says what the service does about them. Sources: the advice of job
boards and consumer protection offices on fake recruiters, RFC 8601 (authentication), RFC 6047 section 3 (organisers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from agent.core import findings
from agent.core.findings import InterviewFound, Method
from agent.core.people import Me
from agent.reading.addresses import domain_of, local_of
from agent.reading.authentication import failure, standing
from agent.reading.lookalike import named_domains, poses_as
from agent.reading.mail import Mail
from agent.reading.scam import charges, office, signs_in
from agent.reading.vendors import hears, is_free, registrable, same_house, vendor_of

__all__ = ["FORCES", "Force", "forced", "signs", "standing"]


class Force(StrEnum):
    """What a sign makes the service do, weightiest first."""

    STOP = "stop"
    ASK = "ask"
    WARN = "warn"


FORCES: dict[str, Force] = {
    # They are after money or papers: nothing is ever written to them, and the user is told at once.
    "asks_for_money": Force.STOP,
    "asks_for_identity": Force.STOP,
    "calendar_spam": Force.STOP,
    # They may not be who they say: nothing is written or applied until the user has confirmed it.
    "authentication_failed": Force.ASK,
    "organizer_mismatch": Force.ASK,
    "lookalike_domain": Force.ASK,
    "reply_to_elsewhere": Force.ASK,
    "freemail_for_company": Force.ASK,
    "chat_only": Force.ASK,
    "offer_without_interview": Force.ASK,
    # Shown beside what was read, no more.
    "pressure": Force.WARN,
    "hidden_text": Force.WARN,
}


def forced(warnings: Iterable[findings.Warning]) -> Force | None:
    """The weightiest thing that some warnings force, or None without any."""
    found = {FORCES[warning.sign] for warning in warnings if warning.sign in FORCES}
    return next((force for force in Force if force in found), None)


def signs(
    mail: Mail, me: Me, *, interviews: tuple[InterviewFound, ...] = (), known: frozenset[str] = frozenset()
) -> tuple[findings.Warning, ...]:
    """The signs in a mail, each once, with the words that show it; none in the user's own mail.

    `interviews` are what its calendar parts say, `known` the domains that this employer used before.
    """
    if me.has(mail.envelope.sender.address):
        return ()
    found = dict(_all(mail, me, interviews, known))
    return tuple(findings.Warning(sign=sign, quote=" ".join(quote.split())[:300]) for sign, quote in found.items())


def _all(
    mail: Mail, me: Me, interviews: tuple[InterviewFound, ...], known: frozenset[str]
) -> Iterator[tuple[str, str]]:
    own = {registrable(address) for address in me.addresses}
    organizers = (registrable(interview.organizer) for interview in interviews if interview.organizer)
    named = tuple(name for name in _named(mail) if name not in own)
    checks = (
        ("freemail_for_company", _freemail_for_company(mail, named)),
        ("reply_to_elsewhere", _reply_to_elsewhere(mail, me)),
        ("authentication_failed", failure(mail, me)),
        ("lookalike_domain", _lookalike(mail, (*named, *organizers, *sorted(known)))),
        ("organizer_mismatch", _organizer_mismatch(mail, me, interviews)),
        ("calendar_spam", _calendar_spam(mail)),
        ("hidden_text", _hidden_text(mail)),
    )
    yield from ((sign, quote) for sign, quote in checks if quote)
    yield from signs_in(f"{mail.envelope.subject}.\n\n{mail.text}\n\n{mail.signature}")


def _named(mail: Mail) -> tuple[str, ...]:
    """The domains that a mail calls its own: a mailing list's mail names everybody's."""
    return () if mail.header("list-id") else named_domains(f"{mail.text}\n{mail.signature}")


def _freemail_for_company(mail: Mail, named: tuple[str, ...]) -> str:
    """A free mailbox that speaks for a company: it names the company's own domain, or calls itself an office of one.

    A small firm that only has a free mailbox names neither.
    """
    sender = mail.envelope.sender
    if not is_free(sender.address) or not hears(sender.address):
        return ""
    if named and not mail.calendars:
        return f"{sender.address} writes for {named[0]}"
    speaks = office(f"{sender.name or ''} {local_of(sender.address)} {mail.signature}")
    return f"{sender.address}: {speaks}" if speaks else ""


def _reply_to_elsewhere(mail: Mail, me: Me) -> str:
    """Answers go to another house than the letter came from, and neither is one that sends for others."""
    sender, reply_to = mail.envelope.sender.address, mail.envelope.reply_to
    if not sender or not reply_to or same_house(sender, reply_to) or me.has(reply_to):
        return ""
    if vendor_of(sender) or vendor_of(reply_to) or mail.header("list-id") or sender.casefold() == reply_to.casefold():
        return ""
    alike = registrable(sender).partition(".")[0] == registrable(reply_to).partition(".")[0]  # acme.com and acme.io
    return "" if alike else f"From: {sender}, Reply-To: {reply_to}"


def _lookalike(mail: Mail, known: tuple[str, ...]) -> str:
    sender = mail.envelope.sender.address
    if vendor_of(sender) or is_free(sender):
        return ""
    other = poses_as(sender, known)
    return f"{sender} looks like {other}" if other else ""


def _organizer_mismatch(mail: Mail, me: Me, interviews: tuple[InterviewFound, ...]) -> str:
    """An event is moved or called off by somebody who is not its organiser (RFC 6047 section 3)."""
    sender = mail.envelope.sender.address
    if not sender or vendor_of(sender):
        return ""
    for interview in interviews:
        organizer = interview.organizer
        changes = interview.method is Method.CANCEL or bool(interview.sequence)
        if changes and organizer and not me.has(organizer) and not _speaks_for(sender, organizer):
            return f"organizer {organizer}, but sent by {sender}"
    return ""


def _speaks_for(sender: str, organizer: str) -> bool:
    return sender.casefold() == organizer.casefold() or same_house(sender, organizer) or _is_group(organizer)


def _is_group(organizer: str) -> bool:
    """Whether the organiser is a shared calendar, which never sends mail itself."""
    return domain_of(organizer).endswith("calendar.google.com")


def _calendar_spam(mail: Mail) -> str:
    """An invitation that is a bill with a number to call. That Google signed it proves nothing."""
    return charges(f"{mail.envelope.subject}\n{mail.body}") if mail.calendars else ""


_WORD = re.compile(r"[^\W\d_]{3,}")
_NEW_WORDS = 4


def _hidden_text(mail: Mail) -> str:
    """Words the eye does not see, and that are nowhere else in the mail: copies for small screens are no sign."""
    if not mail.hidden:
        return ""
    seen = set(_WORD.findall(f"{mail.envelope.subject} {mail.body}".lower()))
    unseen = set(_WORD.findall(mail.hidden[:_HIDDEN_LIMIT].lower())) - seen
    return mail.hidden if len(unseen) >= _NEW_WORDS else ""


_HIDDEN_LIMIT = 8_000
