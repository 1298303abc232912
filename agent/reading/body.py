"""The text of a message: its plain alternative if that says enough, else the HTML as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.reading.headers import safe_text
from agent.reading.html import Page, markup_of, may_have_markup, may_hide_words, page
from agent.reading.mime import Part

TEXT_LIMIT = 1024 * 1024
"""Bytes of text that are looked at in one message; the rest is left out."""

_STUB = re.compile(r"html|browser|view this|mime|anzeigen|navigateur|navegador", re.IGNORECASE)
_SHORT = 400
"""A plain alternative below this may be a stub that only says where the real text is."""
_TAGGED = re.compile(r"<(?:!doctype|html|body|div|table|p|br)\b", re.IGNORECASE)
_READ_ALOUD = ("text/plain", "text/html", "text/enriched", "text/richtext")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a message says, before it is divided into zones. The fields but `text` are those of `Page`."""

    text: str = ""
    hidden: str = ""
    links: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()


def body_of(root: Part) -> Body:
    """The body of a message that is this part."""
    bodies = list(_bodies(root))
    return Body(
        text="\n\n".join(body.text.strip("\n") for body in bodies if body.text)[:TEXT_LIMIT],
        hidden="\n".join(body.hidden for body in bodies if body.hidden)[:TEXT_LIMIT],
        links=tuple(link for body in bodies for link in body.links),
        markup=tuple(piece for body in bodies for piece in body.markup),
    )


def _bodies(part: Part) -> Iterator[Body]:
    if part.kind == "multipart/alternative":
        yield _chosen(part)
    elif part.kind.startswith("multipart/"):
        for inside in _root_first(part):
            yield from _bodies(inside)
    elif part.kind in _READ_ALOUD and not part.attached:
        yield _leaf(part)


def _root_first(part: Part) -> tuple[Part, ...]:
    """The parts to read. Of related and signed parts only the first is the message (RFC 2387, RFC 1847)."""
    return part.parts[:1] if part.kind in {"multipart/related", "multipart/signed"} else part.parts


def _leaf(part: Part) -> Body:
    text = part.text(TEXT_LIMIT)
    if part.kind == "text/html" or (part.kind != "text/plain" and "<" in text) or _TAGGED.match(text.lstrip()[:20]):
        return _seen(page(text))
    text = safe_text(text)
    if part.params.get("format", "").lower() == "flowed":
        text = unflowed(text, joined=part.params.get("delsp", "").lower() == "yes")
    return Body(text=text)


def _seen(seen: Page) -> Body:
    return Body(text=seen.text, hidden=seen.hidden, links=seen.links, markup=seen.markup)


def _chosen(alternatives: Part) -> Body:
    """One of the alternatives: plain text, unless it is empty, a stub, or far less than what the HTML says."""
    found = [(inside, list(inside.walk())) for inside in alternatives.parts]
    plain = next(
        (part for _, inside in found for part in inside if part.kind == "text/plain" and not part.attached), None
    )
    rich = next(
        (part for _, inside in found for part in inside if part.kind == "text/html" and not part.attached), None
    )
    if plain is None or rich is None:
        only = plain or rich
        return _leaf(only) if only else Body()
    said = _leaf(plain)
    html = rich.text(TEXT_LIMIT)
    words = len(said.text.split())
    if not words or (len(said.text) < _SHORT and (_STUB.search(said.text) or len(html) > 20 * len(said.text))):
        seen = page(html)
        if len(seen.text.split()) > words:
            return _seen(seen)
    if may_hide_words(html):
        seen = page(html)
        return Body(text=said.text, hidden=seen.hidden, links=seen.links, markup=seen.markup)
    return Body(text=said.text, links=said.links, markup=markup_of(html) if may_have_markup(html) else ())


_IDEOGRAPHS = "\N{CJK RADICAL REPEAT}"
_QUOTE = re.compile(r">*")


def unflowed(text: str, *, joined: bool = False) -> str:
    """The paragraphs of format=flowed text (RFC 3676): a line that ends in a space goes on; `joined` is DelSp=yes.

    With DelSp the space belongs to the break, not to the words. Many senders do not know that: between words it stays.
    """
    out: list[str] = []
    going_on = -1
    for line in text.split("\n"):
        depth = len(_QUOTE.match(line)[0])  # type: ignore[index]  # matches every string
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        kept = content[:-1] if flows and joined and _inside_a_word(content) else content
        if going_on == depth and content != "-- ":
            out.append(kept)
        else:
            out.extend(("\n", ">" * depth + (" " if depth else ""), kept))
        going_on = depth if flows else -1
    return "".join(out).removeprefix("\n")


def _inside_a_word(content: str) -> bool:
    """Whether a line was broken within an address or a script without spaces, or has its own space before the break."""
    last = content[:-1].rpartition(" ")[2]
    return not last or "://" in last or last[-1] >= _IDEOGRAPHS
