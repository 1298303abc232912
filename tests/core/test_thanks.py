"""Thank-yous: one to each who was there, within 24 to 48 hours, never before the interview is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.core import facts as f
from agent.core import steps as s
from agent.core.facts import Purpose
from agent.core.findings import Format, Kind
from agent.core.people import Part, Person
from tests.core.telling import (
    ADA,
    CORA,
    END,
    HAL,
    IVAN,
    PRIYA,
    RITA,
    SAM,
    answered,
    cancelled,
    did,
    drafted,
    heard,
    invited,
    left,
    local,
    moved,
    noted,
    of,
    rules,
    said,
    sent,
    t,
    thanks,
    wrote,
)


def to(steps: list[s.WriteDraft]) -> list[str | None]:
    """Who is written to."""
    return [person.address for step in steps for person in step.to]


# ── when ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("notes", "due"),
    [
        (None, "13:00"),  # without notes two hours after the end
        ("11:20", "12:00"),  # notes at once: not before an hour has passed
        ("12:30", "12:30"),  # at the notes
        ("15:00", "13:00"),  # the draft without notes came first
    ],
)
def test_a_draft_is_written_at_the_notes_or_two_hours_after_the_end(notes: str | None, due: str) -> None:
    """At the notes, but not before end + 60 min; without notes at end + 2 h."""
    (step,) = thanks(invited(), *([noted(t(f"03-04 {notes}"), well="Fine.")] if notes else []))
    assert local(step.due) == f"2026-03-04 {due}"


def test_a_thank_you_expires_after_48_real_hours() -> None:
    """Over the change to daylight time 48 hours are 48 hours: the clock shows an hour more."""
    (step,) = thanks(invited(start=t("03-07 10:00")))
    assert step.expires - t("03-07 11:00") == timedelta(hours=48)
    assert local(step.expires) == "2026-03-09 12:00"


def test_a_friday_interview_is_thanked_for_on_friday() -> None:
    """Late on Friday: the same evening, not on Monday."""
    (step,) = thanks(invited(start=t("03-06 16:00")))
    assert local(step.due) == "2026-03-06 19:00"


def test_without_an_end_an_hour_is_assumed() -> None:
    """The interview is over an hour after its start."""
    (step,) = thanks(invited(minutes=None))
    assert local(step.due) == "2026-03-04 13:00"


def test_the_user_may_wait_longer_with_and_without_notes() -> None:
    """`thanks_not_before` holds in both cases."""
    patient = rules(thanks_not_before=timedelta(hours=3))
    assert [local(step.due) for step in thanks(invited(), rules=patient)] == ["2026-03-04 14:00"]
    assert [local(step.due) for step in thanks(invited(), noted(t("03-04 11:30"), well="Fine."), rules=patient)] == [
        "2026-03-04 14:00"
    ]


def test_an_old_invitation_writes_nothing() -> None:
    """Found two days after the interview: history, not a thing to do."""
    assert thanks(invited(at=t("03-04 09:00"), noted=t("03-06 11:00"))) == []
    assert thanks(invited(at=t("03-04 09:00"), noted=t("03-06 10:59")))


def test_a_moved_interview_is_thanked_for_at_its_new_time() -> None:
    """No thank-you for the old slot."""
    (step,) = thanks(invited(), moved(t("03-05 15:00"), t("03-03 09:00")))
    assert local(step.due) == "2026-03-05 18:00"


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everyone_who_was_there_gets_a_letter() -> None:
    """One letter each: interviewers and the hiring manager, not the recruiter."""
    assert to(thanks(invited(people=(RITA, IVAN, PRIYA, HAL)))) == [IVAN.address, PRIYA.address, HAL.address]


def test_each_letter_has_a_key_of_its_own() -> None:
    """The key hangs on the interview and the person."""
    keys = [step.key for step in thanks(invited(people=(IVAN, PRIYA)))]
    assert len(set(keys)) == 2
    assert all(key.startswith("i/thank/") for key in keys)


def test_the_key_does_not_hang_on_how_an_address_is_written() -> None:
    """Ivan@ and ivan@ are one person."""
    shouted = replace(IVAN, address="IVAN@acme.example")
    assert [x.key for x in thanks(invited(people=(IVAN,)))] == [x.key for x in thanks(invited(people=(shouted,)))]


def test_whom_the_notes_name_is_thanked() -> None:
    """Names in the notes become interviewers."""
    assert to(thanks(invited(), noted(t("03-04 12:00"), people=(PRIYA,)))) == [IVAN.address, PRIYA.address]


def test_later_notes_complete_earlier_ones() -> None:
    """Whoever was named first is still thanked."""
    first, second = noted(t("03-04 12:00"), people=(PRIYA,)), noted(t("03-04 12:30"), well="Fine.")
    assert to(thanks(invited(), first, second)) == [IVAN.address, PRIYA.address]


@pytest.mark.parametrize("people", [(RITA, SAM), (RITA,)])
def test_with_no_address_the_recruiter_passes_it_on(people: tuple[Person, ...]) -> None:
    """Nobody who was there can be reached: one letter to the recruiter."""
    assert to(thanks(invited(people=people))) == [RITA.address]


def test_a_panel_of_more_than_six_is_thanked_through_the_recruiter() -> None:
    """Seven letters are too many."""
    crowd = tuple(Person(name=f"P{n}", address=f"p{n}@acme.example", part=Part.INTERVIEWER) for n in range(7))
    assert len(thanks(invited(people=(RITA, *crowd[:6])))) == 6
    assert to(thanks(invited(people=(RITA, *crowd)))) == [RITA.address]


def test_with_an_agency_the_agency_passes_it_on() -> None:
    """Nothing goes past the agency."""
    assert to(thanks(invited(people=(ADA, IVAN)))) == [ADA.address]


def test_with_nobody_to_write_to_nothing_is_written() -> None:
    """No address at all."""
    assert thanks(invited(people=(SAM,))) == []


def test_who_was_not_there_is_not_asked_to_pass_it_on() -> None:
    """Priya interviews in another round; she is nobody's messenger."""
    assert to(thanks(invited(people=(SAM,)), heard(PRIYA, people=(PRIYA,)))) == []


def test_where_nobody_else_is_known_the_person_who_wrote_passes_it_on() -> None:
    """A coordinator who only wrote a mail."""
    assert to(thanks(invited(people=(SAM,)), heard(CORA, people=(CORA,)))) == [CORA.address]


def test_an_address_that_bounced_is_not_thanked_again() -> None:
    """Round one bounced: in round two the recruiter passes it on."""
    own = wrote(Purpose.THANK_YOU, IVAN, t("03-04 14:00"), interview="i")
    back = did(f.Bounced, t("03-04 14:05"), message_id=own.message_id, recipient=IVAN.address)
    second = invited("j", start=t("03-12 10:00"), at=t("03-06 09:00"))
    assert IVAN.address not in to([x for x in thanks(invited(), own, back, second) if x.interview == "j"])


# ── when not ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "facts",
    [
        (cancelled(t("03-03 09:00")),),
        (said(f.Declined, t("03-03 09:00"), interview="i"),),
        (noted(t("03-04 12:00"), took_place=False),),
        (answered(Kind.REJECTION, t("03-04 12:00")),),
        (answered(Kind.POSITION_CLOSED, t("03-04 12:00")),),
        (answered(Kind.OFFER, t("03-04 12:00")),),
        (said(f.Closed, t("03-04 12:00"), ending=f.Ending.BY_USER),),
        (said(f.Paused, t("03-04 12:00")),),
        (wrote(Purpose.THANK_YOU, IVAN, t("03-04 12:00"), interview="i"),),
    ],
)
def test_nobody_is_thanked_for_what_did_not_take_place_or_is_over(facts: tuple[f.Fact, ...]) -> None:
    """Called off, declined, not held, answered, closed, paused, or thanked by the user alone."""
    assert thanks(invited(), *facts) == []


def test_it_did_not_take_place_is_not_forgotten_by_later_notes() -> None:
    """The answer stands until the user gives another."""
    no_show = (noted(t("03-04 12:00"), took_place=False), noted(t("03-04 12:30"), well="They did not call."))
    assert thanks(invited(), *no_show) == []
    assert thanks(invited(), *no_show, noted(t("03-04 12:40"), took_place=True))


def test_a_recorded_video_has_nobody_to_thank() -> None:
    """One-way video."""
    assert thanks(invited(format=Format.ASYNC)) == []


def test_a_proposed_time_is_not_thanked_for() -> None:
    """Nobody said yes to it yet."""
    assert thanks(invited(proposed=True)) == []
    assert thanks(invited(proposed=True), invited(at=t("03-02 15:00")))


def test_the_next_round_leaves_the_thank_you_of_the_last() -> None:
    """They go on within 48 hours: the thank-you is still written."""
    assert thanks(invited(), answered(Kind.NEXT_ROUND, t("03-04 12:00")))


def test_a_human_answer_that_is_not_understood_holds_it_up() -> None:
    """Nothing is written until the user has spoken."""
    doubt = did(
        f.Doubted,
        t("03-04 12:00"),
        question="q",
        text="?",
        choices=("stop", "go on"),
        safe="stop",
        until=t("04-03 12:00"),
        pauses=True,
    )
    assert thanks(invited(), doubt) == []
    assert thanks(invited(), doubt, said(f.QuestionAnswered, t("03-04 12:10"), question="q", choice="go on"))


@pytest.mark.parametrize("interview", ["i", "j"])
def test_an_interview_that_was_called_off_and_set_again_is_thanked_for(interview: str) -> None:
    """A later version brings it back."""
    assert thanks(invited(), cancelled(t("03-03 09:00")), invited(interview, at=t("03-03 10:00")))


def test_declined_and_then_moved_is_planned_again() -> None:
    """A new time asks anew (RFC 5546, 3.2.2)."""
    assert thanks(
        invited(), said(f.Declined, t("03-03 09:00"), interview="i"), moved(t("03-06 10:00"), t("03-03 12:00"))
    )


def test_a_no_show_that_is_moved_is_planned_again() -> None:
    """It did not take place; it takes place the week after."""
    facts = (invited(), noted(t("03-04 12:00"), took_place=False), moved(t("03-11 10:00"), t("03-04 15:00")))
    (step,) = thanks(*facts)
    assert local(step.due) == "2026-03-11 13:00"


# ── once ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_takes_its_step_off() -> None:
    """It lies in Drafts: there is nothing left to write."""
    (step,) = thanks(invited())
    assert thanks(invited(), *drafted(step)) == []


@pytest.mark.parametrize("kind", [f.DraftTouched, f.DraftMissed, f.DraftDiscarded])
def test_what_the_user_took_in_hand_is_never_written_again(kind: type[f.Fact]) -> None:
    """Edited, gone or deleted: final, whatever notes come."""
    (step,) = thanks(invited())
    facts = (invited(), *drafted(step), did(kind, t("03-04 14:00"), key=step.key, revision=1))
    assert thanks(*facts, noted(t("03-04 15:00"), well="Fine.")) == []
    assert of(s.WithdrawDraft, left(*facts, answered(Kind.REJECTION, t("03-04 16:00")))) == []


def test_notes_after_the_draft_replace_it() -> None:
    """Nobody has touched it: a better one takes its place, and the older is withdrawn."""
    (step,) = thanks(invited())
    facts = (invited(), *drafted(step), noted(t("03-04 15:00"), well="Fine."))
    (better,) = thanks(*facts)
    assert (type(better), better.key, better.revision, local(better.due)) == (
        s.ReplaceDraft,
        step.key,
        2,
        "2026-03-04 15:00",
    )
    (old,) = of(s.WithdrawDraft, left(*facts, *drafted(better)))
    assert (old.letter, old.revision, old.replaced) == (step.key, 1, True)


def test_a_copy_that_may_not_have_arrived_leaves_the_older() -> None:
    """The newer was begun when the service died: until it is seen, the older is all there is."""
    (step,) = thanks(invited())
    facts = (invited(), *drafted(step), noted(t("03-04 15:00"), well="Fine."))
    (better,) = thanks(*facts)
    assert of(s.WithdrawDraft, left(*facts, drafted(better)[0])) == []


@pytest.mark.parametrize("kind", [f.DraftTouched, f.DraftMissed, f.DraftDiscarded])
def test_the_older_copy_goes_whatever_became_of_the_newer(kind: type[f.Fact]) -> None:
    """The user edited or deleted the better one before the older was taken back: one letter lies there at most."""
    (step,) = thanks(invited())
    facts = (invited(), *drafted(step), noted(t("03-04 15:00"), well="Fine."))
    (better,) = thanks(*facts)
    touched = did(kind, t("03-04 15:05"), key=better.key, revision=2)
    (old,) = of(s.WithdrawDraft, left(*facts, *drafted(better), touched))
    assert old.revision == 1


def test_notes_after_48_hours_replace_nothing() -> None:
    """It is too late for a better one, and nothing is said of it."""
    (step,) = thanks(invited())
    steps = left(invited(), *drafted(step), noted(t("03-09 15:00"), well="Fine."))
    assert [x for x in steps if isinstance(x, s.WriteDraft)] == [x for x in steps if getattr(x, "ordinal", None)]


def test_a_withdrawn_draft_is_written_again_when_it_holds_again() -> None:
    """Moved before the interview was over, drafted at the new time in a new revision."""
    (step,) = thanks(invited())
    facts = (invited(), *drafted(step), moved(t("03-05 15:00"), t("03-04 13:30")))
    (taken_back,) = of(s.WithdrawDraft, left(*facts))
    assert taken_back.letter == step.key
    withdrawn = did(f.DraftWithdrawn, t("03-04 13:31"), key=step.key, revision=1)
    (again,) = thanks(*facts, withdrawn)
    assert (again.revision, local(again.due)) == (2, "2026-03-05 18:00")


@pytest.mark.parametrize(
    "fact",
    [
        cancelled(t("03-04 14:00")),
        answered(Kind.REJECTION, t("03-04 14:00")),
        noted(t("03-04 14:00"), took_place=False),
        wrote(Purpose.THANK_YOU, IVAN, t("03-04 14:00"), interview="i"),
    ],
)
def test_an_untouched_draft_is_taken_back_when_it_no_longer_holds(fact: f.Fact) -> None:
    """Called off, rejected, not held, or thanked by the user alone."""
    (step,) = thanks(invited())
    (withdrawal,) = of(s.WithdrawDraft, left(invited(), *drafted(step), fact))
    assert (withdrawal.letter, withdrawal.revision) == (step.key, 1)


def test_met_twice_on_one_day_is_thanked_once() -> None:
    """Two parts of one day with the same person: the letter comes after the last."""
    morning, afternoon = invited("a"), invited("b", start=t("03-04 14:00"))
    assert [step.interview for step in thanks(morning, afternoon)] == ["b"]


def test_one_day_is_the_user_s_day() -> None:
    """16:00 and 19:30 in New York are one day, though 19:30 is tomorrow in UTC."""
    afternoon, evening = invited("a", start=t("03-04 16:00")), invited("b", start=t("03-04 19:30"))
    assert [step.interview for step in thanks(afternoon, evening)] == ["b"]


def test_two_parts_of_a_day_are_passed_on_in_one_letter() -> None:
    """With no address known the recruiter gets one letter for the day."""
    parts = (invited("a", people=(RITA, SAM)), invited("b", start=t("03-04 14:00"), people=(RITA, SAM)))
    assert to(thanks(*parts)) == [RITA.address]


def test_each_round_has_its_own_thank_you() -> None:
    """Ivan again, a week later: a letter each."""
    assert [step.interview for step in thanks(invited("a"), invited("b", start=t("03-11 10:00")))] == ["a", "b"]


def test_a_thank_you_for_one_round_does_not_settle_the_next() -> None:
    """Monday's letter is sent on Tuesday after Tuesday's interview: Tuesday's is still to be written."""
    monday, tuesday = invited("a", start=t("03-09 10:00")), invited("b", start=t("03-10 10:00"))
    step = thanks(monday, tuesday)[0]
    facts = (monday, tuesday, *drafted(step), sent(step, t("03-10 11:30")))
    assert [x.interview for x in thanks(*facts)] == ["b"]


def test_no_two_letters_to_one_person_on_one_day() -> None:
    """Monday's letter leaves on Tuesday: Tuesday's waits for Wednesday morning."""
    monday, tuesday = invited("a", start=t("03-09 10:00")), invited("b", start=t("03-10 10:00"))
    step = thanks(monday, tuesday)[0]
    (second,) = thanks(monday, tuesday, *drafted(step), sent(step, t("03-10 09:00")))
    assert local(second.due) == "2026-03-11 09:00"


def test_a_letter_of_the_user_s_before_the_interview_is_no_thank_you_for_it() -> None:
    """ "Thank you for the invitation"."""
    assert thanks(invited(), wrote(Purpose.THANK_YOU, IVAN, t("03-03 12:00")))


def test_an_interview_that_lasts_all_day_is_not_over_before_its_end() -> None:
    """Eight hours on site."""
    (step,) = thanks(invited(minutes=480))
    assert step.due >= t("03-04 18:00") + timedelta(hours=1)
    assert step.due > END


def test_two_interviews_at_one_moment_are_thanked_for_once() -> None:
    """Announced by two systems that share nothing, for the same hour and with the same person."""
    assert [step.interview for step in thanks(invited("a"), invited("b"))] == ["b"]


def test_a_day_is_the_user_s_wherever_the_interviews_are() -> None:
    """Monday night in New York for Tokyo's Tuesday morning: both interviews are on the user's Monday."""
    here, there = invited("a", start=t("03-09 10:00")), invited("b", start=t("03-09 20:00"), zone="Asia/Tokyo")
    assert [step.interview for step in thanks(here, there)] == ["b"]


def test_a_draft_written_that_day_makes_the_next_wait() -> None:
    """Late on Monday and again on Tuesday: Monday's draft is of Tuesday, so the other one is of Wednesday."""
    late, next_day = invited("a", start=t("03-09 22:00")), invited("b", start=t("03-10 10:00"))
    first, second = thanks(late, next_day)
    assert [local(first.due), local(second.due)] == ["2026-03-10 01:00", "2026-03-10 13:00"]
    (second,) = [step for step in thanks(late, next_day, *drafted(first)) if step.interview == "b"]
    assert local(second.due) == "2026-03-11 09:00"


def test_a_letter_that_left_after_the_due_day_makes_it_wait_too() -> None:
    """Asleep on Tuesday; on Wednesday Monday's letter leaves, so Tuesday's interview is thanked for on Thursday."""
    monday, tuesday = invited("a", start=t("03-09 14:00")), invited("b", start=t("03-10 14:00"))
    first = thanks(monday, tuesday)[0]
    (second,) = thanks(monday, tuesday, *drafted(first), sent(first, t("03-11 08:00")))
    assert (second.interview, local(second.due)) == ("b", "2026-03-12 09:00")


def test_a_letter_of_the_user_s_wish_keeps_nobody_unthanked() -> None:
    """A reply that was asked for lies in Drafts: it is no letter to Rita before it left."""
    wish = said(f.LetterWanted, t("03-04 12:00"), purpose=Purpose.REPLY)
    parts = invited(people=(RITA, SAM))
    (reply,) = [x for x in of(s.WriteDraft, left(parts, wish)) if x.purpose is Purpose.REPLY]
    (step,) = thanks(parts, wish, *drafted(reply))
    assert local(step.due) == "2026-03-04 13:00"


def test_an_interviewer_of_another_round_is_nobody_s_messenger() -> None:
    """Priya wrote last, from a mail that does not say who she is; Sam, without an address, is thanked by nobody."""
    unnamed = replace(PRIYA, part=Part.OTHER)
    earlier = invited("a", start=t("02-25 10:00"), at=t("02-20 09:00"), people=(PRIYA,))
    last = invited("b", people=(SAM,))
    assert [x.interview for x in thanks(earlier, last, heard(unnamed, t("03-03 09:00")))] == ["a"]


def test_who_invited_may_be_asked_to_pass_it_on() -> None:
    """Nobody's part is known but that Otis wrote: the thanks for Sam go through him."""
    otis = Person(name="Otis Grey", address="otis@acme.example")
    assert to(thanks(invited(people=(SAM,)), heard(otis))) == [otis.address]


def test_a_better_draft_keeps_the_distance_that_holds_now() -> None:
    """The settings changed to three hours after the first draft: notes replace it after three hours, not at once."""
    (step,) = thanks(invited())
    facts = (invited(), *drafted(step), noted(t("03-04 13:05"), well="Good."))
    (better,) = thanks(*facts, rules=rules(thanks_not_before=timedelta(hours=3)))
    assert (type(better), local(better.due)) == (s.ReplaceDraft, "2026-03-04 14:00")


# ── the user's word and a move ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("read_late", [False, True])
def test_a_move_of_before_leaves_the_user_s_word_alone(read_late: bool) -> None:
    """ "It did not take place" is newer than the move, whenever the move is read."""
    move, word = moved(t("03-05 10:00"), t("03-04 08:00")), noted(t("03-05 12:00"), took_place=False)
    facts = (invited(), word, move) if read_late else (invited(), move, word)
    assert thanks(*facts) == []


def test_a_move_of_after_asks_anew() -> None:
    """It did not take place and gets another time: that one is thanked for."""
    word, move = noted(t("03-04 12:00"), took_place=False), moved(t("03-06 10:00"), t("03-04 15:00"))
    assert [local(step.due) for step in thanks(invited(), word, move)] == ["2026-03-06 13:00"]


@pytest.mark.parametrize(("at", "thanked"), [("03-03 08:00", 0), ("03-03 12:00", 1)])
def test_declined_holds_against_what_was_said_before(at: str, thanked: int) -> None:
    """Declined at ten: a move of eight o'clock that is read later changes nothing, one of noon asks again."""
    no, move = said(f.Declined, t("03-03 10:00"), interview="i"), moved(t("03-05 10:00"), t(at))
    assert len(thanks(invited(), no, move)) == len(thanks(invited(), move, no)) == thanked


def test_the_same_time_said_again_asks_nothing_anew() -> None:
    """Declined, then the same event once more, with a newer version: it stays declined."""
    no, again = said(f.Declined, t("03-03 10:00"), interview="i"), invited(at=t("03-03 12:00"), sequence=1)
    assert thanks(invited(), no, again) == thanks(invited(), again, no) == []


def test_a_time_that_comes_back_is_news() -> None:
    """Moved away and back after it was declined: in whatever order that is read, it is asked anew."""
    no = said(f.Declined, t("03-02 10:00"), interview="i")
    away, back = moved(t("03-05 10:00"), t("03-02 11:00")), moved(t("03-04 10:00"), t("03-02 12:00"))
    for facts in ((no, away, back), (back, away, no), (away, no, back)):
        assert len(thanks(invited(), *facts)) == 1


def test_a_draft_is_taken_back_however_long_it_lay() -> None:
    """Untouched since March, and a rejection in July: nothing of ours outlives the end."""
    (step,) = thanks(invited())
    (old,) = of(s.WithdrawDraft, left(invited(), *drafted(step), answered(Kind.REJECTION, t("07-20 09:00"))))
    assert old.letter == step.key
    assert old.due <= t("07-20 09:00") < old.expires
