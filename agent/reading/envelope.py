"""The head of a message → Envelope: who wrote, to whom, when, in which thread, and whether a reply would be read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from agent.core.findings import Envelope
from agent.core.people import Me, Part, Person
from agent.reading.addresses import Mailbox, mailboxes
from agent.reading.greeting import greeting, signed
from agent.reading.headers import Field, first, ids, moment, safe, unworded
from agent.reading.language import language_of
from agent.reading.vendors import hears, says_nobody_reads

SUBJECT_LIMIT = 500
_FORWARD = re.compile(r"(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|vl|pd|転送|转发|轉寄)\s?[:：]", re.IGNORECASE)
_TEXT_LIMIT = 64 * 1024
"""Characters in which a mail may say that nobody reads replies."""


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of a message, and those of them that are asked for more than once."""

    fields: list[Field]
    senders: tuple[Mailbox, ...]
    subject: str

    @classmethod
    def of(cls, fields: list[Field]) -> Head:
        """The head that some fields are: every mailbox in every From (there should be one), the subject as one line."""
        senders = tuple(mailbox for field in fields if field.name == "from" for mailbox in mailboxes(field.raw))
        return cls(fields, senders, safe(unworded(first(fields, "subject")))[:SUBJECT_LIMIT])

    @property
    def forwards(self) -> bool:
        """Whether the subject says that something is passed on ("Fwd:", "WG:", "TR:", …)."""
        return bool(_FORWARD.match(self.subject))

    @property
    def sender(self) -> Person:
        """The first sender, without "via Greenhouse"."""
        return self.senders[0].person if self.senders else Person()


def envelope_of(raw: bytes, head: Head, *, new: str, signature: str, whole: str, me: Me) -> Envelope:
    """The envelope of a message. `new` is what was newly written, `whole` all the sender's own words."""
    fields, sender = head.fields, head.sender
    reply_to = _address(first(fields, "reply-to"))
    return Envelope(
        message_id=_message_id(raw, fields),
        references=_references(fields),
        subject=head.subject,
        sender=_as_user(sender, me),
        reply_to=reply_to,
        to=_recipients(fields, me),
        date=moment(first(fields, "date")),
        reachable=_reachable(reply_to or sender.address, whole[:_TEXT_LIMIT]),
        language=language_of(new) or language_of(head.subject) or "en",
        greeting=greeting(new),
        signed=signed(new, signature, sender.name),
    )


def _reachable(address: str | None, text: str) -> bool:
    return hears(address) and not says_nobody_reads(text)


def defects_of(head: Head, envelope: Envelope) -> frozenset[str]:
    """What is wrong with a head: `sender` (none, several, or one that poses as another), `id`, `date`."""
    fields_from = sum(field.name == "from" for field in head.fields)
    wrong = {
        "sender": len(head.senders) != 1 or head.senders[0].odd or fields_from != 1,
        "id": envelope.message_id.endswith(_UNIDENTIFIED),
        "date": envelope.date is None,
    }
    return frozenset(name for name, is_so in wrong.items() if is_so)


_UNIDENTIFIED = "@unidentified>"


def _message_id(raw: bytes, fields: list[Field]) -> str:
    """The message's own id, byte for byte; one made from its bytes where it has none that is possible.

    Line endings do not count: the same message comes with CRLF by IMAP and with LF from a Maildir.
    """
    known = ids(first(fields, "message-id"))
    if known:
        return known[0]
    digest = hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()
    return f"<{digest}{_UNIDENTIFIED}"


def _references(fields: list[Field]) -> tuple[str, ...]:
    """The thread so far, oldest first, the parent last (RFC 5322 section 3.6.4)."""
    references = ids(first(fields, "references"))
    parents = ids(first(fields, "in-reply-to"))
    return references if not parents or parents[0] in references else (*references, parents[0])


def _recipients(fields: list[Field], me: Me) -> tuple[Person, ...]:
    """Everyone in To, then in Cc, who has an address, each once."""
    people: dict[str, Person] = {}
    for field in sorted(
        (field for field in fields if field.name in {"to", "cc"}), key=lambda field: field.name != "to"
    ):
        for mailbox in mailboxes(field.raw):
            if mailbox.address:
                people.setdefault(mailbox.address.casefold(), _as_user(mailbox.person, me))
    return tuple(people.values())


def _as_user(person: Person, me: Me) -> Person:
    return replace(person, part=Part.USER) if me.has(person.address) else person


def _address(raw: str) -> str | None:
    return next((mailbox.address for mailbox in mailboxes(raw) if mailbox.address), None)
