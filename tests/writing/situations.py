"""The situations whose letters are kept in `tests/corpus/letters/`, to be read by people.

`python -m tests.writing.situations` writes them anew; `test_letters_kept.py` compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from agent.core.facts import Purpose
from agent.core.findings import Format
from agent.core.notes import Connection, Notes
from agent.core.people import Part, Person
from agent.writing import letters
from agent.writing.brief import Brief
from agent.writing.manners import count
from agent.writing.persona import ROBIN, Persona
from tests.writing.briefs import ANA, JO, NOTES, PANEL, PRIYA, RITA, TOM, TUESDAY, brief

FOLDER = Path(__file__).parents[1] / "corpus" / "letters"

LENA = Person(name="Lena Vogt", address="lena.vogt@nordwind.example", part=Part.INTERVIEWER)
CAMILLE = Person(name="Camille Roche", address="camille.roche@riviere.example", part=Part.INTERVIEWER)
LUCIA = Person(name="Lucía Campos Vidal", address="lucia.campos@almendro.example", part=Part.INTERVIEWER)
JOOST = Person(name="Joost van der Meer", address="joost@waterkant.example", part=Part.INTERVIEWER)

KIM = Persona(
    name="Kim Halvorsen",
    address="kim.halvorsen@example.org",
    phone="+44 1632 960983",
    headline="Ward nurse",
    strengths=(
        "six years on a surgical ward",
        "I trained nine new colleagues in wound care.",
        "a calm way of working on full nights",
    ),
    postal_address="3 Example Row\nLeeds LS1 0AA",
)
NEW = Persona(name="Alex Okoro", address="alex.okoro@example.org", phone=None)

HOME = {
    "de": (LENA, "Nordwind", "Softwareentwicklerin", "Europe/Berlin"),
    "fr": (CAMILLE, "Rivière", "développeuse logiciel", "Europe/Paris"),
    "es": (LUCIA, "Almendro", "Ingeniera de software", "Europe/Madrid"),
    "nl": (JOOST, "Waterkant", "softwareontwikkelaar", "Europe/Amsterdam"),
}
STRENGTHS = {
    "de": ("acht Jahre Erfahrung mit Zahlungssystemen", "Ich habe zwei Datenbanken ohne Ausfall umgezogen."),
    "fr": ("huit ans d’expérience des systèmes de paiement", "J’ai dirigé deux migrations de bases de données."),
    "es": ("ocho años de experiencia con sistemas de pago", "He dirigido dos migraciones de bases de datos."),
    "nl": ("acht jaar ervaring met betaalsystemen", "Ik heb twee databasemigraties geleid."),
}
ABROAD = {
    "de": Notes(
        needs="sie brauchen jemanden, der die Umstellung übernimmt",
        connections=(Connection(person=None, text="wir haben über das Klettern gesprochen"),),
        improve="SQL-Frage: ich würde einen Index auf die Datumsspalte legen",
    ),
    "fr": Notes(
        needs="ils ont besoin de quelqu'un qui prenne en charge la migration",
        connections=(Connection(person=None, text="nous avons parlé d'escalade"),),
        improve="question SQL: j'ajouterais un index sur la date",
    ),
    "es": Notes(
        needs="necesitan a alguien que lleve la migración",
        connections=(Connection(person=None, text="hablamos de la escalada"),),
        improve="pregunta de SQL: añadiría un índice sobre la fecha",
    ),
    "nl": Notes(
        needs="ze hebben iemand nodig die de migratie trekt",
        connections=(Connection(person=None, text="we hebben het over klimmen gehad"),),
        improve="SQL-vraag: ik zou een index op de datum zetten",
    ),
}


def situations() -> Iterator[tuple[str, Brief]]:
    """Every situation with its name."""
    abroad = (each for language in HOME for each in _abroad(language))
    for name, known in chain(_thanks(), _thanks_elsewhere(), _questions(), _on_request(), abroad):
        yield name, _dated(name, known)


def _dated(name: str, known: Brief) -> Brief:
    """Another step and another day for each situation, so that the letters show how they vary."""
    return (
        known if name.startswith("panel") else replace(known, key=name, start=known.start + timedelta(days=len(name)))
    )


def kept(known: Brief) -> str:
    """A letter as it is kept: subject, text, and the number of its words."""
    letter = letters.letter(known)
    text = letters.text(letter)
    return f"Subject: {letter.subject}\n\n{text}\n({count(text)} words)\n"


def _thanks() -> Iterator[tuple[str, Brief]]:
    yield "thank-you-without-notes", brief()
    yield "thank-you-with-all-notes", brief(notes=NOTES, promised=date(2026, 4, 24))
    yield "thank-you-with-a-need-only", brief(notes=Notes(needs="faster reporting"))
    yield "thank-you-with-a-connection-only", brief(notes=Notes(connections=NOTES.connections))
    yield "thank-you-with-an-answer-only", brief(notes=Notes(improve="I would start with the users, not the schema"))
    yield "thank-you-with-what-went-well-only", brief(notes=Notes(well="the pairing session went well"))
    yield "thank-you-with-unusable-notes", brief(notes=Notes(needs="they pay badly!!!", improve="I froze, sorry"))
    shared = Notes(needs="reduce cloud costs", connections=(Connection(person=None, text="both studied in Leeds"),))
    for person in PANEL:
        first = (person.name or "").split()[0].lower()
        yield f"panel-same-notes-for-all-{first}", brief(recipient=person, panel=PANEL, notes=shared)
        yield f"panel-without-notes-{first}", brief(recipient=person, panel=PANEL)
    yield "second-round-thanked-before", brief(thanked=True, round=2, notes=Notes(needs="someone to mentor juniors"))
    yield "final-round-new-face", brief(recipient=ANA, round="final", start=TUESDAY + timedelta(days=9))
    yield "late-thank-you", brief(late=True, notes=Notes(needs="help with hiring two engineers"))
    yield "short-same-day-thank-you", brief(short=True)
    yield "phone-screen-without-notes", brief(recipient=RITA, format=Format.PHONE)
    yield "phone-screen-with-notes", brief(recipient=RITA, format=Format.PHONE, notes=NOTES)


def _thanks_elsewhere() -> Iterator[tuple[str, Brief]]:
    yield "recruiter-please-pass-on", brief(recipient=RITA, panel=PANEL, notes=NOTES)
    yield "recruiter-please-pass-on-names-unknown", brief(recipient=RITA)
    yield "agency-please-pass-on", brief(recipient=JO, agency=True, panel=(PRIYA,))
    yield "name-unknown", brief(recipient=Person(address="jobs@acme.example", part=Part.INTERVIEWER))
    yield "role-and-company-unknown", brief(company=None, role=None)
    yield "honorific-known", brief(recipient=replace(PRIYA, name="Dr. Priya Nair"), honorific="Dr.")
    yield "first-names", brief(first_names=True)
    yield "nobody-knows-anything-about-me", brief(persona=NEW)
    yield (
        "another-trade-with-notes",
        brief(
            persona=KIM,
            company="Hillside Infirmary",
            role="Senior Ward Nurse",
            zone="Europe/London",
            notes=Notes(
                needs="nurses who can train new colleagues on the night shift",
                connections=(Connection(person="Priya", text="her talk on wound care"),),
                improve="the handover question: I would read the chart first and then ask the patient",
            ),
        ),
    )


def _questions() -> Iterator[tuple[str, Brief]]:
    ask = Purpose.INQUIRY
    yield "inquiry-1-in-the-thread", brief(ask, RITA, ordinal=1, thread="Your interview at Acme")
    yield "inquiry-1-after-the-agreed-date", brief(ask, RITA, ordinal=1, promised=date(2026, 4, 24), thread="AW: Acme")
    yield "inquiry-1-with-a-need", brief(ask, RITA, ordinal=1, notes=NOTES)
    yield "inquiry-2-in-the-thread", brief(ask, RITA, ordinal=2, thread="Re: Your interview at Acme")
    yield "inquiry-2-fresh", brief(ask, TOM, ordinal=2, company=None)


def _on_request() -> Iterator[tuple[str, Brief]]:
    yield "closing-after-a-rejection", brief(Purpose.CLOSING, RITA, thread="Your application")
    yield "withdrawal", brief(Purpose.WITHDRAWAL, RITA)
    yield "withdrawal-accepted-elsewhere", brief(Purpose.WITHDRAWAL, RITA, elsewhere=True)
    yield "reply-they-need-time", brief(Purpose.REPLY, RITA, thread="Update on your interview")
    yield "reply-they-named-a-day", brief(Purpose.REPLY, RITA, promised=date(2026, 5, 8), thread="Re: Update")


def _abroad(language: str) -> Iterator[tuple[str, Brief]]:
    person, company, role, zone = HOME[language]
    me = replace(ROBIN, strengths=STRENGTHS[language])

    def at_home(purpose: Purpose, **known: object) -> Brief:
        return brief(
            purpose, person, persona=me, company=company, role=role, zone=zone, language=language, key=language, **known
        )

    yield f"{language}-thank-you-without-notes", at_home(Purpose.THANK_YOU)
    yield f"{language}-thank-you-with-all-notes", at_home(Purpose.THANK_YOU, notes=ABROAD[language])
    yield f"{language}-inquiry-1", at_home(Purpose.INQUIRY, ordinal=1, promised=date(2026, 4, 24))
    yield f"{language}-inquiry-2", at_home(Purpose.INQUIRY, ordinal=2)
    yield f"{language}-closing", at_home(Purpose.CLOSING)
    yield f"{language}-reply-they-need-time", at_home(Purpose.REPLY)
    yield f"{language}-withdrawal", at_home(Purpose.WITHDRAWAL)
    call = at_home(Purpose.THANK_YOU, notes=ABROAD[language], format=Format.PHONE)
    yield f"{language}-phone-screen", replace(call, recipient=replace(person, part=Part.RECRUITER))
    relayed = at_home(Purpose.THANK_YOU, notes=ABROAD[language], panel=(PRIYA, TOM))
    yield f"{language}-recruiter-please-pass-on", replace(relayed, recipient=replace(person, part=Part.RECRUITER))


def write() -> None:
    """Write every letter anew; what belongs to no situation any more goes."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, known in situations():
        (FOLDER / f"{name}.txt").write_text(kept(known), encoding="utf-8")


if __name__ == "__main__":
    write()
