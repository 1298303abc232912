"""Interviews in plain words: which of the times that a mail names are the interview's.

Every time stands in a sentence, and the sentence says what it is: the interview, its old time, a deadline, the arrival, the
job's first day. What is left is one interview, several, or a choice of slots. A time that contradicts itself or has no zone
is kept as it is: whoever decides asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from agent.core.findings import Evidence, InterviewFound, Where
from agent.core.people import Me
from agent.reading.when import Moment, Sort, moments

_AROUND = 160
_PAST = timedelta(hours=1)
_SAME_DAY_GAP = timedelta(minutes=10)

_OLD = re.compile(
    r"(?:\bformer(?:ly)?|\bold|previous(?:ly)?|original(?:ly)?(?: scheduled)?|instead of|was (?:scheduled|planned|set|to be)|used to be|\bnot at|rather than|no longer (?:at|on)|moved from|changed from|\bi wrote|cancelled:|canceled:|been cancelled"
    r"|ancienne|au lieu de|initialement|prévu(?:e)? (?:le|à)|bisher|\bstatt(?: wie)?|ursprünglich|vorgesehene|alte[rn]? termin|en lugar de|en vez de|anterior|fijada para|oude|in plaats van|oorspronkelijk)\W{0,3}[^\n.!?]{0,70}$",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:no later than|latest|deadline|due|expires?|closes?|valid until|respond|reply|rsvp|let (?:me|us) know|confirm (?:attendance )?by|submit|return"
    r"|upload|sign by|start test before|spätestens|frist|au plus tard|a más tardar|uiterlijk)\W{1,3}[^\n.!?]{0,25}$"
    r"|\b(?:by|before|until|till|bis|bis zum|avant(?: le)?|d'ici|antes del?|hasta|vóór|voor)\W{1,3}(?:the |le |el |den |dem |\w{2,10}tag,? |\w{2,10}day,? )?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:\b(?:office|opening|business|working) hours\b|öffnungszeiten|bürozeiten|sprechzeiten|horaires d'ouverture|horario de|openingstijden|\barriv\w+|\bcheck in\b|\bbe there\b|doors open|catch a (?:train|flight|plane)|\btrain at|flight at|prep with me|first day|start(?:ing)? (?:date|on|work)|season opens|free from|begin work|earliest start|lunch break|emailed to you at|sent to you at|is that)\b[^\n.!?]{0,50}$",
    re.IGNORECASE,
)
_OTHER_DOING = re.compile(
    r"\b(?:survey|deadline|application (?:window|deadline)|posting|closes on|expires|will be emailed|test will|panel meets|committee meets|board meets|decision (?:on|by)|notif(?:y|ied)|announce|hear from us|let you know|office (?:is )?closed|webinar)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"which (?:of|one|slot|time)|(?:one|any|either) of (?:these|those|the following)|pick (?:a|one)|choose|your (?:preference|choice)|preferred|options?\b|do one of these|at your choice|would (?:any|either)|or would|following (?:slots|times|dates)|a slot"
    r"|welche[rs]?\b|drei zeiten|zur auswahl|am liebsten|vorschl[aä]g|au choix|préférence|quel(?:le)?s? .{0,20}convien|créneaux|elige|prefieres|opciones|cuál|welke|voorkeur|kies|opties",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:would|could|can|does|do|is|are|how about|what about|any chance|might|shall|suit|work for you|possible|pourr\w+|serait|convien\w+|könnte\w*|passt|ginge|wäre\w*|podría\w*|te viene|le viene|lukt|past|schikt|kun(?:t|nen)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What plain words say about times: the interviews, whether something contradicts, and the words that say so."""

    interviews: tuple[InterviewFound, ...] = ()
    doubt: str = ""
    evidence: tuple[Evidence, ...] = ()
    past: bool = False


def told_in(text: str, base: datetime, sent: datetime, me: Me, language: str, *, moved: bool = False) -> Told:
    """The interviews that a text tells of. `base` is when it was written by the writer's clock, `sent` the same in UTC.

    `moved` says that the text moves an interview: of an old and a new time the new one counts.
    """
    text = _without_old(text)
    every = moments(text, base, me.zone, language)
    timed = [one for one in every if one.sort in {Sort.INSTANT, Sort.RANGE} and one.start is not None]
    kept = [one for one in timed if not _is_aside(text, one)]
    past = [one for one in kept if _is_past(one, base, sent)]
    kept = [one for one in kept if one not in past]
    kept = _once(kept)
    if moved and len(kept) > 1:
        kept = [one for one in kept if not _is_old(text, one)] or kept
        if not (_CHOICE.search(text) or _are_alternatives(text, kept)):
            kept = _newest(kept, text)
    else:
        kept = [one for one in kept if not _is_old(text, one)]
    if not kept:
        return Told(past=bool(past))
    kept = _within_one(kept)
    choice = len(kept) > 1 and (_CHOICE.search(text) is not None or _are_alternatives(text, kept))
    found = kept if choice or _are_separate(kept) else [_whole(kept)]
    doubt = next((one.contradiction or "" for one in found if one.contradiction), "")
    doubt = doubt or next(("it may be read in two ways" for one in found if one.ambiguous), "")
    interviews = tuple(_interview(one, proposed=choice or _is_asked(text, one)) for one in found)
    return Told(interviews, doubt, tuple(_evidence(text, one) for one in found[:3]))


def _without_old(text: str) -> str:
    """A text of the same length without the hour from which something was moved: `from 13:00 to 10:30`."""
    blanked = _NOT.sub(lambda found: " " * len(found.group()), text)
    return _FROM.sub(lambda found: found["verb"] + " " * len(found["old"]), blanked)


_HOUR = r"(?:\d{1,2}(?:[:.h]\d{2})?\s?(?:[ap]\.?m\.?|uhr|uur|h)?|noon|midday)"
_NOT = re.compile(
    rf",?\s?\(?\b(?:not|nicht|et non|no|niet) (?:at |um |à |a las |om )?{_HOUR}(?![\w:])\)?", re.IGNORECASE
)
_FROM = re.compile(
    r"(?P<verb>\b(?:moved|moves|moving|brought forward|pushed|shift\w{0,6}|chang\w{1,6}|reschedul\w{1,6}|postponed|pasa|cambia\w{0,6}"
    r"|traslad\w{1,6}|adelant\w{1,6}|retras\w{1,6}|verschoben|verleg\w{0,6}|vorgezogen|verzet|verplaatst|avancé\w{0,3}"
    rf"|reporté\w{{0,3}}|déplacé\w{{0,3}}|décalé\w{{0,3}})\b[^.!?]{{0,60}}?)(?P<old>\b(?:from|von|de|du|van|de las?)\s{_HOUR}\s)"
    r"(?=(?:to|auf|à|a las?|naar|until|bis|tot)\s\d)",
    re.IGNORECASE,
)


def _interview(one: Moment, *, proposed: bool) -> InterviewFound:
    end = None if one.window else one.end
    return InterviewFound(start=one.start, end=end, zone=one.zone, proposed=proposed)


def _evidence(text: str, one: Moment) -> Evidence:
    del text
    return Evidence(of="start", where=Where.BODY, quote=one.quote[:300], rule="a time in the words")


# ── what a time is ───────────────────────────────────────────────────────────────────────────────────────────────────


def _before(text: str, one: Moment) -> str:
    """What stands before a time, in its own line or sentence."""
    return text[max(0, one.span[0] - _AROUND) : one.span[0]].rpartition("\n\n")[2]


def _clock_before(text: str, one: Moment) -> str:
    """What stands before the hour itself, which may be lines below its day."""
    inside = text[one.span[0] : one.span[1]]
    cut = max(inside.rfind("\n"), inside.rfind(". "))
    return inside[cut + 1 :] if cut >= 0 else ""


def _is_aside(text: str, one: Moment) -> bool:
    before, clock = _before(text, one), _clock_before(text, one)
    line = before.rpartition("\n")[2]
    inside = text[one.span[0] : one.span[1]]
    if _LIMIT.match(one.quote) or _REFUSED.search(_sentence(text, one)) or _AGAIN_ELSEWHERE.search(inside):
        return True
    at = one.hour_span[0]
    if _BRACKETS.search(text[max(0, at - 40) : at]) and _ELSEWHERE.match(text, at):
        return True
    if _DEADLINE.search(line) or _ASIDE.search(line) or (clock and _ASIDE.search(clock)):
        return True
    sentence = re.split(r"[.!?]\s", before)[-1] + text[one.span[0] : one.span[1] + 60].partition("\n")[0]
    return bool(_OTHER_DOING.search(sentence)) and not re.search(
        r"interview|meet|call|gespräch|entretien|entrevista", sentence, re.IGNORECASE
    )


_LIMIT = re.compile(r"(?:by|before|until|till|no later than|bis|avant|antes|uiterlijk|voor) ", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:neither|nor|no longer works|does(?:n't| not) work|can(?:'t|not) (?:do|make)|won't work|not available|geht (?:leider )?nicht|ne convient pas|no puede ser|lukt niet)\b",
    re.IGNORECASE,
)
_AGAIN_ELSEWHERE = re.compile(
    r"[(,] ?(?:that is|so|which is|i\.e\.|=|also|das ist|soit|es decir|dus) [^()\n]{0,40}$", re.IGNORECASE
)
"""The same moment told once more, in the other's zone."""
_BRACKETS = re.compile(r"\d(?:\s?[ap]\.?m\b\.?)?[^()\n\d]{0,30}\($", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[^()\n]{3,24}?(?:for you|your time|where you|\bin [A-Z]|[A-Z]\w+ time)[^()\n]{0,20}\)")
"""`4 pm New York time (10 am Friday in Auckland)`: the same once more in brackets."""


def _sentence(text: str, one: Moment) -> str:
    """The sentence in which a time ends."""
    start = max(text.rfind(mark, 0, one.span[1] - 1) for mark in (". ", "! ", "? ", "\n\n", ".\n", "!\n", "?\n"))
    ends = [at for mark in (". ", ".\n", "!", "?", "\n\n") if (at := text.find(mark, one.span[1])) >= 0]
    return text[start + 1 : min(ends, default=len(text)) + 1]


def _is_old(text: str, one: Moment) -> bool:
    before = re.split(r"[.!?]\s", _before(text, one))[-1]
    clock = _clock_before(text, one) or text[one.span[0] : one.span[1]]
    return bool(_OLD.search(before.rpartition("\n")[2])) or bool(
        re.search(
            r"(?:instead of|rather than|statt|au lieu de|en lugar de|in plaats van)\W{1,3}(?:\S{1,12}\s?){1,4}$",
            clock,
            re.IGNORECASE,
        )
    )


def _is_past(one: Moment, base: datetime, sent: datetime) -> bool:
    start = one.start
    if start is None:
        return False
    return start < (sent if start.tzinfo else base.replace(tzinfo=None)) - _PAST


def _is_asked(text: str, one: Moment) -> bool:
    """Whether the sentence with the time is a question."""
    sentence = _sentence(text, one)
    return sentence.rstrip().endswith("?") and bool(_ASKS.search(sentence))


# ── one or several ───────────────────────────────────────────────────────────────────────────────────────────────────


def _once(found: list[Moment]) -> list[Moment]:
    """Each time once; the one that says more (a zone, an end) of two that agree."""
    kept: list[Moment] = []
    for one in found:
        same = next((index for index, had in enumerate(kept) if _agree(had, one)), None)
        if same is None:
            kept.append(one)
        elif (one.zone is not None, one.end is not None) > (kept[same].zone is not None, kept[same].end is not None):
            kept[same] = one
    return kept


def _agree(left: Moment, right: Moment) -> bool:
    if left.start is None or right.start is None:
        return False
    if (left.start.tzinfo is None) == (right.start.tzinfo is None):
        return left.start == right.start
    return left.clock == right.clock and abs(
        left.start.replace(tzinfo=None) - right.start.replace(tzinfo=None)
    ) < timedelta(hours=15)


def _within_one(found: list[Moment]) -> list[Moment]:
    """Without what lies inside another's range: the agenda of a day is that day."""
    ranges = [one for one in found if one.end and one.start and not one.window]
    return [one for one in found if not any(_inside(one, whole) for whole in ranges if whole is not one)]


def _inside(one: Moment, whole: Moment) -> bool:
    if (
        one.start is None
        or whole.start is None
        or whole.end is None
        or (one.start.tzinfo is None) != (whole.start.tzinfo is None)
    ):
        return False
    if one.start == whole.start and one.end and one.end >= whole.end:
        return False
    return whole.start <= one.start < whole.end and (one.end is None or one.end <= whole.end)


def _are_alternatives(text: str, found: list[Moment]) -> bool:
    """Two or three times with an "or" between them."""
    between = [text[left.span[1] : right.span[0]] for left, right in pairwise(found)]
    return all(re.fullmatch(r"[\s,;]{0,4}(?:or|oder|ou|o|of)\b[^.!?]{0,40}", each) for each in between)


def _are_separate(found: list[Moment]) -> bool:
    """Several interviews: on different days, or with a pause between them."""
    ordered = sorted((one for one in found if one.start), key=lambda one: str(one.start))
    for left, right in pairwise(ordered):
        if left.start is None or right.start is None or (left.start.tzinfo is None) != (right.start.tzinfo is None):
            continue
        ends = left.end or left.start
        if right.start - ends > _SAME_DAY_GAP and left.end is not None:
            return True
        if right.start.date() != left.start.date():
            return True
    return False


def _whole(found: list[Moment]) -> Moment:
    """One interview made of what follows each other: from the first start to the last end."""
    ordered = sorted(found, key=lambda one: (one.start is None, str(one.start)))
    first = ordered[0]
    ends = [
        one.end
        for one in found
        if one.end and (first.start is None or (one.end.tzinfo is None) == (first.start.tzinfo is None))
    ]
    return replace(first, end=max(ends)) if len(found) > 1 and ends else first


_CALLED_NEW = re.compile(
    r"\b(?:new|updated|now|neue[rn]?|nouvelle|nueva|nieuwe|correct|ersatztermin\w*)\b[^\n.!?]{0,60}$", re.IGNORECASE
)
_CALLED_NEW_INSIDE = re.compile(r"should have been|instead", re.IGNORECASE)


def _newest(found: list[Moment], text: str) -> list[Moment]:
    """Of times on different days or hours in a move, the one that is called new; else the last, as mails tell the old first."""
    named = [one for one in found if _CALLED_NEW.search(_before(text, one)) or _CALLED_NEW_INSIDE.search(one.quote)]
    return [named[-1]] if named else [found[-1]] if not _follow_each_other(found) else found


def _follow_each_other(found: list[Moment]) -> bool:
    days = {one.start.date() for one in found if one.start}
    return len(days) == 1 and all(one.end for one in found)
