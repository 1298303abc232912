"""What the user's own mail server says of a sender (Authentication-Results, RFC 8601), and what it does not say.

Only the topmost field of a trusted server counts: everything below it may have come with the message. A result counts
for the domain in From only (alignment, RFC 7489 section 3.1): a pass for somebody else's domain is no pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.findings import Standing
from agent.core.people import Me
from agent.reading.addresses import domain_of
from agent.reading.mail import Mail
from agent.reading.vendors import is_carrier, registrable

_COMMENT = re.compile(r"\([^()]*\)")
_NESTING = 5
_RESULT = re.compile(r"(?:^|;)\s*([a-z][a-z0-9-]{1,30})\s*(?:/\s*\d{1,3}\s*)?=\s*([a-z]{2,20})([^;]*)")
_PROPERTY = re.compile(r"([a-z]{2,20}\.[a-z-]{1,20})\s*=\s*\"?([^\s;\"]{1,300})")
_FAILS = frozenset({"fail", "softfail", "hardfail", "policy"})


@dataclass(frozen=True, slots=True)
class Result:
    """One method's result, and the domain it holds for."""

    method: str
    result: str
    domain: str


def standing(mail: Mail, me: Me) -> Standing:
    """Whether the user's own server vouches for the sender.

    Where no server is configured, one below the user's own domain may warn, but not vouch: nobody gains by forging a
    warning. A head with two senders, or one that poses as another, is never passed.
    """
    results = _trusted(mail, me)
    domain = domain_of(mail.envelope.sender.address)
    if results is None or not domain:
        return Standing.UNKNOWN
    verdict = judged(results, domain)
    if verdict is Standing.PASSED and (not me.authserv_ids or "sender" in mail.defects):
        return Standing.UNKNOWN
    return verdict


def failure(mail: Mail, me: Me) -> str:
    """The words of the trusted server that say the sender failed, or an empty string."""
    if standing(mail, me) is not Standing.FAILED:
        return ""
    return next(iter(_fields(mail, me)), "")[:300]


def _trusted(mail: Mail, me: Me) -> tuple[Result, ...] | None:
    """The results of the topmost field of the trusted server; None without one.

    A lower field of the same server that says `fail` under a topmost `pass` is a conflict, and a conflict is a failure.
    """
    fields = _fields(mail, me)
    if not fields:
        return None
    first, *others = (tuple(results_of(field)) for field in fields)
    failed = [result for other in others for result in other if result.method == "dmarc" and result.result in _FAILS]
    return (*first, *failed)


def _fields(mail: Mail, me: Me) -> tuple[str, ...]:
    return tuple(field for field in mail.all("authentication-results") if _is_trusted(authserv_id(field), me))


def _is_trusted(server: str, me: Me) -> bool:
    if me.authserv_ids:
        return server in {own.strip().lower() for own in me.authserv_ids}
    own = {registrable(address) for address in me.addresses} - {""}
    return bool(server) and registrable(server) in own


def authserv_id(field: str) -> str:
    """The server that wrote a field (RFC 8601 section 2.5), in lower case."""
    words = _uncommented(field).partition(";")[0].split()
    return words[0].strip('"').lower() if words else ""


def results_of(field: str) -> Iterator[Result]:
    """The results in a field. `dkim` holds for the signing domain, `spf` for that of the envelope, `dmarc` for From."""
    body = _uncommented(field).lower().partition(";")[2]
    for found in _RESULT.finditer(f";{body}"):
        about = dict(_PROPERTY.findall(found[3]))
        yield Result(found[1], found[2], domain_of(_about(found[1], about)) or _about(found[1], about))


def _about(method: str, about: dict[str, str]) -> str:
    names = {
        "dkim": ("header.d", "header.i"),
        "spf": ("smtp.mailfrom", "smtp.mail", "smtp.helo"),
        "dmarc": ("header.from",),
    }
    return next((about[name].lstrip("@").strip("<>") for name in names.get(method, ()) if name in about), "")


def judged(results: tuple[Result, ...], domain: str) -> Standing:
    """What results say of a From domain: DMARC decides; without it, an aligned pass of DKIM or SPF is needed."""
    dmarc = [result for result in results if result.method == "dmarc"]
    if any(result.result in _FAILS for result in dmarc):
        return Standing.FAILED
    if any(result.result == "pass" for result in dmarc):
        aligned = all(not result.domain or aligns(result.domain, domain) for result in dmarc)
        return Standing.PASSED if aligned else Standing.FAILED
    said = [result for result in results if result.method in {"dkim", "spf"} and not is_carrier(result.domain)]
    if any(result.result == "pass" and aligns(result.domain, domain) for result in said):
        return Standing.PASSED
    # A pass for another domain, or a failure, with nothing to say for the one in From: that is how a forgery looks.
    return Standing.FAILED if any(result.result in {"pass", *_FAILS} for result in said) else Standing.UNKNOWN


def aligns(one: str, other: str) -> bool:
    """Relaxed alignment (RFC 7489 section 3.1.1): the same organisational domain."""
    return bool(one) and (one == other or (registrable(one) != "" and registrable(one) == registrable(other)))


def _uncommented(field: str) -> str:
    """A field without its comments, in which anybody may write anything."""
    for _ in range(_NESTING):
        without = _COMMENT.sub(" ", field)
        if without == field:
            break
        field = without
    return field
