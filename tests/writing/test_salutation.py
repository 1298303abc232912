"""Whom a letter addresses, and how."""

from __future__ import annotations

import pytest

from agent.core.people import Person
from agent.writing.salutation import salutation


@pytest.mark.parametrize(
    ("name", "language", "known", "line"),
    [
        ("Priya Nair", "en", {}, "Dear Priya Nair,"),
        ("Priya Nair", "en", {"first_names": True}, "Dear Priya,"),
        ("Priya Nair", "en", {"honorific": "Ms."}, "Dear Ms. Nair,"),
        ("Dr. Priya Nair", "en", {}, "Dear Dr. Nair,"),
        ("Joost van der Meer", "nl", {"honorific": "dhr."}, "Geachte heer van der Meer,"),
        ("Joost van der Meer", "nl", {}, "Geachte Joost van der Meer,"),
        ("Lena Vogt", "de", {}, "Guten Tag Lena Vogt,"),
        ("Frau Lena Vogt", "de", {}, "Sehr geehrte Frau Vogt,"),
        ("Jörg Weiß", "de", {"honorific": "Herr"}, "Sehr geehrter Herr Weiß,"),
        ("Camille Roche", "fr", {}, "Bonjour Camille Roche,"),
        ("Camille Roche", "fr", {"honorific": "Mme"}, "Madame Roche,"),
        ("Lucía Campos Vidal", "es", {"honorific": "Sra."}, "Estimada señora Campos Vidal:"),
        ("Lucía Campos Vidal", "es", {}, "Buenos días, Lucía Campos Vidal:"),
        ("Nair, Priya", "en", {}, "Dear Priya Nair,"),
        ("Priya Nair (Acme)", "en", {}, "Dear Priya Nair,"),
        ("Bjørn Ångström-Öst", "en", {}, "Dear Bjørn Ångström-Öst,"),
        (None, "en", {"company": "Acme"}, "Dear Acme Hiring Team,"),
        (None, "en", {}, "Dear Hiring Manager,"),
        ("priya@acme.example", "en", {}, "Dear Hiring Manager,"),
        ("Acme Recruiting Team", "en", {"company": "Acme"}, "Dear Acme Hiring Team,"),
        (None, "de", {"company": "Acme"}, "Sehr geehrte Damen und Herren,"),
        (None, "fr", {}, "Madame, Monsieur,"),
        (None, "es", {}, "Estimado equipo de selección:"),
        (None, "nl", {}, "Geachte heer, mevrouw,"),
        ("Jane\r\nBcc: x@y.example", "en", {}, "Dear Hiring Manager,"),
        ("[[Name]]", "en", {}, "Dear Hiring Manager,"),
    ],
)
def test_the_salutation_is(name: str | None, language: str, known: dict[str, object], line: str) -> None:
    """A title only if it is theirs, never a guessed gender, the name as it is spelled, or none."""
    assert salutation(Person(name=name), language, **known) == line  # type: ignore[arg-type]
