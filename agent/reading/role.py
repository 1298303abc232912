"""Which role a mail is about: "for the Data Engineer role", "as Registrar", "Job: JR-20881 Hydraulics Technician", a subject.

A role is named, not guessed: words beside "role", "position", "Stelle als", "poste de" and their like, or a label before it.
What the text says outweighs the subject; what both say outweighs everything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.findings import Evidence, Where
from agent.reading.clauses import unaccented
from agent.reading.mail import Mail
from agent.reading.names import NAMING, is_person_name

_TEXT = 6_000
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class Role:
    """A role's name as it was written, and the words it was taken from."""

    name: str
    evidence: Evidence


def role_of(mail: Mail, *, summary: str = "", company: str | None = None, names: tuple[str, ...] = ()) -> Role | None:
    """The role that a mail is about, or None. `company` and `names` are what it is not."""
    weights: dict[str, int] = defaultdict(int)
    first: dict[str, tuple[str, Where, str]] = {}
    text = f"{mail.text[:_TEXT]}\n{mail.signature[:200]}"
    for where, said, extra in (
        (Where.BODY, _joined(text), 2),
        (Where.SUBJECT, _subject(mail.envelope.subject), 1),
        (Where.CALENDAR, _joined(summary[:_TEXT]), 2),
        (Where.BODY, _joined(mail.forwarded[:_TEXT]), 1),
    ):
        seen: set[str] = set()
        for weight, name, quote in _candidates(said, where):
            tidy = _tidied(name, company)
            key = _key(tidy)
            if not _is_role(tidy, company, names) or key in seen:
                continue
            seen.add(key)
            weights[key] += weight + extra
            first.setdefault(key, (tidy, where, quote))
    if not weights:
        return None
    _merge(weights)
    best = max(weights, key=lambda key: (weights[key], len(key)))
    name, where, quote = first[best]
    return Role(name, Evidence(of="role", where=where, quote=quote[:300], rule="role"))


def role_in(words: str, *, company: str | None = None, names: tuple[str, ...] = ()) -> str | None:
    """The role that a calendar item names, or None."""
    found = [
        (weight, tidy)
        for weight, name, _ in _candidates(_joined(words[:_TEXT]), Where.CALENDAR)
        if _is_role(tidy := _tidied(name, company), company, names)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _joined(text: str) -> str:
    """Lines that were only wrapped, joined, so that a role may run over a line's end."""
    return re.sub(r"(?<=[\w,])\n(?=[\w(])", lambda m: " " if _wraps(text, m.start()) else "\n", text)


def _wraps(text: str, at: int) -> bool:
    begin = text.rfind("\n", 0, at) + 1
    return 45 <= at - begin <= 90 or text[at + 1 : at + 2].islower()


def _subject(subject: str) -> str:
    return re.sub(r"^(?:\s{0,3}(?:re|aw|wg|fwd?|tr|antw|sv)\s?:)+\s{0,3}", "", subject, flags=re.IGNORECASE)


# ── where roles stand ────────────────────────────────────────────────────────────────────────────────────────────────

_W = r"[A-ZÀ-ÖØ-Þ](?:[\w'’/+#-]|\.(?=\w)){0,30}"
_NUMERAL = r"(?:I{1,3}|IV|V|[1-5]|Sr\.?|Jr\.?)"
_TITLE = rf"(?:(?:VP|CEO|CTO|UX|UI|QA|IT|HR|LCA|GIS|SOC|DSP|PV|iOS|SRE|AE)\b|{_W})(?:[ ]{{1,2}}(?:of|in|and|&|for|to|the|de|d'|la|du|des|und|für|y|en|van)?[ ]?{_W}|[ ]{_NUMERAL}\b|(?:'s|’s)[ ]\w{{3,20}}){{0,5}}(?:[ ]\((?:[A-Z][\w ]{{2,25}})\))?"
_LOW = r"[a-zà-öø-þ][\w'’/-]{1,24}(?: [\wà-ÿ&'’/-]{2,24}){0,3}?"
_ID = r"(?:(?:JR|R|REQ|ID|ref\.?|req\.?|No\.?|#)?[-#]?[\d-]{3,12}:?,?[ ])?"
_NOUN = (
    r"role"
    r"|position"
    r"|job"
    r"|opening"
    r"|vacancy"
    r"|post"
    r"|opportunity"
    r"|seat"
    r"|internship"
    r"|requisition"
    r"|headcount"
    r"|hire"
    r"|search"
    r"|appointment"
    r"|posting"
    r"|spot"
    r"|appointment"
    r"|desk"
    r"|place"
)

_FRAMES: dict[Where, tuple[tuple[int, re.Pattern[str]], ...]] = {}
_BODY = (
    (
        5,
        rf"(?:^|\n)[ \t*•-]{{0,4}}(?:Job(?: title| Title)?|Position|Role|Title|Vacancy|Requisition|Poste|Stelle|Puesto|Vacante|Functie|Vacature|Opening|Interview for)[ \t]{{0,3}}(?:[:\t]|–)[ \t]{{0,3}}{_ID}(?P<name>{_TITLE})",
    ),
    (5, rf"\b(?:the|our|an?|this|your|and|for) {_ID}(?P<name>{_TITLE})(?:,? \([^()]{{1,30}}\))?,? (?:{_NOUN})\b"),
    (
        5,
        rf"\b(?:position|role|post|job|title|vacancy|opening|internship) (?:of|as|for)(?: an?| the| our)? {_ID}(?P<name>{_TITLE})",
    ),
    (
        4,
        rf"\b(?:requisition|req|vacancy|reference|announcement|search)(?: for)? (?:#|no\.? ?)?[\w-]*\d[\w-]*,? \(?(?P<name>{_TITLE})",
    ),
    (
        4,
        rf"\b(?:appl(?:y|ied|ying) (?:for|to(?: be)?)|application (?:for|as|to)|candidacy for|interview(?:ing|ed|s)? (?:you )?(?:for|as)|considered for|selected (?:for|as|to interview for)|hire you as|appoint you|you as(?: our| an?)?|join us as(?: an?)?|employ(?:ed)? (?:you )?(?:directly )?as|further for|consider me for|the running for|down for|withdraw me from|shortlisted (?:you )?for|process for|file for|volunteer for|stage for|round for|be (?:an?|our)|screen for|test for|you for) (?:a |an |the |our |your )?{_ID}(?P<name>{_TITLE})",
    ),
    (
        3,
        rf"\b(?:as|for|on|about|regarding|of|with) (?:an? |the |our |your )?{_ID}(?P<name>{_TITLE})(?= (?:at|with|in our|from|position|role|to our|here|opening|job|is\b|are\b|has\b|will\b|and\b|was\b)|[.,;:!?\n]|$)",
    ),
    (
        3,
        rf"\b(?:as (?:an?|our|your)|our|the|choose our|looking for an?|for an?|need an?|hiring an?) (?P<name>{_LOW}) (?:{_NOUN})\b",
    ),
    (
        2,
        rf"\b(?:looking for|hiring|retained on|seeking|need|search for) (?:an? |its next |our next )?(?P<name>{_TITLE})",
    ),
    (
        5,
        rf"\b(?:Stelle|Position|Bewerbung|Tätigkeit|Kandidatur|beworben|Funktion|Sie|dich|dir|Ihnen|uns)[^.\n]{{0,30}}? (?:als|zur|zum|der|auf die Position|auf die Stelle) (?P<name>{_TITLE})",
    ),
    (4, rf"\b(?:als|für die (?:Stelle|Position)(?: als)?|Kennziffer [\w/]+ \(|Stelle|Position) (?P<name>{_TITLE})"),
    (
        5,
        r"\b(?:poste|offre|emploi|recrutement|mission|stage) (?:de |d'|d’|« ?|du |de la )(?P<name>[\w'’éèêàçïî /-]{3,45}?)(?= (?:chez|au sein|à|pour|et|est|dans|a |n'|dont|en|sur|vient|:|que)|[.,;:!?»)(\n]|$)",
    ),
    (
        5,
        r"\b(?:puesto|vacante|plaza|proceso|cargo|oferta|posición) (?:de |\"|«|:\s?)(?P<name>[\w'áéíóúñü /-]{3,45}?)(?= (?:en|que|ya|y|ha|se|está|como|con|para|del|al|queda|por)|[.,;:!?»\")(\n]|$)",
    ),
    (
        5,
        r"\b(?:functie|vacature|rol|positie|procedure|sollicitatie)(?: van| voor| naar de functie| als|:)? (?:de functie (?:van )?)?(?P<name>[\w'’éëï /-]{3,45}?)(?= (?:bij|te|in|is|ligt|en|komt|die|langer|met|u|je|op|voor)|[.,;:!?»\")(\n]|$)",
    ),
)
_SUBJECT = (
    (
        4,
        rf"(?:application|applying|interview|update|invitation|offer|assessment|screen|status|thank you|confirmation|receipt|availability|candidacy|test|next steps|search)\b[^:–—|-]{{0,30}}?(?:for|as|on|to|of) (?:the |your |our |a |an )?{_ID}(?P<name>{_TITLE})",
    ),
    (
        3,
        rf"(?:^|[|–—:/(-] ?|, ){_ID}(?P<name>{_TITLE})(?= ?(?:$|[|–—:/(),@-]| at | @ | with | role| position| job| vacancy| interview| search| post| opening| opportunity| hire| application))",
    ),
    (3, rf"^(?P<name>{_LOW})(?: job| role| position| vacancy| interview| post|$)"),
    (
        4,
        rf"(?:Bewerbung|Stelle|Vorstellungsgespräch|Arbeitsvertrag|Absage|Zusage)[^:–—|-]{{0,14}}? (?:als |zur |zum |für )?(?P<name>{_TITLE})",
    ),
    (
        4,
        r"(?:[Pp]oste|[Cc]andidature|[Ee]ntretien|[Oo]ffre)[^:–—|-]{0,12}?(?: de | d'| d’| – | - |: )(?P<name>[\w'’éèêàç /-]{3,45}?)(?=$|[–—|:,(])",
    ),
    (
        4,
        r"(?:[Pp]uesto|[Vv]acante|[Pp]roceso|[Ee]ntrevista|[Cc]andidatura|[Oo]ferta)[^:–—|-]{0,14}?(?: de | para |: | )(?P<name>[\w'áéíóúñü /-]{3,45}?)(?=$|[–—|:,(@])",
    ),
    (
        4,
        r"(?:[Ss]ollicitatie|[Vv]acature|[Ff]unctie|[Pp]rocedure|gesprek)(?: voor| als| naar|:)? (?P<name>[\w'’éëï /-]{3,45}?)(?=$|[–—|:,(])",
    ),
)
_COMPILED = {
    Where.SUBJECT: tuple((weight, re.compile(source)) for weight, source in (*_SUBJECT, *_BODY[1:5])),
    Where.BODY: tuple((weight, re.compile(source)) for weight, source in _BODY),
    Where.CALENDAR: tuple((weight, re.compile(source)) for weight, source in (*_BODY, *_SUBJECT[1:2])),
}


def _candidates(said: str, where: Where) -> Iterator[tuple[int, str, str]]:
    for weight, pattern in _COMPILED[where]:
        for match in pattern.finditer(said):
            start = said.rfind("\n", 0, match.start("name")) + 1
            end = said.find("\n", match.end("name"))
            yield weight, match["name"], said[start : end if end >= 0 else None].strip()[:300]


# ── what is a role ───────────────────────────────────────────────────────────────────────────────────────────────────

_NOUNS = frozenset(NAMING["role"]["nouns"])
_NEVER = frozenset(NAMING["role"]["never"])
_CUT = re.compile(
    r"\s(?:at|with|from|in our|reporting|interview(?:s)?|role|position|job|opening|vacancy|post|bei|chez|en la|bij|via|and I|, )\b.*$|\s[|–—]\s.*$|\s\(?(?:m/w/d|w/m/d|m/f/d|h/f|f/h|m/v|all genders)\)?.*$",
    re.IGNORECASE,
)


def _tidied(name: str, company: str | None) -> str:
    name = " ".join(name.split())
    name = _CUT.sub("", name).strip(" ,.:;-–|\"“”»«'’")
    words = name.split()
    while words and words[0].casefold().strip("'’") in _NEVER:
        words = words[1:]
    while words and words[-1].casefold().strip("'’") in _NOUNS | {"the", "a", "of", "for", "in", "and", "to"}:
        words = words[:-1]
    name = " ".join(words)
    if company and name.casefold().startswith(f"{company.casefold()} "):
        name = name[len(company) + 1 :]
    if company and name.casefold().endswith(f" {company.casefold()}"):
        name = name[: -len(company) - 1]
    return name.strip(" ,-–")


_DAYS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:interview|application|offer|update|invitation|reminder|thank|thanks|confirm\w*|schedul\w*|availability|bewerbung|gespräch|entretien|entrevista|gesprek|candidature|candidatura|sollicitatie|news|status|decision|talent community|zoom|teams|eastern|pacific|central|mountain|human resources|hiring|recruit\w*|next steps?|follow(?:ing)?(?: up)?|checking in)\b",
    re.IGNORECASE,
)


def _is_role(name: str, company: str | None, names: tuple[str, ...]) -> bool:
    folded = name.casefold()
    if not 2 < len(name) <= _LONGEST or folded in _NEVER or folded in _NOUNS or _DAYS.search(name):
        return False
    if company and (folded == company.casefold() or company.casefold().startswith(folded)):
        return False
    if any(folded in known.casefold() or known.casefold() in folded for known in names if known):
        return False
    return not (is_person_name(name) and not _TITLEISH.search(folded))


_TITLEISH = re.compile(
    r"(?:er|or|ist|ant|ent|ian|ee|ive|ef|end|ier|yst|ead|ern|wright|man|woman|smith|clerk|counsel|technik|leitung|nurse|cook|chef|host|fellow|rep|steward|"
    r"hilfe|kraft|ärztin|arzt|in|eur|euse|trice|iste|é|ée|ero|era|ista|dor|dora|ico|ica|eur|ster|kundige|loog|crew)\b"
)


def _key(name: str) -> str:
    return " ".join(re.sub(r"[^\w& ]", " ", unaccented(name.casefold())).split())


def _merge(weights: dict[str, int]) -> None:
    """`Analyst` and `Senior Analyst` are one role; the one said in full is it."""
    for short in sorted(weights, key=len):
        for long in sorted(weights, key=len, reverse=True):
            if short != long and short in weights and long in weights and (f" {short} " in f" {long} "):
                if weights[long] >= 4:
                    weights[long] += weights.pop(short) // 2
                    break
                weights[short] += weights[long] // 2
