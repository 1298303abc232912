"""When they will decide, phrase by phrase: the tables were written before the grammar was."""

from __future__ import annotations

from datetime import date

import pytest

from agent.core.workdays import Workdays
from agent.reading.promise import deadline_for_user, promised

WEDNESDAY = date(2026, 3, 4)
US_2026 = Workdays(
    holidays=frozenset(
        date(2026, month, day)
        for month, day in [
            (1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25),
        ]
    )
    | {date(2027, 1, 1), date(2027, 1, 18), date(2025, 12, 25), date(2025, 11, 27)},
)  # fmt: skip
QUIET = Workdays(
    holidays=US_2026.holidays,
    quiet=frozenset({(12, day) for day in range(24, 32)} | {(1, 1)}),
)


def by(text: str, base: date = WEDNESDAY, language: str = "en", workdays: Workdays = US_2026) -> str:
    """`YYYY-MM-DD`, `open` for "deciding, no date", `-` for no promise at all."""
    promise = promised(text, base, workdays, language)
    if promise is None:
        return "-"
    assert promise.quote in text, "the quote is verbatim"
    return promise.by.isoformat() if promise.by else "open"


# The field guide's table 4.2, each phrase in a sentence of its own.
TABLE = [
    ("We will let you know by Friday.", "2026-03-06"),
    ("You'll hear from us by EOD Friday.", "2026-03-06"),
    ("The team will decide by EOW.", "2026-03-06"),
    ("We expect to have a decision by the end of the week.", "2026-03-06"),
    ("I will get back to you by COB Thursday.", "2026-03-05"),
    ("We will be in touch by next Friday.", "2026-03-13"),
    ("We'll have an update for you next Tuesday.", "2026-03-10"),
    ("We will let you know by Monday at the latest.", "2026-03-09"),
    ("You will hear back no later than Wednesday the 11th.", "2026-03-11"),
    ("We should have a decision early next week.", "2026-03-11"),
    ("We should have a decision mid next week.", "2026-03-12"),
    ("We should have a decision by the end of next week.", "2026-03-13"),
    ("We'll get back to you sometime next week.", "2026-03-13"),
    ("We will get back to you within 48 hours.", "2026-03-06"),
    ("We'll be in touch in the next few days.", "2026-03-11"),
    ("You can expect to hear from us within 5 business days.", "2026-03-11"),
    ("You can expect to hear from us within 7-10 business days.", "2026-03-18"),
    ("We will be in touch within two weeks.", "2026-03-18"),
    ("We should have an answer in a couple of weeks.", "2026-03-18"),
    ("You'll hear from us in a week or two.", "2026-03-18"),
    ("We will decide within a fortnight.", "2026-03-18"),
    ("The decision will take 2-3 weeks.", "2026-03-25"),
    ("We will make a decision over the next few weeks.", "2026-04-01"),
    ("We'll let you know a week from Friday.", "2026-03-13"),
    ("We'll let you know Friday week.", "2026-03-13"),
    ("We will let you know by March 15th.", "2026-03-15"),
    ("We will let you know by the 15th.", "2026-03-15"),
    ("We will let you know by the 2nd.", "2026-04-02"),
    ("We hope to decide by the end of the month.", "2026-03-31"),
    ("We hope to decide by the end of March.", "2026-03-31"),
    ("We plan to make a decision by the end of Q1.", "2026-03-31"),
    ("We expect to make a decision mid-March.", "2026-03-20"),
    ("We expect to make a decision in early April.", "2026-04-10"),
    ("We expect to make a decision sometime in April.", "2026-04-30"),
    ("You will hear from us the week of March 16.", "2026-03-20"),
    ("We're finishing interviews next week and will be in touch after that.", "2026-03-20"),
    ("We expect to wrap up interviews by March 20 and will then decide.", "2026-03-27"),
    ("We'll be in touch soon.", "open"),
    ("You will hear from us shortly.", "open"),
    ("We will let you know either way.", "open"),
    ("We'll be in touch.", "open"),
]  # fmt: skip

MORE = [
    ("We'll be in touch after the holidays.", date(2026, 12, 16), "2027-01-08"),
    ("We will get back to you after Easter.", WEDNESDAY, "2026-04-10"),
    ("We will decide before the end of the year.", date(2026, 12, 1), "2026-12-23"),
    ("We expect to decide in Q2.", WEDNESDAY, "2026-06-30"),
    ("We will decide when Dana is back on the 9th.", WEDNESDAY, "2026-03-12"),
    ("We move fast, you will hear from us today or tomorrow.", WEDNESDAY, "2026-03-05"),
    ("We will let you know by Friday.", date(2026, 3, 6), "2026-03-13"),
    ("You will hear from us by the end of the week.", date(2026, 3, 6), "2026-03-13"),
    ("We'll let you know by the time you're back.", WEDNESDAY, "open"),
    ("We'll have a decision in the new year.", date(2026, 12, 10), "2027-01-31"),
    ("We will get back to you by January 8.", date(2026, 12, 18), "2027-01-08"),
    ("You'll hear from us within 5 business days.", date(2026, 12, 22), "2027-01-07"),
    ("We will decide before Thanksgiving.", date(2026, 11, 3), "2026-11-25"),
    ("We'll get back to you by Christmas.", date(2026, 12, 3), "2026-12-24"),
    ("You'll hear from us within 3 business days.", date(2026, 7, 1), "2026-07-07"),
    ("We will decide by the end of next month.", date(2026, 1, 12), "2026-02-28"),
]  # fmt: skip

ENGLISH = [
    ("Our hiring committee meets on Thursday and I will call you that day or on Friday with the outcome.", "2026-03-06"),
    ("Expect an update from me by close of business on Monday.", "2026-03-09"),
    ("We anticipate making a final decision within the next 10 business days.", "2026-03-18"),
    ("The panel is meeting next week, so you should have news from us by the following Monday.", "2026-03-16"),
    ("By Friday we will let you know about next steps.", "2026-03-06"),
    ("I'd expect to be able to share feedback by tomorrow.", "2026-03-05"),
    ("It may take up to three weeks before we reach a decision.", "2026-03-25"),
    ("We'll be making our decision by 3/20.", "2026-03-20"),
    ("If you have not heard from us within two weeks, please assume that you were not selected.", "2026-03-18"),
    ("We aim to get back to all candidates within one week.", "2026-03-11"),
    ("I will circle back later this week.", "2026-03-06"),
    ("A decision is expected the week of 23 March.", "2026-03-27"),
    ("We are hoping to finalize things by mid next month.", "2026-04-20"),
    ("Our goal is to have an answer for you on or before March 13.", "2026-03-13"),
    ("The hiring manager is traveling, so it will probably be another week before we can let you know.", "2026-03-11"),
    ("We're still meeting with other candidates and will follow up by the 20th.", "2026-03-20"),
    ("I should know more by Tuesday and will update you then.", "2026-03-10"),
    ("You'll hear back from Dana in 3 to 5 business days.", "2026-03-11"),
    ("We will reach out with next steps at the beginning of next week.", "2026-03-11"),
    ("Decisions go out on March 27.", "2026-03-27"),
    ("We'll let you know in the week commencing 16 March.", "2026-03-20"),
    ("We hope to come back to you towards the end of this month.", "2026-03-31"),
    ("Please bear with us, we will be able to confirm by Wednesday next week.", "2026-03-11"),
    ("We're currently deciding and don't have a date yet.", "open"),
    ("The team is still reviewing all candidates.", "open"),
    ("We have not made a decision yet.", "open"),
    ("Please send your references by Thursday; we will let you know by next Wednesday.", "2026-03-11"),
    ("We will let you know by Friday, or by Monday at the latest.", "2026-03-09"),
    ("Our timeline: decision by 18 March.", "2026-03-18"),
    ("It'll be two weeks from today before the committee decides.", "2026-03-18"),
    ("we will get back to u by fri", "2026-03-06"),
    ("I'll get you an answer by the end of the day tomorrow.", "2026-03-05"),
    ("Give us until the 13th to make our decision.", "2026-03-13"),
    ("You can expect our decision in the first half of April.", "2026-04-15"),
    ("We will notify all applicants in the second week of April.", "2026-04-10"),
    ("We should be able to let you know in about ten days.", "2026-03-14"),
    ("We will contact you within the next month.", "2026-04-04"),
    ("You should hear something by this coming Tuesday.", "2026-03-10"),
    ("We are looking to make an offer by end of month.", "2026-03-31"),
    ("I'm out of office next week, but will get back to you the week after.", "2026-03-20"),
]  # fmt: skip

NO_PROMISE = [
    ("en", "Thank you for your time on Tuesday."),
    ("en", "Your interview is on Tuesday, March 10 at 2 PM ET."),
    ("en", "The position starts on March 30."),
    ("en", "Please reply by Friday."),
    ("en", "Could you send us your references by Thursday?"),
    ("en", "The offer expires on March 13."),
    ("en", "We posted this position on March 1 and need 2+ years of experience."),
    ("en", "Please let us know by Friday whether you accept."),
    ("en", "The salary is reviewed at the end of the year."),
    ("en", "We look forward to meeting you next week."),
    ("en", "I will call you on Tuesday at 2 PM for our interview."),
    ("en", "Applications close on March 20."),
    ("en", "We were founded in March and will grow to 200 people within two years."),
    ("de", "Bitte antworten Sie bis Freitag."),
    ("de", "Das Gespräch findet am 10. März statt."),
    ("fr", "Merci de nous répondre avant vendredi."),
    ("es", "Le rogamos que responda antes del viernes."),
    ("nl", "Graag horen wij uiterlijk vrijdag van u."),
]

OTHERS = [
    ("de", "Wir melden uns bis Freitag bei Ihnen.", "2026-03-06"),
    ("de", "Sie hören bis spätestens Montag von uns.", "2026-03-09"),
    ("de", "Wir werden bis Ende nächster Woche entscheiden.", "2026-03-13"),
    ("de", "Wir kommen Anfang nächster Woche auf Sie zu.", "2026-03-11"),
    ("de", "Sie erhalten innerhalb von zwei Wochen eine Rückmeldung.", "2026-03-18"),
    ("de", "Die Entscheidung fällt bis Ende März.", "2026-03-31"),
    ("de", "Wir geben Ihnen in den nächsten Tagen Bescheid.", "2026-03-11"),
    ("de", "Bis zum 15. März erhalten Sie unsere Entscheidung.", "2026-03-15"),
    ("de", "Wir melden uns in KW 12 bei Ihnen.", "2026-03-20"),
    ("de", "Wir melden uns innerhalb von 5 Werktagen.", "2026-03-11"),
    ("de", "Mitte April werden wir uns entscheiden.", "2026-04-20"),
    ("de", "Wir melden uns in Kürze bei Ihnen.", "open"),
    ("de", "Wir haben noch keine Entscheidung getroffen.", "open"),
    ("de", "Wir führen noch Gespräche bis nächste Woche und melden uns danach.", "2026-03-20"),
    ("de", "In zwei bis drei Wochen können wir Ihnen Bescheid geben.", "2026-03-25"),
    ("fr", "Nous reviendrons vers vous d'ici vendredi.", "2026-03-06"),
    ("fr", "Vous aurez une réponse avant la fin de la semaine prochaine.", "2026-03-13"),
    ("fr", "Nous vous tiendrons informé sous deux semaines.", "2026-03-18"),
    ("fr", "Nous prendrons notre décision en début de semaine prochaine.", "2026-03-11"),
    ("fr", "Je vous recontacte dans les prochains jours.", "2026-03-11"),
    ("fr", "Une décision sera prise d'ici fin mars.", "2026-03-31"),
    ("fr", "Nous vous donnerons une réponse au plus tard le 13 mars.", "2026-03-13"),
    ("fr", "Nous reviendrons vers vous sous 48 heures.", "2026-03-06"),
    ("fr", "Vous recevrez notre réponse dans un délai de 5 jours ouvrés.", "2026-03-11"),
    ("fr", "Nous reviendrons vers vous prochainement.", "open"),
    ("fr", "Nous vous recontacterons à la mi-avril.", "2026-04-20"),
    ("fr", "D'ici une quinzaine de jours nous vous ferons un retour.", "2026-03-18"),
    ("es", "Le daremos una respuesta antes del viernes 13.", "2026-03-13"),
    ("es", "Nos pondremos en contacto contigo la próxima semana.", "2026-03-13"),
    ("es", "Tomaremos una decisión a finales de marzo.", "2026-03-31"),
    ("es", "Te diremos algo en un plazo de dos semanas.", "2026-03-18"),
    ("es", "Recibirá noticias nuestras a principios de la semana que viene.", "2026-03-11"),
    ("es", "Le informaremos en los próximos días.", "2026-03-11"),
    ("es", "La decisión se tomará a más tardar el 16 de marzo.", "2026-03-16"),
    ("es", "Te avisaremos en 5 días hábiles.", "2026-03-11"),
    ("es", "A mediados de abril tendremos una decisión.", "2026-04-20"),
    ("es", "Nos pondremos en contacto contigo en breve.", "open"),
    ("nl", "We laten je uiterlijk vrijdag iets weten.", "2026-03-06"),
    ("nl", "Je hoort eind volgende week van ons.", "2026-03-13"),
    ("nl", "Wij nemen binnen twee weken contact met u op.", "2026-03-18"),
    ("nl", "Begin volgende week nemen we een beslissing.", "2026-03-11"),
    ("nl", "U ontvangt binnen 5 werkdagen een reactie.", "2026-03-11"),
    ("nl", "We komen er in de komende dagen op terug.", "2026-03-11"),
    ("nl", "Eind maart maken we de uitkomst bekend.", "2026-03-31"),
    ("nl", "Je hoort voor 13 maart van ons.", "2026-03-13"),
    ("nl", "Medio april laten we je onze beslissing weten.", "2026-04-20"),
    ("nl", "We laten zo snel mogelijk iets van ons horen.", "open"),
]  # fmt: skip

YOURS = [
    ("en", "Please reply by Friday.", "2026-03-06"),
    ("en", "Please let us know by Friday whether you accept.", "2026-03-06"),
    ("en", "Could you send us your references by Thursday?", "2026-03-05"),
    ("en", "The offer expires on March 13.", "2026-03-13"),
    ("en", "This offer is valid until March 13, 2026 at 5 PM.", "2026-03-13"),
    ("en", "We kindly ask that you confirm your availability no later than tomorrow.", "2026-03-05"),
    ("en", "We need your signed copy by end of day Monday.", "2026-03-09"),
    ("en", "Complete the assessment within 72 hours.", "2026-03-07"),
    ("en", "You have five business days to complete the challenge.", "2026-03-11"),
    ("en", "Deadline to accept: March 20", "2026-03-20"),
    ("en", "If you are interested, respond by the 10th.", "2026-03-10"),
    ("en", "RSVP by 3/9, please.", "2026-03-09"),
    ("en", "We will let you know by Friday.", "-"),
    ("en", "We would need your answer within a week.", "2026-03-11"),
    ("de", "Bitte antworten Sie bis Freitag.", "2026-03-06"),
    ("de", "Bitte bestätigen Sie den Termin bis zum 10. März.", "2026-03-10"),
    ("de", "Das Angebot ist bis 13.03.2026 gültig.", "2026-03-13"),
    ("de", "Wir melden uns bis Freitag bei Ihnen.", "-"),
    ("fr", "Merci de nous répondre avant vendredi.", "2026-03-06"),
    ("fr", "Veuillez nous confirmer votre présence d'ici lundi.", "2026-03-09"),
    ("es", "Le rogamos que responda antes del 13 de marzo.", "2026-03-13"),
    ("es", "Por favor, confirma tu disponibilidad hasta el lunes.", "2026-03-09"),
    ("nl", "Graag horen wij uiterlijk vrijdag van u.", "2026-03-06"),
    ("nl", "Wil je voor maandag reageren?", "2026-03-09"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_the_table_of_phrases_gives_the_latest_day_that_fits(text: str, expected: str) -> None:
    """Base Wednesday 4 March 2026, US holidays; an ambiguous phrase means its later day."""
    assert by(text) == expected


@pytest.mark.parametrize(("text", "base", "expected"), MORE)
def test_holidays_the_turn_of_the_year_and_fridays_move_the_day(text: str, base: date, expected: str) -> None:
    """The paragraph "More" of the guide, with a quiet period from 24 December to 1 January."""
    assert by(text, base, workdays=QUIET) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_an_english_promise_is_read_in_the_sentence_it_stands_in(text: str, expected: str) -> None:
    """Whole sentences as recruiters write them."""
    assert by(text) == expected


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_a_promise_in_another_language_is_read_as_exactly(language: str, text: str, expected: str) -> None:
    """German, French, Spanish and Dutch."""
    assert by(text, language=language) == expected


@pytest.mark.parametrize(("language", "text"), NO_PROMISE)
def test_a_date_that_is_no_promise_is_left_alone(language: str, text: str) -> None:
    """Interviews, start dates, the user's own deadlines and job adverts promise nothing."""
    assert by(text, language=language) == "-"


@pytest.mark.parametrize(("language", "text", "expected"), YOURS)
def test_the_users_own_deadline_is_told_from_theirs(language: str, text: str, expected: str) -> None:
    """`please … by` is for the user to keep; `we will … by` is not."""
    deadline = deadline_for_user(text, WEDNESDAY, US_2026, language)
    assert (deadline.isoformat() if deadline else "-") == expected
