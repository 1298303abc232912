"""What strangers wrote, made safe to repeat: one line, no controls, no tricks (field guide, finding 3 and 7.2)."""

from __future__ import annotations

import re
import unicodedata

_LONGEST_NAME = 80
_LONGEST_ROLE = 60
_MOST_WORDS = 8
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are never printed: controls, bidi marks, zero-width characters, line separators."""
_ASIDE = re.compile(r"[(\[{<][^()\[\]{}<>]{0,80}[)\]}>]")
_CLUTTER = re.compile(r"[^\w\s.,'’&+#/·\-–]")
_EMAILISH = re.compile(r"@|://|\bwww\.|https?", re.IGNORECASE)
_NOT_A_PERSON = re.compile(
    r"\b(?:recruit\w*|talent|careers?|jobs?|hiring|team|hr|human resources|no-?reply|donotreply|notifications?|support|"
    r"info|office|admin\w*|personal\w*|bewerbung\w*|via|calendar|scheduler|scheduling|postmaster|mailer|daemon|undisclosed)\b",
    re.IGNORECASE,
)
_ROLE_ENDS = re.compile(r"\s(?:[-–|/@·]|at|bei|chez|bij)\s.*|[,;:|].*| #\S.*")
_SHOUT = 3
_MARKUP = re.compile(r"</|<[a-z][^<>@]{0,40}>", re.IGNORECASE)
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Bidi controls: what they hold reads otherwise than it is written."""


def line(text: str | None, longest: int = 300) -> str:
    """`text` on one line: NFC, controls and invisible characters gone, white space collapsed, cut at `longest`."""
    shown = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in (text or "")[: 4 * longest])
    return " ".join(unicodedata.normalize("NFC", shown).split())[:longest].strip()


def name(text: str | None) -> str | None:
    """A person's name as the person spells it, or None where there is none to address anybody by."""
    if _TURNED.search(text or "") or _MARKUP.search(text or ""):
        return None
    known = line(_ASIDE.sub(" ", line(text)), _LONGEST_NAME).strip(" \"',;.-–")
    if not known or _EMAILISH.search(known) or _NOT_A_PERSON.search(known) or _CLUTTER.search(known):
        return None
    last, comma, first = known.partition(", ")
    turned = f"{first} {last}" if comma and "," not in first else known
    fit = (_letters(turned) or _one_script(turned)) and not any(c.isdigit() or c in "_+#/&" for c in turned)
    return turned if fit and len(turned.split()) <= _MOST_WORDS and "," not in turned else None


def company(text: str | None) -> str | None:
    """An employer's name, or None where what was read is no name."""
    if _MARKUP.search(text or ""):
        return None
    known = line(_ASIDE.sub(" ", line(text)), _LONGEST_NAME).strip(" \"';,-–")
    if not known or _EMAILISH.search(known) or _CLUTTER.search(known.replace("!", "")):
        return None
    return known if _letters(known) and len(known.split()) <= _MOST_WORDS else None


def role(text: str | None) -> str | None:
    """A position's title without "(m/f/d)", place and number: "Backend Engineer". None where nothing is left."""
    first = next(iter((text or "").strip().splitlines()), "")
    if _MARKUP.search(first):
        return None
    known = _ROLE_ENDS.sub("", line(_ASIDE.sub(" ", line(first)), _LONGEST_NAME))
    known = re.sub(r"\s(?:position|role|job|vacancy|opening)$", "", known.strip(" .,-–/"), flags=re.IGNORECASE)
    if not known or _EMAILISH.search(known) or _CLUTTER.search(known) or len(known) > _LONGEST_ROLE:
        return None
    shouted = known.isupper() and max(map(len, known.split())) > _SHOUT
    fit = _letters(known) and len(known.split()) <= _MOST_WORDS
    return (known.title() if shouted else known) if fit else None


def _one_script(text: str) -> bool:
    """Letters of one script only: an owner may spell a name in Greek or in Cyrillic, a forger mixes them."""
    scripts = {unicodedata.name(c, "?").split()[0] for c in text if c.isalpha()}
    return len(scripts) == 1 and "?" not in scripts


def _letters(text: str) -> bool:
    """At least one letter, and only those that a letter in our languages can hold beside it."""
    found = [c for c in text if c.isalpha()]
    return bool(found) and all(unicodedata.name(c, "").startswith("LATIN") for c in found)
