"""Who takes part: the people around one candidacy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from agent.core.workdays import Workdays


class Part(StrEnum):
    """The part a person plays in the hiring."""

    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"
    HIRING_MANAGER = "hiring_manager"
    AGENCY = "agency"
    USER = "user"
    OTHER = "other"


MEETS_THE_CANDIDATE = frozenset({Part.INTERVIEWER, Part.HIRING_MANAGER})
"""Parts that sit in the interview, and so may be thanked directly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as mail and calendar know them; what is not known is None."""

    name: str | None = None
    address: str | None = None
    title: str | None = None
    part: Part = Part.OTHER

    @property
    def met(self) -> bool:
        """Whether this person sits in the interview."""
        return self.part in MEETS_THE_CANDIDATE

    def is_the_same_as(self, other: Person) -> bool:
        """Same address; or, where one of the two has none, the same name."""
        if self.address and other.address:
            return self.address.casefold() == other.address.casefold()
        return bool(self.name and other.name) and _folded(self.name) == _folded(other.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who the user is, for whoever reads the user's mail: addresses, home zone (IANA), business days, and the
    authserv-ids (RFC 8601) of the user's own mail server, the only ones whose word on a sender counts.
    """

    addresses: tuple[str, ...] = ()
    zone: str = "America/New_York"
    workdays: Workdays = field(default_factory=Workdays)
    authserv_ids: tuple[str, ...] = ()

    def has(self, address: str | None) -> bool:
        """Whether an address is the user's: case does not matter, nor does a +detail (RFC 5233)."""
        return bool(address) and _bare(address or "") in {_bare(own) for own in self.addresses}


def joined(known: tuple[Person, ...], more: tuple[Person, ...]) -> tuple[Person, ...]:
    """Everyone once: later knowledge fills gaps, and a telling part replaces `other`."""
    people = list(known)
    for person in more:
        for index, had in enumerate(people):
            if had.is_the_same_as(person):
                people[index] = _completed(had, person)
                break
        else:
            people.append(person)
    return tuple(people)


def _completed(had: Person, told: Person) -> Person:
    return replace(
        had,
        name=had.name or told.name,
        address=had.address or told.address,
        title=had.title or told.title,
        part=told.part if had.part is Part.OTHER else had.part,
    )


def _bare(address: str) -> str:
    local, _, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _folded(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
