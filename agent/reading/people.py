"""Who takes part: interviewers named in the words, the sender's part, recruiters and coordinators.

Nobody is an interviewer for being named: the sentence must say that the candidate meets them. Rooms, groups, machines and
the user are never among them. Names without an address are normal; the letter then goes by way of the recruiter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from agent.core.people import Me, Part, Person
from agent.reading.agency import is_agency
from agent.reading.mail import Mail
from agent.reading.names import is_person_name
from agent.reading.vendors import hears, vendor_of

_TEXT = 8_000
_MOST = 20

_TITLE = r"(?:(?:Dr|Prof|Mr|Ms|Mrs|M|Mme|Herrn?|Frau|Sr|Sra|Dean|Cllr|Captain|Sir|Dame|Rev|Judge|dhr|mevr|Dhr|Mevr|Maître|Don|Doña)\.? ){0,2}"
_WORD = r"[A-ZÀ-ÖØ-ÞŠŽŁ][\wÀ-ÿ'’]{1,24}(?:-[A-ZÀ-ÖØ-Þ]?[\wÀ-ÿ'’]{1,24}){0,2}"
_MIDDLE = r"(?: [A-Z]\.| van| von| der| den| de| del| da| la| le| ter| ten| bin| al){0,3}"
_FULL = rf"{_TITLE}(?P<name>{_WORD}(?:{_MIDDLE} {_WORD}){{1,3}})"
_NAME = re.compile(_FULL)
_MARKS = re.compile(r"[,(–—\-·:]")

_MEETS = re.compile(
    r"\b(?:with|meet|meeting|meets|speak|speaking|talk to|interviewed by|interviewers?|panel|committee|join|joined by|see|be seen by|ask for|host|hosted"
    r"|you'll find|conducted by|led by|run by|hear from|will call you|chat|introduc\w+|between|your conversation|who will interview"
    r"|mit|gespräch\w*|gegenüber|teilnehm\w*|nehmen|kennenlernen|begrüß\w*|empfang\w*"
    r"|avec|reçue? par|rencontrer\w*|recevra|interlocut\w*"
    r"|con|recibirá|te recibe|entrevista\w*|conocerás"
    r"|spreek\w*|sprek\w*|met|commissie|ontvangt|gesprekspartner\w*)\b",
    re.IGNORECASE,
)
_NOT_THEM = re.compile(
    r"\b(?:recruiter|coordinat\w*|questions? to|any questions|reach out to|contact|if anything|should anything|not convenient|call .{1,30} at|reply to|will be in touch"
    r"|will (?:send|phone|arrange|reach)|your host at the desk|best regards|regards|sincerely|on behalf|assistant|cancel\w* by|prep with|asked us|asked me to|thanks? to|cc|copied"
    r"|guests:|invitados:|gäste:|invités|gasten:|abre|solo abrirá|sala|organis\w*|organiz\w*|hands? you|reception|front desk|been told)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s{0,6}(?:[-*•] ?)?(?:interviewers?|interviewed by|with|who|panel|panelists|meeting with|your interviewers?|participants|commissie|gesprächspartner\w*|interviewer\*innen"
    r"|entretien avec|interlocuteurs?|entrevistador\w*|gesprekspartners?|committee|host)\s{0,3}[:\t]",
    re.IGNORECASE,
)
_SLOT = re.compile(r"^\s{0,6}(?:[-*•] ?)?\d{1,2}[:.h]\d{2}")
_ME = re.compile(
    r"\b(?:with me|and me|and I will|me and|and myself|just you and me|you and me|you and I|und ich|und mich|mit mir|avec moi|et moi|conmigo|y yo|met mij|en mij|en ik"
    r"|I'll call you|I will call you|I'll ring|I will ring|I'll phone|meet me|see me|join me|I'll meet you|I will meet you|I'd love to (?:meet|chat|talk|learn)|chat with me|interview with me|to me and|ich rufe|je vous appellerai|te llamo|ik bel)\b",
    re.IGNORECASE,
)
_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (Part.RECRUITER, re.compile(r"\b(?:recruit\w*|talent|sourcer|people (?:ops|operations|partner)|hr\b|human resources|personal(?:referent\w*|abteilung|leiter\w*)|recrutement|rrhh|recursos humanos|selección|werving|people & culture|p&o|headhunter)", re.IGNORECASE)),
    (Part.COORDINATOR, re.compile(r"\b(?:coordinat\w*|scheduling|assistant to|executive assistant|secretar\w*|office of the|assistante? rh|koordinat\w*|sekretariat|team assistant|admin\w* assistant)\b", re.IGNORECASE)),
    (Part.HIRING_MANAGER, re.compile(r"\bhiring manager\b", re.IGNORECASE)),
)  # fmt: skip


def named_interviewers(mail: Mail, me: Me, *, extra: str = "", excluded: tuple[str, ...] = ()) -> tuple[Person, ...]:
    """Everyone whom the words say the candidate meets, in their order. `extra` is the calendar item's description."""
    own = _own_names(mail, me)
    sender = mail.envelope.sender
    text = f"{mail.text[:_TEXT]}\n{extra[:_TEXT]}"
    found: list[Person] = []
    for name, title in _met(text):
        folded = name.casefold()
        if folded in own or any(folded == each.casefold() for each in excluded) or not is_person_name(name):
            continue
        if not any(folded == (had.name or "").casefold() for had in found):
            found.append(Person(name=name, title=title, part=Part.INTERVIEWER))
    if sender.name and is_person_name(sender.name) and _is_met(mail.text[:_TEXT]) and not me.has(sender.address):
        found = [person for person in found if (person.name or "").casefold() != sender.name.casefold()]
        found.append(Person(name=sender.name, address=sender.address, part=Part.INTERVIEWER))
    return tuple(_addressed(person, mail) for person in found[:_MOST])


def _is_met(text: str) -> bool:
    """Whether the writer says that they will be there themselves, and not only for coffee."""
    return any(_ME.search(line) and not _ASIDE.search(line) for line in _sentences(text))


_ASIDE = re.compile(
    r"\b(?:coffee|arrival|check[- ]in|lunch|tour|tea|reception|kaffee|café|koffie|questions?)\b", re.IGNORECASE
)


def _met(text: str) -> Iterator[tuple[str, str | None]]:
    """Names with their titles, from sentences and lists that say who is met."""
    listing = False
    for line in _sentences(text):
        bulleted = bool(re.match(r"\s{0,6}(?:[-*•–]|\d[.)])\s", line)) or _name_leads(line)
        labelled = bool(_LABEL.match(line))
        slot = bool(_SLOT.match(line))
        says = bool(_MEETS.search(line)) and not _NOT_THEM.search(line)
        if labelled or slot or says or (listing and bulleted):
            yield from _names_in(line, every=labelled or slot or bulleted or says)
        listing = (line.rstrip().endswith(":") and bool(_MEETS.search(line))) or (
            listing and (bulleted or not line.strip())
        )


def _name_leads(line: str) -> bool:
    return bool(_NAME.match(line.strip()))


_ENDS = re.compile(
    r"(?<=[a-zà-ÿ0-9)\"”])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bProf)(?<!\bSt)(?<!\bMme)(?<!\bHr)[.!?](?:\s|$)"
)


def _sentences(text: str) -> Iterator[str]:
    """Lines, with those that were only wrapped joined, and long ones cut at the ends of their sentences."""
    joined = re.sub(r"(?<=[\wÀ-ÿ,&)])\n(?=[a-zà-ÿ(])", " ", text)
    joined = re.sub(
        r"([A-Za-zÀ-ÿ,]{2,} (?:[A-ZÀ-Þ][\wÀ-ÿ'’-]+|with|and|our|meet))\n(?=[A-ZÀ-Þ])",
        lambda m: _keeps(joined, m),
        joined,
    )
    for line in joined.splitlines():
        yield from _ENDS.split(line) if len(line) > 60 else (line,)


def _keeps(text: str, match: re.Match[str]) -> str:
    begin = text.rfind("\n", 0, match.end() - 1) + 1
    return match[1] + (" " if 50 <= match.end() - begin <= 90 else "\n")


def _names_in(line: str, *, every: bool) -> Iterator[tuple[str, str | None]]:
    del every
    for match in _NAME.finditer(line):
        name = match["name"].rstrip("'’")
        name = re.sub(r"(?:'s|’s)$", "", name)
        yield name, _title_behind(line[match.end() :])


def _title_behind(rest: str) -> str | None:
    """`Ivo Marchetti (Staff Engineer)`, `Imani Oduya, Director of Operations`."""
    inside = re.match(r"\s{0,2}\(([^()]{3,60})\)", rest)
    if inside and not re.search(r"\d{2}", inside[1]):
        return inside[1].strip()
    behind = re.match(
        r"\s{0,2}(?:,|–|—|-)\s(?:our |the )?([A-ZÀ-Þ][\wÀ-ÿ&'’/ -]{2,50}?)(?=[,.;)\n]|$| and | und | et | y | en )",
        rest,
    )
    return behind[1].strip() if behind and not is_person_name(behind[1].strip()) else None


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
    signature = f"{sender.name or ''}\n{mail.text[-250:]}\n{mail.signature[:250]}\n{sender.address.partition('@')[0]}"
    part = next((part for part, words in _PARTS if words.search(signature)), Part.OTHER)
    if is_agency(mail):
        part = Part.AGENCY
    return Person(name=sender.name, address=sender.address, title=_signed_title(mail), part=part)


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
