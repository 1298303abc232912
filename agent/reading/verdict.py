"""Act, ask or ignore: doubt asks, a tie is never guessed, and what a stranger may not do is not done (commands.md)."""

from __future__ import annotations

from agent.core.findings import Evidence, Kind, Standing, Verdict, Warning, Where  # noqa: A004 - the contract's word
from agent.reading.trust import Force, forced

IGNORED = frozenset(
    {
        Kind.APPLICATION_RECEIVED,
        Kind.RECRUITER_OUTREACH,
        Kind.ASSESSMENT,
        Kind.BOUNCE_DELAYED,
        Kind.CALENDAR_REPLY,
        Kind.OWN_OTHER,
        Kind.OTHER,
    }
)
"""Kinds that change nothing, by their nature."""
_SPAM = "calendar_spam"
_STRONG = frozenset({Force.STOP, Force.ASK})


def verdict_of(
    kind: Kind, *, sure: bool, doubt: str, warnings: tuple[Warning, ...], standing: Standing
) -> tuple[Verdict, tuple[Evidence, ...]]:
    """The verdict on others' mail, and the words that made it anything but `act`."""
    if kind in IGNORED or any(warning.sign == _SPAM for warning in warnings):
        return Verdict.IGNORE, ()
    if kind is Kind.UNCLEAR:
        return Verdict.ASK, ()
    if forced(warnings) in _STRONG:
        sign = next(warning for warning in warnings if forced((warning,)) in _STRONG)
        return Verdict.ASK, (_because(sign.quote, f"sign: {sign.sign}", Where.HEADER),)
    if standing is Standing.FAILED:
        return Verdict.ASK, (_because("", "the sender check failed", Where.HEADER),)
    if doubt:
        return Verdict.ASK, (_because("", doubt, Where.BODY),)
    return (Verdict.ACT, ()) if sure else (Verdict.ASK, (_because("", "not certain enough to act on", Where.BODY),))


def _because(quote: str, rule: str, where: Where) -> Evidence:
    return Evidence(of="verdict", where=where, quote=quote[:300], rule=rule)
