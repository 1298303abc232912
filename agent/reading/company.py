"""Which employer a mail is about: never the system that sent it, and for an agency its client.

Names are gathered from where employers name themselves (display name, subject, "at …", closing lines) and weighed; a name
that agrees with the sender's domain, or with the tenant in a vendor's address, weighs most (field guide, section 1.1).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.core.findings import Evidence, Where
from agent.core.people import Part, Person
from agent.reading.addresses import domain_of, local_of
from agent.reading.clauses import unaccented
from agent.reading.firm import ADDITIONS, agrees, cleaned, fitted, key, squashed
from agent.reading.mail import Mail
from agent.reading.names import NAMING, PHRASE, is_person_name, is_personal, trimmed
from agent.reading.role import TITLES, joined
from agent.reading.vendors import Trade, Vendor, is_free, registrable, vendor_of

_TEXT: Final = 6_000
_ENOUGH: Final = 3
"""What a name must weigh to be believed."""
_AGREES: Final = 6
"""What it weighs that a name agrees with the sender's domain."""
_AT: Final = 2
"""What "at Acme" weighs: in an agency's mail more, for it is the client."""
_NAMES_ITS_SENDER: Final = frozenset({Trade.ATS, Trade.ASSESSMENT})
"""Trades whose systems put the employer's name in front of their own address."""


@dataclass(frozen=True, slots=True)
class Company:
    """An employer's name, and the words it was taken from."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    weight: int
    where: Where
    quote: str


def company_of(mail: Mail, *, summary: str = "") -> Company | None:
    """The employer that a mail is about, or None. `summary` is what its calendar objects say."""
    other = _other_side(mail)
    vendor = vendor_of(other.address)
    slug = _slug(other.address, vendor)
    agency = is_agency(mail)
    weights: dict[str, int] = defaultdict(int)
    best: dict[str, _Found] = {}
    for found in _candidates(mail, other, summary, vendor, slug, agency=agency):
        name = cleaned(found.name)
        known = key(name)
        if known and not _is_none(name, mail, vendor):
            weights[known] += found.weight
            best.setdefault(known, replace(found, name=name))
    _favour(weights, best, slug, agency=agency)
    _merge(weights, best)
    known = max(best, key=lambda each: (weights[each], len(each)), default="")
    if not known or weights[known] < _ENOUGH:
        return _by_domain(other, slug) if vendor is None and not agency else None
    winner = best[known]
    name = winner.name if agency else fitted(winner.name, slug)
    return Company(name, Evidence(of="company", where=winner.where, quote=winner.quote[:300], rule="company"))


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
    framed = [
        trimmed(match["name"]) for weight, frame in _frames("en") if weight > 2 for match in frame.finditer(words)
    ]
    named = [cleaned(trimmed(name)) for name in re.findall(PHRASE, words)]
    fits = [fitted(name, slug) for name in named if slug and agrees(name, slug) and name.casefold() not in _NEVER]
    rest = (name for name in map(cleaned, framed) if key(name) and name.casefold() not in _NEVER)
    return min(fits, key=len) if fits else next(rest, None)


# ── whose mail ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _other_side(mail: Mail) -> Person:
    """The sender; in the user's own mail, whom it is written to."""
    sender = mail.envelope.sender
    if sender.part is not Part.USER:
        return sender
    return next((person for person in mail.envelope.to if person.part is not Part.USER), sender)


def is_agency(mail: Mail) -> bool:
    """Whether the sender finds people for others: by their domain, name or signature."""
    sender = _other_side(mail)
    if vendor_of(sender.address) or is_free(sender.address):
        return False
    place = registrable(sender.address).partition(".")[0]
    closing = mail.text[-200:] + mail.signature[:200]
    return _names_an_agency(place) or bool(_AGENCY_SAYS.search(closing)) or bool(_CLIENT.search(mail.text[:_TEXT]))


def _names_an_agency(name: str) -> bool:
    folded = unaccented(name.casefold())
    return any(word in folded for word in _AGENCY_WORDS)


_AGENCY_WORDS = tuple(NAMING["company"]["agencies"])
_AGENCY_SAYS = re.compile(
    r"\b(?:staffing|recruitment (?:agency|consultant)|recruiters?\b.{0,20}(?:ltd|limited)|executive search|talent partners"
    r"|principal consultant|personalberatung|cabinet de recrutement|we place people)",
    re.IGNORECASE | re.MULTILINE,
)
_CLIENT = re.compile(
    r"\b(?:my|our|the) client(?:'s|s)?\b|\bmeines? (?:kunde|mandant)|\bopdrachtgever\b|\bmi cliente\b", re.IGNORECASE
)


def _slug(address: str | None, vendor: Vendor | None) -> str:
    """What an address says of the employer: its domain, or the tenant in a vendor's."""
    if vendor is None:
        return "" if is_free(address) else registrable(address).partition(".")[0]
    if vendor.name in {"Workday", "iCIMS"}:
        return re.split(r"[+._]", local_of(address))[0]
    below = domain_of(address).removesuffix(registrable(address)).strip(".").split(".")
    return below[-1] if vendor.name in {"Teamtailor", "Comeet", "Recruitee", "Pinpoint"} and below[-1] else ""


# ── where names stand ────────────────────────────────────────────────────────────────────────────────────────────────


def _candidates(
    mail: Mail, other: Person, summary: str, vendor: Vendor | None, slug: str, *, agency: bool
) -> Iterator[_Found]:
    if other is mail.envelope.sender:
        yield from _display(mail, vendor)
    subject, text = mail.envelope.subject, joined(mail.text[:_TEXT])
    places = ((Where.SUBJECT, _bare(subject), 1), (Where.BODY, text, 0), (Where.CALENDAR, summary[:_TEXT], 0))
    for where, said, extra in places:
        for weight, frame in _frames(mail.envelope.language):
            for match in frame.finditer(said):
                name = trimmed(match["name"]).removeprefix("The ")
                yield _Found(name, weight + extra + (agency and weight == _AT), where, _line(said, match))
    yield from _pieces(_bare(subject), Where.SUBJECT, 3 if agency else 1)
    scheduler = vendor is not None and vendor.trade is Trade.SCHEDULER
    for line in (*summary.splitlines()[:12], *(text.splitlines()[:20] if scheduler else ())):
        yield from _pieces(line, Where.CALENDAR, 2 if scheduler else 1)
    yield from _closing(mail)
    yield from _everywhere(mail, summary, slug)


@cache
def _frames(language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The frames of English and of one other language."""
    table: dict[str, Any] = tomllib.loads(files("agent.reading").joinpath("company.toml").read_text("utf-8"))
    languages = dict.fromkeys(("en", language if language in table else "en"))
    frames = [frame for each in languages for frame in table[each]["frames"]]
    return tuple((weight, re.compile(source.replace("NAME", f"(?P<name>{PHRASE})"))) for weight, source in frames)


def _bare(subject: str) -> str:
    """A subject without what mail programs put before and calendars behind it."""
    return re.sub(r" @ \w{2,4}\.? .{4,60}\(.{2,80}\)$", "", _REPLIES.sub("", subject))


_REPLIES = re.compile(r"^(?:\s{0,3}(?:re|aw|wg|fwd?|tr|antw|sv)\s?:)+\s{0,3}", re.IGNORECASE)


def _line(text: str, match: re.Match[str]) -> str:
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return text[start : end if end >= 0 else None].strip()[:300]


def _display(mail: Mail, vendor: Vendor | None) -> Iterator[_Found]:
    sender = mail.envelope.sender
    name = sender.name or ""
    header = f"From: {mail.header('from') or ''}"
    if inside := re.search(r"\(([^()]{2,60})\)", name):
        yield _Found(inside[1], 4, Where.HEADER, header)
        return
    behind = re.search(r"(?:\b(?:at|from|von|bei|via)|@|\s-)\s+(.{2,60})$", name)
    if behind and not vendor:
        yield _Found(behind[1], 4, Where.HEADER, header)
        return
    bare = cleaned(name)
    personal = (vendor is None and is_personal(name, sender.address)) or (is_person_name(name) and _signs(mail, name))
    by_a_system = vendor is not None and (vendor.trade in _NAMES_ITS_SENDER or not is_person_name(name))
    if is_free(sender.address):
        yield _Found(bare, 1, Where.HEADER, header)
    elif bare != name or (by_a_system and not personal):
        yield _Found(bare, 4, Where.HEADER, header)
    elif not personal and vendor is None:
        yield _Found(bare, 3, Where.HEADER, header)


def _signs(mail: Mail, name: str) -> bool:
    """Whether the display name stands as a line of its own at the end: then it is a person's."""
    lines = [line.strip(" ,.-") for line in f"{mail.text[-300:]}\n{mail.signature}".splitlines() if line.strip()]
    return name in lines[:-1]


def _pieces(line: str, where: Where, weight: int) -> Iterator[_Found]:
    """`Fathomline | Engineer`, `Cinderhall - Phone Screen`, `Engineer @ Odderbeck`, `Interview: Tessaline`."""
    pieces = [piece.strip() for piece in _BETWEEN.split(line) if piece.strip()]
    for piece in pieces if len(pieces) > 1 and len(line) < 160 else ():
        if re.fullmatch(PHRASE, piece):
            yield _Found(piece, weight, where, line[:300])
    if " @ " in line:
        yield _Found(trimmed(line.rpartition(" @ ")[2]), 3, where, line[:300])


_BETWEEN = re.compile(r"\s[|–—:/x×<>-]{1,3}\s|:\s|\s@\s|\s?[(),]\s?|\swith\s")


def _closing(mail: Mail) -> Iterator[_Found]:
    """The last lines, where senders say for whom they write: `Head of Data, Pinefold`, `The Quillmark Talent Team`."""
    text = f"{mail.text}\n{mail.signature}\n{mail.footer[:400]}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for index, line in enumerate(reversed(lines[-10:])):
        for piece in re.split(r",\s|\s[|·•–—/-]\s|\s@\s|\bat\s", line) if len(line) <= 80 else ():
            if phrase := _SIGNED.fullmatch(piece.strip()):
                yield _Found(phrase["name"], 2 if index < 5 else 1, Where.BODY, line)


_SIGNED = re.compile(
    rf"(?:The |Your |Team |Das |Dein |Deine |Ihr |L'équipe (?:Talents |recrutement )?(?:de )?)?(?P<name>{PHRASE})[.!]?"
)


def _everywhere(mail: Mail, summary: str, slug: str) -> Iterator[_Found]:
    """Any capitalised words that agree with the sender's domain: alone they are worth nothing."""
    begins = squashed(slug)[:3]
    if not begins:
        return
    text = joined(f"{mail.envelope.subject}\n{mail.text[:_TEXT]}\n{mail.signature}\n{summary[:_TEXT]}")
    for match in re.finditer(PHRASE, text):
        if begins in squashed(match.group()):
            yield _Found(trimmed(match.group()).removeprefix("The "), 0, Where.BODY, _line(text, match))


# ── weighing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _favour(weights: dict[str, int], best: dict[str, _Found], slug: str, *, agency: bool) -> None:
    """The sender's own house outweighs other names; an agency's own name is never the employer's."""
    for known, found in best.items():
        if slug and agrees(found.name, slug):
            weights[known] += -_AGREES if agency else _AGREES
        elif agency and _names_an_agency(found.name):
            weights[known] -= _AGREES


_NEVER = frozenset(NAMING["company"]["never"])


def _is_none(name: str, mail: Mail, vendor: Vendor | None) -> bool:
    folded = name.casefold()
    if len(folded) < 2 or folded in _NEVER or folded in ADDITIONS or (vendor and folded == vendor.name.casefold()):
        return True
    words = folded.split()
    if all(word in _NEVER or word.isdigit() for word in (words[0], words[-1])) or words[-1] in TITLES:
        return True
    sender = mail.envelope.sender
    personal = [sender.name or ""] if vendor is None and is_personal(sender.name or "", sender.address) else []
    people = [*personal, *(person.name or "" for person in mail.envelope.to)]
    own = {word for each in people for word in key(each).split()}
    return set(key(name).split()) <= own


def _merge(weights: dict[str, int], best: dict[str, _Found]) -> None:
    """`Larkwell` and `Larkwell Robotics` are one: the longer name, unless only the shorter is a firm's own."""
    for short in sorted(best, key=len):
        for long in sorted(best, key=len, reverse=True):
            if short != long and short in best and long in best and long.startswith(f"{short} "):
                if weights[long] >= 2 and weights[long] * 2 >= weights[short] - _AGREES:
                    weights[long] += max(0, weights[short] - _AGREES)
                else:
                    weights[short] += max(0, weights[long] - _AGREES)
