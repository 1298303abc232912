"""One message → one Reading: the whole way from bytes to what they mean and what may be done about it."""

from __future__ import annotations

from agent.core.findings import Kind, Reading, Verdict
from agent.core.people import Me
from agent.reading.about import addressed
from agent.reading.company import company_of
from agent.reading.items import items_in
from agent.reading.letter import Letter
from agent.reading.machine import Automaton, Machine, machine_of
from agent.reading.mail import Mail, read_mail
from agent.reading.own import notes_reply, own_kind
from agent.reading.promise import promised
from agent.reading.role import role_of
from agent.reading.theirs import theirs
from agent.reading.trust import signs, standing
from agent.reading.verdict import verdict_of

READER = "1"
"""The version of the reader: what was read better later supersedes what was read by an older one."""

_MACHINES = {
    Automaton.BOUNCE: Kind.BOUNCE,
    Automaton.BOUNCE_DELAYED: Kind.BOUNCE_DELAYED,
    Automaton.OUT_OF_OFFICE: Kind.OUT_OF_OFFICE,
    Automaton.ADDRESS_GONE: Kind.ADDRESS_GONE,
    Automaton.CALENDAR_REPLY: Kind.CALENDAR_REPLY,
}
"""What a machine's mail means. Of all others (receipts, reports) it means nothing."""


def read(raw: bytes, me: Me, *, sent: bool = False) -> Reading:
    """What one message says. `sent` says that it lay in the user's own Sent, and so is the user's, whatever From says.

    Raises `Unreadable`, and nothing else.
    """
    mail = read_mail(raw, me)
    machine = machine_of(mail, me)
    own = sent or me.has(mail.envelope.sender.address)
    if machine and machine.settled:
        return _settled(mail, machine, me, own=own)
    return _own(mail, me) if own else theirs(mail, machine, me)


def read_item(raw: bytes, me: Me) -> tuple[Reading, ...]:
    """What one calendar object says: one reading for each event in it. Raises `Unreadable`, and nothing else."""
    return items_in(raw, me)


def _settled(mail: Mail, machine: Machine, me: Me, *, own: bool) -> Reading:
    """A mail whose kind is decided by the machine that wrote it."""
    kind = _MACHINES.get(machine.kind, Kind.OTHER)
    warnings, known = signs(mail, me), standing(mail, me)
    verdict, why = verdict_of(kind, sure=True, doubt="", warnings=warnings, standing=known)
    if kind is Kind.BOUNCE and not addressed(mail, me) and (machine.about is None or mail.envelope.to):
        verdict = Verdict.IGNORE  # somebody else's letter came back
    company = company_of(mail) if kind in {Kind.OUT_OF_OFFICE, Kind.ADDRESS_GONE} else None
    found = (machine.evidence, machine.back_evidence, company.evidence if company else None)
    return Reading(
        envelope=mail.envelope,
        kind=kind,
        verdict=verdict,
        company=company.name if company else None,
        back_on=machine.back_on,
        about=machine.about,
        failed=machine.failed,
        warnings=warnings,
        evidence=(*(each for each in found if each), *why),
        from_user=own,
        automatic=True,
        standing=known,
    )


def _own(mail: Mail, me: Me) -> Reading:
    """A mail of the user's own: nothing in it is asked, it is what the user did."""
    letter = Letter(mail, me)
    own = notes_reply(letter) or own_kind(letter)
    names = own.kind not in {Kind.NOTES_REPLY, Kind.OWN_OTHER}
    company = company_of(mail) if names else None
    known = tuple(person.name for person in (*mail.envelope.to, mail.envelope.sender) if person.name)
    role = role_of(mail, company=company.name if company else None, names=known) if names else None
    promise = None
    if own.kind is Kind.OWN_THANK_YOU and letter.day:
        promise = promised(mail.text, letter.day, me.workdays, letter.language, zone=me.zone)
    return Reading(
        envelope=mail.envelope,
        kind=own.kind,
        verdict=Verdict.IGNORE if own.kind is Kind.OWN_OTHER else Verdict.ACT if own.sure else Verdict.ASK,
        company=company.name if company else None,
        role=role.name if role else None,
        decision_by=own.notes.decision_by if own.notes else promise.by if promise else None,
        evidence=(*own.evidence, *(each.evidence for each in (company, role) if each)),
        notes=own.notes,
        from_user=True,
    )
