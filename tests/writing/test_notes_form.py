"""The notes form and notes to the user, as they are mailed."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, date, datetime

import pytest

from agent.core.people import Person
from agent.writing import notes
from agent.writing.wording import LANGUAGES
from tests.writing.briefs import PANEL

ROBIN = Person(name="Robin Ashdown", address="robin.ashdown@example.org")
AT = datetime(2026, 3, 10, 18, 10, tzinfo=UTC)
DAY = date(2026, 3, 10)


def test_the_form_asks_the_coachs_questions_in_order() -> None:
    """First whether it took place; then what went well, what did not, what they need, connections, answer, date, people."""
    questions = [line[0] for line in notes.form("Acme", DAY, PANEL).text.splitlines() if line[:1].isdigit()]
    assert questions == ["1", "2", "3", "4", "5", "5", "5", "6", "7", "8"]


def test_each_interviewer_is_named_in_a_question_of_their_own() -> None:
    """What you connected on, for each by name."""
    text = notes.form("Acme", DAY, PANEL).text
    for name in ("Priya Nair", "Tom Berg", "Ana García"):
        assert f"5. {name} – what did you connect on?" in text


def test_without_names_it_asks_with_whom() -> None:
    """One question for all."""
    assert "with whom?" in notes.form("Acme", DAY).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_short_enough_for_a_phone_and_for_quoting(language: str) -> None:
    """At most 72 characters: no client breaks them."""
    text = notes.form(
        "Acme", DAY, (Person(name="Maximiliane von Hohenstein-Wernigerode"),), language=language, again=True
    ).text
    assert max(map(len, text.splitlines())) <= 72


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_a_question_or_begins_with_a_dot(language: str) -> None:
    """That is how it is told from the answers."""
    lines = [line for line in notes.form("Acme", DAY, PANEL, language=language, again=True).text.splitlines() if line]
    assert all(line.startswith("· ") or (line[0].isdigit() and line.endswith("?")) for line in lines)


def test_the_subject_names_company_and_day() -> None:
    """In the user's own way of writing dates; without a company the day alone."""
    assert notes.form("Acme", DAY).subject == "Your notes: interview at Acme on 10 March"
    assert notes.form("Acme", DAY, america=True).subject == "Your notes: interview at Acme on March 10"
    assert notes.form(None, DAY).subject == "Your notes: interview on 10 March"


def test_the_second_try_says_so() -> None:
    """And that it is the last."""
    assert "second and last" in notes.form("Acme", DAY, again=True).text
    assert "second and last" not in notes.form("Acme", DAY).text


def test_the_prompt_goes_from_the_user_to_the_user_under_an_id_nobody_can_guess() -> None:
    """The id hangs on the installation's secret."""
    known = notes.message_id("acme/notes/1", b"secret", "example.org")
    assert known != notes.message_id("acme/notes/1", b"other", "example.org")
    raw = notes.message(notes.form("Acme", DAY, PANEL), to=ROBIN, message_id=known, date=AT)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Message-ID"] == known
    assert message["To"] == message["From"] == "Robin Ashdown <robin.ashdown@example.org>"
    assert "Priya Nair" in message.get_content()


def test_a_note_is_a_mail_with_these_lines() -> None:
    """Controls and escape sequences do not reach a terminal."""
    raw = notes.note(
        "Afterword: today", ["Acme", "- They answered.\x1b[31m"], to=ROBIN, message_id="<n@example.org>", date=AT
    )
    message = email.message_from_bytes(raw, policy=email.policy.default)
    text = message.get_content()
    assert "- They answered." in text
    assert "\x1b" not in text
