"""Random lives of a candidacy, judged by an oracle that was written apart from the code.

Hypothesis plays the employer, the user, the clock and the accidents; the shell of `life.py` does what the service does.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agent.core import facts as f
from agent.core.agenda import agenda
from agent.core.etiquette import BETWEEN_THE_YEARS, Etiquette, Rules
from agent.core.findings import Format, Kind
from agent.core.fold import fold
from agent.core.notes import Notes
from agent.core.people import Person
from agent.core.workdays import Workdays
from tests.core import cast
from tests.core.census import EVERYTHING, RARE, Census, counted, printed
from tests.core.life import ID, Life, shuffled

A_MINUTE = timedelta(minutes=1)
"""Between two things that happen: moments of the same minute would have no order."""

SHARDS = 4
FEW = 6
"""How much of what can happen a share of a thousand lives may miss by chance; a campaign misses nothing."""
EXAMPLES = 1_000

HOLIDAYS = frozenset(
    {date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 7, 3), date(2026, 11, 26), date(2026, 12, 25)}
)
WORKDAYS = Workdays(holidays=HOLIDAYS, quiet=BETWEEN_THE_YEARS)
STARTS = (
    datetime(2026, 1, 14, 9, tzinfo=UTC),  # a holiday within the first week
    datetime(2026, 3, 4, 15, tzinfo=UTC),  # America's clocks change on the 8th, Europe's on the 29th
    datetime(2026, 10, 20, 13, tzinfo=UTC),  # and back again
    datetime(2026, 12, 10, 18, tzinfo=UTC),  # the year ends
)
HOMES = ("America/New_York", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles")
ZONES = ("America/New_York", "Europe/London", "America/Los_Angeles", "Asia/Tokyo")
SETTINGS = (
    Etiquette(),
    Etiquette(grace_workdays=2, second_wait_workdays=7),
    Etiquette(wait_without_a_date=timedelta(days=21), inquiries=1),
    Etiquette(thanks_not_before=timedelta(hours=3), thanks_within=timedelta(hours=30), ask_at_hour=10),
    Etiquette(inquiries=0, ask_when_you_will_hear=False),
)
PANELS: tuple[tuple[Person, ...], ...] = (
    (cast.RITA, cast.IVAN),
    (cast.RITA, cast.IVAN, cast.PRIYA),
    (cast.CORA, cast.HAL),
    (cast.RITA, cast.SAM),
    (cast.IVAN,),
    (cast.RITA, *cast.CROWD),
    (cast.OTIS,),
    (cast.ADA, cast.IVAN),
    (),
)
ANSWERS = (
    *(Kind.ACKNOWLEDGEMENT, Kind.DECIDING, Kind.OUT_OF_OFFICE, Kind.INFO_REQUEST, Kind.ON_HOLD) * 3,
    *(Kind.NEXT_ROUND, Kind.AVAILABILITY_REQUEST, Kind.UNCLEAR) * 2,
    *(Kind.REJECTION, Kind.OFFER, Kind.POSITION_CLOSED, Kind.ADDRESS_GONE),
)
PLAIN_WORDS = ("called", "called", "sent", "sent", "pause", "resume", "close", "reopen", "accepted", "not-an-interview")
HABIT = st.sampled_from(("send", "send", "send", "send", "edit", "delete", "ignore"))
MOST_INTERVIEWS = 4
PROMISED_IN = st.one_of(st.none(), st.integers(min_value=-3, max_value=40))
TAKEN = st.integers(min_value=0, max_value=1_000)

seen: Census = Counter()


class Lives(RuleBasedStateMachine):
    """Fifty things that happen, in any order."""

    def __init__(self) -> None:
        """Begin with a life that has not begun."""
        super().__init__()
        self.life = Life(STARTS[0])
        self.awake = True
        self.interviews: list[tuple[str, datetime, int]] = []

    @initialize(
        start=st.sampled_from(STARTS),
        home=st.sampled_from(HOMES),
        hours=st.integers(3, 200),
        people=st.sampled_from((*PANELS[:1] * 3, *PANELS)),
        zone=st.sampled_from(ZONES),
    )
    def begin(self, start: datetime, home: str, hours: int, people: tuple[Person, ...], zone: str) -> None:
        """Every life begins with an invitation."""
        self.life = Life(start, Rules(workdays=WORKDAYS, home=ZoneInfo(home)))
        self._invite("interview-0", start + timedelta(hours=hours), people=people, zone=zone)
        self._go_on()

    # ── time ──

    @rule(hours=st.sampled_from((0.2, 1, 2, 5, 24)))
    def hours_pass(self, hours: float) -> None:
        """The service runs for some hours."""
        self._wake()
        self._time_passes(timedelta(hours=hours))

    @rule(days=st.sampled_from((1, 2, 5, 10, 15)))
    def days_pass(self, days: int) -> None:
        """The service runs for some days."""
        self._wake()
        self._time_passes(timedelta(days=days))

    @rule(hours=st.sampled_from((1, 8, 30, 50, 24 * 7, 24 * 21)), seed=TAKEN)
    def machine_sleeps(self, hours: int, seed: int) -> None:
        """The machine is off; what happens meanwhile is found in another order."""
        self.awake = False
        self.life.post = shuffled(self.life.post, seed)
        self.life.sleep_until(self.life.now + timedelta(hours=hours))

    @rule(days=st.integers(10, 25), habit=HABIT)
    def user_lives_with_it_for_weeks(self, days: int, habit: str) -> None:
        """For some weeks the user does one thing with whatever lies in Drafts."""
        self.user_lives_with_it(days, habit)

    @rule(days=st.integers(1, 12), habit=HABIT)
    def user_lives_with_it(self, days: int, habit: str) -> None:
        """Every evening the user sends, edits, deletes or ignores whatever lies in Drafts."""
        self._wake()
        for _ in range(days):
            self._time_passes(timedelta(hours=18))
            for place in cast.lying(self.life):
                self._takes_in_hand(place, habit)
            self._time_passes(timedelta(hours=6))

    @rule(ahead=st.integers(1, 3))
    def next_interview_comes(self, ahead: int) -> None:
        """The service runs until some hours after the next interview."""
        coming = [
            end for _, start, minutes in self.interviews if (end := start + timedelta(minutes=minutes)) > self.life.now
        ]
        if coming:
            self._wake()
            self._time_passes(min(coming) + timedelta(hours=ahead) - self.life.now)

    @rule(ahead=st.integers(3, 30), decision=PROMISED_IN)
    def notes_come_when_the_draft_lies(self, ahead: int, decision: int | None) -> None:
        """After the next interview the user takes notes late, when the thank-you was written without them."""
        self.next_interview_comes(ahead)
        number = max(range(len(self.interviews)), key=lambda i: (self.interviews[i][1] <= self.life.now, i))
        self.user_takes_notes(number, True, decision, None)

    # ── the employer ──

    @rule(
        days=st.integers(0, 9),
        hour=st.integers(0, 23),
        minutes=st.sampled_from((30, 60, 60, 480)),
        ended=st.booleans(),
        zone=st.sampled_from(ZONES),
        people=st.sampled_from(PANELS),
        format_=st.sampled_from((Format.VIDEO, Format.PHONE, Format.ONSITE, None, Format.ASYNC)),
        proposed=st.sampled_from((False, False, False, True)),
    )
    def employer_invites(
        self,
        days: int,
        hour: int,
        minutes: int,
        ended: bool,
        zone: str,
        people: tuple[Person, ...],
        format_: Format | None,
        proposed: bool,
    ) -> None:
        """Another interview, near or far, clear or not."""
        if len(self.interviews) < MOST_INTERVIEWS:
            start = self.life.now.replace(minute=0) + timedelta(days=days, hours=hour + 1)
            number = f"interview-{len(self.interviews)}"
            kinds = {"people": people, "format_": format_, "proposed": proposed, "zone": zone}
            self._invite(number, start, minutes if ended or minutes == 60 else 60, **kinds)
            self._go_on()

    @rule(
        what=st.sampled_from(("move", "move", "move late", "repeat", "another system", "cancel")),
        which=TAKEN,
        hours=st.sampled_from((-30, -2, 1, 26, 100)),
        sequence=st.integers(0, 2),
    )
    def employer_changes_an_interview(self, what: str, which: int, hours: int, sequence: int) -> None:
        """An interview is moved, announced again or called off; sometimes an older version of it turns up late."""
        number, start, minutes = self._one(which)
        moved = start + timedelta(hours=hours)
        at = self.life.now - timedelta(days=2)
        match what:
            case "move":
                self.interviews = [(n, moved if n == number else t, m) for n, t, m in self.interviews]
                news = cast.invites(self.life, number, moved, minutes=minutes, sequence=sequence)
            case "move late":
                news = cast.invites(self.life, number, moved, minutes=minutes, sequence=sequence, at=at)
            case "repeat":
                news = cast.invites(self.life, number, start, minutes=minutes, sequence=sequence)
            case "another system":
                news = cast.announces_again(self.life, number, start, minutes=minutes)
            case _:
                news = cast.cancels(self.life, number, sequence=sequence)
        self.life.post.append(news)
        self._go_on()

    @rule(
        kind=st.sampled_from(ANSWERS),
        sender=st.sampled_from(cast.EVERYBODY),
        back=PROMISED_IN,
        sure=st.sampled_from((True, True, True, False)),
    )
    def employer_answers(self, kind: Kind, sender: Person, back: int | None, sure: bool) -> None:
        """An answer of any kind, clear or not."""
        day = None if back is None else self._day(back)
        dated = kind in (Kind.DECIDING, Kind.OUT_OF_OFFICE, Kind.ON_HOLD)
        wants = kind in (Kind.INFO_REQUEST, Kind.OFFER, Kind.AVAILABILITY_REQUEST)
        if kind is Kind.UNCLEAR:
            news = cast.puzzles(self.life)
        elif not sure:
            news = cast.may_mean(self.life, kind)
        else:
            dates = {"back_on": day if dated else None, "reply_by": day if wants else None}
            news = cast.writes(self.life, kind, sender=sender, **dates)
        self.life.post.append(news)
        self._go_on()

    @rule(days=PROMISED_IN, zone=st.sampled_from(ZONES))
    def employer_promises(self, days: int | None, zone: str) -> None:
        """They say when they decide."""
        by = None if days is None else self._day(days)
        self.life.post.append(cast.promises(self.life, by, zone))
        self._go_on()

    @rule(
        kind=st.sampled_from((Kind.OUT_OF_OFFICE, Kind.ON_HOLD, Kind.INFO_REQUEST, Kind.DECIDING)),
        back=st.integers(12, 30),
        days=st.integers(30, 60),
    )
    def employer_puts_it_off(self, kind: Kind, back: int, days: int) -> None:
        """After the next interview they are away, have it on hold or want something; the user goes along with it."""
        self.next_interview_comes(5)
        self.employer_answers(kind, cast.RITA, back, sure=True)
        if kind is Kind.INFO_REQUEST:
            self.user_answers_the_employer("reply", 0)
        self.user_lives_with_it(days, "send")

    # ── the user ──

    @precondition(lambda self: cast.lying(self.life))
    @rule(
        which=TAKEN,
        does=st.sampled_from(("send", "send", "send", "edit", "delete", "send unrecognised", "send in vain")),
    )
    def user_takes_a_draft_in_hand(self, which: int, does: str) -> None:
        """The user sends, edits or deletes a draft."""
        places = cast.lying(self.life)
        self._takes_in_hand(places[which % len(places)], does)
        self._go_on()

    @rule(
        purpose=st.sampled_from((f.Purpose.THANK_YOU, f.Purpose.INQUIRY)),
        to=st.sampled_from(cast.EVERYBODY),
        which=TAKEN,
    )
    def user_writes_alone(self, purpose: f.Purpose, to: Person, which: int) -> None:
        """The user writes without waiting for a draft."""
        number, start, _ = self._one(which)
        met = purpose is f.Purpose.THANK_YOU and start <= self.life.now
        cast.writes_alone(self.life, purpose, to, number if met else None)
        self._go_on()

    @rule(
        which=TAKEN,
        happened=st.sampled_from((None, True, True, False)),
        decision=PROMISED_IN,
        met=st.sampled_from((None, None, cast.PRIYA, cast.SAM)),
    )
    def user_takes_notes(self, which: int, happened: bool | None, decision: int | None, met: Person | None) -> None:
        """The user answers the notes form of an interview that has begun."""
        number, start, _ = self._one(which)
        if start <= self.life.now:
            self._wake()
            by = None if decision is None else self._day(decision)
            notes = Notes(took_place=happened, well="It went well.", decision_by=by, people=(met,) if met else ())
            cast.takes_notes(self.life, number, notes)
            self._go_on()

    @rule(word=st.sampled_from((*PLAIN_WORDS, "undo")))
    def user_says(self, word: str) -> None:
        """A word of the user's, or the last one taken back."""
        self._wake()
        self.life.look()
        if word == "undo":
            cast.undoes(self.life)
        else:
            cast.says(self.life, word)
        self._go_on()

    @rule(word=st.sampled_from(("resume", "reopen", "undo", "undo")))
    def user_thinks_better_of_it(self, word: str) -> None:
        """What stopped or paused everything is taken back, so that lives go on."""
        self.user_says(word)

    @rule(days=st.integers(-3, 40))
    def user_tells_the_date(self, days: int) -> None:
        """When they decide, as the user heard it elsewhere."""
        self._says("promise", date=self._day(days).isoformat())

    @rule(purpose=st.sampled_from((f.Purpose.CLOSING, f.Purpose.WITHDRAWAL, f.Purpose.REPLY)))
    def user_wants_a_letter(self, purpose: f.Purpose) -> None:
        """A letter that is written on the user's word alone."""
        self._says("letter", purpose=purpose.value)

    @rule(days=st.integers(-2, 9), hour=st.integers(0, 23), zone=st.sampled_from(ZONES))
    def user_adds_an_interview(self, days: int, hour: int, zone: str) -> None:
        """One that was arranged by phone; it may have been yesterday."""
        if len(self.interviews) < MOST_INTERVIEWS:
            start = self.life.now.replace(minute=0) + timedelta(days=days, hours=hour + 1)
            people = "Priya Nair <Priya@acme.example>"
            for fact in self._says("add", start=start.isoformat(), zone=zone, people=people):
                self.interviews.append((fact.interview, fact.start, 60))

    @rule(act=st.sampled_from(("reply", "reply", "decline", "withdraw", "accept")), which=TAKEN)
    def user_answers_the_employer(self, act: str, which: int) -> None:
        """The user writes to them, or declines an invitation, without telling the service."""
        match act:
            case "reply":
                cast.replies(self.life)
            case "decline":
                self.life.note([f.Declined(**self.life.word(), interview=self._one(which)[0])])
            case "withdraw":
                cast.ends_it_by_mail(self.life, Kind.OWN_WITHDRAWAL)
            case _:
                cast.ends_it_by_mail(self.life, Kind.OWN_ACCEPTANCE)
        self._go_on()

    @rule(choice=TAKEN)
    def user_answers_a_question(self, choice: int) -> None:
        """The user says what a mail meant."""
        self._wake()
        self.life.look()
        cast.answers(self.life, choice)
        self._go_on()

    @precondition(lambda self: self.life.events)
    @rule(which=TAKEN, does=st.sampled_from(("moved", "deleted")))
    def user_changes_a_reminder(self, which: int, does: str) -> None:
        """The user moves or deletes a reminder."""
        keys = sorted(self.life.events)
        self.life.events[keys[which % len(keys)]] = does
        self._go_on()

    # ── accidents ──

    @rule(
        what=st.sampled_from(("begun", "appended", "before", "refused", "lost", "bounce", "bounce of an address")),
        which=TAKEN,
    )
    def accident_happens(self, what: str, which: int) -> None:
        """The service is killed in the next deed, a server says no, a draft is lost sight of, a letter comes back."""
        sent = [letter for letter in self.life.candidacy.letters if letter.sent_at and letter.to]
        match what:
            case "refused":
                self.life.refuses = True
            case "lost":
                cast.loses(self.life)
            case "bounce" | "bounce of an address":
                for letter in sent[which % len(sent) :][:1] if sent else ():
                    message_id = letter.sent_id if what == "bounce" else None
                    self.life.post.append(cast.bounces(self.life, message_id, letter.to[0]))
                self._go_on()
            case _:
                self.life.dies = what

    @rule(which=st.sampled_from((0, 0, 1, 2, 3, 4)))
    def settings_change(self, which: int) -> None:
        """The rules change for plans under way."""
        self.life.rules = Rules(etiquette=SETTINGS[which], workdays=WORKDAYS, home=self.life.rules.home)
        self._go_on()

    @rule(which=TAKEN)
    def fact_is_noted_again(self, which: int) -> None:
        """The same fact twice changes nothing."""
        had = self.life.candidacy
        self.life.note([self.life.journal[which % len(self.life.journal)][1]])
        assert self.life.candidacy == had

    # ── the verdict ──

    @invariant()
    def nothing_is_wrong(self) -> None:
        """The oracle has nothing to say, and the agenda is well formed."""
        broken = [str(one) for one in self.life.oracle.broken] + self.life.flaws
        assert not broken, "\n".join([*broken[:5], *told(self.life)])

    def teardown(self) -> None:
        """However the facts are added up, the same is left to do."""
        life = self.life
        left = agenda(life.candidacy, life.rules)
        assert agenda(fold(ID, life.journal), life.rules) == left
        assert agenda(fold(ID, [*life.journal, *life.journal]), life.rules) == left
        mixed = list(life.journal)
        Random(len(mixed)).shuffle(mixed)
        for facts in (mixed, mixed[::2], mixed[1::3]):
            assert agenda(fold(ID, facts), life.rules) == agenda(fold(ID, facts), life.rules)
        seen.update(counted(life))

    # ── what the rules share ──

    def _says(self, word: str, **arguments: str) -> tuple[f.Fact, ...]:
        self._wake()
        self.life.look()
        facts = cast.says(self.life, word, **arguments)
        self._go_on()
        return facts

    def _takes_in_hand(self, place: tuple[str, int], does: str) -> None:
        if does.startswith("send"):
            cast.sends(self.life, place, recognised=does != "send unrecognised", in_vain=does == "send in vain")
        elif does != "ignore":
            self.life.drafts[place] = "edited" if does == "edit" else "gone"

    def _invite(self, number: str, start: datetime, minutes: int = 60, **kinds: object) -> None:
        self.interviews.append((number, start, minutes))
        self.life.post.append(cast.invites(self.life, number, start, minutes=minutes, **kinds))  # type: ignore[arg-type]

    def _one(self, which: int) -> tuple[str, datetime, int]:
        return self.interviews[which % len(self.interviews)]

    def _day(self, ahead: int) -> date:
        return (self.life.now + timedelta(days=ahead)).date()

    def _wake(self) -> None:
        self.awake = True

    def _go_on(self) -> None:
        if self.awake:
            self.life.tick()
        self.life.now += A_MINUTE

    def _time_passes(self, how_long: timedelta) -> None:
        self.life.live_until(self.life.now + how_long)


def told(life: Life) -> list[str]:
    """A life in lines, for whoever has to find out what went wrong."""
    lines = []
    for _, fact in life.journal:
        fields = {
            name: getattr(fact, name)
            for name in fact.__dataclass_fields__
            if name
            not in ("candidacy", "at", "noted", "source", "envelope", "content", "uid", "company", "role", "organizer")
            and getattr(fact, name) not in (None, "", (), 0)
        }
        lines.append(f"  {fact.noted:%m-%d %H:%M} (at {fact.at:%m-%d %H:%M}) {type(fact).__name__} {fields}")
    return lines


@pytest.mark.timeout(600)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_life_breaks_a_rule_of_the_coach(shard: int) -> None:
    """A thousand lives of fifty steps, always the same ones, in shares that workers live side by side."""
    census = lived(seed(shard)(type("Lives", (Lives,), {})), EXAMPLES // SHARDS)
    assert len(EVERYTHING - census.keys()) <= FEW, printed(census)


@pytest.mark.chaos
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_life_of_a_long_campaign_breaks_a_rule_of_the_coach(shard: int) -> None:
    """Ten thousand lives of fifty steps, other ones in every campaign."""
    census = lived(Lives, 10 * EXAMPLES // SHARDS)
    print(printed(census))
    assert not (EVERYTHING | RARE) - census.keys()


def lived(machine: type[Lives], examples: int) -> Census:
    """Live so many lives; what happened in them."""
    seen.clear()
    run_state_machine_as_test(machine, settings=settings(settings.get_profile("lives"), max_examples=examples))
    return Counter(seen)
