"""Which role a mail is about: "for the Data Engineer role", "as Registrar", "Job: JR-20881 Hydraulics Technician", a subject.

A role is named, not guessed: words beside "role", "position", "Stelle als", "poste de" and their like, or a label before it.
What the text says outweighs the subject; what both say outweighs everything. The words are data, in `role.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from agent.core.findings import Evidence, Where
from agent.reading.clauses import unaccented
from agent.reading.firm import key
from agent.reading.language import language_of
from agent.reading.mail import Mail
from agent.reading.names import is_person_name
from agent.reading.opening import Named, openings
from agent.reading.stretch import SMALL_LANGUAGES
from agent.reading.title import is_title_word, is_titled, listed, titles
from agent.reading.wrapped import bare_subject, unwrapped

_TEXT: Final = 6_000
_SIGNATURE: Final = 400
_LONGEST: Final = 70
_STRONG: Final = 4
"""From this weight on the words beside it say by themselves that a phrase is a role."""
_TITLED: Final = 2
"""What it weighs that a phrase reads like a role."""
_SAME: Final = 2


@dataclass(frozen=True, slots=True)
class Role:
    """A role's name as it was written, and the words it was taken from."""

    name: str
    evidence: Evidence


@dataclass(slots=True)
class _Weighed:
    weight: int = 0
    spellings: Counter[str] = field(default_factory=Counter)
    told: Counter[Where] = field(default_factory=Counter)
    where: Where = Where.BODY
    quote: str = ""


def role_of(mail: Mail, *, summary: str = "", company: str | None = None, names: tuple[str, ...] = ()) -> Role | None:
    """The role that a mail is about, or None. `company` and `names` are what it is not."""
    others = _Others(company, names)
    weighed: dict[str, _Weighed] = {}
    for where, said, extra in _texts(mail, summary):
        _gather(weighed, where, said, extra, mail.envelope.language, others)
    return _best(weighed)


def role_in(words: str, *, company: str | None = None, names: tuple[str, ...] = ()) -> str | None:
    """The role that a calendar item names, or None."""
    weighed: dict[str, _Weighed] = {}
    _gather(weighed, Where.CALENDAR, words[:_TEXT], 0, language_of(words) or "en", _Others(company, names))
    best = _best(weighed)
    return best.name if best else None


def _gather(weighed: dict[str, _Weighed], where: Where, said: str, extra: int, language: str, others: _Others) -> None:
    for found in openings(said, where, language):
        name = _tidied(found.name, others)
        if not _is_role(name, found, others, language):
            continue
        each = weighed.setdefault(key(name), _Weighed(where=where, quote=found.quote))
        each.told[where] += 1
        if each.told[where] <= _SAME:
            each.weight += (
                found.weight + extra + _TITLED * is_titled(name) if each.told[where] == 1 else found.weight // 2
            )
        each.spellings[name] += 1


def _best(weighed: dict[str, _Weighed]) -> Role | None:
    if not weighed:
        return None
    _merge(weighed)
    best = weighed[max(weighed, key=lambda each: (weighed[each].weight, len(each)))]
    name = best.spellings.most_common(1)[0][0]
    return Role(name, Evidence(of="role", where=best.where, quote=best.quote[:300], rule="role"))


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
    yield Where.BODY, f"{unwrapped(mail.text[:_TEXT])}\n{mail.signature[:_SIGNATURE]}", 2
    yield Where.SUBJECT, bare_subject(mail.envelope.subject), 1
    yield Where.CALENDAR, summary[:_TEXT], 2
    yield Where.BODY, unwrapped(mail.forwarded[:_TEXT]), 1


# ── what is a role ───────────────────────────────────────────────────────────────────────────────────────────────────

_BEHIND: Final = frozenset(
    {"the", "a", "of", "for", "in", "and", "to", "de", "en", "at", "i", "we", "&", "-", "der", "van", "und"}
)
_NUMBERED: Final = re.compile(
    r"^(?:(?:JR|R|REQ|ID|[Rr]eq\.?|[Rr]ef\.?|No\.?|#)?[-# ]{0,2}\d[\d-]{2,12}[:,]?[ –-]{0,3})"
)
"""The number of a job before its name."""
_CUT: Final = re.compile(
    r"\s[|–—-]\s.*$|\s?\((?:[mwdfhvix*]{1,2}/[mwdfhvix*]{1,2}(?:/[mwdfhvx*])?|all genders|updated|remote|hybrid|cancell?ed|gn|m/w|h/f|f/h).*$",
    re.IGNORECASE,
)


def _tidied(name: str, others: _Others) -> str:
    name = _CUT.sub("", _NUMBERED.sub("", " ".join(name.split()))).strip(" ,.:;-–|\"“”»«'’(")
    words = name.split()
    never, leads = listed("never"), listed("leads")
    while words and not (words[0].isupper() and len(words[0]) > 1):
        first = unaccented(words[0].casefold().strip("'’"))
        if first not in never and not (first in leads and len(words) > 1):
            break
        if first in listed("begins") and len(words) > 1 and words[1][0].isupper() and is_title_word(words[-1]):
            break
        words = words[1:]
    while words and words[-1].casefold().strip("'’.") in _BEHIND | listed("nouns"):
        words = words[:-1]
    name = _NUMBERED.sub("", re.sub(r"['’]s$", "", " ".join(words)))
    for firm in filter(None, (others.company, (others.company or "").removeprefix("The "))):
        if name.casefold().startswith(f"{firm.casefold()} "):
            name = name[len(firm) + 1 :]
        if name.casefold().endswith(f" {firm.casefold()}"):
            name = name[: -len(firm) - 1]
    return name.strip(" ,-–'")


def _is_role(name: str, found: Named, others: _Others, language: str) -> bool:
    folded = name.casefold()
    if not 2 < len(name) <= _LONGEST or folded in listed("never") or folded in listed("nouns"):
        return False
    if len(name.split()) > 8 or _breaks_off(name):
        return False
    if others.hold(folded):
        return False
    if folded in _vague() and not (found.sure and found.weight > _STRONG):
        return False
    if is_titled(name):
        return True
    small = name.islower() and language not in SMALL_LANGUAGES
    return found.weight >= _STRONG and found.sure and not small and not is_person_name(name)


def _breaks_off(name: str) -> bool:
    """Whether words are in it that no role holds; `Test Engineer` and `IT Support` hold them nevertheless."""
    words = name.split()
    for word, behind in zip(words, [*words[1:], ""], strict=True):
        said = word.casefold().strip("'’")
        if (
            said in listed("breaks")
            and not (word.isupper() and len(word) > 1)
            and not (behind and is_title_word(behind))
        ):
            return True
    return False


@cache
def _vague() -> frozenset[str]:
    return frozenset(titles()["vague"]["words"])


def _merge(weighed: dict[str, _Weighed]) -> None:
    """`Analyst` and `Senior Analyst` are one role; the one said in full is it."""
    for short in sorted(weighed, key=len):
        for long in sorted(weighed, key=len, reverse=True):
            if short != long and short in weighed and long in weighed and (f" {short} " in f" {long} "):
                if weighed[long].weight >= _STRONG:
                    weighed[long].weight += weighed.pop(short).weight // 2
                    break
                weighed[short].weight += weighed[long].weight // 2
