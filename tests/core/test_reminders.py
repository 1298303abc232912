"""Reminders in the calendar: each lies while something can be done, moves with the plan, and goes when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent.core import facts as f
from agent.core import steps as s
from agent.core.agenda import due
from agent.core.candidacy import Candidacy
from agent.core.facts import Errand, Purpose
from agent.core.findings import Format, Kind
from agent.core.reminders import reminding
from tests.core.telling import (
    END,
    IVAN,
    KNOWN,
    RITA,
    RULES,
    SAM,
    START,
    answered,
    cancelled,
    did,
    drafted,
    inquiry,
    invited,
    left,
    local,
    moved,
    noted,
    of,
    promised,
    rules,
    said,
    sent,
    t,
    thanks,
    wrote,
)


def place(step: s.PlaceReminder, at: str = "03-02 09:05") -> f.Fact:
    """The reminder lies in the calendar."""
    return did(
        f.ReminderPlaced,
        t(at),
        key=step.key,
        errand=step.errand,
        uid=f"uid-{step.key}",
        start=step.start,
        end=step.end,
        etag="1",
        digest="1",
        interview=step.interview,
        sequence=step.sequence,
    )


def placed(*facts: f.Fact) -> list[f.Fact]:
    """Every reminder that these facts want, lying there."""
    return [place(step) for step in of(s.PlaceReminder, left(*facts))]


def wanted(errand: Errand, *facts: f.Fact) -> list[s.PlaceReminder]:
    """The reminders of one errand that are to be placed."""
    return [step for step in of(s.PlaceReminder, left(*facts)) if step.errand is errand]


# ── what lies there ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("errand", "start", "end"),
    [
        (Errand.ASK_WHEN, "03-04 09:30", "03-04 10:00"),  # 30 min before the interview
        (Errand.NOTES, "03-04 11:10", "03-04 15:00"),  # from 10 min after it, while the memory is fresh
        (Errand.THANK, "03-04 12:00", "03-05 11:00"),  # until end + 24 h
        (Errand.INQUIRE, "03-18 09:00", "03-18 18:00"),  # the day of the inquiry
    ],
)
def test_each_reminder_spans_the_time_in_which_something_can_be_done(errand: Errand, start: str, end: str) -> None:
    """An alarm is dropped when its event is over, so the event is as long as the errand."""
    (step,) = wanted(errand, invited())
    assert (local(step.start), local(step.end)) == (f"2026-{start}", f"2026-{end}")
    assert step.expires == step.end


def test_those_around_the_interview_are_placed_at_once() -> None:
    """As soon as it is known; the one about the answer when the interview is over."""
    due = {step.errand: step.due for step in of(s.PlaceReminder, left(invited()))}
    assert due == {Errand.ASK_WHEN: KNOWN, Errand.NOTES: KNOWN, Errand.THANK: KNOWN, Errand.INQUIRE: END}


def test_asking_when_you_will_hear_can_be_turned_off() -> None:
    """It is on by default."""
    assert Errand.ASK_WHEN not in {
        x.errand for x in of(s.PlaceReminder, left(invited(), rules=rules(ask_when_you_will_hear=False)))
    }


def test_the_last_call_comes_after_40_hours_when_a_draft_lies_unsent() -> None:
    """The draft lies there: one more reminder, until 48 hours are over."""
    (step,) = thanks(invited())
    (call,) = [x for x in of(s.PlaceReminder, left(invited(), *drafted(step))) if x.key == "i/remind/last_call"]
    assert (local(call.due), local(call.start), local(call.end)) == (
        "2026-03-06 03:00",
        "2026-03-06 03:00",
        "2026-03-06 11:00",
    )


def test_without_a_draft_there_is_no_last_call() -> None:
    """There is nothing to send."""
    assert all(step.key != "i/remind/last_call" for step in left(invited()))


def test_a_short_window_has_no_last_call() -> None:
    """A thank-you that expires after 30 hours is not called for after 40, and is reminded of while it holds."""
    hasty = rules(thanks_within=timedelta(hours=20))
    (step,) = thanks(invited(), rules=hasty)
    steps = [x for x in left(invited(), *drafted(step), rules=hasty) if isinstance(x, s.PlaceReminder)]
    assert all(x.key != "i/remind/last_call" for x in steps)
    assert [local(x.end) for x in steps if x.errand is Errand.THANK] == ["2026-03-05 07:00"]


def test_a_recorded_video_has_no_reminders_around_it() -> None:
    """Nobody attends; only the answer is waited for."""
    assert {x.errand for x in of(s.PlaceReminder, left(invited(format=Format.ASYNC)))} == {Errand.INQUIRE}


def test_with_nobody_to_thank_there_is_no_reminder_to_thank() -> None:
    """Nor to inquire, with nobody to ask."""
    assert {x.errand for x in of(s.PlaceReminder, left(invited(people=(SAM,))))} == {Errand.ASK_WHEN, Errand.NOTES}


def test_a_first_look_places_nothing_that_is_over() -> None:
    """Found the day after: only what still lies ahead."""
    late = left(invited(at=KNOWN, noted=t("03-04 20:00")))
    assert {step.errand for step in of(s.PlaceReminder, late)} == {Errand.THANK, Errand.INQUIRE}


# ── what changes them ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_lies_there_is_not_placed_again() -> None:
    """Placed is placed."""
    facts = (invited(), *placed(invited()))
    assert of(s.PlaceReminder, left(*facts)) == []


def test_a_moved_interview_moves_its_reminders() -> None:
    """The same key and a higher sequence."""
    facts = (invited(), *placed(invited()), moved(t("03-05 10:00"), t("03-03 09:00")))
    moves = {step.errand: step for step in of(s.MoveReminder, left(*facts))}
    assert set(moves) == {Errand.ASK_WHEN, Errand.NOTES, Errand.THANK, Errand.INQUIRE}
    assert (local(moves[Errand.ASK_WHEN].start), moves[Errand.ASK_WHEN].sequence) == ("2026-03-05 09:30", 1)


def test_a_new_date_moves_the_reminder_to_inquire() -> None:
    """They need until Friday."""
    facts = (invited(), *placed(invited()), promised("03-27", t("03-17 09:00")))
    (move,) = of(s.MoveReminder, left(*facts))
    assert (move.errand, local(move.start)) == (Errand.INQUIRE, "2026-03-30 09:00")


def test_a_reminder_is_taken_out_when_its_time_is_over() -> None:
    """At its end."""
    facts = (invited(), *placed(invited()))
    assert {step.reminder: local(step.due) for step in of(s.RemoveReminder, left(*facts))} == {
        "i/remind/ask_when": "2026-03-04 10:00",
        "i/remind/notes": "2026-03-04 15:00",
        "i/remind/thank": "2026-03-05 11:00",
        "c/remind/inquire/1": "2026-03-18 18:00",
    }


@pytest.mark.parametrize(
    ("fact", "gone"),
    [
        (noted(t("03-04 12:00"), well="Fine."), {"i/remind/notes"}),
        (wrote(Purpose.THANK_YOU, IVAN, t("03-04 14:00"), interview="i"), {"i/remind/thank"}),
        (answered(Kind.ON_HOLD, t("03-06 09:00")), {"c/remind/inquire/1"}),
        (answered(Kind.NEXT_ROUND, t("03-06 09:00")), {"c/remind/inquire/1"}),
        (
            cancelled(t("03-03 09:00")),
            {"i/remind/ask_when", "i/remind/notes", "i/remind/thank", "c/remind/inquire/1"},
        ),
        (
            answered(Kind.REJECTION, t("03-03 09:00")),
            {"i/remind/ask_when", "i/remind/notes", "i/remind/thank", "c/remind/inquire/1"},
        ),
    ],
)
def test_what_is_done_or_off_is_taken_out_at_once(fact: f.Fact, gone: set[str]) -> None:
    """Whatever there is nothing left to do about."""
    there = (invited(), *placed(invited()))
    without, with_it = (of(s.RemoveReminder, due(left(*there, *more), fact.noted)) for more in ((), (fact,)))
    assert {step.reminder for step in with_it} - {step.reminder for step in without} == gone


@pytest.mark.parametrize("kind", [f.ReminderKept, f.ReminderDismissed])
def test_what_the_user_moved_or_deleted_is_left_alone(kind: type[f.Fact]) -> None:
    """A tombstone, for ever: not moved, not removed, not placed again."""
    facts = (
        invited(),
        *placed(invited()),
        *(did(kind, t("03-03 09:00"), key=x.key) for x in of(s.PlaceReminder, left(invited()))),
    )
    touching = s.PlaceReminder | s.RemoveReminder
    for more in ((), (moved(t("03-05 10:00"), t("03-03 10:00")),), (answered(Kind.REJECTION, t("03-03 11:00")),)):
        assert [step for step in left(*facts, *more) if isinstance(step, touching)] == []


def test_a_removed_reminder_comes_back_only_for_another_time() -> None:
    """Over is over; a plan that moved has a new time."""
    facts = (invited(), *placed(invited()), did(f.ReminderRemoved, START, key="i/remind/ask_when"))
    assert wanted(Errand.ASK_WHEN, *facts) == []
    (again,) = wanted(Errand.ASK_WHEN, *facts, moved(t("03-05 10:00"), t("03-04 09:00")))
    assert again.sequence == 1


def test_a_reminder_taken_out_early_comes_back_when_it_is_wanted_again() -> None:
    """Closed and reopened: what is still to come lies there again, and what is over does not."""
    closed = (invited(), *placed(invited()), said(f.Closed, t("03-03 09:00"), ending=f.Ending.BY_USER))
    gone = [did(f.ReminderRemoved, t("03-03 09:00"), key=step.reminder) for step in of(s.RemoveReminder, left(*closed))]
    assert of(s.PlaceReminder, left(*closed, *gone)) == []
    again = wanted(Errand.ASK_WHEN, *closed, *gone, said(f.Reopened, t("03-03 10:00")))
    assert [(step.start, step.sequence) for step in again] == [(START - timedelta(minutes=30), 1)]


def test_a_next_round_takes_the_old_day_of_asking_out_of_the_calendar() -> None:
    """Its reminder is placed when the new round is over, and the old day passes without one."""
    first = (invited(), *placed(invited()))
    again = (
        *first,
        answered(Kind.NEXT_ROUND, t("03-10 09:00")),
        invited("j", start=t("03-25 10:00"), at=t("03-10 09:00")),
    )
    (step,) = [step for step in of(s.RemoveReminder, left(*again)) if "inquire" in step.reminder]
    assert step.due < t("03-10 09:00")
    (later,) = wanted(Errand.INQUIRE, *again, did(f.ReminderRemoved, t("03-10 09:01"), key=step.reminder))
    assert later.due == t("03-25 11:00")


def test_every_inquiry_has_a_reminder_of_its_own() -> None:
    """When the first was sent, the second is waited for; after the second, the moment to move on."""
    first = inquiry(invited())
    facts = [invited(), *drafted(first), sent(first, t("03-18 10:00"))]
    assert [x.key for x in wanted(Errand.INQUIRE, *facts)] == ["c/remind/inquire/2"]
    second = inquiry(*facts)
    facts += [*drafted(second), sent(second, t("04-01 10:00"))]
    (move_on,) = wanted(Errand.MOVE_ON, *facts)
    assert local(move_on.start) == "2026-04-15 09:00"


def test_an_inquiry_that_the_user_deleted_is_not_reminded_of() -> None:
    """ "No, thank you"."""
    step = inquiry(invited())
    gone = did(f.DraftDiscarded, t("03-18 10:00"), key=step.key, revision=1)
    assert wanted(Errand.INQUIRE, invited(), *drafted(step), gone) == []


def test_while_the_user_pauses_no_reminder_is_touched() -> None:
    """Nothing at all is done."""
    assert left(invited(), *placed(invited()), said(f.Paused, t("03-03 09:00"))) == ()


def test_the_recruiter_is_enough_to_be_reminded_of_the_answer() -> None:
    """Whoever can be asked."""
    assert wanted(Errand.INQUIRE, invited(people=(RITA, SAM)))


def test_a_reminder_is_taken_out_however_long_nobody_looked() -> None:
    """Asleep for ten months: it is still ours, and still taken out."""
    steps = due(left(invited(), *placed(invited())), t("2027-01-10 09:00"))
    assert of(s.RemoveReminder, steps)


def test_a_reminder_far_ahead_is_taken_out_at_once() -> None:
    """An interview four months from now is called off today."""
    facts = (invited(start=t("07-08 10:00")),)
    call_off = cancelled(t("03-03 09:00"))
    steps = due(left(*facts, *placed(*facts), call_off), t("03-03 09:01"))
    assert len(of(s.RemoveReminder, steps)) == len(placed(*facts))


def test_of_what_nobody_knows_nothing_reminds() -> None:
    """A candidacy without a single fact."""
    assert list(reminding(Candidacy(id="c"), RULES)) == []
