"""Mail that did not arrive, or not yet: delivery reports as servers send them (RFC 3464), and as they used to."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from agent.core.findings import Where
from agent.reading.headers import ids
from agent.reading.mail import Mail
from agent.reading.vendors import hears

_TEXT_LIMIT = 20_000
"""Characters of a text in which a server says what went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A delivery report: `action` is `failed`, `delayed` or `delivered`; `about` the Message-ID of what was sent."""

    action: str
    failed: str | None = None
    about: str | None = None
    where: Where = Where.HEADER
    quote: str = ""
    rule: str = ""


def bounce_of(mail: Mail) -> Bounce | None:
    """What a mail reports about the delivery of another; None for everything that is not such a report.

    Forwarding a report does not make one: only the message's own structure and sender count.
    """
    found = _by_report(mail) or _by_sender(mail) or _by_header(mail)
    if found is None:
        return None
    action, where, quote, rule = found
    failed = _failed(mail) if action != "delivered" else None
    return Bounce(action=action, failed=failed, about=_about(mail), where=where, quote=quote[:300], rule=rule)


_Found = tuple[str, Where, str, str]


def _by_report(mail: Mail) -> _Found | None:
    """A part of machine-readable status, or at least the promise of one in Content-Type."""
    status = [report.text for report in mail.reports if report.kind in _STATUS]
    actions = [action.lower() for text in status for action in _ACTION.findall(text)]
    if actions:
        worst = min(actions, key=lambda action: _WORST.get(action, 2))
        action = {0: "failed", 1: "delayed"}.get(_WORST.get(worst, 2), "delivered")
        return action, Where.BODY, f"Action: {worst}", "delivery status"
    promised = "delivery-status" in (mail.header("content-type") or "")
    if status or promised:
        quote = _phrase(mail, _BODIES) or mail.envelope.subject
        return _action(mail), Where.HEADER, quote, "report of delivery status"
    return None


def _by_sender(mail: Mail) -> _Found | None:
    """From a mail server, and it says that something was not delivered."""
    sender = mail.header("from") or mail.header("sender") or ""
    if not _SERVER.search(sender.lower()) or _is_other_report(mail):
        return None
    quote = _phrase(mail, _BODIES) or _phrase(mail, _DELAYED_BODIES)
    if quote or _subject(mail, _SUBJECTS) or _subject(mail, _DELAYED_SUBJECTS) or _returns_a_message(mail):
        return _action(mail), Where.HEADER, f"From: {sender}", "mail server's notice"
    return None


def _by_header(mail: Mail) -> _Found | None:
    """Sent with the null return path or naming the failed recipient (RFC 5321 section 4.5.5), and it says so."""
    recipients = mail.header("x-failed-recipients")
    if recipients:
        return _action(mail), Where.HEADER, f"X-Failed-Recipients: {recipients}", "failed recipients"
    null_path = (mail.header("return-path") or "").strip() == "<>"
    returned = _returns_a_message(mail)
    if null_path or (returned and not hears(mail.envelope.sender.address)):
        quote = _phrase(mail, _BODIES) or _phrase(mail, _DELAYED_BODIES)
        if quote and (returned or _subject(mail, _SUBJECTS) or _subject(mail, _DELAYED_SUBJECTS)):
            return _action(mail), Where.BODY, quote, "machine's notice"
    if "notificationType" in mail.body and (found := _NOTIFIED.search(mail.body[:_TEXT_LIMIT])):
        return _NOTIFICATIONS[found[1]], Where.BODY, found[0], "notification of a delivery"
    return None


def _action(mail: Mail) -> str:
    """`delayed` when a notice without a status says that delivery goes on, and nowhere that it ended."""
    said = _subject(mail, _DELAYED_SUBJECTS) or _phrase(mail, _DELAYED_BODIES)
    return "delayed" if said and not _FINAL.search(mail.body[:_TEXT_LIMIT].lower()) else "failed"


def _is_other_report(mail: Mail) -> bool:
    """Whether the mail is a report of another kind: read receipts and abuse reports come from servers, too."""
    kinds = {report.kind for report in mail.reports}
    return bool(kinds & {"message/disposition-notification", "message/feedback-report"})


def _returns_a_message(mail: Mail) -> bool:
    return any(report.kind in _RETURNED for report in mail.reports)


def _failed(mail: Mail) -> str | None:
    """The address that could not be reached: as the status, a header, or the first lines of the notice name it."""
    status = "\n".join(report.text for report in mail.reports if report.kind in _STATUS)
    for text, pattern in ((status, _FINAL_RECIPIENT), (status, _ORIGINAL_RECIPIENT)):
        if found := pattern.search(text):
            return found[1].lower()
    named = mail.header("x-failed-recipients") or mail.body[:_TEXT_LIMIT]
    return next((address.lower() for address in _ADDRESS.findall(named) if not _SERVER.search(address.lower())), None)


def _about(mail: Mail) -> str | None:
    """The Message-ID of the returned message: from what came back, or from the thread."""
    for report in mail.reports:
        if report.kind in _RETURNED and (found := _MESSAGE_ID.search(report.text)) and (known := ids(found[1])):
            return known[0]
    if (found := _MESSAGE_ID.search(mail.body)) and (known := ids(found[1])):
        return known[0]
    return mail.envelope.references[-1] if mail.envelope.references else None


def _subject(mail: Mail, phrases: re.Pattern[str]) -> bool:
    return bool(phrases.search(mail.envelope.subject.lower()))


def _phrase(mail: Mail, phrases: re.Pattern[str]) -> str:
    """The line of the text that holds one of the phrases, or an empty string."""
    text = mail.body[:_TEXT_LIMIT]
    found = phrases.search(text.lower()) if text else None
    if not found:
        return ""
    start = text.rfind("\n", 0, found.start()) + 1
    return text[start : found.end() + 120].partition("\n")[0].strip() or found[0]


# ── the words, from machine.toml ────────────────────────────────────────────────────────────────────────────────────


def words() -> dict[str, Any]:
    """The table of machines' words."""
    return tomllib.loads(files("agent.reading").joinpath("machine.toml").read_text("utf-8"))


def any_of(phrases: list[str]) -> re.Pattern[str]:
    """A pattern that finds the first of some phrases."""
    return re.compile("|".join(map(re.escape, phrases)))


_TABLE = words()["bounce"]
_SERVER = any_of(_TABLE["senders"])
_SUBJECTS = any_of(_TABLE["subjects"])
_DELAYED_SUBJECTS = any_of(_TABLE["delayed_subjects"])
_BODIES = any_of(_TABLE["bodies"])
_DELAYED_BODIES = any_of(_TABLE["delayed_bodies"])
_FINAL = re.compile(
    r"giving up|given up|gave up|permanent|will not be retried|has failed|have failed|action: failed"
    r"|endgültig|définitiv|definitiv"
)
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)
_ACTION = re.compile(r"(?im)^action:[ \t]*([a-z]+)")
_WORST = {"failed": 0, "failure": 0, "fail": 0, "deliveryfailed": 0, "expired": 0, "delayed": 1}
_RECIPIENT = r"[ \t]*(?:[a-z0-9-]+[ \t]*;)?[ \t]*<?([^\s<>;,]{1,100}@[^\s<>;,]{1,200})"
_FINAL_RECIPIENT = re.compile(rf"(?im)^final-recipient:{_RECIPIENT}")
_ORIGINAL_RECIPIENT = re.compile(rf"(?im)^original-recipient:{_RECIPIENT}")
_ADDRESS = re.compile(r"[\w.+=#/-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}")
_MESSAGE_ID = re.compile(r"(?im)^[ \t>]*message-id:[ \t]*(<[^<>\s]{1,500}>)")
_NOTIFIED = re.compile(r'notificationType[\\"]{1,4}\s?:\s?[\\"]{1,4}(Bounce|Delivery)')
_NOTIFICATIONS = {"Bounce": "failed", "Delivery": "delivered"}
"""What Amazon SES reports by its notification service."""
