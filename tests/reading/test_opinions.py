"""Two opinions: what the clause rules find and what the model holds likely, weighed against each other."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from agent.core.findings import Kind, Reading, Verdict
from agent.core.people import Me
from agent.reading.read import read

ROBIN = "robin.ashdown@example.org"


def said(text: str, *, subject: str = "Re: Your application", sender: str = "dana@brookmere.example") -> Reading:
    """What a mail in a correspondence about a position says."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ROBIN, subject
    mail["Date"], mail["Message-ID"] = "Wed, 04 Mar 2026 10:00:00 -0500", "<two@brookmere.example>"
    mail["In-Reply-To"] = mail["References"] = "<one@brookmere.example>"
    mail.set_content(text)
    return read(mail.as_bytes(), Me(addresses=(ROBIN,), zone="America/New_York"))


def test_a_no_with_two_signs_is_acted_on() -> None:
    """A clause that declines and a wish for the future together end a candidacy."""
    reading = said("We have decided to move forward with another candidate. We wish you every success in your search.")
    assert (reading.kind, reading.verdict) == (Kind.REJECTION, Verdict.ACT)


def test_a_condition_is_no_decision() -> None:
    """What would be said if it came to that is not said."""
    reading = said("Thank you for your note. If we decide on another candidate, we will of course let you know.")
    assert reading.kind is not Kind.REJECTION or reading.verdict is Verdict.ASK


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Es tut mir leid: die Wahl fiel auf einen anderen Bewerber. Für die Zukunft alles Gute.", Kind.REJECTION),
        ("Nous avons choisi un autre candidat. Nous vous souhaitons bonne chance.", Kind.REJECTION),
        ("Lamentablemente hemos elegido a otra persona. Mucha suerte en tu búsqueda.", Kind.REJECTION),
        ("Helaas hebben we voor een andere kandidaat gekozen. Veel succes verder.", Kind.REJECTION),
        ("Die Suche liegt auf Eis, bis das Budget steht. Wir melden uns, sobald es weitergeht.", Kind.ON_HOLD),
        ("Le poste a été supprimé à la suite d'une réorganisation. Je suis désolé.", Kind.POSITION_CLOSED),
    ],
)
def test_what_ends_a_candidacy_is_understood_in_five_languages(text: str, kind: Kind) -> None:
    """The notions are the same, whatever the words."""
    assert said(text).kind is kind


def test_what_only_the_model_holds_likely_is_asked() -> None:
    """A proposal is shown to the user with the words that told it, and stops nothing by itself."""
    reading = said("They took the internal person. I argued for you.")
    assert reading.verdict is Verdict.ASK
    assert reading.evidence


def test_a_form_sent_back_is_known_in_a_wording_that_was_never_ours() -> None:
    """Another version, or another language, asked differently: who answers whom about what decides."""
    text = "Well, mostly.\n\n> How was it at Quillon?\n> What did they need, and when will you hear?\n"
    assert said(text, subject="Re: How was it?", sender=ROBIN).kind is Kind.NOTES_REPLY


def test_a_note_to_oneself_about_something_else_is_no_form() -> None:
    """Who answers a shopping list of their own has had no interview."""
    assert said("bought\n\n> milk\n> bread\n", subject="Re: list", sender=ROBIN).kind is Kind.OWN_OTHER
