"""What the answer to a question adds: the person's, or the safe one when nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from agent.core import facts as f
from agent.core.answering import answered, assumed, choice_of
from agent.core.candidacy import Candidacy
from agent.core.correspondence import State
from agent.core.doubts import lost, not_understood, tied, unsure, vanished
from agent.core.facts import Ending
from agent.core.findings import Kind, Method, Standing, Verdict
from agent.core.fold import fold
from agent.core.learned import Common
from agent.core.spoken import taken_back
from agent.core.steps import Assume, Why
from agent.world.codec import fact_id
from tests.core.telling import RITA, START, drafted, head, inquiry, invited, known, t
from tests.core.test_consequences import INVITED, found, kinds, learned, only, read

HOME = ZoneInfo("America/New_York")


def word() -> Common:
    """The head of the person's answer."""
    return Common(**head(t("03-06 12:00"), by="person"))


def said_to(doubt: f.Doubted, choice: str, target: Candidacy = INVITED) -> tuple[f.Fact, ...]:
    """What the answer adds."""
    return tuple(answered(doubt, choice, target, HOME, word()))


# ── which choice is meant ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("stop", "stop"),
        ("  STOP ", "stop"),
        ("go", "go on"),
        ("Go  on", "go on"),
        ("1", "stop"),
        ("2", "go on"),
        ("3", None),
        ("0", None),
        ("", None),
        ("maybe", None),
        ("²", None),
    ],
)
def test_a_choice_is_named_by_its_words_its_beginning_or_its_number(text: str, choice: str | None) -> None:
    """Anything else is not understood, and says so."""
    doubt = not_understood(learned(read(Kind.UNCLEAR)))
    assert choice_of(doubt, text) == choice


def test_a_beginning_that_fits_two_is_none() -> None:
    """Two candidacies whose ids begin alike."""
    doubt = tied(learned(read(Kind.REJECTION)), (("c12", "Acme"), ("c13", "Other")))
    assert choice_of(doubt, "c1") is None
    assert choice_of(doubt, "c12") == "c12"


# ── what it adds ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_yes_makes_it_a_fact() -> None:
    """Believed as if it had been certain."""
    doubt = unsure(learned(read(Kind.REJECTION, at=t("03-06 09:00"), verdict=Verdict.ASK)))
    facts = said_to(doubt, "yes")
    assert kinds(facts) == ["QuestionAnswered", "Heard", "Answered"]
    assert only(f.Answered, facts).at == t("03-06 09:00")


def test_no_adds_nothing() -> None:
    """It was not what it looked like."""
    doubt = unsure(learned(read(Kind.REJECTION, verdict=Verdict.ASK)))
    assert kinds(said_to(doubt, "no")) == ["QuestionAnswered"]


def test_a_question_names_the_hour_where_the_interview_takes_place() -> None:
    """Never the hour of Greenwich, in which moments are kept."""
    doubt = unsure(learned(read(Kind.INTERVIEW_INVITE, found(START), verdict=Verdict.ASK)))
    assert f"at {START.astimezone(HOME):%H:%M} (America/New_York)" in doubt.text


def test_a_time_without_a_zone_is_at_home_when_the_person_says_yes() -> None:
    """Ten o'clock, they did not say where."""
    naive = found(None, zone=None)
    naive = replace(naive, start=START.astimezone(HOME).replace(tzinfo=None), end=None)
    doubt = unsure(learned(read(Kind.INTERVIEW_INVITE, naive, verdict=Verdict.ASK)))
    invitation = only(f.Invited, said_to(doubt, "yes", Candidacy(id="c")))
    assert (invitation.start, invitation.end, invitation.zone) == (START, None, "America/New_York")
    with_end = replace(naive, end=START.astimezone(HOME).replace(tzinfo=None, hour=12))
    doubt = unsure(learned(read(Kind.INTERVIEW_INVITE, with_end, verdict=Verdict.ASK)))
    assert only(f.Invited, said_to(doubt, "yes", Candidacy(id="c"))).end == t("03-04 12:00")


def test_a_forged_looking_move_is_believed_on_the_person_s_word() -> None:
    """Neither the organizer nor the failed check stands in the way any more."""
    update = read(
        Kind.INTERVIEW_MOVED,
        found(t("03-05 10:00"), sequence=1, organizer="new@acme.example"),
        at=t("03-03 09:00"),
        standing=Standing.FAILED,
    )
    facts = said_to(unsure(learned(update)), "yes")
    assert only(f.Moved, facts).start == t("03-05 10:00")


def test_a_cancel_that_was_doubted_cancels() -> None:
    """Without a start as well."""
    cancel = read(Kind.INTERVIEW_CANCELLED, found(None, method=Method.CANCEL), at=t("03-03 09:00"), verdict=Verdict.ASK)
    assert "Cancelled" in kinds(said_to(unsure(learned(cancel)), "yes"))


def test_a_tie_is_put_where_the_person_says() -> None:
    """One of the candidacies, or neither."""
    doubt = tied(learned(read(Kind.REJECTION, at=t("03-06 09:00"))), (("c", "Acme"), ("c2", "Other")))
    assert (doubt.choices, doubt.safe) == (("c", "c2", "neither"), "neither")
    assert "Acme or Other" in doubt.text
    assert kinds(said_to(doubt, "c")) == ["QuestionAnswered", "Heard", "Answered"]
    assert kinds(said_to(doubt, "neither")) == ["QuestionAnswered"]


def test_stop_closes_and_go_on_goes_on() -> None:
    """A human answer that was not understood."""
    doubt = not_understood(learned(read(Kind.UNCLEAR)))
    assert only(f.Closed, said_to(doubt, "stop")).ending is Ending.BY_USER
    assert kinds(said_to(doubt, "go on")) == ["QuestionAnswered"]


@pytest.mark.parametrize(("choice", "state"), [("write", State.WITHDRAWN), ("leave", State.DISCARDED)])
def test_a_lost_draft_is_written_again_or_left(choice: str, state: State) -> None:
    """It may have been deleted before it was seen."""
    step = inquiry(invited())
    begun = drafted(step)[0]
    doubt = lost(Common(**head(t("03-18 10:00"), by="afterword")), f"{step.key}/1/lost")
    assert (doubt.safe, doubt.until) == ("leave", t("03-23 10:00"))
    facts = said_to(doubt, choice)
    assert known(invited(), begun, *facts).letters[0].copies[0].state is state


# ── nobody answered ──────────────────────────────────────────────────────────────────────────────────────────────


def assume(doubt: f.Doubted, *facts: f.Fact) -> tuple[f.Fact, ...]:
    """The safe choice stands."""
    step = Assume(
        key="a", due=doubt.until, expires=doubt.until, why=Why(text="…"), question=doubt.question, choice=doubt.safe
    )
    return tuple(assumed(step, known(doubt, *facts), Common(**head(doubt.until, by="afterword"))))


def test_when_nobody_answers_the_safe_choice_stands() -> None:
    """For an uncertain mail: no. For an answer that was not understood: stop. For a lost draft: leave it."""
    assert kinds(assume(unsure(learned(read(Kind.REJECTION, verdict=Verdict.ASK))))) == ["QuestionAnswered"]
    assert kinds(assume(not_understood(learned(read(Kind.UNCLEAR))))) == ["QuestionAnswered", "Closed"]
    assert kinds(assume(lost(Common(**head()), "c/inquiry/1/1/lost"))) == ["QuestionAnswered", "DraftDiscarded"]


def test_what_was_answered_is_not_assumed() -> None:
    """The person was quicker."""
    doubt = unsure(learned(read(Kind.REJECTION, verdict=Verdict.ASK)))
    answer = f.QuestionAnswered(**head(by="person"), question=doubt.question, choice="yes")
    assert assume(doubt, answer) == ()


def test_two_questions_about_one_mail_are_two() -> None:
    """Named for the message and what it may mean."""
    one, two = unsure(learned(read(Kind.REJECTION))), unsure(learned(read(Kind.OFFER)))
    assert one.question != two.question
    assert RITA.address
    assert RITA.address not in one.question + two.question


# ── an interview that is gone from the calendar ──────────────────────────────────────────────────────────────────


def gone() -> f.Doubted:
    """The interview of Wednesday is not in the user's calendar any more."""
    (interview,) = INVITED.interviews
    return vanished(Common(**head(t("03-03 09:00"))), interview)


def test_a_vanished_interview_is_asked_about_where_it_takes_place() -> None:
    """The question names the hour of the place, and without an answer the interview stands."""
    doubt = gone()
    assert "Wednesday, 04 March 2026 at 10:00" in doubt.text
    assert (doubt.choices, doubt.safe, doubt.pauses) == (("yes", "no"), "no", False)
    assert doubt.until == t("03-08 10:00")
    assert gone().question == doubt.question


def test_a_vanished_interview_was_called_off_if_the_person_says_so() -> None:
    """Yes: it is cancelled, as by a mail. No: nothing but the answer."""
    doubt = gone()
    assert "Cancelled" in [type(fact).__name__ for fact in said_to(doubt, "yes")]
    assert [type(fact).__name__ for fact in said_to(doubt, "no")] == ["QuestionAnswered"]


# ── taken back ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_that_is_taken_back_takes_back_what_it_let_be_believed() -> None:
    """The rejection counts while the yes stands, and the question is open again afterwards."""
    doubt = unsure(learned(read(Kind.REJECTION, at=t("03-06 09:00"), verdict=Verdict.ASK)))
    before = [invited(), doubt]
    said = [*before, *said_to(doubt, "yes", fold("c", _numbered(before)))]
    assert fold("c", _numbered(said)).ending is Ending.REJECTION
    undone = taken_back(_numbered(said), Common(**head(t("03-06 13:00"), by="person", id_="undo-1")))
    again = fold("c", _numbered([*said, *undone]))
    assert again.ending is None
    assert [question.doubt for question in again.open_questions] == [doubt]


def test_an_answer_can_be_given_again_after_it_was_taken_back() -> None:
    """Yes, undo, yes: what the second yes lets be believed is not what was taken back."""
    doubt = unsure(learned(read(Kind.REJECTION, at=t("03-06 09:00"), verdict=Verdict.ASK)))
    first, second = (
        tuple(answered(doubt, "yes", INVITED, HOME, Common(**head(t(at), by="person", id_=id_))))
        for at, id_ in (("03-06 12:00", "answer-1"), ("03-06 14:00", "answer-2"))
    )
    assert {fact_id(fact) for fact in first}.isdisjoint(fact_id(fact) for fact in second)


def _numbered(facts: Sequence[f.Fact]) -> list[tuple[str, f.Fact]]:
    return [(fact_id(fact), fact) for fact in facts]
