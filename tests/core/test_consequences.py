"""What a reading adds to the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.consequences import candidacy_id, consequences, opens_a_candidacy
from agent.core.facts import Purpose
from agent.core.findings import (
    Envelope,
    Evidence,
    Format,
    InterviewFound,
    Kind,
    Method,
    Reading,
    Standing,
    Verdict,
    Where,
)
from agent.core.fold import evolve
from agent.core.learned import Learned
from agent.core.notes import Notes
from agent.core.people import Part, Person
from tests.core.telling import (
    END,
    IVAN,
    KNOWN,
    NEW_YORK,
    PRIYA,
    RITA,
    START,
    answered,
    cancelled,
    did,
    drafted,
    drafts,
    invited,
    known,
    notes_asked,
    said,
    t,
    thanks,
)

UID = "event@acme.example"
ORGANIZER = "rita@acme.example"


def found(start: datetime | None = START, **more: Any) -> InterviewFound:
    """An interview in a calendar part."""
    fields = {
        "end": start + timedelta(hours=1) if start else None,
        "zone": NEW_YORK,
        "uid": UID,
        "sequence": 0,
        "organizer": ORGANIZER,
        "people": (RITA, IVAN),
        "stamp": None,
    }
    return InterviewFound(start=start, **(fields | more))


def read(
    kind: Kind,
    *interviews: InterviewFound,
    at: datetime = KNOWN,
    id_: str = "<m@acme.example>",
    sender: Person = RITA,
    reachable: bool = True,
    to: tuple[Person, ...] = (),
    references: tuple[str, ...] = (),
    **more: Any,
) -> Reading:
    """A message, read."""
    envelope = Envelope(
        message_id=id_, sender=sender, date=at, reachable=reachable, to=to, references=references, subject="Interview"
    )
    return Reading(**({"envelope": envelope, "kind": kind, "verdict": Verdict.ACT, "interviews": interviews} | more))


def learned(reading: Reading, noted: datetime | None = None) -> Learned:
    """The reading, noted when it was said unless the test says otherwise."""
    return Learned(
        reading=reading, candidacy="c", noted=noted or reading.envelope.date or KNOWN, account="mail", reader="1"
    )


def after(candidacy: Candidacy, *readings: Reading, noted: datetime | None = None) -> Candidacy:
    """The candidacy after some readings."""
    for reading in readings:
        for fact in consequences(learned(reading, noted), candidacy):
            candidacy = evolve(candidacy, fact)
    return candidacy


def facts_of(reading: Reading, candidacy: Candidacy | None = None, noted: datetime | None = None) -> tuple[f.Fact, ...]:
    """The facts that one reading adds."""
    return consequences(learned(reading, noted), candidacy or Candidacy(id="c"))


def kinds(facts: tuple[f.Fact, ...]) -> list[str]:
    """What they are."""
    return [type(fact).__name__ for fact in facts]


def only(kind: type[f.Fact], facts: tuple[f.Fact, ...]) -> Any:
    """The one fact of a kind."""
    (fact,) = [fact for fact in facts if isinstance(fact, kind)]
    return fact


INVITED = after(Candidacy(id="c"), read(Kind.INTERVIEW_INVITE, found(), id_="<first@acme.example>"))


# ── what opens a candidacy ───────────────────────────────────────────────────────────────────────────────────────


def test_an_invitation_opens_a_candidacy() -> None:
    """Its head, and the interview."""
    facts = facts_of(read(Kind.INTERVIEW_INVITE, found(company="Acme", role="Engineer", format=Format.VIDEO)))
    assert kinds(facts) == ["Heard", "Invited"]
    assert (facts[1].interview[0], facts[1].uid, facts[1].start, facts[1].zone) == ("i", UID, START, NEW_YORK)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reading", "opens"),
    [
        (read(Kind.INTERVIEW_INVITE, found()), True),
        (read(Kind.INTERVIEW_MOVED, found()), True),
        (read(Kind.REJECTION, found(), also=(Kind.INTERVIEW_INVITE,)), True),
        (read(Kind.INTERVIEW_INVITE, found(), verdict=Verdict.ASK), True),
        (read(Kind.INTERVIEW_INVITE, found(), verdict=Verdict.IGNORE), False),
        (read(Kind.INTERVIEW_INVITE), False),
        (read(Kind.INTERVIEW_INVITE, found(None)), False),
        (read(Kind.INTERVIEW_INVITE, found(method=Method.CANCEL)), False),
        (read(Kind.REJECTION), False),
        (read(Kind.NEXT_ROUND), False),
    ],
)
def test_only_an_invitation_with_a_time_starts_something(reading: Reading, opens: bool) -> None:
    """Everything else needs something it belongs to."""
    assert opens_a_candidacy(reading) is opens


def test_the_id_of_a_candidacy_is_made_once_from_its_first_invitation() -> None:
    """From the event's UID, else from the Message-ID; never from a company or a role."""
    one, two = (
        read(Kind.INTERVIEW_INVITE, found()),
        read(Kind.INTERVIEW_INVITE, found(), id_="<n@acme.example>", company="Acme"),
    )
    assert candidacy_id(one) == candidacy_id(two)
    prose = read(Kind.INTERVIEW_INVITE, found(uid=None))
    assert candidacy_id(prose) == candidacy_id(replace(prose, company="Acme")) != candidacy_id(one)


def test_every_fact_says_where_it_comes_from() -> None:
    """Account, message, reader, and the words."""
    evidence = Evidence(of="start", where=Where.BODY, quote="on Wednesday at 10", rule="when")
    invitation = only(f.Invited, facts_of(read(Kind.INTERVIEW_INVITE, found(), evidence=(evidence,))))
    source = invitation.source
    assert (source.account, source.id, source.reader, source.quote) == (
        "mail",
        "<m@acme.example>",
        "1",
        "on Wednesday at 10",
    )


def test_what_was_said_was_not_said_in_the_future() -> None:
    """A false Date does not put a fact after its noting; no Date is the noting."""
    late = facts_of(read(Kind.REJECTION, at=t("03-09 09:00")), INVITED, noted=t("03-06 09:00"))
    assert {fact.at for fact in late} == {t("03-06 09:00")}
    envelope = replace(read(Kind.REJECTION).envelope, date=None)
    undated = facts_of(replace(read(Kind.REJECTION), envelope=envelope), INVITED, noted=t("03-06 09:00"))
    assert {fact.at for fact in undated} == {t("03-06 09:00")}


def test_the_user_is_not_among_the_interviewers() -> None:
    """The user is an attendee of every invitation."""
    me = Person(address="me@example.com", part=Part.USER)
    facts = facts_of(read(Kind.INTERVIEW_INVITE, found(people=(me, IVAN)), people=(me, RITA)))
    assert only(f.Invited, facts).people == (IVAN,)
    assert me not in only(f.Heard, facts).people


def test_a_machine_that_wrote_is_nobody_to_write_to() -> None:
    """A sender that cannot be reached is not a person of the candidacy."""
    machine = Person(name="Acme", address="no-reply@acme.example")
    assert only(f.Heard, facts_of(read(Kind.REJECTION, sender=machine, reachable=False), INVITED)).people == ()
    assert only(f.Heard, facts_of(read(Kind.REJECTION, sender=RITA), INVITED)).people == (RITA,)


@pytest.mark.parametrize("what", [{"zone": None}, {"all_day": True}, {"start": None, "end": None}])
def test_an_interview_without_a_certain_time_is_no_interview(what: dict[str, Any]) -> None:
    """No zone, a whole day, no start."""
    assert "Invited" not in kinds(facts_of(read(Kind.INTERVIEW_INVITE, replace(found(), **what))))


# ── iTIP ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def interview_after(*readings: Reading, base: Candidacy = INVITED) -> Any:
    """The one interview after some readings."""
    (interview,) = after(base, *readings).interviews
    return interview


@pytest.mark.parametrize(
    ("finding", "start"),
    [
        (found(t("03-05 10:00"), sequence=1), "03-05 10:00"),
        (found(t("03-05 10:00"), sequence=0), "03-05 10:00"),  # no bump: the later mail
        (found(t("03-05 10:00"), sequence=0, stamp=t("03-01 09:00")), "03-04 10:00"),  # an older DTSTAMP
    ],
)
def test_an_update_moves_the_interview_when_it_is_newer(finding: InterviewFound, start: str) -> None:
    """SEQUENCE, then DTSTAMP."""
    assert interview_after(read(Kind.INTERVIEW_MOVED, finding, at=t("03-03 09:00"))).start == t(start)


def test_an_update_of_the_description_only_changes_nothing() -> None:
    """The same time, nobody new."""
    assert kinds(facts_of(read(Kind.INTERVIEW_INVITE, found(sequence=3), at=t("03-03 09:00")), INVITED)) == ["Heard"]


def test_an_update_that_names_somebody_new_adds_them() -> None:
    """The same time, one more interviewer; or an address for a name."""
    more = read(Kind.INTERVIEW_INVITE, found(people=(RITA, IVAN, PRIYA)), at=t("03-03 09:00"))
    assert PRIYA in interview_after(more).people


def test_a_cancel_without_dtstart_is_matched_by_uid() -> None:
    """RFC 5546 lets a CANCEL leave out everything but the UID."""
    cancel = read(Kind.INTERVIEW_CANCELLED, found(None, method=Method.CANCEL, sequence=1), at=t("03-03 09:00"))
    assert interview_after(cancel).cancelled


def test_a_cancel_without_a_sequence_is_of_the_known_version() -> None:
    """Careless systems leave SEQUENCE out."""
    moved_ = read(Kind.INTERVIEW_MOVED, found(t("03-05 10:00"), sequence=2), at=t("03-03 09:00"))
    cancel = read(
        Kind.INTERVIEW_CANCELLED,
        found(None, method=Method.CANCEL, sequence=None),
        at=t("03-03 10:00"),
        id_="<n@acme.example>",
    )
    assert interview_after(moved_, cancel).cancelled


def test_a_cancel_that_is_read_first_keeps_the_invitation_off() -> None:
    """In whatever order the two mails are read."""
    cancel = read(Kind.INTERVIEW_CANCELLED, found(None, method=Method.CANCEL, sequence=1), at=t("03-03 09:00"))
    invite = read(Kind.INTERVIEW_INVITE, found(), id_="<n@acme.example>")
    assert interview_after(cancel, invite, base=Candidacy(id="c")).cancelled


def test_the_same_interview_announced_twice_is_one() -> None:
    """By an ATS file and by a calendar invitation, ten minutes apart: one interview, with everybody."""
    twice = read(
        Kind.INTERVIEW_INVITE,
        found(START + timedelta(minutes=10), uid="ats-1", people=(PRIYA,)),
        at=t("03-02 10:00"),
        id_="<n@acme.example>",
    )
    interview = interview_after(twice)
    assert (interview.start, {p.address for p in interview.people}) == (
        START,
        {RITA.address, IVAN.address, PRIYA.address},
    )


@pytest.mark.parametrize("uid", [UID, "ats-1"])
def test_either_announcement_can_call_it_off(uid: str) -> None:
    """Announced by two systems under two UIDs: each of them can cancel it, without a DTSTART."""
    twice = read(
        Kind.INTERVIEW_INVITE, found(uid="ats-1", people=(PRIYA,)), at=t("03-02 10:00"), id_="<n@acme.example>"
    )
    cancel = read(
        Kind.INTERVIEW_CANCELLED,
        found(None, uid=uid, method=Method.CANCEL, sequence=1),
        at=t("03-03 09:00"),
        id_="<o@acme.example>",
    )
    assert after(INVITED, twice, cancel).standing == ()


def test_an_announcement_without_a_uid_gets_one() -> None:
    """Prose first, the calendar part after it."""
    prose = after(Candidacy(id="c"), read(Kind.INTERVIEW_INVITE, found(uid=None), id_="<p@acme.example>"))
    assert interview_after(read(Kind.INTERVIEW_INVITE, found(), at=t("03-02 10:00")), base=prose).uid == UID


def test_a_proposed_time_that_is_confirmed_stands() -> None:
    """First a slot, then the invitation."""
    slot = after(Candidacy(id="c"), read(Kind.INTERVIEW_INVITE, found(proposed=True), id_="<p@acme.example>"))
    assert not slot.standing
    assert interview_after(read(Kind.INTERVIEW_INVITE, found(), at=t("03-02 10:00")), base=slot).stands


@pytest.mark.parametrize(("hours", "interviews"), [(1, 1), (48, 1), (49, 2)])
def test_called_off_and_set_anew_within_two_days_is_a_move(hours: int, interviews: int) -> None:
    """A CANCEL, then a REQUEST with another UID: the same interview, its notes and its letters."""
    cancel = read(Kind.INTERVIEW_CANCELLED, found(None, method=Method.CANCEL, sequence=1), at=t("03-03 09:00"))
    anew = read(
        Kind.INTERVIEW_INVITE,
        found(t("03-09 10:00"), uid="new@acme.example"),
        at=t("03-03 09:00") + timedelta(hours=hours),
        id_="<n@acme.example>",
    )
    c = after(INVITED, cancel, anew)
    assert [i.start for i in c.standing] == [t("03-09 10:00")]
    assert len(c.interviews) == interviews


def test_a_new_invitation_that_was_sent_before_the_cancel_is_not_lost() -> None:
    """Both lie unread, the cancel is read first: the new time stands."""
    cancel = read(
        Kind.INTERVIEW_CANCELLED,
        found(None, method=Method.CANCEL, sequence=1, stamp=t("03-03 09:05")),
        at=t("03-03 09:05"),
    )
    anew = read(
        Kind.INTERVIEW_INVITE,
        found(t("03-09 10:00"), uid="new@acme.example"),
        at=t("03-03 09:00"),
        id_="<n@acme.example>",
    )
    assert [i.start for i in after(INVITED, cancel, anew, noted=t("03-03 10:00")).standing] == [t("03-09 10:00")]


def test_a_proposed_time_after_a_cancel_is_not_yet_a_move() -> None:
    """It is to be agreed first."""
    cancel = read(Kind.INTERVIEW_CANCELLED, found(None, method=Method.CANCEL, sequence=1), at=t("03-03 09:00"))
    slot = read(
        Kind.INTERVIEW_INVITE,
        found(t("03-09 10:00"), uid="n", proposed=True),
        at=t("03-03 10:00"),
        id_="<n@acme.example>",
    )
    c = after(INVITED, cancel, slot)
    assert (len(c.interviews), len(c.standing)) == (2, 0)


def test_a_move_in_prose_moves_the_only_interview_to_come() -> None:
    """ "We have to reschedule to the 9th": no UID, one interview ahead."""
    prose = read(Kind.INTERVIEW_MOVED, found(t("03-09 10:00"), uid=None), at=t("03-03 09:00"))
    assert interview_after(prose).start == t("03-09 10:00")


def test_an_announcement_that_differs_a_little_is_no_move() -> None:
    """The end differs and the UID is another's: only what says that it moves, moves."""
    longer = found(uid="ats-1", end=END + timedelta(minutes=30))
    assert interview_after(read(Kind.INTERVIEW_INVITE, longer, at=t("03-02 10:00"), id_="<n@acme.example>")).ends == END
    assert interview_after(
        read(Kind.INTERVIEW_MOVED, longer, at=t("03-02 10:00"), id_="<n@acme.example>")
    ).ends == END + timedelta(minutes=30)


def test_a_cancel_in_prose_means_the_only_interview_to_come() -> None:
    """No calendar part: with one ahead it is that one, with none nothing, with two it is asked."""
    prose = read(Kind.INTERVIEW_CANCELLED, at=t("03-03 09:00"))
    assert interview_after(prose).cancelled
    assert "Cancelled" not in kinds(
        facts_of(replace(prose, envelope=replace(prose.envelope, date=t("03-05 09:00"))), INVITED)
    )
    two = after(INVITED, read(Kind.INTERVIEW_INVITE, found(t("03-12 10:00"), uid="two"), id_="<n@acme.example>"))
    assert kinds(facts_of(prose, two)) == ["Heard", "Doubted"]


def test_declined_by_the_user_is_a_fact() -> None:
    """PARTSTAT=DECLINED in the user's own calendar."""
    assert not interview_after(read(Kind.INTERVIEW_INVITE, found(declined=True), at=t("03-03 09:00"))).stands
    fresh = after(Candidacy(id="c"), read(Kind.INTERVIEW_INVITE, found(declined=True)))
    assert not fresh.interviews[0].stands


# ── whom to believe ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", [Method.SET, Method.CANCEL])
@pytest.mark.parametrize(
    ("organizer", "standing", "believed"),
    [
        (ORGANIZER, Standing.PASSED, True),
        (ORGANIZER, Standing.UNKNOWN, True),
        ("RITA@acme.example", Standing.UNKNOWN, True),
        (None, Standing.UNKNOWN, True),
        ("mallory@evil.example", Standing.PASSED, False),
        (ORGANIZER, Standing.FAILED, False),
    ],
)
def test_an_update_is_believed_from_whoever_set_it_up(
    method: Method, organizer: str | None, standing: Standing, believed: bool
) -> None:
    """RFC 6047, 3: the same organizer; a sender that failed the check is asked about, silence is not failure."""
    kind = Kind.INTERVIEW_CANCELLED if method is Method.CANCEL else Kind.INTERVIEW_MOVED
    update = read(
        kind,
        found(t("03-05 10:00"), method=method, sequence=1, organizer=organizer),
        at=t("03-03 09:00"),
        standing=standing,
    )
    assert (kinds(facts_of(update, INVITED)) == ["Doubted"]) is not believed


@pytest.mark.parametrize("standing", [Standing.FAILED, Standing.UNKNOWN])
def test_a_cancel_without_a_start_is_checked_all_the_same(standing: Standing) -> None:
    """A forged CANCEL needs no DTSTART either."""
    cancel = read(
        Kind.INTERVIEW_CANCELLED,
        found(None, method=Method.CANCEL, sequence=1, organizer="mallory@evil.example"),
        at=t("03-03 09:00"),
        standing=standing,
    )
    assert kinds(facts_of(cancel, INVITED)) == ["Doubted"]


def test_an_organizer_nobody_named_can_be_anybody() -> None:
    """The first invitation had none."""
    bare = after(Candidacy(id="c"), read(Kind.INTERVIEW_INVITE, found(organizer=None), id_="<f@acme.example>"))
    update = read(Kind.INTERVIEW_MOVED, found(t("03-05 10:00"), sequence=1), at=t("03-03 09:00"))
    assert interview_after(update, base=bare).start == t("03-05 10:00")


def test_the_same_event_again_needs_no_check() -> None:
    """Nothing moves."""
    again = read(Kind.INTERVIEW_INVITE, found(organizer="mallory@evil.example"), at=t("03-03 09:00"))
    assert "Doubted" not in kinds(facts_of(again, INVITED))


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "kind",
    [
        Kind.REJECTION,
        Kind.OFFER,
        Kind.POSITION_CLOSED,
        Kind.ON_HOLD,
        Kind.ACKNOWLEDGEMENT,
        Kind.INFO_REQUEST,
        Kind.AVAILABILITY_REQUEST,
        Kind.NEXT_ROUND,
        Kind.OUT_OF_OFFICE,
    ],
)
def test_an_answer_is_heard_and_noted(kind: Kind) -> None:
    """The mail's head and what it means."""
    facts = facts_of(read(kind, at=t("03-06 09:00")), INVITED)
    assert kinds(facts) == ["Heard", "Answered"]
    assert only(f.Answered, facts).kind is kind


def test_deciding_is_a_promise() -> None:
    """With their date, or without one."""
    for by in (None, date(2026, 3, 20)):
        facts = facts_of(read(Kind.DECIDING, at=t("03-06 09:00"), decision_by=by), INVITED)
        assert kinds(facts) == ["Heard", "Answered", "DecisionPromised"]
        assert only(f.DecisionPromised, facts).by == by


def test_a_promise_is_in_the_employer_s_zone() -> None:
    """ "By Friday" is their Friday."""
    tokyo = after(Candidacy(id="c"), read(Kind.INTERVIEW_INVITE, found(zone="Asia/Tokyo"), id_="<f@acme.example>"))
    promise = only(
        f.DecisionPromised, facts_of(read(Kind.DECIDING, at=t("03-06 09:00"), decision_by=date(2026, 3, 20)), tokyo)
    )
    assert promise.zone == "Asia/Tokyo"


def test_a_date_in_an_acknowledgement_is_a_promise() -> None:
    """ "Thanks; you will hear by the 20th"."""
    facts = facts_of(read(Kind.ACKNOWLEDGEMENT, at=t("03-06 09:00"), decision_by=date(2026, 3, 20)), INVITED)
    assert only(f.DecisionPromised, facts).by == date(2026, 3, 20)


def test_on_hold_until_a_date_is_no_promise_of_a_decision() -> None:
    """The date is when they take it up again."""
    facts = facts_of(read(Kind.ON_HOLD, at=t("03-06 09:00"), decision_by=date(2026, 6, 1)), INVITED)
    assert kinds(facts) == ["Heard", "Answered"]
    assert only(f.Answered, facts).back_on == date(2026, 6, 1)


def test_an_absence_keeps_its_date() -> None:
    """Back on the 20th."""
    away = only(f.Answered, facts_of(read(Kind.OUT_OF_OFFICE, at=t("03-06 09:00"), back_on=date(2026, 3, 20)), INVITED))
    assert away.back_on == date(2026, 3, 20)


def test_a_deadline_of_the_user_s_is_kept_whatever_the_mail_is() -> None:
    """ "Please reply by Friday", in an invitation too."""
    facts = facts_of(read(Kind.INTERVIEW_INVITE, found(), at=t("03-02 09:00"), reply_wanted_by=date(2026, 3, 3)))
    assert only(f.Answered, facts).reply_by == date(2026, 3, 3)


def test_several_answers_in_one_mail_are_all_noted_once() -> None:
    """A rejection and a next step elsewhere."""
    facts = facts_of(
        read(Kind.ACKNOWLEDGEMENT, also=(Kind.INFO_REQUEST, Kind.ACKNOWLEDGEMENT), at=t("03-06 09:00")), INVITED
    )
    assert [fact.kind for fact in facts if isinstance(fact, f.Answered)] == [Kind.ACKNOWLEDGEMENT, Kind.INFO_REQUEST]


def test_an_invitation_after_an_interview_answers_its_question() -> None:
    """The next round, whether its time is set or proposed."""
    for proposed in (False, True):
        second = read(Kind.INTERVIEW_INVITE, found(t("03-12 10:00"), uid="two", proposed=proposed), at=t("03-06 09:00"))
        assert only(f.Answered, facts_of(second, INVITED)).kind is Kind.NEXT_ROUND


def test_an_invitation_before_the_interview_answers_nothing() -> None:
    """Several parts of one round; or the same one again."""
    second = read(Kind.INTERVIEW_INVITE, found(t("03-12 10:00"), uid="two"), at=t("03-03 09:00"))
    assert "Answered" not in kinds(facts_of(second, INVITED))
    again = read(Kind.INTERVIEW_INVITE, found(), at=t("03-06 09:00"))
    assert "Answered" not in kinds(facts_of(again, INVITED))


@pytest.mark.parametrize(
    "kind",
    [
        Kind.APPLICATION_RECEIVED,
        Kind.RECRUITER_OUTREACH,
        Kind.ASSESSMENT,
        Kind.CALENDAR_REPLY,
        Kind.BOUNCE_DELAYED,
        Kind.OTHER,
    ],
)
def test_noise_is_no_fact(kind: Kind) -> None:
    """Ignored by its nature."""
    assert facts_of(read(kind), INVITED) == ()


def test_what_is_to_be_ignored_is_ignored() -> None:
    """Whatever it says."""
    assert facts_of(read(Kind.REJECTION, verdict=Verdict.IGNORE), INVITED) == ()


def test_a_mail_that_was_heard_is_not_heard_again() -> None:
    """From another account: only what is new of it."""
    assert kinds(facts_of(read(Kind.REJECTION, id_="<first@acme.example>"), INVITED)) == ["Answered"]


# ── doubt ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", [Kind.INTERVIEW_INVITE, Kind.INTERVIEW_MOVED, Kind.INTERVIEW_CANCELLED, Kind.DECIDING])
def test_what_is_not_certain_is_asked(kind: Kind) -> None:
    """A question with two choices; the safe one is no; the reading is kept."""
    reading = read(kind, found(), at=t("03-03 09:00"), verdict=Verdict.ASK)
    (doubt,) = facts_of(reading, INVITED)
    assert isinstance(doubt, f.Doubted)
    assert (doubt.choices, doubt.safe, doubt.pauses, doubt.reading) == (("yes", "no"), "no", False, reading)
    assert doubt.until == t("03-03 09:00") + timedelta(days=5)


@pytest.mark.parametrize("kind", [Kind.REJECTION, Kind.OFFER, Kind.POSITION_CLOSED, Kind.ON_HOLD, Kind.NEXT_ROUND])
def test_what_may_be_the_end_holds_up_everything_until_the_user_says(kind: Kind) -> None:
    """No inquiry on top of a probable no: the plan is paused, and silence is taken for a yes after thirty days."""
    (doubt,) = facts_of(read(kind, at=t("03-06 09:00"), verdict=Verdict.ASK), INVITED)
    assert isinstance(doubt, f.Doubted)
    assert (doubt.choices, doubt.safe, doubt.pauses) == (("yes", "no"), "yes", True)
    assert doubt.until == t("03-06 09:00") + timedelta(days=30)


def test_a_question_about_a_time_names_it() -> None:
    """So that it can be answered without opening the mail."""
    (doubt,) = facts_of(read(Kind.INTERVIEW_INVITE, found(), verdict=Verdict.ASK))
    assert isinstance(doubt, f.Doubted)
    assert "Wednesday, 04 March 2026" in doubt.text


def test_a_human_answer_that_is_not_understood_pauses() -> None:
    """It is heard, and everything waits; after thirty days the safe choice is to stop."""
    doubt, mail = facts_of(read(Kind.UNCLEAR, verdict=Verdict.ASK, at=t("03-06 09:00")), INVITED)
    assert isinstance(doubt, f.Doubted)
    assert isinstance(mail, f.Heard)
    assert (doubt.choices, doubt.safe, doubt.pauses) == (("stop", "go on"), "stop", True)
    assert after(INVITED, read(Kind.UNCLEAR, at=t("03-06 09:00"))).held_up


# ── what did not arrive ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_bounce_names_its_letter_and_its_address() -> None:
    """What it is about, and who could not be reached."""
    facts = facts_of(read(Kind.BOUNCE, about="<ours@me.example>", failed="ivan@acme.example"), INVITED)
    bounce = only(f.Bounced, facts)
    assert (bounce.message_id, bounce.recipient) == ("<ours@me.example>", "ivan@acme.example")


def test_who_has_left_can_not_be_reached() -> None:
    """ "I no longer work here": the sender's own address."""
    facts = facts_of(read(Kind.ADDRESS_GONE, sender=IVAN, at=t("03-06 09:00")), INVITED)
    assert only(f.Bounced, facts).recipient == IVAN.address
    assert only(f.Answered, facts).kind is Kind.ADDRESS_GONE


# ── the user's own mail ──────────────────────────────────────────────────────────────────────────────────────────

ME = Person(name="Me", address="me@example.com", part=Part.USER)


def own(kind: Kind, at: str = "03-04 15:00", **more: Any) -> Reading:
    """A mail of the user's, found in Sent."""
    fields = {"to": (IVAN,), "id_": "<own@me.example>", **more}
    return read(kind, at=t(at), sender=ME, from_user=True, **fields)


@pytest.mark.parametrize(
    ("kind", "purpose"), [(Kind.OWN_THANK_YOU, Purpose.THANK_YOU), (Kind.OWN_INQUIRY, Purpose.INQUIRY)]
)
def test_a_letter_that_the_user_wrote_alone_counts(kind: Kind, purpose: Purpose) -> None:
    """From Sent, to whom it went, and about which interview."""
    letter = only(f.LetterSent, facts_of(own(kind), INVITED))
    assert (letter.purpose, letter.key, letter.to) == (purpose, None, (IVAN.address,))
    assert letter.interview == INVITED.interviews[0].id


def test_a_thank_you_is_for_the_interview_with_that_person() -> None:
    """Else for the last one; before any, for none."""
    two = after(
        INVITED,
        read(Kind.INTERVIEW_INVITE, found(t("03-05 10:00"), uid="two", people=(PRIYA,)), id_="<n@acme.example>"),
    )
    first, second = two.standing
    assert only(f.LetterSent, facts_of(own(Kind.OWN_THANK_YOU, "03-06 09:00"), two)).interview == first.id
    assert only(f.LetterSent, facts_of(own(Kind.OWN_THANK_YOU, "03-06 09:00", to=(ME,)), two)).interview == second.id
    assert only(f.LetterSent, facts_of(own(Kind.OWN_THANK_YOU, "03-03 09:00"), two)).interview is None


def test_our_draft_is_known_when_it_is_sent() -> None:
    """By its Message-ID: its key, its purpose, its interview, whatever it reads like."""
    step = thanks(invited())[0]
    c = known(invited(), *drafted(step))
    letter = only(f.LetterSent, facts_of(own(Kind.OWN_OTHER, id_=f"<{step.key}.1@me.example>"), c))
    assert (letter.key, letter.purpose, letter.interview) == (step.key, Purpose.THANK_YOU, "i")


@pytest.mark.parametrize(
    ("kind", "ending"), [(Kind.OWN_WITHDRAWAL, f.Ending.WITHDRAWN), (Kind.OWN_ACCEPTANCE, f.Ending.ACCEPTED)]
)
def test_a_withdrawal_or_an_acceptance_ends_it(kind: Kind, ending: f.Ending) -> None:
    """Found in Sent."""
    assert after(INVITED, own(kind)).ending is ending


def test_our_withdrawal_ends_it_when_it_is_sent() -> None:
    """Whatever its words are taken for; our reply answers what they wanted."""
    for purpose, kind in ((Purpose.WITHDRAWAL, "Answered"), (Purpose.REPLY, "Replied")):
        asked = said(f.LetterWanted, t("03-06 08:00"), purpose=purpose)
        (step,) = drafts(invited(), asked, purpose=purpose)
        c = known(invited(), asked, *drafted(step))
        mail = own(Kind.OWN_OTHER, "03-06 09:00", id_=f"<{step.key}.1@me.example>")
        assert kinds(facts_of(mail, c)) == ["LetterSent", kind]
        assert after(c, mail).ending is (f.Ending.WITHDRAWN if purpose is Purpose.WITHDRAWAL else None)


@pytest.mark.parametrize(("at", "pauses"), [("03-03 09:00", False), ("03-06 09:00", True)])
def test_an_interview_that_is_over_cannot_be_called_off(at: str, pauses: bool) -> None:
    """A person said something uncertain about it: it is not understood, and everything waits for the user."""
    facts = facts_of(read(Kind.INTERVIEW_CANCELLED, at=t(at), verdict=Verdict.ASK), INVITED)
    assert only(f.Doubted, facts).pauses is pauses


def test_any_other_mail_of_the_user_s_is_a_reply() -> None:
    """A document, an availability."""
    assert kinds(facts_of(own(Kind.OWN_OTHER), INVITED)) == ["Replied"]
    assert kinds(facts_of(own(Kind.OTHER), INVITED)) == ["Replied"]


def test_notes_are_read_from_the_reply_to_our_form() -> None:
    """Only an id of ours, which nobody can guess, opens them; the date in them is a promise."""
    form = notes_asked(t("03-04 11:10"))
    c = known(invited(), form)
    notes = Notes(well="Fine.", decision="by the 20th", decision_by=date(2026, 3, 20))
    reply = own(Kind.NOTES_REPLY, references=(form.message_id,), notes=notes)
    facts = facts_of(reply, c)
    assert kinds(facts) == ["NotesTaken", "DecisionPromised"]
    assert (facts[1].by, facts[1].source.quote) == (date(2026, 3, 20), "by the 20th")  # type: ignore[attr-defined]
    assert facts_of(own(Kind.NOTES_REPLY, references=("<else@x.example>",), notes=notes), c) == ()
    assert facts_of(own(Kind.NOTES_REPLY, references=(form.message_id,)), c) == ()
    assert kinds(facts_of(replace(reply, notes=Notes(well="Fine.")), c)) == ["NotesTaken"]


def test_nothing_read_later_changes_what_was_called_off_long_ago() -> None:
    """A rejection of an interview that did not take place is an answer all the same."""
    c = known(invited(), cancelled(t("03-03 09:00")), did(f.Told, t("03-03 09:00"), key="k", text="off"))
    assert kinds(facts_of(read(Kind.REJECTION, at=t("03-06 09:00")), c)) == ["Heard", "Answered"]
    assert known(invited(), answered(Kind.REJECTION, t("03-06 09:00"))).ending
