"""Labelled sentences as mail: each in a letter of its own, to or from somebody who writes about a candidacy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

USER = "robin.ashdown@example.org"
THEM = "dana.kessler@brookmere.example"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Some words and what they mean; `mine` says that the user wrote them."""

    name: str
    kind: str
    text: str
    language: str
    mine: bool

    @property
    def raw(self) -> bytes:
        """The words as a reply in a correspondence about a position."""
        mail = EmailMessage()
        them, user = f"Dana Kessler <{THEM}>", f"Robin Ashdown <{USER}>"
        mail["From"], mail["To"] = (user, them) if self.mine else (them, user)
        mail["Subject"] = _SUBJECTS[self.language]
        mail["Date"] = "Wed, 04 Mar 2026 10:00:00 -0500"
        mail["Message-ID"] = f"<{self.name}@brookmere.example>"
        mail["In-Reply-To"] = mail["References"] = "<first@brookmere.example>"
        mail.set_content(self.text)
        return mail.as_bytes()


_SUBJECTS = {
    "en": "Re: Your application",
    "de": "AW: Ihre Bewerbung",
    "fr": "Re: Votre candidature",
    "es": "Re: Su candidatura",
    "nl": "Re: Uw sollicitatie",
}


def sentences(file: Path) -> Iterator[Sentence]:
    """The sentences of a file, one JSON object a line."""
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        row = json.loads(line)
        mine = row["speaker"] != "them"
        yield Sentence(f"{file.stem}-{number}", row["kind"], row["text"], row["language"], mine)
