"""The judge of a letter's bytes: the papers on drafts (field guide 6.3, 6.4, 7.2, 7.4), read apart from the code.

The bytes are read with the standard library's oldest parser, which repairs nothing, and then by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from agent.core.facts import Purpose
from agent.core.findings import Envelope
from agent.core.people import Person
from agent.writing.brief import Brief
from tests.writing.judge import Breach
from tests.writing.judge_facts import day_of, role_name
from tests.writing.judge_tongue import tongue

_ALLOWED = {"from", "to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type", "content-transfer-encoding"}  # fmt: skip
_NEEDED = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type"}
_IDS = {"message-id", "in-reply-to", "references"}
_NOBODY = re.compile(r"no-?_?\.?reply|do[-_.]?not[-_.]?reply|notifications?@|mailer-daemon|bounce|autoreply|invalidemail\.com|calendar-notification", re.IGNORECASE)  # fmt: skip
_PREFIX = re.compile(r"(?:re|aw|sv|vs|antw|tr|rif|ref|odp|回复|答复|回覆)(?:\[\d+\])?\s*[:：]\s*", re.IGNORECASE)
_LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Post:
    """A letter as a mail, with what is known of it: who writes, who may be written to, which mail it answers."""

    raw: bytes
    brief: Brief
    sender: Person
    to: tuple[Person, ...]
    parent: Envelope | None = None

    @property
    def message(self) -> Message:
        return message_from_bytes(self.raw, policy=policy.compat32)


def text_of(raw: bytes) -> str:
    """The text that a client shows."""
    body = message_from_bytes(raw, policy=policy.compat32).get_payload(decode=True)
    return body.decode("utf-8").replace("\r\n", "\n") if isinstance(body, bytes) else ""


def judged_mail(post: Post) -> tuple[Breach, ...]:
    """Every rule that the bytes of this letter break."""
    return tuple(breach for rule in (headers, lines, body, people, subject, thread, identity) for breach in rule(post))


def headers(post: Post) -> Iterator[Breach]:
    """Only what a mail needs, each once: no Cc, no Bcc, nothing that tells on the user or the program."""
    names = [name.lower() for name in post.message]
    yield from (Breach("header", name) for name in names if name not in _ALLOWED)
    yield from (Breach("header_twice", name) for name in set(names) if names.count(name) > 1)
    yield from (Breach("header_missing", name) for name in _NEEDED - set(names))


def lines(post: Post) -> Iterator[Breach]:
    """CRLF everywhere, no bare NUL or eight-bit header, 76 characters a line except for one id that is longer."""
    if re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", post.raw):
        yield Breach("line_ends")
    head, _, rest = post.raw.partition(b"\r\n\r\n")
    name = b""
    for row in head.split(b"\r\n"):
        name = row.split(b":")[0].lower() if not row.startswith((b" ", b"\t")) else name
        one_id = name.decode("ascii", "replace") in _IDS and len(row.split()) <= 2
        if not row.isascii() or (len(row) > 78 and not one_id):
            yield Breach("header_line", row[:40].decode("ascii", "replace"))
        if name.decode("ascii", "replace") in _IDS and b"=?" in row and b"?=" in row and b"<=?" not in row:
            yield Breach("encoded_id", row[:40].decode("ascii", "replace"))
    yield from (Breach("body_line", f"{len(row)}") for row in rest.split(b"\r\n") if len(row) > 78)


def body(post: Post) -> Iterator[Breach]:
    """One part of plain text in UTF-8, nothing quoted."""
    message = post.message
    if message.is_multipart() or message.get_content_type() != "text/plain" or message.get_content_charset() != "utf-8":
        yield Breach("content_type", str(message.get("content-type")))
        return
    if str(message.get("content-transfer-encoding")).lower() not in {"7bit", "quoted-printable"}:
        yield Breach("encoding", str(message.get("content-transfer-encoding")))
    try:
        text = text_of(post.raw)
    except UnicodeDecodeError:
        yield Breach("charset")
        return
    if re.search(r"^>|^-{2,} ?$|^On .{5,80} wrote:|^Am .{5,80} schrieb|-----Original", text, re.MULTILINE):
        yield Breach("quoting")


def people(post: Post) -> Iterator[Breach]:
    """From: the identity that was written to, one address. To: the people it is meant for, all known, one for a letter."""
    known = {(p.address or "").casefold() for p in (post.brief.recipient, *post.brief.panel)}
    sender, to = _addresses(post, "from"), _addresses(post, "to")
    if [address for _, address in sender] != [post.sender.address]:
        yield Breach("from", str(sender))
    if [address for _, address in to] != [p.address for p in post.to]:
        yield Breach("to", str(to))
    if len(to) != 1 or any(address.casefold() not in known for _, address in to):
        yield Breach("to_unknown", str(to))
    yield from (Breach("to_nobody", address) for _, address in to if _NOBODY.search(address))
    yield from (Breach("display_name", name) for name, _ in (*sender, *to) if re.search(r"[\x00-\x1f@<>]", name))


def subject(post: Post) -> Iterator[Breach]:
    """A reply keeps the thread's subject with one prefix; a fresh one names role and day, briefly and quietly."""
    said = _unfolded(post, "subject")
    if (
        len(said) > _LONGEST_SUBJECT
        or not said
        or re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", said)
    ):
        yield Breach("subject", ascii(said))
    if post.parent and post.parent.subject.strip():
        yield from _reply(said, post.parent.subject)
        return
    brief, day = post.brief, day_of(post.brief)
    months = tongue(brief.language).lists["months"]
    if str(day.day) not in said or months[day.month - 1] not in said:
        yield Breach("subject_day", said)
    if role_name(brief.role) and role_name(brief.role) not in said:  # type: ignore[operator]
        yield Breach("subject_role", said)
    named = said.replace(brief.role or "\x00", "")
    if re.search(r"[!?\[\]{}<>]", named) or _PREFIX.match(said):
        yield Breach("subject_form", said)
    purpose = {Purpose.THANK_YOU: "thank", Purpose.INQUIRY: "checking in"}.get(brief.purpose)
    if purpose and brief.language == "en" and purpose not in said.casefold():
        yield Breach("subject_purpose", said)


def thread(post: Post) -> Iterator[Breach]:
    """In-Reply-To is the parent's id, References ends with it, every id is there byte for byte; without one, neither."""
    parent = (post.parent.message_id or "").strip() if post.parent else ""
    parent = parent if parent.startswith("<") or not parent else f"<{parent}>"
    possible = bool(re.fullmatch(r"<[!-;=?A-Z^-~]+@[!-;=?A-Z^-~]+>", parent))
    reply_to, refs = _raw(post, "in-reply-to").split(), _raw(post, "references").split()
    if not possible:
        if not parent and (reply_to or refs):
            yield Breach("thread", "a fresh letter has none")
        return
    if reply_to != [parent]:
        yield Breach("in_reply_to", " ".join(reply_to))
    if refs[-1:] != [parent] or len(refs) != len(set(refs)) or len(refs) > 50:
        yield Breach("references", " ".join(refs)[:80])
    assert post.parent is not None
    theirs = {each if each.startswith("<") else f"<{each}>" for each in map(str.strip, post.parent.references)}
    if not set(refs) <= theirs | {parent}:
        yield Breach("references_invented")


def identity(post: Post) -> Iterator[Breach]:
    """One Message-ID at the user's own mail domain, and a date with a zone."""
    domain = (post.sender.address or "").rpartition("@")[2]
    if not re.fullmatch(rf"<[!-;=?A-~]+@{re.escape(domain)}>", _raw(post, "message-id").strip()):
        yield Breach("message_id", _raw(post, "message-id"))
    try:
        if parsedate_to_datetime(_raw(post, "date")).tzinfo is None:
            yield Breach("date")
    except (TypeError, ValueError):
        yield Breach("date", _raw(post, "date"))


def _reply(said: str, theirs: str) -> Iterator[Breach]:
    found = _PREFIX.match(said)
    rest = said[found.end() :] if found else said
    if not found or _PREFIX.match(rest):
        yield Breach("subject_prefix", said)
    bare = " ".join("".join(c if c.isprintable() else " " for c in theirs).split())
    while other := _PREFIX.match(bare):
        bare = bare[other.end() :]
    if _loose(rest) != _loose(bare)[: len(_loose(rest))] or (len(bare) < 150 and _loose(rest) != _loose(bare)):
        yield Breach("subject_changed", ascii(said))


def _loose(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _addresses(post: Post, name: str) -> list[tuple[str, str]]:
    return [(_decoded(shown), address) for shown, address in getaddresses([_raw(post, name)])]


def _raw(post: Post, name: str) -> str:
    return re.sub(r"\r?\n(?=[ \t])", "", str(post.message.get(name, "")))


def _unfolded(post: Post, name: str) -> str:
    return _decoded(_raw(post, name)).lstrip(" ")


def _decoded(value: str) -> str:
    parts = decode_header(value)
    return "".join(p.decode(c or "ascii", "replace") if isinstance(p, bytes) else p for p, c in parts)
