"""The head of a message: who, to whom, when, in which thread. A hostile head is read like any other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agent.core.people import Me, Part
from agent.reading.addresses import mailboxes
from agent.reading.headers import cut, ids, local_day, moment, safe, unbase64, unworded
from agent.reading.mail import read_mail
from tests.reading.letters import ROBIN, letter, read


def test_the_usual_head() -> None:
    """Every field of the envelope comes from where RFC 5322 puts it."""
    envelope = read(
        "Please tell me when you are free.",
        "References: <zero@acme.example>",
        "In-Reply-To: <half@example.org>",
        "Cc: Jo Lang <jo@acme.example>",
        "Reply-To: talent@acme.example",
    ).envelope
    assert envelope.message_id == "<one@acme.example>"
    assert envelope.references == ("<zero@acme.example>", "<half@example.org>")
    assert envelope.subject == "Interview"
    assert (envelope.sender.name, envelope.sender.address) == ("Priya Nair", "priya@acme.example")
    assert [person.address for person in envelope.to] == ["robin.ashdown@example.org", "jo@acme.example"]
    assert envelope.to[0].part is Part.USER
    assert envelope.reply_to == "talent@acme.example"
    assert envelope.date == datetime(2026, 3, 3, 19, 2, tzinfo=UTC)
    assert envelope.reachable
    assert envelope.language == "en"


def test_headers_keep_their_order_and_are_found_in_any_case() -> None:
    """Repeated fields stay apart, topmost first."""
    mail = read("", "Received: two", "X-Thing: =?utf-8?q?caf=C3=A9?=", "Received: one")
    assert mail.all("received") == ("two", "one")
    assert mail.header("x-thing") == "café"
    assert mail.header("absent") is None


class TestIds:
    def test_an_id_is_kept_byte_for_byte(self) -> None:
        """Threading compares bytes: no lower-casing, no decoding, also at the 80 letters of Exchange."""
        long = "<SN6PR02MB4894AbCdEfGhIjKlMnOpQrStUvWxYz0123456789ABC@SN6PR02MB4894.namprd02.prod.outlook.com>"
        assert read("", Message_ID=long).envelope.message_id == long

    @pytest.mark.parametrize(
        "impossible",
        [
            "",
            "<>",
            "<",
            "<a>",
            "<[abc@def]>",
            "<a@[1.2.3.4>",
            "<a b@c>",
            "=?utf-8?q?<a=0D=0A@x>?=",
            "<a\x00@b>",
            "<ä@b.example>",
        ],
    )
    def test_an_impossible_id_is_replaced_by_one_from_the_bytes(self, impossible: str) -> None:
        """Fixed in every run, and the same whether lines end in LF or CRLF."""
        raw = letter("", Message_ID="", From="a@b.example").replace(b"From", f"Message-ID: {impossible}\nFrom".encode())
        made = read_mail(raw, ROBIN).envelope.message_id
        assert made.endswith("@unidentified>")
        assert len(made) == len("<@unidentified>") + 64
        assert made == read_mail(raw.replace(b"\n", b"\r\n"), ROBIN).envelope.message_id
        assert made != read_mail(raw + b"more", ROBIN).envelope.message_id
        assert "id" in read_mail(raw, ROBIN).defects

    def test_impossible_references_are_dropped_and_the_others_stay_in_order(self) -> None:
        """A reply must not carry on what could not be written again."""
        found = ids("<a@b> <[abc@def]> <> (comment) <c@d.example> <no-at> <a@b> <e@[192.0.2.1]>")
        assert found == ("<a@b>", "<c@d.example>", "<e@[192.0.2.1]>")

    def test_a_very_long_thread_keeps_its_first_and_last_ids(self) -> None:
        """Three thousand references are cut to a hundred."""
        found = ids(" ".join(f"<{number}@x.example>" for number in range(3_000)))
        assert len(found) == 100
        assert found[0] == "<0@x.example>"
        assert found[-1] == "<2999@x.example>"

    def test_the_parent_is_last_and_not_twice(self) -> None:
        """In-Reply-To is added only where References does not have it."""
        envelope = read("", "References: <a@x> <b@x>", "In-Reply-To: <b@x>").envelope
        assert envelope.references == ("<a@x>", "<b@x>")


class TestDates:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("Tue, 03 Mar 2026 14:02:00 -0500", datetime(2026, 3, 3, 19, 2, tzinfo=UTC)),
            ("3 Mar 2026 14:02 +0100 (CET)", datetime(2026, 3, 3, 13, 2, tzinfo=UTC)),
            ("Tue, 3 Mar 2026 14:02:60 GMT", datetime(2026, 3, 3, 14, 2, 59, tzinfo=UTC)),
            ("Tue Mar  3 14:02:00 2026", datetime(2026, 3, 3, 14, 2, tzinfo=UTC)),
            ("Tue, 3 March 2026 14:02:00 EST", datetime(2026, 3, 3, 19, 2, tzinfo=UTC)),
            ("7 Apr 94 17:35:09 GMT", datetime(1994, 4, 7, 17, 35, 9, tzinfo=UTC)),
            ("Tue, 3 Mar 26 14:02:00 -0000", datetime(2026, 3, 3, 14, 2, tzinfo=UTC)),
        ],
    )
    def test_a_date_is_a_moment_in_utc(self, written: str, meant: datetime) -> None:
        """As RFC 5322 writes it, and as older programs do."""
        assert moment(written) == meant

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "yesterday",
            "32 Mar 2026 10:00 +0000",
            "3 Foo 2026 10:00 +0000",
            "3 Mar 2026 25:00 +0000",
            "3 Mar 9999 10:00:00 +0000",
            "3 Mar 2026 10:00 +9900",
            "1 Jan 0001 00:00:00 +1400",
            "29 Feb 2026 10:00 +0000",
        ],
    )
    def test_an_impossible_date_is_none(self, written: str) -> None:
        """It is never an error, and never a guess."""
        assert moment(written) is None
        assert "date" in read("", Date=written or "x").defects

    def test_the_sender_s_own_day_is_kept(self) -> None:
        """What "tomorrow" counts from is the sender's day, not the one in UTC."""
        assert local_day("Tue, 03 Mar 2026 23:30:00 -0800") == date(2026, 3, 3)


class TestPeople:
    def test_an_address_in_the_name_is_not_the_sender(self) -> None:
        """The real address counts, the posing name is dropped, and the head is marked."""
        mail = read("", From='"hr@bigco.example" <evil@x.test>')
        assert mail.envelope.sender.address == "evil@x.test"
        assert mail.envelope.sender.name is None
        assert "sender" in mail.defects

    def test_a_bare_address_before_the_brackets_is_no_address(self) -> None:
        """`From: hr@bigco.example <evil@x.test>` without quotes is the same."""
        mail = read("", From="hr@bigco.example <evil@x.test>")
        assert mail.envelope.sender.address == "evil@x.test"
        assert "sender" in mail.defects

    def test_an_encoded_address_cannot_make_a_second_sender(self) -> None:
        """Words are decoded after the field was cut."""
        mail = read("", From="=?utf-8?q?evil=40x=2Etest=2C_Priya?= <priya@acme.example>")
        assert mail.envelope.sender.address == "priya@acme.example"

    @pytest.mark.parametrize("second", ["From: Other <other@x.test>", "From:"])
    def test_two_from_fields_are_a_defect(self, second: str) -> None:
        """The first one is shown, and trusted by nobody."""
        assert "sender" in read("", second).defects

    def test_two_senders_in_one_field_are_a_defect(self) -> None:
        """One letter has one writer."""
        assert "sender" in read("", From="a@b.example, c@d.example").defects

    def test_an_ordinary_sender_is_none(self) -> None:
        """Nothing is wrong with most heads."""
        assert read().defects == frozenset()

    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("Jane Doe via Greenhouse <x@us.greenhouse-mail.io>", "Jane Doe"),
            ("'Jane Doe' <x@y.example>", "Jane Doe"),
            ('"Jane \\"JD\\" Doe" <x@y.example>', 'Jane "JD" Doe'),
            ("=?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <x@y.example>", "Jürgen Müller"),
            ("=?utf-8?q?Evil=0D=0ABcc=3A_x?= <x@y.example>", "Evil Bcc: x"),
            ("x@y.example (Jane Doe)", "Jane Doe"),
            ("<x@y.example>", None),
        ],
    )
    def test_the_name_is_the_person_s(self, written: str, name: str | None) -> None:
        """Decoded, on one line, without the system that carried the mail."""
        assert mailboxes(written)[0].person.name == name

    @pytest.mark.parametrize(
        ("written", "addresses"),
        [
            ("Team: a@b.example, C <c@d.example>;, e@f.example", ["a@b.example", "c@d.example", "e@f.example"]),
            ("undisclosed-recipients:;", []),
            ("<@>;,,<", [None]),
            ('"unclosed <a@b.example>, c@d.example', ["a@b.example", "c@d.example"]),
            ("A <a@B.Example.>", ["a@b.example"]),
            ("MAILER-DAEMON", [None]),
            ("A <a@b.example> <c@d.example>", [None]),
        ],
    )
    def test_odd_fields_are_cut_without_an_error(self, written: str, addresses: list[str | None]) -> None:
        """Groups, comments, open quotes and nonsense."""
        assert [mailbox.address for mailbox in mailboxes(written)] == addresses

    @pytest.mark.parametrize(
        "hostile", ["(" * 20_000, '"' * 20_000, "<" * 20_000, '"\\' * 10_000, "a@" * 10_000, "," * 20_000]
    )
    def test_a_hostile_field_is_read(self, hostile: str) -> None:
        """A thousand nested comments exhaust the stack of Python's own parser."""
        assert len(mailboxes(hostile)) <= 100
        read("", From=hostile, To=hostile, Subject=hostile)

    def test_a_crowd_is_cut(self) -> None:
        """Twenty thousand recipients are no correspondence."""
        crowd = ", ".join(f"p{number}@x.example" for number in range(20_000))
        assert len(read("", To=crowd).envelope.to) <= 100

    def test_plus_addresses_of_the_user_are_the_user(self) -> None:
        """RFC 5233 detail does not make another person."""
        mail = read("", To="robin.ashdown+jobs@example.org")
        assert mail.envelope.to[0].part is Part.USER


class TestReach:
    @pytest.mark.parametrize(
        "sender",
        [
            "no-reply@us.greenhouse-mail.io",
            "noreply@acme.example",
            "do_not_reply@acme.example",
            "donotreply@acme.example",
            "notification@smartrecruiters.com",
            "mailer-daemon@acme.example",
            "calendar-notification@google.com",
            "acme+autoreply@talent.icims.com",
            "hr-axp@invalidemail.com",
            "hit-reply@linkedin.com",
            "jobs.notifications@acme.example",
        ],
    )
    def test_nobody_reads_what_is_sent_to_a_machine(self, sender: str) -> None:
        """A letter is never drafted to such an address."""
        assert not read("", From=f"Acme <{sender}>").envelope.reachable

    @pytest.mark.parametrize(
        "sender",
        [
            "priya@acme.example",
            "jane@represent.teamtailor-mail.com",
            "acme+email+4yr2-c5eac0@talent.icims.com",
            "norbert@noreplyfield.example",
        ],
    )
    def test_people_and_relays_are_reached(self, sender: str) -> None:
        """A relay that carries one thread reaches a person."""
        assert read("", From=sender).envelope.reachable

    def test_a_reply_to_of_a_person_is_reached_though_the_sender_is_a_machine(self) -> None:
        """Schedulers send in their own name and let people answer."""
        assert read("", "Reply-To: priya@acme.example", From="no-reply@ashbyhq.com").envelope.reachable

    @pytest.mark.parametrize(
        "words",
        [
            "Please do not reply to this email.",
            "All replies will be filtered into an unmonitored inbox.",
            "This mailbox is not monitored.",
            "Bitte antworten Sie nicht auf diese E-Mail.",
            "Merci de ne pas répondre à cet e-mail.",
            "Por favor, no responda a este correo.",
            "Replies to this message are not monitored.",
        ],
    )
    def test_a_mail_that_says_so_is_not_answered(self, words: str) -> None:
        """In five languages, wherever in the mail it stands."""
        assert not read(f"Hello Robin,\n\nyour interview is on Monday.\n\n{words}").envelope.reachable

    @pytest.mark.parametrize(
        "words", ["If you do not respond by Friday, we will close your file.", "Do not reply all, just to me."]
    )
    def test_other_words_about_replies_do_not_count(self, words: str) -> None:
        """A deadline is no unread mailbox."""
        assert read(words).envelope.reachable


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Thank you for your time. We would like to invite you for an interview.", "en"),
        ("Vielen Dank für Ihre Bewerbung. Wir melden uns bis Freitag bei Ihnen.", "de"),
        ("Merci pour votre candidature. Nous reviendrons vers vous dans la semaine.", "fr"),
        ("Muchas gracias por tu tiempo. Nos gustaría hablar contigo la semana que viene.", "es"),
        ("Bedankt voor je sollicitatie. Wij laten je voor vrijdag weten of het doorgaat.", "nl"),
    ],
)
def test_the_language_of_the_new_words(text: str, language: str) -> None:
    """By a vote of common words; the quotation below does not vote."""
    quoted = "\n".join(f"> {line}" for line in ("The old letter is in English and it is long.",) * 8)
    assert read(f"{text}\n\n{quoted}").envelope.language == language


class TestLines:
    def test_a_message_without_a_blank_line_still_has_its_head(self) -> None:
        """What follows the last field is the body."""
        fields, body = cut(b"Subject: a\nTo: b\nnot a field\nmore")
        assert [field.name for field in fields] == ["subject", "to"]
        assert body == b"not a field\nmore"

    def test_folded_fields_are_one_line(self) -> None:
        """RFC 5322 section 2.2.3, with CRLF and with LF."""
        for end in ("\r\n", "\n"):
            fields, _ = cut(f"Subject: a{end}\tb{end} c{end}{end}body".encode())
            assert fields[0].raw == "a\tb c"

    def test_an_mbox_line_is_skipped(self) -> None:
        """A line "From " without a colon separates the messages of an mbox file."""
        fields, body = cut(b"From jane Tue Mar  3 14:02:00 2026\nSubject: a\n\nbody")
        assert [(field.name, field.value) for field in fields] == [("subject", "a")]
        assert body == b"body"

    def test_a_head_beyond_all_size_is_cut(self) -> None:
        """256 KiB are looked at, 16 KiB of one field."""
        mail = read_mail(b"Subject: " + b"a" * 100_000 + b"\n" + b"X-A: b\n" * 100_000 + b"\nbody", Me())
        assert len(mail.header("subject") or "") < 17_000
        assert len(mail.headers) <= 5_000
        assert mail.text == "body"

    @pytest.mark.parametrize(
        "raw", [b"", b"\n", b"\r\n\r\n", b"\x00" * 100, b"BEGIN:VCALENDAR\r\n", b"no colon here", b":\n:\n\n"]
    )
    def test_bytes_that_are_no_message_are_read(self, raw: bytes) -> None:
        """A mail without anything is still a mail."""
        assert read_mail(raw, Me()).envelope.sender.address is None

    def test_old_mac_line_ends_are_read(self) -> None:
        """CR alone ends a line where there is no LF at all."""
        mail = read_mail(letter("Hello\nRobin").replace(b"\n", b"\r"), ROBIN)
        assert mail.envelope.subject == "Interview"
        assert mail.text == "Hello\nRobin"


class TestWords:
    @pytest.mark.parametrize(
        ("encoded", "decoded"),
        [
            ("=?utf-8?q?caf=C3=A9?=", "café"),
            (
                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5k?=",
                "If you can read this you understand",
            ),
            ("=?utf-8?b?ww==?= =?utf-8?b?pA==?=", "ä"),
            ("=?utf-8*en?q?language?=", "language"),
            ("=?x-unknown?q?a=E4b?=", "aäb"),
            ("=?utf-8?q?with spaces?=", "with spaces"),
            ("=?utf-8?b?!!!?=", ""),
            ("=?broken", "=?broken"),
            ("plain =?utf-8?q?and?= coded", "plain and coded"),
        ],
    )
    def test_encoded_words_are_decoded(self, encoded: str, decoded: str) -> None:
        """RFC 2047, and what senders make of it."""
        assert unworded(encoded) == decoded

    @pytest.mark.parametrize(
        ("unsafe", "made"),
        [
            ("Hi\r\nBcc: evil@x.test", "Hi Bcc: evil@x.test"),
            ("a\x00b\x1b[31mc", "a b [31mc"),
            ("a\u202egnp.exe\u202c", "agnp.exe"),
            ("a\u2028b\u2029c\x85d", "a b c d"),
            ("in\u200bvis\u00adible", "invisible"),
            ("a\u00a0b\u3000c", "a b c"),
        ],
    )
    def test_what_a_decoded_field_may_not_hold(self, unsafe: str, made: str) -> None:
        """Controls, line separators and marks that turn the direction of writing become nothing or a space."""
        assert safe(unsafe) == made

    def test_twenty_thousand_encoded_words_cost_no_more_than_their_bytes(self) -> None:
        """Python's own decoder needs more than a gigabyte for this subject."""
        mail = read("", Subject="=?utf-8?q?a?= " * 20_000)
        assert set(mail.envelope.subject) == {"a"}

    @pytest.mark.parametrize(
        ("coded", "plain"),
        [(b"SGVs bG8=", b"Hello"), (b"SGVsbG8", b"Hello"), (b"SGVsb", b"Hel"), (b"=", b""), (b"", b"")],
    )
    def test_broken_base64_gives_what_there_is(self, coded: bytes, plain: bytes) -> None:
        """Missing padding, spaces, a lone last letter."""
        assert unbase64(coded) == plain
