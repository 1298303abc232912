"""Who sends for others: applicant-tracking systems, schedulers, job boards, mail carriers and free mailboxes.

Known by the end of their domain, label by label, never by a substring. They authorise nothing: such a sender proves
neither the employer nor a person. The domains are data, in `vendors.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from publicsuffixlist import PublicSuffixList

from agent.reading.addresses import domain_of, local_of


class Trade(StrEnum):
    """What a vendor does for employers."""

    ATS = "ats"
    SCHEDULER = "scheduler"
    ASSESSMENT = "assessment"
    BOARD = "board"
    SIGNING = "signing"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Vendor:
    """A company that sends mail for many employers; its name is never the employer's."""

    name: str
    trade: Trade


def vendor_of(address_or_domain: str | None) -> Vendor | None:
    """The vendor an address or domain belongs to, or None."""
    return next((_VENDORS[end] for end in _ends(address_or_domain) if end in _VENDORS), None)


def is_free(address_or_domain: str | None) -> bool:
    """Whether anybody can have a mailbox there."""
    return any(end in _FREE for end in _ends(address_or_domain))


def is_carrier(domain: str) -> bool:
    """Whether a domain signs mail for whoever pays it."""
    return any(end in _CARRIERS for end in _ends(domain))


@cache
def _suffixes() -> PublicSuffixList:
    """The list takes 0.16 s to load: only once somebody asks."""
    return PublicSuffixList()


def registrable(address_or_domain: str | None) -> str:
    """The domain somebody registered: `mail.acme.co.uk` → `acme.co.uk`; an empty string where there is none."""
    domain = domain_of(address_or_domain) or (address_or_domain or "").lower()
    domain = domain.strip(".")
    if not domain or domain.startswith("["):
        return ""
    return _suffixes().privatesuffix(domain) or ""


def same_house(one: str | None, other: str | None) -> bool:
    """Whether two addresses or domains belong to one registrant. Two free mailboxes of one provider do not."""
    return bool(registrable(one)) and registrable(one) == registrable(other) and not is_free(one)


# ── who can be answered ──────────────────────────────────────────────────────────────────────────────────────────────

_DEAF = re.compile(
    r"(?:^|[._+-])(?:no[._-]?repl(?:y|ies)|do[._-]?not[._-]?(?:reply|respond)|dont[._-]?reply|notifications?|notify|notice"
    r"|alerts?|auto[._-]?reply|automated|mailer-daemon|postmaster|bounces?|unattended|unmonitored|system|sender|donot"
    r"|calendar-notification|nicht[._-]?antworten|ne[._-]?pas[._-]?repondre|no[._-]?responder|niet[._-]?antwoorden)"
    r"(?:$|[._+-]|\d)|noreply|donotreply"
)
_DEAF_DOMAINS = frozenset({"invalidemail.com", "email.calendly.com"})
_LINKEDIN_RELAY = "linkedin.com"
_ABOUT_REPLIES = re.compile(r"repl|respon|monitor|unattend|antwo|répond|contest|nicht auf|niet op")
_NEAR = 60
"""Characters around such a word that are looked at."""
_SAYS_DEAF = re.compile(
    r"do not (?:reply|respond) (?:to|directly)|please do not reply|don[’']t reply to this|unmonitored (?:in|mail)box"
    r"|(?:can ?not|not able to|unable to) (?:receive|accept) (?:any )?replies"
    r"|repl(?:y|ies) to this (?:e-?mail|message|address|mailbox)[^.\n]{0,30}"
    r"(?:not |un)(?:be )?(?:monitored|read|answered)"
    r"|(?:mailbox|inbox|address|account|e-?mail) (?:is|that is) (?:not (?:being )?monitored|unmonitored|unattended)"
    r"|antworten sie (?:bitte )?nicht (?:auf|direkt)|keine antworten empfangen|antworten[^.\n]{0,30}nicht gelesen"
    r"|nicht auf diese (?:e-?mail|nachricht)|ne pas répondre|ne répondez pas|no respond[ae]s?|no conteste"
    r"|niet (?:op|beantwoord)[^.\n]{0,20}(?:e-?mail|bericht)|niet te beantwoorden"
)


def hears(address: str | None) -> bool:
    """Whether a reply to an address can reach a person at all (field guide, sections 1.1 and 6.3)."""
    if not address:
        return False
    domain = domain_of(address)
    return not (domain in _DEAF_DOMAINS or _within(domain, _LINKEDIN_RELAY) or _DEAF.search(local_of(address)))


def says_nobody_reads(text: str) -> bool:
    """Whether a mail says that replies to it are not read."""
    folded = text.lower()
    return any(
        _SAYS_DEAF.search(folded, max(0, word.start() - _NEAR), word.end() + _NEAR)
        for word in _ABOUT_REPLIES.finditer(folded)
    )


# ── the domains, from vendors.toml ───────────────────────────────────────────────────────────────────────────────────


def _table() -> dict[str, Any]:
    return tomllib.loads(files("agent.reading").joinpath("vendors.toml").read_text("utf-8"))


_TABLE = _table()
_VENDORS = {
    domain: Vendor(name, trade) for trade in Trade for name, domains in _TABLE[trade].items() for domain in domains
}
_FREE = frozenset(_TABLE["freemail"]["domains"])
_CARRIERS = frozenset(_TABLE["carrier"]["carriers"])
_LONGEST = 12
"""Labels of a domain that are looked at."""


def _ends(address_or_domain: str | None) -> list[str]:
    """The domain and every domain above it, longest first."""
    domain = (address_or_domain or "").rpartition("@")[2].lower().strip(".")
    labels = domain.split(".")[-_LONGEST:]
    return [".".join(labels[at:]) for at in range(len(labels))]


def _within(domain: str, end: str) -> bool:
    return domain == end or domain.endswith(f".{end}")
