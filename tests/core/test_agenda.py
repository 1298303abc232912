"""The life of a candidacy, step by step: prompts, inquiries, letting go, what is told and what is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.core import facts as f
from agent.core import steps as s
from agent.core.agenda import agenda, due, expired, next_moment
from agent.core.candidacy import Candidacy
from agent.core.facts import Ending, Purpose
from agent.core.findings import Format, Kind
from agent.core.people import Part, Person
from tests.core.telling import (
    CORA,
    END,
    IVAN,
    RITA,
    RULES,
    SAM,
    START,
    answered,
    cancelled,
    did,
    drafted,
    drafts,
    heard,
    inquiries,
    inquiry,
    invited,
    known,
    left,
    local,
    moved,
    noted,
    notes_asked,
    of,
    promised,
    rules,
    said,
    sent,
    t,
    thanks,
    wrote,
)

# ── the table itself ─────────────────────────────────────────────────────────────────────────────────────────────


def test_of_nothing_there_is_nothing_to_do() -> None:
    """A candidacy that nobody has heard of, whatever there may be in it."""
    assert agenda(Candidacy(id="c"), RULES) == ()
    assert agenda(replace(known(invited(), heard(RITA)), known_since=None), RULES) == ()


def test_the_agenda_is_in_the_order_of_its_moments() -> None:
    """Earliest first."""
    moments = [step.due for step in left(invited())]
    assert moments == sorted(moments)


def test_every_step_says_why() -> None:
    """And for a date that they gave, in whose words."""
    promise = promised("03-20", END)
    step = inquiry(invited(), promise)
    assert all(x.why.text for x in left(invited()))
    assert step.why.message_id == promise.source.id
    assert "2026-03-20" in step.why.text


def test_a_step_is_due_from_its_moment_until_it_expires() -> None:
    """Due at the moment, expired at the moment, in between once."""
    step = inquiry(invited())
    assert due((step,), step.due) == (step,)
    assert due((step,), step.due - timedelta(seconds=1)) == ()
    assert due((step,), step.expires) == ()
    assert expired((step,), step.expires) == (step,)
    assert expired((step,), step.expires - timedelta(seconds=1)) == ()


def test_the_next_moment_is_when_something_comes_due_or_runs_out() -> None:
    """None when there is nothing to wait for."""
    step = inquiry(invited())
    assert next_moment((step,), START) == step.due
    assert next_moment((step,), step.due) == step.expires
    assert next_moment((step,), step.expires) is None
    assert next_moment((), START) is None


def test_forty_old_invitations_write_nothing() -> None:
    """A first look over an old mailbox finds a history."""
    for weeks in range(4, 44):
        start = START - timedelta(weeks=weeks)
        steps = left(invited(start=start, at=start - timedelta(days=3), noted=START))
        assert [
            x for x in due(steps, START) if isinstance(x, s.WriteDraft | s.AskForNotes | s.PlaceReminder | s.Tell)
        ] == []


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def prompts(*facts: f.Fact) -> list[s.AskForNotes]:
    """The prompts that are left."""
    return of(s.AskForNotes, left(*facts))


def test_notes_are_asked_for_ten_minutes_after_the_end() -> None:
    """And no later than a day."""
    (step,) = prompts(invited())
    assert (step.ordinal, local(step.due), local(step.expires)) == (1, "2026-03-04 11:10", "2026-03-05 11:00")


def test_notes_are_asked_for_once_more_at_ninety_minutes() -> None:
    """If the form has not come back."""
    (step,) = prompts(invited(), notes_asked(t("03-04 11:10")))
    assert (step.ordinal, local(step.due)) == (2, "2026-03-04 12:30")


def test_after_a_late_first_prompt_the_second_keeps_its_distance() -> None:
    """The machine woke up at 14:00: eighty minutes later, not at once."""
    (step,) = prompts(invited(), notes_asked(t("03-04 14:00")))
    assert local(step.due) == "2026-03-04 15:20"


def test_notes_are_never_asked_for_a_third_time() -> None:
    """Twice is enough."""
    assert prompts(invited(), notes_asked(t("03-04 11:10")), notes_asked(t("03-04 12:30"), ordinal=2)) == []


def test_the_same_prompt_sent_twice_is_one() -> None:
    """It was sent, the service died, and it was sent again: the id is the same."""
    first = notes_asked(t("03-04 11:10"))
    again = f.NotesAsked(
        candidacy="c",
        at=t("03-04 11:12"),
        noted=t("03-04 11:12"),
        interview="i",
        key=first.key,
        message_id=first.message_id,
    )
    assert [step.ordinal for step in prompts(invited(), first, again)] == [2]


@pytest.mark.parametrize(
    "facts",
    [
        (noted(t("03-04 11:30"), well="Fine."),),
        (cancelled(t("03-03 09:00")),),
        (said(f.Declined, t("03-03 09:00"), interview="i"),),
        (answered(Kind.REJECTION, t("03-03 09:00")),),
        (said(f.Paused, t("03-03 09:00")),),
    ],
)
def test_notes_are_not_asked_for_when_there_is_nothing_to_note(facts: tuple[f.Fact, ...]) -> None:
    """Taken already, called off, declined, over, paused."""
    assert prompts(invited(), *facts) == []


def test_a_recorded_video_is_not_asked_about() -> None:
    """Nobody was there."""
    assert prompts(invited(format=Format.ASYNC)) == []


def test_each_round_has_its_own_prompts() -> None:
    """Two interviews, two forms."""
    assert [x.interview for x in prompts(invited("a"), invited("b", start=t("03-11 10:00")))] == ["a", "b"]


def test_an_interview_that_was_moved_after_its_prompts_is_asked_about_again() -> None:
    """The mail that moved it was read late: the new time has its own prompt."""
    late = (
        notes_asked(t("03-04 11:10")),
        notes_asked(t("03-04 12:30"), ordinal=2),
        moved(t("03-06 10:00"), t("03-04 13:00")),
    )
    assert [local(step.due) for step in prompts(invited(), *late)] == ["2026-03-06 11:10"]


# ── inquiries ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_inquiry_lies_five_business_days() -> None:
    """Then it has expired as a step."""
    assert local(inquiry(invited()).expires) == "2026-03-25 18:00"


def test_a_draft_takes_its_step_off() -> None:
    """It lies in Drafts: nothing is left to write."""
    step = inquiry(invited())
    assert inquiries(invited(), *drafted(step)) == []


@pytest.mark.parametrize("kind", [f.DraftTouched, f.DraftMissed, f.DraftDiscarded])
def test_an_inquiry_in_the_user_s_hand_is_not_written_again(kind: type[f.Fact]) -> None:
    """Edited, gone or deleted: final."""
    step = inquiry(invited())
    facts = (invited(), *drafted(step), did(kind, t("03-18 12:00"), key=step.key, revision=1))
    assert inquiries(*facts, promised("04-10", t("03-19 09:00"))) == []
    assert of(s.WithdrawDraft, left(*facts, answered(Kind.REJECTION, t("03-19 10:00")))) == []


@pytest.mark.parametrize(
    "fact",
    [
        answered(Kind.REJECTION, t("03-18 12:00")),
        answered(Kind.NEXT_ROUND, t("03-18 12:00")),
        answered(Kind.ON_HOLD, t("03-18 12:00")),
        answered(Kind.INFO_REQUEST, t("03-18 12:00")),
        promised("03-27", t("03-18 12:00")),
        promised(None, t("03-18 12:00")),
        wrote(Purpose.INQUIRY, RITA, t("03-18 12:00")),
        invited("b", start=t("03-25 10:00"), at=t("03-18 12:00")),
    ],
)
def test_an_answer_takes_an_untouched_inquiry_back(fact: f.Fact) -> None:
    """What it was written for no longer holds."""
    step = inquiry(invited())
    (withdrawal,) = of(s.WithdrawDraft, left(invited(), *drafted(step), fact))
    assert (withdrawal.letter, withdrawal.revision, withdrawal.replaced) == (step.key, 1, False)


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGEMENT, Kind.OUT_OF_OFFICE])
def test_what_answers_nothing_leaves_the_draft(kind: Kind) -> None:
    """An acknowledgement, an absence without a date."""
    step = inquiry(invited())
    assert of(s.WithdrawDraft, left(invited(), *drafted(step), answered(kind, t("03-18 12:00")))) == []


def test_a_puzzling_answer_takes_it_back_too() -> None:
    """Nothing lies ready to be sent while a human answer is not understood."""
    step, doubt = inquiry(invited()), puzzle("03-18 12:00")
    assert of(s.WithdrawDraft, left(invited(), *drafted(step), doubt))


def test_a_withdrawn_inquiry_is_written_again_for_its_new_date() -> None:
    """The same key, the next revision."""
    step = inquiry(invited())
    withdrawn = did(f.DraftWithdrawn, t("03-18 12:01"), key=step.key, revision=1)
    again = inquiry(invited(), *drafted(step), promised("03-27", t("03-18 12:00")), withdrawn)
    assert (again.key, again.revision, again.ordinal, local(again.due)) == (step.key, 2, 1, "2026-03-30 09:00")


@pytest.mark.parametrize(
    ("facts", "to"),
    [
        ((invited(people=(IVAN, RITA)),), RITA),
        ((invited(people=(IVAN, CORA)),), CORA),
        ((invited(people=(IVAN, CORA, RITA)),), RITA),
        ((invited(people=(IVAN,)), heard(CORA, people=(CORA,))), CORA),
        (
            (invited(people=(IVAN,)), heard(Person(name="Otis", address="otis@acme.example"))),
            Person(name="Otis", address="otis@acme.example"),
        ),
        ((invited(people=(IVAN,)),), IVAN),
    ],
)
def test_an_inquiry_goes_to_whoever_answers_for_the_process(facts: tuple[f.Fact, ...], to: Person) -> None:
    """Recruiter, coordinator; else whoever wrote; else whoever was there."""
    assert [person.address for person in inquiry(*facts).to] == [to.address]


def test_an_inquiry_never_goes_where_nobody_reads() -> None:
    """A machine wrote, and an address bounced."""
    machine = Person(name="Acme", address="no-reply@acme.example")
    assert inquiry(invited(people=(IVAN,)), heard(machine, reachable=False)).to == (IVAN,)
    back = did(f.Bounced, t("03-05 09:00"), recipient=RITA.address)
    assert inquiry(invited(people=(IVAN, RITA)), wrote(Purpose.THANK_YOU, RITA, t("03-04 13:00"), "i"), back).to == (
        IVAN,
    )


def test_with_nobody_to_ask_nothing_is_written() -> None:
    """No address is known: the plan only lets go in the end."""
    steps = left(invited(people=(SAM,)))
    assert [x for x in steps if isinstance(x, s.WriteDraft)] == []
    assert of(s.Close, steps)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_the_user_may_want_fewer_inquiries(most: int) -> None:
    """None, one, or two."""
    facts: list[f.Fact] = [invited()]
    for _ in range(3):
        for step in inquiries(*facts, rules=rules(inquiries=most)):
            facts += [*drafted(step), sent(step, step.due + timedelta(hours=1))]
    assert len([x for x in facts if isinstance(x, f.LetterSent)]) == most


def test_ten_answers_do_not_make_a_tenth_draft() -> None:
    """The journal takes nine revisions of a draft; an employer who moves the date every week gets no tenth."""
    facts: list[f.Fact] = [invited()]
    for week in range(12):
        for step in inquiries(*facts):
            assert step.revision <= 9
            facts += [
                *drafted(step),
                did(f.DraftWithdrawn, step.due + timedelta(hours=2), key=step.key, revision=step.revision),
            ]
            facts.append(
                promised((step.due + timedelta(days=5 + week)).date().isoformat(), step.due + timedelta(hours=1))
            )


# ── letting go ───────────────────────────────────────────────────────────────────────────────────────────────────


def after_two(first: str = "03-18 10:00", second: str = "04-01 10:00") -> list[f.Fact]:
    """Both inquiries were sent."""
    facts: list[f.Fact] = [invited()]
    for moment in (first, second):
        step = inquiry(*facts)
        facts += [*drafted(step), sent(step, t(moment))]
    return facts


def test_a_no_is_assumed_ten_business_days_after_the_second_inquiry() -> None:
    """Counted from the sending."""
    (step,) = of(s.Close, left(*after_two(second="04-03 17:00")))
    assert (step.ending, local(step.due)) == (Ending.ASSUMED_NO, "2026-04-17 09:00")


def test_a_promise_after_the_second_inquiry_is_waited_for() -> None:
    """A later date puts the end off; an earlier one does not bring it forward."""
    (later,) = of(s.Close, left(*after_two(), promised("04-30", t("04-02 12:00"))))
    (sooner,) = of(s.Close, left(*after_two(), promised("04-03", t("04-02 12:00"))))
    assert (local(later.due), local(sooner.due)) == ("2026-05-01 09:00", "2026-04-15 09:00")


def test_an_inquiry_that_was_never_sent_ends_it_too() -> None:
    """It lay five business days; ten more, and the plan lets go."""
    step = inquiry(invited())
    (close,) = of(s.Close, left(invited(), *drafted(step)))
    assert local(close.due) == "2026-04-08 09:00"


@pytest.mark.parametrize(
    "facts",
    [
        (answered(Kind.REJECTION, t("03-06 09:00")),),
        (answered(Kind.ON_HOLD, t("03-06 09:00")),),
        (answered(Kind.NEXT_ROUND, t("03-06 09:00")),),
        (cancelled(t("03-03 09:00")),),
        (said(f.Closed, t("03-06 09:00"), ending=Ending.WITHDRAWN),),
    ],
)
def test_there_is_nothing_to_let_go_of(facts: tuple[f.Fact, ...]) -> None:
    """Answered, parked, going on, called off, closed."""
    assert of(s.Close, left(invited(), *facts)) == []


def test_a_puzzle_is_not_given_up_on() -> None:
    """While a human answer is not understood nothing is assumed."""
    assert of(s.Close, left(*after_two(), puzzle("04-02 09:00"))) == []


# ── questions ────────────────────────────────────────────────────────────────────────────────────────────────────


def puzzle(at: str = "03-05 09:00", *, pauses: bool = True) -> f.Fact:
    """Something was read that must not be guessed at."""
    until = t(at) + timedelta(days=30 if pauses else 5)
    return did(
        f.Doubted,
        t(at),
        question="q1",
        text="Stop?",
        choices=("stop", "go on"),
        safe="stop",
        until=until,
        pauses=pauses,
    )


def test_a_question_is_asked_in_the_daily_note() -> None:
    """The evening of the day, once, with its choices."""
    (ask,) = of(s.Ask, left(invited(), puzzle()))
    assert (ask.key, ask.choices, ask.safe, local(ask.due)) == ("q1", ("stop", "go on"), "stop", "2026-03-05 18:00")
    assert of(s.Ask, left(invited(), puzzle(), did(f.Asked, t("03-05 18:00"), question="q1"))) == []


def test_a_question_of_the_late_evening_is_asked_the_next() -> None:
    """After 18:00 the note of the day is gone."""
    (ask,) = of(s.Ask, left(invited(), puzzle("03-05 18:01")))
    assert local(ask.due) == "2026-03-06 18:00"


def test_when_its_date_passes_the_safe_choice_stands() -> None:
    """Asked or not."""
    for facts in ((), (did(f.Asked, t("03-05 18:00"), question="q1"),)):
        (assume,) = of(s.Assume, left(invited(), puzzle(pauses=False), *facts))
        assert (assume.question, assume.choice, local(assume.due)) == ("q1", "stop", "2026-03-10 10:00")


def test_an_answered_question_is_neither_asked_nor_assumed() -> None:
    """The user has spoken."""
    steps = left(invited(), puzzle(), said(f.QuestionAnswered, t("03-05 10:00"), question="q1", choice="go on"))
    assert [x for x in steps if isinstance(x, s.Ask | s.Assume)] == []


def test_the_same_question_twice_is_one() -> None:
    """Doubted again, asked once."""
    assert len(of(s.Ask, left(invited(), puzzle(), puzzle("03-06 09:00")))) == 1


# ── letters on the user's word ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("purpose", [Purpose.CLOSING, Purpose.WITHDRAWAL, Purpose.REPLY])
def test_a_letter_that_the_user_asked_for_is_written_once(purpose: Purpose) -> None:
    """A closing note after a rejection, a withdrawal, a reply: at once, to the host, and within a week."""
    wish = said(f.LetterWanted, t("03-06 09:00"), purpose=purpose)
    facts = (invited(), answered(Kind.REJECTION, t("03-05 09:00")), wish)
    (step,) = drafts(*facts, purpose=purpose)
    assert (step.to, step.due, step.expires) == ((RITA,), wish.at, wish.at + timedelta(days=7))
    assert drafts(*facts, *drafted(step), purpose=purpose) == []
    assert of(s.WithdrawDraft, left(*facts, *drafted(step))) == []


def test_such_a_letter_needs_somebody_to_write_to() -> None:
    """No address, no letter."""
    wish = said(f.LetterWanted, t("03-06 09:00"), purpose=Purpose.CLOSING)
    assert drafts(invited(people=(SAM,)), wish, purpose=Purpose.CLOSING) == []


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────


def tells(*facts: f.Fact) -> list[s.Tell]:
    """What is left to tell."""
    return of(s.Tell, left(*facts))


@pytest.mark.parametrize(
    "kind", [Kind.REJECTION, Kind.OFFER, Kind.POSITION_CLOSED, Kind.OWN_WITHDRAWAL, Kind.OWN_ACCEPTANCE]
)
def test_a_stop_is_told_at_once(kind: Kind) -> None:
    """Whatever ended it."""
    (step,) = tells(invited(), answered(kind, t("03-06 09:00")))
    assert (step.urgent, local(step.due)) == (True, "2026-03-06 09:00")


def test_an_assumed_no_is_told_in_the_evening_with_a_kind_word() -> None:
    """Let this one go."""
    (step,) = tells(invited(), said(f.Closed, t("04-15 09:00"), ending=Ending.ASSUMED_NO))
    assert (step.urgent, local(step.due)) == (False, "2026-04-15 18:00")
    assert "other openings" in step.text


@pytest.mark.parametrize("ending", [Ending.BY_USER, Ending.NOT_AN_INTERVIEW])
def test_what_the_user_ended_is_not_told_to_the_user(ending: Ending) -> None:
    """They know."""
    assert tells(invited(), said(f.Closed, t("03-06 09:00"), ending=ending)) == []


def test_a_plan_that_stops_because_nobody_answered_is_told() -> None:
    """The safe choice ended it, not the user."""
    closed = did(f.Closed, t("04-04 09:00"), ending=Ending.ASSUMED_NO)
    assert tells(invited(), puzzle(), did(f.QuestionAnswered, t("04-04 09:00"), question="q1", choice="stop"), closed)


def test_a_stop_that_is_found_late_is_told_all_the_same() -> None:
    """Asleep for three weeks: the rejection of ten days ago is news when it is read."""
    late = f.Answered(candidacy="c", at=t("03-10 09:00"), noted=t("03-25 09:00"), kind=Kind.REJECTION)
    assert due(left(invited(), late), t("03-25 09:00"))


def test_a_cancelled_interview_is_told_at_once() -> None:
    """It was called off, and no new time is known; called off again, told again."""
    (step,) = tells(invited(), cancelled(t("03-03 09:00")))
    assert (step.urgent, local(step.due)) == (True, "2026-03-03 09:00")
    facts = (invited(), cancelled(t("03-03 09:00")), did(f.Told, t("03-03 09:00"), key=step.key, text=step.text))
    assert tells(*facts) == []
    again = (invited(at=t("03-03 10:00"), sequence=1), cancelled(t("03-03 11:00"), sequence=1))
    assert [local(x.due) for x in tells(*facts, *again)] == ["2026-03-03 11:00"]


def test_a_deadline_of_the_user_s_is_told_at_once() -> None:
    """ "Please reply by Friday"."""
    (step,) = tells(invited(), answered(Kind.INFO_REQUEST, t("03-05 09:00"), reply_by=t("03-06 12:00").date()))
    assert (step.urgent, local(step.due)) == (True, "2026-03-05 09:00")
    assert "2026-03-06" in step.text


def expiry(key: str, moment: str, step: str = "WriteDraft") -> f.Fact:
    """A step's time passed."""
    return did(f.StepExpired, t(moment), key=key, step=step, due=t(moment), expires=t(moment))


def test_an_expired_draft_is_told_in_the_daily_note_and_a_prompt_is_not() -> None:
    """It was not written late."""
    (step,) = tells(invited(), expiry("i/thank/1", "03-06 11:00"), expiry("i/notes/1", "03-05 11:00", "AskForNotes"))
    assert (step.urgent, local(step.due)) == (False, "2026-03-06 18:00")


def test_a_step_that_expired_twice_is_told_once() -> None:
    """The interview moved in between."""
    facts = (invited(), expiry("i/thank/1", "03-06 11:00"), expiry("i/thank/1", "03-09 11:00"))
    assert len(tells(*facts)) == 1


def test_an_expired_step_is_not_in_the_agenda() -> None:
    """Noted as expired, it is not made up for; at another time it is another step."""
    (step,) = thanks(invited())
    gone = did(f.StepExpired, step.expires, key=step.key, step="WriteDraft", due=step.due, expires=step.expires)
    assert thanks(invited(), gone) == []
    assert thanks(invited(), gone, moved(t("03-09 10:00"), t("03-06 12:00")))


def test_a_refusal_is_told_once() -> None:
    """A server said no."""
    refusals = [did(f.StepRefused, t(f"03-04 1{hour}:00"), key="i/thank/1", reason="over quota") for hour in (3, 4)]
    (step,) = tells(invited(), *refusals)
    assert (step.text, step.urgent) == ("over quota", False)


def test_an_unsent_inquiry_is_reminded_of_once_after_five_business_days() -> None:
    """One reminder, and then no more."""
    step = inquiry(invited())
    (tell,) = tells(invited(), *drafted(step))
    assert local(tell.due) == "2026-03-25 18:00"
    assert tells(invited(), *drafted(step), sent(step, t("03-19 09:00"))) == []


def test_a_letter_that_bounced_is_told_at_once() -> None:
    """It does not count; the address is to be checked."""
    own = wrote(Purpose.INQUIRY, RITA, t("03-18 09:00"))
    (step,) = tells(invited(), own, did(f.Bounced, t("03-18 09:05"), message_id=own.message_id))
    assert step.urgent
    assert step.due <= t("03-18 09:05")


def test_a_bounce_that_comes_after_a_week_is_told_too() -> None:
    """Some servers try for long."""
    own = wrote(Purpose.INQUIRY, RITA, t("03-18 09:00"))
    back = did(f.Bounced, t("03-27 09:00"), message_id=own.message_id)
    assert [x for x in due(left(invited(), own, back), t("03-27 09:00")) if isinstance(x, s.Tell)]


def test_nothing_is_told_twice() -> None:
    """Each thing once."""
    facts = (invited(), answered(Kind.REJECTION, t("03-06 09:00")))
    (step,) = tells(*facts)
    assert tells(*facts, did(f.Told, t("03-06 09:00"), key=step.key, text=step.text)) == []


# ── the end, and back ────────────────────────────────────────────────────────────────────────────────────────────


def test_reopened_by_the_user_it_lives_on() -> None:
    """It is not over: the question is asked as if nothing had been said."""
    facts = (invited(), answered(Kind.REJECTION, t("03-06 09:00")), said(f.Reopened, t("03-07 09:00")))
    assert local(inquiry(*facts).due) == "2026-03-18 09:00"


def test_an_invitation_after_a_no_opens_it_again() -> None:
    """They changed their minds."""
    facts = (
        invited(),
        answered(Kind.REJECTION, t("03-06 09:00")),
        invited("b", start=t("03-12 10:00"), at=t("03-09 09:00")),
    )
    assert [step.interview for step in thanks(*facts) if step.interview == "b"] == ["b"]


@pytest.mark.parametrize("ending", [Ending.BY_USER, Ending.WITHDRAWN, Ending.ACCEPTED, Ending.NOT_AN_INTERVIEW])
def test_what_the_user_ended_only_the_user_opens(ending: Ending) -> None:
    """Neither an invitation nor a no of theirs takes the user's word back."""
    closed, again = (
        said(f.Closed, t("03-05 09:00"), ending=ending),
        invited("b", start=t("03-12 10:00"), at=t("03-09 09:00")),
    )
    theirs = answered(Kind.REJECTION, t("03-06 09:00"))
    for facts in ((invited(), closed, again), (invited(), closed, theirs, again)):
        assert thanks(*facts) == []
        assert thanks(*facts, said(f.Reopened, t("03-10 09:00")))


def test_paused_nothing_is_done_and_resumed_everything_is() -> None:
    """The person said: wait."""
    facts = (invited(), said(f.Paused, t("03-03 09:00")))
    assert left(*facts) == ()
    assert left(*facts, said(f.Resumed, t("03-03 10:00"))) == left(invited())


def test_a_user_s_word_that_was_undone_was_never_said() -> None:
    """By the fact's id."""
    undone = said(f.Undone, t("03-03 10:00"), fact="fact-1")
    assert left(invited(), said(f.Closed, t("03-03 09:00"), ending=Ending.BY_USER), undone) == left(invited())


def test_two_roles_have_two_plans() -> None:
    """Keys hang on the candidacy and the interview, so nothing of one is another's."""
    keys = {step.key for step in left(invited("a"))} & {step.key for step in left(invited("b"))}
    assert keys == {"c/inquiry/1", "c/let-go", "c/remind/inquire/1"}


def test_a_person_who_is_the_user_is_never_written_to() -> None:
    """The invitation lists the user among the attendees."""
    me = Person(name="Me", address="me@example.com", part=Part.USER)
    assert [x.to for x in left(invited(people=(me, SAM))) if isinstance(x, s.WriteDraft)] == []


def test_a_step_that_would_run_out_as_it_comes_due_is_none() -> None:
    """A thank-you within two hours, or after two hours without notes: there is no moment for it."""
    window = rules(thanks_within=timedelta(hours=2), thanks_remind_until=timedelta(hours=2))
    assert not [step for step in left(invited(), rules=window) if isinstance(step, s.WriteDraft) and step.interview]


def test_the_ninth_draft_is_still_written() -> None:
    """Eight copies were overtaken: one more is left, and after that none."""
    facts: list[f.Fact] = [invited()]
    (step,) = inquiries(*facts)
    for revision in range(1, 9):
        facts += drafted(replace(step, revision=revision))
        facts.append(did(f.DraftWithdrawn, step.due + timedelta(hours=1), key=step.key, revision=revision))
    (ninth,) = inquiries(*facts)
    assert ninth.revision == 9
    facts += drafted(ninth)
    facts.append(did(f.DraftWithdrawn, step.due + timedelta(hours=2), key=step.key, revision=9))
    assert inquiries(*facts) == []
