"""How long is waited before an inquiry: the table of times of the rulings, and the dates of the field guide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent.core import facts as f
from agent.core.facts import Purpose
from agent.core.findings import Kind
from tests.core.telling import (
    END,
    IVAN,
    RITA,
    START,
    answered,
    cancelled,
    inquiries,
    inquiry,
    invited,
    local,
    moved,
    noted,
    promised,
    rules,
    said,
    sent,
    t,
    wrote,
)

# Promised on Wednesday, 4 March 2026, and the day of the inquiry: the table of phrases, its dates.
PROMISES = [
    ("03-06", "2026-03-09"),
    ("03-05", "2026-03-06"),
    ("03-13", "2026-03-16"),
    ("03-10", "2026-03-11"),
    ("03-09", "2026-03-10"),
    ("03-11", "2026-03-12"),
    ("03-12", "2026-03-13"),
    ("03-18", "2026-03-19"),
    ("03-25", "2026-03-26"),
    ("04-01", "2026-04-02"),
    ("03-15", "2026-03-16"),
    ("04-02", "2026-04-03"),
    ("03-31", "2026-04-01"),
    ("03-20", "2026-03-23"),
    ("04-10", "2026-04-13"),
    ("04-30", "2026-05-01"),
    ("03-27", "2026-03-30"),
]


@pytest.mark.parametrize(("by", "day"), PROMISES)
def test_an_agreed_date_is_waited_for_and_a_business_day(by: str, day: str) -> None:
    """With a date agreed the inquiry is due at 09:00 on the first business day after it."""
    step = inquiry(invited(), promised(by, END))
    assert local(step.due) == f"{day} 09:00"


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("03-04 10:00", "2026-03-18"),  # over the change to daylight time
        ("03-07 10:00", "2026-03-23"),  # two weeks from a Saturday
        ("03-08 10:00", "2026-03-23"),  # and from a Sunday
        ("02-02 10:00", "2026-02-17"),  # two weeks later is Presidents' Day
        ("10-20 16:00", "2026-11-03"),  # over the change to standard time
        ("12-10 10:00", "2027-01-04"),  # two weeks later is a quiet day, and so are all until the year has begun
        ("11-12 10:00", "2026-11-27"),  # two weeks later is Thanksgiving
        ("03-04 22:30", "2026-03-18"),  # late in the evening it is tomorrow elsewhere
    ],
)
def test_with_no_date_agreed_two_weeks_are_waited(start: str, day: str) -> None:
    """With no date the inquiry is due on the first business day two weeks after the interview."""
    step = inquiry(invited(start=t(start), at=t(start) - timedelta(days=1)))
    assert local(step.due) == f"{day} 09:00"


def test_two_weeks_are_fourteen_days_of_the_calendar_when_the_clocks_go_back() -> None:
    """An interview that ends at 00:30 on 20 October is not asked about on 2 November, which is a day too early."""
    start = t("10-19 23:30")
    assert local(inquiry(invited(start=start, at=t("10-18 09:00"))).due) == "2026-11-03 09:00"


def test_the_last_of_several_interviews_counts() -> None:
    """Two weeks run from the end of the last part of an on-site."""
    first = invited("a")
    second = invited("b", start=t("03-06 13:00"))
    assert local(inquiry(first, second).due) == "2026-03-20 09:00"


def test_an_interview_without_an_end_is_an_hour_long() -> None:
    """Where nothing says when it ends, sixty minutes are assumed."""
    step = inquiry(invited(start=t("03-04 23:30"), minutes=None))
    assert local(step.due) == "2026-03-19 09:00"


def test_a_moved_interview_moves_the_wait() -> None:
    """The wait runs from the time that the interview has now."""
    assert local(inquiry(invited(), moved(t("03-10 10:00"), t("03-03 09:00"))).due) == "2026-03-24 09:00"


def test_nothing_is_asked_about_an_interview_that_was_called_off() -> None:
    """No interview, no question."""
    assert inquiries(invited(), cancelled(t("03-03 09:00"))) == []


# ── what they said ───────────────────────────────────────────────────────────────────────────────────────────────


def test_deciding_without_a_date_is_two_weeks_after_their_mail() -> None:
    """ "We are still deciding" has no grace on top: their mail and fourteen days."""
    step = inquiry(invited(), promised(None, t("03-10 15:00")))
    assert local(step.due) == "2026-03-24 09:00"


def test_deciding_without_a_date_does_not_take_back_an_agreed_date() -> None:
    """The agreed date is waited for, whichever is later."""
    step = inquiry(invited(), promised("04-15", END), promised(None, t("03-10 15:00")))
    assert local(step.due) == "2026-04-16 09:00"


def test_the_newest_date_counts() -> None:
    """An answer that gives a date re-dates, later or earlier."""
    assert (
        local(inquiry(invited(), promised("03-10", END), promised("03-20", t("03-09 12:00"))).due) == "2026-03-23 09:00"
    )
    assert (
        local(inquiry(invited(), promised("03-20", END), promised("03-10", t("03-06 12:00"))).due) == "2026-03-11 09:00"
    )


def test_a_date_that_was_said_before_the_interview_holds_if_it_lies_after_it() -> None:
    """ "We decide by the 20th" in the invitation is an agreed date."""
    assert local(inquiry(invited(), promised("03-20", t("03-02 09:00"))).due) == "2026-03-23 09:00"


def test_a_date_before_the_interview_says_nothing_about_it() -> None:
    """A date that has passed when the interview is held was about another question."""
    assert local(inquiry(invited(), promised("03-03", t("03-02 09:00"))).due) == "2026-03-18 09:00"


def test_the_user_may_ask_for_two_business_days_of_grace() -> None:
    """Grace is a default that may be longer."""
    step = inquiry(invited(), promised("03-06", END), rules=rules(grace_workdays=2))
    assert local(step.due) == "2026-03-10 09:00"


def test_the_agreed_day_is_over_where_they_are() -> None:
    """Home in Auckland, the promise in Los Angeles: Wednesday 09:00 at home is still Tuesday with them."""
    facts = (invited(), promised("03-10", END, zone="America/Los_Angeles"))
    step = inquiry(*facts, rules=rules(home="Pacific/Auckland"))
    assert local(step.due, "Pacific/Auckland") == "2026-03-12 09:00"


def test_the_inquiry_is_drafted_in_the_morning_at_home() -> None:
    """09:00 is the user's own, wherever the employer is."""
    facts = (invited(zone="Asia/Tokyo"), promised("03-06", END))
    assert local(inquiry(*facts, rules=rules(home="Europe/Berlin")).due, "Europe/Berlin") == "2026-03-09 09:00"


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGEMENT, Kind.APPLICATION_RECEIVED, Kind.ASSESSMENT, Kind.OTHER])
def test_an_acknowledgement_changes_nothing(kind: Kind) -> None:
    """ "Thanks for your note" neither answers nor puts off."""
    assert local(inquiry(invited(), answered(kind, t("03-05 09:00"))).due) == "2026-03-18 09:00"


@pytest.mark.parametrize(
    "kind", [Kind.REJECTION, Kind.OFFER, Kind.POSITION_CLOSED, Kind.NEXT_ROUND, Kind.AVAILABILITY_REQUEST]
)
def test_an_answer_that_stops_stops(kind: Kind) -> None:
    """No inquiry after an answer that stops, or that goes on to the next round."""
    assert inquiries(invited(), answered(kind, t("03-05 09:00"))) == []


@pytest.mark.parametrize("ending", list(f.Ending))
def test_what_is_closed_is_not_asked_about(ending: f.Ending) -> None:
    """Whoever closed it."""
    assert inquiries(invited(), said(f.Closed, t("03-05 09:00"), ending=ending)) == []


def test_the_next_round_has_a_question_of_its_own() -> None:
    """After the next interview is held two weeks run anew."""
    facts = (
        invited("a"),
        answered(Kind.NEXT_ROUND, t("03-06 09:00")),
        invited("b", start=t("03-12 10:00"), at=t("03-06 09:00")),
    )
    assert local(inquiry(*facts).due) == "2026-03-26 09:00"


def test_a_proposed_next_interview_answers_the_question_of_the_last() -> None:
    """Whoever proposes a time goes on to the next round."""
    facts = (invited("a"), invited("b", start=t("03-25 10:00"), at=t("03-10 09:00"), proposed=True))
    assert inquiries(*facts) == []


# ── what puts it off ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_absence_is_waited_out() -> None:
    """Out of office until Thursday the 19th: two business days after the return."""
    away = answered(Kind.OUT_OF_OFFICE, t("03-17 09:00"), back_on=date(2026, 3, 19))
    assert local(inquiry(invited(), away).due) == "2026-03-23 09:00"


def test_an_absence_that_is_over_puts_nothing_off() -> None:
    """They are back long before the inquiry."""
    away = answered(Kind.OUT_OF_OFFICE, t("03-05 09:00"), back_on=date(2026, 3, 9))
    assert local(inquiry(invited(), away).due) == "2026-03-18 09:00"


def test_an_absence_without_a_date_puts_nothing_off() -> None:
    """Nobody knows when they return."""
    assert local(inquiry(invited(), answered(Kind.OUT_OF_OFFICE, t("03-05 09:00"))).due) == "2026-03-18 09:00"


def test_on_hold_is_parked() -> None:
    """On hold without a date: nothing is asked."""
    assert inquiries(invited(), answered(Kind.ON_HOLD, t("03-05 09:00"))) == []


def test_on_hold_until_a_date_is_asked_five_business_days_after_it() -> None:
    """A restart date was given: that date and five business days."""
    hold = answered(Kind.ON_HOLD, t("03-05 09:00"), back_on=date(2026, 4, 1))
    assert local(inquiry(invited(), hold).due) == "2026-04-08 09:00"


@pytest.mark.parametrize("kind", [Kind.DECIDING, Kind.INFO_REQUEST])
def test_a_hold_is_over_when_they_take_it_up_again(kind: Kind) -> None:
    """ "We are deciding" after a hold."""
    facts = (invited(), answered(Kind.ON_HOLD, t("03-05 09:00")), answered(kind, t("03-12 09:00")))
    assert inquiries(
        *facts, said(f.Replied, t("03-12 10:00"), message_id="<r@me.example>"), promised("03-20", t("03-12 11:00"))
    )


def test_a_new_interview_after_a_hold_has_its_question() -> None:
    """They take it up again with an interview."""
    facts = (
        invited("a"),
        answered(Kind.ON_HOLD, t("03-05 09:00")),
        invited("b", start=t("03-12 10:00"), at=t("03-10 09:00")),
    )
    assert local(inquiry(*facts).due) == "2026-03-26 09:00"


def test_a_date_after_a_hold_re_dates_it() -> None:
    """On hold until June, then "you will hear by the 20th of March": the newer word counts."""
    hold = answered(Kind.ON_HOLD, t("03-05 09:00"), back_on=date(2026, 6, 1))
    again = (answered(Kind.DECIDING, t("03-12 09:00")), promised("03-20", t("03-12 09:00")))
    assert local(inquiry(invited(), hold, *again).due) == "2026-03-23 09:00"


def test_the_user_s_word_lifts_a_hold() -> None:
    """ "afterword promise" after "on hold": the user knows better."""
    facts = (invited(), answered(Kind.ON_HOLD, t("03-05 09:00")), promised("03-20", t("03-12 09:00"), said_by="person"))
    assert local(inquiry(*facts).due) == "2026-03-23 09:00"


def test_a_request_waits_for_the_user() -> None:
    """They asked for references: nothing is asked until the user has answered."""
    assert inquiries(invited(), answered(Kind.INFO_REQUEST, t("03-05 09:00"))) == []


def test_a_request_that_was_answered_is_waited_for_ten_business_days() -> None:
    """From the user's reply on, or longer if the interview asks for it."""
    request = answered(Kind.INFO_REQUEST, t("03-09 09:00"))
    reply = said(f.Replied, t("03-10 09:00"), message_id="<r@me.example>")
    assert local(inquiry(invited(), request, reply).due) == "2026-03-24 09:00"


def test_a_request_of_an_earlier_round_is_settled_by_the_next() -> None:
    """Nobody saw the user's reply, but the second round was held."""
    request = answered(Kind.INFO_REQUEST, t("03-05 09:00"))
    second = invited("b", start=t("03-12 10:00"), at=t("03-10 09:00"))
    assert local(inquiry(invited("a"), request, second).due) == "2026-03-26 09:00"


# ── the second one ───────────────────────────────────────────────────────────────────────────────────────────────


def asked(*facts: f.Fact, on: str = "03-18 09:30") -> tuple[f.Fact, ...]:
    """The facts, and the first inquiry sent."""
    return (*facts, sent(inquiry(*facts), t(on)))


def test_the_second_inquiry_is_ten_business_days_after_the_first_was_sent() -> None:
    """Counted from the sending, not from the draft."""
    step = inquiry(*asked(invited(), on="03-20 17:00"))
    assert (step.ordinal, local(step.due)) == (2, "2026-04-03 09:00")


def test_holidays_are_no_business_days() -> None:
    """Ten business days over Thanksgiving."""
    facts = asked(invited(start=t("11-02 10:00"), at=t("10-30 09:00")), on="11-16 10:00")
    assert local(inquiry(*facts).due) == "2026-12-01 09:00"


def test_a_newer_promise_re_dates_the_second_inquiry() -> None:
    """ "Until Friday" in answer to the first: Friday and a business day."""
    facts = asked(invited())
    assert local(inquiry(*facts, promised("03-27", t("03-19 12:00"))).due) == "2026-03-30 09:00"
    assert local(inquiry(*facts, promised("04-24", t("03-19 12:00"))).due) == "2026-04-27 09:00"


def test_an_acknowledgement_of_the_first_inquiry_changes_nothing() -> None:
    """The rulings, drafts: an acknowledgement changes nothing."""
    facts = asked(invited())
    assert inquiry(*facts, answered(Kind.ACKNOWLEDGEMENT, t("03-25 12:00"))).due == inquiry(*facts).due


def test_the_second_inquiry_waits_for_a_date_that_was_agreed_before_the_first() -> None:
    """The user asked too early alone: the agreed date is still waited for."""
    early = wrote(Purpose.INQUIRY, RITA, t("03-05 09:00"))
    assert local(inquiry(invited(), promised("04-20", END), early).due) == "2026-04-21 09:00"


def test_two_weeks_hold_for_the_second_inquiry_too() -> None:
    """The user's own inquiry came on the day of an interview on a Sunday: ten business days are only twelve days."""
    sunday = invited(start=t("02-01 10:00"), at=t("01-30 09:00"))
    early = wrote(Purpose.INQUIRY, RITA, t("02-01 14:00"))
    assert local(inquiry(sunday, early).due) == "2026-02-17 09:00"


def test_an_inquiry_about_the_first_round_counts_in_the_second() -> None:
    """Two in all: the second round has one inquiry left, after two weeks."""
    facts = asked(invited("a"))
    facts = (
        *facts,
        answered(Kind.NEXT_ROUND, t("03-20 09:00")),
        invited("b", start=t("03-26 10:00"), at=t("03-20 09:00")),
    )
    step = inquiry(*facts)
    assert (step.ordinal, local(step.due)) == (2, "2026-04-09 09:00")


def test_a_third_inquiry_is_never_left() -> None:
    """Not even after a third round."""
    facts = asked(asked(invited("a"))[0], on="03-18 09:30")
    facts = (*facts, sent(inquiry(*facts), t("04-02 10:00")))
    third_round = invited("b", start=t("04-10 10:00"), at=t("04-06 09:00"))
    assert inquiries(*facts) == []
    assert inquiries(*facts, third_round) == []


def test_what_the_user_wrote_alone_counts() -> None:
    """An inquiry of the user's own is the first: the next is the second."""
    step = inquiry(invited(), wrote(Purpose.INQUIRY, IVAN, t("03-16 09:00")))
    assert (step.ordinal, local(step.due)) == (2, "2026-03-30 09:00")


def test_a_telephone_call_counts() -> None:
    """A call about the decision is an inquiry like any other."""
    call = said(f.LetterSent, t("03-16 09:00"), purpose=Purpose.INQUIRY, key="c/call/1")
    assert inquiry(invited(), call).ordinal == 2


def test_an_inquiry_that_bounced_does_not_count() -> None:
    """It never arrived: the next one is the first again."""
    own = wrote(Purpose.INQUIRY, IVAN, t("03-16 09:00"))
    back = f.Bounced(candidacy="c", at=t("03-16 09:05"), noted=t("03-16 09:05"), message_id=own.message_id)
    assert inquiry(invited(), own, back).ordinal == 1


def test_notes_give_the_date() -> None:
    """A date that the user notes is said by the user; `own_words` makes the promise of it."""
    facts = (
        invited(),
        noted(t("03-04 12:00"), decision_by=date(2026, 3, 20)),
        promised("03-20", t("03-04 12:00"), said_by="person"),
    )
    assert local(inquiry(*facts).due) == "2026-03-23 09:00"


def test_an_inquiry_is_never_due_on_a_day_off() -> None:
    """Whatever day it is promised for, the draft is due on a business day at nine."""
    for day in range(60):
        by = (date(2026, 11, 20) + timedelta(days=day)).isoformat()
        step = inquiry(invited(start=t("11-19 10:00"), at=t("11-18 09:00")), promised(by, t("11-19 12:00")))
        assert rules().workdays.works(step.due.date())
        assert local(step.due).endswith("09:00")
        assert step.due.date() > date.fromisoformat(by)


def test_no_two_letters_to_one_person_on_one_day() -> None:
    """The user wrote to Rita on the day of the inquiry: it waits for the next business day."""
    own = wrote(Purpose.THANK_YOU, RITA, t("03-18 08:00"), interview="i")
    assert local(inquiry(invited(), own).due) == "2026-03-19 09:00"


def test_the_interview_of_the_table_is_on_a_wednesday() -> None:
    """The table stands on Wednesday, 4 March 2026."""
    assert local(START) == "2026-03-04 10:00"
    assert START.strftime("%A") == "Wednesday"


def test_still_deciding_after_an_inquiry_brings_nothing_forward() -> None:
    """Asked on 18 December; "we are still deciding" the same day is two weeks, ten business days are longer."""
    interview = invited(start=t("12-18 08:00"), at=t("12-10 09:00"))
    facts = (interview, wrote(Purpose.INQUIRY, RITA, t("12-18 10:00")), promised(None, t("12-18 16:00")))
    without = facts[:2]
    assert local(inquiry(*facts).due) == local(inquiry(*without).due) == "2027-01-12 09:00"


def test_a_date_that_had_passed_when_it_was_said_takes_no_wait_away() -> None:
    """ "We decide by the 10th", said on the 20th: the ten business days after the inquiry stand."""
    asked = wrote(Purpose.INQUIRY, RITA, t("03-19 09:00"))
    facts = (invited(), asked, promised("03-10", t("03-20 09:00")))
    assert local(inquiry(*facts).due) == local(inquiry(*facts[:2]).due) == "2026-04-02 09:00"


def test_a_letter_after_the_day_of_the_inquiry_makes_it_wait() -> None:
    """Asleep on the day; two days later the user writes to Rita: the inquiry is of the business day after that."""
    own = wrote(Purpose.THANK_YOU, RITA, t("03-20 08:00"), interview="i")
    assert local(inquiry(invited(), own).due) == "2026-03-23 09:00"


def test_another_time_for_a_past_interview_lifts_no_hold() -> None:
    """On hold, and then the calendar says that the interview was an hour later: it is on hold all the same."""
    facts = (invited(), answered(Kind.ON_HOLD, t("03-10 09:00")), moved(t("03-04 11:00"), t("03-12 09:00")))
    assert inquiries(*facts) == []


@pytest.mark.parametrize(
    ("by", "said_at", "due"),
    [
        ("03-04", "03-02 12:00", "2026-03-18 09:00"),  # before the interview, of its own day: of the interview
        ("03-05", "03-02 12:00", "2026-03-06 09:00"),  # before the interview, of a day after it: of the answer
        ("03-04", "03-04 11:30", "2026-03-05 09:00"),  # after it: they decide the same day
        ("03-03", "03-04 11:30", "2026-03-18 09:00"),  # a day that had passed is none
    ],
)
def test_a_date_is_of_the_answer_when_the_interview_is_over_by_then(by: str, said_at: str, due: str) -> None:
    """ "You will hear by Wednesday", said on Monday, may be about Wednesday's interview itself."""
    assert local(inquiry(invited(), promised(by, t(said_at))).due) == due


def test_the_interview_s_day_is_the_later_of_the_two_places() -> None:
    """20:00 in New York is the next day in Tokyo: what was said before of that day is no date yet."""
    tonight = invited(start=t("03-04 20:00"), zone="Asia/Tokyo")
    assert local(inquiry(tonight, promised("03-05", t("03-02 12:00"))).due) == "2026-03-18 09:00"


def test_a_shorter_second_wait_is_no_shorter_wait_after_a_reply() -> None:
    """They asked for something and got it: ten business days, whatever the wait between two inquiries is set to."""
    facts = (
        invited(),
        answered(Kind.INFO_REQUEST, t("03-10 09:00")),
        said(f.Replied, t("03-11 09:00"), message_id="<r>"),
    )
    assert local(inquiry(*facts, rules=rules(second_wait_workdays=5)).due) == "2026-03-25 09:00"
