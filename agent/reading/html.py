"""HTML mail: the lines a person sees, what is hidden from the eye, where the links lead, the structured data in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from agent.reading.headers import safe_text
from agent.reading.rendering import Rendering
from agent.reading.style import hiding_names

INPUT_LIMIT = 1024 * 1024
"""Characters of HTML that are looked at."""
OPEN_TAGS_LIMIT = 3_000
"""Tags open at the same time; what lies deeper is cut off (20,000 nested elements cost half a second)."""
MARKUP_LIMIT = 20
"""Pieces of structured data kept of one mail, each at most 64 KiB."""
_MARKUP_SIZE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an HTML part says. `markup` holds JSON-LD scripts and the outermost elements with schema.org microdata."""

    text: str = ""
    hidden: str = ""
    links: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()


def page(html: str) -> Page:
    """Reads an HTML part; time and output are bounded by the length of what is looked at."""
    document = LexborHTMLParser(_shallow(html[:INPUT_LIMIT]))
    body = document.body
    if body is None:
        return Page()
    rendering = Rendering(hiding_names([sheet.text() for sheet in document.css("style")]))
    rendering.write(body)
    return Page(
        text=safe_text(rendering.text()),
        hidden=safe_text(" ".join(rendering.hidden)).strip(),
        links=tuple(dict.fromkeys(rendering.links)),
        markup=_markup(document) if may_have_markup(html) else (),
    )


def may_have_markup(html: str) -> bool:
    """Whether it is worth parsing an HTML part for its structured data alone."""
    return "schema.org" in html


_HIDING = re.compile(
    r"display ?: ?none|visibility ?: ?hidden|opacity ?: ?0|font-size ?: ?[01](?![\d.])|color ?: ?[\"']?(?:#f{3}|white)"
)


def may_hide_words(html: str) -> bool:
    """Whether it is worth parsing an HTML part for what it hides, although its plain alternative is the text."""
    return bool(_HIDING.search(html))


def markup_of(html: str) -> tuple[str, ...]:
    """The structured data alone, for a mail whose plain text is the text."""
    return _markup(LexborHTMLParser(_shallow(html[:INPUT_LIMIT])))


def _markup(document: LexborHTMLParser) -> tuple[str, ...]:
    scripts = [node.text() for node in document.css('script[type="application/ld+json"]')]
    items = [node.html or "" for node in document.css("[itemscope][itemtype]") if _outermost(node)]
    return tuple(piece[:_MARKUP_SIZE] for piece in (*scripts, *items)[:MARKUP_LIMIT] if piece.strip())


def _outermost(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if "itemscope" in above.attributes:
            return False
        above = above.parent
    return True


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_VOID = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr", "embed", "source", "track"}
)


def _shallow(html: str) -> str:
    """The document as far as no more than `OPEN_TAGS_LIMIT` tags are open at once."""
    if html.count("<") <= OPEN_TAGS_LIMIT:
        return html
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _VOID:
            depth += -1 if tag[1] else 1
            if depth > OPEN_TAGS_LIMIT:
                return html[: tag.start()]
    return html
