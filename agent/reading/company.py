"""Which employer a mail is about: never the system that sent it, and for an agency its client.

Names are gathered from where employers name themselves (display name, subject, "at …", closing lines) and weighed; a name
that agrees with the sender's domain, or with the tenant in a vendor's address, weighs most (field guide, section 1.1).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.findings import Evidence, Where
from agent.core.people import Person
from agent.reading.addresses import domain_of, local_of
from agent.reading.clauses import unaccented
from agent.reading.firm import ADDITIONS, agrees, cleaned, key, squashed
from agent.reading.mail import Mail
from agent.reading.names import NAMING, PHRASE, is_person_name, trimmed
from agent.reading.vendors import Trade, Vendor, is_free, registrable, vendor_of

_TEXT = 6_000


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


def company_of(
    mail: Mail, *, summary: str = "", role: str | None = None, people: tuple[str, ...] = ()
) -> Company | None:
    """The employer that a mail is about. `summary` is the calendar item's text, `role` and `people` what it is not."""
    vendor = vendor_of(mail.envelope.sender.address)
    slug = _slug(mail, vendor)
    agency = is_agency(mail)
    weights: dict[str, int] = defaultdict(int)
    best: dict[str, _Found] = {}
    not_these = {key(name) for name in (role, *people) if name}
    for found in _candidates(mail, summary, vendor, slug):
        name = cleaned(found.name)
        known = key(name)
        if not known or known in not_these or _is_none(name, mail, vendor):
            continue
        weights[known] += found.weight
        if known not in best:
            best[known] = _Found(name, found.weight, found.where, found.quote)
    for known, found in best.items():
        if slug and agrees(found.name, slug):
            weights[known] += -6 if agency else 6
        elif agency and _names_an_agency(found.name):
            weights[known] -= 6
    _merge(weights, best)
    if not best:
        return None
    known = max(best, key=lambda each: (weights[each], len(each)))
    if weights[known] < _ENOUGH:
        return None
    winner = best[known]
    return Company(winner.name, Evidence(of="company", where=winner.where, quote=winner.quote[:300], rule="company"))


_ENOUGH = 3


def company_in(words: str, organizer: Person | None) -> str | None:
    """The employer that a calendar item is about: a name in its words that agrees with the organiser's domain."""
    slug = ""
    if organizer and not is_free(organizer.address) and not vendor_of(organizer.address):
        slug = registrable(organizer.address).partition(".")[0]
    framed = [match["name"] for pattern, weight in _FRAMES if weight > 2 for match in pattern.finditer(words)]
    named = [cleaned(trimmed(name)) for name in (*re.findall(PHRASE, words), *framed)]
    fits = [name for name in named if slug and agrees(name, slug) and name.casefold() not in _NEVER]
    if fits:
        return min(fits, key=len)
    return next((name for name in map(cleaned, map(trimmed, framed)) if name.casefold() not in _NEVER), None)


def is_agency(mail: Mail) -> bool:
    """Whether the sender finds people for others: by their domain, name or signature."""
    sender = mail.envelope.sender
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
    r"|principal consultant|recruitment$|personalberatung|cabinet de recrutement|we place people)",
    re.IGNORECASE | re.MULTILINE,
)
_CLIENT = re.compile(
    r"\b(?:my|our|the) client(?:'s|s)?\b|\bmeines? (?:kunde|mandant)|\bopdrachtgever\b|\bmi cliente\b", re.IGNORECASE
)


# ── where names stand ────────────────────────────────────────────────────────────────────────────────────────────────


def _candidates(mail: Mail, summary: str, vendor: Vendor | None, slug: str) -> Iterator[_Found]:
    yield from _display(mail, vendor)
    subject = mail.envelope.subject
    text = mail.text[:_TEXT]
    for where, said, extra in (
        (Where.SUBJECT, subject, 1),
        (Where.BODY, text, 0),
        (Where.CALENDAR, summary[:_TEXT], 0),
    ):
        for pattern, weight in _FRAMES:
            for match in pattern.finditer(said):
                yield _Found(trimmed(match["name"]), weight + extra, where, _line(said, match))
    yield from _subject_pieces(subject)
    yield from _closing(mail)
    yield from _everywhere(mail, summary, slug)


def _line(text: str, match: re.Match[str]) -> str:
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return text[start : end if end >= 0 else None].strip()[:300]


def _display(mail: Mail, vendor: Vendor | None) -> Iterator[_Found]:
    name = mail.envelope.sender.name or ""
    header = f"From: {mail.header('from') or ''}"
    inside = re.search(r"\(([^()]{2,60})\)", name)
    if inside:
        yield _Found(inside[1], 4, Where.HEADER, header)
        return
    behind = re.search(r"\b(?:at|from|von|bei|@|-)\s+(.{2,60})$", name)
    if behind and not vendor:
        yield _Found(behind[1], 3, Where.HEADER, header)
    cleaned_name = cleaned(name)
    role_address = _ROLE_LOCAL.search(local_of(mail.envelope.sender.address))
    hiring = vendor is not None and vendor.trade in {Trade.ATS, Trade.ASSESSMENT, Trade.SCHEDULER, Trade.BOARD}
    if cleaned_name != name or ((hiring or role_address) and not is_person_name(name)):
        yield _Found(cleaned_name, 4, Where.HEADER, header)
    elif not hiring and is_person_name(name) is False:
        yield _Found(cleaned_name, 2, Where.HEADER, header)


_ROLE_LOCAL = re.compile(
    r"^(?:hr|jobs?|careers?|recruit\w*|talent\w*|people|hiring\w*|no-?reply|notifications?|personal|bewerb\w*|rh|emploi|rrhh"
    r"|seleccion|recrutement|campus|office|info|contact|scheduling|interviews?|admin|centre|ta|fellows|accounts)\b"
)

_NAME = rf"(?P<name>{PHRASE})"
_FRAMES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"\b(?:on behalf of|au nom de|en nombre de|namens)\s+{_NAME}"), 5),
    (
        re.compile(
            rf"\b(?:[Cc]ompany|[Ee]mployer|[Uu]nternehmen|[Ee]ntreprise|[Ee]mpresa|[Bb]edrijf)\s{{0,3}}[:\t]\s{{0,3}}{_NAME}"
        ),
        5,
    ),
    (
        re.compile(
            rf"\b(?:interest in|applying (?:to|at|with)|applied (?:to|at|with)|application (?:to|at|with)|interview(?:s|ing|ed)? (?:with|at)|career (?:at|with)|considering|join(?:ing)?|offer from|feedback from|the team at|people at|everyone at|us at|working (?:at|for|with)|submission to|availability with|sent to|update from|invitation from|details from|move ahead at|position at|role at|opening at|job at|place at) (?:the )?{_NAME}"
        ),
        3,
    ),
    (re.compile(rf"\b[Aa]t (?:the )?{_NAME}"), 2),
    (re.compile(rf"\b(?:bei|beim|im Hause|Interesse an|in der|bei der) (?:der |dem |den )?{_NAME}"), 2),
    (re.compile(rf"\b(?:chez|au sein d[eu]|l'équipe de|intérêt pour|aux) (?:la |le |les )?{_NAME}"), 2),
    (re.compile(rf"\b(?:en|con|empresa|interés en|equipo de) (?:la |el )?{_NAME}"), 1),
    (re.compile(rf"\b(?:bij|voor|van|interesse in) (?:de |het )?{_NAME}"), 1),
    (
        re.compile(
            rf"^{_NAME} (?:would like|has decided|invites|wants|is (?:delighted|pleased|excited|thrilled)|received|conducts|heeft ons)",
            re.MULTILINE,
        ),
        3,
    ),
    (
        re.compile(
            rf"(?<=[.!?\n] ){_NAME} (?:would like|has decided|invites|wants|wishes|is (?:delighted|pleased|excited|thrilled)|received|has|have|loved|are)"
        ),
        2,
    ),
)


def _subject_pieces(subject: str) -> Iterator[_Found]:
    """`Fathomline | Engineer`, `Cinderhall - Phone Screen`, `Engineer @ Odderbeck`, `Your Wrenfield interview`."""
    bare = _REPLIES.sub("", subject)
    pieces = [piece.strip() for piece in re.split(r"\s[|–—:/-]\s|:\s|\s@\s", bare) if piece.strip()]
    for piece in pieces if len(pieces) > 1 else ():
        if re.fullmatch(PHRASE, piece):
            yield _Found(piece, 1, Where.SUBJECT, subject)
    if " @ " in bare and not re.search(r" @ \w{2,4}\.? ", bare):
        yield _Found(trimmed(bare.rpartition(" @ ")[2]), 3, Where.SUBJECT, subject)
    for match in re.finditer(
        rf"\b[Yy]our (?P<name>{PHRASE}) (?:interview|application|offer|assessment|technical|interviews)", bare
    ):
        yield _Found(match["name"], 3, Where.SUBJECT, subject)


_REPLIES = re.compile(r"^(?:\s{0,3}(?:re|aw|wg|fwd?|tr|antw|sv)\s?:)+\s{0,3}", re.IGNORECASE)


def _closing(mail: Mail) -> Iterator[_Found]:
    """The last lines, where senders say for whom they write: `Head of Data, Pinefold`, `The Quillmark Talent Team`."""
    lines = [
        line.strip() for line in f"{mail.text}\n{mail.signature}\n{mail.footer[:400]}".splitlines() if line.strip()
    ]
    for index, line in enumerate(reversed(lines[-10:])):
        if len(line) > 80:
            continue
        for piece in re.split(r",\s|\s[|·•–—/-]\s|\s@\s|\bat\s", line):
            phrase = re.fullmatch(
                rf"(?:The |Your |Team |Das |Dein |Deine |L'équipe (?:Talents )?(?:de )?)?(?P<name>{PHRASE})[.!]?",
                piece.strip(),
            )
            if phrase:
                yield _Found(phrase["name"], 2 if index < 5 else 1, Where.BODY, line)


def _everywhere(mail: Mail, summary: str, slug: str) -> Iterator[_Found]:
    """Any capitalised words that agree with the sender's domain: alone they are worth nothing."""
    begins = squashed(slug)[:3]
    if not begins:
        return
    text = f"{mail.envelope.subject}\n{mail.text[:_TEXT]}\n{mail.signature}\n{summary[:_TEXT]}"
    for match in re.finditer(PHRASE, text):
        if begins in squashed(match.group()):
            yield _Found(trimmed(match.group()), 0, Where.BODY, _line(text, match))


# ── weighing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _slug(mail: Mail, vendor: Vendor | None) -> str:
    """What an address says of the employer: its domain, or the tenant in a vendor's."""
    address = mail.envelope.sender.address
    if vendor is None:
        return "" if is_free(address) else registrable(address).partition(".")[0]
    if vendor.name in {"Workday", "iCIMS"}:
        return re.split(r"[+._]", local_of(address))[0]
    below = domain_of(address).removesuffix(registrable(address)).strip(".").split(".")
    return below[-1] if vendor.name in {"Teamtailor", "Comeet", "Recruitee", "Pinpoint"} and below[-1] else ""


_NEVER = frozenset(NAMING["company"]["never"])


def _is_none(name: str, mail: Mail, vendor: Vendor | None) -> bool:
    folded = name.casefold()
    if len(folded) < 2 or folded in _NEVER or folded in ADDITIONS or (vendor and folded == vendor.name.casefold()):
        return True
    if folded.split()[0] in _NEVER and folded.split()[-1] in _NEVER:
        return True
    sender = mail.envelope.sender.name or ""
    personal = [sender] if vendor is None and cleaned(sender) == sender and is_person_name(sender) else []
    people = [*personal, *(person.name or "" for person in mail.envelope.to)]
    own = {word for each in people for word in key(each).split()}
    words = set(key(name).split())
    return bool(words) and words <= own


def _merge(weights: dict[str, int], best: dict[str, _Found]) -> None:
    """`Larkwell` and `Larkwell Robotics` are one: the longer name, unless only the shorter is a firm's own."""
    for short in sorted(best, key=len):
        for long in sorted(best, key=len, reverse=True):
            if short != long and short in best and long in best and long.startswith(f"{short} "):
                if weights[long] >= 2 and weights[long] * 2 >= weights[short] - 6:
                    weights[long] += max(0, weights[short] - 6)
                else:
                    weights[short] += max(0, weights[long] - 6)
