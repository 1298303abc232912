"""Reading from the folder that is open, in few and bounded commands; nothing here marks a message as seen."""

from __future__ import annotations

import imaplib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from agent.world import bounded
from agent.world.answers import Garbled, Record, Value, answers, fetched, number
from agent.world.heads import FACTS, SECTION, Plain, head_of, header_in, section_in, sections_in
from agent.world.ports import Folder, Head, Ref
from agent.world.session import Session
from agent.world.structure import Part, assembled, sections, structure

AT_ONCE: Final = 1000
"""Messages whose heads one command asks for: with headers of the usual size an answer of one megabyte."""
LONG_AT_ONCE: Final = 16
"""Messages with very long headers that one command asks for."""
SHORT_HEADER: Final = 16 * 1024
"""Octets of a header that are fetched at first: ninety-nine in a hundred are shorter."""
SMALL: Final = 128 * 1024
"""Octets up to which a message is fetched whole, which is one command for many of them."""
SMALL_AT_ONCE: Final = 2 * 1024 * 1024
"""Octets of small messages that one command asks for."""
LETTER: Final = 8 * 1024 * 1024
"""Octets of a draft that are compared. The user may have hung a film on it."""
LARGEST_UID: Final = 4_294_967_295
LINE: Final = 6000
"""Octets of a list of numbers in one command."""

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def search(session: Session, criteria: str) -> list[int]:
    """UIDs that match, ascending."""
    session.wire.untagged_responses.pop("SEARCH", None)
    typ, data = session.wire.uid("SEARCH", criteria)
    if typ != "OK":
        raise imaplib.IMAP4.error(f"SEARCH failed: {data[0]!r}")
    numbers = (number(word) for line in data if isinstance(line, bytes) for word in line.split(b"(")[0].split())
    return sorted({uid for uid in numbers if uid is not None})


def since(day: date) -> str:
    """The criterion for messages received on or after a day. One day more: SINCE does not look at the zone."""
    day -= timedelta(days=1)
    return f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def heads(
    session: Session, folder: Folder, uidvalidity: int, uids: Sequence[int], *, outline: bool = True
) -> list[Head]:
    """The heads of these messages, ascending; what is gone meanwhile is left out. `outline` may be too much to ask.

    Nearly every answer has one form, and is read in one glance; what has another is read value by value.
    """
    header = f"{SECTION}<0.{SHORT_HEADER}>"
    items = f"{FACTS} {header}"
    plain, odd = _told(session, uids, f"{FACTS} BODYSTRUCTURE {header}" if outline else items)
    found = {answer.uid: answer.head(folder, uidvalidity) for answer in plain}
    got = {uid: one for uid, one in odd.items() if uid not in found}
    garbled = [uid for uid in uids if uid not in found and header_in(got.get(uid, {})) is None]
    if garbled and outline:
        got.update(fetch(session, garbled, items))
    long = [uid for uid, one in got.items() if len(header_in(one) or b"") >= SHORT_HEADER]
    for few in chunks(long, LONG_AT_ONCE):
        for uid, one in fetch(session, few, f"UID {SECTION}<0.{bounded.HEADER}>").items():
            got[uid].update(one)
    for uid in _still_there(session, [uid for uid in uids if uid not in got and uid not in found]):
        got[uid] = {}
    found.update({uid: head_of(Ref(folder, uidvalidity, uid), one) for uid, one in got.items()})
    return [found[uid] for uid in uids if uid in found]


def _told(session: Session, uids: Sequence[int], items: str) -> tuple[list[Plain], dict[int, dict[bytes, Value]]]:
    """One FETCH of heads: the answers of the usual form, and the others."""
    plain: list[Plain] = []
    odd: list[Record] = []
    wanted = set(uids)
    for pieces in answers(_fetched(session, uids, items) if uids else ()):
        usual = Plain.of(pieces)
        if usual is None or len(usual.header) >= SHORT_HEADER:
            odd += pieces
        elif usual.uid in wanted:
            plain.append(usual)
    return plain, {uid: one for uid, one in fetched(odd).items() if uid in wanted}


def sizes(session: Session, uids: Sequence[int]) -> dict[int, int]:
    """How large these messages are, by the server's word."""
    found: dict[int, int] = {}
    for some in chunks(uids, AT_ONCE):
        answer = fetch(session, some, "UID RFC822.SIZE")
        found.update({uid: number(one.get(b"RFC822.SIZE")) or 0 for uid, one in answer.items()})
    return found


def batches(known: Mapping[int, int]) -> Iterator[list[int]]:
    """Which messages to read with one command: many small ones, or one large one, whatever sizes are claimed."""
    few: list[int] = []
    octets = 0
    for uid, size in known.items():
        if size > SMALL:
            yield [uid]
            continue
        octets += max(size, 16 * 1024)
        if few and octets > SMALL_AT_ONCE:
            yield few
            few, octets = [], max(size, 16 * 1024)
        few.append(uid)
    if few:
        yield few


def messages(session: Session, uids: Sequence[int], *, large: bool) -> list[tuple[int, bytes]]:
    """One batch of messages as far as they are read; what is gone meanwhile is left out."""
    if large:
        return [(uid, raw) for uid in uids if (raw := _large(session, uid)) is not None]
    got = fetch(session, uids, f"UID BODY.PEEK[]<0.{SMALL + 1}>")
    read = []
    for uid in uids:
        raw = section_in(got.get(uid, {}), "")
        if raw is not None and len(raw) > SMALL:
            raw = _large(session, uid)  # its size was not what the server said
        elif raw is not None:
            raw = bounded.bounded(raw)
        if raw is not None:
            read.append((uid, raw))
    return read


def whole(session: Session, uid: int) -> bytes | None:
    """One message byte for byte, or None when it is gone. One over the bound is cut: it cannot be a letter of ours."""
    return section_in(fetch(session, [uid], f"UID BODY.PEEK[]<0.{LETTER}>").get(uid, {}), "")


def fetch(session: Session, uids: Sequence[int], items: str) -> dict[int, dict[bytes, Value]]:
    """One FETCH. Raises unless the server said OK at its end: a lost connection is never an empty answer."""
    if not uids:
        return {}
    got = fetched(_fetched(session, uids, items))
    return {uid: got[uid] for uid in uids if uid in got}


def _fetched(session: Session, uids: Sequence[int], items: str) -> list[Record]:
    typ, data = session.wire.uid_fetch(spans(uids), f"({items})")
    if typ != "OK":
        raise imaplib.IMAP4.error(f"FETCH failed: {data[0]!r}")
    return data


def chunks(uids: Sequence[int], size: int) -> Iterator[list[int]]:
    """At most `size` numbers at a time, and no more than fit into one command."""
    some: list[int] = []
    length = 0
    for uid in uids:
        length += 1 + len(str(uid))
        if some and (len(some) >= size or length > LINE):
            yield some
            some, length = [], 0
        some.append(uid)
    if some:
        yield some


def spans(uids: Iterable[int]) -> str:
    """Numbers as a sequence set with ranges: 1:3,7 (RFC 3501 section 9)."""
    runs: list[list[int]] = []
    for uid in sorted(uids):
        if runs and uid <= runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs)


def _still_there(session: Session, missing: Sequence[int]) -> list[int]:
    """Those that the server has, although it did not hand them out: they are passed on, unreadable as they are."""
    return [uid for some in chunks(missing, AT_ONCE) for uid in search(session, f"UID {spans(some)}")]


def _large(session: Session, uid: int) -> bytes | None:
    """A message over the bound, made of those sections that are worth it; one with no clear structure is cut off."""
    one = fetch(session, [uid], "UID BODYSTRUCTURE").get(uid, {})
    try:
        message = structure(one.get(b"BODYSTRUCTURE"))
    except Garbled:
        raw = section_in(fetch(session, [uid], f"UID BODY.PEEK[]<0.{bounded.WHOLE}>").get(uid, {}), "")
        return None if raw is None else bounded.bounded(raw)
    return assembled(message, _sections(session, uid, message))


def _sections(session: Session, uid: int, message: Part) -> dict[str, bytes]:
    got: dict[str, bytes] = {}
    wanted = [f"BODY.PEEK[{section}]<0.{octets}>" for section, octets in sections(message)]
    for at in range(0, len(wanted), 100):
        one = fetch(session, [uid], " ".join(["UID", *wanted[at : at + 100]])).get(uid, {})
        got.update(sections_in(one))
    return got
