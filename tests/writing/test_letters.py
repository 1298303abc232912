"""What stands in a letter, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.facts import Purpose
from agent.core.findings import Format
from agent.core.notes import Connection, Notes
from agent.core.people import Part, Person
from agent.errors import NeedsUser
from agent.writing import letters
from agent.writing.brief import Brief
from agent.writing.manners import breaches, count
from agent.writing.persona import ROBIN, Persona
from agent.writing.wording import LANGUAGES
from tests.writing.briefs import ANA, FAIR, JO, NOTES, PANEL, PRIYA, RITA, TUESDAY, brief
from tests.writing.likeness import MOST_ALIKE, alike
from tests.writing.situations import ABROAD, HOME, STRENGTHS

SIX = (
    *PANEL,
    *(
        Person(name=n, address=f"{n[0]}@acme.example", part=Part.INTERVIEWER)
        for n in ("Lena Vogt", "Marc Petit", "Jo Lee")
    ),
)


def written(known: Brief) -> str:
    """The letter's text."""
    return letters.text(letters.letter(known))


def test_the_form_is_that_of_a_business_letter() -> None:
    """Salutation line, paragraphs, closing line, full name, telephone, each on its own."""
    blocks = written(brief(notes=NOTES)).strip().split("\n\n")
    assert blocks[0] == "Dear Priya Nair,"
    assert 3 <= len(blocks[1:-2]) <= 4
    assert blocks[-2].endswith(",")
    assert blocks[-1] == "Robin Ashdown\n+1 202 555 0143"


def test_all_five_contents_are_in_it_when_the_notes_give_them() -> None:
    """Gratitude with date and role, the connection, the need and how hiring me meets it, the better answer, interest."""
    text = written(brief(notes=NOTES))
    for said in (
        "thank",
        "March 10",
        "Backend Engineer",
        "climbing",
        "own the migration",
        "migrations",
        "index",
        "interest",
    ):
        assert said in text, said


def test_what_went_badly_never_is() -> None:
    """That answer is the user's alone."""
    assert "slow" not in written(brief(notes=NOTES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_without_notes_is_complete(language: str) -> None:
    """90 words at least, thanks and interest, nothing to fill in."""
    known = brief(language=language, persona=replace(ROBIN, strengths=STRENGTHS.get(language, ROBIN.strengths)))
    assert breaches(written(known), known) == ()
    assert "[" not in written(known)


def test_a_letter_knows_nothing_that_the_brief_does_not() -> None:
    """Without strengths none are claimed."""
    nobody = Persona(name="Alex Okoro", address="alex@example.org")
    text = written(brief(persona=nobody))
    assert "years" not in text
    assert "payment" not in text


def test_each_answer_makes_the_letter_richer() -> None:
    """A note that fits is in the letter, whichever of them it is."""
    for notes, said in (
        (Notes(needs="faster reporting"), "faster reporting"),
        (Notes(connections=(Connection(person=None, text="climbing"),)), "climbing"),
        (Notes(improve="I would start with the users"), "I would start with the users."),
        (Notes(well="the pairing session went well"), "the pairing session"),
    ):
        assert said in written(brief(notes=notes))
        assert said not in written(brief())


def test_what_connects_with_one_is_told_to_that_one_only() -> None:
    """Tom does not read about Priya's climbing."""
    assert "climbing" in written(brief(notes=NOTES, panel=PANEL))
    assert "climbing" not in written(brief(recipient=PANEL[1], notes=NOTES, panel=PANEL))


def test_nobody_else_is_named() -> None:
    """A note that names another interviewer is left out."""
    notes = Notes(needs="someone to help Tom Berg with reporting")
    assert "Tom" not in written(brief(notes=notes, panel=PANEL))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("noted", [True, False])
def test_a_panel_of_six_gets_six_letters(language: str, noted: bool) -> None:
    """Even with the same notes for all: no opening twice, and the specific paragraphs at most 0.6 alike."""
    notes = ABROAD.get(
        language,
        Notes(needs=NOTES.needs, improve=NOTES.improve, connections=(Connection(person=None, text="climbing"),)),
    )
    me = replace(ROBIN, strengths=STRENGTHS.get(language, ROBIN.strengths[:2]))
    sent = [
        letters.letter(brief(recipient=p, panel=SIX, language=language, persona=me, notes=notes if noted else None))
        for p in SIX
    ]
    assert len({letter.paragraphs[0] for letter in sent}) == len(SIX)
    for one, other in combinations(sent, 2):
        assert alike(letters.specific(one), letters.specific(other)) <= MOST_ALIKE
        for mine, theirs in zip(one.paragraphs[1:-1], other.paragraphs[1:-1], strict=True):
            assert alike(mine, theirs) <= MOST_ALIKE


@settings(max_examples=40)
@given(needs=st.sampled_from(FAIR), bond=st.sampled_from(FAIR), improve=st.sampled_from(FAIR), days=st.integers(0, 300))
def test_no_fair_notes_make_two_letters_of_a_panel_alike(needs: str, bond: str, improve: str, days: int) -> None:
    """Whatever is said to all three, it is not said in the same letter."""
    notes = Notes(needs=needs, improve=improve, connections=(Connection(person=None, text=bond),))
    sent = [
        letters.letter(brief(recipient=p, panel=PANEL, notes=notes, start=TUESDAY + timedelta(days=days)))
        for p in PANEL
    ]
    for one, other in combinations(sent, 2):
        assert alike(letters.specific(one), letters.specific(other)) <= MOST_ALIKE


def test_the_same_brief_makes_the_same_letter() -> None:
    """A letter is a value: no chance, no clock."""
    assert letters.letter(brief(notes=NOTES)) == letters.letter(brief(notes=NOTES))


def test_two_employers_do_not_get_the_same_sentences() -> None:
    """The wording hangs on the employer, the role and the day."""
    texts = {
        letters.letter(brief(company=name, role=None)).paragraphs[1] for name in ("Acme", "Birch", "Cobalt", "Dune")
    }
    assert len(texts) > 1


def test_a_phone_screen_gets_a_shorter_letter_without_the_improved_answer() -> None:
    """At most 120 words; the answer to improve waits for the next round (rule 20)."""
    text = written(brief(recipient=RITA, format=Format.PHONE, notes=NOTES))
    assert count(text) <= 120
    assert "index" not in text
    assert "call" in text


def test_a_recruiter_is_asked_to_pass_thanks_on() -> None:
    """To everyone who was there, by name."""
    assert "pass on my thanks to Priya Nair, Tom Berg and Ana García" in written(brief(recipient=RITA, panel=PANEL))


def test_an_agency_gets_the_letter_instead_of_its_client() -> None:
    """Thanks go to the consultant, with the request to pass them on (rule 19)."""
    assert "pass on my thanks to Priya Nair" in written(brief(recipient=JO, agency=True, panel=(PRIYA,)))


def test_a_recruiter_who_led_the_interview_is_thanked_directly() -> None:
    """Who sat in the interview passes nothing on."""
    assert "pass on" not in written(brief(recipient=RITA, panel=(RITA,)))


def test_who_was_thanked_before_is_thanked_again() -> None:
    """A second round has its own thanks, and knows of the first."""
    text = written(brief(thanked=True, round=2))
    assert any(word in text for word in ("again", "once more", "back"))


def test_a_late_letter_does_not_excuse_itself() -> None:
    """It thanks; it says nothing about the delay."""
    text = written(brief(late=True))
    assert not any(word in text.casefold() for word in ("late", "delay", "sorry", "apolog"))


def test_a_short_letter_is_shorter() -> None:
    """For a decision on the same day."""
    assert count(written(brief(short=True, notes=NOTES))) < count(written(brief(notes=NOTES)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("ordinal", "most"), [(1, 110), (2, 90)])
def test_an_inquiry_is_short_thankful_and_asks_one_question(language: str, ordinal: int, most: int) -> None:
    """At most 110 and 90 words, one question mark, thanks in it."""
    known = brief(Purpose.INQUIRY, RITA, ordinal=ordinal, language=language, notes=NOTES, promised=date(2026, 3, 20))
    text = written(known)
    assert count(text) <= most
    assert text.count("?") == 1
    assert breaches(text, known) == ()


def test_an_inquiry_after_the_agreed_date_names_it_without_reproach() -> None:
    """They said when; that is a fact, and no more."""
    text = written(brief(Purpose.INQUIRY, RITA, ordinal=1, promised=date(2026, 3, 20)))
    assert "March 20" in text
    assert "promise" not in text


def test_a_withdrawal_gives_at_most_one_sentence_of_reason() -> None:
    """A position elsewhere is named only if there is one."""
    assert "elsewhere" in written(brief(Purpose.WITHDRAWAL, RITA, elsewhere=True))
    assert "elsewhere" not in written(brief(Purpose.WITHDRAWAL, RITA))


def test_the_day_is_that_of_the_place_of_the_interview() -> None:
    """02:00 UTC on the 11th is still the 10th in New York."""
    late = TUESDAY.replace(hour=2) + timedelta(days=1)
    assert "March 10" in written(brief(start=late))
    assert "11 March" in written(brief(start=late, zone="Europe/London"))


@pytest.mark.parametrize(
    ("thread", "subject"),
    [
        ("Your interview", "Re: Your interview"),
        ("Re: Your interview", "Re: Your interview"),
        ("RE: RE: Re: Your interview", "RE: Your interview"),
        ("AW: Ihr Gespräch", "AW: Ihr Gespräch"),
        ("SV: Intervju", "SV: Intervju"),
        ("TR: Entretien", "TR: Entretien"),
        ("RIF: Colloquio", "RIF: Colloquio"),
        ("Antw: Gesprek", "Antw: Gesprek"),
        ("Re[2]: Interview", "Re[2]: Interview"),
        ("Fwd: Interview", "Re: Fwd: Interview"),
        ("Regarding the interview", "Re: Regarding the interview"),
    ],
)
def test_a_reply_keeps_the_subject_with_one_prefix(thread: str, subject: str) -> None:
    """A changed subject would be a new thread."""
    assert letters.letter(brief(thread=thread)).subject == subject


@pytest.mark.parametrize(
    ("known", "subject"),
    [
        (brief(), "Thank you – Backend Engineer interview on March 10"),
        (brief(role=None, zone="Europe/London"), "Thank you – interview on 10 March"),
        (brief(Purpose.INQUIRY, RITA, ordinal=1), "Backend Engineer interview on March 10 – checking in"),
        (brief(Purpose.INQUIRY, RITA, ordinal=1, role=None), "Interview on March 10 – checking in"),
        (brief(recipient=ANA, round="final"), "Thank you – Backend Engineer final interview on March 10"),
    ],
)
def test_a_fresh_subject_says_what_it_is_about(known: Brief, subject: str) -> None:
    """Rules 10 and 11 of the field guide."""
    assert letters.letter(known).subject == subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_is_in_the_language_of_their_last_mail(language: str) -> None:
    """A formal one, with the notes in it where they are in the same language."""
    person, company, role, zone = HOME.get(language, (PRIYA, "Acme", "Backend Engineer", "Europe/London"))
    notes = ABROAD.get(language, NOTES)
    known = brief(recipient=person, company=company, role=role, zone=zone, language=language, notes=notes)
    assert breaches(written(known), known) == ()
    assert any(word in written(known) for word in ("Index", "index", "índice"))


def test_notes_in_another_language_are_left_out() -> None:
    """English notes do not stand in a German letter."""
    assert "migration to Postgres" not in written(brief(language="de", notes=NOTES))


def test_a_language_that_is_not_written_becomes_english() -> None:
    """Better a letter in English than none."""
    assert written(brief(language="fi")).startswith("Dear ")


def test_a_template_of_the_users_own_replaces_ours() -> None:
    """One line is one way to say it."""
    own = {"en/closing.j2": "Thank you for your decision on the {{ role }}.\n\nI wish you well."}
    letter = letters.letter(brief(Purpose.CLOSING, RITA), own)
    assert letter.paragraphs == ("Thank you for your decision on the Backend Engineer position.", "I wish you well.")


@pytest.mark.parametrize("source", ["{{ nobody_knows_this }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ 1 / 0 }}"])
def test_a_template_that_cannot_be_used_is_the_users_to_mend(source: str) -> None:
    """Unknown names, broken syntax, what the sandbox forbids: said with the template's name."""
    with pytest.raises(NeedsUser, match=r"en/closing\.j2"):
        letters.letter(brief(Purpose.CLOSING, RITA), {"en/closing.j2": source})
