"""The judge is judged: every rule of the oracle is broken once, and it says so; a good life is not complained of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from agent.core import facts as f
from agent.core import steps as s
from agent.core.facts import Ending, Errand, Purpose
from agent.core.findings import Format, Kind
from agent.core.people import Person
from tests.core.oracle import REST_RULES, STEP_RULES, Carried, Entry, Noted, Rested, judge
from tests.core.telling import (
    ADA,
    END,
    IVAN,
    PRIYA,
    RITA,
    RULES,
    SAM,
    START,
    answered,
    cancelled,
    did,
    drafted,
    heard,
    inquiry,
    invited,
    noted,
    notes_asked,
    promised,
    said,
    sent,
    t,
    thanks,
    wrote,
)

WHY = s.Why(text="…")
FAR = timedelta(days=400)


def history(*facts: f.Fact, step: s.AnyStep | None = None, at: datetime | None = None) -> list[Entry]:
    """Facts, and then a step that was carried out, or rest."""
    entries: list[Entry] = [Noted(f"fact-{number}", fact) for number, fact in enumerate(facts)]
    moment = at or (step.due if step else t("03-30 12:00"))
    return [*entries, Carried(moment, step, RULES) if step else Rested(moment, RULES)]


def wrong(*facts: f.Fact, step: s.AnyStep | None = None, at: datetime | None = None) -> set[str]:
    """The rules that were broken."""
    return {broken.rule for broken in judge(history(*facts, step=step, at=at))}


def thank(
    at: str = "03-04 13:00", to: Person = IVAN, interview: str = "i", key: str = "i/thank/x", **more: Any
) -> s.WriteDraft:
    """A thank-you, written when the test says."""
    return s.WriteDraft(
        key=key,
        due=t(at),
        expires=t(at) + FAR,
        why=WHY,
        purpose=Purpose.THANK_YOU,
        to=(to,),
        interview=interview,
        **more,
    )


def ask(at: str = "03-18 09:00", to: Person = RITA, ordinal: int = 1, key: str = "", **more: Any) -> s.WriteDraft:
    """An inquiry, written when the test says."""
    return s.WriteDraft(
        key=key or f"c/inquiry/{ordinal}",
        due=t(at),
        expires=t(at) + FAR,
        why=WHY,
        purpose=Purpose.INQUIRY,
        to=(to,),
        ordinal=ordinal,
        **more,
    )


def prompt(at: str, ordinal: int = 1) -> s.AskForNotes:
    """A prompt for notes."""
    return s.AskForNotes(
        key=f"i/notes/{ordinal}", due=t(at), expires=t(at) + FAR, why=WHY, interview="i", ordinal=ordinal
    )


def place(
    start: datetime = END, end: datetime = END + timedelta(hours=4), kind: type[s.PlaceReminder] = s.PlaceReminder
) -> s.PlaceReminder:
    """A reminder to thank."""
    return kind(
        key="i/remind/thank",
        due=t("03-03 09:00"),
        expires=t("03-03 09:00") + FAR,
        why=WHY,
        errand=Errand.THANK,
        start=start,
        end=end,
        interview="i",
    )


def lies(errand: Errand = Errand.THANK, key: str = "i/remind/thank") -> f.Fact:
    """A reminder lies in the calendar."""
    return did(
        f.ReminderPlaced,
        t("03-03 09:00"),
        key=key,
        errand=errand,
        uid="u",
        start=END,
        end=END + FAR,
        etag="1",
        digest="1",
        interview="i",
    )


def close(at: str) -> s.Close:
    """A no is assumed."""
    return s.Close(key="c/let-go", due=t(at), expires=t(at) + FAR, why=WHY, ending=Ending.ASSUMED_NO)


def puzzle(at: str = "03-03 09:00") -> f.Fact:
    """A human answer that is not understood."""
    return did(
        f.Doubted,
        t(at),
        question="q",
        text="?",
        choices=("stop", "go on"),
        safe="stop",
        until=t(at) + timedelta(days=30),
        pauses=True,
    )


def two_inquiries() -> tuple[f.Fact, ...]:
    """Both were sent, by the user alone."""
    return (wrote(Purpose.INQUIRY, RITA, t("03-18 10:00")), wrote(Purpose.INQUIRY, RITA, t("04-01 10:00")))


LATE = thanks(invited())[0]
ASKED = inquiry(invited())


@pytest.mark.parametrize(
    ("rule", "facts", "step", "at"),
    [
        ("in_its_time", (invited(),), thank("03-04 14:00"), t("03-04 13:59")),
        ("in_its_time", (invited(),), replace(thank("03-04 13:00"), expires=t("03-04 14:00")), t("03-04 14:00")),
        (
            "in_its_time",
            (invited(noted=t("03-05 09:00")),),
            replace(thank("03-04 13:00"), expires=t("03-04 14:00")),
            t("03-04 13:30"),
        ),
        ("nothing_while_paused", (invited(), said(f.Paused, t("03-03 09:00"))), thank(), None),
        ("nothing_while_paused", (invited(), said(f.Paused, t("03-03 09:00"))), place(), None),
        ("nothing_while_paused", (invited(), puzzle()), thank(), None),
        ("nothing_while_paused", (invited(), puzzle()), close("04-30 09:00"), None),
        ("one_draft_a_step", (invited(), *drafted(LATE)), LATE, t("03-04 14:00")),
        ("one_draft_a_step", (invited(), *drafted(LATE)), replace(LATE, revision=2), t("03-04 14:00")),
        (
            "one_draft_a_step",
            (invited(), *drafted(LATE), did(f.DraftTouched, END, key=LATE.key, revision=1)),
            replace(LATE, revision=2),
            t("03-04 14:00"),
        ),
        ("one_draft_a_step", (invited(),), ask(revision=10), None),
        ("one_draft_a_step", (invited(), *drafted(ASKED)), ask("03-25 09:00", key="c/inquiry/other"), None),
        (
            "one_draft_a_step",
            (invited(),),
            s.ReplaceDraft(
                key="k",
                due=t("03-04 14:00"),
                expires=END + FAR,
                why=WHY,
                purpose=Purpose.THANK_YOU,
                to=(IVAN,),
                interview="i",
                revision=2,
            ),
            None,
        ),
        (
            "hands_off",
            (invited(), *drafted(LATE), did(f.DraftTouched, END, key=LATE.key, revision=1)),
            s.WithdrawDraft(key="k", due=END, expires=END + FAR, why=WHY, letter=LATE.key, revision=1),
            None,
        ),
        (
            "hands_off",
            (invited(),),
            s.WithdrawDraft(key="k", due=END, expires=END + FAR, why=WHY, letter="x", revision=1),
            None,
        ),
        (
            "hands_off",
            (invited(), lies(), did(f.ReminderKept, t("03-03 10:00"), key="i/remind/thank")),
            place(kind=s.MoveReminder),
            None,
        ),
        (
            "hands_off",
            (invited(), lies(), did(f.ReminderDismissed, t("03-03 10:00"), key="i/remind/thank")),
            place(),
            None,
        ),
        ("hands_off", (invited(), lies()), place(), None),
        (
            "hands_off",
            (invited(),),
            s.RemoveReminder(key="k", due=END, expires=END + FAR, why=WHY, reminder="i/remind/thank"),
            None,
        ),
        ("people_of_the_candidacy", (invited(),), thank(to=Person(name="X", address="x@stranger.example")), None),
        ("people_of_the_candidacy", (invited(),), thank(to=SAM), None),
        ("people_of_the_candidacy", (invited(people=(IVAN, PRIYA)),), replace(thank(), to=(IVAN, PRIYA)), None),
        ("people_of_the_candidacy", (invited(people=(ADA, IVAN)),), thank(), None),
        ("people_of_the_candidacy", (invited(), heard(RITA, reachable=False)), ask(), None),
        ("people_of_the_candidacy", (invited(), did(f.Bounced, END, recipient="Rita@acme.example")), ask(), None),
        ("one_letter_a_day", (invited(), wrote(Purpose.THANK_YOU, RITA, t("03-18 08:00"))), ask(), None),
        ("one_letter_a_day", (invited(people=(RITA, RITA)), *drafted(thank("03-18 08:00", RITA))), ask(), None),
        (
            "only_on_the_user_s_word",
            (invited(),),
            s.WriteDraft(key="k", due=END, expires=END + FAR, why=WHY, purpose=Purpose.CLOSING, to=(RITA,)),
            None,
        ),
        ("thanked_in_time", (invited(),), thank("03-04 11:59"), None),
        ("thanked_in_time", (invited(),), thank("03-04 12:59"), None),
        ("thanked_in_time", (invited(), noted(t("03-04 11:05"))), thank("03-04 11:59"), None),
        ("thanked_in_time", (invited(),), thank("03-06 11:00"), None),
        ("thanked_for_what_took_place", (invited(), cancelled(t("03-03 09:00"))), thank(), None),
        ("thanked_for_what_took_place", (invited(), said(f.Declined, t("03-03 09:00"), interview="i")), thank(), None),
        ("thanked_for_what_took_place", (invited(), noted(t("03-04 12:00"), took_place=False)), thank(), None),
        ("thanked_for_what_took_place", (invited(proposed=True),), thank(), None),
        ("thanked_for_what_took_place", (invited(format=Format.ASYNC),), thank(), None),
        ("thanked_for_what_took_place", (invited(),), thank(interview="nowhere"), None),
        ("thanked_for_what_took_place", (invited(), answered(Kind.REJECTION, t("03-04 12:00"))), thank(), None),
        ("thanked_who_was_there", (invited(), heard(PRIYA, people=(PRIYA,))), thank(to=PRIYA), None),
        (
            "thanked_who_was_there",
            (invited(people=(RITA, IVAN, *(replace(PRIYA, address=f"p{n}@acme.example") for n in range(6)))),),
            thank(),
            None,
        ),
        ("thanked_once", (invited(), *drafted(LATE)), thank("03-04 15:00"), None),
        ("thanked_once", (invited(), wrote(Purpose.THANK_YOU, IVAN, t("03-04 12:00"), "i")), thank(), None),
        ("never_a_third_inquiry", (invited(), *two_inquiries()), ask("04-20 09:00", ordinal=3), None),
        (
            "never_a_third_inquiry",
            (invited(), wrote(Purpose.INQUIRY, RITA, t("03-17 10:00"))),
            ask("04-20 09:00"),
            None,
        ),
        ("never_a_third_inquiry", (invited(), *drafted(ASKED)), ask("04-20 09:00", key="c/inquiry/x"), None),
        ("asked_when_it_may_be", (invited(),), ask("03-17 09:00"), None),
        ("asked_when_it_may_be", (invited(), promised("03-20", END)), ask("03-20 09:00"), None),
        ("asked_when_it_may_be", (invited(), promised(None, t("03-10 09:00"))), ask("03-20 09:00"), None),
        (
            "asked_when_it_may_be",
            (invited(), promised("03-17", END, zone="Pacific/Honolulu")),
            ask("03-17 21:00"),
            None,
        ),
        ("asked_when_it_may_be", (invited(), sent(ASKED, t("03-18 10:00"))), ask("03-31 09:00", ordinal=2), None),
        ("asked_when_it_may_be", (invited(start=t("03-18 10:00")),), ask(), t("03-18 09:00")),
        ("asked_when_it_may_be", (invited(), invited("b", start=t("03-20 10:00"))), ask(), None),
        (
            "asked_when_it_may_be",
            (invited(), invited("b", start=t("03-20 10:00"), at=t("03-10 09:00"), proposed=True)),
            ask(),
            None,
        ),
        ("asked_when_it_may_be", (invited(), answered(Kind.REJECTION, t("03-10 09:00"))), ask(), None),
        ("asked_when_it_may_be", (invited(), answered(Kind.NEXT_ROUND, t("03-10 09:00"))), ask(), None),
        ("asked_when_it_may_be", (invited(), answered(Kind.ON_HOLD, t("03-10 09:00"))), ask(), None),
        (
            "asked_when_it_may_be",
            (invited(), answered(Kind.ON_HOLD, t("03-10 09:00"), back_on=t("03-16 09:00").date())),
            ask(),
            None,
        ),
        (
            "asked_when_it_may_be",
            (invited(), answered(Kind.OUT_OF_OFFICE, t("03-10 09:00"), back_on=t("03-20 09:00").date())),
            ask("03-23 09:00"),
            None,
        ),
        ("asked_when_it_may_be", (invited(), answered(Kind.INFO_REQUEST, t("03-10 09:00"))), ask(), None),
        (
            "asked_when_it_may_be",
            (
                invited(),
                answered(Kind.INFO_REQUEST, t("03-10 09:00")),
                said(f.Replied, t("03-12 09:00"), message_id="<r@x.example>"),
            ),
            ask(),
            None,
        ),
        ("asked_when_it_may_be", (invited(), cancelled(t("03-03 09:00"))), ask(), None),
        ("asked_at_nine_on_a_workday", (invited(),), ask("03-18 10:00"), None),
        ("asked_at_nine_on_a_workday", (invited(),), ask("03-21 09:00"), None),
        ("asked_at_nine_on_a_workday", (invited(),), ask("05-25 09:00"), None),
        ("asked_at_nine_on_a_workday", (invited(),), ask("12-28 09:00"), None),
        (
            "notes_asked_twice_at_most",
            (invited(), notes_asked(t("03-04 11:10")), notes_asked(t("03-04 12:30"))),
            prompt("03-04 15:00", 3),
            None,
        ),
        ("notes_asked_twice_at_most", (invited(),), prompt("03-04 11:09"), None),
        ("notes_asked_twice_at_most", (invited(), notes_asked(t("03-04 11:10"))), prompt("03-04 12:00", 2), None),
        ("notes_asked_twice_at_most", (invited(), noted(t("03-04 11:05"))), prompt("03-04 11:10"), None),
        ("notes_asked_twice_at_most", (invited(), cancelled(t("03-03 09:00"))), prompt("03-04 11:10"), None),
        (
            "notes_asked_twice_at_most",
            (invited(), said(f.Closed, t("03-03 09:00"), ending=Ending.BY_USER)),
            prompt("03-04 11:10"),
            None,
        ),
        (
            "said_once",
            (invited(), did(f.Told, END, key="k", text="x")),
            s.Tell(key="k", due=END, expires=END + FAR, why=WHY, text="x"),
            None,
        ),
        (
            "said_once",
            (invited(), puzzle(), did(f.Asked, END, question="q")),
            s.Ask(key="q", due=END, expires=END + FAR, why=WHY, text="?", choices=("stop",), safe="stop"),
            None,
        ),
        (
            "said_once",
            (invited(), puzzle(), said(f.QuestionAnswered, END, question="q", choice="stop")),
            s.Ask(key="q", due=END, expires=END + FAR, why=WHY, text="?", choices=("stop",), safe="stop"),
            None,
        ),
        (
            "said_once",
            (invited(), puzzle(), said(f.QuestionAnswered, END, question="q", choice="go on")),
            s.Assume(key="k", due=END + FAR, expires=END + 2 * FAR, why=WHY, question="q", choice="stop"),
            None,
        ),
        (
            "said_once",
            (invited(), puzzle()),
            s.Assume(key="k", due=END, expires=END + FAR, why=WHY, question="q", choice="stop"),
            None,
        ),
        ("reminded_of_what_can_be_done", (invited(),), place(end=t("03-03 08:00")), None),
        ("reminded_of_what_can_be_done", (invited(),), place(start=END, end=END), None),
        ("reminded_of_what_can_be_done", (invited(), cancelled(t("03-02 10:00"))), place(), None),
        ("reminded_of_what_can_be_done", (invited(), answered(Kind.REJECTION, t("03-02 10:00"))), place(), None),
        ("no_is_assumed_last", (invited(), *two_inquiries()), close("04-14 09:00"), None),
        (
            "no_is_assumed_last",
            (invited(), *two_inquiries(), promised("04-30", t("04-02 09:00"))),
            close("04-15 09:00"),
            None,
        ),
        (
            "no_is_assumed_last",
            (invited(), *two_inquiries(), invited("b", start=t("04-20 10:00"))),
            close("04-15 09:00"),
            None,
        ),
        (
            "no_is_assumed_last",
            (invited(), *two_inquiries(), answered(Kind.REJECTION, t("04-02 09:00"))),
            close("04-15 09:00"),
            None,
        ),
        (
            "no_is_assumed_last",
            (invited(), *two_inquiries(), answered(Kind.ON_HOLD, t("04-02 09:00"))),
            close("04-15 09:00"),
            None,
        ),
    ],
)
def test_a_step_that_breaks_a_rule_is_named(
    rule: str, facts: tuple[f.Fact, ...], step: s.AnyStep, at: datetime | None
) -> None:
    """For every rule, whatever breaks it."""
    assert rule in wrong(*facts, step=step, at=at)


@pytest.mark.parametrize(
    ("rule", "facts", "at"),
    [
        ("nothing_outlives_the_end", (invited(), *drafted(LATE), answered(Kind.REJECTION, t("03-10 09:00"))), None),
        (
            "nothing_outlives_the_end",
            (invited(), *drafted(ASKED), said(f.Closed, t("03-19 09:00"), ending=Ending.ACCEPTED)),
            None,
        ),
        ("nothing_outlives_the_end", (invited(), lies(), answered(Kind.REJECTION, t("03-10 09:00"))), None),
        ("nothing_outlives_the_end", (invited(), lies(Errand.INQUIRE), answered(Kind.OFFER, t("03-10 09:00"))), None),
        ("no_draft_asks_too_early", (invited(), *drafted(ASKED), promised("04-15", t("03-18 12:00"))), None),
        ("no_draft_asks_too_early", (invited(), *drafted(ASKED), answered(Kind.NEXT_ROUND, t("03-18 12:00"))), None),
        (
            "no_thanks_are_left_for_nothing",
            (invited(), *drafted(LATE), noted(t("03-04 14:00"), took_place=False)),
            None,
        ),
        ("no_thanks_are_left_for_nothing", (invited(), lies(), cancelled(t("03-03 10:00"))), None),
        ("one_copy_of_a_draft", (invited(), *drafted(LATE), *drafted(replace(LATE, revision=2))), None),
        ("nobody_is_left_unthanked", (invited(),), t("03-04 13:00")),
        ("nobody_is_left_unthanked", (invited(people=(IVAN, PRIYA)), *drafted(LATE)), t("03-05 13:00")),
    ],
)
def test_rest_that_breaks_a_rule_is_named(rule: str, facts: tuple[f.Fact, ...], at: datetime | None) -> None:
    """What lies there, or is missing, when nothing is left to do."""
    assert rule in wrong(*facts, at=at)


def test_every_rule_is_broken_above() -> None:
    """A rule that nothing breaks judges nothing."""
    tested = {
        case[0]
        for test in (test_a_step_that_breaks_a_rule_is_named, test_rest_that_breaks_a_rule_is_named)
        for mark in test.pytestmark  # type: ignore[attr-defined]
        for case in mark.args[1]
    }
    assert tested == {*STEP_RULES, *REST_RULES}


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ((invited(),), thank()),
        ((invited(), noted(t("03-04 11:05"))), thank("03-04 12:00")),
        ((invited(people=(RITA, SAM)),), thank(to=RITA)),
        ((invited(),), ask()),
        ((invited(), promised("03-20", END)), ask("03-23 09:00")),
        ((invited(), wrote(Purpose.INQUIRY, RITA, t("03-18 10:00"))), ask("04-01 09:00", ordinal=2)),
        ((invited(), answered(Kind.REJECTION, t("03-10 09:00")), said(f.Reopened, t("03-11 09:00"))), ask()),
        ((invited(), *two_inquiries()), close("04-15 09:00")),
        ((invited(),), prompt("03-04 11:10")),
        ((invited(), notes_asked(t("03-04 11:10"))), prompt("03-04 12:30", 2)),
        ((invited(),), place()),
        ((invited(), lies()), place(start=START, kind=s.MoveReminder)),
    ],
)
def test_a_step_that_is_right_is_not_complained_of(facts: tuple[f.Fact, ...], step: s.AnyStep) -> None:
    """What the coach would do."""
    assert judge(history(*facts, step=step)) == []


def test_a_good_life_is_not_complained_of() -> None:
    """Thanked, asked twice, let go."""
    thanked, first = drafted(LATE), drafted(ASKED)
    facts = [invited(), *thanked, sent(LATE, t("03-04 15:00")), *first, sent(ASKED, t("03-18 10:00"))]
    assert wrong(*facts) == set()


def test_a_verdict_reads_as_a_sentence() -> None:
    """When, which rule, and how."""
    (broken,) = judge(history(invited(), step=ask("03-18 10:00")))
    assert str(broken) == "2026-03-18 14:00 asked_at_nine_on_a_workday: c/inquiry/1 is due at 10:00"
