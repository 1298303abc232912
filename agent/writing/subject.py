"""Subject lines: a reply keeps its thread's subject (field guide, rules 10 and 11; section 6.3)."""

from __future__ import annotations

import re

from agent.writing.clean import line

LONGEST = 200
"""Characters (field guide 7.2)."""
_REPLY = re.compile(
    r"(re|aw|sv|vs|antw|tr|rif|ref|odp|回复|答复|回覆)(?:\[\d{1,3}\])?\s{0,3}[:：]\s{0,3}", re.IGNORECASE
)


def reply(subject: str) -> str:
    """The subject of a reply: the thread's own, with exactly one reply prefix.

    Gmail and Exchange thread by the subject after "Re:", so nothing else of it may change. A prefix that is already
    there is theirs and stays ("AW: …"); a run of them ("Re: AW: Re: …") shrinks to its first.
    """
    rest = line(subject, LONGEST)
    found = _REPLY.match(rest)
    return f"{found.group().strip() if found else 'Re:'} {bare(rest)}".strip()


def bare(subject: str) -> str:
    """A subject without the prefixes of replies."""
    rest = line(subject, LONGEST)
    while found := _REPLY.match(rest):
        rest = rest[found.end() :]
    return rest
