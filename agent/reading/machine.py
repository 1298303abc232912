"""Machines told from people: bounces, automatic replies, calendar receipts, list mail, notices of hiring systems.

Automatic does not mean unimportant: a rejection from no-reply is an answer. So only some kinds are `settled`, that is,
say everything a mail means; a list or a notice is only a circumstance, and what it says is still read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agent.core.findings import Evidence, Where
from agent.core.people import Me
from agent.reading.absence import return_in
from agent.reading.bounce import any_of, bounce_of, words
from agent.reading.headers import local_day
from agent.reading.mail import Mail
from agent.reading.vendors import Trade, hears, vendor_of

_TEXT_LIMIT = 5_000


class Automaton(StrEnum):
    """What kind of machine wrote a mail."""

    BOUNCE = "bounce"
    BOUNCE_DELAYED = "bounce_delayed"
    DELIVERED = "delivered"
    READ_RECEIPT = "read_receipt"
    ABUSE_REPORT = "abuse_report"
    OUT_OF_OFFICE = "out_of_office"
    ADDRESS_GONE = "address_gone"
    AUTO_REPLY = "auto_reply"
    CALENDAR_REPLY = "calendar_reply"
    LIST = "list"
    NOTICE = "notice"


CIRCUMSTANCES = frozenset({Automaton.AUTO_REPLY, Automaton.LIST, Automaton.NOTICE})
"""What such a mail means is in its words, not in who wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine's mail.

    `failed` is the address that could not be reached, `about` the Message-ID a report or reply is about, `back_on` the
    day somebody is back, `method` what a calendar reply does (`REPLY`, `COUNTER`, …).
    """

    kind: Automaton
    evidence: Evidence
    failed: str | None = None
    about: str | None = None
    back_on: date | None = None
    back_evidence: Evidence | None = None
    method: str | None = None

    @property
    def settled(self) -> bool:
        """Whether the kind says everything the mail means."""
        return self.kind not in CIRCUMSTANCES


def machine_of(mail: Mail, me: Me | None = None) -> Machine | None:
    """What kind of machine wrote a mail, or None when a person did. `me` brings the business days."""
    return (
        _report(mail)
        or _delivery(mail)
        or _calendar_reply(mail)
        or _automatic_reply(mail, me or Me())
        or _circumstance(mail)
    )


def says_gone(text: str) -> str:
    """The words that say that somebody has left or that an address is out of use; an empty string if none do.

    A colleague may write them, too: they make no machine.
    """
    folded = text[:_TEXT_LIMIT].lower()
    found = _GONE.search(folded)
    return text[max(0, found.start() - 60) : found.end() + 60].strip() if found else ""


def _machine(kind: Automaton, where: Where, quote: str, rule: str) -> Machine:
    return Machine(kind=kind, evidence=Evidence(of="kind", where=where, quote=" ".join(quote.split())[:300], rule=rule))


# ── reports ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _report(mail: Mail) -> Machine | None:
    """Read receipts (RFC 8098) and abuse reports (RFC 5965)."""
    kinds = {report.kind for report in mail.reports}
    content_type = mail.header("content-type") or ""
    if "message/disposition-notification" in kinds or "disposition-notification" in content_type:
        return _machine(Automaton.READ_RECEIPT, Where.HEADER, content_type, "disposition notification")
    if "message/feedback-report" in kinds or "feedback-report" in content_type:
        return _machine(Automaton.ABUSE_REPORT, Where.HEADER, content_type, "feedback report")
    complains = any(words in f"{mail.envelope.subject}\n{mail.body[:_TEXT_LIMIT]}".lower() for words in _COMPLAINTS)
    returned = any(report.kind == "message/rfc822" for report in mail.reports)
    if (complains and (returned or not hears(mail.envelope.sender.address))) or mail.header("x-apple-unsubscribe"):
        return _machine(Automaton.ABUSE_REPORT, Where.SUBJECT, mail.envelope.subject, "complaint or unsubscription")
    return None


_COMPLAINTS = (
    *("complaint about message from", "abuse report", "email feedback report"),
    *('"notificationtype":"complaint"', '"notificationtype\\":\\"complaint'),
)

_DELIVERIES = {"failed": Automaton.BOUNCE, "delayed": Automaton.BOUNCE_DELAYED, "delivered": Automaton.DELIVERED}


def _delivery(mail: Mail) -> Machine | None:
    bounce = bounce_of(mail)
    if bounce is None:
        return None
    return Machine(
        kind=_DELIVERIES[bounce.action],
        evidence=Evidence(of="kind", where=bounce.where, quote=bounce.quote, rule=bounce.rule),
        failed=bounce.failed,
        about=bounce.about,
    )


# ── calendar receipts ───────────────────────────────────────────────────────────────────────────────────────────────

_METHOD = re.compile(rb"(?im)^METHOD[^:\r\n]{0,40}:[ \t]*([A-Za-z]{3,20})")
_REPLIES = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})
_FROM_GOOGLE = "calendar-notification@google.com"


def _calendar_reply(mail: Mail) -> Machine | None:
    """Answers to an invitation (RFC 5546): their METHOD says so. Google writes them in the answering person's name."""
    for calendar in mail.calendars:
        found = _METHOD.search(calendar.content[:4_096])
        method = found[1].decode().upper() if found else calendar.method
        if method in _REPLIES:
            machine = _machine(Automaton.CALENDAR_REPLY, Where.CALENDAR, f"METHOD:{method}", "iTIP reply")
            return Machine(kind=machine.kind, evidence=machine.evidence, method=method)
    google = _FROM_GOOGLE in (mail.header("sender") or "") and not mail.calendars
    if google and _ANSWERED.match(mail.envelope.subject.lower()):
        machine = _machine(Automaton.CALENDAR_REPLY, Where.SUBJECT, mail.envelope.subject, "Google Calendar receipt")
        return Machine(kind=machine.kind, evidence=machine.evidence, method="REPLY")
    return None


_ANSWERED = re.compile(
    r"(?:accepted|declined|tentative(?:ly accepted)?|zugesagt|angenommen|abgelehnt|mit vorbehalt|accepté|refusé"
    r"|provisoire|peut-être|aceptad[oa]|rechazad[oa]|provisional|quizás|geaccepteerd|geweigerd|afgewezen|voorlopig)[^:]{0,20}:"
)


# ── automatic replies ───────────────────────────────────────────────────────────────────────────────────────────────


def _automatic_reply(mail: Mail, me: Me) -> Machine | None:
    found = _reply_header(mail) or _reply_subject(mail)
    if found is None:
        return None
    where, quote, rule = found
    text = f"{_own_subject(mail.envelope.subject)}\n{mail.text}\n{mail.signature}"[:_TEXT_LIMIT]
    about = mail.envelope.references[-1] if mail.envelope.references else None
    gone = says_gone(text)
    if gone:
        return Machine(kind=Automaton.ADDRESS_GONE, evidence=_evidence("kind", gone, "has gone"), about=about)
    sent = local_day(mail.header("date") or "")
    back = return_in(text, sent, mail.envelope.language, me.workdays) if sent else None
    away = back or _AWAY.search(text.lower()) or not _RECEIPTS.search(text.lower())
    return Machine(
        kind=Automaton.OUT_OF_OFFICE if away else Automaton.AUTO_REPLY,
        evidence=Evidence(of="kind", where=where, quote=quote[:300], rule=rule),
        about=about,
        back_on=back.day if back else None,
        back_evidence=_evidence("back_on", back.quote, "day of return") if back else None,
    )


def _own_subject(subject: str) -> str:
    """What a reply's subject says itself: what follows its prefix, or "Re:", is the subject it answers."""
    sure = _SURE.match(subject.lower())
    return "" if sure and sure["colon"] else _ANSWERED_SUBJECT.split(subject, maxsplit=1)[0]


_ANSWERED_SUBJECT = re.compile(r"(?i)(?:^|\s)(?:re|aw|sv|antw|tr|rv|fwd?|wg)\s?:")


def _evidence(of: str, quote: str, rule: str) -> Evidence:
    return Evidence(of=of, where=Where.BODY, quote=" ".join(quote.split())[:300], rule=rule)


def _reply_header(mail: Mail) -> tuple[Where, str, str] | None:
    """A header that only automatic replies carry (RFC 3834 section 5, and what came before it).

    X-Auto-Response-Suppress alone is none: mail of people carries it when it went through an Exchange gateway.
    """
    suppressed = "all" in (mail.header("x-auto-response-suppress") or "").lower()
    for name, value in mail.headers:
        said = value.lower()
        if (
            (name in _REPLY_HEADERS and said not in {"no", "none", "false"})
            or (name in _REPLY_VALUES and said.startswith(_REPLY_VALUES[name]))
            or (name == "x-ms-exchange-inbox-rules-loop" and suppressed)
        ):
            return Where.HEADER, f"{name}: {value}", "header of automatic replies"
    return None


_REPLY_VALUES = {
    "auto-submitted": "auto-replied",
    "precedence": "auto_reply",
    "x-ms-exchange-generated-message-source": "mailbox rules",
    "x-apple-action": "vacation",
}
_REPLY_HEADERS = frozenset(
    {
        "x-autoreply",
        "x-auto-reply",
        "x-autorespond",
        "x-autoresponder",
        "x-mail-autoreply",
        "x-vacation",
        "x-autogenerated-reply",
    }
)


def _reply_subject(mail: Mail) -> tuple[Where, str, str] | None:
    """A subject that begins like an automatic reply. Where a person might write it, a header must agree."""
    subject = mail.envelope.subject.lower()
    sure, perhaps = _SURE.match(subject), _PERHAPS.match(subject)
    if sure and (sure["colon"] or sure.end() == len(subject) or _hints(mail)):
        return Where.SUBJECT, mail.envelope.subject, "subject of automatic replies"
    if perhaps and _hints(mail) and _AWAY.search(mail.text[:_TEXT_LIMIT].lower()):
        return Where.SUBJECT, mail.envelope.subject, "subject of automatic replies"
    return None


def _hints(mail: Mail) -> bool:
    """Whether a header says that no person sent this, though not what else it is."""
    null_path = (mail.header("return-path") or "").strip() == "<>"
    generated = (mail.header("auto-submitted") or "no").lower() != "no"
    return null_path or generated or mail.header("x-auto-response-suppress") is not None


_AUTO = words()["auto"]
_SURE = re.compile(rf"(?:{any_of(_AUTO['sure']).pattern})(?!\w)\s?(?P<colon>[:：]?)")
_PERHAPS = re.compile(rf"(?:{any_of(_AUTO['perhaps']).pattern})(?!\w)")
_AWAY = any_of(_AUTO["away"])
_RECEIPTS = any_of(_AUTO["receipts"])
_GONE = re.compile(rf"{any_of(_AUTO['gone']).pattern}|(?:{any_of(_AUTO['gone_with']).pattern}) \w")


# ── lists and notices ───────────────────────────────────────────────────────────────────────────────────────────────

_LISTS = ("list-id", "list-post", "mailing-list", "x-mailing-list", "x-mailinglist", "x-listname")


def _circumstance(mail: Mail) -> Machine | None:
    """List mail, and the notices of systems: nobody wrote them to this person, yet they may decide."""
    bulk = (mail.header("precedence") or "").lower() in {"bulk", "list", "junk"}
    for name in _LISTS:
        if value := mail.header(name):
            return _machine(Automaton.LIST, Where.HEADER, f"{name}: {value}", "mailing list")
    if bulk and mail.header("list-unsubscribe"):
        return _machine(Automaton.LIST, Where.HEADER, "List-Unsubscribe", "bulk mail")
    vendor = vendor_of(mail.envelope.sender.address)
    if vendor and vendor.trade is not Trade.CALENDAR:
        return _machine(
            Automaton.NOTICE, Where.HEADER, f"From: {mail.envelope.sender.address}", f"sent by {vendor.name}"
        )
    generated = mail.header("auto-submitted") or ""
    if generated.lower().startswith("auto-generated"):
        return _machine(Automaton.NOTICE, Where.HEADER, f"Auto-Submitted: {generated}", "generated")
    if not hears(mail.envelope.sender.address):
        return _machine(
            Automaton.NOTICE, Where.HEADER, f"From: {mail.header('from')}", "sender that cannot be answered"
        )
    return None
