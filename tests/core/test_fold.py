"""How facts add up: in any order, twice, without what was undone, and never re-opening what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from agent.core import facts as f
from agent.core.agenda import agenda
from agent.core.candidacy import Candidacy
from agent.core.correspondence import Copy, Letter, State, bounced, named
from agent.core.facts import Ending, Errand, Purpose
from agent.core.findings import Evidence, Kind, Reading, Verdict, Where
from agent.core.fold import MOST_HEADS, ends, evolve, fold
from agent.core.interview import short
from agent.core.notes import Connection, Notes
from agent.core.people import Me, Part, Person, joined
from tests.core.telling import (
    END,
    IVAN,
    KNOWN,
    NEW_YORK,
    PRIYA,
    RITA,
    RULES,
    START,
    answered,
    cancelled,
    did,
    drafted,
    head,
    heard,
    inquiry,
    invited,
    known,
    left,
    moved,
    noted,
    notes_asked,
    promised,
    said,
    sent,
    t,
    thanks,
    wrote,
)


def reminder(key: str = "i/remind/thank", at: datetime = KNOWN, **more: object) -> f.Fact:
    """A reminder lies in the calendar."""
    fields = {
        "errand": Errand.THANK,
        "uid": "u",
        "start": START,
        "end": END,
        "etag": "1",
        "digest": "1",
        "interview": "i",
    }
    return did(f.ReminderPlaced, at, key=key, **(fields | more))


def every_kind() -> list[f.Fact]:
    """One fact of every kind there is, of one life."""
    base = invited()
    thank, ask = thanks(base)[0], inquiry(base)
    undone = did(f.Told, t("03-03 09:00"), key="k", text="told")
    return [
        base,
        moved(t("03-05 10:00"), t("03-03 09:00")),
        cancelled(t("03-02 10:00")),
        said(f.Declined, t("03-02 11:00"), interview="elsewhere"),
        heard(RITA),
        answered(Kind.ACKNOWLEDGEMENT, t("03-05 09:00")),
        promised("03-20", END),
        noted(t("03-05 12:00"), well="Fine."),
        notes_asked(t("03-05 11:10")),
        *drafted(thank),
        did(f.Worded, t("03-05 13:00"), key=thank.key, revision=1),
        did(f.DraftTouched, t("03-05 14:00"), key=thank.key, revision=1),
        did(f.DraftMissed, t("03-05 15:00"), key=thank.key, revision=1),
        did(f.DraftDiscarded, t("03-06 15:00"), key=thank.key, revision=1),
        *drafted(ask),
        did(f.DraftWithdrawn, t("03-18 15:00"), key=ask.key, revision=1),
        wrote(Purpose.INQUIRY, RITA, t("03-19 09:00")),
        did(f.Bounced, t("03-19 09:10"), recipient=RITA.address),
        said(f.Replied, t("03-19 10:00"), message_id="<r@me.example>"),
        reminder(),
        did(f.ReminderKept, t("03-03 10:00"), key="i/remind/thank"),
        did(f.ReminderRemoved, t("03-03 11:00"), key="i/remind/thank"),
        did(f.ReminderDismissed, t("03-03 12:00"), key="i/remind/thank"),
        did(
            f.Doubted,
            t("03-06 09:00"),
            question="q",
            text="?",
            choices=("yes", "no"),
            safe="no",
            until=t("03-11 09:00"),
        ),
        did(f.Asked, t("03-06 18:00"), question="q"),
        said(f.QuestionAnswered, t("03-07 09:00"), question="q", choice="yes"),
        undone,
        did(f.StepExpired, t("03-08 09:00"), key="i/thank/x", step="WriteDraft", due=START, expires=END),
        did(f.StepRefused, t("03-08 10:00"), key="i/thank/y", reason="no"),
        did(f.Worded, t("03-08 10:00"), key="i/thank/y", revision=1, reason="no"),
        said(f.LetterWanted, t("03-08 11:00"), purpose=Purpose.CLOSING),
        said(f.Paused, t("03-08 12:00")),
        said(f.Resumed, t("03-08 13:00")),
        said(f.Closed, t("03-08 14:00"), ending=Ending.BY_USER),
        said(f.Reopened, t("03-08 15:00")),
        said(f.Undone, t("03-08 16:00"), fact="nothing"),
        did(f.Superseded, t("03-08 17:00"), message="<nothing@x.example>"),
    ]


def test_the_table_has_every_kind_of_fact() -> None:
    """A new kind of fact has to be thought of here."""
    kinds = {getattr(f, name) for name in f.__all__}
    told = {kind for kind in kinds if isinstance(kind, type) and issubclass(kind, f.Fact)} - {f.Fact}
    assert {type(fact) for fact in every_kind()} == told


def test_every_kind_of_fact_can_be_the_first() -> None:
    """Known before the invitation, alone, or in pairs in both orders: nothing raises."""
    facts = every_kind()
    for one in facts:
        assert fold("c", [("1", one)]).known_since == one.noted
    for pair in permutations(facts, 2):
        agenda(known(*pair), RULES)


def test_the_same_facts_twice_change_nothing() -> None:
    """Whether they are noted again, or read again under the same id."""
    entries = [(str(number), fact) for number, fact in enumerate(every_kind())]
    assert agenda(fold("c", entries * 2), RULES) == agenda(fold("c", entries), RULES)
    again = fold("c", entries)
    for _, fact in entries:
        assert fold("c", [*entries, ("again", fact)]).interviews == again.interviews
        assert fold("c", [*entries, ("again", fact)]).letters == again.letters


def test_evolving_is_folding() -> None:
    """One fact more, or all anew: the same candidacy."""
    facts = [fact for fact in every_kind() if not isinstance(fact, f.Undone | f.Superseded)]
    step = Candidacy(id="c")
    for fact in facts:
        step = evolve(step, fact)
    assert step == known(*facts)


def test_a_fact_of_no_kind_changes_nothing_but_when_it_was_known() -> None:
    """Unknown facts of a later version are passed over."""
    strange = f.Fact(candidacy="c", at=KNOWN, noted=KNOWN)
    assert evolve(Candidacy(id="c"), strange) == Candidacy(id="c", known_since=KNOWN)


def test_known_since_is_the_first_noting() -> None:
    """Not the first moment, and not the first in the journal."""
    late, early = invited(noted=t("03-09 09:00")), heard(RITA, at=t("03-03 09:00"))
    assert known(late, early).known_since == t("03-03 09:00")


# ── interviews ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "start", "cancelled_"),
    [
        ((moved(t("03-05 10:00"), t("03-03 09:00")),), "03-05 10:00", False),
        # a higher SEQUENCE wins, whenever it was stamped or read
        (
            (moved(t("03-05 10:00"), t("03-01 09:00"), sequence=1), moved(t("03-06 10:00"), t("03-03 09:00"))),
            "03-05 10:00",
            False,
        ),
        # with equal SEQUENCE the later DTSTAMP wins
        ((moved(t("03-05 10:00"), t("03-03 10:00")), moved(t("03-06 10:00"), t("03-03 09:00"))), "03-05 10:00", False),
        # what is older than the version known changes nothing
        ((moved(t("03-05 10:00"), t("03-01 09:00")),), "03-04 10:00", False),
        ((invited(start=t("03-05 10:00"), at=t("03-01 09:00")),), "03-04 10:00", False),
        ((invited(start=t("03-05 10:00"), at=t("03-03 09:00")),), "03-05 10:00", False),
        ((cancelled(t("03-03 09:00")),), "03-04 10:00", True),
        ((cancelled(t("03-01 09:00")),), "03-04 10:00", False),
        ((cancelled(t("03-03 09:00")), moved(t("03-05 10:00"), t("03-03 10:00"))), "03-05 10:00", False),
        ((cancelled(t("03-03 09:00")), invited(at=t("03-03 10:00"))), "03-04 10:00", False),
        # nothing older than the cancellation brings it back
        (
            (cancelled(t("03-03 09:00"), sequence=2), moved(t("03-05 10:00"), t("03-03 10:00"), sequence=1)),
            "03-04 10:00",
            True,
        ),
        ((cancelled(t("03-03 09:00"), sequence=2), invited(at=t("03-03 10:00"), sequence=1)), "03-04 10:00", True),
        (
            (
                moved(t("03-05 10:00"), t("03-03 08:00")),
                cancelled(t("03-03 09:00")),
                moved(t("03-06 10:00"), t("03-03 08:30")),
            ),
            "03-05 10:00",
            True,
        ),
    ],
)
def test_the_newest_version_of_an_interview_holds(facts: tuple[f.Fact, ...], start: str, cancelled_: bool) -> None:
    """ITIP order (RFC 5546, 2.1.5): SEQUENCE, then DTSTAMP, in whatever order the mails are read."""
    interview = known(invited(), *facts).interview("i")
    assert interview
    assert (interview.start, interview.cancelled) == (t(start), cancelled_)


def test_a_cancellation_may_be_known_before_the_invitation() -> None:
    """Read in another order: it stays cancelled; a later invitation stands."""
    first = known(cancelled(t("03-03 09:00")), invited())
    later = known(cancelled(t("03-03 09:00")), invited(at=t("03-03 10:00")))
    assert [i.stands for i in (*first.interviews, *later.interviews)] == [False, True]


def test_a_cancellation_of_another_interview_is_none_of_this_one() -> None:
    """Each by its own id."""
    assert known(invited("a"), invited("b"), cancelled(t("03-03 09:00"), "b")).standing[0].id == "a"


def test_what_one_invitation_knows_completes_the_other() -> None:
    """Announced by two systems: everyone and everything ever said of it."""
    one = invited(people=(RITA,), role="Engineer", organizer=None, company=None)
    two = invited(people=(IVAN,), at=t("03-02 12:00"), company="Acme", organizer="rita@acme.example", round=2)
    for pair in ((one, two), (two, one)):
        interview = known(*pair).interview("i")
        assert interview
        assert {p.address for p in interview.people} == {RITA.address, IVAN.address}
        assert (interview.company, interview.role, interview.organizer, interview.round) == (
            "Acme",
            "Engineer",
            "rita@acme.example",
            2,
        )


def test_a_move_of_what_nobody_knows_is_no_interview() -> None:
    """There is nothing to move."""
    assert known(moved(START, KNOWN)).interviews == ()
    assert known(said(f.Declined, KNOWN, interview="i")).interviews == ()
    assert known(noted(END)).interviews == ()
    assert known(notes_asked(END)).interviews == ()


def test_notes_complete_one_another() -> None:
    """Answer by answer the newest counts; what was not answered again stays."""
    one = noted(t("03-04 12:00"), well="Fine.", needs="Somebody for billing.", people=(PRIYA,), took_place=True)
    two = noted(t("03-04 13:00"), well="Very well.", improve="The question on caching.")
    interview = known(invited(), one, two).interview("i")
    assert interview
    assert interview.notes
    assert (interview.notes.well, interview.notes.needs) == ("Very well.", "Somebody for billing.")
    assert (interview.notes.improve, interview.notes.took_place) == ("The question on caching.", True)
    assert PRIYA in interview.notes.people


def test_notes_in_another_order_are_the_same() -> None:
    """An older word read later does not replace the newer."""
    one, two = noted(t("03-04 12:00"), well="Fine."), noted(t("03-04 13:00"), well="Very well.")
    for pair in ((one, two), (two, one)):
        interview = known(invited(), *pair).interview("i")
        assert interview
        assert interview.notes
        assert interview.notes.well == "Very well."


# ── letters ──────────────────────────────────────────────────────────────────────────────────────────────────────


def copy_of(*facts: f.Fact) -> Copy:
    """The only copy of the only letter."""
    ((copy,),) = [letter.copies for letter in known(*facts).letters]
    return copy


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), State.PRESENT),
        ((f.DraftMissed,), State.MISSING),
        ((f.DraftTouched,), State.TOUCHED),
        ((f.DraftDiscarded,), State.DISCARDED),
        ((f.DraftWithdrawn,), State.WITHDRAWN),
        ((f.DraftMissed, f.DraftTouched), State.TOUCHED),
        ((f.DraftMissed, f.DraftDiscarded), State.DISCARDED),
        ((f.DraftTouched, f.DraftDiscarded), State.DISCARDED),
        # what is the user's is never ours again
        ((f.DraftTouched, f.DraftWithdrawn), State.TOUCHED),
        ((f.DraftTouched, f.DraftMissed), State.TOUCHED),
        ((f.DraftDiscarded, f.DraftTouched), State.DISCARDED),
        ((f.DraftWithdrawn, f.DraftTouched), State.WITHDRAWN),
        ((f.DraftWithdrawn, f.DraftMissed), State.WITHDRAWN),
        ((f.DraftMissed, f.DraftWithdrawn), State.MISSING),
    ],
)
def test_a_copy_goes_forward_only(kinds: tuple[type[f.Fact], ...], state: State) -> None:
    """From the moment the user has it in hand nothing of ours changes it."""
    step = thanks(invited())[0]
    changes = [did(kind, t(f"03-04 {13 + hour}:30"), key=step.key, revision=1) for hour, kind in enumerate(kinds)]
    assert copy_of(*drafted(step), *changes).state is state


def test_a_draft_that_was_begun_lies_nowhere_yet() -> None:
    """Begun is not written; written late is not ours again if the user had it."""
    step = thanks(invited())[0]
    begun, written = drafted(step)
    touched = did(f.DraftTouched, t("03-04 13:30"), key=step.key, revision=1)
    assert copy_of(begun).state is State.BEGUN
    assert copy_of(begun, touched, written).state is State.TOUCHED
    assert known(written).letters == ()


def test_a_letter_knows_what_is_ours_and_what_is_open() -> None:
    """For each state of its copies."""
    step = thanks(invited())[0]
    begun, written = drafted(step)
    for facts, open_, settled, ours in (
        ((begun,), True, False, 0),
        ((begun, written), True, False, 1),
        ((begun, written, did(f.DraftTouched, END, key=step.key, revision=1)), True, True, 0),
        ((begun, written, did(f.DraftWithdrawn, END, key=step.key, revision=1)), False, False, 0),
        ((begun, written, sent(step, t("03-04 15:00"))), False, True, 1),
    ):
        letter = named(known(*facts).letters, step.key)
        assert letter
        assert (letter.open, letter.settled, len(letter.ours)) == (open_, settled, ours)
    assert Letter(key="k", purpose=Purpose.INQUIRY).latest is None


def test_a_letter_that_was_seen_twice_is_one() -> None:
    """In two folders, in two accounts, and as our draft."""
    step = inquiry(invited())
    once = sent(step, t("03-18 10:00"))
    again = replace(once, at=t("03-18 10:01"), key=None)
    assert len(known(invited(), *drafted(step), once, again).inquiries) == 1
    own = wrote(Purpose.INQUIRY, RITA, t("03-18 10:00"))
    assert len(known(invited(), own, replace(own, at=t("03-18 10:02"))).inquiries) == 1


def test_the_earliest_sighting_is_when_a_letter_left() -> None:
    """Seen late by one account, early by another."""
    step = inquiry(invited())
    late, early = sent(step, t("03-18 11:00")), sent(step, t("03-18 10:00"))
    for pair in ((late, early), (early, late)):
        assert known(invited(), *drafted(step), *pair).inquiries[0].sent_at == t("03-18 10:00")


def test_a_word_about_a_call_is_a_letter_of_its_own() -> None:
    """Without Message-ID or key it is known by its moment."""
    calls = [said(f.LetterSent, t(f"03-1{day} 09:00"), purpose=Purpose.INQUIRY) for day in (6, 7)]
    assert len(known(invited(), *calls).inquiries) == 2


def test_a_bounce_takes_back_the_letter_it_names() -> None:
    """By the Message-ID; else the newest one to that address; else nothing."""
    one, two = wrote(Purpose.INQUIRY, RITA, t("03-16 09:00")), wrote(Purpose.INQUIRY, RITA, t("03-17 09:00"))
    for fields, left_ in (
        ({"message_id": one.message_id}, [two.message_id]),
        ({"recipient": "RITA@acme.example"}, [one.message_id]),
        ({"message_id": "<else@x.example>"}, [one.message_id, two.message_id]),
        ({"recipient": "else@x.example"}, [one.message_id, two.message_id]),
        ({}, [one.message_id, two.message_id]),
    ):
        back = did(f.Bounced, t("03-17 10:00"), **fields)
        assert [letter.sent_id for letter in known(invited(), one, two, back).inquiries] == left_


def test_a_bounce_may_be_noted_before_its_letter() -> None:
    """The inbox is looked at before Sent: the letter came back and does not count."""
    own = wrote(Purpose.INQUIRY, RITA, t("03-18 10:00"))
    back = did(f.Bounced, t("03-18 10:01"), message_id=own.message_id, recipient=RITA.address)
    assert known(invited(), back, own).inquiries == ()


def test_a_bounce_needs_a_letter() -> None:
    """Nothing was sent."""
    assert bounced((), "<x@y.example>", None) == ()


# ── answers, endings, questions ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        (Kind.REJECTION, Ending.REJECTION),
        (Kind.OFFER, Ending.OFFER),
        (Kind.POSITION_CLOSED, Ending.POSITION_CLOSED),
        (Kind.OWN_WITHDRAWAL, Ending.WITHDRAWN),
        (Kind.OWN_ACCEPTANCE, Ending.ACCEPTED),
        (Kind.ON_HOLD, None),
        (Kind.NEXT_ROUND, None),
        (Kind.ACKNOWLEDGEMENT, None),
    ],
)
def test_some_answers_end_it(kind: Kind, ending: Ending | None) -> None:
    """A hold parks, a next round goes on."""
    assert ends(kind) is ending
    assert known(invited(), answered(kind, t("03-06 09:00"))).ending is ending


def test_the_same_answer_read_twice_is_one() -> None:
    """By another reader, in another account."""
    answer = answered(Kind.DECIDING, t("03-06 09:00"))
    assert len(known(answer, replace(answer, noted=t("03-07 09:00"))).answers) == 1


def test_when_it_ended_is_known_only_while_it_is_over() -> None:
    """Reopened, it has not ended."""
    facts = (invited(), answered(Kind.REJECTION, t("03-06 09:00")))
    assert known(invited()).ended_at is None
    assert known(*facts).ended_at == t("03-06 09:00")
    assert known(*facts, said(f.Reopened, t("03-07 09:00"))).ended_at is None


def no(day: str, kind: Kind = Kind.REJECTION) -> f.Fact:
    """An answer at nine."""
    return answered(kind, t(f"{day} 09:00"))


def closed(day: str, ending: Ending = Ending.BY_USER) -> f.Fact:
    """The person's word at nine."""
    return said(f.Closed, t(f"{day} 09:00"), ending=ending)


def reopened(day: str) -> f.Fact:
    """It is not over, at nine."""
    return said(f.Reopened, t(f"{day} 09:00"))


def again(day: str, start: str = "03-20 10:00", **more: object) -> f.Fact:
    """Another interview, set at nine of one day for another day."""
    return invited("j", start=t(start), at=t(f"{day} 09:00"), **more)


@pytest.mark.parametrize(
    ("facts", "ending", "day"),
    [
        # of several the newest
        ((no("03-06"), no("03-08", Kind.POSITION_CLOSED)), Ending.POSITION_CLOSED, "03-08"),
        ((no("03-06", Kind.POSITION_CLOSED), no("03-08")), Ending.REJECTION, "03-08"),
        ((no("03-06", Kind.OFFER), no("03-07", Kind.POSITION_CLOSED), no("03-08")), Ending.REJECTION, "03-08"),
        # of several words of the person's the newest, whatever was read after them
        ((closed("03-06"), closed("03-08", Ending.ACCEPTED)), Ending.ACCEPTED, "03-08"),
        ((closed("03-06", Ending.NOT_AN_INTERVIEW), closed("03-07")), Ending.BY_USER, "03-07"),
        ((closed("03-06"), no("03-08")), Ending.BY_USER, "03-06"),
        ((no("03-06", Kind.OFFER), closed("03-07", Ending.ACCEPTED), no("03-08")), Ending.ACCEPTED, "03-07"),
        # since it was re-opened last
        ((no("03-06"), reopened("03-07")), None, None),
        ((reopened("03-05"), no("03-06")), Ending.REJECTION, "03-06"),
        ((closed("03-05"), reopened("03-06"), no("03-07")), Ending.REJECTION, "03-07"),
        ((reopened("03-05"), no("03-06"), reopened("03-07")), None, None),
        ((reopened("03-05"), closed("03-06"), reopened("03-07"), no("03-08")), Ending.REJECTION, "03-08"),
        # the person's word to go on, at the same moment as an ending, is about that ending
        ((no("03-06"), reopened("03-06")), None, None),
        # an interview set after their no, for a time after it
        ((no("03-06"), again("03-07")), None, None),
        ((no("03-06", Kind.POSITION_CLOSED), again("03-07")), None, None),
        ((no("03-06"), again("03-05")), Ending.REJECTION, "03-06"),
        ((no("03-06"), again("03-06")), Ending.REJECTION, "03-06"),
        ((no("03-06"), again("03-07", start="03-05 10:00")), Ending.REJECTION, "03-06"),
        ((no("03-06"), again("03-07", start="03-06 09:00")), Ending.REJECTION, "03-06"),
        ((no("03-06"), again("03-07"), no("03-09")), Ending.REJECTION, "03-09"),
        # but one that is only proposed, or was called off again, revives nothing
        ((no("03-06"), again("03-07", proposed=True)), Ending.REJECTION, "03-06"),
        ((no("03-06"), again("03-07"), cancelled(t("03-08 09:00"), "j")), Ending.REJECTION, "03-06"),
        # nor does any revive what the person ended, or an offer
        ((closed("03-06"), again("03-07")), Ending.BY_USER, "03-06"),
        ((closed("03-06", Ending.ACCEPTED), again("03-07")), Ending.ACCEPTED, "03-06"),
        ((no("03-06", Kind.OFFER), again("03-07")), Ending.OFFER, "03-06"),
        ((no("03-06", Kind.OWN_WITHDRAWAL), again("03-07")), Ending.WITHDRAWN, "03-06"),
        ((closed("03-06", Ending.ASSUMED_NO), again("03-07")), None, None),
    ],
)
def test_the_newest_ending_since_the_last_re_opening_holds(
    facts: tuple[f.Fact, ...], ending: Ending | None, day: str | None
) -> None:
    """The person's outranks theirs, and theirs is overtaken by an interview; in whatever order they are noted."""
    for order in permutations(facts):
        c = known(invited(), *order)
        assert (c.ending, c.ended_at) == (ending, t(f"{day} 09:00") if day else None)


def test_the_last_next_round_settles_what_was_asked_before() -> None:
    """In whatever order they are read; what is no next round settles nothing."""
    one, two = no("03-06", Kind.NEXT_ROUND), no("03-08", Kind.AVAILABILITY_REQUEST)
    for pair in permutations((one, two)):
        assert known(invited(), *pair, no("03-09", Kind.DECIDING)).settled_at == t("03-08 09:00")
    assert known(invited(), no("03-09", Kind.DECIDING)).settled_at is None


def test_interviews_stand_in_the_order_of_their_times() -> None:
    """At the same time in the order of their ids: however they became known."""
    facts = (invited("b"), invited("a"), invited("c", start=START - timedelta(hours=1)), invited("d", proposed=True))
    for order in permutations(facts):
        assert [i.id for i in known(*order).standing] == ["c", "a", "b"]


def test_inquiries_are_in_the_order_in_which_they_left() -> None:
    """At the same moment in the order of their keys: however they were seen; other letters are none."""
    letters = [
        wrote(Purpose.INQUIRY, RITA, t("03-18 09:00")),
        wrote(Purpose.INQUIRY, RITA, t("03-17 09:00")),
        wrote(Purpose.THANK_YOU, RITA, t("03-17 09:00")),
        replace(wrote(Purpose.INQUIRY, RITA, t("03-18 09:00")), message_id="<0@me.example>"),
    ]
    unsent = drafted(inquiry(invited()))
    for order in permutations(letters):
        keys = [letter.sent_id for letter in known(invited(), *unsent, *order).inquiries]
        assert keys == [letters[1].message_id, "<0@me.example>", letters[0].message_id]


def test_the_last_word_on_pausing_counts() -> None:
    """By its moment, not by its place in the journal."""
    pause, resume = said(f.Paused, t("03-05 09:00")), said(f.Resumed, t("03-06 09:00"))
    assert known(pause).paused
    assert not known(resume, pause).paused
    assert not known().paused


def test_an_answer_to_no_question_is_nothing() -> None:
    """Nobody asked."""
    assert known(said(f.QuestionAnswered, END, question="q", choice="yes")).questions == ()


# ── mails, people, reminders ─────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_is_heard_once() -> None:
    """The same mail in two folders adds people and nothing else."""
    mail = heard(RITA, people=(RITA,))
    twice = known(mail, replace(mail, noted=END, people=(IVAN,)))
    assert len(twice.heads) == 1
    assert twice.people == (RITA, IVAN)
    assert twice.account == "mail"


def test_the_last_heads_are_kept_and_every_id() -> None:
    """For threading forty are enough; every id is known."""
    mails = [heard(RITA) for _ in range(MOST_HEADS + 5)]
    c = known(*mails)
    assert (len(c.heads), len(c.thread)) == (MOST_HEADS, MOST_HEADS + 5)
    assert c.heads[-1].message_id == mails[-1].envelope.message_id


def test_our_own_ids_belong_to_the_thread() -> None:
    """A reply to a draft, a form or a letter belongs here."""
    step = thanks(invited())[0]
    form = notes_asked(END)
    reply = said(f.Replied, END, message_id="<r@me.example>")
    thread = known(invited(), *drafted(step), form, wrote(Purpose.INQUIRY, RITA, END), reply).thread
    assert {f"<{step.key}.1@me.example>", form.message_id, "<r@me.example>"} <= thread


def test_a_reminder_of_the_user_s_is_never_ours_again() -> None:
    """Placed again after the tombstone: it stays the user's."""
    gone = did(f.ReminderDismissed, t("03-03 09:00"), key="i/remind/thank")
    kept = known(reminder(), gone, reminder(at=t("03-03 10:00"))).reminder("i/remind/thank")
    assert kept
    assert not kept.ours
    assert not kept.placed


def test_what_became_of_no_reminder_is_nothing() -> None:
    """Nothing was placed."""
    assert known(did(f.ReminderRemoved, END, key="k")).reminders == ()


# ── taken back, read better ──────────────────────────────────────────────────────────────────────────────────────


def test_what_the_person_undid_was_never_said() -> None:
    """Wherever the undoing stands in the journal."""
    closed = said(f.Closed, t("03-05 09:00"), ending=Ending.BY_USER)
    undone = said(f.Undone, t("03-05 10:00"), fact="closed")
    for order in (("closed", closed), ("undone", undone)), (("undone", undone), ("closed", closed)):
        assert fold("c", [("invited", invited()), *order]).ending is None


def read_again(message: str, reader: str) -> f.Superseded:
    """A better reader has read a message."""
    source = f.Source(account="mail", id=message, reader=reader)
    return f.Superseded(candidacy="c", at=END, noted=END, source=source, message=message)


def test_a_better_reading_takes_the_place_of_the_older() -> None:
    """What the older reader found in that message no longer counts; other messages and the person's word do."""
    mail = head(t("03-05 09:00"), id_="<m@acme.example>")
    wrong = f.Answered(**mail, kind=Kind.REJECTION)
    better = replace(mail["source"], reader="2")
    right = f.Answered(candidacy="c", at=t("03-05 09:00"), noted=END, source=better, kind=Kind.ACKNOWLEDGEMENT)
    other = answered(Kind.DECIDING, t("03-05 10:00"))
    c = known(invited(), wrong, other, read_again("<m@acme.example>", "2"), right)
    assert c.ending is None
    assert {answer.kind for answer in c.answers} == {Kind.DECIDING, Kind.ACKNOWLEDGEMENT}


def test_a_better_reading_never_re_opens_what_was_done() -> None:
    """A draft that was written for it stays written: what the service did names no reader."""
    invitation = invited()
    step = thanks(invitation)[0]
    source = replace(invitation.source, reader="2")
    again = replace(invitation, source=source, noted=END, role="Engineer")
    facts = (invitation, *drafted(step), read_again(invitation.source.id, "2"), again)
    assert thanks(*facts) == []
    assert known(*facts).role == "Engineer"


# ── the small values ─────────────────────────────────────────────────────────────────────────────────────────────


def test_ids_name_nobody() -> None:
    """Twelve hexadecimal digits, the same for the same text however it is written."""
    assert short("Ivan@Acme.example") == short("ivan@acme.example")
    assert len(short("x")) == 12


def test_an_interview_that_ends_before_it_begins_is_an_hour_long() -> None:
    """A broken DTEND."""
    backwards = replace(invited(), end=START)
    assert known(backwards).interviews[0].end(RULES.etiquette.assumed_length) == END


def test_people_are_the_same_by_address_or_by_name() -> None:
    """An address decides; without one the name does."""
    assert IVAN.is_the_same_as(Person(address="IVAN@acme.example"))
    assert IVAN.is_the_same_as(Person(name=" ivan  PETROV "))
    assert not IVAN.is_the_same_as(Person(name="Ivan Petrov", address="other@acme.example"))
    assert not Person().is_the_same_as(Person())
    assert joined((Person(name="Ivan Petrov"),), (IVAN,)) == (IVAN,)
    assert joined((IVAN,), (PRIYA,)) == (IVAN, PRIYA)
    assert joined((Person(address=IVAN.address, part=Part.RECRUITER),), (IVAN,))[0].part is Part.RECRUITER


def test_the_user_s_own_addresses_are_known_with_a_detail() -> None:
    """RFC 5233."""
    me = Me(addresses=("me@example.com",))
    assert me.has("Me+jobs@Example.com")
    assert not me.has("you@example.com")
    assert not me.has(None)
    assert not me.has("")


def test_what_was_shared_with_whom() -> None:
    """Named for one, else for all."""
    notes = Notes(connections=(Connection(person="Ivan", text="chess"), Connection(person=None, text="the sea")))
    assert notes.shared_with(IVAN) == "chess"
    assert notes.shared_with(PRIYA) == "the sea"
    assert Notes(connections=(Connection(person="", text="x"),)).shared_with(Person()) == "x"
    assert Notes().shared_with(IVAN) == ""
    assert Notes().empty
    assert not notes.empty


def test_evidence_is_found_by_its_field() -> None:
    """The first piece of evidence, or none."""
    evidence = Evidence(of="kind", where=Where.BODY, quote="we regret", rule="r")
    reading = Reading(envelope=heard(RITA).envelope, kind=Kind.REJECTION, verdict=Verdict.ACT, evidence=(evidence,))
    assert reading.because("kind") is evidence
    assert reading.because("start") is None


def test_the_table_is_told_in_new_york() -> None:
    """And in 2026."""
    assert NEW_YORK == "America/New_York"
    assert datetime(2026, 3, 4, 15, tzinfo=UTC) == START
    assert left(invited())
