"""Which candidacy a reading belongs to: one, none, or "ask"; a tie is never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.core import facts as f
from agent.core.candidacy import Candidacy
from agent.core.findings import Envelope, InterviewFound, Kind, Reading, Verdict
from agent.core.matching import match, same_interview
from agent.core.people import Part, Person
from tests.core.telling import (
    IVAN,
    KNOWN,
    NEW_YORK,
    RITA,
    SAM,
    START,
    answered,
    cancelled,
    drafted,
    heard,
    invited,
    known,
    moved,
    t,
    thanks,
)


def candidacy(
    id_: str,
    *facts: f.Fact,
    company: str | None = "Acme",
    role: str | None = "Backend Engineer",
    uid: str | None = None,
) -> Candidacy:
    """A candidacy with one interview."""
    first = invited("i", company=company, role=role, uid=uid or f"uid-{id_}")
    return replace(known(first, *facts), id=id_)


def reading(
    *,
    sender: Person | None = None,
    references: tuple[str, ...] = (),
    found: tuple[InterviewFound, ...] = (),
    **more: object,
) -> Reading:
    """A mail about something."""
    someone = sender or Person(name="New", address="new@elsewhere.example")
    envelope = Envelope(
        message_id="<new@elsewhere.example>", references=references, sender=someone, to=more.pop("to", ())
    )
    return Reading(
        **({"envelope": envelope, "kind": Kind.ACKNOWLEDGEMENT, "verdict": Verdict.ACT, "interviews": found} | more)
    )


def interview(**more: object) -> InterviewFound:
    """An interview at another time, unless the test says otherwise."""
    return InterviewFound(**({"start": START + timedelta(days=9), "zone": NEW_YORK} | more))


OTHER = Person(name="Otto Klein", address="otto@other.example", part=Part.INTERVIEWER)


def other(id_: str = "c2", **more: object) -> Candidacy:
    """A candidacy elsewhere, with other people."""
    fields = {
        "company": "Other",
        "role": "Data Scientist",
        "people": (OTHER,),
        "uid": f"uid-{id_}",
        "start": t("03-20 09:00"),
    }
    return replace(known(invited("i", **(fields | more))), id=id_)


BOTH = (candidacy("c1"), other())


def test_what_belongs_nowhere_is_nowhere() -> None:
    """A stranger about nothing we know."""
    assert match(reading(), BOTH).those == ()
    assert match(reading(), BOTH).one is None
    assert match(reading(), ()).those == ()


@pytest.mark.parametrize(
    ("read", "by"),
    [
        (reading(found=(interview(uid="uid-c1"),)), "uid"),
        (reading(references=("<thread@acme.example>",)), "thread"),
        (reading(about="<thread@acme.example>"), "thread"),
        (reading(found=(interview(start=START + timedelta(minutes=10)),), company="Acme"), "time"),
        (reading(found=(interview(start=START),), people=(IVAN,)), "time"),
        (reading(sender=RITA), "people"),
        (reading(sender=replace(RITA, address="RITA@acme.example")), "people"),
        (reading(people=(IVAN,)), "people"),
        (reading(failed="rita@acme.example"), "people"),
        (reading(company="ACME Inc."), "company"),
        (reading(found=(interview(company="Acme GmbH"),)), "company"),
        (reading(from_user=True, to=(RITA,)), "people"),
    ],
)
def test_the_strongest_evidence_decides(read: Reading, by: str) -> None:
    """UID, thread, the same time, people, company: in this order."""
    mine = replace(BOTH[0], thread=BOTH[0].thread | {"<thread@acme.example>"})
    found = match(read, (mine, BOTH[1]))
    assert (found.one, found.by, found.tied) == ("c1", by, False)


def test_stronger_evidence_overrules_weaker() -> None:
    """The event's UID is of the other candidacy, the sender of this one."""
    read = reading(sender=RITA, found=(interview(uid="uid-c2"),))
    assert match(read, BOTH).one == "c2"


def test_a_mail_of_the_user_s_is_matched_by_whom_it_goes_to() -> None:
    """Not by the sender, who is the user everywhere."""
    me = Person(address="me@example.com", part=Part.USER)
    assert match(reading(sender=me, from_user=True, to=(OTHER,)), BOTH).one == "c2"
    assert match(reading(sender=me, from_user=True), BOTH).those == ()


def test_the_user_among_the_people_is_no_evidence() -> None:
    """The user is in every invitation."""
    me = Person(name="Me", address="me@example.com", part=Part.USER)
    one = replace(known(invited(people=(me,), company=None)), id="c1")
    assert match(reading(people=(me,)), (one,)).those == ()


def test_the_user_s_letter_to_themselves_belongs_nowhere() -> None:
    """A copy for the user's own files, though the user is in every invitation."""
    me = Person(name="Me", address="me@example.com", part=Part.USER)
    one = replace(BOTH[0], people=(me,))
    assert match(reading(sender=me, from_user=True, to=(replace(me, part=None),)), (one,)).those == ()


def test_an_address_that_became_the_user_s_own_later_is_no_evidence() -> None:
    """The invitation was read before the address was among the user's."""
    me = Person(name="Me", address="me@work.example", part=Part.INTERVIEWER)
    one = replace(known(invited(people=(me,), company=None)), id="c1")
    assert match(reading(people=(replace(me, part=Part.USER),)), (one,)).those == ()


def test_a_person_without_an_address_is_no_evidence() -> None:
    """Neither on the invitation nor in the mail; the others there are."""
    one = replace(known(invited(people=(SAM, IVAN), company=None)), id="c1")
    assert match(reading(people=(SAM,)), (one,)).those == ()
    assert match(reading(people=(SAM, IVAN)), (one,)).one == "c1"


def test_an_interview_without_a_uid_is_not_every_interview_without_one() -> None:
    """What no id tells apart is known by other evidence."""
    one = replace(known(invited(uid=None)), id="c1")
    assert match(reading(found=(interview(uid=None),)), (one,)).those == ()


def test_the_same_time_alone_is_not_the_same_interview() -> None:
    """Two employers may invite for the same hour."""
    assert match(reading(found=(interview(start=START),), company="Third"), BOTH).those == ()


@pytest.mark.parametrize(("seconds", "same"), [(0, True), (600, True), (-600, True), (601, False), (-601, False)])
def test_two_announcements_may_differ_by_ten_minutes(seconds: int, same: bool) -> None:
    """Announced by two systems."""
    found = interview(start=START + timedelta(seconds=seconds))
    assert bool(same_interview(BOTH[0], found)) is same


def test_an_interview_is_known_by_its_uid_wherever_it_was_moved() -> None:
    """A UID outlives its time; one that was called off too."""
    off = replace(known(invited(uid="u"), cancelled(KNOWN + timedelta(hours=1))), id="c")
    assert same_interview(off, interview(uid="u"))
    assert same_interview(off, interview(start=START)) is None
    assert same_interview(off, InterviewFound(start=None)) is None
    assert same_interview(BOTH[0], InterviewFound(start=None, zone=NEW_YORK)) is None
    assert same_interview(BOTH[0], InterviewFound(start=START.replace(tzinfo=None), zone=None)) is None
    away = known(invited(uid="u"), moved(t("03-09 10:00"), t("03-03 09:00")))
    assert same_interview(away, interview(start=START)) is None
    assert same_interview(away, interview(start=t("03-09 10:00")))


# ── two at one company ───────────────────────────────────────────────────────────────────────────────────────────

ENGINEER, ANALYST = candidacy("c1"), candidacy("c3", role="Data Analyst")


@pytest.mark.parametrize(
    ("role", "one"),
    [("Backend Engineer", "c1"), ("backend engineer (remote)", "c1"), ("Data Analyst", "c3"), ("Analyst", "c3")],
)
def test_the_role_decides_between_two_at_one_company(role: str, one: str) -> None:
    """A rejection for role A must not close role B."""
    assert match(reading(sender=RITA, role=role), (ENGINEER, ANALYST)).one == one


def test_without_a_role_it_is_a_tie() -> None:
    """Nothing tells them apart: the person is asked."""
    found = match(reading(sender=RITA), (ENGINEER, ANALYST))
    assert (found.those, found.tied, found.one) == (("c1", "c3"), True, None)


def test_a_third_role_belongs_to_neither() -> None:
    """The same recruiter, another role: nothing is closed by it."""
    assert match(reading(sender=RITA, role="Chief Cook"), (ENGINEER, ANALYST)).those == ()
    assert match(reading(company="Acme", role="Chief Cook"), (ENGINEER, ANALYST)).those == ()


def test_a_tie_is_told_in_the_order_of_ids() -> None:
    """However the candidacies come."""
    assert match(reading(sender=RITA), (ANALYST, ENGINEER)).those == ("c1", "c3")


def three(*named: tuple[str | None, str | None]) -> tuple[Candidacy, ...]:
    """Candidacies c1, c2 … of one thread and one recruiter, each with a company and a role of its own, or none."""
    mail = heard(RITA, people=(RITA,))
    made = [candidacy(f"c{number}", mail, company=c, role=r) for number, (c, r) in enumerate(named, start=1)]
    return tuple(replace(one, thread=one.thread | {"<thread@acme.example>"}) for one in made)


@pytest.mark.parametrize("evidence", [{"sender": RITA}, {"references": ("<thread@acme.example>",)}])
@pytest.mark.parametrize(
    ("company", "role", "named", "those"),
    [
        # a role that fits is closer than none, also where it is a part of the other
        (None, "Engineer", (("Acme", None), ("Acme", "Backend Engineer"), ("Acme", None)), ("c2",)),
        (None, "Backend Engineer", (("Acme", None), ("Acme", "Engineer"), ("Acme", None)), ("c2",)),
        (None, "Engineer", (("Acme", None), ("Acme", "Engineer"), ("Acme", None)), ("c2",)),
        # a company that fits is closer than none
        ("Acme", None, ((None, None), ("Acme", None), (None, None)), ("c2",)),
        ("Acme Ltd", "Engineer", ((None, "Engineer"), ("Acme", "Engineer"), (None, "Engineer")), ("c2",)),
        # the role before the company
        ("Acme", "Engineer", ((None, "Engineer"), ("Acme", None), (None, None)), ("c1",)),
        # the exact role last: a part of it at the same company is farther than it
        ("Acme", "Engineer", ((None, "Engineer"), ("Acme", "Data Engineer"), ("Acme", "Engineer")), ("c3",)),
        # a reading that names nothing prefers nobody, least of all the nameless
        (None, None, ((None, None), ("Acme", "Engineer"), ("Acme", None)), ("c1", "c2", "c3")),
        ("Acme", None, (("Acme", "Engineer"), ("Acme", None), (None, "Engineer")), ("c1", "c2")),
        (None, "Engineer", ((None, "Engineer"), ("Acme", "Engineer"), ("Acme", None)), ("c1", "c2")),
        # a name in common makes it possible, only the same name makes it closer
        ("Acme Robotics", None, (("Acme", None), ("Acme Robotics", None), (None, None)), ("c2",)),
    ],
)
def test_role_then_company_then_the_exact_role_narrow_it_down(
    evidence: dict[str, object],
    company: str | None,
    role: str | None,
    named: tuple[tuple[str | None, str | None], ...],
    those: tuple[str, ...],
) -> None:
    """Three candidacies of one recruiter and one thread, that differ in company and role."""
    assert match(reading(**evidence, company=company, role=role), three(*named)).those == those


@pytest.mark.parametrize(
    ("role", "those"),
    [("Data Scientist", ("c1",)), ("Chief Cook", ("c1", "c2")), ("Data Analyst", ("c1", "c2"))],
)
def test_in_a_thread_a_role_that_fits_nobody_narrows_nothing(role: str, those: tuple[str, ...]) -> None:
    """A word in common is no part; the thread is stronger than the role."""
    both = three(("Acme", "Data Scientist"), ("Acme", "Backend Engineer"))
    assert match(reading(references=("<thread@acme.example>",), role=role), both).those == those


def test_the_first_interview_that_names_something_names_it() -> None:
    """A mail about several slots, of which a later one says where and for what."""
    slots = (interview(), interview(company="Acme", role="Data Analyst"))
    assert match(reading(found=slots), (ENGINEER, ANALYST)).those == ("c3",)


def test_a_role_on_the_interview_counts_as_well() -> None:
    """Where the message itself names none."""
    assert match(reading(sender=RITA, found=(interview(role="Data Analyst"),)), (ENGINEER, ANALYST)).one == "c3"


def test_what_is_over_gives_way_to_what_is_open() -> None:
    """The same role twice: the one that lives."""
    closed = candidacy("c1", answered(Kind.REJECTION, t("03-06 09:00")))
    again = candidacy("c9")
    assert match(reading(sender=RITA), (closed, again)).one == "c9"
    assert match(reading(sender=RITA), (closed,)).one == "c1"


def test_the_exact_role_is_closer_than_a_part_of_it() -> None:
    """ "Engineer" and "Backend Engineer", both open."""
    broad, exact = candidacy("c1", role="Engineer"), candidacy("c2", role="Backend Engineer")
    assert match(reading(sender=RITA, role="Backend Engineer"), (broad, exact)).one == "c2"


def test_the_company_decides_between_two_of_one_agency() -> None:
    """One recruiter of an agency, two employers."""
    ada = Person(name="Ada", address="ada@agency.example", part=Part.AGENCY)
    one = replace(known(invited(people=(ada,), company="Acme", role=None)), id="c1")
    two = replace(known(invited(people=(ada,), company="Other", role=None)), id="c2")
    assert match(reading(sender=ada, company="Other Ltd"), (one, two)).one == "c2"
    assert match(reading(sender=ada), (one, two)).tied
    assert match(reading(sender=ada, company="Third"), (one, two)).those == ()


def test_a_namesake_elsewhere_is_somebody_else() -> None:
    """Names are no evidence: addresses are."""
    namesake = Person(name=RITA.name, address="rita@third.example")
    assert match(reading(sender=namesake), BOTH).those == ()


def test_a_mail_is_known_by_its_own_id() -> None:
    """Read again, from another folder."""
    mail = heard(RITA)
    c = replace(known(mail), id="c1")
    assert match(replace(reading(), envelope=mail.envelope), (c,)).by == "thread"


def test_a_candidacy_without_a_name_contradicts_nothing() -> None:
    """Company and role unknown: the people decide."""
    nameless = candidacy("c1", company=None, role=None)
    assert match(reading(sender=RITA, company="Acme", role="Cook"), (nameless,)).one == "c1"


def test_legal_forms_do_not_make_another_company() -> None:
    """But another word does."""
    assert match(reading(company="acme, LLC"), (BOTH[0],)).one == "c1"
    assert match(reading(company="Acme Robotics"), (BOTH[0],)).those == ()


@pytest.mark.parametrize(
    "form",
    ["Inc", "LLC", "Ltd", "Limited", "GmbH", "AG", "SE", "SA", "SAS", "BV", "NV", "PLC", "Co", "Corp", "KG"],
)
def test_every_legal_form_is_no_other_company(form: str) -> None:
    """What a firm is in law is no part of its name."""
    assert match(reading(company=f"Acme {form}"), (BOTH[0],)).one == "c1"


def test_a_name_read_from_an_address_is_no_other_company() -> None:
    """marrowpine.example writes for Marrow & Pine."""
    one = candidacy("c1", company="Marrow & Pine")
    assert match(reading(sender=RITA, company="Marrowpine"), (one,)).one == "c1"
    assert match(reading(sender=RITA, company="Marrowbone"), (one,)).those == ()


def test_a_sent_draft_of_ours_is_known_whatever_its_words_are_taken_for() -> None:
    """Its subject and recipient are ours, though its words name another role."""
    step = thanks(invited())[0]
    one = replace(known(invited(), *drafted(step)), id="c1")
    letter = one.letters[0]
    to = tuple(Person(address=address) for address in letter.to)
    sent = Envelope(message_id="<sent@example.com>", subject=letter.subject, to=to, date=t("03-05 18:00"))
    read = replace(reading(from_user=True, role="May", company="Nobody"), envelope=sent)
    assert (match(read, (one, BOTH[1])).one, match(read, (one, BOTH[1])).by) == ("c1", "draft")
    assert match(replace(read, from_user=False), (one, BOTH[1])).those == ()
