"""An oracle that judges whole lives of a candidacy, written from the papers and apart from the code.

A history is a list of what was noted, what was carried out and when the service had nothing left to do. The oracle goes
through it with its own sum of the facts (`known.py`) and says in words which rule was broken. It knows when a step was
wrong, not which step is right: the tables of the other tests say that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agent.core import facts as f
from agent.core import steps as s
from agent.core.etiquette import Rules
from agent.core.facts import Purpose
from agent.core.findings import Format, Kind
from tests.core.asking import NotYet, may_ask_from
from tests.core.known import (
    PASSES_ON,
    WAS_THERE,
    Copy,
    Known,
    Meeting,
    at_home,
    at_nine,
    day_over,
    is_workday,
    plus_workdays,
)

MOST_INQUIRIES = 2
LATEST_THANKS = timedelta(hours=48)
MOST_PROMPTS = 2
MOST_REVISIONS = 9
"""The journal holds no more of one draft."""

NOBODY_WAITS_FOR = frozenset({Purpose.CLOSING, Purpose.WITHDRAWAL, Purpose.REPLY})
"""Letters that are written on the user's word alone."""


@dataclass(frozen=True)
class Noted:
    """A fact was stored."""

    id: str
    fact: f.Fact


@dataclass(frozen=True)
class Carried:
    """A step was carried out; the facts that say so come after it."""

    at: datetime
    step: s.AnyStep
    rules: Rules


@dataclass(frozen=True)
class Rested:
    """The service was awake and had nothing left to do."""

    at: datetime
    rules: Rules


Entry = Noted | Carried | Rested


@dataclass(frozen=True)
class Broken:
    """A rule that was broken, and how."""

    rule: str
    how: str
    at: datetime

    def __str__(self) -> str:
        """One line of the verdict."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.rule}: {self.how}"


class Oracle:
    """Hears a history as it unfolds and keeps what was wrong with it."""

    def __init__(self) -> None:
        """Know nothing."""
        self.broken: list[Broken] = []
        self._facts: list[tuple[str, f.Fact]] = []
        self._known: Known | None = None

    @property
    def known(self) -> Known:
        """What is known so far."""
        if self._known is None:
            self._known = Known(tuple(self._facts))
        return self._known

    def hear(self, entry: Entry) -> None:
        """Take the next entry of the history and judge it by everything before it."""
        match entry:
            case Noted():
                self._facts.append((entry.id, entry.fact))
                self._known = None
            case Carried():
                moment = Moment(self.known, entry.at, entry.rules)
                self._judge(entry.at, STEP_RULES, lambda rule: rule(moment, entry.step))
            case Rested():
                moment = Moment(self.known, entry.at, entry.rules)
                self._judge(entry.at, REST_RULES, lambda rule: rule(moment))

    def _judge(
        self, at: datetime, table: dict[str, Callable[..., Iterator[str]]], ask: Callable[..., Iterator[str]]
    ) -> None:
        for name, rule in table.items():
            self.broken += [Broken(name, how, at) for how in ask(rule)]


def judge(history: Iterable[Entry]) -> list[Broken]:
    """Everything that is wrong with a history."""
    oracle = Oracle()
    for entry in history:
        oracle.hear(entry)
    return oracle.broken


@dataclass(frozen=True)
class Moment:
    """What is known at a moment, and the rules that hold in it."""

    known: Known
    at: datetime
    rules: Rules

    @property
    def today(self) -> date:
        """The day where the user lives."""
        return at_home(self.at, self.rules)


# ── every step ───────────────────────────────────────────────────────────────────────────────────────────────────


def in_its_time(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """No step is carried out before it is due or after it expired."""
    if moment.at < step.due:
        yield f"{step.key} was carried out before it was due ({step.due:%F %R})"
    if moment.at >= step.expires:
        yield f"{step.key} was carried out after it had expired ({step.expires:%F %R})"
    if step.expires <= moment.known.since:
        yield f"{step.key} had expired before anything was known of the candidacy"


def nothing_while_paused(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """While the person said "wait" nothing is done; while an answer is not understood nothing is written."""
    if moment.known.paused:
        yield f"{step.key} was carried out while the person had paused"
    writes = isinstance(step, s.WriteDraft) and step.purpose not in NOBODY_WAITS_FOR
    if moment.known.puzzled and (writes or isinstance(step, s.Close)):
        yield f"{step.key} was carried out while a human answer was not understood"


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def one_draft_a_step(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """One draft for one step; only a draft that nobody touched may be replaced, only a withdrawn one written again."""
    if not isinstance(step, s.WriteDraft):
        return
    copies = moment.known.copies_of(step.key)
    bounced = any(one.key == step.key and one.perhaps_bounced for one in moment.known.sent)
    if any(copy.begun.revision == step.revision for copy in copies):
        yield f"{step.key} is drafted twice in revision {step.revision}"
    if any(copy.the_user_s for copy in copies) and not bounced:
        yield f"{step.key} is drafted again although the user has it in hand"
    lying = [copy for copy in copies if not copy.the_user_s and not copy.withdrawn]
    if lying and not isinstance(step, s.ReplaceDraft):
        yield f"{step.key} is drafted again while it lies in Drafts"
    if isinstance(step, s.ReplaceDraft) and not lying:
        yield f"{step.key} replaces a draft that is not there"
    if step.revision > MOST_REVISIONS:
        yield f"{step.key} has {step.revision} revisions"
    if any(_same_place(copy.begun, step) for copy in moment.known.copies):
        yield f"{step.purpose} {step.ordinal} has two drafts in revision {step.revision}"


def _same_place(begun: f.DraftBegun, step: s.WriteDraft) -> bool:
    """The journal's own constraint: one draft for each inquiry of the budget and revision."""
    place = (begun.purpose, begun.ordinal, begun.revision)
    return begun.key != step.key and begun.ordinal is not None and place == (step.purpose, step.ordinal, step.revision)


def hands_off(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """What the user has touched is the user's: drafts and reminders."""
    if isinstance(step, s.WithdrawDraft):
        copies = [c for c in moment.known.copies_of(step.letter) if c.begun.revision == step.revision]
        if not any(copy.untouched for copy in copies):
            yield f"{step.letter} is withdrawn and is not ours, untouched and in Drafts"
    if isinstance(step, s.RemoveReminder | s.PlaceReminder):
        key = step.reminder if isinstance(step, s.RemoveReminder) else step.key
        note = next((n for n in moment.known.reminders if n.placed.key == key), None)
        if note and not note.ours:
            yield f"{key} is changed although the user moved or deleted it"
        changes = not isinstance(step, s.PlaceReminder) or isinstance(step, s.MoveReminder)
        if note and note.there and not changes:
            yield f"{key} is placed twice"
        if changes and not (note and note.there):
            yield f"{key} is changed and does not lie there"


def people_of_the_candidacy(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """A letter has one recipient, whose address is known from the candidacy and reaches a person."""
    if not isinstance(step, s.WriteDraft):
        return
    addresses = [person.address for person in step.to if person.address]
    if len(addresses) != 1 or len(step.to) != 1:
        yield f"{step.key} goes to {len(step.to)} people at {len(addresses)} addresses"
    for address in addresses:
        if not moment.known.parts(address):
            yield f"{step.key} goes to a stranger, {address}"
        if address.casefold() in moment.known.unreachable:
            yield f"{step.key} goes to {address}, where nobody reads"
        yield from _past_the_agency(moment, step, address)


def _past_the_agency(moment: Moment, step: s.WriteDraft, address: str) -> Iterator[str]:
    reachable = [p for p in moment.known.people if p.part == "agency" and p.address]
    agents = {(p.address or "").casefold() for p in reachable} - moment.known.unreachable
    if agents and address.casefold() not in agents:
        yield f"{step.key} goes past the agency to {address}"


def one_letter_a_day(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """No two letters to one person on one day, what the user asked for apart; a better copy of one is no second letter."""
    if not isinstance(step, s.WriteDraft) or isinstance(step, s.ReplaceDraft) or step.purpose in NOBODY_WAITS_FOR:
        return
    to = {person.address.casefold() for person in step.to if person.address}
    day = at_home(step.due, moment.rules)
    for copy in moment.known.copies:
        other = copy.begun.key != step.key and not copy.withdrawn and to & set(map(str.casefold, copy.begun.to))
        if (
            other
            and at_home(copy.begun.at, moment.rules) == moment.today
            and copy.begun.purpose not in NOBODY_WAITS_FOR
        ):
            yield f"{step.key} is a second letter to {to} on one day, after {copy.begun.key}"
    for letter in moment.known.sent:
        if letter.key != step.key and to & letter.to and at_home(letter.at, moment.rules) == day:
            yield f"{step.key} is written to {to} on a day on which a letter to them left"


def only_on_the_user_s_word(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """A closing note, a withdrawal, a reply are written only on the user's word, once a word."""
    if isinstance(step, s.WriteDraft) and step.purpose in NOBODY_WAITS_FOR:
        words = [fact for _, fact in moment.known.facts if isinstance(fact, f.LetterWanted)]
        wanted = [word for word in words if word.purpose is step.purpose]
        had = {copy.begun.key for copy in moment.known.copies if copy.begun.purpose is step.purpose}
        if len(wanted) <= len(had - {step.key}):
            yield f"{step.key} is a letter that the user did not ask for"


# ── thank-yous ───────────────────────────────────────────────────────────────────────────────────────────────────


def thanked_in_time(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """A thank-you draft is written when the interview is over and an hour has passed, and not after 48 hours."""
    for meeting in _thanked_for(moment, step):
        numbers = moment.rules.etiquette
        if moment.at < meeting.end + numbers.thanks_not_before:
            yield f"{step.key} comes before the interview is over by {numbers.thanks_not_before}"
        if meeting.notes_at is None and moment.at < meeting.end + numbers.thanks_without_notes_after:
            yield f"{step.key} comes without notes before {numbers.thanks_without_notes_after} have passed"
        if moment.at >= meeting.end + min(LATEST_THANKS, numbers.thanks_within):
            yield f"{step.key} comes later than 48 hours"


def thanked_for_what_took_place(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """Nobody is thanked for an interview that was called off, declined, recorded alone, or did not take place."""
    if isinstance(step, s.WriteDraft) and step.purpose is Purpose.THANK_YOU:
        if step.interview not in moment.known.meetings:
            yield f"{step.key} thanks for an interview that nobody knows"
        if moment.known.over not in (None, f.Ending.OFFER):
            yield f"{step.key} thanks after the end ({moment.known.over})"
    for meeting in _thanked_for(moment, step):
        if not meeting.stands:
            yield f"{step.key} thanks for an interview that does not stand"
        if meeting.format is Format.ASYNC:
            yield f"{step.key} thanks for a recorded video"


def thanked_who_was_there(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """A thank-you goes to those who sat in the interview; whoever answers for the process may be asked to pass it on.

    That is the recruiter, or who invited with no part that anybody knows; never an interviewer of another round.
    """
    for meeting in _thanked_for(moment, step):
        assert isinstance(step, s.WriteDraft)
        for person in step.to:
            address = (person.address or "").casefold()
            direct = address in meeting.there
            parts = moment.known.parts(address)
            if not direct and not parts & PASSES_ON and parts & WAS_THERE:
                yield f"{step.key} thanks {address}, who was not there"
            if direct and meeting.panel > moment.rules.etiquette.most_letters_for_one_panel:
                yield f"{step.key} is one of {meeting.panel} letters to one panel"


def thanked_once(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """One thank-you a person and interview, whoever wrote it."""
    for meeting in _thanked_for(moment, step):
        assert isinstance(step, s.WriteDraft)
        to = {person.address.casefold() for person in step.to if person.address}
        for copy in moment.known.copies:
            same = copy.begun.interview == meeting.id and copy.begun.purpose is Purpose.THANK_YOU
            if (
                same
                and copy.begun.key != step.key
                and not copy.withdrawn
                and to & set(map(str.casefold, copy.begun.to))
            ):
                yield f"{step.key} thanks {to} again, after {copy.begun.key}"
        if _wrote_alone(moment.known, meeting, to):
            yield f"{step.key} thanks {to}, whom the user has thanked alone"


def _wrote_alone(known: Known, meeting: Meeting, to: Iterable[str]) -> bool:
    return any(
        letter.purpose is Purpose.THANK_YOU
        and letter.interview == meeting.id
        and letter.at >= meeting.start
        and not letter.perhaps_bounced
        and letter.to & set(to)
        for letter in known.sent
    )


def _thanked_for(moment: Moment, step: s.AnyStep) -> list[Meeting]:
    if not isinstance(step, s.WriteDraft) or step.purpose is not Purpose.THANK_YOU:
        return []
    meeting = moment.known.meetings.get(step.interview or "")
    return [meeting] if meeting else []


# ── inquiries ────────────────────────────────────────────────────────────────────────────────────────────────────


def never_a_third_inquiry(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """Never more than two inquiries, and one at a time."""
    if not _is_inquiry(step):
        return
    assert isinstance(step, s.WriteDraft)
    sent = len(moment.known.inquiries)
    most = min(MOST_INQUIRIES, moment.rules.etiquette.inquiries)
    if sent >= most:
        yield f"{step.key} is inquiry {sent + 1} of {most}"
    if step.ordinal != sent + 1 and not any(one.perhaps_bounced for one in moment.known.sent):
        yield f"{step.key} calls itself inquiry {step.ordinal}, and {sent} were sent"
    for copy in moment.known.copies:
        if copy.begun.purpose is Purpose.INQUIRY and copy.begun.key != step.key and _lies_open(moment.known, copy):
            yield f"{step.key} comes while {copy.begun.key} lies unsent in Drafts"


def _lies_open(known: Known, copy: Copy) -> bool:
    gone = {(x.key, x.revision) for kind in (f.DraftDiscarded, f.DraftMissed) for x in known.of(kind)}
    left = {letter.key for letter in known.sent}
    return not copy.withdrawn and copy.begun.key not in left and (copy.begun.key, copy.begun.revision) not in gone


def asked_when_it_may_be(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """Not before the agreed date and a business day, or two weeks; never after an answer that stops or parks."""
    if not _is_inquiry(step):
        return
    first = may_ask_from(moment.known, moment.at, moment.rules)
    if isinstance(first, NotYet):
        yield f"{step.key} is written although {first.reason}"
    elif step.due < first.moment:
        yield f"{step.key} is due {step.due:%F %R}, before {first.moment:%F %R}: {first.reason}"


def asked_at_nine_on_a_workday(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """An inquiry is due at 09:00 where the user lives, never on a weekend, a holiday or a quiet day."""
    if not _is_inquiry(step):
        return
    day = at_home(step.due, moment.rules)
    if step.due != at_nine(day, moment.rules):
        yield f"{step.key} is due at {step.due.astimezone(moment.rules.home):%R}"
    if not is_workday(day, moment.rules):
        yield f"{step.key} is due on {day:%A %F}"


def _is_inquiry(step: s.AnyStep) -> bool:
    return isinstance(step, s.WriteDraft) and step.purpose is Purpose.INQUIRY


# ── what reaches the user ────────────────────────────────────────────────────────────────────────────────────────


def notes_asked_twice_at_most(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """Notes are asked for 10 minutes after the interview and once more at 90, while none were taken."""
    if not isinstance(step, s.AskForNotes):
        return
    meeting = moment.known.meetings.get(step.interview)
    if meeting is None or not meeting.stands:
        yield f"{step.key} asks about an interview that does not stand"
        return
    asked = [fact for fact in moment.known.of(f.NotesAsked) if fact.interview == meeting.id and fact.at >= meeting.end]
    if len(asked) >= MOST_PROMPTS:
        yield f"{step.key} asks for notes a third time"
    numbers = moment.rules.etiquette
    if moment.at < meeting.end + (numbers.notes_again_after if asked else numbers.notes_after):
        yield f"{step.key} asks for notes too early"
    if meeting.notes_at is not None and meeting.notes_at >= meeting.end:
        yield f"{step.key} asks for notes that were taken"
    if moment.known.over not in (None, f.Ending.OFFER):
        yield f"{step.key} asks for notes after the end ({moment.known.over})"


def said_once(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """Everything is told once and asked once."""
    if isinstance(step, s.Tell) and any(fact.key == step.key for fact in moment.known.of(f.Told)):
        yield f"{step.key} is told twice"
    if isinstance(step, s.Ask):
        if any(fact.question == step.key for fact in moment.known.of(f.Asked)):
            yield f"{step.key} is asked twice"
        if any(fact.question == step.key for fact in moment.known.of(f.QuestionAnswered)):
            yield f"{step.key} is asked after it was answered"
    if isinstance(step, s.Assume):
        if any(fact.question == step.question for fact in moment.known.of(f.QuestionAnswered)):
            yield f"{step.question} is assumed after it was answered"
        if any(fact.question == step.question and moment.at < fact.until for fact in moment.known.of(f.Doubted)):
            yield f"{step.question} is assumed before its date"


def reminded_of_what_can_be_done(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """A reminder lies ahead, for something that is still to be done."""
    if not isinstance(step, s.PlaceReminder):
        return
    if step.end <= moment.at:
        yield f"{step.key} reminds of what is over"
    if step.end <= step.start:
        yield f"{step.key} ends before it begins"
    meeting = moment.known.meetings.get(step.interview or "")
    if meeting and not meeting.stands:
        yield f"{step.key} reminds of an interview that does not stand"
    if moment.known.over and step.errand is not f.Errand.MOVE_ON and moment.known.over is not f.Ending.OFFER:
        yield f"{step.key} reminds after the end ({moment.known.over})"


def no_is_assumed_last(moment: Moment, step: s.AnyStep) -> Iterator[str]:
    """No is assumed ten business days after the second inquiry was sent, never while something is agreed or ahead."""
    if not isinstance(step, s.Close):
        return
    known, numbers = moment.known, moment.rules.etiquette
    if known.over:
        yield f"{step.key} closes what is over ({known.over})"
    if known.ahead(moment.at):
        yield f"{step.key} gives up with an interview ahead"
    sent = known.inquiries
    if sent:
        first = plus_workdays(at_home(sent[-1].at, moment.rules), numbers.assume_no_workdays, moment.rules)
        if moment.today < first:
            yield f"{step.key} gives up before {first}, so soon after the last inquiry"
    dated = [said for said in known.said if said.by]
    if dated and dated[-1].by and moment.at < day_over(dated[-1].by, dated[-1].zone or str(moment.rules.home)):
        yield f"{step.key} gives up before the agreed date {dated[-1].by}"
    held = known.answers(Kind.ON_HOLD)
    if held and isinstance(first_ask := may_ask_from(known, moment.at, moment.rules), NotYet) and first_ask.parked:
        yield f"{step.key} gives up while they have it on hold"


# ── when nothing is left to do ───────────────────────────────────────────────────────────────────────────────────


def nothing_outlives_the_end(moment: Moment) -> Iterator[str]:
    """When everything stopped, no untouched draft and no untouched reminder of ours is left."""
    known = moment.known
    if known.paused or not known.over:
        return
    for copy in known.copies:
        kept = copy.begun.purpose in NOBODY_WAITS_FOR
        kept = kept or (known.over is f.Ending.OFFER and copy.begun.purpose is Purpose.THANK_YOU)
        if copy.untouched and not copy.sent and not kept:
            yield f"the draft {copy.begun.key} outlives the end ({known.over})"
    for note in known.reminders:
        kept_note = note.placed.errand is f.Errand.MOVE_ON or known.over is f.Ending.OFFER
        if note.ours and note.there and (not kept_note or note.placed.errand is f.Errand.INQUIRE):
            yield f"the reminder {note.placed.key} outlives the end ({known.over})"


def no_draft_asks_too_early(moment: Moment) -> Iterator[str]:
    """An untouched inquiry draft that would not be written now is taken back."""
    if moment.known.paused:
        return
    for copy in moment.known.copies:
        if copy.begun.purpose is not Purpose.INQUIRY or not copy.untouched or copy.sent:
            continue
        first = may_ask_from(moment.known, moment.at, moment.rules)
        if isinstance(first, NotYet):
            yield f"the draft {copy.begun.key} is left although {first.reason}"
        elif moment.at < first.moment:
            yield f"the draft {copy.begun.key} is left although {first.reason}, until {first.moment:%F %R}"


def no_thanks_are_left_for_nothing(moment: Moment) -> Iterator[str]:
    """No untouched thank-you and no reminder is left for an interview that does not stand."""
    if moment.known.paused:
        return
    meetings = moment.known.meetings
    for copy in moment.known.copies:
        meeting = meetings.get(copy.begun.interview or "")
        lies = copy.untouched and not copy.sent and copy.begun.purpose is Purpose.THANK_YOU
        if lies and meeting and not meeting.stands:
            yield f"the draft {copy.begun.key} is left for an interview that does not stand"
    for note in moment.known.reminders:
        meeting = meetings.get(note.placed.interview or "")
        if note.ours and note.there and meeting and not meeting.stands and note.placed.end > moment.at:
            yield f"the reminder {note.placed.key} is left for an interview that does not stand"


def one_copy_of_a_draft(moment: Moment) -> Iterator[str]:
    """Of every letter at most one untouched copy lies in Drafts."""
    if moment.known.paused:
        return
    lying = [copy.begun.key for copy in moment.known.copies if copy.untouched and not copy.sent]
    for key in sorted({key for key in lying if lying.count(key) > 1}):
        yield f"{key} lies in Drafts {lying.count(key)} times"


def nobody_is_left_unthanked(moment: Moment) -> Iterator[str]:
    """From two hours after an interview on, every person in it has a thank-you, whatever became of it."""
    known, numbers = moment.known, moment.rules.etiquette
    refused = any(moment.at - no.at < timedelta(hours=1) for no in known.of(f.StepRefused))
    if refused or known.paused or known.puzzled or known.over or any(p.part == "agency" for p in known.people):
        return
    for meeting in known.held(moment.at):
        soon = meeting.end + max(numbers.thanks_not_before, numbers.thanks_without_notes_after)
        late = meeting.end + numbers.thanks_within
        if not (soon <= moment.at < late) or meeting.format is Format.ASYNC or known.since >= late:
            continue
        if meeting.panel > numbers.most_letters_for_one_panel:
            continue
        begun = {a.casefold() for copy in known.copies if copy.begun.interview == meeting.id for a in copy.begun.to}
        for address in sorted(meeting.there - begun - known.unreachable):
            if not _thanked_otherwise(moment, meeting, address) and not _met_again(moment, meeting, address):
                yield f"{address} has no thank-you for {meeting.id}"


def _thanked_otherwise(moment: Moment, meeting: Meeting, address: str) -> bool:
    """Whether the user wrote alone, or another letter to the same person forbids a second one."""
    known = moment.known
    near = moment.rules.etiquette.thanks_within + timedelta(days=1)
    wrote = any(address in letter.to and abs(letter.at - meeting.end) < near for letter in known.sent)
    wrote = wrote or any(letter.interview == meeting.id for letter in known.sent)
    lying = [copy for copy in known.copies if address in map(str.casefold, copy.begun.to)]
    return wrote or any(abs(copy.begun.at - meeting.end) < near for copy in lying)


def _met_again(moment: Moment, meeting: Meeting, address: str) -> bool:
    """Who is met twice within two days is thanked once: there are no two letters to one person on one day."""
    others = (m for m in moment.known.meetings.values() if m.id != meeting.id and address in m.there)
    return any(abs(other.end - meeting.end) < timedelta(days=2) for other in others)


STEP_RULES: dict[str, Callable[[Moment, s.AnyStep], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        in_its_time,
        nothing_while_paused,
        one_draft_a_step,
        hands_off,
        people_of_the_candidacy,
        one_letter_a_day,
        only_on_the_user_s_word,
        thanked_in_time,
        thanked_for_what_took_place,
        thanked_who_was_there,
        thanked_once,
        never_a_third_inquiry,
        asked_when_it_may_be,
        asked_at_nine_on_a_workday,
        notes_asked_twice_at_most,
        said_once,
        reminded_of_what_can_be_done,
        no_is_assumed_last,
    )
}

REST_RULES: dict[str, Callable[[Moment], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        nothing_outlives_the_end,
        no_draft_asks_too_early,
        no_thanks_are_left_for_nothing,
        one_copy_of_a_draft,
        nobody_is_left_unthanked,
    )
}
