"""New words told from old ones: the families of fixtures that ship expected results, and those that only ship mails.

The families disagree about what a reply is. Ours is: what was newly written. So where a family leaves answered lines (`>`)
in place, they are taken off its expectation; where a mail has no new words at all and a family shows the old ones instead,
the zone that holds them is compared. White space does not count.
"""

from __future__ import annotations

import email
import json
import re
from email.message import Message
from urllib.parse import parse_qs

import pytest

from agent.core.people import Me
from agent.reading.headers import safe_text
from agent.reading.html import page
from agent.reading.mail import read_mail
from agent.reading.quotation import Zones, zones
from tests.reading.material import corpus

WANTED = 0.95


def squeezed(text: str) -> str:
    """A text without its white space."""
    return re.sub(r"\s+", "", text)


def without_marked(text: str) -> str:
    """A text without the lines that are marked as quoted."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))


def passes(got: dict[str, tuple[str, str]]) -> None:
    """At least 95 % of the (read, expected) pairs of a family agree; says which do not."""
    wrong = sorted(name for name, (read, expected) in got.items() if squeezed(read) != squeezed(expected))
    print(f"{len(got) - len(wrong)} of {len(got)} as expected; not: {wrong}")
    assert len(got) - len(wrong) >= WANTED * len(got), wrong


def shown(divided: Zones, expected: str) -> tuple[str, str]:
    """What to compare with an expectation of the discourse family."""
    new = without_marked(expected)
    if divided.new or not new.strip():
        return divided.new, new if new.strip() else re.sub(r"(?m)^> ?", "", expected) if divided.new else new
    old = squeezed(divided.forwarded or divided.quotation)
    return (expected if old.endswith(squeezed(expected)) else old), expected


def test_discourse() -> None:
    """discourse/email_reply_trimmer: 64 mails in 14 languages, with the reply that each of them holds."""
    files = corpus("quote_reply/discourse__email_reply_trimmer/test")
    mails = {name: content for name, content in files.items() if name.startswith("emails/")}
    assert len(mails) == 64
    passes(
        {
            name: shown(zones(safe_text(mail.decode())), files[name.replace("emails/", "trimmed/")].decode())
            for name, mail in mails.items()
        }
    )


def talon_replies() -> dict[str, tuple[str, str]]:
    """What was read and what was expected, of talon's replies."""
    files = corpus("quote_reply/mailgun__talon/tests/fixtures")
    got: dict[str, tuple[str, str]] = {}
    for name, content in files.items():
        if name.startswith("standard_replies/") and name.endswith(".eml"):
            expected = files.get(name.replace(".eml", "_reply_text"), b"Hello").decode()
            mail = read_mail(content, Me())
            signed = squeezed(mail.text) != squeezed(expected)  # two of them count the signature to the reply
            got[name] = (mail.text + mail.signature if signed else mail.text, expected)
        if name.startswith("html_replies/"):
            got[name] = (zones(page(content.decode("utf-8", "replace")).text).new, "Hi. I am fine.\n\nThanks,\nAlex")
    got["OLK_SRC_BODY_SECTION.html"] = (zones(page(files["OLK_SRC_BODY_SECTION.html"].decode()).text).new, "Reply")
    got["reply-separated-by-hr.html"] = (
        zones(page(files["reply-separated-by-hr.html"].decode()).text).new,
        "Hi there Bob",
    )
    return got


def talon_signatures() -> dict[str, tuple[str, str]]:
    """What was read and what was expected, of talon's signatures."""
    files = corpus("quote_reply/mailgun__talon/tests/fixtures/signature/emails/stripped")
    got: dict[str, tuple[str, str]] = {}
    for name in files:
        if name.endswith("_body"):
            stem = name.removesuffix("_body")
            divided = zones(safe_text(files[name].decode()), sender=files[f"{stem}_sender"].decode().strip())
            got[f"signature/{stem}"] = (divided.signature, files[f"{stem}_signature"].decode())
    return got


def test_talon() -> None:
    """mailgun/talon: replies of the usual mail programs as text and as HTML, and signatures."""
    got = {**talon_replies(), **talon_signatures()}
    assert len(got) == 29
    passes(got)


def test_quotequail() -> None:
    """closeio/quotequail: forwards of mail programs with what they hold, and replies with what is above the quotation."""
    files = corpus("quote_reply/closeio__quotequail/tests/files")
    got: dict[str, tuple[str, str]] = {}
    for name in [name for name in files if name.endswith("_forward.html")]:
        divided = zones(page(files[name].decode()).text, forward=True)
        stem = name.removesuffix(".html")
        if f"{stem}_unwrapped.html" in files:
            inside = page(files[f"{stem}_unwrapped.html"].decode()).text
            expected = re.sub(r"(?m)^> ?", "", inside)
            old = re.sub(r"(?m)^> ?", "", divided.forwarded or divided.quotation)
            got[name] = (expected if squeezed(old).endswith(squeezed(expected)) else old, expected)
        if f"{stem}_unwrapped_top.html" in files:
            got[f"{name} top"] = (divided.new, page(files[f"{stem}_unwrapped_top.html"].decode()).text)
    tops = {
        "apple_forward": "test\n\nblah",
        "apple_reply": "Foo\n\nBar",
        "gmail_forward": "test\n\nblah",
        "gmail_reply": "foo\n\nbar",
        "ios_mail_reply_unescaped_address": "Sounds good, I'll be there at 2.",
        "yahoo_reply_unescaped_address": "Thanks Jane, that looks great. One question on item 2 - can we ship it before Friday?\n\nDan",
    }
    got |= {f"{stem} reply": (zones(page(files[f"{stem}.html"].decode()).text).new, top) for stem, top in tops.items()}
    assert len(got) == 10
    passes(got)


def form(request: bytes) -> dict[str, str]:
    """The fields of a recorded HTTP request, however the service encoded them."""
    message: Message = email.message_from_bytes(request.partition(b"\n")[2])
    if message.get_content_type() == "application/x-www-form-urlencoded":
        return {name: values[0] for name, values in parse_qs(str(message.get_payload()).strip()).items()}
    if message.get_content_type() == "application/json":
        return {name: value for name, value in json.loads(str(message.get_payload())).items() if isinstance(value, str)}
    return {
        str(part.get_param("name", header="content-disposition")): str(part.get_payload())
        for part in message.walk()
        if not part.is_multipart()
    }


def test_multi_mail() -> None:
    """jpmckinney/multi_mail: one mail as services hand it on, with the reply as CloudMailin and Mailgun cut it.

    Mailgun leaves "some italic text" out of the reply of the very mail from which CloudMailin keeps it: nobody can meet
    both, and CloudMailin is right.
    """
    files = corpus("quote_reply/jpmckinney__multi_mail/spec/fixtures")
    got: dict[str, tuple[str, str]] = {}
    for name, content in files.items():
        fields = form(content)
        plain = fields.get("plain", fields.get("body-plain", ""))
        divided = zones(safe_text(plain))
        if "reply_plain" in fields:
            got[name] = (divided.new, fields["reply_plain"])
        elif "stripped-text" in fields and "italic" not in plain:
            got[name] = (divided.new, fields["stripped-text"])
        if fields.get("stripped-signature"):
            got[f"{name} signature"] = (divided.signature, fields["stripped-signature"])
    assert len(got) == 8, sorted(got)
    passes(got)


FAMILIES = (
    *(
        "alfonsrv__mail-parser-reply",
        "closeio__quotequail",
        "crisp-oss__email-reply-parser",
        "github__email_reply_parser",
    ),
    *("discourse__email_reply_trimmer", "jpmckinney__multi_mail", "lever__planer", "mailgun__talon"),
    *("willdurand__EmailReplyParser", "zapier__email-reply-parser"),
)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_file_is_divided_without_an_exception(family: str) -> None:
    """Each file, read as a message and as a text, gives zones that hold all of its words."""
    for name, content in corpus(f"quote_reply/{family}").items():
        read_mail(content, Me())
        text = safe_text(content.decode("utf-8", "replace"))
        divided = zones(text)
        kept = f"{divided.new}{divided.quotation}{divided.forwarded}{divided.signature}{divided.footer}"
        words = re.compile(r"\w")
        assert len(words.findall(kept)) == len(words.findall(text)), name
