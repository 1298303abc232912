"""From what the user scribbled to what stands in a sentence."""

from __future__ import annotations

import pytest

from agent.core.people import Person
from agent.writing import prose
from agent.writing.fragment import tongue
from agent.writing.parts import Answer, Bond, Listener, Need, Strength
from tests.writing.briefs import HOSTILE

ENGLISH = Listener(language="en", others=(Person(name="Sarah Jones"),))


@pytest.mark.parametrize(
    ("note", "need"),
    [
        ("faster reporting", Need(wanted="faster reporting")),
        ("they need someone who can own the migration", Need(wanted="someone who can own the migration")),
        ("They're looking for a senior engineer", Need(wanted="a senior engineer")),
        ("reduce cloud costs", Need(wanted="to reduce cloud costs")),
        ("own the migration", Need(wanted="to own the migration")),
        ("they want to ship faster", Need(wanted="to ship faster")),
        ("improve their release process", Need(wanted="to improve your release process")),
        ("support for their new team", Need(wanted="support for your new team")),
        ("more structure, better docs", Need(wanted="more structure and better docs")),
        ("senior dev who can mentor juniors", Need(wanted="a senior dev who can mentor juniors")),
        ("- someone calm\n- better tests", Need(wanted="someone calm")),
        ("high churn in enterprise accounts", Need(matter="high churn in enterprise accounts")),
        ("less churn", Need(wanted="less churn")),
        ("scaling the platform", Need(matter="scaling the platform")),
        ("reporting takes a whole day", Need(matter="reporting")),
        ("the team is understaffed", Need()),
        ("nobody owns testing", Need()),
        ("someone like Sarah", Need()),
        ("curious and reliable", Need()),
        ("not sure", Need()),
        ("?", Need()),
        ("", Need()),
    ],
)
def test_a_need_becomes(note: str, need: Need) -> None:
    """What completes "your team needs …", or names the subject, or nothing."""
    assert prose.need(note, ENGLISH) == need


@pytest.mark.parametrize(
    ("note", "bond"),
    [
        ("climbing", Bond(topic="climbing")),
        ("we talked about climbing", Bond(topic="climbing")),
        ("Our chat about testing in production", Bond(topic="testing in production")),
        ("her work on observability", Bond(topic="your work on observability")),
        ("the way they run postmortems", Bond(topic="the way you run postmortems")),
        ("how they onboard people", Bond(topic="how you onboard people")),
        ("football, sailing", Bond(topic="football and sailing")),
        ("hiking/climbing", Bond(topic="hiking and climbing")),
        ("shared interest in open data", Bond(topic="open data")),
        ("both studied in Leeds", Bond(shared="we both studied in Leeds")),
        ("we both like hiking", Bond(shared="we both like hiking")),
        ("both from Ohio", Bond(shared="we both come from Ohio")),
        ("same university", Bond(shared="we went to the same university")),
        ("she also climbs", Bond()),
        ("good rapport", Bond()),
        ("nothing really", Bond()),
    ],
)
def test_a_connection_becomes(note: str, bond: Bond) -> None:
    """A topic, a clause, or nothing."""
    assert prose.bond(note, ENGLISH) == bond


@pytest.mark.parametrize(
    ("note", "answer"),
    [
        ("sql question: said full scan, should have said index", Answer(question="the SQL question", point="an index")),
        ("Should have mentioned my work on caching", Answer(point="my work on caching")),
        ("forgot to mention the audit project", Answer(point="the audit project")),
        ("leadership example", Answer(question="the leadership example")),
        ("I'd start with the users", Answer(addition="I would start with the users.")),
        (
            "conflict question: talk about the Lisbon project",
            Answer(question="the conflict question", addition="I would talk about the Lisbon project."),
        ),
        (
            "should have said that we used feature flags",
            Answer(addition="I would add that we used feature flags."),
        ),
        ("could have explained sharding better", Answer(question="sharding")),
        ("my answer about estimation was weak", Answer(question="estimation")),
        ("I froze on the recursion one", Answer()),
        ("salary expectation: said too low", Answer()),
        ("I said full scan", Answer()),
        ("none", Answer()),
    ],
)
def test_an_answer_to_improve_becomes(note: str, answer: Answer) -> None:
    """Which question, and what to say now, without what went wrong."""
    assert prose.answer(note, ENGLISH) == answer


@pytest.mark.parametrize(
    ("note", "noun"),
    [
        ("design exercise went well", "the design exercise"),
        ("I nailed the case study", "the case study"),
        ("discussing their roadmap", "discussing your roadmap"),
        ("good rapport", ""),
        ("everything", ""),
        ("my answers", ""),
    ],
)
def test_what_went_well_becomes(note: str, noun: str) -> None:
    """Something to have enjoyed, or nothing: no praise of oneself."""
    assert prose.well(note, ENGLISH) == noun


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("ten years of running payment systems", Strength(phrase="ten years of running payment systems")),
        ("I led the move to Postgres at a bank.", Strength(sentence="I led the move to Postgres at a bank.")),
        ("leading small teams", Strength(phrase="experience in leading small teams")),
        ("Fluent German", Strength(phrase="fluent German")),
        ("curious and reliable", Strength()),
        ("hard-working", Strength()),
    ],
)
def test_a_strength_becomes(text: str, strength: Strength) -> None:
    """A noun to bring along or a sentence; adjectives alone say nothing."""
    assert prose.strength(text, ENGLISH) == strength


@pytest.mark.parametrize(
    ("language", "need", "bond", "answer"),
    [
        (
            "de",
            ("sie brauchen jemanden, der die Migration übernimmt", "jemanden, der die Migration übernimmt"),
            ("wir haben über das Klettern gesprochen", "Klettern", "über das Klettern"),
            (
                "SQL-Frage: ich würde einen Index anlegen",
                "die SQL-Frage",
                "zur SQL-Frage",
                "Ich würde einen Index anlegen.",
            ),
        ),
        (
            "fr",
            ("ils ont besoin de quelqu'un pour la migration", "quelqu'un pour la migration"),
            ("nous avons parlé de randonnée", "randonnée", "de randonnée"),
            (
                "question SQL: j'ajouterais un index sur la date",
                "la question SQL",
                "de la question SQL",
                "J'ajouterais un index sur la date.",
            ),
        ),
        (
            "es",
            ("necesitan a alguien que lleve la migración", "alguien que lleve la migración"),
            ("hablamos de la escalada", "la escalada", ""),
            ("pregunta de SQL: añadiría un índice", "la pregunta de SQL", "", "Añadiría un índice."),
        ),
        (
            "nl",
            ("ze hebben iemand nodig die de migratie trekt", "iemand die de migratie trekt"),
            ("we hebben het over klimmen gehad", "klimmen", ""),
            (
                "SQL-vraag: ik zou een index op de datum zetten",
                "de SQL-vraag",
                "",
                "Ik zou een index op de datum zetten.",
            ),
        ),
    ],
)
def test_notes_in_the_language_of_the_letter_stand_in_it(
    language: str, need: tuple[str, str], bond: tuple[str, str, str], answer: tuple[str, str, str, str]
) -> None:
    """Nouns for after a colon or, where the case is known, in the sentence; and sentences of the user's own."""
    listener = Listener(language=language, whole="\n".join((need[0], bond[0], answer[0])))
    assert prose.need(need[0], listener).wanted == need[1]
    assert prose.bond(bond[0], listener) == Bond(topic=bond[1], about=bond[2])
    assert prose.answer(answer[0], listener) == Answer(question=answer[1], asked=answer[2], addition=answer[3])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("they need someone who can own the migration", "en"),
        ("sie brauchen jemanden für die Migration", "de"),
        ("ils ont besoin de quelqu'un pour la migration", "fr"),
        ("necesitan a alguien para la migración", "es"),
        ("ze hebben iemand nodig voor de migratie", "nl"),
        ("Kubernetes migration war stories", None),
        ("climbing", None),
    ],
)
def test_the_language_of_a_note_is_known_or_left_open(text: str, language: str | None) -> None:
    """Two function words decide; one alone only in a very short text."""
    assert tongue(text) == language


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_gets_through_whole(text: str) -> None:
    """No sign that is not written in letters, no link, no mail address, nothing shouted."""
    found = (
        prose.need(text, ENGLISH),
        prose.bond(text, ENGLISH),
        prose.answer(text, ENGLISH),
        prose.strength(text, ENGLISH),
    )
    said = f"{found}{prose.well(text, ENGLISH)}"
    assert not any(sign in said for sign in ("{{", "{%", "<", "@", "://", "www.", "!", "😀", "INSERT", "BUY", "HELP"))


@pytest.mark.parametrize(
    ("language", "note", "about"),
    [
        ("de", "wir haben über den neuen Standort gesprochen", "über den neuen Standort"),
        ("de", "gemeinsames Thema: der Marathon", ""),
        ("fr", "nous avons parlé de le vélo", "du vélo"),
        ("fr", "sujet: les abeilles", "des abeilles"),
        ("fr", "nous avons parlé d'escalade", "d’escalade"),
        ("fr", "nous avons parlé de handball", ""),
    ],
)
def test_a_topic_stands_in_the_sentence_only_where_its_case_is_known(language: str, note: str, about: str) -> None:
    """German bends the article, French melts it with "de"; what is not sure stays after a colon."""
    assert prose.bond(note, Listener(language=language, whole=note)).about == about


@pytest.mark.parametrize(
    ("language", "phrase", "fits"),
    [
        ("de", "acht Jahre Erfahrung mit Zahlungssystemen", True),
        ("de", "langjährige Arbeit mit Kundinnen", True),
        ("de", "ein ruhiger Umgang mit Druck", False),
        ("fr", "huit ans d'expérience", True),
        ("fr", "rigueur", False),
    ],
)
def test_a_strength_is_an_object_only_where_no_case_would_show(language: str, phrase: str, fits: bool) -> None:
    """ "Dabei könnte ich auf acht Jahre … zurückgreifen", but "Anbieten kann ich dies: ein ruhiger Umgang …"."""
    assert prose.strength(phrase, Listener(language=language, whole=phrase)).phrase_fits is fits
