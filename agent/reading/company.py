"""Which employer a mail is about: never the system that sent it, and for an agency its client.

Names are gathered from where employers name themselves (`employer.py`) and weighed; a name that agrees with the sender's
domain, or with the tenant in a vendor's address, weighs most (field guide, section 1.1).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from agent.core.findings import Evidence, Where
from agent.core.people import Part, Person
from agent.reading.addresses import domain_of, local_of
from agent.reading.agency import is_agency, names_an_agency
from agent.reading.beside import Found, in_words
from agent.reading.employer import NEVER, named
from agent.reading.firm import ADDITIONS, agrees, cleaned, fitted, key, squashed
from agent.reading.mail import Mail
from agent.reading.mention import LINKS
from agent.reading.names import is_person_name, is_personal
from agent.reading.title import is_title
from agent.reading.vendors import Trade, Vendor, is_free, registrable, vendor_of

_ENOUGH: Final = 3
"""What a name must weigh to be believed."""
_AGREES: Final = 7
"""What it weighs that a name agrees with the sender's domain."""
_PARTLY: Final = 5
"""What it weighs that one of its words is a part of the domain."""
_LONG: Final = 5
_SIGNS: Final = 2
"""The same for a name that only signs, where another is named as the one with the job: an agency's."""
_JOB: Final = 5
"""What words weigh that name the one with the job: "position at", "interview with", "on behalf of"."""
_SAME: Final = 2
"""How often the same words beside a name count: a firm is not the employer for being mentioned often."""


@dataclass(frozen=True, slots=True)
class Company:
    """An employer's name, and the words it was taken from."""

    name: str
    evidence: Evidence


@dataclass(slots=True)
class _Weighed:
    """One name with everything that speaks for it."""

    weight: int = 0
    spellings: Counter[str] = field(default_factory=Counter)
    told: Counter[tuple[Where, str]] = field(default_factory=Counter)
    best: Found | None = None
    strongest: int = 0
    in_words: bool = False

    def add(self, found: Found, name: str) -> None:
        self.told[(found.where, found.cue)] += 1
        if self.told[(found.where, found.cue)] <= _SAME:
            self.weight += found.weight
        self.spellings[name] += 1 + found.weight
        names = found.cue not in {"", "piece", "closing"} and not found.cue.endswith(
            ("with", "mit", "avec", "con", "met")
        )
        self.strongest = max(self.strongest, found.weight if names else 0)
        self.in_words |= found.cue not in {"", "piece", "closing", "footer"} and found.weight > 1
        if self.best is None or found.weight > self.best.weight:
            self.best = found

    @property
    def name(self) -> str:
        """The spelling for which most speaks; with its article where both are written."""
        best = max(self.spellings, key=lambda each: (self.spellings[each], each.startswith("The ")))
        return f"The {best}" if self.spellings.get(f"The {best}", 0) * 2 >= self.spellings[best] else best


def company_of(mail: Mail, *, summary: str = "") -> Company | None:
    """The employer that a mail is about, or None. `summary` is what its calendar objects say."""
    other = _other_side(mail)
    vendor = vendor_of(other.address)
    slug = _slug(other.address, vendor)
    agency = is_agency(mail, other)
    weighed: dict[str, _Weighed] = {}
    for found in named(mail, other, summary, vendor, slug, agency=agency):
        name = cleaned(found.name)
        known = key(name)
        if known and not _is_none(name, mail, vendor):
            weighed.setdefault(known, _Weighed()).add(found, name)
    _favour(weighed, slug, agency=agency, they=bool(_THEY.search(mail.text)))
    _merge(weighed)
    known = max(weighed, key=lambda each: (weighed[each].weight, len(each)), default="")
    if not known or weighed[known].weight < _ENOUGH:
        return _by_domain(other, slug) if vendor is None and not agency else None
    best = weighed[known].best
    name = weighed[known].name if agency else fitted(weighed[known].name, slug)
    where, quote = (best.where, best.quote) if best else (Where.BODY, "")
    return Company(name, Evidence(of="company", where=where, quote=quote[:300], rule="company"))


def _by_domain(other: Person, slug: str) -> Company | None:
    """What the domain calls itself, where no word of the mail does: `papeterie-moreau` → Papeterie Moreau."""
    words = [word for word in re.split(r"[-_]", slug) if word]
    if not words or len(slug) < _ENOUGH or any(word.isdigit() for word in words):
        return None
    name = " ".join(word.capitalize() for word in words)
    return Company(name, Evidence(of="company", where=Where.HEADER, quote=other.address or "", rule="company: domain"))


def company_in(words: str, organizer: Person | None) -> str | None:
    """The employer that a calendar item is about: a name in its words that agrees with the organiser's domain."""
    address = organizer.address if organizer else None
    slug = _slug(address, vendor_of(address))
    weighed: dict[str, _Weighed] = {}
    for found in in_words(words, Where.CALENDAR, "en"):
        name = cleaned(found.name)
        if key(name) and name.casefold() not in NEVER and not is_title(name):
            weighed.setdefault(key(name), _Weighed()).add(found, name)
    fits = [fitted(each.name, slug) for each in weighed.values() if slug and agrees(each.name, slug)]
    if fits:
        return min(fits, key=len)
    best = max(weighed.values(), key=lambda each: each.weight, default=None)
    return best.name if best and best.weight >= _ENOUGH else None


# ── whose mail ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _other_side(mail: Mail) -> Person:
    """The sender; in the user's own mail, whom it is written to."""
    sender = mail.envelope.sender
    if sender.part is not Part.USER:
        return sender
    return next((person for person in mail.envelope.to if person.part is not Part.USER), sender)


def _slug(address: str | None, vendor: Vendor | None) -> str:
    """What an address says of the employer: its domain, or the tenant in a vendor's."""
    if vendor is None:
        labels = domain_of(address).split(".") if address and not is_free(address) else []
        own = registrable(address).partition(".")[0] if labels else ""
        return labels[labels.index(own) - 1] if own in _PUBLIC and labels.index(own) else own
    if vendor.name in {"Workday", "iCIMS"}:
        return re.split(r"[+._]", local_of(address))[0]
    below = domain_of(address).removesuffix(registrable(address)).strip(".").split(".")
    return below[-1] if vendor.name in {"Teamtailor", "Comeet", "Recruitee", "Pinpoint"} and below[-1] else ""


_PUBLIC: Final = frozenset({"gov", "gob", "gouv", "co", "com", "org", "ac", "edu", "net"})
"""Labels below which others register."""


# ── weighing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _favour(weighed: dict[str, _Weighed], slug: str, *, agency: bool, they: bool = False) -> None:
    """The sender's own house outweighs other names; an agency's own name is never the employer's."""
    strangers = [each for each in weighed.values() if not (slug and agrees(each.name, slug))]
    another = any(each.strongest >= (2 if they else _JOB) for each in strangers)
    for each in weighed.values():
        if slug and agrees(each.name, slug):
            only_signs = another and each.strongest < _JOB and not each.in_words
            bonus = -_AGREES if they else _SIGNS
            each.weight += -_AGREES * 3 if agency else bonus if only_signs else _AGREES
        elif slug and not agency and _shares_a_word(each.name, slug):
            each.weight += _PARTLY
        elif agency and names_an_agency(each.name):
            each.weight -= _AGREES * 3


def _shares_a_word(name: str, slug: str) -> bool:
    """`Landratsamt Hohenau` and lra-hohenau: a part of the domain is a word of the name."""
    parts = {part for part in re.split(r"[-_]", slug.casefold()) if len(part) >= _LONG}
    return any(squashed(word) in parts for word in name.split())


def _is_none(name: str, mail: Mail, vendor: Vendor | None) -> bool:
    folded = name.casefold()
    initials = {"".join(word[0] for word in person.name.split()) for person in mail.envelope.to if person.name}
    if name in initials:
        return True
    if len(folded) < 2 or folded in NEVER or folded in ADDITIONS or (vendor and folded == vendor.name.casefold()):
        return True
    words = folded.split()
    if all(word in NEVER or word.isdigit() or word in LINKS for word in words) or is_title(name):
        return True
    sender = mail.envelope.sender
    name_of_sender = _FOR.split(sender.name or "")[0]
    personal = [name_of_sender] if vendor is None and is_personal(sender.name or "", sender.address) else []
    if vendor and vendor.trade is Trade.SCHEDULER and is_person_name(name) and f"with {name}" in mail.envelope.subject:
        return True  # whose calendar it is
    through = is_person_name(name_of_sender) and "via " in (mail.header("from") or "")
    if (personal or through) and key(name) == key(name_of_sender).split()[0]:
        return True
    if vendor and is_person_name(name_of_sender) and key(name) == key(name_of_sender):
        return vendor.trade is not Trade.ATS or through
    to = [person.name for person in mail.envelope.to if person.name]
    if any(is_person_name(each) and key(each) in key(name) for each in to) or _are_people(name):
        return True
    people = [*personal, *to]
    own = {word for each in people for word in key(each).split()}
    return set(key(name).split()) <= own


_THEY: Final = re.compile(
    r"\b[Tt]hey(?:'ve|'d|'re| have| haven't| had| want| do want| would| loved| liked| are| were| can| could| came| asked)\b|\b(?:[Ss]poke|[Hh]eard|[Ww]ord)(?: back)? (?:to|with|from) [A-Z]"
)
"""Words of somebody who speaks of the employer as of others."""


def _are_people(name: str) -> bool:
    """`Viktor Hallam and Ines Bodnar`: two people, and no firm."""
    sides = re.split(r" (?:and|und|et|y|en) ", name)
    return len(sides) == 2 and all(len(side.split()) == 2 and is_person_name(side) for side in sides)


_FOR: Final = re.compile(r"\s(?:von|at|from|@|bei|chez|bij|via|[-–|(])\s?", re.IGNORECASE)
"""What stands between a person's name and their firm's in a display name."""


def _is_whole(long: str, short: str) -> bool:
    """Whether one name is the other said in full: `Larkwell Robotics`, `Oakhampton Borough Council`."""
    if long.startswith(f"{short} "):
        return True
    words = long.split()
    inside = " ".join(words[:1]) != short.split(maxsplit=1)[0] and words[-1] == short.rsplit(maxsplit=1)[-1]
    return inside and any(word in _SMALL for word in words)


def _is_inside(long: str, short: str) -> bool:
    return not long.startswith(short)


_SMALL: Final = frozenset({"de", "du", "des", "of", "del", "von", "van", "la", "der"})


def _merge(weighed: dict[str, _Weighed]) -> None:
    """`Larkwell` and `Larkwell Robotics` are one: the longer name, unless only the shorter is a firm's own."""
    for short in sorted(weighed, key=len):
        same = next(
            (each for each in weighed if each != short and squashed(each) == squashed(short) and " " in each), None
        )
        if same and " " not in short:
            weighed[same].weight += weighed.pop(short).weight
            continue
        for long in sorted(weighed, key=len, reverse=True):
            if short != long and short in weighed and long in weighed and _is_whole(long, short):
                one, other = weighed[short], weighed[long]
                if other.weight >= 2 and other.weight * 2 >= one.weight - _AGREES:
                    other.weight = max(
                        other.weight + max(0, one.weight - _AGREES), one.weight + _is_inside(long, short)
                    )
                else:
                    one.weight += max(0, other.weight - _AGREES)
