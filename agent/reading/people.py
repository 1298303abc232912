"""Who takes part: interviewers named in the words, the sender's part, recruiters and coordinators.

Nobody is an interviewer for being named: the sentence must say that the candidate meets them (`met.py`). Rooms, groups, machines and
the user are never among them. Names without an address are normal; the letter then goes by way of the recruiter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from agent.core.people import Me, Part, Person
from agent.reading.agency import is_agency
from agent.reading.mail import Mail
from agent.reading.met import NAME, Met, met_in, whole_name, writer_is_met, writer_may_be_met
from agent.reading.names import is_person_name
from agent.reading.title import is_title
from agent.reading.vendors import hears, vendor_of
from agent.reading.wrapped import bare_subject

_TEXT: Final = 8_000
_MOST: Final = 20

_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (Part.RECRUITER, re.compile(r"\b(?:recruit\w*|talent|sourcer|people (?:ops|operations|partner|team)|hr\b|human resources|personal(?:referent\w*|abteilung|leiter\w*)|recrutement|rrhh|recursos humanos|selección|werving|people & culture|p&o|headhunter|\brh\b)", re.IGNORECASE)),
    (Part.COORDINATOR, re.compile(r"\b(?:coordinat\w*|scheduling|assistant to|executive assistant|administrative assistant|\bEA to|\bPA to|secretar\w*|office of|assistante? rh|koordinat\w*|sekretariat|team assistant|admin\w* assistant)\b", re.IGNORECASE)),
    (Part.HIRING_MANAGER, re.compile(r"\bhiring manager\b", re.IGNORECASE)),
)  # fmt: skip
_LABELLED: Final = re.compile(r"\s{0,4}\w[\w ]{1,24}:\s")
"""A line of an invitation that was taken for a signature's: `Interviewer: Anouk Stier`."""
_COVERING: Final = 60
"""Words of a covering note above a letter that is passed on."""
_WRITER: Final = re.compile(
    r"^(?:From|Von|De|Van) ?: ?\"?(?P<name>[A-ZÀ-Þ][^<\"\n]{3,60}?)\"? ?(?:<|\[|$)", re.MULTILINE
)
_WITH: Final = re.compile(r"\b(?:with|mit|avec|con|met) [^@|]{3,80}", re.IGNORECASE)
_ASSISTS: Final = re.compile(r"\b(?:[Aa]ssistant|EA|PA|[Ss]ecretary|[Aa]ssistante?|Assistenz) (?:to|of|für|von|de) ")


def named_interviewers(mail: Mail, me: Me, *, extra: str = "", excluded: tuple[str, ...] = ()) -> tuple[Person, ...]:
    """Everyone whom the words say the candidate meets, in their order. `extra` is the calendar item's description."""
    sender = mail.envelope.sender
    labels = "\n".join(line for line in mail.signature.splitlines()[:12] if _LABELLED.match(line))
    titled = _WITH.search(bare_subject(mail.envelope.subject))
    text = f"{titled.group() if titled else ''}\n{mail.text[:_TEXT]}\n{labels}\n{extra[:_TEXT]}"
    found = _Found(_own_names(mail, me), tuple(each.casefold() for each in excluded), _known_names(mail))
    everyone = met_in(text)
    for met in everyone:
        if not met.at_door:
            found.add(met)
    for met in everyone if not found.people else ():
        found.add(met)
    if not found.people and (boss := _assisted(mail)):
        found.add(Met(boss))
    if not found.people and mail.forwarded and len(mail.text.split()) < _COVERING:
        _passed_on(mail, found)
    people, name = found.people, _person_in(sender.name or "")
    if name and not me.has(sender.address) and _meets(mail, people):
        people = [person for person in people if (person.name or "").casefold() != name.casefold()]
        people.append(Person(name=name, address=sender.address, part=Part.INTERVIEWER))
    return tuple(_addressed(person, mail) for person in people[:_MOST])


def _person_in(display: str) -> str | None:
    """The person of a display name, ranks aside: `Lt. Col. (ret.) Ward Hensley`."""
    if is_person_name(display):
        return display
    named = NAME.search(display) if "(" in display else None
    return named["name"] if named and is_person_name(named["name"]) else None


def _passed_on(mail: Mail, found: _Found) -> None:
    """Those who are met by the words of a letter that is passed on, its writer among them."""
    for met in met_in(mail.forwarded[:_TEXT]):
        found.add(met)
    writer = _WRITER.search(mail.forwarded[:_TEXT])
    if writer and writer_is_met(mail.forwarded[:_TEXT]):
        found.add(Met(writer["name"]))


def _meets(mail: Mail, others: list[Person]) -> bool:
    """Whether the writer is met: they say so, or speak of meeting where nobody else is named and do not arrange it."""
    text = mail.text[:_TEXT]
    if writer_is_met(text):
        return True
    arranges = (
        _part_of(mail) in {Part.RECRUITER, Part.COORDINATOR}
        or is_agency(mail)
        or vendor_of(mail.envelope.sender.address)
    )
    return not others and not arranges and writer_may_be_met(text)


@dataclass(slots=True)
class _Found:
    """The people met so far. `own` are the user's names, `never` names of firms and roles, `known` full names in the mail."""

    own: set[str]
    never: tuple[str, ...]
    known: tuple[str, ...]
    people: list[Person] = field(default_factory=list)

    def add(self, met: Met) -> None:
        """Take a name, if it is a person's and nobody's that is there already."""
        name: str | None = met.name
        if met.part_of_name:
            name = whole_name(met.name, (*self.known, *(person.name or "" for person in self.people)))
            name = name or (met.name if " " in met.name else None)
        if name is None or (not met.part_of_name and (not is_person_name(name) or is_title(name))):
            return
        folded = name.casefold()
        if any(" " in own and own.split()[-1] == folded.split()[-1] for own in self.own):
            return
        if folded in self.own or any(folded in each or (each in folded and len(each) > 3) for each in self.never):
            return
        if not any(_same(folded, had.name or "") for had in self.people):
            self.people.append(Person(name=name, title=met.title, part=Part.INTERVIEWER))


def _same(folded: str, had: str) -> bool:
    """Whether a name is there already: the same, or a surname with an honorific beside the full one."""
    return folded == had.casefold() or (
        folded.rsplit(maxsplit=1)[-1] == had.casefold().split()[-1]
        and len(folded.split()) == 2
        and folded.split(maxsplit=1)[0].strip(".") in _HONORIFICS
    )


_HONORIFICS: Final = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "mme",
        "m",
        "herr",
        "herrn",
        "frau",
        "sr",
        "sra",
        "dhr",
        "mevr",
        "mevrouw",
        "professor",
    }
)


def _known_names(mail: Mail) -> tuple[str, ...]:
    """Full names that the mail knows: of its head, its signature, of what it passes on."""
    heads = [
        person.name
        for person in (mail.envelope.sender, *mail.envelope.to)
        if person.name and is_person_name(person.name)
    ]
    text = f"{mail.text[-400:]}\n{mail.signature[:300]}\n{mail.forwarded[:600]}\n{mail.text[:_TEXT]}"
    named = (match["name"] for match in NAME.finditer(text))
    return tuple(dict.fromkeys([*heads, *(name for name in named if is_person_name(name) and not is_title(name))]))


def _assisted(mail: Mail) -> str | None:
    """Whom an assistant writes for: `Executive Assistant to Anders Solberg`."""
    closing = f"{mail.text[-300:]}\n{mail.signature[:300]}"
    found = _ASSISTS.search(closing)
    named = NAME.match(closing, found.end()) if found else None
    return named["name"] if named else None


def _own_names(mail: Mail, me: Me) -> set[str]:
    names = {(person.name or "").casefold() for person in mail.envelope.to if me.has(person.address)}
    parts = {part for name in names for part in [name, " ".join(name.split()[:1] + name.split()[-1:])]}
    locals_ = {" ".join(re.split(r"[._+-]", address.partition("@")[0])).casefold() for address in me.addresses}
    return {part for part in parts | locals_ if part}


def _addressed(person: Person, mail: Mail) -> Person:
    """A named person with the address that the head of the mail knows for them."""
    known = (mail.envelope.sender, *mail.envelope.to)
    same = next(
        (each for each in known if each.name and person.name and each.name.casefold() == person.name.casefold()), None
    )
    return replace(person, address=same.address) if same and not person.address else person


def sender_of(mail: Mail, me: Me) -> Person | None:
    """The sender with the part they play; None for machines, vendors and the user."""
    sender = mail.envelope.sender
    if not sender.address or me.has(sender.address):
        return None
    vendor = vendor_of(sender.address)
    if (vendor or not hears(sender.address)) and not (
        sender.name and is_person_name(sender.name) and hears(sender.address)
    ):
        return None
    part = _part_of(mail)
    if is_agency(mail):
        part = Part.AGENCY
    return Person(name=sender.name, address=sender.address, title=_signed_title(mail), part=part)


def _part_of(mail: Mail) -> Part:
    """The part that the sender's name, address and signature tell of."""
    sender = mail.envelope.sender
    signature = (
        f"{sender.name or ''}\n{mail.text[-250:]}\n{mail.signature[:250]}\n{(sender.address or '').partition('@')[0]}"
    )
    return next((part for part, words in _PARTS if words.search(signature)), Part.OTHER)


def _signed_title(mail: Mail) -> str | None:
    """What stands below the sender's name in the signature."""
    lines = [line.strip() for line in f"{mail.text[-300:]}\n{mail.signature[:300]}".splitlines() if line.strip(" -_")]
    name = (mail.envelope.sender.name or "").casefold()
    for line, below in pairwise(lines):
        if (
            name
            and line.casefold().rstrip(",") == name
            and 3 <= len(below) <= 60
            and not re.search(r"[@\d]|https?:", below)
        ):
            return below.split(",")[0].split(" | ")[0].strip()
    return None
