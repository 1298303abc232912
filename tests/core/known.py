"""The oracle's own sum of the facts, made from the papers and not from the code that it judges.

It is slow and plain on purpose: every question is answered by looking through all facts again. Where the papers leave
a case open it keeps to what is certain: a candidacy is over only when no reading of the facts lets it live.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from agent.core import facts as f
from agent.core.etiquette import Rules
from agent.core.findings import Format, Kind
from agent.core.people import Part, Person

DAY = timedelta(days=1)
ASSUMED_LENGTH = timedelta(minutes=60)
PERSON = "person"
"""The account of a fact that is the user's word."""

TERMINAL = {
    Kind.REJECTION: f.Ending.REJECTION,
    Kind.POSITION_CLOSED: f.Ending.POSITION_CLOSED,
    Kind.OFFER: f.Ending.OFFER,
}
OF_THE_USER = {Kind.OWN_WITHDRAWAL: f.Ending.WITHDRAWN, Kind.OWN_ACCEPTANCE: f.Ending.ACCEPTED}
THEIR_NO = frozenset({f.Ending.REJECTION, f.Ending.POSITION_CLOSED, f.Ending.ASSUMED_NO})
GOES_ON = frozenset({Kind.NEXT_ROUND, Kind.AVAILABILITY_REQUEST})
PASSES_ON = frozenset({Part.RECRUITER, Part.COORDINATOR, Part.AGENCY})
WAS_THERE = frozenset({Part.INTERVIEWER, Part.HIRING_MANAGER})
LIFTS_A_HOLD = frozenset({*GOES_ON, Kind.DECIDING, Kind.INFO_REQUEST})

Version = tuple[int, datetime]
AnyFact = TypeVar("AnyFact", bound=f.Fact)


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_workday(day: date, rules: Rules) -> bool:
    """Monday to Friday, no holiday, not in the quiet period."""
    days = rules.workdays
    return day.isoweekday() <= 5 and day not in days.holidays and (day.month, day.day) not in days.quiet


def first_workday(day: date, rules: Rules) -> date:
    """The first business day that is not before this one."""
    while not is_workday(day, rules):
        day += DAY
    return day


def plus_workdays(day: date, count: int, rules: Rules) -> date:
    """So many business days later."""
    while count:
        day += DAY
        count -= is_workday(day, rules)
    return day


def at_nine(day: date, rules: Rules) -> datetime:
    """09:00 of a day where the user lives."""
    return datetime.combine(day, time(rules.etiquette.ask_at_hour), rules.home).astimezone(UTC)


def day_over(day: date, zone: str) -> datetime:
    """The moment in which a day ends somewhere."""
    return datetime.combine(day + DAY, time(0), ZoneInfo(zone)).astimezone(UTC)


def at_home(moment: datetime, rules: Rules) -> date:
    """The day that a moment falls on where the user lives."""
    return moment.astimezone(rules.home).date()


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(kw_only=True)
class Meeting:
    """One interview, as everything said of it adds up."""

    id: str
    start: datetime
    end: datetime
    zone: str
    version: Version
    format: Format | None
    people: tuple[Person, ...]
    cancelled: bool
    declined: bool
    proposed: bool
    happened: bool | None
    notes_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether it takes or took place, for all that is known."""
        return not (self.cancelled or self.declined or self.proposed) and self.happened is not False

    @property
    def there(self) -> frozenset[str]:
        """The addresses of those who sat in it."""
        return frozenset(p.address.casefold() for p in self.people if p.part in WAS_THERE and p.address)

    @property
    def panel(self) -> int:
        """How many addresses sat in it."""
        return len(self.there)


@dataclass(kw_only=True)
class Copy:
    """One copy of a draft of ours."""

    begun: f.DraftBegun
    written: bool
    touched: bool
    sent: bool
    withdrawn: bool

    @property
    def the_user_s(self) -> bool:
        """Whether the user took the letter in hand: sent, edited or deleted it."""
        return self.touched or self.sent

    @property
    def untouched(self) -> bool:
        """Whether it lies in Drafts as we left it; after another copy of it was sent, too."""
        return self.written and not self.touched and not self.withdrawn


@dataclass(kw_only=True)
class Sent:
    """A letter that left; `perhaps_bounced` when a bounce names an address and no letter."""

    purpose: f.Purpose
    at: datetime
    to: frozenset[str]
    key: str | None
    interview: str | None
    message_id: str | None
    bounced: bool
    perhaps_bounced: bool


@dataclass(kw_only=True)
class Said:
    """When they said they decide: by a day of theirs, or "we are deciding" without one."""

    by: date | None
    at: datetime
    zone: str | None


@dataclass(kw_only=True)
class Note:
    """A reminder of ours in the calendar."""

    placed: f.ReminderPlaced
    ours: bool
    there: bool


@dataclass(frozen=True)
class Known:
    """Everything that was noted up to one moment."""

    facts: tuple[tuple[str, f.Fact], ...]

    def of(self, kind: type[AnyFact]) -> list[AnyFact]:
        """Every fact of a kind that counts, in the order of its moment."""
        return [fact for fact in self._by_kind.get(kind, ()) if isinstance(fact, kind)]

    @cached_property
    def _by_kind(self) -> dict[type[f.Fact], list[f.Fact]]:
        kinds: dict[type[f.Fact], list[f.Fact]] = {}
        for fact in sorted(self._valid, key=lambda fact: fact.at):
            kinds.setdefault(type(fact), []).append(fact)
        return kinds

    @property
    def _valid(self) -> Iterable[f.Fact]:
        """Without what the person took back and what was read better since."""
        undone = {fact.fact for _, fact in self.facts if isinstance(fact, f.Undone)}
        better = {fact.message: fact.source.reader for _, fact in self.facts if isinstance(fact, f.Superseded)}
        for identity, fact in self.facts:
            outdated = fact.source.id in better and fact.source.reader not in ("", better[fact.source.id])
            if identity not in undone and not outdated:
                yield fact

    # ── interviews ──

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """Every interview by its id."""
        return {key: self._meeting(key) for key in dict.fromkeys(fact.interview for fact in self.of(f.Invited))}

    @cached_property
    def _invitations(self) -> list[f.Invited]:
        """Every invitation that counts, in the order in which it was noted: the first one names the event."""
        return [fact for fact in self._valid if isinstance(fact, f.Invited)]

    def _meeting(self, key: str) -> Meeting:
        """What another system announces of it says who is there, and nothing about its time."""
        own = next((fact.uid for fact in self._invitations if fact.interview == key and fact.uid), None)
        named = [fact for fact in self.of(f.Invited) if fact.interview == key]
        invited = [fact for fact in named if fact.uid in (None, own)]
        moved = [fact for fact in self.of(f.Moved) if fact.interview == key]
        cancelled = [fact for fact in self.of(f.Cancelled) if fact.interview == key]
        notes = [fact for fact in self.of(f.NotesTaken) if fact.interview == key]
        newest = max((*invited, *moved), key=_version)
        since = self._when_it_was_set([*invited, *moved])
        told = [fact for fact in notes if fact.notes.took_place is not None]
        people = [person for fact in named for person in fact.people]
        return Meeting(
            id=key,
            start=newest.start,
            end=newest.end if newest.end and newest.end > newest.start else newest.start + ASSUMED_LENGTH,
            zone=newest.zone,
            version=_version(newest),
            format=next((fact.format for fact in sorted(named, key=_version, reverse=True) if fact.format), None),
            people=(*people, *(person for fact in notes for person in fact.notes.people)),
            cancelled=any(_version(fact) > _version(newest) for fact in cancelled),
            declined=any(fact.interview == key and fact.at >= since for fact in self.of(f.Declined)),
            proposed=all(fact.proposed for fact in named) and not moved,
            happened=told[-1].notes.took_place if told and told[-1].at >= since else None,
            notes_at=min((fact.at for fact in notes), default=None),
        )

    @staticmethod
    def _when_it_was_set(timed: list[f.Invited | f.Moved]) -> datetime:
        """When the time that holds was first said; the same time said again is no news."""
        newest_first = sorted(timed, key=_version, reverse=True)
        since = newest_first[0].at
        for fact in newest_first:
            if fact.start != newest_first[0].start:
                break
            since = min(since, fact.at)
        return since

    def held(self, now: datetime) -> list[Meeting]:
        """The interviews that are over, in order."""
        return sorted((m for m in self.meetings.values() if m.stands and m.end <= now), key=lambda m: m.end)

    def ahead(self, now: datetime) -> list[Meeting]:
        """The interviews that are still to come, or under way."""
        return [m for m in self.meetings.values() if m.stands and m.end > now]

    # ── letters ──

    @cached_property
    def copies(self) -> list[Copy]:
        """Every copy of a draft that was ever begun."""
        written = {(fact.key, fact.revision) for fact in self.of(f.DraftWritten)}
        taken: set[tuple[str, int]] = set()
        for kind in (f.DraftTouched, f.DraftMissed, f.DraftDiscarded):
            taken |= {(fact.key, fact.revision) for fact in self.of(kind)}
        withdrawn = {(fact.key, fact.revision) for fact in self.of(f.DraftWithdrawn)}
        sent = {letter.key for letter in self.sent}
        return [
            Copy(
                begun=fact,
                written=(fact.key, fact.revision) in written,
                touched=(fact.key, fact.revision) in taken,
                sent=fact.key in sent,
                withdrawn=(fact.key, fact.revision) in withdrawn,
            )
            for fact in self.of(f.DraftBegun)
        ]

    def copies_of(self, key: str) -> list[Copy]:
        """The copies of one letter."""
        return [copy for copy in self.copies if copy.begun.key == key]

    @cached_property
    def sent(self) -> list[Sent]:
        """Every letter that left, once."""
        letters: dict[str, Sent] = {}
        purposes = {fact.key: fact for fact in self.of(f.DraftBegun)}
        known_ids: dict[str, str] = {}
        for fact in self.of(f.LetterSent):
            name = known_ids.get(fact.message_id or "") or fact.key or fact.message_id or fact.at.isoformat()
            if fact.message_id:
                known_ids[fact.message_id] = name
            begun = purposes.get(fact.key or "")
            if name in letters:
                continue
            letters[name] = Sent(
                purpose=begun.purpose if begun else fact.purpose,
                at=fact.at,
                to=frozenset(address.casefold() for address in fact.to or (begun.to if begun else ())),
                key=fact.key,
                interview=(begun.interview if begun else None) or fact.interview,
                message_id=fact.message_id,
                bounced=any(fact.message_id and b.message_id == fact.message_id for b in self.of(f.Bounced)),
                perhaps_bounced=False,
            )
        for letter in letters.values():
            letter.perhaps_bounced = letter.bounced or self._may_have_bounced(letter)
        return sorted(letters.values(), key=lambda letter: letter.at)

    def _may_have_bounced(self, letter: Sent) -> bool:
        return any(b.recipient and (not letter.to or b.recipient.casefold() in letter.to) for b in self.of(f.Bounced))

    @cached_property
    def inquiries(self) -> list[Sent]:
        """The inquiries that were sent and surely did not come back."""
        return [one for one in self.sent if one.purpose is f.Purpose.INQUIRY and not one.perhaps_bounced]

    @cached_property
    def unreachable(self) -> set[str]:
        """Addresses at which nobody reads."""
        gone = {fact.recipient.casefold() for fact in self.of(f.Bounced) if fact.recipient}
        heads = [fact.envelope for fact in self.of(f.Heard)]
        return gone | {h.sender.address.casefold() for h in heads if h.sender.address and not h.reachable}

    # ── people ──

    @cached_property
    def people(self) -> list[Person]:
        """Everyone of the candidacy."""
        named = [person for fact in self.of(f.Invited) for person in fact.people]
        named += [person for fact in self.of(f.Heard) for person in (*fact.people, fact.envelope.sender)]
        return named + [person for fact in self.of(f.NotesTaken) for person in fact.notes.people]

    def parts(self, address: str) -> set[Part]:
        """Every part in which somebody was named."""
        return {p.part for p in self.people if p.address and p.address.casefold() == address.casefold()}

    # ── what was said ──

    @cached_property
    def said(self) -> list[Said]:
        """Everything said about when they decide, in order."""
        return [Said(by=fact.by, at=fact.at, zone=fact.zone) for fact in self.of(f.DecisionPromised)]

    def answers(self, *kinds: Kind) -> list[f.Answered]:
        """The employer's answers of some kinds, in order."""
        return [fact for fact in self.of(f.Answered) if fact.kind in kinds]

    @cached_property
    def over(self) -> f.Ending | None:
        """Why it is over, if it surely is."""
        return next((ending for at, ending in reversed(self._endings) if self._holds(at, ending)), None)

    @cached_property
    def _endings(self) -> list[tuple[datetime, f.Ending]]:
        """Each of the user's own, and the last of the employer's: they may change their mind, as far as they go."""
        theirs = [(fact.at, TERMINAL[fact.kind]) for fact in self.of(f.Answered) if fact.kind in TERMINAL]
        assumed = [(fact.at, fact.ending) for fact in self.of(f.Closed) if fact.ending in THEIR_NO]
        closed = [(fact.at, fact.ending) for fact in self.of(f.Closed) if fact.ending not in THEIR_NO]
        closed += [(fact.at, OF_THE_USER[fact.kind]) for fact in self.of(f.Answered) if fact.kind in OF_THE_USER]
        return sorted((*sorted((*theirs, *assumed))[-1:], *closed))

    def _holds(self, at: datetime, ending: f.Ending) -> bool:
        if any(fact.at >= at for fact in self.of(f.Reopened)):
            return False
        meetings = self.meetings.values()
        again = any(not m.cancelled and m.version[1] > at and m.start > at for m in meetings)
        return not (ending in THEIR_NO and again)

    @cached_property
    def paused(self) -> bool:
        """Whether the person said: wait."""
        words = sorted((*self.of(f.Paused), *self.of(f.Resumed)), key=lambda fact: fact.at)
        return bool(words) and isinstance(words[-1], f.Paused)

    @cached_property
    def puzzled(self) -> bool:
        """Whether something a person wrote was not understood, and nobody has answered yet."""
        answered = {fact.question for fact in self.of(f.QuestionAnswered)}
        return any(fact.pauses and fact.question not in answered for fact in self.of(f.Doubted))

    @cached_property
    def since(self) -> datetime:
        """When the service first learned of it."""
        return min(fact.noted for _, fact in self.facts)

    @cached_property
    def reminders(self) -> list[Note]:
        """Every reminder that was ever placed, as it lies now."""
        notes: dict[str, Note] = {}
        for _, fact in self.facts:
            if isinstance(fact, f.ReminderPlaced):
                had = notes.get(fact.key)
                notes[fact.key] = Note(placed=fact, ours=had.ours if had else True, there=had is None or had.ours)
            elif isinstance(fact, f.ReminderRemoved) and fact.key in notes:
                notes[fact.key].there = False
            elif isinstance(fact, f.ReminderKept | f.ReminderDismissed) and fact.key in notes:
                notes[fact.key].ours = False
        return list(notes.values())


def _version(fact: f.Invited | f.Moved | f.Cancelled) -> Version:
    return fact.sequence, fact.stamp or fact.at
