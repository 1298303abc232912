"""The person's word: each command is a fact."""

from __future__ import annotations

from datetime import date

import pytest

from agent.core import facts as f
from agent.core.facts import Ending, Purpose
from agent.core.findings import Format
from agent.core.fold import fold
from agent.core.learned import Common
from agent.core.notes import Notes
from agent.core.own_words import notes_facts
from agent.core.people import Part, Person
from agent.core.spoken import people_of, spoken, taken_back
from tests.core.telling import IVAN, PRIYA, did, drafted, drafts, head, inquiry, invited, known, said, sent, t, thanks

NOW = t("03-18 10:00")


def say(command: str, *facts: f.Fact, **arguments: str) -> tuple[f.Fact, ...]:
    """The facts of one command."""
    return spoken(command, arguments, known(invited(), *facts), Common(**head(NOW, by="person")))


@pytest.mark.parametrize(("command", "kind"), [("pause", f.Paused), ("resume", f.Resumed), ("reopen", f.Reopened)])
def test_a_plain_word_is_a_plain_fact(command: str, kind: type[f.Fact]) -> None:
    """Wait, go on, it is not over."""
    (fact,) = say(command)
    assert type(fact) is kind
    assert (fact.at, fact.source.account) == (NOW, "person")


@pytest.mark.parametrize(
    ("command", "ending"),
    [("close", Ending.BY_USER), ("accepted", Ending.ACCEPTED), ("not-an-interview", Ending.NOT_AN_INTERVIEW)],
)
def test_a_word_that_ends_it(command: str, ending: Ending) -> None:
    """Closed, accepted, or no interview at all."""
    (fact,) = say(command)
    assert isinstance(fact, f.Closed)
    assert fact.ending is ending


def test_sent_is_the_newest_draft_that_was_not_sent() -> None:
    """The user sent it from a machine whose Sent nobody sees."""
    thank, ask = thanks(invited())[0], inquiry(invited())
    (fact,) = say("sent", *drafted(thank), *drafted(ask))
    assert isinstance(fact, f.LetterSent)
    assert (fact.key, fact.purpose, fact.to) == (ask.key, Purpose.INQUIRY, ("rita@acme.example",))
    (fact,) = say("sent", *drafted(thank), *drafted(ask), sent(ask, NOW))
    assert isinstance(fact, f.LetterSent)
    assert fact.key == thank.key


def test_sent_needs_a_draft() -> None:
    """There is none, or the user deleted it long ago and it is the only one."""
    with pytest.raises(ValueError, match="no draft"):
        say("sent")


def test_a_draft_that_was_deleted_may_have_been_sent() -> None:
    """Gone from Drafts, and sent from elsewhere: the user's word counts."""
    step = inquiry(invited())
    (fact,) = say("sent", *drafted(step), did(f.DraftDiscarded, NOW, key=step.key, revision=1))
    assert isinstance(fact, f.LetterSent)
    assert fact.key == step.key


def test_a_withdrawal_that_was_sent_ends_it() -> None:
    """The user says so; nothing was seen in Sent."""
    wish = said(f.LetterWanted, t("03-06 09:00"), purpose=Purpose.WITHDRAWAL)
    (step,) = drafts(invited(), wish, purpose=Purpose.WITHDRAWAL)
    facts = say("sent", wish, *drafted(step))
    assert [type(fact) for fact in facts] == [f.LetterSent, f.Answered]


def test_a_call_is_an_inquiry() -> None:
    """And two calls are two."""
    (call,) = say("called")
    assert isinstance(call, f.LetterSent)
    assert call.purpose is Purpose.INQUIRY
    later = spoken("called", {}, known(invited(), call), Common(**head(t("03-20 10:00"), by="person")))
    assert len(known(invited(), call, *later).inquiries) == 2


def test_a_promise_is_the_user_s_date() -> None:
    """ "They said by the 20th"."""
    (fact,) = say("promise", date="2026-03-20")
    assert isinstance(fact, f.DecisionPromised)
    assert fact.by == date(2026, 3, 20)
    with pytest.raises(ValueError, match="isoformat"):
        say("promise", date="next week")


@pytest.mark.parametrize("purpose", ["closing", "withdrawal", "reply"])
def test_a_letter_is_asked_for(purpose: str) -> None:
    """Written only on the user's word."""
    (fact,) = say("letter", purpose=purpose)
    assert isinstance(fact, f.LetterWanted)
    assert fact.purpose == purpose


def test_an_interview_can_be_added_by_hand() -> None:
    """Arranged by phone: with what the user says of it, in the zone that was meant."""
    (fact,) = say(
        "add",
        start="2026-03-20T14:00",
        zone="Europe/Berlin",
        minutes="45",
        company="Acme",
        role="Engineer",
        format="phone",
        people="Priya Nair <priya@acme.example>, Tom Ode, cora@acme.example",
    )
    assert isinstance(fact, f.Invited)
    assert (fact.start, fact.end) == (t("03-20 09:00"), t("03-20 09:45"))
    assert (fact.company, fact.role, fact.format) == ("Acme", "Engineer", Format.PHONE)
    assert [p.address for p in fact.people] == ["priya@acme.example", None, "cora@acme.example"]


def test_an_interview_added_with_little_is_an_hour_long() -> None:
    """Only a start; an offset in it counts before the zone."""
    (fact,) = say("add", start="2026-03-20T14:00+00:00", zone="Europe/Berlin", minutes="", format="")
    assert isinstance(fact, f.Invited)
    assert (fact.start, fact.end) == (t("03-20 10:00"), t("03-20 11:00"))
    assert (fact.company, fact.format, fact.people) == (None, None, ())


def test_the_same_interview_added_twice_is_one() -> None:
    """Its id hangs on the candidacy and the time."""
    arguments = {"start": "2026-03-20T14:00", "zone": "Europe/Berlin"}
    (one,), (two,) = say("add", **arguments), say("add", **arguments)
    assert isinstance(one, f.Invited)
    assert isinstance(two, f.Invited)
    assert one.interview == two.interview


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("", ()),
        (" , ,", ()),
        ("Priya Nair <priya@acme.example>", (PRIYA,)),
        ("Ivan Petrov<ivan@acme.example>,Priya Nair <priya@acme.example>", (IVAN, PRIYA)),
        ("priya@acme.example", (Person(address="priya@acme.example", part=Part.INTERVIEWER),)),
        ("Tom Ode", (Person(name="Tom Ode", part=Part.INTERVIEWER),)),
    ],
)
def test_people_are_read_as_they_are_typed(written: str, people: tuple[Person, ...]) -> None:
    """Names, addresses, or both."""
    assert people_of(written) == people


def test_a_word_that_is_no_command_says_so() -> None:
    """In words."""
    with pytest.raises(ValueError, match="no command"):
        say("sing")


def test_a_word_is_taken_back_as_a_whole() -> None:
    """Notes that named a date made two facts: undo takes back both, and leaves what was said before them."""
    paused = f.Paused(**head(t("03-04 11:10"), by="person", id_="word-1"))
    word = Common(**head(t("03-04 11:20"), by="person", id_="word-2"))
    (interview,) = known(invited()).interviews
    notes = notes_facts(word, interview, Notes(well="It went well.", decision_by=date(2026, 3, 10)))
    journal = [(f"fact-{number}", fact) for number, fact in enumerate((invited(), paused, *notes))]
    undo = Common(**head(NOW, by="person", id_="word-3"))
    undone = taken_back(journal, undo)
    assert [fact.fact for fact in undone] == ["fact-2", "fact-3"]
    journal += [(f"undo-{number}", fact) for number, fact in enumerate(undone)]
    left = fold("c", journal)
    assert (left.promises, left.interviews[0].notes, left.paused) == ((), None, True)
    assert [fact.fact for fact in taken_back(journal, undo)] == ["fact-1"]


def test_with_nothing_said_there_is_nothing_to_take_back() -> None:
    """What was read is no word of the user's."""
    with pytest.raises(ValueError, match="nothing to undo"):
        taken_back([("fact-0", invited())], Common(**head(NOW, by="person")))
