"""A large mailbox, written straight into a Maildir: people, newsletters, invitations and attachments, as they are mixed.

Sizes, headers and kinds follow what mailboxes hold; bodies are drawn from a pool, so that fifty thousand messages are
made in seconds. All of them lie within the last thirty days: every one is inside the window of a first look.
"""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Final

WINDOW: Final = timedelta(days=28)
_WORDS: Final = [
    "the",
    "your",
    "we",
    "team",
    "meeting",
    "project",
    "update",
    "report",
    "invoice",
    "order",
    "shipped",
    "account",
    "security",
    "data",
    "platform",
    "customer",
    "value",
    "growth",
    "market",
    "design",
    "review",
    "please",
    "confirm",
    "link",
    "call",
    "product",
    "newsletter",
    "weekly",
    "regards",
    "decision",
    "company",
]
_PEOPLE: Final = ("Ann Lee", "Bob Smith", "Dmitri Ivanov", "Eve Neal", "Mei Lin", "Sam Patel", "Tom Ng", "Zoe Hart")
_POOL: Final = 40
_ICS: Final = (
    "BEGIN:VCALENDAR\r\nPRODID:-//x//y//EN\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
    "DTSTAMP:20260301T090000Z\r\nDTSTART:20260304T100000Z\r\nDURATION:PT45M\r\nSUMMARY:Team lunch\r\n"
    "ORGANIZER:mailto:office@example.com\r\nATTENDEE:mailto:me@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True, slots=True)
class Population:
    """What was made: how many messages, and how many octets."""

    messages: int
    octets: int


def populate(maildir: Path, messages: int, *, seed: int = 7, until: datetime | None = None) -> Population:
    """Write so many messages into `cur`, oldest first, evenly over the window that ends now (or at `until`)."""
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    writer = _Writer(chance)
    end = until or datetime.now(UTC)
    octets = 0
    for number in range(messages):
        moment = end - WINDOW + WINDOW * number / messages
        raw = writer.message(number, moment)
        lines = raw.count(b"\n")
        seen = "S" if chance.random() < 0.8 else ""
        name = f"{int(moment.timestamp())}.M{number}P1.bench,S={len(raw)},W={len(raw) + lines}:2,{seen}"
        path = maildir / "cur" / name
        path.write_bytes(raw)
        os.utime(path, (moment.timestamp(), moment.timestamp()))
        octets += len(raw) + lines
    return Population(messages, octets)


class _Writer:
    """Makes messages; a body is one of a few dozen of its kind."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._film = chance.randbytes(1 << 18)
        self._kinds: tuple[tuple[float, Callable[[], bytes], str, bool], ...] = (
            (0.40, self._newsletter, 'multipart/alternative; boundary="frontier"', True),
            (0.70, self._both, 'multipart/alternative; boundary="frontier"', False),
            (0.90, self._plain, 'text/plain; charset="utf-8"', False),
            (0.95, self._invitation, 'multipart/mixed; boundary="frontier"', False),
            (1.00, self._attachment, 'multipart/mixed; boundary="frontier"', False),
        )
        self._pools = [[make() for _ in range(_POOL)] for _, make, _, _ in self._kinds]

    def message(self, number: int, moment: datetime) -> bytes:
        """One message; four in ten are newsletters, one in twenty is an invitation, one in twenty carries a document."""
        chance = self._chance
        draw = chance.random()
        kind = next(index for index, (upto, *_) in enumerate(self._kinds) if draw < upto)
        _, _, content_type, is_list = self._kinds[kind]
        return self._header(number, moment, content_type, is_list=is_list) + chance.choice(self._pools[kind])

    def _header(self, number: int, moment: datetime, content_type: str, *, is_list: bool) -> bytes:
        chance = self._chance
        domain = f"host{chance.randrange(300)}.example.com"
        date = format_datetime(moment)
        name = chance.choice(_PEOPLE)
        lines = [
            f"Received: from mx{hop}.{domain} (mx{hop}.{domain} [192.0.2.{hop + 1}])\n\tby in{hop}.example.org with ESMTPS id "
            f"{chance.getrandbits(64):x}\n\t(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n\t{date}"
            for hop in range(chance.randint(2, 5))
        ]
        signature = base64.b64encode(chance.randbytes(192)).decode()
        lines += [
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1;\n\tb={signature[:128]}\n\t {signature[128:]}",
            f"Authentication-Results: example.org; dkim=pass header.d={domain}; spf=pass; dmarc=pass",
            f"Return-Path: <bounce-{chance.getrandbits(32):x}@{domain}>",
            f"Date: {date}",
            f"From: {name} <{name.split()[0].lower()}@{domain}>",
            "To: Robin Ashdown <me@example.org>",
            f"Subject: {self._words(chance.randint(3, 9)).capitalize()}",
            f"Message-ID: <{number}.{chance.getrandbits(64):x}@{domain}>",
        ]
        if chance.random() < 0.25 and not is_list:
            lines.append(f"In-Reply-To: <{number - 1}@{domain}>\nReferences: <{number - 1}@{domain}>")
        if is_list:
            lines.append(f"List-Unsubscribe: <https://{domain}/u/{number}>\nList-Id: <news.{domain}>\nPrecedence: bulk")
        lines.append(f"MIME-Version: 1.0\nContent-Type: {content_type}")
        if content_type.startswith("text"):
            lines.append("Content-Transfer-Encoding: 8bit")
        return ("\n".join(lines) + "\n\n").encode()

    def _words(self, count: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=count))

    def _text(self, octets: int) -> str:
        lines = []
        while octets > 0:
            lines.append(self._words(12))
            octets -= len(lines[-1]) + 1
        return "\n".join(lines) + "\n"

    def _html(self, octets: int) -> str:
        row = '<tr><td style="padding:4px;font-size:14px"><a href="https://t.example.com/c/{}">{}</a></td></tr>\n'
        rows = []
        while octets > 0:
            rows.append(row.format(self._chance.getrandbits(128), self._words(8)))
            octets -= len(rows[-1])
        return f"<html><body><table>{''.join(rows)}</table></body></html>\n"

    def _alternative(self, text: str, html: str, *more: str, boundary: str = "frontier") -> str:
        parts = [
            f'Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n{text}',
            f'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n{html}',
            *more,
        ]
        return "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"

    def _newsletter(self) -> bytes:
        chance = self._chance
        return self._alternative(
            self._text(chance.randint(1500, 6000)), self._html(chance.randint(12000, 45000))
        ).encode()

    def _both(self) -> bytes:
        text = self._text(self._chance.randint(400, 3000))
        return self._alternative(text, "<div>" + text.replace("\n", "<br>\n") + "</div>").encode()

    def _plain(self) -> bytes:
        return self._text(self._chance.randint(300, 6000)).encode()

    def _invitation(self) -> bytes:
        ics = base64.encodebytes(_ICS.format(uid=f"{self._chance.getrandbits(96):x}@example.com").encode()).decode()
        part = (
            f'Content-Type: text/calendar; charset="utf-8"; method=REQUEST\nContent-Transfer-Encoding: base64\n\n{ics}'
        )
        inner = self._alternative(self._text(600), self._html(3000), part, boundary="inner")
        return f'--frontier\nContent-Type: multipart/alternative; boundary="inner"\n\n{inner}--frontier--\n'.encode()

    def _attachment(self) -> bytes:
        at = self._chance.randrange(1 << 16)
        film = base64.encodebytes(self._film[at : at + self._chance.randint(60_000, 180_000)]).decode()
        inner = self._alternative(self._text(800), self._html(2000), boundary="inner")
        document = f'Content-Type: application/pdf; name="doc.pdf"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="doc.pdf"\n\n{film}'
        return (
            f'--frontier\nContent-Type: multipart/alternative; boundary="inner"\n\n{inner}--frontier\n{document}--frontier--\n'
        ).encode()
