"""The user's answers to the notes form, however they come back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.notes import Connection, Notes
from agent.core.people import Part, Person
from agent.reading.notes import answers
from agent.writing.notes import form
from agent.writing.wording import LANGUAGES

BASE = date(2026, 3, 10)
FORM = """\
· Reply to this mail and write below each question.
· A few words are enough; what you leave blank is left out.

1. Did the interview take place?
· yes or no


2. What went well?


3. What did not go so well?
· for you alone, never in a letter


4. What do they need most?
· they need ...


5. Priya Nair – what did you connect on?
· we talked about ...


5. Tom Berg – what did you connect on?
· we talked about ...


6. Is there an answer you would like to improve?
· the question: I would ...


7. When do they decide, or when will you hear?


8. Who was there?
· name, role; one person a line


· Your notes go into the thank-you letter where they fit.
· Nobody but you gets this mail.
"""
TOLD = {
    "1. Did": "yes",
    "2. What": "the design exercise",
    "3. What": "I was slow on SQL",
    "4. What": "someone who can own the migration",
    "5. Priya": "climbing",
    "5. Tom": "both studied in Leeds",
    "6. Is": "sql question: should have said index",
    "7. When": "by Friday the 20th",
    "8. Who": "Priya Nair, Engineering Manager\nTom Berg (Staff Engineer)\nRita Moss – recruiter",
}


def filled(form: str, told: dict[str, str] = TOLD, quote: str = "") -> str:
    """The form with answers below its questions; the form's own lines quoted as a client would."""
    lines = []
    for line in form.splitlines():
        lines.append(f"{quote}{line}".rstrip())
        lines += [answer for start, answer in told.items() if line.startswith(start)]
    return "\n".join(lines)


def whole(found: Notes) -> None:
    """Every answer of TOLD is in its place."""
    assert found.took_place is True
    assert found.well == "the design exercise"
    assert found.badly == "I was slow on SQL"
    assert found.needs == "someone who can own the migration"
    assert found.connections == (
        Connection(person="Priya Nair", text="climbing"),
        Connection(person="Tom Berg", text="both studied in Leeds"),
    )
    assert found.improve == "sql question: should have said index"
    assert found.decision == "by Friday the 20th"
    assert found.decision_by == date(2026, 3, 20)
    assert [(p.name, p.title, p.part) for p in found.people] == [
        ("Priya Nair", "Engineering Manager", Part.INTERVIEWER),
        ("Tom Berg", "Staff Engineer", Part.INTERVIEWER),
        ("Rita Moss", "recruiter", Part.RECRUITER),
    ]


@pytest.mark.parametrize("quote", ["", "> ", ">", ">> ", "| ", "  > "])
def test_answers_below_the_questions_are_read(quote: str) -> None:
    """Whatever the client puts before what it quotes."""
    whole(answers(filled(FORM, quote=quote), BASE))


def test_answers_that_the_client_quoted_too_are_read() -> None:
    """Some put their mark before what is typed inside a quotation."""
    whole(answers("\n".join(f"> {line}" for line in filled(FORM).splitlines()), BASE))


def test_what_a_client_puts_around_it_is_no_answer() -> None:
    """Attribution above, signature below."""
    text = f"On Tue, Mar 10, 2026 at 2:10 PM Robin Ashdown <robin@example.org> wrote:\n\n{filled(FORM, quote='> ')}\n-- \nRobin\n"
    whole(answers(text, BASE))


def test_an_original_that_is_not_quoted_is_known_by_its_header() -> None:
    """As Outlook does it: the form's text follows below From, Sent, To, Subject."""
    header = "-----Original Message-----\nFrom: Robin\nSent: Tuesday\nTo: Robin\nSubject: Your notes\n"
    whole(answers(f"{header}\n{filled(FORM)}", BASE))


def test_an_empty_form_is_no_notes() -> None:
    """An untouched reminder and a reply without a word say nothing."""
    assert answers(FORM, BASE).empty
    assert answers("\n".join(f"> {line}" for line in FORM.splitlines()), BASE).empty
    assert answers("", BASE).empty


def test_a_half_filled_form_gives_what_is_there() -> None:
    """The others stay empty strings."""
    found = answers(filled(FORM, {"4. What": "faster reporting"}, quote="> "), BASE)
    assert found == Notes(needs="faster reporting")


def test_the_order_of_the_questions_does_not_matter() -> None:
    """A client or the user may have moved them."""
    found = answers("7. When do they decide?\nin two weeks\n1. Did it take place?\nyes", BASE)
    assert (found.took_place, found.decision_by) == (True, date(2026, 3, 24))


def test_an_answer_may_stand_on_the_line_of_its_question() -> None:
    """Behind the question mark, with or without the hint."""
    found = answers("2. What went well? the pairing\n4. What do they need most? They need ... a lead", BASE)
    assert (found.well, found.needs) == ("the pairing", "a lead")


def test_an_answer_of_several_lines_stays_one() -> None:
    """List items and all."""
    assert answers(filled(FORM, {"4. What": "- a lead\n- better tests"}), BASE).needs == "- a lead\n- better tests"


def test_free_words_above_the_form_are_read_sentence_by_sentence() -> None:
    """A phone user writes on top; the quoted form stays empty."""
    top = "The pairing went well. They need someone who can own the migration! Should have said index. They decide by the 14th."
    quoted = "\n".join(f"> {line}" for line in FORM.splitlines())
    found = answers(f"{top}\n\nSent from my iPhone\n\n> On 10 Mar 2026, Robin wrote:\n{quoted}", BASE)
    assert found.well == "The pairing went well."
    assert found.needs == "They need someone who can own the migration!"
    assert found.improve == "Should have said index."
    assert found.decision_by == date(2026, 3, 14)


def test_numbered_and_labelled_words_above_the_form_are_read() -> None:
    """As in "2. the pairing" and "needs: a lead"."""
    assert answers("1. yes\n2. the pairing\n4) a lead", BASE) == Notes(
        took_place=True, well="the pairing", needs="a lead"
    )
    assert answers("Needs: a lead\nWell: the pairing", BASE) == Notes(well="the pairing", needs="a lead")


def test_free_words_that_answer_nothing_are_kept_out_of_letters() -> None:
    """They go where nothing is ever quoted from."""
    assert answers("Nice office by the river", BASE) == Notes(badly="Nice office by the river")


@pytest.mark.parametrize(
    "said",
    [
        "no",
        "No.",
        "nein",
        "Non",
        "nee",
        "it was cancelled",
        "rescheduled to Thursday",
        "abgesagt",
        "didn't happen",
        "no show",
    ],
)
def test_an_interview_that_did_not_take_place(said: str) -> None:
    """No letter follows then."""
    assert answers(filled(FORM, {"1. Did": said}), BASE).took_place is False


@pytest.mark.parametrize("said", ["yes", "Yes, 45 minutes", "ja", "oui", "sí", "y"])
def test_an_interview_that_took_place(said: str) -> None:
    """In each language of the form."""
    assert answers(filled(FORM, {"1. Did": said}), BASE).took_place is True


def test_a_cancelled_interview_is_understood_without_the_form() -> None:
    """From a sentence on top."""
    assert answers("The interview was cancelled at the last minute.", BASE).took_place is False


def test_what_is_not_said_is_not_known() -> None:
    """Neither yes nor no."""
    assert answers(filled(FORM, {"2. What": "the pairing"}), BASE).took_place is None
    assert answers(filled(FORM, {"1. Did": "sort of"}), BASE).took_place is None


def test_the_forms_of_other_languages_are_read_by_the_same_numbers() -> None:
    """The number is the question."""
    german = "1. Hat das Gespräch stattgefunden?\n· ja oder nein\nja\n5. Priya Nair – was hat Sie verbunden?\nKlettern\n7. Wann wird entschieden, oder wann hören Sie?\nbis Freitag"
    found = answers(german, BASE)
    assert found.took_place is True
    assert found.connections == (Connection(person="Priya Nair", text="Klettern"),)
    assert found.decision_by == date(2026, 3, 13)


def test_a_commands_answers_are_read() -> None:
    """Texts, an object for what connects, a truth value."""
    found = answers(
        {"connected": {"Priya": "climbing"}, "took_place": True, "needs": "a lead", "decision": "14 March", "odd": 1},
        BASE,
    )
    assert found.connections == (Connection(person="Priya", text="climbing"),)
    assert (found.took_place, found.needs, found.decision_by) == (True, "a lead", date(2026, 3, 14))


def test_a_commands_connections_may_name_people() -> None:
    """As the command's help shows it: "Priya: climbing; Tom: Postgres"."""
    found = answers({"connected": "Priya: climbing; Tom: Postgres"}, BASE).connections
    assert found == (Connection(person="Priya", text="climbing"), Connection(person="Tom", text="Postgres"))


def test_a_connection_with_nobody_named_is_with_all() -> None:
    """And then it may stand in every letter."""
    assert answers({"connected": "climbing"}, BASE).connections == (Connection(person=None, text="climbing"),)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Priya Nair, Tom Berg", [("Priya Nair", None), ("Tom Berg", None)]),
        ("Priya Nair and Tom Berg", [("Priya Nair", None), ("Tom Berg", None)]),
        (
            "Priya Nair, Engineering Manager; Tom Berg (CTO)",
            [("Priya Nair", "Engineering Manager"), ("Tom Berg", "CTO")],
        ),
        ("Ana García – hiring manager – ana@acme.example", [("Ana García", "hiring manager")]),
        ("some people", []),
        ("???", []),
    ],
)
def test_names_and_roles_become_people(text: str, people: list[tuple[str, str | None]]) -> None:
    """Everyone the user met."""
    assert [(p.name, p.title) for p in answers({"people": text}, BASE).people] == people


def test_an_address_that_the_user_notes_is_theirs() -> None:
    """So that a letter can go there."""
    (person,) = answers({"people": "Ana García, hiring manager, ana@acme.example"}, BASE).people
    assert (person.address, person.part) == ("ana@acme.example", Part.HIRING_MANAGER)


@settings(max_examples=200)
@given(text=st.text(max_size=600))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever the user or a client writes."""
    answers(text, BASE)
    answers(filled(FORM, {"4. What": text}, quote="> "), BASE)
    answers({"connected": text, "people": text, "decision": text, "took_place": text}, BASE)


def test_a_very_long_reply_is_read_as_far_as_it_is_sensible() -> None:
    """20,000 characters, 2,000 an answer."""
    found = answers(filled(FORM, {"4. What": "word " * 50_000}), BASE)
    assert len(found.needs) <= 2_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_as_it_is_mailed_is_read_in_every_language(language: str) -> None:
    """Reading and writing do not know each other: what they share is the numbers and the dot."""
    people = (Person(name="Priya Nair"), Person(name="Tom Berg"))
    asked = form("Acme", BASE, people, language=language, again=True).text
    assert answers(asked, BASE).empty
    told = {start if start.startswith("5.") else start.split()[0]: answer for start, answer in TOLD.items()}
    whole(answers(filled(asked, told, quote="> "), BASE))
