"""Letter → RFC 5322 bytes: a draft that every client opens, and that keeps its thread.

Plain text in UTF-8, one paragraph a line, 7bit where that is possible, else quoted-printable. No Cc, Bcc, X- header or
User-Agent, nothing quoted: what is not there cannot tell on the user (field guide 6.3, 6.4, 7.2, 7.4).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from agent.core.findings import Envelope
from agent.core.people import Person
from agent.errors import Refused
from agent.writing import clean
from agent.writing.letters import Letter, text
from agent.writing.subject import LONGEST, reply

_LINE = 76
"""RFC 2045, section 6.7: lines of quoted-printable have at most 76 characters; RFC 5322 would allow 78."""
_LONGEST_NAME = 60
_KEPT = 20
"""References kept from each end; clients trim long ones, and the first and the last are what threads hang on."""
_ID = re.compile(r"<[!-;=?A-Z^-~]{1,600}(?:@(?:\[[!-;=?A-Z^-~]{1,300}\]|[!-;=?A-Z^-~]{1,300}))?>")
"""An id that can be written byte for byte: printable ASCII, brackets only around an address literal. Many lack "@"."""
_HEADER = re.compile(rb"^([^\s:]+):", re.MULTILINE)
_HEADERS = frozenset(
    {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }
)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
_IDS = frozenset({"message-id", "in-reply-to", "references"})


class _Threaded(EmailPolicy):
    """The standard policy, except that ids are folded only at the white space between them.

    Python's own writes an id of more than 77 characters as an encoded word, and the thread is lost at the other end:
    every id of Exchange Online (80) and Amazon SES (82) is longer (field guide, finding 1).
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - the library's signature
        return (name, str(value)) if name.lower() in _IDS else super().header_store_parse(name, value)

    def header_fetch_parse(self, name: str, value: Any) -> Any:  # noqa: ANN401 - the library's signature
        return value if name.lower() in _IDS else super().header_fetch_parse(name, value)

    def fold(self, name: str, value: Any) -> str:  # noqa: ANN401 - the library's signature
        return self._ids(name, value) if name.lower() in _IDS else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401 - the library's signature
        return self._ids(name, value).encode("ascii") if name.lower() in _IDS else super().fold_binary(name, value)

    def _ids(self, name: str, value: str) -> str:
        return f"{name}: " + f"{self.linesep} ".join(value.split()) + self.linesep


_POLICY = _Threaded(linesep="\r\n", max_line_length=_LINE, utf8=False, cte_type="7bit")


def message(
    letter: Letter,
    *,
    sender: Person,
    to: tuple[Person, ...],
    parent: Envelope | None,
    message_id: str,
    date: datetime,
) -> bytes:
    """The draft's bytes. `parent` is the mail it replies to, None for a fresh thread; `date` is aware.

    Raises `Refused` when the letter has nobody to go to, or when the sender's own address cannot be written.
    """
    subject = reply(parent.subject) if parent and clean.line(parent.subject) else clean.line(letter.subject, LONGEST)
    return written(subject, text(letter), sender=sender, to=to, message_id=message_id, date=date, parent=parent)


def written(  # noqa: PLR0913 - one for each part of a mail
    subject: str,
    body: str,
    *,
    sender: Person,
    to: tuple[Person, ...],
    message_id: str,
    date: datetime,
    parent: Envelope | None = None,
    calendar: tuple[str, str] | None = None,
) -> bytes:
    """A plain text message as bytes; every mail that leaves our hands is made here. Raises `Refused`.

    `calendar` is a method and an iCalendar object that goes along as an alternative to the text (RFC 6047, section 4).
    """
    if not to:
        raise Refused("The letter has nobody to go to.")
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _address(sender)
    mail["To"] = [_address(person) for person in to]
    mail["Subject"] = _plain(subject, LONGEST)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = _bracketed(message_id)
    if parent and (thread := references(parent)):
        mail["In-Reply-To"] = thread[-1]
        mail["References"] = " ".join(thread)
    mail.set_content(body, charset="utf-8", cte=_encoding(body))
    if calendar:
        method, content = calendar
        mail.add_alternative(content, subtype="calendar", charset="utf-8", cte="base64", params={"method": method})
    return _only_ours(mail.as_bytes())


def references(parent: Envelope) -> tuple[str, ...]:
    """The ids of a reply's References: the parent's own, then the parent last (RFC 5322, section 3.6.4).

    Thunderbird makes In-Reply-To anew from the last of them. What is no id is left out, and so is a long middle.
    """
    own = _valid((_bracketed(parent.message_id),))
    if not own:
        return ()
    older = [known for known in _valid(_bracketed(known) for known in parent.references) if known != own[0]]
    kept = older if len(older) <= 2 * _KEPT else older[:_KEPT] + older[-_KEPT:]
    return (*kept, own[0])


def message_id(key: str, revision: int, secret: bytes, domain: str) -> str:
    """The Message-ID of a step's draft: the same for ever, like any other to look at, and nobody else's to guess.

    `domain` is that of the user's mail address, never the machine's name (field guide 7.4).
    """
    return f"<{opaque(f'draft:{key}:{revision}', secret)}@{domain_of(domain)}>"


def opaque(what: str, secret: bytes) -> str:
    """A name that only this installation can make: HMAC-SHA-256, in the shape of a random UUID."""
    return str(UUID(bytes=hmac.new(secret, what.encode(), sha256).digest()[:16], version=4))


def _address(person: Person) -> Address:
    known = clean.line(person.address, 2 * _LINE)
    if not _ADDRESS.fullmatch(known):
        raise Refused("An address of this letter cannot be written to.")
    local, _, domain = known.rpartition("@")
    name = re.sub(r"[<>\"\\]", "", _plain(person.name, _LONGEST_NAME)).strip()
    return Address(display_name="" if "@" in name else name, username=local, domain=domain)


def _plain(text: str | None, longest: int) -> str:
    """One line in which nothing is read as an encoded word.

    The library decodes encoded words in what it is given to write, and one that hides a line break
    ("=?utf-8?q?=0D=0A…") would become a header of its own: a subject that was encoded twice could add a Bcc.
    """
    return re.sub(r"=(?=\?)", "= ", clean.line(text, longest))


def _only_ours(raw: bytes) -> bytes:
    """The message, if its header fields are ours and each is there once: the last line against injection."""
    names = [name.decode("ascii", "replace").lower() for name in _HEADER.findall(raw.partition(b"\r\n\r\n")[0])]
    if len(names) != len(set(names)) or not set(names) <= _HEADERS:
        raise Refused("This letter's subject or names would add header fields to it.")
    return raw


def _encoding(body: str) -> str:
    short = all(len(row) <= _LINE for row in body.splitlines())
    return "7bit" if body.isascii() and short else "quoted-printable"


def _bracketed(known: str) -> str:
    bare = known.strip()
    return bare if bare.startswith("<") else f"<{bare}>"


def _valid(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(known for known in ids if _ID.fullmatch(known)))


def domain_of(domain: str) -> str:
    """A domain as it can stand in an id; one that cannot gives way to a reserved name."""
    try:
        ascii_domain = domain.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_domain = ""
    return ascii_domain if _DOMAIN.fullmatch(ascii_domain) else "mail.invalid"
