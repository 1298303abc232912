"""Which role a mail is about: "for the Data Engineer role", "as Registrar", "Job: JR-20881 Hydraulics Technician", a subject.

A role is named, not guessed: words beside "role", "position", "Stelle als", "poste de" and their like, or a label before it.
What the text says outweighs the subject; what both say outweighs everything. The frames are data, in `role.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.core.findings import Evidence, Where
from agent.reading.firm import key
from agent.reading.language import language_of
from agent.reading.mail import Mail
from agent.reading.names import is_person_name

_TEXT: Final = 6_000
_LONGEST: Final = 70
_STRONG: Final = 4
"""From this weight on a frame says by itself that what stands in it is a role."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role's name as it was written, and the words it was taken from."""

    name: str
    evidence: Evidence


def role_of(mail: Mail, *, summary: str = "", company: str | None = None, names: tuple[str, ...] = ()) -> Role | None:
    """The role that a mail is about, or None. `company` and `names` are what it is not."""
    weights: dict[str, int] = defaultdict(int)
    first: dict[str, tuple[str, Where, str]] = {}
    others = _Others(company, names)
    for where, said, extra in _texts(mail, summary):
        seen: set[str] = set()
        for weight, name, quote in _candidates(said, where, mail.envelope.language):
            tidy = _tidied(name, others)
            known = key(tidy)
            if known in seen or not _is_role(tidy, weight, others):
                continue
            seen.add(known)
            weights[known] += weight + extra
            first.setdefault(known, (tidy, where, quote))
    if not weights:
        return None
    _merge(weights)
    name, where, quote = first[max(weights, key=lambda each: (weights[each], len(each)))]
    return Role(name, Evidence(of="role", where=where, quote=quote[:300], rule="role"))


def role_in(words: str, *, company: str | None = None, names: tuple[str, ...] = ()) -> str | None:
    """The role that a calendar item names, or None."""
    others = _Others(company, names)
    found = [
        (weight, tidy)
        for weight, name, _ in _candidates(joined(words[:_TEXT]), Where.CALENDAR, language_of(words) or "en")
        if _is_role(tidy := _tidied(name, others), weight, others)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


@dataclass(frozen=True, slots=True)
class _Others:
    """Names that are no role: the employer's and people's."""

    company: str | None
    names: tuple[str, ...]

    def hold(self, folded: str) -> bool:
        """Whether a phrase is one of them, or a part of one."""
        if self.company and self.company.casefold().startswith(folded):
            return True
        return any(folded in known.casefold() or known.casefold() in folded for known in self.names if known)


def _texts(mail: Mail, summary: str) -> Iterator[tuple[Where, str, int]]:
    yield Where.BODY, joined(f"{mail.text[:_TEXT]}\n{mail.signature[:200]}"), 2
    yield Where.SUBJECT, _bare(mail.envelope.subject), 1
    yield Where.CALENDAR, joined(summary[:_TEXT]), 2
    yield Where.BODY, joined(mail.forwarded[:_TEXT]), 1


def joined(text: str) -> str:
    """Lines that were only wrapped, joined, so that a role may run over a line's end."""
    return re.sub(r"(?<=[\w,])\n(?=[\w(])", lambda m: " " if _wraps(text, m.start()) else "\n", text)


def _wraps(text: str, at: int) -> bool:
    begin = text.rfind("\n", 0, at) + 1
    return 45 <= at - begin <= 90 or text[at + 1 : at + 2].islower()


def _bare(subject: str) -> str:
    """A subject without what mail programs put before and calendars behind it."""
    bare = re.sub(r"^(?:\s{0,3}(?:re|aw|wg|fwd?|tr|antw|sv)\s?:)+\s{0,3}", "", subject, flags=re.IGNORECASE)
    return re.sub(r" @ \w{2,4}\.? .{4,60}\(.{2,80}\)$", "", bare)


# ── where roles stand ────────────────────────────────────────────────────────────────────────────────────────────────

_WORD = r"(?:i?[A-ZÀ-ÖØ-Þ](?:[\w'’/+#-]|\.(?=\w)){0,30})"
_LINK = r"(?:of|in|and|&|for|to|the|de|d'|la|du|des|und|für|y|en|van)"
_TITLE = (
    rf"(?:{_WORD}(?:[ ]{{1,2}}(?:{_LINK}[ ])?{_WORD}|[ ](?:I{{1,3}}|IV|V|[1-5])\b|(?:'s|’s)[ ]\w{{3,20}})"
    rf"{{0,5}}(?:[ ]\([A-Z][\w ]{{2,25}}\))?)"
)
_LOWER = r"[a-zà-öø-þ][\w'’/-]{1,24}(?: [\wà-ÿ&'’/-]{2,24}){0,3}?"
_ID = r"(?:(?:JR|R|REQ|ID|ref\.?|req\.?|No\.?|#)?[-#]?[\d-]{3,12}:?,?[ ])?"

_TABLE: Final[dict[str, Any]] = tomllib.loads(files("agent.reading").joinpath("role.toml").read_text("utf-8"))
_BETWEEN = re.compile(_TABLE["between"])
TITLES = frozenset(_TABLE["titles"])
"""Words with which the name of a role ends."""


@cache
def _frames(language: str, where: Where) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The frames of English and of one other language, for a place in a mail."""
    tables = [_TABLE["en"], *([_TABLE[language]] if language in _TABLE and language != "en" else [])]
    body = tuple(frame for table in tables for frame in _compiled(table["body"]))
    if where is not Where.SUBJECT:
        return body
    return (*(frame for table in tables for frame in _compiled(table["subject"])), *body[1:7])


def _compiled(frames: list[tuple[int, str]]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    named = {"TITLE": _TITLE, "LOWER": _LOWER, "ID": _ID, "NOUN": "|".join(_TABLE["nouns"])}
    return tuple(
        (weight, re.compile(re.sub(r"\b(?:TITLE|LOWER|NOUN)\b|ID(?=\(\?P<name>)", lambda m: named[m.group()], source)))
        for weight, source in frames
    )


def _candidates(said: str, where: Where, language: str) -> Iterator[tuple[int, str, str]]:
    for weight, pattern in _frames(language, where):
        for match in pattern.finditer(said):
            start = said.rfind("\n", 0, match.start("name")) + 1
            end = said.find("\n", match.end("name"))
            yield weight, match["name"], said[start : end if end >= 0 else None].strip()[:300]
    if where is Where.BODY:
        yield from ((3, line, line) for line in _alone(said))
    else:
        yield from ((2, piece, line) for line in said.splitlines()[:20] if len(line) < 160 for piece in _pieces(line))


def _alone(said: str) -> Iterator[str]:
    """Lines that hold nothing but a title, as notices of job boards have them."""
    for line in said.splitlines()[:60]:
        bare = line.strip(" *•-")
        words = bare.split()
        if 1 < len(words) <= 6 and words[-1].casefold() in TITLES and re.fullmatch(_TITLE, bare):
            yield bare


def _pieces(line: str) -> Iterator[str]:
    """What stands between the marks of a title, where its last word is one of a role's."""
    for piece in _BETWEEN.split(line):
        words = piece.split()
        if words and words[-1].casefold().strip(".!") in TITLES:
            yield piece


# ── what is a role ───────────────────────────────────────────────────────────────────────────────────────────────────

_NOUNS = frozenset(_TABLE["nouns"])
_NEVER = frozenset(_TABLE["never"])
_BEHIND = _NOUNS | {"the", "a", "of", "for", "in", "and", "to", "de", "en", "at", "i", "we"}
_CUT = re.compile(
    r"\s(?:at|with|from|in our|reporting|interview(?:s)?|role|position|job|opening|vacancy|post|bei|chez|bij|via|and I|who|which|that)\b.*$"
    r"|\s[|–—-]\s.*$|\s?\((?:[mwdfhv]/[mwdfhv](?:/[mwdfhvx])?|all genders|updated|remote|hybrid|cancell?ed).*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|^application|application$|your application|entscheidung|telegram|whatsapp|microsoft|google"
    r"|\b(?:interview|offer|update|invitation|reminder|thanks?|confirm\w*|scheduled?|scheduling|availability|bewerbung\w*|gespräch|entretien|invitación"
    r"|entrevista|gesprek|candidature|candidatura|sollicitatie|news|status|decision|talent community|zoom|teams|eastern|pacific|central|mountain"
    r"|human resources|hiring|recruit\w*|next steps?|follow(?:ing)?(?: up)?|checking in|feedback|information|details|questions?|everyone|anyone|candidates?)\b",
    re.IGNORECASE,
)


def _tidied(name: str, others: _Others) -> str:
    name = _CUT.sub("", " ".join(name.split())).strip(" ,.:;-–|\"“”»«'’")
    words = name.split()
    while words and words[0].casefold().strip("'’") in _NEVER and not (words[0].isupper() and len(words[0]) > 1):
        words = words[1:]
    while words and words[-1].casefold().strip("'’.") in _BEHIND:
        words = words[:-1]
    name = " ".join(words)
    firm = others.company
    if firm and name.casefold().startswith(f"{firm.casefold()} "):
        name = name[len(firm) + 1 :]
    if firm and name.casefold().endswith(f" {firm.casefold()}"):
        name = name[: -len(firm) - 1]
    return name.strip(" ,-–")


def _is_role(name: str, weight: int, others: _Others) -> bool:
    folded = name.casefold()
    if not 2 < len(name) <= _LONGEST or folded in _NEVER or folded in _NOUNS or _ELSE.search(name):
        return False
    if others.hold(folded) or len(name.split()) > 8:
        return False
    return weight >= _STRONG or not is_person_name(name) or bool(_TITLEISH.search(folded))


_TITLEISH = re.compile(
    r"(?:er|or|ist|ant|ent|ian|ee|ive|ef|end|ier|yst|ead|ern|wright|man|woman|smith|clerk|counsel|technik|leitung|nurse|cook|chef|host|fellow|rep|steward|"
    r"hilfe|kraft|ärztin|arzt|eur|euse|trice|iste|é|ée|ero|era|ista|dor|dora|ico|ica|ster|kundige|loog|crew|hand)\b"
)


def _merge(weights: dict[str, int]) -> None:
    """`Analyst` and `Senior Analyst` are one role; the one said in full is it."""
    for short in sorted(weights, key=len):
        for long in sorted(weights, key=len, reverse=True):
            if short != long and short in weights and long in weights and (f" {short} " in f" {long} "):
                if weights[long] >= _STRONG:
                    weights[long] += weights.pop(short) // 2
                    break
                weights[short] += weights[long] // 2
