"""New words told from quotation, forwarded text, signature and small print, in the languages mail programs write."""

from __future__ import annotations

import pytest

from agent.reading.quotation import Zone, labelled, zones
from agent.reading.signature import ending
from tests.reading.letters import read

ANSWER = "Thank you, Monday at ten is fine."
LETTER = "Dear Priya,\nthank you for the interview. I hope for an offer.\nRobin"


def marked(text: str) -> str:
    """A text as most programs quote it."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


ATTRIBUTIONS = {
    "Gmail": "On Tue, Mar 3, 2026 at 2:02 PM Robin Ashdown <robin.ashdown@example.org> wrote:",
    "Gmail, wrapped": "On Tue, Mar 3, 2026 at 2:02 PM Robin Ashdown <\nrobin.ashdown@example.org> wrote:",
    "Gmail, wrapped before the verb": "On Tue, Mar 3, 2026 at 2:02 PM Robin Ashdown <robin.ashdown@example.org>\nwrote:",
    "Apple": "On Mar 3, 2026, at 14:02, Robin Ashdown <robin.ashdown@example.org> wrote:",
    "Thunderbird": "On 3/3/26 2:02 PM, Robin Ashdown wrote:",
    "Zoho": "---- On Tue, 03 Mar 2026 14:02:00 -0500 Robin Ashdown<robin.ashdown@example.org> wrote ----",
    "German": "Am 03.03.2026 um 14:02 schrieb Robin Ashdown:",
    "German, Gmail": "Robin Ashdown <robin.ashdown@example.org> schrieb am Di., 3. März\n2026 um 14:02 Uhr:",
    "French": "Le mar. 3 mars 2026 à 14:02, Robin Ashdown <robin.ashdown@example.org> a écrit :",
    "Spanish": "El mar, 3 mar 2026 a las 14:02, Robin Ashdown (<robin.ashdown@example.org>) escribió:",
    "Dutch": "Op di 3 mrt 2026 om 14:02 schreef Robin Ashdown <robin.ashdown@example.org>:",
    "Dutch, Apple": "Op 3 mrt. 2026 om 14:02 heeft Robin Ashdown <robin.ashdown@example.org> het volgende geschreven:",
    "Italian": "Il giorno mar 3 mar 2026 alle ore 14:02 Robin Ashdown <robin.ashdown@example.org> ha scritto:",
    "Portuguese": "Em ter., 3 de mar. de 2026 às 14:02, Robin Ashdown <robin.ashdown@example.org> escreveu:",
    "Swedish": "Den tis 3 mars 2026 kl 14:02 skrev Robin Ashdown <robin.ashdown@example.org>:",
    "Polish": "wt., 3 mar 2026 o 14:02 Robin Ashdown <robin.ashdown@example.org> napisał(a):",
    "Russian": "вт, 3 мар. 2026 г. в 14:02, Robin Ashdown <robin.ashdown@example.org>:",
    "Mail.ru": "Tue, 3 Mar 2026 14:02:00 +0400 от Robin Ashdown <robin.ashdown@example.org>:",
    "Chinese": "在 2026年3月3日，下午2:02，Robin Ashdown <robin.ashdown@example.org> 写道：",
    "old Gmail": "2026-03-03 14:02 GMT-05:00 Robin Ashdown <robin.ashdown@example.org>:",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_a_marked_quotation_below_its_attribution(attribution: str) -> None:
    """The line that says who wrote it belongs to what it announces."""
    divided = zones(f"{ANSWER}\n\n{attribution}\n\n{marked(LETTER)}\n")
    assert divided.new == ANSWER
    assert divided.quotation.endswith(LETTER)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_an_unmarked_quotation_goes_to_the_end(attribution: str) -> None:
    """Outlook and some phones mark nothing: below the attribution nothing is new."""
    assert zones(f"{ANSWER}\n\n{attribution}\n\n{LETTER}\n\nP.S. from long ago").new == ANSWER


HEADERS = {
    "Outlook": "From: Robin Ashdown <robin@example.org>\nSent: Tuesday, March 3, 2026 2:02 PM\nTo: Priya Nair\nSubject: Interview",
    "Outlook, ruled": "________________________________\nFrom: Robin Ashdown\nSent: 03 March 2026 14:02\nTo: Priya Nair\nSubject: Interview",
    "Outlook, bold": "*From:* Robin Ashdown\n*Sent:* Tuesday, March 3, 2026\n*To:* Priya Nair\n*Subject:* Interview",
    "German": "-----Ursprüngliche Nachricht-----\nVon: Robin Ashdown\nGesendet: Dienstag, 3. März 2026 14:02\nAn: Priya Nair\nBetreff: Gespräch",
    "German, no rule": "Von: Robin Ashdown <robin@example.org>\nGesendet: Dienstag, 3. März 2026\nAn: Priya Nair\nBetreff: Gespräch",
    "French": "De : Robin Ashdown\nEnvoyé : mardi 3 mars 2026 14:02\nÀ : Priya Nair\nObjet : Entretien",
    "Spanish": "De: Robin Ashdown\nEnviado el: martes, 3 de marzo de 2026\nPara: Priya Nair\nAsunto: Entrevista",
    "Dutch": "Van: Robin Ashdown\nVerzonden: dinsdag 3 maart 2026 14:02\nAan: Priya Nair\nOnderwerp: Gesprek",
    "Italian": "Da: Robin Ashdown\nInviato: martedì 3 marzo 2026\nA: Priya Nair\nOggetto: Colloquio",
    "Russian": "От: Robin Ashdown\nОтправлено: 3 марта 2026 г. 14:02\nКому: Priya Nair\nТема: Встреча",
    "Hotmail": "Date: Tue, 3 Mar 2026 14:02:00 -0500\nSubject: Interview\nFrom: robin@example.org\nTo: priya@acme.example",
}


@pytest.mark.parametrize("head", HEADERS.values(), ids=HEADERS)
def test_a_header_block_begins_old_text(head: str) -> None:
    """A sender, and two of recipient, date and subject."""
    divided = zones(f"{ANSWER}\n\n{head}\n\n{LETTER}")
    assert divided.new == ANSWER
    assert divided.quotation.endswith(LETTER)


@pytest.mark.parametrize(
    "words",
    [
        "Date: Tuesday, March 10\nFrom: 2:00 PM\nTo: 2:45 PM\nWhere: Zoom",
        "Subject: your interview\nDate: 10 March",
        "On Monday we decided to go on with you, here is why:",
        "The hiring manager wrote:",
        "Original message",
        "From: our whole team, all the best!",
        "On 3 March I am free; on 4 March I am not.",
        "Two things:\n- one\n- two",
    ],
)
def test_words_that_only_look_like_an_announcement_stay(words: str) -> None:
    """An appointment has a From and a To as well."""
    assert zones(f"Hello Robin,\n\n{words}\n\nSee you then.").new == f"Hello Robin,\n\n{words}\n\nSee you then."


@pytest.mark.parametrize(
    "rule",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
        "---------- Message transféré ----------",
        "---------- Mensaje reenviado ----------",
        "---------- Doorgestuurd bericht ----------",
        "-------- Пересылаемое сообщение --------",
    ],
)
def test_forwarded_text_is_kept_apart(rule: str) -> None:
    """It is neither new nor a quotation of the user's."""
    divided = zones(f"For you.\n\n{rule}\nFrom: Jo <jo@x.example>\nSubject: News\nTo: me\n\nYou are hired.")
    assert divided.new == "For you."
    assert divided.quotation == ""
    assert divided.forwarded.endswith("You are hired.")


def test_a_header_block_in_a_forwarding_mail_is_forwarded_text() -> None:
    """Outlook writes the same block above both; the subject tells them apart."""
    mail = read(f"See below.\n\n{HEADERS['Outlook']}\n\nYou are hired.", Subject="FW: Interview")
    assert mail.text == "See below."
    assert mail.forwarded.endswith("You are hired.")
    assert mail.quotation == ""


def test_answers_between_and_below_quotations_are_new() -> None:
    """People answer where the question stands."""
    text = f"{ATTRIBUTIONS['Gmail']}\n\n> When?\n\nMonday.\n\n> Where?\n\nAt our office.\n"
    assert zones(text).new == "Monday.\n\nAt our office."


def test_quoted_praise_of_an_offer_is_not_an_offer() -> None:
    """The user's own letter, quoted below two words."""
    mail = read(f"ok thanks\n\n{ATTRIBUTIONS['Apple']}\n\n{marked(LETTER)}")
    assert mail.text == "ok thanks"
    assert "offer" in mail.quotation


def test_a_mail_of_marked_lines_alone_is_new_unless_somebody_is_quoted() -> None:
    """Some editors mark everything; a bare quotation with its attribution says nothing new."""
    assert zones("> Hello Robin,\n> you are hired.").new == "Hello Robin,\nyou are hired."
    assert zones(f"> {ATTRIBUTIONS['Gmail']}\n>\n> Hello").new == ""


class TestHtmlReplies:
    @pytest.mark.parametrize(
        "quoted",
        [
            '<div class="gmail_quote">Kaksi vuotta sitten Robin kirjoitti jotain<br><blockquote class="gmail_quote">{0}</blockquote></div>',
            '<blockquote type="cite">{0}</blockquote>',
            '<div id="appendonsend"></div><hr><p>unknown words 1</p><p>{0}</p>',
            '<div id="x_divRplyFwdMsg"><b>Abc:</b> Robin</div><p>{0}</p>',
            '<div class="ydp12yahoo_quoted">{0}</div>',
            '<div class="moz-cite-prefix">sometime, somebody:</div><blockquote type="cite">{0}</blockquote>',
            '<div class="protonmail_quote">{0}</div>',
            "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>Xyz: Robin</div><p>{0}</p>",
        ],
    )
    def test_the_structure_tells_old_from_new_in_any_language(self, quoted: str) -> None:
        """The words of the attribution need not be known."""
        old = "I hope for an offer"
        mail = read(f"<p>{ANSWER}</p>{quoted.format(old)}", "Content-Type: text/html")
        assert mail.text == ANSWER
        assert old in mail.quotation

    def test_a_signature_element_is_a_signature(self) -> None:
        """Gmail marks it, and what stands above the quotation below it stays apart."""
        html = '<p>See you.</p><div class="gmail_signature">Priya Nair<br>Acme</div>'
        mail = read(html, "Content-Type: text/html")
        assert mail.text == "See you."
        assert mail.signature.endswith("Priya Nair\nAcme")

    def test_an_indented_block_is_no_quotation(self) -> None:
        """A blockquote without `cite` is how some editors indent."""
        mail = read("<p>The plan:</p><blockquote>Monday, 2 PM</blockquote>", "Content-Type: text/html")
        assert "Monday, 2 PM" in mail.text


class TestSignatures:
    @pytest.mark.parametrize("delimiter", ["-- ", "--", "—"])
    def test_below_the_delimiter_is_the_signature(self, delimiter: str) -> None:
        """RFC 3676 section 4.3, also without its space."""
        divided = zones(f"See you.\n\n{delimiter}\nPriya Nair\nAcme")
        assert divided.new == "See you."
        assert divided.signature.endswith("Priya Nair\nAcme")

    def test_dashes_above_an_appointment_are_a_divider(self) -> None:
        """Systems draw lines between the parts of a confirmation."""
        text = "Your interview is confirmed.\n\n--\nWhen: Tuesday, 2:00 PM\nWith: Jo Lang\n--\nThe Acme team"
        divided = zones(text)
        assert divided.new.endswith("With: Jo Lang")
        assert divided.signature == "--\nThe Acme team"

    def test_dashes_above_a_long_text_are_a_divider(self) -> None:
        """Nobody's signature has thirty lines."""
        rest = "\n".join(f"Line {number} of what matters." for number in range(30))
        assert zones(f"Hello,\n--\n{rest}").new.endswith("Line 29 of what matters.")

    @pytest.mark.parametrize(
        "letter_end",
        [
            "Best regards,\n{0}",
            "Mit freundlichen Grüßen\n{0}",
            "Cordialement,\n\n{0}",
            "Un saludo,\n{0}",
            "Met vriendelijke groet,\n{0}",
            "{0}",
        ],
    )
    def test_titles_and_numbers_below_the_closing_are_the_signature(self, letter_end: str) -> None:
        """The closing stays with the letter; without one, the name in From begins the block."""
        block = "Priya Nair\nSenior Recruiter | Acme\n+1 555 010 0199"
        divided = zones(f"We meet on Monday.\n\n{letter_end.format(block)}", sender="Priya Nair")
        assert divided.signature == block
        assert divided.new.startswith("We meet on Monday.")

    def test_a_bare_name_stays_with_the_letter(self) -> None:
        """It is how people sign, and what a letter back should greet."""
        assert zones("See you.\n\nThanks,\nPriya", sender="Priya Nair").new == "See you.\n\nThanks,\nPriya"

    @pytest.mark.parametrize(
        "words",
        [
            "When: Tuesday, March 10\nWhere: https://zoom.us/j/1\nPasscode: 123",
            "Zoom: https://zoom.us/j/99\nDial in: +1 555 010 0199\nMeeting ID: 12345",
            "Tuesday 10:00\nWednesday 11:00\nhttps://calendly.com/x",
            "Jo Lang, Engineering Manager, 2:00 PM\nSam Fox, Director, 2:45 PM\npanel@acme.example",
        ],
    )
    def test_an_appointment_at_the_end_is_no_signature(self, words: str) -> None:
        """Short lines with links and numbers, but what the letter is about."""
        assert zones(f"Your interview:\n\n{words}").new == f"Your interview:\n\n{words}"

    @pytest.mark.parametrize(
        "device",
        [
            "Sent from my iPhone",
            "Von meinem iPhone gesendet",
            "Envoyé de mon iPhone",
            "Enviado desde mi iPhone",
            "Verstuurd vanaf mijn iPhone",
            "Get Outlook for iOS<https://aka.ms/o0ukef>",
            "Sent via my phone, please excuse typos",
        ],
    )
    def test_what_a_device_adds_is_no_part_of_the_letter(self, device: str) -> None:
        """In five languages."""
        assert zones(f"{ANSWER}\n\n{device}\n").new == ANSWER

    def test_a_signature_above_a_quotation_is_found(self) -> None:
        """Each stretch of new lines has its own end."""
        divided = zones(f"{ANSWER}\n\n--\nPriya\n\n{ATTRIBUTIONS['Gmail']}\n\n> Hello")
        assert divided.new == ANSWER
        assert divided.signature == "--\nPriya"


class TestSmallPrint:
    @pytest.mark.parametrize(
        "small_print",
        [
            "CONFIDENTIALITY NOTICE: This e-mail may contain privileged information for the intended recipient only.",
            "If you are not the intended recipient, please delete this message.",
            "You are receiving this email because you applied at Acme.\nUnsubscribe | Privacy Policy",
            "Acme GmbH, Sitz der Gesellschaft: Bremen, Registergericht: Amtsgericht Bremen, HRB 1234",
            "Diese E-Mail enthält vertrauliche und rechtlich geschützte Informationen.",
            "Ce message est confidentiel et destiné à son seul destinataire.",
            "Este mensaje va dirigido exclusivamente a su destinatario y es confidencial.",
            "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
        ],
    )
    def test_it_is_not_read_as_the_letter(self, small_print: str) -> None:
        """In five languages, at the end."""
        divided = zones(f"We will call you on Monday.\n\nBest,\nPriya\n\n{small_print}")
        assert divided.new == "We will call you on Monday.\n\nBest,\nPriya"
        assert divided.footer == small_print

    @pytest.mark.parametrize(
        "words",
        [
            "We have decided not to go on with your application. As our privacy policy says, your data will be deleted.",
            "This is an automated message. We regret to inform you that your application was not successful.",
            "Please do not reply to this email. Your interview is on Monday at ten.",
            "There is nothing to unsubscribe from here: we would like to offer you the position of gardener, from May on.",
        ],
    )
    def test_a_paragraph_that_decides_something_stays(self, words: str) -> None:
        """One phrase of small print does not take a whole paragraph away, nor a letter."""
        assert zones(f"Dear Robin,\n\n{words}").new == f"Dear Robin,\n\n{words}"
        assert zones(words).new == words

    def test_a_mail_of_small_print_alone_is_still_its_text(self) -> None:
        """Something must be left to read."""
        assert zones("Unsubscribe from this list").new == "Unsubscribe from this list"


def test_every_line_has_exactly_one_zone() -> None:
    """No word is lost, none is read twice."""
    lines = f"{ANSWER}\n\n--\nPriya\n\n{ATTRIBUTIONS['Gmail']}\n\n> Hello\n\nP.S. more".split("\n")
    labels = labelled(lines)
    assert len(labels) == len(lines)
    assert [label for label, line in zip(labels, lines, strict=True) if line] == [
        Zone.NEW,
        Zone.SIGNATURE,
        Zone.SIGNATURE,
        Zone.QUOTATION,
        Zone.QUOTATION,
        Zone.NEW,
    ]


def test_a_text_of_very_many_lines_ends_as_it_was_going_on() -> None:
    """Nobody writes ten thousand lines: what follows the first four thousand is not judged any more."""
    divided = zones(f"{ANSWER}\n\n" + "> old\n" * 10_000)
    assert divided.new == ANSWER
    assert divided.quotation.count("old") == 10_000
    assert zones("new\n" * 10_000).new.count("new") == 10_000


def test_an_ending_of_nothing_is_nothing() -> None:
    """Empty stretches have no signature."""
    assert ending([]).start is None
    assert ending(["", ""]).start is None
