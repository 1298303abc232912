"""Small messages for the tests of the reader, written as bytes so that nothing tidies them up."""

from __future__ import annotations

from agent.core.people import Me
from agent.reading.mail import Mail, read_mail

ROBIN = Me(addresses=("robin.ashdown@example.org",))
"""The user of these tests."""
PRIYA = "Priya Nair <priya@acme.example>"


def letter(body: str = "Hello Robin.", *fields: str, **named: str) -> bytes:
    """A message from Priya to Robin. `fields` are whole lines; `named` replace the usual ones (`From`, `Subject`, …)."""
    usual = {
        "From": PRIYA,
        "To": "Robin Ashdown <robin.ashdown@example.org>",
        "Subject": "Interview",
        "Date": "Tue, 03 Mar 2026 14:02:00 -0500",
        "Message_ID": "<one@acme.example>",
        **named,
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in usual.items() if value]
    return "\n".join((*fields, *lines, "", body)).encode()


def read(body: str = "Hello Robin.", *fields: str, **named: str) -> Mail:
    """Such a message, read as Robin's."""
    return read_mail(letter(body, *fields, **named), ROBIN)


def multipart(kind: str, *parts: str, boundary: str = "cut-here") -> tuple[str, str]:
    """The Content-Type field and the body of a message with these parts, each with its own head."""
    body = "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"', body


def part(content: str, kind: str = "text/plain; charset=utf-8", *fields: str) -> str:
    """One part of such a message."""
    return "\n".join((f"Content-Type: {kind}", *fields, "", content))
