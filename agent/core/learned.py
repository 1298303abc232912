"""One reading, with what is needed to make facts of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from agent.core.facts import Source
from agent.core.findings import Reading


class Common(TypedDict):
    """What every fact of one reading has in common."""

    candidacy: str
    at: datetime
    noted: datetime
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A reading that belongs to a candidacy: when it is noted, from which account, by which version of the reader."""

    reading: Reading
    candidacy: str
    noted: datetime
    account: str
    reader: str

    @property
    def at(self) -> datetime:
        """When it was said: the mail's date, but never in the future."""
        return min(self.reading.envelope.date or self.noted, self.noted)

    def source(self, of: str = "kind") -> Source:
        """The source of a fact, with the words that decided one field."""
        evidence = self.reading.because(of) or self.reading.because("kind")
        return Source(
            account=self.account,
            id=self.reading.envelope.message_id,
            reader=self.reader,
            where=evidence.where.value if evidence else "",
            quote=evidence.quote if evidence else "",
            rule=evidence.rule if evidence else "",
        )

    def common(self, of: str = "kind") -> Common:
        """The head of every fact of this reading, sourced from the words that decided the field `of`."""
        return Common(candidacy=self.candidacy, at=self.at, noted=self.noted, source=self.source(of))
