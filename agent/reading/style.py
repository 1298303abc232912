"""Whether words in an HTML mail can be seen: the styles and attributes that hide them, inherited as in a browser.

Not a CSS engine: it knows the ways in which mail hides words, and gives a doubtful element the benefit of the doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_GONE = re.compile(
    r"display:none|visibility:hidden|opacity:0(?:\.0+)?(?![.\d])|text-indent:-\d{3}|(?:left|top):-\d{4}"
    r"|max-height:0(?:px|pt|em)?(?![.\d])|max-width:0(?:px|pt|em)?(?![.\d])|clip:rect\(0"
)
_FONT_SIZE = re.compile(r"font-size:(\d{0,4}(?:\.\d{1,4})?)(px|pt|em|rem|%|)")
_SMALLEST = {"px": 1.5, "pt": 1.1, "": 0.0, "em": 0.12, "rem": 0.12, "%": 10.0}
"""Below this nobody can read it."""
_COLOUR = re.compile(r"(?:^|;)color:([^;!]{1,40})")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]{1,200})")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})")
_RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})")
_NEARLY_WHITE = 0xF8


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks, as far as it decides whether its words are seen."""

    hidden: bool = False
    tiny: bool = False
    white: bool = False
    on_white: bool = True

    @property
    def seen(self) -> bool:
        """Whether the eye can read words that look like this."""
        return not (self.hidden or self.tiny or (self.white and self.on_white))

    def inside(self, attributes: dict[str, str | None], *, hidden: bool = False) -> Look:
        """The look of an element with these attributes inside one that looks like this."""
        told = _told(
            (attributes.get("style") or "")[:2_000], attributes.get("bgcolor") or "", attributes.get("color") or ""
        )
        if not (told.any or hidden or "hidden" in attributes):
            return self
        return Look(
            hidden=self.hidden or hidden or told.gone or "hidden" in attributes,
            tiny=self.tiny if told.tiny is None else told.tiny,
            white=self.white if told.white is None else told.white,
            on_white=self.on_white if told.on_white is None else told.on_white,
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """What one element says about its look; None where it says nothing."""

    gone: bool
    tiny: bool | None
    white: bool | None
    on_white: bool | None

    @property
    def any(self) -> bool:
        return self.gone or self.tiny is not None or self.white is not None or self.on_white is not None


@lru_cache(maxsize=512)  # an editor writes the same style on every line
def _told(style: str, ground: str, colour: str) -> _Told:
    style = "".join(style.split()).lower()
    size = _FONT_SIZE.search(style)
    ground = (_BACKGROUND.findall(style) or [ground])[-1]
    colour = (_COLOUR.findall(style) or [colour])[-1]
    return _Told(
        gone=bool(_GONE.search(style)),
        tiny=float(size[1] or "1") <= _SMALLEST[size[2]] if size else None,
        white=_whiteness(colour) if colour else None,
        on_white=_whiteness(ground) if ground and ground not in {"transparent", "none", "inherit"} else None,
    )


PLAIN = Look()
"""Dark on white: how a message looks before anything is said about it."""


def _whiteness(colour: str) -> bool:
    colour = colour.lower()
    if "url(" in colour or "gradient" in colour:
        return False
    if found := _HEX.search(colour):
        digits = found[1] if len(found[1]) == len("rrggbb") else "".join(2 * digit for digit in found[1])
        channels = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    elif found := _RGB.search(colour):
        channels = [int(found[1]), int(found[2]), int(found[3])]
    else:
        return colour.startswith(("white", "snow", "ivory", "ghostwhite"))
    return min(channels) >= _NEARLY_WHITE


_CSS_LIMIT = 64 * 1024
_SELECTOR = re.compile(r"(?:[a-z0-9]{1,12})?[.#]([A-Za-z0-9_-]{1,60})")
_BRACES = re.compile(r"([{}])")


def hiding_names(sheets: list[str]) -> frozenset[str]:
    """The classes and ids that a sheet hides everywhere; what it hides on small screens only is seen elsewhere."""
    names: set[str] = set()
    for sheet in sheets:
        selector, depth = "", 0
        for piece in _BRACES.split(sheet[:_CSS_LIMIT]):
            if piece in {"{", "}"}:
                depth = max(0, depth + (1 if piece == "{" else -1))
            elif depth == 0:
                selector = piece
            elif depth == 1 and _GONE.search("".join(piece.split()).lower()):
                names |= _named(selector)
    return frozenset(names)


def _named(selector: str) -> set[str]:
    """The names a selector list is about, as far as they stand alone (`.a, div.b`, not `.a .b`)."""
    return {found[1] for one in selector.split(",") if (found := _SELECTOR.fullmatch(one.strip()))}
