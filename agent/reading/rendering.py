"""The lines that a person sees of an HTML mail, written while walking through its elements.

Quoted elements come out as lines that begin with "> ", and a signature element begins with "-- ": so the text of an
HTML mail is divided by the same rules as plain text, and by structure alone where nobody listed the language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from agent.reading.style import PLAIN, Look

LINKS_LIMIT = 100
_PREHEADER_SIZE = 250
"""Characters of hidden text on top that mail programs show in the list of messages: every newsletter has them."""

_DROPPED = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "template",
        "svg",
        "math",
        "object",
        "iframe",
        "select",
        "noscript",
        "audio",
        "video",
    }
)
_PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote", "dl", "hr", "table"})
_BLOCK = _PARAGRAPH | {
    *("div", "section", "article", "header", "footer", "main", "aside", "nav", "center", "address", "form", "fieldset"),
    *("tr", "tbody", "thead", "tfoot", "caption", "li", "dt", "dd", "figure", "figcaption", "details", "summary"),
}
_TIGHT = ("MsoNormal", "MsoPlainText", "MsoListParagraph")
"""Outlook writes every line as a paragraph without margin, and an empty one where it means an empty line."""

# Names of elements, by what they hold. Mail programs put a prefix of their own before them (`x_`, `ydp9b1f…`).
_QUOTES = (
    *(
        "gmail_quote",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "moz-cite-prefix",
        "gmail_attr",
    ),
    "moz-forward-container",
)
_REST_IS_QUOTED = (
    *("appendonsend", "divRplyFwdMsg", "stopSpelling", "zwchr", "OutlookMessageHeader", "isReplyContent"),
    *("mail-editor-reference-message-container", "ms-outlook-mobile-reference-message"),
)
_SIGNATURES = (
    *("gmail_signature", "moz-signature", "Signature", "ms-outlook-mobile-signature"),
    "protonmail_signature_block-user",
)
_TELLING = (*_QUOTES, *_REST_IS_QUOTED, *_SIGNATURES)
_OUTLOOK_RULE = re.compile(
    r"border:none;border-top:solid#[0-9a-f]{6}1\.0pt;padding:3\.0pt0(?:in|cm)0(?:in|cm)0(?:in|cm)"
)


@dataclass(frozen=True, slots=True)
class _State:
    """What an element hands down to those inside it."""

    look: Look = PLAIN
    quoted: int = 0
    verbatim: bool = False


class Rendering:
    """Walks the elements in document order and writes lines."""

    def __init__(self, hiding: frozenset[str]) -> None:
        self.hiding = hiding
        self.lines: list[str] = []
        self.links: list[str] = []
        self.hidden: list[str] = []
        self._line: list[str] = []
        self._breaks = 0
        self._rows: list[int | None] = []
        self._in_new_cell = False
        self._bullet = False
        self._quoted = 0
        self._rest_quoted = 0
        self._tight = False
        self._preheader = 0

    def text(self) -> str:
        """Everything written so far."""
        self._end_line()
        return "\n".join(self.lines)

    def write(self, root: LexborNode) -> None:
        """Writes an element and all it holds, without recursion: mail may be nested deeper than Python's stack."""
        todo: list[tuple[LexborNode, _State] | str] = [(root, _State())]
        while todo:
            item = todo.pop()
            if isinstance(item, str):
                self._leave(item)
                continue
            node, state = item
            tag = node.tag or "-"
            if tag == "-text":
                self._put(node.text_content or "", state)
            elif tag[0] not in "-!" and tag not in _DROPPED:
                inner = self._enter(node, tag, state)
                todo.append(tag)
                children = []
                child = node.child
                while child is not None:
                    children.append((child, inner))
                    child = child.next
                todo.extend(reversed(children))

    def _enter(self, node: LexborNode, tag: str, state: _State) -> _State:
        attributes = node.attributes
        if tag == "br":
            self._break()
        elif tag in {"td", "th"}:
            self._cell()
        elif tag in _BLOCK:
            self._block(tag, attributes.get("class") or "")
        elif "@" in tag:  # <jane@acme.example>, not escaped by whoever wrote the attribution
            self._put(f"<{tag}>", state)
        return self._inner(tag, attributes, state) if attributes or tag in {"pre", "blockquote"} else state

    def _inner(self, tag: str, attributes: dict[str, str | None], state: _State) -> _State:
        names = {*(attributes.get("class") or "").split(), attributes.get("id") or ""} - {""}
        look = state.look.inside(attributes, hidden=bool(names & self.hiding))
        if tag == "a" and look.seen:
            self._link(attributes.get("href") or "")
        quoted = state.quoted
        if tag == "blockquote" and attributes.get("type") == "cite":
            names.add("gmail_quote")
        elif tag == "div" and _OUTLOOK_RULE.search(_squeezed(attributes)):
            names.add("divRplyFwdMsg")
        for name in names:
            if name.endswith(_TELLING):
                quoted += self._told(name, quoted)
        return _State(look, min(quoted, state.quoted + 1), state.verbatim or tag == "pre")

    def _told(self, name: str, quoted: int) -> int:
        """What an element's name says about what it holds: 1 if it is a quotation."""
        if name.endswith(_SIGNATURES):
            if (self.lines or self._line) and not quoted:
                self._end_line()
                self.lines.append("-- ")
            return 0
        self._breaks = max(self._breaks, 1)
        if name.endswith(_REST_IS_QUOTED):
            self._rest_quoted = 1
            return 0
        return 1

    def _leave(self, tag: str) -> None:
        if tag in _BLOCK:
            self._breaks = max(self._breaks, 2 if tag in _PARAGRAPH and not self._tight else 1)
            if tag == "tr" and self._rows:
                self._rows.pop()

    def _block(self, tag: str, names: str) -> None:
        self._tight = names.startswith(_TIGHT)
        if not self._in_new_cell:
            self._breaks = max(self._breaks, 2 if tag in _PARAGRAPH and not self._tight else 1)
        if tag == "tr":
            self._rows.append(None)
        self._bullet = self._bullet or tag == "li"

    def _cell(self) -> None:
        """A cell goes on the line of the one before it, after a tab, as long as the row is still on its first line."""
        if self._rows and self._rows[-1] == len(self.lines) and self._line:
            self._line.append("\t")
            self._breaks = 0
            self._in_new_cell = True

    def _break(self) -> None:
        self._settle()
        if self._line or (self.lines and self.lines[-1]):
            self.lines.append(self._finished())

    def _put(self, text: str, state: _State) -> None:
        if not state.look.seen:
            self._hide(text)
        elif state.verbatim and "\n" in text:
            for index, line in enumerate(text.split("\n")):
                if index:
                    self._break()
                self._words(line, state)
        else:
            self._words(text if state.verbatim else " ".join(text.split()), state, padded=text)

    def _words(self, words: str, state: _State, padded: str = "") -> None:
        if not words.strip():
            self._blank(padded)
            return
        self._settle()
        if not self._line:
            self._quoted = max(state.quoted, self._rest_quoted)
        if self._bullet:
            self._line.append("- ")
            self._bullet = False
        before = " " if padded[:1].isspace() else ""
        after = " " if padded[-1:].isspace() else ""
        self._line.append(f"{before}{words}{after}")
        self._in_new_cell = False
        if self._rows and self._rows[-1] is None:
            self._rows[-1] = len(self.lines)

    def _blank(self, text: str) -> None:
        """White space alone is a space between words; "&nbsp;" alone in a line is how an editor writes an empty one."""
        if self._line and not self._breaks:
            self._line.append(" " if text else "")
        elif "\N{NO-BREAK SPACE}" in text:
            self._breaks = max(self._breaks, 2)

    def _settle(self) -> None:
        """Makes the line breaks that were asked for."""
        if self._breaks:
            self._end_line()
            if self._breaks > 1 and self.lines and self.lines[-1]:
                self.lines.append("")
            self._breaks = 0

    def _end_line(self) -> None:
        if self._line:
            self.lines.append(self._finished())

    def _finished(self) -> str:
        line = "".join(self._line).strip(" ").replace("  ", " ")
        self._line.clear()
        return "> " * self._quoted + line if self._quoted and line else line

    def _hide(self, text: str) -> None:
        words = " ".join(text.split())
        if not self.lines and not self._line:
            self._preheader += len(words)
        if words and (self.lines or self._line or self._preheader > _PREHEADER_SIZE):
            self.hidden.append(words)

    def _link(self, target: str) -> None:
        if target.lower().startswith(("http://", "https://", "tel:")) and len(self.links) < LINKS_LIMIT:
            self.links.append(target[:2_000])


def _squeezed(attributes: dict[str, str | None]) -> str:
    return (attributes.get("style") or "").replace(" ", "").lower()
