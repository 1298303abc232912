"""Machines told from people: bounces, automatic replies, receipts, lists. What people write is never a machine's."""

from __future__ import annotations

import json
from datetime import date

import pytest

from agent.core.people import Me
from agent.core.workdays import Workdays
from agent.reading.absence import return_in
from agent.reading.machine import Automaton, machine_of, says_gone
from agent.reading.mail import Mail, read_mail
from tests.reading.letters import ROBIN, multipart, part, read
from tests.reading.material import corpus

STATUS = "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; Jo@Gone.example\nAction: {action}\nStatus: {status}\n"
RETURNED = "Message-ID: <ours@example.org>\nFrom: robin.ashdown@example.org\nTo: jo@gone.example\nSubject: Thank you\n\nDear Jo"


def report(action: str, status: str = "5.1.1", said: str = "Your message was not delivered.") -> Mail:
    """A delivery report as RFC 3464 wants it."""
    field, body = multipart(
        "report; report-type=delivery-status",
        part(said),
        part(STATUS.format(action=action, status=status), "message/delivery-status"),
        part(RETURNED, "message/rfc822"),
    )
    return read(body, field, From="Mail Delivery System <MAILER-DAEMON@example.org>", Subject="Undelivered Mail")


class TestBounces:
    @pytest.mark.parametrize(
        ("action", "status", "kind"),
        [
            ("failed", "5.1.1", Automaton.BOUNCE),
            ("Failed", "4.4.7", Automaton.BOUNCE),
            ("delayed", "4.4.1", Automaton.BOUNCE_DELAYED),
            ("delivered", "2.0.0", Automaton.DELIVERED),
            ("relayed", "2.0.0", Automaton.DELIVERED),
        ],
    )
    def test_the_action_decides(self, action: str, status: str, kind: Automaton) -> None:
        """Given up after five days is a failure, whatever the status says about it."""
        machine = machine_of(report(action, status))
        assert machine is not None
        assert machine.kind is kind
        assert machine.settled

    def test_it_says_who_could_not_be_reached_and_by_which_letter(self) -> None:
        """So that the letter does not count as sent."""
        machine = machine_of(report("failed"))
        assert machine is not None
        assert machine.failed == "jo@gone.example"
        assert machine.about == "<ours@example.org>"

    def test_one_failed_recipient_among_delivered_ones_is_a_failure(self) -> None:
        """The worst action counts."""
        field, body = multipart(
            "report; report-type=delivery-status",
            part("See below."),
            part(
                STATUS.format(action="relayed", status="2.0.0") + "\n" + STATUS.format(action="failed", status="5.1.1"),
                "message/delivery-status",
            ),
        )
        machine = machine_of(read(body, field, From="mailer-daemon@example.org"))
        assert machine is not None
        assert machine.kind is Automaton.BOUNCE

    @pytest.mark.parametrize(
        ("sender", "subject", "text", "kind"),
        [
            ("MAILER-DAEMON@x.example", "failure notice", "Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message.\n<jo@gone.example>:\nSorry, no mailbox here by that name.", Automaton.BOUNCE),
            ("Mail Delivery System <Mailer-Daemon@x.example>", "Mail delivery failed: returning message to sender", "A message that you sent could not be delivered.\n  jo@gone.example\n    550 unknown user", Automaton.BOUNCE),
            ("Mail Delivery System <Mailer-Daemon@x.example>", "Warning: message 1abc delayed 24 hours", "This message was created automatically. It has not yet been delivered to jo@gone.example. Delivery attempts will continue.", Automaton.BOUNCE_DELAYED),
            ("postmaster@x.example", "Unzustellbar: Nachfrage", "Ihre Nachricht konnte nicht zugestellt werden: jo@gone.example", Automaton.BOUNCE),
            ("postmaster@x.example", "Non remis : Relance", "Votre message n'a pas pu être remis à jo@gone.example", Automaton.BOUNCE),
            ("postmaster@x.example", "No se puede entregar: Seguimiento", "No se pudo entregar su mensaje a jo@gone.example", Automaton.BOUNCE),
            ("postmaster@x.example", "Onbestelbaar: Navraag", "Uw bericht kon niet worden bezorgd: jo@gone.example", Automaton.BOUNCE),
        ],
    )  # fmt: skip
    def test_a_server_s_notice_without_any_status_part(
        self, sender: str, subject: str, text: str, kind: Automaton
    ) -> None:
        """As servers wrote before there was a standard, and some still do."""
        machine = machine_of(read(text, From=sender, Subject=subject))
        assert machine is not None
        assert machine.kind is kind
        assert machine.failed == "jo@gone.example"

    def test_a_person_who_forwards_a_bounce_is_a_person(self) -> None:
        """The report is inside a message inside the letter."""
        inner_field, inner = multipart(
            "report; report-type=delivery-status",
            part("x"),
            part(STATUS.format(action="failed", status="5.1.1"), "message/delivery-status"),
            boundary="in",
        )
        field, body = multipart(
            "mixed",
            part("Robin, this came back. Which address is right?"),
            part(f"From: mailer-daemon@x.example\n{inner_field}\n\n{inner}", "message/rfc822"),
        )
        assert machine_of(read(body, field, Subject="Fwd: Returned mail: see transcript for details")) is None

    @pytest.mark.parametrize(
        "text",
        [
            "Your application was rejected by our system because the file could not be delivered to us. Please send it again.",
            "We have failed to reach you by phone; the mailbox was full.",
            "Unfortunately the position could not be delivered in our budget and has been returned to the pool.",
        ],
    )
    def test_a_person_who_uses_the_words_of_servers_is_a_person(self, text: str) -> None:
        """Words alone make no bounce."""
        assert machine_of(read(text, Subject="Undeliverable promises")) is None


class TestReports:
    def test_a_read_receipt(self) -> None:
        """RFC 8098: somebody opened the letter, and answered nothing."""
        field, body = multipart(
            "report; report-type=disposition-notification",
            part("Read."),
            part("Disposition: manual-action/MDN-sent-manually; displayed", "message/disposition-notification"),
        )
        machine = machine_of(read(body, field, Subject="Read: Thank you"))
        assert machine is not None
        assert machine.kind is Automaton.READ_RECEIPT
        assert machine.settled

    def test_an_abuse_report(self) -> None:
        """RFC 5965: nobody's answer."""
        field, body = multipart(
            "report; report-type=feedback-report",
            part("Spam."),
            part("Feedback-Type: abuse", "message/feedback-report"),
            part(RETURNED, "message/rfc822"),
        )
        machine = machine_of(read(body, field, From="abuse@isp.example"))
        assert machine is not None
        assert machine.kind is Automaton.ABUSE_REPORT


class TestCalendarReplies:
    @pytest.mark.parametrize("method", ["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"])
    def test_the_method_decides_whoever_sent_it(self, method: str) -> None:
        """Google sends receipts in the name of the person who clicked: they are no letter."""
        field, body = multipart(
            "alternative",
            part("Priya Nair has accepted this invitation."),
            part(f"BEGIN:VCALENDAR\nMETHOD:{method}\nEND:VCALENDAR", "text/calendar"),
        )
        machine = machine_of(read(body, field, Subject="Accepted: Interview @ Tue Mar 10"))
        assert machine is not None
        assert machine.kind is Automaton.CALENDAR_REPLY
        assert machine.method == method

    @pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
    def test_what_an_organiser_sends_is_none(self, method: str) -> None:
        """An invitation and a cancellation mean something."""
        field, body = multipart(
            "alternative",
            part("You are invited."),
            part(f"BEGIN:VCALENDAR\nMETHOD:{method}\nEND:VCALENDAR", "text/calendar"),
        )
        assert machine_of(read(body, field)) is None

    @pytest.mark.parametrize(
        "subject",
        [
            "Accepted: Interview",
            "Declined: Interview",
            "Zugesagt: Gespräch",
            "Refusé : Entretien",
            "Aceptada: Entrevista",
            "Geaccepteerd: Gesprek",
        ],
    )
    def test_google_s_receipt_without_a_calendar_part(self, subject: str) -> None:
        """The machine stands in Sender only."""
        machine = machine_of(read("", "Sender: Google Calendar <calendar-notification@google.com>", Subject=subject))
        assert machine is not None
        assert machine.kind is Automaton.CALENDAR_REPLY

    def test_a_person_who_writes_accepted_is_a_person(self) -> None:
        """The subject alone says nothing."""
        assert machine_of(read("Your proposal is accepted, see you.", Subject="Accepted: your proposal")) is None


class TestAutomaticReplies:
    @pytest.mark.parametrize(
        "field",
        [
            "Auto-Submitted: auto-replied",
            "Auto-Submitted: auto-replied (vacation)",
            "Precedence: auto_reply",
            "X-Autoreply: yes",
            "X-Autorespond: vacation",
            "X-MS-Exchange-Inbox-Rules-Loop: priya@acme.example\nX-Auto-Response-Suppress: All",
            "X-Apple-Action: VACATION",
        ],
    )
    def test_a_header_of_automatic_replies(self, field: str) -> None:
        """RFC 3834, and what came before it."""
        machine = machine_of(read("I am out of the office until Monday.", field, Subject="Re: Interview"))
        assert machine is not None
        assert machine.kind is Automaton.OUT_OF_OFFICE

    @pytest.mark.parametrize(
        "subject",
        [
            "Automatic reply: Interview",
            "Out of Office: Re: Interview",
            "Abwesenheitsnotiz: Nachfrage",
            "Automatische Antwort: Nachfrage",
            "Réponse automatique : Entretien",
            "Absence du bureau : Relance",
            "Respuesta automática: Entrevista",
            "Automatisch antwoord: Gesprek",
            "OOO: RE: Follow up",
            "Auto reply: Interview",
        ],
    )
    def test_a_subject_of_automatic_replies_is_enough(self, subject: str) -> None:
        """Three of six real ones carry no header that says so."""
        machine = machine_of(read("I am away.", Subject=subject))
        assert machine is not None
        assert machine.kind is Automaton.OUT_OF_OFFICE

    @pytest.mark.parametrize(
        ("field", "subject"),
        [
            ("X-Auto-Response-Suppress: All", "Re: Interview"),
            ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "Interview"),
            ("Precedence: bulk", "Re: Interview"),
            ("X-Spam: no", "Re: Automatic reply: Interview"),
            ("X-Spam: no", "Out of office hours interview?"),
            ("X-Spam: no", "Absence management specialist"),
            ("X-Spam: no", "Away day interview"),
        ],
    )
    def test_weak_signs_make_no_machine(self, field: str, subject: str) -> None:
        """People's mail carries them when it went through a gateway, or answers a machine."""
        assert machine_of(read("Can you come on Monday?", field, Subject=subject)) is None

    def test_a_generated_rejection_is_no_automatic_reply(self) -> None:
        """Auto-generated is not auto-replied: what a hiring system writes is read."""
        machine = machine_of(
            read(
                "We have chosen another candidate.",
                "Auto-Submitted: auto-generated",
                From="no-reply@us.greenhouse-mail.io",
            )
        )
        assert machine is not None
        assert machine.kind is Automaton.NOTICE
        assert not machine.settled

    def test_a_desk_that_takes_note_of_every_mail_is_not_away(self) -> None:
        """What it says is still read: it may be an acknowledgement."""
        machine = machine_of(
            read("We have received your message. A member of our team will answer.", "Auto-Submitted: auto-replied")
        )
        assert machine is not None
        assert machine.kind is Automaton.AUTO_REPLY
        assert not machine.settled

    @pytest.mark.parametrize(
        "text",
        [
            "Derrick Vaughn is no longer with Calder Optics.",
            "I have left the company. Please write to hr@acme.example.",
            "Frau Meiswinkel ist nicht mehr für die Kachelofen-Werke tätig.",
            "Mme Lamotte a quitté l'entreprise.",
            "Nicanor Vidal ya no trabaja aquí.",
            "Ruud is niet meer werkzaam bij ons.",
            "This mailbox is no longer monitored.",
        ],
    )
    def test_somebody_who_is_gone_for_good(self, text: str) -> None:
        """In five languages; it is no absence, and nobody comes back."""
        machine = machine_of(read(text, "Auto-Submitted: auto-replied", Subject="Automatic reply: Interview"))
        assert machine is not None
        assert machine.kind is Automaton.ADDRESS_GONE
        assert machine.back_on is None

    def test_offers_that_are_no_longer_accepted_are_not_somebody_gone(self) -> None:
        """The words are there, about something else."""
        text = "No access to e-mail until I'm back on May 11. Offers are no longer accepted by mail."
        machine = machine_of(read(text, "Auto-Submitted: auto-replied", Date="Sat, 02 May 2026 09:00:00 +0000"))
        assert machine is not None
        assert machine.kind is Automaton.OUT_OF_OFFICE
        assert machine.back_on == date(2026, 5, 11)

    def test_a_colleague_who_says_that_somebody_left_is_a_person(self) -> None:
        """What they say can be asked for, without making them a machine."""
        mail = read("Hi Robin, Jessamy doesn't work here any more. Please use my address.")
        assert machine_of(mail) is None
        assert "doesn't work here" in says_gone(mail.text)

    def test_the_date_of_the_letter_that_is_answered_is_no_return(self) -> None:
        """The subject behind the prefix is the user's own."""
        machine = machine_of(
            read("I'm off.", "Auto-Submitted: auto-replied", Subject="Automatic reply: Interview on March 20")
        )
        assert machine is not None
        assert machine.back_on is None


RETURNS = [
    ("I am out of the office until Monday, March 9.", "en", "2026-03-09"),
    ("I'm on leave from March 2 through March 6.", "en", "2026-03-09"),
    ("I will be traveling March 10-20.", "en", "2026-03-23"),
    ("I'm out of the office Friday.", "en", "2026-03-09"),
    ("Back in the office tomorrow morning.", "en", "2026-03-05"),
    ("Away, back next week.", "en", "2026-03-09"),
    ("Returning 03/16/2026.", "en", "2026-03-16"),
    ("Out 12/22 - 1/2. Back Jan 5.", "en", "2027-01-05"),
    ("Closed from March 10; we return on Tuesday, March 17.", "en", "2026-03-17"),
    ("Ich bin vom 9. bis 13. März 2026 im Urlaub.", "de", "2026-03-16"),
    ("Ich bin ab dem 16. März wieder für Sie erreichbar.", "de", "2026-03-16"),
    ("Zurück am 16.03.", "de", "2026-03-16"),
    ("Bis einschließlich 06.03.2026 bin ich nicht im Büro.", "de", "2026-03-09"),
    ("Guten Morgen, am Donnerstag bin ich wieder da.", "de", "2026-03-05"),
    ("Je serai de retour le lundi 16 mars.", "fr", "2026-03-16"),
    ("Je suis absente du 9 au 13 mars.", "fr", "2026-03-16"),
    ("En congés jusqu'au 13 mars inclus.", "fr", "2026-03-16"),
    ("De retour le 1er avril.", "fr", "2026-04-01"),
    ("Me reincorporo el lunes 16 de marzo.", "es", "2026-03-16"),
    ("Estaré fuera de la oficina hasta el 13 de marzo.", "es", "2026-03-16"),
    ("Vuelvo mañana.", "es", "2026-03-05"),
    ("Ik ben op maandag 16 maart weer aanwezig.", "nl", "2026-03-16"),
    ("Ik ben met vakantie t/m 13 maart.", "nl", "2026-03-16"),
    ("Ik ben afwezig tot maandag 16 maart.", "nl", "2026-03-16"),
    ("I have no access to e-mail.", "en", None),
    ("Thank you for your mail of March 3.", "en", None),
    ("Call Jo between 9 and 5.", "en", None),
    ("Back on February 30.", "en", None),
]


@pytest.mark.parametrize(("text", "language", "back"), RETURNS)
def test_when_somebody_is_back(text: str, language: str, back: str | None) -> None:
    """Counted from Wednesday, 4 March 2026; the last day away is followed by the next business day."""
    found = return_in(text, date(2026, 12, 21) if "12/22" in text else date(2026, 3, 4), language, Workdays())
    assert (str(found.day) if found else None) == back


def test_the_return_is_counted_from_the_sender_s_day_and_skips_the_user_s_holidays() -> None:
    """A reply sent late on Thursday in California says "tomorrow" about its own Friday."""
    mail = read("Back tomorrow.", "Auto-Submitted: auto-replied", Date="Thu, 05 Mar 2026 22:00:00 -0800")
    machine = machine_of(mail)
    assert machine is not None
    assert machine.back_on == date(2026, 3, 6)
    away = read("Out until and including March 6, so through March 6.", "Auto-Submitted: auto-replied")
    off = machine_of(away, Me(workdays=Workdays(holidays=frozenset({date(2026, 3, 9)}))))
    assert off is not None
    assert off.back_on == date(2026, 3, 10)


class TestCircumstances:
    @pytest.mark.parametrize(
        "field",
        [
            "List-Id: <jobs.lists.example>",
            "X-Mailing-List: jobs",
            "Precedence: bulk\nList-Unsubscribe: <mailto:x@y.example>",
        ],
    )
    def test_list_mail_is_told_and_still_read(self, field: str) -> None:
        """Some hiring systems add the headers of lists to what they decide."""
        machine = machine_of(read("We have chosen another candidate.", field))
        assert machine is not None
        assert machine.kind is Automaton.LIST
        assert not machine.settled

    @pytest.mark.parametrize(
        "sender",
        [
            "no-reply@us.greenhouse-mail.io",
            "acme@myworkday.com",
            "notifications@calendly.com",
            "jobs-noreply@linkedin.com",
            "noreply@acme.example",
        ],
    )
    def test_a_system_s_notice_is_told_and_still_read(self, sender: str) -> None:
        """A rejection from no-reply is an answer."""
        machine = machine_of(read("We have chosen another candidate.", From=sender))
        assert machine is not None
        assert machine.kind is Automaton.NOTICE
        assert not machine.settled

    @pytest.mark.parametrize("sender", ["jobs@greenhouse-mail.io.evil.example", "x@notlever.co", "x@mygreenhouse.io"])
    def test_a_domain_that_only_contains_a_vendor_s_is_none(self, sender: str) -> None:
        """Suffixes count label by label."""
        assert machine_of(read("Hello", From=sender)) is None

    def test_a_letter_is_nobody_s_machine(self) -> None:
        """The ordinary case."""
        assert machine_of(read("Thank you, see you on Monday."), ROBIN) is None


# What the files of the bounce corpus are. Those that the name does not tell were judged by reading them.
DELIVERED = {"lhost-amazonses-12.eml", "lhost-amazonses-13.eml", "rfc3464-28.eml"}
FORWARDED_BY_A_PERSON = {"lhost-sendmail-14.eml"}
COMPLAINTS = {"lhost-amazonses-11.eml"}
DELAYED = {
    *(f"lhost-gmail-{number}.eml" for number in ("06", "08", "09", "17")),
    *(f"lhost-opensmtpd-{number}.eml" for number in ("04", "06", "12", "13", "15", "16")),
    *(
        "lhost-exim-38.eml",
        "lhost-exim-41.eml",
        "lhost-messagingserver-07.eml",
        "lhost-outlook-06.eml",
        "lhost-sendmail-29.eml",
    ),
    *(
        "lhost-sendmail-55.eml",
        "lhost-x1-04.eml",
        "lhost-zoho-04.eml",
        "rfc3464-07.eml",
        "rfc3464-09.eml",
        "rfc3464-34.eml",
    ),
    *("rfc3464-55.eml", "rhost-gsuite-06.eml", "rhost-outlook-06.eml", "delayed_dsn.raw"),
}
VACATIONS = {Automaton.OUT_OF_OFFICE, Automaton.ADDRESS_GONE, Automaton.AUTO_REPLY}


def judged(name: str, kind: Automaton | None) -> bool:
    """Whether a kind is right for a file of the bounce corpus."""
    if name in FORWARDED_BY_A_PERSON:
        return kind is None
    if name.startswith("rfc3834"):
        return kind in VACATIONS
    if name.startswith("arf") or name in COMPLAINTS:
        return kind is Automaton.ABUSE_REPORT
    if name in DELIVERED:
        return kind is Automaton.DELIVERED
    return kind is (Automaton.BOUNCE_DELAYED if name in DELAYED else Automaton.BOUNCE)


def test_the_real_bounces() -> None:
    """629 real reports, complaints and vacation replies: at least 99.5 % are called what they are."""
    files = {
        name.rpartition("/")[2]: content
        for name, content in corpus("bounce_auto").items()
        if name.startswith(("sisimai__set-of-emails/maildir/bsd/", "jhillyerd__enmime/dsn/"))
    }
    assert len(files) == 629
    machines = {name: machine_of(read_mail(content, ROBIN)) for name, content in files.items()}
    wrong = sorted(name for name, machine in machines.items() if not judged(name, machine.kind if machine else None))
    bounces = [machine for machine in machines.values() if machine and machine.kind is Automaton.BOUNCE]
    print(f"{len(files) - len(wrong)} of {len(files)} right; not: {wrong}; ", end="")
    print(f"of {len(bounces)} bounces {sum(bool(one.failed) for one in bounces)} name the address")
    assert len(files) - len(wrong) >= 0.995 * len(files), wrong
    assert sum(bool(one.failed) for one in bounces) >= 0.98 * len(bounces)


def test_no_ordinary_mail_is_a_machine_s() -> None:
    """949 real mails of people and lists: two bounces that went to a list are told, and nothing else is settled."""
    settled = [
        (machine.kind, name)
        for name, content in corpus("ordinary_mail").items()
        if (machine := machine_of(read_mail(content, ROBIN))) and machine.settled
    ]
    assert [kind for kind, _ in settled] == [Automaton.BOUNCE, Automaton.BOUNCE]


AWAY = {"jobdeck_de-0034"}
"""An absence notice with nothing but "Abwesenheit" for a subject: a machine's indeed."""


def test_no_labelled_job_mail_is_a_machine_s() -> None:
    """0 answers of people and systems are lost."""
    rows = [json.loads(line) for line in corpus("job_mail")["labelled.jsonl"].decode().splitlines()]
    assert len(rows) > 50
    for row in rows:
        machine = machine_of(read(row["body"], From=row["from"] or "x@y.example", Subject=row["subject"]))
        if row["id"] not in AWAY:
            assert machine is None or not machine.settled, row["id"]
