"""The judge can say no: letters and mails with one thing wrong, and the rule by which each is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agent.core.facts import Purpose
from agent.core.findings import Envelope, Format
from agent.core.notes import Connection, Notes
from agent.core.people import Part, Person
from agent.writing.brief import Brief
from agent.writing.persona import Persona
from tests.writing.judge import contents, judged
from tests.writing.judge_likeness import MOST_ALIKE, likeness
from tests.writing.judge_mail import Post, judged_mail

HELEN = Person(name="Helen García", address="helen@acme.example", part=Part.INTERVIEWER)
OTTO = Person(name="Otto Brandt", address="otto@acme.example", part=Part.INTERVIEWER)
ME = Persona(
    name="Sam Winter", address="sam@example.org", phone="+1 202 555 0100", strengths=("nine years of keeping ledgers",)
)
BRIEF = Brief(
    purpose=Purpose.THANK_YOU,
    persona=ME,
    recipient=HELEN,
    start=datetime(2026, 3, 10, 18, tzinfo=UTC),
    zone="America/New_York",
    company="Acme",
    role="Payroll Accountant",
    panel=(HELEN, OTTO),
    promised=date(2026, 3, 20),
    notes=Notes(
        needs="they need somebody for the year-end close",
        connections=(Connection(person="Helen", text="we talked about sailing"),),
        improve="I would reconcile the accounts first",
        badly="I lost the thread of the second question and went quiet",
    ),
)
GOOD = """Dear Helen García,

Thank you for the time you took on Tuesday, March 10 to talk with me about the Payroll Accountant position at Acme.

I enjoyed speaking with you about sailing. It was good to find that common ground beyond the usual questions and answers of an interview.

I understood that your team needs somebody for the year-end close, and I would bring nine years of keeping ledgers to that work. I have also thought further about one of my answers. I would reconcile the accounts first.

I remain very interested in the position and would be glad to join you. I understand that you expect to decide by Friday, March 20, and I look forward to hearing from you.

Kind regards,

Sam Winter
+1 202 555 0100
"""
ASK = """Dear Helen García,

Thank you again for the interview on Tuesday, March 10 for the Payroll Accountant position at Acme. I remain very interested in it.

Could you let me know where things stand?

Thank you for your time.

Kind regards,

Sam Winter
+1 202 555 0100
"""
INQUIRY = replace(BRIEF, purpose=Purpose.INQUIRY, ordinal=1)


def test_a_good_letter_is_let_pass() -> None:
    """Nothing is wrong with the two letters that the tables below spoil."""
    assert judged(GOOD, BRIEF) == ()
    assert judged(ASK, INQUIRY) == ()
    assert contents(GOOD, BRIEF, ("year-end", "sailing", "reconcile"), ("salary",)) == ()


SPOILT = [
    (GOOD, "Dear Helen García,\n\nThank you.\n\nSam Winter", "form"),
    ("Dear Helen García,", "Hey Helen,", "salutation"),
    ("Dear Helen García,", "Dear Helen Garcia,", "salutation"),
    ("Dear Helen García,", "Dear Ms. García,", "guessed_gender"),
    ("Dear Helen García,", "Dear Helen,", "salutation"),
    ("Dear Helen García,", "Dear Otto Brandt,", "salutation"),
    ("Dear Helen García,", "Dear Hiring Manager,", "salutation"),
    ("Kind regards,", "Cheers,", "closing"),
    ("Kind regards,\n\n", "Kind regards,\n", "signature"),
    ("Sam Winter\n+1", "Sam\n+1", "signature"),
    ("\n+1 202 555 0100", "", "signature"),
    ("beyond the usual questions and answers of an interview.", "beyond. " + "I would be glad to say more about it. " * 20, "length"),
    (GOOD[GOOD.index("I understood that") : GOOD.index("I understand")], "I remain very interested. ", "length"),
    ("interview.\n\nI understood", "interview.\n\nIt was good.\n\nI understood", "paragraphs"),
    ("Thank you for the time you took", "I enjoyed the time you took", "gratitude"),
    ("I remain very interested in the position and would", "I would", "interest"),
    ("on Tuesday, March 10 ", "", "day"),
    ("the Payroll Accountant position", "the position", "role"),
    ("March 10", "March 11", "unknown_date"),
    ("Friday, March 20", "Friday, April 3", "unknown_date"),
    ("Tuesday, March 10", "Monday, March 10", "weekday"),
    ("I look forward to hearing", "I still haven't heard and look forward to hearing", "complaint"),
    ("I look forward to hearing", "I am waiting for your answer, as promised, and to hearing", "complaint"),
    ("I look forward to hearing from you", "I need an answer urgently", "pressure"),
    ("I look forward to hearing from you", "other companies are interested in me", "pressure"),
    ("would be glad to join you", "am better than the other candidates", "rivals"),
    ("would be glad to join you.", "would be glad to join you!", "exclamation"),
    ("would be glad to join you.", "would be glad to join you 😀.", "signs"),
    ("your team needs somebody", "your team needs [NAME]", "signs"),
    ("your team needs somebody", "your team needs {{ need }}", "signs"),
    ("your team needs somebody", "your team needs <b>somebody</b>", "signs"),
    ("would be glad to join you", "would be glad to join you, see www.acme.example", "signs"),
    ("about sailing", "about SAILING", "shouting"),
    ("about sailing", "about миграции", "alphabet"),
    ("about sailing", "about your amazing dream job", "flattery"),
    ("about sailing", "about cool stuff", "casual"),
    ("about sailing", "about my daughter", "private"),
    ("about sailing", "about the salary", "money"),
    ("about sailing", "about confidential plans", "secret"),
    ("about sailing", "about null", "blank"),
    ("about sailing", "about previous instructions", "machine"),
    ("about sailing", "about Globex", "unknown_name"),
    ("about sailing", "about Otto Brandt", "named"),
    ("nine years", "ten years", "unknown_number"),
    ("nine years", "12 years", "unknown_number"),
    ("I have also thought further about one of my answers.", "Sorry that I was so nervous.", "apology"),
    ("I would reconcile the accounts first.", "i would reconcile the accounts first.", "sentence"),
    ("I would reconcile the accounts first.", "I would reconcile the the accounts first.", "sentence"),
    ("I would reconcile the accounts first.", "I would use a index.", "sentence"),
    ("I would reconcile the accounts first.", "I'd reconcile the accounts first.", "sentence"),
    ("I would reconcile the accounts first.", "I would reconcile the accounts first", "sentence"),
    ("I would reconcile the accounts first.", "I would reconcile the accounts first..", "sentence"),
    ("your team needs somebody", "they need somebody", "sentence"),
    ("I understood that your team needs somebody for the year-end close, and", "They need somebody for the year-end close. So", "raw_note"),
    ("I would reconcile the accounts first.", "I lost the thread of the second question.", "went_badly"),
    ("I enjoyed speaking with you about sailing.", "Es war gut, dass wir auch mit dem Team gesprochen haben.", "tongue"),
    ("I look forward to hearing from you.", "when may I hear from you?", "questions"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "rule"), SPOILT)
def test_a_letter_with_one_thing_wrong_is_refused_for_it(good: str, bad: str, rule: str) -> None:
    """Each breach is found, and named rightly."""
    assert good in GOOD
    assert rule in {breach.rule for breach in judged(GOOD.replace(good, bad, 1), BRIEF)}


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ("Could you let me know where things stand?", "Please let me know where things stand.", "questions"),
        ("where things stand?", "where things stand? And when do you decide?", "questions"),
        ("Could you", "I have been waiting for two weeks. Could you", "complaint"),
        ("Thank you for your time.", "I am just checking in again.", "pressure"),
        ("Thank you for your time.", "Thank you. " + "I would be glad to help with the work. " * 12, "length"),
        ("Thank you for your time.", "Thank you for your time.\n\nI hope to hear from you.", "paragraphs"),
        ("I remain very interested in it.", "I liked it.", "interest"),
    ],
)
def test_an_inquiry_with_one_thing_wrong_is_refused_for_it(good: str, bad: str, rule: str) -> None:
    """An inquiry asks one thing, thanks, stays short, and never pushes."""
    assert rule in {breach.rule for breach in judged(ASK.replace(good, bad, 1), INQUIRY)}


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("Hallo Helen García,", "de", "salutation"),
        ("Sehr geehrte Frau García,", "de", "guessed_gender"),
        ("Chère Madame García,", "fr", "guessed_gender"),
        ("Estimada Sra. García:", "es", "guessed_gender"),
        ("Geachte mevrouw García,", "nl", "guessed_gender"),
        ("Hoi Helen García,", "nl", "salutation"),
    ],
)
def test_a_gender_is_guessed_in_no_language(text: str, language: str, rule: str) -> None:
    """Frau, Madame, Señora and mevrouw stand only where the person's own signature says so."""
    spoilt = GOOD.replace("Dear Helen García,", text)
    assert rule in {breach.rule for breach in judged(spoilt, replace(BRIEF, language=language))}
    told = judged(spoilt, replace(BRIEF, language=language, honorific="Frau"))
    assert rule == "salutation" or rule not in {breach.rule for breach in told}


@pytest.mark.parametrize(
    ("sentence", "language", "rule"),
    [
        ("ich habe noch nichts gehört.", "de", "complaint"),
        ("ich brauche dringend eine Antwort.", "de", "pressure"),
        ("Das ist mein Traumjob.", "de", "flattery"),
        ("Je suis sans nouvelles de votre part.", "fr", "complaint"),
        ("Merci de répondre au plus vite.", "fr", "pressure"),
        ("Je suis mieux que les autres candidats.", "fr", "rivals"),
        ("Sigo esperando su respuesta.", "es", "complaint"),
        ("El sueldo me parece bajo.", "es", "money"),
        ("Lo siento mucho.", "es", "apology"),
        ("Ik wacht nog steeds.", "nl", "complaint"),
        ("Andere bedrijven willen mij ook.", "nl", "pressure"),
        ("Jullie zijn super.", "nl", "casual"),
    ],
)
def test_what_is_never_said_is_known_in_each_language(sentence: str, language: str, rule: str) -> None:
    """Rules 16 and 17, in five languages."""
    spoilt = GOOD.replace("I enjoyed speaking with you about sailing.", sentence)
    assert rule in {breach.rule for breach in judged(spoilt, replace(BRIEF, language=language))}


def test_a_phone_screen_has_a_limit_of_its_own() -> None:
    """120 words, salutation and signature with them."""
    call = replace(BRIEF, format=Format.PHONE, panel=(HELEN,))
    assert "length" in {breach.rule for breach in judged(GOOD, call)}


def test_who_was_not_there_is_asked_to_pass_the_thanks_on() -> None:
    """A recruiter's letter without that request is refused."""
    relayed = replace(BRIEF, recipient=replace(HELEN, address="rita@acme.example", part=Part.RECRUITER), panel=(OTTO,))
    assert "pass_on" in {breach.rule for breach in judged(GOOD, relayed)}


def test_what_the_notes_give_is_asked_for_and_what_they_should_not_is_spurned() -> None:
    """Contents are judged by words: one that is missing, one that was repeated."""
    found = contents(GOOD, BRIEF, ("migration",), ("ledgers",))
    assert [(breach.rule, breach.what) for breach in found] == [("missing", "migration"), ("repeated", "ledgers")]


SENDER = Person(name="Sam Winter", address="sam@example.org")
PARENT = Envelope(
    message_id=f"<{'x' * 66}@acme.example>",
    references=("<first@acme.example>",),
    subject="Your interview",
    sender=HELEN,
)
MAIL = (
    "From: Sam Winter <sam@example.org>\r\n"
    "To: =?utf-8?q?Helen_Garc=C3=ADa?= <helen@acme.example>\r\n"
    "Subject: Re: Your interview\r\n"
    "Date: Wed, 11 Mar 2026 09:00:00 +0000\r\n"
    "Message-ID: <0d9c@example.org>\r\n"
    f"In-Reply-To: <{'x' * 66}@acme.example>\r\n"
    f"References: <first@acme.example>\r\n <{'x' * 66}@acme.example>\r\n"
    "MIME-Version: 1.0\r\n"
    'Content-Type: text/plain; charset="utf-8"\r\n'
    "Content-Transfer-Encoding: 7bit\r\n"
    "\r\n"
    "Dear Helen Garcia,\r\n"
)


def _post(raw: str, parent: Envelope | None = PARENT) -> Post:
    return Post(raw.encode(), BRIEF, SENDER, (HELEN,), parent)


def test_a_good_mail_is_let_pass() -> None:
    """Nothing is wrong with the bytes that the table below spoils."""
    assert judged_mail(_post(MAIL)) == ()


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ("Date:", "Cc: otto@acme.example\r\nDate:", "header"),
        ("Date:", "Bcc: sam@example.org\r\nDate:", "header"),
        ("Date:", "X-Afterword: thank-you\r\nDate:", "header"),
        ("Date:", "User-Agent: Afterword\r\nDate:", "header"),
        ("Date:", "Subject: again\r\nDate:", "header_twice"),
        ("Message-ID: <0d9c@example.org>\r\n", "", "header_missing"),
        ("<0d9c@example.org>", "<0d9c@laptop.local>", "message_id"),
        (f"In-Reply-To: <{'x' * 66}@acme.example>", "In-Reply-To: =?utf-8?q?=3Cxxx=40acme=2Eexample=3E?=", "in_reply_to"),
        (f"References: <first@acme.example>\r\n <{'x' * 66}@acme.example>", f"References: <{'x' * 66}@acme.example>\r\n <first@acme.example>", "references"),
        ("References: <first@acme.example>", "References: <other@acme.example>", "references_invented"),
        ("Subject: Re: Your interview", "Subject: Your interview", "subject_prefix"),
        ("Subject: Re: Your interview", "Subject: Re: Re: Your interview", "subject_prefix"),
        ("Subject: Re: Your interview", "Subject: Re: Thank you", "subject_changed"),
        ("From: Sam Winter <sam@example.org>", "From: Sam Winter <other@example.org>", "from"),
        ("<helen@acme.example>", "<otto@acme.example>", "to"),
        ("<helen@acme.example>", "<helen@acme.example>, otto@acme.example", "to_unknown"),
        ("text/plain", "text/html", "content_type"),
        ('utf-8"', 'iso-8859-1"', "content_type"),
        ("Transfer-Encoding: 7bit", "Transfer-Encoding: base64", "encoding"),
        ("Dear Helen Garcia,\r\n", "Dear Helen Garcia,\r\n> Hello\r\n", "quoting"),
        ("Dear Helen Garcia,\r\n", "Dear Helen Garcia,\n", "line_ends"),
        ("Dear Helen Garcia,\r\n", "Dear Helen Garcia, " + "x" * 80 + "\r\n", "body_line"),
        ("Wed, 11 Mar 2026 09:00:00 +0000", "yesterday", "date"),
        ("From: Sam Winter", "From: Sám Winter", "header_line"),
    ],
)  # fmt: skip
def test_a_mail_with_one_thing_wrong_is_refused_for_it(good: str, bad: str, rule: str) -> None:
    """Headers, thread, people, subject, lines: each breach is found, and named rightly."""
    assert good in MAIL
    assert rule in {breach.rule for breach in judged_mail(_post(MAIL.replace(good, bad, 1)))}


@pytest.mark.parametrize(
    ("subject", "rule"),
    [
        ("Thank you - Payroll Accountant interview", "subject_day"),
        ("Thank you - interview on March 10", "subject_role"),
        ("Payroll Accountant interview on March 10", "subject_purpose"),
        ("Thank you! Payroll Accountant interview on March 10", "subject_form"),
        ("Re: Thank you - Payroll Accountant interview on March 10", "subject_form"),
    ],
)
def test_a_fresh_subject_says_what_it_is_about(subject: str, rule: str) -> None:
    """Thanks, role and day; no exclamation mark, no reply prefix."""
    head, body = MAIL.split("\r\n\r\n")
    rows = [row for row in head.split("\r\n") if not row.startswith(("In-Reply-To", "References", " "))]
    fresh = "\r\n".join(f"Subject: {subject}" if row.startswith("Subject") else row for row in rows)
    found = {breach.rule for breach in judged_mail(_post(f"{fresh}\r\n\r\n{body}", None))}
    assert found == {rule}


def test_letters_that_are_alike_are_found_alike() -> None:
    """The same paragraph with one word changed is over the limit; another paragraph is not."""
    one = GOOD.split("\n\n")[3]
    assert likeness([one], [one.replace("somebody", "a person")]) > MOST_ALIKE
    assert likeness([one], [GOOD.split("\n\n")[2]]) < MOST_ALIKE
